//! Everything that can go wrong between here and the vendor, over real sockets: whether `once` arrives once,
//! whether the outcome is told right, and whether a secret shows.
#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used)]

#[allow(unreachable_pub, reason = "shared by several tests")]
mod support;

use std::time::{Duration, Instant};

use generated_client::{Error, InDoubtReason as D, NotSentReason as N};
use support::acme::{Code, Payment};
use support::{Deed, Server, answer, assert_clean, config, nobody, pay_request, print};

const YES: &str = r#"{"response":{"result":true,"data":{"id":7,"state":"paid"}}}"#;

fn is_in_doubt(error: &Error<Code>, due: D) -> bool {
    matches!(error, Error::InDoubt(doubt) if doubt.reason() == due)
}

fn is_not_sent(error: &Error<Code>, due: N) -> bool {
    matches!(error, Error::NotSent(error) if error.reason() == due)
}

/// After these the vendor has the request, or may have it.
fn ambiguous() -> Vec<(Deed, D)> {
    let raw = |text: &str| Deed::Answer(text.as_bytes().to_vec());
    let html = "<html>kMARKERk</html>";
    vec![
        (Deed::ResetUnread, D::Transport),
        (Deed::CloseAfterReading, D::Transport),
        (Deed::Hang, D::Timeout),
        (raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"response\""), D::Transport),
        (raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"res"), D::Transport),
        (raw("HTTP/1.1 200 OK\r\n\r\n{\"response\":{\"result\":true,\"data\":{\"id\":7}"), D::Unreadable),
        (raw("HTTP/1.1 200"), D::Transport),
        (raw("kMARKERk\r\n\r\n"), D::Transport),
        (raw("HTTP/1.1 999999 kMARKERk\r\n\r\n"), D::Transport),
        (raw("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}"), D::Transport),
        (Deed::Answer(answer("200 OK", "", html)), D::Unreadable),
        (Deed::Answer(answer("200 OK", "content-encoding: gzip\r\n", YES)), D::Unreadable),
        (Deed::Answer(answer("206 Partial Content", "", YES)), D::Unreadable),
        (Deed::Answer(answer("200 OK", "", "{}")), D::NoArm),
        (Deed::Answer(answer("500 Internal Server Error", "", html)), D::Unreadable),
        (Deed::Answer(answer("502 Bad Gateway", "", "")), D::Unreadable),
        (Deed::Answer(answer("503 Service Unavailable", "retry-after: 0\r\n", YES)), D::NoArm),
        (Deed::Answer(answer("504 Gateway Timeout", "", html)), D::Unreadable),
        (raw("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{}"), D::TooLarge),
        (Deed::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()), D::TooLarge),
        (Deed::Drip(answer("200 OK", "", YES), Duration::from_millis(60)), D::Timeout),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn once_arrives_once_whatever_happens() {
    let mut cases = Vec::new();
    for (deed, due) in ambiguous() {
        cases.push(tokio::spawn(async move {
            let server = Server::new(deed.clone());
            let client = server.config().attempts(9).retry_unsent(true).max_reply_bytes(100_000).connect().unwrap();
            let begin = Instant::now();
            let error = client.pay(&pay_request()).await.unwrap_err();
            assert!(begin.elapsed() < Duration::from_secs(4), "{deed:?}");
            assert!(is_in_doubt(&error, due), "{deed:?}: {error:?}");
            assert!(error.may_have_happened() && !error.is_retryable());
            assert_clean(&print(&error));
            tokio::time::sleep(Duration::from_millis(200)).await;
            assert_eq!(server.seen.connections(), 1, "{deed:?}");
            assert_eq!(server.seen.requests(), usize::from(!matches!(deed, Deed::ResetUnread)), "{deed:?}");
        }));
    }
    for case in cases {
        case.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_is_tried_three_times_and_tells_the_same() {
    let mut cases = Vec::new();
    for (deed, due) in ambiguous() {
        cases.push(tokio::spawn(async move {
            let server = Server::new(deed.clone());
            let client = server.config().max_reply_bytes(100_000).connect().unwrap();
            let error = client.payment(&Payment::new("7")).await.unwrap_err();
            assert!(is_in_doubt(&error, due), "{deed:?}: {error:?}");
            assert_clean(&print(&error));
            let seen = server.seen.connections().max(server.seen.requests());
            match due {
                D::Transport | D::Unreadable => assert_eq!(seen, 3, "{deed:?}"),
                D::TooLarge => assert_eq!(seen, 1, "{deed:?}"),
                _ => assert!(seen <= 3, "{deed:?}"),
            }
        }));
    }
    for case in cases {
        case.await.unwrap();
    }
}

#[tokio::test]
async fn a_redirect_leads_nowhere() {
    let elsewhere = Server::new(Deed::Answer(answer("200 OK", "", YES)));
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let location = format!("location: http://{}/kMARKERk?evil\r\n", elsewhere.address);
        let server = Server::new(Deed::Answer(answer(status, &location, YES)));
        let client = server.config().connect().unwrap();
        for error in
            [client.pay(&pay_request()).await.unwrap_err(), client.payment(&Payment::new("7")).await.unwrap_err()]
        {
            assert!(is_in_doubt(&error, D::Redirect), "{error:?}");
            assert_clean(&print(&error));
        }
        assert_eq!(server.seen.requests(), 2);
    }
    assert_eq!(elsewhere.seen.connections(), 0);
}

#[tokio::test]
async fn what_never_left_is_told_apart() {
    let client = config(&format!("http://{}", nobody())).connect().unwrap();
    let error = client.pay(&pay_request()).await.unwrap_err();
    assert!(is_not_sent(&error, N::Refused), "{error:?}");
    assert!(!error.may_have_happened() && error.is_retryable());
    assert_clean(&print(&error));

    // A host that no name server knows: `.invalid` is reserved for this.
    let client = config("https://kMARKERk.invalid").connect().unwrap();
    let error = client.pay(&pay_request()).await.unwrap_err();
    assert!(
        matches!(&error, Error::NotSent(error) if matches!(error.reason(), N::Address | N::ConnectTimeout)),
        "{error:?}"
    );
    assert_clean(&print(&error));

    // Plain HTTP where TLS is due: not a byte of the request.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let plain = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        std::io::Write::write_all(&mut stream, &answer("400 Bad Request", "", "")).unwrap();
        let mut read = Vec::new();
        let _ = std::io::Read::read_to_end(&mut stream, &mut read);
        read
    });
    let client = config(&format!("https://{address}")).connect().unwrap();
    let error = client.pay(&pay_request()).await.unwrap_err();
    assert!(is_not_sent(&error, N::Tls), "{error:?}");
    assert_clean(&print(&error));
    assert!(!String::from_utf8_lossy(&plain.join().unwrap()).contains("MARKER"));

    // A listener that accepts and never greets.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let client = config(&format!("https://{}", listener.local_addr().unwrap())).connect().unwrap();
    let begin = Instant::now();
    let error = client.pay(&pay_request()).await.unwrap_err();
    assert!(is_not_sent(&error, N::ConnectTimeout), "{error:?}");
    assert!(begin.elapsed() < Duration::from_millis(1400));
}

#[tokio::test]
async fn once_comes_through_when_the_server_comes_up() {
    let address = nobody();
    let client = config(&format!("http://{address}"))
        .retry_unsent(true)
        .attempts(100)
        .timeout(Duration::from_secs(20))
        .connect()
        .unwrap();
    let up = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        let listener = std::net::TcpListener::bind(address).unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4096];
        let _ = std::io::Read::read(&mut stream, &mut buffer).unwrap();
        std::io::Write::write_all(&mut stream, &answer("200 OK", "", YES)).unwrap();
    });
    assert_eq!(client.pay(&pay_request()).await.unwrap().id, 7);
    up.join().unwrap();
}

#[tokio::test]
async fn a_good_server_is_answered_on_one_connection() {
    let server = Server::new(Deed::Answer(answer("200 OK", "content-type: text/html\r\n", YES)));
    let client = server.config().connect().unwrap();
    for _ in 0..20 {
        assert_eq!(client.pay(&pay_request()).await.unwrap().id, 7);
        let reply = client.payment(&Payment::new("a?b#c %")).await.unwrap();
        assert_eq!(reply.state.as_deref(), Some("paid"));
    }
    assert_eq!(server.seen.requests(), 40);
    assert_eq!(server.seen.connections(), 1);
    let text = server.seen.text();
    assert!(text.contains("GET /v1/kMARKERk/payments/a%3Fb%23c%20%25 HTTP/1.1\r\n"), "{text}");
    assert!(!text.contains("accept-encoding"), "{text}");
}

#[tokio::test]
async fn a_reply_as_large_as_the_limit_is_read() {
    let server = Server::new(Deed::Answer(answer("200 OK", "", YES)));
    let client = server.config().max_reply_bytes(YES.len()).connect().unwrap();
    assert_eq!(client.pay(&pay_request()).await.unwrap().id, 7);
    let error = client.with(|options| options.max_reply_bytes(YES.len() - 1)).pay(&pay_request()).await.unwrap_err();
    assert!(is_in_doubt(&error, D::TooLarge), "{error:?}");
    assert_eq!(error.http_status(), Some(200));
}

#[tokio::test]
async fn a_dropped_call_is_not_carried_on() {
    let server = Server::new(Deed::Hang);
    let client = server.config().connect().unwrap();
    let request = pay_request();
    assert!(tokio::time::timeout(Duration::from_millis(200), client.pay(&request)).await.is_err());
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(server.seen.requests(), 1);
}

/// The proxies of the environment are set in a process of its own, which runs the test below this one.
#[test]
fn the_proxies_of_the_environment_are_not_used() {
    let proxy = Server::new(Deed::Answer(answer("200 OK", "", YES)));
    let address = format!("http://{}", proxy.address);
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "in_an_environment_with_proxies", "--include-ignored"]);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        child.env(name, &address);
    }
    let output = child.env("SSLKEYLOGFILE", "/nonexistent/keys").output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
    assert_eq!(proxy.seen.connections(), 0);
}

#[tokio::test]
#[ignore = "run by the test above"]
async fn in_an_environment_with_proxies() {
    let server = Server::new(Deed::Answer(answer("200 OK", "", YES)));
    let client = server.config().connect().unwrap();
    assert_eq!(client.pay(&pay_request()).await.unwrap().id, 7);
    let client = config(&format!("http://{}", nobody())).connect().unwrap();
    assert!(is_not_sent(&client.pay(&pay_request()).await.unwrap_err(), N::Refused));
}

#[tokio::test]
async fn a_proxy_by_name_is_used() {
    let proxy = Server::new(Deed::Answer(answer("200 OK", "", YES)));
    let client = config("http://acme.example")
        .allow_plain_http()
        .proxy(&format!("http://u:MARKER@{}", proxy.address))
        .connect()
        .unwrap();
    assert_eq!(client.pay(&pay_request()).await.unwrap().id, 7);
    assert_eq!(proxy.seen.requests(), 1);
    let error = config("https://acme.example").proxy("MARKER\u{0}://").connect().unwrap_err();
    assert_eq!(error.field(), "proxy");
    assert!(!format!("{error:?}").contains("MARKER"));
}

#[test]
fn a_certificate_that_is_none_is_refused() {
    for pem in ["", "MARKER", "-----BEGIN CERTIFICATE-----\nTUFSS0VS\n-----END CERTIFICATE-----\n"] {
        let error = config("https://acme.example").add_root_certificate(pem).connect().unwrap_err();
        assert_eq!(error.field(), "add_root_certificate");
        assert!(!format!("{error:?}").contains("MARKER"));
    }
}
