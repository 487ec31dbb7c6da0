//! The two outcomes in which the vendor gave an answer that counts: no, and yes with an unreadable rest.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::Origin;
use crate::runtime::code::{Class, Code, Effect};
use crate::runtime::malformed::Malformed;

/// The vendor answered no: by its own rules, nothing happened.
///
/// Whether trying again helps is a matter of [`class`](Rejected::class). A refusal whose code leaves open
/// whether something was done is never this but [`InDoubt`](super::InDoubt).
#[derive(Clone, Debug)]
pub struct Rejected<C>(pub(super) Box<RejectedInner<C>>);

#[derive(Clone, Debug)]
pub(super) struct RejectedInner<C> {
    pub(super) origin: Origin,
    code: Option<C>,
    class: Class,
    message: Option<String>,
    status: u16,
    retry_after: Option<Duration>,
    others: Vec<OtherError<C>>,
}

/// One of several errors that an answer lists, besides the first.
#[derive(Clone, Debug)]
pub struct OtherError<C> {
    code: Option<C>,
    message: Option<String>,
}

impl<C> OtherError<C> {
    pub(crate) fn new(code: Option<C>, message: Option<String>) -> Self {
        Self { code, message }
    }

    /// The vendor's code. `None` if this error has none.
    pub fn code(&self) -> Option<&C> {
        self.code.as_ref()
    }

    /// The vendor's own words, cleaned as those of the [refusal](Rejected::message).
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl<C: Code> Rejected<C> {
    pub(crate) fn new(origin: Origin, code: Option<C>, class: Class, status: u16) -> Self {
        Self(Box::new(RejectedInner {
            origin,
            code,
            class,
            message: None,
            status,
            retry_after: None,
            others: Vec::new(),
        }))
    }

    pub(crate) fn with_message(mut self, message: Option<String>) -> Self {
        self.0.message = message;
        self
    }

    pub(crate) fn with_others(mut self, others: Vec<OtherError<C>>) -> Self {
        self.0.others = others;
        self
    }

    pub(crate) fn with_retry_after(mut self, time: Option<Duration>) -> Self {
        self.0.retry_after = time;
        self
    }

    /// The vendor's code. `None` if its answer has none.
    pub fn code(&self) -> Option<&C> {
        self.0.code.as_ref()
    }

    /// What the refusal is about, in words that all vendors share.
    pub fn class(&self) -> Class {
        self.0.class
    }

    /// The vendor's own words, for people. Credentials of this client are struck out, control characters
    /// are escaped, and the text is cut at 512 characters.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// What else the answer lists, where it lists several errors: [`code`](Self::code) and
    /// [`message`](Self::message) are those of the first.
    pub fn others(&self) -> &[OtherError<C>] {
        &self.0.others
    }

    /// The HTTP status, which for many vendors is 200 even here.
    pub fn http_status(&self) -> u16 {
        self.0.status
    }

    /// How long the vendor asks to wait before the next attempt, as it said and not clamped.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }
}

impl<C: Code> fmt::Display for Rejected<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: rejected by the vendor: {}", self.0.origin, self.0.class)?;
        if let Some(code) = &self.0.code {
            write!(f, ", code {}", code.as_str().escape_debug())?;
        }
        if let Some(message) = &self.0.message {
            write!(f, ", \"{message}\"")?;
        }
        write!(f, " (HTTP {})", self.0.status)
    }
}

impl<C: Code> std::error::Error for Rejected<C> {}

/// The vendor said yes, but the rest of its answer can't be read: **it happened**.
///
/// Never try again. What is missing (the number of the order, say) may be in [`body`](Accepted::body), or
/// can be asked for.
#[derive(Clone)]
pub struct Accepted(pub(super) Box<AcceptedInner>);

#[derive(Clone)]
pub(super) struct AcceptedInner {
    pub(super) origin: Origin,
    malformed: Malformed,
    status: u16,
    body: Bytes,
}

impl Accepted {
    pub(crate) fn new(origin: Origin, malformed: Malformed, status: u16, body: Bytes) -> Self {
        Self(Box::new(AcceptedInner { origin, malformed, status, body }))
    }

    /// What could not be read, and where in the answer.
    pub fn malformed(&self) -> &Malformed {
        &self.0.malformed
    }

    /// The operation of the same vendor that tells what became of a call.
    pub fn told_by(&self) -> Option<&'static str> {
        self.0.origin.operation.told_by
    }

    /// The HTTP status.
    pub fn http_status(&self) -> u16 {
        self.0.status
    }

    /// The answer's bytes as they came. See [`InDoubt::body`](super::InDoubt::body).
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }
}

impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted")
            .field("origin", &self.0.origin)
            .field("status", &self.0.status)
            .field("body_bytes", &self.0.body.len())
            .field("malformed", &self.0.malformed)
            .finish()
    }
}

impl fmt::Display for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: accepted by the vendor, it happened, but the rest of the answer can't be read (HTTP {})",
            self.0.origin, self.0.status
        )
    }
}

impl std::error::Error for Accepted {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0.malformed)
    }
}

/// What a refusal says about the effect: a documented code, or what is documented of all such answers, with
/// `no_effect`. An undocumented code is believed only where the status does not speak of a failure on the way or
/// behind the vendor's front.
pub(crate) fn effect_of<C: Code>(code: Option<&C>, no_effect: bool, status: u16) -> Effect {
    let status_is_unclear = status == 408 || (500..=599).contains(&status);
    match code {
        Some(code) if code.is_known() => code.effect(),
        _ if no_effect => Effect::None,
        _ if status_is_unclear => Effect::Unknown,
        Some(code) => code.effect(),
        None => Effect::None,
    }
}
