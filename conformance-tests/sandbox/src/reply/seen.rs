//! What an arm sees of a reply: the document that it reads, and the frame around the payload.

use std::borrow::Cow;

use vendor_model::Vendor;
use vendor_model::model::{Arm, Format, FrameNode, Inner, Names, Reads, RecordId, ReplyForm, Step, TextPattern, Type};

use super::text;
use super::told::Told;
use crate::document::{BLANK, Node, same_name, xml};
use crate::typed::codec::of_base64;

/// The member under which the rows of a text stand.
const ROWS: &str = Reads::ROWS;
/// The name of the payload's place among other names.
pub(super) const HOLE: &str = "...";

/// What an arm reads, and how.
#[derive(Clone)]
pub(super) struct View<'a> {
    /// The frame of the document.
    pub(super) frame: Cow<'a, FrameNode>,
    /// How scalars are written in it.
    pub(super) format: Format,
    /// What the payload is.
    pub(super) record: RecordId,
    /// The payload is the record's only field, and stands at the hole itself.
    pub(super) is_value: bool,
}

impl<'a> View<'a> {
    pub(super) fn of(vendor: &Vendor, told: Told<'_>, form: &'a ReplyForm, format: Format, arm: &'a Arm) -> Self {
        let record = arm.record.unwrap_or(told.payload);
        let is_value = told.is_value && arm.record.is_none();
        let (frame, format, is_value) = match &arm.reads {
            None => (Cow::Borrowed(&form.frame), format, is_value),
            Some(Reads::Json(frame)) => (Cow::Borrowed(frame), Format::Json, is_value),
            Some(Reads::Xml(frame)) => (Cow::Borrowed(frame), Format::Xml, is_value),
            Some(Reads::Form(frame)) => (Cow::Borrowed(frame), Format::Form, is_value),
            Some(Reads::Pairs { frame, .. }) => (Cow::Borrowed(frame), Format::Text, is_value),
            Some(Reads::Bytes) => (Cow::Owned(FrameNode::Hole), Format::Text, true),
            Some(Reads::Rows(_)) => (Cow::Owned(frame_of_rows()), Format::Text, true),
            Some(Reads::Text(patterns)) => (Cow::Owned(frame_of_text(vendor, record, patterns)), Format::Text, false),
            Some(Reads::Nothing) => (Cow::Owned(FrameNode::Record(Vec::new())), Format::Text, false),
        };
        Self { frame, format, record, is_value }
    }

    /// What the frame declares of a leaf.
    pub(super) fn leaf(&self, path: &[Step]) -> Option<Type> {
        leaf_of(&self.frame, path)
    }

    /// The frame of a document in a text, and how scalars are written there. Where no other place is said, what a
    /// pattern reads is the payload.
    pub(super) fn inner(&self, vendor: &Vendor, inner: &Inner) -> (FrameNode, Format) {
        let is_payload = !has_hole(&self.frame);
        match &inner.reads {
            Reads::Text(patterns) if is_payload => (frame_of_text(vendor, self.record, patterns), Format::Text),
            Reads::Rows(_) if is_payload => (frame_of_rows(), Format::Text),
            reads => (reads.frame(), format_of(reads)),
        }
    }
}

/// Whether the payload has a place in it.
pub(super) fn has_hole(frame: &FrameNode) -> bool {
    match frame {
        FrameNode::Hole => true,
        FrameNode::Record(members) => members.iter().any(|(_, node)| has_hole(node)),
        FrameNode::List(item) => has_hole(item),
        FrameNode::Inner(inner) => has_hole(&inner.reads.frame()),
        FrameNode::Leaf { .. } => false,
    }
}

fn format_of(reads: &Reads) -> Format {
    match reads {
        Reads::Json(_) => Format::Json,
        Reads::Xml(_) => Format::Xml,
        Reads::Form(_) => Format::Form,
        Reads::Pairs { .. } | Reads::Text(_) | Reads::Rows(_) | Reads::Bytes | Reads::Nothing => Format::Text,
    }
}

fn frame_of_rows() -> FrameNode {
    let rows = FrameNode::Record(vec![(HOLE.to_owned(), FrameNode::Hole)]);
    FrameNode::Record(vec![(ROWS.to_owned(), rows)])
}

/// The holes of a text that are no fields of the payload, and the payload.
fn frame_of_text(vendor: &Vendor, record: RecordId, patterns: &[TextPattern]) -> FrameNode {
    let fields = &vendor.record(record).fields;
    let leaf = FrameNode::Leaf { ty: Type::Text, optional: true };
    let mut members: Vec<(String, FrameNode)> = Vec::new();
    for name in patterns.iter().flat_map(|pattern| pattern.holes()) {
        let known = members.iter().any(|(other, _)| other == name);
        if !known && !fields.iter().any(|field| field.wire == name) {
            members.push((name.to_owned(), leaf.clone()));
        }
    }
    members.push((HOLE.to_owned(), FrameNode::Hole));
    FrameNode::Record(members)
}

fn leaf_of(frame: &FrameNode, path: &[Step]) -> Option<Type> {
    match (frame, path) {
        (FrameNode::Leaf { ty, .. }, []) => Some(ty.clone()),
        // The text itself.
        (FrameNode::Inner(_), []) => Some(Type::Text),
        (FrameNode::Inner(inner), path) => leaf_of(&inner.reads.frame(), path),
        (FrameNode::Record(members), [Step::Name(name), rest @ ..]) => {
            leaf_of(&members.iter().find(|(known, _)| known == name)?.1, rest)
        }
        (FrameNode::List(item), [Step::First | Step::Each, rest @ ..]) => leaf_of(item, rest),
        _ => None,
    }
}

/// Puts documents in the place of the texts that hold them. `strict`: the text has to be such a document; otherwise it
/// stays a text where it is none.
pub(super) fn unfold(frame: &FrameNode, mut document: Node, strict: bool, names: Names) -> Result<Node, String> {
    for (path, inner) in frame.inner() {
        let place = place(&mut document, &path, names);
        let is_pattern = matches!(inner.reads, Reads::Text(_) | Reads::Rows(_));
        let text = place.as_ref().and_then(|node| node.text()).filter(|text| !text.trim_matches(BLANK).is_empty());
        let Some(text) = text.map(str::to_owned) else {
            let is_something = place.is_some_and(|node| matches!(node, Node::Record(_) | Node::List(_)));
            if strict && (is_pattern || is_something) {
                return Err("a text that holds a document belongs here".into());
            }
            continue;
        };
        let bytes = if inner.base64 { of_base64(&text) } else { Some(without_declaration(inner, text).into_bytes()) };
        let opened = bytes.ok_or_else(|| "this is no Base64".to_owned());
        match opened.and_then(|bytes| open(Some(&inner.reads), Format::Text, &bytes)) {
            Ok(opened) => {
                if let Some(place) = place {
                    *place = opened;
                }
            }
            Err(says) if strict => return Err(says),
            Err(_) => {}
        }
    }
    Ok(document)
}

/// What a document in a text says of its charset has no meaning there.
fn without_declaration(inner: &Inner, text: String) -> String {
    let declared = match &inner.reads {
        Reads::Xml(_) => text.trim_start_matches(BLANK).strip_prefix("<?xml"),
        _ => None,
    };
    declared.and_then(|declared| declared.split_once("?>")).map(|(_, rest)| rest.to_owned()).unwrap_or(text)
}

/// The first node at a path of names.
fn place<'n>(node: &'n mut Node, path: &[Step], names: Names) -> Option<&'n mut Node> {
    let Some((step, rest)) = path.split_first() else { return Some(node) };
    match (node, step) {
        (Node::Record(members), Step::Name(name)) => {
            let (_, node) = members.iter_mut().find(|(known, _)| same_name(known, name, names))?;
            place(node, rest, names)
        }
        (node @ Node::Text(_), Step::Name(name)) if name == "#text" => place(node, rest, names),
        _ => None,
    }
}

/// The body as the arm reads it; an error if it is none such.
pub(crate) fn open(reads: Option<&Reads>, format: Format, body: &[u8]) -> Result<Node, String> {
    let utf8 = || std::str::from_utf8(body).map_err(|_| "this is no text: not UTF-8".to_owned());
    let blank = body.iter().all(u8::is_ascii_whitespace);
    match reads {
        None => document(format, body),
        Some(Reads::Json(_)) => document(Format::Json, body),
        Some(Reads::Xml(_)) => document(Format::Xml, body),
        Some(Reads::Form(_)) => document(Format::Form, body),
        Some(Reads::Pairs { separator, joint, .. }) => {
            let text = utf8()?.trim_matches(crate::document::BLANK);
            let pair = |part: &str| {
                let (name, value) = part.split_once(joint.as_str()).ok_or("this is no pair")?;
                Ok((name.trim().to_owned(), Node::Text(value.trim().to_owned())))
            };
            let parts = text.split(separator.as_str()).filter(|part| !part.trim().is_empty());
            parts.map(pair).collect::<Result<Vec<_>, String>>().map(Node::Record)
        }
        Some(Reads::Text(patterns)) => {
            let text = utf8()?;
            let read = patterns.iter().find_map(|pattern| text::read(pattern, text));
            read.map(Node::Record).ok_or_else(|| "this is not the text".into())
        }
        Some(Reads::Rows(pattern)) => {
            let rows = text::read_rows(pattern, utf8()?).ok_or("these are not the rows")?;
            Ok(Node::Record(vec![(ROWS.to_owned(), Node::List(rows))]))
        }
        Some(Reads::Bytes) if body.is_empty() => Err("there are no bytes".into()),
        Some(Reads::Bytes) => Ok(Node::Text(String::from_utf8_lossy(body).into_owned())),
        Some(Reads::Nothing) if blank => Ok(Node::Record(Vec::new())),
        Some(Reads::Nothing) => Err("something is there".into()),
    }
}

fn document(format: Format, body: &[u8]) -> Result<Node, String> {
    let node = Node::read(format, body)?;
    Ok(if format == Format::Xml { xml::without_prefixes(node) } else { node })
}

/// The node of a frame at a path.
pub(super) fn frame_node<'f>(frame: &'f FrameNode, path: &[Step]) -> Option<&'f FrameNode> {
    path.iter().try_fold(frame, |node, step| match (node, step) {
        (FrameNode::Record(members), Step::Name(name)) => members.iter().find(|(n, _)| n == name).map(|(_, node)| node),
        (FrameNode::List(item), Step::First | Step::Each) => Some(&**item),
        _ => None,
    })
}
