//! Values of several shapes, and items with outcomes of their own: their types, and how they are read.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use vendor_model::model::{Names, RecordId, Safety, Type, Union, UnionArm, UnionId, Verdict};

use super::decode::{Decoders, form};
use super::docs::DocText;
use super::encode::snake;
use super::names::{ident, type_ident};
use super::plan::{Home, Plan, path, wire_home};

impl Plan<'_> {
    /// The enum of a value of several shapes; nothing where the only arm's content is the value.
    pub fn union_items(&self, id: UnionId, here: &Home) -> TokenStream {
        let union = self.vendor.union(id);
        if union.only().is_some() {
            return TokenStream::new();
        }
        let name = ident(self.union_name(id));
        let docs = DocText::of(&union.docs, "One of the shapes that the vendor gives it.").place(&union.docs).outer();
        let variants = union.taken().map(|(_, arm)| {
            let variant = type_ident(&arm.arm.name);
            let usual = match (union.is_outcome, arm.arm.verdict) {
                (_, Verdict::Pending) => "The vendor took it on. It is not done yet, and may still fail.".to_owned(),
                (true, _) => "It was done.".to_owned(),
                (false, _) => format!("The shape that the spec calls `{}`.", arm.arm.name),
            };
            let docs = DocText::of(&arm.docs, &usual).outer();
            match self.held_type(arm, here) {
                Some(held) => quote!(#docs #variant(#held)),
                None => quote!(#docs #variant),
            }
        });
        quote! {
            #docs
            #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        }
    }
}

impl Decoders<'_, '_, '_> {
    /// The function that reads a value of several shapes, and the table of its arms.
    pub fn union(&mut self, id: UnionId) -> TokenStream {
        let union = self.plan.vendor.union(id);
        let function = self.plan.union_reader(id);
        let table = format_ident!("{}", function.to_uppercase());
        let function = format_ident!("{function}");
        let rows = union.arms.iter().map(|arm| super::replies::arm(&arm.arm, &union.frame));
        let names = match self.names {
            Names::Exact => quote!(rt::Names::Exact),
            Names::IgnoreCase => quote!(rt::Names::IgnoreAsciiCase),
        };
        let code = path(&self.here, &Home::new(), "Code");
        let taken: Vec<TokenStream> = union.taken().map(|(_, arm)| self.taken(id, union, arm)).collect();
        let arms = quote! {
            #(#taken,)*
            _ => ::core::result::Result::Ok(::core::option::Option::None),
        };
        let held = self.plan.union_held(id, &self.here);
        let (value_type, body) = if union.is_outcome {
            let error = self.plan.item_error(id, &self.here);
            let safety = super::operation::safety(self.safety_of(union));
            let of_all = match union.shared {
                Some(shared) => {
                    let read = self.record_reader(shared);
                    quote!(|value| value.map_or(::core::result::Result::Ok(::core::option::Option::None), #read))
                }
                None => quote!(|_| ::core::result::Result::Ok(::core::option::Option::None)),
            };
            (
                quote!(::generated_client::ItemResult<#held, #error>),
                quote!(rt::arms::outcome(value, (#table, #names, rt::Safety::#safety), #of_all, |arm, value| match arm { #arms })),
            )
        } else {
            (
                held,
                quote! {
                    let is_known = |tables: &[&str], code: &str| <#code as rt::Code>::is_known(&<#code as rt::Code>::from_tables(tables, code));
                    rt::arms::one_of(value, #table, #names, &is_known, |arm, value| match arm { #arms })
                },
            )
        };
        quote! {
            static #table: &[rt::Arm] = &[#(#rows),*];
            #[inline]
            pub(crate) fn #function(value: rt::read::Value<'_>) -> ::core::result::Result<::core::option::Option<#value_type>, rt::Malformed> {
                #body
            }
        }
    }

    /// An operation that changes nothing leaves nothing open about its items; types that several share may be of any.
    fn safety_of(&self, union: &Union) -> Safety {
        let owner = union.owner.as_deref().and_then(|name| self.plan.vendor.operation(name));
        owner.map_or(Safety::Once, |operation| operation.safety)
    }

    /// An arm of the match that reads what an arm of the value holds.
    fn taken(&mut self, id: UnionId, union: &Union, arm: &UnionArm) -> TokenStream {
        let name = &arm.arm.name;
        let variant = union.only().is_none().then(|| {
            let (path, variant) = (self.plan.union_held(id, &self.here), type_ident(name));
            quote!(#path::#variant)
        });
        let Some(record) = arm.record else {
            let value = variant.unwrap_or_else(|| quote!(()));
            return quote!(#name => ::core::result::Result::Ok(::core::option::Option::Some(#value)));
        };
        let field = self.plan.vendor.record(record).fields.first().filter(|_| arm.is_value);
        let read = match field.map(|field| (&field.shape.ty, field)) {
            Some((Type::List(list), field)) if field.shape.form.codecs.is_empty() => {
                let (form, reader) = (form(list), self.reader(&list.item, field.visibility));
                let into = self.plan.outcomes_of(list).map(|_| quote!(.map(::core::convert::Into::into)));
                quote!(|value| rt::read::Items::from_value(value, #form, #reader)#into.map(::core::option::Option::Some))
            }
            Some((_, field)) => self.field_reader(field),
            None => self.record_reader(record),
        };
        // `|value| f(value)` is called by what stands in it.
        let text = read.to_string();
        let read = match text.strip_prefix("| value |").and_then(|body| body.parse::<TokenStream>().ok()) {
            Some(body) => body,
            None => quote!(#read(value)),
        };
        let made = match variant {
            Some(variant) => quote!(#read.map(|read| read.map(#variant))),
            None => read,
        };
        quote! {
            #name => match value {
                ::core::option::Option::Some(value) => #made,
                ::core::option::Option::None => ::core::result::Result::Err(rt::Malformed::new("to be present")),
            }
        }
    }

    fn record_reader(&self, id: RecordId) -> TokenStream {
        let function = format!("read_{}", snake(self.plan.record_name(id)));
        path(&self.here, &wire_home(&self.plan.record_home(id)), &function)
    }
}
