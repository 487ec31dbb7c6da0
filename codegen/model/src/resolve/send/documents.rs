//! Documents with a name, and what stands in the place of values that are not there.

use super::{HOLE, Part};
use crate::diagnostic::codes;
use crate::language::{Literal, OperationSpec, Tree};
use crate::model::{Absent, Document, Expression, Field, Format, From, HoleSource, Node, Presence, RecordId};
use crate::resolve::Resolver;
use crate::source::Origin;

impl<'a> Resolver<'a> {
    /// The names of an operation's documents, in the order in which they are put together.
    pub(in crate::resolve) fn name_documents(&mut self, spec: &'a OperationSpec) {
        let vendor = &self.syntax.spec.send.documents;
        let own = &spec.send.documents;
        let inherited = vendor.keys().filter(|name| !own.contains_key(*name));
        self.documents = inherited.chain(own.keys()).cloned().collect();
    }

    /// Documents that stand in the request as a text.
    pub(super) fn documents(
        &mut self,
        spec: &'a OperationSpec,
        fields: &[(String, String)],
        wire: &str,
        at: &Origin,
    ) -> Vec<Document> {
        let vendor_at = self.root().key("send").key("documents");
        let own_at = at.key("documents");
        let names = self.documents.clone();
        let mut documents: Vec<Document> = Vec::new();
        for name in names {
            let (bodies, origin) = match spec.send.documents.get(&name) {
                Some(own) => (own, own_at.key(&name)),
                None => match self.syntax.spec.send.documents.get(&name) {
                    Some(bodies) => (bodies, vendor_at.key(&name)),
                    None => continue,
                },
            };
            self.identifier(&name, &origin.name());
            let mut bodies = bodies.iter();
            let (Some((kind, tree)), None) = (bodies.next(), bodies.next()) else {
                self.error_with_help(
                    codes::BAD_DOCUMENT,
                    &origin,
                    "a document has one format",
                    "write `payload: { json: { ... } }`",
                );
                continue;
            };
            let origin = origin.key(kind);
            let Some(format) = self.format_named(kind, &origin) else { continue };
            if format == Format::Multipart {
                self.error_with_help(
                    codes::BAD_DOCUMENT,
                    &origin,
                    "parts are a body and no text",
                    "use json, xml, form or text",
                );
                continue;
            }
            let part = Part { spec: tree, origin: origin.clone() };
            let Some(node) = self.body(format, &part, fields, wire) else { continue };
            let position = documents.len();
            let mut too_early = false;
            let mut patterns = Vec::new();
            node.patterns(&mut patterns);
            for pattern in patterns {
                pattern.visit(&mut |inner| {
                    too_early |= matches!(inner, Expression::Document(used) if *used >= position)
                        || matches!(
                            inner,
                            Expression::Body | Expression::Path | Expression::Query | Expression::Header(_)
                        );
                });
            }
            if too_early {
                self.error_with_help(
                    codes::BAD_DOCUMENT,
                    &origin,
                    "a document is made before what it uses",
                    "it may use documents that stand before it, and not `body`, `path` or `query`",
                );
            }
            documents.push(Document { name, format, node });
        }
        documents
    }

    /// What `absent:` says.
    pub(in crate::resolve) fn absent(&mut self, tree: Option<&Tree>, origin: &Origin) -> Option<Absent> {
        let absent = match tree? {
            Tree::Leaf(Literal::Null) => Absent::Null,
            Tree::Leaf(Literal::Text(text)) if text == "omit" => Absent::Omit,
            Tree::Leaf(Literal::Text(text)) if text == "empty" => Absent::Empty,
            Tree::Leaf(Literal::Text(text)) => Absent::Text(text.clone()),
            Tree::Leaf(Literal::Integer(number)) => Absent::Text(number.to_string()),
            Tree::Leaf(Literal::Boolean(value)) => Absent::Text(value.to_string()),
            _ => {
                self.error_with_help(
                    codes::BAD_ABSENT,
                    origin,
                    "this does not say what an absent value looks like",
                    "write `omit`, `empty`, `null`, or a quoted text that stands in its place",
                );
                return None;
            }
        };
        Some(absent)
    }

    /// `null` can be written in JSON alone.
    pub(super) fn check_absent(&mut self, request: RecordId, nodes: &[(Format, &Node)], default: &Absent) {
        let mut open: Vec<RecordId> = Vec::new();
        let mut fields: Vec<(RecordId, usize)> = Vec::new();
        for (format, node) in nodes {
            node.visit(*format, &mut |node, format| {
                if format == Format::Json {
                    return;
                }
                match node {
                    Node::Hole => open.push(request),
                    Node::Field(index) => fields.push((request, *index)),
                    Node::Leaf(crate::model::Leaf::Text(pattern)) => {
                        fields.extend(pattern.holes().into_iter().filter_map(|hole| match hole {
                            HoleSource::Field(index) => Some((request, index)),
                            _ => None,
                        }));
                    }
                    _ => {}
                }
            });
        }
        let mut seen = Vec::new();
        while let Some(id) = open.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            for (index, field) in self.vendor.record(id).fields.iter().enumerate() {
                if id != request || field.place == crate::model::Place::Hole {
                    fields.push((id, index));
                    open.extend(self.vendor.records_in(&field.shape.ty));
                }
            }
        }
        let is_null = |field: &Field| {
            field.presence != Presence::Required
                && matches!(field.from, From::Caller)
                && *field.absent.as_ref().unwrap_or(default) == Absent::Null
        };
        let wrong: Vec<(Origin, String)> = fields
            .into_iter()
            .map(|(id, index)| &self.vendor.record(id).fields[index])
            .filter(|field| is_null(field))
            .map(|field| (field.origin.name(), field.wire.clone()))
            .collect();
        for (origin, wire) in wrong {
            self.error_with_help(
                codes::BAD_ABSENT,
                &origin,
                format!("`{wire}` would be null where only texts can stand"),
                "null can be written in JSON alone; write `absent: empty`, or a text",
            );
        }
    }
}

/// Whether the fields of the request stand in one of these.
pub(super) fn has_hole(nodes: &[(String, Node)]) -> bool {
    nodes.iter().any(|(name, node)| name == HOLE || node.count_holes() > 0)
}
