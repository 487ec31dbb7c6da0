//! The way to the vendor and back, as a small trait: whoever implements it says of each failure whether
//! a byte may have left.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::error::{InDoubtReason, NotSentReason};

/// A boxed future, as the transport hands it out.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries a request to the vendor and brings the whole answer back.
///
/// What an implementation has to hold:
///
/// - One call of `send` puts the request on the wire **at most once**: no retries, no redirects.
/// - It is over within [`Outgoing::time_limit`], and reads at most [`Outgoing::max_reply_bytes`] of a body.
/// - Of a failure it says [`TransportError::not_sent`] only where no byte of the request can have left;
///   everything else is in doubt.
/// - An answer that was cut is a failure. A `content-encoding` that nobody asked for is left as it is.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request and reads the answer to its end.
    fn send<'a>(&'a self, request: Outgoing) -> BoxFuture<'a, Result<Received, TransportError>>;

    /// Returns after `time`. Used between attempts, and to end a call at its time limit.
    fn sleep<'a>(&'a self, time: Duration) -> BoxFuture<'a, ()>;

    /// The time, for limits and for the age of a token. Only tests have a reason to change it.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Do `send` and `sleep` block the thread instead of waiting? Then the engine never polls one beside
    /// the other, and the transport alone sees to the time limit.
    fn blocks(&self) -> bool {
        false
    }
}

/// The body of a request. More kinds (a stream) may come: a transport refuses as not sent what it does
/// not know.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Body {
    /// No body at all.
    #[default]
    Empty,
    /// All of it.
    Bytes(Bytes),
}

impl Body {
    /// The number of bytes, if it is known.
    pub fn len(&self) -> Option<usize> {
        match self {
            Self::Empty => Some(0),
            Self::Bytes(bytes) => Some(bytes.len()),
        }
    }

    /// Is it known to be empty?
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
        }
    }
}

/// A request on its way to the transport. `Debug` shows neither its address nor its headers and body.
pub struct Outgoing {
    request: http::Request<Body>,
    time_limit: Duration,
    max_reply_bytes: usize,
}

impl Outgoing {
    pub(crate) fn new(request: http::Request<Body>, time_limit: Duration, max_reply_bytes: usize) -> Self {
        Self { request, time_limit, max_reply_bytes }
    }

    /// The request. Its address and headers hold credentials.
    pub fn request(&self) -> &http::Request<Body> {
        &self.request
    }

    /// The request, by value.
    pub fn into_request(self) -> http::Request<Body> {
        self.request
    }

    /// What is left of the time for the whole call.
    pub fn time_limit(&self) -> Duration {
        self.time_limit
    }

    /// The largest body to read of the answer.
    pub fn max_reply_bytes(&self) -> usize {
        self.max_reply_bytes
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("method", self.request.method())
            .field("body", self.request.body())
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}

/// An answer as it came. `Debug` shows its status and size only.
#[derive(Clone)]
pub struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Received {
    /// An answer with all of its body.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into() }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("status", &self.status.as_u16())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why there is no answer. It has room for fixed texts only, so that no address and no value can get in.
#[derive(Clone, Debug)]
pub struct TransportError {
    delivery: Delivery,
    detail: Option<&'static str>,
    io: Option<std::io::ErrorKind>,
    status: Option<u16>,
}

/// How far the request can have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    NotSent(NotSentReason),
    InDoubt(InDoubtReason),
}

impl TransportError {
    /// No byte of the request can have reached the vendor.
    pub fn not_sent(reason: NotSentReason) -> Self {
        Self { delivery: Delivery::NotSent(reason), detail: None, io: None, status: None }
    }

    /// Some of the request may have reached the vendor.
    pub fn in_doubt(reason: InDoubtReason) -> Self {
        Self { delivery: Delivery::InDoubt(reason), detail: None, io: None, status: None }
    }

    /// Adds what is known of the cause.
    pub fn detail(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Adds the operating system's word for the cause.
    pub fn io(mut self, kind: std::io::ErrorKind) -> Self {
        self.io = Some(kind);
        self
    }

    /// Adds the status of an answer that had begun.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status.as_u16());
        self
    }

    pub(crate) fn delivery(&self) -> Delivery {
        self.delivery
    }

    #[cfg(any(test, feature = "test-util"))]
    pub(crate) fn is_timeout(&self) -> bool {
        use {InDoubtReason::Timeout, NotSentReason::ConnectTimeout};
        matches!(self.delivery, Delivery::InDoubt(Timeout) | Delivery::NotSent(ConnectTimeout))
    }

    pub(crate) fn http_status(&self) -> Option<u16> {
        self.status
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.detail.unwrap_or("the transport failed"))?;
        match self.io {
            Some(kind) => write!(f, " ({kind})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TransportError {}
