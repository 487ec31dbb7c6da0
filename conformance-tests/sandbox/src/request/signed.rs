//! Computed values: what the caller computed is computed again, and compared.
//!
//! What can't be known, such as a nonce or the time of sending, is taken from the place where it travels by itself.

use vendor_model::Vendor;
use vendor_model::model::{
    Expression, Field, Format, From, HoleSource, Node as Frame, Operation, PairOptions, Pattern, Piece, Place, Record,
};

use super::Call;
use super::functions::{evaluate, joined};
use crate::behave::Keys;
use crate::document::Node;
use crate::message::Request;
use crate::problem::{Kind, Problem};
use crate::typed::{Raw, Signed};

/// What a request is computed from.
pub(super) struct Sent<'a> {
    pub(super) vendor: &'a Vendor,
    pub(super) operation: &'a Operation,
    pub(super) format: Format,
    pub(super) request: &'a Request,
    pub(super) query: &'a [(String, Node)],
    pub(super) document: Option<&'a Node>,
    /// Texts of the fields as they stand on the wire.
    pub(super) raw: &'a Raw,
    pub(super) call: &'a Call,
    /// Texts of the documents that have a name, by their index.
    pub(super) documents: &'a Raw,
    /// The credentials that the caller should have; without them those that the request shows.
    pub(super) keys: Option<&'a Keys>,
    /// Texts that nobody can compute again, by their expression.
    bound: Vec<(Expression, String)>,
}

impl<'a> Sent<'a> {
    #[allow(clippy::too_many_arguments, reason = "it is what a request consists of")]
    pub(super) fn new(
        vendor: &'a Vendor,
        operation: &'a Operation,
        format: Format,
        request: &'a Request,
        query: &'a [(String, Node)],
        document: Option<&'a Node>,
        (raw, documents): (&'a Raw, &'a Raw),
        call: &'a Call,
        keys: Option<&'a Keys>,
    ) -> Self {
        Self { vendor, operation, format, request, query, document, raw, documents, call, keys, bound: Vec::new() }
    }

    /// Compares all that was computed.
    pub(super) fn check(mut self, signed: &[Signed]) -> Vec<Problem> {
        let mut problems = self.bind(signed);
        for signed in signed {
            let Some(expected) = self.pattern(&signed.pattern) else { continue };
            if expected != signed.text {
                problems.push(Problem::new(Kind::Credential, signed.at.clone(), "this is not what is computed here"));
            }
        }
        problems
    }

    /// Takes times and nonces from where they travel by themselves.
    fn bind(&mut self, signed: &[Signed]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for signed in signed {
            let [Piece::Computed(expression)] = signed.pattern.0.as_slice() else { continue };
            if !is_of_the_moment(expression) {
                continue;
            }
            match fits(expression, &signed.text) {
                true => self.bound.push((expression.clone(), signed.text.clone())),
                false => {
                    problems.push(Problem::new(Kind::Constant, signed.at.clone(), "this is no such time or nonce"))
                }
            }
        }
        problems
    }

    /// What the computed parts of the request take from the request itself.
    pub(super) fn taken(&self, signed: &[Signed]) -> Vec<(Expression, Vec<u8>)> {
        let mut taken: Vec<(Expression, Vec<u8>)> = Vec::new();
        for signed in signed {
            signed.pattern.visit(&mut |inner| {
                let is_taken = matches!(
                    inner,
                    Expression::Body
                        | Expression::Path
                        | Expression::Query
                        | Expression::Pairs { .. }
                        | Expression::Header(_)
                );
                if is_taken && let Some(bytes) = self.bytes(inner) {
                    taken.push((inner.clone(), bytes));
                }
            });
        }
        taken
    }

    /// The text of a pattern; none if something in it can't be known.
    fn pattern(&self, pattern: &Pattern) -> Option<String> {
        let mut out = String::new();
        for piece in &pattern.0 {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Hole(source) => out.push_str(&self.source(*source)?),
                Piece::Computed(expression) => out.push_str(&self.text(expression)?),
                Piece::Optional(_) => return None,
            }
        }
        Some(out)
    }

    fn source(&self, source: HoleSource) -> Option<String> {
        match source {
            // The items are not kept apart.
            HoleSource::Field(index) if self.field(index).is_some_and(Field::has_items) => None,
            HoleSource::Field(index) => match self.raw.get(&index) {
                Some(text) => Some(text.clone()),
                // What nobody can see can't be computed with; what is not sent is empty.
                None if !travels(self.operation, self.vendor.record(self.operation.request), index) => None,
                None => match &self.field(index)?.from {
                    From::Client(pattern) => self.pattern(&pattern.clone()),
                    From::Caller => Some(String::new()),
                },
            },
            HoleSource::Credential(index) => {
                let name = &self.vendor.credentials.get(index)?.name;
                let known = self.keys.and_then(|keys| keys.get(name));
                known.or_else(|| self.call.credential(name)).map(str::to_owned)
            }
            HoleSource::Token(index) => self.call.token(&self.vendor.tokens.get(index)?.name).map(str::to_owned),
            HoleSource::Setting(index) => {
                let setting = self.vendor.settings.get(index)?;
                let seen = self.call.settings.iter().find(|(known, _)| *known == index).map(|(_, value)| *value);
                let values = self.vendor.enumeration(setting.values);
                values.values.get(seen.unwrap_or(setting.default)).map(|value| value.wire.clone())
            }
            HoleSource::RequestFormat => Some(self.format.name().to_owned()),
            HoleSource::ReplyFormat => Some(self.call.reply_format.name().to_owned()),
            #[allow(unreachable_patterns, reason = "sources that are not simulated")]
            _ => None,
        }
    }

    fn field(&self, index: usize) -> Option<&'a Field> {
        self.vendor.record(self.operation.request).fields.get(index)
    }

    fn text(&self, expression: &Expression) -> Option<String> {
        String::from_utf8(self.bytes(expression)?).ok()
    }

    fn bytes(&self, expression: &Expression) -> Option<Vec<u8>> {
        evaluate(expression, &|value| self.value(value))
    }

    /// What is no function of others.
    fn value(&self, expression: &Expression) -> Option<Vec<u8>> {
        Some(match expression {
            Expression::Value(source) => self.source(*source)?.into_bytes(),
            Expression::Body => self.request.body.clone(),
            Expression::Path => self.request.path().as_bytes().to_vec(),
            Expression::Query => self.request.query().unwrap_or_default().as_bytes().to_vec(),
            Expression::Pairs { sorted, equals, separator, options } => {
                self.pairs(*sorted, equals.as_deref(), separator, options)?.into_bytes()
            }
            Expression::Document(index) => self.documents.get(index)?.clone().into_bytes(),
            Expression::Header(name) => self.request.header_values(name).next()?.as_bytes().to_vec(),
            moment => {
                let bound = self.bound.iter().find(|(known, _)| known == moment)?;
                bound.1.clone().into_bytes()
            }
        })
    }

    /// Names and values of the query and of the body, but for those that are made of them.
    fn pairs(&self, sorted: bool, equals: Option<&str>, separator: &str, options: &PairOptions) -> Option<String> {
        let record = self.vendor.record(self.operation.request);
        let mut made: Vec<&str> = Vec::new();
        for (name, node) in &self.operation.send.query {
            if let Frame::Leaf(vendor_model::model::Leaf::Text(pattern)) = node
                && is_signature(pattern)
            {
                made.push(name);
            }
        }
        for field in record.fields.iter().filter(|field| field.place == Place::Hole) {
            if matches!(&field.from, From::Client(pattern) if is_signature(pattern)) {
                made.push(&field.wire);
            }
        }
        let mut members: Vec<&(String, Node)> = self.query.iter().collect();
        if let (Some(frame), Some(document)) = (self.operation.send.body(self.format), self.document)
            && let Some((names, found)) = around_hole(frame, document)
        {
            for (name, node) in names {
                if matches!(node, Frame::Leaf(vendor_model::model::Leaf::Text(pattern)) if is_signature(pattern)) {
                    made.push(name);
                }
            }
            members.extend(found);
        }
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for (name, node) in members.into_iter().filter(|(name, _)| !made.contains(&name.as_str())) {
            match node {
                Node::List(items) => pairs.extend(items.iter().filter_map(|item| Some((name.as_str(), item.text()?)))),
                node => pairs.extend(node.text().map(|text| (name.as_str(), text))),
            }
        }
        Some(joined(pairs, sorted, equals, separator, options))
    }
}

/// Whether a field stands somewhere in the request, and is not only computed with.
pub(super) fn travels(operation: &Operation, record: &Record, index: usize) -> bool {
    let source = HoleSource::Field(index);
    let clients = record.fields.iter().filter_map(|field| match &field.from {
        From::Client(pattern) => Some(pattern),
        From::Caller => None,
    });
    let nodes =
        || operation.send.query.iter().map(|(_, node)| node).chain(operation.send.bodies.iter().map(|(_, n)| n));
    record.fields.get(index).is_some_and(|field| field.place == Place::Hole && has_hole(operation))
        || nodes().any(|node| node.holes().contains(&source))
        || operation.send.patterns().chain(clients).any(|pattern| pattern.holes().contains(&source))
}

/// Whether fields have a place beside those that are named.
pub(super) fn has_hole(operation: &Operation) -> bool {
    let send = &operation.send;
    let nodes = send.query.iter().map(|(_, node)| node).chain(send.bodies.iter().map(|(_, node)| node));
    let mut found = false;
    for node in nodes.chain(send.documents.iter().map(|document| &document.node)) {
        node.visit(Format::Json, &mut |node, _| found |= matches!(node, Frame::Hole));
    }
    found
}

/// Names of a frame, and members of a document.
type Around<'f, 'n> = (&'f [(String, Frame)], &'n [(String, Node)]);

/// The names around the hole, and what stands there; without a hole, the outermost.
fn around_hole<'f, 'n>(frame: &'f Frame, node: &'n Node) -> Option<Around<'f, 'n>> {
    fn holder<'f, 'n>(frame: &'f Frame, node: &'n Node) -> Option<Around<'f, 'n>> {
        let (Frame::Record(names), Node::Record(members)) = (frame, node) else { return None };
        if names.iter().any(|(_, inner)| matches!(inner, Frame::Hole)) {
            return Some((names, members));
        }
        names.iter().find_map(|(name, inner)| {
            let (_, node) = members.iter().find(|(known, _)| known == name)?;
            holder(inner, node)
        })
    }
    holder(frame, node).or(match (frame, node) {
        (Frame::Record(names), Node::Record(members)) => Some((names, members)),
        _ => None,
    })
}

/// Whether it is made of what is sent, and so can't be among the pairs.
fn is_signature(pattern: &Pattern) -> bool {
    let mut found = false;
    pattern.visit(&mut |inner| {
        found |= matches!(inner, Expression::Pairs { .. } | Expression::Body | Expression::Query);
    });
    found
}

/// Whether nobody can compute it again.
fn is_of_the_moment(expression: &Expression) -> bool {
    matches!(expression, Expression::Now(..) | Expression::NowSeconds | Expression::NowMilliseconds | Expression::Nonce)
}

/// Whether a text is such a time or nonce.
fn fits(expression: &Expression, text: &str) -> bool {
    match expression {
        Expression::Now(pattern, _) => pattern.read(text).is_some(),
        Expression::NowSeconds | Expression::NowMilliseconds => text.parse::<i64>().is_ok_and(|number| number > 0),
        _ => !text.trim().is_empty(),
    }
}
