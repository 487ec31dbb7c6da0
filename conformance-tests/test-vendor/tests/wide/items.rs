//! Items with shapes and outcomes of their own.

use generated_client::{Class, ItemError, ItemOutcome, Results};
use test_vendor::wide::Code;
use test_vendor::wide::acks::Acks;
use test_vendor::wide::batch::{Batch, People};
use test_vendor::wide::ids::Ids;
use test_vendor::wide::known::Known;
use test_vendor::wide::lines::{Line, Lines};
use test_vendor::wide::patterns::{Many, One, Patterns};
use test_vendor::wide::recipients::Recipients;
use test_vendor::wide::shapes::{Data, Event, Party, Shapes};

use crate::{HTML, body, config, day, decimal, decoded, told};

#[test]
fn records_are_texts_with_holes() {
    let call = |many| Patterns::new(One::new(day(), 3), many);
    let sent = call(vec![Many::new("905").note("x"), Many::new("906")]);
    assert_eq!(body(&sent), "{\"one\":\"2026:01:02/3\",\"many\":\"905 (x);906\"}");
    for (to, field) in [("9;05", "many[1]"), ("9 (05", "many[1].to"), (" ", "many[1].to"), ("9\n05", "many[1].to")] {
        let refused = config().prepare(&call(vec![Many::new("905"), Many::new(to)])).expect_err("can't be read back");
        assert!(refused.to_string().contains(field), "{to}: {refused}");
    }
    let reply = decoded(&sent, 200, r#"["+989100000:notsync","+9892100:Delivered","1:new"]"#).expect("a success");
    let read: Vec<_> = reply.deliveries.iter().map(|d| (d.number.as_str(), d.state.as_str())).collect();
    assert_eq!(read, [("+989100000", "notsync"), ("+9892100", "Delivered"), ("1", "new")]);
    for (body, expected) in [
        (r#"["+989100000"]"#, "accepted"),
        (r#"["+989100000:"]"#, "accepted"),
        (r#"["a:b",7]"#, "accepted"),
        (r#"[{"number":"1","state":"Delivered"}]"#, "accepted"),
        (r#"{"a":"b:c"}"#, "in doubt -"),
        (HTML, "in doubt -"),
        ("[]", "success"),
    ] {
        assert_eq!(told(&sent, 200, body), expected, "{body}");
    }
}

fn words<F>(error: &ItemError<Code, F>) -> String {
    let code = error.code().map_or("-", generated_client::Code::as_str);
    format!("{:?} {code} {:?} {}", error.outcome(), error.class(), error.message().unwrap_or("-"))
}

fn each<T: std::fmt::Debug, F>(results: &Results<T, Code, F>) -> Vec<String> {
    results.iter().map(|item| item.as_ref().map_or_else(words, |taken| format!("{taken:?}"))).collect()
}

#[test]
fn some_items_are_refused_and_say_whose_they_are() {
    let call = Batch::new(vec![People::new("90500"), People::new("90600"), People::new("90700")]);
    let reply = |items: &str| decoded(&call, 200, &format!("{{\"r\":{{\"ok\":true,\"sent\":{items}}}}}"));
    let body = r#"[{"status":0,"to":"500","id":7},{"status":12,"reason":"no","to":"600"}]"#;
    let read = reply(body).expect("a success");
    let taken: Vec<_> = read.sent.taken().map(|(at, item)| (at, item.to.as_str(), item.id)).collect();
    assert_eq!(taken, [(0, "500", 7)]);
    let (at, error) = read.sent.failed().next().expect("a refusal");
    assert_eq!((at, words(error).as_str()), (1, "Rejected 12 InvalidField no"));
    assert_eq!(error.item().map(|item| item.to.as_str()), Some("600"));
    let left: Vec<_> = read.not_processed.iter().map(|person| person.to.as_str()).collect();
    assert_eq!(left, ["90700"], "what the answer does not mention is reported, refused items are not");
    assert!(read.sent.all().is_err());
    // Nothing that one item lacks takes the others away.
    for (item, due) in [
        (r#"{"status":91,"to":"1"}"#, "InDoubt 91 VendorFault -"),
        (r#"{"status":77,"to":"1"}"#, "InDoubt 77 Unknown -"),
        // Of these the page says that nothing was done.
        (r#"{"status":1077,"to":"1"}"#, "Rejected 1077 Unknown -"),
        (r#"{"status":0,"to":"1"}"#, "Accepted - Unknown -"),
        (r#"{"status":0,"to":"1","id":"x"}"#, "Accepted - Unknown -"),
        (r#"{"status":"x","to":"1","id":7}"#, "InDoubt - Unknown -"),
        (r#"{"to":"1","id":7}"#, "InDoubt - Unknown -"),
        ("null", "InDoubt - Unknown -"),
        ("7", "InDoubt - Unknown -"),
    ] {
        let read = reply(&format!(r#"[{item},{{"status":0,"to":"1","id":8}}]"#)).expect("a success");
        let each: Vec<_> =
            read.sent.iter().map(|item| item.as_ref().map_or_else(words, |taken| taken.id.to_string())).collect();
        assert_eq!(each, [due, "8"], "{item}");
    }
    assert_eq!(told(&call, 200, r#"{"r":{"ok":false,"sent":[]}}"#), "in doubt -");
    // A list that is not there tells of no item.
    assert_eq!(told(&call, 200, r#"{"r":{"ok":true,"sent":null}}"#), "accepted");
    assert_eq!(told(&call, 200, r#"{"r":{"ok":true}}"#), "accepted");
}

#[test]
fn bare_numbers_are_ids_or_codes_in_order() {
    let call = Ids::new(vec!["905".to_owned(), "906".to_owned()]);
    let read = |body| decoded(&call, 200, body).map(|reply| each(&reply.sent));
    assert_eq!(read("[1234567,1000]").expect("a success"), ["1234567", "1000"]);
    assert_eq!(read("[1234567,12]").expect("a success"), ["1234567", "Rejected 12 InvalidField -"]);
    assert_eq!(read("[-5,\"x\"]").expect("a success"), ["InDoubt -5 InvalidField -", "InDoubt - Unknown -"]);
    let all = decoded(&call, 200, "[1001,1002]").expect("a success").sent.all();
    assert_eq!(all.expect("no refusal"), [1001, 1002]);
    for (body, expected) in [
        ("[1234567]", "in doubt -"),
        ("[1,2,3]", "in doubt -"),
        ("[]", "in doubt -"),
        ("{}", "in doubt -"),
        ("1234567", "in doubt -"),
        ("[1234567,1234568]", "success"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
}

#[test]
fn lines_are_done_queued_or_refused() {
    let call = Lines::new(vec!["1".to_owned()]);
    let reply = decoded(&call, 200, "OK 123\r\nWAIT T-1\nERR 05 no money\nERR 12\nBUSY\nwhat?\n").expect("a success");
    let ids =
        reply.lines.taken().filter_map(|(_, line)| if let Line::Sent(sent) = line { Some(sent.id) } else { None });
    assert_eq!(ids.collect::<Vec<_>>(), [123]);
    assert!(matches!(reply.lines.get(1), Some(Ok(Line::Queued(queued))) if queued.ticket == "T-1"));
    let failed: Vec<_> = reply.lines.failed().map(|(at, error)| format!("{at} {}", words(error))).collect();
    let due = [
        "2 Rejected 05 Balance no money",
        "3 Rejected 12 InvalidField -",
        "4 InDoubt - Unknown -",
        "5 InDoubt - Unknown -",
    ];
    assert_eq!(failed, due);
    assert!(!format!("{reply:?}").contains("no money"));
    assert_eq!(told(&call, 200, HTML), "success", "lines of anything are lines, and each of them is in doubt");
    assert_eq!(decoded(&call, 200, HTML).map(|reply| reply.lines.failed().count()).ok(), Some(1));
}

#[test]
fn attributes_tell_what_came_of_an_item() {
    let ack = |inner: &str| format!("<Ack xmlns=\"u\"><Code>101</Code><Targets>{inner}</Targets></Ack>");
    let body = ack(
        r#"<To cli="972" opid="3"><status code="7"> Delivered </status></To><To cli="973"><status code="12">Gone</status></To><To cli="974"><status code="1"/></To><To cli="975"/>"#,
    );
    let read = decoded(&Acks::new(), 200, &body).expect("a success");
    assert_eq!(read.acks.taken().map(|(_, ack)| (ack.number.as_str(), ack.id)).collect::<Vec<_>>(), [("972", 3)]);
    let failed: Vec<_> =
        read.acks.failed().map(|(_, e)| (words(e), e.item().map_or("-", |item| &item.number).to_owned())).collect();
    assert_eq!(failed[0], ("Rejected 12 InvalidField Gone".to_owned(), "973".to_owned()));
    assert_eq!((failed[1].0.as_str(), failed[1].1.as_str()), ("InDoubt - Unknown -", "974"));
    assert_eq!((failed[2].0.as_str(), failed[2].1.as_str()), ("InDoubt - Unknown -", "975"));
    assert_eq!(
        read.acks.failed().next().map(|(_, e)| (e.outcome(), e.class())),
        Some((ItemOutcome::Rejected, Class::InvalidField))
    );
    assert_eq!(told(&Acks::new(), 200, &body.replace("101", "102")), "in doubt -");
}

#[test]
fn one_key_has_several_shapes() {
    let call = Shapes::new();
    let read = |members: &str| decoded(&call, 200, &format!("{{\"ok\":true,{members}}}"));
    assert!(matches!(read(r#""data":{"id":7}"#).expect("a success").data, Data::One(one) if one.id == 7));
    let several = read(r#""data":[{"id":7},{"id":8,"name":"x"}]"#).expect("a success").data;
    assert!(matches!(several, Data::Several(items) if items.len() == 2 && items[1].name.as_deref() == Some("x")));
    assert!(matches!(read(r#""data":5"#).expect("a success").data, Data::Count(5)));
    assert!(matches!(read(r#""data":"none""#).expect("a success").data, Data::Reason(reason) if reason == "none"));
    let with = |more: &str| read(&format!("\"data\":5,{more}"));
    let paid = with(r#""event":{"type":"paid","data":{"order":"A","amount":150}}"#).expect("a success");
    assert!(matches!(paid.event, Some(Event::Paid(paid)) if paid.order == "A" && paid.amount == decimal("1.50")));
    assert!(matches!(with(r#""event":{"type":"gone"}"#).expect("a success").event, Some(Event::Gone)));
    assert!(with(r#""event":null"#).expect("a success").event.is_none());
    let party = |text: &str| with(&format!("\"party\":{text}")).expect("a success").party;
    assert!(
        matches!(party(r#"{"name":"Co","tax_number":"1"}"#), Some(Party::Company(c)) if c.tax_number == "1" && c.name == "Co")
    );
    assert!(matches!(party(r#"{"name":"Ada"}"#), Some(Party::Person(person)) if person.name == "Ada"));
    assert!(party("null").is_none());
    // It happened, but what it says is nothing that the page knows.
    for members in [
        r#""data":true"#,
        r#""data":null"#,
        r#""data":{"id":"x"}"#,
        r#""data":5,"event":{"type":"other"}"#,
        r#""data":5,"event":{"type":"paid"}"#,
        r#""data":5,"event":"paid""#,
        r#""data":5,"party":{"tax_number":"1"}"#,
    ] {
        assert_eq!(told(&call, 200, &format!("{{\"ok\":true,{members}}}")), "accepted", "{members}");
    }
}

#[test]
fn items_that_are_one_value_are_known_by_it() {
    let call = Recipients::new(vec!["90500".into(), "90600".into(), "90700".into()]);
    let body = r#"{"ok":true,"sent":[{"status":12,"number":"700"},{"status":0,"number":"500","id":7}]}"#;
    let read = decoded(&call, 200, body).expect("a success");
    assert_eq!(read.sent.taken().map(|(_, item)| item.id).collect::<Vec<_>>(), [7]);
    assert_eq!(read.not_processed, ["90600"], "what the answer does not mention");
    let call = Known::new(vec![1, 2, 2, 3]);
    let read = decoded(&call, 200, r#"{"ok":true,"known":[3,2]}"#).expect("a success");
    assert_eq!(read.unknown, [1, 2]);
}
