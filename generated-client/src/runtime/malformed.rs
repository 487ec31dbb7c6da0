//! [`Malformed`]: why a reply could not be read; and [`At`], which gives errors their path.

use std::borrow::Cow;
use std::fmt;

use super::invalid::{FieldPath, Invalid};

/// A reply, or a text, that is not what the vendor's page says.
///
/// It says what was expected and where, and never what was found instead: a reply may hold names, phone
/// numbers or a credential that the vendor echoes.
///
/// ```text
/// response.data.id: expected an integer (byte 41)
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Malformed(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    path: FieldPath,
    expected: Cow<'static, str>,
    offset: Option<usize>,
    is_in_doubt: bool,
}

impl Malformed {
    /// Says what was expected, in words that follow "expected": `an integer`.
    ///
    /// They must never repeat what was found.
    #[cold]
    pub fn new(expected: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            path: FieldPath::default(),
            expected: expected.into(),
            offset: None,
            is_in_doubt: false,
        }))
    }

    /// The same of what is no answer to the question, or not from the vendor: what it says is not believed.
    #[cold]
    pub fn in_doubt(expected: impl Into<Cow<'static, str>>) -> Self {
        let mut malformed = Self::new(expected);
        malformed.0.is_in_doubt = true;
        malformed
    }

    pub(crate) fn is_in_doubt(&self) -> bool {
        self.0.is_in_doubt
    }

    /// The value's path in the reply, such as `response.persons[3].name`.
    ///
    /// Empty when the document as a whole can't be read.
    pub fn field(&self) -> String {
        self.0.path.to_string()
    }

    /// What was expected, such as `an integer`.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// The position in the reply's bytes, counted from 0, where it is known.
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }

    /// Puts the name of the field that holds the value before its path.
    #[cold]
    #[must_use]
    pub fn at(mut self, segment: &'static str) -> Self {
        self.0.path.prepend(segment);
        self
    }

    /// Puts the position in the list that holds the value, counted from 0, before its path.
    #[cold]
    #[must_use]
    pub fn index(mut self, position: usize) -> Self {
        self.0.path.prepend_index(position);
        self
    }

    /// Says where in the reply's bytes the fault is. The innermost position is kept.
    #[cold]
    #[must_use]
    pub fn at_offset(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            write!(f, "{}: ", self.0.path)?;
        }
        write!(f, "expected {}", self.0.expected)?;
        match self.0.offset {
            Some(offset) => write!(f, " (byte {offset})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Malformed")
            .field("field", &self.field())
            .field("expected", &self.expected())
            .field("offset", &self.offset())
            .finish()
    }
}

impl std::error::Error for Malformed {}

/// Gives an error the path of the value that caused it; costs nothing when there is no error.
pub trait At: Sized {
    /// Puts a field's name before the error's path.
    #[must_use]
    fn at(self, segment: &'static str) -> Self;

    /// Puts a position in a list, counted from 0, before the error's path.
    #[must_use]
    fn index(self, position: usize) -> Self;
}

impl<T> At for Result<T, Invalid> {
    #[inline]
    fn at(self, segment: &'static str) -> Self {
        self.map_err(|error| error.at(segment))
    }

    #[inline]
    fn index(self, position: usize) -> Self {
        self.map_err(|error| error.index(position))
    }
}

impl<T> At for Result<T, Malformed> {
    #[inline]
    fn at(self, segment: &'static str) -> Self {
        self.map_err(|error| error.at(segment))
    }

    #[inline]
    fn index(self, position: usize) -> Self {
        self.map_err(|error| error.index(position))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn says_where_and_what() {
        let error: Result<(), _> = Err(Malformed::new("an integer").at_offset(41).at_offset(7));
        let error = error.at("id").index(2).at("persons").unwrap_err();
        assert_eq!(error.to_string(), "persons[2].id: expected an integer (byte 41)");
        assert_eq!(error.expected(), "an integer");
        assert_eq!(error.field(), "persons[2].id");
        assert_eq!(error.offset(), Some(41));
    }
}
