//! Keywords of the reply on the wire: frames, arms and codes.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Confidence, FieldSpec, OneOrMany, Tree, VerifySpec, WireText};

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
    /// `none`: the page says that nothing was done, so a code that nobody knows is a refusal all the same.
    pub effect: Option<Effect>,
    /// The table that its codes belong to, when it is not the vendor's `errors`.
    pub table: Option<String>,
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

/// A shape that a value may have, or what came of an item.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueArmSpec {
    /// Its name.
    pub arm: String,
    /// What it is.
    pub summary: Option<String>,
    /// Conditions on members of the value; `$` is the value itself.
    #[serde(default)]
    pub when: IndexMap<String, Tree>,
    /// What came of the item; all arms of a value have one, or none.
    pub verdict: Option<Verdict>,
    /// The document that the value's text is: a format and a frame or pattern.
    pub reads: Option<IndexMap<String, Tree>>,
    /// What it holds, besides the `fields:` that all arms have.
    pub fields: Option<IndexMap<String, FieldSpec>>,
    /// What it is, when it is not a record.
    pub value: Option<Box<FieldSpec>>,
    /// Members that hold the code of a refused item; the first that is there counts.
    #[serde(default)]
    pub code: OneOrMany<String>,
    /// Members that hold a message.
    #[serde(default)]
    pub message: OneOrMany<String>,
    /// The code that the arm stands for where the item has none.
    pub stands_for: Option<WireText>,
    /// The class of a refusal without a code.
    pub class: Option<String>,
    /// `none`: the page says that nothing was done, so a code that nobody knows is a refusal all the same.
    pub effect: Option<Effect>,
    /// How sure we are of it.
    #[serde(default)]
    pub confidence: Confidence,
    /// Why a guess is acceptable here.
    pub accepted_risk: Option<String>,
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
    /// Why a guess is good enough for calls that must not be repeated.
    pub accepted_risk: Option<String>,
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
