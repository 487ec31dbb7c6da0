//! The request on the wire: the vendor's, with what the operation changes.

mod documents;
mod frame;
mod pattern;
mod places;
mod spread;

use indexmap::IndexMap;

use self::documents::has_hole;
use super::Resolver;
use super::tokens::{tokens_of, without_own_tokens};
use crate::diagnostic::codes;
use crate::language::{OperationSpec, PerFormat};
use crate::model::{Charset, Expression, Format, HoleSource, Method, Node, Pattern, Place, RecordId, Send};
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
        let documents = self.documents(spec, &fields, wire, &at);
        let bodies = self.bodies(spec, method, &at);
        let mut bodies: Vec<(Format, Node)> = bodies
            .into_iter()
            .filter_map(|(format, part)| Some((format, self.body(format, &part, &fields, wire)?)))
            .collect();
        let path = match (&spec.send.path, &vendor.path) {
            (Some(path), _) => Some(Part { spec: path, origin: at.key("path") }),
            (None, Some(path)) => Some(Part { spec: path, origin: vendor_at.key("path") }),
            (None, None) => {
                self.error_with_help(
                    codes::NO_PATH,
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
                    codes::NO_PATH,
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
                        codes::BAD_HEADER,
                        &origin.name(),
                        format!("`{header}` is written otherwise before"),
                        "spell a header in one way",
                    );
                }
                match text {
                    Some(text) => {
                        let pattern = self.pattern(text, &fields, Some(wire), &origin);
                        headers.insert(header.clone(), pattern);
                    }
                    None => drop(headers.shift_remove(header)),
                }
            }
        }
        // The operation that hands a token out can't need it.
        let own = self.handed_out_by(name);
        let is_own = |hole: HoleSource| matches!(hole, HoleSource::Token(token) if own.contains(&token));
        headers.retain(|_, text| !text.holes().into_iter().any(is_own));
        without_own_tokens(&mut query, &mut bodies, &own);
        let headers: Vec<(String, Pattern)> = headers.into_iter().collect();
        let mut holes: Vec<HoleSource> = paths.iter().flat_map(|(_, p)| p.holes()).collect();
        holes.extend(headers.iter().flat_map(|(_, p)| p.holes()));
        holes.extend(query.iter().flat_map(|(_, node)| node.holes()));
        holes.extend(bodies.iter().flat_map(|(_, node)| node.holes()));
        holes.extend(documents.iter().flat_map(|document| document.node.holes()));
        for hole in &holes {
            if let HoleSource::Field(index) = hole {
                self.vendor.records[request.0].fields[*index].place = Place::Pattern;
            }
        }
        let in_documents = documents.iter().any(|document| document.node.count_holes() > 0);
        let in_body = in_documents || bodies.iter().any(|(_, node)| node.count_holes() > 0);
        let without = bodies
            .iter()
            .find(|(_, node)| in_body && !in_documents && node.count_holes() == 0)
            .map(|(format, _)| format.name());
        let in_query = has_hole(&query);
        let waiting = self.vendor.record(request).fields.iter().any(|f| f.place == Place::Hole);
        if waiting && !in_body && !in_query {
            if method == Method::Get && spec.send.query.is_none() {
                query.push((HOLE.to_owned(), Node::Hole));
            } else if !self.only_computed_with(request, &query, &paths, &headers, &bodies, &documents) {
                self.error_with_help(
                    codes::FIELDS_GO_NOWHERE,
                    &origin.key("request").name(),
                    "nothing says where these fields go",
                    "add `query: { \"...\": request }`, or a `body:` with the hole, under `send:`",
                );
            }
        }
        if let Some(format) = without.filter(|_| waiting) {
            self.error_with_help(
                codes::FIELDS_GO_NOWHERE,
                &origin.key("request").name(),
                format!("nothing says where these fields go in {format}"),
                format!("add `\"...\": request` to the body in {format}"),
            );
        }
        if in_body && in_query {
            self.error_with_help(
                codes::FIELDS_GO_TWICE,
                &at.name(),
                "the fields can't go into the query and into the body",
                "keep the hole in one of them",
            );
        }
        let absent = match self.absent(spec.send.absent.as_ref(), &at.key("absent")) {
            Some(absent) => absent,
            None => self.vendor.absent.clone(),
        };
        let mut send = Send {
            method,
            host: self.host(&spec.send, &at),
            paths,
            documents,
            query,
            headers,
            content_types: self.content_types(spec, &bodies, &at),
            bodies,
            reply_format_apart: holes.contains(&HoleSource::ReplyFormat),
            tokens: Vec::new(),
            absent,
            charset: self.charset(spec, &at),
            declaration: spec.send.declaration.clone().or_else(|| self.syntax.spec.send.declaration.clone()),
        };
        self.check_headers(&send, &at);
        send.tokens = tokens_of(&send, &self.vendor.record(request).fields);
        self.check_places(request, &send);
        send
    }

    /// The charset of what is sent; none is UTF-8.
    fn charset(&mut self, spec: &OperationSpec, at: &Origin) -> Option<Charset> {
        let own = spec.send.charset.as_ref().map(|word| (word, at.key("charset")));
        let vendor = self.syntax.spec.send.charset.as_ref();
        let (word, origin) = own.or(vendor.map(|word| (word, self.root().key("send").key("charset"))))?;
        if word.eq_ignore_ascii_case("utf-8") {
            return None;
        }
        let charset = Charset::named(word);
        if charset.is_none() {
            self.unknown(
                codes::CHARSET_OF_REQUEST,
                &origin,
                "charset",
                word,
                Charset::ALL.iter().map(|(word, _)| *word),
            );
        }
        charset.filter(|charset| *charset != Charset::Utf8)
    }

    /// A header may be made of those before it.
    fn check_headers(&mut self, send: &Send, at: &Origin) {
        let mut wrong = None;
        for (position, (_, pattern)) in send.headers.iter().enumerate() {
            pattern.visit(&mut |inner| {
                if let Expression::Header(name) = inner
                    && !send.headers[..position].iter().any(|(before, _)| before.eq_ignore_ascii_case(name))
                {
                    wrong = Some(name.clone());
                }
            });
        }
        if let Some(name) = wrong {
            self.error_with_help(
                codes::BAD_HEADER,
                &at.key("headers").name(),
                format!("the header `{name}` is not there before it is used"),
                "a header may be made of those that stand before it",
            );
        }
        let multipart = send.bodies.iter().any(|(format, _)| *format == Format::Multipart);
        if multipart && send.charset.is_some() {
            self.error_with_help(
                codes::CHARSET_OF_REQUEST,
                &at.name(),
                "parts are written in UTF-8",
                "write `charset: utf-8` for this operation",
            );
        }
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
                    codes::BAD_CONTENT_TYPE,
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
            self.unknown(codes::UNKNOWN_FORMAT, &origin.name(), "format", name, Format::ALL.map(Format::name));
        }
        format
    }

    /// Names that stand in documents must be writable in all of them.
    pub(super) fn wire_name(&mut self, name: &str, origin: &Origin) {
        if !is_wire_name(name) {
            self.error_with_help(
                codes::BAD_WIRE_NAME,
                origin,
                format!("`{}` can't be a name on the wire", name.escape_debug()),
                "it is empty, too long, or has characters that nobody sees: type it anew",
            );
        }
    }

    fn header_name(&mut self, name: &str, origin: &Origin) {
        let token = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        if name.is_empty() || !name.bytes().all(token) {
            self.error_with_help(
                codes::BAD_HEADER,
                &origin.name(),
                format!("`{}` is no header name", name.escape_debug()),
                "use letters, digits and hyphens",
            );
        }
        const OURS: [&str; 5] = ["content-length", "host", "transfer-encoding", "connection", "content-type"];
        if OURS.contains(&name.to_ascii_lowercase().as_str()) {
            self.error_with_help(
                codes::BAD_HEADER,
                &origin.name(),
                format!("the client writes `{name}` itself"),
                "remove it; a content type stands under `content_type:`",
            );
        }
    }

    /// Wire name and identifier of each field of a request.
    fn field_names(&self, request: RecordId) -> Vec<(String, String)> {
        self.vendor.record(request).fields.iter().map(|f| (f.wire.clone(), f.name.clone())).collect()
    }
}

pub(super) fn is_wire_name(name: &str) -> bool {
    let invisible = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    !name.is_empty() && name.len() <= 200 && !name.chars().any(invisible)
}
