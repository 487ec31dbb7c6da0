//! Tokens by OAuth, with refresh tokens that are spent, at a vendor that nobody has.

use std::path::Path;
use std::time::Duration;

use vendor_sandbox::{Request, World};

fn world() -> World {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-vendor/specs");
    let world = World::of_folder(&folder, &["portal".to_owned()]).expect("the spec is good");
    world.clock().set(1_795_521_600_000);
    world.reset();
    world
}

/// An answer's status and document.
fn call(world: &World, request: Request) -> (u16, serde_json::Value) {
    let answer = world.serve(Some("portal"), &request).answer;
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

fn token(world: &World, form: &str) -> (u16, serde_json::Value) {
    let key = |name| world.keys("portal").and_then(|keys| keys.get(name)).expect("the spec has it").to_owned();
    let basic = base64(format!("{}:{}", key("client_id"), key("client_secret")).as_bytes());
    let request = Request::new("POST", "/oauth2/token").header("authorization", format!("Basic {basic}"));
    call(world, request.header("content-type", "application/x-www-form-urlencoded").body(form))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for index in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * index) & 63) as usize];
            out.push(if index <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

fn begin_visit(world: &World, access: &str) -> bool {
    let key = |name| world.keys("portal").and_then(|keys| keys.get(name)).expect("the spec has it");
    let body = serde_json::json!({ "user": key("user"), "password": key("password") }).to_string();
    let request = Request::new("POST", "/begin_visit").header("authorization", format!("Bearer {access}"));
    call(world, request.header("content-type", "application/json").body(body)).1["ok"] == true
}

#[test]
fn a_refresh_token_gets_the_next_token_once() {
    let world = world();
    let (_, granted) = token(&world, "grant_type=client_credentials&scope=payments");
    let text = |document: &serde_json::Value, name: &str| document[name].as_str().unwrap_or_default().to_owned();
    let (access, refresh) = (text(&granted, "access_token"), text(&granted, "refresh_token"));
    let lives = granted["expires_in"].as_u64().expect("it says how long");
    assert!(lives > 1 && begin_visit(&world, &access), "{granted}");
    world.clock().advance(Duration::from_secs(lives - 1));
    assert!(begin_visit(&world, &access));
    world.clock().advance(Duration::from_secs(1));
    assert!(!begin_visit(&world, &access), "its time is over");

    let renew = |refresh: &str| token(&world, &format!("grant_type=refresh_token&refresh_token={refresh}"));
    let (_, renewed) = renew(&refresh);
    assert!(begin_visit(&world, &text(&renewed, "access_token")), "{renewed}");
    assert_ne!(text(&renewed, "refresh_token"), refresh);
    for text in [refresh.as_str(), "nobodys"] {
        let (status, denied) = renew(text);
        assert!(denied["error"].is_string() && denied["access_token"].is_null(), "{text}: {status} {denied}");
    }
    assert!(begin_visit(&world, &text(&renew(&text(&renewed, "refresh_token")).1, "access_token")));
}
