//! Text in a JSON string.

use std::collections::HashSet;

use crate::runtime::invalid::Invalid;

/// Appends text as it stands in a JSON string, without the quotes around it.
///
/// Only what JSON demands is escaped: quote, backslash, and control characters. Everything else stays
/// UTF-8.
#[inline]
pub fn json_text(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let clean = plain_length(bytes);
    if clean == bytes.len() {
        out.extend_from_slice(bytes);
    } else {
        escape(out, bytes);
    }
}

/// The names of an object that are values: each may be there once.
#[derive(Debug, Default)]
pub struct JsonKeys(HashSet<String>);

impl JsonKeys {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends the next name, a comma before it where it is needed, and the colon.
    ///
    /// # Errors
    ///
    /// When the name was there before.
    pub fn next(&mut self, out: &mut Vec<u8>, key: String) -> Result<(), Invalid> {
        if !self.0.is_empty() {
            out.push(b',');
        }
        out.push(b'"');
        json_text(out, &key);
        out.extend_from_slice(b"\":");
        if !self.0.insert(key) {
            return Err(Invalid::new("must be another one in each item"));
        }
        Ok(())
    }
}

#[cold]
fn escape(out: &mut Vec<u8>, bytes: &[u8]) {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    // No more than is surely needed: a buffer that is large enough must not grow.
    out.reserve(bytes.len() + 1);
    let mut rest = bytes;
    loop {
        let (plain, special) = rest.split_at(plain_length(rest));
        out.extend_from_slice(plain);
        let Some((&byte, after)) = special.split_first() else {
            return;
        };
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            _ => {
                let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
        }
        rest = after;
    }
}

/// How many bytes stand before the first one that a JSON string can't hold as it is: quote, backslash,
/// control character.
#[inline]
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const TOPS: u64 = ONES << 7;

    // Eight at a time. `(x - ONES) & !x & TOPS` marks the lowest zero byte of `x`, and may mark others
    // above it, which doesn't matter here; likewise for bytes below 0x20.
    let mut length = 0;
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * 0x22);
        let backslash = word ^ (ONES * 0x5c);
        let special = (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        let special = special & TOPS;
        if special != 0 {
            return length + special.trailing_zeros() as usize / 8;
        }
        length += 8;
        rest = after;
    }
    let is_special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    length + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// Appends the comma before a member or item, unless it is the first of its object or list.
#[inline]
pub fn json_comma(out: &mut Vec<u8>) {
    if !matches!(out.last(), Some(b'{' | b'[')) {
        out.push(b',');
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = vec![b'"'];
        json_text(&mut out, text);
        out.push(b'"');
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn agrees_with_serde_json_on_every_character_at_every_place() {
        let characters = (0..0x300).chain([0x6f1, 0x2028, 0x2029, 0xfeff, 0xffff, 0x1f600, 0x10ffff]);
        for character in characters.filter_map(char::from_u32) {
            for place in 0..18 {
                let mut text: String = "abcdefgh/jklmnopqr".chars().take(place).collect();
                text.push(character);
                text.push_str("ğüşi");
                assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
            }
        }
        let all: String = (0..0x100).filter_map(char::from_u32).collect();
        assert_eq!(written(&all), serde_json::to_string(&all).unwrap());
        assert_eq!(written(""), "\"\"");
    }

    #[test]
    fn a_buffer_that_is_just_large_enough_does_not_grow() {
        for text in ["", "plain", "\"", "one \" quote", "a\tb\\c\u{1}"] {
            let length = written(text).len() - 2;
            let mut out = Vec::with_capacity(length);
            let capacity = out.capacity();
            json_text(&mut out, text);
            assert_eq!((out.len(), out.capacity()), (length, capacity));
        }
    }

    #[test]
    fn finds_the_first_special_byte() {
        for length in 0..40 {
            let plain = vec![0x80_u8; length];
            assert_eq!(plain_length(&plain), length);
            for place in 0..length {
                for special in [0, 0x1f, b'"', b'\\'] {
                    let mut bytes = plain.clone();
                    *bytes.get_mut(place).unwrap() = special;
                    *bytes.last_mut().unwrap() = special;
                    assert_eq!(plain_length(&bytes), place);
                }
            }
        }
    }
}
