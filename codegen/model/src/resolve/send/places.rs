//! What a place can't hold is refused, never guessed.

use std::collections::HashSet;

use crate::diagnostic::codes::{self, Code};
use crate::model::{
    Absent, Codec, Document, Expression, Field, Format, Function, HoleSource, Node, Pattern, Piece, Place, Presence,
    RecordId, Send, Type, Visibility,
};
use crate::resolve::Resolver;
use crate::source::Origin;

/// A place where a field of the request stands.
struct Use {
    field: usize,
    /// Of the document that it stands in; queries are like forms, paths and headers are texts.
    format: Format,
    /// In its own form, not as a part of a text.
    whole: bool,
    /// There is nothing around it that could be left out with it.
    fixed: bool,
    /// People see the place: an address or a header.
    shown: bool,
    /// The format of the request; none if the place is in all of them.
    only: Option<Format>,
}

/// Collects the places of fields.
#[derive(Default)]
struct Uses {
    all: Vec<Use>,
    /// Groups that nothing decides about.
    undecided: Vec<Vec<usize>>,
}

impl Uses {
    fn pattern(&mut self, pattern: &Pattern, fixed: bool, shown: bool, only: Option<Format>) {
        self.pieces(&pattern.0, fixed, shown, only);
    }

    fn pieces(&mut self, pieces: &[Piece], fixed: bool, shown: bool, only: Option<Format>) {
        for piece in pieces {
            match piece {
                Piece::Hole(HoleSource::Field(field)) => {
                    self.all.push(Use { field: *field, format: Format::Text, whole: false, fixed, shown, only });
                }
                Piece::Optional(inner) => {
                    if !inner.contains(&Piece::Hole(HoleSource::ReplyFormat)) {
                        let fields = Pattern(inner.clone()).holes().into_iter().filter_map(field_of);
                        self.undecided.push(fields.collect());
                    }
                    self.pieces(inner, false, shown, only);
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, node: &Node, format: Format, fixed: bool, shown: bool, only: Option<Format>, waiting: &[usize]) {
        match node {
            Node::Record(members) => {
                members.iter().for_each(|(_, node)| self.node(node, format, false, shown, only, waiting))
            }
            Node::List(items) => items.iter().for_each(|node| self.node(node, format, false, shown, only, waiting)),
            Node::Document(inner, node) => self.node(node, *inner, true, shown, only, waiting),
            Node::Hole => self.all.extend(waiting.iter().map(|field| Use {
                field: *field,
                format,
                whole: true,
                fixed: false,
                shown,
                only,
            })),
            Node::Field(field) => self.all.push(Use { field: *field, format, whole: true, fixed, shown, only }),
            Node::Leaf(crate::model::Leaf::Text(pattern)) => self.pattern(pattern, fixed, shown, only),
            Node::Leaf(_) => {}
        }
    }
}

fn field_of(hole: HoleSource) -> Option<usize> {
    match hole {
        HoleSource::Field(index) => Some(index),
        _ => None,
    }
}

impl Resolver<'_> {
    /// What a place can't hold is refused, never guessed.
    pub(super) fn check_places(&mut self, request: RecordId, send: &Send) {
        let record = self.vendor.record(request);
        let waiting: Vec<usize> =
            (0..record.fields.len()).filter(|index| record.fields[*index].place == Place::Hole).collect();
        let mut uses = Uses::default();
        for (format, pattern) in &send.paths {
            uses.pattern(pattern, true, true, Some(*format));
        }
        for (_, pattern) in &send.headers {
            uses.pattern(pattern, false, true, None);
        }
        for (_, node) in &send.query {
            uses.node(node, Format::Form, false, true, None, &waiting);
        }
        for document in &send.documents {
            uses.node(&document.node, document.format, true, false, None, &waiting);
        }
        for (format, node) in &send.bodies {
            uses.node(node, *format, true, false, Some(*format), &waiting);
        }
        let mut problems: Vec<(Code, Origin, String, String)> = Vec::new();
        let mut seen: HashSet<(u16, usize)> = HashSet::new();
        let mut problem = |code: Code, index: usize, message: String, help: &str| {
            if seen.insert((code.explanation().number, index)) {
                problems.push((code, record.fields[index].origin.name(), message, help.to_owned()));
            }
        };
        for place in &uses.all {
            let field = &record.fields[place.field];
            if is_spread(field) && !holds(place, field) {
                problem(
                    codes::BAD_SPREAD_LIST,
                    place.field,
                    format!("`{}` is several names, which {} has not", field.wire, place.format.name()),
                    "send it in a query, a form or a multipart body, or write it as a list of the format",
                );
            } else if !holds(place, field) {
                problem(
                    codes::FIELD_NEEDS_BODY,
                    place.field,
                    format!("`{}` has parts; a pattern, query or form holds one value", field.wire),
                    "send it in a body of JSON or XML, or write it as a document: `written: json`",
                );
            }
            if is_file(&field.shape.ty) && (!place.whole || place.format != Format::Multipart) {
                problem(
                    codes::FIELD_NEEDS_BODY,
                    place.field,
                    format!("`{}` is a file, which is a part of its own", field.wire),
                    "send it in a body of `multipart:`",
                );
            }
            if field.visibility == Visibility::Secret && place.shown {
                problem(
                    codes::SECRET_IN_ADDRESS,
                    place.field,
                    format!("`{}` is secret and would stand in the address or a header", field.wire),
                    "send it in the body, or make it a credential; if the page wants it there, `sensitive: token` masks it",
                );
            }
            let absent = field.absent.as_ref().unwrap_or(&send.absent);
            if place.fixed && field.presence != Presence::Required && !matches!(absent, Absent::Text(_)) {
                problem(
                    codes::OPTIONAL_IN_PATTERN,
                    place.field,
                    format!("`{}` stands in a pattern and may be missing", field.wire),
                    "make it required, put it into a group that is left out with it: `[/{field}]`, or say what stands there: `absent: \"0\"`",
                );
            }
            if let Some(format) = send.formats().find(|format| {
                record.fields[place.field].place == Place::Pattern
                    && !uses
                        .all
                        .iter()
                        .any(|other| other.field == place.field && other.only.is_none_or(|f| f == *format))
            }) {
                problem(
                    codes::FIELDS_GO_NOWHERE,
                    place.field,
                    format!("`{}` goes nowhere in {}", field.wire, format.name()),
                    "name it in the path or body of each format",
                );
            }
        }
        for index in lists_of_expressions(&record.fields, send) {
            let field = &record.fields[index];
            problem(
                codes::LIST_IN_EXPRESSION,
                index,
                format!("`{}` has parts, and stands in an expression where one text is due", field.wire),
                "join its items there: `join(';', name)`; or let it be one text everywhere: `written: \"join ,\"`, `written: json`",
            );
        }
        for group in &uses.undecided {
            if group.iter().all(|index| record.fields[*index].presence == Presence::Required)
                && let Some(index) = group.first()
            {
                let field = &record.fields[*index];
                problem(
                    codes::BAD_OPTIONAL_GROUP,
                    *index,
                    format!("`{}` stands in an optional group and is always there", field.wire),
                    "make it optional, or write the group without its brackets",
                );
            }
        }
        for (code, origin, message, help) in problems {
            self.error_with_help(code, &origin, message, help);
        }
        let nodes: Vec<(Format, &Node)> = send
            .query
            .iter()
            .map(|(_, node)| (Format::Form, node))
            .chain(send.bodies.iter().map(|(format, node)| (*format, node)))
            .chain(send.documents.iter().map(|document| (document.format, &document.node)))
            .collect();
        self.check_absent(request, &nodes, &send.absent);
    }

    /// Whether every field that no hole takes is a part of something computed, such as a signature: then that travels.
    pub(super) fn only_computed_with(
        &self,
        request: RecordId,
        query: &[(String, Node)],
        paths: &[(Format, Pattern)],
        headers: &[(String, Pattern)],
        bodies: &[(Format, Node)],
        documents: &[Document],
    ) -> bool {
        let mut patterns: Vec<&Pattern> = paths.iter().map(|(_, pattern)| pattern).collect();
        patterns.extend(headers.iter().map(|(_, pattern)| pattern));
        query.iter().for_each(|(_, node)| node.patterns(&mut patterns));
        bodies.iter().for_each(|(_, node)| node.patterns(&mut patterns));
        documents.iter().for_each(|document| document.node.patterns(&mut patterns));
        let mut used: Vec<usize> = Vec::new();
        for pattern in patterns {
            pattern.visit(&mut |inner| {
                if let Expression::Value(HoleSource::Field(index)) = inner {
                    used.push(*index);
                }
            });
        }
        let fields = &self.vendor.record(request).fields;
        fields.iter().enumerate().all(|(index, field)| field.place != Place::Hole || used.contains(&index))
    }
}

/// Lists and records that an expression takes as one text.
fn lists_of_expressions(fields: &[Field], send: &Send) -> Vec<usize> {
    let mut patterns: Vec<&Pattern> = send.paths.iter().map(|(_, pattern)| pattern).collect();
    patterns.extend(send.headers.iter().map(|(_, pattern)| pattern));
    send.query.iter().for_each(|(_, node)| node.patterns(&mut patterns));
    send.bodies.iter().for_each(|(_, node)| node.patterns(&mut patterns));
    send.documents.iter().for_each(|document| document.node.patterns(&mut patterns));
    patterns.extend(fields.iter().filter_map(|field| match &field.from {
        crate::model::From::Client(pattern) => Some(pattern),
        crate::model::From::Caller => None,
    }));
    let mut found = Vec::new();
    for pattern in patterns {
        for piece in &pattern.0 {
            if let Piece::Computed(expression) = piece {
                lists_of(expression, fields, &mut found);
            }
        }
    }
    found
}

fn lists_of(expression: &Expression, fields: &[Field], found: &mut Vec<usize>) {
    match expression {
        Expression::Value(HoleSource::Field(index)) if fields.get(*index).is_some_and(has_parts) => found.push(*index),
        Expression::Call(Function::Join, arguments) if !expression.is_bytes() => {
            let (separator, joined) = arguments.split_at(arguments.len().min(1));
            separator.iter().for_each(|argument| lists_of(argument, fields, found));
            let lone = joined.iter().filter(|argument| match argument {
                Expression::Value(HoleSource::Field(index)) => !fields.get(*index).is_some_and(Field::has_items),
                _ => true,
            });
            lone.for_each(|argument| lists_of(argument, fields, found));
        }
        Expression::Call(_, arguments) => arguments.iter().for_each(|argument| lists_of(argument, fields, found)),
        _ => {}
    }
}

/// Whether a field is more than one text.
fn has_parts(field: &Field) -> bool {
    matches!(field.shape.ty, Type::List(_) | Type::Record(_)) && !field.shape.form.codecs.iter().any(Codec::is_packing)
}

fn is_file(ty: &Type) -> bool {
    match ty {
        Type::File => true,
        Type::List(list) => list.item.ty == Type::File,
        _ => false,
    }
}

/// Whether a list is several names.
fn is_spread(field: &Field) -> bool {
    field.shape.form.numbered().is_some() || field.shape.form.columns().is_some()
}

/// Whether a place can hold a field.
fn holds(place: &Use, field: &Field) -> bool {
    let as_text = field.shape.form.codecs.iter().any(Codec::is_packing);
    if is_spread(field) {
        return place.whole && super::spread::holds(place.format);
    }
    match &field.shape.ty {
        Type::List(_) | Type::Record(_) if as_text => true,
        Type::List(list) if place.whole => {
            matches!(place.format, Format::Json | Format::Xml)
                || !matches!(list.item.ty, Type::Record(_)) && place.format != Format::Text
        }
        Type::Record(_) if place.whole => matches!(place.format, Format::Json | Format::Xml),
        Type::List(_) | Type::Record(_) => false,
        _ => true,
    }
}
