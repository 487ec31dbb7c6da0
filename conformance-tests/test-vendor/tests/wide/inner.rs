//! Documents and patterns in the texts of other documents.

use generated_client::Received;
use http::{HeaderMap, HeaderValue, StatusCode};
use test_vendor::wide::bare_value::BareValue;
use test_vendor::wide::json_in_base64::JsonInBase64;
use test_vendor::wide::soap_text::SoapText;
use test_vendor::wide::text_at_root::TextAtRoot;
use test_vendor::wide::turkish::Turkish;
use test_vendor::wide::turkish_only::TurkishOnly;
use test_vendor::wide::xml_in_json::XmlInJson;

use crate::{HTML, config, decimal, decoded, outcome, told};

#[test]
fn the_text_of_a_result_is_a_pattern() {
    let call = SoapText::new("905");
    let envelope = |inner: &str| format!("<s:Envelope xmlns:s=\"u\"><s:Body>{inner}</s:Body></s:Envelope>");
    let result = |text: &str| envelope(&format!("<SendResponse><SendResult>{text}</SendResult></SendResponse>"));
    assert_eq!(decoded(&call, 200, &result("RECEIVED:a-1")).map(|reply| reply.id).expect("a success"), "a-1");
    let fault = |code: &str| {
        envelope(&format!("<s:Fault><faultcode>{code}</faultcode><faultstring>no</faultstring></s:Fault>"))
    };
    for (status, body, expected) in [
        (200, result("ERROR:05:no money"), "rejected 05 Balance no money"),
        (500, result("ERROR:12:"), "rejected 12 InvalidField -"),
        (500, fault("KO 12"), "rejected 12 InvalidField no"),
        (500, fault("12"), "rejected 12 InvalidField no"),
        (500, fault("KO 91"), "in doubt 91"),
        (200, result("RECEIVED:"), "in doubt -"),
        (200, result("received:a"), "in doubt -"),
        (200, result(""), "in doubt -"),
        (200, result("<x/>"), "in doubt -"),
        (500, result("RECEIVED:a-1"), "in doubt -"),
        (200, envelope(""), "in doubt -"),
        (200, HTML.to_owned(), "in doubt -"),
    ] {
        assert_eq!(told(&call, status, &body), expected, "{body}");
    }
}

#[test]
fn the_root_holds_a_text() {
    let call = TextAtRoot::new();
    let string = |text: &str| format!("<?xml version=\"1.0\"?><string xmlns=\"http://x.example/\">{text}</string>");
    let reply = decoded(&call, 200, &string("1,7;12,50")).expect("a success");
    assert_eq!((reply.id, reply.credit), (7, decimal("12.50")));
    for (body, expected) in [
        (string("0,-12"), "rejected 12 InvalidField -"),
        (string("1,x;12,50"), "in doubt -"),
        (string("1,7;"), "in doubt -"),
        (string(""), "in doubt -"),
        ("1,7;12,50".to_owned(), "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, &body), expected, "{body}");
    }
    let call = BareValue::new();
    assert_eq!(
        decoded(&call, 200, "<balance>125.34</balance>").map(|reply| reply.balance).expect("a success"),
        decimal("125.34")
    );
    for (body, expected) in [
        ("<balance><ErrNo>12</ErrNo><ErrDesc>bad</ErrDesc></balance>", "rejected 12 InvalidField bad"),
        ("<balance/>", "in doubt -"),
        ("<balance><ErrNo/></balance>", "in doubt -"),
        ("<other>125.34</other>", "in doubt -"),
        ("<balance>x</balance>", "accepted"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
}

#[test]
fn a_document_in_a_member_tells() {
    let call = XmlInJson::new("905");
    let json = |xml: &str| {
        let text = serde_json::to_string(xml).expect("a text");
        format!("{{\"transport\":0,\"Result\":{text}}}")
    };
    let body = json(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Response><Status>00</Status><id>7</id><lines no=\"1\"/><lines no=\"2\"/></Response>",
    );
    let reply = decoded(&call, 200, &body).expect("a success");
    assert_eq!((reply.id, reply.lines.map(|lines| lines.len())), (7, Some(2)));
    for (body, expected) in [
        (json("<Response><Status>12</Status><Reason>bad</Reason></Response>"), "rejected 12 InvalidField bad"),
        (json("<Response><Status>00</Status></Response>"), "accepted"),
        (json("<Response><Status/><id>7</id></Response>"), "in doubt -"),
        (json("<Response><Status>00</Status><Status>12</Status></Response>"), "in doubt -"),
        (json("<Response><Status>00</Status>"), "in doubt -"),
        (json("no document"), "in doubt -"),
        (json(""), "in doubt -"),
        ("{\"transport\":12,\"Result\":\"no line\"}".to_owned(), "rejected 12 InvalidField no line"),
        ("{\"transport\":0}".to_owned(), "in doubt -"),
        ("{\"transport\":0,\"Result\":{\"Response\":{\"Status\":\"05\"}}}".to_owned(), "rejected 05 Balance -"),
    ] {
        assert_eq!(told(&call, 200, &body), expected, "{body}");
    }
    assert!((0..body.len()).all(|end| decoded(&call, 200, &body[..end]).is_err()));
}

#[test]
fn a_document_behind_base64_and_a_pattern_in_a_form() {
    let call = JsonInBase64::new();
    // {"ok":true,"id":7} and {"ok":false,"id":7}
    let done = "status=1&data=eyJvayI6dHJ1ZSwiaWQiOjd9";
    assert_eq!(decoded(&call, 200, done).map(|reply| reply.id).expect("a success"), 7);
    let told_id = "status=1&credit=1676&display_message=SENDSMS+FOR+905,MSGID=47328";
    assert_eq!(decoded(&call, 200, told_id).map(|reply| reply.id).expect("a success"), 47328);
    for (body, expected) in [
        ("status=0&display_message=E12+bad", "rejected 12 InvalidField bad"),
        ("status=0&display_message=E05", "rejected 05 Balance -"),
        ("status=1&data=eyJvayI6ZmFsc2UsImlkIjo3fQ==", "in doubt -"),
        ("status=1&data=eyJvayI6dHJ1ZSwi", "in doubt -"),
        ("status=1&display_message=SENDSMS+FOR+905,MSGID=x", "in doubt -"),
        ("status=1", "in doubt -"),
        ("status=0&display_message=no", "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
}

#[test]
fn other_charsets() {
    let received = |content_type: &'static str, body: &[u8]| {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static(content_type));
        Received::new(StatusCode::OK, headers, body.to_vec())
    };
    let (xml, latin) = ("text/xml", "text/xml; charset=ISO-8859-9");
    let declared = b"<?xml version=\"1.0\" encoding=\"ISO-8859-9\"?><r><code>00</code><name>A\xfe\xfdk</name></r>";
    let bare = b"<r><code>00</code><name>A\xfe\xfdk</name></r>";
    let utf8 = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><r><code>00</code><name>Aşık</name></r>".as_bytes();
    let call = Turkish::new();
    for received in [received(xml, declared), received(latin, bare), received(latin, declared), received(xml, utf8)] {
        assert_eq!(config().decode(&call, &received).map(|reply| reply.name).expect("a success"), "Aşık");
    }
    assert_eq!(outcome(config().decode(&call, &received(xml, bare))), "in doubt -", "it is not UTF-8");
    assert_eq!(outcome(config().decode(&call, &received("text/xml; charset=koi8-r", bare))), "in doubt -");
    let failed = received(latin, b"HATA 05 bakiye yetersi\xfe");
    assert_eq!(outcome(config().decode(&call, &failed)), "rejected 05 Balance bakiye yetersiş");
    let only = received("text/plain; charset=utf-8", b"name=A\xfe\xfdk");
    assert_eq!(config().decode(&TurkishOnly::new(), &only).map(|reply| reply.name).expect("a success"), "Aşık");
    // A document of ASCII alone is the same in all of them, and is read without a word in the spec.
    let ascii = "<?xml version=\"1.0\" encoding=\"ISO-8859-9\"?><balance>125.34</balance>";
    assert_eq!(told(&BareValue::new(), 200, ascii), "success");
    assert_eq!(told(&BareValue::new(), 200, &ascii.replace("125.34", "ş")), "in doubt -");
}
