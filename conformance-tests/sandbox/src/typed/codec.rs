//! How values become text, both ways: the steps of the model, from the value towards the wire and back.

use vendor_model::model::{Calendar, Codec, DurationForm, Format, TextPattern, Value};

use crate::clock;
use crate::message::percent_decoded;

/// Undoes the steps that turn text into text.
pub(crate) fn undo_outer(codecs: &[Codec], text: &str) -> Result<String, &'static str> {
    let mut text = text.to_owned();
    for codec in codecs.iter().rev().filter(|codec| codec.is_outer()) {
        let bytes = match codec {
            Codec::Base64 => from_base64(&text, BASE64, true).ok_or("no Base64 with padding")?,
            Codec::Base64Url => from_base64(&text, BASE64_URL, false).ok_or("no Base64 for addresses")?,
            Codec::Hex => from_hex(&text).ok_or("not in hexadecimal digits")?,
            Codec::UrlEncode => percent_decoded(&text).ok_or("not percent-encoded")?.into_bytes(),
            // CDATA is undone by whoever reads the XML.
            _ => continue,
        };
        text = String::from_utf8(bytes).map_err(|_| "not in UTF-8")?;
    }
    Ok(text)
}

/// Takes the steps that turn text into text.
pub(super) fn do_outer(codecs: &[Codec], text: &str) -> String {
    codecs.iter().filter(|codec| codec.is_outer()).fold(text.to_owned(), |text, codec| match codec {
        Codec::Base64 => to_base64(text.as_bytes(), BASE64, true),
        Codec::Base64Url => to_base64(text.as_bytes(), BASE64_URL, false),
        Codec::Hex => to_hex(text.as_bytes()),
        Codec::UrlEncode => url_encode(&text),
        _ => text,
    })
}

/// What a text means before the inner steps were taken.
#[derive(Debug, PartialEq)]
pub(super) enum Undone {
    /// A text as the type itself is written.
    Text(String),
    /// The value itself.
    Value(Value),
}

/// Undoes the steps that turn a value into text. The second value tells whether the text was written just so.
pub(super) fn undo_inner(codecs: &[Codec], text: &str) -> Result<(Undone, bool), &'static str> {
    let mut text = text.to_owned();
    let mut exact = true;
    for codec in codecs.iter().rev().filter(|codec| !codec.is_outer()) {
        match codec {
            Codec::Padded(width) => {
                let digits = text.trim_start_matches('-');
                exact &= digits.len() >= *width && (digits.len() == *width || !digits.starts_with('0'));
                let sign = if text.starts_with('-') { "-" } else { "" };
                let bare = digits.trim_start_matches('0');
                text = format!("{sign}{}", if bare.is_empty() && !digits.is_empty() { "0" } else { bare });
            }
            Codec::Minor(places) => text = from_minor(&text, usize::from(*places)).ok_or("no whole number")?,
            Codec::Fixed(places) => exact &= places_of(&text, '.') == usize::from(*places),
            Codec::Comma(places) => {
                exact &=
                    places.is_none_or(|places| places_of(&text, ',') == usize::from(places)) && !text.contains('.');
                text = text.replace(',', ".");
            }
            Codec::Thousands(separator) => text = text.replace(*separator, ""),
            Codec::Duration(form) => {
                let duration = form.read(&text).ok_or("no duration as it is written")?;
                return Ok((Undone::Value(Value::Duration(duration)), exact && form.write(duration) == text));
            }
            Codec::Words(yes, no) => {
                text = match &text {
                    text if text == yes => "true".into(),
                    text if text == no => "false".into(),
                    _ => return Err("neither of the two words"),
                }
            }
            Codec::EpochSeconds | Codec::EpochMilliseconds => {
                let number: i64 = text.parse().map_err(|_| "no whole number")?;
                let unit = if *codec == Codec::EpochSeconds { 1000 } else { 1 };
                let time = number.checked_mul(unit).filter(|t| t.abs() < 300_000_000_000_000);
                let moment = clock::moment(time.ok_or("too far away")?, Calendar::Gregorian, 0);
                return Ok((Undone::Value(Value::Moment(moment)), exact));
            }
            _ => {}
        }
    }
    Ok((Undone::Text(text), exact))
}

/// The text of a scalar after the inner steps, and whether JSON has it without quotes; none if no step changes it.
pub(super) fn do_inner(codecs: &[Codec], value: &Value) -> Result<Option<(String, bool)>, String> {
    let plain = match value {
        Value::Integer(number) => number.to_string(),
        Value::Decimal(digits) => digits.clone(),
        Value::Boolean(value) => value.to_string(),
        Value::Text(text) => text.clone(),
        Value::Moment(_) | Value::Duration(_) => String::new(),
        _ => return Ok(None),
    };
    let mut text = plain;
    let mut bare = matches!(value, Value::Integer(_) | Value::Decimal(_) | Value::Boolean(_));
    let mut changed = false;
    for codec in codecs.iter().filter(|codec| !codec.is_outer()) {
        changed = true;
        match codec {
            Codec::Text => bare = false,
            Codec::Padded(width) => {
                let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
                text = format!("{sign}{digits:0>width$}");
                bare = false;
            }
            Codec::Minor(places) => {
                text = to_minor(&text, usize::from(*places)).ok_or("it has more places than its smallest unit")?;
            }
            Codec::Fixed(places) => {
                text = fixed(&text, usize::from(*places)).ok_or("it has more places than are written")?;
            }
            Codec::Comma(places) => {
                if let Some(places) = places {
                    text = fixed(&text, usize::from(*places)).ok_or("it has more places than are written")?;
                }
                text = text.replace('.', ",");
                bare = false;
            }
            Codec::Thousands(separator) => {
                let point = text.find(['.', ',']).unwrap_or(text.len());
                let start = usize::from(text.starts_with('-'));
                for at in (start + 1..point).rev().filter(|at| (point - at).is_multiple_of(3)) {
                    text.insert(at, *separator);
                }
                bare = false;
            }
            Codec::Duration(form) => {
                let Value::Duration(duration) = value else { continue };
                text = form.write(*duration);
                bare = matches!(form, DurationForm::Number(_));
            }
            Codec::Words(yes, no) => {
                text = if text == "true" { yes.clone() } else { no.clone() };
                bare = yes.parse::<i64>().is_ok() && no.parse::<i64>().is_ok();
            }
            Codec::EpochSeconds | Codec::EpochMilliseconds => {
                let Value::Moment(moment) = value else { continue };
                let time = clock::milliseconds(*moment, Calendar::Gregorian, None);
                text = if *codec == Codec::EpochSeconds { time.div_euclid(1000) } else { time }.to_string();
                bare = true;
            }
            _ => changed = false,
        }
    }
    Ok(changed.then_some((text, bare)))
}

/// The format of the document that a value becomes, if it becomes one.
pub(super) fn document_of(codecs: &[Codec]) -> Option<Format> {
    codecs.iter().find_map(|codec| if let Codec::Document(format) = codec { Some(*format) } else { None })
}

/// What stands between the items of a list that becomes one text.
pub(super) fn separator_of(codecs: &[Codec]) -> Option<&str> {
    codecs.iter().find_map(|codec| if let Codec::Join(separator) = codec { Some(separator.as_str()) } else { None })
}

/// The texts with holes that a record becomes one of.
pub(super) fn patterns_of(codecs: &[Codec]) -> Option<&[TextPattern]> {
    codecs.iter().find_map(|codec| if let Codec::Pattern(patterns) = codec { Some(patterns.as_slice()) } else { None })
}

/// Whether JSON has the value between quotes because of its steps; none if the type alone decides.
pub(super) fn is_quoted(codecs: &[Codec]) -> Option<bool> {
    if codecs.is_empty() {
        return None;
    }
    let number = |text: &str| text.parse::<i64>().is_ok();
    let quotes = |codec: &Codec| match codec {
        codec if codec.is_packing() => true,
        Codec::Words(yes, no) => !number(yes) || !number(no),
        codec => codec.is_outer() || codec.is_text(),
    };
    Some(codecs.iter().any(quotes))
}

fn places_of(text: &str, point: char) -> usize {
    text.split_once(point).map_or(0, |(_, fraction)| fraction.len())
}

/// `1250` with two places is `12.50`.
fn from_minor(text: &str, places: usize) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    Some(if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

fn to_minor(text: &str, places: usize) -> Option<String> {
    let fixed = fixed(text, places)?.replace('.', "");
    let (sign, digits) = fixed.strip_prefix('-').map_or(("", fixed.as_str()), |digits| ("-", digits));
    let digits = digits.trim_start_matches('0');
    Some(if digits.is_empty() { "0".into() } else { format!("{sign}{digits}") })
}

/// With exactly so many places; none if that would lose something.
fn fixed(text: &str, places: usize) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    (fraction.len() <= places)
        .then(|| if places == 0 { whole.to_owned() } else { format!("{whole}.{fraction:0<places$}") })
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn to_base64(bytes: &[u8], letters: &[u8; 64], padded: bool) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for index in 0..=chunk.len() {
            let letter = usize::try_from(bits >> (18 - 6 * index) & 63).unwrap_or_default();
            out.push(char::from(letters[letter]));
        }
        if padded {
            out.extend(std::iter::repeat_n('=', 3 - chunk.len()));
        }
    }
    out
}

fn from_base64(text: &str, letters: &[u8; 64], padded: bool) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    let fits =
        if padded { text.len().is_multiple_of(4) && text.len() - bare.len() <= 2 } else { text.len() == bare.len() };
    if !fits || bare.len() % 4 == 1 {
        return None;
    }
    let mut out = Vec::new();
    for chunk in bare.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for byte in chunk {
            bits = bits << 6 | u32::try_from(letters.iter().position(|letter| letter == byte)?).ok()?;
        }
        let whole = bits << (6 * (4 - chunk.len()));
        let bytes = whole.to_be_bytes();
        out.extend_from_slice(bytes.get(1..chunk.len())?);
        // What is beyond the last byte is zero.
        if bytes.get(chunk.len()..)?.iter().any(|byte| *byte != 0) {
            return None;
        }
    }
    Some(out)
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    to_base64(bytes, BASE64, true)
}

pub(crate) fn base64_url(bytes: &[u8]) -> String {
    to_base64(bytes, BASE64_URL, false)
}

pub(crate) fn of_base64(text: &str) -> Option<Vec<u8>> {
    from_base64(text, BASE64, true)
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// Percent-encoded, but for unreserved characters.
pub(crate) fn url_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_goes_both_ways() {
        let value = |text: &str| Value::decimal(text).unwrap();
        let steps = |text: &str| text.split(", ").map(|step| Codec::parse(step).unwrap()).collect::<Vec<_>>();
        for (codecs, value, text) in [
            ("minor 2", value("12.5"), "1250"),
            ("minor 2", value("-0.05"), "-5"),
            ("minor 0", value("7"), "7"),
            ("fixed 3", value("12.5"), "12.500"),
            ("comma", value("-12.5"), "-12,5"),
            ("comma 2", value("12"), "12,00"),
            ("thousands ,", value("-1234567.5"), "-1,234,567.5"),
            ("comma 2, thousands .", value("123456"), "123.456,00"),
            ("pad 4", Value::Integer(7), "0007"),
            ("pad 2", Value::Integer(123), "123"),
            ("pad 2", Value::Integer(0), "00"),
            ("words Y N", Value::Boolean(true), "Y"),
            ("minor 2, text", value("1"), "100"),
        ] {
            let codecs = steps(codecs);
            assert_eq!(do_inner(&codecs, &value).unwrap().unwrap().0, text, "{codecs:?}");
            let (undone, exact) = undo_inner(&codecs, text).unwrap();
            let expected = match &value {
                Value::Decimal(digits) => digits.clone(),
                Value::Integer(number) => number.to_string(),
                _ => "true".into(),
            };
            let Undone::Text(found) = undone else { panic!("{codecs:?}") };
            let same = found == expected || Value::decimal(&found) == Value::decimal(&expected);
            assert!(same && exact, "{codecs:?}: {found} is not {expected}");
        }
        assert!(do_inner(&steps("minor 2"), &value("0.001")).is_err());
        assert!(!undo_inner(&steps("pad 4"), "7").unwrap().1);
        assert!(undo_inner(&steps("words Y N"), "y").is_err());
        let epoch = undo_inner(&steps("epoch_ms"), "1700000000123").unwrap().0;
        let Undone::Value(moment) = epoch else { panic!() };
        assert_eq!(do_inner(&steps("epoch_ms"), &moment).unwrap().unwrap().0, "1700000000123");
        assert_eq!(do_inner(&steps("epoch_s"), &moment).unwrap().unwrap().0, "1700000000");
    }

    #[test]
    fn texts_go_both_ways() {
        // RFC 4648, section 10.
        for (text, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), encoded);
            assert_eq!(of_base64(encoded).unwrap(), text.as_bytes());
            assert_eq!(base64_url(text.as_bytes()), encoded.trim_end_matches('='));
        }
        for wrong in ["Zg", "Zg=", "Zh==", "Z===", "Zm9v=", "Zm 9v"] {
            assert_eq!(of_base64(wrong), None, "{wrong}");
        }
        let codecs = [Codec::Hex, Codec::Base64, Codec::UrlEncode];
        let written = do_outer(&codecs, "Ş&");
        assert_eq!(undo_outer(&codecs, &written).unwrap(), "Ş&");
        assert!(undo_outer(&codecs, "%").is_err());
        assert_eq!(url_encode("a b/ç~"), "a%20b%2F%C3%A7~");
    }
}
