//! What stands in a frame: the names around the fields of the request, and what is left out with a field.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{
    Absent, Codec, Field, From, HoleSource, Leaf, Node, Pattern, Piece, Place, Record, RecordId, Type,
};

use super::super::plan::home_of;
use super::{Access, Comma, Encoders};
use crate::rust::names::local;
use crate::rust::sink::Sink;
use crate::rust::writer::Writer;

/// A value that is there, or what stands in its place.
#[derive(Clone, Copy)]
pub(super) enum Given<'a> {
    /// The value.
    Value(&'a Access),
    /// It is not there, and its name is.
    Absent(&'a Absent),
}

/// A name in a frame, with what stands behind it.
#[derive(Clone, Copy)]
pub(super) enum Entry<'a> {
    /// A field of the request.
    Field(&'a Field, Given<'a>),
    /// Something else.
    Node(&'a Node),
}

/// What writes one entry: its name, the entry, and what separates it from the one before.
type Each<'a, 'p, 'v> = &'a mut dyn FnMut(&mut Encoders<'p, 'v>, &mut Writer, &str, Entry<'_>, &mut Comma);

impl<'p, 'v> Encoders<'p, 'v> {
    /// Walks the names of a frame, each with the code that knows whether it is there. `keep` tells which are wanted.
    pub(super) fn entries(
        &mut self,
        writer: &mut Writer,
        members: &[(String, Node)],
        comma: &mut Comma,
        keep: &dyn Fn(&str) -> bool,
        each: Each<'_, 'p, 'v>,
    ) {
        let Some(operation) = self.operation else { return };
        let record = self.plan.vendor.record(operation.request);
        for (name, node) in members {
            match node {
                Node::Hole => {
                    let fields = record.fields.iter().enumerate();
                    for (index, field) in fields.filter(|(_, f)| f.place == Place::Hole && keep(&f.wire)) {
                        self.present(
                            writer,
                            operation.request,
                            index,
                            &quote!(self),
                            comma,
                            &mut |this, writer, given, comma| {
                                each(this, writer, &field.wire, Entry::Field(field, given), comma);
                            },
                        );
                    }
                }
                node if keep(name) => self.node_entry(writer, name, node, comma, each),
                _ => {}
            }
        }
    }

    /// One node of a frame, which is left out with a field that is not there.
    pub(super) fn node_entry(
        &mut self,
        writer: &mut Writer,
        name: &str,
        node: &Node,
        comma: &mut Comma,
        each: Each<'_, 'p, 'v>,
    ) {
        let Some(operation) = self.operation else { return };
        match node {
            Node::Field(index) => {
                let field = &self.plan.vendor.record(operation.request).fields[*index];
                self.present(
                    writer,
                    operation.request,
                    *index,
                    &quote!(self),
                    comma,
                    &mut |this, writer, given, comma| {
                        each(this, writer, name, Entry::Field(field, given), comma);
                    },
                );
            }
            Node::Leaf(Leaf::Text(pattern)) => {
                let optional = self.left_out_with(pattern);
                self.when_given(writer, &optional, comma, &mut |this, writer, comma| {
                    each(this, writer, name, Entry::Node(node), comma);
                });
            }
            node => each(self, writer, name, Entry::Node(node), comma),
        }
    }

    /// Optional fields of the request without which a text is left out.
    pub(super) fn left_out_with(&self, pattern: &Pattern) -> Vec<usize> {
        let Some(operation) = self.operation else { return Vec::new() };
        let record = self.plan.vendor.record(operation.request);
        let fields = pattern.0.iter().filter_map(|piece| match piece {
            Piece::Hole(HoleSource::Field(index)) => Some(*index),
            _ => None,
        });
        fields
            .filter(|index| {
                let absent = self.absent_of(operation.request, &record.fields[*index]);
                self.request_field(*index).optional && matches!(absent, Absent::Omit | Absent::Null)
            })
            .collect()
    }

    /// Writes something if all of these fields of the request are there.
    pub(super) fn when_given(
        &mut self,
        writer: &mut Writer,
        fields: &[usize],
        comma: &mut Comma,
        write: &mut dyn FnMut(&mut Self, &mut Writer, &mut Comma),
    ) {
        let Some(operation) = self.operation else { return };
        let record = self.plan.vendor.record(operation.request);
        let bound = self.bound.len();
        let mut conditions = Vec::new();
        for index in fields {
            let access = self.request_field(*index);
            if access.optional {
                let (name, option) = (local(&record.fields[*index].name), access.value);
                conditions.push(quote!(let ::core::option::Option::Some(#name) = #option));
                self.bound.push((*index, Access { value: quote!(#name), optional: false, tag: access.tag }));
            }
        }
        if conditions.is_empty() {
            return write(self, writer, comma);
        }
        let mut within = *comma;
        let mut inner = writer.inner();
        write(self, &mut inner, &mut within);
        self.bound.truncate(bound);
        let inner = inner.finish();
        writer.statement(quote!(if #(#conditions)&&* { #inner }));
        comma.perhaps();
    }

    /// How code reaches a field of the request here.
    pub(in crate::rust) fn request_field(&self, index: usize) -> Access {
        if let Some((_, access)) = self.bound.iter().rev().find(|(bound, _)| *bound == index) {
            return access.clone();
        }
        match self.operation {
            Some(operation) => {
                let record = self.plan.vendor.record(operation.request);
                if let From::Client(_) = record.fields[index].from {
                    return Access { value: TokenStream::new(), optional: false, tag: false };
                }
                self.access(operation.request, record, index, &quote!(self))
            }
            None => Access { value: TokenStream::new(), optional: false, tag: false },
        }
    }

    /// Writes a field if it is there, or what stands in its place.
    pub(super) fn present(
        &mut self,
        writer: &mut Writer,
        id: RecordId,
        index: usize,
        value: &TokenStream,
        comma: &mut Comma,
        write: &mut dyn FnMut(&mut Self, &mut Writer, Given<'_>, &mut Comma),
    ) {
        let record: &Record = self.plan.vendor.record(id);
        let field = &record.fields[index];
        let access = match &field.from {
            From::Client(_) => Access { value: TokenStream::new(), optional: false, tag: false },
            From::Caller if self.operation.is_some_and(|operation| operation.request == id) => {
                self.request_field(index)
            }
            From::Caller => self.access(id, record, index, value),
        };
        if !access.optional {
            write(self, writer, Given::Value(&access), comma);
            return;
        }
        let name = local(&field.name);
        let option = access.value.clone();
        let given = Access { value: quote!(#name), optional: false, tag: access.tag };
        let mut within = *comma;
        let mut inner = writer.inner();
        write(self, &mut inner, Given::Value(&given), &mut within);
        let some = inner.finish();
        let absent = self.absent_of(id, field);
        if absent == Absent::Omit {
            writer.statement(quote!(if let ::core::option::Option::Some(#name) = #option { #some }));
            comma.perhaps();
            return;
        }
        let mut inner = writer.inner();
        let mut within = *comma;
        write(self, &mut inner, Given::Absent(&absent), &mut within);
        let none = inner.finish();
        let none = if none.is_empty() { none } else { quote!(else { #none }) };
        writer.statement(quote!(if let ::core::option::Option::Some(#name) = #option { #some } #none));
        *comma = within;
    }

    /// What stands in the place of a field that is not there.
    pub(super) fn absent_of(&self, id: RecordId, field: &Field) -> Absent {
        if let Some(absent) = &field.absent {
            return absent.clone();
        }
        let vendor = self.plan.vendor;
        let owner = vendor.record(id).owner.as_deref();
        let owner = owner.and_then(|name| self.plan.operation_of(&home_of(Some(name)))).or(self.operation);
        owner.map_or(&vendor.absent, |operation| &operation.send.absent).clone()
    }

    /// What stands in the place of a value in JSON.
    pub(super) fn json_absent(&self, writer: &mut Writer, field: &Field, absent: &Absent) {
        let as_text = field.shape.form.codecs.iter().any(Codec::is_packing);
        let bare =
            |text: &str| matches!(text, "true" | "false") || text.parse::<i64>().is_ok_and(|n| n.to_string() == text);
        match absent {
            Absent::Omit => {}
            Absent::Null => writer.constant("null"),
            Absent::Empty => writer.constant(match field.shape.ty {
                Type::List(_) if !as_text => "[]",
                Type::Record(_) if !as_text => "{}",
                _ => "\"\"",
            }),
            Absent::Text(text) if !self.is_quoted(&field.shape) && bare(text) => writer.constant(text),
            Absent::Text(text) => writer.constant(&format!("\"{}\"", Sink::Json.escape(text))),
        }
    }
}

/// What stands in the place of a value where only texts can.
pub(super) fn absent_text(absent: &Absent) -> &str {
    match absent {
        Absent::Text(text) => text,
        Absent::Omit | Absent::Empty | Absent::Null => "",
    }
}
