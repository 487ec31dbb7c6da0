//! What encoders are made of: each function appends one value to a buffer.
//!
//! Encoders are generated as straight-line code: what is constant is folded into literals, and these
//! functions write what is not. They allocate nothing when the buffer has room. After an error the
//! buffer holds a part of the value; the caller throws it away.

mod header;
pub(crate) mod json;
mod scalar;
mod url;
mod xml;

pub use header::header_text;
pub use json::{json_comma, json_text};
pub use scalar::{date, datetime, decimal, integer, text_of};
pub use url::{form_value, path_segment, query_value};
pub use xml::{xml_attribute, xml_text};
