//! Tokens, signed replies, pages and callbacks over real HTTP: what a scripted transport can't tell.

use std::convert::Infallible;
use std::path::Path;

use generated_client::{CallbackError, Error, InDoubtReason, Incoming, Secret};
use http_body_util::{BodyExt, Full};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use test_vendor::portal::{self, CallbackCredentials, Charge, ListByAddress, Look, Settled};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vendor_model::specs::Specs;
use vendor_sandbox::{Answer, Sandbox, Script};

use super::config;

fn server(script: Script) -> Sandbox {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    Sandbox::scripted(Specs::read(&folder).expect("the folder is there").vendors, script).expect("a port")
}

fn client(server: &Sandbox) -> portal::Client {
    config().base_url(&server.url()).expect("a good address").connect().expect("a client")
}

/// The line and the authorization of each request.
fn asked(server: &Sandbox) -> Vec<String> {
    let told = |name: &str, headers: &[(String, String)]| {
        headers.iter().find(|(known, _)| known == name).map_or("-".to_owned(), |(_, value)| value.clone())
    };
    let received = server.received();
    received
        .iter()
        .map(|r| format!("{} {} {}", r.request.method, r.request.target, told("authorization", &r.request.headers)))
        .collect()
}

const GRANTED: &str = r#"{"access_token":"a1","token_type":"Bearer","expires_in":3600,"refresh_token":"r1"}"#;
const VISIT: &str = r#"{"ok":true,"id":"v1","ends":"2999-01-01T00:00:00+03:00"}"#;

#[tokio::test]
async fn a_stale_token_is_renewed_and_the_call_made_again() {
    let stale = Answer { status: 401, ..Answer::json(r#"{"ok":false,"error":"INVALID_TOKEN"}"#) };
    let renewed = r#"{"access_token":"a2","token_type":"Bearer","refresh_token":"r2"}"#;
    let script = Script::new()
        .then(Answer::json(GRANTED))
        .then(Answer::json(VISIT))
        .then(stale)
        .then(Answer::json(renewed))
        .then(Answer::json(r#"{"ok":true,"name":"Ada"}"#));
    let server = server(script);
    assert_eq!(client(&server).look(&Look::new(7)).await.expect("a name").name, "Ada");
    let basic = "Basic YXBwOnMzY3JldA==";
    assert_eq!(
        asked(&server),
        [
            format!("POST /oauth2/token {basic}"),
            "POST /begin_visit Bearer a1".to_owned(),
            "GET /look?visit=v1&number=7 Bearer a1".to_owned(),
            format!("POST /oauth2/token {basic}"),
            "GET /look?visit=v1&number=7 Bearer a2".to_owned(),
        ]
    );
    let bodies: Vec<String> =
        server.received().iter().map(|r| String::from_utf8(r.request.body.clone()).expect("a text")).collect();
    assert_eq!(bodies[3], "grant_type=refresh_token&refresh_token=r1");
}

#[tokio::test]
async fn a_signed_reply_is_believed_as_it_came() {
    let yes = r#"{"status":"OK","id":3,"charged":12.500,"random":"r4","sign":"6Z/i0gfr39vqzD8U0snhbcw8Zmo="}"#;
    let script = Script::new().then(Answer::json(yes)).then(Answer::json(yes.replace("12.500", "12.50")));
    let server = server(script);
    let client = client(&server);
    let charge = Charge::new("A-1", "12.5".parse().expect("an amount"));
    assert_eq!(client.charge(&charge).await.expect("a charge").id, 3);
    let error = client.charge(&charge).await.expect_err("another amount");
    assert!(matches!(&error, Error::InDoubt(error) if error.reason() == InDoubtReason::Unverified), "{error:?}");
    assert_eq!(server.received().len(), 2, "what is `once` is never tried again");
}

#[tokio::test]
async fn pages_go_on_at_the_address_that_the_server_gives() {
    let other = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let elsewhere = other.local_addr().expect("an address");
    let first = Script::handler(move |received| {
        let own = received.request.headers.iter().find(|(name, _)| name == "host").map(|(_, host)| host.clone());
        let own = own.unwrap_or_default();
        let body = match received.request.target.as_str() {
            "/oauth2/token" => GRANTED.to_owned(),
            "/list_by_address?state=open" => {
                format!(r#"{{"ok":true,"rows":[1,2],"next":"http://{own}/list_by_address?page=2"}}"#)
            }
            _ => format!(r#"{{"ok":true,"rows":[3],"next":"http://{elsewhere}/list_by_address?page=3"}}"#),
        };
        Answer::json(body).into()
    });
    let server = server(first);
    let mut rows = client(&server).pages(ListByAddress::new("open"));
    for due in 1..=3 {
        assert_eq!(rows.next().await.expect("a row").expect("a row"), due);
    }
    assert!(matches!(rows.next().await, Some(Err(Error::Accepted(_)))));
    assert_eq!(
        asked(&server)[1..],
        ["GET /list_by_address?state=open Bearer a1", "GET /list_by_address?page=2 Bearer a1"]
    );
    // Nobody came to the other server.
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(other.poll_accept(&mut cx).is_pending());
}

/// What an application answers to a callback.
async fn answer(
    request: hyper::Request<hyper::body::Incoming>,
) -> Result<hyper::Response<Full<bytes::Bytes>>, Infallible> {
    let keys =
        CallbackCredentials { client_secret: Secret::from("s3cret"), callback_secret: Secret::from("cb-s3cret") };
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let response = match Settled::read(&keys, &Incoming::new(&parts, &body)) {
        Ok(event) => {
            assert_eq!(event.id, 7);
            let answer = Settled::acknowledge();
            let response = hyper::Response::builder().status(answer.status).header("content-type", answer.content_type);
            response.body(Full::from(answer.body))
        }
        Err(error) => {
            assert_eq!(error, CallbackError::Forged);
            hyper::Response::builder().status(error.status()).body(Full::default())
        }
    };
    Ok(response.expect("a response"))
}

#[tokio::test]
async fn a_callback_is_read_from_a_server_and_acknowledged() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let served = async {
        for _ in 0..2 {
            let (stream, _) = listener.accept().await.expect("a connection");
            let served =
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer));
            served.await.expect("an exchange");
        }
    };
    let sent = async {
        let mut told = Vec::new();
        for amount in ["12.50", "99.50"] {
            let body = format!(
                "id=7&dt=2026-11-24+10%3A00%3A00&amount={amount}&result=1&hash=6a7620997c93c386c17c3629ebb8dc13"
            );
            let mut stream = TcpStream::connect(address).await.expect("a connection");
            let head = format!(
                "POST /settled HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            stream.write_all((head + &body).as_bytes()).await.expect("sent");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.expect("an answer");
            told.push(answer);
        }
        told
    };
    let ((), told) = tokio::join!(served, sent);
    assert!(told[0].starts_with("HTTP/1.1 200") && told[0].ends_with(r#"{"status":"received"}"#), "{}", told[0]);
    assert!(told[0].contains("content-type: application/json"), "{}", told[0]);
    assert!(told[1].starts_with("HTTP/1.1 401") && !told[1].contains("received"), "{}", told[1]);
}
