//! Computed values: an expression of the spec becomes an expression of Rust.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{
    Calendar, Codec, Expression, Field, From, Function, HoleSource, Leaf, Node, Param, Pattern, Piece, Place, Presence,
    RecordId, Type,
};

use super::encode::{Access, Encoders, place};
use super::names::ident;
use super::sink::Sink;
use super::writer::Writer;

impl Encoders<'_, '_> {
    /// An expression of type `String`; it may use `?`.
    pub(super) fn text_of(&mut self, expression: &Expression) -> TokenStream {
        match expression {
            Expression::Text(text) => quote!(::std::borrow::ToOwned::to_owned(#text)),
            Expression::Value(HoleSource::Field(index)) => {
                let Some(operation) = self.operation else { return quote!(::std::string::String::new()) };
                let field = &self.plan.vendor.record(operation.request).fields[*index];
                self.field_text(field, operation.request, *index)
            }
            Expression::Value(source) => {
                let (text, _) = self.context(*source);
                quote!(::std::borrow::ToOwned::to_owned(#text))
            }
            Expression::Path => quote!(rt::write::text(&draft.path)?),
            Expression::Query => quote!(rt::write::text(&draft.query)?),
            Expression::Body => quote!(rt::write::text(&draft.body)?),
            Expression::Now(pattern, offset) => {
                let name = self.patterns.name(pattern, Calendar::Gregorian);
                let offset = proc_macro2::Literal::i16_unsuffixed(*offset);
                quote!(rt::write::text_of(|out| rt::write::clock(out, cx.now_at(#offset), &#name))?)
            }
            Expression::NowSeconds => quote!(::std::string::ToString::to_string(&cx.now_epoch())),
            Expression::NowMilliseconds => quote!(::std::string::ToString::to_string(&cx.now_epoch_millis())),
            Expression::Nonce => {
                // What is sent and what is signed must be the same.
                self.uses_nonce = true;
                quote!(::std::borrow::ToOwned::to_owned(nonce.as_str()))
            }
            Expression::Pairs { sorted, equals, separator } => self.pairs_text(*sorted, equals.as_deref(), separator),
            Expression::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    fn call(&mut self, function: Function, arguments: &[Expression]) -> TokenStream {
        let base64 =
            |variant: TokenStream, bytes: TokenStream| quote!(rt::write::base64_text(#bytes, rt::Base64::#variant));
        match function {
            Function::Concat => {
                let texts: Vec<TokenStream> = arguments.iter().map(|a| self.str_of(a)).collect();
                quote!([#(#texts),*].concat())
            }
            Function::Join => {
                let Some((separator, rest)) = arguments.split_first() else {
                    return quote!(::std::string::String::new());
                };
                let separator = self.str_of(separator);
                let texts: Vec<TokenStream> = rest.iter().map(|a| self.str_of(a)).collect();
                quote!([#(#texts),*].join(#separator))
            }
            Function::Lower | Function::Upper => {
                let text = arguments.first().map_or_else(|| quote!(""), |a| self.str_of(a));
                if function == Function::Lower {
                    quote!((#text).to_ascii_lowercase())
                } else {
                    quote!((#text).to_ascii_uppercase())
                }
            }
            Function::UrlEncode => {
                let text = arguments.first().map_or_else(|| quote!(""), |a| self.str_of(a));
                quote!(rt::write::url_encoded(#text))
            }
            Function::Base64 | Function::Base64Url | Function::Hex | Function::HexUpper => {
                let bytes = arguments.first().map_or_else(|| quote!(&[]), |a| self.bytes_of(a));
                match function {
                    Function::Base64 => base64(quote!(Standard), bytes),
                    Function::Base64Url => base64(quote!(UrlNoPad), bytes),
                    Function::HexUpper => quote!(rt::write::hex_text(#bytes).to_ascii_uppercase()),
                    _ => quote!(rt::write::hex_text(#bytes)),
                }
            }
            // The resolver lets no bytes stand where text is due.
            _ => quote!(::std::string::String::new()),
        }
    }

    /// An expression of type `&str`.
    fn str_of(&mut self, expression: &Expression) -> TokenStream {
        match expression {
            Expression::Text(text) => quote!(#text),
            Expression::Value(source) if !matches!(source, HoleSource::Field(_)) => self.context(*source).0,
            other => {
                let text = self.text_of(other);
                quote!((#text).as_str())
            }
        }
    }

    /// An expression that is a reference to bytes.
    fn bytes_of(&mut self, expression: &Expression) -> TokenStream {
        let hash = |name: TokenStream, bytes: TokenStream| quote!(&rt::sign::#name(#bytes));
        match expression {
            Expression::Body => quote!(&draft.body),
            Expression::Call(function @ (Function::Concat | Function::Join), arguments) if expression.is_bytes() => {
                let mut parts: Vec<TokenStream> = arguments.iter().map(|a| self.bytes_of(a)).collect();
                let separator = if *function == Function::Join { parts.remove(0) } else { quote!(&[]) };
                quote!(&[#(::core::convert::AsRef::<[u8]>::as_ref(#parts)),*].join(::core::convert::AsRef::<[u8]>::as_ref(#separator)))
            }
            Expression::Call(function, arguments) if function.makes_bytes() => {
                let mut bytes: Vec<TokenStream> = arguments.iter().map(|a| self.bytes_of(a)).collect();
                let last = bytes.pop().unwrap_or_else(|| quote!(&[]));
                let key = bytes.pop().unwrap_or_else(|| quote!(&[]));
                let hmac = |name: TokenStream| quote!(&rt::sign::#name(#key, #last));
                match function {
                    Function::FromBase64 => quote!(&rt::write::from_base64(#last)?),
                    Function::Md5 => hash(quote!(md5), last),
                    Function::Sha1 => hash(quote!(sha1), last),
                    Function::Sha256 => hash(quote!(sha256), last),
                    Function::Sha384 => hash(quote!(sha384), last),
                    Function::Sha512 => hash(quote!(sha512), last),
                    Function::HmacMd5 => hmac(quote!(hmac_md5)),
                    Function::HmacSha1 => hmac(quote!(hmac_sha1)),
                    Function::HmacSha256 => hmac(quote!(hmac_sha256)),
                    _ => hmac(quote!(hmac_sha512)),
                }
            }
            other => {
                let text = self.str_of(other);
                quote!(str::as_bytes(#text))
            }
        }
    }

    /// The text of a field as it goes over the wire: an expression of type `String`.
    pub(super) fn field_text(&mut self, field: &Field, id: RecordId, index: usize) -> TokenStream {
        if let From::Client(pattern) = &field.from {
            let pieces = pattern.0.clone();
            let mut writer = Writer::new(quote!(out));
            for piece in &pieces {
                match piece {
                    Piece::Computed(inner) => {
                        let text = self.text_of(inner);
                        writer.statement(quote!(out.extend_from_slice((#text).as_bytes());));
                    }
                    Piece::Literal(text) => writer.constant(text),
                    Piece::Hole(source) => {
                        let (text, _) = self.context(*source);
                        writer.statement(quote!(out.extend_from_slice(str::as_bytes(#text));));
                    }
                    Piece::Optional(_) => {}
                }
            }
            let body = writer.finish();
            return quote!(rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?);
        }
        let record = self.plan.vendor.record(id);
        let access = self.access(id, record, index, &quote!(self));
        if !access.optional
            && field.shape.ty == Type::Text
            && field.visibility == vendor_model::model::Visibility::Anyone
            && field.shape.form.codecs.is_empty()
        {
            let value = place(&access.value);
            return quote!(::std::borrow::ToOwned::to_owned(#value.as_str()));
        }
        let mut writer = Writer::new(quote!(out));
        if access.optional {
            let name = ident(&field.name);
            let option = access.value.clone();
            writer.block(
                |writer| {
                    self.scalar(
                        writer,
                        Sink::Raw,
                        field,
                        &Access { value: quote!(#name), optional: false, tag: access.tag },
                    )
                },
                |inside| quote!(if let ::core::option::Option::Some(#name) = #option { #inside }),
            );
        } else {
            self.scalar(&mut writer, Sink::Raw, field, &access);
        }
        let body = writer.finish();
        quote!(rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)
    }

    /// Notes a field that is there: once, or once for each item of a list.
    fn pair_pushes(&mut self, field: &Field, id: RecordId, index: usize, access: &Access) -> TokenStream {
        let joined = field.shape.form.codecs.iter().any(|c| matches!(c, Codec::Join(_)));
        let mut writer = Writer::new(quote!(out));
        if let (From::Caller, Type::List(list), false) = (&field.from, &field.shape.ty, joined) {
            let brackets = if field.shape.form.codecs.contains(&Codec::Brackets) { "[]" } else { "" };
            let (wire, items) = (format!("{}{brackets}", field.wire), place(&access.value));
            self.scalar_shape(&mut writer, Sink::Raw, &list.item, field, &quote!(item));
            let body = writer.finish();
            return quote!(for item in #items.iter() { pairs.push((#wire, rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)); });
        }
        let wire = &field.wire;
        let required = field.presence == Presence::Required || !matches!(field.from, From::Caller);
        let text = if required {
            self.field_text(field, id, index)
        } else {
            self.scalar(&mut writer, Sink::Raw, field, access);
            let body = writer.finish();
            quote!(rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)
        };
        quote!(pairs.push((#wire, #text));)
    }

    /// The names and values of the query or of the body's record, but for those that are made of them.
    fn pairs_text(&mut self, sorted: bool, equals: Option<&str>, separator: &str) -> TokenStream {
        let Some(operation) = self.operation else { return quote!(::std::string::String::new()) };
        let mut members: Vec<(String, Node)> = Vec::new();
        for param in &operation.send.query {
            match param {
                Param::Named(name, pattern) => members.push((name.clone(), Node::Leaf(Leaf::Text(pattern.clone())))),
                Param::Hole => members.push((String::new(), Node::Hole)),
            }
        }
        for (_, node) in &operation.send.bodies {
            members.extend(around_hole(node).unwrap_or_default().iter().cloned());
        }
        let record = self.plan.vendor.record(operation.request);
        let mut pushes = TokenStream::new();
        for (name, node) in &members {
            match node {
                Node::Hole => {
                    for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole) {
                        if matches!(&field.from, From::Client(pattern) if is_signature(pattern)) {
                            continue;
                        }
                        let access = self.access(operation.request, record, index, &quote!(self));
                        if !access.optional || !matches!(field.from, From::Caller) {
                            pushes.extend(self.pair_pushes(field, operation.request, index, &access));
                            continue;
                        }
                        let (name, option) = (ident(&field.name), access.value.clone());
                        let push = self.pair_pushes(
                            field,
                            operation.request,
                            index,
                            &Access { value: quote!(#name), optional: false, tag: access.tag },
                        );
                        pushes.extend(quote!(if let ::core::option::Option::Some(#name) = #option { #push }));
                    }
                }
                Node::Leaf(Leaf::Text(pattern)) if !is_signature(pattern) => {
                    let mut writer = Writer::new(quote!(out));
                    self.leaf(&mut writer, Sink::Raw, &Leaf::Text(pattern.clone()));
                    let body = writer.finish();
                    pushes.extend(quote!(pairs.push((#name, rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?));));
                }
                Node::Leaf(Leaf::Integer(value)) => {
                    let value = value.to_string();
                    pushes.extend(quote!(pairs.push((#name, ::std::borrow::ToOwned::to_owned(#value)));));
                }
                Node::Leaf(Leaf::Boolean(value)) => {
                    let value = value.to_string();
                    pushes.extend(quote!(pairs.push((#name, ::std::borrow::ToOwned::to_owned(#value)));));
                }
                _ => {}
            }
        }
        let equals = match equals {
            Some(equals) => quote!(::core::option::Option::Some(#equals)),
            None => quote!(::core::option::Option::None),
        };
        quote! {{
            let mut pairs: ::std::vec::Vec<(&str, ::std::string::String)> = ::std::vec::Vec::new();
            #pushes
            rt::pairs::joined(pairs, #sorted, #equals, #separator)
        }}
    }
}

/// Whether it is made of what is sent, and so can't be among the pairs. Timestamps and nonces are not.
fn is_signature(pattern: &Pattern) -> bool {
    let mut found = false;
    pattern
        .visit(&mut |inner| found |= matches!(inner, Expression::Pairs { .. } | Expression::Body | Expression::Query));
    found
}

/// The record that holds the fields of the request; without a hole, the outermost.
fn around_hole(node: &Node) -> Option<&[(String, Node)]> {
    fn holder(node: &Node) -> Option<&[(String, Node)]> {
        let Node::Record(members) = node else { return None };
        match members.iter().any(|(_, member)| matches!(member, Node::Hole)) {
            true => Some(members),
            false => members.iter().find_map(|(_, member)| holder(member)),
        }
    }
    holder(node).or(match node {
        Node::Record(members) => Some(members),
        _ => None,
    })
}
