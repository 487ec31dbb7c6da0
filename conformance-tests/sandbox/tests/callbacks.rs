//! Callbacks by an order and by the page: what arrives at an application, and what is shown of it.

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread::JoinHandle;

use serde_json::json;
use support::{call, get, post};
use vendor_sandbox::{Sandbox, World};

fn sandbox() -> Sandbox {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-vendor/specs");
    let world = World::of_folder(&folder, &["portal".to_owned()]).expect("good specs");
    Sandbox::play(world).expect("free ports")
}

/// An application that takes one call, answers so, and gives what arrived.
fn application(answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let (mut text, mut bytes) = (String::new(), [0; 4096]);
        loop {
            let count = stream.read(&mut bytes).expect("a request");
            text.push_str(&String::from_utf8_lossy(&bytes[..count]));
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if count == 0 || body.len() >= length.unwrap_or(0) {
                break;
            }
        }
        stream.write_all(answer.as_bytes()).expect("an answer");
        text
    });
    (address, thread)
}

const RECEIVED: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 21\r\n\r\n{\"status\":\"received\"}";

#[test]
fn an_order_lets_a_vendor_call_back() {
    let sandbox = sandbox();
    let url = sandbox.url();
    let (to, arrived) = application(RECEIVED);
    let order = json!({ "vendor": "portal", "callback": "settled", "to": to, "values": { "id": 7, "note": null } });
    let told = post(&url, "/-/callbacks", &order).json();
    assert_eq!(
        (&told["acknowledged"], &told["answer"]["status"], &told["error"]),
        (&json!(true), &json!(200), &json!(null))
    );
    let arrived = arrived.join().expect("it was called");
    assert!(
        arrived.starts_with("POST /hook HTTP/1.1\r\n") && arrived.contains("&id=7&") && !arrived.contains("note"),
        "{arrived}"
    );
    assert!(arrived.contains("content-type: application/x-www-form-urlencoded\r\n"), "{arrived}");
    let ledger = get(&url, "/-/ledger").json();
    assert_eq!((&ledger["callbacks"][0], ledger["calls"].as_array().map(Vec::len)), (&told, Some(0)));

    // What answers otherwise did not acknowledge it, and who is not there neither.
    let (to, arrived) = application("HTTP/1.1 204 No Content\r\n\r\n");
    let mut other = order.clone();
    other["to"] = json!(to);
    let told = post(&url, "/-/callbacks", &other).json();
    assert_eq!((&told["acknowledged"], &told["answer"]["status"]), (&json!(false), &json!(204)));
    drop(arrived.join());
    other["to"] = json!(vendor_sandbox::nobody_listens().expect("a port"));
    let told = post(&url, "/-/callbacks", &other).json();
    assert!(told["error"].as_str().is_some_and(|says| says.contains("no connection")), "{told}");

    for (field, value) in [("callback", json!("nothing")), ("vendor", json!("nobody")), ("to", json!("ftp://x"))] {
        let mut wrong = order.clone();
        wrong[field] = value;
        let told = post(&url, "/-/callbacks", &wrong);
        assert_eq!(told.status, 400, "{told:?}");
    }
    assert_eq!(get(&url, "/-/ledger").json()["callbacks"].as_array().map(Vec::len), Some(3));
}

#[test]
fn the_page_has_a_form_for_it() {
    let sandbox = sandbox();
    let url = sandbox.url();
    let (to, arrived) = application(RECEIVED);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let to = to.replace(':', "%3A").replace('/', "%2F");
    let body = format!("callback=portal.event&arm=chargeback&to={to}&values=%7B%22order%22%3A%22%3Cb%3E%22%7D");
    assert_eq!(call(&url, "POST", "/-/callbacks", &form, &body).status, 303);
    assert!(arrived.join().expect("it was called").contains(r#""order":"<b>""#));
    let page = get(&url, "/").body;
    for shown in ["portal · event", ">acknowledged<", "&lt;b&gt;", "x-signature: sha256="] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("<b>\""), "text is text");
    let wrong = call(&url, "POST", "/-/callbacks", &form, "callback=portal.nothing&to=http%3A%2F%2F127.0.0.1%3A1%2F");
    assert!(wrong.status == 400 && wrong.body.contains("role=\"alert\""), "{}", wrong.status);
    // Vendors without callbacks have no such form.
    assert!(!get(&Sandbox::start().expect("free ports").url(), "/").body.contains("/-/callbacks"));
}
