//! Outcomes, repetitions and limits of whole calls.

use std::sync::Arc;
use std::time::Duration;

use super::acme::{Code, Config, Credentials, Pay, Payment, pay};
use super::{YES, client, pay_request};
use crate::runtime::code::{Class, Format};
use crate::runtime::error::{Error, InDoubtReason, NotSentReason};
use crate::runtime::testing::Script;
use crate::runtime::transport::TransportError;

const NO: &str = r#"{"response":{"result":false,"error":{"code":"96","message":"Invalid request parameters."}}}"#;

fn no(code: &str) -> String {
    NO.replace("96", code)
}

#[tokio::test]
async fn yes_is_a_reply() {
    let script = Script::new();
    script.reply(200, YES);
    let reply = client(&script).pay(&pay_request()).await.unwrap();
    assert_eq!(reply.id, 7);
    let sent = script.sent();
    assert_eq!(sent[0].uri(), "https://api.acme.example/v1/pay/json");
    assert_eq!(sent[0].headers()["content-type"], "application/json");
    assert_eq!(sent[0].body(), r#"{"auth":{"key":"kMARKERk","hash":"hMARKERh"},"user_id":42,"credit":5}"#);
}

#[tokio::test]
async fn xml_is_asked_for_and_read() {
    let script = Script::new();
    script.reply(200, "<response><result>1</result><data><id>7</id></data></response>");
    let reply = client(&script).with(|options| options.format(Format::Xml)).pay(&pay_request()).await.unwrap();
    assert_eq!(reply.id, 7);
    assert_eq!(script.sent()[0].uri().path(), "/v1/pay/xml");
    assert_eq!(script.sent()[0].headers()["accept"], "application/xml");
}

#[tokio::test]
async fn no_is_typed() {
    let script = Script::new();
    script.reply(200, NO);
    let error = client(&script).pay(&pay_request()).await.unwrap_err();
    let Error::Rejected(rejected) = &error else { panic!("{error:?}") };
    assert_eq!(rejected.code(), Some(&Code::InvalidParameters));
    assert_eq!(rejected.class(), Class::InvalidField);
    assert_eq!(rejected.message(), Some("Invalid request parameters."));
    assert_eq!(rejected.http_status(), 200);
    assert!(!error.may_have_happened() && !error.is_retryable());
    assert_eq!(
        error.to_string(),
        "acme.pay: rejected by the vendor: invalid_field, code 96, \"Invalid request parameters.\" (HTTP 200)"
    );
}

#[tokio::test]
async fn yes_with_an_unreadable_rest_happened() {
    for body in [
        r#"{"response":{"result":true,"data":{"id":"seven"}}}"#,
        r#"{"response":{"result":true,"data":{}}}"#,
        r#"{"response":{"result":true}}"#,
        r#"{"response":{"result":true,"data":[1]}}"#,
    ] {
        let script = Script::new();
        script.reply(200, body);
        let error = client(&script).pay(&pay_request()).await.unwrap_err();
        let Error::Accepted(accepted) = &error else { panic!("{body}: {error:?}") };
        assert_eq!(accepted.body(), body);
        assert!(error.may_have_happened() && !error.is_retryable());
        assert_eq!(script.sent().len(), 1);
    }
}

/// What is neither yes nor no is never taken for one of them, and `once` is never sent twice.
#[tokio::test]
async fn anything_else_is_in_doubt_and_sent_once() {
    use InDoubtReason as R;
    for (status, body, due) in [
        (200, "", R::Unreadable),
        (200, "<html>maintenance</html>", R::Unreadable),
        (200, r#"{"response":{"result":true,"data":{"id":7}}"#, R::Unreadable),
        (200, r#"{"response":{"result":true,"data":{"id":7}}} x"#, R::Unreadable),
        (206, YES, R::Unreadable),
        (200, "{}", R::NoArm),
        (200, "[]", R::NoArm),
        (200, "null", R::NoArm),
        (200, r#"{"response":{"data":{"id":7}}}"#, R::NoArm),
        (200, r#"{"response":{"result":null,"data":{"id":7}}}"#, R::NoArm),
        (200, r#"{"response":{"result":"maybe","data":{"id":7}}}"#, R::NoArm),
        (200, r#"{"response":{"result":2,"data":{"id":7}}}"#, R::NoArm),
        (200, r#"{"response":{"result":{"a":true},"data":{"id":7}}}"#, R::NoArm),
        (200, r#"{"response":{"result":[true],"data":{"id":7}}}"#, R::NoArm),
        (404, YES, R::NoArm),
        (500, YES, R::NoArm),
        (503, YES, R::NoArm),
        (500, "oops", R::Unreadable),
        (502, "<html></html>", R::Unreadable),
        (301, YES, R::Redirect),
        (302, "", R::Redirect),
        (307, "", R::Redirect),
        (308, "", R::Redirect),
        (304, "", R::Redirect),
    ] {
        let script = Script::new();
        script.reply(status, body);
        script.reply(200, YES);
        let client = client(&script).with(|options| options.attempts(9).retry_unsent(true));
        let error = client.pay(&pay_request()).await.unwrap_err();
        let Error::InDoubt(doubt) = &error else { panic!("{status} {body}: {error:?}") };
        assert_eq!(doubt.reason(), due, "{status} {body}");
        assert_eq!(doubt.told_by(), Some("payment"));
        assert_eq!(doubt.http_status(), Some(status));
        assert!(error.may_have_happened() && !error.is_retryable());
        assert_eq!(script.sent().len(), 1, "{status} {body}");
    }
}

#[tokio::test]
async fn two_marks_are_no_answer() {
    let script = Script::new();
    let twice = "<response><result>1</result><result>0</result><data><id>7</id></data></response>";
    script.reply(200, twice);
    script.reply(200, r#"{"response":{"result":true,"result":false,"data":{"id":7}}}"#);
    let client = client(&script);
    let error = client.with(|options| options.format(Format::Xml)).pay(&pay_request()).await.unwrap_err();
    assert!(matches!(&error, Error::InDoubt(doubt) if doubt.reason() == InDoubtReason::Unreadable), "{error:?}");
    let error = client.pay(&pay_request()).await.unwrap_err();
    assert!(matches!(&error, Error::InDoubt(doubt) if doubt.reason() == InDoubtReason::Unreadable), "{error:?}");
}

#[tokio::test]
async fn a_code_that_leaves_the_effect_open_is_in_doubt() {
    for (status, body) in [(200, no("500")), (500, no("4711")), (503, NO.replace(r#""code":"96","#, ""))] {
        let script = Script::new();
        script.reply(status, body);
        let error = client(&script).pay(&pay_request()).await.unwrap_err();
        assert!(matches!(&error, Error::InDoubt(doubt) if doubt.reason() == InDoubtReason::EffectUnknown), "{error:?}");
        assert_eq!(script.sent().len(), 1);
    }
    // A documented code is believed whatever the status.
    let script = Script::new();
    script.reply(500, NO);
    let error = client(&script).pay(&pay_request()).await.unwrap_err();
    assert!(matches!(error, Error::Rejected(_)));
}

#[tokio::test]
async fn a_status_alone_is_believed_where_the_page_says_so() {
    let script = Script::new();
    script.reply(401, "<html>who are you?</html>");
    let error = client(&script).pay(&pay_request()).await.unwrap_err();
    assert_eq!(error.class(), Some(Class::Credentials));
    let script = Script::new();
    script.reply(403, "<html>blocked</html>");
    let error = client(&script).pay(&pay_request()).await.unwrap_err();
    assert!(matches!(error, Error::InDoubt(_)));
}

#[tokio::test]
async fn an_encoding_that_nobody_asked_for_is_not_read() {
    let script = Script::new();
    script.reply_with_header(200, "content-encoding", "gzip", YES);
    let error = client(&script).pay(&pay_request()).await.unwrap_err();
    assert!(matches!(&error, Error::InDoubt(doubt) if doubt.reason() == InDoubtReason::Unreadable));
}

#[tokio::test]
async fn once_is_repeated_after_a_refused_connection_only_if_switched_on() {
    let refused = || TransportError::not_sent(NotSentReason::Refused);
    let script = Script::new();
    script.fail(refused());
    let error = client(&script).pay(&pay_request()).await.unwrap_err();
    assert!(matches!(&error, Error::NotSent(error) if error.reason() == NotSentReason::Refused));
    assert!(!error.may_have_happened() && error.is_retryable());
    assert_eq!(script.sent().len(), 1);

    let script = Script::new();
    script.fail(refused());
    script.reply(200, YES);
    client(&script).with(|options| options.retry_unsent(true)).pay(&pay_request()).await.unwrap();
    assert_eq!(script.sent().len(), 2);

    for reason in [NotSentReason::ConnectTimeout, NotSentReason::Tls, NotSentReason::Connect, NotSentReason::Address] {
        let script = Script::new();
        script.fail(TransportError::not_sent(reason));
        let client = client(&script).with(|options| options.retry_unsent(true).timeout(Duration::from_secs(600)));
        client.pay(&pay_request()).await.unwrap_err();
        assert_eq!(script.sent().len(), 1, "{reason:?}");
    }
}

fn reader(script: &Arc<Script>) -> super::acme::Client {
    Config::new(super::credentials()).token("tMARKERt".into()).connect_with(script.clone()).unwrap()
}

#[tokio::test]
async fn a_read_has_three_attempts() {
    let script = Script::new();
    script.fail(TransportError::in_doubt(InDoubtReason::Transport));
    script.reply(429, NO.replace("96", "429"));
    script.reply(200, r#"{"response":{"result":true,"data":{"state":"paid"}}}"#);
    let reply = reader(&script).payment(&Payment::new("a b")).await.unwrap();
    assert_eq!(reply.state.as_deref(), Some("paid"));
    assert_eq!(script.sent().len(), 3);
    assert_eq!(script.waits().len(), 2);
    assert_eq!(script.sent()[2].uri().path(), "/v1/kMARKERk/payments/a%20b");
    assert_eq!(script.sent()[2].headers()["authorization"], "Bearer tMARKERt");
    assert!(script.sent()[2].headers()["x-acme-hash"].is_sensitive());

    let script = Script::new();
    for _ in 0..9 {
        script.fail(TransportError::in_doubt(InDoubtReason::Transport));
    }
    let error = reader(&script).payment(&Payment::new("7")).await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(script.sent().len(), 3);
}

#[tokio::test]
async fn one_deadline_lies_over_all_attempts() {
    let script = Script::new();
    for _ in 0..9 {
        script.reply_with_header(503, "retry-after", "20", NO.replace("96", "429"));
    }
    let client = reader(&script).with(|options| options.attempts(9).timeout(Duration::from_secs(50)));
    client.payment(&Payment::new("7")).await.unwrap_err();
    assert_eq!(script.sent().len(), 3, "a third wait of 20 seconds does not fit into 50");

    let script = Script::new();
    script.fail(TransportError::in_doubt(InDoubtReason::Timeout));
    let error = reader(&script).payment(&Payment::new("7")).await.unwrap_err();
    assert!(matches!(&error, Error::InDoubt(doubt) if doubt.reason() == InDoubtReason::Timeout));
    assert_eq!(script.sent().len(), 1, "the time is over");
}

#[tokio::test]
async fn what_is_invalid_is_never_sent() {
    let script = Script::new();
    let note = "MARKER is too long";
    let error = client(&script).pay(&pay_request().note(note)).await.unwrap_err();
    let Error::Invalid(invalid) = &error else { panic!("{error:?}") };
    assert_eq!(invalid.invalid().field(), "note");
    assert_eq!(error.to_string(), "acme.pay: invalid, nothing was sent: note: at most 10 characters (page: \"note\")");
    assert!(!error.may_have_happened() && !error.is_retryable());
    for id in ["", ".", "..", "a/b", "a\\b", "a\nb"] {
        let error = reader(&script).payment(&Payment::new(id)).await.unwrap_err();
        assert!(matches!(&error, Error::Invalid(error) if error.invalid().field() == "id"), "{error:?}");
    }
    assert!(script.sent().is_empty());
}

#[test]
fn credentials_are_checked_before_there_is_a_client() {
    for bad in ["", " ", "\t\n", " MARKER", "MARKER\n", "MAR\u{0}KER", "MAR\rKER"] {
        for field in ["key", "hash"] {
            let mut credentials = super::credentials();
            *(if field == "key" { &mut credentials.key } else { &mut credentials.hash }) = bad.into();
            let config = Config::new(credentials);
            let error = config.clone().connect_with(Script::new()).unwrap_err();
            assert_eq!(error.field(), format!("credentials.{field}"));
            assert!(!format!("{error:?} {error}").contains("MAR"));
            let error = config.prepare(&Pay::new(pay::Required { user_id: 1, credit: 1 })).unwrap_err();
            assert_eq!(error.invalid().field(), format!("credentials.{field}"));
        }
    }
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let config = || Config::new(super::credentials());
    let field = |config: Config| config.connect_with(Script::new()).unwrap_err().field();
    assert_eq!(field(config().timeout(Duration::ZERO)), "timeout");
    assert_eq!(field(config().attempts(0)), "attempts");
    assert_eq!(field(config().max_reply_bytes(0)), "max_reply_bytes");
    assert_eq!(field(config().connect_timeout(Duration::ZERO)), "connect_timeout");
    assert_eq!(field(config().base_url("http://acme.example").unwrap()), "base_url");
    assert!(config().base_url("https://MARKER@acme.example").is_err());
    assert!(config().base_url("http://acme.example").unwrap().allow_plain_http().connect_with(Script::new()).is_ok());
    assert!(config().timeout(Duration::MAX).connect_with(Script::new()).is_ok());
    for (name, value) in
        [("host", "x"), ("Content-Length", "1"), ("x y", "1"), ("x", "a\r\nb"), ("x", "a\0"), ("x", "ş")]
    {
        assert_eq!(config().header(name, value).unwrap_err().field(), "header", "{name}");
    }
    assert_eq!(config().user_agent("a\nb").unwrap_err().field(), "user_agent");
}

#[test]
fn extra_headers_never_win_over_ours() {
    let config = Config::new(super::credentials()).token("tMARKERt".into());
    let config = config.header("Authorization", "mine").unwrap().header("X-Acme-Hash", "mine").unwrap();
    let config = config.header("x-trace", "1").unwrap().user_agent("shop/1").unwrap();
    let config = config.base_url("http://127.0.0.1:9/prefix/").unwrap();
    let prepared = config.prepare(&Payment::new("7")).unwrap();
    assert_eq!(format!("{prepared:?}"), "Prepared(GET /v1/{key}/payments/{id})");
    let request = prepared.into_http();
    assert_eq!(request.headers().get_all("authorization").iter().collect::<Vec<_>>(), ["Bearer tMARKERt"]);
    assert_eq!(request.headers().get_all("x-acme-hash").iter().collect::<Vec<_>>(), ["hMARKERh"]);
    assert_eq!(request.headers()["x-trace"], "1");
    assert_eq!(request.headers()["user-agent"], "shop/1");
    assert_eq!(request.uri(), "http://127.0.0.1:9/prefix/v1/kMARKERk/payments/7");
}

#[test]
fn the_core_needs_no_client() {
    let config = Config::new(Credentials { ..super::credentials() });
    let request = pay_request();
    let http = config.prepare(&request).unwrap().into_http();
    assert_eq!(http.method(), "POST");
    let received = |body: &'static str| {
        crate::runtime::transport::Received::new(http::StatusCode::OK, http::HeaderMap::new(), body)
    };
    assert_eq!(config.decode(&request, &received(YES)).unwrap().id, 7);
    assert!(matches!(config.decode(&request, &received(NO)), Err(Error::Rejected(_))));
    assert!(matches!(config.decode(&request, &received("")), Err(Error::InDoubt(_))));
    let error = config.prepare(&Payment::new("7")).unwrap_err();
    assert_eq!(error.invalid().field(), "token");
}

#[test]
fn no_runtime_is_needed() {
    let script = Script::new();
    script.reply(200, YES);
    let (client, request) = (client(&script), pay_request());
    let mut call = std::pin::pin!(client.pay(&request));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(reply) = call.as_mut().poll(&mut context) else { panic!("it waits") };
    assert_eq!(reply.unwrap().id, 7);
}

#[test]
fn clients_and_calls_move_between_threads() {
    fn moves<T: Send>(_: &T) {}
    fn is_shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    let client = client(&Script::new());
    is_shared(&client);
    let request = pay_request();
    moves(&client.pay(&request));
    moves(&client.payment(&Payment::new("7")));
}

/// An earlier attempt that may have arrived is not undone by what a later one hears.
#[tokio::test]
async fn doubt_stays() {
    use crate::runtime::testing;
    let earlier = || match testing::in_doubt::<Pay>(InDoubtReason::Timeout) {
        Error::InDoubt(error) => error,
        other => panic!("{other:?}"),
    };
    let origin = testing::not_sent::<Pay>(NotSentReason::Refused).origin();
    for latest in
        [testing::not_sent::<Pay>(NotSentReason::Refused), testing::rejected::<Pay>(Code::NotEnoughBalance, "no", 200)]
    {
        let settled = crate::runtime::client::settle(origin, Some(earlier()), latest);
        assert!(matches!(&settled, Error::InDoubt(doubt) if doubt.reason() == InDoubtReason::Timeout));
    }
    let settled = crate::runtime::client::settle(
        origin,
        Some(earlier()),
        testing::rejected::<Pay>(Code::NotEnoughBalance, "no", 200),
    );
    let Error::InDoubt(doubt) = settled else { panic!() };
    assert_eq!((doubt.code(), doubt.message()), (Some("402"), Some("no")));
    let read = testing::not_sent::<Payment>(NotSentReason::Refused);
    let settled = crate::runtime::client::settle(read.origin(), Some(earlier()), read);
    assert!(matches!(settled, Error::NotSent(_)));
}
