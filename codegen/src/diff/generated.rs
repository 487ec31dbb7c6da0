//! Holds a comparison against the generated code: public items that differ, and code that nothing explains.
//!
//! Takes files of generated Rust, whoever wrote them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Fields, FnArg, ImplItem, Item as Syntax, ReturnType, UseTree, Visibility};

use super::{Change, Comparison, Effect, Kind, Side, Specs, Step};
use crate::diff::change::Place;

/// What differs about a public item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its path: `acme::create_voucher::CreateVoucher::price`.
    pub path: String,
    /// What it was, if it was there.
    pub old: Option<String>,
    /// What it is, if it is there.
    pub new: Option<String>,
    /// Correct code may not compile.
    pub breaks: bool,
    /// Where the spec says it.
    pub place: Option<Place>,
}

impl Item {
    /// The step that it asks for.
    pub fn step(&self) -> Step {
        if self.breaks { Step::Breaking } else { Step::Addition }
    }
}

/// Files of generated Rust, by path below the folder of all vendors.
pub type Files<'f> = BTreeMap<&'f Path, &'f str>;

/// Adds what the generated code shows: which public items differ, and where code differs that no change explains.
pub fn check(comparison: &mut Comparison, old: (Specs<'_>, &Files<'_>), new: (Specs<'_>, &Files<'_>)) {
    let both: BTreeSet<&str> = old
        .0
        .vendors
        .iter()
        .filter(|v| new.0.vendors.iter().any(|n| n.name == v.name))
        .map(|v| v.name.as_str())
        .collect();
    for vendor in &both {
        let (before, after) = (public_items(old.1, vendor), public_items(new.1, vendor));
        comparison.interface.extend(differences(&before, &after, old.0, new.0));
    }
    for (path, text) in new.1 {
        let Some(earlier) = old.1.get(path) else { continue };
        let mut names = path.iter().filter_map(|name| name.to_str());
        let (Some(vendor), Some(module)) = (names.next(), names.next()) else { continue };
        let module = module.trim_end_matches(".rs");
        let vendors = new.0.vendors.iter().find(|v| v.name == vendor);
        let operation = vendors.and_then(|v| v.operation(module));
        // The order of operations means nothing, that of fields does.
        if !both.contains(vendor) || code(earlier, operation.is_some()) == code(text, operation.is_some()) {
            continue;
        }
        let explains = |change: &Change| {
            let begins = change.at.split(['.', ':']).next().unwrap_or_default();
            let of_another =
                operation.is_some() && vendors.is_some_and(|v| v.operation(begins).is_some()) && begins != module;
            change.vendor == vendor && change.kind != Kind::Docs && !of_another
        };
        if comparison.changes.iter().any(explains) {
            continue;
        }
        let place = operation.map(|operation| Place::new(new.0.sources, &operation.origin));
        comparison.changes.push(Change {
            vendor: vendor.to_owned(),
            at: module.to_owned(),
            side: Side::Client,
            says: format!("`{}` differs in a way that this command has no words for; read its diff", path.display()),
            kind: Kind::Breaking(vec![Effect::Compile, Effect::Sends, Effect::Tells]),
            place,
        });
    }
    comparison.sort();
}

/// The lines of a file, without words for readers, and without the number of a reply's table.
fn code(text: &str, ordered: bool) -> Vec<&str> {
    let means = |line: &&str| !["//", "#[doc", "reply: &super::super::replies::"].iter().any(|p| line.starts_with(p));
    let lines = text.lines().map(str::trim).filter(means);
    let mut lines: Vec<&str> = lines.collect();
    if !ordered {
        lines.sort_unstable();
    }
    lines
}

/// A public item: what it is, and whether a member that is added to it breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Public {
    signature: String,
    closed_parent: bool,
}

type Items = BTreeMap<String, Public>;

/// The public items of a vendor's module.
fn public_items(files: &Files<'_>, vendor: &str) -> Items {
    let mut items = Items::new();
    for (path, text) in files {
        let names: Vec<&str> = path.iter().filter_map(|name| name.to_str()).collect();
        if names.first() != Some(&vendor) {
            continue;
        }
        let module: Vec<&str> =
            names.iter().map(|name| name.trim_end_matches(".rs")).filter(|name| *name != "mod").collect();
        // What reads and writes the wire is nobody's business, and so is what means what.
        if module.iter().skip(1).any(|name| ["wire", "replies"].contains(name)) {
            continue;
        }
        if let Ok(file) = syn::parse_file(text) {
            collect(&module.join("::"), &file.items, &mut items);
        }
    }
    items
}

fn collect(at: &str, of: &[Syntax], items: &mut Items) {
    for item in of {
        match item {
            Syntax::Struct(it) if is_public(&it.vis) => {
                let path = format!("{at}::{}", it.ident);
                let private = it.fields.iter().any(|field| !is_public(&field.vis));
                let closed = !private && !has(&it.attrs, "non_exhaustive");
                derives(&path, &it.attrs, items);
                let generics = &it.generics;
                add(items, &path, false, quote!(struct #generics));
                fields(&path, &it.fields, closed, false, items);
            }
            Syntax::Enum(it) if is_public(&it.vis) => {
                let path = format!("{at}::{}", it.ident);
                let closed = !has(&it.attrs, "non_exhaustive");
                derives(&path, &it.attrs, items);
                add(items, &path, false, quote!(enum));
                for variant in &it.variants {
                    let path = format!("{path}::{}", variant.ident);
                    let tuple = match &variant.fields {
                        Fields::Unnamed(fields) => {
                            let types = fields.unnamed.iter().map(|f| &f.ty);
                            quote!((#(#types),*))
                        }
                        _ => TokenStream::new(),
                    };
                    add(items, &path, closed, quote!(variant #tuple));
                    if let Fields::Named(_) = &variant.fields {
                        fields(&path, &variant.fields, !has(&variant.attrs, "non_exhaustive"), true, items);
                    }
                }
            }
            Syntax::Impl(it) => {
                let ty = it.self_ty.to_token_stream().to_string().replace(' ', "");
                let path = format!("{at}::{ty}");
                if let Some((of, _)) = &it.trait_ {
                    add(items, &format!("{path}: {}", short(&of.to_token_stream())), false, quote!(impl));
                    continue;
                }
                for member in &it.items {
                    match member {
                        ImplItem::Fn(f) if is_public(&f.vis) => {
                            add(items, &format!("{path}::{}", f.sig.ident), false, signature(&f.sig));
                        }
                        ImplItem::Const(c) if is_public(&c.vis) => {
                            let ty = &c.ty;
                            add(items, &format!("{path}::{}", c.ident), false, quote!(const #ty));
                        }
                        _ => {}
                    }
                }
            }
            Syntax::Fn(it) if is_public(&it.vis) => {
                add(items, &format!("{at}::{}", it.sig.ident), false, signature(&it.sig));
            }
            Syntax::Type(it) if is_public(&it.vis) => {
                let ty = &it.ty;
                add(items, &format!("{at}::{}", it.ident), false, quote!(type #ty));
            }
            Syntax::Const(it) if is_public(&it.vis) => {
                let ty = &it.ty;
                add(items, &format!("{at}::{}", it.ident), false, quote!(const #ty));
            }
            Syntax::Mod(it) if is_public(&it.vis) => {
                add(items, &format!("{at}::{}", it.ident), false, quote!(module));
                if let Some((_, inner)) = &it.content {
                    collect(&format!("{at}::{}", it.ident), inner, items);
                }
            }
            Syntax::Use(it) if is_public(&it.vis) => uses(at, &it.tree, items),
            _ => {}
        }
    }
}

fn uses(at: &str, tree: &UseTree, items: &mut Items) {
    match tree {
        UseTree::Path(path) => uses(at, &path.tree, items),
        UseTree::Group(group) => group.items.iter().for_each(|tree| uses(at, tree, items)),
        UseTree::Name(name) => add(items, &format!("{at}::{} (exported)", name.ident), false, quote!(use)),
        UseTree::Rename(name) => add(items, &format!("{at}::{} (exported)", name.rename), false, quote!(use)),
        UseTree::Glob(_) => {}
    }
}

fn fields(path: &str, of: &Fields, closed: bool, public: bool, items: &mut Items) {
    for (index, field) in of.iter().enumerate().filter(|(_, field)| public || is_public(&field.vis)) {
        let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
        add(items, &format!("{path}.{name}"), closed, field.ty.to_token_stream());
    }
}

fn derives(path: &str, attributes: &[syn::Attribute], items: &mut Items) {
    for attribute in attributes.iter().filter(|a| a.path().is_ident("derive")) {
        let _ = attribute.parse_nested_meta(|meta| {
            add(items, &format!("{path}: {}", short(&meta.path.to_token_stream())), false, quote!(impl));
            Ok(())
        });
    }
}

fn add(items: &mut Items, path: &str, closed_parent: bool, signature: TokenStream) {
    items.insert(path.to_owned(), Public { signature: plain(&signature), closed_parent });
}

/// A signature without the names of parameters, which mean nothing to a caller.
fn signature(of: &syn::Signature) -> TokenStream {
    let inputs = of.inputs.iter().map(|input| match input {
        FnArg::Receiver(this) => this.to_token_stream(),
        FnArg::Typed(typed) => typed.ty.to_token_stream(),
    });
    let (asyncness, generics) = (&of.asyncness, &of.generics);
    let output = match &of.output {
        ReturnType::Default => TokenStream::new(),
        output @ ReturnType::Type(..) => output.to_token_stream(),
    };
    quote!(#asyncness fn #generics (#(#inputs),*) #output)
}

/// The last name of a path, with its arguments.
fn short(path: &TokenStream) -> String {
    let text = plain(path);
    let cut = text.find('<').unwrap_or(text.len());
    let begin = text.get(..cut).and_then(|head| head.rfind("::")).map_or(0, |at| at + 2);
    text.get(begin..).unwrap_or_default().to_owned()
}

fn plain(tokens: &TokenStream) -> String {
    let mut text = tokens.to_string();
    for known in ["core :: option", "core :: convert", "core :: result", "core :: fmt", "core :: clone", "core :: cmp"]
        .into_iter()
        .chain(["core :: hash", "core :: marker", "core :: default", "std :: string", "std :: vec", "generated_client"])
    {
        text = text.replace(&format!(":: {known} :: "), "");
    }
    for (from, to) in [(" :: ", "::"), (" <", "<"), ("< ", "<"), (" >", ">"), (" ,", ","), ("& ", "&"), ("fn (", "fn(")]
    {
        text = text.replace(from, to);
    }
    // A comma at the end depends on how long the line is.
    for (from, to) in [(",>", ">"), (", >", ">"), (",)", ")"), (", )", ")")] {
        text = text.replace(from, to);
    }
    text
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn has(attributes: &[syn::Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

fn differences(old: &Items, new: &Items, before: Specs<'_>, after: Specs<'_>) -> Vec<Item> {
    let mut found = Vec::new();
    for (path, item) in old {
        match new.get(path) {
            Some(now) if now.signature == item.signature => {}
            now => found.push(Item {
                path: path.clone(),
                old: Some(item.signature.clone()),
                new: now.map(|now| now.signature.clone()),
                breaks: true,
                place: if now.is_some() {
                    place(path, after)
                } else {
                    place(path, before).map(|p| Place { old: true, ..p })
                },
            }),
        }
    }
    for (path, item) in new.iter().filter(|(path, _)| !old.contains_key(*path)) {
        // A member of what is new itself is no addition to what people have.
        let parent = path.rsplit_once(['.', ':']).map_or(path.as_str(), |(parent, _)| parent.trim_end_matches(':'));
        found.push(Item {
            path: path.clone(),
            old: None,
            new: Some(item.signature.clone()),
            breaks: item.closed_parent && old.contains_key(parent),
            place: place(path, after),
        });
    }
    found
}

/// Where the spec says what an item is made of: its operation, its type, or the vendor.
fn place(path: &str, specs: Specs<'_>) -> Option<Place> {
    let mut names = path.split("::");
    let vendor = names.next()?;
    let vendor = specs.vendors.iter().find(|v| v.name == vendor)?;
    let names: Vec<&str> = names.flat_map(|name| name.split(['.', ':', ' '])).collect();
    if let Some(operation) = names.first().and_then(|name| vendor.operation(name)) {
        let owned = vendor.records.iter().filter(|r| r.owner.as_deref() == Some(&operation.name));
        let fields = owned.flat_map(|record| &record.fields);
        let field = fields.filter(|field| names.last() == Some(&field.name.as_str())).map(|field| &field.origin).next();
        return Some(Place::new(specs.sources, field.unwrap_or(&operation.origin)));
    }
    let folded = |name: &str| name.replace('_', "").to_lowercase();
    let is = |name: &str| names.iter().any(|other| folded(other) == folded(name));
    let operations = vendor.operations.iter().find(|o| is(&o.name)).map(|o| &o.origin);
    let records = || vendor.records.iter().find(|r| is(&r.name)).map(|r| &r.origin);
    let enums = || vendor.enums.iter().find(|e| is(&e.name)).map(|e| &e.origin);
    let newtypes = || vendor.newtypes.iter().find(|n| is(&n.name)).map(|n| &n.origin);
    let origin = operations.or_else(newtypes).or_else(records).or_else(enums).unwrap_or(&vendor.origin);
    Some(Place::new(specs.sources, origin))
}
