//! Values of several shapes, and items with outcomes of their own: read by their arms, and written by them backwards.

use vendor_model::Vendor;
use vendor_model::model::{
    Condition, Format, FrameNode, Names, Path, Reads, RecordId, Step, Test, Type, UnionArm, UnionId, Value, Verdict,
};

use super::Reader;
use super::write::{record_members, scalar_text, value_node};
use crate::document::Node;
use crate::problem::Kind;
use crate::reply::{open, passes, text};

impl<'a> Reader<'a> {
    /// The value of the first arm that holds.
    pub(super) fn arm(&mut self, id: UnionId, node: &'a Node) -> Option<Value> {
        let union = self.vendor.union(id);
        for (index, arm) in union.arms.iter().enumerate() {
            let Some(reads) = &arm.arm.reads else {
                if self.holds(arm, node, self.format) {
                    return self.held(id, index, node);
                }
                continue;
            };
            let Some(Ok(document)) = node.text().map(|text| open(Some(reads), self.format, text.as_bytes())) else {
                continue;
            };
            let mut inner = self.nested(format_of(reads));
            let holds = inner.holds(arm, &document, inner.format);
            let value = holds.then(|| inner.held(id, index, &document));
            let found = inner.done();
            if let Some(value) = value {
                self.take(found);
                return value;
            }
        }
        self.problem(Kind::Value, "no arm of this value holds");
        None
    }

    fn holds(&self, arm: &UnionArm, node: &Node, format: Format) -> bool {
        arm.arm.when.iter().all(|condition| match condition {
            Condition::Member { path, test } => {
                passes(self.vendor, test, &arm.arm.tables, None, format, &at(node, path, self.names))
            }
            Condition::Http(_) | Condition::Header(..) => false,
        })
    }

    fn held(&mut self, id: UnionId, index: usize, node: &'a Node) -> Option<Value> {
        let union = self.vendor.union(id);
        let arm = union.arms.get(index)?;
        let payload = arm.arm.payload.as_ref().map(|path| at(node, path, self.names)).unwrap_or_default();
        if !matches!(arm.arm.verdict, Verdict::Success | Verdict::Pending) {
            let text = |paths: &[Path]| {
                let texts = paths.iter().filter_map(|path| at(node, path, self.names).first()?.text());
                texts.map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
            };
            let code = text(&arm.arm.code).or_else(|| arm.arm.stands_for.clone());
            let message = text(&arm.arm.message);
            let shared = match (union.shared, payload.first()) {
                (Some(id), Some(node)) => Value::Record(self.members(node).map(|m| self.record_at(id, m))?),
                _ => Value::Record(Vec::new()),
            };
            return Some(Value::Refused { arm: index, code, message, shared: Box::new(shared) });
        }
        let held = match arm.record {
            None => Value::Record(Vec::new()),
            Some(id) if arm.is_value => {
                let field = self.vendor.record(id).fields.first()?;
                self.value(&field.shape, &payload)?
            }
            Some(id) => {
                let members = payload.first().and_then(|node| self.members(node)).unwrap_or_default();
                Value::Record(self.record_at(id, members))
            }
        };
        Some(Value::Arm(index, Box::new(held)))
    }
}

fn at<'n>(node: &'n Node, path: &Path, names: Names) -> Vec<&'n Node> {
    if path.is_empty() { vec![node] } else { node.at(path, names) }
}

fn format_of(reads: &Reads) -> Format {
    match reads {
        Reads::Json(_) => Format::Json,
        Reads::Xml(_) => Format::Xml,
        Reads::Form(_) => Format::Form,
        _ => Format::Text,
    }
}

/// The node of a value with arms.
pub(super) fn arm_node(vendor: &Vendor, id: UnionId, value: &Value, format: Format) -> Result<Node, String> {
    let union = vendor.union(id);
    let (index, code, message) = match value {
        Value::Arm(index, _) => (*index, None, None),
        Value::Refused { arm, code, message, .. } => (*arm, code.as_deref(), message.as_deref()),
        _ => return Err("the value is not of the declared shape".into()),
    };
    let arm = union.arms.get(index).ok_or("the value has no such arm")?;
    let held: (Option<RecordId>, &Value) = match value {
        Value::Refused { shared, .. } => (union.shared, shared),
        Value::Arm(_, held) => (arm.record, held),
        _ => (None, value),
    };
    let wishes = wishes(vendor, arm, code, message);
    match &arm.arm.reads {
        None => {
            let payload = match held {
                (Some(id), value) if arm.is_value => {
                    let field = vendor.record(id).fields.first().ok_or("the arm holds nothing")?;
                    Some(value_node(vendor, &field.shape, value, format)?)
                }
                (Some(id), Value::Record(values)) => Some(Node::Record(record_members(vendor, id, values, format)?)),
                _ => None,
            };
            Ok(framed(&union.frame, payload.as_ref(), &wishes, &mut Vec::new()).unwrap_or(Node::Record(Vec::new())))
        }
        Some(Reads::Text(patterns)) => {
            let held = match held {
                (Some(id), Value::Record(values)) => record_members(vendor, id, values, Format::Text)?,
                (Some(id), value) => {
                    let field = vendor.record(id).fields.first().ok_or("the arm holds nothing")?;
                    vec![(field.wire.clone(), Node::Text(scalar_text(vendor, &field.shape, value)?))]
                }
                _ => Vec::new(),
            };
            let fill = |name: &str| {
                let wished = wishes.iter().find(|(path, _)| matches!(path.as_slice(), [Step::Name(n)] if n == name));
                let held = held.iter().find(|(known, _)| known == name).and_then(|(_, node)| node.text());
                wished.map(|(_, text)| text.clone()).or_else(|| held.map(str::to_owned))
            };
            let pattern = patterns.first().ok_or("no text is said")?;
            Ok(Node::Text(text::write(pattern, &fill)))
        }
        Some(_) => Err("a document in the text of an item is not written here".into()),
    }
}

/// What must stand where, so that the arm holds.
fn wishes(vendor: &Vendor, arm: &UnionArm, code: Option<&str>, message: Option<&str>) -> Vec<(Path, String)> {
    let mut wishes: Vec<(Path, String)> = Vec::new();
    for (paths, text) in [(&arm.arm.code, code), (&arm.arm.message, message)] {
        if let (Some(path), Some(text)) = (paths.first(), text) {
            wishes.push((path.clone(), text.to_owned()));
        }
    }
    for condition in &arm.arm.when {
        let Condition::Member { path, test } = condition else { continue };
        let text = match test {
            Test::OneOf(_, values) => values.first().cloned(),
            Test::NoneOf(_, values) => (0..).map(|n: u32| n.to_string()).find(|n| !values.contains(n)),
            Test::Range(from, to) => Some((*from).max(0).min(*to).to_string()),
            Test::Prefix(text) | Test::Suffix(text) => Some(text.clone()),
            Test::Pattern(pattern) => Some(text::write(pattern, &|_| None)),
            Test::Matches(pattern) => Some(pattern.sample()),
            Test::KnownCode => vendor.codes_in(&arm.arm.tables).next().map(|code| code.wire.clone()),
            Test::UnknownCode => Some("?".to_owned()),
            Test::Kind(_) | Test::Present | Test::NotEmpty | Test::Absent | Test::Empty => None,
        };
        if let Some(text) = text.filter(|_| !wishes.iter().any(|(known, _)| known == path)) {
            wishes.push((path.clone(), text));
        }
    }
    wishes
}

/// The frame with what stands in it; none where nothing does.
fn framed(frame: &FrameNode, payload: Option<&Node>, wishes: &[(Path, String)], path: &mut Path) -> Option<Node> {
    let wish = wishes.iter().find(|(wished, _)| wished == path).map(|(_, text)| text);
    match frame {
        FrameNode::Hole => {
            let own = wish.map(|text| match text.parse::<i64>() {
                Ok(_) => Node::Number(text.clone()),
                Err(_) => Node::Text(text.clone()),
            });
            payload.cloned().or(own)
        }
        FrameNode::Leaf { ty, optional } => match (wish, ty) {
            (Some(text), Type::Integer | Type::Decimal) => Some(Node::Number(text.clone())),
            (Some(text), Type::Boolean) => Some(Node::Boolean(text == "true" || text == "1")),
            (Some(text), _) => Some(Node::Text(text.clone())),
            (None, _) if *optional => None,
            (None, Type::Integer | Type::Decimal) => Some(Node::Number("0".into())),
            (None, Type::Boolean) => Some(Node::Boolean(false)),
            (None, _) => Some(Node::Text(String::new())),
        },
        FrameNode::Record(members) => {
            let mut nodes: Vec<(String, Node)> = Vec::new();
            for (name, member) in members {
                if *member == FrameNode::Hole && name == "..." {
                    if let Some(Node::Record(held)) = payload {
                        nodes.extend(held.iter().cloned());
                    }
                    continue;
                }
                path.push(Step::Name(name.clone()));
                nodes.extend(framed(member, payload, wishes, path).map(|node| (name.clone(), node)));
                path.pop();
            }
            (!nodes.is_empty() || path.is_empty()).then_some(Node::Record(nodes))
        }
        FrameNode::List(_) | FrameNode::Inner(_) => None,
    }
}
