//! The vendor whose requests and replies have every shape, to the byte. What is signed here was computed apart, by
//! Python's `hashlib` and `hmac`.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use generated_client::{
    Code as _, Config, Date, DateTime, Decimal, Error, FilePart, OffsetDateTime, Operation, Prepared, Received, Secret,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use test_vendor::wide::{self, Cents, Code, Wide};
use wide::attributes::{Attributes, State};
use wide::dates::Dates;
use wide::file::File;
use wide::line::Line;
use wide::list_at_top::ListAtTop;
use wide::list_or_ticket::{ListOrTicket, ListOrTicketReply};
use wide::lists::Lists;
use wide::lists_in_a_form::{self, ListsInAForm};
use wide::nothing::Nothing;
use wide::number::Number;
use wide::pairs::{Pairs, PairsReply};
use wide::pay::Pay;
use wide::rows::Rows;
use wide::sign::Sign;
use wide::signed_body::SignedBody;
use wide::signed_form::SignedForm;
use wide::signed_query::SignedQuery;
use wide::soap::{self, Soap};
use wide::table::Table;
use wide::transfer::{Transfer, TransferReply};
use wide::upload::Upload;
use wide::wrapped_json::{self, WrappedJson};
use wide::wrapped_xml::{self, WrappedXml};

/// 2026-01-02 03:04:05.678 in UTC, and one nonce.
fn config() -> wide::Config {
    let credentials = wide::Credentials::new(wide::CredentialsRequired {
        merchant: Secret::from("100"),
        secret: Secret::from("czNjcjN0"),
    });
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_323_045_678);
    Config::new(credentials).clock(Arc::new(move || time)).nonce(Arc::new(|| "N-1".to_owned()))
}

fn prepared<O: Operation<Vendor = Wide>>(operation: &O) -> http::Request<String> {
    let request = config().prepare(operation).map(Prepared::into_http).expect("a request that keeps the rules");
    request.map(|body| String::from_utf8(body.to_vec()).expect("a text"))
}

/// The request line, and the body.
fn sent<O: Operation<Vendor = Wide>>(operation: &O) -> (String, String) {
    let request = prepared(operation);
    (format!("{} {}", request.method(), request.uri()), request.into_body())
}

fn body<O: Operation<Vendor = Wide>>(operation: &O) -> String {
    sent(operation).1
}

fn header<'a>(request: &'a http::Request<String>, name: &str) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().expect("a text"))
}

fn decoded<O: Operation<Vendor = Wide>>(operation: &O, status: u16, body: &str) -> Result<O::Reply, Error<Code>> {
    config().decode(
        operation,
        &Received::new(StatusCode::from_u16(status).expect("a status"), HeaderMap::new(), body.to_owned()),
    )
}

/// What came of it, in one line.
fn told<O: Operation<Vendor = Wide>>(operation: &O, status: u16, body: &str) -> String
where
    O::Reply: std::fmt::Debug,
{
    outcome(decoded(operation, status, body))
}

fn outcome<T: std::fmt::Debug>(result: Result<T, Error<Code>>) -> String {
    match result {
        Ok(_) => "success".to_owned(),
        Err(Error::Rejected(error)) => format!(
            "rejected {} {:?} {}",
            error.code().map_or("-", |code| code.as_str()),
            error.class(),
            error.message().unwrap_or("-")
        ),
        Err(Error::InDoubt(error)) => format!("in doubt {}", error.code().unwrap_or("-")),
        Err(Error::Accepted(_)) => "accepted".to_owned(),
        Err(other) => format!("{other:?}"),
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn day() -> Date {
    Date::new(2026, 1, 2).expect("a day")
}

fn at(hour: u8, minute: u8, second: u8) -> DateTime {
    DateTime::new(day(), hour, minute, second).expect("a time")
}

const HTML: &str = "<!DOCTYPE html><html><body>OK</body></html>";
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
    assert_eq!(told(&Lists::new(), 200, "{}"), "accepted");
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
            r#"<soap:Header><w:Auth hash="3098ba89c8b94d815823472089ab9131"><w:User>100</w:User></w:Auth></soap:Header>"#,
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

/// RFC 2202 and 4231 have the HMACs with this key and message.
#[test]
fn every_function_of_an_expression() {
    let sign = Sign::new("what do ya want for nothing?");
    let (line, body) = sent(&sign);
    assert_eq!(line, "POST https://wide.example/base/sign/sign");
    let expected = [
        r#"{"md5":"d03cb659cbf9192dcd066272249f8412","sha1":"8F820394F95335182045DA24F34DE52BF8BC3432","#,
        r#""sha256":"b381e7fec653fc3ab9b178272366b8ac87fed8d31cb25ed1d0e1f3318644c89c","#,
        r#""sha384":"1ab7b35ff828054ad6d188df1d8fb729f67515d1288fd66e7725043e9da06e36598f26b302f8b044a554ec1230bf1702","#,
        r#""sha512":"A3ADCA3C9C1E45B39EF51B0703692E09AB3A20404DD7617537144720F35E304E89E530DB6DB9DEB50F8B33E38D951F2FFC973085B7F0CCB11178799D113481F2","#,
        r#""hmac_md5":"750c783e6ab0b503eaa86e310a5db738","hmac_sha1":"effcdf6ae5eb2fa2d27416d5f184df9c259a7c79","#,
        r#""hmac_sha256":"W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=","#,
        r#""hmac_sha512":"Fkt6e_z4GeLjlfvnO1bgo4e9ZCIugx_WECcM1-olBVSXWL91wFqZSm0DT2X48Ob9yuqxo01Ka0tjbgcKOLznNw","#,
        r#""hmac_of_secret":"42384a47258e6b3a3e4259c5066027dc2cefea44ae2438a51f670cff63af0a15","#,
        r#""twice":"fabce83b6a24f6bc5e320011a84936c539bc6cdc41af403badf23bcd8c814765","nested":"d5fb21c6237cc65201dda40e613708ed","#,
        r#""base64":"d2hhdCBkbyB5YSB3YW50IGZvciBub3RoaW5nPw==","base64url":"d2hhdCBkbyB5YSB3YW50IGZvciBub3RoaW5nPw","back":"d2hhdCBkbyB5YSB3YW50IGZvciBub3RoaW5nPw==","#,
        r#""hex":"7768617420646f2079612077616e7420666f72206e6f7468696e673f","url_encode":"what%20do%20ya%20want%20for%20nothing%3F","#,
        r#""joined":"100|what do ya want for nothing?|eu|it's","once":"N-1","stamp":"20260102060405","utc":"2026-01-02T03:04:05Z","west":"01/01/2026 10:04 PM","#,
        r#""seconds":"1767323045","milliseconds":"1767323045678","mixed":"v1=8F820394F95335182045DA24F34DE52BF8BC3432&t=20260102060405"}"#,
    ];
    assert_eq!(body, expected.concat());
    assert!(self::body(&Sign::new("\"\n")).contains(r#""joined":"100|\"\n|eu|it's""#), "what is computed is escaped");
    // A key that is no Base64 is told of, and not shown.
    let credentials = wide::Credentials::new(wide::CredentialsRequired {
        merchant: Secret::from("100"),
        secret: Secret::from("not Base64!"),
    });
    let config: wide::Config = Config::new(credentials);
    let error = config.prepare(&sign).expect_err("no Base64");
    assert!(!format!("{error} {error:?}").contains("not Base64!"), "{error}");
}

#[test]
fn what_is_sent_is_what_is_signed() {
    let request = prepared(&SignedBody::new("x\"y", 7));
    assert_eq!(request.body(), r#"{"a":"x\"y","b":7}"#);
    assert_eq!(
        header(&request, "x-signature"),
        Some("7ea96c71ec7277cb8a9d90158d4adc950dda72fc6eea7319a1e85e872cac7312")
    );
    let line = "POST,/api/signed_body,zone=eu,46c080f38a3ec38fa50dc0ff721a125e007ea7030eb50a8f115ff8e8cbab5d19";
    assert_eq!(header(&request, "x-line"), Some(line));

    let query = "app=100&zeta=a%20b&Beta=3&alpha=%C3%BC&sign=0934be3432024e5c8e55f996665ad6be&raw=app:100,zeta:a%20b,Beta:3,alpha:%C3%BC&values=3%7C%C3%BC%7C100%7Ca%20b";
    assert_eq!(
        sent(&SignedQuery::new("a b", 3).alpha("ü")).0,
        format!("GET https://wide.example/base/api/signed_query?{query}")
    );
    let query =
        "app=100&zeta=z&Beta=3&sign=5eee2c79147de8096fbe2ab2ac4d11b4&raw=app:100,zeta:z,Beta:3&values=3%7C100%7Cz";
    assert_eq!(sent(&SignedQuery::new("z", 3)).0, format!("GET https://wide.example/base/api/signed_query?{query}"));

    let form = "app=100&user=ada&hash=91b3aaa3a59225d18b2b74c5fe9d430efb638422&tags=b&tags=a&sign=a89d65ba45a507f3689fce07d4f05fbda402e4d20fa77ec7d4093c5707426fbe";
    assert_eq!(body(&SignedForm::new("ada").tags(vec!["b".into(), "a".into()])), form);
}

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

#[test]
fn a_bare_number() {
    let number = Number::new("905");
    assert_eq!(decoded(&number, 200, "77\n").map(|reply| reply.id).expect("a success"), 77);
    for (body, expected) in [
        ("05", "success"),
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

/// A boundary is made of the nonce, which therefore has letters and digits only.
fn with_plain_nonce() -> wide::Config {
    config().nonce(Arc::new(|| "N1".to_owned()))
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
    ] {
        assert_eq!(told(&transfer, status, body), expected, "{body}");
    }
}

#[test]
fn nothing_shows_a_credential() {
    let config = config();
    let shown = format!("{config:?} {:?}", config.prepare(&Sign::new("x")));
    for secret in ["czNjcjN0", "MTAwOmN6Tmpjak4w", "100"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
