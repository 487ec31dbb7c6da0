//! What the vendor says and its page did not list; what must not be shown.

use std::fmt;

/// A value that the vendor's page did not list when the client was generated. It is kept as it came, and
/// can't be made by callers: what is sent is always listed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unlisted(Box<str>);

impl Unlisted {
    /// The value as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Keeps a value that is not listed.
pub fn unlisted(text: &str) -> Unlisted {
    Unlisted(text.into())
}

/// Stands in `Debug` where a value is that not everybody may see.
pub struct Masked;

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
