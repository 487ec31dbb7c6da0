//! Choices: an enum with an arm for each value of the tag, whose payload holds
//! what goes with that value and nothing else.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{Choice, Record, RecordId, Type};

use super::docs::{DocText, alias, code};
use super::module::{Module, Reach};
use super::names::{ident, method, pascal};
use super::plan::{Home, Plan};
use super::types::{Needs, Slot};

impl Plan<'_> {
    /// The enum of a choice; its arms stand in a module of their own.
    pub fn choice_items(&self, id: RecordId, choice: &Choice, here: &Home) -> (TokenStream, Module) {
        let record = self.vendor.record(id);
        let Type::Enum(tag) = record.fields[choice.tag].shape.ty else {
            return (TokenStream::new(), Module::new("none", DocText::default(), Reach::Private));
        };
        let values = self.vendor.enumeration(tag);
        let name = ident(self.choice_name((id, choice.tag)));
        let module_name = self.choice_module((id, choice.tag));
        let mut inside = here.clone();
        inside.push(module_name.clone());
        let module_ident = ident(&module_name);

        let mut module = Module::new(
            module_name,
            DocText::new(None, &format!("What goes with each value of [`{name}`](super::{name}).")),
            Reach::Public,
        );
        let mut variants = Vec::new();
        let mut constructors = Vec::new();
        let mut conversions = Vec::new();
        for arm in &choice.arms {
            let value = &values.values[arm.value];
            let variant = super::names::variant(&value.name);
            let docs = DocText::of(&value.docs, &format!("The vendor's {}.", code(&value.wire)))
                .place_of(&value.docs, &value.wire, &pascal(&value.name))
                .outer();
            let alias = alias(&value.wire, &pascal(&value.name));
            variants.push(quote!(#docs #alias #variant(#module_ident::#variant)));
            let slots: Vec<Slot> = arm.members.iter().map(|member| self.slot(id, *member, &inside)).collect();
            module.items.extend(self.arm_struct(&variant, &docs, &slots));
            let here_slots: Vec<Slot> = arm.members.iter().map(|member| self.slot(id, *member, here)).collect();
            let of_method = super::docs::alias(&value.wire, &method(&value.name).to_string());
            constructors.push(self.arm_constructor(
                &variant,
                &value.name,
                &docs,
                &of_method,
                &here_slots,
                &module_ident,
            ));
            conversions.push(quote! {
                impl ::core::convert::From<#module_ident::#variant> for #name {
                    fn from(arm: #module_ident::#variant) -> Self {
                        Self::#variant(arm)
                    }
                }
            });
        }
        let docs = DocText::of(&values.docs, "Decides what else may be given.").place(&values.docs).outer();
        let mut items = quote! {
            #docs
            #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
            impl #name { #(#constructors)* }
            #(#conversions)*
        };
        if self.has_optional_use(record, choice) {
            items.extend(self.optional_choice(id, choice, &name, &module_ident, &inside, &mut module));
        }
        (items, module)
    }

    /// The tag's text of each arm.
    pub fn choice_text(&self, id: RecordId, choice: &Choice) -> TokenStream {
        let Type::Enum(tag) = self.vendor.record(id).fields[choice.tag].shape.ty else { return TokenStream::new() };
        let values = self.vendor.enumeration(tag);
        let name = ident(self.choice_name((id, choice.tag)));
        let arms = choice.arms.iter().map(|arm| {
            let value = &values.values[arm.value];
            let (variant, wire) = (super::names::variant(&value.name), &value.wire);
            quote!(Self::#variant(_) => #wire)
        });
        quote! {
            impl #name {
                /// The value as it goes over the wire.
                #[must_use]
                pub fn as_str(&self) -> &'static str {
                    match self { #(#arms,)* }
                }
            }
        }
    }

    /// Whether somewhere the tag may be missing although other fields hang on it.
    fn has_optional_use(&self, record: &Record, choice: &Choice) -> bool {
        let optional = match choice.parent {
            None => record.fields[choice.tag].presence != vendor_model::model::Presence::Required,
            Some(parent) => record.choices[parent]
                .arms
                .iter()
                .flat_map(|arm| &arm.members)
                .any(|m| m.field == choice.tag && !m.required),
        };
        optional && !choice.absent.is_empty()
    }

    fn optional_choice(
        &self,
        id: RecordId,
        choice: &Choice,
        name: &Ident,
        module_ident: &Ident,
        inside: &Home,
        module: &mut Module,
    ) -> TokenStream {
        let optional = format_ident!("Optional{name}");
        let slots: Vec<Slot> = choice.absent.iter().map(|member| self.slot(id, *member, inside)).collect();
        let absent = format_ident!("NotGiven");
        let docs = DocText::new(None, "What may be given without it.").outer();
        module.items.extend(self.arm_struct(&absent, &docs, &slots));
        let docs = DocText::new(None, &format!("[`{name}`], or what may be given without it.")).outer();
        quote! {
            #docs
            #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            pub enum #optional {
                /// It is given.
                Given(#name),
                /// It is not.
                NotGiven(#module_ident::NotGiven),
            }
            impl ::core::default::Default for #optional {
                fn default() -> Self {
                    Self::NotGiven(#module_ident::NotGiven::new())
                }
            }
            impl ::core::convert::From<#name> for #optional {
                fn from(given: #name) -> Self {
                    Self::Given(given)
                }
            }
            impl ::core::convert::From<#module_ident::NotGiven> for #optional {
                fn from(not_given: #module_ident::NotGiven) -> Self {
                    Self::NotGiven(not_given)
                }
            }
        }
    }

    fn arm_struct(&self, name: &Ident, docs: &TokenStream, slots: &[Slot]) -> TokenStream {
        let body = self.struct_of(name, docs, slots, &TokenStream::new(), &quote!(::core::cmp::PartialEq,));
        let constructor = self.constructor(name, &format_ident!("{name}Required"), slots, &TokenStream::new());
        quote!(#body #constructor)
    }

    /// `Credit::bank_transfer(5)`: the arm with what it requires.
    fn arm_constructor(
        &self,
        variant: &Ident,
        value: &str,
        docs: &TokenStream,
        alias: &TokenStream,
        slots: &[Slot],
        module: &Ident,
    ) -> TokenStream {
        let method = method(value);
        let required: Vec<&Slot> = slots.iter().filter(|s| s.needs == Needs::Required).collect();
        let (parameters, arguments) = self.parameters(&required, &{
            let name = format_ident!("{variant}Required");
            quote!(#module::#name)
        });
        quote! {
            #docs
            #alias
            #[must_use]
            pub fn #method(#parameters) -> Self {
                Self::#variant(#module::#variant::new(#arguments))
            }
        }
    }
}
