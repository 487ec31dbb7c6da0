//! Callbacks: what the vendor sends to us; and signatures on what it sends.

use super::{Docs, Expression, Format, OpenPoint, Page, Path, RecordId, Reply, Success, TextPattern};
pub use crate::language::IfAbsent;
use crate::source::Origin;

/// What the vendor sends to us.
#[derive(Debug)]
pub struct Callback {
    /// Identifier, in snake case.
    pub name: String,
    /// What people read; the place is a heading.
    pub docs: Docs,
    /// The page.
    pub page: Page,
    /// How its document is written.
    pub format: Format,
    /// The document is the query of a GET; else it is the body of a POST.
    pub in_query: bool,
    /// What it may say: arms that all hand something over.
    pub reply: Reply,
    /// What it tells, where its arms have no fields of their own.
    pub event: RecordId,
    /// Where there are several kinds of events: each with what it tells.
    pub outcomes: Vec<Success>,
    /// The signature, and what it must be.
    pub verify: Option<Verify>,
    /// The operation that tells whether it is true.
    pub confirm_with: Option<String>,
    /// What to answer.
    pub acknowledge: Acknowledge,
    /// How often it comes.
    pub repeated: Option<String>,
    /// Doubts.
    pub open_points: Vec<OpenPoint>,
    /// Where it is written.
    pub origin: Origin,
}

/// What to answer to a callback.
#[derive(Debug)]
pub struct Acknowledge {
    /// The HTTP status.
    pub status: u16,
    /// The content type of the body.
    pub content_type: Option<String>,
    /// The body.
    pub body: String,
}

/// A signature of the vendor, and what it must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Verify {
    /// Where it stands.
    pub signature: Received,
    /// What it must be. A field in it is one of `names`.
    pub expected: Expression,
    /// The texts that the expression names.
    pub names: Vec<Received>,
    /// Header names in lower case, and what their values look like.
    pub headers: Vec<(String, TextPattern)>,
    /// What becomes of a callback without it. A reply without it is in doubt.
    pub if_absent: IfAbsent,
}

/// A text that was received, or sent before.
#[derive(Clone, Debug, PartialEq)]
pub enum Received {
    /// A member of the document.
    Member(Path),
    /// A hole of a header, by its position.
    Header(usize, String),
    /// A field of the request that is answered.
    Request(usize),
}

impl Verify {
    /// The credentials that it is computed with.
    pub fn credentials(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.expected.visit(&mut |inner| {
            if let Expression::Value(super::HoleSource::Credential(index)) = inner {
                found.push(*index);
            }
        });
        found
    }
}
