//! Lists in pages: how the next one is asked for, what ends the walk, and what never happens.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use generated_client::testing::Script;
use generated_client::{Error, InDoubtReason, TransportError};
use test_vendor::portal::{self, EntryId, ListAfter, ListByAddress, ListByCursor, ListEntries, ListPages, ListRows};

use super::{authorization, client, sent};

const GRANTED: &str = r#"{"access_token":"a1","token_type":"Bearer"}"#;

fn answers(bodies: &[&str]) -> (Arc<Script>, portal::Client) {
    let script = Script::new();
    bodies.iter().for_each(|body| script.reply(200, (*body).to_owned()));
    let client = client(&script);
    (script, client)
}

fn lines(script: &Script) -> Vec<String> {
    let line = |line: String| line.replace("https://portal.example/api", "");
    sent(script).into_iter().map(|(request, _)| line(request)).collect()
}

#[tokio::test]
async fn by_number_until_all_are_there() {
    let (script, client) = answers(&[
        r#"{"ok":true,"entries":[{"id":"a"},{"id":"b"}],"total":3}"#,
        r#"{"ok":true,"entries":[{"id":"c"},{"id":"d"}],"total":4}"#,
    ]);
    let mut entries = client.pages(ListEntries::new().state("open").limit(2));
    let mut ids = Vec::new();
    while let Some(entry) = entries.next().await {
        ids.push(entry.expect("an entry").id.as_str().to_owned());
    }
    assert_eq!(ids, ["a", "b", "c", "d"]);
    assert_eq!(lines(&script), ["GET /list_entries?state=open&limit=2", "GET /list_entries?state=open&page=2&limit=2"]);
    assert!(entries.next().await.is_none());
}

#[tokio::test]
async fn by_number_until_a_page_is_short_or_empty() {
    let (script, client) = answers(&[r#"{"ok":true,"entries":[{"id":"a"}]}"#]);
    assert_eq!(client.pages(ListEntries::new().page(7).limit(2)).all().await.expect("entries").len(), 1);
    assert_eq!(lines(&script), ["GET /list_entries?page=7&limit=2"]);

    // Without a limit nobody knows how many are few.
    let (script, client) = answers(&[r#"{"ok":true,"entries":[{"id":"a"}]}"#, r#"{"ok":true,"entries":[]}"#]);
    assert_eq!(client.pages(ListEntries::new().page(7)).all().await.expect("entries").len(), 1);
    assert_eq!(lines(&script), ["GET /list_entries?page=7", "GET /list_entries?page=8"]);
}

#[tokio::test]
async fn by_offset_until_a_flag_says_so() {
    let (script, client) =
        answers(&[r#"{"ok":true,"rows":[1,2,3],"more":true}"#, r#"{"ok":true,"rows":[4],"more":false}"#]);
    assert_eq!(client.pages(ListRows::new(10)).all().await.expect("rows"), [1, 2, 3, 4]);
    let bodies: Vec<String> = sent(&script).into_iter().map(|(_, body)| body).collect();
    assert_eq!(bodies, [r#"{"start":10}"#, r#"{"start":13}"#]);
    // No rows at all end it whatever the flag says.
    let (script, client) = answers(&[r#"{"ok":true,"more":true}"#]);
    assert_eq!(client.pages(ListRows::new(0)).all().await.expect("rows"), Vec::<i64>::new());
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn by_the_number_of_pages_from_nought_on() {
    let page = |rows: &str, state: &str| format!(r#"{{"ok":true,"rows":{rows},"pages":3,"state":"{state}"}}"#);
    let (script, client) = answers(&[&page("[1,2]", "on"), &page("[3]", "on"), &page("[4,5]", "on")]);
    assert_eq!(client.pages(ListPages::new(0)).all().await.expect("rows"), [1, 2, 3, 4, 5]);
    assert_eq!(lines(&script), ["GET /list_pages?page=0", "GET /list_pages?page=1", "GET /list_pages?page=2"]);
    let (script, client) = answers(&[&page("[1,2]", "end")]);
    assert_eq!(client.pages(ListPages::new(0)).all().await.expect("rows"), [1, 2]);
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn after_the_last_item() {
    let (script, client) = answers(&[
        r#"{"ok":true,"entries":[{"id":"a"},{"id":"b c"}]}"#,
        r#"{"ok":true,"entries":[{"id":"d"}]}"#,
        r#"{"ok":true,"entries":[]}"#,
    ]);
    assert_eq!(client.pages(ListAfter::new()).all().await.expect("entries").len(), 3);
    assert_eq!(lines(&script), ["GET /list_after", "GET /list_after?after=b%20c", "GET /list_after?after=d"]);
    // A vendor that gives the same page again would be asked for ever.
    let (script, client) = answers(&[r#"{"ok":true,"entries":[{"id":"b"}]}"#]);
    let mut entries = client.pages(ListAfter::new().after(EntryId::new("b")));
    assert!(entries.next().await.is_some_and(|entry| entry.is_ok()));
    let error = entries.next().await.expect("an error").expect_err("the same page");
    assert!(matches!(&error, Error::Accepted(error) if error.malformed().to_string().contains("another page")));
    assert!(entries.next().await.is_none());
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn by_a_cursor_that_nobody_sees() {
    let (script, client) = answers(&[
        GRANTED,
        r#"{"ok":true,"rows":[1],"meta":{"next":"c+1"}}"#,
        r#"{"ok":true,"rows":[],"meta":{"next":"c2"}}"#,
        r#"{"ok":true,"rows":[2],"meta":{"next":""}}"#,
    ]);
    // A page without items is not the last one where the vendor hands out another.
    assert_eq!(client.pages(ListByCursor::new()).all().await.expect("rows"), [1, 2]);
    let bodies: Vec<String> = sent(&script).into_iter().skip(1).map(|(_, body)| body).collect();
    assert_eq!(bodies, ["{}", r#"{"cursor":"c+1"}"#, r#"{"cursor":"c2"}"#]);
    assert_eq!(authorization(&script)[1..], ["Bearer a1", "Bearer a1", "Bearer a1"]);
}

#[tokio::test]
async fn at_an_address_of_the_same_server_only() {
    let (script, client) = answers(&[
        GRANTED,
        r#"{"ok":true,"rows":[1],"next":"https://portal.example/api/list_by_address?state=open&p=%32"}"#,
        r#"{"ok":true,"rows":[2],"next":"/api/more?p=3"}"#,
        r#"{"ok":true,"rows":[3],"next":"?p=4"}"#,
        r#"{"ok":true,"rows":[4],"next":"https://evil.example/api/list_by_address?p=5"}"#,
    ]);
    let mut rows = client.pages(ListByAddress::new("open"));
    for due in 1..=4 {
        assert_eq!(rows.next().await.expect("a row").expect("a row"), due);
    }
    let error = rows.next().await.expect("an error").expect_err("another host");
    assert!(matches!(&error, Error::Accepted(_)), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("evil"), "{error:?}");
    assert!(rows.next().await.is_none());
    let asked = &lines(&script)[1..];
    assert_eq!(
        asked,
        [
            "GET /list_by_address?state=open",
            "GET /list_by_address?state=open&p=%32",
            "GET /more?p=3",
            "GET /list_by_address?p=4"
        ]
    );
    assert!(authorization(&script)[1..].iter().all(|header| header == "Bearer a1"));
}

#[tokio::test]
async fn a_cap_and_an_error_end_it() {
    let page = r#"{"ok":true,"rows":[1],"more":true}"#;
    let (script, client) = answers(&[page, page, page]);
    let mut rows = client.pages(ListRows::new(0)).at_most(2);
    assert!(rows.next().await.expect("a row").is_ok() && rows.next().await.expect("a row").is_ok());
    let error = rows.next().await.expect("an error").expect_err("a third page");
    assert!(matches!(&error, Error::Invalid(_)) && error.to_string().contains("more than 2 pages"), "{error}");
    assert!(rows.next().await.is_none());
    assert_eq!(script.sent().len(), 2);

    // Each page is a `read`: it is asked for again after an unclear outcome, and a refusal ends the walk.
    let (script, client) = answers(&[page]);
    script.fail(TransportError::in_doubt(InDoubtReason::Transport));
    script.reply(200, page);
    script.reply(400, r#"{"ok":false,"error":"DUPLICATE"}"#);
    let mut rows = client.pages(ListRows::new(0));
    assert!(rows.next().await.expect("a row").is_ok() && rows.next().await.expect("a row").is_ok());
    assert!(matches!(rows.next().await, Some(Err(Error::Rejected(_)))));
    assert!(rows.next().await.is_none());
    assert_eq!(script.sent().len(), 4);
}

#[test]
fn nothing_is_asked_before_it_is_wanted_and_a_dropped_future_loses_nothing() {
    let (script, client) = answers(&[r#"{"ok":true,"rows":[1,2],"more":false}"#]);
    let mut rows = client.pages(ListRows::new(0));
    assert!(script.sent().is_empty());
    drop(rows.next());
    assert!(script.sent().is_empty());
    let mut cx = Context::from_waker(Waker::noop());
    for due in [Some(1), Some(2), None] {
        let std::task::Poll::Ready(row) = pin!(rows.next()).poll(&mut cx) else { panic!("a script never waits") };
        assert_eq!(row.map(|row| row.expect("a row")), due);
    }
    assert_eq!(script.sent().len(), 1);
}
