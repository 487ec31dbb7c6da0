//! Small values of the language that accept more than one spelling.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor, value::SeqAccessDeserializer};

/// Text that goes over the wire as it stands: a code, an enum value, a constant.
///
/// Whole numbers may stand unquoted; what YAML would change by reading it
/// (`007`, `1_000`, `no`) is refused later, by comparison with the source text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WireText(pub String);

impl<'de> Deserialize<'de> for WireText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = WireText;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text as it goes over the wire; quote it")
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<WireText, E> {
                Ok(WireText(v.to_owned()))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<WireText, E> {
                Ok(WireText(v.to_string()))
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<WireText, E> {
                Ok(WireText(v.to_string()))
            }
            fn visit_bool<E: de::Error>(self, v: bool) -> Result<WireText, E> {
                Ok(WireText(v.to_string()))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

/// A value that may be `null` itself: the keyword is there.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// One value, or a list of them.
#[derive(Clone, Debug)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = OneOrMany<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one value or a list of them")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(OneOrMany)
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<Self::Value, E> {
                T::deserialize(de::value::StrDeserializer::new(v)).map(|one| OneOrMany(vec![one]))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Self::Value, E> {
                T::deserialize(de::value::U64Deserializer::new(v)).map(|one| OneOrMany(vec![one]))
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<Self::Value, E> {
                T::deserialize(de::value::I64Deserializer::new(v)).map(|one| OneOrMany(vec![one]))
            }
            fn visit_bool<E: de::Error>(self, v: bool) -> Result<Self::Value, E> {
                T::deserialize(de::value::BoolDeserializer::new(v)).map(|one| OneOrMany(vec![one]))
            }
        }
        deserializer.deserialize_any(Either(std::marker::PhantomData))
    }
}

/// A switch that is off unless written.
pub type Flag = bool;
