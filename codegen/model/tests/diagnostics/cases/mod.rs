//! The mistakes, by what they are made in.

mod keyed;
mod operations;
mod reading;
mod union;
mod values;
mod wire;

pub use keyed::*;
pub use operations::*;
pub use reading::*;
pub use union::*;
pub use values::*;
pub use wire::*;

use crate::base::Case;

/// Every group.
pub const ALL: &[&[Case]] = &[
    YAML, KEYWORDS, VENDOR, TYPES, FIELDS, RULES, SENDING, REPLIES, ARMS, UNIONS, KEYED, EQUALS, OPERATIONS, EXAMPLES,
];
