//! Enums, named scalars and records.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{
    Base, EnumId, Field, From, Limits, Member, NewtypeId, Presence, Record, RecordId, Rules, Safety, Shape, Type,
    Visibility,
};

use super::docs::{DocText, alias, code, limits};
use super::names::{ident, method, pascal, type_ident};
use super::plan::{Home, Plan};

/// What a struct holds: a field of the record, as Rust has it.
pub struct Slot {
    /// The field of the record; none for what no field of the wire is.
    pub field: Option<usize>,
    /// Its name.
    pub name: Ident,
    /// Its type, without `Option`.
    pub ty: TokenStream,
    /// Whether it must be given.
    pub needs: Needs,
    /// Its docs.
    pub docs: TokenStream,
    /// The summary alone, where the docs stand nearby.
    pub brief: TokenStream,
    /// What a caller may pass instead of the type.
    pub into: bool,
    /// Masked in `Debug`.
    pub masked: bool,
}

/// Whether a slot must be given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// It must.
    Required,
    /// It may; it is an `Option`.
    Optional,
    /// It may; its type has a default of its own.
    Defaulted,
}

impl Slot {
    /// The type of the struct's field.
    pub fn field_type(&self) -> TokenStream {
        let ty = &self.ty;
        if self.needs == Needs::Optional { quote!(::core::option::Option<#ty>) } else { ty.clone() }
    }

    /// The type of a parameter.
    fn parameter(&self) -> TokenStream {
        let ty = &self.ty;
        if self.into { quote!(impl ::core::convert::Into<#ty>) } else { ty.clone() }
    }

    fn argument(&self) -> TokenStream {
        let name = &self.name;
        if self.into { quote!(::core::convert::Into::into(#name)) } else { quote!(#name) }
    }
}

impl Plan<'_> {
    /// The slots of a record that is sent.
    pub fn sent_slots(&self, id: RecordId, here: &Home) -> Vec<Slot> {
        let record = self.vendor.record(id);
        let members = record
            .fields
            .iter()
            .enumerate()
            .filter(|(_, f)| f.presence != Presence::Chosen && matches!(f.from, From::Caller));
        members
            .map(|(field, f)| Member { field, required: f.presence == Presence::Required })
            .map(|member| self.slot(id, member, here))
            .collect()
    }

    /// The slot of a field that is sent.
    pub fn slot(&self, id: RecordId, member: Member, here: &Home) -> Slot {
        let record = self.vendor.record(id);
        let field = &record.fields[member.field];
        let mut needs = if member.required { Needs::Required } else { Needs::Optional };
        let (ty, into) = match record.choice_of(member.field) {
            Some(choice) if !member.required && !record.choices[choice].absent.is_empty() => {
                needs = Needs::Defaulted;
                (self.optional_choice_path((id, member.field), here), true)
            }
            Some(_) => (self.choice_path((id, member.field), here), true),
            None => (self.field_type(field, here), takes_into(field)),
        };
        Slot {
            field: Some(member.field),
            name: ident(&field.name),
            ty,
            needs,
            docs: self.field_docs(field, needs != Needs::Required, true),
            brief: summary(field).outer(),
            into,
            masked: self.masked(field),
        }
    }

    /// The slots of a record that is only received: rules of the request do not bind the vendor.
    pub fn received_slots(&self, record: &Record, here: &Home) -> Vec<Slot> {
        record
            .fields
            .iter()
            .enumerate()
            .map(|(index, field)| {
                let needs = if field.presence == Presence::Required { Needs::Required } else { Needs::Optional };
                Slot {
                    field: Some(index),
                    name: ident(&field.name),
                    ty: self.field_type(field, here),
                    needs,
                    docs: self.field_docs(field, needs != Needs::Required, false),
                    brief: summary(field).outer(),
                    into: false,
                    masked: self.masked(field),
                }
            })
            .collect()
    }

    fn masked(&self, field: &Field) -> bool {
        field.visibility != Visibility::Anyone
    }

    fn field_docs(&self, field: &Field, optional: bool, sent: bool) -> TokenStream {
        let mut doc = summary(field);
        if optional {
            doc.add(if sent { "May be left out." } else { "The vendor may leave it out." });
        }
        doc.note(&field.docs);
        if let Some(asked) = &field.equals {
            doc.say(format!("It is the request's `{}`: a reply with another is in doubt.", asked.name));
        }
        for line in rule_docs(&self.vendor.bare(&field.shape).rules, &field.shape) {
            doc.say(line);
        }
        doc.place_of(&field.docs, &field.wire, &field.name);
        let alias = alias(&field.wire, &field.name);
        let docs = doc.outer();
        quote!(#docs #alias)
    }

    /// A struct whose fields people read and set.
    pub fn struct_of(
        &self,
        name: &Ident,
        docs: &TokenStream,
        slots: &[Slot],
        private: &TokenStream,
        derives: &TokenStream,
    ) -> TokenStream {
        let fields = slots.iter().map(|slot| {
            let (name, ty, docs) = (&slot.name, slot.field_type(), &slot.docs);
            quote!(#docs pub #name: #ty)
        });
        let masked = slots.iter().any(|slot| slot.masked);
        let debug = if masked { TokenStream::new() } else { quote!(::core::fmt::Debug,) };
        let manual = if masked { debug_impl(name, slots) } else { TokenStream::new() };
        quote! {
            #docs
            #[derive(::core::clone::Clone, #debug #derives)]
            #[non_exhaustive]
            pub struct #name { #(#fields,)* #private }
            #manual
        }
    }

    /// `new` and the setters of a struct that callers make; the struct of required values, where it needs one.
    pub fn constructor(
        &self,
        name: &Ident,
        required_name: &Ident,
        slots: &[Slot],
        private: &TokenStream,
    ) -> TokenStream {
        let required: Vec<&Slot> = slots.iter().filter(|s| s.needs == Needs::Required).collect();
        let rest = slots.iter().filter_map(|slot| {
            let name = &slot.name;
            match slot.needs {
                Needs::Required => None,
                Needs::Optional => Some(quote!(#name: ::core::option::Option::None)),
                Needs::Defaulted => Some(quote!(#name: ::core::default::Default::default())),
            }
        });
        let setters = slots.iter().filter(|s| s.needs != Needs::Required).map(|slot| {
            let (field, method, docs, parameter, argument) =
                (&slot.name, method(&slot.name.to_string()), &slot.docs, slot.parameter(), slot.argument());
            let value =
                if slot.needs == Needs::Optional { quote!(::core::option::Option::Some(#argument)) } else { argument };
            quote! {
                #docs
                #[must_use]
                pub fn #method(mut self, #field: #parameter) -> Self {
                    self.#field = #value;
                    self
                }
            }
        });
        let by_name = needs_names(&required);
        let (parameters, _) = self.parameters(&required, &quote!(#required_name));
        let new_docs = if required.is_empty() {
            "Nothing is required."
        } else if by_name {
            "The required values, each by its name."
        } else {
            "The required values."
        };
        let values = required.iter().map(|slot| {
            let (name, argument) = (&slot.name, slot.argument());
            match (by_name, slot.into) {
                (true, _) => quote!(#name: required.#name),
                (false, true) => quote!(#name: #argument),
                (false, false) => quote!(#name),
            }
        });
        let default = if required.is_empty() {
            quote! {
                impl ::core::default::Default for #name {
                    fn default() -> Self {
                        Self::new()
                    }
                }
            }
        } else {
            TokenStream::new()
        };
        let required_struct =
            if by_name { required_struct(name, required_name, &required) } else { TokenStream::new() };
        let new_docs = DocText::new(None, new_docs).outer();
        let private = if private.is_empty() { TokenStream::new() } else { quote!(unchecked_: false,) };
        quote! {
            #required_struct
            impl #name {
                #new_docs
                #[must_use]
                pub fn new(#parameters) -> Self {
                    Self { #(#values,)* #(#rest,)* #private }
                }
                #(#setters)*
            }
            #default
        }
    }

    /// Parameters for the required values and what to pass them on as.
    pub fn parameters(&self, required: &[&Slot], by_name: &TokenStream) -> (TokenStream, TokenStream) {
        if needs_names(required) {
            return (quote!(required: #by_name), quote!(required));
        }
        let parameters = required.iter().map(|slot| {
            let (name, ty) = (&slot.name, slot.parameter());
            quote!(#name: #ty)
        });
        let names = required.iter().map(|slot| &slot.name);
        (quote!(#(#parameters),*), quote!(#(#names),*))
    }

    /// The enum of a tag's plain values.
    pub fn enumeration_items(&self, id: EnumId) -> TokenStream {
        let Some(plan) = self.enumeration(id) else { return TokenStream::new() };
        let values = self.vendor.enumeration(id);
        let name = ident(self.enum_name(id));
        let docs = DocText::of(&values.docs, "One of the vendor's values.").place(&values.docs).outer();
        let variants = values.values.iter().map(|value| {
            let variant = super::names::variant(&value.name);
            let docs = DocText::of(&value.docs, &format!("The vendor's {}.", code(&value.wire)))
                .place_of(&value.docs, &value.wire, &pascal(&value.name))
                .outer();
            let alias = alias(&value.wire, &pascal(&value.name));
            quote!(#docs #alias #variant)
        });
        let names: Vec<Ident> = values.values.iter().map(|v| super::names::variant(&v.name)).collect();
        let wires: Vec<&str> = values.values.iter().map(|v| v.wire.as_str()).collect();
        let (unknown, unknown_arm, reader) = if plan.received {
            let readings = values.values.iter().zip(&names).map(|(value, name)| match values.base {
                Base::Boolean if value.wire == "true" => quote!("true" | "True" | "TRUE" | "1" => Self::#name),
                Base::Boolean => quote!("false" | "False" | "FALSE" | "0" => Self::#name),
                _ => {
                    let wire = &value.wire;
                    quote!(#wire => Self::#name)
                }
            });
            (
                quote! {
                    /// A value that the vendor's page did not list when this was generated.
                    Unknown(::generated_client::Unlisted),
                },
                quote!(Self::Unknown(unlisted) => unlisted.as_str(),),
                quote! {
                    #[allow(dead_code)]
                    pub(crate) fn from_wire(text: &str) -> Self {
                        match text {
                            #(#readings,)*
                            other => Self::Unknown(rt::unlisted(other)),
                        }
                    }
                },
            )
        } else {
            Default::default()
        };
        let copy = if plan.received { TokenStream::new() } else { quote!(::core::marker::Copy,) };
        let wire = if plan.received { quote!(&str) } else { quote!(&'static str) };
        quote! {
            #docs
            #[derive(::core::clone::Clone, #copy ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
            #[non_exhaustive]
            pub enum #name { #(#variants,)* #unknown }
            impl #name {
                /// The value as it goes over the wire.
                #[must_use]
                pub fn as_str(&self) -> #wire {
                    match self { #(Self::#names => #wires,)* #unknown_arm }
                }
                #reader
            }
        }
    }

    /// A named scalar.
    pub fn newtype_items(&self, id: NewtypeId) -> TokenStream {
        let newtype = self.vendor.newtype(id);
        let name = type_ident(&newtype.name);
        let mut doc = DocText::of(&newtype.docs, "A value of the vendor.");
        for line in rule_docs(&newtype.shape.rules, &newtype.shape) {
            doc.say(line);
        }
        let docs = doc.place(&newtype.docs).outer();
        let inner = self.shape_type(&newtype.shape, &vec![super::plan::SHARED.into()]);
        let text = newtype.shape.ty == Type::Text;
        let copy = if text { TokenStream::new() } else { quote!(::core::marker::Copy,) };
        let field = newtype.name.as_str();
        let checks =
            check_statements(&newtype.shape.rules, &newtype.shape.ty, &quote!(&value), newtype.docs.place.as_deref());
        let parameter = if text { quote!(impl ::core::convert::Into<#inner>) } else { inner.clone() };
        let convert =
            if text { quote!(let value: #inner = ::core::convert::Into::into(value);) } else { TokenStream::new() };
        let new = if checks.is_empty() {
            quote! {
                /// Any value will do: the vendor's page names no limits.
                #[must_use]
                pub fn new(value: #parameter) -> Self {
                    #convert
                    Self(value)
                }
            }
        } else {
            quote! {
                /// Refuses what breaks the page's rule above.
                pub fn new(value: #parameter) -> ::core::result::Result<Self, ::generated_client::Invalid> {
                    #convert
                    #(#checks.at(#field)?;)*
                    ::core::result::Result::Ok(Self(value))
                }
            }
        };
        let get = if text {
            quote! {
                /// The text.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }
        } else {
            quote! {
                /// The value itself.
                #[must_use]
                pub fn get(self) -> #inner {
                    self.0
                }
            }
        };
        quote! {
            #docs
            #[derive(::core::clone::Clone, #copy ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::cmp::PartialOrd, ::core::cmp::Ord, ::core::hash::Hash)]
            pub struct #name(pub(super) #inner);
            impl #name { #new #get }
        }
    }

    /// A record of a module: what people see of it.
    pub fn record_items(&self, id: RecordId, here: &Home) -> TokenStream {
        let record = self.vendor.record(id);
        let name = ident(self.record_name(id));
        if record.sent {
            let slots = self.sent_slots(id, here);
            let mut docs = DocText::of(&record.docs, "A record of the vendor.");
            for line in self.rule_lines(id) {
                docs.say(line);
            }
            let docs = docs.place(&record.docs).outer();
            let body = self.struct_of(&name, &docs, &slots, &TokenStream::new(), &quote!(::core::cmp::PartialEq,));
            let required = format_ident!("{}Required", name);
            let constructor = self.constructor(&name, &required, &slots, &TokenStream::new());
            quote!(#body #constructor)
        } else {
            let slots = self.received_slots(record, here);
            let docs = DocText::of(&record.docs, "A record of the vendor.").place(&record.docs).outer();
            self.struct_of(&name, &docs, &slots, &TokenStream::new(), &quote!(::core::cmp::PartialEq,))
        }
    }

    /// How often an operation may be repeated, for its docs.
    pub fn safety_docs(safety: Safety) -> &'static str {
        match safety {
            Safety::Read => "It changes nothing at the vendor: a call whose outcome is unclear is tried again.",
            Safety::Idempotent => "Done twice it is as if done once: a call whose outcome is unclear is tried again.",
            Safety::Once => {
                "Done twice it counts twice: a call whose outcome is unclear is never tried again by itself."
            }
        }
    }
}

fn takes_into(field: &Field) -> bool {
    field.visibility == Visibility::Secret || matches!(field.shape.ty, Type::Text)
}

/// Values that could be swapped unnoticed are given by name.
pub fn needs_names(required: &[&Slot]) -> bool {
    let types: Vec<String> = required.iter().map(|slot| slot.ty.to_string()).collect();
    let twins = types.iter().enumerate().any(|(i, ty)| types.iter().take(i).any(|other| other == ty));
    // Everything converts into a choice or a text, so two of those could be swapped as well.
    let loose = required.iter().filter(|slot| slot.into).count() > 1;
    required.len() > 3 || twins || loose
}

fn required_struct(of: &Ident, name: &Ident, required: &[&Slot]) -> TokenStream {
    let docs = DocText::new(None, &format!("What [`{of}`] can't be without.")).outer();
    let fields = required.iter().map(|slot| {
        let (name, ty, docs) = (&slot.name, &slot.ty, &slot.brief);
        quote!(#docs pub #name: #ty)
    });
    let masked = required.iter().any(|slot| slot.masked);
    let debug = if masked { TokenStream::new() } else { quote!(#[derive(::core::clone::Clone, ::core::fmt::Debug)]) };
    let manual = if masked { debug_impl_of(name, required.iter().copied()) } else { TokenStream::new() };
    quote! {
        #docs
        #debug
        pub struct #name { #(#fields),* }
        #manual
    }
}

fn debug_impl(name: &Ident, slots: &[Slot]) -> TokenStream {
    debug_impl_of(name, slots.iter())
}

/// `Debug` that masks what not everybody may see.
fn debug_impl_of<'s>(name: &Ident, slots: impl Iterator<Item = &'s Slot>) -> TokenStream {
    let text = name.to_string();
    let fields = slots.map(|slot| {
        let (field, shown) = (&slot.name, slot.name.to_string());
        if slot.masked { quote!(.field(#shown, &rt::Masked)) } else { quote!(.field(#shown, &self.#field)) }
    });
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#text)#(#fields)*.finish_non_exhaustive()
            }
        }
    }
}

/// The first sentence of a field's docs.
fn summary(field: &Field) -> DocText {
    DocText::new(field.docs.summary.as_deref(), &format!("The vendor's {}.", code(&field.wire)))
}

fn rule_docs(rules: &Rules, shape: &Shape) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(length) = &rules.length {
        let unit = if length.unit.as_deref() == Some("bytes") { "bytes" } else { "characters" };
        lines.push(format!("Length: {} {unit}.", limits(length)));
    }
    if let Some(range) = &rules.range {
        lines.push(format!("Range: {}.", limits(range)));
    }
    if let Some(count) = &rules.count {
        lines.push(format!("Items: {}.", limits(count)));
    }
    if matches!(shape.ty, Type::DateTime) {
        let zone = if shape.form.is_epoch() { "In UTC." } else { "In the vendor's local time; it names no zone." };
        lines.push(zone.to_owned());
    }
    lines
}

/// Expressions of type `Result<(), Invalid>` that hold the rules against a reference to a value.
pub fn check_statements(rules: &Rules, ty: &Type, value: &TokenStream, place: Option<&str>) -> Vec<TokenStream> {
    let place = match place {
        Some(place) => quote!(::core::option::Option::Some(#place)),
        None => quote!(::core::option::Option::None),
    };
    let bound = |bound: Option<i64>| match bound {
        Some(bound) => {
            let bound = proc_macro2::Literal::i64_unsuffixed(bound);
            quote!(::core::option::Option::Some(#bound))
        }
        None => quote!(::core::option::Option::None),
    };
    let ends = |limits: &Limits| (bound(limits.min), bound(limits.max));
    let mut checks = Vec::new();
    if let Some(length) = &rules.length {
        let (min, max) = ends(length);
        let check = if length.unit.as_deref() == Some("bytes") { quote!(bytes) } else { quote!(characters) };
        checks.push(quote!(rt::check::#check(#value, #min, #max, #place)));
    }
    if let Some(range) = &rules.range {
        let (min, max) = ends(range);
        let check = if *ty == Type::Decimal { quote!(decimal) } else { quote!(integer) };
        let number = super::encode::copied(value);
        checks.push(quote!(rt::check::#check(#number, #min, #max, #place)));
    }
    if let Some(count) = &rules.count {
        let (min, max) = ends(count);
        let items = super::encode::place(value);
        checks.push(quote!(rt::check::count(#items.len(), #min, #max, #place)));
    }
    checks
}

/// The rules of a shape's own, without those that its named type keeps by itself.
pub fn own_rules(shape: &Shape) -> Option<&Rules> {
    (!matches!(shape.ty, Type::Named(_)) && !shape.rules.is_empty()).then_some(&shape.rules)
}
