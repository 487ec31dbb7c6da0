//! Typed clients for vendors whose API is documented in prose only.
//!
//! Each vendor is a module behind a feature of its own, generated from a reviewed spec. A request that the
//! vendor's page forbids does not compile or is refused before anything is sent, and a call that fails says
//! what happened at the vendor: see [`Error`].
//!
//! ```no_run
//! use generated_client::organik::{Client, Credentials, Credit, UserCredit, user_credit};
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let api_key = std::env::var("ORGANIK_API_KEY")?;
//!     let organik = Client::new(Credentials::new(api_key))?;
//!     let receipt = organik
//!         .user_credit(&UserCredit::new(user_credit::Required {
//!             user_id: 42,
//!             balance: 100,
//!             credit: Credit::bank_transfer(5),
//!         }))
//!         .await?;
//!     println!("credit {} loaded", receipt.id);
//!     Ok(())
//! }
//! ```
//!
//! # Where to look
//!
//! | to | see |
//! |---|---|
//! | make calls | the vendor's module: its `Client` and `Credentials`, and a module for each operation |
//! | set addresses, formats, limits | [`Config`] for a client, [`Options`] for a single call |
//! | know whether it happened, and what to do | [`Error`], and [`Class`], which all vendors share |
//! | write down what is sent, or stop it | [`Hook`] |
//! | read long lists page by page | [`Pages`] |
//! | know what came of each item of a list | [`Results`], [`ItemError`] |
//! | read what a vendor sends to you | the modules of its callbacks, [`Incoming`] and [`Verified`] |
//! | keep tokens over restarts | [`TokenStore`] and [`Config::token_store`] |
//! | send by means of your own | [`Config::prepare`] and [`Config::decode`], or [`Transport`] |
//! | write amounts, days and months | [`Decimal`], [`Date`], [`DateTime`], [`YearMonth`] |
//! | write code for several vendors | [`Operation`], [`Vendor`], [`Code`] |
//!
//! The search finds items by the vendor's own words too (`havale`, `IsSubMerchant`). Each item names its place
//! on the vendor's page, and each module lists what the page leaves open and how it was decided.
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | one for each vendor | none of its code is compiled without it |
//! | `reqwest` (default) | sends over the network, with `rustls` on `ring` and the system's trusted roots; needs a tokio runtime |
//! | `webpki-roots` | Mozilla's roots, compiled in, instead of the system's |
//! | `tracing` | a span for each call; never an address, a header or a value |
//! | `test-util` | `testing`: a scripted transport and every error as a value |
//! | `chrono`, `jiff`, `time`, `rust_decimal` | conversions of [`Date`], [`DateTime`] and [`Decimal`] |
//! | `signatures` | hashes, for vendors whose requests are signed; their features switch it on |
//! | `ciphers`, `charsets` | AES, and texts in other charsets than UTF-8; a vendor that needs them switches them on |
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

pub use runtime::callback::{Acknowledgement, CallbackError, Incoming, Unverified, Verified};
pub use runtime::client::Core;
pub use runtime::code::{Class, Code, Effect, Format, Safety};
pub use runtime::config::Config;
pub use runtime::date::{Date, DateTime, OffsetDateTime, YearMonth};
pub use runtime::decimal::Decimal;
pub use runtime::error::{
    Accepted, Error, InDoubt, InDoubtReason, InvalidRequest, NotSent, NotSentReason, OtherError, Rejected,
};
pub use runtime::hook::{Event, Hook, Outcome};
pub use runtime::invalid::Invalid;
pub use runtime::items::{ItemError, ItemOutcome, ItemResult, Results};
pub use runtime::malformed::Malformed;
pub use runtime::operation::{Credentials, Operation, Vendor};
pub use runtime::options::Options;
pub use runtime::pages::{Next, Paged, Pages, Turn};
pub use runtime::prepared::Prepared;
pub use runtime::secret::Secret;
pub use runtime::store::{MemoryStore, StoreError, StoredToken, TokenStore};
pub use runtime::unlisted::Unlisted;
pub use runtime::write::FilePart;
// Without a vendor's feature there is nothing to name.
pub use runtime::transport::{Body, BoxFuture, Outgoing, Received, Transport, TransportError};
#[allow(unused_imports, unreachable_pub)]
pub use vendors::*;

#[cfg(feature = "test-util")]
pub mod testing {
    //! For the tests of applications: a transport that follows a script, and every error as a value.

    pub use crate::runtime::testing::{Script, accepted, in_doubt, invalid, not_sent, rejected, rejected_without_code};
}

/// What generated code calls. Its version is part of its name, so that code of another generator fails with
/// one clear error instead of a hundred.
#[doc(hidden)]
pub mod __private {
    pub mod v1 {
        pub use crate::runtime::callback::CallbackFacts;
        #[cfg(feature = "charsets")]
        pub use crate::runtime::charset::{self, Charset};
        #[cfg(feature = "ciphers")]
        pub use crate::runtime::cipher;
        pub use crate::runtime::client::Core;
        pub use crate::runtime::code::{Class, Code, Effect, Format, Safety};
        pub use crate::runtime::config::Config;
        pub use crate::runtime::date::{
            Calendar, Date, DatePattern, DatePiece, DateTime, DurationForm, DurationPiece, DurationUnit, Epoch,
            OffsetDateTime, YearMonth,
        };
        pub use crate::runtime::decimal::Decimal;
        pub use crate::runtime::error::Error;
        pub use crate::runtime::invalid::Invalid;
        pub use crate::runtime::malformed::{At, Malformed};
        pub use crate::runtime::matching::{MatchKey, unanswered};
        pub use crate::runtime::operation::{
            Context, Credentials, Draft, Operation, OperationFacts, Repeated, Vendor, VendorFacts, check_secret,
        };
        pub use crate::runtime::options::Options;
        pub use crate::runtime::pages::{Next, Paged, Turn, count};
        pub use crate::runtime::read::{Inner, Kind, Pairs, Reads, Rows, TextFrame, TextPiece, Turned, TurnedBy};
        pub use crate::runtime::reply::{Arm, DecodeBody, Names, Path, Payload, ReplyFacts, Step, Test, Verdict, When};
        pub use crate::runtime::secret::Secret;
        pub use crate::runtime::session::{Grant, Refresh, Session, Token};
        #[cfg(feature = "signatures")]
        pub use crate::runtime::sign;
        pub use crate::runtime::signed::{Keys, Proof, Signature, SignedParts, answers};
        pub use crate::runtime::transport::{Received, Transport};
        pub use crate::runtime::unlisted::{Masked, unlisted};
        pub use crate::runtime::write::{Base64, FilePart, Multipart, UrlEncoding};
        pub use crate::runtime::{arms, callback, check, pairs, read, write};
        pub use http;
    }
}
