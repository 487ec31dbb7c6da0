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

/// An identifier; a keyword gets an underscore.
pub fn ident(name: &str) -> Ident {
    // `syn` knows the keywords of the edition.
    match syn::parse_str::<Ident>(name) {
        Ok(ident) => ident,
        Err(_) => Ident::new(&format!("{name}_"), Span::call_site()),
    }
}

/// A type name; those that Rust keeps for itself get an underscore.
pub fn type_ident(name: &str) -> Ident {
    ident(&pascal(name))
}

/// The name of a method that must not hide one of ours.
pub fn method(name: &str) -> Ident {
    const OURS: [&str; 4] = ["new", "unchecked", "clone", "eq"];
    if OURS.contains(&name) { ident(&format!("{name}_")) } else { ident(name) }
}
