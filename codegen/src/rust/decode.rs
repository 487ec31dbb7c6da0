//! Decoders: one function for each record, the same for all formats.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use vendor_model::model::{Field, List, Names, Presence, RecordId, Shape, Type, Visibility};

use super::encode::snake;
use super::names::ident;
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
        let values: Vec<TokenStream> = record.fields.iter().map(value).collect();
        quote! {
            pub(crate) fn #name(value: rt::read::Value<'_>) -> ::core::result::Result<::core::option::Option<#ty>, rt::Malformed> {
                if value.is_nothing() {
                    return ::core::result::Result::Ok(::core::option::Option::None);
                }
                #(#slots)*
                for member in value.members()? {
                    #read
                }
                ::core::result::Result::Ok(::core::option::Option::Some(#ty { #(#values,)* #not_read }))
            }
        }
    }

    fn slot(&self, field: &Field) -> TokenStream {
        let (name, wire) = (ident(&field.name), &field.wire);
        match &field.shape.ty {
            Type::List(list) => {
                let form = form(list);
                quote!(let mut #name = rt::read::Items::new(#wire, #form);)
            }
            _ => quote!(let mut #name = rt::read::Slot::new(#wire);),
        }
    }

    fn only(&mut self, field: &Field) -> TokenStream {
        let (name, wire) = (ident(&field.name), &field.wire);
        let reader = self.field_reader(field);
        let same = match self.names {
            Names::Exact => quote!(member.name == #wire),
            Names::IgnoreCase => quote!(member.name.eq_ignore_ascii_case(#wire)),
        };
        quote!(if #same { #name.read(member.value, #reader)?; })
    }

    fn field_reader(&mut self, field: &Field) -> TokenStream {
        match &field.shape.ty {
            Type::List(list) => self.reader(&list.item, field.visibility),
            _ => self.reader(&field.shape, field.visibility),
        }
    }

    fn arm(&mut self, field: &Field) -> TokenStream {
        let (name, wire) = (ident(&field.name), &field.wire);
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
            Type::Text => quote!(rt::read::text),
            Type::Integer => quote!(rt::read::integer),
            Type::Decimal => quote!(rt::read::decimal),
            Type::Boolean => quote!(rt::read::boolean),
            Type::Date | Type::DateTime => {
                let function = if shape.ty == Type::Date { quote!(date) } else { quote!(datetime) };
                let patterns: Vec<_> = shape.form.dates.iter().map(|p| self.patterns.name(p, shape.form.calendar)).collect();
                quote!(|value| rt::read::#function(value, &[#(&#patterns),*]))
            }
            Type::Enum(id) => {
                let ty = self.plan.enum_path(*id, &self.here);
                quote!(|value| rt::read::word(value).map(|word| word.map(|word| #ty::from_wire(&word))))
            }
            Type::Record(id) => {
                let function = format!("read_{}", snake(self.plan.record_name(*id)));
                path(&self.here, &wire_home(&self.plan.record_home(*id)), &function)
            }
            Type::Named(id) => {
                let ty = self.plan.newtype_path(*id, &self.here);
                let inner = self.plan.vendor.newtype(*id).shape.clone();
                let reader = self.reader(&inner, visibility);
                let call = if reader.to_string().starts_with('|') { quote!((#reader)(value)) } else { quote!(#reader(value)) };
                quote!(|value| #call.map(|read| read.map(#ty)))
            }
            // The resolver refuses lists of lists.
            Type::List(_) => quote!(rt::read::text),
        }
    }
}

fn value(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let list = matches!(field.shape.ty, Type::List(_));
    // Rules of a request that hang on a tag do not bind a reply.
    let required = field.presence == Presence::Required;
    match (required, list) {
        // XML can't tell an empty list from none.
        (true, true) => quote!(#name: #name.or_empty()),
        (true, false) => quote!(#name: #name.required()?),
        (false, _) => quote!(#name: #name.optional()),
    }
}

/// How a list is written in XML.
pub fn form(list: &List) -> TokenStream {
    match &list.xml_item {
        Some(item) => quote!(rt::read::ListForm::Wrapped(#item)),
        None => quote!(rt::read::ListForm::Repeated),
    }
}
