//! Readers of bytes that travel as text.

use super::scalar::text_of;
use super::text;
use super::value::Value;
use crate::runtime::malformed::Malformed;
use crate::runtime::write::Base64;

/// Reads bytes from Base64. White space between the digits is skipped, and `=` at the end may be missing.
///
/// # Errors
///
/// When there is any other character, or the end is cut off.
pub fn base64(value: Value<'_>, variant: Base64) -> Result<Option<Vec<u8>>, Malformed> {
    bytes(value, |text| text::base64(text, variant))
}

/// Reads bytes from hexadecimal digits in any case.
///
/// # Errors
///
/// When there is any other character, or a digit is missing.
pub fn hex(value: Value<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    bytes(value, text::hex)
}

fn bytes(
    value: Value<'_>,
    read: impl FnOnce(&str) -> Result<Vec<u8>, Malformed>,
) -> Result<Option<Vec<u8>>, Malformed> {
    match text_of(value, "text")? {
        Some(text) if text::trimmed(text).is_empty() => Ok(None),
        Some(text) => read(text).map(Some).map_err(|malformed| match value.offset() {
            Some(offset) => malformed.at_offset(offset),
            None => malformed,
        }),
        None => Ok(None),
    }
}
