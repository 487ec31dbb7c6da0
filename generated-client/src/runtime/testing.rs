//! For the tests of applications: a transport that follows a script, and every error as a value.
//!
//! ```text
//! let script = Script::new();
//! script.reply(200, r#"{"response":{"result":true,"data":{"id":7}}}"#);
//! script.fail(TransportError::in_doubt(InDoubtReason::Timeout));
//! let client = vendor::Config::new(credentials).connect_with(script.clone())?;
//! ```

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::code::{Class, Code as _};
use super::error::{Accepted, Error, InDoubt, InDoubtReason, InvalidRequest, NotSent, NotSentReason, Rejected};
use super::invalid::Invalid;
use super::malformed::Malformed;
use super::operation::{Operation, Vendor};
use super::prepared;
use super::transport::{Body, BoxFuture, Outgoing, Received, Transport, TransportError};

type CodeOf<O> = <<O as Operation>::Vendor as Vendor>::Code;

/// A transport that answers from a script, one step for each request, and keeps what it was sent. Time is
/// its own: waits are over at once. It needs no async runtime.
pub struct Script {
    begin: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    steps: VecDeque<Result<Received, TransportError>>,
    sent: Vec<http::Request<Bytes>>,
    waits: Vec<Duration>,
    elapsed: Duration,
}

impl Script {
    /// An empty script. A request beyond its end is refused as not sent.
    pub fn new() -> Arc<Self> {
        Arc::new(Self { begin: Instant::now(), state: Mutex::default() })
    }

    /// The next request is answered so. A status that is none becomes 500.
    pub fn reply(&self, status: u16, body: impl Into<Bytes>) {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.receive(Received::new(status, HeaderMap::new(), body));
    }

    /// The same with a header.
    pub fn reply_with_header(&self, status: u16, name: &'static str, value: &'static str, body: impl Into<Bytes>) {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut headers = HeaderMap::new();
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
        self.receive(Received::new(status, headers, body));
    }

    /// The next request is answered with this.
    pub fn receive(&self, received: Received) {
        self.state().steps.push_back(Ok(received));
    }

    /// The next request fails so.
    pub fn fail(&self, error: TransportError) {
        self.state().steps.push_back(Err(error));
    }

    /// What was sent so far. Holds credentials.
    pub fn sent(&self) -> Vec<http::Request<Bytes>> {
        self.state().sent.clone()
    }

    /// The waits between attempts so far.
    pub fn waits(&self) -> Vec<Duration> {
        self.state().waits.clone()
    }

    /// Lets time pass.
    pub fn advance(&self, time: Duration) {
        self.state().elapsed += time;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Script {
    fn send<'a>(&'a self, request: Outgoing) -> BoxFuture<'a, Result<Received, TransportError>> {
        Box::pin(async move {
            let limit = request.time_limit();
            let mut state = self.state();
            state.sent.push(request.into_request().map(|body| match body {
                Body::Empty => Bytes::new(),
                Body::Bytes(bytes) => bytes,
            }));
            let step = state.steps.pop_front().unwrap_or_else(|| {
                Err(TransportError::not_sent(NotSentReason::Stopped).detail("the script has ended"))
            });
            if matches!(&step, Err(error) if error.is_timeout()) {
                state.elapsed += limit;
            }
            step
        })
    }

    fn sleep<'a>(&'a self, time: Duration) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let mut state = self.state();
            state.waits.push(time);
            state.elapsed += time;
        })
    }

    fn now(&self) -> Instant {
        self.begin + self.state().elapsed
    }

    // Its waits are over at once, so nothing may ever be raced against one.
    fn blocks(&self) -> bool {
        true
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Script")
            .field("steps", &state.steps.len())
            .field("sent", &state.sent.len())
            .finish_non_exhaustive()
    }
}

/// [`Error::Invalid`] of an operation.
pub fn invalid<O: Operation>(invalid: Invalid) -> Error<CodeOf<O>> {
    Error::Invalid(InvalidRequest::new(prepared::origin::<O::Vendor>(O::FACTS), invalid))
}

/// [`Error::NotSent`] of an operation.
pub fn not_sent<O: Operation>(reason: NotSentReason) -> Error<CodeOf<O>> {
    Error::NotSent(NotSent::new(prepared::origin::<O::Vendor>(O::FACTS), reason))
}

/// [`Error::Rejected`] of an operation, with the class of the code.
pub fn rejected<O: Operation>(code: CodeOf<O>, message: &str, status: u16) -> Error<CodeOf<O>> {
    let class = code.class();
    Error::Rejected(
        Rejected::new(prepared::origin::<O::Vendor>(O::FACTS), Some(code), class, status)
            .with_message(Some(message.to_owned())),
    )
}

/// [`Error::Rejected`] of an operation, without a code.
pub fn rejected_without_code<O: Operation>(class: Class, status: u16) -> Error<CodeOf<O>> {
    Error::Rejected(Rejected::new(prepared::origin::<O::Vendor>(O::FACTS), None, class, status))
}

/// [`Error::InDoubt`] of an operation.
pub fn in_doubt<O: Operation>(reason: InDoubtReason) -> Error<CodeOf<O>> {
    Error::InDoubt(InDoubt::new(prepared::origin::<O::Vendor>(O::FACTS), reason))
}

/// [`Error::Accepted`] of an operation, with the bytes of the answer.
pub fn accepted<O: Operation>(malformed: Malformed, status: u16, body: impl Into<Bytes>) -> Error<CodeOf<O>> {
    Error::Accepted(Accepted::new(prepared::origin::<O::Vendor>(O::FACTS), malformed, status, body.into()))
}
