//! Calls that are safe to repeat, and the question what became of one.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Field, Operation, Presence, Repeated, Type, Vendor};

use super::docs::{DocText, clean, code};
use super::names::ident;
use super::plan::{Home, Plan};
use super::types::Needs;

/// What repeating a call means, where it has an own id.
pub fn key_docs(vendor: &Vendor, operation: &Operation) -> Option<String> {
    let key = operation.key.as_ref()?;
    let field = vendor.record(operation.request).fields.get(key.field)?;
    let with = match field.presence {
        Presence::Required => format!("The vendor knows a call again by {}", code(&field.name)),
        _ => format!("Where {} is given, the vendor knows the call again by it", code(&field.name)),
    };
    let what = match key.repeated {
        Repeated::AnswersAsBefore => "a second one with the same id does nothing and is answered as the first one was",
        Repeated::Refuses => {
            "a second one with the same id is refused, which after an unclear outcome tells that the first one arrived"
        }
    };
    let note = key.note.as_ref().map_or_else(String::new, |note| format!(" {}", clean(note)));
    Some(format!(
        "**Own id.** {with}: {what}. So a call whose outcome is unclear is tried again by itself, with the same id. Keep \
         the id before the call, and take another one for every other call.{note}"
    ))
}

/// What the engine asks: whether a request has an own id, and what repeating it does.
pub fn facts(vendor: &Vendor, operation: &Operation) -> (TokenStream, TokenStream) {
    let Some((key, field)) =
        operation.key.as_ref().and_then(|key| Some((key, field_of(vendor, operation, key.field)?)))
    else {
        return Default::default();
    };
    let repeated = match key.repeated {
        Repeated::AnswersAsBefore => quote!(AnswersAsBefore),
        Repeated::Refuses => quote!(Refuses),
    };
    let name = ident(&field.name);
    let is_text = vendor.bare(&field.shape).ty == Type::Text;
    let text = if matches!(field.shape.ty, Type::Named(_)) { quote!(key.as_str()) } else { quote!(key) };
    // An empty id is none.
    let is_keyed = match (field.presence == Presence::Required, is_text) {
        (true, true) => quote!({ let key = &self.#name; !#text.trim().is_empty() }),
        (true, false) => quote!(true),
        (false, true) => quote!(self.#name.as_ref().is_some_and(|key| !#text.trim().is_empty())),
        (false, false) => quote!(self.#name.is_some()),
    };
    let facts = quote!(key: ::core::option::Option::Some(rt::Repeated::#repeated),);
    let function = quote! {
        fn is_keyed(&self) -> bool {
            #is_keyed
        }
    };
    (facts, function)
}

/// The request that asks what became of a call, made of the call's own values.
pub fn question(plan: &Plan<'_>, operation: &Operation, home: &Home, request: &TokenStream) -> TokenStream {
    let vendor = plan.vendor;
    let asked = operation.told_by.as_ref().and_then(|name| vendor.operation(name));
    let Some(asked) = asked.filter(|_| !operation.told_with.is_empty()) else { return TokenStream::new() };
    let (theirs, ours) = (&vendor.record(asked.request).fields, &vendor.record(operation.request).fields);
    let mut may_lack = false;
    let values: Vec<TokenStream> = plan
        .sent_slots(asked.request, home)
        .iter()
        .map(|slot| {
            let name = &slot.name;
            let pair = operation.told_with.iter().find(|(their, _)| Some(*their) == slot.field);
            let Some((their, our)) = pair.and_then(|(their, our)| Some((theirs.get(*their)?, ours.get(*our)?))) else {
                return match slot.needs {
                    Needs::Optional => quote!(#name: ::core::option::Option::None),
                    // Nothing that is required lacks a value; the resolver saw to it.
                    Needs::Defaulted | Needs::Required => quote!(#name: ::core::default::Default::default()),
                };
            };
            let field = ident(&our.name);
            let value = quote!(::core::clone::Clone::clone(&self.#field));
            match (their.presence == Presence::Required, our.presence == Presence::Required) {
                (true, true) | (false, false) => quote!(#name: #value),
                (false, true) => quote!(#name: ::core::option::Option::Some(#value)),
                (true, false) => {
                    may_lack = true;
                    quote!(#name: #value?)
                }
            }
        })
        .collect();
    let unchecked = plan.has_checks(asked.request).then(|| quote!(unchecked_: false,));
    let question = plan.record_path(asked.request, home);
    let made = quote!(#question { #(#values,)* #unchecked });
    let module = super::names::module(&asked.name);
    let mut doc = DocText::new(None, "The question what became of this call, ready to be sent.");
    doc.say(format!(
        "For [`Error::InDoubt`](::generated_client::Error::InDoubt), or after a crash: see [`{module}`](super::{module}) \
         for what the answer means."
    ));
    let (ty, made) = if may_lack {
        doc.say("None where the call lacks what the vendor would have to be asked with.");
        (quote!(::core::option::Option<#question>), quote!(::core::option::Option::Some(#made)))
    } else {
        (question, made)
    };
    let docs = doc.outer();
    quote! {
        impl #request {
            #docs
            #[must_use]
            pub fn told_by(&self) -> #ty {
                #made
            }
        }
    }
}

fn field_of<'v>(vendor: &'v Vendor, operation: &Operation, index: usize) -> Option<&'v Field> {
    vendor.record(operation.request).fields.get(index)
}
