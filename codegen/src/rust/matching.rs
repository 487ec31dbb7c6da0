//! How the items of a reply are held against those that were sent.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use vendor_model::model::{Field, MatchKey, Matches, Operation, Presence, RecordId, Shape, Type};

use super::names::ident;
use super::plan::Plan;

/// A list of a reply, by reference; one that is not there has no items.
pub fn list_ref(field: &Field, place: &impl ToTokens) -> TokenStream {
    match field.presence {
        Presence::Required => quote!(&#place),
        _ => quote!(#place.as_deref().unwrap_or_default()),
    }
}

/// `let not_processed = ...`: what was sent and is not in `items`; or the refusal of another number of items.
pub fn missing(
    plan: &Plan<'_>,
    operation: &Operation,
    matches: &Matches,
    items: &TokenStream,
    receiver: &TokenStream,
) -> TokenStream {
    let sent = &plan.vendor.record(operation.request).fields[matches.request];
    let received = &plan.vendor.record(operation.response).fields[matches.items];
    let sent_name = ident(&sent.name);
    let Some(missing) = &matches.missing else {
        let sent = list_ref(sent, &quote!(#receiver.#sent_name));
        let (sent, items) = (super::encode::place(&sent), super::encode::place(items));
        return quote!(rt::arms::same_count(#sent.len(), #items.len())?;);
    };
    let (Type::List(sent_list), Type::List(received_list)) = (&sent.shape.ty, &received.shape.ty) else {
        return TokenStream::new();
    };
    let outcomes = plan.outcomes_of(received_list).is_some();
    let key = |item: &Shape, index: Option<usize>, last: Option<usize>| {
        let field = index.and_then(|index| plan.vendor.record(record_of(plan, item)?).fields.get(index));
        let key = match field {
            None => compared(plan, item, &quote!(item), true),
            Some(field) => {
                let name = ident(&field.name);
                if field.presence == Presence::Required {
                    compared(plan, &field.shape, &quote!(item.#name), false)
                } else {
                    let inner = compared(plan, &field.shape, &quote!(value), true);
                    quote!(item.#name.as_ref().map_or(rt::MatchKey::absent(), |value| #inner))
                }
            }
        };
        match last {
            Some(last) => quote!(#key.last(#last)),
            None => key,
        }
    };
    let sent_keys = matches.by.iter().map(|MatchKey { sent, last, .. }| key(&sent_list.item, *sent, *last));
    let received_keys: Vec<TokenStream> =
        matches.by.iter().map(|MatchKey { received, last, .. }| key(&received_list.item, *received, *last)).collect();
    // A refused item says what it is about, too.
    let received_key = if outcomes {
        let nothing = matches.by.iter().map(|_| quote!(rt::MatchKey::absent()));
        quote!(|item| match item {
            ::core::result::Result::Ok(item) => [#(#received_keys),*],
            ::core::result::Result::Err(error) => match error.item() {
                ::core::option::Option::Some(item) => [#(#received_keys),*],
                ::core::option::Option::None => [#(#nothing),*],
            },
        })
    } else {
        quote!(|item| [#(#received_keys),*])
    };
    let name = ident(missing);
    quote! {
        let #name = rt::unanswered(&#receiver.#sent_name, #items, |item| [#(#sent_keys),*], #received_key);
    }
}

/// The record of an item: of one with arms, what all arms hold.
fn record_of(plan: &Plan<'_>, item: &Shape) -> Option<RecordId> {
    match item.ty {
        Type::Record(id) => Some(id),
        Type::Union(id) => plan.vendor.union(id).shared,
        _ => None,
    }
}

/// A value as it is compared; `place` is the value, or a reference to it.
fn compared(plan: &Plan<'_>, shape: &Shape, place: &TokenStream, by_reference: bool) -> TokenStream {
    let named = matches!(shape.ty, Type::Named(_));
    let text = plan.vendor.bare(shape).ty == Type::Text;
    match (text, named, by_reference) {
        (true, true, _) => quote!(rt::MatchKey::text(#place.as_str())),
        (true, false, true) => quote!(rt::MatchKey::text(#place)),
        (true, false, false) => quote!(rt::MatchKey::text(&#place)),
        (false, true, _) => quote!(rt::MatchKey::integer(#place.get())),
        (false, false, true) => quote!(rt::MatchKey::integer(*#place)),
        (false, false, false) => quote!(rt::MatchKey::integer(#place)),
    }
}
