//! A tree of Rust modules, printed as files or as one nested text.

use std::path::PathBuf;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::DocText;
use super::names::ident;
use super::prelude::shorten;

/// A module, its items and its children.
pub struct Module {
    /// Its name.
    pub name: String,
    /// What it is.
    pub docs: DocText,
    /// Who may name it.
    pub reach: Reach,
    /// Items, in order.
    pub items: TokenStream,
    /// Modules inside.
    pub children: Vec<Module>,
}

/// Who may name a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody.
    Public,
    /// Other modules of the vendor.
    Crate,
    /// Its parent.
    Private,
}

/// A file, below the folder that is generated into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub text: String,
}

/// What `syn` could not read of what was generated: a mistake of this program.
#[derive(Debug)]
pub struct Unprintable {
    /// The module.
    pub module: String,
    /// What `syn` says.
    pub error: syn::Error,
}

impl std::fmt::Display for Unprintable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the generated module `{}` is not Rust: {}; please report this", self.module, self.error)
    }
}

impl std::error::Error for Unprintable {}

impl Module {
    /// A module with nothing in it.
    pub fn new(name: impl Into<String>, docs: DocText, reach: Reach) -> Self {
        // Files are called as their modules, keywords included.
        Self { name: ident(&name.into()).to_string(), docs, reach, items: TokenStream::new(), children: Vec::new() }
    }

    /// Prints it as `folder/name.rs`, or `folder/name/mod.rs` for the outermost, and what is inside beside it.
    pub fn files(self, header: &str) -> Result<Vec<File>, Unprintable> {
        let mut files = Vec::new();
        let folder = PathBuf::from(&self.name);
        self.print(&folder, true, header, &mut files)?;
        Ok(files)
    }

    fn print(
        mut self,
        folder: &std::path::Path,
        outermost: bool,
        header: &str,
        files: &mut Vec<File>,
    ) -> Result<(), Unprintable> {
        let path = if outermost { folder.join("mod.rs") } else { folder.with_extension("rs") };
        let docs = self.docs.inner();
        let words = outermost.then(|| quote!(#![allow(clippy::module_inception, clippy::self_named_constructors, clippy::should_implement_trait)]));
        let items = self.take_items();
        let declarations = self.children.iter().map(|child| child.declaration(None));
        let text = self.format(quote!(#docs #words #(#declarations)* #items))?;
        files.push(File { path, text: format!("{header}\n{text}") });
        for child in self.children {
            let folder = folder.join(&child.name);
            child.print(&folder, false, header, files)?;
        }
        Ok(())
    }

    /// Prints it as one text with nested modules, for `include!`.
    pub fn inline(mut self) -> Result<String, Unprintable> {
        let module = self.nested();
        // The words are the vendor's.
        self.format(quote!(#[allow(clippy::module_inception, clippy::self_named_constructors, clippy::should_implement_trait)] #module))
    }

    fn nested(&mut self) -> TokenStream {
        let children: Vec<TokenStream> = self.children.iter_mut().map(Self::nested).collect();
        let items = self.take_items();
        self.declaration(Some(quote!(#(#children)* #items)))
    }

    /// The items, below what they import: the runtime and its traits, where they use them.
    fn take_items(&mut self) -> TokenStream {
        let (items, used) = shorten(std::mem::take(&mut self.items));
        let runtime = used.runtime.then(|| {
            quote!(
                use ::generated_client::__private::v1 as rt;
            )
        });
        let at = used.at.then(|| {
            quote!(
                use rt::At as _;
            )
        });
        quote!(#runtime #at #items)
    }

    fn declaration(&self, body: Option<TokenStream>) -> TokenStream {
        let name: Ident = ident(&self.name);
        let visibility = match self.reach {
            Reach::Public => quote!(pub),
            Reach::Crate => quote!(pub(crate)),
            Reach::Private => TokenStream::new(),
        };
        match body {
            None => quote!(#visibility mod #name;),
            Some(body) => {
                // Inside, so that links are those of the module's own file.
                let docs = self.docs.inner();
                quote!(#visibility mod #name { #docs #body })
            }
        }
    }

    /// Reading what was written again makes sure that it is what was meant.
    fn format(&self, tokens: TokenStream) -> Result<String, Unprintable> {
        let unprintable = |error| Unprintable { module: self.name.clone(), error };
        let file: syn::File = syn::parse2(tokens).map_err(unprintable)?;
        let text = spaced(&prettyplease::unparse(&file));
        // Whole items in tests; elsewhere the tokens, which is what a text could have broken.
        if cfg!(debug_assertions) {
            assert_eq!(syn::parse_file(&text).map_err(unprintable)?.items.len(), file.items.len());
        } else {
            text.parse::<TokenStream>().map_err(|error| unprintable(error.into()))?;
        }
        Ok(text)
    }
}

/// A blank line between items, as people write them.
fn spaced(text: &str) -> String {
    const STARTS: [&str; 12] =
        ["///", "#[", "pub ", "impl", "fn ", "async fn", "static ", "const ", "mod ", "enum ", "struct ", "use "];
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    let mut previous = "";
    for line in text.lines() {
        let (here, before) = (line.trim_start(), previous.trim());
        let ends_item = matches!(before, "}" | "};" | "]" | ");" | "];")
            || (before.ends_with(';') && !before.starts_with("//") && indent(line) == 0)
            || (before.starts_with("#![") || before.starts_with("//!"));
        let same_kind = ["use ", "pub use ", "mod ", "pub mod ", "#![", "//!"]
            .iter()
            .any(|kind| here.starts_with(kind) && before.starts_with(kind));
        let modules = here.contains("mod ") && before.contains("mod ") && before.ends_with(';');
        let starts = STARTS.iter().any(|start| here.starts_with(start)) || here.starts_with("#![");
        if starts && ends_item && indent(line) == indent(previous) && !same_kind && !modules {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}
