//! The orders, the ledger and the page of a sandbox that plays the vendors of the specs.

mod support;

use serde_json::{Value, json};
use support::{Reply, call, get, parse_curl, post};
use vendor_sandbox::{Did, Sandbox};

fn sandbox() -> Sandbox {
    Sandbox::start().expect("free ports")
}

/// Every curl line, with its vendor and operation.
fn lines(sandbox: &Sandbox) -> Vec<(String, String, String)> {
    let mut lines = Vec::new();
    for vendor in sandbox.vendors() {
        for operation in &vendor.operations {
            let of = sandbox.curl_lines(&vendor.name, &operation.name).unwrap();
            lines.extend(of.into_iter().map(|line| (vendor.name.clone(), operation.name.clone(), line)));
        }
    }
    assert!(lines.len() > 12);
    lines
}

/// Sends a line, perhaps with another header or body.
fn send(line: &str, more: &[(&str, &str)], change: impl Fn(String) -> String) -> Reply {
    let (base, method, target, headers, body) = parse_curl(line);
    let mut headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    headers.extend_from_slice(more);
    call(&base, &method, &target, &headers, &change(body))
}

fn same(body: String) -> String {
    body
}

#[test]
fn orders_plan_faults() {
    let sandbox = sandbox();
    let url = sandbox.url();
    let (vendor, operation, line) = lines(&sandbox).remove(0);
    let planned = json!({ "fault": "status=503", "vendor": vendor, "operation": operation, "times": 2 });
    let told = post(&url, "/-/faults", &planned).json();
    assert_eq!(
        told["queued"],
        json!([{ "fault": "status=503", "vendor": vendor, "operation": operation, "times": 2 }])
    );
    let statuses: Vec<u16> = (0..3).map(|_| send(&line, &[], same).status).collect();
    assert_eq!(statuses, [503, 503, 200]);
    assert_eq!(get(&url, "/-/faults").json()["queued"], json!([]));

    let random = json!({ "random": { "seed": 1, "rate": 1.0, "faults": ["status=500"] } });
    assert_eq!(post(&url, "/-/faults", &random).json()["random"]["rate"], 1.0);
    assert_eq!(send(&line, &[], same).status, 500);
    assert_eq!(call(&url, "DELETE", "/-/faults", &[], "").json()["random"], Value::Null);
    assert_eq!(send(&line, &[], same).status, 200);
    // What curl sends without being told a type is JSON all the same.
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(call(&url, "POST", "/-/faults", &form, r#"{"fault": "status=502"}"#).status, 200);
    assert_eq!(send(&line, &[], same).status, 502);
    // By a header, for this call only; the vendor acts before the answer is lost.
    let before = sandbox.happened(&operation);
    assert_eq!(send(&line, &[("x-sandbox-fault", "status=500 effect=done")], same).status, 500);
    assert_eq!(sandbox.happened(&operation), before + 1);
    assert_eq!(sandbox.received().last().map(vendor_sandbox::Received::did), Some(Did::Done));
}

#[test]
fn every_code_can_be_asked_for() {
    let sandbox = sandbox();
    let url = sandbox.url();
    for (vendor, operation, line) in lines(&sandbox) {
        let vendor = sandbox.vendors().iter().find(|known| known.name == vendor).unwrap();
        let called = vendor.operation(&operation).unwrap();
        let codes: Vec<&str> = match called.codes.as_slice() {
            [] => vendor.codes.iter().map(|code| code.wire.as_str()).collect(),
            codes => codes.iter().map(String::as_str).collect(),
        };
        for code in codes.into_iter().take(3) {
            let asked = post(&url, "/-/answers", &json!({ "operation": operation, "code": code }));
            assert_eq!(asked.status, 200, "{asked:?}");
            let by_order = send(&line, &[], same);
            let by_header = send(&line, &[("x-sandbox-answer", &format!("code={code}"))], same);
            assert_eq!((by_order.status, &by_order.body), (by_header.status, &by_header.body), "{operation} {code}");
            let last = sandbox.received().pop().unwrap();
            assert_eq!(last.did(), Did::Refused, "{operation} {code}: {}", by_order.body);
        }
        assert_eq!(send(&line, &[], same).status, 200, "{operation}");
    }
}

#[test]
fn wrong_orders_change_nothing() {
    let sandbox = sandbox();
    let url = sandbox.url();
    for (path, body) in [
        ("/-/faults", json!({})),
        ("/-/faults", json!({ "fault": "nonsense" })),
        ("/-/faults", json!({ "fault": "reset", "vendor": "nobody" })),
        ("/-/faults", json!({ "fault": "reset", "operation": "nothing" })),
        ("/-/faults", json!({ "fault": "reset", "colour": "red" })),
        ("/-/faults", json!({ "random": { "seed": 1, "rate": 1.5 } })),
        ("/-/answers", json!({ "operation": "nothing", "code": "1" })),
        ("/-/answers", json!({ "code": "1" })),
        ("/-/clock", json!({ "now": "yesterday" })),
        ("/-/clock", json!({ "now": 5, "advance": 5 })),
        ("/-/clock", json!({ "advance": u64::MAX })),
        ("/-/seed", json!({ "vendor": "nobody", "event": "x" })),
    ] {
        let told = post(&url, path, &body);
        assert_eq!(told.status, 400, "{path} {body} {told:?}");
        assert!(told.json()["error"].as_str().is_some_and(|says| says.len() > 10), "{told:?}");
    }
    let broken = call(&url, "POST", "/-/faults", &[("content-type", "application/json")], "{\"fault\":");
    assert_eq!(broken.status, 400);
    assert_eq!(get(&url, "/-/faults").json(), json!({ "queued": [], "random": null }));
    assert_eq!(get(&url, "/-/nothing").status, 404);
    assert_eq!(call(&url, "PUT", "/-/faults", &[], "").status, 405);
    assert_eq!(get(&url, "/-/ledger?nonsense=1").status, 400);
    assert_eq!(sandbox.received().len(), 0, "orders are no calls");
}

#[test]
fn the_ledger_tells_what_happened() {
    let sandbox = sandbox();
    let url = sandbox.url();
    let all = lines(&sandbox);
    for (_, _, line) in &all {
        assert_eq!(send(line, &[], same).status, 200);
    }
    let ledger = get(&url, "/-/ledger").json();
    let calls = ledger["calls"].as_array().unwrap();
    assert_eq!(calls.len(), all.len());
    for ((vendor, operation, _), call) in all.iter().zip(calls) {
        assert_eq!((&call["vendor"], &call["operation"]), (&json!(vendor), &json!(operation)));
        assert_eq!((&call["ended"]["did"], &call["ended"]["status"]), (&json!("done"), &json!(200)));
        assert!(call["template"].as_str().unwrap().starts_with('/'));
        assert!(ledger["happened"][format!("{vendor}.{operation}")].as_u64() >= Some(1));
    }
    let (vendor, operation, _) = &all[0];
    let some = get(&url, &format!("/-/ledger?vendor={vendor}&operation={operation}&after=0")).json();
    let wanted = all.iter().skip(1).filter(|(v, o, _)| (v, o) == (vendor, operation)).count();
    assert_eq!(some["calls"].as_array().map(Vec::len), Some(wanted));
    assert_eq!(call(&url, "DELETE", "/-/ledger", &[], "").status, 200);
    assert_eq!(get(&url, "/-/ledger").json(), json!({ "calls": [], "happened": {}, "unread": 0, "callbacks": [] }));
}

#[test]
fn no_secret_is_shown() {
    let sandbox = sandbox();
    let url = sandbox.url();
    let mut secrets: Vec<String> = Vec::new();
    for vendor in sandbox.vendors() {
        secrets.extend(sandbox.credentials(&vendor.name).into_iter().map(|(_, text)| text));
    }
    for (_, _, line) in lines(&sandbox) {
        let (base, method, target, headers, body) = parse_curl(&line);
        // As it should be, with an unknown path, with a wrong key, and as something that can't be read.
        send(&line, &[], same);
        let plain: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        call(&base, &method, &format!("{target}/nothing"), &plain, &body);
        let other =
            |text: &str| secrets.iter().fold(text.to_owned(), |text, key| text.replace(key.as_str(), "0THER-S3CRET"));
        let changed: Vec<(String, String)> = headers.iter().map(|(n, v)| (n.clone(), other(v))).collect();
        let changed: Vec<(&str, &str)> = changed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let body = other(&body);
        call(&base, &method, &other(&target), &changed, &body);
        call(&base, &method, &format!("{}/nothing", other(&target)), &changed, &body);
        call(&base, &method, &other(&target), &changed, &body[..body.len().saturating_sub(2)]);
    }
    secrets.push("0THER-S3CRET".to_owned());
    let ledger = get(&url, "/-/ledger").body;
    // The page itself shows the credentials to whoever wants to try a call.
    let count = sandbox.received().len();
    assert!(count > 60, "{count}");
    let pages = (0..count).map(|number| get(&url, &format!("/-/calls/{number}")).body);
    for (shown, name) in std::iter::once((ledger, "the ledger".to_owned()))
        .chain(pages.enumerate().map(|(number, page)| (page, format!("call {number}"))))
    {
        assert!(shown.contains("***") || shown.contains("may hold a secret"), "{name}: {shown}");
        for secret in &secrets {
            let around = shown.find(secret.as_str()).map(|at| shown.get(at.saturating_sub(300)..at + 50));
            assert_eq!(around, None, "{name} shows {secret}");
        }
    }
    for received in sandbox.received() {
        let debugged = format!("{received:?}");
        assert!(secrets.iter().all(|secret| !debugged.contains(secret.as_str())), "{debugged}");
    }
}

/// What only some shapes of an item hold is masked like anything else.
#[test]
fn what_items_of_several_shapes_hold_is_masked() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-vendor/specs");
    let world = vendor_sandbox::World::of_folder(&folder, &["wide".to_owned()]).expect("the spec is good");
    let sandbox = Sandbox::play(world).expect("free ports");
    for line in sandbox.curl_lines("wide", "batch").unwrap() {
        let phone = "905321000777";
        send(&line, &[], |body| {
            body.replacen("<to>", &format!("<to>{phone}"), 1).replacen("\"to\":\"", &format!("\"to\":\"{phone}"), 1)
        });
        let call = get(&sandbox.url(), &format!("/-/calls/{}", sandbox.received().len() - 1)).body;
        assert!(call.contains("***") && !call.contains(phone), "{line}: {call}");
    }
}

#[test]
fn the_clock_is_ours() {
    let sandbox = sandbox();
    let url = sandbox.url();
    let told = post(&url, "/-/clock", &json!({ "now": "2026-11-24T12:00:00Z" })).json();
    assert_eq!(told["time"], "2026-11-24 12:00:00");
    assert_eq!(post(&url, "/-/clock", &json!({ "advance": 90 })).json()["time"], "2026-11-24 12:01:30");
    assert_eq!(get(&url, "/-/state").json()["time"], "2026-11-24 12:01:30");
    // What is issued ends, if the vendor says so.
    let needs_token = sandbox.vendors().iter().find_map(|vendor| {
        let operation = vendor.operations.iter().find(|operation| !operation.send.tokens.is_empty())?;
        vendor.tokens.first()?.hand_outs().next()?.lives.seconds()?;
        Some(sandbox.curl_lines(&vendor.name, &operation.name).unwrap().remove(0))
    });
    let line = needs_token.expect("a vendor has tokens that end");
    assert_eq!(send(&line, &[], same).status, 200);
    post(&url, "/-/clock", &json!({ "advance": 400 * 86_400 }));
    assert_ne!(send(&line, &[], same).status, 200);
    assert_ne!(post(&url, "/-/clock", &json!({})).json()["time"], "2026-11-24 12:01:30");
}

#[test]
fn the_page_shows_text_as_text() {
    let sandbox = sandbox();
    let url = sandbox.url();
    let script = "<script>alert('x')</script>";
    let escaped = "&lt;script&gt;alert(";
    let (_, _, line) = lines(&sandbox).into_iter().find(|(.., line)| line.contains("--data-raw")).unwrap();
    send(&line, &[("x-odd", script)], |_| script.to_owned());
    let (base, ..) = parse_curl(&line);
    call(&base, "GET", "/%3Cscript%3E?<script>", &[], "");
    for target in ["/", "/-/calls/0"] {
        let page = get(&url, target);
        assert_eq!(page.status, 200);
        assert!(page.body.contains(escaped), "{}", page.body);
        assert!(!page.body.contains("<script>"), "{target}");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    }
    // A wrong order's words come back as text too.
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let page = call(&url, "POST", "/-/faults", &form, "fault=%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    assert_eq!(page.status, 400);
    assert!(page.body.contains("role=\"alert\"") && !page.body.contains("<script>"), "{}", page.body);
    assert_eq!(get(&url, "/-/calls/77").status, 404);
    assert_eq!(get(&url, "/-/calls/x").status, 404);
}

#[test]
fn the_page_has_everything() {
    let sandbox = sandbox();
    let page = get(&sandbox.url(), "/").body.replace("&#x2f;", "/");
    for vendor in sandbox.vendors() {
        assert!(page.contains(&sandbox.url_of(&vendor.name).unwrap()), "{}", vendor.name);
        for operation in &vendor.operations {
            assert!(page.contains(&format!("<code>{}</code>", operation.name)), "{}", operation.name);
        }
    }
    for text in vendor_sandbox::Fault::EXAMPLES {
        assert!(page.contains(&format!("value=\"{text}\"")), "a button for {text}");
    }
    // Every control has a label, and nothing comes from elsewhere.
    assert_eq!(page.matches("<input").count() + page.matches("<select").count(), page.matches("<label").count());
    let elsewhere = page.matches("src=\"").count() - page.matches("src=\"/-/").count();
    assert_eq!(elsewhere, 0);
    assert!(page.contains("<html lang=\"en\">") && page.contains("name=\"viewport\""));
    for (target, kind) in [("/-/page.css", "text/css"), ("/-/page.js", "text/javascript")] {
        assert!(get(&sandbox.url(), target).header("content-type").is_some_and(|known| known.starts_with(kind)));
    }
    // Buttons work without a script.
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let pressed = call(&sandbox.url(), "POST", "/-/faults", &form, "call=&times=2&fault=reset");
    assert_eq!((pressed.status, pressed.header("location")), (303, Some("/")));
    let page = get(&sandbox.url(), "/").body;
    assert!(page.contains("<code>reset</code> for any call, 2×"), "{page}");
    call(&sandbox.url(), "POST", "/-/faults/clear", &form, "");
    assert!(!get(&sandbox.url(), "/").body.contains("What waits"));
}

#[test]
fn events_come_as_they_happen() {
    use std::io::{BufRead, BufReader, Write};
    let sandbox = sandbox();
    let host = sandbox.address().to_string();
    let mut stream = std::net::TcpStream::connect(&host).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
    write!(stream, "GET /-/events HTTP/1.1\r\nhost: {host}\r\n\r\n").unwrap();
    let mut lines_read = BufReader::new(stream).lines().map(|line| line.unwrap());
    assert!(
        lines_read.by_ref().take_while(|line| !line.is_empty()).any(|line| line == "content-type: text/event-stream")
    );
    let (_, operation, line) = lines(&sandbox).remove(0);
    send(&line, &[], same);
    let event = lines_read.find(|line| line.contains("class=\"tag did-done\"")).unwrap();
    assert!(event.starts_with("data: "), "{event}");
    assert!(!operation.is_empty());
}
