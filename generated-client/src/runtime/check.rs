//! The page's rules that the types can't say: limits of length, range and count.

use std::fmt::Write;

use super::decimal::Decimal;
use super::invalid::Invalid;

/// A limit from below and one from above; both ends are allowed.
type Bound = Option<i64>;

/// A text has that many characters.
#[inline]
pub fn characters(text: &str, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    // Few texts come near their limit: bytes are counted for free, and characters are never more.
    let fits = max.is_some_and(|max| signed(text.len()) <= max) && min.is_none_or(|min| min <= 0);
    if fits { Ok(()) } else { within(signed(text.chars().count()), min, max, " characters long", place) }
}

/// A text has that many bytes in UTF-8.
#[inline]
pub fn bytes(text: &str, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    within(signed(text.len()), min, max, " bytes long", place)
}

/// A whole number lies in that range.
#[inline]
pub fn integer(value: i64, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    within(value, min, max, "", place)
}

/// A number lies in that range.
pub fn decimal(value: Decimal, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    let fits = min.is_none_or(|min| value >= Decimal::from(min)) && max.is_none_or(|max| value <= Decimal::from(max));
    if fits { Ok(()) } else { Err(refusal(min, max, "", place)) }
}

/// A list has that many items.
#[inline]
pub fn count(count: usize, min: Bound, max: Bound, place: Option<&'static str>) -> Result<(), Invalid> {
    within(signed(count), min, max, " items", place)
}

/// A list that is sent has items, unless the page says that it may have none.
#[inline]
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

/// A rule of the page over several fields holds; it has their names.
#[inline]
pub fn holds(holds: bool, rule: &'static str) -> Result<(), Invalid> {
    if holds { Ok(()) } else { Err(Invalid::new(format!("must be so that {rule}"))) }
}

/// The sum of what is there. Refuses what has more digits than can be counted.
pub fn sum(items: impl Iterator<Item = Option<Decimal>>) -> Result<Decimal, Invalid> {
    items
        .flatten()
        .try_fold(Decimal::ZERO, |sum, item| sum.plus(item))
        .ok_or_else(|| Invalid::new("must have a sum of 28 digits at most"))
}

/// A number is a multiple of another above zero.
pub fn multiple(value: Decimal, step: Decimal, rule: &'static str) -> Result<(), Invalid> {
    holds(value.is_multiple_of(step), rule)
}

/// Characters of one kind, so many of them.
#[derive(Debug)]
pub struct Chars {
    /// Which; both ends of each belong to it.
    pub ranges: &'static [(char, char)],
    /// All others.
    pub negated: bool,
    /// The least.
    pub min: usize,
    /// The most.
    pub max: usize,
}

/// The whole text looks like one of the alternatives. The work is linear in the text, times the pieces.
pub fn looks(text: &str, alternatives: &[&[Chars]], rule: &'static str) -> Result<(), Invalid> {
    holds(is_one_of(text, alternatives), rule)
}

/// Whether the whole text looks like one of the alternatives.
pub(crate) fn is_one_of(text: &str, alternatives: &[&[Chars]]) -> bool {
    alternatives.iter().any(|pieces| looks_like(text, pieces))
}

fn looks_like(text: &str, pieces: &[Chars]) -> bool {
    // Places between characters that the pieces so far may end at.
    let mut reached: Vec<bool> = text.chars().map(|_| false).collect();
    reached.insert(0, true);
    for piece in pieces {
        let fits = |c: char| piece.ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != piece.negated;
        // How many fitting characters follow each place, the last place first.
        let mut runs = vec![0_usize];
        for c in text.chars().rev() {
            let run = runs.last().copied().unwrap_or(0);
            runs.push(if fits(c) { run + 1 } else { 0 });
        }
        let mut next = vec![false; reached.len()];
        // Everything before this place is done: places are reached in their order.
        let mut done = 0;
        for (at, (run, _)) in runs.iter().rev().zip(&reached).enumerate().filter(|(_, (_, reached))| **reached) {
            let (begin, end) = (at.saturating_add(piece.min), at.saturating_add(piece.max.min(*run)));
            for place in next.iter_mut().take(end.saturating_add(1)).skip(begin.max(done)) {
                *place = true;
            }
            done = if begin <= end { done.max(end.saturating_add(1)) } else { done };
        }
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}

#[inline]
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
    fn texts_look_as_the_page_says() {
        const DIGITS: &[(char, char)] = &[('0', '9')];
        const A: &[(char, char)] = &[('a', 'a')];
        let chars = |ranges, min, max| Chars { ranges, negated: false, min, max };
        let told = |text: &str, pieces: &[&[Chars]]| looks(text, pieces, "matches").is_ok();
        let code: &[&[Chars]] =
            &[&[chars(A, 1, 1), chars(DIGITS, 2, 4)], &[Chars { ranges: DIGITS, negated: true, min: 2, max: 2 }]];
        for (text, due) in [
            ("a12", true),
            ("a1234", true),
            ("şb", true),
            ("a1", false),
            ("a12345", false),
            ("a12x", false),
            ("", false),
        ] {
            assert_eq!(told(text, code), due, "{text}");
        }
        // Greed is no way to tell: the last `a` belongs to the second piece.
        let again: &[&[Chars]] = &[&[chars(A, 0, usize::MAX), chars(A, 1, 1)]];
        assert!(told("aaa", again) && told("a", again) && !told("", again));
        let long: &[&[Chars]] =
            &[&[chars(A, 0, usize::MAX), chars(A, 0, usize::MAX), chars(A, 0, usize::MAX), chars(DIGITS, 1, 1)]];
        assert!(!told(&"a".repeat(200_000), long));
    }

    #[test]
    fn sums_and_multiples_are_exact() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        let items = ["0.1", "0.2", "-0.05"].map(|text| Some(number(text)));
        assert_eq!(sum(items.into_iter().chain([None])), Ok(number("0.25")));
        let large = Some(number("9999999999999999999999999999"));
        assert!(sum([large, large].into_iter()).is_err());
        for (value, step, due) in
            [("0.15", "0.05", true), ("0.12", "0.05", false), ("0", "3", true), ("-9.0", "3", true), ("1", "0", false)]
        {
            assert_eq!(multiple(number(value), number(step), "rule").is_ok(), due, "{value} {step}");
        }
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
