//! How the sandbox plays a vendor: `sandbox.yaml`, read and checked against the vendor's model.
//!
//! Nothing in it is the vendor's word: it is our invention, and nothing but the sandbox reads it.

mod check;
mod source;
mod spec;

use std::collections::BTreeMap;

use vendor_model::language::read_file;
use vendor_model::model::{Class, Path};
use vendor_model::{Report, Sources, Vendor};

pub(crate) use source::Source;
pub use spec::Cause;

/// The name of the file in a vendor's folder.
pub(crate) const FILE: &str = "sandbox.yaml";

/// How the sandbox plays a vendor.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// Credentials by their number.
    pub(crate) credentials: Vec<(usize, String)>,
    /// Minutes ahead of UTC.
    pub(crate) zone: i16,
    /// The HTTP status of refusals by class; without a class for all others.
    pub(crate) http: Vec<(Option<Class>, u16)>,
    /// Members of the reply that say the HTTP status once more.
    pub(crate) repeats: Vec<Path>,
    pub(crate) rules: Vec<Rule>,
    /// Patterns of addresses that no operation has, and their codes.
    pub(crate) addresses: Vec<(String, String)>,
    pub(crate) lenient: Lenient,
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) tables: BTreeMap<String, Vec<Source>>,
    pub(crate) operations: BTreeMap<String, Script>,
    pub(crate) events: BTreeMap<String, Vec<Step>>,
    pub(crate) not_simulated: Vec<String>,
}

/// The code for something that is wrong with a request.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) cause: Cause,
    pub(crate) operation: Option<String>,
    pub(crate) field: Option<String>,
    pub(crate) code: String,
}

/// What the vendor takes although its page does not show it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lenient {
    pub(crate) names: bool,
    pub(crate) nulls: bool,
    pub(crate) ignores: Vec<String>,
    pub(crate) body_in: Option<String>,
    pub(crate) paths: Vec<(String, String)>,
}

/// A sum, or one for each of many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    pub(crate) starts: String,
    pub(crate) seeds: BTreeMap<String, String>,
}

/// What an operation does and answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    /// The list whose items are taken one by one.
    pub(crate) each: Option<String>,
    pub(crate) like: BTreeMap<String, Vec<String>>,
    pub(crate) none: Option<String>,
    pub(crate) steps: Vec<Step>,
    pub(crate) reply: Option<Source>,
    pub(crate) rows: Option<Rows>,
    pub(crate) expires_after_days: Option<Source>,
}

/// The rows that a reply consists of.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) of: String,
    pub(crate) whose: BTreeMap<String, String>,
    pub(crate) between: Option<(String, Source, Source)>,
    pub(crate) last: Option<Source>,
}

/// A step of an operation or an event.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// No row has these values yet.
    Unique { table: String, by: Vec<String>, code: String },
    /// No two items of a list of the request have the same values.
    Distinct { list: String, by: Vec<String>, code: String },
    /// The next number of a table.
    Assign { table: String, from: i64 },
    /// A new row.
    Append { table: String, row: Source },
    /// An account goes up, or down.
    Move(Move),
}

/// A movement of an account.
#[derive(Clone, Debug)]
pub(crate) struct Move {
    pub(crate) account: String,
    pub(crate) of: Option<Source>,
    pub(crate) amount: Source,
    pub(crate) up: bool,
    pub(crate) when: BTreeMap<String, Vec<String>>,
    pub(crate) lacking: Option<String>,
}

/// Reads the file of a vendor; none if something in it is wrong.
pub(crate) fn read(
    name: &str,
    text: &str,
    vendor: &Vendor,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<Ways> {
    let (spec, origin) = read_file::<spec::WaysSpec>(name, text, sources, report)?;
    // What is misspelt is left out by the reader.
    check::ways(&spec, vendor, &origin, report).filter(|_| !report.has_errors())
}

#[cfg(test)]
mod tests;
