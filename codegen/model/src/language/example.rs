//! Keywords of an example.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Tree, WireText};

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
    /// The arm that the reply takes, where there are several successes, or that refuses.
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
