//! Keywords of a field, a value and a named type.

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

use super::{Confidence, Flag, OneOrMany, Tree, ValueArmSpec, WireText};

/// A field, or a named type.
#[derive(Clone, Debug, Default)]
pub struct FieldSpec {
    /// What is written of it.
    pub is: FieldKeywords,
    /// Whether it was a type name only.
    pub short: bool,
}

/// The keywords of a field.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldKeywords {
    /// A scalar type, or the name of one of the `types`.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// The values it may have.
    #[serde(rename = "enum")]
    pub values: Option<Vec<ValueSpec>>,
    /// The members of a record.
    pub fields: Option<IndexMap<String, FieldSpec>>,
    /// The items of a list.
    pub list: Option<Box<FieldSpec>>,
    /// The shapes that it may have in replies; of an item with verdicts, what came of it. The first that holds wins.
    #[serde(default)]
    pub arms: Vec<ValueArmSpec>,
    /// The tree of a value with arms, around what they hold; without it they stand at its top.
    pub frame: Option<Tree>,
    /// The element that wraps each item in XML; without it the list's own element repeats.
    pub xml_item: Option<String>,
    /// The English name.
    #[serde(rename = "as")]
    pub alias: Option<String>,
    /// What it is.
    pub summary: Option<String>,
    /// The row on the page, if it is not the wire name.
    pub place: Option<String>,
    /// It may be left out.
    #[serde(default)]
    pub optional: Flag,
    /// What it looks like when it is not there.
    #[serde(default, deserialize_with = "super::scalar::given")]
    pub absent: Option<Tree>,
    /// It must be there in these cases; in others it may.
    pub required_when: Option<IndexMap<String, OneOrMany<WireText>>>,
    /// It may be there in these cases only.
    pub allowed_when: Option<IndexMap<String, OneOrMany<WireText>>>,
    /// How it is written: a date pattern, or a codec.
    pub written: Option<OneOrMany<String>>,
    /// The calendar of a date on the wire.
    pub calendar: Option<Calendar>,
    /// Other ways in which replies write it.
    #[serde(default)]
    pub also: Vec<String>,
    /// How long it may be: `..50`, `3..20`; in characters, or `..50 bytes`.
    pub length: Option<Limits>,
    /// How large it may be.
    pub range: Option<Limits>,
    /// How many items.
    pub count: Option<Limits>,
    /// What must hold of the fields of a record that is sent: `from <= to`, `one_of(phone, mail)`.
    #[serde(default)]
    pub rules: Vec<String>,
    /// What the page says of a record and nothing here checks; the documentation shows it.
    #[serde(default)]
    pub unchecked: Vec<String>,
    /// Shown nowhere.
    #[serde(default)]
    pub secret: Flag,
    /// Masked wherever it would be shown.
    pub sensitive: Option<Sensitive>,
    /// In a reply: what it says once more. With another value, the reply answers something else and is in doubt.
    pub equals: Option<String>,
    /// Why a sensitive value may stand in an address.
    pub accepted_risk: Option<String>,
    /// Filled by the client: a pattern over credentials and settings.
    pub from: Option<String>,
    /// How sure we are of it.
    #[serde(default)]
    pub confidence: Confidence,
    /// More for the reader.
    pub note: Option<String>,
}

/// The calendar of a date on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// The common one.
    #[default]
    Gregorian,
    /// The Iranian solar calendar.
    Jalali,
}

/// Why a value is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitive {
    /// Tells who somebody is.
    Person,
    /// A card's number.
    CardNumber,
    /// A card's code.
    CardCode,
    /// Opens something.
    Token,
}

impl<'de> Deserialize<'de> for FieldSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = FieldSpec;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a type such as `integer` or `optional text`, or a mapping of keywords")
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<FieldSpec, E> {
                let (optional, name) = match v.strip_prefix("optional ") {
                    Some(name) => (true, name),
                    None => (false, v),
                };
                let is = FieldKeywords { ty: Some(name.trim().to_owned()), optional, ..FieldKeywords::default() };
                Ok(FieldSpec { is, short: true })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FieldSpec, A::Error> {
                FieldKeywords::deserialize(MapAccessDeserializer::new(map)).map(|is| FieldSpec { is, short: false })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// A value of an enum.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueSpec {
    /// As on the wire.
    pub value: WireText,
    /// The English name.
    #[serde(rename = "as")]
    pub alias: Option<String>,
    /// What it means.
    pub summary: Option<String>,
    /// The row on the page, if it is not the value.
    pub place: Option<String>,
    /// Fields that go with this value only.
    pub fields: Option<IndexMap<String, FieldSpec>>,
    /// How sure we are of it.
    #[serde(default)]
    pub confidence: Confidence,
}

/// `1..100`, `..50`, `3..`, `11`: both ends belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The least.
    pub min: Option<i64>,
    /// The most.
    pub max: Option<i64>,
    /// `bytes` or `chars`, where lengths are meant.
    pub unit: Option<String>,
}

impl<'de> Deserialize<'de> for Limits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = WireText::deserialize(deserializer)?.0;
        Limits::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "`{text}` is no range; write `1..100`, `..50`, `3..` or `11`, both ends included"
            ))
        })
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        match (self.min == self.max, &self.unit) {
            (true, _) => write!(f, "{}", end(self.min))?,
            (false, _) => write!(f, "{}..{}", end(self.min), end(self.max))?,
        }
        self.unit.as_ref().map_or(Ok(()), |unit| write!(f, " {unit}"))
    }
}

impl Limits {
    /// Whether a number of items lies within.
    pub fn hold(&self, count: usize) -> bool {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.min.is_none_or(|min| count >= min) && self.max.is_none_or(|max| count <= max)
    }

    fn parse(text: &str) -> Option<Self> {
        let (range, unit) = match text.split_once(' ') {
            Some((range, unit @ ("bytes" | "chars"))) => (range, Some(unit.to_owned())),
            Some(_) => return None,
            None => (text, None),
        };
        let number = |s: &str| if s.is_empty() { Some(None) } else { s.parse().ok().map(Some) };
        let (min, max) = match range.split_once("..") {
            Some((min, max)) => (number(min)?, number(max)?),
            None => {
                let exact = Some(range.parse().ok()?);
                (exact, exact)
            }
        };
        let empty = matches!((min, max), (Some(a), Some(b)) if a > b) || (min.is_none() && max.is_none());
        (!empty).then_some(Self { min, max, unit })
    }
}
