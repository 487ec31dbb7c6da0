//! What every generated module stands on. No vendor's name appears in here.
//!
//! Values, writing and reading know nothing of calls; the outcome of a call knows nothing of a network;
//! the network is one file behind a trait.

pub(crate) mod date;
pub(crate) mod decimal;
pub(crate) mod invalid;
pub(crate) mod malformed;
pub mod read;
pub(crate) mod secret;
pub mod write;

pub mod arms;
pub(crate) mod base;
pub mod callback;
#[cfg(feature = "charsets")]
pub mod charset;
pub mod check;
#[cfg(feature = "ciphers")]
pub mod cipher;
pub(crate) mod client;
pub(crate) mod code;
pub(crate) mod config;
mod convert;
pub(crate) mod error;
pub(crate) mod fresh;
pub(crate) mod hook;
pub(crate) mod hosts;
pub(crate) mod items;
pub(crate) mod judge;
pub(crate) mod matching;
pub(crate) mod operation;
pub(crate) mod options;
pub(crate) mod pages;
pub mod pairs;
pub(crate) mod prepared;
pub(crate) mod redact;
pub(crate) mod reply;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
pub(crate) mod retry;
pub(crate) mod session;
#[cfg(feature = "signatures")]
pub mod sign;
pub(crate) mod signed;
pub(crate) mod store;
#[cfg(any(test, feature = "test-util"))]
pub(crate) mod testing;
pub(crate) mod trace;
pub(crate) mod transport;
pub(crate) mod unlisted;

#[cfg(test)]
mod tests;
