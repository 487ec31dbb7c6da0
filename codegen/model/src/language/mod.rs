//! Floor 1: the spec language. YAML becomes a syntax tree; names in it are not
//! resolved, and nothing here knows of Rust or of the wire.

mod callback;
mod complaint;
mod patient;
mod read;
mod scalar;
mod spec;
mod token;
mod tree;

pub use callback::{AcknowledgeSpec, CallbackSpec, IfAbsent, VerifySpec};
pub use read::{VendorSyntax, read_file, read_vendor};
pub use scalar::{Flag, OneOrMany, WireText};
pub use spec::*;
pub use token::{RefreshSpec, StaleSpec, TokenSpec};
pub use tree::{Literal, Tree};
