//! Texts that are made before they are written: what is signed, encoded or joined.

use super::codec::{Base64, base64, hex_lower};
use super::url::{UrlEncoding, url_encode};
use crate::runtime::invalid::Invalid;
use crate::runtime::read::text::{base64 as base64_of, hex as hex_of};

/// Bytes as Base64.
pub fn base64_text(bytes: &[u8], variant: Base64) -> String {
    made(|out| base64(out, bytes, variant))
}

/// Bytes as hexadecimal digits in lower case.
pub fn hex_text(bytes: &[u8]) -> String {
    made(|out| hex_lower(out, bytes))
}

/// The bytes that a Base64 text of either alphabet stands for, such as a key that is kept so.
pub fn from_base64(text: &[u8]) -> Result<Vec<u8>, Invalid> {
    let text = std::str::from_utf8(text).unwrap_or("*");
    [Base64::Standard, Base64::Url]
        .into_iter()
        .find_map(|variant| base64_of(text, variant).ok())
        .ok_or_else(|| Invalid::new("must be Base64"))
}

/// A text percent-encoded, but for the characters that RFC 3986 leaves free.
pub fn url_encoded(text: &str) -> String {
    made(|out| url_encode(out, text, UrlEncoding::Rfc3986))
}

/// A text percent-encoded in a way of the vendor's own.
pub fn url_encoded_as(text: &str, encoding: UrlEncoding) -> String {
    made(|out| url_encode(out, text, encoding))
}

/// The bytes that hexadecimal digits stand for, such as a key that is kept so.
pub fn from_hex(text: &[u8]) -> Result<Vec<u8>, Invalid> {
    let text = std::str::from_utf8(text).unwrap_or("*");
    hex_of(text).map_err(|_| Invalid::new("must be hexadecimal digits"))
}

/// The first characters of a text.
pub fn first_characters(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

/// The last characters of a text.
pub fn last_characters(text: &str, count: usize) -> String {
    let skipped = text.chars().count().saturating_sub(count);
    text.chars().skip(skipped).collect()
}

/// A text in UTF-16, the lower byte of each unit first, as .NET's `Encoding.Unicode` has it.
pub fn utf16_le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A text in UTF-16, the upper byte of each unit first.
pub fn utf16_be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// What has been written so far, as text.
pub fn text(written: &[u8]) -> Result<String, Invalid> {
    String::from_utf8(written.to_vec()).map_err(|_| Invalid::new("must be text"))
}

/// Appends an item of a list that is joined: it can't hold what stands between the items.
pub fn joinable(out: &mut Vec<u8>, item: &str, separator: &str) -> Result<(), Invalid> {
    if item.contains(separator) {
        return Err(Invalid::new(format!(
            "must not contain \"{}\", which separates the items",
            separator.escape_debug()
        )));
    }
    out.extend_from_slice(item.as_bytes());
    Ok(())
}

/// Appends what a hole of a text holds: one line, in which no text stands that ends the hole.
pub fn hole_text(out: &mut Vec<u8>, text: &str, ends: &[&str]) -> Result<(), Invalid> {
    if text.contains(['\n', '\r']) {
        return Err(Invalid::new("must not contain the end of a line"));
    }
    if let Some(end) = ends.iter().find(|end| text.contains(**end)) {
        return Err(Invalid::new(format!("must not contain \"{}\", which ends it", end.escape_debug())));
    }
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

/// The same, and not blank.
pub fn filled_text(out: &mut Vec<u8>, text: &str, ends: &[&str]) -> Result<(), Invalid> {
    if text.trim().is_empty() {
        return Err(Invalid::new("must not be blank"));
    }
    hole_text(out, text, ends)
}

/// Appends a text of exactly so many characters, none of them the end of a line.
pub fn fixed_text(out: &mut Vec<u8>, text: &str, width: usize) -> Result<(), Invalid> {
    if text.chars().count() != width {
        return Err(Invalid::new(format!("must have {width} characters")));
    }
    hole_text(out, text, &[])
}

/// The writers above append ASCII only.
fn made(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_never_holds_its_separator() {
        let mut out = Vec::new();
        assert!(joinable(&mut out, "905", ",").is_ok());
        assert!(joinable(&mut out, "9,5", ",").is_err());
        assert_eq!(out, b"905");
    }

    #[test]
    fn a_hole_never_holds_what_ends_it() {
        let mut out = Vec::new();
        for (text, ends) in [("905", &[":", ";"][..]), ("9:5", &[]), ("", &[":"])] {
            assert!(hole_text(&mut out, text, ends).is_ok(), "{text}");
        }
        for (text, ends) in [("9:5", &[";", ":"][..]), ("9\n5", &[]), ("9\r", &[":"])] {
            assert!(hole_text(&mut out, text, ends).is_err(), "{text}");
        }
        assert!(filled_text(&mut out, " ", &[":"]).is_err() && fixed_text(&mut out, "üb", 3).is_err());
        assert!(filled_text(&mut out, "a", &[":"]).is_ok() && fixed_text(&mut out, "üb", 2).is_ok());
        assert_eq!(out, "9059:5aüb".as_bytes());
    }

    #[test]
    fn texts_are_encoded() {
        assert_eq!(base64_text(b"a:b", Base64::Standard), "YTpi");
        assert_eq!(hex_text(&[0, 255]), "00ff");
        assert_eq!(from_base64(b"YTpi").unwrap(), b"a:b");
        assert_eq!(from_base64(b"-_-_").unwrap(), from_base64(b"+/+/").unwrap());
        assert!(from_base64(b"a:b").is_err());
        assert_eq!(url_encoded("a b/ü"), "a%20b%2F%C3%BC");
        assert_eq!(url_encoded_as("a b~", UrlEncoding::FormLower), "a+b%7e");
        assert_eq!(from_hex(b"00fF").unwrap(), [0, 255]);
        assert!(from_hex(b"0").is_err() && from_hex(b"\xff").is_err());
        assert_eq!((last_characters("aüb", 2), last_characters("a", 2)), ("üb".into(), "a".into()));
        assert_eq!((utf16_le("aş"), utf16_be("aş")), (vec![0x61, 0, 0x5f, 1], vec![0, 0x61, 1, 0x5f]));
    }
}
