//! SabaPayamak's token: obtained once for all who wait, kept, renewed once.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use common::{Op, Told, keys, sandbox, tell};
use generated_client::testing::Script as Scripted;
use generated_client::{Class, Outcome, sabapayamak};
use sabapayamak::{Balance, Client};
use vendor_sandbox::{Act, Answer, Received, Sandbox, Script};

const CALLS: usize = 50;

fn client(server: &Sandbox) -> Client {
    keys::sabapayamak().base_url(&server.url()).expect("a good address").connect().expect("a good configuration")
}

fn token(name: &str) -> Answer {
    Answer::json(format!(r#"{{"status":200,"message":"","data":{{"Id":"1","Token":"{name}"}},"errors":[]}}"#))
}

fn token_of(received: &Received) -> Option<&str> {
    received.reading.call.as_ref().and_then(|call| call.token("token"))
}

/// Gives out `t1`, `t2`, ... and takes only those from number `first` on.
fn vendor(first: usize, refusal: impl Fn() -> Answer + Send + 'static) -> Script {
    let mut given = 0;
    Script::handler(move |received| {
        if received.operation() == Some("authenticate") {
            given += 1;
            return token(&format!("t{given}")).into();
        }
        let number = token_of(received)
            .and_then(|token| token.strip_prefix('t'))
            .and_then(|number| number.parse::<usize>().ok());
        if number.is_some_and(|number| number >= first) { Op::Balance.good().into() } else { refusal().into() }
    })
}

async fn balance(client: &Client) -> Told {
    tell(&client.balance(&Balance::new()).await)
}

/// Calls from many tasks at once. The gate is opened when all of them have begun to wait.
async fn storm(client: &Client, open: impl FnOnce()) -> Vec<Told> {
    let begun = Arc::new(AtomicUsize::new(0));
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let (client, begun) = (client.clone(), begun.clone());
            tokio::spawn(async move {
                begun.fetch_add(1, Ordering::SeqCst);
                balance(&client).await
            })
        })
        .collect();
    // There is one thread, so who has begun has also come to the point where it waits.
    while begun.load(Ordering::SeqCst) < CALLS {
        tokio::task::yield_now().await;
    }
    open();
    let mut told = Vec::new();
    for call in calls {
        told.push(call.await.expect("no panic"));
    }
    told
}

/// Authentication is answered when the gate is opened.
fn gated(gate: Receiver<()>, answer: Answer) -> Script {
    Script::handler(move |received| {
        if received.operation() == Some("authenticate") {
            let _ = gate.recv_timeout(Duration::from_secs(20));
            return answer.clone().into();
        }
        Op::Balance.good().into()
    })
}

#[tokio::test]
async fn many_callers_share_one_token() {
    let (open, gate) = channel();
    let server = sandbox(gated(gate, token("t1")));
    let client = client(&server);
    let told = storm(&client, || open.send(()).expect("the server waits")).await;
    assert!(told.iter().all(|told| told.outcome == Outcome::Done));
    assert_eq!((server.count("authenticate"), server.count("balance")), (1, CALLS));

    // It is kept: by the client, its clones, and for all operations.
    balance(&client.clone()).await;
    client
        .with(|options| options.attempts(1))
        .last_credits(&sabapayamak::LastCredits::new(3))
        .await
        .expect_err("a balance is no list");
    assert_eq!((server.count("authenticate"), server.count("balance")), (1, CALLS + 1));
    for received in server.received() {
        let call = received.reading.exact().expect("as the model writes it");
        if call.operation == "authenticate" {
            assert_eq!(call.credential("password"), Some(keys::SABA_PASSWORD));
        } else {
            assert_eq!(call.token("token"), Some("t1"));
        }
    }
}

type Refusal = fn() -> Answer;

/// The ways in which the vendor calls a token stale.
fn stale() -> [(&'static str, Refusal); 5] {
    [
        ("HTTP 401 without a body", || Answer::new(401)),
        ("HTTP 401 with a page", || Answer::html().status(401)),
        ("HTTP 401 with the envelope", || Op::Balance.refusal("401", None).status(401)),
        ("200 with status 401", || Answer::json(r#"{"status":401,"message":"stale","data":null,"errors":[]}"#)),
        ("200 with status 401 as text", || {
            Answer::json(r#"{"status":"401","data":null,"errors":[{"message":"stale","code":"401"}]}"#)
        }),
    ]
}

#[tokio::test]
async fn a_stale_token_is_renewed_once() {
    for (name, refusal) in stale() {
        let server = sandbox(vendor(2, refusal));
        let client = client(&server);
        assert_eq!(balance(&client).await.outcome, Outcome::Done, "{name}");
        let tokens: Vec<_> =
            server.received().iter().map(|received| token_of(received).unwrap_or("-").to_owned()).collect();
        assert_eq!(tokens, ["-", "t1", "-", "t2"], "{name}");
        // The new one is kept.
        balance(&client).await;
        assert_eq!(server.count("authenticate"), 2, "{name}");
    }
}

#[tokio::test]
async fn a_token_that_is_never_taken_is_renewed_no_second_time() {
    for (name, refusal) in stale() {
        let server = sandbox(vendor(usize::MAX, refusal));
        let told = balance(&client(&server)).await;
        assert_eq!(
            (told.outcome, told.class),
            (Outcome::Rejected, Some(Class::Credentials)),
            "{name}: {}",
            told.display
        );
        assert_eq!((server.count("authenticate"), server.count("balance")), (2, 2), "{name}");
    }
}

#[tokio::test]
async fn many_callers_with_a_stale_token_share_one_new_one() {
    let server = sandbox(vendor(2, || Answer::new(401)));
    let client = client(&server);
    // All hold `t1` when it goes stale.
    let told = storm(&client, || ()).await;
    for told in told {
        assert_eq!(told.outcome, Outcome::Done, "{}", told.display);
    }
    assert_eq!(server.count("authenticate"), 2);
}

#[tokio::test]
async fn many_callers_share_one_refusal() {
    let (open, gate) = channel();
    let server = sandbox(gated(gate, Op::Authenticate.refusal("4001", None)));
    let told = storm(&client(&server), || open.send(()).expect("the server waits")).await;
    for told in &told {
        assert_eq!((told.brief().as_str(), told.class), ("not_sent Token", Some(Class::Credentials)));
        assert!(!told.is_retryable && !told.may_have_happened);
    }
    // The very same error, its source included.
    assert!(told.iter().all(|each| each.printed == told[0].printed));
    assert!(
        told[0].printed.contains("sabapayamak.authenticate: rejected by the vendor: credentials, code 4001"),
        "{}",
        told[0].printed
    );
    assert_eq!((server.count("authenticate"), server.count("balance")), (1, 0));
}

#[tokio::test]
async fn a_token_that_cannot_be_had_is_asked_for_within_the_limits() {
    for (name, act, requests, retryable) in [
        ("refused", Act::from(Op::Authenticate.refusal("4001", None)), 1, false),
        ("HTTP 401", Answer::new(401).into(), 1, false),
        ("status 401", Op::Authenticate.refusal("401", None).into(), 1, false),
        ("no token in it", Answer::json(r#"{"status":200,"data":{},"errors":[]}"#).into(), 1, false),
        // Obtaining a token may be repeated, three times in all and not three times three.
        ("a page", Act::html(), 3, true),
        ("500", Act::fails(500), 3, true),
        ("reset", Act::Reset, 3, true),
        ("redirect", Act::redirect("https://evil.example"), 1, false),
    ] {
        let server = sandbox(act);
        let client = client(&server);
        let told = balance(&client).await;
        assert_eq!(told.brief(), "not_sent Token", "{name}: {}", told.display);
        assert_eq!(told.is_retryable, retryable, "{name}: {}", told.printed);
        assert_eq!((server.count("authenticate"), server.count("balance")), (requests, 0), "{name}");
        // A failure is not kept: the next call asks again.
        server.script(vendor(1, || Answer::new(401)));
        assert_eq!(balance(&client).await.outcome, Outcome::Done, "{name}");
    }
}

#[tokio::test]
async fn obtaining_a_token_oneself_renews_nothing() {
    let server = sandbox(Answer::new(401));
    let told = tell(&client(&server).authenticate(&sabapayamak::Authenticate::new()).await);
    assert_eq!((told.outcome, told.class), (Outcome::Rejected, Some(Class::Credentials)));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_token_that_was_given_is_used_until_it_is_refused() {
    let server = sandbox(vendor(1, || Answer::new(401)));
    let config = keys::sabapayamak().token("t7".into()).base_url(&server.url()).expect("a good address");
    let client = config.connect().expect("a good configuration");
    balance(&client).await;
    assert_eq!(server.count("authenticate"), 0);
    server.script(vendor(1, || Answer::new(401)));
    let config = keys::sabapayamak().token("old".into()).base_url(&server.url()).expect("a good address");
    let told = balance(&config.connect().expect("a good configuration")).await;
    assert_eq!((told.outcome, server.count("authenticate")), (Outcome::Done, 1));
}

/// The spec says that a token lives for a day. The clock is the transport's.
#[tokio::test]
async fn a_token_is_renewed_before_it_ends() {
    let script = Scripted::new();
    let good = Op::Balance.good().body;
    let mut due = Vec::new();
    let client = keys::sabapayamak().connect_with(script.clone()).expect("a good configuration");
    for (hours, authenticates) in [(0, true), (12, false), (11, false), (1, true), (23, false)] {
        script.advance(Duration::from_secs(hours * 3600));
        if authenticates {
            script.reply(200, token("t").body);
        }
        script.reply(200, good.clone());
        assert_eq!(balance(&client).await.outcome, Outcome::Done);
        due.extend(authenticates.then_some("/api/v1/user/authenticate"));
        due.push("/api/v1/credits");
    }
    let paths: Vec<_> = script.sent().iter().map(|request| request.uri().path().to_owned()).collect();
    assert_eq!(paths.len(), due.len(), "{paths:?}");
    for (path, due) in paths.iter().zip(due) {
        assert_eq!(path.contains("authenticate"), due.contains("authenticate"), "{paths:?}");
    }
}
