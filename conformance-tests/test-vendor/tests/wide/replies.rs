//! Replies of every shape, and what must never be a success.

use generated_client::{Error, OtherError, Received};
use http::{HeaderValue, StatusCode};
use test_vendor::wide::Code;
use test_vendor::wide::attributes::{Attributes, State};
use test_vendor::wide::file::File;
use test_vendor::wide::list_at_top::ListAtTop;
use test_vendor::wide::list_or_ticket::{ListOrTicket, ListOrTicketReply};
use test_vendor::wide::nothing::Nothing;
use test_vendor::wide::number::Number;
use test_vendor::wide::pairs::{Pairs, PairsReply};
use test_vendor::wide::pay::Pay;
use test_vendor::wide::push::{Push, PushReply};
use test_vendor::wide::rows::Rows;
use test_vendor::wide::several_errors::SeveralErrors;
use test_vendor::wide::table::Table;
use test_vendor::wide::transfer::{Transfer, TransferReply};

use crate::{HTML, config, day, decimal, decoded, outcome, sent, told};

#[test]
fn a_line_of_text() {
    let pay = Pay::new(decimal("1"));
    assert_eq!(decoded(&pay, 200, "OK|55\r\n").map(|reply| reply.id).expect("a success"), 55);
    for (status, body, expected) in [
        (200, "OK|", "in doubt -"),
        (200, "OK|x", "in doubt -"),
        (200, "OK|5|6", "in doubt -"),
        (200, "ok|5", "in doubt -"),
        (200, "\u{feff}OK|5", "success"),
        (200, "OK|99999999999999999999", "accepted"),
        (200, "xOK|5", "in doubt -"),
        (500, "OK|5", "in doubt -"),
        (200, "OK|5\nERR|05|no", "in doubt -"),
        (200, "ERR|05|no money", "rejected 05 Balance no money"),
        (500, "ERR|12|a|b", "rejected 12 InvalidField a|b"),
        (200, "ERR|91|later", "in doubt 91"),
        (200, "ERR|77|?", "in doubt 77"),
        (200, "ERR", "in doubt -"),
        (200, "", "in doubt -"),
        (200, "{}", "in doubt -"),
        (200, HTML, "in doubt -"),
    ] {
        assert_eq!(told(&pay, status, body), expected, "{body}");
    }
}

#[test]
fn rows_of_text() {
    let rows = Rows::new(day());
    let reply = decoded(&rows, 200, "905;1;1,50\r\n906;-2;0,10\n").expect("a success");
    assert_eq!(
        reply.rows.iter().map(|row| (row.number.as_str(), row.status, row.price)).collect::<Vec<_>>(),
        [("905", 1, decimal("1.5")), ("906", -2, decimal("0.1"))]
    );
    for (status, body, expected) in [
        (200, r#"{"error":{"code":"12","message":"day"}}"#, "rejected 12 InvalidField day"),
        (400, r#"{"error":{"code":12}}"#, "rejected 12 InvalidField -"),
        (200, r#"{"error":{}}"#, "in doubt -"),
        // A day without rows answers nothing.
        (200, "", "success"),
        (404, "", "in doubt -"),
        (200, "905;1", "in doubt -"),
        (200, "905;1;1,50\n906", "in doubt -"),
        (200, "905;1;1.50", "in doubt -"),
        (200, "905;1;1,50;9", "in doubt -"),
        (500, "905;1;1,50", "in doubt -"),
        (200, HTML, "in doubt -"),
    ] {
        assert_eq!(told(&rows, status, body), expected, "{body}");
    }
}

#[test]
fn a_table_with_a_heading() {
    let reply = decoded(&Table::new(), 200, "ID|NAME<br>1|Ada<br>2|<br>").expect("a success");
    assert_eq!(
        reply.entries.iter().map(|entry| (entry.id, entry.name.as_deref())).collect::<Vec<_>>(),
        [(1, Some("Ada")), (2, Some(""))]
    );
    assert_eq!(told(&Table::new(), 200, "ID|NAME<br>1|Ada<br>2|"), "in doubt -", "a separator is missing");
    assert_eq!(told(&Table::new(), 200, "ERROR 12"), "rejected 12 InvalidField -");
    assert_eq!(told(&Table::new(), 200, "ERROR 77"), "in doubt -");
    assert_eq!(told(&Table::new(), 200, "ID|NAME<br>x|Ada"), "in doubt -");
    assert_eq!(told(&Table::new(), 200, HTML), "in doubt -");
}

#[test]
fn a_file_is_told_by_its_type() {
    let reply = |content_type: Option<&'static str>, status: StatusCode, body: &'static [u8]| {
        let headers =
            content_type.map(|text| (http::header::CONTENT_TYPE, HeaderValue::from_static(text))).into_iter().collect();
        config().decode(&File::new(), &Received::new(status, headers, body))
    };
    let pdf = reply(Some("application/pdf; x=y"), StatusCode::OK, b"%PDF\x00\xff").expect("a success");
    assert_eq!(pdf.file, b"%PDF\x00\xff");
    for (content_type, status, body, expected) in [
        (None, StatusCode::OK, &b"%PDF"[..], "in doubt -"),
        (Some("text/html"), StatusCode::OK, b"<html>", "in doubt -"),
        (Some("application/pdf"), StatusCode::NOT_FOUND, b"%PDF", "in doubt -"),
        (Some("application/json"), StatusCode::OK, br#"{"code":"05"}"#, "rejected 05 Balance -"),
        (Some("application/json"), StatusCode::BAD_REQUEST, br#"{"code":"12"}"#, "rejected 12 InvalidField -"),
        (Some("application/json"), StatusCode::OK, br#"{"code":"00"}"#, "in doubt -"),
        (Some("application/json"), StatusCode::OK, b"{}", "in doubt -"),
    ] {
        assert_eq!(outcome(reply(content_type, status, body)), expected, "{content_type:?} {status}");
    }
}

#[test]
fn an_array_at_the_top() {
    assert_eq!(
        decoded(&ListAtTop::new(), 200, r#"[{"id":1},{"id":"2"}]"#)
            .expect("a success")
            .items
            .iter()
            .map(|item| item.id)
            .collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(decoded(&ListAtTop::new(), 200, "[]").expect("a success").items.len(), 0);
    for (status, body, expected) in [
        (200, r#"{"fault":{"code":"12"}}"#, "rejected 12 InvalidField -"),
        (500, r#"{"fault":{"code":"91"}}"#, "rejected 91 VendorFault -"),
        (500, "[]", "in doubt -"),
        (200, "[{}]", "accepted"),
        (200, "[1]", "accepted"),
        (200, "{}", "in doubt -"),
        (200, "null", "in doubt -"),
        (200, "\"x\"", "in doubt -"),
        (200, "[{\"id\":1}", "in doubt -"),
        (200, HTML, "in doubt -"),
        (200, "", "in doubt -"),
    ] {
        assert_eq!(told(&ListAtTop::new(), status, body), expected, "{body}");
    }
}

#[test]
fn an_array_or_a_record_at_the_top() {
    let reply = |status, body| decoded(&ListOrTicket::new(), status, body);
    assert!(matches!(reply(202, r#"{"ticket":5}"#), Ok(ListOrTicketReply::Waiting(waiting)) if waiting.ticket == 5));
    assert!(matches!(reply(200, r#"[{"id":1}]"#), Ok(ListOrTicketReply::Done(done)) if done.items.len() == 1));
    assert_eq!(told(&ListOrTicket::new(), 200, r#"{"ticket":5}"#), "in doubt -");
}

/// Its type says that it is not done, though there is nothing else that it could be.
#[test]
fn a_call_that_is_only_ever_taken_on() {
    let push = Push::new(decimal("5"));
    let reply = decoded(&push, 200, r#"{"taken":"0","ticket":"q"}"#);
    assert!(matches!(reply, Ok(PushReply::Waiting(waiting)) if waiting.ticket == "q"));
    for (status, body, expected) in [
        (200, r#"{"taken":"1","ticket":"q"}"#, "in doubt -"),
        (200, r#"{"ticket":"q"}"#, "in doubt -"),
        (500, r#"{"taken":"0","ticket":"q"}"#, "in doubt -"),
        (402, r#"{"code":"05"}"#, "rejected 05 Balance -"),
    ] {
        assert_eq!(told(&push, status, body), expected, "{body}");
    }
}

#[test]
fn a_bare_number() {
    let number = Number::new("905");
    assert_eq!(decoded(&number, 200, "1077\n").map(|reply| reply.id).expect("a success"), 1077);
    for (body, expected) in [
        ("05", "rejected 05 Balance -"),
        ("99", "in doubt -"),
        ("0", "in doubt -"),
        ("-7", "in doubt -7"),
        ("1.5", "in doubt -"),
        ("1 2", "in doubt -"),
        ("", "in doubt -"),
        (HTML, "in doubt -"),
    ] {
        assert_eq!(told(&number, 200, body), expected, "{body}");
    }
    assert_eq!(told(&number, 402, "05"), "rejected 05 Balance -");
}

#[test]
fn a_reply_like_a_form() {
    let pairs = Pairs::new("x");
    let done = decoded(&pairs, 200, "Response=Approved&ref=a%2Bb+c&amount=1250").expect("a success");
    assert!(
        matches!(&done, PairsReply::Done(done) if done.ref_ == "a+b c" && done.amount == Some(decimal("12.5"))),
        "{done:?}"
    );
    assert!(
        matches!(decoded(&pairs, 200, "Response=Waiting&ref=1"), Ok(PairsReply::Waiting(waiting)) if waiting.ref_ == "1")
    );
    for (status, body, expected) in [
        (200, "Response=Declined&ErrCode=05&ErrMsg=No+money", "rejected 05 Balance No money"),
        (200, "Response=Unknown&ErrCode=05", "in doubt -"),
        (200, "Response=&ErrCode=05", "in doubt -"),
        (200, "Response=Approved", "accepted"),
        (200, "Response=approved&ref=1", "rejected - Unknown -"),
        (500, "Response=Approved&ref=1", "in doubt -"),
        (200, "ref=1", "in doubt -"),
        (200, "", "in doubt -"),
        (200, HTML, "in doubt -"),
    ] {
        assert_eq!(told(&pairs, status, body), expected, "{body}");
    }
}

#[test]
fn no_content() {
    let nothing = Nothing::new(7);
    assert_eq!(sent(&nothing), ("DELETE https://wide.example/base/things/7".to_owned(), String::new()));
    for (status, body, expected) in [
        (204, "", "success"),
        (201, "", "success"),
        (200, "", "in doubt -"),
        (204, "x", "in doubt -"),
        (500, "", "in doubt -"),
        (404, r#"<error code="12">no</error>"#, "rejected 12 InvalidField no"),
        (404, r#"<error>no</error>"#, "rejected - NotFound no"),
        (404, "", "in doubt -"),
    ] {
        assert_eq!(told(&nothing, status, body), expected, "{status} {body}");
    }
}

#[test]
fn attributes_and_namespaces() {
    let full = r#"<?xml version="1.0"?><!-- x --><a:response xmlns:a="urn:a" code="0"><a:result id="7" a:state="A"><total currency="TRY">12.50</total><row n="1"/><row n="2"/></a:result></a:response>"#;
    let reply = decoded(&Attributes::new(), 200, full).expect("a success");
    assert_eq!(
        (reply.id, reply.state, reply.total.currency.as_str(), reply.total.amount),
        (7, State::Active, "TRY", decimal("12.50"))
    );
    assert_eq!(reply.row.iter().flatten().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
    for (body, expected) in [
        (r#"<response code="12">bad</response>"#, "rejected 12 InvalidField bad"),
        (r#"<response code="12"/>"#, "rejected 12 InvalidField -"),
        (r#"<response code="0"/>"#, "accepted"),
        (r#"<response><code>0</code></response>"#, "in doubt -"),
        (r#"<response code="0" code="12"/>"#, "in doubt -"),
        (r#"<other code="0"/>"#, "in doubt -"),
        (HTML, "in doubt -"),
    ] {
        assert_eq!(told(&Attributes::new(), 200, body), expected, "{body}");
    }
    for end in 0..full.len() {
        assert!(decoded(&Attributes::new(), 200, &full[..end]).is_err(), "{}", &full[..end]);
    }
}

/// The first of several errors is the refusal, the others are kept beside it.
#[test]
fn several_errors_in_one_answer() {
    let call = SeveralErrors::new(decimal("5"));
    let others = |body: &str| {
        let Err(Error::Rejected(rejected)) = decoded(&call, 200, body) else { panic!("{body}: no refusal") };
        let other = |other: &OtherError<Code>| (other.code().cloned(), other.message().map(str::to_owned));
        (rejected.code().cloned(), rejected.message().map(str::to_owned), rejected.others().iter().map(other).collect())
    };
    let none: Vec<(Option<Code>, Option<String>)> = Vec::new();
    let text = |text: &str| Some(text.to_owned());
    let body = r#"{"ok":false,"errors":[{"code":"05","text":"a"},{"code":12,"text":"b"},{},{"text":"c"}]}"#;
    let more = vec![(Some(Code::BadRequest), text("b")), (None, text("c"))];
    assert_eq!(others(body), (Some(Code::Declined), text("a"), more));
    assert_eq!(others(r#"{"ok":false,"errors":{"code":"05"}}"#), (Some(Code::Declined), None, none.clone()));
    let body = r#"<r><error code="12">x</error><error code="05">y</error></r>"#;
    assert_eq!(others(body), (Some(Code::BadRequest), text("x"), vec![(Some(Code::Declined), text("y"))]));
    // Texts, or records that hold them.
    assert_eq!(others(r#"{"ok":false,"messages":["a","b"]}"#), (None, text("a"), vec![(None, text("b"))]));
    let more = vec![(None, text("b")), (None, text("c"))];
    assert_eq!(others(r#"{"ok":false,"messages":[{"text":"a"},"b",{"text":"c"}]}"#), (None, text("a"), more));
    assert_eq!(others(r#"{"ok":false,"messages":"a"}"#), (None, text("a"), none));
    // One of them leaves open what happened.
    for code in ["91", "77"] {
        let body = format!(r#"{{"ok":false,"errors":[{{"code":"05"}},{{"code":"{code}"}}]}}"#);
        assert_eq!(told(&call, 200, &body), "in doubt 05", "{body}");
    }
}

#[test]
fn several_successes() {
    let transfer = Transfer::new(decimal("5"));
    let reply = |body: &str| decoded(&transfer, 200, body);
    assert!(matches!(reply(r#"{"status":1,"id":7}"#), Ok(TransferReply::Done(done)) if done.id == 7));
    let waiting = reply(r#"{"status":"2","ticket":"q"}"#);
    assert!(matches!(waiting, Ok(TransferReply::Waiting(waiting)) if waiting.ticket == "q"));
    for (status, body, expected) in [
        (200, r#"{"id":7,"items":[{"state":0},{"state":"0"}]}"#, "success"),
        (200, r#"{"id":7,"items":[{"state":0},{"state":9}]}"#, "in doubt -"),
        (200, r#"{"id":7,"items":[{"state":9},{"state":0}]}"#, "in doubt -"),
        (200, r#"{"id":7,"items":[{"state":0},{}]}"#, "in doubt -"),
        (200, r#"{"id":7,"items":[]}"#, "in doubt -"),
        (200, r#"{"id":7,"items":null}"#, "in doubt -"),
        (200, r#"{"id":7}"#, "in doubt -"),
        (200, r#"{"status":3,"id":7}"#, "in doubt -"),
        (402, r#"{"code":"05"}"#, "rejected 05 Balance -"),
        (402, r#"{"code":"77"}"#, "in doubt -"),
        // The page says that nothing was done; a code that may have an effect all the same says more.
        (200, r#"{"status":"F"}"#, "rejected - Unknown -"),
        (200, r#"{"status":"F","code":"77"}"#, "rejected 77 Unknown -"),
        (500, r#"{"status":"F","code":"77"}"#, "rejected 77 VendorFault -"),
        (200, r#"{"status":"F","code":"91"}"#, "in doubt 91"),
    ] {
        assert_eq!(told(&transfer, status, body), expected, "{body}");
    }
}
