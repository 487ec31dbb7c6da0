//! Where an application keeps tokens over restarts.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::date::Epoch;
use super::secret::Secret;
use super::session::{Lasts, Token};
use super::transport::BoxFuture;

/// What went wrong in a store. It becomes the source of the error that the caller gets, so it must hold no
/// token.
pub type StoreError = Box<dyn std::error::Error + Send + Sync>;

/// Keeps the tokens of one account over restarts: see [`Config::token_store`](super::config::Config::token_store).
///
/// A client asks it once, before the first call that needs the token, and hands over every token that it
/// obtains **before it uses it**: some vendors give a refresh token that is good once, and then only the
/// next one. If that fails, nothing is sent, and the next call tries to save it again. Several processes that
/// share a refresh token need a lock of their own around it.
pub trait TokenStore: Send + Sync {
    /// The token of this name, as it was saved last.
    fn load<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<StoredToken>, StoreError>>;

    /// Keeps a token in place of the one before.
    fn save<'a>(&'a self, name: &'a str, token: &'a StoredToken) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// A token with what belongs to it. `Debug` shows neither it nor the refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredToken {
    secret: Secret,
    ends: Option<SystemTime>,
    refresh: Option<Secret>,
}

impl StoredToken {
    /// A token that is good until the vendor refuses it.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self { secret: secret.into(), ends: None, refresh: None }
    }

    /// For an application that has a refresh token only: the first call obtains a token with it.
    pub fn from_refresh(refresh: impl Into<Secret>) -> Self {
        Self { secret: Secret::from(""), ends: Some(SystemTime::UNIX_EPOCH), refresh: Some(refresh.into()) }
    }

    /// It is good until then.
    #[must_use]
    pub fn ending(mut self, ends: SystemTime) -> Self {
        self.ends = Some(ends);
        self
    }

    /// What gets the next one.
    #[must_use]
    pub fn renewed_by(mut self, refresh: impl Into<Secret>) -> Self {
        self.refresh = Some(refresh.into());
        self
    }

    /// The token.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Until when it is good. `None`: until the vendor refuses it.
    pub fn ends(&self) -> Option<SystemTime> {
        self.ends
    }

    /// What gets the next one.
    pub fn refresh(&self) -> Option<&Secret> {
        self.refresh.as_ref()
    }

    pub(crate) fn of(token: &Token, now: SystemTime) -> Self {
        let ends = match token.lasts {
            Lasts::UntilStale => None,
            Lasts::For(time) => now.checked_add(time),
            Lasts::Until(end) => {
                let after = Epoch::Seconds.count(end).and_then(|count| u64::try_from(count).ok());
                SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(after.unwrap_or_default()))
            }
        };
        Self { secret: token.secret.clone(), ends, refresh: token.refresh.clone() }
    }
}

/// Keeps tokens as long as the process lives, for clients that are made anew, and for tests.
#[derive(Default)]
pub struct MemoryStore(Mutex<HashMap<String, StoredToken>>);

impl MemoryStore {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// The token of this name.
    pub fn get(&self, name: &str) -> Option<StoredToken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Puts a token there.
    pub fn put(&self, name: &str, token: StoredToken) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), token);
    }
}

impl TokenStore for MemoryStore {
    fn load<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<StoredToken>, StoreError>> {
        Box::pin(async move { Ok(self.get(name)) })
    }

    fn save<'a>(&'a self, name: &'a str, token: &'a StoredToken) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.put(name, token.clone());
            Ok(())
        })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}
