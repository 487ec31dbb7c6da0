//! Frames: fields at their leaves, lists, what is left out with a field and what stands in its place.

use generated_client::{DateTime, FilePart, Prepared};
use test_vendor::wide::Item;
use test_vendor::wide::array::Array;
use test_vendor::wide::call::Call;
use test_vendor::wide::graph::Graph;
use test_vendor::wide::parts::Parts;
use test_vendor::wide::tree::Tree;
use test_vendor::wide::wrapped::Wrapped;

use crate::{at, body, config, decimal, decoded, header, prepared, sent, told, with_plain_nonce};

fn noon() -> DateTime {
    at(12, 30, 0)
}

#[test]
fn a_bare_tree_leaves_out_what_is_absent() {
    let request = prepared(&Tree::new(905, "hi"));
    assert_eq!(request.uri(), "https://wide.example/base/tree/0?filter=%7B%7D&two=0&two=x");
    assert_eq!((header(&request, "x-trace"), header(&request, "x-page")), (None, Some(".")));
    assert_eq!(
        request.body(),
        r#"{"messages":[{"to":905,"text":"hi"},7],"empty":"","none":[],"zero":0,"void":null,"word":"-"}"#
    );
}

#[test]
fn a_full_tree_writes_each_field_in_its_own_form() {
    let tree = Tree::new(905, "h\"i")
        .id(7)
        .page(2)
        .trace("T&1")
        .ids(vec![1, 2])
        .name("Ada")
        .at(noon())
        .total(decimal("1.50"))
        .flags(vec![true, false])
        .item(Item::new(1).name("x"))
        .items(vec![Item::new(2)])
        .rest(9)
        .empty(1)
        .none(vec![3])
        .zero(4)
        .void("v")
        .word("w");
    let request = prepared(&tree);
    assert_eq!(
        request.uri(),
        "https://wide.example/base/tree/7/page-2?page=2&ids=1&ids=2&both=2-T%261&filter=%7B%22only%22:%22T%261%22%7D&two=7&two=x"
    );
    assert_eq!((header(&request, "x-trace"), header(&request, "x-page")), (Some("t-T&1"), Some("p2.")));
    assert_eq!(
        request.body(),
        concat!(
            r#"{"messages":[{"to":905,"text":"h\"i","at":"12:30 02.01.2026"},"T&1",7],"total":1.50,"flags":[true,false],"#,
            r#""item":{"id":1,"name":"x"},"items":[{"id":2}],"when":"12:30 02.01.2026","greeting":"Dear Ada, h\"i","#,
            r#""rest":9,"empty":1,"none":[3],"zero":4,"void":"v","word":"w"}"#,
        )
    );
    // A text of two fields needs both.
    assert!(!sent(&Tree::new(1, "x").page(3)).0.contains("both="));
}

#[test]
fn what_stands_for_absence_is_read_as_absent() {
    let reply = |body: &str| decoded(&Tree::new(1, "x"), 200, body).expect("a success");
    let absent = reply(r#"{"ok":true,"when":"0001-01-01","name":"","count":-1}"#);
    assert_eq!((absent.when, absent.name, absent.count), (None, None, None));
    let given = reply(r#"{"ok":true,"when":"2026-01-02","name":"x","count":"5"}"#);
    assert_eq!((given.when.is_some(), given.name.as_deref(), given.count), (true, Some("x"), Some(5)));
    assert_eq!(told(&Tree::new(1, "x"), 200, r#"{"ok":true,"when":"0001-01-00"}"#), "accepted");
}

#[test]
fn a_list_is_the_whole_body() {
    let array = Array::new(vec![Item::new(1), Item::new(2).name("b")]);
    assert_eq!(body(&array), r#"[{"id":1},{"id":2,"name":"b"}]"#);
    assert!(config().prepare(&Array::new(Vec::new())).is_err());
}

#[test]
fn elements_that_repeat_with_other_content_each() {
    let call = Call::new("T<1", decimal("12.5"), noon());
    assert_eq!(
        body(&call),
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>Pay</methodName><params>"#,
            "<param><value><string>T&lt;1</string></value></param><param><value><int>1250</int></value></param>",
            "<param><value><dateTime.iso8601>20260102T12:30:00</dateTime.iso8601></value></param>",
            "<param><value></value></param></params><call-ed>1250</call-ed><tail></tail></methodCall>",
        )
    );
    let call = call.kind("k\"").note("n").items(vec![Item::new(1), Item::new(2)]).tail("t").language("tr");
    assert_eq!(
        body(&call),
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?><methodCall lang="tr"><methodName>Pay</methodName><params>"#,
            "<param><value><string>T&lt;1</string></value></param><param><value><int>1250</int></value></param>",
            "<param><value><dateTime.iso8601>20260102T12:30:00</dateTime.iso8601></value></param>",
            r#"<param><value kind="k&quot;">n</value></param></params>"#,
            "<item><id>1</id></item><item><id>2</id></item><call-ed>1250</call-ed><tail>t</tail></methodCall>",
        )
    );
}

/// Computed apart: `base64(sha1(...))` by Python.
#[test]
fn a_document_is_sent_and_signed() {
    assert_eq!(
        body(&Wrapped::new("a&b").price(decimal("2.5"))),
        concat!(
            "data=eyJtZXJjaGFudCI6IjEwMCIsInRpdGxlIjoiYSZiIiwicHJpY2UiOjIuNX0%3D",
            "&signature=p1Pss6hNouUu9oCLRmm0z2zMsDs%3D",
            "&line=order%3DeyJtZXJjaGFudCI6IjEwMCIsInRpdGxlIjoiYSZiIiwicHJpY2UiOjIuNX0%253D%26zone%3Deu",
            "&greeting=Dear+100",
            "&plain=%7B%22merchant%22%3A%22100%22%2C%22title%22%3A%22a%26b%22%2C%22price%22%3A2.5%7D",
        )
    );
}

#[test]
fn a_fixed_document_with_variables() {
    let query = r#"{"query":"query Find($id: Int!) { thing(id: $id) { name } }","variables":{"id":7"#;
    assert_eq!(body(&Graph::new(7)), format!("{query}}}}}"));
    assert_eq!(body(&Graph::new(7).first(3)), format!("{query},\"first\":3}}}}"));
}

#[test]
fn several_files() {
    let page = |name: &str| FilePart::new(name, name.to_owned());
    let text = |parts: &Parts| {
        let request = with_plain_nonce().prepare(parts).map(Prepared::into_http).expect("a request");
        String::from_utf8(request.into_body().to_vec()).expect("a text")
    };
    let bare = text(&Parts::new(vec![page("1.txt"), page("2.txt")]));
    assert!(bare.contains("name=\"about\"\r\n\r\n{}\r\n") && !bare.contains("sheet"), "{bare}");
    assert_eq!(bare.matches("name=\"pages[]\"; filename=").count(), 2, "{bare}");
    let full = text(&Parts::new(vec![page("1.txt")]).title("t").sheet(page("s")).tags(vec![1, 2]));
    assert!(full.contains("{\"title\":\"t\"}") && full.contains("name=\"sheet\"; filename=\"s\""), "{full}");
    assert_eq!(full.matches("name=\"tags\"").count(), 2, "{full}");
}
