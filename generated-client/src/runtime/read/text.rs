//! The same readers for a text that stands in no document: a hole of a pattern, a part of a list.
//!
//! Dress does not count here either: white space around a number and digits of other scripts are taken. An
//! empty text is no number; whether it stands for nothing is for the caller to say.

use crate::runtime::date::{Date, DatePattern, DateTime, Epoch, OffsetDateTime};
use crate::runtime::decimal::Decimal;
use crate::runtime::malformed::Malformed;
use crate::runtime::write::Base64;

pub(super) const INTEGER: &str = "an integer";
pub(super) const DECIMAL: &str = "a decimal number of at most 28 digits";
pub(super) const DECIMAL_COMMA: &str = "a decimal number with a comma, of at most 28 digits";
pub(super) const MINOR: &str = "an amount in its minor unit";
pub(super) const BOOLEAN: &str = "a boolean";
pub(super) const MONTH: &str = "a month as the vendor writes it";
pub(super) const DATE: &str = "a date as the vendor writes it";
pub(super) const DATETIME: &str = "a date and time as the vendor writes it";
pub(super) const OFFSET_DATETIME: &str = "a date and time with its offset from UTC as the vendor writes it";
pub(super) const EPOCH: &str = "a time as a number since 1970";
pub(super) const DURATION: &str = "a duration as the vendor writes it";
pub(super) const GROUPED: &str = "a decimal number with a separator between thousands, of at most 28 digits";

/// Reads an integer, see [`integer`](super::integer()).
///
/// # Errors
///
/// As there, and when the text is empty.
pub fn integer(text: &str) -> Result<i64, Malformed> {
    parse(text, INTEGER, parse_integer)
}

/// Reads a decimal number, see [`decimal`](super::decimal()).
///
/// # Errors
///
/// As there, and when the text is empty.
pub fn decimal(text: &str) -> Result<Decimal, Malformed> {
    parse(text, DECIMAL, Decimal::read)
}

/// Reads a decimal number with a comma, see [`decimal_comma`](super::decimal_comma()).
///
/// # Errors
///
/// As there, and when the text is empty.
pub fn decimal_comma(text: &str) -> Result<Decimal, Malformed> {
    parse(text, DECIMAL_COMMA, parse_comma)
}

/// Reads an amount from its minor units, see [`minor`](super::minor()).
///
/// # Errors
///
/// As there, and when the text is empty.
pub fn minor(text: &str, scale: u8) -> Result<Decimal, Malformed> {
    parse(text, MINOR, |text| parse_minor(text, scale))
}

/// Reads a boolean, see [`boolean`](super::boolean()).
///
/// # Errors
///
/// As there, and when the text is empty.
pub fn boolean(text: &str) -> Result<bool, Malformed> {
    parse(text, BOOLEAN, parse_boolean)
}

/// Reads a boolean from words, see [`words`](super::words()).
///
/// # Errors
///
/// As there.
pub fn words(text: &str, yes: &[&str], no: &[&str]) -> Result<bool, Malformed> {
    let text = trimmed(text);
    let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match (is_one_of(yes), is_one_of(no)) {
        (true, false) => Ok(true),
        (false, true) => Ok(false),
        _ => Err(Malformed::new("one of the words for yes and no")),
    }
}

/// Reads a day, see [`date`](super::date()).
///
/// # Errors
///
/// As there, and when the text is empty.
pub fn date(text: &str, patterns: &[&DatePattern]) -> Result<Date, Malformed> {
    parse(text, DATE, |text| patterns.iter().find_map(|pattern| pattern.read_date(text)))
}

/// Reads a day and its time, see [`datetime`](super::datetime()).
///
/// # Errors
///
/// As there, and when the text is empty.
pub fn datetime(text: &str, patterns: &[&DatePattern]) -> Result<DateTime, Malformed> {
    parse(text, DATETIME, |text| patterns.iter().find_map(|pattern| pattern.read(text)))
}

/// Reads a time with its offset, see [`offset_datetime`](super::offset_datetime()).
///
/// # Errors
///
/// As there, and when the text is empty.
pub fn offset_datetime(text: &str, patterns: &[&DatePattern]) -> Result<OffsetDateTime, Malformed> {
    parse(text, OFFSET_DATETIME, |text| patterns.iter().find_map(|pattern| pattern.read_offset(text)))
}

/// Reads a time from a number, see [`epoch`](super::epoch()).
///
/// # Errors
///
/// As there, and when the text is empty.
pub fn epoch(text: &str, unit: Epoch) -> Result<DateTime, Malformed> {
    parse(text, EPOCH, |text| unit.time(parse_integer(text)?))
}

/// Reads the parts of a text, see [`split`](super::split()).
///
/// # Errors
///
/// As there.
pub fn split<T>(
    text: &str,
    separator: &str,
    mut item: impl FnMut(&str) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let parts = text.split(separator).enumerate();
    parts.map(|(position, part)| item(part).map_err(|malformed| malformed.index(position))).collect()
}

/// Reads bytes from Base64, see [`base64`](super::base64()).
///
/// # Errors
///
/// As there.
pub fn base64(text: &str, variant: Base64) -> Result<Vec<u8>, Malformed> {
    parse_base64(text.as_bytes(), variant).ok_or_else(|| Malformed::new("Base64"))
}

/// Reads bytes from hexadecimal digits, see [`hex`](super::hex()).
///
/// # Errors
///
/// As there.
pub fn hex(text: &str) -> Result<Vec<u8>, Malformed> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = trimmed(text).as_bytes().as_chunks::<2>();
    pairs
        .iter()
        .map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?))
        .collect::<Option<Vec<u8>>>()
        .filter(|_| rest.is_empty())
        .ok_or_else(|| Malformed::new("hexadecimal digits"))
}

fn parse<T>(text: &str, expected: &'static str, read: impl Fn(&[u8]) -> Option<T>) -> Result<T, Malformed> {
    in_dress(text, &read).ok_or_else(|| Malformed::new(expected))
}

/// Reads a text once white space is cut off and other digits are made ASCII.
pub(super) fn in_dress<T>(text: &str, read: &dyn Fn(&[u8]) -> Option<T>) -> Option<T> {
    let text = trimmed(text);
    if text.is_ascii() { read(text.as_bytes()) } else { read(ascii_digits(text).as_bytes()) }
}

/// The text without the white space around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r'])
}

/// The text with Arabic-Indic and Persian digits made ASCII.
fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|character| {
            let zero = match character {
                '\u{660}'..='\u{669}' => 0x660,
                '\u{6f0}'..='\u{6f9}' => 0x6f0,
                _ => return character,
            };
            char::from_digit(u32::from(character) - zero, 10).unwrap_or(character)
        })
        .collect()
}

/// Reads `-?digits`, and after a point nothing but zeros.
#[inline]
pub(super) fn parse_integer(text: &[u8]) -> Option<i64> {
    let (negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    // Counted down from zero, so that the least integer fits.
    let mut integer = 0_i64;
    let mut digits = 0_u32;
    while let [byte, after @ ..] = rest {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        let digit = i64::from(digit);
        // Eighteen digits always fit.
        integer = if digits < 18 { integer * 10 - digit } else { integer.checked_mul(10)?.checked_sub(digit)? };
        digits += 1;
        rest = after;
    }
    let ends_rightly = match rest {
        [] => true,
        [b'.', zeros @ ..] => !zeros.is_empty() && zeros.iter().all(|byte| *byte == b'0'),
        _ => false,
    };
    if digits == 0 || !ends_rightly {
        return None;
    }
    if negative { Some(integer) } else { integer.checked_neg() }
}

pub(super) fn parse_boolean(text: &[u8]) -> Option<bool> {
    match text {
        b"1" => Some(true),
        b"0" => Some(false),
        _ if text.eq_ignore_ascii_case(b"true") => Some(true),
        _ if text.eq_ignore_ascii_case(b"false") => Some(false),
        _ => None,
    }
}

pub(super) fn parse_minor(text: &[u8], scale: u8) -> Option<Decimal> {
    let units = Decimal::read(text).filter(|_| !text.contains(&b'.'))?;
    Decimal::new(units.mantissa(), scale).ok()
}

/// Reads `-?digits(,digits)?`, where dots may stand between groups of three digits if there is a comma.
pub(super) fn parse_comma(text: &[u8]) -> Option<Decimal> {
    let mut plain = Vec::with_capacity(text.len());
    let (whole, fraction) = match text.iter().position(|byte| *byte == b',') {
        Some(comma) => text.split_at(comma),
        None => (text, &[] as &[u8]),
    };
    let mut groups = whole.split(|byte| *byte == b'.');
    let first = groups.next().unwrap_or_default();
    plain.extend_from_slice(first);
    let mut is_grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        is_grouped = true;
        plain.extend_from_slice(group);
    }
    let digits = first.strip_prefix(b"-").unwrap_or(first);
    if is_grouped && (fraction.is_empty() || !(1..=3).contains(&digits.len()) || digits.first() == Some(&b'0')) {
        return None;
    }
    if let [_comma, fraction @ ..] = fraction {
        if fraction.contains(&b'.') {
            return None;
        }
        plain.push(b'.');
        plain.extend_from_slice(fraction);
    }
    Decimal::read(&plain)
}

/// Reads `-?digits(point digits)?`, where separators may stand between groups of three digits.
pub(super) fn parse_grouped(text: &[u8], separator: &str, point: u8) -> Option<Decimal> {
    let text = str::from_utf8(text).ok()?;
    let (whole, fraction) = match text.split_once(char::from(point)) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let mut plain = first.to_owned();
    let digits = first.strip_prefix('-').unwrap_or(first);
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&digits.len()) || digits.starts_with('0') {
            return None;
        }
        plain.push_str(group);
    }
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    }
    // A point that is none here would be one there.
    let points = plain.matches('.').count();
    Decimal::read(plain.as_bytes()).filter(|_| points == usize::from(fraction.is_some()))
}

fn parse_base64(text: &[u8], variant: Base64) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let [plus, slash] = variant.last_digits();
    let (mut bits, mut digits, mut fill) = (0_u32, 0_usize, 0_usize);
    for &byte in text {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b' ' | b'\t' | b'\n' | b'\r' => continue,
            b'=' => {
                fill += 1;
                continue;
            }
            _ if byte == plus => 62,
            _ if byte == slash => 63,
            _ => return None,
        };
        if fill > 0 {
            return None;
        }
        bits = bits << 6 | u32::from(six);
        digits += 1;
        if digits.is_multiple_of(4) {
            let [_, a, b, c] = bits.to_be_bytes();
            out.extend_from_slice(&[a, b, c]);
            bits = 0;
        }
    }
    // What is left over must be whole bytes, and the bits after them zeros.
    let missing = match (digits % 4, bits) {
        (0, _) => 0,
        (2, bits) if bits & 0xf == 0 => {
            out.push(u8::try_from(bits >> 4).ok()?);
            2
        }
        (3, bits) if bits & 3 == 0 => {
            out.extend_from_slice(&u16::try_from(bits >> 2).ok()?.to_be_bytes());
            1
        }
        _ => return None,
    };
    (fill == 0 || fill == missing).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::write;

    #[test]
    fn the_same_dress_as_in_a_document() {
        assert_eq!(integer(" 0018343 \r\n").unwrap(), 18343);
        assert_eq!(integer("۱۸۳۴۳").unwrap(), 18343);
        assert_eq!(decimal(" 12.50").unwrap().to_string(), "12.50");
        assert!(boolean("True").unwrap());
        for text in ["", " ", "x", "1e3"] {
            let error = integer(text).unwrap_err();
            assert_eq!(error.to_string(), "expected an integer");
            assert!(decimal(text).is_err() && boolean(text).is_err());
        }
        assert_eq!(epoch("-1", Epoch::Seconds).unwrap().to_string(), "1969-12-31T23:59:59");
        assert!(epoch("1.5", Epoch::Seconds).is_err());
        assert!(epoch("99999999999999", Epoch::Seconds).is_err());
        let grouped = |text: &str, separator: &str, point| {
            parse_grouped(text.as_bytes(), separator, point).map(|number| number.to_string())
        };
        for (text, separator, point, number) in [
            ("1,234.50", ",", b'.', "1234.50"),
            ("-12,345,678", ",", b'.', "-12345678"),
            ("1234.5", ",", b'.', "1234.5"),
            ("1,234", ",", b'.', "1234"),
            ("0.5", ",", b'.', "0.5"),
            ("1.234,50", ".", b',', "1234.50"),
            ("1.234", ".", b',', "1234"),
            ("1\u{a0}234,5", "\u{a0}", b',', "1234.5"),
            ("1'234", "'", b'.', "1234"),
        ] {
            assert_eq!(grouped(text, separator, point).as_deref(), Some(number), "{text}");
        }
        for text in
            ["1,23", "1,2345", ",234", "1234,567", "0,123", "1,234,", "1.234,5", "1,234.5.6", "-,123", "", "1 234"]
        {
            assert_eq!(grouped(text, ",", b'.'), None, "{text}");
        }
    }

    #[test]
    fn a_comma_and_dots_where_they_belong() {
        for (text, due) in [
            ("12,50", "12.50"),
            ("1234,50", "1234.50"),
            ("1.234,50", "1234.50"),
            ("-1.234.567,8", "-1234567.8"),
            ("999.000,0", "999000.0"),
            ("0,05", "0.05"),
            ("12", "12"),
            (" ۱۲,۵۰ ", "12.50"),
        ] {
            assert_eq!(decimal_comma(text).unwrap().to_string(), due, "{text}");
        }
        for text in [
            "1.234",
            "12.50",
            "1.23,4",
            "1234.567,8",
            ".123,4",
            "1..234,5",
            "1.234.,5",
            "0.123,4",
            "-.123,4",
            ",5",
            "5,",
            "1,2,3",
            "1,2.3",
            "1,234.50",
            "1.234,567.8",
            "--1,5",
            "",
            "1,-5",
            "-0.123,4",
            "1.-23,4",
        ] {
            assert!(decimal_comma(text).is_err(), "{text}");
        }
    }

    #[test]
    fn minor_units_come_back() {
        for (units, scale, due) in
            [("1250", 2, "12.50"), ("000000001250", 2, "12.50"), ("-5", 2, "-0.05"), ("7", 0, "7")]
        {
            assert_eq!(minor(units, scale).unwrap().to_string(), due);
        }
        for (units, scale) in [("12.00", 2), ("12.5", 2), ("", 2), ("x", 2), ("1", 29)] {
            assert!(minor(units, scale).is_err(), "{units}");
        }
    }

    #[test]
    fn words_for_yes_and_no() {
        let read = |text| words(text, &["E", "Evet"], &["H", ""]);
        assert!(read(" evet ").unwrap() && read("e").unwrap());
        assert!(!read("h").unwrap() && !read("").unwrap());
        assert!(read("true").is_err() && read("1").is_err());
        assert!(words("1", &["1"], &["1"]).is_err());
    }

    #[test]
    fn parts_of_a_text() {
        assert!(split("", ",", integer).unwrap().is_empty());
        assert_eq!(split("1, 2,3", ",", integer).unwrap(), [1, 2, 3]);
        assert_eq!(split("a||b", "||", |part| Ok(part.len())).unwrap(), [1, 1]);
        let error = split("1,2,", ",", integer).unwrap_err();
        assert_eq!(error.field(), "[2]");
    }

    #[test]
    fn base64_comes_back() {
        for variant in [Base64::Standard, Base64::StandardNoPad, Base64::Url, Base64::UrlNoPad] {
            for length in 0..70_usize {
                let bytes: Vec<u8> = (0..length).map(|at| (at * 151 % 256) as u8).collect();
                let mut out = Vec::new();
                write::base64(&mut out, &bytes, variant);
                let text = String::from_utf8(out).unwrap();
                assert_eq!(base64(&text, variant).unwrap(), bytes);
                assert_eq!(base64(text.trim_end_matches('='), variant).unwrap(), bytes);
            }
        }
        assert_eq!(base64("Zm9v\r\nYmFy\n", Base64::Standard).unwrap(), b"foobar");
        for text in
            ["Z", "Zm9vY", "Zg=", "Zg===", "Zm9v=", "=", "Zh==", "Zm9=", "Zg==Zg==", "Z=g=", "Zm9v-_", "Zm9v!", "Zğ=="]
        {
            assert!(base64(text, Base64::Standard).is_err(), "{text}");
        }
        assert!(base64("+/+/", Base64::Url).is_err());
    }

    #[test]
    fn hex_comes_back() {
        assert_eq!(hex("009FfA").unwrap(), b"\x00\x9f\xfa");
        assert_eq!(hex("").unwrap(), b"");
        for text in ["0", "009", "0g", "0x00", "00 00", "ğ", "+1"] {
            assert!(hex(text).is_err(), "{text}");
        }
    }
}
