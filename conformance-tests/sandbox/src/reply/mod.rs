//! Replies: read by the model, and written by it.

mod judge;
mod read;
mod write;

pub use read::{ReplyReading, read_reply};
pub use write::{Content, ReplyWriter};

#[cfg(test)]
mod tests;
