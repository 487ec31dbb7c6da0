//! Answers that somebody asks for: any code and any arm can be had.

use std::collections::VecDeque;
use std::fmt;

use vendor_model::Vendor;
use vendor_model::model::Operation;

/// The header by which a request asks for its own answer: `code=17`, or `arm=queued`.
pub(crate) const HEADER: &str = "x-sandbox-answer";

/// An answer that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The refusal with this code of the vendor.
    Code(String),
    /// A reply that takes the arm of this name.
    Arm(String),
}

impl Ask {
    /// Reads the value of the header.
    ///
    /// # Errors
    ///
    /// When it is neither `code=` nor `arm=`.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.trim().split_once('=') {
            Some(("code", code)) => Ok(Self::Code(code.to_owned())),
            Some(("arm", arm)) => Ok(Self::Arm(arm.to_owned())),
            _ => Err(format!("{HEADER} is `code=17` or `arm=name`")),
        }
    }

    pub(super) fn is_possible(&self, vendor: &Vendor, operation: &Operation) -> bool {
        match self {
            Self::Code(code) => vendor.code_of(operation, code).is_some(),
            Self::Arm(name) => {
                operation.reply.forms.iter().any(|(_, form)| form.arms.iter().any(|arm| arm.name == *name))
            }
        }
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "code `{code}`"),
            Self::Arm(arm) => write!(f, "arm `{arm}`"),
        }
    }
}

/// A code.
impl From<&str> for Ask {
    fn from(code: &str) -> Self {
        Self::Code(code.to_owned())
    }
}

/// What was asked for, in order.
#[derive(Debug, Default)]
pub(super) struct Asked(VecDeque<(String, Ask)>);

impl Asked {
    pub(super) fn push(&mut self, operation: &str, ask: Ask) {
        self.0.push_back((operation.to_owned(), ask));
    }

    /// The first that was asked of this operation, if the vendor has such an answer.
    pub(super) fn take(&mut self, vendor: &Vendor, operation: &Operation) -> Option<Ask> {
        let fits = |(name, ask): &(String, Ask)| *name == operation.name && ask.is_possible(vendor, operation);
        let index = self.0.iter().position(fits)?;
        self.0.remove(index).map(|(_, ask)| ask)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
