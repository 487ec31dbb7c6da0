//! Tables that tell what a reply means; the runtime reads them.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{
    Arm, Base, Charset, Class, Condition, Format, FrameNode, Inner, Kind, Names, Path, Reads, Reply, ReplyForm,
    RowsPattern, Step, Test, TextPattern, TextPiece, Turned, TurnedBy, Verdict,
};

use super::encode::rules::looks;
use super::names::type_ident;

/// How names are compared, the charsets, the reply by format, and the name of its static.
type Known = (Names, Vec<Charset>, Vec<(Format, ReplyForm)>, Ident);

/// The reply tables of a vendor, each once.
#[derive(Default)]
pub struct Replies {
    known: Vec<Known>,
    /// Their statics.
    pub items: TokenStream,
}

impl Replies {
    /// The static of a reply.
    pub fn name(&mut self, reply: &Reply) -> Ident {
        if let Some((_, _, _, name)) = self.known.iter().find(|(names, charsets, forms, _)| {
            *names == reply.names && *charsets == reply.charsets && *forms == reply.forms
        }) {
            return name.clone();
        }
        let number = self.known.len() + 1;
        let name = if number == 1 { format_ident!("REPLY") } else { format_ident!("REPLY_{number}") };
        let names = match reply.names {
            Names::Exact => quote!(rt::Names::Exact),
            Names::IgnoreCase => quote!(rt::Names::IgnoreAsciiCase),
        };
        let charset = given(
            quote!(charset),
            (!reply.charsets.is_empty()).then(|| {
                let charsets = reply.charsets.iter().map(charset);
                quote!(|body, headers| rt::charset::of_reply(body, headers, &[#(#charsets),*]))
            }),
        );
        let rest = reply.charsets.is_empty().then(|| quote!(, ..rt::ReplyFacts::EMPTY));
        // Formats that say the same share a table.
        let mut tables: Vec<(&ReplyForm, Ident)> = Vec::new();
        let mut rows = Vec::new();
        for (format, form) in &reply.forms {
            let shared = tables
                .iter()
                .find(|(first, _)| {
                    first.arms == form.arms && first.hole == form.hole && first.frame.inner() == form.frame.inner()
                })
                .map(|(_, name)| name.clone());
            let table = shared.unwrap_or_else(|| {
                let suffix =
                    if tables.is_empty() { String::new() } else { format!("_{}", format.name().to_uppercase()) };
                let table = format_ident!("{name}_ARMS{suffix}");
                let arms = form.arms.iter().map(|each| arm(each, &form.frame));
                self.items.extend(quote!(static #table: &[rt::Arm] = &[#(#arms),*];));
                tables.push((form, table.clone()));
                table
            });
            let format = type_ident(format.name());
            rows.push(quote!((rt::Format::#format, #table)));
        }
        self.items.extend(quote! {
            pub(crate) static #name: rt::ReplyFacts = rt::ReplyFacts { names: #names, #charset arms: &[#(#rows),*] #rest };
        });
        self.known.push((reply.names, reply.charsets.clone(), reply.forms.clone(), name.clone()));
        name
    }
}

/// A charset of the runtime; none for UTF-8.
fn charset(charset: &Charset) -> TokenStream {
    let name = format!("{charset:?}");
    match charset {
        Charset::Utf8 => quote!(::core::option::Option::None),
        _ => {
            let name = format_ident!("{name}");
            quote!(::core::option::Option::Some(rt::Charset::#name))
        }
    }
}

/// An arm of a table.
pub fn arm(arm: &Arm, frame: &FrameNode) -> TokenStream {
    let name = &arm.name;
    let verdict = match arm.verdict {
        Verdict::Success => quote!(Success),
        Verdict::Pending => quote!(Pending),
        Verdict::Rejected => quote!(Rejected),
        Verdict::InDoubt => quote!(InDoubt),
    };
    let when = list(quote!(when), arm.when.iter().map(condition));
    let code = list(quote!(code), arm.code.iter().map(path));
    let message = list(quote!(message), arm.message.iter().map(path));
    let payload = given(quote!(payload), arm.payload.as_ref().map(path));
    let own = arm.reads.as_ref().map(Reads::frame);
    let documents = own.as_ref().unwrap_or(frame).inner();
    let inner = list(quote!(inner), documents.iter().map(|(path, document)| inner(path, document, own.is_some())));
    let turned = list(quote!(turned), arm.turned.iter().map(turned));
    let reads = given(quote!(reads), arm.reads.as_ref().map(reads));
    let stands_for = given(quote!(stands_for), arm.stands_for.as_ref().map(|code| quote!(#code)));
    let class = given(quote!(class), arm.class.map(class));
    let no_effect = arm.no_effect.then(|| quote!(no_effect: true,));
    let tables = list(quote!(tables), arm.tables.iter().map(|table| quote!(#table)));
    quote! {
        rt::Arm {
            name: #name,
            verdict: rt::Verdict::#verdict,
            #when
            #code
            #message
            #payload
            #stands_for
            #class
            #no_effect
            #tables
            #reads
            #inner
            #turned
            ..rt::Arm::EMPTY
        }
    }
}

/// A document in a text; where it has to be one, an arm does not hold if it is not.
fn inner(at: &Path, inner: &Inner, strict: bool) -> TokenStream {
    let (path, reads, base64) = (path(at), reads(&inner.reads), inner.base64);
    quote!(rt::Inner { path: #path, base64: #base64, reads: #reads, strict: #strict })
}

/// A part of a document that is turned before it is judged.
fn turned(Turned { path: at, by }: &Turned) -> TokenStream {
    let at = path(at);
    let by = match by {
        TurnedBy::Named { name, value } => quote!(Named { name: #name, value: #value }),
        TurnedBy::Keyed { key, value } => {
            let value = match value {
                Some(value) => quote!(::core::option::Option::Some(#value)),
                None => quote!(::core::option::Option::None),
            };
            quote!(Keyed { key: #key, value: #value })
        }
    };
    quote!(rt::Turned { path: #at, by: rt::TurnedBy::#by })
}

/// A member of a table that is a list, where it has items.
fn list(name: TokenStream, items: impl Iterator<Item = TokenStream>) -> TokenStream {
    let items: Vec<TokenStream> = items.collect();
    if items.is_empty() { TokenStream::new() } else { quote!(#name: &[#(#items),*],) }
}

/// A member of a table that may be missing, where it is there.
fn given(name: TokenStream, value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(TokenStream::new, |value| quote!(#name: ::core::option::Option::Some(#value),))
}

fn reads(reads: &Reads) -> TokenStream {
    match reads {
        Reads::Json(_) => quote!(rt::Reads::Json),
        Reads::Xml(_) => quote!(rt::Reads::Xml),
        Reads::Form(_) => quote!(rt::Reads::Form),
        Reads::Bytes => quote!(rt::Reads::Bytes),
        Reads::Nothing => quote!(rt::Reads::Nothing),
        Reads::Pairs { separator, joint, .. } => {
            quote!(rt::Reads::Pairs(&rt::Pairs { separator: #separator, joint: #joint }))
        }
        Reads::Text(patterns) => {
            let frames = patterns.iter().map(|pattern| text_frame(pattern, false));
            quote!(rt::Reads::Text(&[#(#frames),*]))
        }
        Reads::Rows(rows) => {
            let RowsPattern { separator, prefix, bare, trailing, empty, .. } = rows;
            let frames = rows.rows.iter().map(|row| text_frame(row, rows.quoted));
            let header = list(quote!(header), rows.header.iter().map(|row| text_frame(row, false)));
            let footer = rows.footer.as_ref().map(|row| text_frame(row, false));
            let footer = given(quote!(footer), footer.map(|frame| quote!(&#frame)));
            let prefix = (!prefix.is_empty()).then(|| quote!(prefix: #prefix,));
            let bare = bare.then(|| quote!(bare: true,));
            let trailing = trailing.then(|| quote!(trailing: true,));
            let empty = empty.then(|| quote!(empty: true,));
            quote!(rt::Reads::Rows(&rt::Rows {
                rows: &[#(#frames),*],
                separator: #separator,
                #prefix
                #header
                #footer
                #bare
                #trailing
                #empty
                ..rt::Rows::EMPTY
            }))
        }
    }
}

/// A text with holes.
pub fn text_frame(pattern: &TextPattern, quoted: bool) -> TokenStream {
    let pieces = pattern.0.iter().map(|piece| match piece {
        TextPiece::Literal(text) => quote!(rt::TextPiece::Literal(#text)),
        TextPiece::Hole(name) | TextPiece::Filled(name) | TextPiece::Integer(name) | TextPiece::Decimal(name, _)
            if quoted =>
        {
            quote!(rt::TextPiece::Quotable(#name))
        }
        TextPiece::Hole(name) => quote!(rt::TextPiece::Hole(#name)),
        TextPiece::Filled(name) => quote!(rt::TextPiece::Filled(#name)),
        TextPiece::FilledRest(name) => quote!(rt::TextPiece::FilledRest(#name)),
        TextPiece::Rest(name) => quote!(rt::TextPiece::Rest(#name)),
        TextPiece::Integer(name) => quote!(rt::TextPiece::Integer(#name)),
        TextPiece::Decimal(name, point) => quote!(rt::TextPiece::Decimal(#name, #point)),
        TextPiece::Fixed(name, width) => {
            let width = Literal::usize_unsuffixed(*width);
            quote!(rt::TextPiece::Fixed(#name, #width))
        }
    });
    quote!(rt::TextFrame { pieces: &[#(#pieces),*] })
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
        Condition::Header(name, test) => {
            let test = self::test(test);
            quote!(rt::When::Header(#name, rt::Test::#test))
        }
        Condition::Member { path: at, test } => {
            let (at, test) = (path(at), self::test(test));
            quote!(rt::When::Is(#at, rt::Test::#test))
        }
    }
}

fn test(test: &Test) -> TokenStream {
    match test {
        Test::Present => quote!(Present),
        Test::Absent => quote!(Absent),
        Test::Empty => quote!(Empty),
        Test::NotEmpty => quote!(NotEmpty),
        Test::KnownCode => quote!(KnownCode),
        Test::UnknownCode => quote!(NotKnownCode),
        Test::Prefix(prefix) => quote!(Prefix(#prefix)),
        Test::Suffix(suffix) => quote!(Suffix(#suffix)),
        Test::Pattern(pattern) => {
            let frame = text_frame(pattern, false);
            quote!(Pattern(&#frame))
        }
        Test::Matches(pattern) => {
            let alternatives = looks(pattern);
            quote!(Matches(&[#alternatives]))
        }
        Test::Kind(kinds) => {
            let kinds = kinds.iter().map(|kind| {
                let word = Kind::ALL.iter().find(|(_, k)| k == kind).map_or("null", |(word, _)| word);
                type_ident(word)
            });
            quote!(Kind(&[#(rt::Kind::#kinds),*]))
        }
        Test::OneOf(Base::Text, texts) => quote!(Text(&[#(#texts),*])),
        Test::OneOf(Base::Integer, numbers) => {
            let numbers = numbers.iter().map(|n| Literal::i64_unsuffixed(n.parse().unwrap_or_default()));
            quote!(Integer(&[#(#numbers),*]))
        }
        Test::Range(from, to) => {
            let (from, to) = (Literal::i64_unsuffixed(*from), Literal::i64_unsuffixed(*to));
            quote!(Range(#from, #to))
        }
        Test::NoneOf(Base::Integer, numbers) => {
            let numbers = numbers.iter().map(|n| Literal::i64_unsuffixed(n.parse().unwrap_or_default()));
            quote!(NotInteger(&[#(#numbers),*]))
        }
        Test::NoneOf(Base::Boolean, values) => {
            let value = !values.iter().any(|v| v == "true");
            quote!(Boolean(#value))
        }
        Test::NoneOf(Base::Text, texts) => quote!(NotText(&[#(#texts),*])),
        Test::OneOf(Base::Boolean, values) => {
            let value = values.iter().any(|v| v == "true");
            quote!(Boolean(#value))
        }
    }
}

/// A way through a document.
pub fn path(path: &Path) -> TokenStream {
    let steps = path.iter().map(|step| match step {
        Step::Name(name) => quote!(rt::Step::Name(#name)),
        Step::First => quote!(rt::Step::First),
        Step::Each => quote!(rt::Step::Each),
    });
    quote!(&[#(#steps),*])
}

/// A class of the runtime.
pub fn class(class: Class) -> TokenStream {
    let name = Class::ALL.iter().find(|(_, c)| *c == class).map_or("unknown", |(name, _)| name);
    let name = type_ident(name);
    quote!(rt::Class::#name)
}
