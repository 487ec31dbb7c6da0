//! Limits of rate: facts for readers.

use super::{Confidence, Docs};

/// A limit of rate that the vendor states. Nothing here enforces it.
#[derive(Clone, Debug)]
pub struct Limit {
    /// How many calls.
    pub calls: u64,
    /// In how many of the units.
    pub count: u64,
    /// `second`, `minute`, `hour`, `day` or `month`.
    pub unit: &'static str,
    /// Whose calls are counted together.
    pub of: Option<String>,
    /// The code of a refusal beyond it.
    pub code: Option<String>,
    /// What people read.
    pub docs: Docs,
}

impl Limit {
    /// The units of time.
    pub const UNITS: [&'static str; 5] = ["second", "minute", "hour", "day", "month"];

    /// As a sentence.
    pub fn in_words(&self) -> String {
        let calls = if self.calls == 1 { "call" } else { "calls" };
        let mut words = match self.count {
            1 => format!("At most {} {calls} per {}", self.calls, self.unit),
            count => format!("At most {} {calls} in {count} {}s", self.calls, self.unit),
        };
        if let Some(of) = &self.of {
            words.push_str(&format!(", counted for each {of}"));
        }
        if let Some(code) = &self.code {
            words.push_str(&format!("; beyond it the vendor answers with code `{code}`"));
        }
        words.push('.');
        if let Some(note) = &self.docs.note {
            words.push_str(&format!(" {note}"));
        }
        if self.docs.confidence != Confidence::Documented {
            words.push_str(match self.docs.confidence {
                Confidence::Confirmed => " (confirmed)",
                Confidence::Inferred => " (inferred)",
                _ => " (guessed)",
            });
        }
        words
    }
}
