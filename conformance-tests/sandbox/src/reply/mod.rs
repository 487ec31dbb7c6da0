//! Replies: read by the model, and written by it.

mod build;
mod judge;
mod read;
mod seen;
mod sign;
pub(crate) mod text;
mod told;
mod write;

pub(crate) use judge::passes;
pub use read::{ReplyReading, read_answer, read_reply};
pub(crate) use seen::open;
pub(crate) use sign::Signer;
pub use write::{Content, ReplyWriter};

#[cfg(test)]
mod tests;
