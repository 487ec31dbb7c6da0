//! Tokens: obtained once for all who wait, kept while they last, renewed once when refused.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_lock::Mutex;

use super::code::Class;
use super::error::Source;
use super::invalid::Invalid;
use super::malformed::Malformed;
use super::operation::{Context, Draft, OperationFacts, Vendor};
use super::reply::Payload;
use super::secret::Secret;
use super::transport::BoxFuture;

/// How a vendor gives out tokens: one of its operations, without the caller's part in it.
pub struct Session<V: Vendor> {
    /// The operation. It can't need a token itself.
    pub facts: &'static OperationFacts,
    /// Writes the request from the credentials alone.
    pub write: fn(&Context<'_, V>, &mut Draft) -> Result<(), Invalid>,
    /// Reads the token out of a success.
    pub read: fn(Payload<'_>) -> Result<Token, Malformed>,
}

/// A token as the vendor gave it.
#[derive(Clone, Debug)]
pub struct Token {
    /// The token.
    pub secret: Secret,
    /// How long it lasts, if the vendor says so.
    pub lasts: Option<Duration>,
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

/// The token of a client and all its clones.
pub(crate) struct SessionCell {
    state: Mutex<State>,
    /// How many times a token has been asked for, with or without success.
    rounds: AtomicU64,
}

struct State {
    held: Option<Held>,
    failure: Option<Failure>,
}

/// A token is renewed this long before its end: the request still has to get there.
const MARGIN: Duration = Duration::from_secs(30);

impl SessionCell {
    pub(crate) fn new(token: Option<Secret>) -> Self {
        let held = token.map(|secret| Held { secret, serial: 0, expires: None });
        Self { state: Mutex::new(State { held, failure: None }), rounds: AtomicU64::new(0) }
    }

    /// The token in force, or a new one. Of several callers one asks the vendor; the others wait and share
    /// what comes of it. If the one that asks is dropped, the next one asks.
    pub(crate) async fn token<'a>(
        &'a self,
        now: &(dyn Fn() -> Instant + Sync),
        obtain: &(dyn Fn() -> BoxFuture<'a, Result<Token, Failure>> + Sync),
    ) -> Result<Held, Failure> {
        let round = self.rounds.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(held) = &state.held
            && held.expires.is_none_or(|expires| now() < expires)
        {
            return Ok(held.clone());
        }
        if self.rounds.load(Ordering::Acquire) != round
            && let Some(failure) = &state.failure
        {
            return Err(failure.clone());
        }
        let result = obtain().await;
        let serial = self.rounds.fetch_add(1, Ordering::AcqRel) + 1;
        match result {
            Ok(token) => {
                let held = Held { secret: token.secret, serial, expires: expiry(now(), token.lasts) };
                state.held = Some(held.clone());
                state.failure = None;
                Ok(held)
            }
            Err(failure) => {
                state.held = None;
                state.failure = Some(failure.clone());
                Err(failure)
            }
        }
    }

    /// The token in force, if nobody is renewing it just now.
    pub(crate) fn in_force(&self) -> Option<Secret> {
        let state = self.state.try_lock()?;
        state.held.as_ref().map(|held| held.secret.clone())
    }

    /// The vendor refused this token. One that was obtained since is kept.
    pub(crate) async fn forget(&self, refused: &Held) {
        let mut state = self.state.lock().await;
        if state.held.as_ref().is_some_and(|held| held.serial == refused.serial) {
            state.held = None;
        }
    }
}

/// When to renew: ahead of the end, but a token that lasts for a moment only is used for most of it.
fn expiry(now: Instant, lasts: Option<Duration>) -> Option<Instant> {
    let lasts = lasts?;
    now.checked_add(lasts.saturating_sub(MARGIN.min(lasts / 10)))
}
