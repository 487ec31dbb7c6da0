//! Floor 3: from the model to Rust source.

mod callback;
mod choice;
mod client;
mod decode;
mod docs;
mod encode;
mod example;
mod expression;
mod module;
mod names;
mod operation;
mod paging;
mod plan;
mod prelude;
mod replies;
mod scalar;
mod session;
mod sink;
mod types;
mod writer;

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Codec, Field, Format, Names, NewtypeId, Node, RecordId, Shape, Vendor};

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
    let several =
        plan.vendor.operations.iter().filter(|o| !o.outcomes.is_empty() && *home == plan::home_of(Some(&o.name)));
    let mut names: Vec<String> = several.map(|o| format!("{}Reply", pascal(&o.name))).collect();
    names.extend(callback::event_names(plan.vendor, home));
    names.extend(plan.records_in(home).into_iter().map(|id| plan.record_name(id).to_owned()));
    names.extend(plan.enums_in(home).into_iter().map(|id| plan.enum_name(id).to_owned()));
    for id in plan.records_in(home).into_iter().filter(|id| plan.vendor.record(*id).sent) {
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
    for id in plan.records_in(home) {
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
    for id in plan.enums_in(home) {
        items.extend(plan.enumeration_items(id));
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
    for id in plan.records_in(home).into_iter().filter(|id| !apart.contains(id)) {
        let record = plan.vendor.record(id);
        if record.sent {
            items.extend(encoders.record(id, &formats_of(plan, id)));
        }
        if record.received {
            let mut decoders = Decoders { plan, here: here.clone(), names, patterns: &mut encoders.patterns };
            items.extend(decoders.record(id, &TokenStream::new()));
        }
    }
    (items, encoders.patterns.items)
}

/// The formats in which operations send a record.
fn formats_of(plan: &Plan<'_>, id: RecordId) -> Vec<Format> {
    let mut stack: Vec<(RecordId, Format)> = Vec::new();
    for operation in &plan.vendor.operations {
        let request = plan.vendor.record(operation.request);
        let mut note = |node: &Node, format| {
            node.visit(format, &mut |node, format| match node {
                Node::Hole => stack.push((operation.request, format)),
                Node::Field(index) => stack.extend(record_in(&request.fields[*index], format)),
                _ => {}
            });
        };
        operation.send.query.iter().for_each(|(_, node)| note(node, Format::Form));
        operation.send.bodies.iter().for_each(|(format, node)| note(node, *format));
        operation.send.documents.iter().for_each(|document| note(&document.node, document.format));
        // A field that is a document may stand in any text.
        stack.extend(request.fields.iter().filter_map(|field| record_in(field, Format::Form)));
    }
    let mut seen = HashSet::new();
    let mut formats = Vec::new();
    while let Some((next, format)) = stack.pop() {
        if !seen.insert((next, format)) {
            continue;
        }
        if next == id && !formats.contains(&format) {
            formats.push(format);
        }
        stack.extend(plan.vendor.record(next).fields.iter().filter_map(|field| record_in(field, format)));
    }
    formats.sort();
    formats
}

/// The record that a field holds, in the format in which it is written: a field may be a document of another format.
fn record_in(field: &Field, format: Format) -> Option<(RecordId, Format)> {
    let codecs = |shape: &Shape| shape.form.codecs.iter().any(|c| matches!(c, Codec::Pattern(_)));
    let of_items = match &field.shape.ty {
        vendor_model::model::Type::List(list) => codecs(&list.item),
        _ => false,
    };
    // A text with holes is written where it stands.
    if codecs(&field.shape) || of_items {
        return None;
    }
    let document = field.shape.form.codecs.iter().find_map(|codec| match codec {
        Codec::Document(inner) => Some(*inner),
        _ => None,
    });
    Some((inner(&field.shape.ty)?, document.unwrap_or(format)))
}

fn inner(ty: &vendor_model::model::Type) -> Option<RecordId> {
    match ty {
        vendor_model::model::Type::Record(id) => Some(*id),
        vendor_model::model::Type::List(list) => inner(&list.item.ty),
        _ => None,
    }
}
