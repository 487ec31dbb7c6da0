//! Names with values: queries, forms and multipart bodies.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Codec, Field, Format, From, Node, Operation, Place, Type};

use super::{Access, Comma, Encoders, place};
use crate::rust::names::local;
use crate::rust::sink::Sink;
use crate::rust::writer::Writer;

impl<'p> Encoders<'p, '_> {
    /// Names with values, as queries and forms have them.
    pub(super) fn pairs(
        &mut self,
        writer: &mut Writer,
        operation: &'p Operation,
        members: &[(String, Node)],
        sink: Sink,
    ) {
        let mut ampersand = Comma::No;
        for (name, node) in members {
            match node {
                Node::Hole => {
                    let record = self.plan.vendor.record(operation.request);
                    for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole) {
                        self.present(
                            writer,
                            operation.request,
                            record,
                            index,
                            &quote!(self),
                            &mut ampersand,
                            |this, writer, access, ampersand| {
                                this.pair(writer, sink, field, &access, ampersand);
                            },
                        );
                    }
                }
                Node::Leaf(leaf) => {
                    separate(writer, &mut ampersand);
                    writer.constant(&format!("{}=", sink.escape_name(name)));
                    self.leaf(writer, sink, leaf);
                }
                Node::Document(format, inner) => {
                    separate(writer, &mut ampersand);
                    writer.constant(&format!("{}=", sink.escape_name(name)));
                    let mut document = Writer::new(quote!(out));
                    match format {
                        Format::Xml => {
                            document.constant(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
                            self.xml_node(&mut document, inner);
                        }
                        _ => self.json_node(&mut document, inner),
                    }
                    let document = document.finish();
                    let out = writer.out();
                    let out = if out.to_string() == "out" { out } else { quote!(&mut #out) };
                    let written = sink.write(&out, &quote!(&text), name);
                    writer.statement(quote! {{
                        let text = rt::write::text_of(|out| { #document ::core::result::Result::Ok(()) })?;
                        #written
                    }});
                }
                // The resolver lets no records into pairs.
                Node::Record(_) => {}
            }
        }
    }

    /// Parts of a multipart body: texts, and files with their names.
    pub(super) fn parts(&mut self, operation: &'p Operation, node: &Node) -> TokenStream {
        let Node::Record(members) = node else { return TokenStream::new() };
        let record = self.plan.vendor.record(operation.request);
        let mut statements = TokenStream::new();
        for (name, member) in members {
            match member {
                Node::Hole => {
                    for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole) {
                        let (wire, at) = (&field.wire, field.name.as_str());
                        let access = self.access(operation.request, record, index, &quote!(self));
                        if field.shape.ty == Type::File {
                            let bound = local(&field.name);
                            let value = &access.value;
                            statements.extend(if access.optional {
                                quote!(if let ::core::option::Option::Some(#bound) = #value { parts.file(#wire, #bound).at(#at)?; })
                            } else {
                                quote!(parts.file(#wire, #value).at(#at)?;)
                            });
                            continue;
                        }
                        let text = self.field_text(field, operation.request, index);
                        let part = quote!(parts.text(#wire, #text).at(#at)?;);
                        let option = place(&access.value);
                        let optional = access.optional && matches!(field.from, From::Caller);
                        statements.extend(if optional { quote!(if #option.is_some() { #part }) } else { part });
                    }
                }
                Node::Leaf(leaf) => {
                    let mut writer = Writer::new(quote!(out));
                    self.leaf(&mut writer, Sink::Raw, leaf);
                    let body = writer.finish();
                    statements.extend(quote! {
                        parts.text(#name, rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)?;
                    });
                }
                Node::Record(_) | Node::Document(..) => {}
            }
        }
        quote! {
            let mut parts = rt::Multipart::new();
            #statements
            draft.multipart(parts, &cx.nonce())?;
        }
    }

    fn pair(&mut self, writer: &mut Writer, sink: Sink, field: &'p Field, access: &Access, ampersand: &mut Comma) {
        let name = sink.escape_name(&field.wire);
        let joined = field.shape.form.codecs.iter().any(|c| matches!(c, Codec::Join(_)));
        let (From::Caller, Type::List(list), false) = (&field.from, &field.shape.ty, joined) else {
            separate(writer, ampersand);
            writer.constant(&format!("{name}="));
            self.scalar(writer, sink, field, access);
            return;
        };
        let brackets = if field.shape.form.codecs.contains(&Codec::Brackets) { "[]" } else { "" };
        let items = place(&access.value);
        writer.block(
            |writer| {
                separate(writer, &mut Comma::Perhaps);
                writer.constant(&format!("{name}{brackets}="));
                self.scalar_shape(writer, sink, &list.item, field, &quote!(item));
            },
            |inside| quote!(for item in #items.iter() { #inside }),
        );
        if *ampersand == Comma::No {
            *ampersand = Comma::Perhaps;
        }
    }
}

fn separate(writer: &mut Writer, ampersand: &mut Comma) {
    match ampersand {
        Comma::No => {}
        Comma::Yes => writer.constant("&"),
        Comma::Perhaps => {
            let out = writer.out();
            writer.statement(quote!(if !#out.is_empty() { #out.push(b'&'); }));
        }
    }
    *ampersand = Comma::Yes;
}
