//! Signatures of the vendor, on its answers and callbacks: computed anew from the texts as they were received.

use super::invalid::Invalid;
use super::malformed::Malformed;
use super::read::{self, Document, TextFrame, Value};
use super::reply::{self, Path, Payload};
use super::secret::Secret;

/// What a signature is computed with, besides what was received.
pub struct Keys<'a, C, S> {
    /// The credentials.
    pub credentials: &'a C,
    /// The readings that the caller chose.
    pub settings: &'a S,
}

/// Where a signature stands.
#[derive(Debug)]
pub struct SignedParts {
    /// The signature.
    pub signature: Signature,
    /// Headers whose holes are named, in lower case.
    pub headers: &'static [(&'static str, TextFrame)],
}

/// The place of a signature.
#[derive(Debug)]
pub enum Signature {
    /// A member of the document.
    Member(Path),
    /// A hole of a header, by its position.
    Header(usize, &'static str),
}

/// Whether there is a signature. One that is not the right one is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Proof {
    /// It is there, and right.
    Right,
    /// There is none.
    Absent,
}

impl Proof {
    /// For those who take nothing without a signature.
    pub fn required(self) -> Result<(), Malformed> {
        match self {
            Self::Right => Ok(()),
            Self::Absent => Err(Malformed::in_doubt("a signature")),
        }
    }
}

/// The texts that a signature is computed of.
pub struct Signed<'s, 'd> {
    payload: &'s Payload<'d>,
    parts: &'static SignedParts,
}

impl<'d> Payload<'d> {
    /// Computes the signature that is due, and compares it with the one that came, in a time that does not depend on
    /// where they differ.
    pub fn verify(
        &self,
        parts: &'static SignedParts,
        expected: impl FnOnce(&Signed<'_, 'd>) -> Result<String, Invalid>,
    ) -> Result<Proof, Malformed> {
        let signed = Signed { payload: self, parts };
        let found = match &parts.signature {
            Signature::Member(path) => signed.member(path),
            Signature::Header(index, hole) => signed.header(*index, hole),
        };
        let Ok(found) = found else { return Err(Malformed::in_doubt("one signature")) };
        let found = found.trim();
        if found.is_empty() {
            return Ok(Proof::Absent);
        }
        // What can't be computed proves nothing. The error could hold what was received, and is dropped.
        match expected(&signed) {
            Ok(expected) if Secret::from(expected.as_str()) == Secret::from(found) => Ok(Proof::Right),
            _ => Err(Malformed::in_doubt("the signature that is due")),
        }
    }
}

impl Signed<'_, '_> {
    /// The text of a member, digits as they came. What is not there is an empty text.
    pub fn member(&self, path: Path) -> Result<String, Invalid> {
        let unreadable = |_| Invalid::new("a text is due");
        let Some(root) = self.payload.root else { return Ok(String::new()) };
        match reply::find(root, self.payload.names, path).map_err(unreadable)? {
            Some(value) => text(value).map_err(unreadable),
            None => Ok(String::new()),
        }
    }

    /// The text of a hole in a header. What is not there, or looks otherwise, is an empty text.
    pub fn header(&self, index: usize, hole: &str) -> Result<String, Invalid> {
        let Some((name, frame)) = self.parts.headers.get(index) else { return Ok(String::new()) };
        let mut values = self.payload.headers.get_all(*name).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return Ok(String::new()) };
        let Ok(document) = Document::text(value.as_bytes(), std::slice::from_ref(frame)) else {
            return Ok(String::new());
        };
        let found = document.root().get(hole).map(text);
        Ok(found.and_then(Result::ok).unwrap_or_default())
    }

    /// The body, or the query, as it came.
    pub fn body(&self) -> &[u8] {
        self.payload.body
    }

    /// The same as a text.
    pub fn text(&self) -> Result<String, Invalid> {
        super::write::text(self.payload.body)
    }

    /// The names and values that stand beside the signature, in order, unknown ones too.
    pub fn pairs(&self) -> Vec<(&str, String)> {
        let (holder, own): (Path, Option<&str>) = match &self.parts.signature {
            Signature::Member(path) => match path.split_last() {
                Some((reply::Step::Name(name), holder)) => (holder, Some(name)),
                _ => (&[], None),
            },
            Signature::Header(..) => (&[], None),
        };
        let holder = self.payload.root.and_then(|root| reply::find(root, self.payload.names, holder).ok().flatten());
        let members = holder.and_then(|holder| holder.members().ok()).into_iter().flatten();
        let others = members.filter(|member| own.is_none_or(|own| !self.payload.names.are_same(member.name, own)));
        others.filter_map(|member| Some((member.name, text(member.value).ok()?))).collect()
    }
}

fn text(value: Value<'_>) -> Result<String, Malformed> {
    Ok(read::text(value)?.unwrap_or_default())
}

/// Whether the answer is to what was asked.
pub fn answers<T: PartialEq + ?Sized>(name: &'static str, asked: &T, answered: &T) -> Result<(), Malformed> {
    if asked == answered { Ok(()) } else { Err(Malformed::in_doubt("what was asked for").at(name)) }
}
