//! Which item of a reply answers which item of its request.

use super::Resolver;
use crate::diagnostic::codes;
use crate::language::OperationSpec;
use crate::model::{MatchKey, Matches, RecordId, Type};
use crate::source::Origin;

impl Resolver<'_> {
    pub(super) fn matches(
        &mut self,
        spec: &OperationSpec,
        request: RecordId,
        response: RecordId,
        origin: &Origin,
    ) -> Option<Matches> {
        let matches = spec.response.matches.as_ref()?;
        let origin = origin.key("response").key("matches");
        if let Some(missing) = &matches.missing {
            self.identifier(missing, &origin.key("missing"));
        }
        if matches.in_order != matches.by.is_empty() || matches.in_order == matches.missing.is_some() {
            self.error_with_help(
                codes::BAD_MATCH,
                &origin.name(),
                "what tells which item answers which?",
                "write `by: [field]` with `missing: name`, or `in_order: true` alone",
            );
            return None;
        }
        let (sent, sent_item) = self.list_field(request, &matches.request, &origin.key("request"))?;
        let (items, received_item) = self.list_field(response, &matches.items, &origin.key("items"))?;
        let mut by = Vec::new();
        for (i, text) in matches.by.iter().enumerate() {
            let origin = origin.key("by").index(i);
            let mut words = text.split(' ');
            let name = words.next().unwrap_or_default();
            let last = match (words.next(), words.next(), words.next()) {
                (None, None, None) => None,
                (Some("last"), Some(count), None) if count.parse::<usize>().is_ok() => count.parse().ok(),
                _ => {
                    self.error_with_help(
                        codes::BAD_MATCH,
                        &origin,
                        format!("`{text}` says no field to match by"),
                        "write a field's name, or `name last 10`",
                    );
                    return None;
                }
            };
            let (Some(sent_item), Some(received_item)) = (sent_item, received_item) else {
                self.error_with_help(
                    codes::MATCH_WITHOUT_LIST,
                    &origin,
                    "only records have fields to match by, and of items with arms only those that all arms have",
                    "let both lists hold records, or write `in_order: true`",
                );
                return None;
            };
            let sent = self.field_index(sent_item, name, &origin)?;
            let received = self.field_index(received_item, name, &origin)?;
            by.push(MatchKey { sent, received, last });
        }
        Some(Matches { items, request: sent, by, missing: matches.missing.clone() })
    }

    /// A list, and the record of its items: of items with arms, what all arms hold.
    fn list_field(&mut self, record: RecordId, name: &str, origin: &Origin) -> Option<(usize, Option<RecordId>)> {
        let index = self.field_index(record, name, origin)?;
        if let Type::List(list) = &self.vendor.record(record).fields[index].shape.ty {
            let item = match list.item.ty {
                Type::Record(item) => Some(item),
                // What holds the key is told by an enum of several arms only after it was taken apart.
                Type::Union(id) => {
                    let union = self.vendor.union(id);
                    union.shared.filter(|_| union.only().is_some())
                }
                _ => None,
            };
            return Some((index, item));
        }
        self.error_with_help(
            codes::MATCH_WITHOUT_LIST,
            origin,
            format!("`{name}` is no list"),
            "name a field with `list: ...`",
        );
        None
    }
}
