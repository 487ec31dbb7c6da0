//! Tokens are obtained once, kept, and renewed once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use super::acme::{Client, Config, Payment};
use crate::runtime::code::Class;
use crate::runtime::error::{Error, InDoubtReason, NotSentReason};
use crate::runtime::store::{MemoryStore, StoreError, StoredToken, TokenStore};
use crate::runtime::testing::Script;
use crate::runtime::transport::{BoxFuture, Outgoing, Received, Transport, TransportError};

const PAID: &str = r#"{"response":{"result":true,"data":{"state":"paid"}}}"#;
const DENIED: &str = r#"{"response":{"result":false,"error":{"code":"401"}}}"#;

fn token(name: &str, seconds: u32) -> String {
    format!(r#"{{"response":{{"result":true,"data":{{"token":"{name}","seconds":{seconds}}}}}}}"#)
}

fn client(script: &Arc<Script>) -> Client {
    Config::new(super::credentials()).connect_with(script.clone()).unwrap()
}

fn tokens_of(script: &Script) -> Vec<String> {
    let bearer = |request: &http::Request<_>| match request.headers().get("authorization") {
        Some(value) => value.to_str().unwrap().trim_start_matches("Bearer ").to_owned(),
        None => request.uri().path().to_owned(),
    };
    script.sent().iter().map(bearer).collect()
}

#[tokio::test]
async fn a_token_is_kept_until_it_ends() {
    let script = Script::new();
    for body in [&token("t1", 3600), PAID, PAID, &token("t2", 3600), PAID] {
        script.reply(200, body.to_owned());
    }
    let client = client(&script);
    client.payment(&Payment::new("1")).await.unwrap();
    client.clone().payment(&Payment::new("2")).await.unwrap();
    script.advance(Duration::from_secs(3580));
    client.payment(&Payment::new("3")).await.unwrap();
    assert_eq!(tokens_of(&script), ["/v1/token", "t1", "t1", "/v1/token", "t2"]);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let script = Script::new();
    script.reply(200, token("t1", 3600));
    script.reply(401, DENIED);
    script.reply(200, token("t2", 3600));
    script.reply(200, PAID);
    let client = client(&script);
    client.payment(&Payment::new("1")).await.unwrap();
    assert_eq!(tokens_of(&script), ["/v1/token", "t1", "/v1/token", "t2"]);

    script.reply(401, DENIED);
    script.reply(200, token("t3", 3600));
    script.reply(401, DENIED);
    let error = client.payment(&Payment::new("2")).await.unwrap_err();
    assert_eq!(error.class(), Some(Class::Credentials));
    assert_eq!(tokens_of(&script).len(), 7);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let script = Script::new();
    script.reply(200, DENIED);
    let error = client(&script).payment(&Payment::new("1")).await.unwrap_err();
    let Error::NotSent(not_sent) = &error else { panic!("{error:?}") };
    assert_eq!(not_sent.reason(), NotSentReason::Token);
    assert_eq!(error.class(), Some(Class::Credentials));
    assert!(!error.is_retryable());
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "acme.authenticate: rejected by the vendor: credentials, code 401 (HTTP 200)");

    let script = Script::new();
    for _ in 0..3 {
        script.fail(TransportError::in_doubt(InDoubtReason::Transport));
    }
    let error = client(&script).payment(&Payment::new("1")).await.unwrap_err();
    assert!(error.is_retryable(), "{error:?}");
    assert_eq!(tokens_of(&script), ["/v1/token"; 3]);
}

/// Answers after a while, and counts.
#[derive(Default)]
struct Slow {
    tokens: AtomicUsize,
    others: AtomicUsize,
    refuses: bool,
}

impl Transport for Slow {
    fn send<'a>(&'a self, request: Outgoing) -> BoxFuture<'a, Result<Received, TransportError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let body = if request.request().uri().path() == "/v1/token" {
                self.tokens.fetch_add(1, Ordering::SeqCst);
                if self.refuses { DENIED.to_owned() } else { token("t", 3600) }
            } else {
                self.others.fetch_add(1, Ordering::SeqCst);
                PAID.to_owned()
            };
            Ok(Received::new(StatusCode::OK, HeaderMap::new(), body))
        })
    }

    fn sleep<'a>(&'a self, time: Duration) -> BoxFuture<'a, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

async fn storm(slow: Arc<Slow>) -> usize {
    let client = Config::new(super::credentials()).connect_with(slow).unwrap();
    let calls: Vec<_> = (0..100)
        .map(|id| {
            let client = client.clone();
            tokio::spawn(async move { client.payment(&Payment::new(id.to_string())).await.is_ok() })
        })
        .collect();
    let mut done = 0;
    for call in calls {
        done += usize::from(call.await.unwrap());
    }
    done
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_callers_share_one_token() {
    let slow = Arc::new(Slow::default());
    assert_eq!(storm(slow.clone()).await, 100);
    assert_eq!(slow.tokens.load(Ordering::SeqCst), 1);
    assert_eq!(slow.others.load(Ordering::SeqCst), 100);
}

#[tokio::test]
async fn a_hundred_callers_share_one_refusal() {
    let slow = Arc::new(Slow { refuses: true, ..Slow::default() });
    assert_eq!(storm(slow.clone()).await, 0);
    assert_eq!(slow.tokens.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn who_waits_for_a_token_keeps_to_the_time() {
    let client = Config::new(super::credentials()).connect_with(Arc::new(Slow::default())).unwrap();
    let other = client.clone();
    let first = tokio::spawn(async move { other.payment(&Payment::new("1")).await.is_ok() });
    tokio::task::yield_now().await;
    let client = client.with(|options| options.timeout(Duration::from_millis(5)));
    let error = client.payment(&Payment::new("2")).await.unwrap_err();
    assert!(matches!(&error, Error::NotSent(error) if error.reason() == NotSentReason::Deadline), "{error:?}");
    assert!(first.await.unwrap());
}

#[tokio::test]
async fn a_call_that_was_refused_is_not_called_unsent_for_want_of_a_new_token() {
    let script = Script::new();
    for (status, body) in [(200, token("t1", 3600)), (401, DENIED.to_owned()), (200, DENIED.to_owned())] {
        script.reply(status, body);
    }
    let error = client(&script).payment(&Payment::new("1")).await.unwrap_err();
    assert!(matches!(&error, Error::Rejected(error) if error.http_status() == 401), "{error:?}");
    assert_eq!(script.sent().len(), 3);
}

/// A token that comes with a refresh token.
fn renewable(name: &str, refresh: &str) -> String {
    format!(r#"{{"response":{{"result":true,"data":{{"token":"{name}","seconds":3600,"refresh":"{refresh}"}}}}}}"#)
}

fn bodies_to(script: &Script, path: &str) -> Vec<String> {
    let sent = script.sent();
    let bodies = sent.iter().filter(|request| request.uri().path() == path);
    bodies.map(|request| String::from_utf8(request.body().to_vec()).unwrap()).collect()
}

#[tokio::test]
async fn a_refresh_token_gets_the_next_one_and_is_rotated() {
    let script = Script::new();
    // The second renewal hands out no refresh token: the old one is kept.
    for body in
        [&renewable("t1", "r1"), PAID, &renewable("t2", "r2"), PAID, &token("t3", 3600), PAID, &token("t4", 9), PAID]
    {
        script.reply(200, body.to_owned());
    }
    let client = client(&script);
    for _ in 0..4 {
        client.payment(&Payment::new("1")).await.unwrap();
        script.advance(Duration::from_secs(3600));
    }
    let refreshes = bodies_to(&script, "/v1/refresh");
    assert_eq!(refreshes, [r#"{"refresh":"r1"}"#, r#"{"refresh":"r2"}"#, r#"{"refresh":"r2"}"#]);
    assert_eq!(bodies_to(&script, "/v1/token").len(), 1);
}

#[tokio::test]
async fn a_refused_refresh_token_is_forgotten_and_the_credentials_are_used() {
    let script = Script::new();
    for (status, body) in [
        (200, renewable("t1", "r1")),
        (200, PAID.to_owned()),
        (401, DENIED.to_owned()),
        (200, token("t2", 3600)),
        (200, PAID.to_owned()),
    ] {
        script.reply(status, body);
    }
    let client = client(&script);
    client.payment(&Payment::new("1")).await.unwrap();
    script.advance(Duration::from_secs(3600));
    client.payment(&Payment::new("2")).await.unwrap();
    assert_eq!(tokens_of(&script), ["/v1/token", "t1", "/v1/refresh", "/v1/token", "t2"]);
}

#[tokio::test]
async fn a_refresh_is_never_repeated_by_itself() {
    let script = Script::new();
    script.reply(200, renewable("t1", "r1"));
    script.reply(200, PAID);
    script.fail(TransportError::in_doubt(InDoubtReason::Transport));
    script.reply(200, token("t2", 3600));
    script.reply(200, PAID);
    let client = client(&script);
    client.payment(&Payment::new("1")).await.unwrap();
    script.advance(Duration::from_secs(3600));
    client.payment(&Payment::new("2")).await.unwrap();
    assert_eq!(bodies_to(&script, "/v1/refresh").len(), 1);
}

#[tokio::test]
async fn a_code_of_its_own_means_that_a_token_is_stale() {
    let script = Script::new();
    script.reply(200, token("t1", 3600));
    script.reply(200, r#"{"response":{"result":false,"error":{"code":"440"}}}"#);
    script.reply(200, token("t2", 3600));
    script.reply(200, PAID);
    client(&script).payment(&Payment::new("1")).await.unwrap();
    assert_eq!(tokens_of(&script), ["/v1/token", "t1", "/v1/token", "t2"]);
}

#[tokio::test]
async fn a_store_keeps_tokens_over_restarts() {
    let store = Arc::new(MemoryStore::new());
    let script = Script::new();
    script.reply(200, renewable("t1", "r1"));
    for _ in 0..2 {
        script.reply(200, PAID);
    }
    let connect = || Config::new(super::credentials()).token_store(store.clone()).connect_with(script.clone()).unwrap();
    connect().payment(&Payment::new("1")).await.unwrap();
    connect().payment(&Payment::new("2")).await.unwrap();
    assert_eq!(tokens_of(&script), ["/v1/token", "t1", "t1"]);
    let kept = store.get("token").unwrap();
    assert_eq!((kept.secret().expose(), kept.refresh().unwrap().expose()), ("t1", "r1"));
    assert!(kept.ends().is_some());
    let shown = format!("{kept:?} {store:?}");
    assert!(!shown.contains("t1") && !shown.contains("r1"), "{shown}");

    // Of a token that has ended only the refresh token is used.
    store.put("token", StoredToken::from_refresh("r7"));
    script.reply(200, renewable("t8", "r8"));
    script.reply(200, PAID);
    connect().payment(&Payment::new("3")).await.unwrap();
    assert_eq!(bodies_to(&script, "/v1/refresh"), [r#"{"refresh":"r7"}"#]);
    assert_eq!(store.get("token").unwrap().refresh().unwrap().expose(), "r8");
}

/// Fails to save as often as it is told.
struct Failing(AtomicUsize, MemoryStore);

impl TokenStore for Failing {
    fn load<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<StoredToken>, StoreError>> {
        self.1.load(name)
    }

    fn save<'a>(&'a self, name: &'a str, token: &'a StoredToken) -> BoxFuture<'a, Result<(), StoreError>> {
        if self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
            return Box::pin(async { Err("the disk is full".into()) });
        }
        self.1.save(name, token)
    }
}

#[tokio::test]
async fn what_could_not_be_kept_is_not_used() {
    let store = Arc::new(Failing(AtomicUsize::new(1), MemoryStore::new()));
    let script = Script::new();
    script.reply(200, renewable("t1", "r1"));
    script.reply(200, PAID);
    let config = Config::new(super::credentials()).token_store(store.clone());
    let client = config.connect_with(script.clone()).unwrap();
    let error = client.payment(&Payment::new("1")).await.unwrap_err();
    assert!(matches!(&error, Error::NotSent(error) if error.reason() == NotSentReason::Token), "{error:?}");
    assert!(error.is_retryable());
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the disk is full");
    // The next call keeps it first, and does not ask the vendor again.
    client.payment(&Payment::new("1")).await.unwrap();
    assert_eq!(tokens_of(&script), ["/v1/token", "t1"]);
    assert_eq!(store.1.get("token").unwrap().refresh().unwrap().expose(), "r1");
}

#[tokio::test]
async fn a_given_token_may_have_an_end() {
    let script = Script::new();
    for body in [PAID, &renewable("t2", "r2"), PAID] {
        script.reply(200, body.to_owned());
    }
    let given = StoredToken::new("t1").ending(SystemTime::now() + Duration::from_secs(3600)).renewed_by("r1");
    let config = Config::new(super::credentials()).token_named("token", given).unwrap();
    let client = config.connect_with(script.clone()).unwrap();
    client.payment(&Payment::new("1")).await.unwrap();
    script.advance(Duration::from_secs(3600));
    client.payment(&Payment::new("2")).await.unwrap();
    assert_eq!(tokens_of(&script), ["t1", "/v1/refresh", "t2"]);
    let error = Config::new(super::credentials()).token_named("tokn", StoredToken::new("x")).unwrap_err();
    assert_eq!(error.to_string(), "token_named: must be one of: token");
}
