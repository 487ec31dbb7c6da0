//! Strikes this client's credentials out of what the vendor says, and makes the rest fit to be shown.

use zeroize::Zeroizing;

use super::write;

/// The longest text of a vendor that is kept.
const LONGEST: usize = 512;
const STRUCK: &str = "***";

/// The secrets of one client in the forms in which a vendor may echo them. Without `Debug` on purpose.
#[derive(Default)]
pub(crate) struct Redactor {
    needles: Vec<Zeroizing<String>>,
}

impl Redactor {
    /// Adds a secret: as it is, as it is written in JSON and XML, in hexadecimal, in base64. Each is found
    /// percent-encoded too.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.is_empty() {
            return;
        }
        self.push(secret.to_owned());
        // A vendor that quotes the request quotes the secret as it was sent.
        let mut json = Zeroizing::new(Vec::new());
        write::json_text(&mut json, secret);
        self.push_bytes(&json);
        let mut xml = Zeroizing::new(Vec::new());
        if write::xml_attribute(&mut xml, secret).is_ok() {
            self.push_bytes(&xml);
        }
        let mut xml = Zeroizing::new(Vec::new());
        if write::xml_text(&mut xml, secret).is_ok() {
            self.push_bytes(&xml);
        }
        self.push(hex(secret.as_bytes()));
        let base64 = base64(secret.as_bytes());
        self.push(base64.replace('+', "-").replace('/', "_"));
        self.push(base64);
        // The longest first: a user name within a password must not leave the rest of it standing.
        self.needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
    }

    fn push_bytes(&mut self, needle: &[u8]) {
        if let Ok(needle) = std::str::from_utf8(needle) {
            self.push(needle.to_owned());
        }
    }

    fn push(&mut self, needle: String) {
        let needle = Zeroizing::new(needle);
        if !self.needles.contains(&needle) {
            self.needles.push(needle);
        }
    }

    /// The text without secrets, whatever their case; control characters escaped; cut to a bearable length.
    pub(crate) fn clean(&self, text: &str) -> String {
        self.without(text, 0)
    }

    /// The same of a code, in which a short secret is a digit or two that any code may have.
    pub(crate) fn clean_code(&self, text: &str) -> String {
        self.without(text, SHORT)
    }

    fn without(&self, text: &str, shortest: usize) -> String {
        let mut text = Zeroizing::new(text.to_owned());
        for needle in self.needles.iter().filter(|needle| needle.chars().count() >= shortest) {
            if let Some(struck) = strike(&text, needle) {
                text = Zeroizing::new(struck);
            }
        }
        shown(&text)
    }
}

/// A secret of fewer characters is struck out only where it stands alone: as a part of words it is in every sentence,
/// and tells nobody anything.
const SHORT: usize = 4;

/// Replaces every occurrence, ASCII letters compared without regard to case. `None`: there is none.
fn strike(text: &str, needle: &str) -> Option<String> {
    let haystack = text.as_bytes();
    let is_short = needle.chars().count() < SHORT;
    let stands_alone = |at: usize, length: usize| {
        let around = [
            text.get(..at).and_then(|before| before.chars().next_back()),
            text.get(at + length..).and_then(|after| after.chars().next()),
        ];
        !around.into_iter().flatten().any(char::is_alphanumeric)
    };
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(rest) = haystack.get(at..).filter(|rest| !rest.is_empty()) {
        match length_of(rest, needle.as_bytes()) {
            Some(length) if text.is_char_boundary(at) && (!is_short || stands_alone(at, length)) => {
                out.push_str(text.get(kept..at)?);
                out.push_str(STRUCK);
                at += length;
                kept = at;
            }
            _ => at += 1,
        }
    }
    if kept == 0 {
        return None;
    }
    out.push_str(text.get(kept..)?);
    Some(out)
}

/// How long the needle is at the beginning of the text, where any of its bytes may be percent-encoded: which
/// ones are differs from encoder to encoder. An echo may have gone through several of them.
fn length_of(text: &[u8], needle: &[u8]) -> Option<usize> {
    (0..=3).find_map(|times| {
        let mut rest = text;
        for due in needle {
            let length = encoded(rest, *due, times).or_else(|| {
                let byte = rest.first()?;
                let same = byte.eq_ignore_ascii_case(due) || (*byte == b'+' && *due == b' ');
                same.then_some(1)
            });
            rest = rest.get(length?..)?;
        }
        Some(text.len() - rest.len())
    })
}

/// How long `%41` is, if it stands for that byte; `%2541` was encoded twice.
fn encoded(text: &[u8], due: u8, times: usize) -> Option<usize> {
    let mut digits = text.strip_prefix(b"%")?;
    for _ in 0..times.checked_sub(1)? {
        digits = digits.strip_prefix(b"25")?;
    }
    let [high, low, rest @ ..] = digits else {
        return None;
    };
    let value = |digit: u8| char::from(digit).to_digit(16);
    let byte = u8::try_from(value(*high)? << 4 | value(*low)?).ok()?;
    byte.eq_ignore_ascii_case(&due).then_some(text.len() - rest.len())
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
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
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
            "GET /v2/Marker%2FK3y+/x",
            "GET /v2/%4d%61%72%6b%65%72%2f%4b%33%79%2b/x",
            "GET /v2/Marker%252FK3y%252B/x",
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
        assert_eq!(redactor.clean("Kullanıcı bulunamadı"), "Kullanıcı bulunamadı");
        assert_eq!(redactor.clean(""), "");
    }

    #[test]
    fn a_short_secret_is_struck_out_where_it_stands_alone() {
        let redactor = redactor(&["a", "7Q"]);
        for (echo, due) in [
            ("a bad day at the bank", "*** bad day at the bank"),
            ("user 'A' and key=7q&x", "user '***' and key=***&x"),
            // In hexadecimal it is `61`, which is found first.
            ("GET /%61/7%51", "GET /%***/***"),
            ("7Q", "***"),
            ("17Q, 7Qx, ş7Q", "17Q, 7Qx, ş7Q"),
        ] {
            assert_eq!(redactor.clean(echo), due);
        }
        // With four it is found anywhere.
        assert_eq!(self::redactor(&["abcd"]).clean("xabcdx"), "x***x");
    }

    #[test]
    fn no_part_of_a_code_is_taken_for_a_short_secret() {
        let redactor = redactor(&["7", "s3cret"]);
        assert_eq!(redactor.clean_code("E-7-01"), "E-7-01");
        assert_eq!(redactor.clean_code("7"), "7");
        assert_eq!(redactor.clean_code("E-s3cret-7"), "E-***-7");
    }

    #[test]
    fn control_characters_are_escaped_and_long_texts_cut() {
        let redactor = redactor(&[]);
        assert_eq!(redactor.clean("a\u{1b}[31m\r\n\u{202e}b"), "a\\u{1b}[31m\\r\\n\\u{202e}b");
        assert_eq!(redactor.clean(&"ş".repeat(600)).chars().count(), 513);
    }

    #[test]
    fn a_request_that_is_quoted_is_clean() {
        let redactor = redactor(&["a\"K3y\\<&> b"]);
        for quoted in [
            r#"{"key":"a\"K3y\\<&> b"}"#,
            "<key>a\"K3y\\&lt;&amp;&gt; b</key>",
            "<request key=\"a&quot;K3y\\&lt;&amp;&gt; b\"/>",
            "key=a%22K3y%5C%3C%26%3E+b",
            "key=a%22K3y%5c%3c%26%3e%20b",
        ] {
            let clean = redactor.clean(quoted);
            assert!(clean.contains("***") && !clean.contains("K3y"), "{clean}");
        }
        let redactor = self::redactor(&["p% 25%2B"]);
        for quoted in ["p% 25%2B", "p%25%2025%252B", "p%25+25%252B", "p%2525%252025%25252B", "p%252525+25%2525252B"] {
            assert_eq!(redactor.clean(quoted), "***", "{quoted}");
        }
        for other in ["%", "%2", "a%", "100%25", "a%22K3"] {
            assert_eq!(redactor.clean(other), other);
        }
    }

    #[test]
    fn a_cut_never_leaves_half_a_secret() {
        let redactor = redactor(&["0123456789"]);
        let clean = redactor.clean(&format!("{}0123456789", "x".repeat(508)));
        assert!(!clean.contains('0'), "{clean}");
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, text) in [("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
