//! Tokens: obtained once for all who wait, kept while they last, renewed once when refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use async_lock::Mutex;

use super::code::Class;
use super::date::DateTime;
use super::error::Source;
use super::invalid::Invalid;
use super::malformed::Malformed;
use super::operation::{Context, Draft, OperationFacts, Vendor};
use super::reply::Payload;
use super::secret::Secret;
use super::store::{StoredToken, TokenStore};
use super::transport::BoxFuture;

/// How a vendor gives out one of its tokens.
pub struct Session<V: Vendor> {
    /// The token's name in code, under which a store keeps it.
    pub name: &'static str,
    /// The operation that gives one for the credentials alone. `None`: the application brings the first one.
    pub obtain: Option<Grant<V>>,
    /// The operation that gives the next one for a refresh token.
    pub refresh: Option<Refresh<V>>,
    /// HTTP statuses that mean that it is no longer good, besides refusals of class credentials.
    pub stale_http: &'static [u16],
    /// Codes that mean so.
    pub stale_codes: &'static [&'static str],
}

/// An operation that hands out a token, without the caller's part in it.
pub struct Grant<V: Vendor> {
    /// The operation. It can't need the token itself.
    pub facts: &'static OperationFacts,
    /// Writes the request from the credentials alone.
    pub write: fn(&Context<'_, V>, &mut Draft) -> Result<(), Invalid>,
    /// Reads the token out of a success.
    pub read: fn(Payload<'_>) -> Result<Token, Malformed>,
}

/// An operation that renews a token.
pub struct Refresh<V: Vendor> {
    /// The operation. It can't need the token itself.
    pub facts: &'static OperationFacts,
    /// Writes the request from the refresh token and the credentials.
    pub write: fn(&Secret, &Context<'_, V>, &mut Draft) -> Result<(), Invalid>,
    /// Reads the token out of a success.
    pub read: fn(Payload<'_>) -> Result<Token, Malformed>,
}

/// A token as the vendor gave it.
#[derive(Clone, Debug)]
pub struct Token {
    pub(crate) secret: Secret,
    pub(crate) lasts: Lasts,
    pub(crate) refresh: Option<Secret>,
}

/// How long a token is good.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lasts {
    /// Until the vendor refuses it.
    UntilStale,
    /// For this long.
    For(Duration),
    /// Until then, in UTC.
    Until(DateTime),
}

impl Token {
    /// A token that is good until the vendor refuses it.
    pub fn new(secret: Secret) -> Self {
        Self { secret, lasts: Lasts::UntilStale, refresh: None }
    }

    /// It is good for so many seconds. `None`, or less than none: the vendor does not say.
    #[must_use]
    pub fn lasting(mut self, seconds: Option<i64>) -> Self {
        if let Some(seconds) = seconds.and_then(|seconds| u64::try_from(seconds).ok()) {
            self.lasts = Lasts::For(Duration::from_secs(seconds));
        }
        self
    }

    /// It is good until then, in UTC. `None`: the vendor does not say.
    #[must_use]
    pub fn until(mut self, end: Option<DateTime>) -> Self {
        if let Some(end) = end {
            self.lasts = Lasts::Until(end);
        }
        self
    }

    /// What gets the next one.
    #[must_use]
    pub fn renewed_by(mut self, refresh: Option<Secret>) -> Self {
        self.refresh = refresh;
        self
    }
}

/// The two clocks: the one that limits of time go by, and the one that the vendor's dates go by.
#[derive(Clone, Copy)]
pub(crate) struct Clocks<'a> {
    pub(crate) now: &'a (dyn Fn() -> Instant + Sync),
    pub(crate) date: &'a (dyn Fn() -> SystemTime + Sync),
}

/// A token in use.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) secret: Secret,
    serial: u64,
    expires: Option<Instant>,
}

/// Why no token could be had. All who waited for it get the same.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) class: Option<Class>,
    pub(crate) passes_with_time: bool,
    pub(crate) source: Source,
}

/// How a new token is asked for: with the refresh token, where there is one.
pub(crate) type Obtain<'o, 'a> = &'o (dyn Fn(Before) -> BoxFuture<'a, Result<Token, Failure>> + Sync);

/// What is left of the token before.
#[derive(Clone, Default)]
pub(crate) struct Before {
    /// What gets the next one.
    pub(crate) refresh: Option<Secret>,
    /// The token itself, once the vendor refused it: the vendor still knows it, and may say it.
    pub(crate) refused: Option<Secret>,
}

/// One token of a client and all its clones.
pub(crate) struct SessionCell {
    name: &'static str,
    store: Option<Arc<dyn TokenStore>>,
    state: Mutex<State>,
    /// How many times a token has been asked for, with or without success.
    rounds: AtomicU64,
}

struct State {
    held: Option<Held>,
    before: Before,
    failure: Option<Failure>,
    /// The store has been asked.
    loaded: bool,
    /// What the store does not have yet. Nothing is sent with it before.
    unsaved: Option<StoredToken>,
}

/// A token is renewed this long before its end: the request still has to get there.
const MARGIN: Duration = Duration::from_secs(30);

impl SessionCell {
    /// `given` is a token that the application brings.
    pub(crate) fn new(
        name: &'static str,
        given: Option<&StoredToken>,
        store: Option<Arc<dyn TokenStore>>,
        clocks: Clocks<'_>,
    ) -> Self {
        let mut state =
            State { held: None, before: Before::default(), failure: None, loaded: store.is_none(), unsaved: None };
        if let Some(given) = given {
            state.take(given, clocks, 0);
            state.loaded = true;
        }
        Self { name, store, state: Mutex::new(state), rounds: AtomicU64::new(0) }
    }

    /// The token in force, or a new one. Of several callers one asks the vendor; the others wait and share
    /// what comes of it. If the one that asks is dropped, the next one asks.
    pub(crate) async fn token<'a>(&'a self, clocks: Clocks<'_>, obtain: Obtain<'_, 'a>) -> Result<Held, Failure> {
        let round = self.rounds.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        self.load(&mut state, clocks).await?;
        self.save(&mut state).await?;
        if let Some(held) = &state.held
            && held.expires.is_none_or(|expires| (clocks.now)() < expires)
        {
            return Ok(held.clone());
        }
        if self.rounds.load(Ordering::Acquire) != round
            && let Some(failure) = &state.failure
        {
            return Err(failure.clone());
        }
        let result = obtain(state.before.clone()).await;
        let serial = self.rounds.fetch_add(1, Ordering::AcqRel) + 1;
        match result {
            Ok(token) => {
                let stored = StoredToken::of(&token, (clocks.date)());
                state.take(&stored, clocks, serial);
                state.failure = None;
                if self.store.is_some() {
                    state.unsaved = Some(stored);
                    self.save(&mut state).await?;
                }
                state.held.clone().ok_or_else(Failure::none)
            }
            Err(failure) => {
                state.held = None;
                // The vendor said no to it.
                if failure.class.is_some() {
                    state.before.refresh = None;
                }
                state.failure = Some(failure.clone());
                Err(failure)
            }
        }
    }

    async fn load(&self, state: &mut State, clocks: Clocks<'_>) -> Result<(), Failure> {
        if state.loaded {
            return Ok(());
        }
        if let Some(store) = &self.store
            && let Some(stored) = store.load(self.name).await.map_err(Failure::of_store)?
        {
            state.take(&stored, clocks, 0);
        }
        state.loaded = true;
        Ok(())
    }

    /// A refresh token that was spent is gone: the next one is kept before anything is done with it.
    async fn save(&self, state: &mut State) -> Result<(), Failure> {
        if let (Some(store), Some(unsaved)) = (&self.store, &state.unsaved) {
            store.save(self.name, unsaved).await.map_err(Failure::of_store)?;
            state.unsaved = None;
        }
        Ok(())
    }

    /// The secrets that the vendor knows, if nobody is renewing them just now.
    pub(crate) fn in_force(&self) -> Vec<Secret> {
        let Some(state) = self.state.try_lock() else { return Vec::new() };
        state
            .held
            .iter()
            .map(|held| held.secret.clone())
            .chain(state.before.refresh.clone())
            .chain(state.before.refused.clone())
            .collect()
    }

    /// The vendor refused this token. One that was obtained since is kept.
    pub(crate) async fn forget(&self, refused: &Held) {
        let mut state = self.state.lock().await;
        if state.held.as_ref().is_some_and(|held| held.serial == refused.serial) {
            state.held = None;
            state.before.refused = Some(refused.secret.clone());
        }
    }
}

impl State {
    fn take(&mut self, token: &StoredToken, clocks: Clocks<'_>, serial: u64) {
        let expires = token.ends().map(|ends| {
            let lasts = ends.duration_since((clocks.date)()).unwrap_or(Duration::ZERO);
            // Ahead of the end, but a token that lasts for a moment only is used for most of it.
            (clocks.now)().checked_add(lasts.saturating_sub(MARGIN.min(lasts / 10)))
        });
        // An end that no clock reaches is none.
        self.held = Some(Held { secret: token.secret().clone(), serial, expires: expires.flatten() });
        self.before.refresh = token.refresh().cloned();
    }
}

impl Failure {
    fn of_store(error: super::store::StoreError) -> Self {
        Self { class: None, passes_with_time: true, source: Arc::from(error) }
    }

    fn none() -> Self {
        Self { class: None, passes_with_time: false, source: Arc::new(Malformed::new("a token")) }
    }
}
