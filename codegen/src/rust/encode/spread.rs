//! Lists that are several names: numbered ones, or a name for each column.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use vendor_model::model::{Field, List, Shape, Type};

use super::frame::absent_text;
use super::{Access, Comma, Encoders, Given, place};
use crate::rust::sink::Sink;
use crate::rust::writer::Writer;

/// A name in a query, a form or a multipart body.
#[derive(Clone, Copy)]
pub(super) enum Name<'n> {
    /// As it stands.
    Plain(&'n str),
    /// With the number of the item at `{n}`: the variable `index`, counted from here.
    Numbered(&'n str, usize),
}

/// What takes a name, the field that names it in errors, and an expression of type `String`, which uses `?`.
type Put<'a, 'p, 'v> = &'a mut dyn FnMut(&mut Encoders<'p, 'v>, &mut Writer, Name<'_>, &str, TokenStream);

impl Name<'_> {
    /// As an expression of type `String`.
    pub(super) fn owned(self) -> TokenStream {
        match self {
            Self::Plain(name) => quote!(::std::string::String::from(#name)),
            Self::Numbered(name, start) => {
                let format = name.replace('{', "{{").replace('}', "}}").replace("{{n}}", "{}");
                let number = number(start);
                quote!(::std::format!(#format, #number))
            }
        }
    }

    /// Writes it, with the sign behind it.
    pub(super) fn begin(self, writer: &mut Writer, sink: Sink) {
        let (before, after) = match self {
            Self::Plain(name) => return writer.constant(&format!("{}=", sink.escape_name(name))),
            Self::Numbered(name, _) => name.split_once("{n}").unwrap_or((name, "")),
        };
        writer.constant(&sink.escape_name(before));
        if let Self::Numbered(_, start) = self {
            let (out, number) = (writer.out(), number(start));
            let out = if out.to_string() == "out" { out } else { quote!(&mut #out) };
            writer.statement(quote!(rt::write::count(#out, #number);));
        }
        writer.constant(&format!("{}=", sink.escape_name(after)));
    }
}

fn number(start: usize) -> TokenStream {
    match start {
        0 => quote!(index),
        start => {
            let start = Literal::usize_unsuffixed(start);
            quote!(index + #start)
        }
    }
}

/// Whether a list is several names.
pub(in crate::rust) fn is_spread(field: &Field) -> bool {
    field.shape.form.numbered().is_some() || field.shape.form.columns().is_some()
}

impl<'p, 'v> Encoders<'p, 'v> {
    /// Hands over each name of a list that is several names, with its text. False if the list is none of these.
    pub(super) fn spread(&mut self, writer: &mut Writer, field: &Field, access: &Access, put: Put<'_, 'p, 'v>) -> bool {
        let Type::List(list) = &field.shape.ty else { return false };
        let items = place(&access.value);
        if let Some(start) = field.shape.form.numbered() {
            let mut inner = writer.inner();
            self.numbered_item(&mut inner, list, field, start, put);
            let inside = inner.finish();
            let at = field.name.as_str();
            writer.statement(quote! {
                for (index, item) in ::core::iter::Iterator::enumerate(#items.iter()) {
                    let mut write = || -> ::core::result::Result<(), rt::Invalid> {
                        #inside
                        ::core::result::Result::Ok(())
                    };
                    write().index(index).at(#at)?;
                }
            });
            return true;
        }
        let (Some(separator), Type::Record(id)) = (field.shape.form.columns(), &list.item.ty) else { return false };
        for member in &self.plan.vendor.record(*id).fields {
            let column = super::super::names::ident(&member.name);
            let value = quote!(&item.#column);
            match separator {
                Some(separator) => {
                    let text = self.column(&items, member, &value, separator);
                    put(self, writer, Name::Plain(&member.wire), &field.name, text);
                }
                None => {
                    let mut inner = writer.inner();
                    let text = self.text_expression(&member.shape, member, &value);
                    put(self, &mut inner, Name::Plain(&member.wire), &field.name, text);
                    let inside = inner.finish();
                    writer.statement(quote!(for item in #items.iter() { #inside }));
                }
            }
        }
        true
    }

    fn numbered_item(&mut self, writer: &mut Writer, list: &List, field: &Field, start: usize, put: Put<'_, 'p, 'v>) {
        let Type::Record(id) = list.item.ty else {
            let text = self.text_expression(&list.item, field, &quote!(item));
            return put(self, writer, Name::Numbered(&field.wire, start), "number", text);
        };
        for (index, member) in self.plan.vendor.record(id).fields.iter().enumerate() {
            self.present(writer, id, index, &quote!(item), &mut Comma::No, &mut |this, writer, given, _| {
                let text = match given {
                    Given::Value(access) => this.given_text(member, access),
                    Given::Absent(absent) => {
                        let text = absent_text(absent);
                        quote!(::std::string::String::from(#text))
                    }
                };
                put(this, writer, Name::Numbered(&member.wire, start), &member.name, text);
            });
        }
    }

    /// A scalar as an expression of type `String`; it uses `?`.
    pub(in crate::rust) fn text_expression(
        &mut self,
        shape: &Shape,
        field: &Field,
        value: &TokenStream,
    ) -> TokenStream {
        let mut inner = Writer::new(quote!(out));
        self.scalar_shape(&mut inner, Sink::Raw, shape, field, value);
        let body = inner.finish();
        quote!(rt::write::text_of(|out| { #body ::core::result::Result::Ok(()) })?)
    }

    /// A column as one text.
    fn column(&mut self, items: &TokenStream, member: &Field, value: &TokenStream, separator: &str) -> TokenStream {
        let text = self.text_expression(&member.shape, member, value);
        let at = member.name.as_str();
        quote! {
            rt::write::text_of(|out| {
                for (index, item) in ::core::iter::Iterator::enumerate(#items.iter()) {
                    if index > 0 {
                        out.extend_from_slice(#separator.as_bytes());
                    }
                    let text = #text;
                    rt::write::joinable(out, &text, #separator).index(index).at(#at)?;
                }
                ::core::result::Result::Ok(())
            })?
        }
    }
}
