//! The outcome that nobody here can tell.

use std::fmt;

use bytes::Bytes;

use super::Origin;
use crate::runtime::code::Safety;
use crate::runtime::malformed::Malformed;
use crate::runtime::transport::TransportError;

/// The request may have arrived, and there is no usable answer: **it may have happened**.
///
/// What may be repeated (`read`, `idempotent`, and a call with an own id) has been repeated by the client, within its limits. For all
/// else, ask before trying again: [`told_by`](InDoubt::told_by) names the operation that knows, if the
/// vendor has one.
///
/// A future that is dropped while its request is under way belongs here too, although nobody is left to
/// get this error: the hook is told.
#[derive(Clone)]
pub struct InDoubt(pub(super) Box<InDoubtInner>);

#[derive(Clone)]
pub(super) struct InDoubtInner {
    pub(super) origin: Origin,
    reason: InDoubtReason,
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    body: Option<Bytes>,
    malformed: Option<Malformed>,
    transport: Option<TransportError>,
}

/// Why it is not known what became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InDoubtReason {
    /// The connection broke before the whole answer was there.
    Transport,
    /// No answer within the time limit.
    Timeout,
    /// The answer is a redirect. None is ever followed: the credentials would travel along.
    Redirect,
    /// The answer is larger than the limit.
    TooLarge,
    /// The answer can't be read: it is cut, another format, or a page of something in between.
    Unreadable,
    /// The answer can be read, but is none of those that the vendor documents.
    NoArm,
    /// The vendor said no, but its code or status leaves open whether something was done.
    EffectUnknown,
    /// The vendor itself says that it does not know.
    VendorUnsure,
    /// The answer's signature is missing or wrong, or it answers another question than the one that was asked.
    Unverified,
}

impl InDoubtReason {
    const fn describe(self) -> &'static str {
        match self {
            Self::Transport => "the connection broke before the answer was complete",
            Self::Timeout => "no answer within the time limit",
            Self::Redirect => "the answer is a redirect, which is never followed",
            Self::TooLarge => "the answer is larger than the limit",
            Self::Unreadable => "the answer can't be read",
            Self::NoArm => "the answer is none of those that the vendor documents",
            Self::EffectUnknown => "the vendor said no, but not whether something was done",
            Self::Unverified => "the answer is not proven to be the vendor's answer to this call",
            Self::VendorUnsure => "the vendor says that it does not know",
        }
    }
}

impl InDoubt {
    pub(crate) fn new(origin: Origin, reason: InDoubtReason) -> Self {
        Self(Box::new(InDoubtInner {
            origin,
            reason,
            status: None,
            code: None,
            message: None,
            body: None,
            malformed: None,
            transport: None,
        }))
    }

    pub(crate) fn with_transport(mut self, error: TransportError) -> Self {
        self.0.transport = Some(error);
        self
    }

    pub(crate) fn with_malformed(mut self, malformed: Option<Malformed>) -> Self {
        self.0.malformed = malformed;
        self
    }

    pub(crate) fn with_answer(mut self, status: u16, body: Option<Bytes>) -> Self {
        self.0.status = Some(status);
        self.0.body = body;
        self
    }

    pub(crate) fn with_words(mut self, code: Option<String>, message: Option<String>) -> Self {
        self.0.code = code;
        self.0.message = message;
        self
    }

    /// Why it is not known.
    pub fn reason(&self) -> InDoubtReason {
        self.0.reason
    }

    /// The operation of the same vendor that tells what became of a call. Where the spec says which values to ask with,
    /// the request has a method `told_by` that gives the question ready to be sent.
    pub fn told_by(&self) -> Option<&'static str> {
        self.0.origin.operation.told_by
    }

    /// The HTTP status, if an answer began to arrive.
    pub fn http_status(&self) -> Option<u16> {
        self.0.status
    }

    /// The vendor's code as text, if its answer had one; credentials of this client are struck out.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The vendor's own words, treated as in [`Rejected::message`](super::Rejected::message).
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The answer's bytes as they came, if there are any: for a person who has to find out what happened.
    /// They are the vendor's, may hold anything, and appear in no log and no `Debug` of this crate.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// What could not be read, for [`InDoubtReason::Unreadable`].
    pub fn malformed(&self) -> Option<&Malformed> {
        self.0.malformed.as_ref()
    }
}

impl fmt::Debug for InDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("InDoubt")
            .field("origin", &inner.origin)
            .field("reason", &inner.reason)
            .field("status", &inner.status)
            .field("code", &inner.code)
            .field("message", &inner.message)
            .field("body_bytes", &inner.body.as_ref().map(Bytes::len))
            .field("malformed", &inner.malformed)
            .field("transport", &inner.transport)
            .finish()
    }
}

impl fmt::Display for InDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: in doubt, it may have happened: {}", self.0.origin, self.0.reason.describe())?;
        if let Some(code) = &self.0.code {
            write!(f, ", code {}", code.escape_debug())?;
        }
        if let Some(status) = self.0.status {
            write!(f, " (HTTP {status})")?;
        }
        match (self.0.origin.safety(), self.told_by()) {
            (Safety::Once, Some(operation)) => write!(f, "; ask `{operation}` before trying again"),
            (Safety::Once, None) => f.write_str("; find out at the vendor before trying again"),
            (Safety::Read | Safety::Idempotent, _) => Ok(()),
        }
    }
}

impl std::error::Error for InDoubt {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match (&self.0.malformed, &self.0.transport) {
            (Some(malformed), _) => Some(malformed),
            (None, Some(transport)) => Some(transport),
            (None, None) => None,
        }
    }
}
