//! Limits of rate, as the page states them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Confidence, WireText};

/// A limit of rate: a fact for readers, which nothing here enforces.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitSpec {
    /// How many calls.
    pub calls: u64,
    /// In which time: `second`, `minute`, `hour`, `day`, `month`, or several such as `5 minutes`.
    pub per: String,
    /// Whose calls are counted together: an account, an address, a recipient.
    pub of: Option<String>,
    /// The code that the vendor answers with beyond it.
    pub code: Option<WireText>,
    /// More for the reader.
    pub note: Option<String>,
    /// How sure we are.
    #[serde(default)]
    pub confidence: Confidence,
}
