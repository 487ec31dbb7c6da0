//! What OpenAPI has no keyword for, in words.

use vendor_model::Vendor;
use vendor_model::model::{
    Codec, Condition, Confidence, DAY_NAMES, DatePattern, DatePiece, DurationForm, DurationUnit, Expression, Field,
    Function, HoleSource, Kind, MONTH_NAMES, Path, Pattern, Piece, Proves, Safety, Step, Test, UrlEncoding, Verdict,
};

/// `user_credit` becomes `UserCredit`.
pub fn pascal(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        })
        .collect()
}

/// Sentences of the spec and of ours as one paragraph; none if there is nothing to say.
pub fn paragraph<'t>(parts: impl IntoIterator<Item = Option<&'t str>>) -> Option<String> {
    let parts: Vec<&str> = parts.into_iter().flatten().map(str::trim).filter(|text| !text.is_empty()).collect();
    (!parts.is_empty()).then(|| plain(&parts.join(" ")))
}

/// A text of a spec where CommonMark is read: no markup, no links but plain addresses.
pub fn plain(text: &str) -> String {
    let mut out = text.replace('<', "&lt;").replace("](", "]&#40;");
    // Not even what only looks like one.
    let script = "javascript:";
    while let Some(at) = out.to_ascii_lowercase().find(script) {
        out.replace_range(at + script.len() - 1..at + script.len(), "&#58;");
    }
    out
}

/// The spec's word.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Documented => "documented",
        Confidence::Confirmed => "confirmed",
        Confidence::Inferred => "inferred",
        Confidence::Guessed => "guessed",
    }
}

/// The spec's word.
pub fn safety(safety: Safety) -> &'static str {
    match safety {
        Safety::Read => "read",
        Safety::Idempotent => "idempotent",
        Safety::Once => "once",
    }
}

/// The spec's word.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Success => "success",
        Verdict::Pending => "pending",
        Verdict::Rejected => "rejected",
        Verdict::InDoubt => "in_doubt",
    }
}

/// The spec's word.
pub fn proves(proves: Proves) -> &'static str {
    match proves {
        Proves::Page => "page",
        Proves::Confirmed => "confirmed",
        Proves::Made => "made",
    }
}

/// A step as specs write it.
pub fn codec(codec: &Codec) -> String {
    match codec {
        Codec::Text => "text".into(),
        Codec::Padded(width) => format!("pad {width}"),
        Codec::Minor(scale) => format!("minor {scale}"),
        Codec::Fixed(places) => format!("fixed {places}"),
        Codec::Comma(None) => "comma".into(),
        Codec::Comma(Some(places)) => format!("comma {places}"),
        Codec::Thousands(separator) => format!("thousands {separator}"),
        Codec::Duration(form) => duration(form).into(),
        Codec::Words(yes, no) => format!("words {yes} {no}"),
        Codec::EpochSeconds => "epoch_s".into(),
        Codec::EpochMilliseconds => "epoch_ms".into(),
        Codec::Join(separator) => format!("join {separator}"),
        Codec::Brackets => "brackets".into(),
        Codec::Numbered(start) => format!("numbered {start}"),
        Codec::Keyed(key, None) => format!("keyed {key}"),
        Codec::Keyed(key, Some(value)) => format!("keyed {key} {value}"),
        Codec::Named(name, value) => format!("named {name} {value}"),
        Codec::Columns(None) => "columns".into(),
        Codec::Columns(Some(separator)) => format!("columns {separator}"),
        Codec::Document(format) => format.name().into(),
        Codec::Pattern(patterns) => patterns.first().map(super::written::text_pattern).unwrap_or_default(),
        Codec::Base64 => "base64".into(),
        Codec::Base64Url => "base64url".into(),
        Codec::Hex => "hex".into(),
        Codec::UrlEncode => "url_encode".into(),
        Codec::Cdata => "cdata".into(),
    }
}

fn duration(form: &DurationForm) -> &str {
    match form {
        DurationForm::Number(unit) => {
            DurationUnit::ALL.iter().find(|(_, known)| known == unit).map_or("", |(word, _)| word)
        }
        DurationForm::Units => "units",
        DurationForm::Iso8601 => "iso8601",
        DurationForm::Clock(_, pattern) => pattern,
    }
}

/// A sentence about a step that the schema can't say.
pub fn codec_sentence(codec: &Codec) -> Option<String> {
    Some(match codec {
        Codec::Padded(width) => format!("Zeros in front make it {width} digits."),
        Codec::Minor(scale) => format!("The amount times 10 to the power of {scale}, as a whole number."),
        Codec::Fixed(places) => format!("Always with {places} digits behind the point."),
        Codec::Thousands(separator) => format!("`{separator}` may stand between groups of three digits."),
        Codec::Duration(DurationForm::Number(_)) => return None,
        Codec::Duration(DurationForm::Units) => {
            "A duration: days, hours, minutes and seconds, each with its letter, such as 4d3h2m1s.".into()
        }
        Codec::Duration(DurationForm::Iso8601) => "A duration as in ISO 8601.".into(),
        Codec::Duration(DurationForm::Clock(_, pattern)) => {
            format!("A duration as `{pattern}` has it: days, hours, minutes, seconds.")
        }
        Codec::Comma(_) => "A comma stands where the point of a decimal would.".into(),
        Codec::EpochSeconds => "Seconds since 1970, in UTC.".into(),
        Codec::EpochMilliseconds => "Milliseconds since 1970, in UTC.".into(),
        Codec::Join(separator) => format!("One text of all items, with `{separator}` between two."),
        Codec::Pattern(_) => "One text, with the fields in its holes.".into(),
        Codec::UrlEncode => "Percent-encoded before it goes into its place.".into(),
        Codec::Numbered(start) => {
            format!("Each item has names of its own: its number stands at `{{n}}`, counted from {start}.")
        }
        Codec::Keyed(key, _) => format!("Each name is the `{key}` of what stands there."),
        Codec::Named(name, value) => {
            format!("A list of the fields, each with its name as `{name}` and its value as `{value}`.")
        }
        Codec::Columns(_) => "Each field of the records is a name of its own, which holds those of all items.".into(),
        Codec::Cdata => "In XML a CDATA section.".into(),
        Codec::Hex => "Hexadecimal digits.".into(),
        _ => return None,
    })
}

/// The member that a path leads to, with dots.
pub fn path(path: &Path) -> String {
    let names: Vec<&str> = path
        .iter()
        .filter_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            Step::First | Step::Each => None,
        })
        .collect();
    names.join(".")
}

/// A condition of an arm as a reader would say it.
pub fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Http(ranges) => {
            let ranges: Vec<String> = ranges
                .iter()
                .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}..{to}") })
                .collect();
            format!("HTTP status {}", ranges.join(" or "))
        }
        Condition::Header(name, test) => format!("header `{name}` {}", self::test(test)),
        Condition::Member { path, test } => {
            let each = if path.contains(&Step::Each) { "every item: " } else { "" };
            format!("{each}`{}` {}", self::path(path), self::test(test))
        }
    }
}

fn test(test: &Test) -> String {
    let values = |values: &[String]| values.iter().map(|v| format!("`{v}`")).collect::<Vec<_>>().join(" or ");
    match test {
        Test::OneOf(_, of) => format!("is {}", values(of)),
        Test::NoneOf(_, of) => format!("is there and not {}", values(of)),
        Test::Range(from, to) => format!("is a number from {from} to {to}"),
        Test::Prefix(prefix) => format!("begins with `{prefix}`"),
        Test::Suffix(suffix) => format!("ends with `{suffix}`"),
        Test::Pattern(pattern) => format!("reads `{}`", super::written::text_pattern(pattern)),
        Test::Matches(pattern) => format!("has the characters `{}`", pattern.text),
        Test::Kind(kinds) => {
            let words = Kind::ALL.iter().filter(|(_, kind)| kinds.contains(kind)).map(|(word, _)| *word);
            format!("is a {}", words.collect::<Vec<_>>().join(" or a "))
        }
        Test::UnknownCode => "is a code that x-codes have not".into(),
        Test::Present => "is there".into(),
        Test::Absent => "is not there".into(),
        Test::Empty => "is not there, or holds nothing".into(),
        Test::NotEmpty => "holds something".into(),
        Test::KnownCode => "is a code of x-codes".into(),
    }
}

/// Names for what fills the holes of one operation's patterns.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The vendor.
    pub vendor: &'a Vendor,
    /// The fields of the request.
    pub fields: &'a [Field],
}

impl Names<'_> {
    /// The word for what fills a hole.
    pub fn source(&self, source: HoleSource) -> String {
        let name = match source {
            HoleSource::Field(index) => self.fields.get(index).map(|f| f.wire.as_str()),
            HoleSource::Credential(index) => self.vendor.credentials.get(index).map(|c| c.key.as_str()),
            HoleSource::Setting(index) => self.vendor.settings.get(index).map(|s| s.name.as_str()),
            HoleSource::Token(index) => self.vendor.tokens.get(index).map(|t| t.name.as_str()),
            HoleSource::RequestFormat => Some("request_format"),
            HoleSource::ReplyFormat => Some("reply_format"),
        };
        name.unwrap_or_default().to_owned()
    }

    /// A pattern as specs write it; what is computed stands between braces too.
    pub fn pattern(&self, pattern: &Pattern) -> String {
        self.pieces(&pattern.0)
    }

    fn pieces(&self, pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text.clone(),
                Piece::Hole(source) => format!("{{{}}}", self.source(*source)),
                Piece::Computed(expression) => format!("{{= {}}}", self.expression(expression)),
                Piece::Optional(inner) => format!("[{}]", self.pieces(inner)),
            })
            .collect()
    }

    /// An expression as specs write it.
    pub fn expression(&self, expression: &Expression) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        match expression {
            Expression::Text(text) => quoted(text),
            Expression::Value(source) => self.source(*source),
            Expression::Document(index) => format!("document_{index}"),
            Expression::Body => "body".into(),
            Expression::Path => "path".into(),
            Expression::Query => "query".into(),
            Expression::Pairs { sorted, equals, separator, options } => {
                let what = if equals.is_some() { "pairs" } else { "values" };
                let mut arguments: Vec<String> = equals.iter().map(|equals| quoted(equals)).collect();
                arguments.push(quoted(separator));
                arguments.extend(options.not_empty.then(|| quoted("not_empty")));
                arguments.extend(options.ignore_case.then(|| quoted("ignore_case")));
                let encoding = UrlEncoding::ALL.iter().find(|(_, encoding)| Some(*encoding) == options.encoding);
                arguments.extend(encoding.map(|(word, _)| quoted(word)));
                arguments.extend(options.without.iter().map(|name| quoted(&format!("without {name}"))));
                format!("{}{what}({})", if *sorted { "sorted_" } else { "" }, arguments.join(", "))
            }
            Expression::Header(name) => format!("header.{name}"),
            Expression::Now(pattern, minutes) => {
                let (sign, minutes) = if *minutes < 0 { ('-', -minutes) } else { ('+', *minutes) };
                format!("now({}, '{sign}{:02}:{:02}')", quoted(&pattern.text), minutes / 60, minutes % 60)
            }
            Expression::NowSeconds => "epoch_s".into(),
            Expression::NowMilliseconds => "epoch_ms".into(),
            Expression::Nonce => "nonce".into(),
            Expression::Call(function, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|argument| self.expression(argument)).collect();
                format!("{}({})", function_name(*function), arguments.join(", "))
            }
        }
    }
}

fn function_name(function: Function) -> &'static str {
    Function::ALL.iter().find(|(_, f, ..)| *f == function).map_or("", |(name, ..)| name)
}

/// A regular expression for the texts of a date pattern.
pub fn date_regex(pattern: &DatePattern) -> String {
    let pieces: Vec<String> = pattern
        .pieces
        .iter()
        .map(|piece| match piece {
            DatePiece::Year => "[0-9]{4}".into(),
            DatePiece::Year2
            | DatePiece::Month
            | DatePiece::Day
            | DatePiece::Hour
            | DatePiece::Hour12
            | DatePiece::Minute
            | DatePiece::Second => "[0-9]{2}".into(),
            DatePiece::MonthShort | DatePiece::DayShort | DatePiece::HourShort | DatePiece::Hour12Short => {
                "[0-9]{1,2}".into()
            }
            DatePiece::MonthAbbr => first_letters(&MONTH_NAMES),
            DatePiece::MonthName => format!("({})", MONTH_NAMES.join("|")),
            DatePiece::WeekdayAbbr => first_letters(&DAY_NAMES),
            DatePiece::WeekdayName => format!("({})", DAY_NAMES.join("|")),
            DatePiece::AmPm => "(AM|PM)".into(),
            DatePiece::AmPmLower => "(am|pm)".into(),
            DatePiece::Fraction => "(\\.[0-9]{1,9})?".into(),
            DatePiece::FractionFixed(count) => format!("[0-9]{{{count}}}"),
            DatePiece::Offset => "(Z|[+-][0-9]{2}:[0-9]{2})".into(),
            DatePiece::OffsetCompact => "[+-][0-9]{4}".into(),
            DatePiece::Literal(text) => literal_regex(text),
        })
        .collect();
    pieces.concat()
}

fn first_letters(names: &[&str]) -> String {
    let letters: Vec<String> = names.iter().map(|name| name.chars().take(3).collect()).collect();
    format!("({})", letters.join("|"))
}

/// A regular expression for this text and no other.
pub fn literal_regex(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if "\\^$.|?*+()[]{}/".contains(c) {
            out.push('\\');
        }
        out.push(c);
        out
    })
}
