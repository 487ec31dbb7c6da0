//! Straight-line code in the making: constants are folded into one literal.

use std::collections::HashMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{Calendar, DatePattern, DatePiece};

/// Statements that append to one buffer.
pub struct Writer {
    out: TokenStream,
    tokens: TokenStream,
    pending: String,
}

impl Writer {
    /// `out` is an expression of type `&mut Vec<u8>`.
    pub fn new(out: TokenStream) -> Self {
        Self { out, tokens: TokenStream::new(), pending: String::new() }
    }

    /// The buffer.
    pub fn out(&self) -> TokenStream {
        self.out.clone()
    }

    /// Appends a constant.
    pub fn constant(&mut self, text: &str) {
        self.pending.push_str(text);
    }

    /// Adds a statement.
    pub fn statement(&mut self, statement: TokenStream) {
        self.flush();
        self.tokens.extend(statement);
    }

    /// Adds a statement whose inside is written with a writer of its own.
    pub fn block(&mut self, inside: impl FnOnce(&mut Self), around: impl FnOnce(TokenStream) -> TokenStream) {
        self.flush();
        let mut inner = Self::new(self.out.clone());
        inside(&mut inner);
        self.tokens.extend(around(inner.finish()));
    }

    /// A writer to the same buffer, for what stands inside a statement.
    pub fn inner(&self) -> Self {
        Self::new(self.out.clone())
    }

    /// All statements.
    pub fn finish(mut self) -> TokenStream {
        self.flush();
        self.tokens
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let out = &self.out;
        self.tokens.extend(if self.pending.chars().count() == 1 && self.pending.is_ascii() {
            let byte = Literal::byte_character(self.pending.as_bytes()[0]);
            quote!(#out.push(#byte);)
        } else {
            let literal = bytes(&self.pending);
            quote!(#out.extend_from_slice(#literal);)
        });
        self.pending.clear();
    }
}

/// A byte string, raw where that reads better.
fn bytes(text: &str) -> TokenStream {
    let printable = text.bytes().all(|b| (0x20..0x7f).contains(&b));
    if printable
        && text.contains(['"', '\\'])
        && !text.contains("\"#")
        && let Ok(literal) = syn::parse_str::<Literal>(&format!("br#\"{text}\"#"))
    {
        return quote!(#literal);
    }
    if text.is_ascii() {
        let literal = Literal::byte_string(text.as_bytes());
        quote!(#literal)
    } else {
        quote!(#text.as_bytes())
    }
}

/// The date patterns of a module, each once.
#[derive(Default)]
pub struct Patterns {
    names: HashMap<String, Ident>,
    /// Their statics.
    pub items: TokenStream,
}

impl Patterns {
    /// The static of a pattern.
    pub fn name(&mut self, pattern: &DatePattern, calendar: Calendar) -> Ident {
        let key = format!("{calendar:?} {}", pattern.text);
        let next = self.names.len() + 1;
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let name = format_ident!("DATE_PATTERN_{next}");
        let calendar = match calendar {
            Calendar::Gregorian => quote!(Gregorian),
            Calendar::Jalali => quote!(Jalali),
        };
        let pieces = pattern.pieces.iter().map(|piece| match piece {
            DatePiece::Year => quote!(rt::DatePiece::Year4),
            DatePiece::Year2 => quote!(rt::DatePiece::Year2),
            DatePiece::Month => quote!(rt::DatePiece::Month2),
            DatePiece::MonthShort => quote!(rt::DatePiece::Month1),
            DatePiece::DayShort => quote!(rt::DatePiece::Day1),
            DatePiece::HourShort => quote!(rt::DatePiece::Hour1),
            DatePiece::Hour12 => quote!(rt::DatePiece::Hour12),
            DatePiece::Hour12Short => quote!(rt::DatePiece::Hour12Short),
            DatePiece::AmPm => quote!(rt::DatePiece::AmPm),
            DatePiece::AmPmLower => quote!(rt::DatePiece::AmPmLower),
            DatePiece::MonthAbbr => quote!(rt::DatePiece::MonthAbbr),
            DatePiece::MonthName => quote!(rt::DatePiece::MonthName),
            DatePiece::WeekdayAbbr => quote!(rt::DatePiece::WeekdayAbbr),
            DatePiece::WeekdayName => quote!(rt::DatePiece::WeekdayName),
            DatePiece::FractionFixed(count) => {
                let count = Literal::u8_unsuffixed(*count);
                quote!(rt::DatePiece::FractionFixed(#count))
            }
            DatePiece::Offset => quote!(rt::DatePiece::Offset),
            DatePiece::OffsetCompact => quote!(rt::DatePiece::OffsetCompact),
            DatePiece::Day => quote!(rt::DatePiece::Day2),
            DatePiece::Hour => quote!(rt::DatePiece::Hour2),
            DatePiece::Minute => quote!(rt::DatePiece::Minute2),
            DatePiece::Second => quote!(rt::DatePiece::Second2),
            DatePiece::Fraction => quote!(rt::DatePiece::Fraction),
            DatePiece::Literal(text) => quote!(rt::DatePiece::Literal(#text)),
        });
        let shown = super::docs::code(&pattern.text);
        let doc = format!(" {shown}");
        self.items.extend(quote! {
            #[doc = #doc]
            static #name: rt::DatePattern = rt::DatePattern::new(rt::Calendar::#calendar, &[#(#pieces),*]);
        });
        self.names.insert(key, name.clone());
        name
    }
}
