//! [`Invalid`]: why a request was refused here, before anything was sent.

use std::borrow::Cow;
use std::fmt;

mod path;

pub(crate) use path::FieldPath;

/// A value that was refused on this side: nothing was sent, nothing happened at the vendor.
///
/// It names the field, the rule that the value breaks, and the rule's place on the vendor's page. It
/// never holds the value itself, so it can be logged and shown. Mend the request and call again.
///
/// ```text
/// persons[3].name: at most 50 characters (page: "name")
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Invalid(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    field: FieldPath,
    rule: Cow<'static, str>,
    place: Option<&'static str>,
}

impl Invalid {
    /// Says which rule is broken, in words that follow a field's name: `at most 50 characters`.
    ///
    /// The rule must never repeat the value.
    #[cold]
    pub fn new(rule: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts { field: FieldPath::default(), rule: rule.into(), place: None }))
    }

    /// The field's path in the request, such as `persons[3].name`.
    ///
    /// Empty when the refused value stands alone, as in `Date::new(2026, 2, 30)`.
    pub fn field(&self) -> String {
        self.0.field.to_string()
    }

    /// What must hold, such as `at most 50 characters`.
    pub fn rule(&self) -> &str {
        &self.0.rule
    }

    /// Where on the vendor's page the rule stands, if it comes from there: a heading or the name of a row.
    pub fn place(&self) -> Option<&'static str> {
        self.0.place
    }

    /// Puts the name of the field that holds the refused value before its path.
    #[cold]
    #[must_use]
    pub fn at(mut self, segment: &'static str) -> Self {
        self.0.field.prepend(segment);
        self
    }

    /// Puts the position in the list that holds the refused value, counted from 0, before its path.
    #[cold]
    #[must_use]
    pub fn index(mut self, position: usize) -> Self {
        self.0.field.prepend_index(position);
        self
    }

    /// Says where on the vendor's page the rule stands. The innermost place is kept.
    #[cold]
    #[must_use]
    pub fn on_page(mut self, place: &'static str) -> Self {
        self.0.place.get_or_insert(place);
        self
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.field.is_empty() {
            write!(f, "{}: ", self.0.field)?;
        }
        f.write_str(&self.0.rule)?;
        match self.0.place {
            Some(place) => write!(f, " (page: \"{place}\")"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invalid")
            .field("field", &self.field())
            .field("rule", &self.rule())
            .field("place", &self.place())
            .finish()
    }
}

impl std::error::Error for Invalid {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_from_the_outside_in() {
        let invalid =
            Invalid::new("at most 50 characters").on_page("name").at("name").index(3).at("persons").on_page("persons");
        assert_eq!(invalid.field(), "persons[3].name");
        assert_eq!(invalid.to_string(), "persons[3].name: at most 50 characters (page: \"name\")");
    }

    #[test]
    fn stands_alone_without_a_field() {
        assert_eq!(Invalid::new("a day").to_string(), "a day");
        assert_eq!(Invalid::new("a day").index(0).to_string(), "[0]: a day");
    }

    #[test]
    fn is_as_small_as_a_pointer() {
        assert_eq!(size_of::<Result<(), Invalid>>(), size_of::<usize>());
    }
}
