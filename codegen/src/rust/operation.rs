//! An operation: its types, and beside them how they go over the wire.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use vendor_model::model::{
    HoleSource, Matches, Operation, Pattern, Piece, Presence, RecordId, Safety, Type, Vendor, Verdict,
};

use super::decode::{Decoders, form};
use super::docs::{DocText, clean, code};
use super::encode::{Encoders, snake};
use super::matching::{list_ref, missing};
use super::module::{Module, Reach};
use super::names::{ident, pascal, type_ident};
use super::plan::{Home, Plan, path};
use super::replies::Replies;
use super::types::Slot;

/// The module of an operation.
pub fn module<'p>(plan: &'p Plan<'_>, operation: &'p Operation, replies: &mut Replies) -> Module {
    let home: Home = super::plan::home_of(Some(&operation.name));
    let mut docs = DocText::of(&operation.docs, "An operation of the vendor.");
    docs.say(format!(
        "On the vendor's page: {} (read {}).",
        code(operation.docs.place.as_deref().unwrap_or(&operation.page.title)),
        clean(&operation.page.read)
    ));
    docs.say(Plan::safety_docs(operation.safety));
    if let Some(key) = super::repeats::key_docs(plan.vendor, operation) {
        docs.say(key);
    }
    if let Some(told_by) = &operation.told_by {
        docs.say(format!(
            "What became of a call in doubt is told by [`{told_by}`](super::{}).",
            super::names::module(told_by)
        ));
    }
    if let Some(host) = operation.send.host.and_then(|host| plan.vendor.hosts.get(host)) {
        docs.say(format!(
            "It answers on the host {host} of the vendor, which [`Config::host_url`](super::Config::host_url) replaces.",
            host = code(host)
        ));
    }
    for limit in &operation.limits {
        docs.say(format!("**Limit.** {}", clean(&limit.in_words())));
    }
    if let Some(paging) = &operation.paging {
        docs.say(clean(&paging.in_words(plan.vendor, operation)));
        docs.say("[`Client::pages`](super::Client::pages) hands out all of them, one by one.");
    }
    if !operation.codes.is_empty() {
        let codes: Vec<String> = operation.codes.iter().map(|wire| code_link(plan.vendor, operation, wire)).collect();
        docs.say(format!("Codes that the page lists: {}.", codes.join(", ")));
    }
    for point in &operation.open_points {
        docs.say(format!("**Open point.** {} Chosen: {}", clean(&point.says), clean(&point.chosen)));
    }
    let mut module = Module::new(&home[0], docs, Reach::Public);
    module.items.extend(request(plan, operation, &home));
    module.items.extend(reply(plan, operation, &home));
    let (items, children) = super::types_of(plan, &home, &[operation.request, operation.response]);
    module.items.extend(items);
    module.children.extend(children);
    module.children.push(wire(plan, operation, &home, replies));
    module
}

fn code_link(vendor: &Vendor, operation: &Operation, wire: &str) -> String {
    match vendor.code_of(operation, wire) {
        Some(known) => format!("[{}](super::Code::{})", code(wire), super::names::variant(&known.name)),
        None => code(wire),
    }
}

fn request(plan: &Plan<'_>, operation: &Operation, home: &Home) -> TokenStream {
    let name = ident(plan.record_name(operation.request));
    let slots = plan.sent_slots(operation.request, home);
    let mut doc = DocText::of(&operation.docs, "A request to the vendor.");
    doc.say(Plan::safety_docs(operation.safety));
    if let Some(key) = super::repeats::key_docs(plan.vendor, operation) {
        doc.say(key);
    }
    for line in plan.rule_lines(operation.request) {
        doc.say(line);
    }
    let has_checks = plan.has_checks(operation.request);
    let private = if has_checks { quote!(pub(crate) unchecked_: bool,) } else { TokenStream::new() };
    let docs = doc.outer();
    let question = super::repeats::question(plan, operation, home, &quote!(#name));
    let body = plan.struct_of(&name, &docs, &slots, &private, &quote!(::core::cmp::PartialEq,));
    let constructor = plan.constructor(&name, &format_ident!("Required"), &slots, &private);
    let unchecked = if has_checks {
        quote! {
            impl #name {
                /// Skips the page's rules, for the day on which the page is wrong. What the types and the
                /// encoding rule out stays ruled out.
                #[must_use]
                pub fn unchecked(mut self) -> Self {
                    self.unchecked_ = true;
                    self
                }
            }
        }
    } else {
        TokenStream::new()
    };
    quote!(#body #constructor #unchecked #question)
}

fn reply(plan: &Plan<'_>, operation: &Operation, home: &Home) -> TokenStream {
    if !operation.outcomes.is_empty() {
        return reply_enum(plan, operation, home);
    }
    let method = &operation.name;
    let docs = DocText::new(
        None,
        &format!("What the vendor answers to [`{method}`](super::Client::{}).", super::names::call(method)),
    )
    .outer();
    reply_struct(plan, operation, home, &docs)
}

/// The record of the response, with what was sent and not answered.
fn reply_struct(plan: &Plan<'_>, operation: &Operation, home: &Home, docs: &TokenStream) -> TokenStream {
    let record = plan.vendor.record(operation.response);
    let name = ident(plan.record_name(operation.response));
    let mut slots = plan.received_slots(record, home);
    if let Some(matches) = &operation.matches
        && let Some(missing) = &matches.missing
    {
        slots.push(missing_slot(plan, operation, matches, missing, home));
    }
    plan.struct_of(&name, docs, &slots, &TokenStream::new(), &quote!(::core::cmp::PartialEq,))
}

/// A reply of several shapes: nobody can take what is pending for done.
fn reply_enum(plan: &Plan<'_>, operation: &Operation, home: &Home) -> TokenStream {
    let name = format_ident!("{}Reply", pascal(&operation.name));
    let method = &operation.name;
    let docs =
        DocText::new(None, &format!("What the vendor answers to [`{method}`](super::Client::{method}).")).outer();
    let variants = operation.outcomes.iter().map(|outcome| {
        let (variant, record) = (type_ident(&outcome.arm), plan.record_path(outcome.record, home));
        let docs = match outcome.verdict {
            Verdict::Pending => DocText::new(None, "The vendor took it on. It is not done yet, and may still fail."),
            _ => DocText::new(None, "It was done."),
        };
        let docs = docs.outer();
        quote!(#docs #variant(#record))
    });
    let payload = operation.outcomes.iter().any(|outcome| outcome.record == operation.response).then(|| {
        let docs = DocText::new(None, "What the vendor answers.").outer();
        reply_struct(plan, operation, home, &docs)
    });
    quote! {
        #docs
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
        #payload
    }
}

fn missing_slot(plan: &Plan<'_>, operation: &Operation, matches: &Matches, missing: &str, home: &Home) -> Slot {
    let sent = &plan.vendor.record(operation.request).fields[matches.request];
    let docs = DocText::new(
        None,
        &format!(
            "Items of [`{}`](field@{}::{}) that the reply does not mention: the vendor did not process them.",
            sent.name,
            pascal(&operation.name),
            ident(&sent.name)
        ),
    )
    .outer();
    Slot {
        field: None,
        name: ident(missing),
        ty: plan.shape_type(&sent.shape, home),
        needs: super::types::Needs::Required,
        brief: docs.clone(),
        docs,
        into: false,
        masked: false,
    }
}

fn wire<'p>(plan: &'p Plan<'_>, operation: &'p Operation, home: &Home, replies: &mut Replies) -> Module {
    let mut module =
        Module::new("wire", DocText::new(None, &format!("How `{}` goes over the wire.", operation.name)), Reach::Crate);
    let mut encoders = Encoders::new(plan, home);
    let here = encoders.here.clone();
    let request_type = plan.record_path(operation.request, &here);
    let reply_type = plan.reply_path(operation, &here);
    let vendor_type = path(&here, &vec!["client".into()], &pascal(&plan.vendor.name));

    let mut items = encoders.accessors(operation.request);
    items.extend(encoders.checks(operation.request));
    let write = write_function(plan, operation, &mut encoders);
    let (verify, signed) = super::callback::reply_verify(operation, &mut encoders);
    let mut patterns = std::mem::take(&mut encoders.patterns);
    let mut decoders = Decoders { plan, here: here.clone(), names: operation.reply.names, patterns: &mut patterns };
    let (readers, read) = read_function(plan, operation, &mut decoders, &reply_type);
    let (inner, inner_patterns) =
        super::wire_of(plan, home, &[operation.request, operation.response], operation.reply.names, patterns);

    let table = replies.name(&operation.reply);
    let table = path(&here, &vec!["replies".into()], &table.to_string());
    let name = &operation.name;
    let method = operation.send.method.name();
    let template =
        operation.send.paths.first().map(|(_, pattern)| template(plan.vendor, operation, pattern)).unwrap_or_default();
    let safety = safety(operation.safety);
    let told_by = operation.told_by.as_ref().map(|told_by| quote!(told_by: ::core::option::Option::Some(#told_by),));
    let (key, is_keyed) = super::repeats::facts(plan.vendor, operation);
    let host = operation.send.host.map(|host| quote!(host: ::core::option::Option::Some(#host),));
    let place = operation.docs.place.as_deref().unwrap_or(&operation.page.title);
    let request_formats = operation.send.formats().map(|format| type_ident(format.name()));
    let reply_format_apart = operation.send.reply_format_apart.then(|| quote!(reply_format_apart: true,));
    let tokens = super::session::needs(operation);
    let has_body = !operation.send.bodies.is_empty();
    let session = super::session::hand_outs(plan, operation, &request_type);
    let statics = inner_patterns;
    let paged = super::paging::paged(plan, operation, &request_type, &here);
    module.items.extend(quote! {

        impl rt::Operation for #request_type {
            type Vendor = #vendor_type;
            type Reply = #reply_type;

            const FACTS: &'static rt::OperationFacts = &rt::OperationFacts {
                name: #name,
                method: #method,
                template: #template,
                safety: rt::Safety::#safety,
                #told_by
                #key
                #host
                place: #place,
                request_formats: &[#(rt::Format::#request_formats),*],
                #reply_format_apart
                #tokens
                has_body: #has_body,
                reply: &#table,
                ..rt::OperationFacts::PLAIN
            };

            #is_keyed
            #write
            #verify
            #read
        }
        #paged
        #signed
        #session
        #statics
        #items
        #readers
        #inner
    });
    module
}

fn write_function<'p>(plan: &Plan<'_>, operation: &'p Operation, encoders: &mut Encoders<'p, '_>) -> TokenStream {
    let check = if plan.has_checks(operation.request) {
        let name = format_ident!("check_{}", snake(plan.record_name(operation.request)));
        quote!(if !self.unchecked_ { #name(self)?; })
    } else {
        TokenStream::new()
    };
    let query = encoders.query(operation);
    // What is asked for by default needs no text put together at each call.
    let asks_as_ever = |name: &str, pattern: &Pattern| {
        name.eq_ignore_ascii_case("accept")
            && matches!(&pattern.0[..], [Piece::Literal(text), Piece::Hole(HoleSource::ReplyFormat)] if text == "application/")
    };
    let own_headers = || operation.send.headers.iter().filter(|(name, pattern)| !asks_as_ever(name, pattern));
    let headers: Vec<TokenStream> =
        own_headers().map(|(name, pattern)| encoders.header(operation, &name.to_ascii_lowercase(), pattern)).collect();
    let same_path =
        operation.send.paths.iter().all(|(_, p)| operation.send.paths.first().is_some_and(|(_, first)| first == p));
    let bodiless = operation.send.bodies.is_empty();
    let own_accept = own_headers().any(|(name, _)| name.eq_ignore_ascii_case("accept"));
    let any = operation.reply.forms.iter().any(|(_, form)| form.arms.iter().any(|arm| arm.reads.is_some()));
    let accept = if own_accept {
        TokenStream::new()
    } else if any {
        quote!(draft.accept = ::core::option::Option::Some("*/*");)
    } else {
        quote!(draft.accept = ::core::option::Option::Some(cx.reply_format.content_type());)
    };
    if bodiless && same_path {
        let path = operation.send.paths.first().map(|(format, pattern)| encoders.path(operation, *format, pattern));
        let documents = encoders.documents(operation);
        let nonce = encoders.uses_nonce.then(|| quote!(let nonce = cx.nonce();));
        return quote! {
            #[inline]
            fn write(&self, cx: &rt::Context<'_, Self::Vendor>, draft: &mut rt::Draft) -> ::core::result::Result<(), rt::Invalid> {
                #check
                #nonce
                #documents
                #path
                #query
                #(#headers)*
                #accept
                ::core::result::Result::Ok(())
            }
        };
    }
    let arms: Vec<TokenStream> = operation
        .send
        .paths
        .iter()
        .map(|(format, pattern)| {
            let path = encoders.path(operation, *format, pattern);
            let variant = type_ident(format.name());
            let body = operation.send.body(*format).map(|node| {
                let body = encoders.body(operation, *format, node);
                if *format == vendor_model::model::Format::Multipart {
                    return body;
                }
                let own = operation.send.content_types.iter().find(|(f, _)| f == format).map(|(_, text)| text.as_str());
                let content_type = own.unwrap_or(match format {
                    vendor_model::model::Format::Json => "application/json",
                    vendor_model::model::Format::Xml => "application/xml",
                    vendor_model::model::Format::Form => "application/x-www-form-urlencoded",
                    vendor_model::model::Format::Text => "text/plain; charset=utf-8",
                    vendor_model::model::Format::Multipart => "multipart/form-data",
                });
                let body = if body.is_empty() { body } else { quote!(let out = &mut draft.body; #body) };
                // Values of a form are in their charset already.
                let in_charset = operation.send.charset.filter(|_| *format != vendor_model::model::Format::Form);
                let body = match in_charset {
                    Some(charset) => {
                        let charset = super::expression::charset_path(charset);
                        quote!(#body draft.body = rt::charset::encode(::core::mem::take(&mut draft.body), #charset).at("body")?;)
                    }
                    None => body,
                };
                quote! {
                    draft.content_type = ::core::option::Option::Some(#content_type);
                    #body
                }
            });
            quote!(rt::Format::#variant => { #path #body })
        })
        .collect();
    let documents = encoders.documents(operation);
    let nonce = encoders.uses_nonce.then(|| quote!(let nonce = cx.nonce();));
    quote! {
        #[inline]
        fn write(&self, cx: &rt::Context<'_, Self::Vendor>, draft: &mut rt::Draft) -> ::core::result::Result<(), rt::Invalid> {
            #check
            #nonce
            #documents
            match cx.request_format {
                #(#arms)*
                #[allow(unreachable_patterns)]
                _ => return ::core::result::Result::Err(cx.no_such_request_format()),
            }
            #query
            #(#headers)*
            #accept
            ::core::result::Result::Ok(())
        }
    }
}

/// The functions that a reply is read with, and the method that reads it.
fn read_function(
    plan: &Plan<'_>,
    operation: &Operation,
    decoders: &mut Decoders<'_, '_, '_>,
    reply: &TokenStream,
) -> (TokenStream, TokenStream) {
    let signature = quote!(#[inline] fn read(&self, payload: rt::Payload<'_>) -> ::core::result::Result<Self::Reply, rt::Malformed>);
    if operation.outcomes.is_empty() {
        return payload_reader(plan, operation, operation.response, true, decoders, reply, &signature, &quote!(self));
    }
    let request = plan.record_path(operation.request, &decoders.here);
    let mut readers = TokenStream::new();
    let mut arms = Vec::new();
    let mut known: Vec<RecordId> = Vec::new();
    for outcome in &operation.outcomes {
        let record = plan.record_path(outcome.record, &decoders.here);
        let function = format_ident!("read_payload_{}", snake(plan.record_name(outcome.record)));
        if !known.contains(&outcome.record) {
            known.push(outcome.record);
            let signature = quote!(#[inline] fn #function(request: &#request, payload: rt::Payload<'_>) -> ::core::result::Result<#record, rt::Malformed>);
            let own = outcome.record == operation.response;
            let (inner, function) =
                payload_reader(plan, operation, outcome.record, own, decoders, &record, &signature, &quote!(request));
            // Only replies that are held against the request look at it.
            let asks = super::asked::is_asked(plan, outcome.record);
            let function = if own && operation.matches.is_some() || asks {
                function
            } else {
                quote!(#[allow(unused_variables)] #function)
            };
            readers.extend(quote!(#inner #function));
        }
        let (arm, variant) = (&outcome.arm, type_ident(&outcome.arm));
        arms.push(quote!(#arm => #function(self, payload).map(#reply::#variant)));
    }
    let read = quote! {
        #signature {
            match payload.arm {
                #(#arms,)*
                _ => ::core::result::Result::Err(rt::Malformed::new("a documented answer")),
            }
        }
    };
    (readers, read)
}

/// A function that reads one record out of a payload, and what it needs; `own` records are read here only.
#[allow(clippy::too_many_arguments)]
fn payload_reader(
    plan: &Plan<'_>,
    operation: &Operation,
    id: RecordId,
    own: bool,
    decoders: &mut Decoders<'_, '_, '_>,
    reply: &TokenStream,
    signature: &TokenStream,
    receiver: &TokenStream,
) -> (TokenStream, TokenStream) {
    let record = plan.vendor.record(id);
    let matches = operation.matches.as_ref().filter(|_| id == operation.response);
    if operation.response_is_value && id == operation.response {
        let field = &record.fields[0];
        let name = ident(&field.name);
        let value = match &field.shape.ty {
            Type::Bytes if field.shape.form.codecs.is_empty() => quote!(payload.body.to_vec()),
            Type::List(list) => {
                let (form, reader) = (form(list), decoders.reader(&list.item, field.visibility));
                let items = quote!(rt::read::Items::from_value(payload.required()?, #form, #reader)?);
                match plan.outcomes_of(list) {
                    Some(_) => {
                        let ty = plan.shape_type(&field.shape, &decoders.here);
                        quote!(<#ty as ::core::convert::From<_>>::from(#items))
                    }
                    None => items,
                }
            }
            _ => {
                let reader = decoders.reader(&field.shape, field.visibility);
                let wire = &field.wire;
                if field.presence == Presence::Required {
                    quote!(payload.required_value(#wire, #reader)?)
                } else {
                    quote!(payload.optional_value(#wire, #reader)?)
                }
            }
        };
        let missing = matches.map(|matches| missing(plan, operation, matches, &list_ref(field, &name), receiver));
        let missing_name = matches.and_then(|matches| matches.missing.as_ref()).map(|missing| ident(missing));
        let missing_name = missing_name.into_iter();
        return (
            TokenStream::new(),
            quote! {
                #signature {
                    let #name = #value;
                    #missing
                    ::core::result::Result::Ok(#reply { #name, #(#missing_name,)* })
                }
            },
        );
    }
    if record.fields.is_empty() {
        return (TokenStream::new(), quote!(#signature { let _ = payload; ::core::result::Result::Ok(#reply {}) }));
    }
    let reader = format_ident!("read_{}", snake(plan.record_name(id)));
    let missing_name = matches.and_then(|matches| matches.missing.as_ref());
    let not_read = match missing_name {
        Some(missing) => {
            let missing = ident(missing);
            quote!(#missing: ::std::vec::Vec::new(),)
        }
        None => TokenStream::new(),
    };
    // The decoders of other records stand among those of the module.
    let readers = if own { decoders.record(id, &not_read) } else { TokenStream::new() };
    let all_optional =
        record.fields.iter().all(|f| f.presence != Presence::Required || matches!(f.shape.ty, Type::List(_)));
    let read = if all_optional {
        let fields = record.fields.iter().map(|f| {
            let name = ident(&f.name);
            let required = f.presence == Presence::Required;
            let outcomes = matches!(&f.shape.ty, Type::List(list) if plan.outcomes_of(list).is_some());
            if required && outcomes {
                quote!(#name: ::core::default::Default::default())
            } else if required {
                quote!(#name: ::std::vec::Vec::new())
            } else {
                quote!(#name: ::core::option::Option::None)
            }
        });
        let missing = missing_name.iter().map(|missing| {
            let name = ident(missing);
            quote!(#name: ::std::vec::Vec::new(),)
        });
        quote!(payload.record_or(#reader, || #reply { #(#fields,)* #(#missing)* }))
    } else {
        quote!(payload.record(#reader))
    };
    let asked = super::asked::checks(plan, operation, id, receiver);
    let finish = match matches {
        None if !asked.is_empty() => quote!({ let reply = #read?; #asked ::core::result::Result::Ok(reply) }),
        Some(matches) => {
            let items = ident(&record.fields[matches.items].name);
            let missing_value = missing(plan, operation, matches, &quote!(items), receiver);
            let done = match &matches.missing {
                Some(name) => {
                    let name = ident(name);
                    quote!(#reply { #name, ..reply })
                }
                None => quote!(reply),
            };
            let items = list_ref(&record.fields[matches.items], &quote!(reply.#items));
            quote!({ let reply = #read?; #asked let items = #items; #missing_value ::core::result::Result::Ok(#done) })
        }
        None => quote!({ #read }),
    };
    (readers, quote!(#signature #finish))
}

/// Whether an operation may be repeated, as a variant of the runtime.
pub fn safety(safety: Safety) -> TokenStream {
    match safety {
        Safety::Read => quote!(Read),
        Safety::Idempotent => quote!(Idempotent),
        Safety::Once => quote!(Once),
    }
}

/// The path as it may be shown.
pub fn template(vendor: &Vendor, operation: &Operation, pattern: &Pattern) -> String {
    fn walk(vendor: &Vendor, operation: &Operation, pieces: &[Piece], out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Computed(_) => out.push_str("{computed}"),
                Piece::Hole(source) => {
                    let name = match source {
                        HoleSource::Field(index) => &vendor.record(operation.request).fields[*index].name,
                        HoleSource::Credential(index) => &vendor.credentials[*index].name,
                        HoleSource::Setting(index) => &vendor.settings[*index].name,
                        HoleSource::Token(index) => &vendor.tokens[*index].name,
                        HoleSource::RequestFormat => "request_format",
                        HoleSource::ReplyFormat => "reply_format",
                    };
                    out.push('{');
                    out.push_str(name);
                    out.push('}');
                }
                Piece::Optional(inner) => walk(vendor, operation, inner, out),
            }
        }
    }
    let mut out = String::new();
    walk(vendor, operation, &pattern.0, &mut out);
    out
}
