//! Values of examples on their way to the wire: a tree that each format writes in its own way.

use vendor_model::Vendor;
use vendor_model::model::{
    Base, Codec, Field, Format, From, List, Moment, Pattern, RecordId, Shape, TextPattern, Type, Value,
};

use super::json::{Json, Object};

/// A document without a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A text.
    Text(String),
    /// A text that XML shields as CDATA.
    Cdata(String),
    /// A number or truth value, as JSON writes it.
    Bare(String),
    /// Nothing.
    Null,
    /// Names in order.
    Record(Vec<(String, Tree)>),
    /// Items; in XML the element of the list repeats.
    List(Vec<Tree>),
}

impl Tree {
    /// As JSON.
    pub fn json(&self) -> Json {
        match self {
            Self::Text(text) | Self::Cdata(text) => text.as_str().into(),
            Self::Bare(text) if text == "true" || text == "false" => (text == "true").into(),
            Self::Bare(digits) => Json::Number(digits.clone()),
            Self::Null => Json::Null,
            Self::Record(members) => {
                members.iter().map(|(name, tree)| (name.clone(), tree.json())).collect::<Object>().into()
            }
            Self::List(items) => Json::List(items.iter().map(Self::json).collect()),
        }
    }

    /// As XML, without a declaration.
    pub fn xml(&self) -> String {
        let mut out = String::new();
        if let Self::Record(members) = self {
            for (name, tree) in members {
                tree.element(name, &mut out);
            }
        }
        out
    }

    fn element(&self, name: &str, out: &mut String) {
        if let Self::List(items) = self {
            for item in items {
                item.element(name, out);
            }
            return;
        }
        out.push('<');
        out.push_str(name);
        if let Self::Record(members) = self {
            for (name, tree) in members {
                if let Some(name) = name.strip_prefix('@') {
                    out.push_str(&format!(" {name}=\"{}\"", escaped(&tree.text())));
                }
            }
        }
        out.push('>');
        match self {
            Self::Record(members) => {
                for (name, tree) in members.iter().filter(|(name, _)| !name.starts_with('@')) {
                    if name == "#text" { tree.content(out) } else { tree.element(name, out) }
                }
            }
            _ => self.content(out),
        }
        out.push_str(&format!("</{name}>"));
    }

    fn content(&self, out: &mut String) {
        match self {
            Self::Cdata(text) => {
                let whole = text.replace("]]>", "]]]]><![CDATA[>");
                out.push_str(&format!("<![CDATA[{whole}]]>"));
            }
            _ => out.push_str(&escaped(&self.text())),
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Cdata(text) | Self::Bare(text) => text.clone(),
            Self::Null | Self::Record(_) | Self::List(_) => String::new(),
        }
    }

    /// As names and values; a list repeats its name.
    pub fn form(&self) -> Json {
        match self {
            Self::Record(members) => {
                members.iter().map(|(name, tree)| (name.clone(), tree.form())).collect::<Object>().into()
            }
            Self::List(items) => Json::List(items.iter().map(Self::form).collect()),
            Self::Bare(_) => self.json(),
            _ => self.text().into(),
        }
    }

    /// In a format.
    pub fn written(&self, format: Format) -> Json {
        match format {
            Format::Json => self.json(),
            Format::Xml => self.xml().into(),
            Format::Form | Format::Multipart => self.form(),
            Format::Text => self.text().into(),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The value in a document of this format; none if it is not of the declared shape.
pub fn value(vendor: &Vendor, shape: &Shape, given: &Value, format: Format) -> Option<Tree> {
    let bare = vendor.bare(shape);
    let codecs = &bare.form.codecs;
    let outer = codecs.iter().any(Codec::is_outer);
    match (&bare.ty, given) {
        (Type::Record(id), Value::Record(values)) if codecs.iter().any(|c| matches!(c, Codec::Pattern(_))) => {
            let texts = members(vendor, *id, values, format, &|_| true)?;
            let text = |name: &str| texts.iter().find(|(known, _)| known == name).map(|(_, tree)| tree.text());
            let mut patterns = codecs
                .iter()
                .find_map(|c| if let Codec::Pattern(patterns) = c { Some(patterns) } else { None })?
                .iter();
            let has_all =
                |pattern: &&TextPattern| texts.iter().all(|(name, _)| pattern.holes().any(|hole| hole == name));
            let pattern = patterns.clone().find(has_all).or_else(|| patterns.next())?;
            Some(wrapped(codecs, super::written::fill(pattern, &|name| text(name).unwrap_or_default())))
        }
        (Type::Record(id), Value::Record(values)) => {
            if let Some((name, held)) = bare.form.named() {
                let members = members(vendor, *id, values, format, &|_| true)?;
                return Some(super::keyed::pairs(members, name, held));
            }
            let inner = codecs.iter().find_map(|c| if let Codec::Document(format) = c { Some(*format) } else { None });
            let members = Tree::Record(members(vendor, *id, values, inner.unwrap_or(format), &|_| true)?);
            match inner {
                Some(Format::Xml) => Some(wrapped(codecs, members.xml())),
                Some(_) => Some(wrapped(codecs, members.json().compact())),
                None => Some(members),
            }
        }
        (Type::List(list), Value::List(items)) => self::list(vendor, list, items, bare, format),
        (Type::Union(id), given) => super::union::arm(vendor, *id, given, format),
        (Type::Record(_) | Type::List(_), _) | (_, Value::Record(_) | Value::List(_)) => None,
        _ => {
            let text = scalar(vendor, bare, given)?;
            Some(if outer || is_quoted(vendor, bare) { wrapped(codecs, text) } else { Tree::Bare(text) })
        }
    }
}

fn list(vendor: &Vendor, list: &List, items: &[Value], shape: &Shape, format: Format) -> Option<Tree> {
    let trees: Vec<Tree> = items.iter().map(|item| value(vendor, &list.item, item, format)).collect::<Option<_>>()?;
    let join = shape.form.codecs.iter().find_map(|c| if let Codec::Join(between) = c { Some(between) } else { None });
    if let Some(between) = join {
        let texts: Vec<String> = trees.iter().map(Tree::text).collect();
        return Some(wrapped(&shape.form.codecs, texts.join(between)));
    }
    if let Some((key, held)) = shape.form.keyed() {
        return super::keyed::object(trees, key, held);
    }
    Some(match &list.xml_item {
        Some(name) if format == Format::Xml => Tree::Record(vec![(name.clone(), Tree::List(trees))]),
        _ => Tree::List(trees),
    })
}

/// The members of a record in wire order; those that the client fills have a placeholder.
pub fn members(
    vendor: &Vendor,
    id: RecordId,
    values: &[(usize, Value)],
    format: Format,
    wanted: &dyn Fn(&Field) -> bool,
) -> Option<Vec<(String, Tree)>> {
    let mut members = Vec::new();
    for (index, field) in vendor.record(id).fields.iter().enumerate().filter(|(_, field)| wanted(field)) {
        let given = values.iter().find(|(i, _)| *i == index).map(|(_, value)| value);
        let tree = match (given, &field.from) {
            (Some(given), _) => value(vendor, &field.shape, given, format)?,
            (None, From::Client(pattern)) => Tree::Text(filled(vendor, pattern)),
            (None, From::Caller) => continue,
        };
        match spread(vendor, field, given, format) {
            Some(several) => members.extend(several),
            None => members.push((wire_name(field), tree)),
        }
    }
    Some(members)
}

/// The names of a list that is several of them; none if it is one.
fn spread(vendor: &Vendor, field: &Field, given: Option<&Value>, format: Format) -> Option<Vec<(String, Tree)>> {
    let (Type::List(list), Some(Value::List(items))) = (&field.shape.ty, given) else { return None };
    let rows = items.iter().map(|item| match (&list.item.ty, item) {
        (Type::Record(id), Value::Record(values)) => members(vendor, *id, values, format, &|_| true),
        _ => Some(vec![(field.wire.clone(), value(vendor, &list.item, item, format)?)]),
    });
    if let Some(start) = field.shape.form.numbered() {
        let rows = rows.collect::<Option<Vec<_>>>()?.into_iter().zip(start..);
        let name = |name: String, number: usize| name.replace("{n}", &number.to_string());
        return Some(
            rows.flat_map(|(row, n)| row.into_iter().map(move |(text, tree)| (name(text, n), tree))).collect(),
        );
    }
    let separator = field.shape.form.columns()?;
    let mut columns: Vec<(String, Vec<Tree>)> = Vec::new();
    for (name, tree) in rows.collect::<Option<Vec<_>>>()?.into_iter().flatten() {
        match columns.iter_mut().find(|(known, _)| *known == name) {
            Some((_, column)) => column.push(tree),
            None => columns.push((name, vec![tree])),
        }
    }
    let column = |trees: Vec<Tree>| match separator {
        Some(separator) => Tree::Text(trees.iter().map(Tree::text).collect::<Vec<_>>().join(separator)),
        None => Tree::List(trees),
    };
    Some(columns.into_iter().map(|(name, trees)| (name, column(trees))).collect())
}

/// A field's name in a document: lists may have brackets behind it.
pub fn wire_name(field: &Field) -> String {
    let brackets = field.shape.form.codecs.contains(&Codec::Brackets);
    if brackets { format!("{}[]", field.wire) } else { field.wire.clone() }
}

/// What stands for a text that the client fills.
pub fn filled(vendor: &Vendor, pattern: &Pattern) -> String {
    use vendor_model::model::{HoleSource, Piece};
    let pieces: Vec<String> = pattern
        .0
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Hole(HoleSource::Credential(index)) => credential(vendor, *index),
            Piece::Hole(HoleSource::Setting(index)) => setting(vendor, *index),
            Piece::Hole(HoleSource::Token(index)) => {
                vendor.tokens.get(*index).map_or_else(String::new, |token| vendor_model::marker(&token.name, None))
            }
            Piece::Hole(_) | Piece::Optional(_) => String::new(),
            Piece::Computed(_) => "COMPUTED".to_owned(),
        })
        .collect();
    pieces.concat()
}

/// What stands for a credential in examples.
pub fn credential(vendor: &Vendor, index: usize) -> String {
    vendor.credentials.get(index).map_or_else(String::new, |credential| {
        vendor_model::marker(&credential.key, credential.length.as_ref().and_then(|l| l.max.or(l.min)))
    })
}

/// A setting's default.
pub fn setting(vendor: &Vendor, index: usize) -> String {
    vendor.settings.get(index).map_or_else(String::new, |setting| {
        let values = vendor.enumeration(setting.values);
        values.values.get(setting.default).map_or_else(String::new, |value| value.wire.clone())
    })
}

/// Whether the value stands between quotes in JSON.
fn is_quoted(vendor: &Vendor, shape: &Shape) -> bool {
    let codecs = &shape.form.codecs;
    if codecs.iter().any(Codec::is_text) {
        return true;
    }
    match &shape.ty {
        Type::Integer | Type::Decimal => false,
        Type::Boolean => codecs
            .iter()
            .any(|c| matches!(c, Codec::Words(yes, no) if yes.parse::<i64>().is_err() || no.parse::<i64>().is_err())),
        Type::DateTime | Type::Instant => !shape.form.is_epoch(),
        Type::Duration => false,
        Type::Enum(id) => vendor.enumeration(*id).base == Base::Text,
        _ => true,
    }
}

/// The text of a value before it is encoded.
fn scalar(vendor: &Vendor, shape: &Shape, given: &Value) -> Option<String> {
    let codecs = &shape.form.codecs;
    Some(match given {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => match width(codecs) {
            Some(width) => format!("{number:0width$}"),
            None => number.to_string(),
        },
        Value::Decimal(digits) => decimal(digits, codecs),
        Value::Boolean(value) => {
            let words = codecs.iter().find_map(|c| if let Codec::Words(yes, no) = c { Some((yes, no)) } else { None });
            match (words, value) {
                (Some((yes, _)), true) => yes.clone(),
                (Some((_, no)), false) => no.clone(),
                (None, value) => value.to_string(),
            }
        }
        Value::Moment(moment) if codecs.contains(&Codec::EpochSeconds) => epoch(*moment).to_string(),
        Value::Moment(moment) if codecs.contains(&Codec::EpochMilliseconds) => {
            (epoch(*moment) * 1000 + i64::from(moment.nanosecond / 1_000_000)).to_string()
        }
        Value::Moment(moment) => {
            // The first pattern is how it is written, unless it would lose something.
            let dates = &shape.form.dates;
            let whole = dates.iter().find(|p| p.read(&p.write(*moment)) == Some(*moment));
            whole.or(dates.first())?.write(*moment)
        }
        Value::Duration(duration) => shape.form.duration()?.write(*duration),
        Value::Enum(index) => {
            let Type::Enum(id) = shape.ty else { return None };
            vendor.enumeration(id).values.get(*index)?.wire.clone()
        }
        Value::Record(_) | Value::List(_) | Value::Arm(..) | Value::Refused { .. } => return None,
    })
}

/// How many digits zeros in front make it.
fn width(codecs: &[Codec]) -> Option<usize> {
    codecs.iter().find_map(|c| if let Codec::Padded(width) = c { Some(*width) } else { None })
}

fn decimal(digits: &str, codecs: &[Codec]) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let padded = |places: u8| {
        let mut fraction = fraction.to_owned();
        while fraction.len() < usize::from(places) {
            fraction.push('0');
        }
        fraction
    };
    let separator =
        codecs.iter().find_map(|c| if let Codec::Thousands(separator) = c { Some(*separator) } else { None });
    let whole = separator.map_or_else(|| whole.to_owned(), |separator| grouped(whole, separator));
    let join = |sign: &str, fraction: &str| {
        if fraction.is_empty() { whole.clone() } else { format!("{whole}{sign}{fraction}") }
    };
    match codecs.iter().find(|c| matches!(c, Codec::Minor(_) | Codec::Fixed(_) | Codec::Comma(_))) {
        Some(Codec::Minor(scale)) => {
            let all = format!("{whole}{}", padded(*scale));
            let (sign, all) = all.strip_prefix('-').map_or(("", all.as_str()), |all| ("-", all));
            let trimmed = all.trim_start_matches('0');
            let digits = if trimmed.is_empty() { "0" } else { trimmed };
            format!("{sign}{digits:0>width$}", width = width(codecs).unwrap_or(0))
        }
        Some(Codec::Fixed(places)) => join(".", &padded(*places)),
        Some(Codec::Comma(Some(places))) => join(",", &padded(*places)),
        Some(Codec::Comma(None)) => join(",", fraction),
        _ => join(".", fraction),
    }
}

/// With a separator between groups of three digits.
fn grouped(whole: &str, separator: char) -> String {
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// Seconds since 1970 of a moment in the common calendar, in UTC.
fn epoch(moment: Moment) -> i64 {
    // Days since 1970, by counting years from March so that the leap day is the last.
    let (year, month) = (i64::from(moment.year), i64::from(moment.month));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let day = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(moment.day) - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day - 719_468;
    let minutes = i64::from(moment.hour) * 60 + i64::from(moment.minute) - i64::from(moment.offset_minutes);
    days * 86_400 + minutes * 60 + i64::from(moment.second)
}

/// The text behind its encodings.
fn wrapped(codecs: &[Codec], text: String) -> Tree {
    let mut text = text;
    let mut cdata = false;
    for codec in codecs {
        text = match codec {
            Codec::Base64 => base64(text.as_bytes(), b"+/", true),
            Codec::Base64Url => base64(text.as_bytes(), b"-_", false),
            Codec::Hex => text.bytes().map(|byte| format!("{byte:02x}")).collect(),
            Codec::UrlEncode => percent(&text),
            _ => {
                cdata |= *codec == Codec::Cdata;
                text
            }
        };
    }
    if cdata { Tree::Cdata(text) } else { Tree::Text(text) }
}

fn base64(bytes: &[u8], last: &[u8; 2], pad: bool) -> String {
    let digit = |value: u32| match value {
        0..=25 => char::from(b'A' + value as u8),
        26..=51 => char::from(b'a' + (value - 26) as u8),
        52..=61 => char::from(b'0' + (value - 52) as u8),
        62 => char::from(last[0]),
        _ => char::from(last[1]),
    };
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let three = chunk.iter().fold(0, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            if place <= chunk.len() {
                out.push(digit(three >> (18 - 6 * place) & 63));
            } else if pad {
                out.push('=');
            }
        }
    }
    out
}

/// Percent-encoded, but for unreserved characters.
fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_encoded_as_their_codecs_say() {
        assert_eq!(base64(b"Man", b"+/", true), "TWFu");
        assert_eq!(base64(b"Ma", b"+/", true), "TWE=");
        assert_eq!(base64(&[0xfb, 0xff], b"-_", false), "-_8");
        assert_eq!(percent("a b/ş"), "a%20b%2F%C5%9F");
        assert_eq!(decimal("-0.5", &[Codec::Minor(2)]), "-50");
        assert_eq!(decimal("12.5", &[Codec::Minor(2), Codec::Padded(12)]), "000000001250");
        assert_eq!(decimal("12.5", &[Codec::Fixed(2)]), "12.50");
        assert_eq!(decimal("12.5", &[Codec::Comma(None)]), "12,5");
        assert_eq!(decimal("-1234567.5", &[Codec::Comma(Some(2)), Codec::Thousands('.')]), "-1.234.567,50");
        assert_eq!(decimal("123", &[Codec::Thousands(',')]), "123");
        let moment = Moment { year: 2000, month: 3, day: 1, hour: 1, ..Moment::default() };
        assert_eq!(epoch(moment), 951_872_400);
    }

    #[test]
    fn xml_keeps_attributes_and_escapes_texts() {
        let tree = Tree::Record(vec![(
            "a".into(),
            Tree::Record(vec![
                ("@id".into(), Tree::Bare("1".into())),
                ("#text".into(), Tree::Text("<&>".into())),
                ("b".into(), Tree::List(vec![Tree::Text("x".into()), Tree::Cdata("]]>".into())])),
            ]),
        )]);
        assert_eq!(tree.xml(), "<a id=\"1\">&lt;&amp;&gt;<b>x</b><b><![CDATA[]]]]><![CDATA[>]]></b></a>");
    }
}
