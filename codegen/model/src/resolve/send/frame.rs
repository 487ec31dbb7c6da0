//! Where values stand: paths, queries and the frames of bodies.

use super::{HOLE, Part};
use crate::diagnostic::codes::{self, Code};
use crate::language::{Literal, OperationSpec, PerFormat, Tree};
use crate::model::{Format, HoleSource, Leaf, Method, Node, Pattern, Piece};
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
            return Some(Node::Record(self.sent_pairs(part, codes::BAD_FORM, fields, wire)?));
        }
        let node = self.node(part.spec, fields, wire, &part.origin)?;
        let one_root = matches!(&node, Node::Record(members) if matches!(members.as_slice(), [(name, Node::Record(_) | Node::Field(_))] if name != HOLE));
        if format == Format::Xml {
            self.xml_names(part.spec, &part.origin);
            self.attributes(&node, &part.origin);
        }
        if node.count_holes() > 1 {
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

    /// Names with values, as queries and forms have them; a value may be a document of its own.
    pub(super) fn sent_pairs(
        &mut self,
        part: &Part<'_, Tree>,
        code: Code,
        fields: &[(String, String)],
        wire: &str,
    ) -> Option<Vec<(String, Node)>> {
        let Tree::Record(members) = part.spec else {
            self.error_with_help(
                code,
                &part.origin,
                "a query or form has names",
                "write `{ name: text, \"...\": request }`",
            );
            return None;
        };
        let mut nodes = Vec::new();
        for (name, member) in members {
            let origin = part.origin.key(name);
            let is_hole = name == HOLE;
            match member {
                Tree::Record(inside) if !is_hole => match inside.iter().next().map(|(kind, tree)| (kind.as_str(), tree)) {
                    Some((kind @ ("json" | "xml"), tree)) if inside.len() == 1 => {
                        let format = if kind == "json" { Format::Json } else { Format::Xml };
                        let part = Part { spec: tree, origin: origin.key(kind) };
                        let node = self.body(format, &part, fields, wire)?;
                        nodes.push((self.frame_name(name, wire, &origin), Node::Document(format, Box::new(node))));
                    }
                    _ => self.error_with_help(
                        code,
                        &origin,
                        "a value of a query or form is a text or a document",
                        "write `{ xml: { ... } }` or `{ json: { ... } }`; names with brackets are written as they stand: `\"a[b]\": ...`",
                    ),
                },
                member => {
                    let one = Tree::Record([(name.clone(), member.clone())].into_iter().collect());
                    if let Node::Record(mut one) = self.node(&one, fields, wire, &part.origin)? {
                        nodes.append(&mut one);
                    }
                }
            }
        }
        Some(nodes)
    }

    fn attributes(&mut self, node: &Node, origin: &Origin) {
        let mut wrong = None;
        node.visit(Format::Xml, &mut |node, _| {
            let Node::Record(members) = node else { return };
            let is_text = |node: &Node| matches!(node, Node::Leaf(_) | Node::Field(_));
            wrong = wrong.or(members.iter().find(|(name, node)| name.starts_with('@') && !is_text(node)));
        });
        if let Some((name, _)) = wrong {
            self.error_with_help(
                codes::BAD_ATTRIBUTE,
                &origin.name(),
                format!("`{name}` is an attribute, which holds a text"),
                "write a text or a field behind it",
            );
        }
    }

    /// A name of a frame, where the operation's name may stand in it.
    fn frame_name(&mut self, name: &str, wire: &str, origin: &Origin) -> String {
        let name = name.replace("{wire}", wire);
        self.wire_name(&name, &origin.name());
        name
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
                        let name = self.frame_name(name, wire, &origin);
                        nodes.push((name, self.node(member, fields, wire, &origin)?));
                    }
                }
                Some(Node::Record(nodes))
            }
            Tree::List(items) => {
                let items: Option<Vec<Node>> =
                    items.iter().enumerate().map(|(i, item)| self.node(item, fields, wire, &origin.index(i))).collect();
                let items = items?;
                if items.is_empty() || items.iter().any(|item| matches!(item, Node::List(_) | Node::Hole)) {
                    self.error_with_help(
                        codes::LIST_IN_FRAME,
                        origin,
                        "a list of a frame has items that are texts or records",
                        "write `[ { name: \"{field}\" } ]`, or `\"{field}\"` for a field with `list:`",
                    );
                    return None;
                }
                Some(Node::List(items))
            }
            Tree::Leaf(Literal::Text(text)) => {
                let pattern = self.pattern(text, fields, Some(wire), origin);
                // A field that is alone there is written in its own form, and left out when it is absent.
                Some(match pattern.0.as_slice() {
                    [Piece::Hole(HoleSource::Field(index))] => Node::Field(*index),
                    _ => Node::Leaf(Leaf::Text(pattern)),
                })
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

    pub(super) fn query(
        &mut self,
        part: &Part<'_, Tree>,
        fields: &[(String, String)],
        wire: &str,
    ) -> Vec<(String, Node)> {
        self.sent_pairs(part, codes::BAD_QUERY, fields, wire).unwrap_or_default()
    }
}
