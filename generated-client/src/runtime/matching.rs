//! What was sent, and is not in the reply.

use std::collections::HashMap;

/// A part of what tells items apart, in the form in which both sides are compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MatchKey {
    /// It was not there.
    Absent,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
}

impl MatchKey {
    /// It was not there.
    pub fn absent() -> Self {
        Self::Absent
    }

    /// A whole number.
    pub fn integer(value: i64) -> Self {
        Self::Integer(value)
    }

    /// A text.
    pub fn text(value: &str) -> Self {
        Self::Text(value.to_owned())
    }

    /// Only the last characters count: vendors write one number with and without a prefix.
    #[must_use]
    pub fn last(self, count: usize) -> Self {
        match self {
            Self::Integer(value) => match u32::try_from(count).ok().and_then(|count| 10_i64.checked_pow(count)) {
                Some(modulus) => Self::Integer(value % modulus),
                None => Self::Integer(value),
            },
            Self::Text(text) => {
                let skip = text.chars().count().saturating_sub(count);
                Self::Text(text.chars().skip(skip).collect())
            }
            Self::Absent => Self::Absent,
        }
    }
}

/// The items that were sent and that no item of the reply answers. Twins count: of two equal items that were
/// sent and one that came back, one is unanswered.
pub fn unanswered<S: Clone, R, const N: usize>(
    sent: &[S],
    received: &[R],
    sent_key: impl Fn(&S) -> [MatchKey; N],
    received_key: impl Fn(&R) -> [MatchKey; N],
) -> Vec<S> {
    // The usual case, in which all come back in order, needs no table.
    if sent.len() == received.len() && sent.iter().zip(received).all(|(s, r)| sent_key(s) == received_key(r)) {
        return Vec::new();
    }
    let mut answered: HashMap<[MatchKey; N], usize> = HashMap::with_capacity(received.len());
    for item in received {
        *answered.entry(received_key(item)).or_default() += 1;
    }
    let unanswered = sent.iter().filter(|item| match answered.get_mut(&sent_key(item)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    unanswered.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::{MatchKey, unanswered};

    #[test]
    fn what_does_not_come_back_is_unanswered() {
        let missing = |sent: &[i64], received: &[i64]| {
            let key = |value: &i64| [MatchKey::integer(*value).last(10)];
            unanswered(sent, received, key, key)
        };
        assert!(missing(&[905_321_000_001], &[5_321_000_001]).is_empty());
        assert_eq!(missing(&[1, 2, 3], &[3, 1]), [2]);
        assert_eq!(missing(&[1, 1], &[1]), [1]);
        assert_eq!(missing(&[1, 2], &[]), [1, 2]);
        assert!(missing(&[], &[7]).is_empty());
    }

    #[test]
    fn texts_are_compared_by_their_ends() {
        assert_eq!(MatchKey::text("+905321").last(4), MatchKey::text("5321"));
        assert_eq!(MatchKey::text("21").last(4), MatchKey::text("21"));
    }
}
