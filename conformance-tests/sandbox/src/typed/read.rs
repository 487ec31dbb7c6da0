//! Values of any shape.

use vendor_model::model::{Codec, Format, List, Record, Shape, Type, Value};

use super::codec::{document_of, patterns_of, separator_of, undo_outer};
use super::scalar::broken_count;
use super::spread::is_spread;
use super::{Direction, Reader};
use crate::document::{Node, same_name, xml};
use crate::problem::Kind;
use crate::reply::text;

impl<'a> Reader<'a> {
    /// The value of a member, from all nodes of its name. None without nodes, and where a problem leaves no value.
    pub(crate) fn value(&mut self, shape: &'a Shape, nodes: &[&'a Node]) -> Option<Value> {
        match (&shape.ty, nodes) {
            (_, []) => None,
            (Type::List(_) | Type::Record(_), nodes) if is_one_text(shape) => self.packed(shape, nodes),
            (Type::Record(id), [Node::Text(text)])
                if self.format == Format::Xml && !text.is_empty() && self.has_text(*id) =>
            {
                // An element without attributes is its text.
                let members = [("#text".to_owned(), Node::Text(text.clone()))];
                let mut inner = self.nested(Format::Xml);
                let values = inner.record_at(*id, &members);
                self.take(inner.done());
                Some(Value::Record(values))
            }
            (Type::List(list), [node @ Node::Record(_)]) if shape.form.keyed().is_some() => {
                let (key, held) = shape.form.keyed()?;
                let turned = super::keyed::list((*node).clone(), key, held, self.names, &|name| {
                    super::keyed::name_node(self.vendor, list, key, name)
                });
                let mut inner = self.nested(self.format);
                let value = inner.list(shape, list, &[&turned]);
                self.take(inner.done());
                value
            }
            (Type::List(_), [node]) if shape.form.keyed().is_some() && self.direction == Direction::Request => {
                self.problem(Kind::Value, format!("an object belongs here, not {}", node.kind()));
                None
            }
            (Type::List(list), nodes) => self.list(shape, list, nodes),
            (Type::Union(id), nodes) => {
                let node = self.single(nodes)?;
                self.arm(*id, node)
            }
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

    /// A record or a list that travels as one text.
    fn packed(&mut self, shape: &'a Shape, nodes: &[&'a Node]) -> Option<Value> {
        let codecs = &shape.form.codecs;
        let node = self.single(nodes)?;
        let Some(text) = node.text() else {
            self.problem(Kind::Value, format!("one text belongs here, not {}", node.kind()));
            return None;
        };
        let text = match undo_outer(codecs, text) {
            Ok(text) => text,
            Err(says) => {
                self.problem(Kind::Value, format!("this is {says}"));
                return None;
            }
        };
        match &shape.ty {
            Type::Record(id) => {
                let document = match patterns_of(codecs) {
                    Some(patterns) => {
                        let filled = patterns.iter().find_map(|pattern| text::read(pattern, &text));
                        filled.map(Node::Record).ok_or_else(|| "no text as the vendor writes it".to_owned())
                    }
                    None => Node::read_inner(document_of(codecs)?, &text),
                };
                let format = document_of(codecs).unwrap_or(Format::Text);
                let document = match document {
                    Ok(document) => document,
                    Err(says) => {
                        self.problem(Kind::Malformed, says);
                        return None;
                    }
                };
                let mut inner = self.nested(format);
                let values = inner.members(&document).map(|members| inner.record_at(*id, members));
                self.take(inner.done());
                values.map(Value::Record)
            }
            Type::List(list) if document_of(codecs).is_some() => {
                let document = match Node::read_inner(Format::Json, &text) {
                    Ok(document) => document,
                    Err(says) => {
                        self.problem(Kind::Malformed, says);
                        return None;
                    }
                };
                let mut inner = self.nested(Format::Json);
                let value = inner.list(shape, list, &[&document]);
                self.take(inner.done());
                value
            }
            Type::List(list) => {
                let separator = separator_of(codecs)?;
                let parts: Vec<&str> = if text.is_empty() { Vec::new() } else { text.split(separator).collect() };
                if let Some(says) = broken_count(&shape.rules, parts.len()) {
                    self.problem(Kind::Rule, says);
                }
                let items = parts.into_iter().enumerate();
                let items = items.map(|(index, part)| {
                    self.within_item(index, |reader| {
                        if !is_one_text(&list.item) {
                            return Some(reader.scalar_text(&list.item, part));
                        }
                        let node = Node::Text(part.to_owned());
                        let mut inner = reader.nested(Format::Text);
                        let value = inner.packed(&list.item, &[&node]);
                        reader.take(inner.done());
                        value
                    })
                });
                Some(Value::List(items.collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

    fn has_text(&self, id: vendor_model::model::RecordId) -> bool {
        self.vendor.record(id).fields.iter().any(|field| field.wire == "#text")
    }

    /// The names under which a field of a record stands among these members.
    pub(crate) fn keys_of(
        &self,
        record: &Record,
        field: &vendor_model::model::Field,
        members: &[(String, Node)],
    ) -> Vec<String> {
        if is_spread(field) { self.spread_keys(field, members) } else { vec![self.key_of(record, &field.wire)] }
    }

    /// The name under which a field of a record stands in this document.
    pub(crate) fn key_of(&self, record: &Record, name: &str) -> String {
        let brackets = |field: &vendor_model::model::Field| {
            field.wire == name && field.shape.form.codecs.contains(&Codec::Brackets)
        };
        let pairs = matches!(self.format, Format::Form | Format::Multipart);
        if pairs && record.fields.iter().any(brackets) { format!("{name}[]") } else { name.to_owned() }
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
        let bare = (self.direction == Direction::Reply && self.format == Format::Xml).then(|| xml::bare(name));
        let name = bare.as_deref().unwrap_or(name);
        members.iter().filter(|(n, _)| same_name(n, name, self.names)).map(|(_, node)| node).collect()
    }

    fn list(&mut self, shape: &'a Shape, list: &'a List, nodes: &[&'a Node]) -> Option<Value> {
        let items: Vec<&'a Node> = match (self.format, &list.xml_item) {
            // Such as the rows of a text.
            (Format::Form | Format::Text | Format::Multipart, _) if matches!(nodes, [Node::List(_)]) => match nodes {
                [Node::List(items)] => items.iter().collect(),
                _ => Vec::new(),
            },
            (Format::Json, _) => match self.single(nodes)? {
                Node::List(items) => items.iter().collect(),
                lone => {
                    self.problem(Kind::Dress, format!("a list belongs here, not {}", lone.kind()));
                    vec![lone]
                }
            },
            (Format::Xml, Some(name)) => {
                let node = self.single(nodes)?;
                let members = self.members(node)?;
                self.unknown_members(members, &[name.as_str()]);
                self.named(members, name)
            }
            (Format::Xml | Format::Form | Format::Text | Format::Multipart, _) => nodes.to_vec(),
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
        let bare: Vec<String> = match (self.direction, self.format) {
            (Direction::Reply, Format::Xml) => known.iter().map(|name| xml::bare(name).into_owned()).collect(),
            _ => known.iter().map(|name| (*name).to_owned()).collect(),
        };
        for (name, _) in members.iter().filter(|(name, _)| !bare.iter().any(|k| same_name(name, k, names))) {
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
            Type::List(_) | Type::Record(_) | Type::Union(_) => **first == Node::Null,
            _ => first.is_empty(self.format),
        }
    }
}

/// Whether a record or a list travels as one text.
pub(super) fn is_one_text(shape: &Shape) -> bool {
    shape.form.codecs.iter().any(|codec| codec.is_packing())
}
