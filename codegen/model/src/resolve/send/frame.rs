//! Where values stand: paths, queries and the frames of bodies.

use super::{HOLE, Part};
use crate::diagnostic::codes;
use crate::language::{Literal, OperationSpec, PerFormat, Tree};
use crate::model::{Format, HoleSource, Leaf, Method, Node, Param, Pattern};
use crate::resolve::Resolver;
use crate::source::Origin;

impl<'a> Resolver<'a> {
    /// An operation that gives a body or a query of its own has none of the vendor's; GET has no body unless it gives one.
    pub(super) fn bodies(
        &mut self,
        spec: &'a OperationSpec,
        method: Method,
        at: &Origin,
    ) -> Vec<(Format, Part<'a, Tree>)> {
        let vendor_at = self.root().key("send");
        let (bodies, origin) = match (&spec.send.body, &self.syntax.spec.send.body) {
            (Some(bodies), _) => (bodies, at.key("body")),
            (None, Some(bodies)) if spec.send.query.is_none() && method != Method::Get => {
                (bodies, vendor_at.key("body"))
            }
            _ => return Vec::new(),
        };
        let mut parts = Vec::new();
        for (name, tree) in bodies {
            let origin = origin.key(name);
            if let Some(format) = self.format_named(name, &origin) {
                parts.push((format, Part { spec: tree, origin }));
            }
        }
        parts
    }

    pub(super) fn body(
        &mut self,
        format: Format,
        part: &Part<'_, Tree>,
        fields: &[(String, String)],
        wire: &str,
    ) -> Option<Node> {
        if matches!(format, Format::Form | Format::Multipart) {
            return self.form_body(part, fields, wire);
        }
        let node = self.node(part.spec, fields, wire, &part.origin)?;
        let one_root = matches!(&node, Node::Record(members) if matches!(members.as_slice(), [(name, Node::Record(_))] if name != HOLE));
        if format == Format::Xml {
            self.xml_names(part.spec, &part.origin);
        }
        if holes_in(&node) > 1 {
            self.error_with_help(codes::SEVERAL_HOLES, &part.origin.name(), "a frame has one hole", "keep one of them");
        }
        if format == Format::Xml && !one_root {
            self.error_with_help(
                codes::NO_ROOT,
                &part.origin.name(),
                "an XML document has one root element",
                "write `{ root: { \"...\": request } }`",
            );
        }
        Some(node)
    }

    /// Names with values; a value may be a document of its own.
    pub(super) fn form_body(&mut self, part: &Part<'_, Tree>, fields: &[(String, String)], wire: &str) -> Option<Node> {
        let Tree::Record(members) = part.spec else {
            self.error_with_help(
                codes::BAD_FORM,
                &part.origin,
                "a form has names",
                "write `{ name: text, \"...\": request }`",
            );
            return None;
        };
        let mut nodes = Vec::new();
        for (name, member) in members {
            let origin = part.origin.key(name);
            let document = match member {
                Tree::Record(inside) if name != HOLE => match inside.iter().next() {
                    Some((kind, tree)) if inside.len() == 1 && matches!(kind.as_str(), "json" | "xml") => {
                        Some((kind, tree))
                    }
                    _ => {
                        self.error_with_help(
                            codes::BAD_FORM,
                            &origin,
                            "a value of a form is a text or a document",
                            "write `{ xml: { ... } }` or `{ json: { ... } }`",
                        );
                        continue;
                    }
                },
                _ => None,
            };
            match document {
                Some((kind, tree)) => {
                    let format = if kind == "json" { Format::Json } else { Format::Xml };
                    let part = Part { spec: tree, origin: origin.key(kind) };
                    let node = self.body(format, &part, fields, wire)?;
                    nodes.push((name.clone(), Node::Document(format, Box::new(node))));
                }
                None => {
                    let Node::Record(mut one) = self.node(
                        &Tree::Record([(name.clone(), member.clone())].into_iter().collect()),
                        fields,
                        wire,
                        &part.origin,
                    )?
                    else {
                        continue;
                    };
                    nodes.append(&mut one);
                }
            }
        }
        Some(Node::Record(nodes))
    }

    pub(super) fn node(
        &mut self,
        tree: &Tree,
        fields: &[(String, String)],
        wire: &str,
        origin: &Origin,
    ) -> Option<Node> {
        match tree {
            Tree::Record(members) => {
                let mut nodes = Vec::new();
                for (name, member) in members {
                    let origin = origin.key(name);
                    if name == HOLE {
                        if member.as_text() != Some("request") {
                            self.error_with_help(
                                codes::WRONG_HOLE,
                                &origin,
                                "this hole is filled with the request",
                                "write `\"...\": request`",
                            );
                        }
                        nodes.push((name.clone(), Node::Hole));
                    } else {
                        let name = name.replace("{wire}", wire);
                        self.wire_name(&name, &origin.name());
                        nodes.push((name, self.node(member, fields, wire, &origin)?));
                    }
                }
                Some(Node::Record(nodes))
            }
            Tree::List(_) => {
                self.error_with_help(
                    codes::LIST_IN_FRAME,
                    origin,
                    "a request's frame has no lists",
                    "give the request a field with `list:`",
                );
                None
            }
            Tree::Leaf(Literal::Text(text)) => {
                Some(Node::Leaf(Leaf::Text(self.pattern(text, fields, Some(wire), origin))))
            }
            Tree::Leaf(Literal::Integer(value)) => {
                if self.sources.plain(origin).is_some_and(|written| written != value.to_string()) {
                    self.error_with_help(
                        codes::CHANGED_BY_YAML,
                        origin,
                        "YAML changes this number",
                        "quote it, to send it as text",
                    );
                }
                Some(Node::Leaf(Leaf::Integer(*value)))
            }
            Tree::Leaf(Literal::Boolean(value)) => Some(Node::Leaf(Leaf::Boolean(*value))),
            Tree::Leaf(Literal::Null) => Some(Node::Leaf(Leaf::Null)),
            Tree::Leaf(Literal::Fraction(_)) => {
                self.error_with_help(
                    codes::BINARY_FRACTION,
                    origin,
                    "a fraction here would pass through a binary number",
                    "quote it, to send it as text",
                );
                None
            }
        }
    }

    pub(super) fn paths(
        &mut self,
        part: &Part<'_, PerFormat<String>>,
        formats: &[Format],
        fields: &[(String, String)],
        wire: &str,
    ) -> Vec<(Format, Pattern)> {
        let mut paths = Vec::new();
        match part.spec {
            PerFormat::All(text) => {
                let pattern = self.path(text, fields, wire, &part.origin);
                paths.extend(formats.iter().map(|format| (*format, pattern.clone())));
            }
            PerFormat::Each(texts) => {
                for (name, text) in texts {
                    let origin = part.origin.key(name);
                    if let Some(format) = self.format_named(name, &origin) {
                        let pattern = self.path(text, fields, wire, &origin);
                        if formats.contains(&format) {
                            paths.push((format, pattern));
                        }
                    }
                }
            }
        }
        paths
    }

    pub(super) fn path(&mut self, text: &str, fields: &[(String, String)], wire: &str, origin: &Origin) -> Pattern {
        let plain =
            text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'\\' | b'%' | b'"' | b'<' | b'>'));
        if !text.starts_with('/') || text.contains("//") || !plain || text.split('/').any(|s| matches!(s, "." | "..")) {
            self.error_with_help(
                codes::BAD_PATH,
                origin,
                "a path begins with `/` and has neither query nor escapes",
                "write it as the page does; holes are escaped by themselves",
            );
        }
        self.pattern(text, fields, Some(wire), origin)
    }

    pub(super) fn query(&mut self, part: &Part<'_, Tree>, fields: &[(String, String)], wire: &str) -> Vec<Param> {
        let Tree::Record(members) = part.spec else {
            self.error_with_help(
                codes::BAD_QUERY,
                &part.origin,
                "a query has names",
                "write `{ name: text }` or `{ \"...\": request }`",
            );
            return Vec::new();
        };
        let mut query = Vec::new();
        for (name, value) in members {
            let origin = part.origin.key(name);
            match value {
                Tree::Leaf(Literal::Text(text)) if name == HOLE && text == "request" => query.push(Param::Hole),
                Tree::Leaf(Literal::Text(text)) if name != HOLE => {
                    self.wire_name(name, &origin.name());
                    query.push(Param::Named(name.clone(), self.pattern(text, fields, Some(wire), &origin)));
                }
                _ => self.error_with_help(
                    codes::BAD_QUERY,
                    &origin,
                    "a part of a query is a text",
                    "quote it; for the hole write `\"...\": request`",
                ),
            }
        }
        query
    }
}

pub(super) fn holes_in(node: &Node) -> usize {
    match node {
        Node::Hole => 1,
        Node::Record(members) => members.iter().map(|(_, node)| holes_in(node)).sum(),
        Node::Document(_, node) => holes_in(node),
        Node::Leaf(_) => 0,
    }
}

pub(super) fn node_patterns(node: &Node, each: &mut impl FnMut(&Pattern)) {
    match node {
        Node::Record(members) => members.iter().for_each(|(_, node)| node_patterns(node, each)),
        Node::Document(_, node) => node_patterns(node, each),
        Node::Leaf(Leaf::Text(pattern)) => each(pattern),
        Node::Hole | Node::Leaf(_) => {}
    }
}

pub(super) fn node_holes(node: &Node) -> Vec<HoleSource> {
    match node {
        Node::Record(members) => members.iter().flat_map(|(_, node)| node_holes(node)).collect(),
        Node::Document(_, node) => node_holes(node),
        Node::Leaf(Leaf::Text(pattern)) => pattern.holes(),
        Node::Hole | Node::Leaf(_) => Vec::new(),
    }
}

/// Whether the hole stands in a document that is a value of a form.
pub(super) fn in_document(node: &Node) -> bool {
    match node {
        Node::Document(_, inner) => holes_in(inner) > 0,
        Node::Record(members) => members.iter().any(|(_, node)| in_document(node)),
        Node::Hole | Node::Leaf(_) => false,
    }
}
