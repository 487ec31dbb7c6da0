//! Outcomes of single items: of a batch, some are taken and others refused.

use std::fmt;
use std::ops::Deref;

use super::code::{Class, Code};
use super::malformed::Malformed;

/// What came of one item.
pub type ItemResult<T, C, F = ()> = Result<T, ItemError<C, F>>;

/// What came of each item, in the order of the vendor's answer.
///
/// It is a list of results: look at each one, or ask for [`all`](Results::all).
#[derive(Clone, Debug, PartialEq)]
#[must_use = "items may have failed although the call did not: look at each, or ask for `all()`"]
pub struct Results<T, C, F = ()>(Vec<ItemResult<T, C, F>>);

impl<T, C, F> Results<T, C, F> {
    /// All items, if none failed.
    ///
    /// # Errors
    ///
    /// Everything, the successes too, when an item failed.
    pub fn all(self) -> Result<Vec<T>, Self> {
        if self.0.iter().any(Result::is_err) {
            return Err(self);
        }
        Ok(self.0.into_iter().flatten().collect())
    }

    /// The items that were taken, each with its position in the answer.
    pub fn taken(&self) -> impl Iterator<Item = (usize, &T)> {
        self.0.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_ref().ok()?)))
    }

    /// The items that were not, each with its position in the answer.
    pub fn failed(&self) -> impl Iterator<Item = (usize, &ItemError<C, F>)> {
        self.0.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_ref().err()?)))
    }

    /// As a plain list.
    pub fn into_vec(self) -> Vec<ItemResult<T, C, F>> {
        self.0
    }
}

impl<T, C, F> Default for Results<T, C, F> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, C, F> Deref for Results<T, C, F> {
    type Target = [ItemResult<T, C, F>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T, C, F> From<Vec<ItemResult<T, C, F>>> for Results<T, C, F> {
    fn from(items: Vec<ItemResult<T, C, F>>) -> Self {
        Self(items)
    }
}

impl<T, C, F> IntoIterator for Results<T, C, F> {
    type Item = ItemResult<T, C, F>;
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'r, T, C, F> IntoIterator for &'r Results<T, C, F> {
    type Item = &'r ItemResult<T, C, F>;
    type IntoIter = std::slice::Iter<'r, ItemResult<T, C, F>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// What is known of an item that did not simply succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemOutcome {
    /// The vendor refused it: nothing happened to it.
    Rejected,
    /// The answer says nothing about it that could be relied on: it may have happened.
    InDoubt,
    /// The vendor took it, but what it says of it can't be read: it happened.
    Accepted,
}

/// Why an item is no success.
///
/// `F` is what all items say of themselves, refused or not: the number that one was for, say.
#[derive(Clone, PartialEq)]
pub struct ItemError<C, F = ()>(Box<Parts<C, F>>);

#[derive(Clone, PartialEq)]
struct Parts<C, F> {
    outcome: ItemOutcome,
    code: Option<C>,
    class: Class,
    message: Option<String>,
    malformed: Option<Malformed>,
    item: Option<F>,
}

impl<C, F> ItemError<C, F> {
    /// What is known of it.
    pub fn outcome(&self) -> ItemOutcome {
        self.0.outcome
    }

    /// The vendor's code. `None` if the item has none.
    pub fn code(&self) -> Option<&C> {
        self.0.code.as_ref()
    }

    /// What a refusal is about, in words that all vendors share.
    pub fn class(&self) -> Class {
        self.0.class
    }

    /// The vendor's own words as they stand in the answer, for people.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// What could not be read, and where in the item.
    pub fn malformed(&self) -> Option<&Malformed> {
        self.0.malformed.as_ref()
    }

    /// What the item says of itself all the same. `None` where that can't be read.
    pub fn item(&self) -> Option<&F> {
        self.0.item.as_ref()
    }
}

impl<C: Code, F> ItemError<C, F> {
    pub(crate) fn new(
        outcome: ItemOutcome,
        code: Option<C>,
        class: Option<Class>,
        message: Option<String>,
        item: Option<F>,
    ) -> Self {
        // A documented code says more than the arm; any other says nothing.
        let known = code.as_ref().filter(|code| code.is_known()).map(Code::class);
        let class = known.or(class).unwrap_or(Class::Unknown);
        Self(Box::new(Parts { outcome, code, class, message, malformed: None, item }))
    }

    pub(crate) fn unreadable(outcome: ItemOutcome, malformed: Malformed, item: Option<F>) -> Self {
        let malformed = Some(malformed);
        Self(Box::new(Parts { outcome, code: None, class: Class::Unknown, message: None, malformed, item }))
    }
}

impl<C: Code, F> fmt::Display for ItemError<C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.outcome {
            ItemOutcome::Rejected => write!(f, "rejected by the vendor: {}", self.0.class)?,
            ItemOutcome::InDoubt => f.write_str("in doubt: it may have happened")?,
            ItemOutcome::Accepted => f.write_str("accepted by the vendor, it happened, but can't be read")?,
        }
        match &self.0.code {
            Some(code) => write!(f, ", code {}", code.as_str().escape_debug()),
            None => Ok(()),
        }
    }
}

/// Shows neither the vendor's words nor what the item holds.
impl<C: fmt::Debug, F> fmt::Debug for ItemError<C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemError")
            .field("outcome", &self.0.outcome)
            .field("code", &self.0.code)
            .field("class", &self.0.class)
            .field("malformed", &self.0.malformed)
            .finish_non_exhaustive()
    }
}

impl<C: Code, F> std::error::Error for ItemError<C, F> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.malformed.as_ref().map(|malformed| malformed as _)
    }
}
