//! What decoders are made of: one flat tape for every format, and readers of one value each.
//!
//! A reply is read once, strictly, into a [`Document`]; generated decoders then walk its [`Value`]s and
//! know nothing of formats. Meaning is strict, dress is not: `18343`, `"18343"` and `<sms>18343</sms>`
//! are the same integer.

mod codec;
mod compose;
mod document;
mod form;
mod inner;
mod items;
mod json;
mod pairs;
mod pattern;
mod reads;
mod rows;
mod scalar;
mod slot;
pub mod text;
mod turn;
mod value;
mod xml;

pub use codec::{base64, hex};
pub use compose::{base64_text, hex_text, items_of, list_of, nested_base64, unless, url_decoded};
pub use document::{Document, Limits};
pub use inner::Inner;
pub use items::{Items, ListForm};
pub use pairs::Pairs;
pub use pattern::{TextFrame, TextPiece};
pub(crate) use reads::without_declaration;
pub use reads::{Reads, nested, nested_bytes};
pub use rows::Rows;
pub use scalar::{
    boolean, date, datetime, decimal, decimal_comma, duration, epoch, grouped, integer, minor, month, offset_datetime,
    secret, split, text, variant, words,
};
pub use slot::Slot;
pub use turn::{Turned, TurnedBy};
pub use value::{Kind, Member, Members, Value};
