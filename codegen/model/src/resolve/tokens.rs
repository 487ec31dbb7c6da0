//! Tokens, and the operations that tell what became of others: names that are known once all operations are.

use super::Resolver;
use crate::diagnostic::codes;
use crate::model::{Docs, Token};
use crate::source::Origin;

impl Resolver<'_> {
    /// Tokens by name only; what they come from is known when the operations are.
    pub(super) fn tokens(&mut self) {
        for (name, spec) in &self.syntax.spec.tokens {
            let origin = self.root().key("tokens").key(name);
            self.identifier(name, &origin.name());
            let lives = spec.lives.as_deref().and_then(|text| {
                let seconds = seconds(text);
                if seconds.is_none() {
                    self.error_with_help(
                        codes::BAD_DURATION,
                        &origin.key("lives"),
                        format!("`{text}` is no duration"),
                        "write `90s`, `30m`, `24h` or `7d`",
                    );
                }
                seconds
            });
            let mut stale_codes = Vec::new();
            for (i, code) in spec.stale.code.0.iter().enumerate() {
                let item = origin.key("stale").key("code").index(i);
                let at = if self.sources.has(&item) { item } else { origin.key("stale").key("code") };
                stale_codes.push(self.wire(code, &at));
            }
            self.vendor.tokens.push(Token {
                name: name.clone(),
                operation: spec.from.clone(),
                field: 0,
                lives,
                stale_http: spec.stale.http.0.clone(),
                stale_codes,
                docs: Docs { summary: Some(spec.summary.clone()), ..Docs::default() },
            });
        }
    }

    pub(super) fn finish_tokens(&mut self) {
        for (index, (name, spec)) in self.syntax.spec.tokens.iter().enumerate() {
            let origin = self.root().key("tokens").key(name);
            let Some(operation) = self.vendor.operation(&spec.from) else {
                if self.syntax.gaps {
                    continue;
                }
                let known: Vec<String> = self.vendor.operations.iter().map(|o| o.name.clone()).collect();
                self.unknown(
                    codes::UNKNOWN_OPERATION,
                    &origin.key("from"),
                    "operation",
                    &spec.from,
                    known.iter().map(String::as_str),
                );
                continue;
            };
            let record = self.vendor.record(operation.response);
            match record.field_named(&spec.value) {
                Some(field) => self.vendor.tokens[index].field = field,
                None => {
                    let known: Vec<String> = record.fields.iter().map(|f| f.wire.clone()).collect();
                    self.unknown(
                        codes::UNKNOWN_FIELD,
                        &origin.key("value"),
                        "field in its reply",
                        &spec.value,
                        known.iter().map(String::as_str),
                    );
                }
            }
        }
    }

    pub(super) fn finish_told_by(&mut self) {
        let names: Vec<String> = self.vendor.operations.iter().map(|o| o.name.clone()).collect();
        let wrong: Vec<(Origin, String)> = self
            .vendor
            .operations
            .iter()
            .filter_map(|o| Some((o.origin.key("told_by"), o.told_by.clone()?)))
            .filter(|(_, told_by)| !names.contains(told_by) && !self.syntax.gaps)
            .collect();
        for (origin, told_by) in wrong {
            self.unknown(codes::UNKNOWN_OPERATION, &origin, "operation", &told_by, names.iter().map(String::as_str));
        }
    }
}

fn seconds(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let factor = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}
