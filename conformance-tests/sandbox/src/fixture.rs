//! Fixture files: the vendors' samples as bytes.
//!
//! ```text
//! POST /v2/{{api_key}}/top_up/json/
//! accept: application/json
//!
//! {"data": ...}
//! ```
//!
//! A reply begins with `HTTP 200` instead, and a request whose page names no method with its path alone. Any part
//! may be missing: without a start line and headers the file is a body, with a start line only it has neither
//! headers nor body. What is between `{{` and `}}` is replaced by the credential of that key.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::message::{Answer, Request};

/// A sample of a request or a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixture {
    /// What the first line says, if there is one.
    pub start: Option<Start>,
    /// Names and values in order.
    pub headers: Vec<(String, String)>,
    /// The bytes after the empty line, or the whole file.
    pub body: Vec<u8>,
}

/// A start line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// `POST /path`, or `/path`.
    Request {
        /// The method, if it is shown.
        method: Option<String>,
        /// Path and query.
        target: String,
    },
    /// `HTTP 200`
    Reply {
        /// The status.
        status: u16,
    },
}

/// What is wrong with a fixture file.
#[derive(Debug)]
pub struct FixtureError {
    /// The file, if it came from one.
    pub path: Option<PathBuf>,
    /// The line, from one.
    pub line: Option<usize>,
    /// What is wrong.
    pub says: String,
}

impl std::fmt::Display for FixtureError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}:", path.display())?;
        }
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}", self.says)
    }
}

impl std::error::Error for FixtureError {}

/// Credentials by their key in the spec.
pub type Placeholders = BTreeMap<String, String>;

impl Fixture {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it can't be read, or is no fixture, see [`Fixture::parse`].
    pub fn read(path: &Path, placeholders: &Placeholders) -> Result<Self, FixtureError> {
        let at = |error: FixtureError| FixtureError { path: Some(path.to_owned()), ..error };
        let bytes = std::fs::read(path)
            .map_err(|error| at(FixtureError { path: None, line: None, says: error.to_string() }))?;
        Self::parse(&bytes, placeholders).map_err(at)
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    ///
    /// When a header line is none, a start line is none, or a placeholder has no value.
    pub fn parse(bytes: &[u8], placeholders: &Placeholders) -> Result<Self, FixtureError> {
        let bytes = replace(bytes, placeholders)?;
        let mut lines = Lines { rest: &bytes, number: 0 };
        let first = lines.peek();
        let start = match first.map(std::str::from_utf8) {
            Some(Ok(line)) => start(line).map_err(|says| FixtureError { path: None, line: Some(1), says })?,
            _ => None,
        };
        let mut fixture = Self { start, ..Self::default() };
        if fixture.start.is_some() {
            lines.next();
        } else if !begins_with_headers(&bytes) {
            // An empty first line says that neither start nor headers follow.
            if first.is_some_and(<[u8]>::is_empty) {
                lines.next();
            }
            fixture.body = lines.rest.to_vec();
            return Ok(fixture);
        }
        while let Some(line) = lines.next().filter(|line| !line.is_empty()) {
            let header = std::str::from_utf8(line).ok().and_then(header);
            fixture.headers.push(header.ok_or_else(|| FixtureError {
                path: None,
                line: Some(lines.number),
                says: "a header is `name: value`; an empty line stands before the body".into(),
            })?);
        }
        fixture.body = lines.rest.to_vec();
        Ok(fixture)
    }

    /// The method of a request, if the sample shows it.
    pub fn method(&self) -> Option<&str> {
        match &self.start {
            Some(Start::Request { method, .. }) => method.as_deref(),
            _ => None,
        }
    }

    /// Path and query of a request, if the sample shows them.
    pub fn target(&self) -> Option<&str> {
        match &self.start {
            Some(Start::Request { target, .. }) => Some(target),
            _ => None,
        }
    }

    /// The request that the sample shows; method and target are taken where it shows none.
    pub fn request(&self, method: &str, target: &str) -> Request {
        let (method, target) = (self.method().unwrap_or(method), self.target().unwrap_or(target));
        Request {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: self.headers.clone(),
            body: self.body.clone(),
        }
    }

    /// The HTTP status of a reply; 200 where the sample shows none.
    pub fn status(&self) -> u16 {
        match self.start {
            Some(Start::Reply { status }) => status,
            _ => 200,
        }
    }

    /// The answer with these bytes.
    pub fn answer(&self) -> Answer {
        Answer { status: self.status(), headers: self.headers.clone(), body: self.body.clone() }
    }
}

fn start(line: &str) -> Result<Option<Start>, String> {
    let mut words = line.split(' ').filter(|word| !word.is_empty());
    let (Some(first), second, third) = (words.next(), words.next(), words.next()) else { return Ok(None) };
    if first == "HTTP" || first.starts_with("HTTP/1.") {
        let status = second.and_then(|s| s.parse().ok()).filter(|s| (100..=599).contains(s));
        return status
            .map(|status| Some(Start::Reply { status }))
            .ok_or_else(|| "a reply begins with `HTTP 200`".into());
    }
    if first.starts_with('/') && second.is_none() {
        return Ok(Some(Start::Request { method: None, target: first.to_owned() }));
    }
    let is_method = first.len() > 2 && first.bytes().all(|b| b.is_ascii_uppercase());
    match second {
        Some(target) if is_method && target.starts_with('/') => match third {
            None => Ok(Some(Start::Request { method: Some(first.to_owned()), target: target.to_owned() })),
            Some(version) if version.starts_with("HTTP/1.") => {
                Ok(Some(Start::Request { method: Some(first.to_owned()), target: target.to_owned() }))
            }
            Some(_) => Err("a request begins with `POST /path`".into()),
        },
        _ => Ok(None),
    }
}

fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let is_name =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    is_name.then(|| (name.to_owned(), value.trim().to_owned()))
}

/// Whether header lines up to an empty one stand at the beginning.
fn begins_with_headers(bytes: &[u8]) -> bool {
    let mut seen = false;
    for line in (Lines { rest: bytes, number: 0 }) {
        if line.is_empty() {
            return seen;
        }
        if std::str::from_utf8(line).ok().and_then(header).is_none() {
            return false;
        }
        seen = true;
    }
    false
}

/// Lines without their ends; what was not taken stays in `rest`.
struct Lines<'a> {
    rest: &'a [u8],
    number: usize,
}

impl<'a> Lines<'a> {
    fn peek(&self) -> Option<&'a [u8]> {
        Lines { rest: self.rest, number: 0 }.next()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.iter().position(|b| *b == b'\n');
        let (line, after) = match end {
            Some(end) => (&self.rest[..end], &self.rest[end + 1..]),
            None => (self.rest, &[][..]),
        };
        self.rest = after;
        self.number += 1;
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

/// Puts the credentials into their places. Braces around anything but a name stay.
fn replace(bytes: &[u8], placeholders: &Placeholders) -> Result<Vec<u8>, FixtureError> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(open) = find(rest, b"{{") {
        let (before, after) = rest.split_at(open);
        out.extend_from_slice(before);
        let inner = &after[2..];
        let name = find(inner, b"}}").and_then(|close| std::str::from_utf8(&inner[..close]).ok());
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        match name.filter(|name| is_name(name)) {
            Some(name) => {
                let text = placeholders.get(name).ok_or_else(|| FixtureError {
                    path: None,
                    line: Some(1 + out.iter().filter(|b| **b == b'\n').count()),
                    says: format!("the placeholder `{name}` has no value"),
                })?;
                out.extend_from_slice(text.as_bytes());
                rest = &inner[name.len() + 2..];
            }
            None => {
                out.push(b'{');
                rest = &after[1..];
            }
        }
    }
    out.extend_from_slice(rest);
    Ok(out)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Fixture, FixtureError> {
        Fixture::parse(text.as_bytes(), &Placeholders::from([("key".into(), "K1".into())]))
    }

    #[test]
    fn reads_all_parts() {
        let fixture =
            parse("POST /v1/{{key}}/x?a=1\nAccept: application/json\nX: {{key}}\n\n{\"k\": \"{{key}}\"}\n").unwrap();
        let request = fixture.request("GET", "/");
        assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/v1/K1/x?a=1"));
        assert_eq!(request.headers, [("Accept".into(), "application/json".into()), ("X".into(), "K1".into())]);
        assert_eq!(request.body, b"{\"k\": \"K1\"}\n");
        let reply = parse("HTTP/1.1 401 Unauthorized\r\nContent-Type: x\r\n\r\n\r\nbody").unwrap();
        assert_eq!((reply.status(), reply.body.as_slice()), (401, &b"\r\nbody"[..]));
    }

    #[test]
    fn any_part_may_be_missing() {
        let body = parse("{\n  \"a\": {\"b\": {}}}\n").unwrap();
        assert_eq!((body.start.clone(), body.body_len()), (None, 20));
        assert_eq!(body.request("POST", "/x").target, "/x");
        assert_eq!(parse("\nHTTP 200\n").unwrap().body, b"HTTP 200\n");
        assert_eq!(parse("HTTP 200").unwrap().answer(), Answer::new(200));
        assert_eq!(parse("HTTP 204\n\nx").unwrap().body, b"x");
        assert_eq!(parse("").unwrap(), Fixture::default());
        let headers = parse("a: b\n\nbody").unwrap();
        assert_eq!((headers.headers.len(), headers.body.as_slice()), (1, &b"body"[..]));
        // A body of one line that looks like a header is a body.
        let path = parse("/api/{{key}}?a=1\n").unwrap();
        assert_eq!(
            (path.method(), path.target(), path.request("GET", "").method),
            (None, Some("/api/K1?a=1"), "GET".into())
        );
        assert_eq!(parse("OK: 5").unwrap().body, b"OK: 5");
        assert_eq!(parse("{{").unwrap().body, b"{{");
        assert_eq!(parse("{{ a }} {{{key}}}").unwrap().body, b"{{ a }} {K1}");
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text| parse(text).unwrap_err().to_string();
        assert_eq!(error("POST /x\na: b\n{}\n"), "3: a header is `name: value`; an empty line stands before the body");
        assert_eq!(error("\n\n{{other}}"), "3: the placeholder `other` has no value");
        assert_eq!(error("HTTP OK"), "1: a reply begins with `HTTP 200`");
        assert_eq!(error("GET /x y"), "1: a request begins with `POST /path`");
    }

    impl Fixture {
        fn body_len(&self) -> usize {
            self.body.len()
        }
    }
}
