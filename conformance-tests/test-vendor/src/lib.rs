//! Vendors that nobody has, for what no real vendor needs: see `specs/`.
//!
//! It is what a crate with private vendors looks like, with every warning an error: generated code has none.

#![deny(warnings, missing_docs, clippy::all)]

include!(concat!(env!("OUT_DIR"), "/vendors.rs"));

/// Vendors whose specs `codegen new` drafted from samples.
pub mod drafts {
    include!(concat!(env!("OUT_DIR"), "/drafts/vendors.rs"));
}
