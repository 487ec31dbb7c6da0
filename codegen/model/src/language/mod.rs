//! Floor 1: the spec language. YAML becomes a syntax tree; names in it are not
//! resolved, and nothing here knows of Rust or of the wire.

mod callback;
mod complaint;
mod example;
mod field;
mod limit;
mod operation;
mod paging;
mod patient;
mod read;
mod reply;
mod scalar;
mod send;
mod token;
mod tree;
mod vendor;

pub use callback::{AcknowledgeSpec, CallbackSpec, IfAbsent, VerifySpec};
pub use example::*;
pub use field::*;
pub use limit::LimitSpec;
pub use operation::*;
pub use paging::{HandOnSpec, LastSpec, PagingSpec};
pub use read::{VendorSyntax, read_file, read_vendor};
pub use reply::*;
pub use scalar::{Flag, OneOrMany, WireText};
pub use send::*;
pub use token::{RefreshSpec, StaleSpec, TokenSpec};
pub use tree::{Literal, Tree};
pub use vendor::*;
