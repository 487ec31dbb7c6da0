//! Lists that are an object, each item under a name that is one of its values.

use vendor_model::Vendor;
use vendor_model::model::{Base, List, Names, Step, Turned, TurnedBy, Type};

use crate::document::{Node, same_name};

/// The items as an object; an error where one has no such name.
pub(super) fn object(items: Vec<Node>, key: &str, value: Option<&str>) -> Result<Node, String> {
    let entry = |item: Node| {
        let Node::Record(mut members) = item else { return Err("what stands under a name is a record".to_owned()) };
        let at = members.iter().position(|(name, _)| name == key).ok_or("an item has no name")?;
        let name = members.remove(at).1.text().ok_or("a name is one text")?.to_owned();
        let held = match value {
            Some(value) => members.into_iter().find(|(known, _)| known == value).map_or(Node::Null, |(_, node)| node),
            None => Node::Record(members),
        };
        Ok((name, held))
    };
    items.into_iter().map(entry).collect::<Result<_, _>>().map(Node::Record)
}

/// Such an object as a list of records; anything else as it is.
/// `name_of` makes a node of a name.
pub(super) fn list(node: Node, key: &str, value: Option<&str>, names: Names, name_of: &dyn Fn(String) -> Node) -> Node {
    let Node::Record(members) = node else { return node };
    let item = |(name, held): (String, Node)| {
        let key = (key.to_owned(), name_of(name));
        match (value, held) {
            (Some(value), held) => Node::Record(vec![key, (value.to_owned(), held)]),
            (None, Node::Record(mut members)) => {
                // What says the name again is left out.
                members.retain(|(known, node)| !same_name(known, &key.0, names) || node.text() != key.1.text());
                members.insert(0, key);
                Node::Record(members)
            }
            (None, held) => held,
        }
    };
    Node::List(members.into_iter().map(item).collect())
}

/// A name as the node that its field is elsewhere.
pub(super) fn name_node(vendor: &Vendor, list: &List, key: &str, name: String) -> Node {
    let Type::Record(id) = list.item.ty else { return Node::Text(name) };
    let Some(field) = vendor.record(id).fields.iter().find(|field| field.wire == key) else { return Node::Text(name) };
    let shape = vendor.bare(&field.shape);
    match &shape.ty {
        _ if !shape.form.codecs.is_empty() => Node::Text(name),
        Type::Integer | Type::Decimal => Node::Number(name),
        Type::Boolean if matches!(name.as_str(), "true" | "false") => Node::Boolean(name == "true"),
        Type::Enum(id) if vendor.enumeration(*id).base == Base::Integer => Node::Number(name),
        _ => Node::Text(name),
    }
}

/// A record as a list of names and values.
pub(super) fn pairs(members: Vec<(String, Node)>, name: &str, value: &str) -> Node {
    let pair = |(wire, held): (String, Node)| {
        Node::Record(vec![(name.to_owned(), Node::Text(wire)), (value.to_owned(), held)])
    };
    Node::List(members.into_iter().map(pair).collect())
}

/// Such a list as a record; anything else as it is.
fn record(node: Node, name: &str, value: &str, names: Names) -> Node {
    let items = match &node {
        Node::List(items) => items.as_slice(),
        // A lone value is a list of one.
        Node::Record(_) => std::slice::from_ref(&node),
        _ => return node,
    };
    let pair = |item: &Node| {
        let wire = item.named(name, names).first()?.text()?.to_owned();
        Some((wire, item.named(value, names).first().map_or(Node::Null, |held| (*held).clone())))
    };
    items.iter().map(pair).collect::<Option<_>>().map_or_else(|| node.clone(), Node::Record)
}

/// Turns all of these parts of a document.
pub(crate) fn turned(document: Node, turns: &[Turned], names: Names) -> Node {
    turns.iter().fold(document, |document, Turned { path, by }| at(document, path, by, names))
}

/// Turns what stands at a path; where lists are in the way, in each of their items.
fn at(node: Node, path: &[Step], by: &TurnedBy, names: Names) -> Node {
    match (path, node) {
        ([], node) => match by {
            TurnedBy::Keyed { key, value } => list(node, key, value.as_deref(), names, &Node::Text),
            TurnedBy::Named { name, value } => record(node, name, value, names),
        },
        ([Step::Name(name), rest @ ..], Node::Record(members)) => {
            let member = |(known, node): (String, Node)| match same_name(&known, name, names) {
                true => (known, at(node, rest, by, names)),
                false => (known, node),
            };
            Node::Record(members.into_iter().map(member).collect())
        }
        ([Step::Each | Step::First, rest @ ..], Node::List(items)) => {
            Node::List(items.into_iter().map(|item| at(item, rest, by, names)).collect())
        }
        // A lone value is a list of one.
        ([Step::Each | Step::First, rest @ ..], node @ Node::Record(_)) => at(node, rest, by, names),
        (_, node) => node,
    }
}
