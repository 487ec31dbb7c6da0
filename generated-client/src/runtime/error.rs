//! What became of a call that has no reply to hand over. Five outcomes, told apart by one question:
//! did it happen at the vendor?

use std::fmt;

use super::code::{Class, Code, Safety};
use super::operation::{OperationFacts, Repeated, VendorFacts};
use super::retry::{self, Fault};

mod answered;
mod in_doubt;
mod unsent;

pub(crate) use answered::effect_of;
pub use answered::{Accepted, OtherError, Rejected};
pub use in_doubt::{InDoubt, InDoubtReason};
pub(crate) use unsent::Source;
pub use unsent::{InvalidRequest, NotSent, NotSentReason};

/// Why a call has no reply. The match is exhaustive on purpose: these five are all there are.
///
/// | outcome | did it happen? | may it be tried again? |
/// |---|---|---|
/// | [`Invalid`](Error::Invalid) | no, nothing was sent | after mending the request |
/// | [`NotSent`](Error::NotSent) | no, the vendor saw nothing | see [`NotSent::reason`] |
/// | [`Rejected`](Error::Rejected) | no, the vendor said so | as its class says |
/// | [`InDoubt`](Error::InDoubt) | perhaps | only what may be repeated; else ask the vendor first |
/// | [`Accepted`](Error::Accepted) | **yes** | never |
///
/// No form of it (`Display`, `Debug`, the chain of sources) shows a credential, an address or a value
/// of the request.
#[derive(Clone, Debug)]
pub enum Error<C> {
    /// Refused here, before anything was sent. The caller's request or configuration has to change.
    Invalid(InvalidRequest),
    /// The request never reached the vendor.
    NotSent(NotSent),
    /// The vendor answered no.
    Rejected(Rejected<C>),
    /// The request may have arrived, and there is no usable answer.
    InDoubt(InDoubt),
    /// The vendor said yes, but the rest of its answer can't be read. **It happened.**
    Accepted(Accepted),
}

impl<C: Code> Error<C> {
    /// The operation's name in code.
    pub fn operation(&self) -> &'static str {
        self.origin().operation.name
    }

    /// The vendor's name in code.
    pub fn vendor(&self) -> &'static str {
        self.origin().vendor.name
    }

    /// The class of the vendor's refusal, if there is one; also of a token that the vendor refused.
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::NotSent(error) => error.class(),
            Self::Rejected(error) => Some(error.class()),
            Self::Invalid(_) | Self::InDoubt(_) | Self::Accepted(_) => None,
        }
    }

    /// The HTTP status of the vendor's last answer, if there was one.
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Rejected(error) => Some(error.http_status()),
            Self::InDoubt(error) => error.http_status(),
            Self::Accepted(error) => Some(error.http_status()),
            Self::Invalid(_) | Self::NotSent(_) => None,
        }
    }

    /// May the operation have taken effect at the vendor? True for [`InDoubt`](Error::InDoubt) and
    /// [`Accepted`](Error::Accepted), false for all others. What only reads has no effect to speak of,
    /// but is answered in the same way.
    pub fn may_have_happened(&self) -> bool {
        matches!(self, Self::InDoubt(_) | Self::Accepted(_))
    }

    /// May the same call be made again, unchanged, **without doing it twice**, and might that help?
    /// The answer knows whether the operation may be repeated. The client has used up its own attempts
    /// when it hands an error over, so leave some time before the next.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Invalid(_) | Self::Accepted(_) => false,
            Self::NotSent(error) => error.0.passes_with_time,
            Self::Rejected(error) => {
                error.class().passes_with_time() || error.0.origin.may_repeat(Fault::Rejected(error.class()))
            }
            Self::InDoubt(error) => error.0.origin.may_repeat(Fault::InDoubt(error.reason(), error.http_status())),
        }
    }

    pub(crate) fn origin(&self) -> Origin {
        match self {
            Self::Invalid(error) => error.0.origin,
            Self::NotSent(error) => error.0.origin,
            Self::Rejected(error) => error.0.origin,
            Self::InDoubt(error) => error.0.origin,
            Self::Accepted(error) => error.0.origin,
        }
    }
}

impl<C: Code> fmt::Display for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::NotSent(error) => error.fmt(f),
            Self::Rejected(error) => error.fmt(f),
            Self::InDoubt(error) => error.fmt(f),
            Self::Accepted(error) => error.fmt(f),
        }
    }
}

impl<C: Code> std::error::Error for Error<C> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(error) => error.source(),
            Self::NotSent(error) => error.source(),
            Self::Rejected(error) => error.source(),
            Self::InDoubt(error) => error.source(),
            Self::Accepted(error) => error.source(),
        }
    }
}

/// Where an error comes from.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) vendor: &'static VendorFacts,
    pub(crate) operation: &'static OperationFacts,
    /// The request has an own id by which the vendor knows it again.
    pub(crate) is_keyed: bool,
}

impl Origin {
    /// Whether this very call may be repeated.
    pub(crate) fn safety(self) -> Safety {
        match self.operation.safety {
            Safety::Once if self.is_keyed && self.operation.key.is_some() => Safety::Idempotent,
            safety => safety,
        }
    }

    /// Might a repetition help, and is it harmless?
    pub(crate) fn may_repeat(self, fault: Fault) -> bool {
        retry::may_repeat(self.safety(), fault) && !self.is_used_up(fault)
    }

    /// Whether the refusal has used up the own id, so that the next answer would be about the id alone.
    pub(crate) fn is_used_up(self, fault: Fault) -> bool {
        let refuses = self.is_keyed && self.operation.key == Some(Repeated::Refuses);
        refuses && self.operation.safety == Safety::Once && matches!(fault, Fault::Rejected(_))
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.vendor.name, self.operation.name)
    }
}
