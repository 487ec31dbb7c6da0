//! Encoders: one function for each record and format, each a straight line.

mod access;
mod checks;
mod frame;
mod json;
mod keyed;
mod pairs;
pub(in crate::rust) mod rules;
pub(in crate::rust) mod spread;
mod xml;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{
    Base, Charset, Field, Format, From, HoleSource, Leaf, Node, Operation, Pattern, Piece, RecordId, Type, Verify,
};

use super::names::ident;
use super::plan::{Home, Plan, path, wire_home};
use super::sink::Sink;
use super::writer::{Patterns, Writer};

use frame::{Entry, Given};

/// A field's value, as code reaches it.
#[derive(Clone)]
pub(super) struct Access {
    /// A reference, or an `Option` of one.
    pub(super) value: TokenStream,
    pub(super) optional: bool,
    /// The wire text of a tag instead of the field's own type.
    pub(super) tag: bool,
}

/// Whether a comma stands before the next member.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comma {
    No,
    Yes,
    /// Only known when the request is made.
    Perhaps,
}

impl Comma {
    /// After something that may have been left out.
    fn perhaps(&mut self) {
        if *self == Self::No {
            *self = Self::Perhaps;
        }
    }
}

/// The encoders of a module.
pub struct Encoders<'p, 'v> {
    /// Where types live.
    pub plan: &'p Plan<'v>,
    /// The wire module.
    pub here: Home,
    /// Date patterns of the module.
    pub patterns: Patterns,
    /// The operation that is being written.
    pub(super) operation: Option<&'p Operation>,
    /// Optional fields of the request that are known to be there.
    bound: Vec<(usize, Access)>,
    /// A computed value needs a nonce.
    pub(super) uses_nonce: bool,
    /// Documents that something is made of.
    pub(super) uses_documents: Vec<usize>,
    /// A signature of the vendor is being written: names mean what was received.
    pub(super) received: Option<&'p Verify>,
}

impl<'p, 'v> Encoders<'p, 'v> {
    /// The encoders of the wire module beside `home`.
    pub fn new(plan: &'p Plan<'v>, home: &Home) -> Self {
        Self {
            plan,
            here: wire_home(home),
            patterns: Patterns::default(),
            operation: None,
            bound: Vec::new(),
            uses_nonce: false,
            uses_documents: Vec::new(),
            received: None,
        }
    }

    /// The functions of a record that stands inside others.
    pub fn record(&mut self, id: RecordId, formats: &[Format]) -> TokenStream {
        let record = self.plan.vendor.record(id);
        let ty = self.plan.record_path(id, &self.here);
        let mut items = self.accessors(id);
        for format in formats {
            let name = self.function(id, *format);
            let mut writer = Writer::new(quote!(out));
            match format {
                Format::Json => {
                    writer.constant("{");
                    self.json_members(&mut writer, id, record, &quote!(value));
                    writer.constant("}");
                }
                Format::Xml => self.xml_members(&mut writer, id, record, &quote!(value)),
                // Pairs hold no records but as documents of their own.
                Format::Form | Format::Text | Format::Multipart => continue,
            }
            let body = writer.finish();
            // An element that has attributes only.
            let (value, out) = if body.is_empty() { (quote!(_), quote!(_)) } else { (quote!(value), quote!(out)) };
            items.extend(quote! {
                #[inline]
                pub(crate) fn #name(#value: &#ty, #out: &mut ::std::vec::Vec<u8>) -> ::core::result::Result<(), rt::Invalid> {
                    #body
                    ::core::result::Result::Ok(())
                }
            });
        }
        if formats.contains(&Format::Xml) && xml::has_attributes(record) {
            let name = self.attributes_function(id);
            let mut writer = Writer::new(quote!(out));
            self.xml_attributes(&mut writer, id, record, &quote!(value));
            let body = writer.finish();
            items.extend(quote! {
                #[inline]
                pub(crate) fn #name(value: &#ty, out: &mut ::std::vec::Vec<u8>) -> ::core::result::Result<(), rt::Invalid> {
                    #body
                    ::core::result::Result::Ok(())
                }
            });
        }
        items.extend(self.checks(id));
        items
    }

    /// The body of an operation in a format.
    pub fn body(&mut self, operation: &'p Operation, format: Format, node: &Node) -> TokenStream {
        self.operation = Some(operation);
        if format == Format::Multipart {
            return self.parts(node);
        }
        let mut writer = Writer::new(quote!(out));
        self.document(&mut writer, format, node);
        writer.finish()
    }

    /// A document in a format, written to `out`.
    fn document(&mut self, writer: &mut Writer, format: Format, node: &Node) {
        match (format, node) {
            (Format::Json, node) => self.json_node(writer, node),
            (Format::Xml, node) => {
                writer.constant(&self.declaration());
                self.xml_node(writer, node);
            }
            (Format::Form, Node::Record(members)) => {
                let sink = self.charset().map_or(Sink::Form, Sink::FormIn);
                self.pairs(writer, members, sink);
            }
            (Format::Text, Node::Leaf(leaf)) => self.leaf(writer, Sink::Raw, leaf),
            (Format::Text, Node::Field(index)) => self.hole(writer, Sink::Raw, *index),
            _ => {}
        }
    }

    fn charset(&self) -> Option<Charset> {
        self.operation.and_then(|operation| operation.send.charset)
    }

    /// What stands before the root of an XML document.
    fn declaration(&self) -> String {
        let declared = self.operation.and_then(|operation| operation.send.declaration.clone());
        let charset = self.charset().map_or("UTF-8", Charset::name);
        declared.unwrap_or_else(|| format!(r#"<?xml version="1.0" encoding="{charset}"?>"#))
    }

    /// The documents that something is made of, each as a text with a name of its own.
    pub fn documents(&mut self, operation: &'p Operation) -> TokenStream {
        self.operation = Some(operation);
        let mut made = Vec::new();
        for (index, document) in operation.send.documents.iter().enumerate().rev() {
            if !self.uses_documents.contains(&index) {
                continue;
            }
            let name = document_name(index);
            let mut writer = Writer::new(quote!(out));
            self.document(&mut writer, document.format, &document.node);
            let body = writer.finish();
            made.push(quote!(let #name = rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?;));
        }
        made.into_iter().rev().collect()
    }

    /// The path of an operation.
    pub fn path(&mut self, operation: &'p Operation, format: Format, pattern: &Pattern) -> TokenStream {
        self.operation = Some(operation);
        let mut writer = Writer::new(quote!(draft.path));
        self.pieces(&mut writer, Sink::Path, &pattern.0, Some(format));
        writer.finish()
    }

    /// The query of an operation.
    pub fn query(&mut self, operation: &'p Operation) -> TokenStream {
        self.operation = Some(operation);
        let mut writer = Writer::new(quote!(draft.query));
        let sink = self.charset().map_or(Sink::Query, Sink::QueryIn);
        self.pairs(&mut writer, &operation.send.query, sink);
        writer.finish()
    }

    /// Adds a header, unless it is left out with a field.
    pub fn header(&mut self, operation: &'p Operation, name: &str, pattern: &Pattern) -> TokenStream {
        self.operation = Some(operation);
        let mut writer = Writer::new(quote!(out));
        let optional = self.left_out_with(pattern);
        self.when_given(&mut writer, &optional, &mut Comma::No, &mut |this, writer, _| {
            let parts: Vec<TokenStream> = pattern.0.iter().map(|piece| this.header_part(piece)).collect();
            writer.statement(quote!(draft.header_text(#name, &[#(#parts),*])?;));
        });
        writer.finish()
    }

    fn header_part(&mut self, piece: &Piece) -> TokenStream {
        match piece {
            Piece::Computed(expression) => {
                let text = self.text_of(expression);
                quote!(&#text)
            }
            Piece::Literal(text) => quote!(#text),
            Piece::Hole(HoleSource::Field(index)) => {
                let text = self.field_text(*index);
                quote!(&#text)
            }
            Piece::Hole(source) => self.context(*source).0,
            group @ Piece::Optional(_) => {
                let mut writer = Writer::new(quote!(out));
                self.pieces(&mut writer, Sink::Raw, std::slice::from_ref(group), None);
                let body = writer.finish();
                quote!(&rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)
            }
        }
    }

    fn function(&self, id: RecordId, format: Format) -> Ident {
        format_ident!("write_{}_{}", snake(self.plan.record_name(id)), format.name())
    }

    pub(super) fn function_path(&self, id: RecordId, format: Format) -> TokenStream {
        path(&self.here, &wire_home(&self.plan.record_home(id)), &self.function(id, format).to_string())
    }

    pub(super) fn leaf(&mut self, writer: &mut Writer, sink: Sink, leaf: &Leaf) {
        let quoted = sink == Sink::Json;
        match leaf {
            Leaf::Integer(value) => writer.constant(&value.to_string()),
            Leaf::Boolean(value) => writer.constant(if *value { "true" } else { "false" }),
            Leaf::Null => writer.constant(if quoted { "null" } else { "" }),
            Leaf::Text(pattern) => {
                if quoted {
                    writer.constant("\"");
                }
                self.pieces(writer, sink, &pattern.0, None);
                if quoted {
                    writer.constant("\"");
                }
            }
        }
    }

    fn pieces(&mut self, writer: &mut Writer, sink: Sink, pieces: &[Piece], format: Option<Format>) {
        for piece in pieces {
            match piece {
                // Separators of a path stand in its literals.
                Piece::Literal(text) if sink == Sink::Path => writer.constant(text),
                Piece::Literal(text) if sink.is_late(text) => {
                    let out = writer.out();
                    let out = if out.to_string() == "out" { out } else { quote!(&mut #out) };
                    writer.statement(sink.write(&out, &quote!(#text), "a constant"));
                }
                Piece::Literal(text) => writer.constant(&sink.escape(text)),
                Piece::Hole(HoleSource::RequestFormat) if format.is_some() => {
                    writer.constant(format.map_or("", Format::name))
                }
                Piece::Hole(HoleSource::Field(index)) => self.hole(writer, sink, *index),
                Piece::Computed(expression) => {
                    let text = self.text_of(expression);
                    let out = writer.out();
                    let out = if out.to_string() == "out" { out } else { quote!(&mut #out) };
                    let written = sink.write(&out, &quote!(&text), "computed");
                    writer.statement(quote!({ let text = #text; #written }));
                }
                Piece::Hole(source) => {
                    let (text, at) = self.context(*source);
                    let out = writer.out();
                    let out = if out.to_string() == "out" { out } else { quote!(&mut #out) };
                    writer.statement(sink.write(&out, &text, &at));
                }
                Piece::Optional(inner) => self.group(writer, sink, inner, format),
            }
        }
    }

    /// A group that is there if its fields are, and if the reply's format that it names is not the request's.
    fn group(&mut self, writer: &mut Writer, sink: Sink, inner: &[Piece], format: Option<Format>) {
        let fields: Vec<usize> = inner
            .iter()
            .filter_map(|piece| match piece {
                Piece::Hole(HoleSource::Field(index)) => Some(*index),
                _ => None,
            })
            .collect();
        self.when_given(writer, &fields, &mut Comma::No, &mut |this, writer, _| {
            if inner.contains(&Piece::Hole(HoleSource::ReplyFormat)) {
                writer.block(
                    |writer| this.pieces(writer, sink, inner, format),
                    |inside| quote!(if cx.reply_format != cx.request_format { #inside }),
                );
            } else {
                this.pieces(writer, sink, inner, format);
            }
        });
    }

    /// A field of the request as a part of a text.
    pub(super) fn hole(&mut self, writer: &mut Writer, sink: Sink, index: usize) {
        let Some(operation) = self.operation else { return };
        let field = &self.plan.vendor.record(operation.request).fields[index];
        self.present(writer, operation.request, index, &quote!(self), &mut Comma::No, &mut |this, writer, given, _| {
            match given {
                Given::Value(access) => this.scalar(writer, sink, field, access),
                Given::Absent(absent) => writer.constant(&sink.escape(frame::absent_text(absent))),
            }
        });
    }

    /// The text of what the client knows, and its name.
    pub(super) fn context(&self, source: HoleSource) -> (TokenStream, String) {
        let vendor = self.plan.vendor;
        match source {
            HoleSource::Credential(index) => {
                let credential = &vendor.credentials[index];
                let (name, field) = (&credential.name, ident(&credential.name));
                let text = if credential.is_public { quote!(as_str()) } else { quote!(expose()) };
                (quote!(cx.credentials.#field.#text), name.clone())
            }
            HoleSource::Setting(index) => {
                let name = &vendor.settings[index].name;
                let field = ident(name);
                (quote!(cx.settings.#field.as_str()), name.clone())
            }
            HoleSource::Token(index) => {
                let position = proc_macro2::Literal::usize_unsuffixed(index);
                (quote!(cx.token(#position)?.expose()), vendor.tokens[index].name.clone())
            }
            HoleSource::RequestFormat => (quote!(cx.request_format.as_str()), "request_format".to_owned()),
            HoleSource::ReplyFormat => (quote!(cx.reply_format.as_str()), "reply_format".to_owned()),
            HoleSource::Field(_) => (quote!(""), String::new()),
        }
    }

    pub(super) fn scalar(&mut self, writer: &mut Writer, sink: Sink, field: &Field, access: &Access) {
        if let From::Client(pattern) = &field.from {
            let pattern = pattern.clone();
            return self.pieces(writer, sink, &pattern.0, None);
        }
        if access.tag {
            return self.tag(writer, sink, field, access);
        }
        self.scalar_shape(writer, sink, &field.shape, field, &access.value);
    }

    fn tag(&mut self, writer: &mut Writer, sink: Sink, field: &Field, access: &Access) {
        let Type::Enum(id) = field.shape.ty else { return };
        let values = self.plan.vendor.enumeration(id);
        let quoted = sink == Sink::Json && values.base == Base::Text;
        if quoted {
            writer.constant("\"");
        }
        let plain = values.values.iter().all(|v| sink.is_plain(&v.wire));
        let (out, value) = (writer.out(), &access.value);
        writer.statement(if plain {
            quote!(#out.extend_from_slice(#value.as_bytes());)
        } else {
            let out = if out.to_string() == "out" { out } else { quote!(&mut #out) };
            sink.write(&out, value, &field.name)
        });
        if quoted {
            writer.constant("\"");
        }
    }
}

/// The variable of a document's text.
pub(super) fn document_name(index: usize) -> Ident {
    format_ident!("document_{index}")
}

/// `&value.x` without its `&`: methods borrow by themselves.
pub fn place(value: &TokenStream) -> TokenStream {
    place_of(value).unwrap_or_else(|| value.clone())
}

/// What a reference refers to.
pub fn copied(value: &TokenStream) -> TokenStream {
    place_of(value).unwrap_or_else(|| quote!(*#value))
}

fn place_of(value: &TokenStream) -> Option<TokenStream> {
    let mut tokens = value.clone().into_iter();
    match tokens.next() {
        Some(proc_macro2::TokenTree::Punct(p)) if p.as_char() == '&' => Some(tokens.collect()),
        _ => None,
    }
}

/// `UserCredit` becomes `user_credit`.
pub fn snake(pascal: &str) -> String {
    let mut name = String::new();
    for c in pascal.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_lowercase());
    }
    name
}
