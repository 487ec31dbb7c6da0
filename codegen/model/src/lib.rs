//! The spec language and the model of a vendor.
//!
//! Three floors, each knowing only what stands before it: [`source`] is text
//! with positions, [`language`] is the syntax tree, [`model`] is what goes over
//! the wire, with names resolved and rules checked. All report through
//! [`diagnostic`].

pub mod diagnostic;
pub mod language;
pub mod model;
mod resolve;
pub mod schema;
pub mod source;
pub mod specs;

use std::time::{Duration, Instant};

pub use diagnostic::{Diagnostic, Report, Severity};
pub use model::Vendor;
pub use resolve::resolve_vendor;
pub use source::{Origin, Sources};

/// Reads and resolves one vendor: the name and text of each file of its folder.
pub fn load_vendor(files: &[(String, String)], sources: &mut Sources, report: &mut Report) -> Option<Vendor> {
    load_and_measure(files, sources, report).0
}

/// The same, and how long resolving took.
fn load_and_measure(
    files: &[(String, String)],
    sources: &mut Sources,
    report: &mut Report,
) -> (Option<Vendor>, Duration) {
    let before = report.has_errors();
    let Some(syntax) = language::read_vendor(files, sources, report) else { return (None, Duration::ZERO) };
    let start = Instant::now();
    let vendor = resolve_vendor(&syntax, sources, report);
    ((before || !report.has_errors()).then_some(vendor), start.elapsed())
}

/// What stands for a credential in tests: told apart from every other, and as long as the page wants it.
pub fn marker(key: &str, length: Option<i64>) -> String {
    let mut marker = format!("MARKER-{}-", key.replace('_', "-"));
    let wanted = length.and_then(|length| usize::try_from(length).ok()).unwrap_or(32);
    marker.extend(('0'..='9').chain('a'..='z').cycle().take(wanted.saturating_sub(marker.len())));
    marker.truncate(wanted);
    marker
}
