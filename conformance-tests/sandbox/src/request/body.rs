//! The body: frame, constants, and the hole.

use vendor_model::model::{
    Codec, Expression, From, Function, HoleSource, Leaf, Node as Frame, Pattern, Piece, Place, Presence, Record,
};

use crate::document::Node;
use crate::problem::Kind;
use crate::typed::codec::undo_outer;
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
                    known.extend(fields.flat_map(|f| reader.keys_of(record, f, members)));
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
        Frame::Leaf(Leaf::Text(pattern)) => {
            reader.fill_node(pattern, node);
            if let Some((index, text)) = named_document(pattern, node) {
                named(reader, index, text, record, values);
            }
        }
        Frame::Leaf(Leaf::Integer(number)) => constant(reader, node, &number.to_string()),
        Frame::Leaf(Leaf::Boolean(value)) => constant(reader, node, if *value { "true" } else { "false" }),
        Frame::Leaf(Leaf::Null) => {
            if !node.is_empty(reader.format) {
                reader.problem(Kind::Constant, "null belongs here");
            }
        }
    }
}

/// The document with a name that stands in this text, perhaps encoded, and its own text.
fn named_document(pattern: &Pattern, node: &Node) -> Option<(usize, String)> {
    let [Piece::Computed(expression)] = pattern.0.as_slice() else { return None };
    let mut codecs = Vec::new();
    let mut inner = expression;
    while let Expression::Call(function, arguments) = inner {
        codecs.push(match function {
            Function::Base64 => Codec::Base64,
            Function::Base64Url => Codec::Base64Url,
            Function::Hex => Codec::Hex,
            Function::UrlEncode => Codec::UrlEncode,
            _ => return None,
        });
        let [argument] = arguments.as_slice() else { return None };
        inner = argument;
    }
    let Expression::Document(index) = inner else { return None };
    // The last step of writing is the first of reading.
    codecs.reverse();
    Some((*index, undo_outer(&codecs, node.text()?).ok()?))
}

/// Reads a document with a name where it stands for the first time.
fn named<'a>(reader: &mut Reader<'a>, index: usize, text: String, record: &'a Record, values: &mut Values) {
    let Some(document) = reader.named_documents.get(index) else { return };
    if reader.documents.contains_key(&index) {
        return;
    }
    match Node::read_inner(document.format, &text) {
        Ok(node) => {
            let mut within = reader.nested(document.format);
            frame(&mut within, &document.node, &node, record, values);
            reader.take(within.done());
        }
        Err(says) => reader.problem(Kind::Malformed, says),
    }
    reader.documents.insert(index, text);
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
                (From::Caller, found) if reader.says_absent(field, found) => {}
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
            // An item that is a field which is not given is left out.
            let mut left_out = items.len().saturating_sub(nodes.len());
            let mut is_there = |item: &&Frame| {
                let missing = left_out > 0 && may_be_missing(item, record);
                left_out -= usize::from(missing);
                !missing
            };
            let there: Vec<&'a Frame> = items.iter().filter(|item| is_there(item)).collect();
            if nodes.len() != there.len() {
                let says = format!("{} items belong here, not {}", items.len(), nodes.len());
                reader.problem(Kind::Constant, says);
            }
            for (item, node) in there.into_iter().zip(nodes) {
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

/// A text pattern with a field that may be absent leaves its name out with it.
fn may_be_missing(node: &Frame, record: &Record) -> bool {
    match node {
        Frame::Leaf(Leaf::Text(pattern)) => text_may_be_missing(pattern, record),
        Frame::Field(index) => is_optional(record, *index),
        _ => false,
    }
}

pub(super) fn text_may_be_missing(pattern: &Pattern, record: &Record) -> bool {
    pattern.holes().into_iter().any(|hole| matches!(hole, HoleSource::Field(index) if is_optional(record, index)))
}

fn is_optional(record: &Record, index: usize) -> bool {
    let field = record.fields.get(index);
    field.is_some_and(|field| field.presence != Presence::Required && matches!(field.from, From::Caller))
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
