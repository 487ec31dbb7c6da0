//! Keywords of the request on the wire.

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

use super::Tree;

/// One value for all formats, or one for each.
#[derive(Clone, Debug)]
pub enum PerFormat<T> {
    /// The same for all.
    All(T),
    /// By format.
    Each(IndexMap<String, T>),
}

impl<'de> Deserialize<'de> for PerFormat<String> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = PerFormat<String>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or one for each format")
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<Self::Value, E> {
                Ok(PerFormat::All(v.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                IndexMap::deserialize(MapAccessDeserializer::new(map)).map(PerFormat::Each)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// The request on the wire.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendSpec {
    /// Where it answers, if not at the server's own address: a name of its `hosts:`.
    pub host: Option<String>,
    /// A pattern.
    pub path: Option<PerFormat<String>>,
    /// Names with patterns, or the hole.
    pub query: Option<Tree>,
    /// Names with patterns.
    #[serde(default)]
    pub headers: IndexMap<String, Option<String>>,
    /// By format: a tree with the hole.
    pub body: Option<IndexMap<String, Tree>>,
    /// The content type of the body, when it is not the format's own.
    pub content_type: Option<PerFormat<String>>,
    /// What optional fields look like when they are not there.
    #[serde(default, deserialize_with = "super::scalar::given")]
    pub absent: Option<Tree>,
    /// The charset of the body and of the query, when it is not UTF-8.
    pub charset: Option<String>,
    /// What stands before the root element, when it is not the usual XML declaration; may be empty.
    pub declaration: Option<String>,
    /// Documents that stand in the request as a text: by name, a format with a tree.
    #[serde(default)]
    pub documents: IndexMap<String, IndexMap<String, Tree>>,
}
