//! Own ids: which calls are tried again, with which id, and whom to ask what became of one.

use std::sync::Arc;

use generated_client::testing::Script;
use generated_client::{Date, Error, InDoubtReason, NotSentReason, TransportError};
use test_vendor::ways::{self, MessageState, OrderId, OrderState, Pay, Send};

use super::{client, lines};

const DONE: &str = r#"{"ok":true,"id":7}"#;

fn order() -> OrderId {
    OrderId::new("A-1").expect("an id")
}

fn pay() -> Pay {
    Pay::new(order(), "5".parse().expect("an amount"))
}

fn send() -> Send {
    Send::new("hello", day())
}

fn day() -> Date {
    Date::new(2026, 1, 2).expect("a day")
}

fn lost() -> TransportError {
    TransportError::in_doubt(InDoubtReason::Transport)
}

/// A client whose attempts end so, and a success after them.
fn after(fails: &[TransportError]) -> (Arc<Script>, ways::Client) {
    let script = Script::new();
    fails.iter().for_each(|fail| script.fail(fail.clone()));
    script.reply(200, DONE);
    let client = client(&script);
    (script, client)
}

fn bodies(script: &Script) -> Vec<String> {
    script.sent().iter().map(|r| String::from_utf8(r.body().to_vec()).expect("a text")).collect()
}

#[tokio::test]
async fn a_call_with_an_own_id_is_tried_again_with_the_same_id() {
    let (script, client) = after(&[lost(), lost()]);
    assert_eq!(client.pay(&pay()).await.expect("a payment").id, 7);
    assert_eq!(bodies(&script), [r#"{"account":"acme-1","order":"A-1","amount":5}"#; 3]);
    // What is still unclear after all attempts may be tried again by the caller, with this id.
    let (script, client) = after(&[lost(), lost(), lost()]);
    let error = client.pay(&pay()).await.expect_err("no answer");
    assert!(matches!(&error, Error::InDoubt(_)) && error.is_retryable(), "{error}");
    assert_eq!(lines(&script).len(), 3);
}

#[tokio::test]
async fn without_its_id_the_same_operation_is_never_repeated() {
    for (request, attempts) in [(send(), 1), (send().ref_(""), 1), (send().ref_("  "), 1), (send().ref_("r1"), 2)] {
        let (script, client) = after(&[lost()]);
        let result = client.send(&request).await;
        assert_eq!((result.is_ok(), lines(&script).len()), (attempts == 2, attempts), "{request:?}");
        if let Err(error) = result {
            assert!(matches!(&error, Error::InDoubt(_)) && !error.is_retryable(), "{error}");
        }
    }
}

#[tokio::test]
async fn what_was_refused_is_not_sent_again_where_the_id_is_used_up_then() {
    let refused = r#"{"ok":false,"error":"BUSY"}"#;
    // The vendor answers as before, and may do it now.
    let script = Script::new();
    script.reply(200, refused);
    script.reply(200, DONE);
    assert_eq!(client(&script).pay(&pay()).await.expect("a payment").id, 7);
    // The next answer would be about the id alone, and hide what the vendor said.
    let script = Script::new();
    script.reply(200, refused);
    let error = client(&script).send(&send().ref_("r1")).await.expect_err("a refusal");
    assert!(matches!(&error, Error::Rejected(_)), "{error}");
    assert_eq!(lines(&script).len(), 1);
}

#[tokio::test]
async fn a_refused_id_after_an_unclear_outcome_stays_in_doubt() {
    let script = Script::new();
    script.fail(lost());
    script.reply(200, r#"{"ok":false,"error":"SEEN"}"#);
    let error = client(&script).send(&send().ref_("r1")).await.expect_err("no answer");
    let Error::InDoubt(doubt) = &error else { panic!("the first attempt may have arrived: {error}") };
    assert_eq!((doubt.code(), doubt.told_by()), (Some("SEEN"), Some("message_state")));
    // At the first attempt it is what it says.
    let script = Script::new();
    script.reply(200, r#"{"ok":false,"error":"SEEN"}"#);
    let error = client(&script).send(&send().ref_("r1")).await.expect_err("a refusal");
    assert!(matches!(&error, Error::Rejected(_)), "{error}");
}

#[tokio::test]
async fn what_never_left_is_sent_again_too() {
    let (script, client) = after(&[TransportError::not_sent(NotSentReason::Refused)]);
    assert_eq!(client.pay(&pay()).await.expect("a payment").id, 7);
    assert_eq!(lines(&script).len(), 2);
}

#[tokio::test]
async fn the_question_is_made_of_the_calls_own_values() {
    assert_eq!(pay().told_by(), OrderState::new(order()));
    assert_eq!(send().told_by(), None);
    assert_eq!(send().ref_("r1").told_by(), Some(MessageState::new("r1").day(day())));
    let script = Script::new();
    script.reply(200, r#"{"ok":true,"state":"paid"}"#);
    client(&script).order_state(&pay().told_by()).await.expect("a state");
    assert_eq!(lines(&script), ["GET https://test.ways.example/api/order_state?order=A-1"]);
}
