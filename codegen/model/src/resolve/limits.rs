//! Limits of rate.

use super::Resolver;
use crate::diagnostic::codes;
use crate::language::LimitSpec;
use crate::model::{Docs, Limit};
use crate::source::Origin;

impl Resolver<'_> {
    /// The limits of the vendor, with an empty name, or of an operation.
    pub(super) fn limits(&mut self, operation: &str, specs: &[LimitSpec], origin: &Origin) -> Vec<Limit> {
        let mut limits = Vec::new();
        for (i, spec) in specs.iter().enumerate() {
            let at = origin.key("limits").index(i);
            let (count, unit) = match spec.per.split_once(' ') {
                Some((count, units)) => (count.parse().ok(), units.strip_suffix('s').unwrap_or(units)),
                None => (Some(1), spec.per.as_str()),
            };
            let unit = Limit::UNITS.into_iter().find(|known| *known == unit);
            let (Some(count @ 1..), Some(unit), 1..) = (count, unit, spec.calls) else {
                self.error_with_help(
                    codes::BAD_LIMIT,
                    &at,
                    "this limits nothing that can be counted",
                    "write `{ calls: 10, per: second, of: account }`, or `per: 5 minutes`; other units are hour, day and month",
                );
                continue;
            };
            let code = spec.code.as_ref().map(|code| {
                let at = at.key("code");
                let code = self.wire(code, &at);
                self.known_code(operation, &code, &at);
                code
            });
            let docs = Docs { note: spec.note.clone(), confidence: spec.confidence, ..Docs::default() };
            limits.push(Limit { calls: spec.calls, count, unit, of: spec.of.clone(), code, docs });
        }
        limits
    }
}
