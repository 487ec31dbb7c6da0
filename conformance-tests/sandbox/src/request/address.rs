//! Path, query and headers.

use vendor_model::Vendor;
use vendor_model::model::{Charset, Format, HoleSource, Names, Node as Frame, Operation, Pattern, Piece, Place};

use crate::document::Node;
use crate::message::{Request, percent_decoded, query_pairs_in};
use crate::pattern;
use crate::problem::{Kind, Problem};
use crate::typed::{Direction, Filled, Reader, Values, fits, missing};

/// A way in which an operation's path fits a request.
pub(super) struct Candidate {
    pub(super) format: Format,
    filled: Vec<(HoleSource, String)>,
    /// What differs from how the model writes the path.
    dress: Vec<&'static str>,
}

/// Every format in which the path fits.
pub(super) fn candidates(vendor: &Vendor, operation: &Operation, request: &Request) -> Vec<Candidate> {
    if request.method != operation.send.method.name() { Vec::new() } else { paths(vendor, operation, request) }
}

/// Whether only the method is wrong.
pub(super) fn fits_other_method(vendor: &Vendor, operation: &Operation, request: &Request) -> bool {
    request.method != operation.send.method.name() && !paths(vendor, operation, request).is_empty()
}

fn paths(vendor: &Vendor, operation: &Operation, request: &Request) -> Vec<Candidate> {
    let path = request.path();
    let other = path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned);
    let mut found = Vec::new();
    for (text, slash) in [(path, false), (other.as_str(), true)] {
        for (format, pattern) in &operation.send.paths {
            let decodes = |text: &str| percent_decoded(text).unwrap_or_else(|| text.to_owned());
            let hole_fits = |source, text: &str| match source {
                HoleSource::RequestFormat => text == format.name(),
                HoleSource::ReplyFormat => Format::named(text).is_some_and(|f| operation.reply.form(f).is_some()),
                source => fits(vendor, source, &decodes(text)),
            };
            if let Some(filled) = pattern::matches(pattern, text, Some('/'), &hole_fits) {
                let mut candidate = Candidate { format: *format, filled, dress: Vec::new() };
                if slash {
                    candidate.dress.push("the slash at the end differs from the page");
                }
                candidate.settle_reply_format(pattern);
                found.push(candidate);
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

impl Candidate {
    /// A request whose address is not shown.
    pub(super) fn nowhere(format: Format) -> Self {
        Self { format, filled: Vec::new(), dress: Vec::new() }
    }

    /// An optional group that is left out says that the reply comes in the request's format.
    fn settle_reply_format(&mut self, pattern: &Pattern) {
        let in_group = |piece: &Piece| matches!(piece, Piece::Optional(inner) if inner.contains(&Piece::Hole(HoleSource::ReplyFormat)));
        if !pattern.0.iter().any(in_group) {
            return;
        }
        match self.filled.iter().find(|(source, _)| *source == HoleSource::ReplyFormat) {
            None => self.filled.push((HoleSource::ReplyFormat, self.format.name().to_owned())),
            Some((_, text)) if text == self.format.name() => {
                self.dress.push("the reply's format is left out when it is the request's")
            }
            Some(_) => {}
        }
    }

    /// Hands over what the path holds.
    pub(super) fn enter(self, reader: &mut Reader<'_>) {
        reader.within_part("path", |reader| {
            for says in self.dress {
                reader.problem(Kind::Dress, says);
            }
            for (source, text) in self.filled {
                match percent_decoded(&text) {
                    Some(text) => reader.filled.push(Filled { source, text, at: "path".into() }),
                    None => reader.problem(Kind::Malformed, "a part is not percent-encoded UTF-8"),
                }
            }
        });
    }
}

/// The query as members of a record.
pub(super) fn query_members(operation: &Operation, request: &Request, reader: &mut Reader<'_>) -> Vec<(String, Node)> {
    let charset = operation.send.charset.unwrap_or(Charset::Utf8);
    let pairs = request.query().map(|query| query_pairs_in(query, charset)).unwrap_or_default();
    let mut members = Vec::new();
    for pair in pairs {
        match pair {
            Ok((name, value)) => members.push((name, Node::Text(value))),
            Err(part) => {
                let says = "a part is not `name=value`, percent-encoded";
                reader.problems.push(Problem::new(Kind::Malformed, format!("query {}", part.escape_debug()), says));
            }
        }
    }
    members
}

/// Reads the query.
pub(super) fn query<'a>(
    operation: &'a Operation,
    members: &'a [(String, Node)],
    reader: &mut Reader<'a>,
    values: &mut Values,
) {
    let record = reader.vendor.record(operation.request);
    let mut inner = Reader::new(reader.vendor, Format::Form, reader.names, Direction::Request);
    inner.absent = reader.absent.clone();
    inner.named_documents = reader.named_documents;
    inner.within_part("query", |inner| {
        let mut known: Vec<String> = Vec::new();
        for (name, node) in &operation.send.query {
            if matches!(node, Frame::Hole) {
                let fields = record.fields.iter().filter(|f| f.place == Place::Hole);
                known.extend(fields.flat_map(|f| inner.keys_of(record, f, members)));
                inner.fields(record, members, values);
            } else {
                known.push(name.clone());
                let found = inner.named(members, name);
                inner.within(name, |inner| super::body::member(inner, node, &found, record, values));
            }
        }
        inner.unknown_members(members, &known.iter().map(String::as_str).collect::<Vec<_>>());
    });
    reader.take(inner.done());
}

/// Headers that any HTTP client sends.
const EVERYDAY: [&str; 8] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
];

/// Reads the headers. A sample need not show them all.
pub(super) fn headers(operation: &Operation, request: &Request, format: Format, sample: bool, reader: &mut Reader<'_>) {
    let record = reader.vendor.record(operation.request);
    for (name, pattern) in &operation.send.headers {
        let values: Vec<&str> = request.header_values(name).collect();
        let mut inner = Reader::new(reader.vendor, format, Names::Exact, Direction::Request);
        inner.within_part("header", |inner| {
            inner.within(name, |inner| match values.as_slice() {
                [value] => inner.fill(pattern, value),
                [] if sample || super::body::text_may_be_missing(pattern, record) => {}
                [] => inner.problem(missing(pattern), "this header is required"),
                many => inner.problem(Kind::Malformed, format!("this header stands here {} times", many.len())),
            });
        });
        // Header names have no case.
        reader.signed.append(&mut inner.signed);
        reader.problems.extend(inner.problems.into_iter().map(|p| Problem { at: p.at.to_ascii_lowercase(), ..p }));
        reader.filled.extend(inner.filled.into_iter().map(|f| Filled { at: f.at.to_ascii_lowercase(), ..f }));
    }
    let known = |name: &str| {
        EVERYDAY.iter().any(|e| e.eq_ignore_ascii_case(name))
            || operation.send.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name))
    };
    let mut problem = |kind, name: &str, says: String| {
        reader.problems.push(Problem::new(kind, format!("header {}", name.to_ascii_lowercase()), says))
    };
    for (name, _) in request.headers.iter().filter(|(name, _)| !known(name)) {
        problem(Kind::Unknown, name, "the model knows no such header".into());
    }
    if operation.send.body(format).is_some() && !sample {
        let types: Vec<&str> =
            request.header_values("content-type").map(|v| v.split(';').next().unwrap_or(v).trim()).collect();
        let expected: &[&str] = match format {
            Format::Json => &["application/json"],
            Format::Xml => &["application/xml", "text/xml"],
            Format::Form => &["application/x-www-form-urlencoded"],
            Format::Text => &["text/plain"],
            Format::Multipart => &["multipart/form-data"],
        };
        match types.as_slice() {
            [one] if expected.iter().any(|e| e.eq_ignore_ascii_case(one)) => {}
            [] => problem(Kind::Dress, "content-type", format!("a body in {} says so here", format.name())),
            _ => problem(Kind::Dress, "content-type", format!("this does not say that the body is {}", format.name())),
        }
    }
}
