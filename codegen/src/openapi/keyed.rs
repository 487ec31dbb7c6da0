//! Lists that are an object of JSON, each item under a name that is one of its values.

use vendor_model::model::{List, RecordId, Rules, Type};

use super::json::Object;
use super::schema::{Direction, Schemas, limits};
use super::tree::Tree;

impl Schemas<'_> {
    /// The object; `key` is the field that is the name, and `value` the one that stands there, if not all others do.
    pub(super) fn keyed(
        &mut self,
        list: &List,
        (key, value): (&str, Option<&str>),
        rules: &Rules,
        direction: Direction,
    ) -> Object {
        let vendor = self.vendor;
        let item = match (&list.item.ty, value) {
            (Type::Record(id), Some(value)) => {
                let fields = &vendor.record(*id).fields;
                fields.iter().find(|f| f.wire == value).map(|field| self.field(field, fields, direction))
            }
            (Type::Record(id), None) => Some(self.record_without(*id, direction, key)),
            (Type::Union(id), None) => Some(self.union(*id, Some(key))),
            _ => None,
        };
        let (min, max) = limits(rules.count.as_ref());
        Object::new()
            .with("type", "object")
            .with("additionalProperties", item.unwrap_or_default())
            .maybe("minProperties", min)
            .maybe("maxProperties", max)
            .with("x-key", key)
    }
}

impl Schemas<'_> {
    /// A record as a list of its fields' names and values. No schema says which value goes with which name.
    pub(super) fn named(&mut self, id: RecordId, (name, value): (&str, &str), direction: Direction) -> Object {
        let fields = &self.vendor.record(id).fields;
        let names: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
        let values = fields.iter().map(|field| self.field(field, fields, direction)).collect::<Vec<_>>();
        let name_schema = Object::new().with("type", "string").with("examples", names);
        let properties = Object::new().with(name, name_schema).with(value, Object::new().with("anyOf", values));
        let item = Object::new().with("type", "object").with("properties", properties).with("required", vec![name]);
        Object::new().with("type", "array").with("items", item)
    }
}

/// A record as a list of names and values.
pub(super) fn pairs(members: Vec<(String, Tree)>, name: &str, value: &str) -> Tree {
    let pair = |(wire, held): (String, Tree)| {
        Tree::Record(vec![(name.to_owned(), Tree::Text(wire)), (value.to_owned(), held)])
    };
    Tree::List(members.into_iter().map(pair).collect())
}

/// The items of such a list as an object; none if one of them has no name.
pub(super) fn object(items: Vec<Tree>, key: &str, value: Option<&str>) -> Option<Tree> {
    let entry = |item: Tree| {
        let Tree::Record(members) = item else { return None };
        let name = members.iter().find(|(name, _)| name == key)?.1.text();
        let mut others = members.into_iter().filter(|(name, _)| name != key);
        let held = match value {
            Some(value) => others.find(|(name, _)| name == value).map_or(Tree::Null, |(_, tree)| tree),
            None => Tree::Record(others.collect()),
        };
        Some((name, held))
    };
    items.into_iter().map(entry).collect::<Option<_>>().map(Tree::Record)
}
