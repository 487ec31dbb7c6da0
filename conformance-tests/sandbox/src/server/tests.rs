use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::*;
use crate::message::Answer;
use crate::tiny::{bodies, places};

const CALL: &str = "GET /api/credit HTTP/1.1\r\nhost: x\r\nauthorization: Bearer T\r\n\r\n";

fn connect(sandbox: &Sandbox) -> TcpStream {
    let stream = TcpStream::connect(sandbox.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

/// Sends on a connection of its own, and reads to the end.
fn call(sandbox: &Sandbox, request: &str) -> std::io::Result<String> {
    let mut stream = connect(sandbox);
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reads one answer whose body has this length.
fn answer(stream: &mut TcpStream, length: usize) -> String {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        bytes.push(byte[0]);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    bytes.extend(body);
    String::from_utf8(bytes).unwrap()
}

#[test]
fn answers_by_script_and_keeps_a_ledger() {
    let script = Script::new().then(Answer::json("1")).then(Act::fails(503)).otherwise(|received| {
        Answer::text(200, format!("{} {}", received.number, received.operation().unwrap_or("?"))).into()
    });
    let sandbox = Sandbox::start(vec![bodies(), places()], script).unwrap();
    let mut stream = connect(&sandbox);
    let mut next = |request: &str, length| {
        stream.write_all(request.as_bytes()).unwrap();
        answer(&mut stream, length)
    };
    assert!(next(CALL, 1).contains("content-type: application/json"));
    assert!(next(CALL, 15).starts_with("HTTP/1.1 503"));
    assert!(next(CALL, 10).ends_with("2 balance\n"));
    assert!(next("GET /nothing HTTP/1.1\r\nhost: x\r\n\r\n", 4).ends_with("3 ?\n"));
    assert_eq!((sandbox.connections(), sandbox.count("balance"), sandbox.waiting()), (1, 3, 0));
    let received = sandbox.received();
    assert_eq!(received[0].request.header_values("authorization").collect::<Vec<_>>(), ["Bearer T"]);
    assert!(received[0].reading.exact().is_ok());
    assert!(!received[3].reading.is_clear());
    sandbox.forget();
    assert_eq!(sandbox.received().len(), 0);
}

#[test]
fn makes_faults() {
    let body = Answer::json("{\"a\":1}");
    let sandbox = Sandbox::start(vec![places()], Script::new()).unwrap();
    let run = |act: Act| {
        sandbox.push(act);
        call(&sandbox, CALL)
    };
    let reset = |result: std::io::Result<String>| result.unwrap_err().kind() == std::io::ErrorKind::ConnectionReset;
    assert!(reset(run(Act::ResetUnread)));
    assert_eq!((sandbox.received().len(), sandbox.unread()), (0, 1));
    assert!(reset(run(Act::Reset)));
    assert_eq!(sandbox.count("balance"), 1);
    assert_eq!(run(Act::Close).unwrap(), "");
    let cut = run(Act::Cut(body.clone(), 3)).unwrap();
    assert!(cut.contains("content-length: 7") && cut.ends_with("\r\n\r\n{\"a"), "{cut}");
    assert!(run(Act::garbage()).unwrap().contains("SSH"));
    let started = Instant::now();
    let drip = run(Act::Drip(Answer::new(200).body("abc"), Duration::from_millis(2))).unwrap();
    assert!(drip.ends_with("abc") && started.elapsed() > Duration::from_millis(50), "{drip}");
    sandbox.push(Act::Answer(body.header("connection", "close")).after(Duration::from_millis(30)));
    let started = Instant::now();
    assert!(call(&sandbox, CALL).unwrap().ends_with("{\"a\":1}"));
    assert!(started.elapsed() >= Duration::from_millis(30));
    sandbox.push(Act::redirect("http://127.0.0.1:1/").after(Duration::ZERO));
    sandbox.push(Act::html());
    let mut stream = connect(&sandbox);
    stream.write_all(CALL.as_bytes()).unwrap();
    assert!(answer(&mut stream, 0).contains("location: http://127.0.0.1:1/"));
    // The second request of a connection can be left unread too.
    sandbox.script(Script::new().then(Act::ResetUnread));
    stream.write_all(CALL.as_bytes()).unwrap();
    assert!(reset(stream.read(&mut [0; 10]).map(|_| String::new())));
}

#[test]
fn hangs_until_the_caller_goes() {
    let sandbox = Sandbox::start(vec![places()], Act::Hang).unwrap();
    let mut stream = connect(&sandbox);
    stream.write_all(CALL.as_bytes()).unwrap();
    assert!(sandbox.wait_for(1, Duration::from_secs(5)));
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    assert!(stream.read(&mut [0; 1]).is_err());
    assert!(!sandbox.wait_for(2, Duration::from_millis(10)));
}

#[test]
fn is_gone_when_dropped() {
    let sandbox = Sandbox::start(Vec::new(), Act::Hang).unwrap();
    let mut stream = connect(&sandbox);
    stream.write_all(CALL.as_bytes()).unwrap();
    assert!(sandbox.wait_for(1, Duration::from_secs(5)));
    let address = sandbox.address();
    drop(sandbox);
    assert!(TcpStream::connect(address).is_err());
    assert!(stream.read(&mut [0; 1]).map_or(true, |n| n == 0));
    let nobody = nobody_listens().unwrap();
    assert!(TcpStream::connect(nobody.trim_start_matches("http://")).is_err());
}

#[test]
fn has_limits() {
    let limits = Limits { head: 8192, body: 100, wait: Duration::from_millis(200), connections: 2 };
    let sandbox = Sandbox::start_with(vec![places()], Answer::json("1"), limits).unwrap();
    let start = |request: String| {
        let mut stream = connect(&sandbox);
        drop(stream.write_all(request.as_bytes()));
        let mut bytes = vec![0; 12];
        stream.read_exact(&mut bytes).map(|()| String::from_utf8_lossy(&bytes).into_owned())
    };
    let post = "POST /login HTTP/1.1\r\nhost: x\r\n";
    assert_eq!(start(format!("{post}content-length: 101\r\n\r\n{}", "x".repeat(101))).unwrap(), "HTTP/1.1 413");
    assert_eq!(start(format!("{post}x: {}\r\n\r\n", "x".repeat(9000))).unwrap(), "HTTP/1.1 431");
    assert_eq!(start(format!("{post}content-length: 5\r\n\r\nx")).unwrap(), "HTTP/1.1 408");
    assert_eq!(start("nonsense\r\n\r\n".into()).unwrap(), "HTTP/1.1 400");
    // Headers that never end: the connection is closed.
    assert!(start("GET / HTTP/1.1\r\n".into()).is_err());
    assert_eq!(start(format!("{post}content-length: 5\r\n\r\nxxxxx")).unwrap(), "HTTP/1.1 200");
    assert_eq!(sandbox.received().len(), 1, "what did not arrive whole is not in the ledger");
}

#[test]
fn a_wrong_script_is_told() {
    let sandbox = Sandbox::start(Vec::new(), Script::new().then(Answer::new(200).header("a b", "c"))).unwrap();
    let closing = CALL.replace("host: x", "host: x\r\nconnection: close");
    assert!(call(&sandbox, &closing).unwrap().contains("no HTTP"));
    assert!(call(&sandbox, &closing).unwrap().contains("no answer left"));
}
