//! Lists that are several names: numbered ones, or a name for each column. They are names of a query, a form or a
//! multipart body, and so a request's own.

use std::collections::HashSet;

use crate::diagnostic::codes;
use crate::model::{Codec, Field, Format, From, Place, Presence, Record, RecordId, Type};
use crate::resolve::Resolver;

/// Where the number of an item stands in a name.
pub(super) const NUMBER: &str = "{n}";

impl Resolver<'_> {
    /// What such a list is made of, and that nothing but pairs holds it.
    pub(in crate::resolve) fn check_spread_lists(&mut self) {
        let sent: HashSet<RecordId> = self.vendor.operations.iter().map(|operation| operation.request).collect();
        let mut problems: Vec<(crate::source::Origin, String, &str)> = Vec::new();
        for (index, record) in self.vendor.records.iter().enumerate() {
            for field in &record.fields {
                let numbered = field.shape.form.numbered().is_some();
                if !numbered && field.shape.form.columns().is_none() {
                    continue;
                }
                let origin = field.origin.key("written");
                if !sent.contains(&RecordId(index)) || field.place != Place::Hole {
                    let says = format!("`{}` is several names, which only a request's query or form has", field.wire);
                    problems.push((origin, says, "let it be a field of the request, and let the hole take it"));
                    continue;
                }
                let Type::List(list) = &field.shape.ty else { continue };
                match &list.item.ty {
                    Type::Record(id) => {
                        let item = self.vendor.record(*id);
                        problems.extend(item.fields.iter().filter_map(|member| {
                            let (says, help) = wrong_member(item, member, numbered)?;
                            Some((member.origin.clone(), says, help))
                        }));
                    }
                    _ if !numbered => {
                        let says = format!("`{}` has no columns", field.wire);
                        problems.push((origin, says, "columns are the fields of the list's records"));
                    }
                    _ if field.wire.matches(NUMBER).count() != 1 => {
                        let says = format!("`{}` does not say where the number stands", field.wire);
                        problems.push((field.origin.clone(), says, "write `{n}` into its name, once: `\"gsm{n}\"`"));
                    }
                    _ => {}
                }
            }
        }
        for (origin, says, help) in problems {
            self.error_with_help(codes::BAD_SPREAD_LIST, &origin, says, help);
        }
    }
}

/// What keeps a field of a record from being a name of its own.
fn wrong_member(record: &Record, member: &Field, numbered: bool) -> Option<(String, &'static str)> {
    let is_packed = member.shape.form.codecs.iter().any(Codec::is_packing);
    if matches!(member.shape.ty, Type::List(_) | Type::Record(_) | Type::File) && !is_packed {
        return Some((
            format!("`{}` has parts, and a name holds one value", member.wire),
            "join it, or write it as a document: `written: json`",
        ));
    }
    if !record.choices.is_empty() || !matches!(member.from, From::Caller) {
        return Some((
            format!("`{}` hangs on something else than its item", member.wire),
            "let the caller give each of these fields, without rules between them",
        ));
    }
    if numbered && member.wire.matches(NUMBER).count() != 1 {
        return Some((
            format!("`{}` does not say where the number stands", member.wire),
            "write `{n}` into its name, once: `\"items[{n}][name]\"`",
        ));
    }
    if !numbered && member.presence != Presence::Required {
        return Some((
            format!("`{}` may be missing, and then its column is shorter than the others", member.wire),
            "make it required; an empty text holds its place",
        ));
    }
    None
}

/// Whether a place holds such a list.
pub(super) fn holds(format: Format) -> bool {
    matches!(format, Format::Form | Format::Multipart)
}
