//! What became of a call that has no reply to hand over. Five outcomes, told apart by one question:
//! did it happen at the vendor?

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::code::{Class, Code, Effect, Safety};
use super::invalid::Invalid;
use super::malformed::Malformed;
use super::operation::{OperationFacts, VendorFacts};
use super::retry::{self, Fault};
use super::transport::TransportError;

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
                error.class().passes_with_time()
                    || retry::may_repeat(
                        error.0.origin.operation.safety,
                        Fault::Rejected(error.class()),
                    )
            }
            Self::InDoubt(error) => retry::may_repeat(
                error.0.origin.operation.safety,
                Fault::InDoubt(error.reason(), error.http_status()),
            ),
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

/// The request was refused here: nothing was sent, nothing happened.
///
/// Trying again is safe and pointless until the request is mended. The error names the field, the rule
/// and its place on the vendor's page; it never holds the value.
#[derive(Clone, Debug)]
pub struct InvalidRequest(Box<InvalidInner>);

#[derive(Clone, Debug)]
struct InvalidInner {
    origin: Origin,
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
        write!(
            f,
            "{}: invalid, nothing was sent: {}",
            self.0.origin, self.0.invalid
        )
    }
}

impl std::error::Error for InvalidRequest {}

/// The request never reached the vendor: nothing happened.
///
/// [`reason`](NotSent::reason) says whether trying again may help.
#[derive(Clone, Debug)]
pub struct NotSent(Box<NotSentInner>);

#[derive(Clone, Debug)]
struct NotSentInner {
    origin: Origin,
    reason: NotSentReason,
    passes_with_time: bool,
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
        matches!(
            self,
            Self::Refused | Self::ConnectTimeout | Self::Connect | Self::Deadline
        )
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
        write!(
            f,
            "{}: not sent: {}",
            self.0.origin,
            self.0.reason.describe()
        )
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The vendor answered no: by its own rules, nothing happened.
///
/// Whether trying again helps is a matter of [`class`](Rejected::class). A refusal whose code leaves open
/// whether something was done is never this but [`InDoubt`].
#[derive(Clone, Debug)]
pub struct Rejected<C>(Box<RejectedInner<C>>);

#[derive(Clone, Debug)]
struct RejectedInner<C> {
    origin: Origin,
    code: Option<C>,
    class: Class,
    message: Option<String>,
    status: u16,
    retry_after: Option<Duration>,
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
        }))
    }

    pub(crate) fn with_message(mut self, message: Option<String>) -> Self {
        self.0.message = message;
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
        write!(
            f,
            "{}: rejected by the vendor: {}",
            self.0.origin, self.0.class
        )?;
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

/// The request may have arrived, and there is no usable answer: **it may have happened**.
///
/// What may be repeated (`read`, `idempotent`) has been repeated by the client, within its limits. For all
/// else, ask before trying again: [`told_by`](InDoubt::told_by) names the operation that knows, if the
/// vendor has one.
///
/// A future that is dropped while its request is under way belongs here too, although nobody is left to
/// get this error: the hook is told.
#[derive(Clone)]
pub struct InDoubt(Box<InDoubtInner>);

#[derive(Clone)]
struct InDoubtInner {
    origin: Origin,
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

    /// The operation of the same vendor that tells what became of a call.
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

    /// The vendor's own words, treated as in [`Rejected::message`].
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
        write!(
            f,
            "{}: in doubt, it may have happened: {}",
            self.0.origin,
            self.0.reason.describe()
        )?;
        if let Some(code) = &self.0.code {
            write!(f, ", code {}", code.escape_debug())?;
        }
        if let Some(status) = self.0.status {
            write!(f, " (HTTP {status})")?;
        }
        match (self.0.origin.operation.safety, self.told_by()) {
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

/// The vendor said yes, but the rest of its answer can't be read: **it happened**.
///
/// Never try again. What is missing (the number of the order, say) may be in [`body`](Accepted::body), or
/// can be asked for.
#[derive(Clone)]
pub struct Accepted(Box<AcceptedInner>);

#[derive(Clone)]
struct AcceptedInner {
    origin: Origin,
    malformed: Malformed,
    status: u16,
    body: Bytes,
}

impl Accepted {
    pub(crate) fn new(origin: Origin, malformed: Malformed, status: u16, body: Bytes) -> Self {
        Self(Box::new(AcceptedInner {
            origin,
            malformed,
            status,
            body,
        }))
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

    /// The answer's bytes as they came. See [`InDoubt::body`].
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

/// What a refusal says about the effect. An undocumented code is believed only where the status does not
/// speak of a failure on the way or behind the vendor's front.
pub(crate) fn effect_of<C: Code>(code: Option<&C>, status: u16) -> Effect {
    let status_is_unclear = status == 408 || (500..=599).contains(&status);
    match code {
        Some(code) if code.is_known() => code.effect(),
        _ if status_is_unclear => Effect::Unknown,
        Some(code) => code.effect(),
        None => Effect::None,
    }
}
