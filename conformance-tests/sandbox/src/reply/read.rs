//! Replies, read by the model.

use vendor_model::Vendor;
use vendor_model::model::{Format, FrameNode, Operation, Value, Verdict};

use super::judge::{Judge, Taken};
use super::seen::{HOLE, View};
use crate::document::Node;
use crate::message::Answer;
use crate::problem::{Kind, Problem};
use crate::typed::{Direction, Reader, Values};

/// What a reply says.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyReading {
    /// Name of the arm that it takes; none if it takes no arm.
    pub arm: Option<String>,
    /// What that arm means.
    pub verdict: Option<Verdict>,
    /// The vendor's code, if the arm has one.
    pub code: Option<String>,
    /// The vendor's message, if the arm has one.
    pub message: Option<String>,
    /// The payload of a success or pending: a [`Value::Record`] of the operation's response.
    pub value: Option<Value>,
    /// Everything that is wrong with it, or unknown to the model.
    pub problems: Vec<Problem>,
}

impl ReplyReading {
    /// Whether it is a success whose payload could be read wholly. Members that the model does not know are skipped.
    pub fn is_success(&self) -> bool {
        self.verdict == Some(Verdict::Success) && self.value.is_some() && self.wrong().next().is_none()
    }

    /// The problems that make it unreadable: neither dress nor unknown members.
    pub fn wrong(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|p| !matches!(p.kind, Kind::Dress | Kind::Unknown))
    }
}

/// Reads a reply to an operation, without its headers.
pub fn read_reply(vendor: &Vendor, operation: &Operation, format: Format, status: u16, body: &[u8]) -> ReplyReading {
    read_answer(vendor, operation, format, &Answer::new(status).body(body))
}

/// Reads a reply to an operation. `format` is the one that was asked for.
pub fn read_answer(vendor: &Vendor, operation: &Operation, format: Format, answer: &Answer) -> ReplyReading {
    let unreadable = |kind, says: String| ReplyReading {
        arm: None,
        verdict: None,
        code: None,
        message: None,
        value: None,
        problems: vec![Problem::new(kind, "body", says)],
    };
    let Some(form) = operation.reply.form(format) else {
        return unreadable(Kind::Malformed, format!("`{}` has no reply in {}", operation.name, format.name()));
    };
    let judge = Judge { vendor, told: operation.into(), form, format, names: operation.reply.names };
    let Taken { index, view, document } = match judge.arm(answer, None) {
        Ok(taken) => taken,
        Err(Some(says)) => return unreadable(Kind::Malformed, says),
        Err(None) => return unreadable(Kind::Value, "the reply means nothing that the model knows".into()),
    };
    let Some(arm) = form.arms.get(index) else {
        return unreadable(Kind::Value, "the reply means nothing that the model knows".into());
    };
    let with_payload = matches!(arm.verdict, Verdict::Success | Verdict::Pending);
    let mut reader = Reader::new(vendor, view.format, operation.reply.names, Direction::Reply);
    let mut values = None;
    reader.within_part("body", |reader| {
        walk(reader, &view, &view.frame, &[&document], with_payload, &mut values);
    });
    let value = with_payload.then(|| {
        let mut values = values.unwrap_or_default();
        let record = vendor.record(view.record);
        reader.presence_at_hole(record, &mut values, |_| true);
        Value::Record(values.into_iter().collect())
    });
    ReplyReading {
        arm: Some(arm.name.clone()),
        verdict: Some(arm.verdict),
        code: judge.first_text(&arm.code, &view, &document).or_else(|| arm.stands_for.clone()),
        message: judge.first_text(&arm.message, &view, &document),
        value,
        problems: reader.problems,
    }
}

/// Walks frame and reply side by side; `nodes` are all nodes of the member's name.
fn walk<'a>(
    reader: &mut Reader<'a>,
    view: &View<'_>,
    frame: &'a FrameNode,
    nodes: &[&'a Node],
    payload: bool,
    values: &mut Option<Values>,
) {
    let record = reader.vendor.record(view.record);
    match frame {
        FrameNode::Hole if payload && !view.is_value => {
            let Some(members) = reader.single(nodes).and_then(|node| reader.members(node)) else { return };
            let mut found = Values::new();
            reader.fields(record, members, &mut found);
            let known: Vec<&str> = record.fields.iter().map(|f| f.wire.as_str()).collect();
            reader.unknown_members(members, &known);
            *values = Some(found);
        }
        frame if view.is_value && is_hole(frame) => {
            let (true, Some(field)) = (payload, record.fields.first()) else { return };
            reader.hole = Some(reader.here());
            let mut found = Values::new();
            found.extend(reader.value(&field.shape, nodes).map(|value| (0, value)));
            *values = Some(found);
        }
        FrameNode::Record(inner) => {
            let Some(node) = reader.single(nodes).filter(|node| **node != Node::Null) else { return };
            let has_hole = inner.iter().any(|(_, node)| *node == FrameNode::Hole);
            if has_hole && !payload && matches!(inner.as_slice(), [_]) {
                return;
            }
            // Servers in PHP write a record without members as an empty list.
            if matches!(node, Node::List(items) if items.is_empty()) {
                reader.problem(Kind::Dress, "a record belongs here, not a list");
                return;
            }
            if let (Node::Text(text), Format::Xml) = (node, reader.format)
                && !text.is_empty()
                && inner.iter().any(|(name, _)| name == "#text")
            {
                let element = Node::Record(vec![("#text".to_owned(), node.clone())]);
                let mut within = reader.nested(Format::Xml);
                walk(&mut within, view, frame, &[&element], payload, values);
                reader.take(within.done());
                return;
            }
            let Some(members) = reader.members(node) else { return };
            let mut known: Vec<&str> = Vec::new();
            for (name, inner) in inner {
                if *inner == FrameNode::Hole && name == HOLE {
                    known.extend(record.fields.iter().map(|f| f.wire.as_str()));
                    if payload {
                        let mut found = Values::new();
                        reader.fields(record, members, &mut found);
                        *values = Some(found);
                    }
                    continue;
                }
                known.push(name);
                let found = reader.named(members, name);
                reader.within(name, |reader| match inner {
                    FrameNode::Leaf { optional: false, .. } if found.is_empty() => {
                        reader.problem(Kind::Missing, "the frame has this")
                    }
                    // Records of the frame have no mark for being optional, so they may be missing.
                    _ if found.is_empty() => {}
                    inner => walk(reader, view, inner, &found, payload, values),
                });
            }
            reader.unknown_members(members, &known);
        }
        FrameNode::List(item) => {
            let items: Vec<&Node> = match nodes {
                [Node::List(items)] => items.iter().collect(),
                [one] if one.is_empty(reader.format) => Vec::new(),
                nodes => nodes.to_vec(),
            };
            for node in items {
                walk(reader, view, item, &[node], payload, values);
            }
        }
        FrameNode::Leaf { ty, optional } => {
            let Some(node) = reader.single(nodes) else { return };
            if *optional && node.is_empty(reader.format) {
                return;
            }
            reader.frame_leaf(ty, node);
        }
        FrameNode::Inner(inner) => {
            let (frame, format) = view.inner(reader.vendor, inner);
            // Its text was opened before, unless it is no such document.
            if matches!(nodes, [Node::Record(_) | Node::List(_)]) {
                let mut within = reader.nested(format);
                walk(&mut within, view, &frame, nodes, payload, values);
                reader.take(within.done());
            }
        }
        FrameNode::Hole => {}
    }
}

/// Whether a single value stands here.
fn is_hole(frame: &FrameNode) -> bool {
    match frame {
        FrameNode::Hole => true,
        FrameNode::Record(inner) => matches!(inner.as_slice(), [(name, FrameNode::Hole)] if name == HOLE),
        _ => false,
    }
}
