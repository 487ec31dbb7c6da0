//! Encoders: one function for each record and format, each a straight line.

mod access;
mod checks;
mod json;
mod pairs;
mod xml;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{
    Base, Field, Format, From, HoleSource, Leaf, Node, Operation, Param, Pattern, Piece, Record, RecordId, Type,
};

use super::names::{ident, local};
use super::plan::{Home, Plan, path, wire_home};
use super::sink::Sink;
use super::writer::{Patterns, Writer};

/// A field's value, as code reaches it.
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
    /// A computed value needs a nonce.
    pub(super) uses_nonce: bool,
}

impl<'p, 'v> Encoders<'p, 'v> {
    /// The encoders of the wire module beside `home`.
    pub fn new(plan: &'p Plan<'v>, home: &Home) -> Self {
        Self { plan, here: wire_home(home), patterns: Patterns::default(), operation: None, uses_nonce: false }
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
                    self.json_members(&mut writer, id, record, &quote!(value), Comma::No);
                    writer.constant("}");
                }
                Format::Xml => self.xml_members(&mut writer, id, record, &quote!(value)),
                // Pairs hold no records but as documents of their own.
                Format::Form | Format::Text | Format::Multipart => continue,
            }
            let body = writer.finish();
            items.extend(quote! {
                pub(crate) fn #name(value: &#ty, out: &mut ::std::vec::Vec<u8>) -> ::core::result::Result<(), rt::Invalid> {
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
        let mut writer = Writer::new(quote!(out));
        match format {
            Format::Json => self.json_node(&mut writer, node),
            Format::Xml => {
                writer.constant(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
                self.xml_node(&mut writer, node);
            }
            Format::Form => {
                if let Node::Record(members) = node {
                    self.pairs(&mut writer, operation, members, Sink::Form);
                }
            }
            Format::Multipart => return self.parts(operation, node),
            Format::Text => {
                if let Node::Leaf(leaf) = node {
                    self.leaf(&mut writer, Sink::Raw, leaf);
                }
            }
        }
        writer.finish()
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
        let members: Vec<(String, Node)> = operation
            .send
            .query
            .iter()
            .map(|param| match param {
                Param::Named(name, pattern) => (name.clone(), Node::Leaf(Leaf::Text(pattern.clone()))),
                Param::Hole => (String::new(), Node::Hole),
            })
            .collect();
        self.pairs(&mut writer, operation, &members, Sink::Query);
        writer.finish()
    }

    /// The parts of a header's text.
    pub fn header(&mut self, operation: &'p Operation, pattern: &Pattern) -> Vec<TokenStream> {
        self.operation = Some(operation);
        let pieces: Vec<&Piece> = pattern.0.iter().collect();
        let parts = pieces.into_iter().map(|piece| match piece {
            Piece::Computed(expression) => {
                let text = self.text_of(expression);
                quote!(&#text)
            }
            Piece::Literal(text) => quote!(#text),
            Piece::Hole(HoleSource::Field(index)) => {
                let field = &self.plan.vendor.record(operation.request).fields[*index];
                let text = self.field_text(field, operation.request, *index);
                quote!(&#text)
            }
            Piece::Hole(source) => self.context(*source).0,
            Piece::Optional(_) => quote!(""),
        });
        parts.collect()
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
                Piece::Literal(text) => writer.constant(&sink.escape(text)),
                Piece::Hole(HoleSource::RequestFormat) if format.is_some() => {
                    writer.constant(format.map_or("", Format::name))
                }
                Piece::Hole(HoleSource::Field(index)) => {
                    let Some(operation) = self.operation else { continue };
                    let field = &self.plan.vendor.record(operation.request).fields[*index];
                    let name = ident(&field.name);
                    self.scalar(
                        writer,
                        sink,
                        field,
                        &Access { value: quote!(&self.#name), optional: false, tag: false },
                    );
                }
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
                Piece::Optional(inner) => {
                    let inner = inner.clone();
                    writer.block(
                        |writer| self.pieces(writer, sink, &inner, format),
                        |inside| quote!(if cx.reply_format != cx.request_format { #inside }),
                    );
                }
            }
        }
    }

    /// The text of what the client knows, and its name.
    pub(super) fn context(&self, source: HoleSource) -> (TokenStream, String) {
        let vendor = self.plan.vendor;
        match source {
            HoleSource::Credential(index) => {
                let name = &vendor.credentials[index].name;
                let field = ident(name);
                (quote!(cx.credentials.#field.expose()), name.clone())
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

    /// Writes a field if it is there.
    #[allow(clippy::too_many_arguments)]
    fn present(
        &mut self,
        writer: &mut Writer,
        id: RecordId,
        record: &'p Record,
        index: usize,
        value: &TokenStream,
        comma: &mut Comma,
        write: impl FnOnce(&mut Self, &mut Writer, Access, &mut Comma),
    ) {
        let field = &record.fields[index];
        if let From::Client(_) = &field.from {
            write(self, writer, Access { value: TokenStream::new(), optional: false, tag: false }, comma);
            return;
        }
        let access = self.access(id, record, index, value);
        if !access.optional {
            write(self, writer, access, comma);
            return;
        }
        let name = local(&field.name);
        let option = access.value.clone();
        let mut inner = *comma;
        writer.block(
            |writer| write(self, writer, Access { value: quote!(#name), optional: false, tag: access.tag }, &mut inner),
            |inside| quote!(if let ::core::option::Option::Some(#name) = #option { #inside }),
        );
        if *comma == Comma::No {
            *comma = Comma::Perhaps;
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
