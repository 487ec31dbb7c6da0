//! How values are written: date patterns and chains of codecs whose ends meet.

use super::Resolver;
use super::reply::reads::Payload;
use crate::diagnostic::codes;
use crate::language::FieldKeywords;
use crate::model::{
    Base, Calendar, Codec, DatePattern, DatePiece, DurationForm, Form, Format, Presence, RecordId, TextPattern, Type,
};
use crate::source::Origin;

/// The first word of each.
const STEPS: [&str; 29] = [
    "text",
    "pad",
    "minor",
    "fixed",
    "comma",
    "thousands",
    "milliseconds",
    "seconds",
    "minutes",
    "hours",
    "days",
    "units",
    "iso8601",
    "words",
    "epoch_s",
    "epoch_ms",
    "join",
    "brackets",
    "numbered",
    "columns",
    "keyed",
    "named",
    "json",
    "xml",
    "base64",
    "base64url",
    "hex",
    "url_encode",
    "cdata",
];

const CODECS: &str = "known are text, pad N, minor N, fixed N, comma [N], thousands SEPARATOR, words YES NO, epoch_s, epoch_ms, milliseconds, seconds, minutes, hours, days, units, iso8601, join SEPARATOR, brackets, numbered [N], columns [SEPARATOR], keyed NAME [VALUE], named NAME VALUE, json, xml, base64, base64url, hex, url_encode, cdata, and date patterns such as %Y-%m-%d";

impl Resolver<'_> {
    /// What `written:`, `also:` and `calendar:` say of a value of that type.
    pub(super) fn form(&mut self, is: &FieldKeywords, ty: &Type, origin: &Origin) -> Form {
        let mut form = Form { calendar: is.calendar.unwrap_or_default(), ..Form::default() };
        let written = is.written.as_ref().map_or(&[][..], |w| &w.0);
        let many = written.len() > 1;
        for (i, text) in written.iter().enumerate() {
            let origin = origin.key("written");
            let origin = if many { origin.index(i) } else { origin };
            if let (Type::Record(id), true) = (ty, text.contains('{')) {
                self.pattern_of_record(text, *id, &mut form, &origin);
            } else if text.contains('%') && *ty == Type::Duration {
                self.duration(text, &mut form, &origin);
            } else if text.contains('%') {
                self.date_pattern(text, ty, &mut form, &origin);
            } else {
                self.codec(text, ty, &mut form, &origin);
            }
        }
        for (i, text) in is.also.iter().enumerate() {
            self.date_pattern(text, ty, &mut form, &origin.key("also").index(i));
        }
        let is_date = is_date(ty);
        if *ty == Type::Duration && form.duration().is_none() && written.is_empty() {
            self.error_with_help(
                codes::DATE_WITHOUT_PATTERN,
                &origin.name(),
                "how is this duration written?",
                "add `written: seconds` or another unit, `units` (4d3h), `iso8601` (PT15M), or a pattern such as `\"%-H:%M\"`",
            );
        }
        if is_date && !form.is_epoch() && written.is_empty() && is.also.is_empty() {
            self.error_with_help(
                codes::DATE_WITHOUT_PATTERN,
                &origin.name(),
                "how is this date written?",
                "add `written: \"%Y-%m-%d\"`",
            );
        }
        if is.calendar.is_some() && !is_date {
            self.error_with_help(
                codes::DATE_KEYWORD,
                &origin.key("calendar"),
                "only dates have a calendar",
                "remove `calendar:`, or give the field `type: date`",
            );
        }
        if is.calendar.is_some() && *ty == Type::Month {
            self.error_with_help(
                codes::DATE_KEYWORD,
                &origin.key("calendar"),
                "a month is one of the common calendar: those of others begin and end on other days",
                "remove `calendar:`, or make it two integers",
            );
        }
        if matches!(ty, Type::Bytes) && !form.codecs.iter().any(Codec::is_outer) && is.written.is_some() {
            self.error_with_help(
                codes::BYTES_WITHOUT_CODEC,
                &origin.key("written"),
                "bytes become text by base64 or hex",
                "add `base64`, `base64url` or `hex`",
            );
        }
        form
    }

    /// A record as a text with holes for its fields.
    fn pattern_of_record(&mut self, text: &str, id: RecordId, form: &mut Form, origin: &Origin) {
        let patterns = self.text_patterns(text, origin);
        let record = self.vendor.record(id);
        let names: Vec<String> = record.fields.iter().map(|f| f.wire.clone()).collect();
        let holes = patterns.first().into_iter().flat_map(TextPattern::holes);
        let strangers: Vec<String> =
            holes.filter(|hole| !names.iter().any(|name| name == hole)).map(str::to_owned).collect();
        let lacking = record.fields.iter().find(|field| {
            field.presence == Presence::Required && patterns.iter().any(|p| !p.holes().any(|hole| hole == field.wire))
        });
        let lacking = lacking.map(|field| field.wire.clone());
        let of_parts = record.fields.iter().find(|field| {
            matches!(field.shape.ty, Type::Record(_) | Type::List(_))
                && !field.shape.form.codecs.iter().any(Codec::is_packing)
        });
        let of_parts = of_parts.map(|field| field.wire.clone());
        let has_choices = !record.choices.is_empty();
        for hole in strangers {
            self.unknown(codes::UNKNOWN_FIELD, origin, "field", &hole, names.iter().map(String::as_str));
        }
        if let Some(field) = lacking {
            let message = format!("the pattern has no hole for `{field}`, which the record requires");
            let help = format!("write `{{{field}}}` where it stands, or make the field optional");
            self.error_with_help(codes::PATTERN_WITHOUT_FIELD, origin, message, help);
        }
        if let Some(field) = of_parts {
            let message = format!("`{field}` has parts, and a hole holds one text");
            self.error_with_help(
                codes::CODEC_FOR_ANOTHER_TYPE,
                origin,
                message,
                "say how it is one text by `written:`",
            );
        }
        if has_choices || form.codecs.iter().any(Codec::is_packing) {
            let message = "a text with holes says itself which fields there are, and is written once";
            let help = "let no field hang on another, and keep one pattern";
            self.error_with_help(codes::CODEC_FOR_ANOTHER_TYPE, origin, message, help);
        }
        let payload = Payload { record: id, is_value: false, is_read: true };
        let patterns = patterns.into_iter().map(|pattern| self.typed(pattern, payload, id)).collect();
        form.codecs.push(Codec::Pattern(patterns));
    }

    fn date_pattern(&mut self, text: &str, ty: &Type, form: &mut Form, origin: &Origin) {
        if !is_date(ty) {
            self.error_with_help(
                codes::DATE_KEYWORD,
                origin,
                "only a date or datetime is written by a pattern",
                "remove this, or give the field `type: date`",
            );
            return;
        }
        match DatePattern::parse(text) {
            Ok(pattern) => {
                let clock = |piece: &DatePiece| {
                    matches!(
                        piece,
                        DatePiece::Minute
                            | DatePiece::Second
                            | DatePiece::Fraction
                            | DatePiece::FractionFixed(_)
                            | DatePiece::AmPm
                            | DatePiece::AmPmLower
                    )
                };
                let any_time = pattern.has_time() || pattern.has_offset() || pattern.pieces.iter().any(clock);
                if any_time != matches!(ty, Type::DateTime | Type::Instant)
                    || any_time && !pattern.has_time()
                    || (pattern.has_day() || pattern.has_weekday()) && *ty == Type::Month
                    || !pattern.has_day() && *ty != Type::Month
                    || pattern.has_offset() != (*ty == Type::Instant)
                {
                    self.error_with_help(codes::PATTERN_FOR_ANOTHER_TYPE,
                        origin,
                        "the pattern does not fit the type",
                        "a `month` has no day, a `date` has no hours, a `datetime` has them, an `instant` has the distance from UTC as well (`%:z`)",
                    );
                }
                if pattern.has_names() && form.calendar == Calendar::Jalali {
                    self.error_with_help(
                        codes::BAD_DATE_PATTERN,
                        origin,
                        "the names of months and days are those of the common calendar",
                        "write the month as a number, or remove `calendar:`",
                    );
                }
                form.dates.push(pattern);
            }
            Err(message) => self.error_with_help(
                codes::BAD_DATE_PATTERN,
                origin,
                message,
                "the parts are %Y %m %d, %b or %B and %a or %A for names, %H or %I with %p, %M %S %.f, and %z or %:z; each stands once",
            ),
        }
    }

    /// A duration that looks like a clock.
    fn duration(&mut self, text: &str, form: &mut Form, origin: &Origin) {
        match DurationForm::parse(text) {
            Some(Ok(duration)) if form.duration().is_none() => form.codecs.push(Codec::Duration(duration)),
            Some(Err(message)) => self.error_with_help(
                codes::BAD_DATE_PATTERN,
                origin,
                message,
                "write `\"%-H:%M\"` for 2:00, `\"%H%M%S\"` for 020000",
            ),
            _ => self.error_with_help(
                codes::CODEC_ORDER,
                origin,
                format!("`{text}` says again how the value is written"),
                "keep one of the two",
            ),
        }
    }

    fn codec(&mut self, text: &str, ty: &Type, form: &mut Form, origin: &Origin) {
        let Some(codec) = Codec::parse(text) else {
            let help = Self::meant(text, STEPS, CODECS);
            self.error_with_help(codes::UNKNOWN_CODEC, origin, format!("`{text}` is no way to write a value"), help);
            return;
        };
        if form.codecs.iter().any(|before| before.is_outer() && !codec.is_outer()) {
            self.error_with_help(
                codes::CODEC_ORDER,
                origin,
                format!("`{text}` comes after a step that has made text already"),
                "steps run from the value towards the wire; put it first",
            );
        }
        let fits = match &codec {
            Codec::Text => match ty {
                Type::Integer | Type::Decimal | Type::Boolean => true,
                Type::DateTime | Type::Instant => form.is_epoch(),
                Type::Duration => matches!(form.duration(), Some(DurationForm::Number(_))),
                Type::Enum(id) => self.vendor.enumeration(*id).base != Base::Text,
                Type::Named(id) => matches!(self.vendor.newtype(*id).shape.ty, Type::Integer | Type::Decimal),
                _ => false,
            },
            // Of decimals only minor units are whole numbers.
            Codec::Padded(_) => {
                let minor = form.codecs.iter().any(|c| matches!(c, Codec::Minor(_)));
                *ty == Type::Integer || *ty == Type::Decimal && minor
            }
            Codec::Minor(_) | Codec::Fixed(_) | Codec::Comma(_) => {
                // They decide where the point is, before digits are put into groups.
                *ty == Type::Decimal && !form.codecs.iter().any(|c| matches!(c, Codec::Thousands(_)))
            }
            // Minor units have no groups, and what stands between groups is no point.
            Codec::Thousands(separator) => {
                let point = if form.codecs.iter().any(|c| matches!(c, Codec::Comma(_))) { ',' } else { '.' };
                let minor = form.codecs.iter().any(|c| matches!(c, Codec::Minor(_)));
                *ty == Type::Decimal && *separator != point && !minor
            }
            Codec::Duration(_) => *ty == Type::Duration,
            Codec::Words(..) => *ty == Type::Boolean,
            Codec::EpochSeconds | Codec::EpochMilliseconds => matches!(ty, Type::DateTime | Type::Instant),
            Codec::Join(_) | Codec::Brackets | Codec::Numbered(_) | Codec::Columns(_) => matches!(ty, Type::List(_)),
            // An object is no text, and one list is not written in two ways.
            Codec::Keyed(..) => matches!(ty, Type::List(_)) && form.codecs.is_empty(),
            Codec::Named(..) => matches!(ty, Type::Record(_)) && form.codecs.is_empty(),
            Codec::Pattern(_) => matches!(ty, Type::Record(_)),
            Codec::Document(Format::Json) => matches!(ty, Type::Record(_) | Type::List(_)),
            // A document in XML has one root, which a list has not.
            Codec::Document(_) => matches!(ty, Type::Record(_)),
            Codec::Base64 | Codec::Base64Url | Codec::Hex | Codec::UrlEncode | Codec::Cdata => {
                let made = form.codecs.iter().any(Codec::is_packing);
                made || !matches!(ty, Type::List(_) | Type::Record(_))
            }
        };
        if !fits {
            self.error_with_help(
                codes::CODEC_FOR_ANOTHER_TYPE,
                origin,
                format!("a value of this type can't be written by `{text}`"),
                CODECS,
            );
            return;
        }
        if form.keyed().is_some() || form.named().is_some() {
            self.error_with_help(
                codes::CODEC_ORDER,
                origin,
                format!("this is an object or a list of JSON already, and can't be written by `{text}`"),
                "remove this",
            );
        }
        if let Codec::Keyed(key, value) = &codec
            && !self.check_keys(key, value.as_deref(), ty, origin)
        {
            return;
        }
        if form
            .codecs
            .iter()
            .any(|before| std::mem::discriminant(before) == std::mem::discriminant(&codec) && !codec.is_outer())
        {
            self.error_with_help(
                codes::CODEC_ORDER,
                origin,
                format!("`{text}` says again how the value is written"),
                "keep one of the two",
            );
        }
        form.codecs.push(codec);
    }
}

/// Whether it is written by date patterns.
fn is_date(ty: &Type) -> bool {
    matches!(ty, Type::Month | Type::Date | Type::DateTime | Type::Instant)
}
