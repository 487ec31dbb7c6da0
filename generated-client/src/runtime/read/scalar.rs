//! Readers of one scalar each: strict about meaning, lenient about dress.
//!
//! Each gives `None` for what is absent: `null`, and what [is empty](Value::is_empty) or blank unless
//! text is wanted. Errors say what was expected and never what was found.

use std::time::Duration;

use super::text::{self as of_text, in_dress, parse_integer};
use super::value::{Kind, Value};
use crate::runtime::date::{Date, DatePattern, DateTime, DurationForm, Epoch, OffsetDateTime, YearMonth};
use crate::runtime::decimal::Decimal;
use crate::runtime::malformed::Malformed;
use crate::runtime::secret::Secret;

/// Reads text. Numbers and booleans are taken as they are written; the empty text is a text.
///
/// # Errors
///
/// When it is an object, a list, or an element with elements.
#[inline]
pub fn text(value: Value<'_>) -> Result<Option<String>, Malformed> {
    Ok(text_of(value, "text")?.map(str::to_owned))
}

/// A word of a fixed list, told by `from_wire`; an empty text is absent.
///
/// # Errors
///
/// As for [`text`].
pub fn variant<T>(value: Value<'_>, from_wire: impl FnOnce(&str) -> T) -> Result<Option<T>, Malformed> {
    Ok(text_of(value, "text")?.map(str::trim).filter(|word| !word.is_empty()).map(from_wire))
}

/// Reads text that must show nowhere.
///
/// # Errors
///
/// As for [`text`].
pub fn secret(value: Value<'_>) -> Result<Option<Secret>, Malformed> {
    Ok(text_of(value, "text")?.map(Secret::from))
}

/// Reads an integer: `18343`, `"18343"`, `" 18343 "`, `"0018343"`, `18343.00`, `۱۸۳۴۳`.
///
/// # Errors
///
/// When it has a fraction other than zeros or an exponent, is no number, or is beyond 64 bits.
#[inline]
pub fn integer(value: Value<'_>) -> Result<Option<i64>, Malformed> {
    parse(value, of_text::INTEGER, parse_integer)
}

/// Reads an exact decimal number from the digits in the reply: `12.50`, `"12.50"`, `۱۲.۵۰`.
///
/// # Errors
///
/// When it has an exponent or a separator of thousands, is no number, or has more than 28 digits.
#[inline]
pub fn decimal(value: Value<'_>) -> Result<Option<Decimal>, Malformed> {
    parse(value, of_text::DECIMAL, Decimal::read)
}

/// Reads a boolean: `true` or `1`, `false` or `0`, also as text and in any case.
///
/// # Errors
///
/// When it is anything else.
#[inline]
pub fn boolean(value: Value<'_>) -> Result<Option<bool>, Malformed> {
    if value.kind() == Kind::Boolean {
        return Ok(Some(value.raw() == "true"));
    }
    parse(value, of_text::BOOLEAN, of_text::parse_boolean)
}

/// Reads a month in the first of these patterns that the text matches wholly.
///
/// # Errors
///
/// When it matches none, or there is no such month.
pub fn month(value: Value<'_>, patterns: &[&DatePattern]) -> Result<Option<YearMonth>, Malformed> {
    parse(value, of_text::MONTH, |text| patterns.iter().find_map(|pattern| pattern.read_month(text)))
}

/// Reads a day in the first of these patterns that the text matches wholly.
///
/// # Errors
///
/// When it matches none, or there is no such day.
#[inline]
pub fn date(value: Value<'_>, patterns: &[&DatePattern]) -> Result<Option<Date>, Malformed> {
    parse(value, of_text::DATE, |text| patterns.iter().find_map(|pattern| pattern.read_date(text)))
}

/// Reads a day and its time in the first of these patterns that the text matches wholly.
///
/// # Errors
///
/// When it matches none, or there is no such day or time.
#[inline]
pub fn datetime(value: Value<'_>, patterns: &[&DatePattern]) -> Result<Option<DateTime>, Malformed> {
    parse(value, of_text::DATETIME, |text| patterns.iter().find_map(|pattern| pattern.read(text)))
}

/// Reads a time with its offset from UTC in the first of these patterns that the text matches wholly.
///
/// # Errors
///
/// When it matches none, or there is no such day or time.
pub fn offset_datetime(value: Value<'_>, patterns: &[&DatePattern]) -> Result<Option<OffsetDateTime>, Malformed> {
    parse(value, of_text::OFFSET_DATETIME, |text| patterns.iter().find_map(|pattern| pattern.read_offset(text)))
}

/// Reads a time in UTC from a number since 1970.
///
/// # Errors
///
/// When it is no integer, or a time outside the years 1 to 9999.
pub fn epoch(value: Value<'_>, unit: Epoch) -> Result<Option<DateTime>, Malformed> {
    parse(value, of_text::EPOCH, |text| unit.time(parse_integer(text)?))
}

/// Reads how long something lasts.
///
/// # Errors
///
/// When it is not in that form, or negative.
pub fn duration(value: Value<'_>, form: DurationForm) -> Result<Option<Duration>, Malformed> {
    parse(value, of_text::DURATION, |text| match form {
        DurationForm::Number(_) => form.of_count(parse_integer(text)?),
        _ => form.read(text),
    })
}

/// Reads an amount from the number of its minor units: `1250` with a `scale` of 2 is 12.50.
///
/// # Errors
///
/// When it is no integer of at most 28 digits. A fraction is refused even where it is zero: `12.00` minor
/// units may well be 12 major ones.
pub fn minor(value: Value<'_>, scale: u8) -> Result<Option<Decimal>, Malformed> {
    parse(value, of_text::MINOR, |text| of_text::parse_minor(text, scale))
}

/// Reads a decimal number with a comma: `12,50`, `1234,50`, `1.234,50`, `12`.
///
/// # Errors
///
/// When it is anything else. `1.234` is refused: it may be a thousand or the fraction of a thousand.
pub fn decimal_comma(value: Value<'_>) -> Result<Option<Decimal>, Malformed> {
    parse(value, of_text::DECIMAL_COMMA, of_text::parse_comma)
}

/// Reads a decimal number with a separator between groups of three digits, which may also be missing:
/// `1,234.50`, `1234.50`; with a comma for the point `1.234,50`.
///
/// # Errors
///
/// When it is anything else.
pub fn grouped(value: Value<'_>, separator: &str, point: u8) -> Result<Option<Decimal>, Malformed> {
    parse(value, of_text::GROUPED, |text| of_text::parse_grouped(text, separator, point))
}

/// Reads a boolean from the words that say yes and those that say no, in any case of ASCII letters.
///
/// Where the empty text is one of the words, it is not absent.
///
/// # Errors
///
/// When it is none of them.
pub fn words(value: Value<'_>, yes: &[&str], no: &[&str]) -> Result<Option<bool>, Malformed> {
    const EXPECTED: &str = "one of the words for yes and no";
    let Some(text) = text_of(value, EXPECTED)? else {
        return Ok(None);
    };
    match of_text::words(text, yes, no) {
        Ok(read) => Ok(Some(read)),
        Err(_) if of_text::trimmed(text).is_empty() => Ok(None),
        Err(_) => Err(value.expected(EXPECTED)),
    }
}

/// Reads the parts of a text, as an item reader does each. The empty text has no parts; nothing is cut off
/// from any.
///
/// # Errors
///
/// When it is no text, and those of the item reader, with the position.
pub fn split<T>(
    value: Value<'_>,
    separator: &str,
    item: impl FnMut(&str) -> Result<T, Malformed>,
) -> Result<Option<Vec<T>>, Malformed> {
    match text_of(value, "text")? {
        Some(text) => of_text::split(text, separator, item).map(Some),
        None => Ok(None),
    }
}

/// The text of a scalar; `None` for `null` and elements declared nil.
#[inline]
pub(super) fn text_of<'d>(value: Value<'d>, expected: &'static str) -> Result<Option<&'d str>, Malformed> {
    match value.kind() {
        Kind::Number | Kind::Text | Kind::Boolean => Ok(Some(value.raw())),
        Kind::Element if value.is_nil() => Ok(None),
        Kind::Element if !value.has_no_text() => Ok(Some(value.raw())),
        Kind::Null => Ok(None),
        Kind::Element | Kind::Record | Kind::List => Err(value.expected(expected)),
    }
}

/// Reads what is written in ASCII, once white space is cut off and other digits are made ASCII.
#[inline]
fn parse<T>(
    value: Value<'_>,
    expected: &'static str,
    read: impl Fn(&[u8]) -> Option<T>,
) -> Result<Option<T>, Malformed> {
    if let Some(text) = value.text_bytes()
        && let Some(read) = read(text)
    {
        return Ok(Some(read));
    }
    in_other_dress(value, expected, &read)
}

#[cold]
fn in_other_dress<T>(
    value: Value<'_>,
    expected: &'static str,
    read: &dyn Fn(&[u8]) -> Option<T>,
) -> Result<Option<T>, Malformed> {
    let text = match value.kind() {
        Kind::Number | Kind::Text => value.raw(),
        Kind::Element if !value.has_no_text() => value.raw(),
        _ if value.is_empty() => return Ok(None),
        _ => return Err(value.expected(expected)),
    };
    if of_text::trimmed(text).is_empty() {
        return Ok(None);
    }
    match in_dress(text, read) {
        Some(read) => Ok(Some(read)),
        None => Err(value.expected(expected)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::runtime::date::{Calendar, DatePiece};
    use crate::runtime::read::{Document, Limits};

    type Read<T> = fn(Value<'_>) -> Result<Option<T>, Malformed>;

    fn json<T>(text: &str, read: Read<T>) -> Result<Option<T>, Malformed> {
        let document = Document::json(text.as_bytes(), Limits::default()).unwrap();
        read(document.root())
    }

    fn xml<T>(text: &str, read: Read<T>) -> Result<Option<T>, Malformed> {
        let document = Document::xml(text.as_bytes(), Limits::default()).unwrap();
        read(document.root().get("a").unwrap())
    }

    #[test]
    fn integers_in_any_dress() {
        for text in [
            "18343",
            "\"18343\"",
            "\" 18343 \"",
            "\"0018343\"",
            "18343.0",
            "\"18343.00\"",
            "\"\\t18343\\r\\n\"",
            "\"۱۸۳۴۳\"",
            "\"١٨٣٤٣\"",
            "\"۱8٣43\"",
        ] {
            assert_eq!(json(text, integer).unwrap(), Some(18343), "{text}");
        }
        for text in [
            "<a>18343</a>",
            "<a>\n 18343\n</a>",
            "<a b='c'>18343</a>",
            "<a><![CDATA[18343]]></a>",
            "<a>18<!-- -->343</a>",
            "<a>&#49;8343</a>",
            "<a>۱۸۳۴۳</a>",
        ] {
            assert_eq!(xml(text, integer).unwrap(), Some(18343), "{text}");
        }
        for number in [i64::MIN, i64::MIN + 1, -1, 0, 999_999_999_999_999_999, i64::MAX - 1, i64::MAX] {
            assert_eq!(json(&number.to_string(), integer).unwrap(), Some(number));
            assert_eq!(json(&format!("\"{number}.000\""), integer).unwrap(), Some(number));
        }
        for (text, number) in
            [("\"0000\"", 0), ("-0", 0), ("\"-007\"", -7), ("9007199254740993", 9_007_199_254_740_993)]
        {
            assert_eq!(json(text, integer).unwrap(), Some(number));
        }
    }

    #[test]
    fn integers_are_never_bent() {
        for text in [
            "9223372036854775808",
            "-9223372036854775809",
            "18446744073709551616",
            "1e3",
            "1.5",
            "0.1",
            "1.0e1",
            "true",
            "\"+1\"",
            "\"1.\"",
            "\".0\"",
            "\"-\"",
            "\"--1\"",
            "\"- 1\"",
            "\"1 000\"",
            "\"1,000\"",
            "\"1_000\"",
            "\"0x10\"",
            "\"abc\"",
            "\"1a\"",
            "\"NaN\"",
            "\"½\"",
            "\"①\"",
            "[1]",
            "{\"a\":1}",
            "\"1\\u00a0\"",
            "123456789012345678901234567890",
        ] {
            let error = json(text, integer).unwrap_err();
            assert_eq!(error.expected(), "an integer", "{text}");
        }
        for text in ["<a><b>1</b></a>", "<a>1<b/></a>", "<a>x</a>", "<a>1 2</a>"] {
            assert!(xml(text, integer).is_err(), "{text}");
        }
    }

    #[test]
    fn absent_in_any_dress() {
        for text in ["null", "\"\"", "\"  \"", "[]", "{}"] {
            assert_eq!(json(text, integer).unwrap(), None, "{text}");
            assert_eq!(json(text, decimal).unwrap(), None, "{text}");
            assert_eq!(json(text, boolean).unwrap(), None, "{text}");
        }
        for nothing in ["<a/>", "<a></a>", "<a> \n </a>", "<a b='c'/>", "<a xmlns:i='i' i:nil='true'/>"] {
            assert_eq!(xml(nothing, integer).unwrap(), None, "{nothing}");
        }
    }

    #[test]
    fn text_is_as_it_stands() {
        for (written, expected) in
            [("\"\"", ""), ("\" a \"", " a "), ("12.50", "12.50"), ("true", "true"), ("\"۱\"", "۱"), ("1e3", "1e3")]
        {
            assert_eq!(json(written, text).unwrap().as_deref(), Some(expected));
        }
        assert_eq!(json("null", text).unwrap(), None);
        assert!(json("[]", text).is_err());
        assert!(json("{}", text).is_err());
        for (written, expected) in [("<a/>", ""), ("<a> b </a>", " b "), ("<a b='c'>d</a>", "d"), ("<a b='c'/>", "")] {
            assert_eq!(xml(written, text).unwrap().as_deref(), Some(expected), "{written}");
        }
        assert_eq!(xml("<a xmlns:i='i' i:nil='true'/>", text).unwrap(), None);
        assert!(xml("<a><b/></a>", text).is_err());
        assert_eq!(json("\"k\"", secret).unwrap().unwrap().expose(), "k");
    }

    #[test]
    fn booleans_in_any_dress() {
        for text in ["true", "1", "\"true\"", "\"TRUE\"", "\"True\"", "\"1\"", "\" 1 \"", "\"۱\""] {
            assert_eq!(json(text, boolean).unwrap(), Some(true), "{text}");
        }
        for text in ["false", "0", "\"false\"", "\"FALSE\"", "\"0\""] {
            assert_eq!(json(text, boolean).unwrap(), Some(false), "{text}");
        }
        for text in ["2", "-1", "1.0", "\"yes\"", "\"on\"", "\"t\"", "\"truee\"", "[true]"] {
            assert!(json(text, boolean).is_err(), "{text}");
        }
        assert_eq!(xml("<a> true </a>", boolean).unwrap(), Some(true));
        assert_eq!(xml("<a>0</a>", boolean).unwrap(), Some(false));
    }

    #[test]
    fn decimals_keep_their_digits() {
        for text in ["12.50", "\"12.50\"", "\" 12.50\"", "\"۱۲.۵۰\"", "\"0012.50\""] {
            assert_eq!(json(text, decimal).unwrap().unwrap().to_string(), "12.50", "{text}");
        }
        let exact = "0.1000000000000000055511151231";
        assert_eq!(json(exact, decimal).unwrap().unwrap().to_string(), exact);
        for text in ["1e3", "1.5E0", "\"12,50\"", "\"1,000.00\"", "\"12.\"", "\"TL 12\"", "true"] {
            assert!(json(text, decimal).is_err(), "{text}");
        }
        assert!(json("0.10000000000000000555111512312578270", decimal).is_err());
    }

    #[test]
    fn dates_in_the_first_pattern_that_fits() {
        use DatePiece::{Day2, Hour2, Literal, Minute2, Month2, Year4};
        const ISO: DatePattern =
            DatePattern::new(Calendar::Gregorian, &[Year4, Literal("-"), Month2, Literal("-"), Day2]);
        const JALALI: DatePattern =
            DatePattern::new(Calendar::Jalali, &[Year4, Literal("/"), Month2, Literal("/"), Day2]);
        const MINUTES: DatePattern = DatePattern::new(
            Calendar::Gregorian,
            &[Day2, Literal("."), Month2, Literal("."), Year4, Literal(" "), Hour2, Literal(":"), Minute2],
        );
        let day = Date::new(2026, 11, 22).unwrap();
        let both: Read<Date> = |value| date(value, &[&ISO, &JALALI]);
        for text in ["\"2026-11-22\"", "\"1405/09/01\"", "\"۱۴۰۵/۰۹/۰۱\"", "\" 2026-11-22\""] {
            assert_eq!(json(text, both).unwrap(), Some(day), "{text}");
        }
        for text in ["\"2026-02-30\"", "\"0000-00-00\"", "\"22.11.2026\"", "20261122", "true", "\"2026-11-22 00:00\""] {
            let error = json(text, both).unwrap_err().to_string();
            assert!(error.starts_with("expected a date as the vendor writes it"), "{error}");
        }
        assert_eq!(json("\"\"", both).unwrap(), None);
        let time: Read<DateTime> = |value| datetime(value, &[&MINUTES, &ISO]);
        assert_eq!(json("\"22.11.2026 09:05\"", time).unwrap(), DateTime::new(day, 9, 5, 0).ok());
        assert_eq!(json("\"2026-11-22\"", time).unwrap(), Some(day.into()));
    }

    #[test]
    fn other_spellings_in_a_document() {
        let minor: Read<Decimal> = |value| minor(value, 2);
        assert_eq!(json("\"001250\"", minor).unwrap().unwrap().to_string(), "12.50");
        assert_eq!(xml("<a>1250</a>", minor).unwrap().unwrap().to_string(), "12.50");
        assert_eq!(json("\"\"", minor).unwrap(), None);
        assert!(json("12.50", minor).is_err());
        assert_eq!(json("\"1.234,50\"", decimal_comma).unwrap().unwrap().to_string(), "1234.50");
        assert!(json("1.234", decimal_comma).is_err());
        let words: Read<bool> = |value| words(value, &["E"], &["H"]);
        assert_eq!(json("\"e\"", words).unwrap(), Some(true));
        assert_eq!(xml("<a> H </a>", words).unwrap(), Some(false));
        assert_eq!(json("\" \"", words).unwrap(), None);
        assert_eq!(json("null", words).unwrap(), None);
        assert!(json("\"yes\"", words).is_err() && json("[]", words).is_err());
        let seconds: Read<DateTime> = |value| epoch(value, Epoch::Seconds);
        assert_eq!(json("1795340467", seconds).unwrap().unwrap().to_string(), "2026-11-22T09:41:07");
        assert!(json("1e9", seconds).is_err());
        let list: Read<Vec<i64>> = |value| split(value, ";", of_text::integer);
        assert_eq!(json("\"1;2\"", list).unwrap(), Some(vec![1, 2]));
        assert_eq!(json("12", list).unwrap(), Some(vec![12]));
        assert_eq!(xml("<a/>", list).unwrap(), Some(vec![]));
        assert_eq!(json("null", list).unwrap(), None);
        assert!(json("\"1;hunter2\"", list).is_err_and(|error| !error.to_string().contains("hunter2")));
    }

    #[test]
    fn errors_hold_no_values() {
        let error = json("\"hunter2\"", integer).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        assert_eq!(error.to_string(), "expected an integer (byte 1)");
    }
}
