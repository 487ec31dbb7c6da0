//! Text in a header.

use http::HeaderValue;

use crate::runtime::invalid::Invalid;

/// A header's value from text: visible ASCII, with spaces inside only.
///
/// Whether it is a secret (`set_sensitive`) is for the caller to say.
///
/// # Errors
///
/// When the text has a control character, a line break among them, or a character beyond ASCII, which
/// servers read in different ways, or begins or ends with a space, which they drop.
pub fn header_text(text: &str) -> Result<HeaderValue, Invalid> {
    let is_clean = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if !is_clean || text.starts_with(' ') || text.ends_with(' ') {
        return Err(refused());
    }
    HeaderValue::from_str(text).map_err(|_| refused())
}

fn refused() -> Invalid {
    Invalid::new("visible ASCII characters, with spaces inside only, in a header")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn holds_visible_ascii_only() {
        for kept in ["", "a", "Bearer a.b-c", "~!\"#\\"] {
            assert_eq!(header_text(kept).unwrap(), kept);
        }
        for refused in [" a", "a ", "a\r\nX: y", "a\n", "a\tb", "\0", "\u{7f}", "ş", "é", "۱", "a\u{a0}"] {
            assert!(header_text(refused).is_err(), "{refused:?}");
        }
    }
}
