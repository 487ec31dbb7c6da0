//! The request on the wire: the vendor's, with what the operation changes.

use indexmap::IndexMap;

use super::Resolver;
use crate::language::{Literal, OperationSpec, PerFormat, Tree};
use crate::model::{
    Codec, Expression, Field, Format, HoleSource, Leaf, Method, Node, Param, Pattern, Piece, Place, Presence, RecordId,
    Send, Type, Visibility,
};
use crate::source::Origin;

/// The name of the hole in frames.
pub(super) const HOLE: &str = "...";

/// Where a part of the request is written, and what it says.
struct Part<'a, T> {
    spec: &'a T,
    origin: Origin,
}

impl<'a> Resolver<'a> {
    pub(super) fn send(
        &mut self,
        name: &str,
        wire: &str,
        method: Method,
        spec: &'a OperationSpec,
        request: RecordId,
        origin: &Origin,
    ) -> Send {
        let at = origin.key("send");
        let vendor = &self.syntax.spec.send;
        let vendor_at = self.root().key("send");
        let fields = self.field_names(request);
        let bodies = self.bodies(spec, method, &at);
        let bodies: Vec<(Format, Node)> = bodies
            .into_iter()
            .filter_map(|(format, part)| Some((format, self.body(format, &part, &fields, wire)?)))
            .collect();
        let path = match (&spec.send.path, &vendor.path) {
            (Some(path), _) => Some(Part { spec: path, origin: at.key("path") }),
            (None, Some(path)) => Some(Part { spec: path, origin: vendor_at.key("path") }),
            (None, None) => {
                self.error_with_help(
                    &origin.name(),
                    format!("`{name}` has no path"),
                    "add `path:` under `send:`, here or for the vendor",
                );
                None
            }
        };
        let formats: Vec<Format> = match bodies.as_slice() {
            [] => self.formats(),
            bodies => bodies.iter().map(|(format, _)| *format).collect(),
        };
        let paths = path.map_or_else(Vec::new, |path| self.paths(&path, &formats, &fields, wire));
        for format in formats.iter().filter(|format| !paths.iter().any(|(f, _)| f == *format)) {
            let own = if spec.send.path.is_some() { at.key("path") } else { vendor_at.key("path") };
            if self.sources.has(&own) {
                self.error_with_help(
                    &own,
                    format!("there is no path for {}", format.name()),
                    format!("add `{}:`", format.name()),
                );
            }
        }
        let own = spec.send.query.as_ref().map(|query| Part { spec: query, origin: at.key("query") });
        let inherited = if spec.send.body.is_some() { None } else { vendor.query.as_ref() };
        let query = own.or_else(|| inherited.map(|query| Part { spec: query, origin: vendor_at.key("query") }));
        let mut query = query.map_or_else(Vec::new, |query| self.query(&query, &fields, wire));
        let mut headers = IndexMap::new();
        for (specs, origin) in [(&vendor.headers, vendor_at.key("headers")), (&spec.send.headers, at.key("headers"))] {
            for (header, text) in specs {
                let origin = origin.key(header);
                self.header_name(header, &origin);
                if headers.keys().any(|known: &String| known.eq_ignore_ascii_case(header) && known != header) {
                    self.error_with_help(
                        &origin.name(),
                        format!("`{header}` is written otherwise before"),
                        "spell a header in one way",
                    );
                }
                match text {
                    Some(text) => {
                        let pattern = self.pattern(text, &fields, Some(wire), &origin);
                        if pattern.0.iter().any(|piece| matches!(piece, Piece::Optional(_))) {
                            self.error_with_help(
                                &origin,
                                "a header has no optional groups",
                                "write `[[` for the character itself",
                            );
                        }
                        headers.insert(header.clone(), pattern);
                    }
                    None => drop(headers.shift_remove(header)),
                }
            }
        }
        let mut token = None;
        let tokens = &self.vendor.tokens;
        headers.retain(|_, text| {
            let needs = text.holes().into_iter().find_map(|hole| match hole {
                HoleSource::Token(index) => Some(index),
                _ => None,
            });
            // The operation that hands the token out can't need it.
            let keep = needs.is_none_or(|index| tokens[index].operation != name);
            if keep {
                token = token.or(needs);
            }
            keep
        });
        let headers: Vec<(String, Pattern)> = headers.into_iter().collect();
        let mut holes: Vec<HoleSource> = paths.iter().flat_map(|(_, p)| p.holes()).collect();
        holes.extend(headers.iter().flat_map(|(_, p)| p.holes()));
        holes.extend(
            query.iter().flat_map(|p| if let Param::Named(_, pattern) = p { pattern.holes() } else { Vec::new() }),
        );
        holes.extend(bodies.iter().flat_map(|(_, node)| node_holes(node)));
        for hole in &holes {
            if let HoleSource::Field(index) = hole {
                self.vendor.records[request.0].fields[*index].place = Place::Pattern;
            }
        }
        let in_body = bodies.iter().any(|(_, node)| holes_in(node) > 0);
        let without = bodies.iter().find(|(_, node)| in_body && holes_in(node) == 0).map(|(format, _)| format.name());
        let in_query = query.iter().any(|param| matches!(param, Param::Hole));
        let waiting = self.vendor.record(request).fields.iter().any(|f| f.place == Place::Hole);
        if waiting && !in_body && !in_query {
            if method == Method::Get && spec.send.query.is_none() {
                query.push(Param::Hole);
            } else if !self.only_computed_with(request, &query, &paths, &headers, &bodies) {
                self.error_with_help(
                    &origin.key("request").name(),
                    "nothing says where these fields go",
                    "add `query: { \"...\": request }`, or a `body:` with the hole, under `send:`",
                );
            }
        }
        if let Some(format) = without.filter(|_| waiting) {
            self.error_with_help(
                &origin.key("request").name(),
                format!("nothing says where these fields go in {format}"),
                format!("add `\"...\": request` to the body in {format}"),
            );
        }
        if in_body && in_query {
            self.error(&at.name(), "the fields can't go into the query and into the body");
        }
        let tokens: Vec<usize> = holes
            .iter()
            .filter_map(|hole| if let HoleSource::Token(index) = hole { Some(*index) } else { None })
            .collect();
        let in_headers =
            headers.iter().flat_map(|(_, p)| p.holes()).filter(|hole| matches!(hole, HoleSource::Token(_))).count();
        if tokens.len() > in_headers {
            let own = spec.send.body.is_some() || spec.send.query.is_some() || spec.send.path.is_some();
            let message = format!("the token `{}` stands outside the headers", self.vendor.tokens[tokens[0]].name);
            self.error_with_help(&if own { at.name() } else { vendor_at.name() }, message, "let a header carry it");
        }
        self.check_places(request, &query, &paths, &headers, &bodies);
        let reply_format_apart = holes.contains(&HoleSource::ReplyFormat);
        let content_types = self.content_types(spec, &bodies, &at);
        Send { method, paths, query, headers, bodies, content_types, reply_format_apart, token }
    }

    /// Whether every field that no hole takes is a part of something computed, such as a signature: then that travels.
    fn only_computed_with(
        &self,
        request: RecordId,
        query: &[Param],
        paths: &[(Format, Pattern)],
        headers: &[(String, Pattern)],
        bodies: &[(Format, Node)],
    ) -> bool {
        let mut used: Vec<usize> = Vec::new();
        let mut note = |pattern: &Pattern| {
            pattern.visit(&mut |inner| {
                if let Expression::Value(HoleSource::Field(index)) = inner {
                    used.push(*index);
                }
            });
        };
        paths.iter().for_each(|(_, pattern)| note(pattern));
        headers.iter().for_each(|(_, pattern)| note(pattern));
        query.iter().for_each(|param| {
            if let Param::Named(_, pattern) = param {
                note(pattern)
            }
        });
        bodies.iter().for_each(|(_, node)| node_patterns(node, &mut note));
        let fields = &self.vendor.record(request).fields;
        fields.iter().enumerate().all(|(index, field)| field.place != Place::Hole || used.contains(&index))
    }

    fn content_types(&mut self, spec: &OperationSpec, bodies: &[(Format, Node)], at: &Origin) -> Vec<(Format, String)> {
        let own = spec.send.content_type.as_ref().map(|c| (c, at.key("content_type")));
        let vendor =
            self.syntax.spec.send.content_type.as_ref().map(|c| (c, self.root().key("send").key("content_type")));
        let Some((content_type, origin)) = own.or(vendor) else { return Vec::new() };
        let named = |format: Format| match content_type {
            PerFormat::All(text) => Some(text.clone()),
            PerFormat::Each(texts) => texts.get(format.name()).cloned(),
        };
        let types: Vec<(Format, String)> =
            bodies.iter().filter_map(|(format, _)| Some((*format, named(*format)?))).collect();
        for (_, text) in &types {
            if !text.contains('/') || !text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
                self.error_with_help(
                    &origin,
                    format!("`{}` is no content type", text.escape_debug()),
                    "write it as the header has it: `text/xml; charset=utf-8`",
                );
            }
        }
        types
    }

    /// Every format that the vendor uses anywhere; JSON when nothing says.
    pub(super) fn formats(&self) -> Vec<Format> {
        let spec = &self.syntax.spec;
        let mut formats: Vec<Format> = Vec::new();
        let bodies = spec.send.body.iter().flat_map(|b| b.keys());
        let frames = spec.reply.frames.iter().flat_map(|f| f.keys());
        let paths = match &spec.send.path {
            Some(PerFormat::Each(paths)) => Some(paths.keys()),
            _ => None,
        };
        for name in bodies.chain(frames).chain(paths.into_iter().flatten()) {
            if let Some(format) = Format::named(name)
                && !formats.contains(&format)
            {
                formats.push(format);
            }
        }
        if formats.is_empty() {
            formats.push(Format::Json);
        }
        formats
    }

    pub(super) fn format_named(&mut self, name: &str, origin: &Origin) -> Option<Format> {
        let format = Format::named(name);
        if format.is_none() {
            self.unknown(&origin.name(), "format", name, Format::ALL.map(Format::name));
        }
        format
    }

    /// An operation that gives a body or a query of its own has none of the vendor's; GET has no body unless it gives one.
    fn bodies(&mut self, spec: &'a OperationSpec, method: Method, at: &Origin) -> Vec<(Format, Part<'a, Tree>)> {
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

    fn body(&mut self, format: Format, part: &Part<'_, Tree>, fields: &[(String, String)], wire: &str) -> Option<Node> {
        if matches!(format, Format::Form | Format::Multipart) {
            return self.form_body(part, fields, wire);
        }
        let node = self.node(part.spec, fields, wire, &part.origin)?;
        let one_root = matches!(&node, Node::Record(members) if matches!(members.as_slice(), [(name, Node::Record(_))] if name != HOLE));
        if format == Format::Xml {
            self.xml_names(part.spec, &part.origin);
        }
        if holes_in(&node) > 1 {
            self.error_with_help(&part.origin.name(), "a frame has one hole", "keep one of them");
        }
        if format == Format::Xml && !one_root {
            self.error_with_help(
                &part.origin.name(),
                "an XML document has one root element",
                "write `{ root: { \"...\": request } }`",
            );
        }
        Some(node)
    }

    /// Names with values; a value may be a document of its own.
    fn form_body(&mut self, part: &Part<'_, Tree>, fields: &[(String, String)], wire: &str) -> Option<Node> {
        let Tree::Record(members) = part.spec else {
            self.error_with_help(&part.origin, "a form has names", "write `{ name: text, \"...\": request }`");
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

    fn node(&mut self, tree: &Tree, fields: &[(String, String)], wire: &str, origin: &Origin) -> Option<Node> {
        match tree {
            Tree::Record(members) => {
                let mut nodes = Vec::new();
                for (name, member) in members {
                    let origin = origin.key(name);
                    if name == HOLE {
                        if member.as_text() != Some("request") {
                            self.error_with_help(
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
                self.error_with_help(origin, "a request's frame has no lists", "give the request a field with `list:`");
                None
            }
            Tree::Leaf(Literal::Text(text)) => {
                Some(Node::Leaf(Leaf::Text(self.pattern(text, fields, Some(wire), origin))))
            }
            Tree::Leaf(Literal::Integer(value)) => {
                if self.sources.plain(origin).is_some_and(|written| written != value.to_string()) {
                    self.error_with_help(origin, "YAML changes this number", "quote it, to send it as text");
                }
                Some(Node::Leaf(Leaf::Integer(*value)))
            }
            Tree::Leaf(Literal::Boolean(value)) => Some(Node::Leaf(Leaf::Boolean(*value))),
            Tree::Leaf(Literal::Null) => Some(Node::Leaf(Leaf::Null)),
            Tree::Leaf(Literal::Fraction(_)) => {
                self.error_with_help(
                    origin,
                    "a fraction here would pass through a binary number",
                    "quote it, to send it as text",
                );
                None
            }
        }
    }

    fn paths(
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

    fn path(&mut self, text: &str, fields: &[(String, String)], wire: &str, origin: &Origin) -> Pattern {
        let plain =
            text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'\\' | b'%' | b'"' | b'<' | b'>'));
        if !text.starts_with('/') || text.contains("//") || !plain || text.split('/').any(|s| matches!(s, "." | "..")) {
            self.error_with_help(
                origin,
                "a path begins with `/` and has neither query nor escapes",
                "write it as the page does; holes are escaped by themselves",
            );
        }
        self.pattern(text, fields, Some(wire), origin)
    }

    fn query(&mut self, part: &Part<'_, Tree>, fields: &[(String, String)], wire: &str) -> Vec<Param> {
        let Tree::Record(members) = part.spec else {
            self.error_with_help(&part.origin, "a query has names", "write `{ name: text }` or `{ \"...\": request }`");
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
                    &origin,
                    "a part of a query is a text",
                    "quote it; for the hole write `\"...\": request`",
                ),
            }
        }
        query
    }

    /// Names that stand in documents must be writable in all of them.
    pub(super) fn wire_name(&mut self, name: &str, origin: &Origin) {
        if !is_wire_name(name) {
            self.error_with_help(
                origin,
                format!("`{}` can't be a name on the wire", name.escape_debug()),
                "it is empty, too long, or has characters that nobody sees: type it anew",
            );
        }
    }

    fn header_name(&mut self, name: &str, origin: &Origin) {
        let token = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        if name.is_empty() || !name.bytes().all(token) {
            self.error(&origin.name(), format!("`{}` is no header name", name.escape_debug()));
        }
        const OURS: [&str; 5] = ["content-length", "host", "transfer-encoding", "connection", "content-type"];
        if OURS.contains(&name.to_ascii_lowercase().as_str()) {
            self.error(&origin.name(), format!("the client writes `{name}` itself"));
        }
    }

    /// Wire name and identifier of each field of a request.
    fn field_names(&self, request: RecordId) -> Vec<(String, String)> {
        self.vendor.record(request).fields.iter().map(|f| (f.wire.clone(), f.name.clone())).collect()
    }

    /// Reads literals, `{holes}` and `[optional groups]`.
    pub(super) fn pattern(
        &mut self,
        text: &str,
        fields: &[(String, String)],
        wire: Option<&str>,
        origin: &Origin,
    ) -> Pattern {
        if let Some(expression) = text.strip_prefix('=') {
            return Pattern(
                self.text_expression(expression, fields, origin).map(Piece::Computed).into_iter().collect(),
            );
        }
        let mut outer: Vec<Piece> = Vec::new();
        let mut group: Option<Vec<Piece>> = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let grouped = group.is_some();
            let pieces = group.as_mut().unwrap_or(&mut outer);
            match c {
                '{' | '}' | '[' | ']' if chars.peek() == Some(&c) => {
                    chars.next();
                    literal(pieces, &c.to_string());
                }
                '{' => {
                    let mut closed = false;
                    let name: String = chars
                        .by_ref()
                        .take_while(|c| {
                            closed = *c == '}';
                            !closed
                        })
                        .collect();
                    if !closed {
                        self.error_with_help(
                            origin,
                            "a hole is not closed",
                            "add `}`, or write `{{` for the character itself",
                        );
                    } else if let ("wire", Some(wire)) = (name.as_str(), wire) {
                        literal(pieces, wire);
                    } else if self.computed.contains_key(&name) {
                        pieces.extend(self.text_expression(&name, fields, origin).map(Piece::Computed));
                    } else if let Some(source) = self.hole(&name, fields, origin) {
                        pieces.push(Piece::Hole(source));
                    }
                }
                '[' if !grouped => group = Some(Vec::new()),
                ']' if grouped => outer.push(Piece::Optional(group.take().unwrap_or_default())),
                '}' | '[' | ']' => {
                    let message = format!("a lone `{c}` in a pattern");
                    self.error_with_help(origin, message, format!("write `{c}{c}` for the character itself"));
                    return Pattern(outer);
                }
                c if c.is_control() => self.error(origin, "a pattern has no control characters"),
                c => literal(pieces, c.encode_utf8(&mut [0; 4])),
            }
        }
        if group.is_some() {
            self.error_with_help(origin, "an optional group is not closed", "add `]`");
        }
        for piece in &outer {
            if let Piece::Optional(inner) = piece
                && !inner.contains(&Piece::Hole(HoleSource::ReplyFormat))
            {
                self.error_with_help(
                    origin,
                    "nothing decides whether this group is there",
                    "an optional group has the hole `{reply_format}`",
                );
            }
        }
        Pattern(outer)
    }

    pub(super) fn hole(&mut self, name: &str, fields: &[(String, String)], origin: &Origin) -> Option<HoleSource> {
        let vendor = &self.vendor;
        let (kind, name) = match name.split_once('.') {
            Some((kind @ ("request" | "credential" | "setting" | "token"), name)) => (Some(kind), name),
            _ => (None, name),
        };
        let mut found: Vec<HoleSource> = Vec::new();
        found.extend(fields.iter().position(|(wire, own)| wire == name || own == name).map(HoleSource::Field));
        found.extend(
            vendor.credentials.iter().position(|c| c.key == name || c.name == name).map(HoleSource::Credential),
        );
        found.extend(vendor.settings.iter().position(|s| s.name == name).map(HoleSource::Setting));
        found.extend(vendor.tokens.iter().position(|t| t.name == name).map(HoleSource::Token));
        found.extend((name == "request_format").then_some(HoleSource::RequestFormat));
        found.extend((name == "reply_format").then_some(HoleSource::ReplyFormat));
        found.retain(|source| match kind {
            None => true,
            Some("request") => matches!(source, HoleSource::Field(_)),
            Some("credential") => matches!(source, HoleSource::Credential(_)),
            Some("setting") => matches!(source, HoleSource::Setting(_)),
            Some(_) => matches!(source, HoleSource::Token(_)),
        });
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                let known: Vec<String> = fields
                    .iter()
                    .map(|(wire, _)| wire.clone())
                    .chain(vendor.credentials.iter().map(|c| c.key.clone()))
                    .chain(vendor.settings.iter().map(|s| s.name.clone()))
                    .chain(vendor.tokens.iter().map(|t| t.name.clone()))
                    .chain(["wire", "request_format", "reply_format"].map(str::to_owned))
                    .collect();
                self.unknown(origin, "value", name, known.iter().map(String::as_str));
                None
            }
            _ => {
                self.error_with_help(
                    origin,
                    format!("`{name}` means several things here"),
                    "write which: `request.name`, `credential.name`, `setting.name` or `token.name`",
                );
                None
            }
        }
    }

    /// What a place can't hold is refused, never guessed.
    fn check_places(
        &mut self,
        request: RecordId,
        query: &[Param],
        paths: &[(Format, Pattern)],
        headers: &[(String, Pattern)],
        bodies: &[(Format, Node)],
    ) {
        let record = self.vendor.record(request);
        let is_text = |f: &Field| f.shape.form.codecs.iter().any(|c| matches!(c, Codec::Join(_) | Codec::Document(_)));
        let scalar = |f: &Field| is_text(f) || !matches!(f.shape.ty, Type::List(_) | Type::Record(_));
        let scalars = |f: &Field| matches!(&f.shape.ty, Type::List(list) if !matches!(list.item.ty, Type::Record(_)));
        let mut problems: Vec<(Origin, String, String)> = Vec::new();
        let fields = |holes: Vec<HoleSource>| {
            holes
                .into_iter()
                .filter_map(|hole| if let HoleSource::Field(index) = hole { Some(index) } else { None })
                .collect::<Vec<usize>>()
        };
        let of_paths: Vec<(Format, Vec<usize>)> =
            paths.iter().map(|(format, pattern)| (*format, fields(pattern.holes()))).collect();
        let of_headers = fields(headers.iter().flat_map(|(_, p)| p.holes()).collect());
        let of_query = fields(
            query
                .iter()
                .flat_map(|p| if let Param::Named(_, pattern) = p { pattern.holes() } else { Vec::new() })
                .collect(),
        );
        let of_bodies: Vec<(Format, Vec<usize>)> =
            bodies.iter().map(|(format, node)| (*format, fields(node_holes(node)))).collect();
        for (index, field) in record.fields.iter().enumerate() {
            let shown = of_paths.iter().any(|(_, in_path)| in_path.contains(&index))
                || of_headers.contains(&index)
                || of_query.contains(&index);
            let in_query = field.place == Place::Hole && query.iter().any(|p| matches!(p, Param::Hole));
            let in_pairs = in_query
                || field.place == Place::Hole
                    && bodies.iter().any(|(format, _)| matches!(format, Format::Form | Format::Multipart))
                    && !bodies.iter().any(|(_, node)| in_document(node));
            if (in_pairs && !scalars(field) || field.place == Place::Pattern) && !scalar(field) {
                problems.push((
                    field.origin.name(),
                    format!("`{}` has parts; a pattern, query or form holds one value", field.wire),
                    "send it in a body of JSON or XML, or write it as a document: `written: json`".into(),
                ));
            }
            let only_parts = !bodies.is_empty() && bodies.iter().all(|(format, _)| *format == Format::Multipart);
            if field.shape.ty == Type::File && (!only_parts || field.place == Place::Pattern || in_query) {
                problems.push((
                    field.origin.name(),
                    format!("`{}` is a file, which is a part of its own", field.wire),
                    "send it in a body of `multipart:`".into(),
                ));
            }
            if field.visibility == Visibility::Secret && (in_query || shown) {
                problems.push((
                    field.origin.name(),
                    format!("`{}` is secret and would stand in the address or a header", field.wire),
                    "send it in the body, or make it a credential".into(),
                ));
            }
            if field.place == Place::Pattern && field.presence != Presence::Required {
                problems.push((
                    field.origin.name(),
                    format!("`{}` stands in a pattern and may be missing", field.wire),
                    "make it required, or send it with the other fields".into(),
                ));
            }
            if field.place == Place::Pattern && !of_headers.contains(&index) && !of_query.contains(&index) {
                let has = |of: &[(Format, Vec<usize>)], format: Format| {
                    of.iter().any(|(f, fields)| *f == format && fields.contains(&index))
                };
                for (format, _) in
                    of_paths.iter().filter(|(format, _)| !has(&of_paths, *format) && !has(&of_bodies, *format))
                {
                    problems.push((
                        field.origin.name(),
                        format!("`{}` goes nowhere in {}", field.wire, format.name()),
                        "name it in the path or body of each format".into(),
                    ));
                }
            }
        }
        for (origin, message, help) in problems {
            self.error_with_help(&origin, message, help);
        }
    }
}

pub(super) fn is_wire_name(name: &str) -> bool {
    let invisible = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    !name.is_empty() && name.len() <= 200 && !name.chars().any(invisible)
}

fn literal(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Literal(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece::Literal(text.to_owned())),
    }
}

/// Whether the hole stands in a document that is a value of a form.
fn in_document(node: &Node) -> bool {
    match node {
        Node::Document(_, inner) => holes_in(inner) > 0,
        Node::Record(members) => members.iter().any(|(_, node)| in_document(node)),
        Node::Hole | Node::Leaf(_) => false,
    }
}

fn holes_in(node: &Node) -> usize {
    match node {
        Node::Hole => 1,
        Node::Record(members) => members.iter().map(|(_, node)| holes_in(node)).sum(),
        Node::Document(_, node) => holes_in(node),
        Node::Leaf(_) => 0,
    }
}

fn node_patterns(node: &Node, each: &mut impl FnMut(&Pattern)) {
    match node {
        Node::Record(members) => members.iter().for_each(|(_, node)| node_patterns(node, each)),
        Node::Document(_, node) => node_patterns(node, each),
        Node::Leaf(Leaf::Text(pattern)) => each(pattern),
        Node::Hole | Node::Leaf(_) => {}
    }
}

fn node_holes(node: &Node) -> Vec<HoleSource> {
    match node {
        Node::Record(members) => members.iter().flat_map(|(_, node)| node_holes(node)).collect(),
        Node::Document(_, node) => node_holes(node),
        Node::Leaf(Leaf::Text(pattern)) => pattern.holes(),
        Node::Hole | Node::Leaf(_) => Vec::new(),
    }
}
