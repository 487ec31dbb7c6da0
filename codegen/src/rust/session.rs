//! Tokens: what the client asks for by itself, and keeps.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{HandOut, Lives, Operation, Presence, Token, Type, Vendor, Verdict};

use super::names::{ident, module, pascal, type_ident};
use super::plan::{Plan, home_of, path, wire_home};

/// The vendor's sessions, one for each token.
pub fn sessions(vendor: &Vendor) -> Option<TokenStream> {
    if vendor.tokens.is_empty() {
        return None;
    }
    let sessions = vendor.tokens.iter().map(|token| {
        let name = &token.name;
        let by = |hand_out: &Option<HandOut>, renews| match hand_out {
            Some(hand_out) => {
                let (operation, constant) = (ident(&module(&hand_out.operation)), constant(token, renews));
                quote!(::core::option::Option::Some(super::#operation::wire::#constant))
            }
            None => quote!(::core::option::Option::None),
        };
        let (obtain, refresh) = (by(&token.grant, false), by(&token.refresh, true));
        let stale_http = token.stale_http.iter().map(|status| Literal::u16_unsuffixed(*status));
        let stale_codes = &token.stale_codes;
        quote! {
            rt::Session {
                name: #name,
                obtain: #obtain,
                refresh: #refresh,
                stale_http: &[#(#stale_http),*],
                stale_codes: &[#(#stale_codes),*],
            }
        }
    });
    Some(quote!(const SESSIONS: &'static [rt::Session<Self>] = &[#(#sessions),*];))
}

/// The tokens that an operation needs, if any.
pub fn needs(operation: &Operation) -> Option<TokenStream> {
    let tokens = operation.send.tokens.iter().map(|index| Literal::usize_unsuffixed(*index));
    (!operation.send.tokens.is_empty()).then(|| quote!(tokens: &[#(#tokens),*],))
}

/// How an operation hands out tokens: the request from the credentials alone, and the token in the reply.
pub fn hand_outs(plan: &Plan<'_>, operation: &Operation, request: &TokenStream) -> TokenStream {
    let mut items = TokenStream::new();
    for token in &plan.vendor.tokens {
        for (hand_out, renews) in token.grant.iter().map(|g| (g, false)).chain(token.refresh.iter().map(|r| (r, true)))
        {
            if hand_out.operation == operation.name {
                items.extend(constant_item(plan, operation, token, hand_out, renews, request));
            }
        }
    }
    items
}

fn constant(token: &Token, renews: bool) -> Ident {
    format_ident!("{}_{}", if renews { "REFRESH" } else { "GRANT" }, token.name.to_uppercase())
}

fn constant_item(
    plan: &Plan<'_>,
    operation: &Operation,
    token: &Token,
    hand_out: &HandOut,
    renews: bool,
    request: &TokenStream,
) -> TokenStream {
    let here = wire_home(&home_of(Some(&operation.name)));
    let vendor = path(&here, &vec!["client".into()], &pascal(&plan.vendor.name));
    let record = plan.vendor.record(operation.response);
    // A token that is only promised is none.
    let done = operation.outcomes.iter().filter(|o| o.verdict == Verdict::Success && o.record == operation.response);
    let done: Vec<Ident> = done.map(|outcome| type_ident(&outcome.arm)).collect();
    let done = (!done.is_empty()).then(|| {
        let reply = plan.reply_path(operation, &here);
        quote! {
            let reply = match reply {
                #(#reply::#done(reply))|* => reply,
                #[allow(unreachable_patterns)]
                _ => return ::core::result::Result::Err(rt::Malformed::new("a token")),
            };
        }
    });
    let secret = ident(&record.fields[hand_out.field].name);
    let value = |index: usize| {
        let field = &record.fields[index];
        let (name, named) = (ident(&field.name), matches!(field.shape.ty, Type::Named(_)));
        match (field.presence == Presence::Required, named) {
            (true, true) => quote!(::core::option::Option::Some(reply.#name.get())),
            (true, false) => quote!(::core::option::Option::Some(reply.#name)),
            (false, true) => quote!(reply.#name.map(|value| value.get())),
            (false, false) => quote!(reply.#name),
        }
    };
    let lives = match hand_out.lives {
        Lives::UntilStale => TokenStream::new(),
        Lives::Seconds(seconds) => {
            let seconds = Literal::u64_unsuffixed(seconds);
            quote!(.lasting(::core::option::Option::Some(#seconds)))
        }
        Lives::For(field, 1) => {
            let seconds = value(field);
            quote!(.lasting(#seconds))
        }
        Lives::For(field, factor) => {
            let (count, factor) = (value(field), Literal::u32_unsuffixed(factor));
            quote!(.lasting(#count.map(|count| count.saturating_mul(#factor))))
        }
        Lives::Until(field) => {
            let end = value(field);
            let utc = plan.vendor.bare(&record.fields[field].shape).ty == Type::Instant;
            if utc { quote!(.until(#end.map(|end| end.to_utc()))) } else { quote!(.until(#end)) }
        }
    };
    let next = hand_out.next.map(|next| {
        let next = value(next);
        quote!(.renewed_by(#next))
    });
    // Some tokens are renewed by themselves.
    let taken = if hand_out.next == Some(hand_out.field) {
        quote!(::core::clone::Clone::clone(&reply.#secret))
    } else {
        quote!(reply.#secret)
    };
    let name = constant(token, renews);
    let read_with = if renews { quote!(#request::new("")) } else { quote!(#request::new()) };
    let read = quote! {
        read: |payload| {
            let reply = rt::Operation::read(&#read_with, payload)?;
            #done
            ::core::result::Result::Ok(rt::Token::new(#taken) #lives #next)
        },
    };
    if renews {
        quote! {
            pub(crate) const #name: rt::Refresh<#vendor> = rt::Refresh {
                facts: <#request as rt::Operation>::FACTS,
                write: |refresh, cx, draft| {
                    rt::Operation::write(&#request::new(::core::clone::Clone::clone(refresh)), cx, draft)
                },
                #read
            };
        }
    } else {
        quote! {
            pub(crate) const #name: rt::Grant<#vendor> = rt::Grant {
                facts: <#request as rt::Operation>::FACTS,
                write: |cx, draft| rt::Operation::write(&#request::new(), cx, draft),
                #read
            };
        }
    }
}
