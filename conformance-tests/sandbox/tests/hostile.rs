//! Bad requests get the vendor's answer or a clear 4xx, and never end the server.

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use support::{call, exchange, get, parse_curl, reply};
use vendor_sandbox::{Limits, Sandbox, World};

fn small() -> Sandbox {
    let limits = Limits {
        head: 16 * 1024,
        body: 200_000,
        wait: Duration::from_millis(400),
        connections: 16,
        ledger: 2000,
        ..Limits::default()
    };
    Sandbox::builder(Vec::new())
        .world(World::carried().expect("the specs are good"))
        .limits(limits)
        .start()
        .expect("ports")
}

/// The addresses of all vendors, and the one that they share.
fn addresses(sandbox: &Sandbox) -> Vec<String> {
    let vendors = sandbox.vendors().iter().filter_map(|vendor| sandbox.url_of(&vendor.name));
    vendors.chain([sandbox.url()]).collect()
}

fn lines(sandbox: &Sandbox) -> Vec<String> {
    let mut lines = Vec::new();
    for vendor in sandbox.vendors() {
        for operation in &vendor.operations {
            lines.extend(sandbox.curl_lines(&vendor.name, &operation.name).unwrap());
        }
    }
    lines
}

/// A good call of each kind still gets its answer.
fn still_serves(sandbox: &Sandbox) {
    sandbox.reset();
    for line in lines(sandbox) {
        let (base, method, target, headers, body) = parse_curl(&line);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let reply = call(&base, &method, &target, &headers, &body);
        assert_eq!(reply.status, 200, "{line}: {reply:?}");
    }
}

/// Bytes that are sent, and what may come back.
#[test]
fn what_is_no_http() {
    let sandbox = small();
    let long = "x".repeat(100_000);
    let many: String = (0..500).map(|n| format!("h{n}: v\r\n")).collect();
    for base in addresses(&sandbox) {
        for bytes in [
            b"nonsense\r\n\r\n".to_vec(),
            b"\r\n\r\n\r\n".to_vec(),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".repeat(10),
            b"GET\r\n\r\n".to_vec(),
            b"GET / HTTP/9.9\r\n\r\n".to_vec(),
            b"GET /a b c HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(),
            b"GET / HTTP/1.1\r\nhost x\r\n\r\n".to_vec(),
            b"GET / HTTP/1.1\r\nho\0st: x\r\n\r\n".to_vec(),
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
            b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n".to_vec(),
            b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n".to_vec(),
            b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx".to_vec(),
            b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec(),
            b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: gzip\r\n\r\nxx".to_vec(),
            format!("GET /{long} HTTP/1.1\r\nhost: x\r\n\r\n").into_bytes(),
            format!("GET / HTTP/1.1\r\nhost: x\r\nx: {long}\r\n\r\n").into_bytes(),
            format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n").into_bytes(),
            format!("{long} / HTTP/1.1\r\nhost: x\r\n\r\n").into_bytes(),
        ] {
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
            // A connection may be closed instead, as long as nothing is said that is wrong.
            let back = exchange(&base, &bytes).unwrap_or_default();
            if !back.is_empty() {
                let status = reply(&back).unwrap_or_else(|| panic!("{shown}: {back:?}")).status;
                assert!((400..500).contains(&status), "{shown}: {status}");
            }
        }
    }
    still_serves(&sandbox);
}

#[test]
fn what_is_too_large() {
    let sandbox = small();
    let large = "x".repeat(200_001);
    for line in lines(&sandbox) {
        let (base, method, target, headers, _) = parse_curl(&line);
        let mut headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(call(&base, &method, &target, &headers, &large).status, 413, "{line}");
        let long = "y".repeat(20_000);
        headers.push(("x-long", &long));
        assert_eq!(call(&base, &method, &target, &headers, "").status, 431, "{line}");
        let target = format!("{target}?{}", "z".repeat(20_000));
        let status = call(&base, &method, &target, &[], "").status;
        assert!(status == 414 || status == 431, "{line}: {status}");
    }
    // A length that lies is refused before anything is sent.
    let host = sandbox.address();
    let lie = format!("POST /x HTTP/1.1\r\nhost: {host}\r\ncontent-length: 99999999999\r\n\r\n");
    assert_eq!(reply(&exchange(&sandbox.url(), lie.as_bytes()).unwrap()).unwrap().status, 413);
    still_serves(&sandbox);
}

#[test]
fn what_is_wrong_in_itself() {
    let sandbox = small();
    let deep_json = format!("{}1{}", "{\"a\":".repeat(3000), "}".repeat(3000));
    let deep_xml = format!("{}{}", "<a>".repeat(3000), "</a>".repeat(3000));
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
                <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><x>&c;</x>";
    let file = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>";
    let bodies =
        ["", "{", "[]", "null", "<", "<a/>", "<a></b>", "\u{0}", "a=b&c", "%", bomb, file, &deep_json, &deep_xml];
    let mut calls = 0;
    for line in lines(&sandbox) {
        let (base, method, target, headers, good) = parse_curl(&line);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut check = |method: &str, target: &str, headers: &[(&str, &str)], body: &str| {
            calls += 1;
            let reply = call(&base, method, target, headers, body);
            // A vendor may refuse with 200; the ledger knows.
            assert!(reply.status < 500, "{method} {target} {body:.100}: {reply:?}");
        };
        for body in bodies {
            check(&method, &target, &headers, body);
        }
        for at in (0..good.len()).step_by(7).filter(|at| good.is_char_boundary(*at)) {
            check(&method, &target, &headers, &good[..at]);
        }
        for other in ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"] {
            if other != method {
                check(other, &target, &headers, &good);
            }
        }
        for other in ["/", "//", "/x", "/%", "/%00", "/%ff%fe", "/../../etc/passwd", "/;", "/*", "/-/ledger", "*"] {
            check(&method, other, &headers, &good);
        }
        // Without any header, and with each of them wrong.
        check(&method, &target, &[], &good);
        for (index, (name, _)) in headers.iter().enumerate() {
            let mut wrong = headers.clone();
            wrong[index] = (name, "wrong");
            check(&method, &target, &wrong, &good);
            wrong.push((name, "twice"));
            check(&method, &target, &wrong, &good);
        }
    }
    assert!(calls > 500, "{calls}");
    still_serves(&sandbox);
}

#[test]
fn a_wrong_key_does_nothing() {
    let sandbox = small();
    for line in lines(&sandbox) {
        let (base, method, target, headers, body) = parse_curl(&line);
        let mut keys: Vec<String> = Vec::new();
        for vendor in sandbox.vendors() {
            keys.extend(sandbox.credentials(&vendor.name).into_iter().map(|(_, text)| text));
            keys.extend(vendor.tokens.iter().map(|_| format!("sandbox-token-{}", vendor.name)));
        }
        // As long as the right one, so that it is wrong and not malformed.
        let other = |text: &str| {
            keys.iter().fold(text.to_owned(), |text, key| text.replace(key.as_str(), &"w".repeat(key.len())))
        };
        let headers: Vec<(String, String)> = headers.iter().map(|(n, v)| (n.clone(), other(v))).collect();
        let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        call(&base, &method, &other(&target), &headers, &other(&body));
        let last = sandbox.received().pop().unwrap();
        assert_eq!(last.did(), vendor_sandbox::Did::Refused, "{line}: {last:?}");
    }
}

#[test]
fn who_is_slow_is_left() {
    let sandbox = small();
    for base in addresses(&sandbox) {
        let address = base.trim_start_matches("http://").to_owned();
        let cases: [(&[u8], Option<u16>); 4] = [
            (b"", None),
            (b"GET / HTTP/1.1\r\nhost: x\r\n", Some(408)),
            (b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc", Some(408)),
            (b"POST /x HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc", Some(408)),
        ];
        for (bytes, status) in cases {
            let started = Instant::now();
            let mut stream = TcpStream::connect(&address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            stream.write_all(bytes).unwrap();
            let mut back = Vec::new();
            let read = stream.read_to_end(&mut back);
            assert!(started.elapsed() < Duration::from_secs(5), "{base}");
            assert!(read.is_ok() || back.is_empty(), "{read:?}");
            // Where the head never ends, closing is an answer too.
            if let Some(reply) = reply(&back) {
                assert_eq!(Some(reply.status), status);
            }
        }
        // The other half is closed before the body is there.
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc").unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut back = Vec::new();
        drop(stream.read_to_end(&mut back));
        assert!(reply(&back).is_none_or(|reply| (400..500).contains(&reply.status)));
    }
    assert_eq!(sandbox.received().len(), 0, "nothing arrived whole");
    still_serves(&sandbox);
}

#[test]
fn many_connections_wait_their_turn() {
    let sandbox = small();
    let address = sandbox.address();
    // Many that say nothing: each is left after its time, and then the next has its turn.
    let idle: Vec<TcpStream> = (0..100).map(|_| TcpStream::connect(address).unwrap()).collect();
    assert_eq!(get(&sandbox.url(), "/-/faults").status, 200);
    drop(idle);
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let lines = lines(&sandbox);
            std::thread::spawn(move || {
                for line in lines.iter().cycle().take(100) {
                    let (base, method, target, headers, body) = parse_curl(line);
                    let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                    assert!(call(&base, &method, &target, &headers, &body).status < 500);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("every call is answered");
    }
    assert_eq!(sandbox.received().len(), 800);
    still_serves(&sandbox);
}
