//! Replies in text: patterns, pairs, rows of several shapes; and records at the top that say nothing of success.

use test_vendor::wide::all_optional::AllOptional;
use test_vendor::wide::by_status::ByStatus;
use test_vendor::wide::code_first::CodeFirst;
use test_vendor::wide::hex_id::HexId;
use test_vendor::wide::name_and_value::NameAndValue;
use test_vendor::wide::numbers_in_a_line::NumbersInALine;
use test_vendor::wide::several_ids::SeveralIds;
use test_vendor::wide::table_with_edges::TableWithEdges;
use test_vendor::wide::whole_record::WholeRecord;
use test_vendor::wide::word_or_number::WordOrNumber;

use crate::{HTML, decoded, told};

#[test]
fn ids_with_blanks_between() {
    let call = SeveralIds::new("905");
    let reply = decoded(&call, 200, "OK 111 222 333 UR:a-1\r\n").expect("a success");
    assert_eq!((reply.ids, reply.ref_.as_deref()), (vec![111, 222, 333], Some("a-1")));
    let reply = decoded(&call, 200, "OK 111").expect("a success");
    assert_eq!((reply.ids, reply.ref_), (vec![111], None));
    for (status, body, expected) in [
        (402, "ERR -12", "rejected 12 InvalidField -"),
        (200, "ERR -91", "in doubt 91"),
        (200, "OK ", "in doubt -"),
        (200, "OK", "in doubt -"),
        (200, "OK  UR:a-1", "accepted"),
        (200, "OK x", "accepted"),
        (500, "OK 111", "in doubt -"),
        (200, HTML, "in doubt -"),
        (200, "", "in doubt -"),
    ] {
        assert_eq!(told(&call, status, body), expected, "{body}");
    }
}

#[test]
fn a_code_that_leads() {
    let call = CodeFirst::new("905");
    assert_eq!(decoded(&call, 200, "00 123|124|125").map(|reply| reply.ids.len()).expect("a success"), 3);
    assert_eq!(decoded(&call, 200, "00 123").map(|reply| reply.ids).expect("a success"), ["123"]);
    for (body, expected) in [
        ("05", "rejected 05 Balance -"),
        ("12 bad field", "rejected 12 InvalidField bad field"),
        ("00 ", "in doubt -"),
        ("00", "in doubt -"),
        ("00  ", "in doubt -"),
        ("0", "in doubt -"),
        (HTML, "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
}

/// A status is believed whatever comes with it; one behind the vendor's front only where the page says what it means.
#[test]
fn statuses_that_say_all() {
    let call = ByStatus::new("905");
    for (status, body, expected) in [
        (200, "7", "success"),
        (402, "", "rejected 402 Balance -"),
        (402, "Saldo insuficiente", "rejected 402 Balance -"),
        (402, HTML, "rejected 402 Balance -"),
        (402, "{}", "rejected 402 Balance -"),
        (402, "7", "rejected 402 Balance -"),
        (503, HTML, "rejected 503 Unavailable -"),
        (503, "", "rejected 503 Unavailable -"),
        (503, "7", "rejected 503 Unavailable -"),
        (502, HTML, "in doubt -"),
        (500, "", "in doubt -"),
        (404, "", "in doubt -"),
        (200, "", "in doubt -"),
    ] {
        assert_eq!(told(&call, status, body), expected, "{status} {body}");
    }
}

/// A sentence as long as an id is none.
#[test]
fn characters_of_an_id() {
    let call = HexId::new("905");
    let reply = decoded(&call, 200, "3763646a633731393538313a\n").expect("a success");
    assert_eq!(reply.id, "3763646a633731393538313a");
    for (body, expected) in [
        ("05", "rejected 05 Balance -"),
        ("code: 12", "rejected 12 InvalidField -"),
        ("12: Please give a number", "rejected 12 InvalidField Please give a number"),
        ("77: Please give a number", "in doubt -"),
        ("Please give a number now", "in doubt -"),
        ("3763646g633731393538313a", "in doubt -"),
        ("3763646A633731393538313A", "in doubt -"),
        ("77", "in doubt -"),
        (HTML, "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
}

#[test]
fn sentences_that_stand_for_codes() {
    let call = WordOrNumber::new("905");
    assert_eq!(decoded(&call, 200, "1234").map(|reply| reply.id).expect("a success"), 1234);
    for (status, body, expected) in [
        (200, "0", "in doubt -"),
        (200, "-5", "in doubt -"),
        (400, "1234", "in doubt -"),
        (200, "Please try again later.", "in doubt 91"),
        (400, "INVALID_SOURCE_ADDRESS", "in doubt INVALID_SOURCE_ADDRESS"),
        (200, "INVALID_SOURCE_ADDRESS", "in doubt -"),
        (400, "NOTHING", "in doubt -"),
        (400, HTML, "in doubt -"),
    ] {
        assert_eq!(told(&call, status, body), expected, "{status} {body}");
    }
}

#[test]
fn lines_of_a_name_and_a_value() {
    let call = NameAndValue::new("905");
    let reply = decoded(&call, 200, "status=0\r\nid=5\r\nids = 1|2\r\n").expect("a success");
    assert_eq!((reply.id, reply.ids), (5, Some(vec![1, 2])));
    for (body, expected) in [
        ("id=5\nstatus=00\n\nmore=x=y", "success"),
        ("status=12\nerror=bad", "rejected 12 InvalidField bad"),
        ("STATUS:is CLOSED;REASON:05", "rejected 05 Balance -"),
        ("STATUS:is OPEN;REASON:05", "in doubt -"),
        ("status=0", "accepted"),
        ("status=\nid=5", "in doubt -"),
        ("status=0\nstatus=12\nid=5", "in doubt -"),
        ("status=0\nid=5\nOK", "in doubt -"),
        ("OK", "in doubt -"),
        (HTML, "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
}

#[test]
fn rows_of_several_shapes() {
    let call = TableWithEdges::new();
    let body = "TITLE;Report\r\nHEADER;id;name;note\r\nD;1;\"a;\"\"b\"\"\";x\r\nD;2;c\r\nEND\r\n";
    let entries = decoded(&call, 200, body).expect("a success").entries;
    assert_eq!(
        (entries[0].id.as_str(), entries[0].name.as_str(), entries[0].note.as_deref()),
        ("1", "a;\"b\"", Some("x"))
    );
    assert_eq!((entries[1].name.as_str(), entries[1].note.as_deref()), ("c", None));
    assert_eq!(decoded(&call, 200, "TITLE;x\nHEADER;y\nEND").map(|reply| reply.entries.len()).expect("a success"), 0);
    for (body, expected) in [
        ("TITLE;x\nHEADER;y\nD;1;a\n", "in doubt -"),
        ("TITLE;x\nD;1;a\nEND", "in doubt -"),
        ("TITLE;x\nHEADER;y\nE;1;a\nEND", "in doubt -"),
        ("ERROR 12", "rejected 12 InvalidField -"),
        (HTML, "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
    assert!((0..body.trim_end().len()).all(|end| decoded(&call, 200, &body[..end]).is_err()), "a cut table is none");

    let call = NumbersInALine::new();
    assert_eq!(decoded(&call, 200, "ID: 1,2,3").map(|reply| reply.ids).expect("a success"), [1, 2, 3]);
    for (body, expected) in
        [("-12", "rejected -12 Unknown -"), ("ID: ", "in doubt -"), ("ID: 1,,3", "in doubt -"), ("12", "in doubt -")]
    {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
}

#[test]
fn a_record_at_the_top_has_what_it_requires() {
    let call = WholeRecord::new();
    for (body, expected) in [
        (r#"{"id":7}"#, "success"),
        (r#"{"id":7,"owner":{"status":"free"}}"#, "success"),
        (r#"{"id":7,"owner":{"status":"blocked"}}"#, "rejected - Permission -"),
        (r#"{"error":"no"}"#, "rejected - Unknown no"),
        (r#"{"error":{"code":"12"}}"#, "rejected 12 InvalidField -"),
        (r#"{"error":5}"#, "in doubt -"),
        ("{}", "in doubt -"),
        ("[]", "in doubt -"),
        ("null", "in doubt -"),
        ("7", "in doubt -"),
        (r#"[{"id":7}]"#, "in doubt -"),
        (r#"{"id":"x"}"#, "accepted"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
    let call = AllOptional::new();
    for (body, expected) in [
        (r#"{"name":"x"}"#, "success"),
        (r#"{"note":"x"}"#, "in doubt -"),
        ("{}", "in doubt -"),
        ("[]", "rejected - NotFound -"),
        ("null", "rejected - NotFound -"),
        ("\"x\"", "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
}
