//! Which item of a reply answers which item of its request.

use super::Resolver;
use crate::diagnostic::codes;
use crate::language::OperationSpec;
use crate::model::{MatchKey, Matches, RecordId, Shape, Type};
use crate::source::Origin;

/// An item of a list.
enum Item {
    Record(RecordId),
    Value(Box<Shape>),
    /// An enum of several arms.
    Other,
}

/// What an item is known by.
struct Key {
    /// The field; `None` is the item itself.
    field: Option<usize>,
    ty: Type,
}

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
            let sent = self.match_key(&sent_item, name, &origin)?;
            let received = self.match_key(&received_item, name, &origin)?;
            if sent.ty != received.ty {
                self.error_with_help(
                    codes::BAD_MATCH,
                    &origin,
                    format!("`{name}` is a text in one of the lists, and an integer in the other"),
                    "let both be of one type",
                );
                return None;
            }
            let (sent, received) = (sent.field, received.field);
            by.push(MatchKey { sent, received, last });
        }
        Some(Matches { items, request: sent, by, missing: matches.missing.clone() })
    }

    /// What an item is known by: a field of that name, or the whole item where it is one value.
    fn match_key(&mut self, item: &Item, name: &str, origin: &Origin) -> Option<Key> {
        let (field, shape) = match item {
            Item::Value(shape) => (None, (**shape).clone()),
            Item::Record(record) => {
                let field = self.field_index(*record, name, origin)?;
                (Some(field), self.vendor.record(*record).fields[field].shape.clone())
            }
            Item::Other => {
                self.error_with_help(
                    codes::MATCH_WITHOUT_LIST,
                    origin,
                    "items are matched by a field of theirs, or as texts or integers; of items with arms by what all arms hold",
                    "let the items hold what they are known by, or write `in_order: true`",
                );
                return None;
            }
        };
        let ty = self.vendor.bare(&shape).ty.clone();
        if matches!(ty, Type::Text | Type::Integer) {
            return Some(Key { field, ty });
        }
        self.error_with_help(
            codes::BAD_MATCH,
            origin,
            "items are matched by texts and integers alone",
            "name a field that is one of these",
        );
        None
    }

    /// A list, and what its items are: of items with arms, what all arms hold.
    fn list_field(&mut self, record: RecordId, name: &str, origin: &Origin) -> Option<(usize, Item)> {
        let index = self.field_index(record, name, origin)?;
        if let Type::List(list) = &self.vendor.record(record).fields[index].shape.ty {
            let item = match list.item.ty {
                Type::Record(item) => Item::Record(item),
                // What holds the key is told by an enum of several arms only after it was taken apart.
                Type::Union(id) => {
                    let union = self.vendor.union(id);
                    union.shared.filter(|_| union.only().is_some()).map_or(Item::Other, Item::Record)
                }
                _ => Item::Value(Box::new(list.item.clone())),
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
