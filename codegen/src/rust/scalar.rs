//! Scalars: from a value to the text that stands for it, and where that text must be escaped.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use vendor_model::model::{
    Base, Codec, DurationForm, DurationPiece, DurationUnit, Field, Form, Format, List, Presence, RecordId, Shape,
    TextPattern, TextPiece, Type, Visibility,
};

use super::encode::{Encoders, copied, place};
use super::names::ident;
use super::sink::Sink;
use super::writer::Writer;

/// Makes a statement that appends to a buffer, an expression of type `&mut Vec<u8>`.
type Statement = Box<dyn Fn(&TokenStream) -> TokenStream>;

/// How the text of a value comes to be.
enum Text {
    /// It is there already: an expression of type `&str`.
    Ready(TokenStream),
    /// It is written by a statement that appends to `out`, and needs escaping where `plain` says so.
    Written { statement: Statement, sample: String },
}

impl Encoders<'_, '_> {
    /// Whether a value stands between quotes in JSON.
    pub(super) fn is_quoted(&self, shape: &Shape) -> bool {
        let bare = self.plan.vendor.bare(shape);
        let codecs = &bare.form.codecs;
        if codecs.iter().any(|c| c.is_text() || c.is_packing() || c.is_outer()) {
            return true;
        }
        match &bare.ty {
            Type::Integer | Type::Decimal => false,
            Type::Boolean => codecs.iter().any(
                |c| matches!(c, Codec::Words(yes, no) if yes.parse::<i64>().is_err() || no.parse::<i64>().is_err()),
            ),
            Type::DateTime | Type::Instant => !bare.form.is_epoch(),
            Type::Duration => false,
            Type::Enum(id) => self.plan.vendor.enumeration(*id).base == Base::Text,
            _ => true,
        }
    }

    /// Writes a scalar into a place that holds text.
    pub(super) fn scalar_shape(
        &mut self,
        writer: &mut Writer,
        sink: Sink,
        shape: &Shape,
        field: &Field,
        value: &TokenStream,
    ) {
        let at = field.name.as_str();
        let target = writer.out();
        let out = if target.to_string() == "out" { target } else { quote!(&mut #target) };
        let bare = self.plan.vendor.bare(shape).clone();
        let outer: Vec<&Codec> = bare.form.codecs.iter().filter(|c| c.is_outer()).collect();
        let statement = match (self.text(shape, field, value, at), outer.as_slice()) {
            (Text::Ready(text), []) => sink.write(&out, &text, at),
            (Text::Ready(text), [Codec::Cdata]) if sink == Sink::Xml => {
                quote!(rt::write::xml_cdata(#out, #text).at(#at)?;)
            }
            (Text::Written { statement, sample }, []) if sink.is_plain(&sample) => statement(&out),
            (_, [first, rest @ ..]) if bare.ty == Type::Bytes => {
                let step = outer_step(first, value, value);
                let mut steps = quote!(let text = #step;);
                for codec in rest {
                    let step = outer_step(codec, &quote!(text.as_bytes()), &quote!(&text));
                    steps.extend(quote!(let text = #step;));
                }
                let written = sink.write(&out, &quote!(&text), at);
                quote!({ #steps #written })
            }
            (text, outer) => {
                let (made, text) = match text {
                    Text::Ready(text) => (TokenStream::new(), text),
                    Text::Written { statement, .. } => {
                        let statement = statement(&quote!(out));
                        (
                            quote!(let text = rt::write::text_of(|out| { #statement ::core::result::Result::Ok(()) })?;),
                            quote!(&text),
                        )
                    }
                };
                let mut steps = made;
                let mut text = text;
                let (outer, cdata) = match outer.split_last() {
                    Some((Codec::Cdata, rest)) if sink == Sink::Xml => (rest, true),
                    _ => (outer, false),
                };
                for codec in outer {
                    let step = outer_step(codec, &quote!(str::as_bytes(#text)), &text);
                    steps.extend(quote!(let text = #step;));
                    text = quote!(&text);
                }
                let written = if cdata {
                    quote!(rt::write::xml_cdata(#out, #text).at(#at)?;)
                } else {
                    sink.write(&out, &text, at)
                };
                quote!({ #steps #written })
            }
        };
        writer.statement(statement);
    }

    fn text(&mut self, shape: &Shape, field: &Field, value: &TokenStream, at: &str) -> Text {
        let named = matches!(shape.ty, Type::Named(_));
        let bare = self.plan.vendor.bare(shape).clone();
        let codecs = &bare.form.codecs;
        let number = if named {
            let value = place(value);
            quote!(#value.get())
        } else {
            copied(value)
        };
        let at = at.to_owned();
        let written = |statement: Statement, sample: &str| Text::Written { statement, sample: sample.to_owned() };
        match &bare.ty {
            Type::Text => {
                let text = match (field.visibility, named) {
                    (Visibility::Secret, _) => {
                        let value = place(value);
                        quote!(#value.expose())
                    }
                    (_, true) => {
                        let value = place(value);
                        quote!(#value.as_str())
                    }
                    (_, false) => value.clone(),
                };
                Text::Ready(text)
            }
            Type::Bytes => {
                let value = value.clone();
                written(Box::new(move |out| quote!(#out.extend_from_slice(#value);)), "\"<")
            }
            Type::Integer => match padded(codecs) {
                Some(width) => {
                    written(Box::new(move |out| quote!(rt::write::padded(#out, #number, #width).at(#at)?;)), "0")
                }
                None => written(Box::new(move |out| quote!(rt::write::integer(#out, #number);)), "-0"),
            },
            Type::Decimal if codecs.iter().any(|c| matches!(c, Codec::Thousands(_))) => {
                self.grouped(&bare, field, &number, at)
            }
            Type::Decimal => {
                let step = codecs.iter().find(|c| matches!(c, Codec::Minor(_) | Codec::Fixed(_) | Codec::Comma(_)));
                match step {
                    Some(Codec::Minor(scale)) => {
                        let scale = Literal::u8_unsuffixed(*scale);
                        match padded(codecs) {
                            Some(width) => written(
                                Box::new(move |out| {
                                    let minor = quote!(rt::write::minor(out, #number, #scale));
                                    quote!(rt::write::pad(#out, #width, |out| #minor).at(#at)?;)
                                }),
                                "0",
                            ),
                            None => written(
                                Box::new(move |out| quote!(rt::write::minor(#out, #number, #scale).at(#at)?;)),
                                "-0",
                            ),
                        }
                    }
                    Some(Codec::Fixed(places)) => {
                        let places = Literal::u8_unsuffixed(*places);
                        written(Box::new(move |out| quote!(rt::write::fixed(#out, #number, #places).at(#at)?;)), "-0.0")
                    }
                    Some(Codec::Comma(places)) => {
                        let places = match places {
                            Some(places) => {
                                let places = Literal::u8_unsuffixed(*places);
                                quote!(::core::option::Option::Some(#places))
                            }
                            None => quote!(::core::option::Option::None),
                        };
                        written(
                            Box::new(move |out| quote!(rt::write::decimal_comma(#out, #number, #places).at(#at)?;)),
                            "-0,0",
                        )
                    }
                    _ => written(Box::new(move |out| quote!(rt::write::decimal(#out, #number);)), "-0.0"),
                }
            }
            Type::Boolean => {
                let (yes, no) = codecs
                    .iter()
                    .find_map(|c| if let Codec::Words(yes, no) = c { Some((yes.as_str(), no.as_str())) } else { None })
                    .unwrap_or(("true", "false"));
                let sample = format!("{yes}{no}");
                let text = quote!((if #number { #yes } else { #no }));
                written(Box::new(move |out| append(out, &text)), &sample)
            }
            Type::Enum(id) => {
                let value = place(value);
                let text = quote!(#value.as_str());
                if self.plan.enumeration(*id).is_some_and(|plan| plan.received) {
                    // The vendor may have sent anything.
                    return Text::Ready(text);
                }
                let all: String = self.plan.vendor.enumeration(*id).values.iter().map(|v| v.wire.as_str()).collect();
                written(Box::new(move |out| append(out, &text)), &all)
            }
            Type::DateTime | Type::Instant if bare.form.is_epoch() => {
                let time = if bare.ty == Type::Instant { quote!(rt::OffsetDateTime::to_utc(#number)) } else { number };
                let unit = if codecs.contains(&Codec::EpochSeconds) { quote!(Seconds) } else { quote!(Milliseconds) };
                written(Box::new(move |out| quote!(rt::write::epoch(#out, #time, rt::Epoch::#unit).at(#at)?;)), "-0")
            }
            Type::Duration => {
                let Some(form) = bare.form.duration() else { return Text::Ready(quote!("")) };
                let sample = form.write(std::time::Duration::from_millis(1)) + "dhmsPT.";
                let form = duration_form(form);
                written(Box::new(move |out| quote!(rt::write::duration(#out, #number, #form).at(#at)?;)), &sample)
            }
            Type::Month | Type::Date | Type::DateTime | Type::Instant => {
                let Some(pattern) = bare.form.dates.first() else { return Text::Ready(quote!("")) };
                let function = match bare.ty {
                    Type::Month => quote!(month),
                    Type::Date => quote!(date),
                    Type::DateTime => quote!(datetime),
                    _ => quote!(offset_datetime),
                };
                let name = self.patterns.name(pattern, bare.form.calendar);
                // A plus that stands in an address as it is would be read as a blank.
                let sign = if pattern.has_offset() { "+" } else { "" };
                written(
                    Box::new(move |out| quote!(rt::write::#function(#out, #number, &#name).at(#at)?;)),
                    &(pattern.write(Default::default()) + sign),
                )
            }
            Type::List(_) if codecs.contains(&Codec::Document(Format::Json)) => {
                let plain = Shape { form: Default::default(), ..bare.clone() };
                let mut writer = Writer::new(quote!(out));
                self.json_shape(&mut writer, &plain, field, value);
                let statement = writer.finish();
                // A list is a document in a text of its own, never in the body itself.
                Text::Written { statement: Box::new(move |_| statement.clone()), sample: "\"<".to_owned() }
            }
            Type::List(list) => self.joined(list, &bare, field, value, &at),
            Type::Record(id) if codecs.iter().any(|c| matches!(c, Codec::Pattern(_))) => {
                self.patterned(*id, codecs, value)
            }
            Type::Record(id) => {
                let format = codecs
                    .iter()
                    .find_map(|c| if let Codec::Document(format) = c { Some(*format) } else { None })
                    .unwrap_or(Format::Json);
                let function = self.function_path(*id, format);
                let value = value.clone();
                written(Box::new(move |out| quote!(#function(#value, #out).at(#at)?;)), "\"<")
            }
            // Files are parts, not texts; named types were looked through; nothing that is sent has arms.
            Type::Named(_) | Type::File | Type::Union(_) => Text::Ready(quote!("")),
        }
    }

    /// A record as a text with holes. What a hole holds must not have in it what stands behind the hole.
    fn patterned(&mut self, id: RecordId, codecs: &[Codec], value: &TokenStream) -> Text {
        let patterns = codecs.iter().find_map(|c| if let Codec::Pattern(patterns) = c { Some(patterns) } else { None });
        let record = self.plan.vendor.record(id);
        let mut ways: Vec<(Vec<TokenStream>, TokenStream)> = Vec::new();
        let all = patterns.map_or(&[][..], Vec::as_slice);
        for TextPattern(pieces) in all {
            let (mut given, mut statements) = (Vec::new(), TokenStream::new());
            for piece in pieces {
                if let TextPiece::Literal(text) = piece {
                    statements.extend(quote!(out.extend_from_slice(#text.as_bytes());));
                    continue;
                }
                let field = piece.name().and_then(|name| record.fields.iter().find(|f| f.wire == name));
                let Some(field) = field else { continue };
                let ends = ends_of(all, field.wire.as_str());
                let (name, own) = (ident(&field.name), place(value));
                let optional = field.presence != Presence::Required;
                let inner = if optional { quote!(held) } else { quote!(&#own.#name) };
                let segment = field.name.as_str();
                let text = match self.text(&field.shape, field, &inner, segment) {
                    Text::Ready(text) => text,
                    Text::Written { statement, .. } => {
                        let statement = statement(&quote!(out));
                        quote!(&rt::write::text_of(|out| { #statement ::core::result::Result::Ok(()) })?)
                    }
                };
                let written = match piece {
                    TextPiece::Fixed(_, width) => {
                        let width = Literal::usize_unsuffixed(*width);
                        quote!(rt::write::fixed_text(out, #text, #width).at(#segment)?;)
                    }
                    TextPiece::Rest(_) | TextPiece::FilledRest(_) => {
                        quote!(out.extend_from_slice(str::as_bytes(#text));)
                    }
                    TextPiece::Filled(_) => quote!(rt::write::filled_text(out, #text, &[#(#ends),*]).at(#segment)?;),
                    _ => quote!(rt::write::hole_text(out, #text, &[#(#ends),*]).at(#segment)?;),
                };
                if optional {
                    given.push(quote!(#own.#name.is_some()));
                    statements.extend(quote!(if let ::core::option::Option::Some(held) = &#own.#name { #written }));
                } else {
                    statements.extend(written);
                }
            }
            ways.push((given, statements));
        }
        let Some((_, last)) = ways.pop() else { return Text::Ready(quote!("")) };
        let statement = ways
            .into_iter()
            .rev()
            .fold(last, |rest, (given, statements)| quote!(if #(#given)&&* { #statements } else { #rest }));
        Text::Written { statement: Box::new(move |_| statement.clone()), sample: "\"<".to_owned() }
    }

    /// A decimal with a separator between thousands.
    fn grouped(&mut self, bare: &Shape, field: &Field, number: &TokenStream, at: String) -> Text {
        let separator = bare.form.codecs.iter().find_map(|c| if let Codec::Thousands(c) = c { Some(*c) } else { None });
        let separator = separator.unwrap_or_default().to_string();
        let codecs = bare.form.codecs.iter().filter(|c| !matches!(c, Codec::Thousands(_))).cloned().collect();
        let plain = Shape { form: Form { codecs, ..bare.form.clone() }, ..bare.clone() };
        // The number is at hand already, whatever its name.
        let Text::Written { statement, sample } = self.text(&plain, field, &quote!(&number), &at) else {
            return Text::Ready(quote!(""));
        };
        let point = Literal::byte_character(point_of(&bare.form.codecs));
        let (inner, sample) = (statement(&quote!(out)), sample + &separator);
        let number = number.clone();
        let statement = move |out: &TokenStream| {
            quote! {
                {
                    let number = #number;
                    rt::write::grouped(#out, #separator, #point, |out| { #inner ::core::result::Result::Ok(()) }).at(#at)?;
                }
            }
        };
        Text::Written { statement: Box::new(statement), sample }
    }

    fn joined(&mut self, list: &List, bare: &Shape, field: &Field, value: &TokenStream, at: &str) -> Text {
        let separator = bare
            .form
            .codecs
            .iter()
            .find_map(|c| if let Codec::Join(separator) = c { Some(separator.as_str()) } else { None })
            .unwrap_or(",");
        let items = place(value);
        let item = match self.text(&list.item, field, &quote!(item), at) {
            Text::Ready(text) => quote!(rt::write::joinable(out, #text, #separator).index(index).at(#at)?;),
            Text::Written { statement, .. } if matches!(list.item.ty, Type::Record(_)) => {
                let statement = statement(&quote!(out));
                let text = quote!(rt::write::text_of(|out| { #statement ::core::result::Result::Ok(()) }));
                quote!(rt::write::joinable(out, &#text.index(index).at(#at)?, #separator).index(index).at(#at)?;)
            }
            Text::Written { statement, .. } => statement(&quote!(out)),
        };
        let statement = quote! {
            for (index, item) in ::core::iter::Iterator::enumerate(#items.iter()) {
                if index > 0 {
                    out.extend_from_slice(#separator.as_bytes());
                }
                #item
            }
        };
        // Lists are joined in a text of their own, never in the body itself.
        Text::Written { statement: Box::new(move |_| statement.clone()), sample: "\"<".to_owned() }
    }
}

/// What stands behind a hole in any of these texts: what the hole holds must have none of it.
fn ends_of<'p>(patterns: &'p [TextPattern], hole: &str) -> Vec<&'p str> {
    let mut ends: Vec<&str> = Vec::new();
    for pair in patterns.iter().flat_map(|TextPattern(pieces)| pieces.windows(2)) {
        if let [piece, TextPiece::Literal(end)] = pair
            && piece.name() == Some(hole)
            && !ends.contains(&end.as_str())
        {
            ends.push(end);
        }
    }
    ends
}

/// What stands before the fraction of a decimal.
pub(super) fn point_of(codecs: &[Codec]) -> u8 {
    if codecs.iter().any(|c| matches!(c, Codec::Comma(_))) { b',' } else { b'.' }
}

/// How a duration is written.
pub(super) fn duration_form(form: &DurationForm) -> TokenStream {
    let unit = |unit: &DurationUnit| match unit {
        DurationUnit::Milliseconds => quote!(rt::DurationUnit::Milliseconds),
        DurationUnit::Seconds => quote!(rt::DurationUnit::Seconds),
        DurationUnit::Minutes => quote!(rt::DurationUnit::Minutes),
        DurationUnit::Hours => quote!(rt::DurationUnit::Hours),
        DurationUnit::Days => quote!(rt::DurationUnit::Days),
    };
    match form {
        DurationForm::Number(of) => {
            let unit = unit(of);
            quote!(rt::DurationForm::Number(#unit))
        }
        DurationForm::Units => quote!(rt::DurationForm::Units),
        DurationForm::Iso8601 => quote!(rt::DurationForm::Iso8601),
        DurationForm::Clock(pieces, _) => {
            let pieces = pieces.iter().map(|piece| match piece {
                DurationPiece::Number(of, width) => {
                    let (unit, width) = (unit(of), Literal::u8_unsuffixed(*width));
                    quote!(rt::DurationPiece::Number(#unit, #width))
                }
                DurationPiece::Literal(text) => quote!(rt::DurationPiece::Literal(#text)),
            });
            quote!(rt::DurationForm::Clock(&[#(#pieces),*]))
        }
    }
}

/// Appends text as it is.
fn append(out: &TokenStream, text: &TokenStream) -> TokenStream {
    let buffer = out.to_string();
    match buffer.strip_prefix("& mut ") {
        Some(_) => {
            let buffer: TokenStream = out.clone().into_iter().skip(2).collect();
            quote!(#buffer.extend_from_slice(#text.as_bytes());)
        }
        None => quote!(#out.extend_from_slice(#text.as_bytes());),
    }
}

/// A step to text, from bytes or from text.
fn outer_step(codec: &Codec, bytes: &TokenStream, text: &TokenStream) -> TokenStream {
    match codec {
        Codec::Base64 => quote!(rt::write::base64_text(#bytes, rt::Base64::Standard)),
        Codec::Base64Url => quote!(rt::write::base64_text(#bytes, rt::Base64::UrlNoPad)),
        Codec::Hex => quote!(rt::write::hex_text(#bytes)),
        Codec::UrlEncode => quote!(rt::write::url_encoded(#text)),
        // Where there is no XML there is nothing to shield the text from.
        _ => quote!(::std::string::ToString::to_string(#text)),
    }
}

/// How many digits zeros in front make it.
fn padded(codecs: &[Codec]) -> Option<Literal> {
    codecs
        .iter()
        .find_map(|c| if let Codec::Padded(width) = c { Some(Literal::usize_unsuffixed(*width)) } else { None })
}
