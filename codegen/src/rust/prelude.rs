//! The names that a module has without a path: of Rust's prelude, where it has no item called so, and of the runtime.
//!
//! What is generated names everything by its whole path, so that no name of a spec can stand in its way. That is
//! safe, and hard to read. Here a path becomes the name that people write, in each module that leaves the name free.

use std::collections::BTreeSet;
use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};

/// Paths of which the last name stands in the prelude; longer ones come first.
const PATHS: [&[&str]; 25] = [
    &["core", "option", "Option", "Some"],
    &["core", "option", "Option", "None"],
    &["core", "result", "Result", "Ok"],
    &["core", "result", "Result", "Err"],
    &["core", "option", "Option"],
    &["core", "result", "Result"],
    &["core", "clone", "Clone"],
    &["core", "cmp", "PartialEq"],
    &["core", "cmp", "Eq"],
    &["core", "cmp", "PartialOrd"],
    &["core", "cmp", "Ord"],
    &["core", "marker", "Copy"],
    &["core", "default", "Default"],
    &["core", "convert", "From"],
    &["core", "convert", "Into"],
    &["core", "convert", "AsRef"],
    &["core", "iter", "Iterator"],
    &["core", "ops", "FnOnce"],
    &["core", "ops", "FnMut"],
    &["core", "matches"],
    &["std", "vec", "Vec"],
    &["std", "string", "String"],
    &["std", "string", "ToString"],
    &["std", "borrow", "ToOwned"],
    &["std", "boxed", "Box"],
];

/// Traits that the prelude has as derives alone.
const DERIVES: [&[&str]; 2] = [&["core", "fmt", "Debug"], &["core", "hash", "Hash"]];

/// What items use of the runtime.
#[derive(Default)]
pub struct Used {
    /// They name it.
    pub runtime: bool,
    /// They say where a value stands.
    pub at: bool,
}

/// The items of a module, with the prelude's names where the module has no item of that name.
pub fn shorten(items: TokenStream) -> (TokenStream, Used) {
    let mut shortener = Shortener { taken: declared(&items), used: Used::default() };
    let items = shortener.stream(items, false);
    (items, shortener.used)
}

/// What the items of a module are called.
fn declared(items: &TokenStream) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut before = None;
    for token in items.clone() {
        if let TokenTree::Ident(ident) = token {
            let name = ident.to_string();
            if matches!(before.as_deref(), Some("struct" | "enum" | "type" | "trait" | "union" | "const" | "static")) {
                names.insert(name.clone());
            }
            before = Some(name);
        } else {
            before = None;
        }
    }
    names
}

struct Shortener {
    taken: BTreeSet<String>,
    used: Used,
}

impl Shortener {
    fn stream(&mut self, tokens: TokenStream, derive: bool) -> TokenStream {
        let mut out: Vec<TokenTree> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => {
                    let derive = derive || is_derive(out.last(), &group);
                    let (delimiter, span, inner) = (group.delimiter(), group.span(), group.stream());
                    // The tokens are moved, not copied, when nobody else has them.
                    drop(group);
                    let mut inner = Group::new(delimiter, self.stream(inner, derive));
                    inner.set_span(span);
                    out.push(inner.into());
                }
                TokenTree::Punct(first) if starts_path(&first, &out, tokens.peek()) => {
                    self.path(first, &mut tokens, derive, &mut out);
                }
                TokenTree::Ident(ident) => {
                    self.note(&ident, out.last(), tokens.peek());
                    out.push(ident.into());
                }
                token => out.push(token),
            }
        }
        out.into_iter().collect()
    }

    fn note(&mut self, ident: &Ident, before: Option<&TokenTree>, next: Option<&TokenTree>) {
        let after_dot = matches!(before, Some(TokenTree::Punct(dot)) if dot.as_char() == '.');
        match next {
            // A path, not a field of that name.
            Some(TokenTree::Punct(colon)) if !after_dot && ident == "rt" => {
                self.used.runtime |= colon.as_char() == ':' && colon.spacing() == Spacing::Joint;
            }
            // A call, not a field of that name.
            Some(TokenTree::Group(group)) if after_dot && (ident == "at" || ident == "index") => {
                self.used.at |= group.delimiter() == Delimiter::Parenthesis;
            }
            _ => {}
        }
    }

    /// A path that begins with `::`; its first colon has been read.
    fn path(
        &self,
        first: Punct,
        tokens: &mut Peekable<proc_macro2::token_stream::IntoIter>,
        derive: bool,
        out: &mut Vec<TokenTree>,
    ) {
        let mut read = vec![TokenTree::from(first)];
        let mut names: Vec<Ident> = Vec::new();
        loop {
            // The second colon, the name, and the first colon of what follows.
            read.extend(tokens.next());
            let Some(TokenTree::Ident(ident)) = tokens.peek() else { break };
            names.push(ident.clone());
            read.extend(tokens.next());
            if let Some(length) = self.known(&names, derive, tokens.peek()) {
                out.extend(names.into_iter().nth(length - 1).map(TokenTree::from));
                return;
            }
            match tokens.peek() {
                Some(TokenTree::Punct(colon)) if colon.as_char() == ':' && colon.spacing() == Spacing::Joint => {
                    read.extend(tokens.next());
                }
                _ => break,
            }
        }
        out.extend(read);
    }

    /// How many names of the path say what one of the prelude says, once no longer path can be meant.
    fn known(&self, names: &[Ident], derive: bool, next: Option<&TokenTree>) -> Option<usize> {
        let last = names.last()?;
        let derives: &[&[&str]] = if derive { &DERIVES } else { &[] };
        let goes_on = matches!(next, Some(TokenTree::Punct(colon)) if colon.as_char() == ':');
        let same = |path: &&&[&str]| path.len() == names.len() && path.iter().zip(names).all(|(a, b)| b == a);
        PATHS.iter().chain(derives).find(same)?;
        let longer = |path: &&[&str]| path.len() > names.len() && path.iter().zip(names).all(|(a, b)| b == a);
        if self.taken.contains(&last.to_string()) || (goes_on && PATHS.iter().any(longer)) {
            return None;
        }
        Some(names.len())
    }
}

/// `::` at the beginning of a path, not inside one (`a::b`, `<A as B>::c`).
fn starts_path(colon: &Punct, before: &[TokenTree], next: Option<&TokenTree>) -> bool {
    let double = colon.as_char() == ':'
        && colon.spacing() == Spacing::Joint
        && matches!(next, Some(TokenTree::Punct(second)) if second.as_char() == ':');
    let inside = match before {
        [.., TokenTree::Ident(ident)] => !is_keyword(ident),
        // The end of `->` and `=>` is no bracket.
        [.., TokenTree::Punct(dash), TokenTree::Punct(punct)] if dash.spacing() == Spacing::Joint => {
            punct.as_char() == '>' && !matches!(dash.as_char(), '-' | '=')
        }
        [.., TokenTree::Punct(punct)] => punct.as_char() == '>',
        _ => false,
    };
    double && !inside
}

/// A keyword that a path may follow.
fn is_keyword(ident: &Ident) -> bool {
    let name = ident.to_string();
    !matches!(name.as_str(), "self" | "Self" | "super" | "crate") && syn::parse_str::<Ident>(&name).is_err()
}

fn is_derive(before: Option<&TokenTree>, group: &Group) -> bool {
    group.delimiter() == Delimiter::Parenthesis && matches!(before, Some(TokenTree::Ident(name)) if name == "derive")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[track_caller]
    fn becomes(items: TokenStream, expected: TokenStream) {
        assert_eq!(shorten(items).0.to_string(), expected.to_string());
    }

    #[test]
    fn paths_become_the_names_that_people_write() {
        becomes(
            quote! {
                #[derive(::core::clone::Clone, ::core::fmt::Debug)]
                struct A(::core::option::Option<::std::vec::Vec<::std::string::String>>);
                fn a() -> ::core::result::Result<(), ::core::fmt::Error> {
                    match b { c => ::core::result::Result::Ok(::std::vec::Vec::new()) }
                }
            },
            quote! {
                #[derive(Clone, Debug)]
                struct A(Option<Vec<String>>);
                fn a() -> Result<(), ::core::fmt::Error> {
                    match b { c => Ok(Vec::new()) }
                }
            },
        );
    }

    #[test]
    fn a_name_that_the_module_has_itself_is_left_alone() {
        becomes(
            quote! { enum Option {} fn a() -> ::core::option::Option<()> { ::core::option::Option::None } },
            quote! { enum Option {} fn a() -> ::core::option::Option<()> { None } },
        );
        becomes(
            quote! { struct None; fn a() -> ::core::option::Option<()> { ::core::option::Option::None } },
            quote! { struct None; fn a() -> Option<()> { ::core::option::Option::None } },
        );
    }

    #[test]
    fn the_middle_of_a_path_is_no_beginning() {
        becomes(
            quote!(
                fn a() {
                    <A as b::B>::core::clone::Clone();
                    c::core::clone::Clone();
                }
            ),
            quote!(
                fn a() {
                    <A as b::B>::core::clone::Clone();
                    c::core::clone::Clone();
                }
            ),
        );
    }
}
