//! Fields of a reply that have to be what was asked for.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Field, Operation, Presence, RecordId, Type};

use super::names::ident;
use super::plan::Plan;

/// Whether a record is held against the request.
pub fn is_asked(plan: &Plan<'_>, id: RecordId) -> bool {
    plan.vendor.record(id).fields.iter().any(|field| field.equals.is_some())
}

/// Statements that refuse a `reply` with other values than those of the request; what is not there on either side says
/// nothing.
pub fn checks(plan: &Plan<'_>, operation: &Operation, id: RecordId, receiver: &TokenStream) -> TokenStream {
    let request = plan.vendor.record(operation.request);
    let checks = plan.vendor.record(id).fields.iter().filter_map(|field| {
        let asked = request.fields.get(field.equals.as_ref()?.field)?;
        let (asked_name, name, at) = (ident(&asked.name), ident(&field.name), field.name.as_str());
        let one = value(plan, asked, &quote!(#receiver.#asked_name), &quote!(asked));
        let other = value(plan, field, &quote!(reply.#name), &quote!(answered));
        let check = quote!(rt::answers(#at, #one, #other)?;);
        let is_there = |field: &Field| field.presence == Presence::Required;
        Some(match (is_there(asked), is_there(field)) {
            (true, true) => check,
            (false, true) => quote!(if let ::core::option::Option::Some(asked) = &#receiver.#asked_name { #check }),
            (true, false) => quote!(if let ::core::option::Option::Some(answered) = &reply.#name { #check }),
            (false, false) => quote! {
                if let (::core::option::Option::Some(asked), ::core::option::Option::Some(answered)) = (&#receiver.#asked_name, &reply.#name) {
                    #check
                }
            },
        })
    });
    checks.collect()
}

/// A reference to what is compared; `place` is the field, and `reference` what an optional one holds.
fn value(plan: &Plan<'_>, field: &Field, place: &TokenStream, reference: &TokenStream) -> TokenStream {
    let is_required = field.presence == Presence::Required;
    let at = if is_required { place } else { reference };
    match (&plan.vendor.bare(&field.shape).ty, &field.shape.ty) {
        (Type::Text | Type::Enum(_), _) => quote!(#at.as_str()),
        (_, Type::Named(_)) => quote!(&#at.get()),
        _ if is_required => quote!(&#place),
        _ => quote!(#reference),
    }
}
