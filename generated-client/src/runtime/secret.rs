//! [`Secret`]: text that shows nowhere.

use std::fmt;

use zeroize::Zeroizing;

/// Text that shows nowhere: a key, a password, a token.
///
/// `Debug` prints `Secret(***)`, there is no `Display`, no error holds it, and this copy of it is wiped
/// from memory when it is dropped. Copies that leave this library can't be wiped: those in a URL, in a
/// transport's buffers and in TLS.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself. Whoever calls this answers for where it goes.
    #[inline]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    /// Takes the text over without leaving a copy behind.
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl PartialEq for Secret {
    /// Takes as long for texts of one length, wherever they differ.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        let differing = a.iter().zip(b).fold(0, |differing, (a, b)| differing | (a ^ b));
        a.len() == b.len() && std::hint::black_box(differing) == 0
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_nowhere() {
        let secret = Secret::from("hunter2");
        assert_eq!(secret.expose(), "hunter2");
        for shown in [format!("{secret:?}"), format!("{:#?}", Some(secret.clone()))] {
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}
