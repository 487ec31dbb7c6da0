//! Keywords of `vendor.yaml` and of a page, and where facts come from.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    CallbackSpec, ErrorSpec, FieldSpec, Flag, LimitSpec, Limits, OperationSpec, ReplySpec, SendSpec, TokenSpec,
    ValueSpec, WireText,
};

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
    /// More tables of codes, by name; arms say whose codes they read.
    #[serde(default)]
    pub tables: IndexMap<String, Vec<ErrorSpec>>,
    /// Limits of rate of all operations together, as the page states them.
    #[serde(default)]
    pub limits: Vec<LimitSpec>,
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
    /// Scheme, host, and a path prefix if there is one. Holes are settings and credentials that are no secret.
    pub url: String,
    /// Addresses of operations that answer elsewhere, by the name that they give as `host:` under `send:`.
    #[serde(default)]
    pub hosts: IndexMap<String, String>,
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
    /// `false` of what is no secret: an account's name, a merchant's number. It is shown, and may stand in addresses.
    pub secret: Option<Flag>,
    /// How long it is, in characters.
    pub length: Option<Limits>,
    /// Why it may stand in an address.
    pub accepted_risk: Option<String>,
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
