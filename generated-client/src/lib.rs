//! Typed clients for vendors whose API is documented in prose only.
//!
//! Each vendor is a module behind a feature of its own, generated from a reviewed spec. A request that the
//! vendor's page forbids does not compile or is refused before anything is sent, and a call that fails says
//! what happened at the vendor: see [`Error`].
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `reqwest` (default) | sends over the network, with `rustls` on `ring` and the system's trusted roots |
//! | `webpki-roots` | Mozilla's roots, compiled in, instead of the system's |
//! | `tracing` | a span per call; never an address, a header or a value |
//! | `test-util` | [`testing`]: a scripted transport and every error as a value |
//!
//! Without `reqwest` there is no async runtime and no network: [`Config::prepare`] and [`Config::decode`]
//! turn a request into bytes and bytes into a result, and [`Config::connect_with`] takes a [`Transport`] of
//! your own.
//!
//! # Limits, unless set otherwise
//!
//! 5 seconds for a connection, 30 for a whole call, 16 MiB for a reply, 3 attempts for what may be repeated
//! and one for what may not. Redirects are never followed, and proxies of the environment are not used.

// A test that panics has failed, as it should.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

// Generated code names this crate in the same way whether it lives in here or in a crate of its own.
extern crate self as generated_client;

mod runtime;
// The generator lays its code out itself.
#[rustfmt::skip]
mod vendors;

pub use runtime::client::Core;
pub use runtime::code::{Class, Code, Effect, Format, Safety};
pub use runtime::config::Config;
pub use runtime::date::{Date, DateTime};
pub use runtime::decimal::Decimal;
pub use runtime::error::{
    Accepted, Error, InDoubt, InDoubtReason, InvalidRequest, NotSent, NotSentReason, Rejected,
};
pub use runtime::hook::{Event, Hook, Outcome};
pub use runtime::invalid::Invalid;
pub use runtime::malformed::Malformed;
pub use runtime::operation::{Credentials, Operation, Vendor};
pub use runtime::options::Options;
pub use runtime::prepared::Prepared;
pub use runtime::secret::Secret;
pub use runtime::unlisted::Unlisted;
pub use vendors::*;
pub use runtime::transport::{Body, BoxFuture, Outgoing, Received, Transport, TransportError};

#[cfg(feature = "test-util")]
pub mod testing {
    //! For the tests of applications: a transport that follows a script, and every error as a value.

    pub use crate::runtime::testing::{
        Script, accepted, in_doubt, invalid, not_sent, rejected, rejected_without_code,
    };
}

/// What generated code calls. Its version is part of its name, so that code of another generator fails with
/// one clear error instead of a hundred.
#[doc(hidden)]
pub mod __private {
    pub mod v1 {
        pub use crate::runtime::client::Core;
        pub use crate::runtime::code::{Class, Code, Effect, Format, Safety};
        pub use crate::runtime::config::Config;
        pub use crate::runtime::date::{Calendar, Date, DatePattern, DatePiece, DateTime};
        pub use crate::runtime::decimal::Decimal;
        pub use crate::runtime::error::Error;
        pub use crate::runtime::invalid::Invalid;
        pub use crate::runtime::malformed::{At, Malformed};
        pub use crate::runtime::operation::{
            Context, Credentials, Draft, Operation, OperationFacts, Vendor, VendorFacts, check_secret,
        };
        pub use crate::runtime::options::Options;
        pub use crate::runtime::reply::{Arm, Names, Path, Payload, ReplyFacts, Step, Test, Verdict, When};
        pub use crate::runtime::secret::Secret;
        pub use crate::runtime::session::{Session, Token};
        pub use crate::runtime::transport::{Received, Transport};
        pub use crate::runtime::matching::{MatchKey, unanswered};
        pub use crate::runtime::unlisted::{Masked, unlisted};
        pub use crate::runtime::{check, read, write};
        pub use http;
    }
}
