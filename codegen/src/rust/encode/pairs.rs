//! Names with values: queries, forms and multipart bodies.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Absent, Codec, Field, Format, From, Node, Type};

use super::frame::absent_text;
use super::spread::is_spread;
use super::{Access, Comma, Encoders, Entry, Given, place};
use crate::rust::sink::Sink;
use crate::rust::writer::Writer;

impl Encoders<'_, '_> {
    /// Names with values, as queries and forms have them.
    pub(super) fn pairs(&mut self, writer: &mut Writer, members: &[(String, Node)], sink: Sink) {
        let mut ampersand = Comma::No;
        self.entries(writer, members, &mut ampersand, &|_| true, &mut |this, writer, name, entry, ampersand| {
            this.pair(writer, sink, name, entry, ampersand);
        });
    }

    fn pair(&mut self, writer: &mut Writer, sink: Sink, name: &str, entry: Entry<'_>, ampersand: &mut Comma) {
        match entry {
            Entry::Field(field, Given::Value(access)) => self.field_pair(writer, sink, name, field, access, ampersand),
            Entry::Field(_, Given::Absent(absent)) => {
                begin(writer, sink, name, ampersand);
                writer.constant(&sink.escape(absent_text(absent)));
            }
            Entry::Node(Node::List(items)) => {
                for item in items {
                    self.node_entry(writer, name, item, ampersand, &mut |this, writer, name, entry, ampersand| {
                        this.pair(writer, sink, name, entry, ampersand);
                    });
                }
            }
            Entry::Node(Node::Leaf(leaf)) => {
                begin(writer, sink, name, ampersand);
                self.leaf(writer, sink, leaf);
            }
            Entry::Node(Node::Document(format, inner)) => {
                begin(writer, sink, name, ampersand);
                let text = self.document_text(*format, inner);
                let out = writer.out();
                let out = if out.to_string() == "out" { out } else { quote!(&mut #out) };
                let written = sink.write(&out, &quote!(&text), name);
                writer.statement(quote! {{ let text = #text; #written }});
            }
            // The resolver lets no records into pairs.
            Entry::Node(Node::Record(_) | Node::Hole | Node::Field(_)) => {}
        }
    }

    /// A document as an expression of type `String`; it uses `?`.
    fn document_text(&mut self, format: Format, node: &Node) -> TokenStream {
        let mut document = Writer::new(quote!(out));
        self.document(&mut document, format, node);
        let document = document.finish();
        quote!(rt::write::text_of(|out| { #document ::core::result::Result::Ok(()) })?)
    }

    fn field_pair(
        &mut self,
        writer: &mut Writer,
        sink: Sink,
        name: &str,
        field: &Field,
        access: &Access,
        ampersand: &mut Comma,
    ) {
        if matches!(field.from, From::Caller) && is_spread(field) {
            self.spread(writer, field, access, &mut |_, writer, name, at, text| {
                let out = writer.out();
                writer.statement(quote!(if !#out.is_empty() { #out.push(b'&'); }));
                name.begin(writer, sink);
                let out = if out.to_string() == "out" { out } else { quote!(&mut #out) };
                let written = sink.write(&out, &quote!(&text), at);
                writer.statement(quote! {{ let text = #text; #written }});
            });
            return ampersand.perhaps();
        }
        let Some((list, brackets)) = repeated(field) else {
            begin(writer, sink, name, ampersand);
            return self.scalar(writer, sink, field, access);
        };
        let items = place(&access.value);
        writer.block(
            |writer| {
                begin(writer, sink, &format!("{name}{brackets}"), &mut Comma::Perhaps);
                self.scalar_shape(writer, sink, &list.item, field, &quote!(item));
            },
            |inside| quote!(for item in #items.iter() { #inside }),
        );
        ampersand.perhaps();
    }

    /// Parts of a multipart body: texts, and files with their names.
    pub(super) fn parts(&mut self, node: &Node) -> TokenStream {
        let Node::Record(members) = node else { return TokenStream::new() };
        let mut writer = Writer::new(quote!(out));
        self.entries(&mut writer, members, &mut Comma::No, &|_| true, &mut |this, writer, name, entry, _| {
            this.part(writer, name, entry);
        });
        let statements = writer.finish();
        quote! {
            let mut parts = rt::Multipart::new();
            #statements
            draft.multipart(parts, &cx.nonce())?;
        }
    }

    fn part(&mut self, writer: &mut Writer, name: &str, entry: Entry<'_>) {
        let text = match entry {
            Entry::Field(field, Given::Value(access)) => {
                let (at, value) = (field.name.as_str(), &access.value);
                if field.shape.ty == Type::File {
                    return writer.statement(quote!(parts.file(#name, #value).at(#at)?;));
                }
                if is_spread(field) {
                    self.spread(writer, field, access, &mut |_, writer, name, at, text| {
                        let name = name.owned();
                        writer.statement(quote!(parts.text(&#name, #text).at(#at)?;));
                    });
                    return;
                }
                if let Some((list, brackets)) = repeated(field) {
                    let (items, name) = (place(value), format!("{name}{brackets}"));
                    let part = if list.item.ty == Type::File {
                        quote!(parts.file(#name, item).index(index).at(#at)?;)
                    } else {
                        let mut inner = Writer::new(quote!(out));
                        self.scalar_shape(&mut inner, Sink::Raw, &list.item, field, &quote!(item));
                        let body = inner.finish();
                        quote!(parts.text(#name, rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?).index(index).at(#at)?;)
                    };
                    return writer.statement(
                        quote!(for (index, item) in ::core::iter::Iterator::enumerate(#items.iter()) { #part }),
                    );
                }
                let text = self.given_text(field, access);
                return writer.statement(quote!(parts.text(#name, #text).at(#at)?;));
            }
            Entry::Field(_, Given::Absent(absent)) => {
                let text = absent_text(absent);
                quote!(::std::borrow::ToOwned::to_owned(#text))
            }
            Entry::Node(Node::List(items)) => {
                for item in items {
                    self.node_entry(writer, name, item, &mut Comma::No, &mut |this, writer, name, entry, _| {
                        this.part(writer, name, entry);
                    });
                }
                return;
            }
            Entry::Node(Node::Leaf(leaf)) => {
                let mut inner = Writer::new(quote!(out));
                self.leaf(&mut inner, Sink::Raw, leaf);
                let body = inner.finish();
                quote!(rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)
            }
            Entry::Node(Node::Document(format, inner)) => self.document_text(*format, inner),
            // The resolver lets no records into parts.
            Entry::Node(Node::Record(_) | Node::Hole | Node::Field(_)) => return,
        };
        writer.statement(quote!(parts.text(#name, #text)?;));
    }

    /// Notes the names and values of a signed text, and nothing that is left out.
    pub(in crate::rust) fn noted_pairs(&mut self, members: &[(String, Node)]) -> TokenStream {
        let mut writer = Writer::new(quote!(out));
        self.entries(&mut writer, members, &mut Comma::No, &|_| true, &mut |this, writer, name, entry, _| {
            this.noted_pair(writer, name, entry);
        });
        writer.finish()
    }

    fn noted_pair(&mut self, writer: &mut Writer, name: &str, entry: Entry<'_>) {
        let text = match entry {
            Entry::Field(field, ..) if matches!(&field.from, From::Client(pattern) if pattern.is_signature()) => return,
            Entry::Field(field, Given::Value(access)) => {
                if matches!(field.from, From::Caller) && is_spread(field) {
                    self.spread(writer, field, access, &mut |_, writer, name, _, text| {
                        let name = name.owned();
                        writer.statement(quote!(pairs.push((::std::borrow::Cow::Owned(#name), #text));));
                    });
                    return;
                }
                if let Some((list, brackets)) = repeated(field) {
                    let (items, name) = (place(&access.value), self.noted_name(&format!("{name}{brackets}")));
                    let mut inner = Writer::new(quote!(out));
                    self.scalar_shape(&mut inner, Sink::Raw, &list.item, field, &quote!(item));
                    let body = inner.finish();
                    return writer.statement(quote! {
                        for item in #items.iter() {
                            pairs.push((#name, rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?));
                        }
                    });
                }
                self.given_text(field, access)
            }
            Entry::Field(_, Given::Absent(Absent::Null | Absent::Omit)) => return,
            Entry::Field(_, Given::Absent(absent)) => {
                let text = absent_text(absent);
                quote!(::std::borrow::ToOwned::to_owned(#text))
            }
            Entry::Node(Node::Leaf(vendor_model::model::Leaf::Text(pattern))) if pattern.is_signature() => return,
            Entry::Node(Node::Leaf(vendor_model::model::Leaf::Null)) => return,
            Entry::Node(Node::Leaf(leaf)) => {
                let mut inner = Writer::new(quote!(out));
                self.leaf(&mut inner, Sink::Raw, leaf);
                let body = inner.finish();
                quote!(rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)
            }
            Entry::Node(Node::Document(format, inner)) => self.document_text(*format, inner),
            Entry::Node(Node::List(items)) => {
                for item in items {
                    self.node_entry(writer, name, item, &mut Comma::No, &mut |this, writer, name, entry, _| {
                        this.noted_pair(writer, name, entry);
                    });
                }
                return;
            }
            Entry::Node(Node::Record(_) | Node::Hole | Node::Field(_)) => return,
        };
        let name = self.noted_name(name);
        writer.statement(quote!(pairs.push((#name, #text));));
    }

    /// A name among those that are noted: some are made when the request is.
    fn noted_name(&self, name: &str) -> TokenStream {
        if self.has_spread() { quote!(::std::borrow::Cow::Borrowed(#name)) } else { quote!(#name) }
    }

    /// Whether a list of the request is several names.
    pub(in crate::rust) fn has_spread(&self) -> bool {
        let fields = self.operation.map(|operation| &self.plan.vendor.record(operation.request).fields);
        fields.is_some_and(|fields| fields.iter().any(is_spread))
    }
}

/// The list of a field whose name comes once for each item, and the brackets behind the name.
fn repeated(field: &Field) -> Option<(&vendor_model::model::List, &'static str)> {
    let as_text = field.shape.form.codecs.iter().any(Codec::is_packing);
    match (&field.from, &field.shape.ty) {
        (From::Caller, Type::List(list)) if !as_text => {
            Some((list, if field.shape.form.codecs.contains(&Codec::Brackets) { "[]" } else { "" }))
        }
        _ => None,
    }
}

fn begin(writer: &mut Writer, sink: Sink, name: &str, ampersand: &mut Comma) {
    match ampersand {
        Comma::No => {}
        Comma::Yes => writer.constant("&"),
        Comma::Perhaps => {
            let out = writer.out();
            writer.statement(quote!(if !#out.is_empty() { #out.push(b'&'); }));
        }
    }
    *ampersand = Comma::Yes;
    writer.constant(&format!("{}=", sink.escape_name(name)));
}
