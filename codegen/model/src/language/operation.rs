//! Keywords of an operation.

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

use super::{
    ErrorSpec, ExampleSpec, FieldSpec, Flag, LimitSpec, OpenPointSpec, PagingSpec, ReplySpec, SendSpec, WireText,
};

/// An operation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperationSpec {
    /// What it does, in a sentence.
    pub summary: String,
    /// More about it.
    pub description: Option<String>,
    /// The heading on the page, if it is not the page's title.
    pub place: Option<String>,
    /// The vendor's name of it on the wire.
    pub wire: Option<WireText>,
    /// Whether it may be repeated.
    pub safety: SafetySpec,
    /// The caller's own id of a call, which makes it safe to repeat.
    pub key: Option<KeySpec>,
    /// The operation that tells what became of a call in doubt.
    pub told_by: Option<ToldBySpec>,
    /// The HTTP method.
    pub method: String,
    /// How the rest of the list is asked for, where the reply is a page of it.
    pub paging: Option<PagingSpec>,
    /// Values that are computed from others, by name; they hide the vendor's.
    #[serde(default)]
    pub computed: IndexMap<String, String>,
    /// What differs from the vendor's request.
    #[serde(default)]
    pub send: SendSpec,
    /// What the caller gives.
    #[serde(default)]
    pub request: RequestSpec,
    /// What the caller gets.
    #[serde(default)]
    pub response: ResponseSpec,
    /// What differs from the vendor's reply; its arms come after the vendor's.
    pub reply: Option<ReplySpec>,
    /// Codes that mean something else here than elsewhere, or that no other operation has.
    #[serde(default)]
    pub errors: Vec<ErrorSpec>,
    /// Limits of rate of this operation, as the page states them.
    #[serde(default)]
    pub limits: Vec<LimitSpec>,
    /// The codes that the page lists for this operation.
    #[serde(default)]
    pub codes: Vec<WireText>,
    /// Proof.
    #[serde(default)]
    pub examples: IndexMap<String, ExampleSpec>,
    /// Doubts.
    #[serde(default)]
    pub open_points: Vec<OpenPointSpec>,
}

/// A field of the request by which the vendor knows a call again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeySpec {
    /// The field that holds the caller's own id. Where it is optional, a call without it may not be repeated.
    pub field: String,
    /// What a second call with the same id does.
    pub repeated: RepeatedSpec,
    /// More: how long the vendor remembers an id, say.
    pub note: Option<String>,
}

/// What a second call with the same own id does. It never happens twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepeatedSpec {
    /// It is answered as the first one was.
    AnswersAsBefore,
    /// It is refused.
    Refuses,
}

/// The operation that tells what became of a call in doubt.
#[derive(Debug)]
pub struct ToldBySpec {
    /// Its name.
    pub operation: String,
    /// Fields of its request, with the fields of the call in doubt that fill them.
    pub with: IndexMap<String, String>,
}

impl<'de> Deserialize<'de> for ToldBySpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// The long form.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Keywords {
            operation: String,
            #[serde(default)]
            with: IndexMap<String, String>,
        }
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = ToldBySpec;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an operation, or `operation:` and `with:`")
            }
            fn visit_str<E: de::Error>(self, operation: &str) -> Result<Self::Value, E> {
                Ok(ToldBySpec { operation: operation.to_owned(), with: IndexMap::new() })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let Keywords { operation, with } = Keywords::deserialize(MapAccessDeserializer::new(map))?;
                Ok(ToldBySpec { operation, with })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// Whether an operation may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SafetySpec {
    /// It changes nothing.
    Read,
    /// Twice is like once.
    Idempotent,
    /// Twice is twice.
    Once,
}

/// What the caller gives.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestSpec {
    /// In wire order.
    #[serde(default)]
    pub fields: IndexMap<String, FieldSpec>,
    /// Of each of these groups of optional fields exactly one is given.
    #[serde(default)]
    pub one_of: Vec<Vec<String>>,
    /// Of each of these groups at least one is given.
    #[serde(default)]
    pub at_least_one: Vec<Vec<String>>,
    /// Of each of these groups at most one is given.
    #[serde(default)]
    pub at_most_one: Vec<Vec<String>>,
    /// What must hold of the fields: `from <= to`, `sum(items.price) == total`, `matches(code, '[A-Z]{3}')`.
    #[serde(default)]
    pub rules: Vec<String>,
    /// What the page says and nothing here checks; the documentation shows it.
    #[serde(default)]
    pub unchecked: Vec<String>,
}

/// What the caller gets.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResponseSpec {
    /// The members of the record at the hole.
    #[serde(default)]
    pub fields: IndexMap<String, FieldSpec>,
    /// What stands at the hole, when it is not a record.
    pub value: Option<Box<FieldSpec>>,
    /// How the items of the reply answer the items that were sent.
    pub matches: Option<MatchSpec>,
}

/// How the items of a reply answer the items that were sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchSpec {
    /// The list of the reply, by its wire name or `as`.
    pub items: String,
    /// The list of the request.
    pub request: String,
    /// Fields that both have; `gsm last 10` compares the last ten characters.
    #[serde(default)]
    pub by: Vec<String>,
    /// The items answer those that were sent one by one, in the same order. Another number of them is in doubt.
    #[serde(default)]
    pub in_order: Flag,
    /// The name under which unanswered items are reported.
    pub missing: Option<String>,
}
