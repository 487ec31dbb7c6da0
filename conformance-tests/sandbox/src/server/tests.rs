use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::*;
use crate::behave::World;
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
    let sandbox = Sandbox::scripted(vec![bodies(), places()], script).unwrap();
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
    let sandbox = Sandbox::scripted(vec![places()], Script::new()).unwrap();
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
    let sandbox = Sandbox::scripted(vec![places()], Act::Hang).unwrap();
    let mut stream = connect(&sandbox);
    stream.write_all(CALL.as_bytes()).unwrap();
    assert!(sandbox.wait_for(1, Duration::from_secs(5)));
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    assert!(stream.read(&mut [0; 1]).is_err());
    assert!(!sandbox.wait_for(2, Duration::from_millis(10)));
}

#[test]
fn is_gone_when_dropped() {
    let sandbox = Sandbox::scripted(Vec::new(), Act::Hang).unwrap();
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
    let limits =
        Limits { head: 8192, body: 100, wait: Duration::from_millis(200), connections: 2, ..Limits::default() };
    let sandbox = Sandbox::builder(vec![places()]).script(Answer::json("1")).limits(limits).start().unwrap();
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
    let sandbox = Sandbox::scripted(Vec::new(), Script::new().then(Answer::new(200).header("a b", "c"))).unwrap();
    let closing = CALL.replace("host: x", "host: x\r\nconnection: close");
    assert!(call(&sandbox, &closing).unwrap().contains("no HTTP"));
    assert!(call(&sandbox, &closing).unwrap().contains("no answer left"));
}

fn willing() -> (Sandbox, SocketAddr) {
    let sandbox = Sandbox::play(World::of(vec![places()])).unwrap();
    let url = sandbox.url_of("places").unwrap();
    let address = url.trim_start_matches("http://").parse().unwrap();
    assert_eq!(sandbox.url_of("nobody"), None);
    (sandbox, address)
}

/// Sends on a connection of its own, and reads what comes for a while.
fn call_at(address: SocketAddr, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_millis(1500)))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(error) if bytes.is_empty() => Err(error),
        _ => Ok(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

#[test]
fn faults_come_before_or_after_the_vendor_acts() {
    let (sandbox, address) = willing();
    let mut happened = 0;
    for text in Fault::EXAMPLES {
        let fault: Fault = text.parse().unwrap();
        sandbox.fault(text).unwrap();
        let answer = call_at(address, &closing(&sandbox));
        happened += usize::from(fault.acts());
        assert_eq!(sandbox.happened("balance"), happened, "{text}");
        let said = answer.as_deref().unwrap_or_default();
        let last = sandbox.received().pop();
        match text {
            "reset-unread" => assert_eq!(sandbox.unread(), 1),
            "reset" | "hang" => assert!(answer.is_err(), "{text}: {said}"),
            "close" => assert_eq!(said, ""),
            "cut=10" => assert!(said.starts_with("HTTP/1.1 200") && said.ends_with("\r\n\r\n{\"status\":"), "{said}"),
            "duplicate" => assert_eq!(said.matches("HTTP/1.1 200").count(), 2, "{said}"),
            "html" => assert!(said.starts_with("HTTP/1.1 200") && said.contains("<html>"), "{said}"),
            "redirect" => assert!(said.contains(&format!("location: {}/elsewhere", sandbox.url())), "{said}"),
            "status=503" => assert!(said.starts_with("HTTP/1.1 503"), "{said}"),
            "content-type=text/html" => assert!(said.contains("content-type: text/html"), "{said}"),
            "garbage" => assert!(!said.contains("HTTP/1.1 "), "{said}"),
            _ => assert!(said.starts_with("HTTP/1.1 200"), "{text}: {said}"),
        }
        if let Some(last) = last.filter(|_| text != "reset-unread") {
            assert_eq!(last.ended.unwrap().fault, Some(fault.to_string()));
        }
    }
    // The header is for one call, and the vendor does not see it.
    let asked = closing(&sandbox).replace("host: x", "host: x\r\nx-sandbox-fault: status=500 effect=done");
    assert!(call_at(address, &asked).unwrap().starts_with("HTTP/1.1 500"));
    assert_eq!(sandbox.happened("balance"), happened + 1);
    let last = sandbox.received().pop().unwrap();
    assert!(last.reading.exact().is_ok(), "{last:?}");
    assert_eq!(last.request.header_values(FAULT_HEADER).count(), 0);
    assert!(!format!("{last:?}").contains("Bearer"));
    for wrong in ["x-sandbox-fault: nonsense", "x-sandbox-fault: reset-unread"] {
        let answer = call_at(address, &closing(&sandbox).replace("host: x", &format!("host: x\r\n{wrong}"))).unwrap();
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    assert_eq!(sandbox.happened("balance"), happened + 1);
    sandbox.reset();
    assert_eq!((sandbox.happened("balance"), sandbox.received().len()), (0, 0));
}

#[test]
fn a_connection_goes_on_after_a_duplicate() {
    let (sandbox, address) = willing();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let good = good(&sandbox);
    let body = call_at(sandbox.address(), &closing(&sandbox)).unwrap().split_once("\r\n\r\n").unwrap().1.to_owned();
    sandbox.forget();
    sandbox.fault("duplicate").unwrap();
    for calls in [1, 1, 0] {
        stream.write_all(good.repeat(calls).as_bytes()).unwrap();
        assert!(answer(&mut stream, body.len()).ends_with(&body));
    }
    assert_eq!((sandbox.happened("balance"), sandbox.connections()), (2, 2));
}

#[test]
fn a_refusal_can_be_asked_for() {
    let (sandbox, address) = willing();
    sandbox.answer_next("balance", "14").unwrap();
    assert!(sandbox.answer_next("balance", "15").is_err());
    assert!(call_at(address, &closing(&sandbox)).unwrap().contains("\"code\":14"));
    assert!(call_at(address, &closing(&sandbox)).unwrap().starts_with("HTTP/1.1 200"));
    let asked = closing(&sandbox).replace("host: x", "host: x\r\nx-sandbox-answer: code=401");
    assert!(call_at(address, &asked).unwrap().starts_with("HTTP/1.1 401"));
    let dids: Vec<Did> = sandbox.received().iter().map(Received::did).collect();
    assert_eq!(dids, [Did::Refused, Did::Done, Did::Refused]);
    assert_eq!(sandbox.happened("balance"), 1);
}

#[test]
fn random_faults_are_the_same_for_the_same_seed() {
    let run = |seed| {
        let (sandbox, address) = willing();
        let faults = ["html", "status=503", "reset", "reset-unread"].map(|text| text.parse().unwrap()).to_vec();
        sandbox.random_faults(Some(Random { seed, rate: 0.5, faults }));
        let said: Vec<String> =
            (0..40).map(|_| call_at(address, &closing(&sandbox)).map_or("reset".into(), |a| a[..12].into())).collect();
        assert!(said.iter().any(|said| said == "reset") && said.iter().any(|said| said == "HTTP/1.1 503"));
        (said, sandbox.happened("balance"), sandbox.unread())
    };
    assert_eq!(run(3), run(3));
    assert_ne!(run(3), run(4));
}

#[test]
fn a_ledger_keeps_the_last() {
    let limits = Limits { ledger: 3, ..Limits::default() };
    let sandbox = Sandbox::builder(Vec::new()).world(World::of(vec![places()])).limits(limits).start().unwrap();
    for _ in 0..5 {
        call_at(sandbox.address(), &closing(&sandbox)).unwrap();
    }
    let numbers: Vec<usize> = sandbox.received().iter().map(|received| received.number).collect();
    assert_eq!((numbers, sandbox.happened("balance")), (vec![2, 3, 4], 5));
    assert!(sandbox.received().iter().all(|received| received.did() == Did::Done));
    // And no more bytes than it should, but for the newest.
    let limits = Limits { ledger_bytes: 10, ..Limits::default() };
    let sandbox = Sandbox::builder(Vec::new()).world(World::of(vec![places()])).limits(limits).start().unwrap();
    for _ in 0..5 {
        call_at(sandbox.address(), &closing(&sandbox)).unwrap();
    }
    let numbers: Vec<usize> = sandbox.received().iter().map(|received| received.number).collect();
    assert_eq!((numbers, sandbox.happened("balance")), (vec![4], 5));
}

/// A good call, with a token.
fn good(sandbox: &Sandbox) -> String {
    let token = sandbox.world().and_then(|world| world.token("places")).unwrap();
    CALL.replace("Bearer T", &format!("Bearer {token}"))
}

fn closing(sandbox: &Sandbox) -> String {
    good(sandbox).replace("host: x", "host: x\r\nconnection: close")
}
