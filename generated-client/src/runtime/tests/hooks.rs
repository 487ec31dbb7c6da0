//! What an application's own ledger gets to see.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::acme::{Config, Payment};
use super::{YES, pay_request};
use crate::runtime::error::{Error, InDoubtReason, NotSentReason};
use crate::runtime::hook::{Event, Hook, Outcome};
use crate::runtime::testing::Script;
use crate::runtime::transport::{BoxFuture, Outgoing, Received, Transport, TransportError};

#[derive(Default)]
struct Ledger {
    lines: Mutex<Vec<String>>,
    stop_at: u32,
}

impl Ledger {
    fn write(&self, line: String) {
        self.lines.lock().unwrap().push(line);
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

impl Hook for Ledger {
    fn on_sending(&self, event: &Event) -> ControlFlow<()> {
        self.write(format!("sending {} {}", event.operation(), event.attempt()));
        if event.attempt() == self.stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn on_sent(&self, event: &Event, status: Option<u16>) {
        self.write(format!("sent {} {status:?}", event.attempt()));
    }

    fn on_finished(&self, event: &Event, outcome: Outcome) {
        self.write(format!("finished {} {}", event.attempt(), outcome.as_str()));
    }
}

fn config(ledger: &Arc<Ledger>) -> Config {
    Config::new(super::credentials()).token("tMARKERt".into()).hook(ledger.clone())
}

#[tokio::test]
async fn every_attempt_is_announced_before_it_is_made() {
    let (ledger, script) = (Arc::new(Ledger::default()), Script::new());
    script.fail(TransportError::in_doubt(InDoubtReason::Transport));
    script.reply(200, r#"{"response":{"result":true,"data":{}}}"#);
    let client = config(&ledger).connect_with(script.clone()).unwrap();
    client.payment(&Payment::new("7")).await.unwrap();
    assert_eq!(
        ledger.lines(),
        ["sending payment 1", "sent 1 None", "sending payment 2", "sent 2 Some(200)", "finished 2 done"]
    );
}

#[tokio::test]
async fn a_hook_can_stop_a_call() {
    let (ledger, script) = (Arc::new(Ledger { stop_at: 1, ..Ledger::default() }), Script::new());
    script.reply(200, YES);
    let client = config(&ledger).connect_with(script.clone()).unwrap();
    let error = client.pay(&pay_request()).await.unwrap_err();
    assert!(matches!(&error, Error::NotSent(error) if error.reason() == NotSentReason::Stopped));
    assert!(script.sent().is_empty());
    assert_eq!(ledger.lines(), ["sending pay 1", "finished 1 not_sent"]);
}

#[tokio::test]
async fn an_invalid_call_is_finished_too() {
    let (ledger, script) = (Arc::new(Ledger::default()), Script::new());
    let client = config(&ledger).connect_with(script.clone()).unwrap();
    client.pay(&pay_request().note("longer than ten")).await.unwrap_err();
    assert_eq!(ledger.lines(), ["finished 0 invalid"]);
}

/// Never answers.
struct Silence;

impl Transport for Silence {
    fn send<'a>(&'a self, _: Outgoing) -> BoxFuture<'a, Result<Received, TransportError>> {
        Box::pin(std::future::pending())
    }

    fn sleep<'a>(&'a self, time: Duration) -> BoxFuture<'a, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

#[tokio::test]
async fn a_dropped_future_is_in_doubt() {
    let ledger = Arc::new(Ledger::default());
    let client = config(&ledger).connect_with(Arc::new(Silence)).unwrap();
    let request = pay_request();
    let call = client.pay(&request);
    assert!(tokio::time::timeout(Duration::from_millis(5), call).await.is_err());
    assert_eq!(ledger.lines(), ["sending pay 1", "finished 1 in_doubt"]);
}

#[tokio::test]
async fn a_transport_that_forgets_the_time_is_cut_off() {
    let ledger = Arc::new(Ledger::default());
    let config = config(&ledger).timeout(Duration::from_millis(20));
    let client = config.connect_with(Arc::new(Silence)).unwrap();
    let error = client.pay(&pay_request()).await.unwrap_err();
    assert!(matches!(&error, Error::InDoubt(doubt) if doubt.reason() == InDoubtReason::Timeout));
}
