//! What encoders are made of: each function appends one value to a buffer.
//!
//! Encoders are generated as straight-line code: what is constant is folded into literals, and these
//! functions write what is not. They allocate nothing when the buffer has room. After an error the
//! buffer holds a part of the value; the caller throws it away.

mod codec;
mod header;
pub(crate) mod json;
mod multipart;
mod number;
mod scalar;
mod text;
mod time;
mod url;
mod xml;

pub use codec::{Base64, base64, hex_lower, hex_upper};
pub use header::header_text;
pub use json::{JsonKeys, json_comma, json_text};
pub use multipart::{FilePart, Multipart};
pub use number::{decimal_comma, fixed, grouped, minor, pad, padded};
pub use scalar::{count, date, datetime, decimal, integer, text_of};
pub use text::{
    base64_text, filled_text, first_characters, fixed_text, from_base64, from_hex, hex_text, hole_text, joinable,
    last_characters, text, url_encoded, url_encoded_as, utf16_be, utf16_le,
};
pub use time::{clock, duration, epoch, month, offset_datetime};
pub use url::{
    UrlEncoding, form_bytes, form_value, path_segment, query_bytes, query_value, url_encode, url_encode_bytes,
};
pub use xml::{xml_attribute, xml_cdata, xml_text};
