//! Pages: where the next one is, from a request and its reply.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use vendor_model::model::{
    Field, LastValue, LastWhen, Operation, PageBy, Paging, Presence, RecordId, Type, Vendor, Visibility,
};

use super::names::ident;
use super::plan::{Home, Plan};

/// How an operation is walked through, if it has pages.
pub fn paged(plan: &Plan<'_>, operation: &Operation, request: &TokenStream, here: &Home) -> Option<TokenStream> {
    let paging = operation.paging.as_ref()?;
    let vendor = plan.vendor;
    let list = vendor.record(operation.response).fields.get(paging.items)?;
    let Type::List(shape) = &list.shape.ty else { return None };
    let item = plan.shape_type(&shape.item, here);
    let name = ident(&list.name);
    let (items, taken) = if list.presence == Presence::Required {
        (quote!(&reply.#name), quote!(reply.#name))
    } else {
        (
            quote!(::core::option::Option::unwrap_or_default(reply.#name.as_deref())),
            quote!(::core::option::Option::unwrap_or_default(reply.#name)),
        )
    };
    let (is_last, uses_before) = is_last(vendor, operation, paging);
    let asks = |field: usize, value: TokenStream| {
        let field = vendor.record(operation.request).fields.get(field)?;
        let name = ident(&field.name);
        let value =
            if field.presence == Presence::Required { value } else { quote!(::core::option::Option::Some(#value)) };
        Some(quote! {{
            let mut next = ::core::clone::Clone::clone(self);
            next.#name = #value;
            rt::Next::Request(next)
        }})
    };
    let next = match &paging.by {
        PageBy::Number { field, first } => {
            let at = position(vendor, operation, *field, *first);
            let next = asks(*field, quote!(i64::saturating_add(#at, 1)))?;
            quote!(if #is_last { rt::Next::Last } else { #next })
        }
        PageBy::Offset { field, first } => {
            let at = position(vendor, operation, *field, *first);
            let next = asks(*field, quote!(i64::saturating_add(#at, rt::count(items.len()))))?;
            quote!(if #is_last { rt::Next::Last } else { #next })
        }
        PageBy::LastItem { field, value } => {
            let value = match (value, &shape.item.ty) {
                (Some(value), Type::Record(id)) => {
                    let field = vendor.record(*id).fields.get(*value)?;
                    step(quote!(items.last()), field)
                }
                _ => quote!(items.last()),
            };
            handed_on(&value, &is_last, None, &asks(*field, quote!(said))?)
        }
        PageBy::Cursor { field, value } => {
            let (said, end) = said(vendor, operation.response, value)?;
            handed_on(&said, &is_last, is_said(vendor, end), &asks(*field, quote!(said))?)
        }
        PageBy::Address(value) => {
            let (said, end) = said(vendor, operation.response, value)?;
            handed_on(&said, &is_last, is_said(vendor, end), &quote!(rt::Next::Address(said)))
        }
    };
    let before = if uses_before { quote!(before) } else { quote!(_) };
    Some(quote! {
        impl rt::Paged for #request {
            type Item = #item;

            #[allow(unused_variables)]
            fn turn(&self, reply: Self::Reply, #before: i64) -> rt::Turn<Self> {
                let items = #items;
                let next = #next;
                rt::Turn { items: #taken, next }
            }
        }
    })
}

/// Whether it is the last page, and whether earlier pages count for that.
fn is_last(vendor: &Vendor, operation: &Operation, paging: &Paging) -> (Option<TokenStream>, bool) {
    let handed_out = matches!(paging.by, PageBy::Cursor { .. } | PageBy::Address(_));
    let mut signs = if handed_out { Vec::new() } else { vec![quote!(items.is_empty())] };
    let mut uses_before = false;
    for when in &paging.last_when {
        let sign = match when {
            LastWhen::Shorter(size) => {
                let size = Literal::u32_unsuffixed(*size);
                Some(quote!(rt::count(items.len()) < #size))
            }
            LastWhen::ShorterThan(size) => vendor.record(operation.request).fields.get(*size).map(|field| {
                let name = ident(&field.name);
                match field.presence {
                    Presence::Required => quote!(rt::count(items.len()) < self.#name),
                    _ => quote!(self.#name.is_some_and(|size| rt::count(items.len()) < size)),
                }
            }),
            LastWhen::Total(total) => said(vendor, operation.response, total).map(|(total, _)| {
                let before = match paging.by {
                    PageBy::Offset { field, first } => {
                        let at = position(vendor, operation, field, first);
                        let first = Literal::i64_unsuffixed(first);
                        quote!(i64::saturating_sub(#at, #first))
                    }
                    _ => {
                        uses_before = true;
                        quote!(before)
                    }
                };
                quote!(#total.is_some_and(|total| i64::saturating_add(#before, rt::count(items.len())) >= *total))
            }),
            LastWhen::Pages(pages) => said(vendor, operation.response, pages).and_then(|(pages, _)| {
                let PageBy::Number { field, first } = paging.by else { return None };
                let at = position(vendor, operation, field, first);
                // With pages from 0 on, the last of three is page 2.
                let last = match first {
                    1 => quote!(*pages),
                    first => {
                        let before = Literal::i64_unsuffixed(first.saturating_sub(1));
                        quote!(i64::saturating_add(*pages, #before))
                    }
                };
                Some(quote!(#pages.is_some_and(|pages| #at >= #last)))
            }),
            LastWhen::Value(path, value) => said(vendor, operation.response, path).map(|(said, _)| match value {
                LastValue::Boolean(true) => quote!(#said.is_some_and(|said| *said)),
                LastValue::Boolean(false) => quote!(#said.is_some_and(|said| !*said)),
                LastValue::Integer(value) => {
                    let value = Literal::i64_unsuffixed(*value);
                    quote!(#said.is_some_and(|said| *said == #value))
                }
                LastValue::Text(text) => quote!(#said.is_some_and(|said| said == #text)),
            }),
        };
        signs.extend(sign);
    }
    ((!signs.is_empty()).then(|| quote!(#(#signs)||*)), uses_before)
}

/// The number or offset of this page.
fn position(vendor: &Vendor, operation: &Operation, field: usize, first: i64) -> TokenStream {
    let first = Literal::i64_unsuffixed(first);
    let Some(field) = vendor.record(operation.request).fields.get(field) else { return quote!(#first) };
    let name = ident(&field.name);
    if field.presence == Presence::Required { quote!(self.#name) } else { quote!(self.#name.unwrap_or(#first)) }
}

/// The next page if something was handed out for it.
fn handed_on(
    said: &TokenStream,
    is_last: &Option<TokenStream>,
    is_said: Option<TokenStream>,
    next: &TokenStream,
) -> TokenStream {
    let said = match is_said {
        Some(is_said) => quote!(#said.filter(|said| #is_said)),
        None => said.clone(),
    };
    let guard = is_last.as_ref().map(|is_last| quote!(if !(#is_last)));
    quote! {
        match #said.cloned() {
            ::core::option::Option::Some(said) #guard => #next,
            _ => rt::Next::Last,
        }
    }
}

/// An empty text hands out nothing.
fn is_said(vendor: &Vendor, field: &Field) -> Option<TokenStream> {
    let text = vendor.bare(&field.shape).ty == Type::Text;
    let named = matches!(field.shape.ty, Type::Named(_));
    match (text, named) {
        _ if field.visibility == Visibility::Secret => Some(quote!(!said.expose().is_empty())),
        (true, true) => Some(quote!(!said.as_str().is_empty())),
        (true, false) => Some(quote!(!said.is_empty())),
        _ => None,
    }
}

/// An `Option` of a reference to what the reply says, and the field that says it.
fn said<'v>(vendor: &'v Vendor, response: RecordId, path: &[usize]) -> Option<(TokenStream, &'v Field)> {
    let (mut record, mut said, mut end) = (response, quote!(::core::option::Option::Some(&reply)), None);
    for index in path {
        let field = vendor.record(record).fields.get(*index)?;
        said = step(said, field);
        if let Type::Record(inner) = field.shape.ty {
            record = inner;
        }
        end = Some(field);
    }
    end.map(|end| (said, end))
}

/// From an `Option` of a reference to a record on to its field.
fn step(from: TokenStream, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    if field.presence == Presence::Required {
        quote!(#from.map(|it| &it.#name))
    } else {
        quote!(#from.and_then(|it| it.#name.as_ref()))
    }
}
