//! [`DatePattern`]: how a vendor spells days and times, for writing and for reading.

use super::{Date, DateTime, jalali};
use crate::runtime::invalid::Invalid;

/// The calendar in which a vendor writes year, month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// The Gregorian calendar.
    Gregorian,
    /// The Jalali (Solar Hijri) calendar, in its years 1304 to 1498.
    Jalali,
}

/// One piece of a [`DatePattern`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePiece {
    /// The year, four digits.
    Year4,
    /// The month, two digits.
    Month2,
    /// The day of the month, two digits.
    Day2,
    /// The hour from 00 to 23, two digits.
    Hour2,
    /// The minute, two digits.
    Minute2,
    /// The second, two digits.
    Second2,
    /// A dot and one to nine digits of a second. Written only when there is a fraction; may be absent
    /// when read.
    Fraction,
    /// Text that stands there as it is.
    Literal(&'static str),
}

/// How a vendor spells a day, or a day with a time: pieces one after the other, and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct DatePattern {
    calendar: Calendar,
    pieces: &'static [DatePiece],
    has_time: bool,
    /// `2026-11-22`: the usual case has a path of its own.
    is_iso_date: bool,
}

impl DatePattern {
    /// A pattern of these pieces.
    ///
    /// # Panics
    ///
    /// When year, month or day is not there exactly once, or another piece more than once; in a `const`
    /// that is a compile error.
    pub const fn new(calendar: Calendar, pieces: &'static [DatePiece]) -> Self {
        use DatePiece::{Day2, Fraction, Hour2, Literal, Minute2, Month2, Second2, Year4};

        let mut seen = [false; 7];
        let mut rest = pieces;
        while let [piece, after @ ..] = rest {
            let [year, month, day, hour, minute, second, fraction] = &mut seen;
            let seen = match piece {
                Year4 => year,
                Month2 => month,
                Day2 => day,
                Hour2 => hour,
                Minute2 => minute,
                Second2 => second,
                Fraction => fraction,
                Literal(_) => &mut false,
            };
            assert!(!*seen, "a piece of a date pattern stands there twice");
            *seen = !matches!(piece, Literal(_));
            rest = after;
        }
        let [year, month, day, hour, minute, second, fraction] = seen;
        assert!(
            year && month && day,
            "a date pattern needs year, month and day"
        );
        let is_iso_date = match pieces {
            [Year4, Literal(first), Month2, Literal(second), Day2] => {
                matches!(first.as_bytes(), b"-") && matches!(second.as_bytes(), b"-")
            }
            _ => false,
        };
        Self {
            calendar,
            pieces,
            has_time: hour || minute || second || fraction,
            is_iso_date: is_iso_date && matches!(calendar, Calendar::Gregorian),
        }
    }

    /// Appends a day.
    #[inline]
    pub(crate) fn write_date(&self, out: &mut Vec<u8>, date: Date) -> Result<(), Invalid> {
        if self.is_iso_date {
            let [y1, y2, y3, y4] = four(date.year());
            let ([m1, m2], [d1, d2]) = (two(date.month()), two(date.day()));
            out.extend_from_slice(&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]);
            Ok(())
        } else if self.has_time {
            Err(Invalid::new("a pattern without a time of day"))
        } else {
            self.write(out, DateTime::from(date))
        }
    }

    /// Appends a day and its time; what the pattern has no room for must be zero.
    pub(crate) fn write(&self, out: &mut Vec<u8>, time: DateTime) -> Result<(), Invalid> {
        let date = time.date();
        let (year, month, day) = match self.calendar {
            Calendar::Gregorian => (date.year(), date.month(), date.day()),
            Calendar::Jalali => jalali::from_gregorian(date)
                .ok_or_else(|| Invalid::new("a day of the Jalali years 1304 to 1498"))?,
        };
        let (mut hour, mut minute) = (time.hour(), time.minute());
        let (mut second, mut nanosecond) = (time.second(), time.nanosecond());
        for piece in self.pieces {
            match piece {
                DatePiece::Year4 => out.extend_from_slice(&four(year)),
                DatePiece::Month2 => out.extend_from_slice(&two(month)),
                DatePiece::Day2 => out.extend_from_slice(&two(day)),
                DatePiece::Hour2 => out.extend_from_slice(&two(std::mem::take(&mut hour))),
                DatePiece::Minute2 => out.extend_from_slice(&two(std::mem::take(&mut minute))),
                DatePiece::Second2 => out.extend_from_slice(&two(std::mem::take(&mut second))),
                DatePiece::Fraction => write_fraction(out, std::mem::take(&mut nanosecond)),
                DatePiece::Literal(text) => out.extend_from_slice(text.as_bytes()),
            }
        }
        if hour == 0 && minute == 0 && second == 0 && nanosecond == 0 {
            Ok(())
        } else {
            Err(Invalid::new("no finer than the vendor's date pattern"))
        }
    }

    /// Reads a day; `None` when the text does not match wholly, or the pattern has a time.
    #[inline]
    pub(crate) fn read_date(&self, text: &[u8]) -> Option<Date> {
        if self.is_iso_date {
            let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
                return None;
            };
            return Date::of(
                i16::try_from(number(&[y1, y2, y3, y4])?).ok()?,
                u8::try_from(number(&[m1, m2])?).ok()?,
                u8::try_from(number(&[d1, d2])?).ok()?,
            );
        }
        if self.has_time {
            return None;
        }
        self.read(text).map(DateTime::date)
    }

    /// Reads a day and its time; `None` when the text does not match wholly.
    pub(crate) fn read(&self, text: &[u8]) -> Option<DateTime> {
        let mut rest = text;
        let (mut year, mut month, mut day) = (0, 0, 0);
        let (mut hour, mut minute, mut second, mut nanosecond) = (0, 0, 0, 0);
        for piece in self.pieces {
            match piece {
                DatePiece::Year4 => {
                    let (digits, after) = rest.split_first_chunk::<4>()?;
                    year = i16::try_from(number(digits)?).ok()?;
                    rest = after;
                }
                DatePiece::Month2 => month = take_two(&mut rest)?,
                DatePiece::Day2 => day = take_two(&mut rest)?,
                DatePiece::Hour2 => hour = take_two(&mut rest)?,
                DatePiece::Minute2 => minute = take_two(&mut rest)?,
                DatePiece::Second2 => second = take_two(&mut rest)?,
                DatePiece::Fraction => nanosecond = take_fraction(&mut rest)?,
                DatePiece::Literal(text) => rest = rest.strip_prefix(text.as_bytes())?,
            }
        }
        if !rest.is_empty() {
            return None;
        }
        let date = match self.calendar {
            Calendar::Gregorian => Date::of(year, month, day)?,
            Calendar::Jalali => jalali::to_gregorian(year, month, day)?,
        };
        DateTime::of(date, hour, minute, second)?
            .with_nanosecond(nanosecond)
            .ok()
    }
}

#[inline]
const fn two(number: u8) -> [u8; 2] {
    [b'0' + number / 10 % 10, b'0' + number % 10]
}

#[inline]
const fn four(year: i16) -> [u8; 4] {
    let [y1, y2] = two((year / 100) as u8);
    let [y3, y4] = two((year % 100) as u8);
    [y1, y2, y3, y4]
}

fn write_fraction(out: &mut Vec<u8>, nanosecond: u32) {
    if nanosecond > 0 {
        let digits = format!("{nanosecond:09}");
        out.push(b'.');
        out.extend_from_slice(digits.trim_end_matches('0').as_bytes());
    }
}

#[inline]
fn number(digits: &[u8]) -> Option<u32> {
    let mut number = 0;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u32::from(digit);
    }
    Some(number)
}

#[inline]
fn take_two(rest: &mut &[u8]) -> Option<u8> {
    let (digits, after) = rest.split_first_chunk::<2>()?;
    *rest = after;
    u8::try_from(number(digits)?).ok()
}

/// The fraction in nanoseconds; zero where there is no dot.
fn take_fraction(rest: &mut &[u8]) -> Option<u32> {
    let Some(after) = rest.strip_prefix(b".") else {
        return Some(0);
    };
    let length = after
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if !(1..=9).contains(&length) {
        return None;
    }
    let (digits, after) = after.split_at(length);
    *rest = after;
    Some(number(digits)? * 10_u32.pow(9 - u32::try_from(length).ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::DatePiece::{Day2, Fraction, Hour2, Literal, Minute2, Month2, Second2, Year4};
    use super::*;

    const ISO: DatePattern = DatePattern::new(
        Calendar::Gregorian,
        &[Year4, Literal("-"), Month2, Literal("-"), Day2],
    );
    const DOTTED: DatePattern = DatePattern::new(
        Calendar::Gregorian,
        &[Day2, Literal("."), Month2, Literal("."), Year4],
    );
    const JALALI: DatePattern = DatePattern::new(
        Calendar::Jalali,
        &[Year4, Literal("/"), Month2, Literal("/"), Day2],
    );
    const MINUTES: DatePattern = DatePattern::new(
        Calendar::Gregorian,
        &[
            Year4,
            Month2,
            Day2,
            Literal(" "),
            Hour2,
            Literal(":"),
            Minute2,
        ],
    );
    const FULL: DatePattern = DatePattern::new(
        Calendar::Gregorian,
        &[
            Year4,
            Literal("-"),
            Month2,
            Literal("-"),
            Day2,
            Literal("T"),
            Hour2,
            Literal(":"),
            Minute2,
            Literal(":"),
            Second2,
            Fraction,
            Literal("Z"),
        ],
    );

    fn written(pattern: &DatePattern, time: DateTime) -> Result<String, Invalid> {
        let mut out = Vec::new();
        pattern.write(&mut out, time)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn writes_and_reads_the_same() {
        let date = Date::new(2026, 11, 22).unwrap();
        for (pattern, text) in [
            (&ISO, "2026-11-22"),
            (&DOTTED, "22.11.2026"),
            (&JALALI, "1405/09/01"),
        ] {
            let mut out = Vec::new();
            pattern.write_date(&mut out, date).unwrap();
            assert_eq!(out, text.as_bytes());
            assert_eq!(written(pattern, date.into()).unwrap(), text);
            assert_eq!(pattern.read_date(text.as_bytes()), Some(date));
            assert_eq!(pattern.read(text.as_bytes()), Some(date.into()));
        }
        let time = DateTime::new(date, 9, 5, 0).unwrap();
        assert_eq!(written(&MINUTES, time).unwrap(), "20261122 09:05");
        assert_eq!(MINUTES.read(b"20261122 09:05"), Some(time));
        assert_eq!(written(&FULL, time).unwrap(), "2026-11-22T09:05:00Z");
        assert_eq!(FULL.read(b"2026-11-22T09:05:00Z"), Some(time));
        let time = time.with_nanosecond(120_000_000).unwrap();
        assert_eq!(written(&FULL, time).unwrap(), "2026-11-22T09:05:00.12Z");
        assert_eq!(FULL.read(b"2026-11-22T09:05:00.120Z"), Some(time));
    }

    #[test]
    fn loses_nothing_when_writing() {
        let date = Date::new(2026, 11, 22).unwrap();
        let time = DateTime::new(date, 9, 5, 7).unwrap();
        assert!(written(&ISO, time).is_err());
        assert!(written(&MINUTES, time).is_err());
        assert!(MINUTES.write_date(&mut Vec::new(), date).is_err());
        assert_eq!(MINUTES.read_date(b"20261122 09:05"), None);
        assert!(
            JALALI
                .write_date(&mut Vec::new(), Date::new(1800, 1, 1).unwrap())
                .is_err()
        );
    }

    #[test]
    fn matches_wholly_or_not_at_all() {
        for text in [
            "",
            "2026-11-2",
            "2026-11-222",
            "2026-13-22",
            "2026-02-29",
            "0000-00-00",
            "2026/11/22",
            "+026-11-22",
            "2026-11-22T",
            " 2026-11-22",
            "2026-1a-22",
            "22.11.2026",
        ] {
            assert_eq!(ISO.read_date(text.as_bytes()), None, "{text}");
            assert_eq!(ISO.read(text.as_bytes()), None, "{text}");
        }
        for text in [
            "2026-11-22T09:05:00",
            "2026-11-22T09:05:00.Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T09:05:60Z",
            "2026-11-22T09:05:00.1234567890Z",
            "2026-11-22 09:05:00Z",
        ] {
            assert_eq!(FULL.read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(JALALI.read_date(b"1404/12/30"), None);
        assert_eq!(JALALI.read_date(b"2026/11/22"), None);
    }

    #[test]
    #[should_panic(expected = "needs year, month and day")]
    fn a_pattern_without_a_day_does_not_compile() {
        let _ = DatePattern::new(Calendar::Gregorian, &[Year4, Month2]);
    }

    #[test]
    #[should_panic(expected = "twice")]
    fn a_pattern_with_two_years_does_not_compile() {
        let _ = DatePattern::new(Calendar::Gregorian, &[Year4, Month2, Day2, Year4]);
    }
}
