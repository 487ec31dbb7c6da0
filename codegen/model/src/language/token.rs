//! Tokens: credentials that an operation hands out.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{OneOrMany, WireText};

/// A credential that an operation hands out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenSpec {
    /// What it is.
    pub summary: String,
    /// The operation that hands it out for the credentials alone; without it the application brings the first one.
    pub from: Option<String>,
    /// The field of its reply.
    pub value: String,
    /// How long it is good: `24h`, `30m`, `90s`, `7d`; or the field of the reply that says so: `expires_in`,
    /// `expires_in minutes`.
    pub lives: Option<String>,
    /// How it is renewed without the credentials.
    pub refresh: Option<RefreshSpec>,
    /// Replies that mean that it is no longer good.
    #[serde(default)]
    pub stale: StaleSpec,
    /// Why it may stand in an address.
    pub accepted_risk: Option<String>,
}

/// How a token is renewed by a refresh token.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshSpec {
    /// The operation that renews it.
    pub from: String,
    /// The field of the replies that holds the refresh token.
    pub value: String,
    /// The field of the request that takes it, when it is not called the same.
    pub send: Option<String>,
}

/// Replies that mean that a token is no longer good.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaleSpec {
    /// These HTTP statuses.
    #[serde(default)]
    pub http: OneOrMany<u16>,
    /// These codes of the vendor.
    #[serde(default)]
    pub code: OneOrMany<WireText>,
}
