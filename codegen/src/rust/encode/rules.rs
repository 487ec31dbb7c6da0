//! Rules over several fields of a record, as code that checks them before anything is sent.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use vendor_model::model::{CharPattern, Exact, Field, Record, RecordId, Rule, Says, Side, Type, Vendor};

use super::{Encoders, copied};
use crate::rust::names::{ident, local};

impl Encoders<'_, '_> {
    /// The statements that hold a record against its rules. A rule over a field that is not there holds.
    pub(super) fn rules(&self, id: RecordId, record: &Record) -> Vec<TokenStream> {
        record.rules.iter().filter_map(|rule| self.rule(id, record, rule)).collect()
    }

    fn rule(&self, id: RecordId, record: &Record, rule: &Rule) -> Option<TokenStream> {
        let vendor = self.plan.vendor;
        let words = rule.in_words(vendor, id, &|field| field.name.clone());
        let fields = rule.fields();
        // A reference to each field, by its index.
        let mut found: Vec<(usize, TokenStream)> = Vec::new();
        let mut optional = Vec::new();
        for index in &fields {
            let access = self.access(id, record, *index, &quote!(value));
            if access.optional {
                let bound = local(&record.fields.get(*index)?.name);
                optional.push((bound.clone(), access.value));
                found.push((*index, quote!(#bound)));
            } else {
                found.push((*index, access.value));
            }
        }
        let value = |index: usize| found.iter().find(|(known, _)| *known == index).map(|(_, value)| value.clone());
        let check = match &rule.says {
            Says::Compares(left, comparison, right) => {
                let sign: TokenStream = comparison.sign().parse().ok()?;
                let (left, right) = (side(vendor, record, left, &value)?, side(vendor, record, right, &value)?);
                quote!(rt::check::holds(#left #sign #right, #words))
            }
            Says::MultipleOf(index, step) => {
                let (number, step) = (scalar(vendor, record.fields.get(*index)?, &value(*index)?)?, exact(*step));
                quote!(rt::check::multiple(#number, #step, #words))
            }
            Says::Matches(index, pattern) => {
                let text = scalar(vendor, record.fields.get(*index)?, &value(*index)?)?;
                let pattern = looks(pattern);
                quote!(rt::check::looks(#text, &[#pattern], #words))
            }
        };
        // A rule about one field is found at it.
        let at = match fields[..] {
            [index] => {
                let name = record.fields.get(index)?.name.as_str();
                quote!(.at(#name))
            }
            _ => TokenStream::new(),
        };
        let check = quote!(#check #at?;);
        Some(match &optional[..] {
            [] => check,
            [(bound, option)] => quote!(if let ::core::option::Option::Some(#bound) = #option { #check }),
            several => {
                let (bound, options): (Vec<_>, Vec<_>) = several.iter().cloned().unzip();
                quote!(if let (#(::core::option::Option::Some(#bound)),*) = (#(#options),*) { #check })
            }
        })
    }
}

fn side(
    vendor: &Vendor,
    record: &Record,
    side: &Side,
    value: &dyn Fn(usize) -> Option<TokenStream>,
) -> Option<TokenStream> {
    match side {
        Side::Number(number) => Some(exact(*number)),
        Side::Field(index) => scalar(vendor, record.fields.get(*index)?, &value(*index)?),
        Side::Count(index) => {
            let items = super::place(&value(*index)?);
            Some(quote!(rt::Decimal::from(rt::count(#items.len()))))
        }
        Side::Sum(list, inner) => {
            let items = super::place(&value(*list)?);
            let Type::List(shape) = &record.fields.get(*list)?.shape.ty else { return None };
            let Type::Record(item) = shape.item.ty else { return None };
            let field = vendor.record(item).fields.get(*inner)?;
            let name = ident(&field.name);
            let number = if field.presence == vendor_model::model::Presence::Required {
                let number = scalar(vendor, field, &quote!(&item.#name))?;
                quote!(::core::option::Option::Some(#number))
            } else {
                let number = scalar(vendor, field, &quote!(number))?;
                quote!(item.#name.as_ref().map(|number| #number))
            };
            let at = record.fields.get(*list)?.name.as_str();
            Some(quote!(rt::check::sum(#items.iter().map(|item| #number)).at(#at)?))
        }
    }
}

/// What can be compared of a reference to a value.
fn scalar(vendor: &Vendor, field: &Field, value: &TokenStream) -> Option<TokenStream> {
    let named = matches!(field.shape.ty, Type::Named(_));
    let plain = if named {
        let value = super::place(value);
        quote!(#value.get())
    } else {
        copied(value)
    };
    match &vendor.bare(&field.shape).ty {
        Type::Integer => Some(quote!(rt::Decimal::from(#plain))),
        Type::Decimal | Type::Month | Type::Date | Type::DateTime => Some(plain),
        Type::Instant => {
            let value = super::place(&if named { plain } else { value.clone() });
            Some(quote!(#value.to_utc()))
        }
        Type::Text => {
            let value = super::place(value);
            Some(quote!(#value.as_str()))
        }
        _ => None,
    }
}

fn exact(number: Exact) -> TokenStream {
    let (mantissa, scale) = (Literal::i128_unsuffixed(number.mantissa), Literal::u32_unsuffixed(number.scale));
    quote!(rt::Decimal::new(#mantissa, #scale)?)
}

/// The alternatives of a pattern.
pub fn looks(pattern: &CharPattern) -> TokenStream {
    let alternatives = pattern.alternatives.iter().map(|pieces| {
        let pieces = pieces.iter().map(|piece| {
            let ranges = piece.ranges.iter().map(|(from, to)| quote!((#from, #to)));
            let (negated, min) = (piece.negated, Literal::usize_unsuffixed(piece.min));
            let max = match piece.max {
                Some(max) => {
                    let max = Literal::usize_unsuffixed(max);
                    quote!(#max)
                }
                None => quote!(usize::MAX),
            };
            quote!(rt::check::Chars { ranges: &[#(#ranges),*], negated: #negated, min: #min, max: #max })
        });
        quote!(&[#(#pieces),*])
    });
    quote!(#(#alternatives),*)
}
