//! Documents in JSON.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Codec, Field, Format, From, Leaf, List, Node, Place, Record, RecordId, Shape, Type};

use super::{Access, Comma, Encoders, Entry, Given, place};
use crate::rust::sink::Sink;
use crate::rust::writer::Writer;

impl Encoders<'_, '_> {
    pub(super) fn json_node(&mut self, writer: &mut Writer, node: &Node) {
        match node {
            Node::Hole | Node::Document(..) => {}
            Node::Leaf(leaf) => self.leaf(writer, Sink::Json, leaf),
            // Alone in its document, and so always there.
            Node::Field(_) => self.node_entry(writer, "", node, &mut Comma::No, &mut |this, writer, _, entry, _| {
                this.json_entry_value(writer, entry);
            }),
            Node::List(items) => {
                writer.constant("[");
                let mut comma = Comma::No;
                for item in items {
                    self.node_entry(writer, "", item, &mut comma, &mut |this, writer, _, entry, comma| {
                        match comma {
                            Comma::No => {}
                            Comma::Yes => writer.constant(","),
                            Comma::Perhaps => writer.statement(quote!(rt::write::json_comma(out);)),
                        }
                        *comma = Comma::Yes;
                        this.json_entry_value(writer, entry);
                    });
                }
                writer.constant("]");
            }
            Node::Record(members) => {
                writer.constant("{");
                let mut comma = Comma::No;
                self.entries(writer, members, &mut comma, &|_| true, &mut |this, writer, name, entry, comma| {
                    json_name(writer, name, comma);
                    this.json_entry_value(writer, entry);
                });
                writer.constant("}");
            }
        }
    }

    pub(super) fn json_entry_value(&mut self, writer: &mut Writer, entry: Entry<'_>) {
        match entry {
            Entry::Field(field, Given::Value(access)) => self.json_value(writer, field, access),
            Entry::Field(field, Given::Absent(absent)) => self.json_absent(writer, field, absent),
            Entry::Node(node) => self.json_node(writer, node),
        }
    }

    /// The members of a record that stands inside others.
    pub(super) fn json_members(&mut self, writer: &mut Writer, id: RecordId, record: &Record, value: &TokenStream) {
        let mut comma = Comma::No;
        for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole) {
            self.present(writer, id, index, value, &mut comma, &mut |this, writer, given, comma| {
                json_name(writer, &field.wire, comma);
                this.json_entry_value(writer, Entry::Field(field, given));
            });
        }
    }

    fn json_value(&mut self, writer: &mut Writer, field: &Field, access: &Access) {
        if let From::Client(pattern) = &field.from {
            return self.leaf(writer, Sink::Json, &Leaf::Text(pattern.clone()));
        }
        if access.tag {
            return self.tag(writer, Sink::Json, field, access);
        }
        self.json_shape(writer, &field.shape, field, &access.value);
    }

    pub(in crate::rust) fn json_shape(
        &mut self,
        writer: &mut Writer,
        shape: &Shape,
        field: &Field,
        value: &TokenStream,
    ) {
        let at = field.name.as_str();
        let as_text = shape.form.codecs.iter().any(Codec::is_packing);
        match &shape.ty {
            Type::Record(id) if !as_text => {
                let function = self.function_path(*id, Format::Json);
                writer.statement(quote!(#function(#value, out).at(#at)?;));
            }
            Type::List(list) if shape.form.keyed().is_some() => {
                let keyed = shape.form.keyed().unwrap_or_default();
                self.json_keyed(writer, list, field, keyed, value);
            }
            Type::List(list) if !as_text => {
                writer.constant("[");
                let items = place(value);
                let List { item, .. } = &**list;
                writer.block(
                    |writer| {
                        writer.statement(quote!(if index > 0 {
                            out.push(b',');
                        }));
                        if let (Type::Record(id), false) = (&item.ty, item.form.codecs.iter().any(Codec::is_packing)) {
                            let function = self.function_path(*id, Format::Json);
                            writer.statement(quote!(#function(item, out).index(index).at(#at)?;));
                        } else {
                            self.json_shape(writer, item, field, &quote!(item));
                        }
                    },
                    |inside| quote!(for (index, item) in ::core::iter::Iterator::enumerate(#items.iter()) { #inside }),
                );
                writer.constant("]");
            }
            _ => {
                let quoted = self.is_quoted(shape);
                if quoted {
                    writer.constant("\"");
                }
                self.scalar_shape(writer, Sink::Json, shape, field, value);
                if quoted {
                    writer.constant("\"");
                }
            }
        }
    }
}

pub(super) fn json_name(writer: &mut Writer, name: &str, comma: &mut Comma) {
    let name = Sink::Json.escape(name);
    match comma {
        Comma::No => writer.constant(&format!("\"{name}\":")),
        Comma::Yes => writer.constant(&format!(",\"{name}\":")),
        Comma::Perhaps => {
            writer.statement(quote!(rt::write::json_comma(out);));
            writer.constant(&format!("\"{name}\":"));
        }
    }
    *comma = Comma::Yes;
}
