//! What `tracing` and `log` get to see, of this crate and of those below it, at every level.
#![cfg(all(feature = "reqwest", feature = "tracing"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used)]

#[allow(unreachable_pub, reason = "shared by several tests")]
mod support;

use std::fmt::{Debug, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use support::acme::Payment;
use support::{Deed, Server, answer, config, nobody, pay_request};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Keeps everything as text.
struct Capture(AtomicU64);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

fn keep(line: Line) {
    LINES.lock().unwrap().push(line.0);
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(format!("span {}", span.metadata().name()));
        span.record(&mut line);
        keep(line);
        Id::from_u64(self.0.fetch_add(1, Ordering::SeqCst))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line("record".to_owned());
        values.record(&mut line);
        keep(line);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(format!("event {}", event.metadata().target()));
        event.record(&mut line);
        keep(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        keep(Line(format!("log {} {}", record.target(), record.args())));
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn no_trace_and_no_log_shows_a_secret() {
    tracing::subscriber::set_global_default(Capture(AtomicU64::new(1))).unwrap();
    log::set_logger(&Logger).unwrap();
    log::set_max_level(log::LevelFilter::Trace);

    let yes = r#"{"response":{"result":true,"data":{"id":7,"state":"paid"}}}"#;
    let echo = r#"{"response":{"result":false,"error":{"code":"kMARKERk","message":"tMARKERt"}}}"#;
    let location = "location: https://evil.example/kMARKERk\r\n";
    for deed in [
        Deed::Answer(answer("200 OK", "", yes)),
        Deed::Answer(answer("200 OK", "", echo)),
        Deed::Answer(answer("302 Found", location, "")),
        Deed::Answer(b"kMARKERk\r\n\r\n".to_vec()),
        Deed::ResetUnread,
        Deed::CloseAfterReading,
        Deed::Hang,
    ] {
        let server = Server::new(deed);
        let client = server.config().timeout(Duration::from_millis(300)).connect().unwrap();
        let _ = client.pay(&pay_request()).await;
        let _ = client.payment(&Payment::new("7")).await;
    }
    for base in [format!("http://{}", nobody()), format!("https://{}", nobody()), "https://x.invalid".to_owned()] {
        let client = config(&base).connect().unwrap();
        let _ = client.pay(&pay_request()).await;
    }

    let lines = LINES.lock().unwrap();
    assert!(lines.len() > 100, "only {} lines", lines.len());
    for due in [
        "span vendor_call vendor=\"acme\" operation=\"pay\"",
        "outcome=\"done\"",
        "outcome=\"in_doubt\"",
        "status=200",
        "attempt=1",
    ] {
        assert!(lines.iter().any(|line| line.contains(due)), "{due}");
    }
    for line in lines.iter() {
        for secret in ["marker", "4d41524b4552", "a01buktfums", "ae1buktfumg", "de1buktfunq", "evil", "/payments/7"] {
            assert!(!line.to_lowercase().contains(secret), "{line}");
        }
    }
}
