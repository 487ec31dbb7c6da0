//! Replies, read by the model.

use vendor_model::Vendor;
use vendor_model::model::{Format, FrameNode, Operation, ReplyForm, Value, Verdict};

use super::judge::Judge;
use crate::document::Node;
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

/// Reads a reply to an operation.
pub fn read_reply(vendor: &Vendor, operation: &Operation, format: Format, status: u16, body: &[u8]) -> ReplyReading {
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
    match Node::read(format, body) {
        Ok(document) => read_document(vendor, operation, form, format, status, &document),
        Err(says) => unreadable(Kind::Malformed, says),
    }
}

pub(super) fn read_document(
    vendor: &Vendor,
    operation: &Operation,
    form: &ReplyForm,
    format: Format,
    status: u16,
    document: &Node,
) -> ReplyReading {
    let names = operation.reply.names;
    let judge = Judge { vendor, form, format, names };
    let mut reader = Reader::new(vendor, format, names, Direction::Reply);
    let Some(arm) = judge.arm(status, document).and_then(|index| form.arms.get(index)) else {
        let problems = vec![Problem::new(Kind::Value, "body", "the reply means nothing that the model knows")];
        return ReplyReading { arm: None, verdict: None, code: None, message: None, value: None, problems };
    };
    let with_payload = matches!(arm.verdict, Verdict::Success | Verdict::Pending);
    let mut values = None;
    reader.within_part("body", |reader| walk(reader, operation, &form.frame, &[document], with_payload, &mut values));
    let value = with_payload.then(|| {
        let mut values = values.unwrap_or_default();
        let record = vendor.record(operation.response);
        reader.presence_at_hole(record, &mut values, |_| true);
        Value::Record(values.into_iter().collect())
    });
    ReplyReading {
        arm: Some(arm.name.clone()),
        verdict: Some(arm.verdict),
        code: judge.first_text(&arm.code, document),
        message: judge.first_text(&arm.message, document),
        value,
        problems: reader.problems,
    }
}

/// Walks frame and reply side by side; `nodes` are all nodes of the member's name.
fn walk<'a>(
    reader: &mut Reader<'a>,
    operation: &Operation,
    frame: &'a FrameNode,
    nodes: &[&'a Node],
    payload: bool,
    values: &mut Option<Values>,
) {
    let response = operation.response;
    let record = reader.vendor.record(response);
    match frame {
        FrameNode::Record(inner)
            if operation.response_is_value && matches!(inner.as_slice(), [(_, FrameNode::Hole)]) =>
        {
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
            let Some(members) = reader.members(node) else { return };
            let mut known: Vec<&str> = Vec::new();
            for (name, inner) in inner {
                if *inner == FrameNode::Hole {
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
                    inner => walk(reader, operation, inner, &found, payload, values),
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
                walk(reader, operation, item, &[node], payload, values);
            }
        }
        FrameNode::Leaf { ty, optional } => {
            let Some(node) = reader.single(nodes) else { return };
            if *optional && node.is_empty(reader.format) {
                return;
            }
            reader.frame_leaf(ty, node);
        }
        FrameNode::Hole => {}
    }
}
