//! Whether and when a call is tried again. The decision is one pure function; its whole table is tested.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

use super::code::{Class, Safety};
use super::error::{InDoubtReason, NotSentReason};

/// What went wrong with an attempt, as far as the decision is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Refused here.
    Invalid,
    /// The vendor saw nothing.
    NotSent(NotSentReason),
    /// The vendor said no, and that nothing was done.
    Rejected(Class),
    /// No usable answer, and the HTTP status if there was one.
    InDoubt(InDoubtReason, Option<u16>),
    /// It happened.
    Accepted,
}

/// What the caller allows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    /// How many attempts in all, for what may be repeated.
    pub(crate) attempts: u32,
    /// May a `once` operation be tried again after a refused connection?
    pub(crate) retry_unsent: bool,
}

/// Is there another attempt after attempt number `attempt` (the first is 1)?
pub(crate) fn decide(safety: Safety, fault: Fault, attempt: u32, policy: Policy) -> bool {
    if attempt >= policy.attempts {
        return false;
    }
    match (safety, fault) {
        (Safety::Once, Fault::NotSent(NotSentReason::Refused)) => policy.retry_unsent,
        (Safety::Once, _) => false,
        (Safety::Read | Safety::Idempotent, fault) => may_repeat(safety, fault),
    }
}

/// Might a repetition help, and is it harmless?
pub(crate) fn may_repeat(safety: Safety, fault: Fault) -> bool {
    if safety == Safety::Once {
        return false;
    }
    match fault {
        Fault::Invalid | Fault::Accepted => false,
        Fault::NotSent(reason) => {
            matches!(reason, NotSentReason::Refused | NotSentReason::ConnectTimeout | NotSentReason::Connect)
        }
        Fault::Rejected(class) => {
            matches!(class, Class::Rate | Class::Unavailable | Class::VendorFault)
        }
        Fault::InDoubt(reason, status) => match reason {
            InDoubtReason::Transport | InDoubtReason::Timeout | InDoubtReason::Unreadable => true,
            // A readable answer that no page knows will be the same the next time, unless the status says
            // that the vendor is in trouble.
            InDoubtReason::NoArm | InDoubtReason::EffectUnknown => {
                matches!(status, Some(408 | 429 | 500 | 502 | 503 | 504))
            }
            InDoubtReason::Redirect
            | InDoubtReason::TooLarge
            | InDoubtReason::VendorUnsure
            | InDoubtReason::Unverified => false,
        },
    }
}

/// The longest wait between two attempts, whatever the vendor asks for.
const LONGEST: Duration = Duration::from_secs(20);
const FIRST: Duration = Duration::from_millis(250);

/// How long to wait after attempt number `attempt`. `jitter` lies between 0 and 1. What the vendor asked for
/// is honoured between the own wait and the longest.
pub(crate) fn wait(attempt: u32, jitter: f64, asked: Option<Duration>) -> Duration {
    let ceiling = FIRST.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1).min(16))).min(LONGEST);
    let own = ceiling.mul_f64(jitter.clamp(0.0, 1.0));
    match asked {
        Some(asked) => asked.clamp(own, LONGEST),
        None => own,
    }
}

/// A number between 0 and 1 that differs from call to call. Nothing secret hangs on it.
pub(crate) fn jitter() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 11;
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
    let (numerator, denominator) = (bits as f64, (1_u64 << 53) as f64);
    numerator / denominator
}

/// What `retry-after` says: seconds or a date. Two of them, or anything else, count for nothing.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let mut all = headers.get_all(RETRY_AFTER).iter();
    let (first, second) = (all.next()?, all.next());
    if second.is_some() {
        return None;
    }
    let text = first.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a very long time.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(http_date(text)?))?;
    Some(at.duration_since(now).unwrap_or(Duration::ZERO))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that may be sent, as seconds since 1970.
fn http_date(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = text.split_once(", ")?;
    let mut parts = rest.split(' ');
    let (day, month, year, time, zone) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if zone != "GMT" || parts.next().is_some() {
        return None;
    }
    let month = u64::try_from(MONTHS.iter().position(|each| *each == month)?).ok()? + 1;
    let day: u64 = day.parse().ok()?;
    let year: u64 = year.parse().ok()?;
    let mut clock = time.split(':').map(|part| part.parse::<u64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    if !(1970..=9999).contains(&year) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    // Days from March on, so that the leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1;
    let days = days.checked_sub(719_468)?;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

/// What all calls of a client share, so that a vendor in trouble is not drowned: ten repetitions at once,
/// and then one for every ten calls.
#[derive(Debug)]
pub(crate) struct Budget {
    tenths: AtomicU32,
}

impl Budget {
    const FULL: u32 = 100;
    const PRICE: u32 = 10;

    pub(crate) const fn new() -> Self {
        Self { tenths: AtomicU32::new(Self::FULL) }
    }

    /// A call begins.
    pub(crate) fn earn(&self) {
        let _ = self
            .tenths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tenths| (tenths < Self::FULL).then_some(tenths + 1));
    }

    /// Is there enough for one more attempt? Takes it.
    pub(crate) fn spend(&self) -> bool {
        self.tenths.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tenths| tenths.checked_sub(Self::PRICE)).is_ok()
    }
}

#[cfg(test)]
mod tests;
