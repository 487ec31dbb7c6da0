//! Lists that are several names: numbered ones, or a name for each column.

use vendor_model::Vendor;
use vendor_model::model::{Field, Format, List, Type, Value};

use super::Reader;
use super::write::{record_members, value_node};
use crate::document::Node;
use crate::problem::Kind;

/// Whether a list is several names.
pub(super) fn is_spread(field: &Field) -> bool {
    field.shape.form.numbered().is_some() || field.shape.form.columns().is_some()
}

/// The names of one item: that of the list, or of the fields of its records.
fn names<'v>(vendor: &'v Vendor, field: &'v Field, list: &'v List) -> Vec<&'v Field> {
    match list.item.ty {
        Type::Record(id) => vendor.record(id).fields.iter().collect(),
        _ => vec![field],
    }
}

/// A name with its number.
fn numbered(name: &str, number: usize) -> String {
    name.replace("{n}", &number.to_string())
}

impl<'a> Reader<'a> {
    /// The names among those of a document that are of this list.
    pub(crate) fn spread_keys(&self, field: &Field, members: &[(String, Node)]) -> Vec<String> {
        let Type::List(list) = &field.shape.ty else { return Vec::new() };
        let names = names(self.vendor, field, list);
        let mut keys: Vec<String> = names.iter().map(|member| member.wire.clone()).collect();
        if let Some(start) = field.shape.form.numbered() {
            let counted = (start..).take_while(|n| {
                names.iter().any(|name| members.iter().any(|(key, _)| *key == numbered(&name.wire, *n)))
            });
            keys = counted.flat_map(|n| names.iter().map(move |name| numbered(&name.wire, n))).collect();
        }
        keys
    }

    /// The items of a list that is several names; none if there is none of them.
    pub(super) fn spread(&mut self, field: &'a Field, members: &'a [(String, Node)]) -> Option<Value> {
        let Type::List(list) = &field.shape.ty else { return None };
        let names = names(self.vendor, field, list);
        let mut items: Vec<Vec<(usize, Value)>> = Vec::new();
        if let Some(start) = field.shape.form.numbered() {
            for number in start.. {
                let found: Vec<_> =
                    names.iter().map(|name| self.named(members, &numbered(&name.wire, number))).collect();
                if found.iter().all(Vec::is_empty) {
                    break;
                }
                let mut item = Vec::new();
                for (index, (name, nodes)) in names.iter().zip(found).enumerate() {
                    let shape = if matches!(list.item.ty, Type::Record(_)) { &name.shape } else { &list.item };
                    let value = self.within(&name.wire, |reader| reader.value(shape, &nodes));
                    item.extend(value.map(|value| (index, value)));
                }
                items.push(item);
            }
        } else {
            let separator = field.shape.form.columns()?;
            for (index, name) in names.iter().enumerate() {
                let nodes = self.named(members, &name.wire);
                let texts: Vec<String> = match (separator, nodes.as_slice()) {
                    (_, []) => continue,
                    (Some(separator), [node]) => node.text()?.split(separator).map(str::to_owned).collect(),
                    _ => nodes.iter().map(|node| node.text().map(str::to_owned)).collect::<Option<_>>()?,
                };
                if index > 0 && texts.len() != items.len() {
                    let says = format!("this column has {} values, the first {}", texts.len(), items.len());
                    self.within(&name.wire, |reader| reader.problem(Kind::Rule, says));
                }
                items.resize(items.len().max(texts.len()), Vec::new());
                for (item, text) in items.iter_mut().zip(texts) {
                    item.push((index, self.within(&name.wire, |reader| reader.scalar_text(&name.shape, &text))));
                }
            }
        }
        let is_record = matches!(list.item.ty, Type::Record(_));
        let items: Vec<Value> = items
            .into_iter()
            .filter_map(
                |item| if is_record { Some(Value::Record(item)) } else { item.into_iter().next().map(|(_, v)| v) },
            )
            .collect();
        (!items.is_empty()).then_some(Value::List(items))
    }
}

/// The names of a list that is several of them, with their nodes.
pub(super) fn spread_members(
    vendor: &Vendor,
    field: &Field,
    items: &[Value],
    format: Format,
) -> Result<Vec<(String, Node)>, String> {
    let Type::List(list) = &field.shape.ty else { return Ok(Vec::new()) };
    let start = field.shape.form.numbered();
    let mut all: Vec<(String, Vec<Node>)> = Vec::new();
    for (number, item) in (start.unwrap_or_default()..).zip(items) {
        let row = match (&list.item.ty, item) {
            (Type::Record(id), Value::Record(values)) => record_members(vendor, *id, values, format)?,
            _ => vec![(field.wire.clone(), value_node(vendor, &list.item, item, format)?)],
        };
        for (name, node) in row {
            let name = if start.is_some() { numbered(&name, number) } else { name };
            match all.iter_mut().find(|(known, _)| *known == name) {
                Some((_, nodes)) => nodes.push(node),
                None => all.push((name, vec![node])),
            }
        }
    }
    let one = |nodes: Vec<Node>| match field.shape.form.columns() {
        Some(Some(separator)) => {
            let texts: Vec<&str> = nodes.iter().filter_map(Node::text).collect();
            Node::Text(texts.join(separator))
        }
        _ => Node::List(nodes),
    };
    Ok(all.into_iter().map(|(name, nodes)| (name, one(nodes))).collect())
}
