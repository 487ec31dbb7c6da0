//! Requests that hold the time and a nonce.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use ::generated_client::__private::v1 as rt;

use super::acme::{Acme, Client, Config, Payment};
use super::{YES, client, credentials, pay_request};
use crate::runtime::testing::Script;

/// Asks what was paid, under a nonce of its own.
struct Signed;

static FACTS: rt::OperationFacts =
    rt::OperationFacts { name: "signed", template: "/signed", tokens: &[], ..*<Payment as rt::Operation>::FACTS };

impl rt::Operation for Signed {
    type Vendor = Acme;
    type Reply = ();

    const FACTS: &'static rt::OperationFacts = &FACTS;

    fn write(&self, cx: &rt::Context<'_, Acme>, draft: &mut rt::Draft) -> Result<(), rt::Invalid> {
        draft.path.extend_from_slice(b"/signed");
        let text = format!("at={}&ms={}&{}&nonce={}", cx.now_epoch(), cx.now_epoch_millis(), cx.now(), cx.nonce());
        rt::write::url_encode(&mut draft.query, &text, rt::UrlEncoding::Rfc3986);
        Ok(())
    }

    fn read(&self, _: rt::Payload<'_>) -> Result<(), rt::Malformed> {
        Ok(())
    }
}

fn config() -> Config {
    let (ticks, nonces) = (AtomicU64::new(0), AtomicU64::new(0));
    Config::new(credentials())
        .clock(Arc::new(move || {
            let tick = ticks.fetch_add(1, Ordering::Relaxed);
            SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_340_467_250 + 1_000 * tick)
        }))
        .nonce(Arc::new(move || format!("n{}", nonces.fetch_add(1, Ordering::Relaxed))))
}

#[test]
fn injected_time_and_nonce_fix_the_bytes() {
    let request = config().prepare(&Signed).unwrap().into_http();
    assert_eq!(
        request.uri().query().unwrap(),
        "at%3D1795340467%26ms%3D1795340467250%262026-11-22T09%3A41%3A07.25%26nonce%3Dn0"
    );
}

#[test]
fn parts_name_their_boundary() {
    let mut draft = rt::Draft { content_type: Some("text/plain"), ..rt::Draft::default() };
    let mut parts = rt::Multipart::new();
    parts.text("a", "b").unwrap();
    draft.multipart(parts, "0af").unwrap();
    assert_eq!(draft.headers[0].1, "multipart/form-data; boundary=----0af");
    assert!(draft.content_type.is_none() && draft.body.ends_with(b"------0af--\r\n"));
}

#[tokio::test]
async fn each_attempt_has_its_own() {
    let script = Script::new();
    script.reply(503, "");
    script.reply(503, "");
    script.reply(200, YES);
    let client: Client = config().connect_with(script.clone()).unwrap();
    client.core.call(&Signed).await.unwrap();
    let sent = script.sent();
    let found: Vec<bool> = ["467%26ms|n0", "468%26ms|n1", "469%26ms|n2"]
        .iter()
        .zip(&sent)
        .map(|(due, request)| {
            let (time, nonce) = due.split_once('|').unwrap();
            let query = request.uri().query().unwrap();
            query.contains(time) && query.ends_with(nonce)
        })
        .collect();
    assert_eq!(found, [true, true, true]);
}

#[tokio::test]
async fn without_them_the_system_gives_both() {
    let script = Script::new();
    script.reply(200, YES);
    script.reply(200, YES);
    let client = client(&script);
    client.core.call(&Signed).await.unwrap();
    client.pay(&pay_request()).await.unwrap();
    let sent = script.sent();
    let (_, nonce) = sent[0].uri().query().unwrap().split_once("nonce%3D").unwrap();
    assert_eq!(nonce.len(), 32);
}
