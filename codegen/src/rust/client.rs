//! What is the vendor's and not one operation's: client, credentials, servers,
//! settings and codes.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Credential, Effect, Format, HoleSource, Vendor};

use super::Front;
use super::docs::{DocText, alias, clean, code};
use super::module::{Module, Reach};
use super::names::{ident, pascal, type_ident};
use super::plan::Plan;
use super::replies::class;

/// The module of the client.
pub fn client(plan: &Plan<'_>, front: Front) -> Module {
    let vendor = plan.vendor;
    let mut module = Module::new("client", DocText::new(None, "The client, and what it is made of."), Reach::Private);
    let marker = ident(&pascal(&vendor.name));
    let (name, title) = (&vendor.name, &vendor.title);
    let formats = formats(vendor);
    let request_formats = formats.iter().map(|f| type_ident(f.name()));
    let reply_formats = formats.iter().map(|f| type_ident(f.name()));
    let bases = vendor.servers.iter().map(|server| {
        let (variant, url) = (type_ident(&server.name), &server.url);
        quote!(Server::#variant => #url)
    });
    let hosts = hosts(vendor);
    let address_parts = address_parts(vendor);
    let sessions = super::session::sessions(vendor);
    let settings_type = if vendor.settings.is_empty() { quote!(()) } else { quote!(Settings) };
    let credentials_type = if vendor.call_credentials().is_empty() { quote!(()) } else { quote!(Credentials) };
    let marker_docs =
        DocText::new(None, &format!("{} as a [`Vendor`](::generated_client::Vendor), for generic code.", clean(title)))
            .outer();
    module.items.extend(quote! {

        #marker_docs
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        pub enum #marker {}
        impl rt::Vendor for #marker {
            type Credentials = #credentials_type;
            type Settings = #settings_type;
            type Server = Server;
            type Code = super::Code;
            type Client = Client;

            const FACTS: &'static rt::VendorFacts = &rt::VendorFacts {
                name: #name,
                title: #title,
                request_formats: &[#(rt::Format::#request_formats),*],
                reply_formats: &[#(rt::Format::#reply_formats),*],
            };
            #sessions

            fn base(server: Server) -> &'static str {
                match server { #(#bases,)* }
            }
            #hosts
            #address_parts
        }
    });
    module.items.extend(servers(vendor));
    module.items.extend(credentials(plan));
    module.items.extend(callback_credentials(vendor));
    module.items.extend(settings(plan));
    module.items.extend(client_type(plan, front));
    module
}

/// The formats that any operation of the vendor has, the vendor's first one first.
fn formats(vendor: &Vendor) -> Vec<Format> {
    let mut formats = Vec::new();
    for format in vendor.operations.iter().flat_map(|o| o.send.formats().collect::<Vec<_>>()) {
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    formats
}

/// An address as a link, unless it has holes.
fn shown_address(url: &str) -> String {
    if url.contains('{') { code(url) } else { format!("<{url}>") }
}

/// The hosts beside the servers' own.
fn hosts(vendor: &Vendor) -> TokenStream {
    if vendor.hosts.is_empty() {
        return TokenStream::new();
    }
    let names = &vendor.hosts;
    let addresses = vendor.servers.iter().flat_map(|server| {
        let variant = type_ident(&server.name);
        server.hosts.iter().enumerate().map(move |(index, url)| quote!((Server::#variant, #index) => #url))
    });
    quote! {
        const HOSTS: &'static [&'static str] = &[#(#names),*];

        fn host(server: Server, index: usize) -> &'static str {
            match (server, index) {
                #(#addresses,)*
                (server, _) => Self::base(server),
            }
        }
    }
}

fn servers(vendor: &Vendor) -> TokenStream {
    let variants = vendor.servers.iter().map(|server| {
        let variant = type_ident(&server.name);
        let mut doc = DocText::of(&server.docs, "A server of the vendor.");
        doc.say(shown_address(&server.url));
        for (host, url) in vendor.hosts.iter().zip(&server.hosts) {
            doc.say(format!("Some operations answer at {}, the host {}.", shown_address(url), code(host)));
        }
        doc.place(&server.docs);
        let docs = doc.outer();
        let default = if vendor.servers.len() == 1 { quote!(#[default]) } else { TokenStream::new() };
        quote!(#docs #default #variant)
    });
    let default = if vendor.servers.len() == 1 { quote!(::core::default::Default,) } else { TokenStream::new() };
    let docs = DocText::new(None, "Where the vendor answers.").outer();
    quote! {
        #docs
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, #default ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        pub enum Server { #(#variants),* }
    }
}

/// What fills the holes of addresses.
fn address_parts(vendor: &Vendor) -> TokenStream {
    if vendor.address_holes.is_empty() {
        return TokenStream::new();
    }
    let (mut of_credentials, mut of_settings) = (quote!(_), quote!(_));
    let mut parts = Vec::new();
    for (name, hole) in &vendor.address_holes {
        match hole {
            HoleSource::Credential(index) => {
                of_credentials = quote!(credentials);
                let field = ident(&vendor.credentials[*index].name);
                parts.push(quote!(#name => Some(&credentials.#field)));
            }
            HoleSource::Setting(index) => {
                of_settings = quote!(settings);
                let field = ident(&vendor.settings[*index].name);
                parts.push(quote!(#name => Some(settings.#field.as_str())));
            }
            _ => {}
        }
    }
    quote! {
        fn address_part<'a>(
            name: &str,
            #of_credentials: &'a Self::Credentials,
            #of_settings: &'a Self::Settings,
        ) -> Option<&'a str> {
            match name {
                #(#parts,)*
                _ => None,
            }
        }
    }
}

fn credential_type(credential: &Credential) -> TokenStream {
    if credential.is_public { quote!(::std::string::String) } else { quote!(::generated_client::Secret) }
}

fn credentials(plan: &Plan<'_>) -> TokenStream {
    let vendor = plan.vendor;
    let credentials = vendor.call_credentials();
    if credentials.is_empty() {
        return TokenStream::new();
    }
    let fields: Vec<_> = credentials.iter().map(|c| ident(&c.name)).collect();
    let types: Vec<_> = credentials.iter().map(|c| credential_type(c)).collect();
    let exposed: Vec<_> = credentials
        .iter()
        .map(|c| {
            let field = ident(&c.name);
            if c.is_public { quote!(&self.#field) } else { quote!(self.#field.expose()) }
        })
        .collect();
    let secrets = credentials.iter().zip(&exposed).filter(|(c, _)| !c.is_public).map(|(_, text)| quote!(each(#text);));
    let docs: Vec<TokenStream> = credentials
        .iter()
        .map(|c| {
            let docs = DocText::of(&c.docs, "A credential.").place(&c.docs).outer();
            let alias = alias(&c.key, &c.name);
            quote!(#docs #alias)
        })
        .collect();
    let checks = credentials.iter().zip(&exposed).map(|(c, text)| {
        let name = &c.name;
        let length = c.length.as_ref().map(|length| {
            let bound = |bound: Option<i64>| match bound {
                Some(bound) => {
                    let bound = proc_macro2::Literal::i64_unsuffixed(bound);
                    quote!(::core::option::Option::Some(#bound))
                }
                None => quote!(::core::option::Option::None),
            };
            let (min, max, place) = (bound(length.min), bound(length.max), &c.key);
            quote!(rt::check::characters(#text, #min, #max, ::core::option::Option::Some(#place)).at(#name)?;)
        });
        quote!(rt::check_secret(#name, #text)?; #length)
    });
    let new = if let ([field], [ty], [only]) = (fields.as_slice(), types.as_slice(), credentials.as_slice()) {
        let says = match only.is_public {
            true => " Takes it as text.",
            false => " Takes the secret as text; it is shown nowhere.",
        };
        quote! {
            #[doc = #says]
            #[must_use]
            pub fn new(#field: impl ::core::convert::Into<#ty>) -> Self {
                Self { #field: ::core::convert::Into::into(#field) }
            }
        }
    } else {
        quote! {
            /// Takes each by its name, so that none can be swapped.
            #[must_use]
            pub fn new(required: CredentialsRequired) -> Self {
                Self { #(#fields: required.#fields),* }
            }
        }
    };
    let required = if fields.len() > 1 {
        quote! {
            /// What [`Credentials`] consist of.
            #[derive(::core::clone::Clone, ::core::fmt::Debug)]
            pub struct CredentialsRequired { #(#docs pub #fields: #types),* }
        }
    } else {
        TokenStream::new()
    };
    let says = match credentials.iter().any(|c| c.is_public) {
        false => " What the vendor knows you by. Shown nowhere: not by `Debug`, not in errors, not in logs.",
        true => " What the vendor knows you by. Secrets are shown nowhere: not by `Debug`, not in errors, not in logs.",
    };
    let each = if credentials.iter().all(|c| c.is_public) { quote!(_) } else { quote!(each) };
    quote! {
        #[doc = #says]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        pub struct Credentials { #(pub(crate) #fields: #types),* }
        impl Credentials { #new }
        #required
        impl rt::Credentials for Credentials {
            fn check(&self) -> ::core::result::Result<(), rt::Invalid> {
                #(#checks)*
                ::core::result::Result::Ok(())
            }

            fn secrets(&self, #each: &mut dyn ::core::ops::FnMut(&str)) {
                #(#secrets)*
            }
        }
    }
}

/// What callbacks are verified with. Who receives them need not be able to make calls.
fn callback_credentials(vendor: &Vendor) -> TokenStream {
    let credentials = vendor.callback_credentials();
    if credentials.is_empty() {
        return TokenStream::new();
    }
    let fields: Vec<_> = credentials.iter().map(|c| ident(&c.name)).collect();
    let types = credentials.iter().map(|c| credential_type(c));
    let docs = credentials.iter().map(|c| {
        let docs = DocText::of(&c.docs, "A credential.").place(&c.docs).outer();
        let alias = alias(&c.key, &c.name);
        quote!(#docs #alias)
    });
    quote! {
        /// What the vendor's callbacks are verified with.
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        pub struct CallbackCredentials { #(#docs pub #fields: #types),* }
    }
}

fn settings(plan: &Plan<'_>) -> TokenStream {
    let vendor = plan.vendor;
    if vendor.settings.is_empty() {
        return TokenStream::new();
    }
    let here = vec!["client".to_owned()];
    let fields: Vec<_> = vendor.settings.iter().map(|s| ident(&s.name)).collect();
    let types: Vec<_> = vendor.settings.iter().map(|s| plan.enum_path(s.values, &here)).collect();
    let defaults = vendor.settings.iter().zip(&types).map(|(s, ty)| {
        let value = super::names::variant(&vendor.enumeration(s.values).values[s.default].name);
        quote!(#ty::#value)
    });
    let methods: Vec<_> = vendor.settings.iter().map(|s| super::names::method(&s.name)).collect();
    let docs: Vec<_> = vendor.settings.iter().map(|s| DocText::of(&s.docs, "A setting.").outer()).collect();
    quote! {
        /// Readings of the vendor's page that the caller may choose between.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq)]
        #[non_exhaustive]
        pub struct Settings { #(#docs pub #fields: #types),* }
        impl ::core::default::Default for Settings {
            fn default() -> Self {
                Self { #(#fields: #defaults),* }
            }
        }
        impl Settings {
            /// The documented readings.
            #[must_use]
            pub fn new() -> Self {
                ::core::default::Default::default()
            }
            #(
                #docs
                #[must_use]
                pub fn #methods(mut self, #fields: #types) -> Self {
                    self.#fields = #fields;
                    self
                }
            )*
        }
    }
}

fn client_type(plan: &Plan<'_>, front: Front) -> TokenStream {
    let vendor = plan.vendor;
    let marker = ident(&pascal(&vendor.name));
    let here = vec!["client".to_owned()];
    let methods = vendor.operations.iter().map(|operation| {
        let name = super::names::call(&operation.name);
        let request = plan.record_path(operation.request, &here);
        let reply = plan.reply_path(operation, &here);
        let mut doc = DocText::of(&operation.docs, "Calls the vendor.");
        doc.say(Plan::safety_docs(operation.safety));
        let module = super::names::module(&operation.name);
        doc.say(format!("See [`{module}`](super::{module}) for the request, the reply and the open points."));
        let docs = doc.outer();
        let alias = alias(&operation.wire, &operation.name);
        quote! {
            #docs
            #alias
            pub async fn #name(&self, request: &#request) -> ::core::result::Result<#reply, super::Error> {
                self.core.call(request).await
            }
        }
    });
    let pages = vendor.operations.iter().any(|operation| operation.paging.is_some()).then(|| {
        quote! {
            /// All items of a list that the vendor hands over in pages, from the page that the request asks for on.
            #[must_use]
            pub fn pages<R: ::generated_client::Paged<Vendor = #marker>>(&self, request: R) -> ::generated_client::Pages<R> {
                ::generated_client::Pages::new(::core::clone::Clone::clone(&self.core), request)
            }
        }
    });
    let title = clean(&vendor.title);
    let one = vendor.servers.len() == 1;
    let credentials = if vendor.call_credentials().is_empty() { quote!(()) } else { quote!(Credentials) };
    let (parameters, config) = if one {
        (quote!(credentials: #credentials), quote!(rt::Config::<#marker>::new(credentials)))
    } else {
        (
            quote!(server: Server, credentials: #credentials),
            quote!(rt::Config::<#marker>::for_server(server, credentials)),
        )
    };
    let new_doc = if one {
        "A client with the default settings; see [`Config`](super::Config) for others."
    } else {
        "A client of that server with the default settings; see [`Config`](super::Config) for others."
    };
    let docs = DocText::new(
        None,
        &format!("A client of {title}. Clones are cheap and share connections, token and retry budget."),
    )
    .outer();
    let new_doc = DocText::new(None, new_doc).outer();
    // In a crate of its own the feature would be that crate's; there, `Config::connect` is the way.
    let new = match front {
        Front::BuildScript => TokenStream::new(),
        Front::Committed => quote! {
            #new_doc
            ///
            /// # Errors
            ///
            /// Refuses credentials that can't be right, by name and without showing them.
            #[cfg(feature = "reqwest")]
            pub fn new(#parameters) -> ::core::result::Result<Self, ::generated_client::Invalid> {
                #config.connect()
            }
        },
    };
    quote! {
        #docs
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        pub struct Client { core: rt::Core<#marker> }
        impl Client {
            #new

            /// The same client with other options, for one call or many.
            #[must_use]
            pub fn with(&self, change: impl ::core::ops::FnOnce(::generated_client::Options) -> ::generated_client::Options) -> Self {
                Self { core: self.core.with(change) }
            }

            /// The same, where the change can be refused: a header of your own.
            ///
            /// # Errors
            ///
            /// What `change` refuses.
            pub fn try_with<E>(&self, change: impl ::core::ops::FnOnce(::generated_client::Options) -> ::core::result::Result<::generated_client::Options, E>) -> ::core::result::Result<Self, E> {
                ::core::result::Result::Ok(Self { core: self.core.try_with(change)? })
            }

            #(#methods)*
            #pages
        }
        impl ::core::convert::From<rt::Core<#marker>> for Client {
            fn from(core: rt::Core<#marker>) -> Self {
                Self { core }
            }
        }
    }
}

/// How codes are read where there are several tables.
fn from_tables(vendor: &Vendor) -> TokenStream {
    if vendor.tables.is_empty() {
        return TokenStream::new();
    }
    let rows = vendor.tables.iter().flat_map(|table| {
        table.codes.iter().map(|known| {
            let (table, wire, name) = (&table.name, &known.wire, super::names::variant(&known.name));
            quote!((#table, #wire) => return Self::#name)
        })
    });
    quote! {
        fn from_tables(tables: &[&str], text: &str) -> Self {
            for table in tables {
                match (*table, text) {
                    #(#rows,)*
                    ("", text) => {
                        let own = Self::from_wire(text);
                        if own.is_known() {
                            return own;
                        }
                    }
                    _ => {}
                }
            }
            if tables.is_empty() { Self::from_wire(text) } else { Self::Unknown(rt::unlisted(text)) }
        }
    }
}

/// The module of the codes.
pub fn codes(plan: &Plan<'_>) -> Module {
    let vendor = plan.vendor;
    let mut module = Module::new("codes", DocText::new(None, "The vendor's codes."), Reach::Private);
    let all: Vec<_> = vendor.all_codes().collect();
    let names: Vec<_> = all.iter().map(|c| super::names::variant(&c.name)).collect();
    let wires: Vec<_> = all.iter().map(|c| &c.wire).collect();
    let classes = all.iter().map(|c| class(c.class));
    let variants = all.iter().zip(&names).map(|(known, name)| {
        let mut doc = DocText::of(&known.docs, &format!("Code {}.", code(&known.wire)));
        if known.docs.summary.is_some() {
            doc.say(format!("Code {}.", code(&known.wire)));
        }
        if let Some(message) = &known.message {
            doc.say(format!("The vendor says: {}.", code(message)));
        }
        if known.effect == Effect::Unknown {
            doc.say("The request may have had an effect all the same.");
        }
        doc.place(&known.docs);
        let docs = doc.outer();
        let alias = alias(&known.wire, &pascal(&known.name));
        quote!(#docs #alias #name)
    });
    let unknown: Vec<_> =
        all.iter().zip(&names).filter(|(c, _)| c.effect == Effect::Unknown).map(|(_, name)| name).collect();
    let effect = if unknown.is_empty() {
        quote!(rt::Effect::None)
    } else {
        quote!(match self { #(Self::#unknown)|* | Self::Unknown(_) => rt::Effect::Unknown, _ => rt::Effect::None })
    };
    let effect = if unknown.len() == names.len() {
        quote!(rt::Effect::Unknown)
    } else if unknown.is_empty() {
        quote!(match self { Self::Unknown(_) => rt::Effect::Unknown, _ => #effect })
    } else {
        effect
    };
    let from_wire = if vendor.codes.is_empty() {
        quote!(Self::Unknown(rt::unlisted(text)))
    } else {
        let own = vendor.codes.iter().zip(&names).map(|(known, name)| {
            let wire = &known.wire;
            quote!(#wire => Self::#name)
        });
        quote! {
            match text {
                #(#own,)*
                other => Self::Unknown(rt::unlisted(other)),
            }
        }
    };
    let from_tables = from_tables(vendor);
    module.items.extend(quote! {

        /// A code by which the vendor says no.
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        pub enum Code {
            #(#variants,)*
            /// A code that the vendor had not documented when this was generated.
            Unknown(::generated_client::Unlisted),
        }
        impl rt::Code for Code {
            fn from_wire(text: &str) -> Self {
                #from_wire
            }

            #from_tables

            fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #wires,)*
                    Self::Unknown(unlisted) => unlisted.as_str(),
                }
            }

            fn class(&self) -> rt::Class {
                match self {
                    #(Self::#names => #classes,)*
                    Self::Unknown(_) => rt::Class::Unknown,
                }
            }

            fn effect(&self) -> rt::Effect {
                #effect
            }

            fn is_known(&self) -> bool {
                !::core::matches!(self, Self::Unknown(_))
            }
        }
    });
    module
}
