//! The tree around a payload.

use super::super::Resolver;
use super::super::send::HOLE;
use crate::diagnostic::codes;
use crate::language::{Literal, Tree};
use crate::model::{Base, FrameNode, Path, RecordId, Step, Type};
use crate::source::Origin;

impl<'a> Resolver<'a> {
    pub(super) fn frame(&mut self, tree: &'a Tree, origin: &Origin) -> Option<FrameNode> {
        match tree {
            Tree::Record(members) => {
                let mut nodes = Vec::new();
                for (name, member) in members {
                    let origin = origin.key(name);
                    if name == HOLE {
                        if member.as_text() != Some("reply") {
                            self.error_with_help(
                                codes::WRONG_HOLE,
                                &origin,
                                "this hole holds the reply",
                                "write `\"...\": reply`",
                            );
                        }
                        nodes.push((name.clone(), FrameNode::Hole));
                    } else {
                        self.wire_name(name, &origin.name());
                        nodes.push((name.clone(), self.frame(member, &origin)?));
                    }
                }
                Some(FrameNode::Record(nodes))
            }
            Tree::List(items) => match items.as_slice() {
                [item] => Some(FrameNode::List(Box::new(self.frame(item, &origin.index(0))?))),
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
            Tree::Leaf(Literal::Text(text)) if text == "reply" => Some(FrameNode::Hole),
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

    /// Adds the fields of the response, which conditions may name too, but for names that the frame has already.
    pub(super) fn fields_at(&self, hole: &Path, response: RecordId, nodes: &mut Vec<(Path, FrameNode)>) {
        for field in &self.vendor.record(response).fields {
            if nodes.iter().any(|(path, _)| names_of(path).last() == Some(&field.wire.as_str())) {
                continue;
            }
            let ty = match &field.shape.ty {
                Type::Enum(id) => match self.vendor.enumeration(*id).base {
                    Base::Integer => Type::Integer,
                    Base::Boolean => Type::Boolean,
                    Base::Text => Type::Text,
                },
                other => other.clone(),
            };
            let node = match ty {
                Type::Record(_) | Type::List(_) => FrameNode::Record(Vec::new()),
                ty => FrameNode::Leaf { ty, optional: true },
            };
            let path = hole.iter().cloned().chain([Step::Name(field.wire.clone())]).collect();
            nodes.push((path, node));
        }
    }
}

pub(super) fn paths(node: &FrameNode, path: &mut Path, found: &mut Vec<(Path, FrameNode)>) {
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
        FrameNode::Hole | FrameNode::Leaf { .. } => {}
    }
}

/// The record that holds the hole, and whether other names stand beside it.
pub(super) fn hole_of(frame: &FrameNode) -> Option<(Path, bool)> {
    if *frame == FrameNode::Hole {
        return Some((Vec::new(), false));
    }
    let FrameNode::Record(members) = frame else { return None };
    if members.iter().any(|(name, node)| name == HOLE && *node == FrameNode::Hole) {
        return Some((Vec::new(), members.len() > 1));
    }
    members.iter().find_map(|(name, node)| {
        let (path, among) = hole_of(node)?;
        Some((std::iter::once(Step::Name(name.clone())).chain(path).collect(), among))
    })
}

pub(super) fn holes_in(frame: &FrameNode) -> usize {
    match frame {
        FrameNode::Hole => 1,
        FrameNode::Record(members) => members.iter().map(|(_, node)| holes_in(node)).sum(),
        FrameNode::List(item) => holes_in(item),
        FrameNode::Leaf { .. } => 0,
    }
}

pub(super) fn names_of(path: &Path) -> Vec<&str> {
    path.iter()
        .filter_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            Step::First | Step::Each => None,
        })
        .collect()
}
