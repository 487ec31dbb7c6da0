//! Decoders: one function for each record, the same for all formats.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use vendor_model::model::{
    Absent, Codec, Field, List, Names, Presence, RecordId, Shape, TextPattern, Type, Visibility,
};

use super::encode::snake;
use super::names::{ident, local};
use super::plan::{Home, Plan, path, wire_home};
use super::writer::Patterns;

/// The decoders of a module.
pub struct Decoders<'p, 'v, 'w> {
    /// Where types live.
    pub plan: &'p Plan<'v>,
    /// The wire module.
    pub here: Home,
    /// How names are compared.
    pub names: Names,
    /// Date patterns of the module.
    pub patterns: &'w mut Patterns,
}

impl Decoders<'_, '_, '_> {
    /// The function that reads a record.
    pub fn record(&mut self, id: RecordId, not_read: &TokenStream) -> TokenStream {
        let record = self.plan.vendor.record(id);
        let name = format_ident!("read_{}", snake(self.plan.record_name(id)));
        let ty = self.plan.record_path(id, &self.here);
        let slots: Vec<TokenStream> = record.fields.iter().map(|field| self.slot(field)).collect();
        let arms: Vec<TokenStream> = record.fields.iter().map(|field| self.arm(field)).collect();
        let read = match record.fields.as_slice() {
            [field] => self.only(field),
            _ => quote!(match member.name { #(#arms,)* _ => {} }),
        };
        let values: Vec<TokenStream> = record.fields.iter().map(|field| value(self.plan, field)).collect();
        let members = format_ident!(
            "{}",
            if record.fields.iter().any(|field| field.wire == "#text") { "text_members" } else { "members" }
        );
        quote! {
            #[inline]
            pub(crate) fn #name(value: rt::read::Value<'_>) -> ::core::result::Result<::core::option::Option<#ty>, rt::Malformed> {
                if value.is_nothing() {
                    return ::core::result::Result::Ok(::core::option::Option::None);
                }
                #(#slots)*
                for member in value.#members()? {
                    #read
                }
                ::core::result::Result::Ok(::core::option::Option::Some(#ty { #(#values,)* #not_read }))
            }
        }
    }

    fn slot(&self, field: &Field) -> TokenStream {
        let (name, wire) = (local(&field.name), &field.wire);
        match &field.shape.ty {
            Type::List(list) if join_of(field).is_none() && !is_document(field) => {
                let form = form(list);
                quote!(let mut #name = rt::read::Items::new(#wire, #form);)
            }
            _ => quote!(let mut #name = rt::read::Slot::new(#wire);),
        }
    }

    fn only(&mut self, field: &Field) -> TokenStream {
        let (name, wire) = (local(&field.name), &field.wire);
        let reader = self.field_reader(field);
        let same = match self.names {
            Names::Exact => quote!(member.name == #wire),
            Names::IgnoreCase => quote!(member.name.eq_ignore_ascii_case(#wire)),
        };
        quote!(if #same { #name.read(member.value, #reader)?; })
    }

    /// A function from a value to what a field holds, if anything.
    pub fn field_reader(&mut self, field: &Field) -> TokenStream {
        let reader = self.given_reader(field);
        let absent = match &field.absent {
            Some(Absent::Text(text)) => text.as_str(),
            Some(Absent::Empty) => "",
            _ => return reader,
        };
        if matches!(field.shape.ty, Type::List(_) | Type::Record(_)) {
            return reader;
        }
        quote!(|value| rt::read::unless(value, #absent, #reader))
    }

    fn given_reader(&mut self, field: &Field) -> TokenStream {
        match &field.shape.ty {
            Type::List(list) if is_document(field) => {
                let reader = self.reader(&list.item, field.visibility);
                quote!(|value| rt::read::nested(value, rt::Format::Json, |value| rt::read::items_of(value, #reader)))
            }
            Type::List(list) if join_of(field).is_some() => {
                let reader = self.reader(&list.item, field.visibility);
                let separator = join_of(field).unwrap_or_default();
                quote!(|value| rt::read::list_of(value, #separator, #reader))
            }
            Type::List(list) => self.reader(&list.item, field.visibility),
            _ => self.reader(&field.shape, field.visibility),
        }
    }

    fn arm(&mut self, field: &Field) -> TokenStream {
        let (name, wire) = (local(&field.name), &field.wire);
        let reader = self.field_reader(field);
        let pattern = match self.names {
            Names::Exact => quote!(#wire),
            Names::IgnoreCase => quote!(name if name.eq_ignore_ascii_case(#wire)),
        };
        quote!(#pattern => #name.read(member.value, #reader)?)
    }

    /// A function from a value to what it holds, if anything.
    pub fn reader(&mut self, shape: &Shape, visibility: Visibility) -> TokenStream {
        match &shape.ty {
            Type::Text if visibility == Visibility::Secret => quote!(rt::read::secret),
            Type::Text => match shape.form.codecs.iter().find(|c| c.is_outer()) {
                Some(Codec::Base64) => quote!(|value| rt::read::base64_text(value, rt::Base64::Standard)),
                Some(Codec::Base64Url) => quote!(|value| rt::read::base64_text(value, rt::Base64::UrlNoPad)),
                Some(Codec::Hex) => quote!(rt::read::hex_text),
                Some(Codec::UrlEncode) => quote!(rt::read::url_decoded),
                _ => quote!(rt::read::text),
            },
            Type::Bytes => match shape.form.codecs.iter().find(|c| c.is_outer()) {
                Some(Codec::Base64Url) => quote!(|value| rt::read::base64(value, rt::Base64::UrlNoPad)),
                Some(Codec::Hex) => quote!(rt::read::hex),
                _ => quote!(|value| rt::read::base64(value, rt::Base64::Standard)),
            },
            Type::Integer => quote!(rt::read::integer),
            Type::Decimal if shape.form.codecs.iter().any(|c| matches!(c, Codec::Thousands(_))) => {
                let of =
                    |c: &Codec| if let Codec::Thousands(separator) = c { Some(separator.to_string()) } else { None };
                let separator = shape.form.codecs.iter().find_map(of);
                let point = proc_macro2::Literal::byte_character(super::scalar::point_of(&shape.form.codecs));
                quote!(|value| rt::read::grouped(value, #separator, #point))
            }
            Type::Decimal => match shape.form.codecs.iter().find(|c| matches!(c, Codec::Minor(_) | Codec::Comma(_))) {
                Some(Codec::Minor(scale)) => {
                    let scale = proc_macro2::Literal::u8_unsuffixed(*scale);
                    quote!(|value| rt::read::minor(value, #scale))
                }
                Some(_) => quote!(rt::read::decimal_comma),
                None => quote!(rt::read::decimal),
            },
            Type::Boolean => match shape
                .form
                .codecs
                .iter()
                .find_map(|c| if let Codec::Words(yes, no) = c { Some((yes, no)) } else { None })
            {
                Some((yes, no)) => quote!(|value| rt::read::words(value, &[#yes], &[#no])),
                None => quote!(rt::read::boolean),
            },
            Type::DateTime | Type::Instant if shape.form.is_epoch() => {
                let is_seconds = shape.form.codecs.contains(&Codec::EpochSeconds);
                let unit = if is_seconds { quote!(Seconds) } else { quote!(Milliseconds) };
                let zone = (shape.ty == Type::Instant).then(|| quote!(.map(|time| time.map(rt::OffsetDateTime::utc))));
                quote!(|value| rt::read::epoch(value, rt::Epoch::#unit)#zone)
            }
            Type::Duration => {
                let form = shape.form.duration().map(super::scalar::duration_form);
                quote!(|value| rt::read::duration(value, #form))
            }
            Type::Month | Type::Date | Type::DateTime | Type::Instant => {
                let function = match shape.ty {
                    Type::Month => quote!(month),
                    Type::Date => quote!(date),
                    Type::DateTime => quote!(datetime),
                    _ => quote!(offset_datetime),
                };
                let patterns: Vec<_> =
                    shape.form.dates.iter().map(|p| self.patterns.name(p, shape.form.calendar)).collect();
                quote!(|value| rt::read::#function(value, &[#(&#patterns),*]))
            }
            Type::Enum(id) => {
                let ty = self.plan.enum_path(*id, &self.here);
                quote!(|value| rt::read::variant(value, #ty::from_wire))
            }
            Type::Record(id) => {
                let function = format!("read_{}", snake(self.plan.record_name(*id)));
                let function = path(&self.here, &wire_home(&self.plan.record_home(*id)), &function);
                match shape
                    .form
                    .codecs
                    .iter()
                    .find_map(|c| if let Codec::Document(format) = c { Some(*format) } else { None })
                {
                    Some(format) => {
                        let format = super::names::type_ident(format.name());
                        let base64 = shape.form.codecs.contains(&Codec::Base64);
                        let nested = if base64 { quote!(nested_base64) } else { quote!(nested) };
                        quote!(|value| rt::read::#nested(value, rt::Format::#format, #function))
                    }
                    None => match shape.form.codecs.iter().find_map(pattern_of) {
                        Some(patterns) => {
                            let frames = patterns.iter().map(|pattern| super::replies::text_frame(pattern, false));
                            quote!(|value| rt::read::nested(value, rt::Reads::Text(&[#(#frames),*]), #function))
                        }
                        None => function,
                    },
                }
            }
            Type::Named(id) => {
                let ty = self.plan.newtype_path(*id, &self.here);
                let inner = self.plan.vendor.newtype(*id).shape.clone();
                let reader = self.reader(&inner, visibility);
                let text = reader.to_string();
                // `|value| f(value)` is called by what stands in it.
                let call = match text.strip_prefix("| value |").and_then(|body| body.parse::<TokenStream>().ok()) {
                    Some(body) => body,
                    None => quote!(#reader(value)),
                };
                quote!(|value| #call.map(|read| read.map(#ty)))
            }
            Type::Union(id) => path(&self.here, &wire_home(&self.plan.union_home(*id)), &self.plan.union_reader(*id)),
            // The resolver refuses lists of lists, and replies have no files.
            Type::List(_) | Type::File => quote!(rt::read::text),
        }
    }
}

fn value(plan: &Plan<'_>, field: &Field) -> TokenStream {
    let (name, read) = (ident(&field.name), local(&field.name));
    let list = matches!(field.shape.ty, Type::List(_)) && join_of(field).is_none() && !is_document(field);
    // Rules of a request that hang on a tag do not bind a reply.
    let required = field.presence == Presence::Required;
    let outcomes = matches!(&field.shape.ty, Type::List(list) if plan.outcomes_of(list).is_some());
    // An object of JSON is there, if only without names.
    if required && list && field.shape.form.keyed().is_some() {
        return match outcomes {
            true => quote!(#name: ::core::convert::Into::into(#read.given()?)),
            false => quote!(#name: #read.given()?),
        };
    }
    match (required, list) {
        (true, true) if outcomes => quote!(#name: ::core::convert::Into::into(#read.required(value)?)),
        (false, _) if outcomes => quote!(#name: #read.optional().map(::core::convert::Into::into)),
        (true, false) if outcomes => quote!(#name: ::core::convert::Into::into(#read.required()?)),
        (true, true) => quote!(#name: #read.required(value)?),
        (true, false) => quote!(#name: #read.required()?),
        (false, _) => quote!(#name: #read.optional()),
    }
}

/// Whether a value is a document in a text.
fn is_document(field: &Field) -> bool {
    field.shape.form.codecs.iter().any(|codec| matches!(codec, Codec::Document(_)))
}

/// The texts with holes that a record is written as.
fn pattern_of(codec: &Codec) -> Option<&Vec<TextPattern>> {
    if let Codec::Pattern(patterns) = codec { Some(patterns) } else { None }
}

/// What stands between the items of a list that is one text.
fn join_of(field: &Field) -> Option<&str> {
    field
        .shape
        .form
        .codecs
        .iter()
        .find_map(|c| if let Codec::Join(separator) = c { Some(separator.as_str()) } else { None })
}

/// How a list is written in XML.
pub fn form(list: &List) -> TokenStream {
    match &list.xml_item {
        Some(item) => quote!(rt::read::ListForm::Wrapped(#item)),
        None => quote!(rt::read::ListForm::Repeated),
    }
}
