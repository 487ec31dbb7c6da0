//! Requests, and the replies that show the same forms.

use generated_client::{Date, FilePart, OffsetDateTime, Prepared};
use test_vendor::wide::Cents;
use test_vendor::wide::dates::Dates;
use test_vendor::wide::line::Line;
use test_vendor::wide::lists::Lists;
use test_vendor::wide::lists_in_a_form::{self, ListsInAForm};
use test_vendor::wide::pay::Pay;
use test_vendor::wide::soap::{self, Soap};
use test_vendor::wide::upload::Upload;
use test_vendor::wide::wrapped_json::{self, WrappedJson};
use test_vendor::wide::wrapped_xml::{self, WrappedXml};

use crate::{HTML, at, body, config, day, decimal, decoded, header, prepared, sent, told, with_plain_nonce};

const SIGN: &str = "sign=8801a8e2911cc5caaac9c202ce59c086ce3367bfba9cd22744a3ec8380c3fb25";

#[test]
fn a_form_with_its_envelope() {
    let request = prepared(&Pay::new(decimal("12.5")));
    assert_eq!(request.uri(), "https://wide.example/base/api/pay.php");
    assert_eq!(header(&request, "authorization"), Some("Basic MTAwOmN6Tmpjak4w"));
    assert_eq!(header(&request, "x-nonce"), Some("N-1"));
    assert_eq!(header(&request, "content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.body(), &format!("merchant=100&time=20260102060405&version=2&amount=1250&{SIGN}"));
}

#[test]
fn every_codec_of_a_scalar() {
    let pay = |set: fn(Pay) -> Pay| {
        let body = body(&set(Pay::new(decimal("12.50"))));
        let start = "merchant=100&time=20260102060405&version=2&amount=1250&";
        body.strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(&format!("&{SIGN}")))
            .expect("what is around it")
            .to_owned()
    };
    assert_eq!(pay(|pay| pay.total(Cents::new(decimal("0.07")).expect("in range"))), "total=7");
    assert_eq!(pay(|pay| pay.installments(3)), "installments=03");
    assert_eq!(pay(|pay| pay.rate(decimal("1.5"))), "rate=1.500");
    assert_eq!(pay(|pay| pay.price(decimal("1.5"))), "price=1%2C5");
    assert_eq!(pay(|pay| pay.fee(decimal("-3"))), "fee=-3%2C00");
    assert_eq!((pay(|pay| pay.test(true)), pay(|pay| pay.test(false))), ("test=Y".into(), "test=N".into()));
    assert_eq!(pay(|pay| pay.since(at(3, 4, 5))), "since=1767323045");
    assert_eq!(pay(|pay| pay.until(at(3, 4, 5))), "until=1767323045000");
    assert_eq!(pay(|pay| pay.note("hé")), "note=aMOp");
    assert_eq!(pay(|pay| pay.link("a?b>c~")), "link=YT9iPmN-");
    assert_eq!(pay(|pay| pay.blob(vec![0, 255])), "blob=00ff");
    assert_eq!(pay(|pay| pay.back("a b&c/ü")), "back=a%2520b%2526c%252F%25C3%25BC");
    assert_eq!(pay(|pay| pay.twice("hi")), "twice=Njg2OQ%3D%3D");
    assert_eq!(pay(|pay| pay.user_name("A=B C")), "user[name]=A%3DB+C");
}

/// What a way of writing can't hold is refused, and nothing is rounded.
#[test]
fn what_can_not_be_written_is_refused() {
    let pay = || Pay::new(decimal("12.50"));
    for (pay, field) in [
        (Pay::new(decimal("0.005")), "amount"),
        (pay().installments(100), "installments"),
        (pay().installments(-1), "installments"),
        (pay().rate(decimal("1.2345")), "rate"),
        (pay().fee(decimal("1.234")), "fee"),
    ] {
        let Err(error) = config().prepare(&pay) else { panic!("{field} is written") };
        assert!(error.to_string().contains(field), "{error}");
    }
    assert!(Cents::new(decimal("1000000.01")).is_err());
    assert!(config().prepare(&Lists::new().flags(vec![true; 4])).is_err());
}

#[test]
fn every_pattern_of_a_date() {
    let zoned = |offset| OffsetDateTime::new(at(3, 4, 5), offset).expect("an offset");
    let line = |dates: Dates| sent(&dates).0.replace("GET https://wide.example/base/api/dates?", "");
    assert_eq!(sent(&Dates::new()).0, "GET https://wide.example/base/api/dates");
    assert_eq!(line(Dates::new().short(day())), "short=2.1.26");
    assert_eq!(line(Dates::new().packed(day())), "packed=20260102");
    assert_eq!(line(Dates::new().solar(Date::from_jalali(1404, 12, 9).expect("a day"))), "solar=04/12/09");
    assert_eq!(line(Dates::new().noon(at(12, 30, 0))), "noon=01/02/2026%2012:30%20PM");
    assert_eq!(line(Dates::new().noon(at(0, 5, 0))), "noon=01/02/2026%2012:05%20AM");
    assert_eq!(line(Dates::new().early(at(7, 5, 0))), "early=02-01-2026%207:05");
    let exact = at(3, 4, 5).with_nanosecond(67_000_000).expect("a fraction");
    assert_eq!(line(Dates::new().exact(exact)), "exact=2026-01-02T03:04:05.067");
    assert_eq!(line(Dates::new().zoned(zoned(180))), "zoned=2026-01-02T03:04:05%2B03:00");
    assert_eq!(line(Dates::new().compact(zoned(-210))), "compact=20260102030405-0330");
    assert_eq!(line(Dates::new().packed(day()).early(at(10, 0, 0))), "packed=20260102&early=02-01-2026%2010:00");

    let reply = decoded(
        &Dates::new(),
        200,
        r#"{"ok":1,"day":"2.1.26","noon":"01/02/2026 12:30 PM","zoned":"2026-01-02T03:04:05+03:00","since":"1767323045","until":1767323045000}"#,
    );
    let reply = reply.expect("a success");
    assert_eq!((reply.day, reply.noon, reply.zoned), (Some(day()), Some(at(12, 30, 0)), Some(zoned(180))));
    assert_eq!((reply.since, reply.until), (Some(at(3, 4, 5)), Some(at(3, 4, 5))));
    for (noon, hour) in [("2026-01-02 09:30", 9), ("2026-01-02 9:30:00.0", 9), ("01/02/2026 12:30 am", 0)] {
        let reply = decoded(&Dates::new(), 200, &format!(r#"{{"ok":true,"noon":"{noon}"}}"#)).expect("a success");
        assert_eq!(reply.noon, Some(at(hour, 30, 0)), "{noon}");
    }
    for bad in [
        r#""day":"31.2.26""#,
        r#""noon":"01/02/2026 13:30 PM""#,
        r#""noon":"2026-01-02""#,
        r#""zoned":"2026-01-02T03:04:05""#,
        r#""since":"soon""#,
    ] {
        assert_eq!(told(&Dates::new(), 200, &format!(r#"{{"ok":true,{bad}}}"#)), "accepted", "{bad}");
    }
    assert_eq!(told(&Dates::new(), 200, r#"{"ok":false}"#), "in doubt -");
}

#[test]
fn lists_in_queries_and_forms() {
    let lists = Lists::new();
    assert_eq!(sent(&lists).0, "GET https://wide.example/base/v2/100/lists?key=100&zone=eu");
    let lists =
        lists.ids(vec![1, 2]).names(vec!["a b".into(), "c&d".into()]).days(vec![day(), day()]).flags(vec![true, false]);
    let query = "key=100&zone=eu&ids=1&ids=2&names[]=a%20b&names[]=c%26d&days=20260102,20260102&flags=1%7C0";
    assert_eq!(sent(&lists).0, format!("GET https://wide.example/base/v2/100/lists?{query}"));
    // A key that comes no time at all can't say that the list is empty.
    assert!(config().prepare(&Lists::new().ids(Vec::new())).is_err());

    let form = |ids: Vec<i64>, numbers: Vec<i64>| {
        ListsInAForm::new(lists_in_a_form::Required { ids, names: vec!["ü".into()], numbers })
    };
    let (line, body) = sent(&form(vec![1, -2], vec![7, 42]));
    assert_eq!(
        (line.as_str(), body.as_str()),
        ("PUT https://wide.example/base/api/lists_in_a_form", "ids=1&ids=-2&names[]=%C3%BC&numbers=MDAwNywwMDQy")
    );
    assert!(config().prepare(&form(Vec::new(), vec![7])).is_err());

    assert_eq!(
        decoded(&Lists::new(), 200, r#"{"words":"a; b"}"#).map(|reply| reply.words.len()).expect("a success"),
        2
    );
    assert_eq!(told(&Lists::new(), 200, r#"{"words":"a;b;"}"#), "accepted", "an item is never made of nothing");
    assert_eq!(told(&Lists::new(), 200, "{}"), "in doubt -");
}

#[test]
fn documents_in_a_form() {
    let xml = WrappedXml::new(7, "a<b>&\"c\"").note("]]>").lines(vec![wrapped_xml::Line::new(1, "x&y")]);
    let request = prepared(&xml);
    assert_eq!(header(&request, "content-type"), Some("application/x-www-form-urlencoded; charset=utf-8"));
    let body = request.body();
    let document = form_value(body, "xmldata");
    assert_eq!(
        document,
        r#"<?xml version="1.0" encoding="UTF-8"?><Request><Auth user="100">czNjcjN0</Auth><Order id="7"><Title>a&lt;b&gt;&amp;"c"</Title><Note><![CDATA[]]]]><![CDATA[>]]></Note><Lines><Line no="1">x&amp;y</Line></Lines></Order></Request>"#
    );
    assert!(body.starts_with("zone=eu&xmldata=%3C%3Fxml+version%3D"), "{body}");
    assert!(config().prepare(&WrappedXml::new(7, "\u{0}")).is_err(), "no XML holds it");

    let json = WrappedJson::new("a\"b", decimal("2.5"), wrapped_json::Basket::new("x", decimal("2.50")));
    let json = json.extra(wrapped_json::Extra::new(1)).card(wrapped_json::Card::new("4111"));
    let body = self::body(&json);
    assert!(body.starts_with("cmd=wrapped_json&data=%7B%22auth%22"), "{body}");
    assert_eq!(
        form_value(&body, "data"),
        r#"{"auth":{"merchant":"100"},"order":{"title":"a\"b","amount":"2.50","basket":"eyJuYW1lIjoieCIsInByaWNlIjoyNTB9","extra":"{\"a\":1}","card":"PG51bWJlcj40MTExPC9udW1iZXI-"}}"#
    );
    let shown = format!("{json:?}");
    assert!(!shown.contains("4111"), "{shown}");

    let reply = decoded(&json, 200, r#"{"data":{"receipt":"eyJpZCI6NywicGFpZCI6MTI1MH0="}}"#).expect("a success");
    assert_eq!((reply.receipt.id, reply.receipt.paid), (7, decimal("12.50")));
    for bad in ["eyJpZCI6NywicGFpZCI6MTI1MH", "!", "bm8=", "e30="] {
        assert_eq!(told(&json, 200, &format!(r#"{{"data":{{"receipt":"{bad}"}}}}"#)), "accepted", "{bad}");
    }
    for (form, expected) in [
        ("status=00&ref=1", "success"),
        ("status=0", "in doubt -"),
        ("ref=00", "in doubt -"),
        ("status=00&status=01", "in doubt -"),
        (HTML, "in doubt -"),
        ("", "in doubt -"),
    ] {
        assert_eq!(told(&xml, 200, form), expected, "{form}");
    }
}

/// The value of a name of a form, decoded.
fn form_value(form: &str, name: &str) -> String {
    let value =
        form.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).expect("the name").replace('+', " ");
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        (rest, _) = match (first, tail) {
            (b'%', [high, low, tail @ ..]) => {
                let digits = [*high, *low];
                let text = std::str::from_utf8(&digits).expect("digits");
                (tail, bytes.push(u8::from_str_radix(text, 16).expect("digits")))
            }
            (byte, tail) => (tail, bytes.push(*byte)),
        };
    }
    String::from_utf8(bytes).expect("a text")
}

#[test]
fn a_body_of_text() {
    let line = Line::new(905, "a b\n{c}");
    let request = prepared(&line);
    assert_eq!(header(&request, "content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(request.body(), "SEND 100 905 {a b\n{c}}");
    for (reply, expected) in [
        ("OK", "success"),
        ("OK\r\n", "success"),
        (" OK", "in doubt -"),
        ("OK1", "in doubt -"),
        ("ok", "in doubt -"),
        ("", "in doubt -"),
        (HTML, "in doubt -"),
    ] {
        assert_eq!(told(&line, 200, reply), expected, "{reply}");
    }
    assert_eq!(told(&line, 500, "OK"), "in doubt -");
}

#[test]
fn soap() {
    let soap = Soap::new(soap::User::new(5, "x<y"), soap::Data::new(7).b("q]]>")).language("tr\"").empty(true);
    let request = prepared(&soap);
    assert_eq!(request.uri(), "https://wide.example/base/soap");
    assert_eq!(
        (header(&request, "soapaction"), header(&request, "content-type")),
        (Some("\"urn:Balance\""), Some("text/xml; charset=utf-8"))
    );
    assert_eq!(header(&request, "authorization"), None);
    assert_eq!(
        request.body(),
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:w="urn:wide">"#,
            r#"<soap:Header><w:Auth hash="3098ba89c8b94d815823472089ab9131"><w:User>100</w:User></w:Auth><w:Note/><w:Until w:nil="true"/></soap:Header>"#,
            r#"<soap:Body><w:BalanceRequest version="2.0" lang="tr&quot;"><w:user id="5">x&lt;y</w:user>"#,
            r#"<data><![CDATA[<a>7</a><b>q]]&gt;</b>]]></data><empty>true</empty></w:BalanceRequest></soap:Body></soap:Envelope>"#,
        )
    );
    let envelope = |body: &str| {
        format!(r#"<?xml version="1.0"?><S:Envelope xmlns:S="u"><S:Header/><S:Body>{body}</S:Body></S:Envelope>"#)
    };
    let done = r#"<ns2:BalanceResponse xmlns:ns2="urn:wide" currency="TRY"><ns2:balance>1.234,50</ns2:balance></ns2:BalanceResponse>"#;
    let plain = r#"<BalanceResponse currency="TRY"><balance>1234,50</balance><account no="5">x</account><detail>&lt;a&gt;1&lt;/a&gt;</detail></BalanceResponse>"#;
    let reply = decoded(&soap, 200, &envelope(plain)).expect("a success");
    assert_eq!((reply.currency.as_deref(), reply.balance), (Some("TRY"), decimal("1234.50")));
    assert_eq!(reply.account.map(|account| (account.number, account.name)), Some((5, "x".to_owned())));
    assert_eq!(reply.detail.map(|detail| detail.a), Some(1));
    let fault = "<S:Fault><faultcode>12</faultcode><faultstring>bad</faultstring></S:Fault>";
    for (body, expected) in [
        (envelope(done), "success"),
        (envelope(&done.replace("1.234,50", "1,234.50")), "accepted"),
        (envelope(fault), "rejected 12 InvalidField bad"),
        (envelope(&format!("{plain}{fault}")), "rejected 12 InvalidField bad"),
        (envelope(&format!("{plain}<S:Fault/>")), "in doubt -"),
        (envelope("<S:Fault><faultcode>91</faultcode></S:Fault>"), "in doubt 91"),
        (envelope(""), "in doubt -"),
        (envelope("<Other/>"), "in doubt -"),
        (format!("<Envelope>{plain}</Envelope>"), "in doubt -"),
        (plain.to_owned(), "in doubt -"),
        (HTML.to_owned(), "in doubt -"),
        (String::new(), "in doubt -"),
    ] {
        assert_eq!(told(&soap, 200, &body), expected, "{body}");
    }
    assert_eq!(told(&soap, 500, &envelope(fault)), "rejected 12 InvalidField bad");
    assert_eq!(told(&soap, 500, &envelope(plain)), "in doubt -");
    let whole = envelope(plain);
    assert!((0..whole.len()).all(|end| decoded(&soap, 200, &whole[..end]).is_err()));
}

#[test]
fn a_file_among_fields() {
    let sheet = || FilePart::new("a.csv", "x;y").with_content_type("text/csv");
    let upload = Upload::new(sheet(), 3).title("T\u{fc}").group(7);
    let request = with_plain_nonce().prepare(&upload).map(Prepared::into_http).expect("a request");
    let request = request.map(|body| String::from_utf8(body.to_vec()).expect("a text"));
    let content_type = header(&request, "content-type").expect("a content type");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let field = |name: &str, value: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"sheet\"; filename=\"a.csv\"\r\n\
         Content-Type: text/csv\r\n\r\nx;y\r\n"
    );
    let fields = [field("merchant", "100"), file, field("count", "3"), field("title", "T\u{fc}"), field("group", "7")];
    assert_eq!(*request.body(), format!("{}--{boundary}--\r\n", fields.concat()));

    let bare = Upload::new(sheet(), 3);
    assert_eq!(told(&bare, 204, ""), "success");
    assert_eq!(told(&bare, 400, r#"{"error":"12"}"#), "rejected 12 InvalidField -");
    assert_eq!(told(&bare, 200, HTML), "in doubt -");
}

#[test]
fn rules_over_several_fields() {
    let upload = || Upload::new(FilePart::new("a.csv", "x"), 3);
    let refused =
        |upload: Upload| with_plain_nonce().prepare(&upload).map(|_| ()).map_err(|invalid| invalid.to_string());
    assert_eq!(refused(upload().template(1)), Ok(()));
    assert_eq!(refused(upload().title("T").group(1).note("n")), Ok(()));
    for (upload, names) in [
        (upload().group(1), ["title", "template"]),
        (upload().title("T").template(1), ["title", "template"]),
        (upload().title("T"), ["template", "group"]),
        (upload().template(1).note("n").remark("r"), ["note", "remark"]),
    ] {
        let says = refused(upload).expect_err("a rule is broken");
        assert!(names.iter().all(|name| says.contains(name)), "{says}");
    }
}
