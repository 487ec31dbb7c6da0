//! The body: frame, constants, and the hole.

use vendor_model::model::{From, Leaf, Node as Frame, Place, Record};

use crate::document::Node;
use crate::problem::Kind;
use crate::typed::{Reader, Values, missing};

/// Walks the frame and the document side by side.
pub(super) fn frame<'a>(
    reader: &mut Reader<'a>,
    frame_node: &'a Frame,
    node: &'a Node,
    record: &'a Record,
    values: &mut Values,
) {
    match frame_node {
        Frame::Record(nodes) => {
            let Some(members) = reader.members(node) else { return };
            let mut known: Vec<String> = Vec::new();
            for (name, inner) in nodes {
                if matches!(inner, Frame::Hole) {
                    let fields = record.fields.iter().filter(|f| f.place == Place::Hole);
                    known.extend(fields.map(|f| reader.key_of(record, &f.wire)));
                    reader.fields(record, members, values);
                    continue;
                }
                known.push(name.clone());
                let found = reader.named(members, name);
                reader.within(name, |reader| member(reader, inner, &found, record, values));
            }
            reader.unknown_members(members, &known.iter().map(String::as_str).collect::<Vec<_>>());
        }
        // The resolver lets a hole stand among names only.
        Frame::Hole => {}
        Frame::Document(format, inner) => {
            let Some(text) = node.text() else {
                reader.problem(Kind::Value, format!("one text belongs here, not {}", node.kind()));
                return;
            };
            match Node::read_inner(*format, text) {
                Ok(document) => {
                    let mut within = reader.nested(*format);
                    frame(&mut within, inner, &document, record, values);
                    reader.take(within.done());
                }
                Err(says) => reader.problem(Kind::Malformed, says),
            }
        }
        Frame::Field(_) | Frame::List(_) => member(reader, frame_node, &[node], record, values),
        Frame::Leaf(Leaf::Text(pattern)) => reader.fill_node(pattern, node),
        Frame::Leaf(Leaf::Integer(number)) => constant(reader, node, &number.to_string()),
        Frame::Leaf(Leaf::Boolean(value)) => constant(reader, node, if *value { "true" } else { "false" }),
        Frame::Leaf(Leaf::Null) => {
            if !node.is_empty(reader.format) {
                reader.problem(Kind::Constant, "null belongs here");
            }
        }
    }
}

/// What it is called when a node of the frame is not there.
fn missing_node(node: &Frame) -> Kind {
    match node {
        Frame::Leaf(Leaf::Text(pattern)) => missing(pattern),
        Frame::Record(nodes) if nodes.iter().any(|(_, node)| missing_node(node) == Kind::Credential) => {
            Kind::Credential
        }
        _ => Kind::Missing,
    }
}

/// What stands behind a name: one node, or in XML as many as there are items.
pub(super) fn member<'a>(
    reader: &mut Reader<'a>,
    frame_node: &'a Frame,
    found: &[&'a Node],
    record: &'a Record,
    values: &mut Values,
) {
    match frame_node {
        Frame::Field(index) => {
            let Some(field) = record.fields.get(*index) else { return };
            if let Some(text) = found.first().and_then(|node| node.text()) {
                reader.raw.insert(*index, text.to_owned());
            }
            match (&field.from, found) {
                (_, []) if may_be_missing(frame_node, record) => {}
                (_, []) => reader.problem(Kind::Missing, "the frame has this"),
                (From::Client(pattern), [node, ..]) => reader.fill_node(pattern, node),
                (From::Caller, found) => {
                    if let Some(value) = reader.value(&field.shape, found) {
                        values.insert(*index, value);
                    }
                }
            }
        }
        Frame::List(items) => {
            let nodes: Vec<&'a Node> = match found {
                [Node::List(nodes)] => nodes.iter().collect(),
                found => found.to_vec(),
            };
            if nodes.len() != items.len() {
                let says = format!("{} items belong here, not {}", items.len(), nodes.len());
                reader.problem(Kind::Constant, says);
            }
            for (item, node) in items.iter().zip(nodes) {
                frame(reader, item, node, record, values);
            }
        }
        inner => match reader.single(found) {
            Some(node) => frame(reader, inner, node, record, values),
            None if may_be_missing(inner, record) => {}
            None => reader.problem(missing_node(inner), "the frame has this"),
        },
    }
}

/// A text pattern whose only content is a field that may be absent leaves its name out with it.
fn may_be_missing(node: &Frame, record: &Record) -> bool {
    use vendor_model::model::{HoleSource, Presence};
    let holes = match node {
        Frame::Leaf(Leaf::Text(pattern)) => pattern.holes(),
        Frame::Field(index) => vec![HoleSource::Field(*index)],
        _ => return false,
    };
    holes.into_iter().any(|hole| match hole {
        HoleSource::Field(index) => {
            record.fields.get(index).is_some_and(|f| f.presence != Presence::Required && matches!(f.from, From::Caller))
        }
        _ => false,
    })
}

fn constant(reader: &mut Reader<'_>, node: &Node, expected: &str) {
    use vendor_model::model::Format;
    let same = match (node, reader.format) {
        (Node::Number(text), Format::Json) => text == expected,
        (Node::Boolean(_), Format::Json) => node.text() == Some(expected),
        (Node::Text(text), Format::Xml | Format::Form | Format::Multipart) => {
            text == expected || matches!((expected, text.as_str()), ("true", "1") | ("false", "0"))
        }
        _ => false,
    };
    if !same {
        reader.problem(Kind::Constant, format!("`{expected}` belongs here"));
    }
}
