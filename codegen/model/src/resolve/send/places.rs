//! What a place can't hold is refused, never guessed.

use super::frame::{in_document, node_holes, node_patterns};
use crate::diagnostic::codes;
use crate::model::{
    Codec, Expression, Field, Format, HoleSource, Node, Param, Pattern, Place, Presence, RecordId, Type, Visibility,
};
use crate::resolve::Resolver;
use crate::source::Origin;

impl Resolver<'_> {
    /// What a place can't hold is refused, never guessed.
    pub(super) fn check_places(
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
        let mut problems: Vec<(codes::Code, Origin, String, String)> = Vec::new();
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
                    codes::FIELD_NEEDS_BODY,
                    field.origin.name(),
                    format!("`{}` has parts; a pattern, query or form holds one value", field.wire),
                    "send it in a body of JSON or XML, or write it as a document: `written: json`".into(),
                ));
            }
            let only_parts = !bodies.is_empty() && bodies.iter().all(|(format, _)| *format == Format::Multipart);
            if field.shape.ty == Type::File && (!only_parts || field.place == Place::Pattern || in_query) {
                problems.push((
                    codes::FIELD_NEEDS_BODY,
                    field.origin.name(),
                    format!("`{}` is a file, which is a part of its own", field.wire),
                    "send it in a body of `multipart:`".into(),
                ));
            }
            if field.visibility == Visibility::Secret && (in_query || shown) {
                problems.push((
                    codes::SECRET_IN_ADDRESS,
                    field.origin.name(),
                    format!("`{}` is secret and would stand in the address or a header", field.wire),
                    "send it in the body, or make it a credential".into(),
                ));
            }
            if field.place == Place::Pattern && field.presence != Presence::Required {
                problems.push((
                    codes::OPTIONAL_IN_PATTERN,
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
                        codes::FIELDS_GO_NOWHERE,
                        field.origin.name(),
                        format!("`{}` goes nowhere in {}", field.wire, format.name()),
                        "name it in the path or body of each format".into(),
                    ));
                }
            }
        }
        for (code, origin, message, help) in problems {
            self.error_with_help(code, &origin, message, help);
        }
    }

    /// Whether every field that no hole takes is a part of something computed, such as a signature: then that travels.
    pub(super) fn only_computed_with(
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
}
