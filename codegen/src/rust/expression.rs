//! Computed values: an expression of the spec becomes an expression of Rust.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{
    Calendar, Charset, Expression, Field, From, Function, HoleSource, List, Node, Operation, PairOptions, Received,
    Type, UrlEncoding, Verify,
};

use super::encode::{Access, Encoders, place};
use super::sink::Sink;
use super::writer::Writer;

impl<'p> Encoders<'p, '_> {
    /// An expression of type `String`; it may use `?`.
    pub(super) fn text_of(&mut self, expression: &Expression) -> TokenStream {
        if let Some(text) = self.received_text(expression) {
            return text;
        }
        match expression {
            Expression::Text(text) => quote!(::std::borrow::ToOwned::to_owned(#text)),
            Expression::Value(HoleSource::Field(index)) => self.field_text(*index),
            Expression::Document(index) => {
                let name = self.document_variable(*index);
                quote!(::std::borrow::ToOwned::to_owned(#name.as_str()))
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
            Expression::Pairs { sorted, equals, separator, options } => {
                self.pairs_text(*sorted, equals.as_deref(), separator, options)
            }
            Expression::Header(name) => quote!(draft.header_value(#name)?),
            Expression::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    /// What a signature of the vendor must be: an expression of type `String` over `cx`, `received`, and of an answer
    /// also `self`.
    pub(super) fn expected(&mut self, verify: &'p Verify, answered: Option<&'p Operation>) -> TokenStream {
        let before = (self.operation, self.received);
        (self.operation, self.received) = (answered, Some(verify));
        let text = self.text_of(&verify.expected);
        (self.operation, self.received) = before;
        text
    }

    /// The text of what was received, where a signature of the vendor is being written.
    fn received_text(&mut self, expression: &Expression) -> Option<TokenStream> {
        let verify = self.received?;
        Some(match expression {
            Expression::Value(HoleSource::Field(index)) => match verify.names.get(*index)? {
                Received::Member(path) => {
                    let path = super::replies::path(path);
                    quote!(received.member(#path)?)
                }
                Received::Header(index, hole) => {
                    let index = proc_macro2::Literal::usize_unsuffixed(*index);
                    quote!(received.header(#index, #hole)?)
                }
                Received::Request(index) => {
                    self.received = None;
                    let text = self.field_text(*index);
                    self.received = Some(verify);
                    text
                }
            },
            Expression::Body | Expression::Query => quote!(received.text()?),
            Expression::Pairs { sorted, equals, separator, options } => {
                let prepared = prepared(options);
                let (sorted, equals) = (*sorted && !options.ignore_case, optional(equals.as_deref()));
                if prepared.is_empty() {
                    quote!(rt::pairs::joined(received.pairs(), #sorted, #equals, #separator))
                } else {
                    quote! {{
                        let mut pairs = received.pairs();
                        #prepared
                        rt::pairs::joined(pairs, #sorted, #equals, #separator)
                    }}
                }
            }
            _ => return None,
        })
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
                if rest.iter().any(|argument| self.list_of(argument).is_some()) {
                    return self.joined_items(&separator, rest);
                }
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
                match arguments.get(1) {
                    Some(Expression::Text(word)) => {
                        let encoding = url_encoding(UrlEncoding::named(word).unwrap_or(UrlEncoding::Rfc3986));
                        quote!(rt::write::url_encoded_as(#text, #encoding))
                    }
                    _ => quote!(rt::write::url_encoded(#text)),
                }
            }
            Function::Replace => {
                let mut texts = arguments.iter().map(|a| self.str_of(a));
                let mut next = || texts.next().unwrap_or_else(|| quote!(""));
                let (text, from, to) = (next(), next(), next());
                quote!((#text).replace(#from, #to))
            }
            Function::Trim => {
                let text = arguments.first().map_or_else(|| quote!(""), |a| self.str_of(a));
                quote!(::std::borrow::ToOwned::to_owned((#text).trim()))
            }
            Function::Left | Function::Right => {
                let text = arguments.first().map_or_else(|| quote!(""), |a| self.str_of(a));
                let count = match arguments.get(1) {
                    Some(Expression::Text(count)) => count.parse::<usize>().unwrap_or(0),
                    _ => 0,
                };
                let count = proc_macro2::Literal::usize_unsuffixed(count);
                if function == Function::Left {
                    quote!(rt::write::first_characters(#text, #count))
                } else {
                    quote!(rt::write::last_characters(#text, #count))
                }
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

    /// The list that an argument is, if it is one.
    fn list_of(&self, argument: &Expression) -> Option<(usize, &'p List)> {
        let (Expression::Value(HoleSource::Field(index)), None) = (argument, self.received) else { return None };
        let field = self.plan.vendor.record(self.operation?.request).fields.get(*index)?;
        match &field.shape.ty {
            Type::List(list) if field.has_items() => Some((*index, list)),
            _ => None,
        }
    }

    /// Texts and the items of lists, with a separator between them. A list that is not there has no items.
    fn joined_items(&mut self, separator: &TokenStream, arguments: &[Expression]) -> TokenStream {
        let mut pushes = TokenStream::new();
        for argument in arguments {
            let Some((index, list)) = self.list_of(argument) else {
                let text = self.text_of(argument);
                pushes.extend(quote!(texts.push(#text);));
                continue;
            };
            let Some(operation) = self.operation else { continue };
            let field = &self.plan.vendor.record(operation.request).fields[index];
            let access = self.request_field(index);
            let item = self.text_expression(&list.item, field, &quote!(item));
            let items = place(&access.value);
            pushes.extend(if access.optional {
                let option = &access.value;
                quote!(if let ::core::option::Option::Some(items) = #option { for item in items.iter() { texts.push(#item); } })
            } else {
                quote!(for item in #items.iter() { texts.push(#item); })
            });
        }
        quote! {{
            let mut texts: ::std::vec::Vec<::std::string::String> = ::std::vec::Vec::new();
            #pushes
            texts.join(#separator)
        }}
    }

    /// An expression of type `&str`.
    fn str_of(&mut self, expression: &Expression) -> TokenStream {
        match expression {
            Expression::Text(text) => quote!(#text),
            Expression::Document(index) => {
                let name = self.document_variable(*index);
                quote!(#name.as_str())
            }
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
            Expression::Body if self.received.is_some() => quote!(received.body()),
            Expression::Body => quote!(&draft.body),
            Expression::Call(Function::Bytes, arguments) => {
                let text = arguments.first().map_or_else(|| quote!(""), |a| self.str_of(a));
                let charset = match arguments.get(1) {
                    Some(Expression::Text(word)) => word.as_str(),
                    _ => "utf-8",
                };
                match charset {
                    "utf-16le" => quote!(&rt::write::utf16_le(#text)),
                    "utf-16be" => quote!(&rt::write::utf16_be(#text)),
                    other => match Charset::named(other).filter(|charset| *charset != Charset::Utf8) {
                        Some(charset) => {
                            let charset = charset_path(charset);
                            quote!(&rt::charset::bytes(#text, #charset)?)
                        }
                        None => quote!(str::as_bytes(#text)),
                    },
                }
            }
            Expression::Call(Function::AesCbc, arguments) => {
                let mut parts = arguments.iter().map(|a| self.bytes_of(a));
                let mut next = || parts.next().unwrap_or_else(|| quote!(&[]));
                let (key, iv, bytes) = (next(), next(), next());
                quote!(&rt::cipher::aes_cbc_encrypt(#key, #iv, #bytes)?)
            }
            Expression::Call(Function::AesEcb, arguments) => {
                let mut parts = arguments.iter().map(|a| self.bytes_of(a));
                let mut next = || parts.next().unwrap_or_else(|| quote!(&[]));
                let (key, bytes) = (next(), next());
                quote!(&rt::cipher::aes_ecb_encrypt(#key, #bytes)?)
            }
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
                    Function::FromHex => quote!(&rt::write::from_hex(#last)?),
                    Function::Md5 => hash(quote!(md5), last),
                    Function::Sha1 => hash(quote!(sha1), last),
                    Function::Sha256 => hash(quote!(sha256), last),
                    Function::Sha384 => hash(quote!(sha384), last),
                    Function::Sha512 => hash(quote!(sha512), last),
                    Function::HmacMd5 => hmac(quote!(hmac_md5)),
                    Function::HmacSha1 => hmac(quote!(hmac_sha1)),
                    Function::HmacSha256 => hmac(quote!(hmac_sha256)),
                    Function::HmacSha384 => hmac(quote!(hmac_sha384)),
                    _ => hmac(quote!(hmac_sha512)),
                }
            }
            other => {
                let text = self.str_of(other);
                quote!(str::as_bytes(#text))
            }
        }
    }

    fn document_variable(&mut self, index: usize) -> proc_macro2::Ident {
        if !self.uses_documents.contains(&index) {
            self.uses_documents.push(index);
        }
        super::encode::document_name(index)
    }

    /// The text of a field of the request as it goes over the wire: an expression of type `String`. Empty if it is not
    /// there and nothing stands in its place.
    pub(super) fn field_text(&mut self, index: usize) -> TokenStream {
        let Some(operation) = self.operation else { return quote!(::std::string::String::new()) };
        let access = self.request_field(index);
        if !access.optional {
            return self.given_text(&self.plan.vendor.record(operation.request).fields[index], &access);
        }
        let mut writer = Writer::new(quote!(out));
        self.hole(&mut writer, Sink::Raw, index);
        let body = writer.finish();
        quote!(rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)
    }

    /// The same of a field that is there.
    pub(super) fn given_text(&mut self, field: &Field, access: &Access) -> TokenStream {
        if matches!(field.from, From::Caller)
            && field.shape.ty == Type::Text
            && field.visibility == vendor_model::model::Visibility::Anyone
            && field.shape.form.codecs.is_empty()
            && !access.tag
        {
            let value = place(&access.value);
            return quote!(::std::borrow::ToOwned::to_owned(#value.as_str()));
        }
        let mut writer = Writer::new(quote!(out));
        self.scalar(&mut writer, Sink::Raw, field, access);
        let body = writer.finish();
        quote!(rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)
    }

    /// The names and values of the query or of the body's record, but for those that are made of them.
    fn pairs_text(
        &mut self,
        sorted: bool,
        equals: Option<&str>,
        separator: &str,
        options: &PairOptions,
    ) -> TokenStream {
        let Some(operation) = self.operation else { return quote!(::std::string::String::new()) };
        let mut members: Vec<(String, Node)> = operation.send.query.clone();
        for (_, node) in &operation.send.bodies {
            members.extend(around_hole(node).unwrap_or_default().iter().cloned());
        }
        let pushes = self.noted_pairs(&members);
        let prepared = prepared(options);
        let (sorted, equals) = (sorted && !options.ignore_case, optional(equals));
        let name = if self.has_spread() { quote!(::std::borrow::Cow<'_, str>) } else { quote!(&str) };
        quote! {{
            let mut pairs: ::std::vec::Vec<(#name, ::std::string::String)> = ::std::vec::Vec::new();
            #pushes
            #prepared
            rt::pairs::joined(pairs, #sorted, #equals, #separator)
        }}
    }
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

fn optional(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(::core::option::Option::Some(#text)),
        None => quote!(::core::option::Option::None),
    }
}

/// What is done to `pairs` before they are joined. Those that are sorted in a way of their own are sorted here.
fn prepared(options: &PairOptions) -> TokenStream {
    let mut prepared = TokenStream::new();
    let without = &options.without;
    if !without.is_empty() {
        prepared.extend(
            quote!(pairs.retain(|(name, _)| ![#(#without),*].contains(&::core::convert::AsRef::<str>::as_ref(name)));),
        );
    }
    if options.not_empty {
        prepared.extend(quote!(pairs.retain(|(_, value)| !value.is_empty());));
    }
    if options.ignore_case {
        prepared.extend(quote!(rt::pairs::sort_ignoring_case(&mut pairs);));
    }
    if let Some(encoding) = options.encoding {
        let encoding = url_encoding(encoding);
        prepared.extend(quote!(rt::pairs::encode(&mut pairs, #encoding);));
    }
    prepared
}

/// The runtime's word for an encoding.
fn url_encoding(encoding: UrlEncoding) -> TokenStream {
    match encoding {
        UrlEncoding::Rfc3986 => quote!(rt::write::UrlEncoding::Rfc3986),
        UrlEncoding::Rfc3986Lower => quote!(rt::write::UrlEncoding::Rfc3986Lower),
        UrlEncoding::Component => quote!(rt::write::UrlEncoding::Component),
        UrlEncoding::Form => quote!(rt::write::UrlEncoding::Form),
        UrlEncoding::Php => quote!(rt::write::UrlEncoding::FormStrict),
        UrlEncoding::DotNet => quote!(rt::write::UrlEncoding::FormLower),
    }
}

/// The runtime's word for a charset.
pub(super) fn charset_path(charset: Charset) -> TokenStream {
    match charset {
        // Where nothing is said, and so never asked for.
        Charset::Utf8 | Charset::Windows1252 => quote!(rt::charset::Charset::Windows1252),
        Charset::Windows1250 => quote!(rt::charset::Charset::Windows1250),
        Charset::Windows1251 => quote!(rt::charset::Charset::Windows1251),
        Charset::Windows1254 => quote!(rt::charset::Charset::Windows1254),
        Charset::Windows1256 => quote!(rt::charset::Charset::Windows1256),
        Charset::Iso8859_1 => quote!(rt::charset::Charset::Iso8859_1),
        Charset::Iso8859_2 => quote!(rt::charset::Charset::Iso8859_2),
        Charset::Iso8859_5 => quote!(rt::charset::Charset::Iso8859_5),
        Charset::Iso8859_9 => quote!(rt::charset::Charset::Iso8859_9),
    }
}
