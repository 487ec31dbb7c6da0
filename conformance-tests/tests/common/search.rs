//! Finds a secret in a text, in whatever form it stands there.

use super::keys::MARKER;

/// The form in which the marker of the credentials stands in the text, if it does.
pub fn leak(text: &str) -> Option<&'static str> {
    // Most texts are clean, and end here.
    let mut text = text.to_owned();
    loop {
        if let Some(form) = plain_leak(&text) {
            return Some(form);
        }
        let decoded = percent_decoded(&text);
        if decoded == text {
            return None;
        }
        text = decoded;
    }
}

#[track_caller]
pub fn assert_clean(text: &str) {
    if let Some(form) = leak(text) {
        panic!("a secret, {form}, in: {text}");
    }
}

fn plain_leak(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    if lower.contains(&MARKER.to_lowercase()) {
        return Some("plain");
    }
    let base64_text = lower.replace('-', "+").replace('_', "/");
    for marker in [MARKER.to_owned(), MARKER.to_lowercase(), MARKER.to_uppercase()] {
        if lower.contains(&hex(marker.as_bytes())) {
            return Some("in hexadecimal");
        }
        let numbers = marker.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>();
        if lower.contains(&numbers.join(", ")) || lower.contains(&numbers.join(",")) {
            return Some("as a list of bytes");
        }
        for offset in 0..3 {
            if base64_text.contains(&base64_inside(&marker, offset).to_lowercase()) {
                return Some("in base64");
            }
        }
    }
    None
}

/// The letters of base64 that depend on the text alone, when so many bytes stand before it.
fn base64_inside(text: &str, offset: usize) -> String {
    let before = vec![b'x'; offset];
    let bytes = [before.as_slice(), text.as_bytes()].concat();
    let letters = base64(&bytes);
    let start = (offset * 8).div_ceil(6);
    let end = bytes.len() * 8 / 6;
    letters[start..end].to_owned()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_u32, |group, at| group << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// Every byte that is no letter or digit percent-encoded.
pub fn percent(text: &str) -> String {
    let write = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(write).collect()
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()).filter(|_| byte == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = &after[2..];
            }
            None => {
                out.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
