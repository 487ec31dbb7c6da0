//! Serves the vendors of the specs over real HTTP on this machine, and reads and writes their wire formats by
//! interpreting the model. It shares no code with the generated client, so that each checks the other.
//!
//! | to | use |
//! |---|---|
//! | run a server that answers and fails as told, and keeps a ledger | [`Sandbox`], [`Script`], [`Act`] |
//! | see what a request says and everything that is wrong with it | [`read_request`], [`read_sample`] |
//! | see what a reply means | [`read_reply`] |
//! | write the replies that a vendor would write | [`ReplyWriter`] |
//! | read the vendors' samples | [`Fixture`] |

pub mod document;
pub mod fixture;
pub mod message;
pub mod problem;
pub mod reply;
pub mod request;
pub mod server;

mod calendar;
mod pattern;
mod typed;

#[cfg(test)]
mod tiny;

pub use fixture::{Fixture, Placeholders};
pub use message::{Answer, Request};
pub use problem::{Kind, Problem};
pub use reply::{Content, ReplyReading, ReplyWriter, read_reply};
pub use request::{Call, Found, Reading, places_of, read_request, read_sample, read_sample_body};
pub use server::{Act, Limits, Received, Sandbox, Script, nobody_listens};
