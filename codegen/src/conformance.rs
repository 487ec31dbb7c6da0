//! Writes a test for each example and format.
//!
//! The tests call `conformance_tests::example` with the typed request, the assertions on the typed reply, and
//! the way to make the call; everything that can be said once is said there.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use vendor_model::marker;
use vendor_model::model::{Example, ExampleForm, Format, Operation, Outcome, Vendor};

use crate::rust::{Examples, Unprintable, pascal, type_ident};

/// The tests of all vendors, as the text of a Rust module: for the committed client.
pub fn tests(vendors: &[Vendor]) -> Result<String, Unprintable> {
    tests_of(vendors, "generated_client", "specs")
}

/// The same for a client in a crate of its own, whose specs are in this folder of the repository.
pub fn tests_of(vendors: &[Vendor], client: &str, specs: &str) -> Result<String, Unprintable> {
    let client = Ident::new(client, Span::call_site());
    let shown = vendors.iter().filter(|v| v.operations.iter().any(|o| !o.examples.is_empty()));
    let modules = shown.map(|v| vendor(v, &quote!(::#client), specs));
    let file: syn::File =
        syn::parse2(quote!(#(#modules)*)).map_err(|error| Unprintable { module: "examples".to_owned(), error })?;
    Ok(prettyplease::unparse(&file))
}

fn vendor(vendor: &Vendor, client: &TokenStream, specs: &str) -> TokenStream {
    let name = Ident::new(&vendor.name, Span::call_site());
    let root = quote!(#client::#name);
    let examples = Examples::new(vendor, root.clone());
    let config = config(vendor, &root);
    let operations = vendor.operations.iter().filter(|o| !o.examples.is_empty()).map(|operation| {
        let module = Ident::new(&operation.name, Span::call_site());
        let tests = operation.examples.iter().flat_map(|example| {
            example.forms.iter().map(|form| test(vendor, &root, specs, operation, example, form, &examples))
        });
        quote!(mod #module { #(#tests)* })
    });
    quote! {
        mod #name {
            #config
            #(#operations)*
        }
    }
}

/// A function `every_code` that asks for every code of every operation in each format, by the client and over real
/// HTTP, as the text of a Rust module: for the committed client.
pub fn codes(vendors: &[Vendor]) -> Result<String, Unprintable> {
    codes_of(vendors, "generated_client", "specs")
}

/// The same for a client in a crate of its own, whose specs are in this folder of the repository.
pub fn codes_of(vendors: &[Vendor], client: &str, specs: &str) -> Result<String, Unprintable> {
    let client = Ident::new(client, Span::call_site());
    let client = quote!(::#client);
    let shown: Vec<&Vendor> = vendors.iter().filter(|v| v.operations.iter().any(|o| !o.examples.is_empty())).collect();
    let modules = shown.iter().map(|vendor| {
        let name = Ident::new(&vendor.name, Span::call_site());
        let root = quote!(#client::#name);
        let examples = Examples::new(vendor, root.clone());
        let config = config(vendor, &root);
        let calls = vendor.operations.iter().flat_map(|operation| {
            let formats: Vec<Format> = operation.send.formats().collect();
            formats
                .into_iter()
                .filter_map(|format| best_example(operation, format))
                .map(|(example, form)| {
                    let parts = call(vendor, &root, specs, operation, example, form, &examples);
                    let Parts { case, request, settings, call } = parts;
                    quote!({
                        let request = #request;
                        codes.push(::conformance_tests::every_code(#case, config()#settings, &request, #call));
                    })
                })
                .collect::<Vec<_>>()
        });
        quote! {
            mod #name {
                #config
                pub fn every_code(codes: &mut Vec<::conformance_tests::Codes>) { #(#calls)* }
            }
        }
    });
    let names = shown.iter().map(|vendor| Ident::new(&vendor.name, Span::call_site()));
    let file = quote! {
        pub fn every_code() -> Vec<::conformance_tests::Codes> {
            let mut codes = Vec::new();
            #(#names::every_code(&mut codes);)*
            codes
        }
        #(#modules)*
    };
    let file = syn::parse2(file).map_err(|error| Unprintable { module: "codes".to_owned(), error })?;
    Ok(prettyplease::unparse(&file))
}

/// The first example in this format, best of one that succeeds.
fn best_example(operation: &Operation, format: Format) -> Option<(&Example, &ExampleForm)> {
    let forms = || {
        let forms = operation.examples.iter().flat_map(|e| e.forms.iter().map(move |f| (e, f)));
        forms.filter(move |(_, form)| form.format == format)
    };
    let succeeds = |(_, form): &(&Example, &ExampleForm)| matches!(form.outcome, Outcome::Reply(_));
    forms().find(succeeds).or_else(|| forms().next())
}

fn config(vendor: &Vendor, root: &TokenStream) -> TokenStream {
    let credentials = vendor.call_credentials();
    let markers = credentials.iter().map(|c| marker(&c.key, c.length.as_ref().and_then(|l| l.max.or(l.min))));
    let fields = credentials.iter().map(|c| format_ident!("{}", c.name));
    let credentials = match credentials.len() {
        0 => quote!(()),
        1 => quote!(#root::Credentials::new(#(#markers)*)),
        _ => {
            quote!(#root::Credentials::new(#root::CredentialsRequired { #(#fields: #markers.into()),* }))
        }
    };
    let config = match vendor.servers.as_slice() {
        [server, _, ..] => {
            let server = type_ident(&server.name);
            quote!(#root::Config::for_server(#root::Server::#server, #credentials))
        }
        _ => quote!(#root::Config::new(#credentials)),
    };
    let tokens = vendor.tokens.iter().enumerate().map(|(index, token)| {
        let (name, marker) = (&token.name, marker(&token.name, None));
        match index {
            0 => quote!(.token(#marker.into())),
            _ => quote!(.token_named(#name, ::generated_client::StoredToken::new(#marker)).expect("a token")),
        }
    });
    quote! {
        fn config() -> #root::Config {
            #config #(#tokens)*
        }
    }
}

fn test(
    vendor: &Vendor,
    root: &TokenStream,
    specs: &str,
    operation: &Operation,
    example: &Example,
    form: &ExampleForm,
    examples: &Examples<'_>,
) -> TokenStream {
    let name = format_ident!("{}_{}", example.name, form.format.name());
    let Parts { case, request, settings, call } = call(vendor, root, specs, operation, example, form, examples);
    let assertions = match &form.outcome {
        Outcome::Reply(value) => examples.assertions(operation, example.outcome, value),
        _ => TokenStream::new(),
    };
    quote! {
        #[test]
        fn #name() {
            let request = #request;
            ::conformance_tests::example(
                #case,
                super::config()#settings,
                &request,
                |#[allow(unused_variables)] reply| { #assertions },
                #call,
            );
        }
    }
}

/// What a call of an example is made of.
struct Parts {
    case: TokenStream,
    request: TokenStream,
    settings: Option<TokenStream>,
    call: TokenStream,
}

fn call(
    vendor: &Vendor,
    root: &TokenStream,
    specs: &str,
    operation: &Operation,
    example: &Example,
    form: &ExampleForm,
    examples: &Examples<'_>,
) -> Parts {
    let method = Ident::new(&operation.name, Span::call_site());
    let request = examples.request(operation, &form.request);
    let (vendor_name, operation_name, example_name) = (&vendor.name, &operation.name, &example.name);
    let format = type_ident(form.format.name());
    let settings = (!example.settings.is_empty()).then(|| {
        let setters = example.settings.iter().map(|(setting, value)| {
            let setting = &vendor.settings[*setting];
            let values = vendor.enumeration(setting.values);
            let (name, ty, value) = (
                format_ident!("{}", setting.name),
                format_ident!("{}", pascal(&values.name)),
                type_ident(&values.values[*value].name),
            );
            quote!(.#name(#root::#ty::#value))
        });
        quote!(.settings(#root::Settings::new()#(#setters)*))
    });
    let case = quote! {
        ::conformance_tests::Case {
            specs: #specs,
            vendor: #vendor_name,
            operation: #operation_name,
            example: #example_name,
            format: ::generated_client::Format::#format,
        }
    };
    let call = quote!(async |client: &#root::Client, request: &_| client.#method(request).await);
    Parts { case, request, settings, call }
}
