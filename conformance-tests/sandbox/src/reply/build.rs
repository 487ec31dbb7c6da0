//! The body of a reply, built from the frame, what is wished to stand in it, and the payload.

use vendor_model::model::{
    Arm, Format, FrameNode, Inner, Path, Reads, RecordId, RowsPattern, Step, TextPattern, Type, Value,
};

use super::seen::{HOLE, View, frame_node};
use super::text;
use super::write::{ReplyWriter, Wish};
use crate::document::Node;
use crate::typed::codec::base64;
use crate::typed::{record_members, scalar_text, value_node};

/// Builds a document: the reply's, or one in a text of it.
#[derive(Clone, Copy)]
pub(super) struct Builder<'b, 'a> {
    writer: &'b ReplyWriter<'a>,
    view: &'b View<'a>,
    arm: &'b Arm,
    wishes: &'b [(Path, Wish)],
    payload: Option<&'b Value>,
    /// Whether a text's hole holds what the payload says, whatever the arm asks for.
    pub(super) payload_first: bool,
    /// How this document is written.
    format: Format,
    /// Its frame.
    frame: &'b FrameNode,
    /// How many steps it stands below the root of the reply.
    depth: usize,
}

impl<'b, 'a> Builder<'b, 'a> {
    pub(super) fn new(
        writer: &'b ReplyWriter<'a>,
        view: &'b View<'a>,
        arm: &'b Arm,
        wishes: &'b [(Path, Wish)],
        payload: Option<&'b Value>,
    ) -> Self {
        Self {
            writer,
            view,
            arm,
            wishes,
            payload,
            payload_first: true,
            format: view.format,
            frame: &view.frame,
            depth: 0,
        }
    }

    /// The bytes of the reply, and where it is a document in JSON of its own, what they are written from.
    pub(super) fn body(&self) -> Result<(Vec<u8>, Option<Node>), String> {
        let own = self.arm.reads.is_none() && self.format == Format::Json && self.writer.told.reply.charsets.is_empty();
        if own {
            let tree = self.tree(&mut Vec::new())?;
            return Ok((tree.write(self.format)?, Some(tree)));
        }
        Ok((self.document(self.arm.reads.as_ref(), &mut Vec::new())?, None))
    }

    /// The bytes of the document that stands at a place.
    fn document(&self, reads: Option<&Reads>, path: &mut Path) -> Result<Vec<u8>, String> {
        match reads {
            Some(Reads::Nothing) => Ok(Vec::new()),
            Some(Reads::Bytes) => Ok(self
                .value()?
                .and_then(|node| Some(node.text()?.as_bytes().to_vec()))
                .unwrap_or_else(|| b"x".to_vec())),
            Some(Reads::Text(patterns)) => {
                let payload = self.texts(self.view.record, self.payload)?;
                let at = path.clone();
                let filled = |name: &str| self.hole(&at, name, &payload);
                // The first that has a place for all that is there.
                let has_all =
                    |pattern: &&TextPattern| payload.iter().all(|(name, _)| pattern.holes().any(|hole| hole == name));
                let pattern = patterns.iter().find(has_all).or(patterns.first()).ok_or("no text is said")?;
                Ok(text::write(pattern, &filled).into_bytes())
            }
            Some(Reads::Rows(pattern)) => text::write_rows(pattern, &self.rows(pattern)?).map(String::into_bytes),
            Some(Reads::Pairs { separator, joint, .. }) => {
                let document = self.tree(path)?;
                let Node::Record(members) = document else { return Err("pairs have names".into()) };
                let pair = |(name, node): &(String, Node)| Some(format!("{name}{joint}{}", node.text()?));
                Ok(members.iter().filter_map(pair).collect::<Vec<_>>().join(separator).into_bytes())
            }
            _ => self.tree(path)?.write(self.format),
        }
    }

    fn tree(&self, path: &mut Path) -> Result<Node, String> {
        Ok(self.node(self.frame, path)?.map_or(Node::Record(Vec::new()), |(node, _)| node))
    }

    /// A document in a text, and whether it holds something that is wished; none if it is left out.
    fn inner(&self, inner: &Inner, path: &mut Path) -> Result<Option<(Node, bool)>, String> {
        let (frame, format) = self.view.inner(self.writer.vendor, inner);
        let holds_payload = self.payload.is_some() && super::seen::has_hole(&frame);
        let wished = holds_payload || self.wishes.iter().any(|(p, wish)| p.starts_with(path) && *wish != Wish::Absent);
        // The arm's own document has to be there, and the one that all arms share need not.
        if !wished && self.arm.reads.is_none() {
            return Ok(None);
        }
        let within = Builder { format, frame: &frame, depth: path.len(), ..*self };
        let bytes = within.document(Some(&inner.reads), path)?;
        let text = match inner.base64 {
            true => base64(&bytes),
            false => String::from_utf8(bytes).map_err(|_| "a text is UTF-8".to_owned())?,
        };
        Ok(Some((Node::Text(text), wished)))
    }

    /// What stands in the hole of a text: what is wished there, else the field of that name.
    fn hole(&self, at: &Path, name: &str, payload: &[(String, String)]) -> Option<String> {
        let is_it = |path: &Path| {
            path.split_last().is_some_and(|(last, before)| {
                before == at.as_slice() && matches!(last, Step::Name(known) if known == name)
            })
        };
        let wished = self.wishes.iter().find(|(path, _)| is_it(path));
        if self.payload_first
            && let Some((_, text)) = payload.iter().find(|(known, _)| known == name)
        {
            return Some(text.clone());
        }
        match wished {
            Some((_, Wish::Text(text))) => Some(text.clone()),
            Some((_, Wish::Absent)) => None,
            wished => {
                let field = payload.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
                field.or_else(|| wished.map(|_| "1".to_owned()))
            }
        }
    }

    /// The fields of a record as texts.
    fn texts(&self, record: RecordId, value: Option<&Value>) -> Result<Vec<(String, String)>, String> {
        let vendor = self.writer.vendor;
        let Some(Value::Record(values)) = value else { return Ok(Vec::new()) };
        let text = |(index, value): &(usize, Value)| {
            let field = vendor.record(record).fields.get(*index).ok_or("the payload has more than the response")?;
            Ok((field.wire.clone(), scalar_text(vendor, &field.shape, value)?))
        };
        values.iter().map(text).collect()
    }

    /// The fields of each item of the payload, which is a list.
    fn rows(&self, pattern: &RowsPattern) -> Result<Vec<Vec<(String, String)>>, String> {
        let fields = &self.writer.vendor.record(self.view.record).fields;
        let Some(Type::List(list)) = fields.first().map(|field| &field.shape.ty) else { return Ok(Vec::new()) };
        let Some(Value::Record(values)) = self.payload else { return Ok(Vec::new()) };
        let Some((_, Value::List(items))) = values.first() else { return Ok(Vec::new()) };
        match list.item.ty {
            Type::Record(id) => items.iter().map(|item| self.texts(id, Some(item))).collect(),
            _ => {
                let hole = pattern.rows.iter().flat_map(|row| row.holes()).next().ok_or("a row has no hole")?;
                let text = |item| scalar_text(self.writer.vendor, &list.item, item);
                items.iter().map(|item| Ok(vec![(hole.to_owned(), text(item)?)])).collect()
            }
        }
    }

    /// The payload where it is a value and no record.
    fn value(&self) -> Result<Option<Node>, String> {
        let ReplyWriter { vendor, .. } = *self.writer;
        let Some(Value::Record(values)) = self.payload else { return Ok(None) };
        let Some((_, value)) = values.first() else { return Ok(None) };
        let field = vendor.record(self.view.record).fields.first().ok_or("the response has no value")?;
        value_node(vendor, &field.shape, value, self.format).map(Some)
    }

    /// The node, and whether it holds something that is wished; none if it is left out.
    fn node(&self, frame: &FrameNode, path: &mut Path) -> Result<Option<(Node, bool)>, String> {
        let wish = self.wishes.iter().find(|(p, _)| p == path).map(|(_, wish)| wish);
        if wish == Some(&Wish::Absent) {
            return Ok(None);
        }
        match frame {
            FrameNode::Leaf { ty, optional } => Ok(match wish {
                Some(Wish::Text(text)) => {
                    Some((leaf(ty, text).ok_or_else(|| format!("`{text}` does not fit the frame"))?, true))
                }
                Some(_) => Some((something(ty), true)),
                None if *optional => None,
                None => Some((nothing(ty), false)),
            }),
            FrameNode::List(item) => self.list(item, wish, path),
            FrameNode::Record(members) => self.record(members, wish, path),
            FrameNode::Hole if self.view.is_value => Ok(self.value()?.map(|node| (node, true))),
            FrameNode::Hole => {
                let Some(Value::Record(values)) = self.payload else { return Ok(None) };
                let members = record_members(self.writer.vendor, self.view.record, values, self.format)?;
                Ok(Some((Node::Record(members), true)))
            }
            FrameNode::Inner(inner) => match wish {
                Some(Wish::Text(text)) => Ok(Some((Node::Text(text.clone()), true))),
                _ => self.inner(inner, path),
            },
        }
    }

    fn list(&self, item: &FrameNode, wish: Option<&Wish>, path: &mut Path) -> Result<Option<(Node, bool)>, String> {
        path.push(Step::First);
        let wished_inside = self.wishes.iter().any(|(p, wish)| p.starts_with(path) && *wish != Wish::Absent);
        let items = if wished_inside || wish == Some(&Wish::NotEmpty) { self.node(item, path)? } else { None };
        path.pop();
        let wished = items.is_some() || wish.is_some();
        Ok(Some((Node::List(items.into_iter().map(|(node, _)| node).collect()), wished)))
    }

    fn record(
        &self,
        members: &[(String, FrameNode)],
        wish: Option<&Wish>,
        path: &mut Path,
    ) -> Result<Option<(Node, bool)>, String> {
        let (vendor, view) = (self.writer.vendor, self.view);
        let is_root = path.len() == self.depth;
        let mut wished = wish.is_some();
        let mut nodes: Vec<(String, Node)> = Vec::new();
        for (name, member) in members {
            if *member == FrameNode::Hole && name == HOLE {
                let Some(payload) = self.payload else { continue };
                let Value::Record(values) = payload else {
                    return Err("a payload is a record of the response's fields".into());
                };
                wished = true;
                if view.is_value {
                    return Ok(self.value()?.map(|node| (node, true)));
                }
                nodes.extend(record_members(vendor, view.record, values, self.format)?);
                continue;
            }
            path.push(Step::Name(name.clone()));
            if let Some((node, inside)) = self.node(member, path)? {
                wished |= inside;
                nodes.push((name.clone(), node));
            }
            path.pop();
        }
        let has_hole = members.iter().any(|(_, node)| *node == FrameNode::Hole);
        // The root of an XML document is a member of the record around it, and as much a root.
        let is_root =
            is_root || (path.len() == self.depth + 1 && matches!(self.frame, FrameNode::Record(m) if m.len() == 1));
        let leave_out = !wished && !is_root && (nodes.is_empty() || has_hole || self.is_for_failures(path));
        Ok((!leave_out).then_some((Node::Record(nodes), wished)))
    }

    /// Whether a record holds only what another arm reads as its code or message.
    fn is_for_failures(&self, path: &Path) -> bool {
        let Some(FrameNode::Record(members)) = frame_node(&self.view.frame, path) else { return false };
        let others =
            || self.writer.form.arms.iter().filter(|arm| arm.name != self.arm.name && arm.verdict != self.arm.verdict);
        members.iter().filter(|(_, node)| matches!(node, FrameNode::Leaf { optional: false, .. })).all(|(name, _)| {
            let mut member = path.clone();
            member.push(Step::Name(name.clone()));
            others().any(|arm| arm.code.contains(&member) || arm.message.contains(&member))
        })
    }
}

/// A text as a leaf of that type; none if it is not of it.
pub(super) fn leaf(ty: &Type, text: &str) -> Option<Node> {
    match ty {
        Type::Integer => text.parse::<i64>().ok().map(|number| Node::Number(number.to_string())),
        Type::Decimal => match Value::decimal(text)? {
            Value::Decimal(digits) => Some(Node::Number(digits)),
            _ => None,
        },
        Type::Boolean => match text {
            "true" | "1" => Some(Node::Boolean(true)),
            "false" | "0" => Some(Node::Boolean(false)),
            _ => None,
        },
        _ => Some(Node::Text(text.to_owned())),
    }
}

/// A leaf that must be there and says nothing.
fn nothing(ty: &Type) -> Node {
    match ty {
        Type::Integer | Type::Decimal => Node::Number("0".into()),
        Type::Boolean => Node::Boolean(false),
        _ => Node::Text(String::new()),
    }
}

/// A leaf that holds something.
fn something(ty: &Type) -> Node {
    match ty {
        Type::Integer | Type::Decimal => Node::Number("1".into()),
        Type::Boolean => Node::Boolean(true),
        _ => Node::Text("x".into()),
    }
}
