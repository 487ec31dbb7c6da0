//! Callbacks: a module for each, with the event's type and how it is read and verified.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{Arm, Callback, IfAbsent, Names, Operation, Received, RecordId, Vendor, Verify};

use super::docs::{DocText, clean, code};
use super::encode::{Encoders, snake};
use super::module::{Module, Reach};
use super::names::{module, pascal, type_ident};
use super::plan::{Home, Plan, home_of, path, wire_home};
use super::replies::{Replies, path as steps, text_frame};
use super::writer::Patterns;

/// The module of a callback.
pub fn callback<'p>(plan: &'p Plan<'_>, callback: &'p Callback, replies: &mut Replies) -> Module {
    let home: Home = home_of(Some(&callback.name));
    let mut docs = DocText::of(&callback.docs, "What the vendor sends to you.");
    docs.say(format!(
        "A callback: the vendor sends it to the address that you gave, as {}. On the vendor's page: {} (read {}).",
        if callback.in_query { "the query of a GET" } else { "the body of a POST" },
        code(callback.docs.place.as_deref().unwrap_or(&callback.page.title)),
        clean(&callback.page.read)
    ));
    if let Some(repeated) = &callback.repeated {
        docs.say(format!("Repeated: {}", clean(repeated)));
    }
    if let Some(confirm) = &callback.confirm_with {
        docs.say(format!("Whether it is true is told by [`{confirm}`](super::{}).", module(confirm)));
    }
    for point in &callback.open_points {
        docs.say(format!("**Open point.** {} Chosen: {}", clean(&point.says), clean(&point.chosen)));
    }
    let mut result = Module::new(&home[0], docs, Reach::Public);
    let unused = !callback.outcomes.is_empty() && callback.outcomes.iter().all(|o| o.record != callback.event);
    let apart: Vec<RecordId> = if unused { vec![callback.event] } else { Vec::new() };
    let (items, children) = super::types_of(plan, &home, &apart);
    result.items.extend(event_enum(plan, callback, &home));
    result.items.extend(items);
    result.items.extend(methods(plan, callback, &home));
    result.children.extend(children);
    result.children.push(wire(plan, callback, &home, replies, &apart));
    result
}

fn event_enum(plan: &Plan<'_>, callback: &Callback, home: &Home) -> TokenStream {
    if callback.outcomes.is_empty() {
        return TokenStream::new();
    }
    let name = type_ident(&callback.name);
    let docs = DocText::of(&callback.docs, "An event of the vendor.").outer();
    let variants = callback.outcomes.iter().map(|outcome| {
        let (variant, record) = (type_ident(&outcome.arm), plan.record_path(outcome.record, home));
        let docs = DocText::new(None, &format!("The page's case {}.", code(&outcome.arm))).outer();
        quote!(#docs #variant(#record))
    });
    quote! {
        #docs
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    }
}

fn event_path(plan: &Plan<'_>, callback: &Callback, here: &Home) -> TokenStream {
    match callback.outcomes.is_empty() {
        true => plan.record_path(callback.event, here),
        false => path(here, &home_of(Some(&callback.name)), &pascal(&callback.name)),
    }
}

fn methods(plan: &Plan<'_>, callback: &Callback, home: &Home) -> TokenStream {
    let event = event_path(plan, callback, home);
    let verified = callback.verify.as_ref().map(|_| {
        quote! {
            /// Reads what arrived, if its signature is right.
            ///
            /// # Errors
            ///
            /// No signature or another one, and what can't be read. Nothing of it is to be believed then.
            pub fn read(
                credentials: &super::CallbackCredentials,
                incoming: &::generated_client::Incoming<'_>,
            ) -> ::core::result::Result<::generated_client::Verified<Self>, ::generated_client::CallbackError> {
                rt::callback::verified(&wire::FACTS, incoming, |payload| wire::verify(credentials, payload), wire::read)
            }
        }
    });
    let may_lack = callback.verify.as_ref().is_none_or(|verify| verify.if_absent == IfAbsent::Unverified);
    let unverified = may_lack.then(|| {
        quote! {
            /// Reads what arrived without a signature: anybody could have sent it.
            ///
            /// # Errors
            ///
            /// What can't be read, or is none of the documented events.
            pub fn read_unverified(
                incoming: &::generated_client::Incoming<'_>,
            ) -> ::core::result::Result<::generated_client::Unverified<Self>, ::generated_client::CallbackError> {
                rt::callback::unverified(&wire::FACTS, incoming, wire::read)
            }
        }
    });
    let acknowledge = &callback.acknowledge;
    let (status, body) = (Literal::u16_unsuffixed(acknowledge.status), &acknowledge.body);
    let content_type = acknowledge.content_type.as_deref().unwrap_or("text/plain; charset=utf-8");
    quote! {
        impl #event {
            #verified
            #unverified

            /// What to answer once the event is safe with you.
            #[must_use]
            pub fn acknowledge() -> ::generated_client::Acknowledgement {
                ::generated_client::Acknowledgement::new(#status, #content_type, #body)
            }
        }
    }
}

fn wire<'p>(
    plan: &'p Plan<'_>,
    callback: &'p Callback,
    home: &Home,
    replies: &mut Replies,
    apart: &[RecordId],
) -> Module {
    let docs = DocText::new(None, &format!("How `{}` goes over the wire.", callback.name));
    let mut module = Module::new("wire", docs, Reach::Crate);
    let here = wire_home(home);
    let table = replies.name(&callback.reply);
    let table = path(&here, &vec!["replies".into()], &table.to_string());
    let (format, in_query) = (type_ident(callback.format.name()), callback.in_query);
    let event = event_path(plan, callback, &here);
    let read = if callback.outcomes.is_empty() {
        let payload = payload(plan, callback.event, &here);
        quote!(#payload)
    } else {
        let arms = callback.outcomes.iter().map(|outcome| {
            let (arm, variant, payload) =
                (&outcome.arm, type_ident(&outcome.arm), payload(plan, outcome.record, &here));
            quote!(#arm => #payload.map(#event::#variant))
        });
        quote! {
            match payload.arm {
                #(#arms,)*
                _ => ::core::result::Result::Err(rt::Malformed::new("a documented event")),
            }
        }
    };
    let mut patterns = Patterns::default();
    let verify = callback.verify.as_ref().map(|verify| {
        let mut encoders = Encoders::new(plan, home);
        let expected = encoders.expected(verify, None);
        let parts = signed_parts(verify);
        patterns = std::mem::take(&mut encoders.patterns);
        quote! {
            static SIGNED: rt::SignedParts = #parts;

            pub(crate) fn verify(
                credentials: &super::super::CallbackCredentials,
                payload: &rt::Payload<'_>,
            ) -> ::core::result::Result<rt::Proof, rt::Malformed> {
                let cx = rt::Keys { credentials, settings: &() };
                payload.verify(&SIGNED, |received| ::core::result::Result::Ok(#expected))
            }
        }
    });
    let (inner, statics) = super::wire_of(plan, home, apart, Names::Exact, patterns);
    module.items.extend(quote! {
        pub(crate) static FACTS: rt::callback::CallbackFacts = rt::callback::CallbackFacts {
            format: rt::Format::#format,
            in_query: #in_query,
            reply: &#table,
        };

        pub(crate) fn read(payload: rt::Payload<'_>) -> ::core::result::Result<#event, rt::Malformed> {
            #read
        }
        #verify
        #statics
        #inner
    });
    module
}

/// A result with the record at the hole.
fn payload(plan: &Plan<'_>, id: RecordId, here: &Home) -> TokenStream {
    let (record, ty) = (plan.vendor.record(id), plan.record_path(id, here));
    if record.fields.is_empty() {
        return quote!({ let _ = payload; ::core::result::Result::<#ty, rt::Malformed>::Ok(#ty {}) });
    }
    let reader = format_ident!("read_{}", snake(plan.record_name(id)));
    quote!(#reader(payload.required()?)?.ok_or_else(|| rt::Malformed::new("an event")))
}

/// Where a signature and what it is computed of stand.
fn signed_parts(verify: &Verify) -> TokenStream {
    let signature = match &verify.signature {
        Received::Member(path) => {
            let path = steps(path);
            quote!(rt::Signature::Member(#path))
        }
        Received::Header(index, hole) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(rt::Signature::Header(#index, #hole))
        }
        Received::Request(_) => quote!(rt::Signature::Member(&[])),
    };
    let headers = verify.headers.iter().map(|(name, pattern)| {
        let frame = text_frame(pattern, false);
        quote!((#name, #frame))
    });
    quote!(rt::SignedParts { signature: #signature, headers: &[#(#headers),*] })
}

/// The method that verifies the replies of an operation, where its arms say how; and what it needs.
pub fn reply_verify<'p>(operation: &'p Operation, encoders: &mut Encoders<'p, '_>) -> (TokenStream, TokenStream) {
    let mut known: Vec<(&str, &Verify)> = Vec::new();
    for arm in operation.reply.forms.iter().flat_map(|(_, form)| &form.arms) {
        if let Arm { name, verify: Some(verify), .. } = arm
            && !known.iter().any(|(before, _)| before == name)
        {
            known.push((name, verify));
        }
    }
    if known.is_empty() {
        return Default::default();
    }
    let mut statics = TokenStream::new();
    let arms: Vec<TokenStream> = known
        .into_iter()
        .map(|(name, verify)| {
            let (constant, parts) = (format_ident!("SIGNED_{}", name.to_uppercase()), signed_parts(verify));
            statics.extend(quote!(static #constant: rt::SignedParts = #parts;));
            let expected = encoders.expected(verify, Some(operation));
            quote!(#name => payload.verify(&#constant, |received| ::core::result::Result::Ok(#expected))?.required())
        })
        .collect();
    let method = quote! {
        #[allow(unused_variables)]
        fn verify(
            &self,
            cx: &rt::Keys<'_, <Self::Vendor as rt::Vendor>::Credentials, <Self::Vendor as rt::Vendor>::Settings>,
            payload: &rt::Payload<'_>,
        ) -> ::core::result::Result<(), rt::Malformed> {
            match payload.arm {
                #(#arms,)*
                _ => ::core::result::Result::Ok(()),
            }
        }
    };
    (method, statics)
}

/// The names at the vendor's level that callbacks take.
pub fn event_names(vendor: &Vendor, home: &Home) -> Vec<String> {
    let several = vendor.callbacks.iter().filter(|c| !c.outcomes.is_empty() && *home == home_of(Some(&c.name)));
    several.map(|c| pascal(&c.name)).collect()
}
