//! Values inside values: lists in one text, documents and texts behind an encoding.

use super::{Document, Items, ListForm, Reads, Value, nested_bytes, text};
use crate::runtime::malformed::{At as _, Malformed};
use crate::runtime::write::Base64;

/// Reads a list that is one text with a separator between the items; an empty text is an empty list.
///
/// # Errors
///
/// Those of `read`, with the item's position; and when an item is absent.
pub fn list_of<T>(
    value: Value<'_>,
    separator: &str,
    mut read: impl FnMut(Value<'_>) -> Result<Option<T>, Malformed>,
) -> Result<Option<Vec<T>>, Malformed> {
    let Some(text) = text(value)? else { return Ok(None) };
    if text.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let mut items = Vec::new();
    for (position, part) in text.split(separator).enumerate() {
        let document = Document::plain(part.as_bytes())?;
        let item = read(document.root()).index(position)?;
        items.push(item.ok_or_else(|| Malformed::new("an item").index(position))?);
    }
    Ok(Some(items))
}

/// Reads a list that is a document by itself.
///
/// # Errors
///
/// Those of `read`, with the item's position.
pub fn items_of<'d, T>(
    value: Value<'d>,
    read: impl FnMut(Value<'d>) -> Result<Option<T>, Malformed>,
) -> Result<Option<Vec<T>>, Malformed> {
    let mut items = Items::new("items", ListForm::Repeated);
    items.read(value, read)?;
    Ok(items.optional())
}

/// Reads a value for whose absence a text stands.
///
/// # Errors
///
/// Those of `read`.
pub fn unless<'d, T>(
    value: Value<'d>,
    absent: &str,
    read: impl FnOnce(Value<'d>) -> Result<Option<T>, Malformed>,
) -> Result<Option<T>, Malformed> {
    match text(value) {
        Ok(Some(text)) if text.trim() == absent => Ok(None),
        _ => read(value),
    }
}

/// Reads a document that stands as Base64 inside another.
///
/// # Errors
///
/// When the value is no Base64, or what it holds no such document; and those of `read`.
pub fn nested_base64<T>(
    value: Value<'_>,
    reads: impl Into<Reads>,
    read: impl FnOnce(Value<'_>) -> Result<Option<T>, Malformed>,
) -> Result<Option<T>, Malformed> {
    match super::base64(value, Base64::Standard)? {
        Some(bytes) if !bytes.is_empty() => nested_bytes(&bytes, reads, read),
        _ => Ok(None),
    }
}

/// Reads a text that stands as Base64.
///
/// # Errors
///
/// When it is no Base64, or what it holds is no text.
pub fn base64_text(value: Value<'_>, variant: Base64) -> Result<Option<String>, Malformed> {
    super::base64(value, variant)?.map(utf8).transpose()
}

/// Reads a text that stands as hexadecimal digits.
///
/// # Errors
///
/// When these are none, or what they hold is no text.
pub fn hex_text(value: Value<'_>) -> Result<Option<String>, Malformed> {
    super::hex(value)?.map(utf8).transpose()
}

/// Reads a text that is percent-encoded apart from the document that it stands in.
///
/// # Errors
///
/// When an escape is no escape, or what comes out is no text.
pub fn url_decoded(value: Value<'_>) -> Result<Option<String>, Malformed> {
    let Some(text) = text(value)? else { return Ok(None) };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (digit(rest.next()), digit(rest.next())) {
            (Some(high), Some(low)) => bytes.push(high << 4 | low),
            _ => return Err(Malformed::new("percent-encoded text")),
        }
    }
    utf8(bytes).map(Some)
}

fn utf8(bytes: Vec<u8>) -> Result<String, Malformed> {
    String::from_utf8(bytes).map_err(|_| Malformed::new("text in UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::read::{Limits, integer};

    fn on<T>(body: &str, read: impl FnOnce(Value<'_>) -> T) -> T {
        let Ok(document) = Document::json(body.as_bytes(), Limits::default()) else { panic!("{body}") };
        read(document.root())
    }

    #[test]
    fn lists_stand_in_texts() {
        assert_eq!(on("\"1,2,3\"", |v| list_of(v, ",", integer)).ok(), Some(Some(vec![1, 2, 3])));
        assert_eq!(on("\"\"", |v| list_of(v, ",", integer)).ok(), Some(Some(vec![])));
        assert_eq!(on("null", |v| list_of(v, ",", integer)).ok(), Some(None));
        let wrong = on("\"1,x\"", |v| list_of(v, ",", integer)).map_err(|m| m.field());
        assert_eq!(wrong, Err("[1]".to_owned()));
        assert!(on("\"1,,2\"", |v| list_of(v, ",", integer)).is_err());
    }

    #[test]
    fn escapes_are_undone_or_refused() {
        assert_eq!(on("\"a%20b%C3%BC\"", url_decoded).ok(), Some(Some("a bü".to_owned())));
        for wrong in ["\"%\"", "\"%2\"", "\"%zz\"", "\"%ff\""] {
            assert!(on(wrong, url_decoded).is_err(), "{wrong}");
        }
    }
}
