//! Writes a test for each example and format.
//!
//! The tests call `conformance_tests::example` with the typed request, the assertions on the typed reply, and
//! the way to make the call; everything that can be said once is said there.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use vendor_model::marker;
use vendor_model::model::{Example, ExampleForm, Operation, Outcome, Vendor};

use crate::rust::{Examples, Unprintable, pascal, type_ident};

/// The tests of all vendors, as the text of a Rust module.
pub fn tests(vendors: &[Vendor]) -> Result<String, Unprintable> {
    let modules = vendors.iter().map(vendor);
    let file: syn::File =
        syn::parse2(quote!(#(#modules)*)).map_err(|error| Unprintable { module: "examples".to_owned(), error })?;
    Ok(prettyplease::unparse(&file))
}

fn vendor(vendor: &Vendor) -> TokenStream {
    let name = Ident::new(&vendor.name, Span::call_site());
    let examples = Examples::new(vendor, quote!(::generated_client::#name));
    let config = config(vendor, &name);
    let operations = vendor.operations.iter().map(|operation| {
        let module = Ident::new(&operation.name, Span::call_site());
        let tests = operation.examples.iter().flat_map(|example| {
            example.forms.iter().map(|form| test(vendor, &name, operation, example, form, &examples))
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

fn config(vendor: &Vendor, name: &Ident) -> TokenStream {
    let credentials = vendor.call_credentials();
    let markers = credentials.iter().map(|c| marker(&c.key, c.length.as_ref().and_then(|l| l.max.or(l.min))));
    let fields = credentials.iter().map(|c| format_ident!("{}", c.name));
    let credentials = match credentials.len() {
        0 => quote!(()),
        1 => quote!(::generated_client::#name::Credentials::new(#(#markers)*)),
        _ => {
            quote!(::generated_client::#name::Credentials::new(::generated_client::#name::CredentialsRequired { #(#fields: #markers.into()),* }))
        }
    };
    let config = match vendor.servers.as_slice() {
        [server, _, ..] => {
            let server = type_ident(&server.name);
            quote!(::generated_client::#name::Config::for_server(::generated_client::#name::Server::#server, #credentials))
        }
        _ => quote!(::generated_client::#name::Config::new(#credentials)),
    };
    let tokens = vendor.tokens.iter().enumerate().map(|(index, token)| {
        let (name, marker) = (&token.name, marker(&token.name, None));
        match index {
            0 => quote!(.token(#marker.into())),
            _ => quote!(.token_named(#name, ::generated_client::StoredToken::new(#marker)).expect("a token")),
        }
    });
    quote! {
        fn config() -> ::generated_client::#name::Config {
            #config #(#tokens)*
        }
    }
}

fn test(
    vendor: &Vendor,
    module: &Ident,
    operation: &Operation,
    example: &Example,
    form: &ExampleForm,
    examples: &Examples<'_>,
) -> TokenStream {
    let name = format_ident!("{}_{}", example.name, form.format.name());
    let method = Ident::new(&operation.name, Span::call_site());
    let request = examples.request(operation, &form.request);
    let assertions = match &form.outcome {
        Outcome::Reply(value) => examples.assertions(operation, example.outcome, value),
        _ => TokenStream::new(),
    };
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
            quote!(.#name(::generated_client::#module::#ty::#value))
        });
        quote!(.settings(::generated_client::#module::Settings::new()#(#setters)*))
    });
    quote! {
        #[test]
        fn #name() {
            let request = #request;
            ::conformance_tests::example(
                ::conformance_tests::Case {
                    vendor: #vendor_name,
                    operation: #operation_name,
                    example: #example_name,
                    format: ::generated_client::Format::#format,
                },
                super::config()#settings,
                &request,
                |#[allow(unused_variables)] reply| { #assertions },
                async |client: &::generated_client::#module::Client, request: &_| client.#method(request).await,
            );
        }
    }
}
