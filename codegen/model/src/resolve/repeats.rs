//! What makes a call safe to repeat, and whom to ask what became of it.

use super::Resolver;
use crate::diagnostic::codes;
use crate::language::OperationSpec;
use crate::model::{Field, From, Key, Operation, Presence, RecordId, Safety, Type, Visibility};
use crate::source::Origin;

impl Resolver<'_> {
    /// The caller's own id.
    pub(super) fn key(&mut self, spec: &OperationSpec, request: RecordId, origin: &Origin) -> Option<Key> {
        let key = spec.key.as_ref()?;
        let at = origin.key("key");
        if spec.safety != Safety::Once {
            self.error_with_help(
                codes::BAD_KEY,
                &at.name(),
                "only a call that counts twice when it is done twice has an own id that makes it safe",
                "say `safety: once`, or remove `key:`: what is read or idempotent may be repeated anyway",
            );
            return None;
        }
        let at = at.key("field");
        let field = self.field_index(request, &key.field, &at)?;
        let known = &self.vendor.record(request).fields[field];
        let is_id = matches!(self.vendor.bare(&known.shape).ty, Type::Text | Type::Integer);
        if !is_id || !is_plain(known) || known.visibility != Visibility::Anyone {
            self.error_with_help(
                codes::BAD_KEY,
                &at,
                format!("`{}` can't be the own id of a call", key.field),
                "an own id is a text or number that the caller gives and that no other field decides about; it is no \
                 secret",
            );
            return None;
        }
        Some(Key { field, repeated: key.repeated, note: key.note.clone() })
    }

    /// Once all operations are there: who tells what became of a call, and with which of its values.
    pub(super) fn finish_told_by(&mut self) {
        let names: Vec<String> = self.vendor.operations.iter().map(|o| o.name.clone()).collect();
        let syntax = self.syntax;
        let specs = syntax.pages.iter().flat_map(|page| &page.operations);
        for (name, told_by) in specs.filter_map(|(name, spec)| Some((name, spec.told_by.as_ref()?))) {
            let Some(asking) = names.iter().position(|known| known == name) else { continue };
            let origin = self.vendor.operations[asking].origin.key("told_by");
            let Some(asked) = names.iter().position(|known| *known == told_by.operation) else {
                if !self.syntax.gaps {
                    let at = if self.sources.has(&origin.key("operation")) { origin.key("operation") } else { origin };
                    let known = names.iter().map(String::as_str);
                    self.unknown(codes::UNKNOWN_OPERATION, &at, "operation", &told_by.operation, known);
                }
                continue;
            };
            if self.vendor.operations[asked].safety != Safety::Read {
                self.error_with_help(
                    codes::BAD_TOLD_BY,
                    &origin.name(),
                    format!("`{}` does more than tell what became of a call", told_by.operation),
                    "name an operation with `safety: read`, or say in an open point what a caller has to do",
                );
                continue;
            }
            if told_by.with.is_empty() {
                continue;
            }
            let with = self.told_with(asking, asked, &told_by.with, &origin.key("with"));
            self.vendor.operations[asking].told_with = with;
        }
    }

    fn told_with(
        &mut self,
        asking: usize,
        asked: usize,
        with: &indexmap::IndexMap<String, String>,
        at: &Origin,
    ) -> Vec<(usize, usize)> {
        let from = self.vendor.operations[asking].request;
        let Operation { name: asked, request: to, .. } = &self.vendor.operations[asked];
        let (asked, to) = (asked.clone(), *to);
        let mut pairs = Vec::new();
        for (theirs, ours) in with {
            let at = at.key(theirs);
            let (theirs, ours) = (self.field_index(to, theirs, &at.name()), self.field_index(from, ours, &at));
            let (Some(theirs), Some(ours)) = (theirs, ours) else { continue };
            let (their, our) = (&self.vendor.record(to).fields[theirs], &self.vendor.record(from).fields[ours]);
            let is_same = their.shape.ty == our.shape.ty
                && their.visibility == our.visibility
                && !matches!(our.shape.ty, Type::Record(_) | Type::List(_) | Type::File);
            if !is_same || !is_plain(their) || !is_plain(our) {
                let message = format!("`{}` can't be asked for with `{}`", their.wire, our.wire);
                self.error_with_help(
                    codes::BAD_TOLD_BY,
                    &at,
                    message,
                    "both are single values of one type (of a named type, the same one), given by the caller, and \
                     no other field decides about them",
                );
                continue;
            }
            pairs.push((theirs, ours));
        }
        let record = self.vendor.record(to);
        let lacks = record.fields.iter().enumerate().find(|(index, field)| {
            let is_due = field.presence == Presence::Required && matches!(field.from, From::Caller);
            is_due && !pairs.iter().any(|(theirs, _)| theirs == index)
        });
        if let Some(field) = lacks.map(|(_, field)| field.wire.clone()).filter(|_| pairs.len() == with.len()) {
            self.error_with_help(
                codes::BAD_TOLD_BY,
                &at.name(),
                format!("`{asked}` can't be called without `{field}`"),
                format!("say which field of this request it is: `with: {{ {field}: ... }}`"),
            );
        }
        pairs
    }
}

/// Whether the caller gives it, and no other field decides whether it is there.
fn is_plain(field: &Field) -> bool {
    matches!(field.from, From::Caller) && matches!(field.presence, Presence::Required | Presence::Optional)
}
