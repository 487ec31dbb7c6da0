//! What decoders are made of: one flat tape for every format, and readers of one value each.
//!
//! A reply is read once, strictly, into a [`Document`]; generated decoders then walk its [`Value`]s and
//! know nothing of formats. Meaning is strict, dress is not: `18343`, `"18343"` and `<sms>18343</sms>`
//! are the same integer.

mod document;
mod items;
mod json;
mod scalar;
mod slot;
mod value;
mod xml;

pub use document::{Document, Limits};
pub use items::{Items, ListForm};
pub use scalar::{boolean, date, datetime, decimal, integer, secret, text, word};
pub use slot::Slot;
pub use value::{Kind, Member, Members, Value};
