//! Documents in XML.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{Codec, Field, Format, From, Leaf, Node, Place, Record, RecordId, Type};

use super::{Access, Comma, Encoders, place, snake};
use crate::rust::plan::{path, wire_home};
use crate::rust::sink::Sink;
use crate::rust::writer::Writer;

impl<'p> Encoders<'p, '_> {
    pub(super) fn xml_node(&mut self, writer: &mut Writer, node: &Node) {
        match node {
            Node::Hole | Node::Document(..) => {}
            Node::Leaf(leaf) => self.leaf(writer, Sink::Xml, leaf),
            Node::Record(members) => {
                for (name, member) in members.iter().filter(|(name, _)| !name.starts_with('@')) {
                    if let Node::Hole = member {
                        let Some(operation) = self.operation else { continue };
                        let record = self.plan.vendor.record(operation.request);
                        self.xml_members(writer, operation.request, record, &quote!(self));
                        continue;
                    }
                    if name == "#text" {
                        self.xml_node(writer, member);
                        continue;
                    }
                    writer.constant(&format!("<{name}"));
                    if let Node::Record(inside) = member {
                        self.xml_node_attributes(writer, inside);
                    }
                    writer.constant(">");
                    self.xml_node(writer, member);
                    writer.constant(&format!("</{name}>"));
                }
            }
        }
    }

    /// The attributes of an element of the frame: its own, and those of the request's fields if they stand in it.
    fn xml_node_attributes(&mut self, writer: &mut Writer, members: &[(String, Node)]) {
        for (name, member) in members {
            match member {
                Node::Hole => {
                    let Some(operation) = self.operation else { continue };
                    let record = self.plan.vendor.record(operation.request);
                    self.xml_attributes(writer, operation.request, record, &quote!(self));
                }
                Node::Leaf(leaf) if name.starts_with('@') => {
                    writer.constant(&format!(" {}=\"", &name[1..]));
                    self.leaf(writer, Sink::XmlAttribute, leaf);
                    writer.constant("\"");
                }
                _ => {}
            }
        }
    }

    pub(super) fn xml_members(&mut self, writer: &mut Writer, id: RecordId, record: &'p Record, value: &TokenStream) {
        for (index, field) in
            record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole && !f.wire.starts_with('@'))
        {
            self.present(writer, id, record, index, value, &mut Comma::No, |this, writer, access, _| {
                this.xml_value(writer, field, &access)
            });
        }
    }

    pub(super) fn xml_attributes(
        &mut self,
        writer: &mut Writer,
        id: RecordId,
        record: &'p Record,
        value: &TokenStream,
    ) {
        let attributes =
            record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole && f.wire.starts_with('@'));
        for (index, field) in attributes {
            self.present(writer, id, record, index, value, &mut Comma::No, |this, writer, access, _| {
                writer.constant(&format!(" {}=\"", &field.wire[1..]));
                this.scalar(writer, Sink::XmlAttribute, field, &access);
                writer.constant("\"");
            });
        }
    }

    pub(super) fn attributes_function(&self, id: RecordId) -> Ident {
        format_ident!("write_{}_attributes", snake(self.plan.record_name(id)))
    }

    /// The start tag of an element that holds a record.
    fn open_record(&mut self, writer: &mut Writer, name: &str, id: RecordId, value: &TokenStream, at: &str) {
        writer.constant(&format!("<{name}"));
        if has_attributes(self.plan.vendor.record(id)) {
            let home = wire_home(&self.plan.record_home(id));
            let function = path(&self.here, &home, &self.attributes_function(id).to_string());
            writer.statement(quote!(#function(#value, out).at(#at)?;));
        }
        writer.constant(">");
    }

    fn xml_value(&mut self, writer: &mut Writer, field: &Field, access: &Access) {
        let name = &field.wire;
        let as_text = field.shape.form.codecs.iter().any(|c| matches!(c, Codec::Document(_) | Codec::Join(_)));
        if name == "#text" {
            return self.scalar(writer, Sink::Xml, field, access);
        }
        if let (From::Caller, Type::List(list), false) = (&field.from, &field.shape.ty, as_text) {
            let value = place(&access.value);
            let (open, close, item_name) = match &list.xml_item {
                Some(item) => (format!("<{name}>"), format!("</{name}>"), item.clone()),
                None => (String::new(), String::new(), name.clone()),
            };
            writer.constant(&open);
            writer.block(
                |writer| {
                    let at = field.name.as_str();
                    if let Type::Record(id) = list.item.ty {
                        self.open_record(writer, &item_name, id, &quote!(item), at);
                        let function = self.function_path(id, Format::Xml);
                        writer.statement(quote!(#function(item, out).index(index).at(#at)?;));
                    } else {
                        writer.constant(&format!("<{item_name}>"));
                        self.scalar_shape(writer, Sink::Xml, &list.item, field, &quote!(item));
                    }
                    writer.constant(&format!("</{item_name}>"));
                },
                |inside| {
                    if matches!(list.item.ty, Type::Record(_)) {
                        quote!(for (index, item) in ::core::iter::Iterator::enumerate(#value.iter()) { #inside })
                    } else {
                        quote!(for item in #value.iter() { #inside })
                    }
                },
            );
            writer.constant(&close);
            return;
        }
        match (&field.from, &field.shape.ty) {
            (From::Caller, Type::Record(id)) if !as_text => {
                self.open_record(writer, name, *id, &access.value, &field.name)
            }
            _ => writer.constant(&format!("<{name}>")),
        }
        match (&field.from, &field.shape.ty) {
            (From::Client(pattern), _) => self.leaf(writer, Sink::Xml, &Leaf::Text(pattern.clone())),
            _ if access.tag => self.tag(writer, Sink::Xml, field, access),
            (_, Type::Record(id)) if !as_text => {
                let (function, value, at) = (self.function_path(*id, Format::Xml), &access.value, field.name.as_str());
                writer.statement(quote!(#function(#value, out).at(#at)?;));
            }
            _ => self.scalar_shape(writer, Sink::Xml, &field.shape, field, &access.value),
        }
        writer.constant(&format!("</{name}>"));
    }
}

/// Whether a record has fields that are XML attributes.
pub(super) fn has_attributes(record: &Record) -> bool {
    record.fields.iter().any(|f| f.place == Place::Hole && f.wire.starts_with('@'))
}
