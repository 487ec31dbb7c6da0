//! Requests and answers as they stand on the wire.

use vendor_model::model::Charset;

use crate::charset;

/// A whole request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`.
    pub method: String,
    /// Path and query, escaped as on the wire.
    pub target: String,
    /// Names and values in order.
    pub headers: Vec<(String, String)>,
    /// What follows the headers.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers and body.
    pub fn new(method: impl Into<String>, target: impl Into<String>) -> Self {
        Self { method: method.into(), target: target.into(), ..Self::default() }
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The target up to the question mark.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The target after the question mark.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// The values of a header.
    pub fn header_values<'r>(&'r self, name: &str) -> impl Iterator<Item = &'r str> {
        self.headers.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text, with marks where it is not UTF-8.
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What is answered to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names and values in order.
    pub headers: Vec<(String, String)>,
    /// What follows the headers.
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer without headers and body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The same answer under another HTTP status.
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// A JSON document.
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200).header("content-type", "application/json").body(body)
    }

    /// An XML document.
    pub fn xml(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200).header("content-type", "application/xml; charset=utf-8").body(body)
    }

    /// A page for people, as proxies and maintenance modes answer, with status 200.
    pub fn html() -> Self {
        let page = "<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body><h1>We will be back soon.</h1></body></html>\n";
        Self::new(200).header("content-type", "text/html; charset=utf-8").body(page)
    }

    /// A redirect with status 307, which asks to send the same request to `location`.
    pub fn redirect(location: impl Into<String>) -> Self {
        Self::new(307).header("location", location)
    }

    /// A line of plain text.
    pub fn text(status: u16, text: impl Into<String>) -> Self {
        Self::new(status).header("content-type", "text/plain; charset=utf-8").body(text.into() + "\n")
    }

    /// The body as text, with marks where it is not UTF-8.
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Undoes percent-encoding; none if it is none, or no UTF-8.
pub fn percent_decoded(text: &str) -> Option<String> {
    String::from_utf8(percent_bytes(text)?).ok()
}

fn percent_bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let [high, low] = digits else { return None };
        bytes.push(digit(*high)? * 16 + digit(*low)?);
        rest = after;
    }
    Some(bytes)
}

/// Names and values of a query, unescaped; a part that can't be unescaped is an error with its text.
pub fn query_pairs(query: &str) -> Vec<Result<(String, String), String>> {
    query_pairs_in(query, Charset::Utf8)
}

/// The same where names and values are in a charset of their own.
pub(crate) fn query_pairs_in(query: &str, charset: Charset) -> Vec<Result<(String, String), String>> {
    let decoded = |text: &str| charset::decode(&percent_bytes(&text.replace('+', " "))?, charset).ok();
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').ok_or_else(|| part.to_owned())?;
            decoded(name).zip(decoded(value)).ok_or_else(|| name.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoes_percent_encoding() {
        assert_eq!(percent_decoded("a%2Fb%c3%A7+").as_deref(), Some("a/bç+"));
        for wrong in ["%", "%2", "%zz", "%ff", "%+1"] {
            assert_eq!(percent_decoded(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn splits_queries() {
        let pairs = query_pairs("a=1%202&b=x+y=z&&c&%zz=1&d=");
        let pair = |a: &str, b: &str| Ok((a.to_owned(), b.to_owned()));
        assert_eq!(pairs, [pair("a", "1 2"), pair("b", "x y=z"), Err("c".into()), Err("%zz".into()), pair("d", "")]);
    }

    #[test]
    fn splits_targets() {
        let request = Request::new("GET", "/a/b?x=1").header("Accept", "x").header("accept", "y");
        assert_eq!((request.path(), request.query()), ("/a/b", Some("x=1")));
        assert_eq!(request.header_values("ACCEPT").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(Request::new("GET", "/a").query(), None);
    }
}
