//! A small HTTP client, so that what is tested is not tested by itself.
#![allow(dead_code, reason = "each test uses its part")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// Sends bytes on a connection of its own, and reads what comes back.
pub fn exchange(base: &str, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(base.trim_start_matches("http://").trim_end_matches('/'))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    // A server that has read enough may close before everything is written.
    let written = stream.write_all(bytes);
    let mut back = Vec::new();
    match read(&mut stream, &mut back) {
        Err(error) if back.is_empty() => written.and(Err(error)),
        _ => Ok(back),
    }
}

/// Reads one whole answer, or to the end.
fn read(stream: &mut TcpStream, back: &mut Vec<u8>) -> std::io::Result<()> {
    let mut bytes = [0; 16 * 1024];
    loop {
        if let Some(reply) = reply(back)
            && let Some(length) = reply.header("content-length").and_then(|text| text.parse::<usize>().ok())
            && back.len() >= reply.head.len() + 4 + length
        {
            return Ok(());
        }
        let count = stream.read(&mut bytes)?;
        if count == 0 {
            return Ok(());
        }
        back.extend_from_slice(&bytes[..count]);
    }
}

/// Makes a call.
pub fn call(base: &str, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let host = base.trim_start_matches("http://").trim_end_matches('/');
    let mut request = format!("{method} {target} HTTP/1.1\r\n");
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request.push_str(&format!("host: {host}\r\n"));
    }
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()));
    let bytes = exchange(base, request.as_bytes()).unwrap_or_else(|error| panic!("{method} {target}: {error}"));
    reply(&bytes).unwrap_or_else(|| panic!("{method} {target}: {}", String::from_utf8_lossy(&bytes)))
}

pub fn get(base: &str, target: &str) -> Reply {
    call(base, "GET", target, &[], "")
}

pub fn post(base: &str, target: &str, body: &serde_json::Value) -> Reply {
    call(base, "POST", target, &[("content-type", "application/json")], &body.to_string())
}

/// Reads an answer; none if it is no HTTP.
pub fn reply(bytes: &[u8]) -> Option<Reply> {
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let status = head.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    Some(Reply { status, head, body: String::from_utf8_lossy(&bytes[at + 4..]).into_owned() })
}

/// A `curl` line as a call: address, method, target, headers, body.
pub fn parse_curl(line: &str) -> (String, String, String, Vec<(String, String)>, String) {
    let mut words = shell_words(line).into_iter();
    assert_eq!(words.next().as_deref(), Some("curl"), "{line}");
    let (mut url, mut method, mut headers, mut body) = (None, None, Vec::new(), None);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{line}"));
        match word.as_str() {
            "-sS" => {}
            "-X" => method = Some(value()),
            "-H" => {
                let header = value();
                let (name, value) = header.split_once(": ").unwrap_or_else(|| panic!("{line}"));
                headers.push((name.to_owned(), value.to_owned()));
            }
            "--data-raw" => body = Some(value()),
            word if word.starts_with("http://") => url = Some(word.to_owned()),
            word => panic!("{word} in {line}"),
        }
    }
    let url = url.unwrap_or_else(|| panic!("{line}"));
    let at = url[7..].find('/').unwrap_or_else(|| panic!("{line}")) + 7;
    let method = method.unwrap_or_else(|| if body.is_some() { "POST" } else { "GET" }.to_owned());
    (url[..at].to_owned(), method, url[at..].to_owned(), headers, body.unwrap_or_default())
}

/// Words of a POSIX shell, with single quotes and backslashes.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' => words.extend(word.take()),
            '\'' => word.get_or_insert_default().extend(chars.by_ref().take_while(|c| *c != '\'')),
            '\\' => word.get_or_insert_default().extend(chars.next()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
