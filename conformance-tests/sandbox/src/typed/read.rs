//! Values of any shape.

use vendor_model::model::{Format, List, Shape, Type, Value};

use super::scalar::broken_count;
use super::{Direction, Reader};
use crate::document::{Node, same_name};
use crate::problem::Kind;

impl<'a> Reader<'a> {
    /// The value of a member, from all nodes of its name. None without nodes, and where a problem leaves no value.
    pub(crate) fn value(&mut self, shape: &'a Shape, nodes: &[&'a Node]) -> Option<Value> {
        match (&shape.ty, nodes) {
            (_, []) => None,
            (Type::List(list), nodes) => self.list(shape, list, nodes),
            (Type::Record(id), nodes) => {
                let node = self.single(nodes)?;
                let members = self.members(node)?;
                let values = self.record_at(*id, members);
                Some(Value::Record(values))
            }
            (_, nodes) => {
                let node = self.single(nodes)?;
                self.scalar(shape, node)
            }
        }
    }

    /// The only node of a name that must not repeat.
    pub(crate) fn single(&mut self, nodes: &[&'a Node]) -> Option<&'a Node> {
        if nodes.len() > 1 {
            self.problem(Kind::Malformed, format!("this stands here {} times", nodes.len()));
        }
        nodes.first().copied()
    }

    /// The members of a record; an empty XML element is a record without any.
    pub(crate) fn members(&mut self, node: &'a Node) -> Option<&'a [(String, Node)]> {
        match node {
            Node::Record(members) => Some(members),
            node if self.format == Format::Xml && node.is_empty(Format::Xml) => Some(&[]),
            node => {
                self.problem(Kind::Value, format!("a record belongs here, not {}", node.kind()));
                None
            }
        }
    }

    /// Nodes of a name among members.
    pub(crate) fn named(&self, members: &'a [(String, Node)], name: &str) -> Vec<&'a Node> {
        members.iter().filter(|(n, _)| same_name(n, name, self.names)).map(|(_, node)| node).collect()
    }

    fn list(&mut self, shape: &'a Shape, list: &'a List, nodes: &[&'a Node]) -> Option<Value> {
        let items: Vec<&'a Node> = match (self.format, &list.xml_item) {
            (Format::Json, _) => match self.single(nodes)? {
                Node::List(items) => items.iter().collect(),
                lone => {
                    self.problem(Kind::Dress, format!("a list belongs here, not {}", lone.kind()));
                    vec![lone]
                }
            },
            (Format::Xml | Format::Form | Format::Text | Format::Multipart, Some(name)) => {
                let node = self.single(nodes)?;
                let members = self.members(node)?;
                self.unknown_members(members, &[name.as_str()]);
                self.named(members, name)
            }
            (Format::Xml | Format::Form | Format::Text | Format::Multipart, None) => nodes.to_vec(),
        };
        if let Some(says) = broken_count(&shape.rules, items.len()) {
            self.problem(Kind::Rule, says);
        }
        let values = items
            .into_iter()
            .enumerate()
            .filter_map(|(index, item)| self.within_item(index, |reader| reader.value(&list.item, &[item])))
            .collect();
        Some(Value::List(values))
    }

    /// Reports members that nobody knows.
    pub(crate) fn unknown_members(&mut self, members: &'a [(String, Node)], known: &[&str]) {
        let names = self.names;
        for (name, _) in members.iter().filter(|(name, _)| !known.iter().any(|k| same_name(name, k, names))) {
            self.within(name, |reader| reader.problem(Kind::Unknown, "the model knows no such member"));
        }
    }

    /// Whether a node of a reply is there in name only.
    pub(super) fn is_absent(&self, shape: &Shape, nodes: &[&Node]) -> bool {
        let Some(first) = nodes.first() else { return true };
        if self.direction == Direction::Request || nodes.len() > 1 {
            return self.nulls && nodes.iter().all(|node| **node == Node::Null);
        }
        match self.vendor.bare(shape).ty {
            Type::Text => **first == Node::Null,
            Type::List(_) | Type::Record(_) => **first == Node::Null,
            _ => first.is_empty(self.format),
        }
    }
}
