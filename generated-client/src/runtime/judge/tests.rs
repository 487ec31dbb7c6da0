use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::{Answer, judge};
use crate::runtime::code::Format;
use crate::runtime::malformed::Malformed;
use crate::runtime::read::{self, Items, ListForm, Reads, Rows, TextFrame, TextPiece};
use crate::runtime::reply::{Arm, Names, Path, Payload, ReplyFacts, Step, Test, Verdict, When};
use crate::runtime::transport::Received;

const ARM: Arm = Arm { name: "arm", verdict: Verdict::Success, payload: Some(&[]), ..Arm::EMPTY };
const HTTP_OK: When = When::Http(&[(200, 299)]);
const STATUS: Path = &[Step::Name("status")];
const CODE: Path = &[Step::Name("code")];
const FAILED: TextFrame = TextFrame { pieces: &[TextPiece::Literal("ERR "), TextPiece::Digits("code", 2)] };
const LINE: TextFrame =
    TextFrame { pieces: &[TextPiece::Integer("id"), TextPiece::Literal(","), TextPiece::Hole("name")] };

fn outcome(
    facts: &'static ReplyFacts,
    received: &Received,
    read: fn(Payload<'_>) -> Result<String, Malformed>,
) -> String {
    let mut reply = String::new();
    let mut read = |payload: Payload<'_>| {
        reply = format!("{}: {}", payload.arm, read(payload)?);
        Ok(())
    };
    let format = facts.arms.first().map_or(Format::Json, |(format, _)| *format);
    match judge(facts, format, received, &|_, code| code == "05", &mut read) {
        Answer::Yes => reply,
        Answer::YesUnreadable(malformed) => format!("yes, but {malformed}"),
        Answer::No(words) => format!("no {:?}", words.code),
        Answer::Unclear(reason, _, words) => format!("{reason:?} {:?}", words.code),
    }
}

fn answer(status: u16, body: &'static str) -> Received {
    Received::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new(), body)
}

fn id(payload: Payload<'_>) -> Result<String, Malformed> {
    let id = payload.required()?.sole("id")?.map(read::integer).transpose()?.flatten();
    id.map(|id| id.to_string()).ok_or_else(|| Malformed::new("an id"))
}

/// Success in JSON, failure in a line of text, an urlencoded form for the third.
static MIXED: ReplyFacts = ReplyFacts {
    names: Names::Exact,
    charset: None,
    arms: &[(
        Format::Json,
        &[
            Arm { name: "made", when: &[HTTP_OK, When::Is(STATUS, Test::Text(&["ok"]))], ..ARM },
            Arm {
                name: "failed",
                verdict: Verdict::Rejected,
                reads: Some(Reads::Text(&[FAILED])),
                code: &[CODE],
                ..ARM
            },
            Arm {
                name: "denied",
                verdict: Verdict::Rejected,
                reads: Some(Reads::Form),
                when: &[When::Is(CODE, Test::NotEmpty)],
                code: &[CODE],
                ..ARM
            },
            Arm {
                name: "gone",
                verdict: Verdict::Success,
                reads: Some(Reads::Nothing),
                when: &[When::Http(&[(204, 204)])],
                payload: None,
                ..ARM
            },
            Arm { name: "forbidden", verdict: Verdict::Rejected, when: &[When::Http(&[(403, 403)])], ..ARM },
        ],
    )],
};

#[test]
fn each_arm_reads_the_body_in_its_own_way() {
    let read = |payload: Payload<'_>| match payload.arm {
        "gone" => Ok(format!("{:?} {}", payload.value, payload.body.len())),
        _ => id(payload),
    };
    for (status, body, due) in [
        (200, r#"{"status":"ok","id":"7"}"#, "made: 7"),
        (200, r#"{"status":"ok"}"#, "yes, but expected an id"),
        (200, "ERR 05\r\n", "no Some(\"05\")"),
        (500, "ERR 05", "no Some(\"05\")"),
        (200, "code=17&text=no", "no Some(\"17\")"),
        (204, "", "gone: None 0"),
        (204, " \r\n", "gone: None 3"),
        (204, "x", "Unreadable None"),
        // Nothing was to be read, and nothing was; but no arm holds.
        (200, "", "NoArm None"),
        (200, "ERR 0", "Unreadable None"),
        (200, "ERR 05 x", "Unreadable None"),
        // A form was had, and no arm holds.
        (200, "code=&text=no", "NoArm None"),
        (200, "<html><a href=\"?code=17\">", "Unreadable None"),
        (200, r#"{"status":"no","code":"05"}"#, "NoArm None"),
        (200, r#"{"status":"ok","id":"7"#, "Unreadable None"),
        (403, "<html>", "no None"),
        (403, "code=17&code=18", "Unreadable None"),
    ] {
        assert_eq!(outcome(&MIXED, &answer(status, body), read), due, "{status} {body}");
    }
}

#[test]
fn a_status_alone_is_believed_as_before() {
    static FACTS: ReplyFacts = ReplyFacts {
        names: Names::Exact,
        charset: None,
        arms: &[(
            Format::Json,
            &[
                Arm { name: "done", when: &[HTTP_OK], ..ARM },
                Arm { name: "busy", verdict: Verdict::InDoubt, when: &[When::Http(&[(409, 409)])], ..ARM },
                Arm { name: "refused", verdict: Verdict::Rejected, when: &[When::Http(&[(400, 599)])], ..ARM },
            ],
        )],
    };
    for (status, body, due) in [
        (200, r#"{"id":7}"#, "done: 7"),
        (200, "<html>", "Unreadable None"),
        (404, "<html>", "no None"),
        (404, "{}", "no None"),
        (500, "<html>", "Unreadable None"),
        (500, "{}", "no None"),
        // The arm that the status chooses first is no refusal; a later one is not asked.
        (409, "<html>", "Unreadable None"),
        (409, "{}", "VendorUnsure None"),
    ] {
        assert_eq!(outcome(&FACTS, &answer(status, body), id), due, "{status} {body}");
    }
    // Where the page says that nothing was done, other statuses are believed too.
    static NOTHING_DONE: ReplyFacts = ReplyFacts {
        names: Names::Exact,
        charset: None,
        arms: &[(
            Format::Json,
            &[Arm {
                verdict: Verdict::Rejected,
                when: &[When::Http(&[(503, 503)])],
                stands_for: Some("503"),
                no_effect: true,
                ..ARM
            }],
        )],
    };
    for (status, body, due) in
        [(503, "<html>", "no Some(\"503\")"), (503, "", "no Some(\"503\")"), (502, "", "Unreadable None")]
    {
        assert_eq!(outcome(&NOTHING_DONE, &answer(status, body), id), due, "{status} {body}");
    }
    // A reading of its own has no such exception.
    static OWN: ReplyFacts = ReplyFacts {
        names: Names::Exact,
        charset: None,
        arms: &[(Format::Json, &[Arm { verdict: Verdict::Rejected, reads: Some(Reads::Json), ..ARM }])],
    };
    assert_eq!(outcome(&OWN, &answer(404, "<html>"), id), "Unreadable None");
    assert_eq!(outcome(&OWN, &answer(404, "{}"), id), "no None");
}

#[test]
fn bytes_come_as_they_are() {
    static FACTS: ReplyFacts = ReplyFacts {
        names: Names::Exact,
        charset: None,
        arms: &[(
            Format::Bytes,
            &[
                Arm {
                    name: "failed",
                    verdict: Verdict::Rejected,
                    reads: Some(Reads::Json),
                    when: &[When::Is(CODE, Test::NotEmpty)],
                    code: &[CODE],
                    ..ARM
                },
                Arm {
                    name: "pdf",
                    when: &[HTTP_OK, When::Header("content-type", Test::Prefix("application/pdf"))],
                    ..ARM
                },
            ],
        )],
    };
    let of = |types: &[&'static str], body: &'static [u8]| {
        let mut headers = HeaderMap::new();
        for value in types {
            headers.append(HeaderName::from_static("content-type"), HeaderValue::from_static(value));
        }
        let received = Received::new(StatusCode::OK, headers, body);
        outcome(&FACTS, &received, |payload| Ok(format!("{:?} {}", payload.value, payload.body.len())))
    };
    assert_eq!(of(&["application/pdf"], b"%PDF\xff\0"), "pdf: None 6");
    assert_eq!(of(&["application/pdf;x=y"], b"%PDF"), "pdf: None 4");
    assert_eq!(of(&["application/pdf"], br#"{"code":"05"}"#), "no Some(\"05\")");
    assert_eq!(of(&["text/html"], b"<html>"), "NoArm None");
    assert_eq!(of(&[], b"%PDF"), "NoArm None");
    assert_eq!(of(&["application/pdf"], b""), "Unreadable None");
    assert_eq!(of(&["application/pdf", "text/html"], b"%PDF"), "Unreadable None");
}

#[test]
fn bare_values_and_lists_are_payloads() {
    const JSON: &[Arm] = &[Arm { when: &[HTTP_OK], ..ARM }];
    static VALUE: ReplyFacts = ReplyFacts { charset: None, names: Names::Exact, arms: &[(Format::Json, JSON)] };
    static TEXT: ReplyFacts = ReplyFacts {
        names: Names::Exact,
        charset: None,
        arms: &[(Format::Text, &[Arm { when: &[HTTP_OK, When::Is(&[], Test::Range(0, i64::MAX))], ..ARM }])],
    };
    let integer = |payload: Payload<'_>| Ok(format!("{:?}", read::integer(payload.required()?)?));
    let list = |payload: Payload<'_>| {
        let item = |item| read::integer(item);
        Ok(format!("{:?}", Items::from_value(payload.required()?, ListForm::Repeated, item)?))
    };
    for (body, due) in [
        ("7", "arm: Some(7)"),
        ("\"7\"", "arm: Some(7)"),
        ("null", "arm: None"),
        ("[7]", "yes, but expected an integer"),
    ] {
        assert_eq!(outcome(&VALUE, &answer(200, body), integer), due, "{body}");
    }
    for (body, due) in
        [("[1,2]", "arm: [1, 2]"), ("[]", "arm: []"), ("[1,x", "Unreadable None"), ("", "Unreadable None")]
    {
        assert_eq!(outcome(&VALUE, &answer(200, body), list), due, "{body}");
    }
    for (body, due) in
        [("7\r\n", "arm: Some(7)"), ("-1", "NoArm None"), ("<html>", "NoArm None"), ("", "Unreadable None")]
    {
        assert_eq!(outcome(&TEXT, &answer(200, body), integer), due, "{body}");
    }
}

#[test]
fn rows_and_forms_are_payloads() {
    static ROWS: ReplyFacts = ReplyFacts {
        names: Names::Exact,
        charset: None,
        arms: &[(
            Format::Text,
            &[
                Arm {
                    name: "failed",
                    verdict: Verdict::Rejected,
                    reads: Some(Reads::Text(&[FAILED])),
                    code: &[CODE],
                    ..ARM
                },
                Arm {
                    name: "rows",
                    reads: Some(Reads::Rows(&Rows { rows: &[LINE], ..Rows::EMPTY })),
                    when: &[HTTP_OK],
                    payload: Some(&[Step::Name("rows")]),
                    ..ARM
                },
            ],
        )],
    };
    let read = |payload: Payload<'_>| {
        let row = |row: read::Value<'_>| read::integer(row.sole("id")?.ok_or_else(|| Malformed::new("an id"))?);
        Ok(format!("{:?}", Items::from_value(payload.required()?, ListForm::Repeated, row)?))
    };
    for (body, due) in [
        ("1,a\n2,b\n", "rows: [1, 2]"),
        ("1,a", "rows: [1]"),
        ("ERR 05", "no Some(\"05\")"),
        ("1,a\nERR 05", "Unreadable None"),
        ("", "Unreadable None"),
    ] {
        assert_eq!(outcome(&ROWS, &answer(200, body), read), due, "{body}");
    }
    static FORM: ReplyFacts = ReplyFacts {
        names: Names::IgnoreAsciiCase,
        charset: None,
        arms: &[(
            Format::Form,
            &[
                Arm { when: &[When::Is(STATUS, Test::Integer(&[0]))], ..ARM },
                Arm {
                    verdict: Verdict::Rejected,
                    when: &[When::Is(STATUS, Test::NotInteger(&[0]))],
                    code: &[STATUS],
                    ..ARM
                },
            ],
        )],
    };
    for (body, due) in [
        ("Status=00&id=7", "arm: 7"),
        ("status=-17&id=7", "no Some(\"-17\")"),
        ("status=0&STATUS=1&id=7", "Unreadable None"),
        ("status=&id=7", "NoArm None"),
        ("status=x&id=7", "NoArm None"),
        ("{\"status\":0}", "Unreadable None"),
    ] {
        assert_eq!(outcome(&FORM, &answer(200, body), id), due, "{body}");
    }
}
