//! Tables that tell what a reply means; the runtime reads them.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{Arm, Base, Class, Condition, Format, Names, Path, Reply, ReplyForm, Step, Test, Verdict};

use super::names::type_ident;

/// The reply tables of a vendor, each once.
#[derive(Default)]
pub struct Replies {
    known: Vec<(Names, Vec<(Format, ReplyForm)>, Ident)>,
    /// Their statics.
    pub items: TokenStream,
}

impl Replies {
    /// The static of a reply.
    pub fn name(&mut self, reply: &Reply) -> Ident {
        if let Some((_, _, name)) = self.known.iter().find(|(names, forms, _)| *names == reply.names && *forms == reply.forms) {
            return name.clone();
        }
        let number = self.known.len() + 1;
        let name = if number == 1 { format_ident!("REPLY") } else { format_ident!("REPLY_{number}") };
        let names = match reply.names {
            Names::Exact => quote!(rt::Names::Exact),
            Names::IgnoreCase => quote!(rt::Names::IgnoreAsciiCase),
        };
        // Formats that say the same share a table.
        let mut tables: Vec<(&ReplyForm, Ident)> = Vec::new();
        let mut rows = Vec::new();
        for (format, form) in &reply.forms {
            let shared = tables.iter().find(|(first, _)| first.arms == form.arms && first.hole == form.hole).map(|(_, name)| name.clone());
            let table = shared.unwrap_or_else(|| {
                let suffix = if tables.is_empty() { String::new() } else { format!("_{}", format.name().to_uppercase()) };
                let table = format_ident!("{name}_ARMS{suffix}");
                let arms = form.arms.iter().map(|a| arm(a, form.hole.as_ref()));
                self.items.extend(quote!(static #table: &[rt::Arm] = &[#(#arms),*];));
                tables.push((form, table.clone()));
                table
            });
            let format = type_ident(format.name());
            rows.push(quote!((rt::Format::#format, #table)));
        }
        self.items.extend(quote! {
            pub(crate) static #name: rt::ReplyFacts = rt::ReplyFacts { names: #names, arms: &[#(#rows),*] };
        });
        self.known.push((reply.names, reply.forms.clone(), name.clone()));
        name
    }
}

fn arm(arm: &Arm, hole: Option<&Path>) -> TokenStream {
    let name = &arm.name;
    let verdict = match arm.verdict {
        Verdict::Success => quote!(Success),
        Verdict::Pending => quote!(Pending),
        Verdict::Rejected => quote!(Rejected),
        Verdict::InDoubt => quote!(InDoubt),
    };
    let when = arm.when.iter().map(condition);
    let code = arm.code.iter().map(path);
    let message = arm.message.iter().map(path);
    let success = matches!(arm.verdict, Verdict::Success | Verdict::Pending);
    let payload = match hole.filter(|_| success) {
        Some(hole) => {
            let hole = path(hole);
            quote!(::core::option::Option::Some(#hole))
        }
        None => quote!(::core::option::Option::None),
    };
    let class = match arm.class {
        Some(class) => {
            let class = self::class(class);
            quote!(::core::option::Option::Some(#class))
        }
        None => quote!(::core::option::Option::None),
    };
    quote! {
        rt::Arm {
            name: #name,
            verdict: rt::Verdict::#verdict,
            when: &[#(#when),*],
            code: &[#(#code),*],
            message: &[#(#message),*],
            payload: #payload,
            class: #class,
        }
    }
}

fn condition(condition: &Condition) -> TokenStream {
    match condition {
        Condition::Http(ranges) => {
            let ranges = ranges.iter().map(|(from, to)| {
                let (from, to) = (Literal::u16_unsuffixed(*from), Literal::u16_unsuffixed(*to));
                quote!((#from, #to))
            });
            quote!(rt::When::Http(&[#(#ranges),*]))
        }
        Condition::Member { path: at, test } => {
            let at = path(at);
            let test = match test {
                Test::Present => quote!(Present),
                Test::Absent => quote!(Absent),
                Test::Empty => quote!(Empty),
                Test::NotEmpty => quote!(NotEmpty),
                Test::KnownCode => quote!(KnownCode),
                Test::Prefix(prefix) => quote!(Prefix(#prefix)),
                Test::OneOf(Base::Text, texts) => quote!(Text(&[#(#texts),*])),
                Test::OneOf(Base::Integer, numbers) => {
                    let numbers = numbers.iter().map(|n| Literal::i64_unsuffixed(n.parse().unwrap_or_default()));
                    quote!(Integer(&[#(#numbers),*]))
                }
                Test::OneOf(Base::Boolean, values) => {
                    let value = values.iter().any(|v| v == "true");
                    quote!(Boolean(#value))
                }
            };
            quote!(rt::When::Is(#at, rt::Test::#test))
        }
    }
}

fn path(path: &Path) -> TokenStream {
    let steps = path.iter().map(|step| match step {
        Step::Name(name) => quote!(rt::Step::Name(#name)),
        Step::First => quote!(rt::Step::First),
    });
    quote!(&[#(#steps),*])
}

/// A class of the runtime.
pub fn class(class: Class) -> TokenStream {
    let name = Class::ALL.iter().find(|(_, c)| *c == class).map_or("unknown", |(name, _)| name);
    let name = type_ident(name);
    quote!(rt::Class::#name)
}
