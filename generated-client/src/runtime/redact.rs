//! Strikes this client's credentials out of what the vendor says, and makes the rest fit to be shown.

use zeroize::Zeroizing;

/// The longest text of a vendor that is kept.
const LONGEST: usize = 512;
const STRUCK: &str = "***";

/// The secrets of one client in the forms in which a vendor may echo them. Without `Debug` on purpose.
#[derive(Default)]
pub(crate) struct Redactor {
    needles: Vec<Zeroizing<String>>,
}

impl Redactor {
    /// Adds a secret: as it is, percent-encoded, in hexadecimal, in base64.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.is_empty() {
            return;
        }
        self.push(secret.to_owned());
        self.push(percent(secret));
        self.push(hex(secret.as_bytes()));
        let base64 = base64(secret.as_bytes());
        self.push(base64.replace('+', "-").replace('/', "_"));
        self.push(base64);
        // The longest first: a user name within a password must not leave the rest of it standing.
        self.needles
            .sort_by_key(|needle| std::cmp::Reverse(needle.len()));
    }

    fn push(&mut self, needle: String) {
        let needle = Zeroizing::new(needle);
        if !self.needles.contains(&needle) {
            self.needles.push(needle);
        }
    }

    /// The text without secrets, whatever their case; control characters escaped; cut to a bearable length.
    pub(crate) fn clean(&self, text: &str) -> String {
        let mut text = Zeroizing::new(text.to_owned());
        for needle in &self.needles {
            if let Some(struck) = strike(&text, needle) {
                text = Zeroizing::new(struck);
            }
        }
        shown(&text)
    }
}

/// Replaces every occurrence, ASCII letters compared without regard to case. `None`: there is none.
fn strike(text: &str, needle: &str) -> Option<String> {
    let (haystack, width) = (text.as_bytes(), needle.len());
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(window) = haystack.get(at..at + width) {
        if window.eq_ignore_ascii_case(needle.as_bytes()) && text.is_char_boundary(at) {
            out.push_str(text.get(kept..at)?);
            out.push_str(STRUCK);
            at += width;
            kept = at;
        } else {
            at += 1;
        }
    }
    if kept == 0 {
        return None;
    }
    out.push_str(text.get(kept..)?);
    Some(out)
}

/// Nothing that moves a cursor or turns the direction of writing gets into a log.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}');
        if c.is_control() || turns {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            push_hex(&mut out, byte);
        }
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        push_hex(&mut out, *byte);
    }
    out
}

fn push_hex(out: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        out.extend(char::from_digit(digit.into(), 16));
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0_u32, |group, byte| group << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        // Without padding: an echo with it contains this.
        for index in 0..=chunk.len() {
            let letter = (group >> (18 - 6 * index)) & 63;
            out.extend(LETTERS.get(letter as usize).copied().map(char::from));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(secrets: &[&str]) -> Redactor {
        let mut redactor = Redactor::default();
        for secret in secrets {
            redactor.add(secret);
        }
        redactor
    }

    #[test]
    fn every_form_of_a_secret_is_struck_out() {
        let redactor = redactor(&["Marker/K3y+", "Mark"]);
        for echo in [
            "key Marker/K3y+ is wrong",
            "key MARKER/k3Y+ is wrong",
            "GET /v2/Marker%2FK3y%2B/x",
            "get /v2/marker%2fk3y%2b/x",
            "4d61726b65722f4b33792b",
            "TWFya2VyL0szeSs=",
        ] {
            let clean = redactor.clean(echo);
            assert!(clean.contains("***"), "{clean}");
            let lower = clean.to_ascii_lowercase();
            for part in ["mark", "k3y", "4d61", "twfya2"] {
                assert!(!lower.contains(part), "{clean}");
            }
        }
    }

    #[test]
    fn nothing_else_changes() {
        let redactor = redactor(&["secret", ""]);
        assert_eq!(
            redactor.clean("Kullanıcı bulunamadı"),
            "Kullanıcı bulunamadı"
        );
        assert_eq!(redactor.clean(""), "");
    }

    #[test]
    fn control_characters_are_escaped_and_long_texts_cut() {
        let redactor = redactor(&[]);
        assert_eq!(
            redactor.clean("a\u{1b}[31m\r\n\u{202e}b"),
            "a\\u{1b}[31m\\r\\n\\u{202e}b"
        );
        assert_eq!(redactor.clean(&"ş".repeat(600)).chars().count(), 513);
    }

    #[test]
    fn a_cut_never_leaves_half_a_secret() {
        let redactor = redactor(&["0123456789"]);
        let clean = redactor.clean(&format!("{}0123456789", "x".repeat(508)));
        assert!(!clean.contains('0'), "{clean}");
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, text) in [
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
