//! Floor 3: from the model to Rust source.
//!
//! What writes and reads is `#[inline]`: a crate compiles the operations that it calls, and the build of a client of
//! 150 operations stays short.

mod asked;
mod callback;
mod choice;
mod client;
mod decode;
mod docs;
mod encode;
mod example;
mod expression;
mod formats;
mod matching;
mod module;
mod names;
mod operation;
mod paging;
mod plan;
mod prelude;
mod repeats;
mod replies;
mod scalar;
mod session;
mod sink;
mod types;
mod union;
mod writer;

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Names, NewtypeId, RecordId, Vendor};

pub use example::Examples;
pub use module::{File, Module, Reach, Unprintable};
pub use names::{pascal, type_ident};

use decode::Decoders;
use docs::{DocText, clean};
use encode::Encoders;
use names::ident;
use plan::{Home, Plan, SHARED, home_of};
use replies::Replies;
use writer::Patterns;

/// Where generated code will live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Front {
    /// In `generated-client` itself.
    Committed,
    /// In a crate that depends on it, by its build script.
    BuildScript,
}

/// The module of a vendor.
pub fn vendor(vendor: &Vendor, front: Front) -> Module {
    let plan = Plan::new(vendor);
    let mut doc = DocText::new(Some(&vendor.title), "");
    doc.say(clean(&vendor.summary));
    if let Some(page) = &vendor.page {
        let address = page.url.as_ref().map_or_else(String::new, |url| format!(", {}", clean(url)));
        doc.say(format!(
            "Written from the vendor's page \"{}\", read {}{address}.",
            clean(&page.title),
            clean(&page.read)
        ));
    }
    for limit in &vendor.limits {
        doc.say(format!("**Limit** of all operations together. {}", clean(&limit.in_words())));
    }
    for point in &vendor.open_points {
        doc.say(format!("**Open point.** {} Chosen: {}", clean(&point.says), clean(&point.chosen)));
    }
    let mut module = Module::new(&vendor.name, doc, Reach::Public);
    let mut replies = Replies::default();
    let operations: Vec<Module> = vendor.operations.iter().map(|o| operation::module(&plan, o, &mut replies)).collect();
    let callbacks: Vec<Module> = vendor.callbacks.iter().map(|c| callback::callback(&plan, c, &mut replies)).collect();
    let shared = shared(&plan);
    let has_shared = !shared.items.is_empty();
    let marker = ident(&pascal(&vendor.name));
    let mut exports: Vec<TokenStream> = vec![quote!(Client), quote!(Server), quote!(#marker)];
    if !vendor.call_credentials().is_empty() {
        exports.push(quote!(Credentials));
    }
    if vendor.call_credentials().len() > 1 {
        exports.push(quote!(CredentialsRequired));
    }
    if !vendor.settings.is_empty() {
        exports.push(quote!(Settings));
    }
    if vendor.callbacks.iter().any(|callback| callback.verify.is_some()) {
        exports.push(quote!(CallbackCredentials));
    }
    let config_doc = DocText::new(None, "Everything that can be set before the first call.").outer();
    let error_doc =
        DocText::new(None, "What became of a call that gave no reply; see [`Error`](::generated_client::Error).")
            .outer();
    module.items.extend(quote! {
        pub use client::{#(#exports),*};
        pub use codes::Code;
        #config_doc
        pub type Config = ::generated_client::Config<#marker>;
        #error_doc
        pub type Error = ::generated_client::Error<Code>;
    });
    if has_shared {
        let types = ident(SHARED);
        module.items.extend(quote!(pub use #types::*;));
    }
    module.items.extend(re_exports(&plan));
    module.children.push(client::client(&plan, front));
    module.children.push(client::codes(&plan));
    let mut tables = Module::new(
        "replies",
        DocText::new(None, "What each reply means: the first arm that holds wins."),
        Reach::Private,
    );
    tables.items.extend(replies.items);
    module.children.push(tables);
    if has_shared {
        module.children.push(shared);
    }
    module.children.extend(operations);
    module.children.extend(callbacks);
    module
}

/// Types of operations at the vendor's level, where their names are free; the first operation has the name.
fn re_exports(plan: &Plan<'_>) -> TokenStream {
    let mut taken: HashSet<String> = [
        "Client",
        "Server",
        "Credentials",
        "CallbackCredentials",
        "CredentialsRequired",
        "Settings",
        "Config",
        "Error",
        "Code",
    ]
    .map(str::to_owned)
    .into();
    taken.insert(pascal(&plan.vendor.name));
    taken.extend(type_names(plan, &vec![SHARED.to_owned()]));
    let mut items = TokenStream::new();
    let callbacks = plan.vendor.callbacks.iter().map(|c| &c.name);
    for name in plan.vendor.operations.iter().map(|o| &o.name).chain(callbacks) {
        let names: Vec<_> = type_names(plan, &home_of(Some(name)))
            .into_iter()
            .filter(|name| taken.insert(name.clone()))
            .map(|name| ident(&name))
            .collect();
        let module = ident(&names::module(name));
        if !names.is_empty() {
            items.extend(quote!(pub use #module::{#(#names),*};));
        }
    }
    items
}

fn type_names(plan: &Plan<'_>, home: &Home) -> Vec<String> {
    let several = plan.operation_of(home).filter(|operation| !operation.outcomes.is_empty());
    let mut names: Vec<String> = several.map(|o| format!("{}Reply", pascal(&o.name))).into_iter().collect();
    names.extend(callback::event_names(plan.vendor, home));
    names.extend(plan.records_in(home).iter().map(|id| plan.record_name(*id).to_owned()));
    names.extend(plan.enums_in(home).iter().map(|id| plan.enum_name(*id).to_owned()));
    let unions = plan.unions_in(home).into_iter().filter(|id| plan.vendor.union(*id).only().is_none());
    names.extend(unions.map(|id| plan.union_name(id).to_owned()));
    for id in plan.records_in(home).iter().copied().filter(|id| plan.vendor.record(*id).sent) {
        for choice in &plan.vendor.record(id).choices {
            names.push(plan.choice_name((id, choice.tag)).to_owned());
        }
    }
    if home.first().is_some_and(|module| module == SHARED) {
        names.extend(plan.vendor.newtypes.iter().map(|n| pascal(&n.name)));
    }
    names
}

/// The module of what operations share.
fn shared(plan: &Plan<'_>) -> Module {
    let home: Home = vec![SHARED.to_owned()];
    let mut module = Module::new(SHARED, DocText::new(None, "Types that several operations share."), Reach::Private);
    for index in 0..plan.vendor.newtypes.len() {
        module.items.extend(plan.newtype_items(NewtypeId(index)));
    }
    let (items, children) = types_of(plan, &home, &[]);
    module.items.extend(items);
    module.children.extend(children);
    let names = plan.vendor.operations.first().map_or(Names::Exact, |o| o.reply.names);
    let (wire, patterns) = wire_of(plan, &home, &[], names, Patterns::default());
    if !wire.is_empty() {
        let mut child = Module::new("wire", DocText::new(None, "How shared types go over the wire."), Reach::Crate);
        child.items.extend(quote!(#patterns #wire));
        module.children.push(child);
    }
    module
}

/// Enums, choices and records of a module, but for those that are written apart.
fn types_of(plan: &Plan<'_>, home: &Home, apart: &[RecordId]) -> (TokenStream, Vec<Module>) {
    let mut items = TokenStream::new();
    let mut children = Vec::new();
    for &id in plan.records_in(home) {
        let record = plan.vendor.record(id);
        if !apart.contains(&id) {
            items.extend(plan.record_items(id, home));
        }
        if record.sent {
            for choice in &record.choices {
                let (choice_items, child) = plan.choice_items(id, choice, home);
                items.extend(choice_items);
                items.extend(plan.choice_text(id, choice));
                children.push(child);
            }
        }
    }
    for &id in plan.enums_in(home) {
        items.extend(plan.enumeration_items(id));
    }
    for id in plan.unions_in(home) {
        items.extend(plan.union_items(id, home));
    }
    (items, children)
}

/// Encoders and decoders of the records of a module, but for the encoders of those that are written apart.
fn wire_of(
    plan: &Plan<'_>,
    home: &Home,
    apart: &[RecordId],
    names: Names,
    patterns: Patterns,
) -> (TokenStream, TokenStream) {
    let mut items = TokenStream::new();
    let mut encoders = Encoders::new(plan, home);
    encoders.patterns = patterns;
    let here = encoders.here.clone();
    for id in plan.records_in(home).iter().copied().filter(|id| !apart.contains(id)) {
        let record = plan.vendor.record(id);
        if record.sent {
            items.extend(encoders.record(id, plan.formats(id)));
        }
        if record.received {
            let mut decoders = Decoders { plan, here: here.clone(), names, patterns: &mut encoders.patterns };
            items.extend(decoders.record(id, &TokenStream::new()));
        }
    }
    for id in plan.unions_in(home) {
        let mut decoders = Decoders { plan, here: here.clone(), names, patterns: &mut encoders.patterns };
        items.extend(decoders.union(id));
    }
    (items, encoders.patterns.items)
}
