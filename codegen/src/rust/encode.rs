//! Encoders: one function for each record and format, each a straight line.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{
    Base, Codec, Field, Format, From, HoleSource, Leaf, List, Node, Operation, Param, Pattern, Piece, Place, Presence,
    Record, RecordId, Shape, Type,
};

use super::names::{ident, local, variant};
use super::plan::{Home, Plan, path, wire_home};
use super::sink::Sink;
use super::types::{check_statements, own_rules};
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
        if formats.contains(&Format::Xml) && has_attributes(record) {
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

    /// Names with values, as queries and forms have them.
    fn pairs(&mut self, writer: &mut Writer, operation: &'p Operation, members: &[(String, Node)], sink: Sink) {
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
    fn parts(&mut self, operation: &'p Operation, node: &Node) -> TokenStream {
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
                            let bound = super::names::local(&field.name);
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

    fn json_node(&mut self, writer: &mut Writer, node: &Node) {
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

    fn xml_node(&mut self, writer: &mut Writer, node: &Node) {
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

    fn xml_attributes(&mut self, writer: &mut Writer, id: RecordId, record: &'p Record, value: &TokenStream) {
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

    fn attributes_function(&self, id: RecordId) -> Ident {
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
            HoleSource::Token(index) => (quote!(cx.token()?.expose()), vendor.tokens[index].name.clone()),
            HoleSource::RequestFormat => (quote!(cx.request_format.as_str()), "request_format".to_owned()),
            HoleSource::ReplyFormat => (quote!(cx.reply_format.as_str()), "reply_format".to_owned()),
            HoleSource::Field(_) => (quote!(""), String::new()),
        }
    }

    fn json_members(
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

    fn xml_members(&mut self, writer: &mut Writer, id: RecordId, record: &'p Record, value: &TokenStream) {
        for (index, field) in
            record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole && !f.wire.starts_with('@'))
        {
            self.present(writer, id, record, index, value, &mut Comma::No, |this, writer, access, _| {
                this.xml_value(writer, field, &access)
            });
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

    /// How code reaches a field.
    pub(super) fn access(&self, id: RecordId, record: &Record, index: usize, value: &TokenStream) -> Access {
        let field = &record.fields[index];
        let name = ident(&field.name);
        let is_tag = record.choice_of(index).is_some();
        if field.presence == Presence::Chosen {
            let mut root = record.choices.iter().position(|c| self.hangs(record, c.tag, index)).unwrap_or(0);
            while let Some(parent) = record.choices[root].parent {
                root = parent;
            }
            let tag = &record.fields[record.choices[root].tag];
            let root_name = ident(&tag.name);
            let function = self.accessor_name(id, index);
            let optional_root = tag.presence != Presence::Required;
            let value = match (optional_root, record.choices[root].absent.is_empty()) {
                (true, true) => quote!(#value.#root_name.as_ref().and_then(#function)),
                _ => quote!(#function(&#value.#root_name)),
            };
            return Access { value, optional: true, tag: is_tag };
        }
        if is_tag {
            let absent = record.choice_of(index).is_some_and(|c| !record.choices[c].absent.is_empty());
            let function = self.accessor_name(id, index);
            return match (field.presence, absent) {
                (Presence::Required, _) => Access { value: quote!(#value.#name.as_str()), optional: false, tag: true },
                (_, false) => Access {
                    value: quote!(#value.#name.as_ref().map(|#name| #name.as_str())),
                    optional: true,
                    tag: true,
                },
                (_, true) => Access { value: quote!(#function(&#value.#name)), optional: true, tag: true },
            };
        }
        if field.presence == Presence::Optional {
            return Access { value: quote!(&#value.#name), optional: true, tag: false };
        }
        Access { value: quote!(&#value.#name), optional: false, tag: false }
    }

    fn hangs(&self, record: &Record, tag: usize, field: usize) -> bool {
        record.choices.iter().any(|choice| {
            choice.tag == tag && choice.arms.iter().any(|arm| arm.members.iter().any(|m| m.field == field))
        })
    }

    fn accessor_name(&self, id: RecordId, field: usize) -> Ident {
        let record = self.plan.vendor.record(id);
        // Several fields may share a name; the index keeps their functions apart.
        let twins = record.fields.iter().filter(|f| f.name == record.fields[field].name).count() > 1;
        let suffix = if twins { format!("_{field}") } else { String::new() };
        format_ident!("{}_{}{suffix}", snake(self.plan.record_name(id)), record.fields[field].name)
    }

    /// Functions that find a field in the arms of a choice.
    pub fn accessors(&self, id: RecordId) -> TokenStream {
        let record = self.plan.vendor.record(id);
        let mut items = TokenStream::new();
        for choice in 0..record.choices.len() {
            if record.choices[choice].parent.is_some() {
                continue;
            }
            let tag = record.choices[choice].tag;
            let optional_root =
                record.fields[tag].presence != Presence::Required && !record.choices[choice].absent.is_empty();
            for field in
                (0..record.fields.len()).filter(|f| self.reaches(record, choice, *f) || (optional_root && *f == tag))
            {
                let name = self.accessor_name(id, field);
                let ty = self.accessed_type(record, field);
                let (parameter, body) = if optional_root {
                    let optional = self.plan.optional_choice_path((id, tag), &self.here);
                    let given = if field == tag {
                        quote!(::core::option::Option::Some(given.as_str()))
                    } else {
                        self.find(id, choice, field, &quote!(given))
                    };
                    let absent = self.not_given(id, choice, field, &optional);
                    (quote!(&#optional), quote!(match choice { #optional::Given(given) => #given, #absent }))
                } else {
                    let ty = self.plan.choice_path((id, tag), &self.here);
                    (quote!(&#ty), self.find(id, choice, field, &quote!(choice)))
                };
                items.extend(quote! {
                    fn #name(choice: #parameter) -> ::core::option::Option<#ty> { #body }
                });
            }
        }
        items
    }

    fn accessed_type(&self, record: &Record, field: usize) -> TokenStream {
        if record.choice_of(field).is_some() {
            return quote!(&str);
        }
        let ty = self.plan.field_type(&record.fields[field], &self.here);
        quote!(&#ty)
    }

    /// Whether a field stands in an arm of the choice, or of a choice inside it.
    fn reaches(&self, record: &Record, choice: usize, field: usize) -> bool {
        record.choices[choice].arms.iter().flat_map(|arm| &arm.members).any(|member| {
            member.field == field
                || record.choice_of(member.field).is_some_and(|inner| self.reaches(record, inner, field))
        })
    }

    fn find(&self, id: RecordId, choice: usize, field: usize, value: &TokenStream) -> TokenStream {
        let record = self.plan.vendor.record(id);
        let tag = record.choices[choice].tag;
        let Type::Enum(values) = record.fields[tag].shape.ty else { return quote!(::core::option::Option::None) };
        let ty = self.plan.choice_path((id, tag), &self.here);
        let values = &self.plan.vendor.enumeration(values).values;
        let mut arms = Vec::new();
        let mut rest = false;
        for arm in &record.choices[choice].arms {
            let variant = variant(&values[arm.value].name);
            let found =
                arm.members.iter().find_map(|member| self.find_member(id, member.field, member.required, field));
            match found {
                Some(found) => arms.push(quote!(#ty::#variant(arm) => #found)),
                None => rest = true,
            }
        }
        if arms.is_empty() {
            return quote!(::core::option::Option::None);
        }
        let rest = if rest { quote!(_ => ::core::option::Option::None,) } else { TokenStream::new() };
        quote!(match #value { #(#arms,)* #rest })
    }

    /// The arm of a `match` for a tag that is not given.
    fn not_given(&self, id: RecordId, choice: usize, field: usize, optional: &TokenStream) -> TokenStream {
        let record = self.plan.vendor.record(id);
        let found = record.choices[choice]
            .absent
            .iter()
            .find_map(|member| self.find_member(id, member.field, member.required, field));
        match found {
            Some(found) => quote!(#optional::NotGiven(arm) => #found),
            None => quote!(#optional::NotGiven(_) => ::core::option::Option::None),
        }
    }

    /// An `Option` of the field, if this member of an arm is it or holds it.
    fn find_member(&self, id: RecordId, member: usize, required: bool, field: usize) -> Option<TokenStream> {
        let record = self.plan.vendor.record(id);
        let name = ident(&record.fields[member].name);
        let Some(inner) = record.choice_of(member) else {
            return (member == field).then(|| {
                if required { quote!(::core::option::Option::Some(&arm.#name)) } else { quote!(arm.#name.as_ref()) }
            });
        };
        if member != field && !self.reaches(record, inner, field) {
            return None;
        }
        let of_inner = |value: TokenStream| {
            if member == field {
                quote!(::core::option::Option::Some(#value.as_str()))
            } else {
                self.find(id, inner, field, &value)
            }
        };
        let absent = &record.choices[inner].absent;
        if required {
            return Some(if member == field {
                quote!(::core::option::Option::Some(arm.#name.as_str()))
            } else {
                of_inner(quote!(&arm.#name))
            });
        }
        if absent.is_empty() {
            let found = of_inner(quote!(given));
            return Some(
                quote!(match &arm.#name { ::core::option::Option::Some(given) => #found, ::core::option::Option::None => ::core::option::Option::None }),
            );
        }
        let optional = self.plan.optional_choice_path((id, member), &self.here);
        let found = of_inner(quote!(given));
        let absent = self.not_given(id, inner, field, &optional);
        Some(quote!(match &arm.#name { #optional::Given(given) => #found, #absent }))
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

    /// A function that holds a record against the page's rules; none if there are none.
    pub fn checks(&mut self, id: RecordId) -> TokenStream {
        let record = self.plan.vendor.record(id);
        if !self.plan.has_checks(id) {
            return TokenStream::new();
        }
        let name = format_ident!("check_{}", snake(self.plan.record_name(id)));
        let ty = self.plan.record_path(id, &self.here);
        let mut statements = Vec::new();
        for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| matches!(f.from, From::Caller)) {
            let at = field.name.as_str();
            let place = field.docs.place.as_deref();
            let field_checks = |value: &TokenStream| {
                let mut checks = Vec::new();
                if let Some(rules) = own_rules(&field.shape) {
                    checks.extend(
                        check_statements(rules, &field.shape.ty, value, place)
                            .into_iter()
                            .map(|check| quote!(#check.at(#at)?;)),
                    );
                }
                if let Type::List(list) = &field.shape.ty {
                    if field.shape.rules.count.is_none() {
                        let items = super::encode::place(value);
                        checks.push(quote!(rt::check::not_empty(#items.len()).at(#at)?;));
                    }
                    let inner = match &list.item.ty {
                        Type::Record(inner) if self.plan.has_checks(*inner) => {
                            let function = self.check_path(*inner);
                            vec![quote!(#function(item).index(index).at(#at)?;)]
                        }
                        ty => own_rules(&list.item)
                            .map(|rules| check_statements(rules, ty, &quote!(item), place))
                            .unwrap_or_default()
                            .into_iter()
                            .map(|check| quote!(#check.index(index).at(#at)?;))
                            .collect(),
                    };
                    if !inner.is_empty() {
                        let items = super::encode::place(value);
                        checks.push(quote!(for (index, item) in ::core::iter::Iterator::enumerate(#items.iter()) { #(#inner)* }));
                    }
                }
                if let Type::Record(inner) = &field.shape.ty
                    && self.plan.has_checks(*inner)
                {
                    let function = self.check_path(*inner);
                    checks.push(quote!(#function(#value).at(#at)?;));
                }
                checks
            };
            let access = self.access(id, record, index, &quote!(value));
            if access.tag {
                continue;
            }
            if access.optional {
                let bound = local(&field.name);
                let checks = field_checks(&quote!(#bound));
                let option = &access.value;
                if !checks.is_empty() {
                    statements.push(quote!(if let ::core::option::Option::Some(#bound) = #option { #(#checks)* }));
                }
            } else {
                statements.extend(field_checks(&access.value));
            }
        }
        for group in &record.groups {
            let given: Vec<TokenStream> = group
                .fields
                .iter()
                .map(|index| {
                    let option = self.access(id, record, *index, &quote!(value)).value;
                    let option = place(&option);
                    quote!(#option.is_some())
                })
                .collect();
            let names = group.fields.iter().map(|index| record.fields[*index].name.as_str());
            let (least, most) = (Literal::usize_unsuffixed(group.least), Literal::usize_unsuffixed(group.most));
            statements.push(quote!(rt::check::given(&[#(#given),*], #least, #most, &[#(#names),*])?;));
        }
        quote! {
            /// The page's rules that the types can't say.
            pub(crate) fn #name(value: &#ty) -> ::core::result::Result<(), rt::Invalid> {
                #(#statements)*
                ::core::result::Result::Ok(())
            }
        }
    }

    fn check_path(&self, id: RecordId) -> TokenStream {
        path(&self.here, &wire_home(&self.plan.record_home(id)), &format!("check_{}", snake(self.plan.record_name(id))))
    }
}

impl Plan<'_> {
    /// Whether a record has rules that the types can't say.
    pub fn has_checks(&self, id: RecordId) -> bool {
        let record = self.vendor.record(id);
        !record.groups.is_empty()
            || record.fields.iter().filter(|f| matches!(f.from, From::Caller)).any(|field| {
                own_rules(&field.shape).is_some()
                    || match &field.shape.ty {
                        Type::Record(inner) => self.has_checks(*inner),
                        Type::List(_) => true,
                        _ => false,
                    }
            })
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

/// Whether a record has fields that are XML attributes.
fn has_attributes(record: &Record) -> bool {
    record.fields.iter().any(|f| f.place == Place::Hole && f.wire.starts_with('@'))
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
