//! The request on the wire: the vendor's, with what the operation changes.

use indexmap::IndexMap;

use super::Resolver;
use crate::language::{Literal, OperationSpec, PerFormat, Tree};
use crate::model::{
    Field, Format, From, HoleSource, Leaf, Method, Node, Param, Pattern, Piece, Place, Presence, RecordId, Send, Type, Visibility,
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
                self.error_with_help(&origin.name(), format!("`{name}` has no path"), "add `path:` under `send:`, here or for the vendor");
                None
            }
        };
        let formats: Vec<Format> = match bodies.as_slice() {
            [] => self.formats(),
            bodies => bodies.iter().map(|(format, _)| *format).collect(),
        };
        let paths = path.map_or_else(Vec::new, |path| self.paths(&path, &formats, &fields, wire));
        let own = spec.send.query.as_ref().map(|query| Part { spec: query, origin: at.key("query") });
        let inherited = if spec.send.body.is_some() { None } else { vendor.query.as_ref() };
        let query = own.or_else(|| inherited.map(|query| Part { spec: query, origin: vendor_at.key("query") }));
        let mut query = query.map_or_else(Vec::new, |query| self.query(&query, &fields, wire));
        let mut headers = IndexMap::new();
        for (specs, origin) in [(&vendor.headers, vendor_at.key("headers")), (&spec.send.headers, at.key("headers"))] {
            for (header, text) in specs {
                let origin = origin.key(header);
                self.header_name(header, &origin);
                match text {
                    Some(text) => drop(headers.insert(header.clone(), self.pattern(text, &fields, Some(wire), &origin))),
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
        holes.extend(query.iter().flat_map(|p| if let Param::Named(_, pattern) = p { pattern.holes() } else { Vec::new() }));
        holes.extend(bodies.iter().flat_map(|(_, node)| node_holes(node)));
        for hole in &holes {
            if let HoleSource::Field(index) = hole {
                self.vendor.records[request.0].fields[*index].place = Place::Pattern;
            }
        }
        let in_body = bodies.iter().any(|(_, node)| has_hole(node));
        let in_query = query.iter().any(|param| matches!(param, Param::Hole));
        let waiting = self.vendor.record(request).fields.iter().any(|f| f.place == Place::Hole);
        if waiting && !in_body && !in_query {
            if method == Method::Get && spec.send.query.is_none() {
                query.push(Param::Hole);
            } else {
                self.error_with_help(
                    &origin.key("request").name(),
                    "nothing says where these fields go",
                    "add `query: { \"...\": request }`, or a `body:` with the hole, under `send:`",
                );
            }
        }
        if in_body && in_query {
            self.error(&at.name(), "the fields can't go into the query and into the body");
        }
        self.check_places(request, &query, &paths, &headers);
        let reply_format_apart = holes.contains(&HoleSource::ReplyFormat);
        Send { method, paths, query, headers, bodies, reply_format_apart, token }
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
            (None, Some(bodies)) if spec.send.query.is_none() && method != Method::Get => (bodies, vendor_at.key("body")),
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
        let node = self.node(part.spec, fields, wire, &part.origin)?;
        let one_root = matches!(&node, Node::Record(members) if matches!(members.as_slice(), [(name, Node::Record(_))] if name != HOLE));
        if format == Format::Xml && !one_root {
            self.error_with_help(&part.origin, "an XML document has one root element", "write `{ root: { \"...\": request } }`");
        }
        Some(node)
    }

    fn node(&mut self, tree: &Tree, fields: &[(String, String)], wire: &str, origin: &Origin) -> Option<Node> {
        match tree {
            Tree::Record(members) => {
                let mut nodes = Vec::new();
                for (name, member) in members {
                    let origin = origin.key(name);
                    if name == HOLE {
                        if member.as_text() != Some("request") {
                            self.error_with_help(&origin, "this hole is filled with the request", "write `\"...\": request`");
                        }
                        nodes.push((name.clone(), Node::Hole));
                    } else {
                        self.wire_name(name, &origin.name());
                        nodes.push((name.clone(), self.node(member, fields, wire, &origin)?));
                    }
                }
                Some(Node::Record(nodes))
            }
            Tree::List(_) => {
                self.error_with_help(origin, "a request's frame has no lists", "give the request a field with `list:`");
                None
            }
            Tree::Leaf(Literal::Text(text)) => Some(Node::Leaf(Leaf::Text(self.pattern(text, fields, Some(wire), origin)))),
            Tree::Leaf(Literal::Integer(value)) => {
                if self.sources.plain(origin).is_some_and(|written| written != value.to_string()) {
                    self.error_with_help(origin, "YAML changes this number", "quote it, to send it as text");
                }
                Some(Node::Leaf(Leaf::Integer(*value)))
            }
            Tree::Leaf(Literal::Boolean(value)) => Some(Node::Leaf(Leaf::Boolean(*value))),
            Tree::Leaf(Literal::Null) => Some(Node::Leaf(Leaf::Null)),
            Tree::Leaf(Literal::Fraction(_)) => {
                self.error_with_help(origin, "a fraction here would pass through a binary number", "quote it, to send it as text");
                None
            }
        }
    }

    fn paths(&mut self, part: &Part<'_, PerFormat<String>>, formats: &[Format], fields: &[(String, String)], wire: &str) -> Vec<(Format, Pattern)> {
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
        let plain = text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'\\' | b'%' | b'"' | b'<' | b'>'));
        if !text.starts_with('/') || text.contains("//") || !plain || text.split('/').any(|s| matches!(s, "." | "..")) {
            self.error_with_help(origin, "a path begins with `/` and has neither query nor escapes", "write it as the page does; holes are escaped by themselves");
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
                _ => self.error_with_help(&origin, "a part of a query is a text", "quote it; for the hole write `\"...\": request`"),
            }
        }
        query
    }

    /// Names that stand in documents must be writable in all of them.
    pub(super) fn wire_name(&mut self, name: &str, origin: &Origin) {
        if name.is_empty() || name.len() > 200 || name.chars().any(|c| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')) {
            self.error(origin, format!("`{}` can't be a name on the wire", name.escape_debug()));
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
    pub(super) fn pattern(&mut self, text: &str, fields: &[(String, String)], wire: Option<&str>, origin: &Origin) -> Pattern {
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
                    let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                    if name == "wire" {
                        literal(pieces, wire.unwrap_or_default());
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
                self.error_with_help(origin, "nothing decides whether this group is there", "an optional group has the hole `{reply_format}`");
            }
        }
        Pattern(outer)
    }

    fn hole(&mut self, name: &str, fields: &[(String, String)], origin: &Origin) -> Option<HoleSource> {
        let vendor = &self.vendor;
        let mut found: Vec<HoleSource> = Vec::new();
        found.extend(fields.iter().position(|(wire, own)| wire == name || own == name).map(HoleSource::Field));
        found.extend(vendor.credentials.iter().position(|c| c.key == name || c.name == name).map(HoleSource::Credential));
        found.extend(vendor.settings.iter().position(|s| s.name == name).map(HoleSource::Setting));
        found.extend(vendor.tokens.iter().position(|t| t.name == name).map(HoleSource::Token));
        found.extend((name == "request_format").then_some(HoleSource::RequestFormat));
        found.extend((name == "reply_format").then_some(HoleSource::ReplyFormat));
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
                self.error_with_help(origin, format!("`{name}` means several things here"), "give the field or the credential another name");
                None
            }
        }
    }

    /// What a place can't hold is refused, never guessed.
    fn check_places(&mut self, request: RecordId, query: &[Param], paths: &[(Format, Pattern)], headers: &[(String, Pattern)]) {
        let record = self.vendor.record(request);
        let scalar = |f: &Field| !matches!(f.shape.ty, Type::List(_) | Type::Record(_));
        let mut problems: Vec<(Origin, String, String)> = Vec::new();
        for field in &record.fields {
            let in_query = field.place == Place::Hole && query.iter().any(|p| matches!(p, Param::Hole));
            if (in_query || field.place == Place::Pattern) && !scalar(field) {
                problems.push((field.origin.clone(), format!("`{}` has parts; a path, query or header holds one value", field.wire), "send it in the body".into()));
            }
            if field.visibility == Visibility::Secret && (in_query || field.place == Place::Pattern) {
                problems.push((field.origin.clone(), format!("`{}` is secret and would stand in the address", field.wire), "send it in the body, or make it a credential".into()));
            }
        }
        let in_path: Vec<usize> = paths.iter().flat_map(|(_, p)| p.holes()).chain(headers.iter().flat_map(|(_, p)| p.holes())).filter_map(|hole| match hole {
            HoleSource::Field(index) => Some(index),
            _ => None,
        }).collect();
        for index in in_path {
            let field = &record.fields[index];
            if field.presence != Presence::Required && matches!(field.from, From::Caller) {
                problems.push((field.origin.clone(), format!("`{}` stands in the path or a header and may be missing", field.wire), "make it required".into()));
            }
        }
        for (origin, message, help) in problems {
            self.error_with_help(&origin, message, help);
        }
    }
}

fn literal(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Literal(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece::Literal(text.to_owned())),
    }
}

fn has_hole(node: &Node) -> bool {
    match node {
        Node::Hole => true,
        Node::Record(members) => members.iter().any(|(_, node)| has_hole(node)),
        Node::Leaf(_) => false,
    }
}

fn node_holes(node: &Node) -> Vec<HoleSource> {
    match node {
        Node::Record(members) => members.iter().flat_map(|(_, node)| node_holes(node)).collect(),
        Node::Leaf(Leaf::Text(pattern)) => pattern.holes(),
        Node::Hole | Node::Leaf(_) => Vec::new(),
    }
}
