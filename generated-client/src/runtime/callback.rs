//! Callbacks: what a vendor sends to the application.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::code::Format;
use super::judge::{self, Answer};
use super::malformed::Malformed;
use super::reply::{Payload, ReplyFacts};
use super::signed::Proof;
use super::transport::Received;

/// A request that the application received, from whatever server it runs.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    query: &'a str,
    headers: &'a HeaderMap,
    body: &'a [u8],
}

impl<'a> Incoming<'a> {
    /// The request's head, and its body **as it came**: a signature covers its bytes.
    pub fn new(parts: &'a http::request::Parts, body: &'a [u8]) -> Self {
        Self { query: parts.uri.query().unwrap_or_default(), headers: &parts.headers, body }
    }

    /// The same from its pieces: the query without `?`, the headers, the body.
    pub fn from_pieces(query: &'a str, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        Self { query, headers, body }
    }
}

/// Shows that there is a request, and nothing of it: it may tell of people, and anybody may have sent it.
impl fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").field("body_bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// An event whose signature was right: it is from the vendor, and as the vendor sent it.
///
/// It may come more than once, and old ones may be sent again by who has seen them: handle each event of one
/// identity once.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified<T>(T);

impl<T> Verified<T> {
    /// The event by itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// An event that nothing proves: anybody who knows the application's address could have sent it.
///
/// Take from it what to ask the vendor about, and believe the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Unverified<T>(T);

impl<T> Unverified<T> {
    /// What it says, for the question whether it is true.
    pub fn unproven(&self) -> &T {
        &self.0
    }

    /// The event, taken on the application's own responsibility.
    pub fn trust(self) -> T {
        self.0
    }
}

/// Why a callback is not to be believed. It holds nothing of what was received. Answer it with
/// [`status`](CallbackError::status), and never with the acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackError {
    /// There is no signature.
    Unsigned,
    /// The signature is not the one that is due: it is another's, or the credentials are not those of the vendor.
    Forged,
    /// It is none of the documents that the vendor's page describes.
    Unknown,
    /// It can't be read.
    Unreadable(Malformed),
}

impl CallbackError {
    /// The HTTP status to answer with: 401 where nothing proves who sent it, 400 where it can't be read.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unsigned | Self::Forged => 401,
            Self::Unknown | Self::Unreadable(_) => 400,
        }
    }
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsigned => f.write_str("the callback has no signature"),
            Self::Forged => f.write_str("the callback's signature is not the one that is due"),
            Self::Unknown => f.write_str("the callback is none that the vendor documents"),
            Self::Unreadable(malformed) => write!(f, "the callback can't be read: {malformed}"),
        }
    }
}

impl std::error::Error for CallbackError {}

/// What to answer, so that the vendor knows that its callback arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Acknowledgement {
    /// The HTTP status.
    pub status: u16,
    /// The content type.
    pub content_type: &'static str,
    /// The body.
    pub body: &'static str,
}

impl Acknowledgement {
    /// For generated code.
    #[doc(hidden)]
    pub const fn new(status: u16, content_type: &'static str, body: &'static str) -> Self {
        Self { status, content_type, body }
    }
}

/// What does not depend on a callback's content.
#[derive(Debug)]
pub struct CallbackFacts {
    /// How its document is written.
    pub format: Format,
    /// The document is the query, and not the body.
    pub in_query: bool,
    /// What it may say.
    pub reply: &'static ReplyFacts,
}

/// Reads an event whose signature has to be right.
pub fn verified<T: Send>(
    facts: &'static CallbackFacts,
    incoming: &Incoming<'_>,
    verify: impl Fn(&Payload<'_>) -> Result<Proof, Malformed> + Sync,
    read: fn(Payload<'_>) -> Result<T, Malformed>,
) -> Result<Verified<T>, CallbackError> {
    match event(facts, incoming, verify, read)? {
        (event, Proof::Right) => Ok(Verified(event)),
        (_, Proof::Absent) => Err(CallbackError::Unsigned),
    }
}

/// Reads an event that has no signature.
pub fn unverified<T: Send>(
    facts: &'static CallbackFacts,
    incoming: &Incoming<'_>,
    read: fn(Payload<'_>) -> Result<T, Malformed>,
) -> Result<Unverified<T>, CallbackError> {
    event(facts, incoming, |_| Ok(Proof::Absent), read).map(|(event, _)| Unverified(event))
}

fn event<T: Send>(
    facts: &'static CallbackFacts,
    incoming: &Incoming<'_>,
    verify: impl Fn(&Payload<'_>) -> Result<Proof, Malformed> + Sync,
    read: fn(Payload<'_>) -> Result<T, Malformed>,
) -> Result<(T, Proof), CallbackError> {
    let document = if facts.in_query { incoming.query.as_bytes() } else { incoming.body };
    let received = Received::new(StatusCode::OK, incoming.headers.clone(), Bytes::copy_from_slice(document));
    let mut found = None;
    let mut take = |payload: Payload<'_>| {
        let proof = verify(&payload)?;
        found = Some((read(payload)?, proof));
        Ok(())
    };
    match judge::judge(facts.reply, facts.format, &received, &|_, _| false, &mut take) {
        Answer::YesUnreadable(malformed) => Err(CallbackError::Unreadable(malformed)),
        Answer::Unclear(super::error::InDoubtReason::Unverified, ..) => Err(CallbackError::Forged),
        Answer::Unclear(_, Some(malformed), _) => Err(CallbackError::Unreadable(malformed)),
        Answer::Yes | Answer::No(_) | Answer::Unclear(..) => found.ok_or(CallbackError::Unknown),
    }
}
