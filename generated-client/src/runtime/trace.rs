//! Spans and events by `tracing`. Without that feature, nothing.
//!
//! What is recorded is on this page: vendor, operation, formats, status, outcome, duration, attempt. An
//! address, a header or a value never is.

use std::future::Future;
use std::time::Duration;

use super::code::Format;
use super::error::Origin;
use super::hook::Outcome;

/// Runs a call in a span of its own.
#[cfg(feature = "tracing")]
pub(crate) fn in_call<F: Future>(origin: Origin, call: u64, future: F) -> impl Future<Output = F::Output> {
    use tracing::Instrument as _;
    let span = tracing::info_span!(
        "vendor_call",
        vendor = origin.vendor.name,
        operation = origin.operation.name,
        safety = origin.safety().as_str(),
        call,
        request_format = tracing::field::Empty,
        reply_format = tracing::field::Empty,
        attempts = tracing::field::Empty,
        status = tracing::field::Empty,
        outcome = tracing::field::Empty,
        duration_ms = tracing::field::Empty,
    );
    future.instrument(span)
}

/// See above.
#[cfg(not(feature = "tracing"))]
pub(crate) fn in_call<F: Future>(_: Origin, _: u64, future: F) -> impl Future<Output = F::Output> {
    future
}

/// The formats of the call have been settled.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "nothing is recorded"))]
pub(crate) fn formats(request: Format, reply: Format) {
    #[cfg(feature = "tracing")]
    tracing::Span::current().record("request_format", request.as_str()).record("reply_format", reply.as_str());
}

/// An attempt is over.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "nothing is recorded"))]
pub(crate) fn attempt(attempt: u32, status: Option<u16>, outcome: Outcome, took: Duration) {
    #[cfg(feature = "tracing")]
    tracing::debug!(attempt, status, outcome = outcome.as_str(), duration_ms = milliseconds(took), "attempt");
}

/// The call is over.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "nothing is recorded"))]
pub(crate) fn finished(attempts: u32, status: Option<u16>, outcome: Outcome, took: Duration) {
    #[cfg(feature = "tracing")]
    {
        let span = tracing::Span::current();
        span.record("attempts", attempts).record("outcome", outcome.as_str()).record("duration_ms", milliseconds(took));
        if let Some(status) = status {
            span.record("status", status);
        }
    }
}

#[cfg(feature = "tracing")]
fn milliseconds(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
