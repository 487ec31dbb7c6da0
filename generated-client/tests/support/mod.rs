//! A server on this machine that misbehaves as told, and counts what reaches it.
#![allow(dead_code, reason = "each test uses its part")]

#[path = "../../src/runtime/tests/acme.rs"]
#[allow(unreachable_pub, reason = "generated code is public")]
pub mod acme;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acme::{Config, Credentials, Pay, pay};

/// What the server does with a connection.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Hangs up without reading: the client sees a reset.
    ResetUnread,
    /// Reads the whole request, then hangs up.
    CloseAfterReading,
    /// Reads the whole request and says nothing.
    Hang,
    /// Reads the whole request and writes this.
    Answer(Vec<u8>),
    /// The same, a byte at a time.
    Drip(Vec<u8>, Duration),
    /// Reads the whole request and writes this, and then the rest without end.
    Endless(Vec<u8>),
}

#[derive(Default)]
pub struct Seen {
    pub connections: AtomicUsize,
    pub requests: AtomicUsize,
    pub bytes: Mutex<Vec<u8>>,
}

impl Seen {
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap()).into_owned()
    }
}

pub struct Server {
    pub address: SocketAddr,
    pub seen: Arc<Seen>,
}

impl Server {
    pub fn new(deed: Deed) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (Ok(stream), deed, seen) = (stream, deed.clone(), Arc::clone(&shared)) else {
                    return;
                };
                seen.connections.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || serve(stream, deed, &seen));
            }
        });
        Self { address, seen }
    }

    pub fn config(&self) -> Config {
        config(&format!("http://{}", self.address))
    }
}

pub fn config(base: &str) -> Config {
    let credentials = Credentials { key: "kMARKERk".into(), hash: "hMARKERh".into() };
    Config::new(credentials)
        .token("tMARKERt".into())
        .base_url(base)
        .unwrap()
        .timeout(Duration::from_millis(1500))
        .connect_timeout(Duration::from_millis(700))
}

pub fn pay_request() -> Pay {
    Pay::new(pay::Required { user_id: 42, credit: 5 })
}

/// An address on which nobody listens.
pub fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

pub fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn serve(mut stream: TcpStream, deed: Deed, seen: &Seen) {
    if matches!(deed, Deed::ResetUnread) {
        // Unread bytes make the close a reset.
        std::thread::sleep(Duration::from_millis(30));
        return;
    }
    while read_request(&mut stream, seen) {
        let sent = match &deed {
            Deed::ResetUnread | Deed::CloseAfterReading => return,
            Deed::Hang => {
                std::thread::sleep(Duration::from_secs(10));
                return;
            }
            Deed::Answer(bytes) => stream.write_all(bytes),
            Deed::Drip(bytes, pause) => bytes.iter().try_for_each(|byte| {
                std::thread::sleep(*pause);
                stream.write_all(&[*byte])
            }),
            Deed::Endless(bytes) => stream.write_all(bytes).and_then(|()| {
                loop {
                    stream.write_all(&[b' '; 4096])?;
                }
            }),
        };
        // What has no length ends with the connection.
        let Deed::Answer(bytes) = &deed else { return };
        let whole = String::from_utf8_lossy(bytes);
        let due =
            whole.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse::<usize>().ok());
        let body = whole.split_once("\r\n\r\n").map_or(0, |(_, body)| body.len());
        if sent.is_err() || due != Some(body) {
            return;
        }
    }
}

/// Reads one whole request. `false`: the client has gone.
fn read_request(stream: &mut TcpStream, seen: &Seen) -> bool {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let Ok(count @ 1..) = stream.read(&mut buffer) else {
            return false;
        };
        request.extend_from_slice(&buffer[..count]);
        seen.bytes.lock().unwrap().extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .split("content-length: ")
            .nth(1)
            .map_or(0, |rest| rest.split("\r\n").next().unwrap().parse::<usize>().unwrap());
        if body.len() >= length {
            seen.requests.fetch_add(1, Ordering::SeqCst);
            return true;
        }
    }
}

/// Everything that an application could print of an error.
pub fn print(error: &dyn std::error::Error) -> String {
    let mut out = format!("{error:#?}");
    let mut cause = Some(error);
    while let Some(each) = cause {
        out.push_str(&format!(" | {each} | {each:?}"));
        cause = each.source();
    }
    out
}

pub fn assert_clean(text: &str) {
    let lower = text.to_lowercase();
    for form in ["marker", "4d41524b4552", "a01buktfums", "ae1buktfumg", "de1buktfunq", "://", "evil"] {
        assert!(!lower.contains(form), "{form} in {text}");
    }
}
