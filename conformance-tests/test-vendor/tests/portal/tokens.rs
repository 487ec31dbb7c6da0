//! Several tokens: by OAuth 2, of a visit that needs the first one, and one that is only renewed.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use generated_client::testing::Script;
use generated_client::{Error, MemoryStore, NotSentReason, Operation as _, StoredToken};
use test_vendor::portal::{self, Enter, Look};

use super::{authorization, client, config, sent};

const GRANTED: &str = r#"{"access_token":"a1","token_type":"Bearer","expires_in":3600,"refresh_token":"r1"}"#;
const VISIT: &str = r#"{"ok":true,"id":"v 1","ends":"2999-01-01T00:00:00+03:00"}"#;
const NAME: &str = r#"{"ok":true,"name":"Ada"}"#;

#[tokio::test]
async fn a_token_may_need_another_one() {
    let script = Script::new();
    for body in [GRANTED, VISIT, NAME, NAME] {
        script.reply(200, body);
    }
    let client = client(&script);
    assert_eq!(client.look(&Look::new(7)).await.expect("a name").name, "Ada");
    client.look(&Look::new(8)).await.expect("a name");
    assert_eq!(
        sent(&script),
        [
            (
                "POST https://portal.example/api/oauth2/token".to_owned(),
                "grant_type=client_credentials&scope=payments".to_owned()
            ),
            ("POST https://portal.example/api/begin_visit".to_owned(), r#"{"user":"ada","password":"pw"}"#.to_owned()),
            ("GET https://portal.example/api/look?visit=v%201&number=7".to_owned(), String::new()),
            ("GET https://portal.example/api/look?visit=v%201&number=8".to_owned(), String::new()),
        ]
    );
    // base64 of `app:s3cret`.
    assert_eq!(authorization(&script), ["Basic YXBwOnMzY3JldA==", "Bearer a1", "Bearer a1", "Bearer a1"]);
    assert_eq!(Look::FACTS.template, "/look");
}

#[tokio::test]
async fn a_refresh_token_renews_it_and_is_kept_where_no_new_one_comes() {
    let script = Script::new();
    let renewed = r#"{"access_token":"a2","token_type":"Bearer","expires_in":3600}"#;
    for body in [GRANTED, VISIT, NAME, renewed, NAME, renewed, NAME] {
        script.reply(200, body);
    }
    let client = client(&script);
    for number in 0..3 {
        client.look(&Look::new(number)).await.expect("a name");
        script.advance(Duration::from_secs(3600));
    }
    let refresh = "grant_type=refresh_token&refresh_token=r1";
    let bodies: Vec<String> = sent(&script).into_iter().map(|(_, body)| body).collect();
    assert_eq!(bodies.iter().filter(|body| *body == refresh).count(), 2);
    assert_eq!(authorization(&script).last().map(String::as_str), Some("Bearer a2"));
}

#[tokio::test]
async fn a_code_of_the_vendor_says_that_it_is_stale() {
    let script = Script::new();
    let stale = r#"{"ok":false,"error":"INVALID_TOKEN"}"#;
    let renewed = r#"{"access_token":"a2","token_type":"Bearer","refresh_token":"r2"}"#;
    for (status, body) in [(200, GRANTED), (200, VISIT), (401, stale), (200, renewed), (200, NAME)] {
        script.reply(status, body);
    }
    client(&script).look(&Look::new(1)).await.expect("a name");
    // The visit is no token of that code: it is kept.
    assert_eq!(
        authorization(&script),
        ["Basic YXBwOnMzY3JldA==", "Bearer a1", "Bearer a1", "Basic YXBwOnMzY3JldA==", "Bearer a2"]
    );
}

#[tokio::test]
async fn a_token_that_the_application_brings() {
    let script = Script::new();
    let error = client(&script).enter(&Enter::new("front")).await.expect_err("no ticket");
    assert!(matches!(&error, Error::NotSent(error) if error.reason() == NotSentReason::Token), "{error:?}");
    assert!(script.sent().is_empty());

    let store = Arc::new(MemoryStore::new());
    script.reply(200, r#"{"ok":true,"ticket":"t2","good_for":5}"#);
    script.reply(200, r#"{"ok":true,"number":1}"#);
    let config = config().token_store(store.clone());
    let config = config.token_named("ticket", StoredToken::from_refresh("t1")).expect("a token of the vendor");
    let client = config.connect_with(script.clone()).expect("a client");
    client.enter(&Enter::new("front")).await.expect("a number");
    let bodies: Vec<String> = sent(&script).into_iter().map(|(_, body)| body).collect();
    // sha256 of `t2:front`.
    let proof = "762e0e08bf523c318afcfcf50c036745b33ab823ea1b38d7414393cd0eaf727d";
    assert_eq!(
        bodies,
        [r#"{"old":"t1"}"#.to_owned(), format!(r#"{{"ticket":"t2","proof":"{proof}","door":"front"}}"#)]
    );
    assert_eq!(authorization(&script), ["-", "-"]);
    let kept = store.get("ticket").expect("the new ticket");
    assert_eq!(kept.secret().expose(), "t2");
    let left = kept.ends().expect("an end").duration_since(SystemTime::now()).expect("later");
    assert!(left > Duration::from_secs(290) && left <= Duration::from_secs(300), "{left:?}");
}

#[test]
fn what_needs_a_token_says_so() {
    assert_eq!(Look::FACTS.tokens, [0, 1]);
    assert_eq!(Enter::FACTS.tokens, [2]);
    assert!(portal::GetAccess::FACTS.tokens.is_empty());
}
