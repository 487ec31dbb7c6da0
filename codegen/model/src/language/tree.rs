//! Frames and example values: trees of wire names.

use std::fmt;

use indexmap::IndexMap;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A document written out: names with what stands under them.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Names in document order. The name `...` is the hole.
    Record(IndexMap<String, Tree>),
    /// Items in order.
    List(Vec<Tree>),
    /// A text, number, truth value or nothing.
    Leaf(Literal),
}

/// A leaf as YAML reads it.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction; the digits are taken from the source text.
    Fraction(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null` or nothing.
    Null,
}

impl Tree {
    /// The text of a text leaf.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Leaf(Literal::Text(text)) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Tree;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names, a list, or a value")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut record = IndexMap::new();
                while let Some(name) = map.next_key::<super::WireText>()? {
                    record.insert(name.0, map.next_value()?);
                }
                Ok(Tree::Record(record))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Tree::List(items))
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<Tree, E> {
                Ok(Tree::Leaf(Literal::Text(v.to_owned())))
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<Tree, E> {
                Ok(Tree::Leaf(Literal::Integer(v)))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Tree, E> {
                i64::try_from(v)
                    .map(|v| Tree::Leaf(Literal::Integer(v)))
                    .map_err(|_| E::custom("a number beyond 64 bits; quote it"))
            }
            fn visit_f64<E: de::Error>(self, v: f64) -> Result<Tree, E> {
                Ok(Tree::Leaf(Literal::Fraction(v)))
            }
            fn visit_bool<E: de::Error>(self, v: bool) -> Result<Tree, E> {
                Ok(Tree::Leaf(Literal::Boolean(v)))
            }
            fn visit_unit<E: de::Error>(self) -> Result<Tree, E> {
                Ok(Tree::Leaf(Literal::Null))
            }
            fn visit_none<E: de::Error>(self) -> Result<Tree, E> {
                Ok(Tree::Leaf(Literal::Null))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
