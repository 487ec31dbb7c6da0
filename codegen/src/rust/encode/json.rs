//! Documents in JSON.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Codec, Field, Format, From, Leaf, List, Node, Place, Record, RecordId, Shape, Type};

use super::{Access, Comma, Encoders, place};
use crate::rust::sink::Sink;
use crate::rust::writer::Writer;

impl<'p> Encoders<'p, '_> {
    pub(super) fn json_node(&mut self, writer: &mut Writer, node: &Node) {
        match node {
            Node::Hole | Node::Document(..) => {}
            Node::Leaf(leaf) => self.leaf(writer, Sink::Json, leaf),
            Node::Record(members) => {
                writer.constant("{");
                let mut comma = Comma::No;
                for (name, member) in members {
                    if let Node::Hole = member {
                        let Some(operation) = self.operation else { continue };
                        let record = self.plan.vendor.record(operation.request);
                        comma = self.json_members(writer, operation.request, record, &quote!(self), comma);
                        continue;
                    }
                    json_name(writer, name, &mut comma);
                    self.json_node(writer, member);
                }
                writer.constant("}");
            }
        }
    }

    pub(super) fn json_members(
        &mut self,
        writer: &mut Writer,
        id: RecordId,
        record: &'p Record,
        value: &TokenStream,
        comma: Comma,
    ) -> Comma {
        let mut comma = comma;
        for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole) {
            self.present(writer, id, record, index, value, &mut comma, |this, writer, access, comma| {
                json_name(writer, &field.wire, comma);
                this.json_value(writer, field, &access);
            });
        }
        comma
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

    fn json_shape(&mut self, writer: &mut Writer, shape: &Shape, field: &Field, value: &TokenStream) {
        let at = field.name.as_str();
        let as_text = shape.form.codecs.iter().any(|c| matches!(c, Codec::Document(_) | Codec::Join(_)));
        match &shape.ty {
            Type::Record(id) if !as_text => {
                let function = self.function_path(*id, Format::Json);
                writer.statement(quote!(#function(#value, out).at(#at)?;));
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
                        if let Type::Record(id) = item.ty {
                            let function = self.function_path(id, Format::Json);
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

fn json_name(writer: &mut Writer, name: &str, comma: &mut Comma) {
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
