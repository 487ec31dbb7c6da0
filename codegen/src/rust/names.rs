//! From the model's identifiers to Rust's.

use proc_macro2::{Ident, Span};

/// `user_credit` becomes `UserCredit`.
pub fn pascal(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        })
        .collect()
}

/// An identifier; a keyword gets an underscore. No name of a spec ends with one.
pub fn ident(name: &str) -> Ident {
    // `syn` knows the keywords, but for that of the edition.
    match syn::parse_str::<Ident>(name) {
        Ok(ident) if name != "gen" => ident,
        _ => Ident::new(&format!("{name}_"), Span::call_site()),
    }
}

/// An identifier that is none of ours.
fn free_of(ours: &[&str], name: &str) -> Ident {
    if ours.contains(&name) { ident(&format!("{name}_")) } else { ident(name) }
}

/// A type name; those that Rust keeps for itself get an underscore.
pub fn type_ident(name: &str) -> Ident {
    ident(&pascal(name))
}

/// A variant beside which ours may stand.
pub fn variant(name: &str) -> Ident {
    free_of(&["Unknown", "NotGiven"], &pascal(name))
}

/// The name of a method that must not hide one of ours.
pub fn method(name: &str) -> Ident {
    free_of(&["new", "unchecked", "told_by", "clone", "eq", "as_str"], name)
}

/// The method of an operation.
pub fn call(name: &str) -> Ident {
    free_of(&["new", "with", "try_with", "pages", "clone"], name)
}

/// The module of an operation, beside which ours stand.
pub fn module(name: &str) -> String {
    free_of(&["client", "codes", "replies", "types", "wire"], name).to_string()
}

/// A field's value in a function that has variables of its own.
pub fn local(name: &str) -> Ident {
    free_of(
        &[
            "value", "member", "name", "out", "draft", "cx", "index", "item", "items", "payload", "reply", "slot",
            "text", "parts", "pairs", "nonce", "choice", "arm", "given",
        ],
        name,
    )
}
