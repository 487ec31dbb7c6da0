//! [`Date`], [`YearMonth`] and [`DateTime`]: days, months and times as a calendar on the wall shows them, without
//! a zone; and [`OffsetDateTime`], which has one.

use std::fmt;

use super::invalid::Invalid;

mod duration;
pub(crate) mod epoch;
pub(crate) mod jalali;
mod month;
mod offset;
mod pattern;

pub use duration::{DurationForm, DurationPiece, DurationUnit};
pub use epoch::Epoch;
pub use month::YearMonth;
pub use offset::OffsetDateTime;
pub use pattern::{Calendar, DatePattern, DatePiece};

/// A day of the Gregorian calendar, in the years 1 to 9999, without a zone.
///
/// Vendors' own spellings (`20.11.2026`, the Jalali `1405/08/29`) are written and read from this one type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day of a year (1 to 9999), month (1 to 12) and day of the month.
    ///
    /// # Errors
    ///
    /// When there is no such day, such as 30 February.
    pub fn new(year: i16, month: u8, day: u8) -> Result<Self, Invalid> {
        Self::of(year, month, day).ok_or_else(|| Invalid::new("a day of the years 1 to 9999 that exists"))
    }

    /// The day of a Jalali (Solar Hijri) year, month and day of the month.
    ///
    /// # Errors
    ///
    /// When there is no such day, or the year is not in 1304 to 1498, for which alone the calendar's
    /// leap years are known.
    pub fn from_jalali(year: i16, month: u8, day: u8) -> Result<Self, Invalid> {
        jalali::to_gregorian(year, month, day)
            .ok_or_else(|| Invalid::new("a day of the Jalali years 1304 to 1498 that exists"))
    }

    /// Year, month and day in the Jalali (Solar Hijri) calendar; `None` outside its years 1304 to 1498.
    pub fn to_jalali(self) -> Option<(i16, u8, u8)> {
        jalali::from_gregorian(self)
    }

    /// The year, 1 to 9999.
    #[inline]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    #[inline]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[inline]
    pub const fn day(self) -> u8 {
        self.day
    }

    #[inline]
    pub(crate) fn of(year: i16, month: u8, day: u8) -> Option<Self> {
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap(year) => 29,
            2 => 28,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=length).contains(&day)).then_some(Self { year, month, day })
    }

    /// Days since 1970-01-01.
    pub(crate) fn day_number(self) -> i32 {
        // Years begin in March, so that the leap day is the last one; eras have 400 years.
        let year = i32::from(self.year) - i32::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i32::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day that is so many days after 1970-01-01; `None` outside the years 1 to 9999.
    pub(crate) fn from_day_number(days: i32) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year_of_era + i32::from(month <= 2);
        Self::of(i16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

#[inline]
const fn is_leap(year: i16) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

impl fmt::Display for Date {
    /// As in `2026-11-22`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A day and a time of day, to the nanosecond, without a zone.
///
/// Which zone a vendor means is said in the docs of each field, where the vendor says it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    date: Date,
    hour: u8,
    minute: u8,
    second: u8,
    nanosecond: u32,
}

impl DateTime {
    /// A time of a day: hour 0 to 23, minute and second 0 to 59 (no leap seconds).
    ///
    /// # Errors
    ///
    /// When hour, minute or second is beyond that.
    pub fn new(date: Date, hour: u8, minute: u8, second: u8) -> Result<Self, Invalid> {
        Self::of(date, hour, minute, second).ok_or_else(|| Invalid::new("a time from 00:00:00 to 23:59:59"))
    }

    /// The same second with another fraction, in nanoseconds (0 to 999,999,999).
    ///
    /// # Errors
    ///
    /// When the fraction is a second or more.
    pub fn with_nanosecond(self, nanosecond: u32) -> Result<Self, Invalid> {
        if nanosecond < 1_000_000_000 {
            Ok(Self { nanosecond, ..self })
        } else {
            Err(Invalid::new("a fraction below 1,000,000,000 nanoseconds"))
        }
    }

    /// The day.
    #[inline]
    pub const fn date(self) -> Date {
        self.date
    }

    /// The hour, 0 to 23.
    #[inline]
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    #[inline]
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59.
    #[inline]
    pub const fn second(self) -> u8 {
        self.second
    }

    /// The fraction of the second in nanoseconds, 0 to 999,999,999.
    #[inline]
    pub const fn nanosecond(self) -> u32 {
        self.nanosecond
    }

    #[inline]
    pub(crate) fn of(date: Date, hour: u8, minute: u8, second: u8) -> Option<Self> {
        (hour < 24 && minute < 60 && second < 60).then_some(Self { date, hour, minute, second, nanosecond: 0 })
    }
}

impl From<Date> for DateTime {
    /// Midnight, at the start of the day.
    fn from(date: Date) -> Self {
        Self { date, hour: 0, minute: 0, second: 0, nanosecond: 0 }
    }
}

impl fmt::Display for DateTime {
    /// As in `2026-11-22T10:00:00` or `2026-11-22T10:00:00.25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}:{:02}", self.date, self.hour, self.minute, self.second)?;
        if self.nanosecond == 0 {
            return Ok(());
        }
        let fraction = format!("{:09}", self.nanosecond);
        write!(f, ".{}", fraction.trim_end_matches('0'))
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_days_that_exist() {
        for (year, month, day) in [(1, 1, 1), (9999, 12, 31), (2024, 2, 29), (2000, 2, 29), (2026, 4, 30)] {
            let date = Date::new(year, month, day).unwrap();
            assert_eq!((date.year(), date.month(), date.day()), (year, month, day));
        }
        for (year, month, day) in [
            (0, 1, 1),
            (-1, 1, 1),
            (10_000, 1, 1),
            (2026, 0, 1),
            (2026, 13, 1),
            (2026, 1, 0),
            (2026, 1, 32),
            (2026, 4, 31),
            (2026, 2, 29),
            (1900, 2, 29),
        ] {
            assert!(Date::new(year, month, day).is_err(), "{year}-{month}-{day}");
        }
    }

    #[test]
    fn counts_every_day_once() {
        let first = Date::new(1, 1, 1).unwrap();
        let last = Date::new(9999, 12, 31).unwrap();
        assert_eq!(Date::new(1970, 1, 1).unwrap().day_number(), 0);
        let mut before: Option<Date> = None;
        for number in first.day_number()..=last.day_number() {
            let date = Date::from_day_number(number).unwrap();
            assert_eq!(date.day_number(), number);
            assert!(before < Some(date));
            before = Some(date);
        }
        assert_eq!(before, Some(last));
        assert_eq!(Date::from_day_number(first.day_number() - 1), None);
        assert_eq!(Date::from_day_number(last.day_number() + 1), None);
        assert_eq!(Date::from_day_number(i32::MAX), None);
        assert_eq!(Date::from_day_number(i32::MIN), None);
    }

    #[test]
    fn prints_as_iso_8601() {
        let date = Date::new(26, 1, 2).unwrap();
        assert_eq!(date.to_string(), "0026-01-02");
        let time = DateTime::new(date, 23, 5, 59).unwrap();
        assert_eq!(format!("{time:?}"), "0026-01-02T23:05:59");
        let time = time.with_nanosecond(250_000_000).unwrap();
        assert_eq!(time.to_string(), "0026-01-02T23:05:59.25");
        assert!(DateTime::from(date) < time);
    }

    #[test]
    fn refuses_times_that_do_not_exist() {
        let date = Date::new(2026, 11, 22).unwrap();
        for (hour, minute, second) in [(24, 0, 0), (0, 60, 0), (0, 0, 60)] {
            assert!(DateTime::new(date, hour, minute, second).is_err());
        }
        assert!(DateTime::from(date).with_nanosecond(1_000_000_000).is_err());
    }
}
