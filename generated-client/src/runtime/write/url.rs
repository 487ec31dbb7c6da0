//! Text in a URL's path, in its query, and in a form.

use super::codec::{hex_lower_digit as hex_lower, hex_upper_digit as hex_upper};
use crate::runtime::invalid::Invalid;

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const UNRESERVED: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/// Which bytes stand as they are.
struct Kept([bool; 256]);

impl Kept {
    const fn new(mut bytes: &'static [u8], mut more: &'static [u8]) -> Self {
        let mut kept = [false; 256];
        loop {
            while let [byte, rest @ ..] = bytes {
                let (_, from) = kept.split_at_mut(*byte as usize);
                if let [this, ..] = from {
                    *this = true;
                }
                bytes = rest;
            }
            if more.is_empty() {
                return Self(kept);
            }
            bytes = more;
            more = &[];
        }
    }

    #[inline]
    fn holds(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or(false)
    }
}

/// RFC 3986 `pchar`.
static SEGMENT: Kept = Kept::new(UNRESERVED, b"!$&'()*+,;=:@");
static QUERY: Kept = Kept::new(UNRESERVED, b"/:,@");
/// The WHATWG's set for forms.
static FORM: Kept = Kept::new(LETTERS, b"*-._");
static FORM_STRICT: Kept = Kept::new(LETTERS, b"-._");
static FORM_LOWER: Kept = Kept::new(LETTERS, b"-._!*()");
static RFC_3986: Kept = Kept::new(UNRESERVED, b"");
static COMPONENT: Kept = Kept::new(UNRESERVED, b"!*'()");

/// Appends text as one segment of a path, so that it can never become two or none.
///
/// Letters, digits and ``-._~!$&'()*+,;=:@`` stand as they are, all else is percent-encoded UTF-8.
///
/// # Errors
///
/// When the text is empty, `.` or `..`, or has `/`, `\` or a control character: clients and servers drop,
/// join or decode such segments, so that the request would reach another path.
pub fn path_segment(out: &mut Vec<u8>, text: &str) -> Result<(), Invalid> {
    if matches!(text, "" | "." | "..") {
        return Err(Invalid::new("neither empty nor \".\" nor \"..\" in a path"));
    }
    // Keys and numbers stand as they are, and none of what is refused does.
    if text.bytes().all(|byte| SEGMENT.holds(byte)) {
        out.extend_from_slice(text.as_bytes());
        return Ok(());
    }
    if text.contains(|c: char| c == '/' || c == '\\' || c.is_control()) {
        return Err(Invalid::new("no slash, backslash or control character in a path"));
    }
    encode(out, text.as_bytes(), &SEGMENT, hex_upper);
    Ok(())
}

/// Appends text as a value (or a name) in a query. A space becomes `%20`, a plus `%2B`.
///
/// Letters, digits and `-._~/:,@` stand as they are.
pub fn query_value(out: &mut Vec<u8>, text: &str) {
    query_bytes(out, text.as_bytes());
}

/// Appends bytes, such as text in another charset than UTF-8, as [`query_value`] does text.
pub fn query_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    encode(out, bytes, &QUERY, hex_upper);
}

/// Appends text as a value (or a name) in an `application/x-www-form-urlencoded` body. A space becomes `+`.
pub fn form_value(out: &mut Vec<u8>, text: &str) {
    form_bytes(out, text.as_bytes());
}

/// Appends bytes, such as text in another charset than UTF-8, as [`form_value`] does text.
pub fn form_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    encode_words(out, bytes, &FORM, hex_upper);
}

/// How a vendor percent-encodes a text that it signs or nests; each keeps letters and digits and some of
/// `-._~!*'()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlEncoding {
    /// Keeps `-._~`; a space is `%20`.
    Rfc3986,
    /// The same with lower-case hexadecimal digits.
    Rfc3986Lower,
    /// Keeps `-._~!*'()`; a space is `%20`. JavaScript's `encodeURIComponent`.
    Component,
    /// Keeps `-._*`; a space is `+`. That of browsers' forms, and of Java.
    Form,
    /// Keeps `-._`; a space is `+`. PHP's `urlencode`.
    FormStrict,
    /// Keeps `-._!*()`; a space is `+`, hexadecimal digits are lower-case. .NET's `HttpUtility`.
    FormLower,
}

/// Appends a text that is percent-encoded apart from where it will stand.
pub fn url_encode(out: &mut Vec<u8>, text: &str, encoding: UrlEncoding) {
    url_encode_bytes(out, text.as_bytes(), encoding);
}

/// The same for bytes, such as text in another charset than UTF-8.
pub fn url_encode_bytes(out: &mut Vec<u8>, bytes: &[u8], encoding: UrlEncoding) {
    match encoding {
        UrlEncoding::Rfc3986 => encode(out, bytes, &RFC_3986, hex_upper),
        UrlEncoding::Rfc3986Lower => encode(out, bytes, &RFC_3986, hex_lower),
        UrlEncoding::Component => encode(out, bytes, &COMPONENT, hex_upper),
        UrlEncoding::Form => encode_words(out, bytes, &FORM, hex_upper),
        UrlEncoding::FormStrict => encode_words(out, bytes, &FORM_STRICT, hex_upper),
        UrlEncoding::FormLower => encode_words(out, bytes, &FORM_LOWER, hex_lower),
    }
}

/// Spaces become pluses, all else is as in [`encode`].
fn encode_words(out: &mut Vec<u8>, bytes: &[u8], kept: &Kept, hex: fn(u8) -> u8) {
    let mut words = bytes.split(|byte| *byte == b' ');
    encode(out, words.next().unwrap_or_default(), kept, hex);
    for word in words {
        out.push(b'+');
        encode(out, word, kept, hex);
    }
}

fn encode(out: &mut Vec<u8>, bytes: &[u8], kept: &Kept, hex: fn(u8) -> u8) {
    let mut rest = bytes;
    loop {
        let plain = rest.iter().position(|byte| !kept.holds(*byte)).unwrap_or(rest.len());
        let (plain, special) = rest.split_at(plain);
        out.extend_from_slice(plain);
        let Some((&byte, after)) = special.split_first() else {
            return;
        };
        out.extend_from_slice(&[b'%', hex(byte >> 4), hex(byte & 15)]);
        rest = after;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>, &str), text: &str) -> String {
        let mut out = Vec::new();
        write(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_segment_stays_one_segment() {
        let segment = |text: &str| written(|out, text| path_segment(out, text).unwrap(), text);
        assert_eq!(segment("a?x=1#f"), "a%3Fx=1%23f");
        assert_eq!(segment("%2e%2e"), "%252e%252e");
        assert_eq!(segment("a b+c:d@e"), "a%20b+c:d@e");
        assert_eq!(segment("..."), "...");
        assert_eq!(segment("ş"), "%C5%9F");
        for refused in ["", ".", "..", "a/b", "../../admin", "\\..\\x", "a\nb", "a\r", "\t", "\0", "a\u{7f}", "a\u{85}"]
        {
            assert!(path_segment(&mut Vec::new(), refused).is_err(), "{refused:?}");
        }
    }

    #[test]
    fn every_character_comes_back() {
        let all: String = (0..0x250).filter_map(char::from_u32).chain("۱۲۳ 😀".chars()).collect();
        let query = written(query_value, &all);
        assert_eq!(percent_encoding::percent_decode_str(&query).decode_utf8().unwrap(), all);
        assert!(query.bytes().all(|byte| byte.is_ascii_graphic() && !b"&=+#?\"<>".contains(&byte)));
        let form = format!("a={}", written(form_value, &all));
        let pairs: Vec<_> = form_urlencoded::parse(form.as_bytes()).collect();
        assert_eq!(pairs, [("a".into(), all.as_str().into())]);
        assert_eq!(form, form_urlencoded::Serializer::new(String::new()).append_pair("a", &all).finish());
    }

    #[test]
    fn each_encoding_keeps_its_own() {
        let text = "aZ09 -._~!*'()/+&=şi";
        for (encoding, expected) in [
            (UrlEncoding::Rfc3986, "aZ09%20-._~%21%2A%27%28%29%2F%2B%26%3D%C5%9Fi"),
            (UrlEncoding::Rfc3986Lower, "aZ09%20-._~%21%2a%27%28%29%2f%2b%26%3d%c5%9fi"),
            (UrlEncoding::Component, "aZ09%20-._~!*'()%2F%2B%26%3D%C5%9Fi"),
            (UrlEncoding::Form, "aZ09+-._%7E%21*%27%28%29%2F%2B%26%3D%C5%9Fi"),
            (UrlEncoding::FormStrict, "aZ09+-._%7E%21%2A%27%28%29%2F%2B%26%3D%C5%9Fi"),
            (UrlEncoding::FormLower, "aZ09+-._%7e!*%27()%2f%2b%26%3d%c5%9fi"),
        ] {
            assert_eq!(written(|out, text| url_encode(out, text, encoding), text), expected);
        }
    }

    #[test]
    fn bytes_of_another_charset() {
        let mut out = Vec::new();
        form_bytes(&mut out, b"\xfe \xdd");
        query_bytes(&mut out, b"\xfe");
        assert_eq!(out, b"%FE+%DD%FE");
    }

    #[test]
    fn spaces_and_pluses() {
        assert_eq!(written(query_value, "a b+c/d:e,f@g&h=i"), "a%20b%2Bc/d:e,f@g%26h%3Di");
        assert_eq!(written(form_value, " a  b+c~"), "+a++b%2Bc%7E");
    }
}
