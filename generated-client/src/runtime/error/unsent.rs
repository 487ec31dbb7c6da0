//! The two outcomes in which the vendor saw nothing.

use std::fmt;
use std::sync::Arc;

use super::Origin;
use crate::runtime::code::Class;
use crate::runtime::invalid::Invalid;
use crate::runtime::transport::TransportError;

/// The request was refused here: nothing was sent, nothing happened.
///
/// Trying again is safe and pointless until the request is mended. The error names the field, the rule
/// and its place on the vendor's page; it never holds the value.
#[derive(Clone, Debug)]
pub struct InvalidRequest(pub(super) Box<InvalidInner>);

#[derive(Clone, Debug)]
pub(super) struct InvalidInner {
    pub(super) origin: Origin,
    invalid: Invalid,
}

impl InvalidRequest {
    pub(crate) fn new(origin: Origin, invalid: Invalid) -> Self {
        Self(Box::new(InvalidInner { origin, invalid }))
    }

    /// The field, the rule, and the place on the page.
    pub fn invalid(&self) -> &Invalid {
        &self.0.invalid
    }

    /// The same, by value.
    pub fn into_invalid(self) -> Invalid {
        self.0.invalid
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The field is what this error is about, so it stands in the line itself, and there is no source.
        write!(f, "{}: invalid, nothing was sent: {}", self.0.origin, self.0.invalid)
    }
}

impl std::error::Error for InvalidRequest {}

/// The request never reached the vendor: nothing happened.
///
/// [`reason`](NotSent::reason) says whether trying again may help.
#[derive(Clone, Debug)]
pub struct NotSent(pub(super) Box<NotSentInner>);

#[derive(Clone, Debug)]
pub(super) struct NotSentInner {
    pub(super) origin: Origin,
    reason: NotSentReason,
    pub(super) passes_with_time: bool,
    class: Option<Class>,
    source: Option<Source>,
}

/// A cause that several callers share, and that is one of our own types.
pub(crate) type Source = Arc<dyn std::error::Error + Send + Sync>;

/// Why the vendor saw nothing of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotSentReason {
    /// The connection was refused. Try again later.
    Refused,
    /// No connection within the time limit. Try again later.
    ConnectTimeout,
    /// The connection failed in another way: a network out of reach, a proxy that says no. Try again later.
    Connect,
    /// No TLS session: a certificate that is not trusted, has expired, or is another host's. Trying again
    /// does not help, and neither does switching the check off.
    Tls,
    /// The server's name has no address, or the address can't be used. Look at the network and at `base_url`.
    Address,
    /// No token could be had. The source says why, and [`NotSent::class`] what the vendor said.
    Token,
    /// The application's own hook said stop.
    Stopped,
    /// The time limit of the whole call had passed before anything was sent.
    Deadline,
}

impl NotSentReason {
    /// Might the same call go through later, without a change?
    pub const fn passes_with_time(self) -> bool {
        matches!(self, Self::Refused | Self::ConnectTimeout | Self::Connect | Self::Deadline)
    }

    const fn describe(self) -> &'static str {
        match self {
            Self::Refused => "the connection was refused",
            Self::ConnectTimeout => "no connection within the time limit",
            Self::Connect => "no connection",
            Self::Tls => "no trusted TLS session",
            Self::Address => "the server's address can't be used",
            Self::Token => "no token could be had",
            Self::Stopped => "the application's hook stopped it",
            Self::Deadline => "the time limit had passed",
        }
    }
}

impl NotSent {
    pub(crate) fn new(origin: Origin, reason: NotSentReason) -> Self {
        Self(Box::new(NotSentInner {
            origin,
            reason,
            passes_with_time: reason.passes_with_time(),
            class: None,
            source: None,
        }))
    }

    pub(crate) fn with_transport(mut self, error: TransportError) -> Self {
        self.0.source = Some(Arc::new(error));
        self
    }

    /// The token could not be had, for a reason that other callers share.
    pub(crate) fn for_want_of_a_token(
        origin: Origin,
        class: Option<Class>,
        passes_with_time: bool,
        source: Source,
    ) -> Self {
        let mut error = Self::new(origin, NotSentReason::Token);
        error.0.class = class;
        error.0.passes_with_time = passes_with_time;
        error.0.source = Some(source);
        error
    }

    /// Why it was not sent.
    pub fn reason(&self) -> NotSentReason {
        self.0.reason
    }

    /// For [`NotSentReason::Token`]: the class of the vendor's refusal to give one, if it gave an answer.
    pub fn class(&self) -> Option<Class> {
        self.0.class
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: not sent: {}", self.0.origin, self.0.reason.describe())
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
