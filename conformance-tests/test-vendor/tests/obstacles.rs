//! Names that mean something to Rust, or to what is generated, in every position: that it compiles is half of
//! the proof, that each name still means itself is the other.

use generated_client::{Code as _, Config, Format, Operation, Received, Secret};
use http::{HeaderMap, StatusCode};
use test_vendor::obstacles::async_::{self, Async};
use test_vendor::obstacles::match_::{self, Match};
use test_vendor::obstacles::self_::Enum;
use test_vendor::obstacles::{self, Config as Obstacles, Credentials, CredentialsRequired, Server, Settings};

fn config(format: Format) -> Obstacles {
    let required = CredentialsRequired {
        type_: Secret::from("t"),
        self_: Secret::from("s"),
        new: Secret::from("n"),
        required: Secret::from("r"),
    };
    Config::for_server(Server::Self_, Credentials::new(required)).format(format)
}

fn body<O: Operation<Vendor = obstacles::Obstacles>>(format: Format, operation: &O) -> String {
    let request = config(format).prepare(operation).expect("a request").into_http();
    assert_eq!(request.headers().get("x-self").map(|value| value.as_bytes()), Some(b"s".as_slice()));
    String::from_utf8(request.body().to_vec()).expect("a text")
}

fn request() -> Async {
    let pair =
        async_::InnerRequiredValue::new(async_::InnerRequiredValueRequired { x: "3".to_owned(), y: "4".to_owned() });
    Async::new(async_::Inner::new(async_::InnerRequired {
        x: "1".to_owned(),
        y: "2".to_owned(),
        required: async_::RequiredValue::new("5"),
        inner_required: pair,
        optional_x: async_::OptionalX::new("6"),
    }))
}

/// A setter that would hide a method of ours has an underscore; the member is the vendor's all the same.
#[test]
fn fields_write_themselves() {
    let request = request()
        .out("1")
        .value("2")
        .index("3")
        .item("4")
        .cx("5")
        .draft("6")
        .name("7")
        .text("8")
        .new_("9")
        .unchecked_("10")
        .self_("11")
        .gen_("12");
    let sent = body(Format::Json, &request.ruled(0).unchecked());
    for (member, value) in [
        ("out", 1),
        ("value", 2),
        ("index", 3),
        ("item", 4),
        ("cx", 5),
        ("draft", 6),
        ("name", 7),
        ("text", 8),
        ("new", 9),
        ("unchecked", 10),
        ("self", 11),
        ("gen", 12),
    ] {
        assert!(sent.contains(&format!(r#""{member}":"{value}""#)), "{member}: {sent}");
    }
    assert!(
        config(Format::Json).prepare(&self::request().ruled(0)).is_err(),
        "the rule holds until it is switched off"
    );
    let sent = body(Format::Xml, &self::request().async_("<1>"));
    assert!(sent.contains("<async>&lt;1&gt;</async>") && sent.contains("<self><type>r</type>"), "{sent}");
}

#[test]
fn every_field_is_read_into_its_own_place() {
    let spec = include_str!("../specs/obstacles/words.yaml");
    let (_, response) = spec.split_once("    response:\n      fields:\n").expect("a response");
    let (fields, _) = response.split_once("\n  async:").expect("the next operation");
    let names: Vec<&str> =
        fields.lines().filter_map(|line| line.trim().split_once(':').map(|(name, _)| name)).collect();
    assert!(names.len() > 80, "{}", names.len());
    let members: String = names.iter().map(|name| format!(r#","{}":"<{name}>""#, name.to_uppercase())).collect();
    let received = Received::new(StatusCode::OK, HeaderMap::new(), format!(r#"{{"OK":true{members}}}"#));
    let reply = config(Format::Json).decode(&request(), &received);
    // `Ok` is a field of the vendor's, too: without regard to case it is the mark of success.
    let shown = format!("{reply:?}");
    assert!(reply.is_err() && !shown.contains("<name>"), "{shown}");
    let members: String = names
        .iter()
        .filter(|name| !name.eq_ignore_ascii_case("ok"))
        .map(|name| format!(r#","{}":"<{name}>""#, name.to_uppercase()))
        .collect();
    let received = Received::new(StatusCode::OK, HeaderMap::new(), format!(r#"{{"OK":true{members}}}"#));
    let reply = config(Format::Json).decode(&request(), &received).expect("a success");
    let shown = format!("{reply:?}");
    for name in names.iter().filter(|name| !["type", "self", "ok", "Ok"].contains(name)) {
        assert!(shown.contains(&format!("Some(\"<{name}>\")")), "{name}: {shown}");
    }
    assert_eq!(
        (reply.value.as_deref(), reply.member.as_deref(), reply.name.as_deref()),
        (Some("<value>"), Some("<member>"), Some("<name>"))
    );
}

#[test]
fn values_keep_their_words() {
    for (value, word) in [
        (Enum::Self_, "self"),
        (Enum::Type, "type"),
        (Enum::Vec, "Vec"),
        (Enum::Option, "Option"),
        (Enum::AsStr, "as_str"),
    ] {
        assert_eq!(value.as_str(), word);
    }
    let order = |choice: match_::Choice| body(Format::Json, &Match::new(choice));
    assert!(order(match_::Choice::self_("1")).contains(r#""choice":"self","self":"1""#));
    assert!(order(match_::Choice::as_str_("1")).contains(r#""choice":"as_str","as_str":"1""#));
    assert!(order(match_::Choice::new_("1")).contains(r#""choice":"new","new":"1""#));
    let request =
        Match::new(match_::Choice::wire()).wire(match_::Wire::from(match_::wire_::NotGiven_::new().hanging("h")));
    assert!(body(Format::Json, &request).ends_with(r#""wire":"not_given","hanging":"h"}"#));
    let request = Match::new(match_::Choice::wire()).wire(match_::wire_::NotGiven::new().hanging("h"));
    assert!(
        body(Format::Json, &request).ends_with(r#""choice":"wire","hanging":"h"}"#),
        "{}",
        body(Format::Json, &request)
    );
}

#[test]
fn codes_settings_and_operations_keep_out_of_our_way() {
    assert!(obstacles::Code::from_wire("?").is_known() && !obstacles::Code::from_wire("??").is_known());
    assert_eq!(obstacles::Code::from_wire("?"), obstacles::Code::Unknown_);
    let settings = Settings::new().new_(obstacles::New::Type).default(obstacles::DefaultValue::New);
    assert_eq!((settings.new, settings.default), (obstacles::New::Type, obstacles::DefaultValue::New));
    for template in [
        obstacles::client_::Client::FACTS.template,
        obstacles::codes_::Codes::FACTS.template,
        obstacles::replies_::Replies::FACTS.template,
        obstacles::types_::Types::FACTS.template,
        obstacles::wire_::Wire::FACTS.template,
    ] {
        assert!(template.starts_with('/'));
    }
}
