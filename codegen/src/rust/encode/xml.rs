//! Documents in XML.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{Codec, Field, Format, From, Leaf, Node, Place, Record, RecordId, Type};

use super::frame::absent_text;
use super::{Access, Comma, Encoders, Entry, Given, place, snake};
use crate::rust::plan::{path, wire_home};
use crate::rust::sink::Sink;
use crate::rust::writer::Writer;

impl Encoders<'_, '_> {
    /// What stands inside an element, or the root of a document.
    pub(super) fn xml_node(&mut self, writer: &mut Writer, node: &Node) {
        match node {
            Node::Hole | Node::Document(..) | Node::List(_) | Node::Field(_) => {}
            Node::Leaf(leaf) => self.leaf(writer, Sink::Xml, leaf),
            Node::Record(members) => {
                let is_inside = |name: &str| !name.starts_with('@');
                self.entries(writer, members, &mut Comma::No, &is_inside, &mut |this, writer, name, entry, _| {
                    this.xml_entry(writer, name, entry);
                });
            }
        }
    }

    fn xml_entry(&mut self, writer: &mut Writer, name: &str, entry: Entry<'_>) {
        match entry {
            Entry::Field(field, Given::Value(access)) => self.xml_value(writer, name, field, access),
            Entry::Field(_, Given::Absent(absent)) => {
                let text = Sink::Xml.escape(absent_text(absent));
                writer.constant(&if name == "#text" { text } else { format!("<{name}>{text}</{name}>") });
            }
            // The element repeats.
            Entry::Node(Node::List(items)) => {
                for item in items {
                    self.node_entry(writer, name, item, &mut Comma::No, &mut |this, writer, name, entry, _| {
                        this.xml_entry(writer, name, entry);
                    });
                }
            }
            Entry::Node(node) if name == "#text" => self.xml_node(writer, node),
            Entry::Node(node) => {
                let is_empty = is_empty(node, self.operation.map(|o| self.plan.vendor.record(o.request)));
                writer.constant(&format!("<{name}"));
                if let Node::Record(inside) = node {
                    self.xml_node_attributes(writer, inside);
                }
                if is_empty {
                    return writer.constant("/>");
                }
                writer.constant(">");
                self.xml_node(writer, node);
                writer.constant(&format!("</{name}>"));
            }
        }
    }

    /// The attributes of an element of the frame: its own, and those of the request's fields if they stand in it.
    fn xml_node_attributes(&mut self, writer: &mut Writer, members: &[(String, Node)]) {
        let is_attribute = |name: &str| name.starts_with('@');
        self.entries(writer, members, &mut Comma::No, &is_attribute, &mut |this, writer, name, entry, _| {
            this.xml_attribute(writer, name, entry);
        });
    }

    fn xml_attribute(&mut self, writer: &mut Writer, name: &str, entry: Entry<'_>) {
        writer.constant(&format!(" {}=\"", name.trim_start_matches('@')));
        match entry {
            Entry::Field(field, Given::Value(access)) => self.scalar(writer, Sink::XmlAttribute, field, access),
            Entry::Field(_, Given::Absent(absent)) => {
                writer.constant(&Sink::XmlAttribute.escape(absent_text(absent)));
            }
            Entry::Node(Node::Leaf(leaf)) => self.leaf(writer, Sink::XmlAttribute, leaf),
            // The resolver lets nothing else be an attribute.
            Entry::Node(_) => {}
        }
        writer.constant("\"");
    }

    /// The elements of a record that stands inside others.
    pub(super) fn xml_members(&mut self, writer: &mut Writer, id: RecordId, record: &Record, value: &TokenStream) {
        let elements =
            record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole && !f.wire.starts_with('@'));
        for (index, field) in elements {
            self.present(writer, id, index, value, &mut Comma::No, &mut |this, writer, given, _| {
                this.xml_entry(writer, &field.wire, Entry::Field(field, given));
            });
        }
    }

    /// The attributes of a record that stands inside others.
    pub(super) fn xml_attributes(&mut self, writer: &mut Writer, id: RecordId, record: &Record, value: &TokenStream) {
        let attributes =
            record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole && f.wire.starts_with('@'));
        for (index, field) in attributes {
            self.present(writer, id, index, value, &mut Comma::No, &mut |this, writer, given, _| {
                this.xml_attribute(writer, &field.wire, Entry::Field(field, given));
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

    fn xml_value(&mut self, writer: &mut Writer, name: &str, field: &Field, access: &Access) {
        let as_text = field.shape.form.codecs.iter().any(Codec::is_packing);
        if name == "#text" {
            return self.scalar(writer, Sink::Xml, field, access);
        }
        if let (From::Caller, Type::List(list), false) = (&field.from, &field.shape.ty, as_text) {
            let value = place(&access.value);
            let record = match list.item.ty {
                Type::Record(id) if !list.item.form.codecs.iter().any(Codec::is_packing) => Some(id),
                _ => None,
            };
            let (open, close, item_name) = match &list.xml_item {
                Some(item) => (format!("<{name}>"), format!("</{name}>"), item.clone()),
                None => (String::new(), String::new(), name.to_owned()),
            };
            writer.constant(&open);
            writer.block(
                |writer| {
                    let at = field.name.as_str();
                    if let Some(id) = record {
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
                    if record.is_some() {
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

/// Whether nothing ever stands in the element: null, or attributes alone.
fn is_empty(node: &Node, request: Option<&Record>) -> bool {
    let is_attribute = |name: &str| name.starts_with('@');
    match node {
        Node::Leaf(Leaf::Null) => true,
        Node::Record(members) => members.iter().all(|(name, inner)| match inner {
            Node::Hole => request.is_some_and(|record| {
                record.fields.iter().filter(|f| f.place == Place::Hole).all(|f| is_attribute(&f.wire))
            }),
            _ => is_attribute(name),
        }),
        _ => false,
    }
}

/// Whether a record has fields that are XML attributes.
pub(super) fn has_attributes(record: &Record) -> bool {
    record.fields.iter().any(|f| f.place == Place::Hole && f.wire.starts_with('@'))
}
