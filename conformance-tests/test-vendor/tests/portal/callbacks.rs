//! What the vendor sends: read, verified, acknowledged. The signatures were computed by Python's `hashlib` and `hmac`.

use generated_client::{CallbackError, Date, DateTime, Error, InDoubtReason, Incoming, Received, Secret};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use test_vendor::portal::{self, CallbackCredentials, Charge, Event, Moved, Posted, Seen, Settled, Told, settled};

use super::config;

fn keys() -> CallbackCredentials {
    CallbackCredentials { client_secret: Secret::from("s3cret"), callback_secret: Secret::from("cb-s3cret") }
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&'static str, &str)| {
        (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a header"))
    };
    pairs.iter().map(pair).collect()
}

const SETTLED: &str = "id=7&dt=2026-11-24+10%3A00%3A00&amount=12.50&result=1&hash=6a7620997c93c386c17c3629ebb8dc13";

fn settled(body: &str) -> Result<settled::Settled, CallbackError> {
    let none = HeaderMap::new();
    Settled::read(&keys(), &Incoming::from_pieces("", &none, body.as_bytes()))
        .map(generated_client::Verified::into_inner)
}

#[test]
fn a_form_with_a_hash_in_it() {
    let event = settled(SETTLED).expect("a settlement");
    assert_eq!((event.id, event.amount.to_string().as_str(), event.result.as_str()), (7, "12.50", "1"));
    assert_eq!(event.dt, DateTime::new(Date::new(2026, 11, 24).expect("a day"), 10, 0, 0).expect("a time"));
    assert_eq!(event.note, None);
    let answer = Settled::acknowledge();
    assert_eq!(
        (answer.status, answer.content_type, answer.body),
        (200, "application/json", r#"{"status":"received"}"#)
    );
}

#[test]
fn nothing_of_a_form_may_differ() {
    for (from, to, due) in [
        ("id=7", "id=8", CallbackError::Forged),
        ("amount=12.50", "amount=12.5", CallbackError::Forged),
        ("hash=6a", "hash=6A", CallbackError::Forged),
        ("hash=6a7620997c93c386c17c3629ebb8dc13", "hash=", CallbackError::Unsigned),
        ("&hash=6a7620997c93c386c17c3629ebb8dc13", "", CallbackError::Unsigned),
        ("hash=", "hash=x&hash=", CallbackError::Forged),
    ] {
        assert_eq!(settled(&SETTLED.replace(from, to)).expect_err(to), due, "{to}");
    }
    let error = settled("<html>").expect_err("no form");
    assert!(matches!(error, CallbackError::Unreadable(_)), "{error:?}");
    assert_eq!((error.status(), CallbackError::Forged.status()), (400, 401));
    // A field that no signature covers can be anything.
    assert_eq!(settled(&format!("{SETTLED}&note=hi")).expect("a settlement").note.as_deref(), Some("hi"));
}

#[test]
fn a_body_signed_in_a_header() {
    let read = |body: &str, signature: &str| {
        let headers = headers(&[("x-signature", signature), ("x-time", "1767323045")]);
        let request = http::Request::builder().uri("https://us.example/hook?x=1").body(()).expect("a request");
        let (mut parts, ()) = request.into_parts();
        parts.headers = headers;
        Event::read(&keys(), &Incoming::new(&parts, body.as_bytes()))
    };
    let checkout = r#"{"identifier":"e-1","timestamp":1767323045,"data":{"type":"checkout","order":"A-1","items":[{"name":"tea","price":2.50}],"more":1}}"#;
    let signature = "sha256=0BDCA13E3405603C0CBB3029CC3AF004ED2F930885C45E8C596D7303B96BB62C";
    let event = read(checkout, signature).expect("a checkout");
    let Event::Checkout(checked_out) = &*event else { panic!("{event:?}") };
    assert_eq!((checked_out.order.as_str(), checked_out.items[0].price.to_string().as_str()), ("A-1", "2.50"));
    let chargeback = r#"{"identifier":"e-2","timestamp":1767323045,"data":{"type":"chargeback_initiated","order":"A-1","until":"2026-12-01"}}"#;
    let event = read(chargeback, "sha256=36028D88AA3B48BFA6F9C778974393922DBD6C85185538B672F865379805FFCD");
    assert!(matches!(&*event.expect("a chargeback"), Event::Chargeback(back) if back.until.day() == 1));

    // Of another event, of another header, with a blank in the body.
    assert_eq!(read(chargeback, signature), Err(CallbackError::Forged));
    assert_eq!(
        read(checkout, "0BDCA13E3405603C0CBB3029CC3AF004ED2F930885C45E8C596D7303B96BB62C"),
        Err(CallbackError::Unsigned)
    );
    assert_eq!(read(&checkout.replace(",\"data\"", ", \"data\""), signature), Err(CallbackError::Forged));
    let other = r#"{"identifier":"e-3","timestamp":1767323045,"data":{"type":"other","order":"A-1"}}"#;
    let signature = "sha256=3EF22A02B2F14A005AE45F48EBC9488FB40E1128AE629606B87D572D1116FEAD";
    assert_eq!(read(other, signature), Err(CallbackError::Unknown));
}

#[test]
fn a_query_that_nothing_proves() {
    let none = HeaderMap::new();
    let event =
        Seen::read_unverified(&Incoming::from_pieces("msg_id=5&status=ok&timestamp=0", &none, b"")).expect("a query");
    assert_eq!((event.unproven().msg_id, event.unproven().status.as_str()), (5, "ok"));
    assert_eq!(Seen::acknowledge().body, "OK");
    assert_eq!(event.trust().timestamp.date(), Date::new(1970, 1, 1).expect("a day"));
}

#[test]
fn all_fields_but_the_signature_by_name() {
    let none = HeaderMap::new();
    let sign = "5a9b69fb5b09f9dfe7c894aedd9033079a058250c6798a151057cffa0e23674789303ea0a09f95e1dc989339fed0979209c45402c20de721ef9b424edbd50c4c";
    let signed = format!("to=2&extra=x+y&from=1&remark=&sign={sign}");
    let event = Moved::read(&keys(), &Incoming::from_pieces("", &none, signed.as_bytes())).expect("a move");
    assert_eq!((event.from, event.to, event.remark.as_deref()), (1, 2, Some("")));
    // A field more, and everything is another.
    let more = format!("{signed}&z=1");
    let incoming = Incoming::from_pieces("", &none, more.as_bytes());
    assert_eq!(Moved::read(&keys(), &incoming), Err(CallbackError::Forged));
    // The page says that old senders do not sign.
    let incoming = Incoming::from_pieces("", &none, b"to=2&from=1");
    assert_eq!(Moved::read(&keys(), &incoming), Err(CallbackError::Unsigned));
    assert_eq!(Moved::read_unverified(&incoming).expect("a move").unproven().to, 2);
}

#[test]
fn a_form_that_is_signed_as_it_would_be_encoded_again() {
    let none = HeaderMap::new();
    // Encoded in another way than the signature has it; that is PHP's, computed apart.
    let body = "id=7&remark=a~b*c&city=%c4%b0zmir%20%26%20co&empty=&sign=14bd98ce27a52363fee3184544a54461";
    let event = Posted::read(&keys(), &Incoming::from_pieces("", &none, body.as_bytes())).expect("a post");
    assert_eq!((event.id, event.city.as_str(), event.remark.as_str()), (7, "İzmir & co", "a~b*c"));
    let other = body.replace("a~b", "a-b");
    assert_eq!(Posted::read(&keys(), &Incoming::from_pieces("", &none, other.as_bytes())), Err(CallbackError::Forged));
}

#[test]
fn xml_with_digits_as_they_came() {
    let none = HeaderMap::new();
    let body = "<notice><head><mac>Rgn+WX86uX6f2R+R9lad/WSvFeA=</mac></head><body><id>007</id><state>ok</state></body></notice>";
    let event = Told::read(&keys(), &Incoming::from_pieces("", &none, body.as_bytes())).expect("a notice");
    assert_eq!((event.id, event.state.as_str()), (7, "ok"));
    let other = body.replace("007", "7");
    assert_eq!(Told::read(&keys(), &Incoming::from_pieces("", &none, other.as_bytes())), Err(CallbackError::Forged));
    assert_eq!((Told::acknowledge().status, Told::acknowledge().body), (202, ""));
}

#[test]
fn what_was_received_is_not_shown() {
    let headers = headers(&[("x-signature", "MARKER")]);
    let incoming = Incoming::from_pieces("MARKER", &headers, b"MARKER");
    let error = Event::read(&keys(), &incoming).expect_err("no event");
    let shown = format!("{incoming:?} {error:?} {error} {:?}", keys());
    assert!(!shown.contains("MARKER") && !shown.contains("s3cret"), "{shown}");
}

fn charged(body: &str) -> Result<portal::ChargeReply, Error<portal::Code>> {
    let charge = Charge::new("A-1", "12.5".parse().expect("an amount"));
    let received = Received::new(StatusCode::OK, HeaderMap::new(), body.to_owned());
    config().decode(&charge, &received)
}

#[test]
fn a_reply_is_believed_if_its_signature_is_right() {
    let yes = r#"{"status":"OK","id":3,"charged":12.500,"random":"r4","sign":"6Z/i0gfr39vqzD8U0snhbcw8Zmo="}"#;
    let reply = charged(yes).expect("a charge");
    assert_eq!((reply.id, reply.charged.to_string().as_str()), (3, "12.500"));
    let no = r#"{"status":"NO","message":"No money","random":"r4","sign":"cd89f53e12fc31342e4af5828c50c72355ebce1a23c0174efa2ba3315130d366"}"#;
    assert!(matches!(charged(no), Err(Error::Rejected(error)) if error.message() == Some("No money")));

    for (body, from, to) in [
        (yes, "12.500", "12.50"),
        (yes, "\"6Z/", "\"xZ/"),
        (yes, ",\"sign\":\"6Z/i0gfr39vqzD8U0snhbcw8Zmo=\"", ""),
        (no, "No money", "Bad card"),
        (no, ",\"sign\":\"cd89", ",\"sgn\":\"cd89"),
    ] {
        let error = charged(&body.replace(from, to)).expect_err(to);
        assert!(
            matches!(&error, Error::InDoubt(error) if error.reason() == InDoubtReason::Unverified),
            "{to}: {error:?}"
        );
    }
}
