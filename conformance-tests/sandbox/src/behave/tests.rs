use vendor_model::model::{Format, Verdict};

use super::*;
use crate::message::Answer;
use crate::reply::{ReplyReading, read_reply};
use crate::tiny::{bodies, places};

fn world() -> World {
    World::of(vec![bodies(), places()])
}

fn key() -> String {
    world().keys("bodies").unwrap().get("api_key").unwrap().to_owned()
}

fn top_up(body: &str) -> Request {
    Request::new("POST", format!("/v2/{}/top_up/json/", key())).body(body)
}

fn good() -> String {
    let hash = world().keys("bodies").unwrap().get("hash").unwrap().to_owned();
    format!(r#"{{"data": {{"hash": "{hash}", "version": 2, "kind": "cash", "user": 7, "amount": 5.5}}}}"#)
}

/// What a reply means, by the model.
fn meaning(world: &World, vendor: &str, operation: &str, format: Format, answer: &Answer) -> ReplyReading {
    let vendor = world.vendors().iter().find(|known| known.name == vendor).unwrap();
    let operation = vendor.operation(operation).unwrap();
    let reading = read_reply(vendor, operation, format, answer.status, &answer.body);
    assert!(reading.verdict.is_some(), "{} {}", answer.status, answer.body_text());
    reading
}

fn code(answer: &Answer) -> Option<String> {
    meaning(&world(), "bodies", "top_up", Format::Json, answer).code
}

#[test]
fn answers_by_the_best_example() {
    let served = world().serve(None, &top_up(&good()));
    assert!(served.done);
    let reading = meaning(&world(), "bodies", "top_up", Format::Json, &served.answer);
    assert!(reading.is_success(), "{}", served.answer.body_text());
    assert!(served.answer.body_text().contains("1000"));
    // The same by the vendor's own address, and by the path.
    assert_eq!(world().serve(Some("bodies"), &top_up(&good())).answer, served.answer);
    let mut below = top_up(&good());
    below.target = format!("/bodies{}", below.target);
    assert_eq!(world().answer(&below), served.answer);
}

#[test]
fn refuses_with_the_vendors_codes() {
    let hash = world().keys("bodies").unwrap().get("hash").unwrap().to_owned();
    let world = world();
    let refused = |body: &str| {
        let served = world.serve(None, &top_up(body));
        assert!(!served.done);
        code(&served.answer)
    };
    assert_eq!(refused("{").as_deref(), Some("96"));
    assert_eq!(refused(&good().replace("5.5", "\"x\"")).as_deref(), Some("96"));
    assert_eq!(refused(&good().replace(", \"amount\": 5.5", "")).as_deref(), Some("96"));
    assert_eq!(refused(&good().replace("cash", "gift")).as_deref(), Some("96"));
    assert_eq!(refused(&good().replace(&hash, "wrong")).as_deref(), Some("99"));
    assert_eq!(refused(&good().replace("\"hash\"", "\"hsah\"")).as_deref(), Some("99"));
    let wrong_key = Request::new("POST", "/v2/wrong/top_up/json/").body(good());
    assert_eq!(code(&world.answer(&wrong_key)).as_deref(), Some("99"));
    // What the model does not know is skipped.
    assert!(world.serve(None, &top_up(&good().replace("\"user\"", "\"more\": 1, \"user\""))).done);
}

#[test]
fn answers_in_the_format_that_was_asked_for() {
    let mut request = top_up("{");
    request.target = request.target.replace("/json/", "/json/xml/");
    let answer = world().answer(&request);
    let reading = meaning(&world(), "bodies", "top_up", Format::Xml, &answer);
    assert_eq!((reading.verdict, reading.code.as_deref()), (Some(Verdict::Rejected), Some("96")));
    let nowhere = world().answer(&Request::new("POST", "/bodies/v2/x/y/z/").body("<a/>"));
    assert!(nowhere.body_text().starts_with("<?xml"), "{}", nowhere.body_text());
}

#[test]
fn hands_out_tokens_that_expire() {
    let world = world();
    let keys = world.keys("places").unwrap();
    let (user, password) = (keys.get("user").unwrap(), keys.get("password").unwrap());
    let login = |password: &str| {
        Request::new("POST", "/login").body(format!(r#"{{"User": "{user}", "Password": "{password}"}}"#))
    };
    world.clock().set(1_000_000);
    let answer = world.answer(&login(password));
    let text = answer.body_text();
    let token = text.split("\"token\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let balance = |token: &str| {
        let request = Request::new("GET", "/api/credit").header("authorization", format!("Bearer {token}"));
        let answer = world.answer(&request);
        let reading = meaning(&world, "places", "balance", Format::Json, &answer);
        (reading.is_success(), reading.code)
    };
    assert_eq!(balance(token), (true, None));
    assert_eq!(balance("other"), (false, Some("401".into())));
    world.clock().advance(std::time::Duration::from_secs(24 * 3600 - 1));
    assert!(balance(token).0);
    world.clock().advance(std::time::Duration::from_secs(1));
    assert_eq!(balance(token), (false, Some("401".into())));
    assert!(balance(&world.token("places").unwrap()).0);
    let wrong = world.answer(&login("wrong"));
    assert_eq!(meaning(&world, "places", "login", Format::Json, &wrong).code.as_deref(), Some("401"));
    let none = world.answer(&Request::new("GET", "/api/credit"));
    assert_eq!(meaning(&world, "places", "balance", Format::Json, &none).code.as_deref(), Some("401"));
}

#[test]
fn gives_the_answers_that_are_asked_for() {
    let world = world();
    world.next("top_up", "99").unwrap();
    world.next("top_up", Ask::Arm("refused".into())).unwrap();
    assert_eq!(code(&world.answer(&top_up(&good()))).as_deref(), Some("99"));
    assert_eq!(code(&world.answer(&top_up(&good()))), None);
    assert!(world.serve(None, &top_up(&good())).done);
    let asking = top_up(&good()).header("X-Sandbox-Answer", "code=96");
    assert_eq!(code(&world.answer(&asking)).as_deref(), Some("96"));
    assert_eq!(world.answer(&top_up(&good()).header(ask::HEADER, "96")).status, 400);
    assert!(world.next("top_up", "12345").is_err());
    assert!(world.next("nothing", "96").is_err());
    assert!(world.next("top_up", Ask::Arm("nothing".into())).is_err());
}

#[test]
fn what_nobody_has_is_a_clear_refusal() {
    let world = world();
    for request in [
        Request::new("GET", "/"),
        Request::new("GET", "/nothing"),
        Request::new("BREW", "/bodies/coffee"),
        Request::new("GET", "/bodies"),
        Request::new("GET", "/places/login?%zz"),
        Request::new("DELETE", format!("/v2/{}/top_up/json/", key())),
        Request::new("POST", "/login").body(vec![0xff; 1000]),
        Request::new("POST", "*"),
        Request::new("", ""),
    ] {
        let served = world.serve(None, &request);
        assert!(!served.done && served.answer.status < 500, "{request:?} {}", served.answer.body_text());
    }
}
