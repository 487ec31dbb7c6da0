//! Tokens: credentials that an operation hands out.

use super::Docs;

/// A credential that an operation hands out.
#[derive(Debug)]
pub struct Token {
    /// Identifier, in snake case.
    pub name: String,
    /// The operation that hands it out for the credentials alone.
    pub grant: Option<HandOut>,
    /// The operation that hands out the next one for a refresh token.
    pub refresh: Option<HandOut>,
    /// HTTP statuses that mean that it is stale.
    pub stale_http: Vec<u16>,
    /// Codes that mean that it is stale.
    pub stale_codes: Vec<String>,
    /// What people read.
    pub docs: Docs,
}

/// An operation that hands out a token.
#[derive(Debug)]
pub struct HandOut {
    /// The operation.
    pub operation: String,
    /// The field of its reply that is the token.
    pub field: usize,
    /// How long the token is good.
    pub lives: Lives,
    /// The field of its reply that is the refresh token.
    pub next: Option<usize>,
    /// The field of its request that takes the refresh token.
    pub send: Option<usize>,
}

/// How long a token is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lives {
    /// Until it is stale.
    UntilStale,
    /// For so many seconds.
    Seconds(u64),
    /// A field of the reply says how long: a whole number of that many seconds.
    For(usize, u32),
    /// A field of the reply says until when.
    Until(usize),
}

impl Lives {
    /// The seconds, where they are always the same.
    pub fn seconds(self) -> Option<u64> {
        if let Self::Seconds(seconds) = self { Some(seconds) } else { None }
    }
}

impl Token {
    /// The operations that hand it out.
    pub fn hand_outs(&self) -> impl Iterator<Item = &HandOut> {
        self.grant.iter().chain(&self.refresh)
    }
}
