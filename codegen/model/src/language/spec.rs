//! The mappings of the spec language, keyword by keyword.

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

use super::{CallbackSpec, Flag, OneOrMany, TokenSpec, Tree, VerifySpec, WireText};

/// `vendor.yaml`: what is written once for the vendor.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VendorSpec {
    /// The vendor's identifier: folder, feature and module.
    pub vendor: String,
    /// Its name as people know it.
    pub title: String,
    /// What the vendor does, in a sentence or two.
    pub summary: String,
    /// The page that the vendor-wide facts come from.
    pub source: Option<SourceSpec>,
    /// Where the API answers.
    pub servers: IndexMap<String, ServerSpec>,
    /// What proves who calls.
    #[serde(default)]
    pub credentials: IndexMap<String, CredentialSpec>,
    /// What is the client's but not secret.
    #[serde(default)]
    pub settings: IndexMap<String, SettingSpec>,
    /// Credentials that an operation hands out.
    #[serde(default)]
    pub tokens: IndexMap<String, TokenSpec>,
    /// Values that are computed from others, by name: signatures, timestamps.
    #[serde(default)]
    pub computed: IndexMap<String, String>,
    /// The request on the wire, with holes.
    #[serde(default)]
    pub send: SendSpec,
    /// The reply on the wire, and what it means.
    #[serde(default)]
    pub reply: ReplySpec,
    /// The vendor's codes.
    #[serde(default)]
    pub errors: Vec<ErrorSpec>,
    /// Shapes that are used in several places, or deserve a name.
    #[serde(default)]
    pub types: IndexMap<String, FieldSpec>,
    /// What the page leaves open, contradicts or gets wrong.
    #[serde(default)]
    pub open_points: Vec<OpenPointSpec>,
}

/// A documented page: its operations.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageSpec {
    /// The page.
    pub source: SourceSpec,
    /// Every operation of the page; read one by one, so that one run finds many mistakes.
    #[schemars(with = "IndexMap<String, OperationSpec>")]
    pub operations: IndexMap<String, serde_yaml::Value>,
    /// What the vendor sends to us.
    #[serde(default)]
    pub callbacks: IndexMap<String, CallbackSpec>,
    /// Shapes of this page.
    #[serde(default)]
    pub types: IndexMap<String, FieldSpec>,
    /// Doubts about the page as a whole.
    #[serde(default)]
    pub open_points: Vec<OpenPointSpec>,
}

/// Where facts come from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// The page's title, as written there.
    pub title: String,
    /// Its address, when public.
    pub url: Option<String>,
    /// The day it was read.
    pub read: String,
    /// Of the bytes that were read.
    pub sha256: Option<String>,
}

/// An address of the API.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServerSpec {
    /// Scheme, host, and a path prefix if there is one.
    pub url: String,
    /// What it is for.
    pub summary: String,
    /// How sure we are.
    #[serde(default)]
    pub confidence: Confidence,
}

/// How a fact is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The vendor's page says so.
    #[default]
    Documented,
    /// A vendor's client or a recorded exchange says so.
    Confirmed,
    /// It follows from what clients do.
    Inferred,
    /// Nothing public says so.
    Guessed,
}

/// Something secret that the client keeps.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CredentialSpec {
    /// What it is and where one gets it.
    pub summary: String,
    /// The English name, where the key is no good identifier.
    #[serde(rename = "as")]
    pub alias: Option<String>,
    /// The row on the page, if it is not the key itself.
    pub place: Option<String>,
    /// How long it is, in characters.
    pub length: Option<Limits>,
}

/// A choice that is made once, when the client is made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingSpec {
    /// What it changes.
    pub summary: String,
    /// What it may be.
    #[serde(rename = "enum")]
    pub values: Vec<ValueSpec>,
    /// What it is when nothing is said.
    pub default: WireText,
}

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

/// The reply on the wire.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplySpec {
    /// The tree of the reply, the same in every format.
    pub frame: Option<Tree>,
    /// By format, where they differ.
    pub frames: Option<IndexMap<String, Tree>>,
    /// The formats of replies, when they are not those of requests.
    #[serde(default)]
    pub formats: Vec<String>,
    /// How names are compared.
    #[serde(default)]
    pub names: Names,
    /// What texts are in: one charset, or several of which the reply names one.
    #[serde(default)]
    pub charset: OneOrMany<String>,
    /// Whether an operation's own arms stand before the vendor's.
    #[serde(default)]
    pub own_arms: OwnArms,
    /// What the reply means: the first that holds wins.
    #[serde(default)]
    pub arms: Vec<ArmSpec>,
}

/// How member names of replies are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Names {
    /// Byte by byte.
    #[default]
    Exact,
    /// Without regard to the case of ASCII letters.
    IgnoreCase,
}

/// Where an operation's own arms stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnArms {
    /// After the vendor's.
    #[default]
    Last,
    /// Before the vendor's.
    First,
}

/// A meaning that a reply may have.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArmSpec {
    /// Its name.
    pub arm: String,
    /// Conditions on members of the frame, and on the HTTP status under `http`.
    #[serde(default)]
    pub when: IndexMap<String, Tree>,
    /// What it means.
    pub verdict: Verdict,
    /// The document that it reads, when it is not the vendor's frame: a format and a frame or pattern.
    pub reads: Option<IndexMap<String, Tree>>,
    /// What the caller gets from this arm, when it is not the operation's `response:`.
    pub fields: Option<IndexMap<String, FieldSpec>>,
    /// Members that hold the code; the first that is there counts.
    #[serde(default)]
    pub code: OneOrMany<String>,
    /// Members that hold a message.
    #[serde(default)]
    pub message: OneOrMany<String>,
    /// The code that the arm stands for where the reply has none.
    pub stands_for: Option<WireText>,
    /// The class of a refusal without a code.
    pub class: Option<String>,
    /// The signature of the reply, and what it must be. Without it, or with another, the call is in doubt.
    pub verify: Option<VerifySpec>,
    /// How sure we are of it.
    #[serde(default)]
    pub confidence: Confidence,
    /// Why a guess is acceptable here.
    pub accepted_risk: Option<String>,
    /// More for the reader.
    pub note: Option<String>,
}

/// What came of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was done.
    Success,
    /// It was taken on, but is not done yet.
    Pending,
    /// It was refused.
    Rejected,
    /// Nobody can tell.
    InDoubt,
}

/// A code of the vendor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorSpec {
    /// As on the wire.
    pub code: WireText,
    /// The English name.
    #[serde(rename = "as")]
    pub name: String,
    /// The class that all vendors share.
    pub class: String,
    /// The vendor's text, as on the wire.
    pub message: Option<String>,
    /// What it means, in our words.
    pub summary: Option<String>,
    /// Whether the request may have had an effect all the same.
    #[serde(default)]
    pub effect: Effect,
    /// How sure we are.
    #[serde(default)]
    pub confidence: Confidence,
}

/// Whether a refused request may have had an effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It had none.
    #[default]
    None,
    /// Nobody can tell.
    Unknown,
}

/// A doubt, and what was decided.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenPointSpec {
    /// What is open, with the readings.
    pub says: String,
    /// The reading that was chosen.
    pub chosen: String,
    /// How sure we are of it.
    pub confidence: Confidence,
    /// Why a guess is acceptable.
    pub accepted_risk: Option<String>,
}

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
    /// The operation that tells what became of a call in doubt.
    pub told_by: Option<String>,
    /// The HTTP method.
    pub method: String,
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
    pub by: Vec<String>,
    /// The name under which unanswered items are reported.
    pub missing: String,
}

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
    /// Shown nowhere.
    #[serde(default)]
    pub secret: Flag,
    /// Masked wherever it would be shown.
    pub sensitive: Option<Sensitive>,
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

/// A worked call, with the vendor's bytes under `fixtures/`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExampleSpec {
    /// What it shows.
    pub summary: Option<String>,
    /// Where its bytes come from.
    pub proves: Proves,
    /// The formats it is shown in; without it, all of the operation.
    pub formats: Option<Vec<String>>,
    /// Settings of the client.
    #[serde(default)]
    pub settings: IndexMap<String, WireText>,
    /// What the caller gives.
    pub request: Option<Tree>,
    /// The arm that the reply takes, where there are several successes.
    pub arm: Option<String>,
    /// What the caller gets.
    pub reply: Option<Tree>,
    /// The refusal that the caller gets.
    pub refused: Option<RefusedSpec>,
    /// The sample can't be read, as this open point says.
    pub unreadable: Option<String>,
    /// Other values in JSON.
    pub json: Option<ExamplePart>,
    /// Other values in XML.
    pub xml: Option<ExamplePart>,
}

/// Values of an example in one format.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExamplePart {
    /// What the caller gives.
    pub request: Option<Tree>,
    /// What the caller gets.
    pub reply: Option<Tree>,
}

/// A refusal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusedSpec {
    /// The code.
    pub code: WireText,
    /// The vendor's text.
    pub message: Option<String>,
}

/// Where an example's bytes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proves {
    /// From the vendor's page.
    Page,
    /// From a vendor's client or a recorded exchange.
    Confirmed,
    /// Made here.
    Made,
}
