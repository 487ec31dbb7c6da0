//! Readers of one scalar each: strict about meaning, lenient about dress.
//!
//! Each gives `None` for what is absent: `null`, and what [is empty](Value::is_empty) or blank unless
//! text is wanted. Errors say what was expected and never what was found.

use super::value::{Kind, Value};
use crate::runtime::date::{Date, DatePattern, DateTime};
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

/// A word of a fixed list: text, of which an empty one is absent.
pub fn word(value: Value<'_>) -> Result<Option<String>, Malformed> {
    Ok(text(value)?.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()))
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
    parse(value, "an integer", parse_integer)
}

/// Reads an exact decimal number from the digits in the reply: `12.50`, `"12.50"`, `۱۲.۵۰`.
///
/// # Errors
///
/// When it has an exponent or a separator of thousands, is no number, or has more than 28 digits.
#[inline]
pub fn decimal(value: Value<'_>) -> Result<Option<Decimal>, Malformed> {
    parse(
        value,
        "a decimal number of at most 28 digits",
        Decimal::read,
    )
}

/// Reads a boolean: `true` or `1`, `false` or `0`, also as text and in any case.
///
/// # Errors
///
/// When it is anything else.
#[inline]
pub fn boolean(value: Value<'_>) -> Result<Option<bool>, Malformed> {
    const EXPECTED: &str = "a boolean";
    if value.kind() == Kind::Boolean {
        return Ok(Some(value.raw() == "true"));
    }
    parse(value, EXPECTED, |text| match text {
        b"1" => Some(true),
        b"0" => Some(false),
        _ if text.eq_ignore_ascii_case(b"true") => Some(true),
        _ if text.eq_ignore_ascii_case(b"false") => Some(false),
        _ => None,
    })
}

/// Reads a day in the first of these patterns that the text matches wholly.
///
/// # Errors
///
/// When it matches none, or there is no such day.
#[inline]
pub fn date(value: Value<'_>, patterns: &[&DatePattern]) -> Result<Option<Date>, Malformed> {
    parse(value, "a date as the vendor writes it", |text| {
        patterns.iter().find_map(|pattern| pattern.read_date(text))
    })
}

/// Reads a day and its time in the first of these patterns that the text matches wholly.
///
/// # Errors
///
/// When it matches none, or there is no such day or time.
#[inline]
pub fn datetime(
    value: Value<'_>,
    patterns: &[&DatePattern],
) -> Result<Option<DateTime>, Malformed> {
    parse(value, "a date and time as the vendor writes it", |text| {
        patterns.iter().find_map(|pattern| pattern.read(text))
    })
}

/// The text of a scalar; `None` for `null` and elements declared nil.
#[inline]
fn text_of<'d>(value: Value<'d>, expected: &'static str) -> Result<Option<&'d str>, Malformed> {
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
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    if text.is_empty() {
        return Ok(None);
    }
    let read = if text.is_ascii() {
        read(text.as_bytes())
    } else {
        read(ascii_digits(text).as_bytes())
    };
    match read {
        Some(read) => Ok(Some(read)),
        None => Err(value.expected(expected)),
    }
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
fn parse_integer(text: &[u8]) -> Option<i64> {
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
        integer = if digits < 18 {
            integer * 10 - digit
        } else {
            integer.checked_mul(10)?.checked_sub(digit)?
        };
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
    if negative {
        Some(integer)
    } else {
        integer.checked_neg()
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
        for number in [
            i64::MIN,
            i64::MIN + 1,
            -1,
            0,
            999_999_999_999_999_999,
            i64::MAX - 1,
            i64::MAX,
        ] {
            assert_eq!(json(&number.to_string(), integer).unwrap(), Some(number));
            assert_eq!(
                json(&format!("\"{number}.000\""), integer).unwrap(),
                Some(number)
            );
        }
        for (text, number) in [
            ("\"0000\"", 0),
            ("-0", 0),
            ("\"-007\"", -7),
            ("9007199254740993", 9_007_199_254_740_993),
        ] {
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
        for nothing in [
            "<a/>",
            "<a></a>",
            "<a> \n </a>",
            "<a b='c'/>",
            "<a xmlns:i='i' i:nil='true'/>",
        ] {
            assert_eq!(xml(nothing, integer).unwrap(), None, "{nothing}");
        }
    }

    #[test]
    fn text_is_as_it_stands() {
        for (written, expected) in [
            ("\"\"", ""),
            ("\" a \"", " a "),
            ("12.50", "12.50"),
            ("true", "true"),
            ("\"۱\"", "۱"),
            ("1e3", "1e3"),
        ] {
            assert_eq!(json(written, text).unwrap().as_deref(), Some(expected));
        }
        assert_eq!(json("null", text).unwrap(), None);
        assert!(json("[]", text).is_err());
        assert!(json("{}", text).is_err());
        for (written, expected) in [
            ("<a/>", ""),
            ("<a> b </a>", " b "),
            ("<a b='c'>d</a>", "d"),
            ("<a b='c'/>", ""),
        ] {
            assert_eq!(
                xml(written, text).unwrap().as_deref(),
                Some(expected),
                "{written}"
            );
        }
        assert_eq!(xml("<a xmlns:i='i' i:nil='true'/>", text).unwrap(), None);
        assert!(xml("<a><b/></a>", text).is_err());
        assert_eq!(json("\"k\"", secret).unwrap().unwrap().expose(), "k");
    }

    #[test]
    fn booleans_in_any_dress() {
        for text in [
            "true", "1", "\"true\"", "\"TRUE\"", "\"True\"", "\"1\"", "\" 1 \"", "\"۱\"",
        ] {
            assert_eq!(json(text, boolean).unwrap(), Some(true), "{text}");
        }
        for text in ["false", "0", "\"false\"", "\"FALSE\"", "\"0\""] {
            assert_eq!(json(text, boolean).unwrap(), Some(false), "{text}");
        }
        for text in [
            "2",
            "-1",
            "1.0",
            "\"yes\"",
            "\"on\"",
            "\"t\"",
            "\"truee\"",
            "[true]",
        ] {
            assert!(json(text, boolean).is_err(), "{text}");
        }
        assert_eq!(xml("<a> true </a>", boolean).unwrap(), Some(true));
        assert_eq!(xml("<a>0</a>", boolean).unwrap(), Some(false));
    }

    #[test]
    fn decimals_keep_their_digits() {
        for text in [
            "12.50",
            "\"12.50\"",
            "\" 12.50\"",
            "\"۱۲.۵۰\"",
            "\"0012.50\"",
        ] {
            assert_eq!(
                json(text, decimal).unwrap().unwrap().to_string(),
                "12.50",
                "{text}"
            );
        }
        let exact = "0.1000000000000000055511151231";
        assert_eq!(json(exact, decimal).unwrap().unwrap().to_string(), exact);
        for text in [
            "1e3",
            "1.5E0",
            "\"12,50\"",
            "\"1,000.00\"",
            "\"12.\"",
            "\"TL 12\"",
            "true",
        ] {
            assert!(json(text, decimal).is_err(), "{text}");
        }
        assert!(json("0.10000000000000000555111512312578270", decimal).is_err());
    }

    #[test]
    fn dates_in_the_first_pattern_that_fits() {
        use DatePiece::{Day2, Hour2, Literal, Minute2, Month2, Year4};
        const ISO: DatePattern = DatePattern::new(
            Calendar::Gregorian,
            &[Year4, Literal("-"), Month2, Literal("-"), Day2],
        );
        const JALALI: DatePattern = DatePattern::new(
            Calendar::Jalali,
            &[Year4, Literal("/"), Month2, Literal("/"), Day2],
        );
        const MINUTES: DatePattern = DatePattern::new(
            Calendar::Gregorian,
            &[
                Day2,
                Literal("."),
                Month2,
                Literal("."),
                Year4,
                Literal(" "),
                Hour2,
                Literal(":"),
                Minute2,
            ],
        );
        let day = Date::new(2026, 11, 22).unwrap();
        let both: Read<Date> = |value| date(value, &[&ISO, &JALALI]);
        for text in [
            "\"2026-11-22\"",
            "\"1405/09/01\"",
            "\"۱۴۰۵/۰۹/۰۱\"",
            "\" 2026-11-22\"",
        ] {
            assert_eq!(json(text, both).unwrap(), Some(day), "{text}");
        }
        for text in [
            "\"2026-02-30\"",
            "\"0000-00-00\"",
            "\"22.11.2026\"",
            "20261122",
            "true",
            "\"2026-11-22 00:00\"",
        ] {
            let error = json(text, both).unwrap_err().to_string();
            assert!(
                error.starts_with("expected a date as the vendor writes it"),
                "{error}"
            );
        }
        assert_eq!(json("\"\"", both).unwrap(), None);
        let time: Read<DateTime> = |value| datetime(value, &[&MINUTES, &ISO]);
        assert_eq!(
            json("\"22.11.2026 09:05\"", time).unwrap(),
            DateTime::new(day, 9, 5, 0).ok()
        );
        assert_eq!(json("\"2026-11-22\"", time).unwrap(), Some(day.into()));
    }

    #[test]
    fn errors_hold_no_values() {
        let error = json("\"hunter2\"", integer).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        assert_eq!(error.to_string(), "expected an integer (byte 1)");
    }
}
