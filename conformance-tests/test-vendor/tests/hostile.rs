//! Texts that pretend to be code, markup or other texts are data on the wire, and words in the documentation.

use std::path::Path;

use generated_client::{Code as _, Config, Error, Format, Operation, Received, Secret};
use http::{HeaderMap, StatusCode};
use test_vendor::hostile::send_all::{SendAll, SendAllReply};
use test_vendor::hostile::{self, Code, Config as Hostile, Credentials, Settings};
use vendor_model::Vendor;
use vendor_model::model::Type;
use vendor_model::specs::Specs;

fn config() -> Hostile {
    Config::new(Credentials::new(Secret::from("k"))).format(Format::Json)
}

fn spec() -> Vendor {
    let specs = Specs::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("specs")).expect("the specs");
    specs.vendors.into_iter().find(|vendor| vendor.name == "hostile").expect("the vendor")
}

fn decoded(request: &SendAll, body: &serde_json::Value) -> Result<SendAllReply, Error<Code>> {
    config().decode(request, &Received::new(StatusCode::OK, HeaderMap::new(), body.to_string()))
}

/// Each text is sent as it is, as a name, a constant and a value.
#[test]
fn texts_are_sent_as_they_are() {
    let spec = spec();
    let operation = spec.operation("send_all").expect("the operation");
    let record = spec.record(operation.request);
    let kind = record.fields.iter().find(|field| field.name == "kind").expect("the tag");
    let Type::Enum(kinds) = kind.shape.ty else { panic!("an enum") };
    let request = hostile_request();
    let sent = config().prepare(&request).expect("a request").into_http();
    let body: serde_json::Value = serde_json::from_slice(sent.body()).expect("JSON");
    let members = body.as_object().expect("a record");
    for field in record.fields.iter().filter(|field| field.name.starts_with("field_")) {
        let sent = members.get(&field.wire).map(|value| value.as_str().expect("a text"));
        let required = field.presence == vendor_model::model::Presence::Required;
        assert_eq!(sent, required.then_some(field.name.as_str()), "{:?}", field.wire);
    }
    assert_eq!(
        members.get("kind").and_then(|kind| kind.as_str()),
        Some(spec.enumeration(kinds).values[0].wire.as_str())
    );
    assert_eq!(members.get("at").and_then(|at| at.as_str()), Some("<2026`*/01\"02\\[%]"));
    for (name, value) in sent.headers().iter().filter(|(name, _)| name.as_str().starts_with("x-")) {
        assert!(value.as_bytes().iter().all(|byte| (0x20..0x7f).contains(byte)), "{name}");
    }
    // Each constant's name is its text: nothing of a text becomes a hole.
    let constants: Vec<_> = members.iter().filter(|(name, value)| value.as_str() == Some(name)).collect();
    assert!(constants.len() >= 15, "{}", constants.len());
    assert_eq!(sent.uri().path(), "/x");
}

/// A request with each required text; its values are the names of its fields.
fn hostile_request() -> SendAll {
    use test_vendor::hostile as v;
    use test_vendor::hostile::send_all::{Kind, Required};
    SendAll::new(Required {
        field_a: v::TypeA::new("field_a").expect("short"),
        field_c: v::TypeC::new("field_c").expect("short"),
        field_e: v::TypeE::new("field_e").expect("short"),
        field_g: v::TypeG::new("field_g").expect("short"),
        field_i: v::TypeI::new("field_i").expect("short"),
        field_k: v::TypeK::new("field_k").expect("short"),
        field_m: v::TypeM::new("field_m").expect("short"),
        field_o: v::TypeO::new("field_o").expect("short"),
        field_q: v::TypeQ::new("field_q").expect("short"),
        field_s: v::TypeS::new("field_s").expect("short"),
        kind: Kind::value_a("in"),
        at: generated_client::Date::new(2026, 1, 2).expect("a day"),
    })
}

/// Each text is read as the code that it is.
#[test]
fn codes_are_told_apart() {
    let (spec, request) = (spec(), hostile_request());
    assert!(spec.codes.len() >= 20);
    for code in &spec.codes {
        assert_eq!(Code::from_wire(&code.wire).as_str(), code.wire);
        assert!(Code::from_wire(&code.wire).is_known(), "{:?}", code.wire);
        let error = decoded(&request, &serde_json::json!({ "ok": false, "word": code.wire, "why": code.wire }))
            .expect_err("a refusal");
        match error {
            Error::Rejected(error) => assert_eq!(error.code().map(|known| known.as_str()), Some(code.wire.as_str())),
            // What nobody can rely on is shown without its control characters.
            Error::InDoubt(error) => assert!(
                error.code().is_some_and(|known| known == code.wire || known.contains('\\')),
                "{:?}",
                error.code()
            ),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn values_are_read_as_they_are() {
    let (spec, request) = (spec(), hostile_request());
    let operation = spec.operation("send_all").expect("the operation");
    let record = spec.record(operation.response);
    let colour = record.fields.iter().find(|field| field.name == "colour").expect("the enum");
    let Type::Enum(colours) = colour.shape.ty else { panic!("an enum") };
    for value in &spec.enumeration(colours).values {
        let mut body = serde_json::json!({ "ok": true, "colour": value.wire });
        for field in record.fields.iter().filter(|field| field.name.starts_with("field_")) {
            body[&field.wire] = field.name.as_str().into();
        }
        let reply = decoded(&request, &body).expect("a success");
        assert_eq!(reply.colour.as_str(), value.wire);
        assert!(!matches!(reply.colour, hostile::send_all::ReplyColour::Unknown(_)), "{:?}", value.wire);
        assert_eq!(reply.field_b.map(|text| text.as_str().to_owned()).as_deref(), Some("field_b"));
    }
}

/// Nothing of a text became an item, an attribute or a doc test: `cargo test --doc` finds none, and there are
/// as many items as in a vendor with harmless texts.
#[test]
fn facts_hold_texts_as_they_are() {
    assert_eq!(Settings::new().mode.as_str(), "```\nfn main() { loop {} }\n```");
    assert_eq!(SendAll::FACTS.name, "send_all");
}
