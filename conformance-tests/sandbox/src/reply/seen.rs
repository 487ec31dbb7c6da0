//! What an arm sees of a reply: the document that it reads, and the frame around the payload.

use std::borrow::Cow;

use vendor_model::Vendor;
use vendor_model::model::{Arm, Format, FrameNode, Operation, Reads, RecordId, ReplyForm, Step, Type};

use super::text;
use crate::document::{Node, xml};

/// The member under which the rows of a text stand.
const ROWS: &str = "rows";

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
    pub(super) fn of(
        vendor: &Vendor,
        operation: &Operation,
        form: &'a ReplyForm,
        format: Format,
        arm: &'a Arm,
    ) -> Self {
        let record = arm.record.unwrap_or(operation.response);
        let is_value = operation.response_is_value && arm.record.is_none();
        let hole = || ("...".to_owned(), FrameNode::Hole);
        let (frame, format, is_value) = match &arm.reads {
            None => (Cow::Borrowed(&form.frame), format, is_value),
            Some(Reads::Json(frame)) => (Cow::Borrowed(frame), Format::Json, is_value),
            Some(Reads::Xml(frame)) => (Cow::Borrowed(frame), Format::Xml, is_value),
            Some(Reads::Form(frame)) => (Cow::Borrowed(frame), Format::Form, is_value),
            Some(Reads::Pairs { frame, .. }) => (Cow::Borrowed(frame), Format::Text, is_value),
            Some(Reads::Bytes) => (Cow::Owned(FrameNode::Hole), Format::Text, true),
            Some(Reads::Rows(_)) => {
                let rows = FrameNode::Record(vec![hole()]);
                (Cow::Owned(FrameNode::Record(vec![(ROWS.to_owned(), rows)])), Format::Text, true)
            }
            Some(Reads::Text(patterns)) => {
                let fields = &vendor.record(record).fields;
                let leaf = FrameNode::Leaf { ty: Type::Text, optional: true };
                let mut members: Vec<(String, FrameNode)> = Vec::new();
                for name in patterns.iter().flat_map(|pattern| pattern.holes()) {
                    let known = members.iter().any(|(other, _)| other == name);
                    if !known && !fields.iter().any(|field| field.wire == name) {
                        members.push((name.to_owned(), leaf.clone()));
                    }
                }
                members.push(hole());
                (Cow::Owned(FrameNode::Record(members)), Format::Text, false)
            }
            Some(Reads::Nothing) => (Cow::Owned(FrameNode::Record(Vec::new())), Format::Text, false),
        };
        Self { frame, format, record, is_value }
    }

    /// What the frame declares of a leaf.
    pub(super) fn leaf(&self, path: &[Step]) -> Option<Type> {
        match frame_node(&self.frame, path)? {
            FrameNode::Leaf { ty, .. } => Some(ty.clone()),
            _ => None,
        }
    }
}

/// The body as the arm reads it; an error if it is none such.
pub(super) fn open(reads: Option<&Reads>, format: Format, body: &[u8]) -> Result<Node, String> {
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
