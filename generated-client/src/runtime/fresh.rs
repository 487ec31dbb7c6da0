//! What is new with every attempt: the time and nonces. Both can be injected, so that tests have fixed bytes.

use std::cell::{Cell, OnceCell};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::SystemTime;

/// Tells the time.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;
/// Gives a text that was never given before.
pub(crate) type Nonce = Arc<dyn Fn() -> String + Send + Sync>;

/// Where the time and nonces come from.
#[derive(Clone)]
pub(crate) struct Fresh {
    pub(crate) clock: Clock,
    pub(crate) nonce: Nonce,
}

impl Default for Fresh {
    fn default() -> Self {
        Self { clock: Arc::new(SystemTime::now), nonce: Arc::new(nonce) }
    }
}

/// The time and the nonces of one attempt. The clock is looked at once, and only when somebody asks.
pub(crate) struct Moment<'a> {
    fresh: &'a Fresh,
    now: OnceCell<SystemTime>,
    used: Cell<bool>,
}

impl<'a> Moment<'a> {
    pub(crate) fn new(fresh: &'a Fresh) -> Self {
        Self { fresh, now: OnceCell::new(), used: Cell::new(false) }
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.used.set(true);
        *self.now.get_or_init(|| (self.fresh.clock)())
    }

    pub(crate) fn nonce(&self) -> String {
        self.used.set(true);
        (self.fresh.nonce)()
    }

    /// Whether the request depends on any of it, so that the next attempt needs a new one.
    pub(crate) fn was_used(&self) -> bool {
        self.used.get()
    }
}

/// 128 random bits in lower-case hexadecimal digits.
fn nonce() -> String {
    format!("{:032x}", random())
}

#[cfg(feature = "signatures")]
fn random() -> u128 {
    let mut bytes = [0; 16];
    match getrandom::getrandom(&mut bytes) {
        Ok(()) => u128::from_le_bytes(bytes),
        Err(_) => hashed(),
    }
}

#[cfg(not(feature = "signatures"))]
fn random() -> u128 {
    hashed()
}

/// The hash keys of the standard library come from the system's randomness too, and no two are the same.
fn hashed() -> u128 {
    let half = || u128::from(RandomState::new().hash_one(SystemTime::now()));
    half() << 64 | half()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use super::*;

    #[test]
    fn nonces_are_hexadecimal_and_never_the_same() {
        let nonces: HashSet<String> = (0..10_000).map(|_| nonce()).collect();
        assert_eq!(nonces.len(), 10_000);
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        assert!(nonces.iter().all(|nonce| nonce.len() == 32 && nonce.bytes().all(is_hex)));
        assert_ne!(hashed(), hashed());
    }

    #[test]
    fn one_attempt_sees_one_time() {
        let ticks = std::sync::atomic::AtomicU64::new(0);
        let fresh = Fresh {
            clock: Arc::new(move || {
                let tick = ticks.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                SystemTime::UNIX_EPOCH + Duration::from_secs(tick)
            }),
            nonce: Arc::new(|| "n".to_owned()),
        };
        let moment = Moment::new(&fresh);
        assert!(!moment.was_used());
        assert_eq!(moment.now(), SystemTime::UNIX_EPOCH);
        assert_eq!(moment.now(), SystemTime::UNIX_EPOCH);
        assert!(moment.was_used());
        assert!(Moment::new(&fresh).now() > SystemTime::UNIX_EPOCH);
        assert_eq!(Moment::new(&fresh).nonce(), "n");
    }
}
