//! What is wrong with a request or a reply.

use std::fmt;

/// A finding: what is wrong, and where.
///
/// It never holds a value from the wire, only names and places, so that it may be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of mistake it is.
    pub kind: Kind,
    /// Where: `path`, `query StartDate`, `header apikey`, `body data.persons[2].gsm`.
    pub at: String,
    /// What is wrong, in a sentence.
    pub says: String,
}

/// Sorts of mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// No operation has this method and path.
    Address,
    /// An operation has this path with another method.
    Method,
    /// The bytes are not what they claim to be: JSON, XML, percent-encoding.
    Malformed,
    /// Something is there that the model does not know.
    Unknown,
    /// Something that the model requires is not there.
    Missing,
    /// A value is not of its declared type.
    Value,
    /// A value breaks a rule of the page: a length, a range, a field that is not allowed in this case.
    Rule,
    /// A constant of the frame has another value.
    Constant,
    /// A credential, a token or a signature is missing, blank, or differs from place to place.
    Credential,
    /// A credential or token stands where it does not belong.
    Leak,
    /// It can be read, but it is not written as the model writes it.
    Dress,
}

impl Problem {
    /// A finding.
    pub fn new(kind: Kind, at: impl Into<String>, says: impl Into<String>) -> Self {
        Self { kind, at: at.into(), says: says.into() }
    }

    /// The name at the end of the place: `gsm` of `body data.persons[2].gsm`.
    pub fn field(&self) -> &str {
        let last = self.at.rsplit([' ', '.']).next().unwrap_or_default();
        last.split_once('[').filter(|(name, _)| !name.is_empty()).map_or(last, |(name, _)| name)
    }

    /// Whether only the writing differs and the meaning is clear.
    pub fn is_dress(&self) -> bool {
        self.kind == Kind::Dress
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.says)
    }
}
