//! The tree around a payload.

use indexmap::IndexMap;

use super::super::Resolver;
use super::super::send::HOLE;
use super::reads::Payload;
use crate::diagnostic::codes;
use crate::language::{Literal, Tree};
use crate::model::{Base, Codec, FrameNode, Inner, Path, Reads, RecordId, Shape, Step, Type};
use crate::source::Origin;

/// What conditions can name.
pub(in crate::resolve) struct Members {
    /// How far from the frame, 0 for its own; the path; and what stands there. The first is the whole document.
    pub(in crate::resolve) nodes: Vec<(usize, Path, FrameNode)>,
    /// Where the payload stands, and what it is.
    pub(in crate::resolve) hole: Option<(Path, FrameNode)>,
    /// A list is an element that repeats.
    pub(in crate::resolve) is_xml: bool,
}

impl<'a> Resolver<'a> {
    /// A frame; `payload` is what stands at its hole.
    pub(in crate::resolve) fn frame(&mut self, tree: &'a Tree, payload: Payload, origin: &Origin) -> Option<FrameNode> {
        match tree {
            Tree::Record(members) => {
                let mut nodes = Vec::new();
                for (name, member) in members {
                    let origin = origin.key(name);
                    if name == HOLE {
                        if !matches!(member.as_text(), Some("reply" | "event" | "item")) {
                            self.error_with_help(
                                codes::WRONG_HOLE,
                                &origin,
                                "this hole holds the reply",
                                "write `\"...\": reply`",
                            );
                        }
                        nodes.push((name.clone(), FrameNode::Hole));
                        continue;
                    }
                    self.wire_name(name, &origin.name());
                    let node = match inner_of(member) {
                        Some((base64, spec)) => {
                            let origin = if base64 { origin.key("base64") } else { origin.clone() };
                            let (reads, ..) = self.reads(spec, payload, &origin)?;
                            FrameNode::Inner(Box::new(Inner { base64, reads }))
                        }
                        None => self.frame(member, payload, &origin)?,
                    };
                    nodes.push((name.clone(), node));
                }
                Some(FrameNode::Record(nodes))
            }
            Tree::List(items) => match items.as_slice() {
                [item] => Some(FrameNode::List(Box::new(self.frame(item, payload, &origin.index(0))?))),
                _ => {
                    self.error_with_help(
                        codes::LIST_IN_FRAME,
                        origin,
                        "a list in a frame shows one item",
                        "write `[ { code: text } ]`",
                    );
                    None
                }
            },
            Tree::Leaf(Literal::Text(text)) if matches!(text.as_str(), "reply" | "event" | "item") => {
                Some(FrameNode::Hole)
            }
            Tree::Leaf(Literal::Text(text)) => {
                let (optional, name) = match text.strip_prefix("optional ") {
                    Some(name) => (true, name),
                    None => (false, text.as_str()),
                };
                let ty = match name {
                    "text" => Type::Text,
                    "integer" => Type::Integer,
                    "decimal" => Type::Decimal,
                    "boolean" => Type::Boolean,
                    other => {
                        self.unknown(
                            codes::UNKNOWN_TYPE,
                            origin,
                            "type",
                            other,
                            ["text", "integer", "decimal", "boolean"],
                        );
                        return None;
                    }
                };
                Some(FrameNode::Leaf { ty, optional })
            }
            Tree::Leaf(_) => {
                self.error_with_help(
                    codes::VALUE_IN_FRAME,
                    origin,
                    "a frame says what stands there, not a value",
                    "write a type, such as `text` or `optional integer`; a value belongs under `when:`",
                );
                None
            }
        }
    }

    /// What a document of this frame holds, the payload's own members too.
    pub(in crate::resolve) fn members(
        &self,
        frame: &FrameNode,
        payload: RecordId,
        is_value: bool,
        is_xml: bool,
    ) -> Members {
        let mut nodes = Vec::new();
        paths(frame, &mut Vec::new(), &mut nodes);
        let mut members =
            Members { nodes: nodes.into_iter().map(|(path, node)| (0, path, node)).collect(), hole: None, is_xml };
        let Some((hole, _)) = hole_of(frame) else { return members };
        let fields = &self.vendor.record(payload).fields;
        let node = match fields.first() {
            Some(value) if is_value => self.node_of(&value.shape, is_xml),
            _ => FrameNode::Record(fields.iter().map(|f| (f.wire.clone(), self.node_of(&f.shape, is_xml))).collect()),
        };
        let mut inner = Vec::new();
        paths(&node, &mut hole.clone(), &mut inner);
        let depth = hole.len();
        let mut inner = inner.into_iter();
        members.hole = inner.next();
        members.nodes.extend(inner.map(|(path, node)| (path.len() - depth, path, node)));
        members
    }

    /// A declared value as a node of a frame.
    fn node_of(&self, shape: &Shape, is_xml: bool) -> FrameNode {
        let shape = self.vendor.bare(shape);
        let is_one_text = shape.form.codecs.iter().any(Codec::is_packing);
        let ty = match &shape.ty {
            _ if is_one_text => Type::Text,
            Type::Record(id) => {
                let fields = self.vendor.record(*id).fields.iter();
                return FrameNode::Record(fields.map(|f| (f.wire.clone(), self.node_of(&f.shape, is_xml))).collect());
            }
            Type::List(list) => {
                let items = FrameNode::List(Box::new(self.node_of(&list.item, is_xml)));
                return match list.xml_item.as_ref().filter(|_| is_xml) {
                    Some(item) => FrameNode::Record(vec![(item.clone(), items)]),
                    None => items,
                };
            }
            // What it is, its own arms tell.
            Type::Union(_) => return FrameNode::Leaf { ty: Type::Text, optional: true },
            Type::Enum(id) => match self.vendor.enumeration(*id).base {
                Base::Integer => Type::Integer,
                Base::Boolean => Type::Boolean,
                Base::Text => Type::Text,
            },
            other => other.clone(),
        };
        FrameNode::Leaf { ty, optional: true }
    }
}

pub(in crate::resolve) fn paths(node: &FrameNode, path: &mut Path, found: &mut Vec<(Path, FrameNode)>) {
    found.push((path.clone(), node.clone()));
    match node {
        FrameNode::Record(members) => {
            for (name, member) in members.iter().filter(|(name, _)| name != HOLE) {
                path.push(Step::Name(name.clone()));
                paths(member, path, found);
                path.pop();
            }
        }
        FrameNode::List(item) => {
            path.push(Step::First);
            // The list itself carries the name; its item is reached through members only.
            if let FrameNode::Record(members) = &**item {
                for (name, member) in members {
                    path.push(Step::Name(name.clone()));
                    paths(member, path, found);
                    path.pop();
                }
            }
            path.pop();
        }
        FrameNode::Inner(inner) => {
            let mut below = Vec::new();
            paths(&inner.reads.frame(), path, &mut below);
            found.extend(below.into_iter().skip(1));
        }
        FrameNode::Hole | FrameNode::Leaf { .. } => {}
    }
}

/// A document in a text, as frames write it: a kind of document as the only name, with a frame or a pattern. The
/// second tells whether it stands there as Base64.
fn inner_of(member: &Tree) -> Option<(bool, &IndexMap<String, Tree>)> {
    let Tree::Record(members) = member else { return None };
    let (kind, tree) = members.first().filter(|_| members.len() == 1)?;
    let is_inner = match (kind.as_str(), tree) {
        ("base64", tree) => return inner_of(tree).filter(|(base64, _)| !base64).map(|(_, spec)| (true, spec)),
        ("json" | "xml" | "form" | "pairs" | "rows", Tree::Record(_)) => true,
        ("json", tree) => tree.as_text() == Some("reply"),
        ("text" | "rows", Tree::Leaf(Literal::Text(pattern))) => pattern.contains('{'),
        ("text" | "rows", Tree::List(_)) => true,
        _ => false,
    };
    is_inner.then_some((false, members))
}

/// The record that holds the hole, and whether other names stand beside it. Without a hole, what a pattern in a text
/// reads is the payload.
pub(in crate::resolve) fn hole_of(frame: &FrameNode) -> Option<(Path, bool)> {
    hole_or(frame, false).or_else(|| hole_or(frame, true))
}

fn hole_or(frame: &FrameNode, pattern: bool) -> Option<(Path, bool)> {
    if *frame == FrameNode::Hole {
        return Some((Vec::new(), false));
    }
    if let FrameNode::Inner(inner) = frame {
        return match &inner.reads {
            Reads::Text(_) => pattern.then(|| (Vec::new(), false)),
            Reads::Rows(_) => pattern.then(|| (vec![Step::Name(Reads::ROWS.to_owned())], false)),
            reads => hole_or(&reads.frame(), pattern),
        };
    }
    let FrameNode::Record(members) = frame else { return None };
    if members.iter().any(|(name, node)| name == HOLE && *node == FrameNode::Hole) {
        return Some((Vec::new(), members.len() > 1));
    }
    members.iter().find_map(|(name, node)| {
        let (path, among) = hole_or(node, pattern)?;
        Some((std::iter::once(Step::Name(name.clone())).chain(path).collect(), among))
    })
}

pub(in crate::resolve) fn holes_in(frame: &FrameNode) -> usize {
    match frame {
        FrameNode::Hole => 1,
        FrameNode::Record(members) => members.iter().map(|(_, node)| holes_in(node)).sum(),
        FrameNode::List(item) => holes_in(item),
        FrameNode::Inner(inner) => holes_in(&inner.reads.frame()),
        FrameNode::Leaf { .. } => 0,
    }
}

pub(in crate::resolve) fn names_of(path: &Path) -> Vec<&str> {
    path.iter()
        .filter_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            Step::First | Step::Each => None,
        })
        .collect()
}
