//! [`DatePattern`]: how a vendor spells days and times, for writing and for reading.

use super::{Date, DateTime, OffsetDateTime, YearMonth, jalali};
use crate::runtime::invalid::Invalid;

mod pieces;
#[cfg(test)]
mod tests;

use pieces::{
    DAYS, MONTHS, digits, four, number, take_fraction, take_fraction_of, take_name, take_offset, take_one_or_two,
    take_two, two, write_fraction, write_fraction_of, write_name, write_offset, write_one_or_two,
};

/// The calendar in which a vendor writes year, month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// The Gregorian calendar.
    Gregorian,
    /// The Jalali (Solar Hijri) calendar, in its years 1304 to 1498.
    Jalali,
}

impl Calendar {
    /// The first of the hundred years that are written with two digits.
    const fn first_of_two_digits(self) -> i16 {
        match self {
            // As POSIX has it.
            Self::Gregorian => 1969,
            Self::Jalali => 1350,
        }
    }
}

/// One piece of a [`DatePattern`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePiece {
    /// The year, four digits.
    Year4,
    /// The year's last two digits, for 1969 to 2068; in the Jalali calendar for 1350 to 1449.
    Year2,
    /// The month, two digits.
    Month2,
    /// The month without a leading zero; one may be there when read.
    Month1,
    /// The first three letters of the month's English name, in any case when read.
    MonthAbbr,
    /// The month's English name, in any case when read.
    MonthName,
    /// The day of the month, two digits.
    Day2,
    /// The day of the month without a leading zero; one may be there when read.
    Day1,
    /// The first three letters of the English name of the day of the week. In any case when read, and any
    /// day: the date counts.
    WeekdayAbbr,
    /// The English name of the day of the week, read in the same way.
    WeekdayName,
    /// The hour from 00 to 23, two digits.
    Hour2,
    /// The hour from 0 to 23 without a leading zero; one may be there when read.
    Hour1,
    /// The hour from 01 to 12, two digits. Goes with [`AmPm`](Self::AmPm).
    Hour12,
    /// The hour from 1 to 12 without a leading zero; one may be there when read.
    Hour12Short,
    /// `AM` or `PM`, in any case when read.
    AmPm,
    /// `am` or `pm`, in any case when read.
    AmPmLower,
    /// The minute, two digits.
    Minute2,
    /// The second, two digits.
    Second2,
    /// A dot and one to nine digits of a second. Written only when there is a fraction; may be absent
    /// when read.
    Fraction,
    /// So many digits (1 to 9) of a second, always all of them and without a dot.
    FractionFixed(u8),
    /// The distance from UTC, `Z` or `+03:00`. Any of the three spellings when read.
    Offset,
    /// The distance from UTC, always in digits: `+00:00`, `+03:00`. Any of the three spellings when read.
    OffsetColon,
    /// The distance from UTC, always in digits and without a colon: `+0300`. Any of the three spellings
    /// when read.
    OffsetCompact,
    /// Text that stands there as it is.
    Literal(&'static str),
}

/// How a vendor spells a month, a day, or a day with a time: pieces one after the other, and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct DatePattern {
    calendar: Calendar,
    pieces: &'static [DatePiece],
    /// Without one it is a month.
    has_day: bool,
    has_time: bool,
    has_offset: bool,
    /// `2026-11-22`: the usual case has a path of its own.
    is_iso_date: bool,
}

/// What stands in a text, before it is known to be a day and a time.
#[derive(Default)]
struct Parts {
    year: i16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    nanosecond: u32,
    /// Whether the hour is one of the twelve after noon, where it is one of twelve.
    after_noon: Option<bool>,
    offset: i16,
}

impl DatePattern {
    /// A pattern of these pieces.
    ///
    /// # Panics
    ///
    /// When year or month is not there exactly once, or another piece more than once; when the day is missing
    /// though there is more than a month; when an hour of twelve stands without AM or PM or the other way round;
    /// when digits follow a number that may have one digit or two; when a name is one of another calendar. In a
    /// `const` that is a compile error.
    pub const fn new(calendar: Calendar, pieces: &'static [DatePiece]) -> Self {
        use DatePiece::{
            AmPm, AmPmLower, Day1, Day2, Fraction, FractionFixed, Hour1, Hour2, Hour12, Hour12Short, Literal, Minute2,
            Month1, Month2, MonthAbbr, MonthName, Offset, OffsetColon, OffsetCompact, Second2, WeekdayAbbr,
            WeekdayName, Year2, Year4,
        };

        let mut seen = [false; 10];
        let mut has_names = false;
        let mut of_twelve = false;
        let mut after_open_end = false;
        let mut rest = pieces;
        while let [piece, after @ ..] = rest {
            let [year, month, day, weekday, hour, half, minute, second, fraction, offset] = &mut seen;
            let seen = match piece {
                Year4 | Year2 => year,
                Month2 | Month1 | MonthAbbr | MonthName => month,
                Day2 | Day1 => day,
                WeekdayAbbr | WeekdayName => weekday,
                Hour2 | Hour1 | Hour12 | Hour12Short => hour,
                AmPm | AmPmLower => half,
                Minute2 => minute,
                Second2 => second,
                Fraction | FractionFixed(_) => fraction,
                Offset | OffsetColon | OffsetCompact => offset,
                Literal(_) => &mut false,
            };
            assert!(!*seen, "a piece of a date pattern stands there twice");
            *seen = !matches!(piece, Literal(_));
            of_twelve |= matches!(piece, Hour12 | Hour12Short);
            has_names |= matches!(piece, MonthAbbr | MonthName | WeekdayAbbr | WeekdayName);
            let begins_with_digit = match piece {
                Literal(text) => match text.as_bytes() {
                    [first, ..] => first.is_ascii_digit(),
                    [] => after_open_end,
                },
                FractionFixed(places) => {
                    assert!(1 <= *places && *places <= 9, "one to nine digits of a second");
                    true
                }
                MonthAbbr | MonthName | WeekdayAbbr | WeekdayName | AmPm | AmPmLower | Fraction | Offset
                | OffsetColon | OffsetCompact => false,
                _ => true,
            };
            assert!(!(after_open_end && begins_with_digit), "digits follow a number that has one digit or two");
            let is_empty = matches!(piece, Literal(text) if text.is_empty());
            if !is_empty {
                after_open_end = matches!(piece, Month1 | Day1 | Hour1 | Hour12Short | Fraction);
            }
            rest = after;
        }
        let [year, month, day, weekday, hour, half, minute, second, fraction, offset] = seen;
        let has_time = hour || minute || second || fraction || offset;
        assert!(year && month, "a date pattern needs year and month");
        assert!(day || !(weekday || half || has_time), "a date pattern that has more than a month needs a day");
        assert!(!has_names || matches!(calendar, Calendar::Gregorian), "the names are those of another calendar");
        assert!(of_twelve == half, "an hour of twelve needs AM or PM, and only that hour");
        let is_iso_date = match pieces {
            [Year4, Literal(first), Month2, Literal(second), Day2] => {
                matches!(first.as_bytes(), b"-") && matches!(second.as_bytes(), b"-")
            }
            _ => false,
        };
        Self {
            calendar,
            pieces,
            has_day: day,
            has_time,
            has_offset: offset,
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
        } else if self.has_time || !self.has_day {
            Err(Invalid::new("a pattern of a day without a time"))
        } else {
            self.write(out, DateTime::from(date))
        }
    }

    /// Appends a month.
    pub(crate) fn write_month(&self, out: &mut Vec<u8>, month: YearMonth) -> Result<(), Invalid> {
        if self.has_day {
            return Err(Invalid::new("a pattern of a month"));
        }
        self.write_pieces(out, month.first_day().into(), 0).map(|_| ())
    }

    /// Appends a day and its time; what the pattern has no room for must be zero.
    pub(crate) fn write(&self, out: &mut Vec<u8>, time: DateTime) -> Result<(), Invalid> {
        if !self.has_day {
            return Err(Invalid::new("a pattern with a day"));
        }
        if self.has_offset {
            return Err(Invalid::new("a time with its offset from UTC"));
        }
        exact(self.write_pieces(out, time, 0)?)
    }

    /// Appends a time with its offset; what the pattern has no room for must be zero.
    pub(crate) fn write_offset(&self, out: &mut Vec<u8>, time: OffsetDateTime) -> Result<(), Invalid> {
        if !self.has_offset {
            return Err(Invalid::new("a pattern with an offset from UTC"));
        }
        exact(self.write_pieces(out, time.civil(), time.offset_minutes())?)
    }

    /// Appends what a clock shows that has the pattern's pieces only.
    pub(crate) fn write_clock(&self, out: &mut Vec<u8>, time: OffsetDateTime) -> Result<(), Invalid> {
        self.write_pieces(out, time.civil(), time.offset_minutes())?;
        Ok(())
    }

    /// Whether all of the time was written.
    fn write_pieces(&self, out: &mut Vec<u8>, time: DateTime, offset: i16) -> Result<bool, Invalid> {
        let date = time.date();
        let (year, month, day) = match self.calendar {
            Calendar::Gregorian => (date.year(), date.month(), date.day()),
            Calendar::Jalali => {
                jalali::from_gregorian(date).ok_or_else(|| Invalid::new("a day of the Jalali years 1304 to 1498"))?
            }
        };
        let (mut hour, mut minute) = (time.hour(), time.minute());
        let (mut second, mut nanosecond) = (time.second(), time.nanosecond());
        let of_twelve = (time.hour() + 11) % 12 + 1;
        for piece in self.pieces {
            match piece {
                DatePiece::Year4 => out.extend_from_slice(&four(year)),
                DatePiece::Year2 => {
                    let first = self.calendar.first_of_two_digits();
                    if !(first..first + 100).contains(&year) {
                        return Err(Invalid::new("a year that two digits can say"));
                    }
                    out.extend_from_slice(&digits(year));
                }
                DatePiece::Month2 => out.extend_from_slice(&two(month)),
                DatePiece::Month1 => write_one_or_two(out, month),
                DatePiece::MonthAbbr => write_name(out, &MONTHS, usize::from(month).saturating_sub(1), Some(3)),
                DatePiece::MonthName => write_name(out, &MONTHS, usize::from(month).saturating_sub(1), None),
                DatePiece::WeekdayAbbr => write_name(out, &DAYS, weekday(date), Some(3)),
                DatePiece::WeekdayName => write_name(out, &DAYS, weekday(date), None),
                DatePiece::Day2 => out.extend_from_slice(&two(day)),
                DatePiece::Day1 => write_one_or_two(out, day),
                DatePiece::Hour2 => out.extend_from_slice(&two(std::mem::take(&mut hour))),
                DatePiece::Hour1 => write_one_or_two(out, std::mem::take(&mut hour)),
                DatePiece::Hour12 => {
                    hour = 0;
                    out.extend_from_slice(&two(of_twelve));
                }
                DatePiece::Hour12Short => {
                    hour = 0;
                    write_one_or_two(out, of_twelve);
                }
                DatePiece::AmPm => out.extend_from_slice(if time.hour() < 12 { b"AM" } else { b"PM" }),
                DatePiece::AmPmLower => out.extend_from_slice(if time.hour() < 12 { b"am" } else { b"pm" }),
                DatePiece::Minute2 => out.extend_from_slice(&two(std::mem::take(&mut minute))),
                DatePiece::Second2 => out.extend_from_slice(&two(std::mem::take(&mut second))),
                DatePiece::Fraction => write_fraction(out, std::mem::take(&mut nanosecond)),
                DatePiece::FractionFixed(places) => nanosecond = write_fraction_of(out, nanosecond, *places),
                DatePiece::Offset if offset == 0 => out.push(b'Z'),
                DatePiece::Offset | DatePiece::OffsetColon => write_offset(out, offset, b":"),
                DatePiece::OffsetCompact => write_offset(out, offset, b""),
                DatePiece::Literal(text) => out.extend_from_slice(text.as_bytes()),
            }
        }
        Ok(hour == 0 && minute == 0 && second == 0 && nanosecond == 0)
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

    /// Reads a month; `None` when the text does not match wholly, or the pattern has a day.
    pub(crate) fn read_month(&self, text: &[u8]) -> Option<YearMonth> {
        if self.has_day {
            return None;
        }
        self.read_pieces(text).map(|(time, _)| time.date().into())
    }

    /// Reads a day and its time; `None` when the text does not match wholly, or the pattern has no day, or an
    /// offset, which would be lost.
    pub(crate) fn read(&self, text: &[u8]) -> Option<DateTime> {
        if self.has_offset || !self.has_day {
            return None;
        }
        self.read_pieces(text).map(|(time, _)| time)
    }

    /// Reads a time with its offset; `None` when the text does not match wholly, or the pattern has none.
    pub(crate) fn read_offset(&self, text: &[u8]) -> Option<OffsetDateTime> {
        if !self.has_offset {
            return None;
        }
        let (time, offset) = self.read_pieces(text)?;
        OffsetDateTime::of(time, offset)
    }

    fn read_pieces(&self, text: &[u8]) -> Option<(DateTime, i16)> {
        let mut rest = text;
        let mut parts = Parts { day: u8::from(!self.has_day), ..Parts::default() };
        for piece in self.pieces {
            match piece {
                DatePiece::Year4 => {
                    let (digits, after) = rest.split_first_chunk::<4>()?;
                    parts.year = i16::try_from(number(digits)?).ok()?;
                    rest = after;
                }
                DatePiece::Year2 => {
                    let first = self.calendar.first_of_two_digits();
                    let year = i16::from(take_two(&mut rest)?);
                    parts.year = first + (year - first).rem_euclid(100);
                }
                DatePiece::Month2 => parts.month = take_two(&mut rest)?,
                DatePiece::Month1 => parts.month = take_one_or_two(&mut rest)?,
                DatePiece::MonthAbbr => parts.month = take_name(&mut rest, &MONTHS, Some(3))?,
                DatePiece::MonthName => parts.month = take_name(&mut rest, &MONTHS, None)?,
                DatePiece::WeekdayAbbr => _ = take_name(&mut rest, &DAYS, Some(3))?,
                DatePiece::WeekdayName => _ = take_name(&mut rest, &DAYS, None)?,
                DatePiece::Day2 => parts.day = take_two(&mut rest)?,
                DatePiece::Day1 => parts.day = take_one_or_two(&mut rest)?,
                DatePiece::Hour2 | DatePiece::Hour12 => parts.hour = take_two(&mut rest)?,
                DatePiece::Hour1 | DatePiece::Hour12Short => parts.hour = take_one_or_two(&mut rest)?,
                DatePiece::AmPm | DatePiece::AmPmLower => {
                    let (half, after) = rest.split_first_chunk::<2>()?;
                    parts.after_noon = Some(match half.to_ascii_uppercase().as_slice() {
                        b"AM" => false,
                        b"PM" => true,
                        _ => return None,
                    });
                    rest = after;
                }
                DatePiece::Minute2 => parts.minute = take_two(&mut rest)?,
                DatePiece::Second2 => parts.second = take_two(&mut rest)?,
                DatePiece::Fraction => parts.nanosecond = take_fraction(&mut rest)?,
                DatePiece::FractionFixed(places) => parts.nanosecond = take_fraction_of(&mut rest, *places)?,
                DatePiece::Offset | DatePiece::OffsetColon | DatePiece::OffsetCompact => {
                    parts.offset = take_offset(&mut rest)?;
                }
                DatePiece::Literal(text) => rest = rest.strip_prefix(text.as_bytes())?,
            }
        }
        if !rest.is_empty() {
            return None;
        }
        parts.time(self.calendar)
    }
}

impl Parts {
    fn time(self, calendar: Calendar) -> Option<(DateTime, i16)> {
        let date = match calendar {
            Calendar::Gregorian => Date::of(self.year, self.month, self.day)?,
            Calendar::Jalali => jalali::to_gregorian(self.year, self.month, self.day)?,
        };
        let hour = match self.after_noon {
            None => self.hour,
            Some(after_noon) if (1..=12).contains(&self.hour) => self.hour % 12 + 12 * u8::from(after_noon),
            Some(_) => return None,
        };
        let time = DateTime::of(date, hour, self.minute, self.second)?;
        Some((time.with_nanosecond(self.nanosecond).ok()?, self.offset))
    }
}

/// From Monday, which is 0.
fn weekday(date: Date) -> usize {
    // 1970-01-01 was a Thursday.
    usize::try_from((date.day_number() + 3).rem_euclid(7)).unwrap_or_default()
}

fn exact(all_was_written: bool) -> Result<(), Invalid> {
    if all_was_written { Ok(()) } else { Err(Invalid::new("no finer than the vendor's date pattern")) }
}
