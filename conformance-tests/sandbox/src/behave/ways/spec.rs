//! What may stand in `sandbox.yaml`: a small closed vocabulary.

use std::collections::BTreeMap;

use serde::Deserialize;
use vendor_model::language::{OneOrMany, Tree, WireText};

/// How the sandbox plays a vendor.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WaysSpec {
    /// The credentials that it takes.
    pub(super) credentials: BTreeMap<String, String>,
    /// How far ahead of UTC the vendor's clocks are: `+03:00`.
    pub(super) zone: Option<String>,
    pub(super) refusals: RefusalsSpec,
    /// Codes for addresses that no operation has; the first that fits.
    pub(super) addresses: Vec<AddressSpec>,
    pub(super) lenient: LenientSpec,
    /// Sums that go up and down.
    pub(super) accounts: BTreeMap<String, AccountSpec>,
    /// Rows that are kept.
    pub(super) tables: BTreeMap<String, TableSpec>,
    pub(super) operations: BTreeMap<String, OperationSpec>,
    /// What happens at the vendor without a call.
    pub(super) events: BTreeMap<String, Vec<StepSpec>>,
    /// What is not simulated, in words.
    pub(super) not_simulated: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RefusalsSpec {
    /// The HTTP status by class; `otherwise` for the others.
    pub(super) http: BTreeMap<String, u16>,
    /// Members of the reply that say the HTTP status once more.
    pub(super) repeats: OneOrMany<String>,
    /// Codes for what is wrong with a request; the first that fits.
    pub(super) rules: Vec<RuleSpec>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSpec {
    pub(super) when: Cause,
    pub(super) operation: Option<String>,
    /// The field or credential that it is about.
    pub(super) field: Option<String>,
    pub(super) code: WireText,
}

/// What is wrong with a request.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// No operation has this path.
    UnknownAddress,
    /// An operation has this path with another method.
    WrongMethod,
    /// The body is not what it claims to be.
    Malformed,
    /// A credential is missing.
    MissingCredential,
    /// A credential is wrong, or a signature.
    WrongCredential,
    /// A credential has another length than the page says.
    CredentialOfWrongLength,
    /// A token is none, or is no longer good.
    StaleToken,
    /// A field is missing.
    Missing,
    /// A value is not of its type.
    WrongValue,
    /// A value breaks a rule.
    BrokenRule,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AddressSpec {
    /// Segments: `*` any, `{wire}` an operation's name, `{format}` a format's, `**` all that follow.
    pub(super) path: String,
    pub(super) code: WireText,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LenientSpec {
    /// Names of members are compared without case.
    pub(super) names: bool,
    /// A member that is null is as good as absent.
    pub(super) nulls: bool,
    /// A form may hold the whole body in the field of this name.
    pub(super) body_in: Option<String>,
    /// Fields that are as good as absent when their value is none.
    pub(super) ignores: OneOrMany<String>,
    /// Other addresses, and what they mean.
    pub(super) paths: Vec<AliasSpec>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AliasSpec {
    /// Segments; `{a}` is any, and has that name.
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AccountSpec {
    /// What is in it at first.
    pub(super) starts: Option<Tree>,
    /// What is in it at first for some of those that have one.
    pub(super) seeds: BTreeMap<String, Tree>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TableSpec {
    pub(super) seeds: Vec<Tree>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OperationSpec {
    /// The steps are taken for each item of this list of the request.
    pub(super) each: Option<String>,
    /// Items whose field looks like none of these are skipped: `?` is a digit.
    pub(super) like: BTreeMap<String, OneOrMany<String>>,
    /// The code when no item is left.
    pub(super) none: Option<WireText>,
    pub(super) steps: Vec<StepSpec>,
    /// The fields of the reply.
    pub(super) reply: Option<Tree>,
    /// The reply is rows of a table.
    pub(super) rows: Option<RowsSpec>,
    /// The days for which the token is good that this operation hands out.
    pub(super) expires_after_days: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowsSpec {
    pub(super) of: String,
    /// Columns and what stands in them.
    #[serde(default)]
    pub(super) whose: BTreeMap<String, WireText>,
    /// A column of days, and the first and last day.
    pub(super) between: Option<BetweenSpec>,
    /// How many of the last.
    pub(super) last: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BetweenSpec {
    pub(super) column: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// A step: exactly one of these.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StepSpec {
    pub(super) unique: Option<UniqueSpec>,
    pub(super) assign: Option<AssignSpec>,
    pub(super) append: Option<AppendSpec>,
    pub(super) add: Option<MoveSpec>,
    pub(super) take: Option<MoveSpec>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UniqueSpec {
    /// No row of this table is like the request.
    #[serde(rename = "in", default)]
    pub(super) table: Option<String>,
    /// No two items of this list of the request are alike.
    #[serde(default)]
    pub(super) within: Option<String>,
    /// Columns; the fields of the request have the same names.
    pub(super) by: OneOrMany<String>,
    pub(super) code: WireText,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssignSpec {
    /// The table whose rows are counted.
    #[serde(rename = "in")]
    pub(super) table: String,
    /// The first number.
    #[serde(default)]
    pub(super) from: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppendSpec {
    pub(super) to: String,
    pub(super) row: Tree,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveSpec {
    pub(super) account: String,
    /// Whose it is, where there are several.
    pub(super) of: Option<String>,
    pub(super) amount: String,
    /// Only in these cases.
    #[serde(default)]
    pub(super) when: BTreeMap<String, OneOrMany<WireText>>,
    /// The code when there is too little; without it the account may fall below zero.
    pub(super) lacking: Option<WireText>,
}
