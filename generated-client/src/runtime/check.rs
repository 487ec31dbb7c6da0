//! The page's rules that the types can't say: limits of length, range and count.

use std::fmt::Write;

use super::decimal::Decimal;
use super::invalid::Invalid;

/// A limit from below and one from above; both ends are allowed.
type Bound = Option<i64>;

/// A text has that many characters.
pub fn characters(text: &str, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    // Few texts come near their limit: bytes are counted for free, and characters are never more.
    let fits = max.is_some_and(|max| signed(text.len()) <= max) && min.is_none_or(|min| min <= 0);
    if fits { Ok(()) } else { within(signed(text.chars().count()), min, max, " characters long", place) }
}

/// A text has that many bytes in UTF-8.
pub fn bytes(text: &str, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    within(signed(text.len()), min, max, " bytes long", place)
}

/// A whole number lies in that range.
pub fn integer(value: i64, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    within(value, min, max, "", place)
}

/// A number lies in that range.
pub fn decimal(value: Decimal, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    let fits = min.is_none_or(|min| value >= Decimal::from(min)) && max.is_none_or(|max| value <= Decimal::from(max));
    if fits { Ok(()) } else { Err(refusal(min, max, "", place)) }
}

/// A list has that many items.
pub fn count(count: usize, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    within(signed(count), min, max, " items", place)
}

/// A list that is sent has items, unless the page says that it may have none.
pub fn not_empty(count: usize) -> Result<(), Invalid> {
    if count == 0 { Err(Invalid::new("must have at least one item")) } else { Ok(()) }
}

/// So many of some optional fields are given.
pub fn given(given: &[bool], least: usize, most: usize, names: &[&str]) -> Result<(), Invalid> {
    let count = given.iter().filter(|given| **given).count();
    if (least..=most).contains(&count) {
        return Ok(());
    }
    let names = names.join(", ");
    let rule = match (least, most) {
        (1, 1) => format!("exactly one must be given of {names}"),
        (1, _) => format!("at least one must be given of {names}"),
        _ => format!("at most one may be given of {names}"),
    };
    Err(Invalid::new(rule))
}

fn within(value: i64, min: Bound, max: Bound, unit: &str, place: Option<&'static str>) -> Result<(), Invalid> {
    let fits = min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max);
    if fits { Ok(()) } else { Err(refusal(min, max, unit, place)) }
}

#[cold]
fn refusal(min: Bound, max: Bound, unit: &str, place: Option<&'static str>) -> Invalid {
    let mut rule = String::from(if unit == " items" { "must have " } else { "must be " });
    // Writing to a text can't fail.
    let _ = match (min, max) {
        (Some(min), Some(max)) if min == max => write!(rule, "exactly {min}{unit}"),
        (Some(min), Some(max)) => write!(rule, "{min} to {max}{unit}"),
        (Some(min), None) => write!(rule, "at least {min}{unit}"),
        (None, Some(max)) => write!(rule, "at most {max}{unit}"),
        (None, None) => Ok(()),
    };
    let invalid = Invalid::new(rule);
    match place {
        Some(place) => invalid.on_page(place),
        None => invalid,
    }
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_at_both_ends() {
        for (length, fits) in [(0, true), (49, true), (50, true), (51, false)] {
            let text = "ü".repeat(length);
            assert_eq!(characters(&text, None, Some(50), None).is_ok(), fits, "{length}");
        }
        assert!(bytes(&"ü".repeat(26), None, Some(50), None).is_err());
        for (value, fits) in [(0, false), (1, true), (28, true), (29, false)] {
            assert_eq!(integer(value, Some(1), Some(28), None).is_ok(), fits, "{value}");
        }
        assert!(characters("", Some(1), Some(50), None).is_err());
        assert!(not_empty(0).is_err());
    }

    #[test]
    fn groups_of_optional_fields() {
        let told = |given_: &[bool], least, most| given(given_, least, most, &["a", "b"]).map_err(|i| i.to_string());
        assert_eq!(told(&[true, false], 1, 1), Ok(()));
        assert_eq!(told(&[true, true], 1, 1), Err("exactly one must be given of a, b".to_owned()));
        assert_eq!(told(&[false, false], 1, 2), Err("at least one must be given of a, b".to_owned()));
        assert_eq!(told(&[true, true], 0, 1), Err("at most one may be given of a, b".to_owned()));
    }

    #[test]
    fn a_fraction_beyond_the_limit_is_beyond_it() {
        for (text, fits) in [("100", true), ("100.00", true), ("100.01", false), ("-0.01", false), ("0", true)] {
            let Ok(value) = text.parse() else { panic!("{text}") };
            assert_eq!(decimal(value, Some(0), Some(100), None).is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn a_refusal_names_the_rule_and_the_place() {
        let invalid = integer(29, Some(1), Some(28), Some("CalculationValue")).map_err(|i| i.to_string());
        assert_eq!(invalid.err().as_deref(), Some("must be 1 to 28 (page: \"CalculationValue\")"));
    }
}
