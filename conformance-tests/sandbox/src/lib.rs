//! Serves the vendors of the specs over real HTTP on this machine, and reads and writes their wire formats by
//! interpreting the model. It shares no code with the generated client, so that each checks the other.
//!
//! | to | use |
//! |---|---|
//! | run a server that plays the vendors, lets calls go wrong, and keeps a ledger | [`Sandbox::start`], [`Fault`], [`Received`] |
//! | have the vendors answer without a server | [`World`] |
//! | run a server that answers by a script only | [`Sandbox::scripted`], [`Script`], [`Act`] |
//! | let a vendor call the application back | [`Sandbox::call_back`], [`CallBack`] |
//! | give it orders over HTTP | [`control`] |
//! | see what a request says and everything that is wrong with it | [`read_request`], [`read_sample`] |
//! | see what a reply means | [`read_reply`] |
//! | write the replies that a vendor would write | [`ReplyWriter`] |
//! | read the vendors' samples | [`Fixture`] |
//!
//! ```
//! use vendor_sandbox::Sandbox;
//!
//! let sandbox = Sandbox::start()?; // free ports of this machine; gone when dropped
//! sandbox.fault("reset")?; // the vendor does what the next call asks for, and its answer is lost
//! // ... call it with a client whose server is sandbox.url() ...
//! assert_eq!(sandbox.happened("top_up"), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A test of a client by a script, with a vendor of the specs:
//!
//! ```no_run
//! use vendor_model::model::{Format, Outcome};
//! use vendor_model::specs::Specs;
//! use vendor_sandbox::{Act, ReplyWriter, Sandbox, Script};
//!
//! let vendors = Specs::read("specs".as_ref())?.vendors;
//! let operation = vendors[0].operation("top_up").ok_or("no such operation")?;
//! let form = &operation.examples[0].forms[0];
//! let Outcome::Reply(value) = &form.outcome else { return Err("no reply".into()) };
//! let answer = ReplyWriter::new(&vendors[0], operation, form.format).ok_or("no such format")?.success(value)?;
//! let expected = form.request.clone();
//!
//! // The first call is lost after it arrived, the second gets the reply of the example.
//! let sandbox = Sandbox::scripted(vendors, Script::new().then(Act::Reset).then(answer))?;
//! // ... call it with a client whose server is sandbox.url() ...
//! assert_eq!(sandbox.count("top_up"), 2);
//! for received in sandbox.received() {
//!     // No problem at all: every value, constant and credential is where the spec says.
//!     let call = received.reading.exact()?;
//!     assert_eq!(call.request, expected);
//!     assert_eq!(call.credential("api_key"), Some("MARKER"));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod behave;
pub mod control;
pub mod document;
pub mod fixture;
pub mod message;
pub mod problem;
pub mod reply;
pub mod request;
pub mod server;

mod callback;
mod charset;
mod clock;
mod page;
mod pattern;
mod sample;
mod typed;

#[cfg(test)]
mod tiny;

pub use behave::{Ask, Cause, Keys, Memory, Plain, World};
pub use callback::{CallBack, CalledBack, Calling};
pub use clock::Clock;
pub use fixture::{Fixture, Placeholders};
pub use message::{Answer, Request};
pub use problem::{Kind, Problem};
pub use reply::{Content, ReplyReading, ReplyWriter, read_answer, read_reply};
pub use request::{Call, Found, Reading, places_of, read_request, read_sample, read_signed};
pub use server::{
    Act, Builder, Did, Ended, FAULT_HEADER, Fault, FaultError, Limits, Planned, Random, Received, Sandbox, Script,
    nobody_listens,
};
