//! The time of the sandbox, and the two calendars of the specs.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use vendor_model::model::{Calendar, Moment};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The clock of a sandbox. It follows the machine's until a test sets it; then it stands still until it is moved.
///
/// ```
/// use std::time::Duration;
/// use vendor_sandbox::Clock;
///
/// let clock = Clock::default();
/// clock.set(1_700_000_000_000);
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now(), 1_700_000_060_000);
/// ```
#[derive(Debug, Default)]
pub struct Clock(Mutex<Time>);

#[derive(Clone, Copy, Debug)]
enum Time {
    /// So many milliseconds ahead of the machine.
    Ahead(i64),
    /// Standing.
    Fixed(i64),
}

impl Default for Time {
    fn default() -> Self {
        Self::Ahead(0)
    }
}

impl Clock {
    /// Milliseconds since 1970, in UTC.
    pub fn now(&self) -> i64 {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Time::Ahead(ahead) => machine().saturating_add(ahead),
            Time::Fixed(now) => now,
        }
    }

    /// Stops the clock at so many milliseconds since 1970.
    pub fn set(&self, milliseconds: i64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Time::Fixed(milliseconds);
    }

    /// Moves it forward. A clock that stands goes on standing.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let mut time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *time = match *time {
            Time::Ahead(ahead) => Time::Ahead(ahead.saturating_add(by)),
            Time::Fixed(now) => Time::Fixed(now.saturating_add(by)),
        };
    }

    /// Follows the machine's clock again.
    pub fn follow(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Time::Ahead(0);
    }
}

fn machine() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A point in time as a calendar at so many minutes ahead of UTC has it.
pub(crate) fn moment(milliseconds: i64, calendar: Calendar, ahead: i16) -> Moment {
    let local = milliseconds.saturating_add(i64::from(ahead) * 60_000);
    let (days, rest) = (local.div_euclid(DAY), local.rem_euclid(DAY));
    let (year, month, day) = match calendar {
        Calendar::Gregorian => gregorian(days),
        Calendar::Jalali => jalali(days),
    };
    let part = |unit: i64, of: i64| u8::try_from(rest / unit % of).unwrap_or_default();
    Moment {
        year: i16::try_from(year).unwrap_or_default(),
        month,
        day,
        hour: part(3_600_000, 24),
        minute: part(60_000, 60),
        second: part(1000, 60),
        nanosecond: u32::try_from(rest % 1000).unwrap_or_default() * 1_000_000,
        offset_minutes: ahead,
    }
}

/// The point in time of a moment, in milliseconds since 1970; `ahead` counts where the moment has no zone of its own.
pub(crate) fn milliseconds(moment: Moment, calendar: Calendar, ahead: Option<i16>) -> i64 {
    let days = match calendar {
        Calendar::Gregorian => gregorian_days(moment.year.into(), moment.month, moment.day),
        Calendar::Jalali => jalali_days(moment.year.into(), moment.month, moment.day),
    };
    let seconds = i64::from(moment.hour) * 3600 + i64::from(moment.minute) * 60 + i64::from(moment.second);
    let ahead = ahead.unwrap_or(moment.offset_minutes);
    days * DAY + seconds * 1000 + i64::from(moment.nanosecond / 1_000_000) - i64::from(ahead) * 60_000
}

/// Days since 1970-01-01. Years begin in March here, so that the leap day is the last.
fn gregorian_days(year: i64, month: u8, day: u8) -> i64 {
    let month = i64::from(month);
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn gregorian(days: i64) -> (i64, u8, u8) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let small = |n: i64| u8::try_from(n).unwrap_or(1);
    (era * 400 + year + i64::from(month <= 2), small(month), small(day))
}

/// The first day of 1304 is 1925-03-21; eight years of each 33 are leap years. Right for 1304 to 1498.
fn jalali_days(year: i64, month: u8, day: u8) -> i64 {
    let start = gregorian_days(1925, 3, 21);
    let month = i64::from(month);
    let before = if month <= 7 { (month - 1) * 31 } else { 186 + (month - 7) * 30 };
    start + (year - 1304) * 365 + leaps_before(year) - leaps_before(1304) + before + i64::from(day) - 1
}

/// Leap years before a year, counted from the beginning of a cycle.
fn leaps_before(year: i64) -> i64 {
    let (cycles, of_cycle) = (year.div_euclid(33), year.rem_euclid(33));
    let leaps = [1, 5, 9, 13, 17, 22, 26, 30];
    cycles * 8 + i64::try_from(leaps.iter().filter(|leap| **leap < of_cycle).count()).unwrap_or_default()
}

fn jalali(days: i64) -> (i64, u8, u8) {
    let since = days - gregorian_days(1925, 3, 21);
    // Never a year too late.
    let mut year = 1304 + since.div_euclid(if since < 0 { 365 } else { 366 });
    while jalali_days(year + 1, 1, 1) <= days {
        year += 1;
    }
    let of_year = days - jalali_days(year, 1, 1);
    let (month, day) =
        if of_year < 186 { (of_year / 31, of_year % 31) } else { (6 + (of_year - 186) / 30, (of_year - 186) % 30) };
    let small = |n: i64| u8::try_from(n + 1).unwrap_or(1);
    (year, small(month), small(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_calendars_have_the_same_days() {
        let first = gregorian_days(1925, 3, 21);
        for days in first..gregorian_days(2100, 1, 1) {
            let (year, month, day) = gregorian(days);
            assert_eq!(gregorian_days(year, month, day), days);
            let (year, month, day) = jalali(days);
            assert_eq!(jalali_days(year, month, day), days, "{year}/{month}/{day}");
            let moment = Moment { year: i16::try_from(year).unwrap(), month, day, ..Moment::default() };
            assert!(moment.is_day_of(Calendar::Jalali), "{moment:?}");
        }
        assert_eq!(gregorian(0), (1970, 1, 1));
        // New year's days as the Iranian authorities announced them.
        for (year, month, day, jalali_year) in
            [(2020, 3, 20, 1399), (2021, 3, 21, 1400), (2024, 3, 20, 1403), (2025, 3, 21, 1404)]
        {
            assert_eq!(jalali(gregorian_days(year, month, day)), (jalali_year, 1, 1));
        }
    }

    #[test]
    fn tells_moments() {
        let at = moment(1_700_000_000_123, Calendar::Gregorian, 180);
        assert_eq!((at.year, at.month, at.day, at.hour, at.minute, at.second), (2023, 11, 15, 1, 13, 20));
        assert_eq!(milliseconds(at, Calendar::Gregorian, None), 1_700_000_000_123);
        let at = moment(-1, Calendar::Jalali, 0);
        assert_eq!((at.year, at.month, at.day, at.hour), (1348, 10, 10, 23));
        assert_eq!(milliseconds(at, Calendar::Jalali, Some(0)), -1);
    }

    #[test]
    fn stands_when_set() {
        let clock = Clock::default();
        assert!(clock.now() > 1_700_000_000_000);
        clock.advance(Duration::from_secs(3600));
        assert!(clock.now() >= machine() + 3_590_000);
        clock.set(5);
        clock.advance(Duration::from_millis(2));
        assert_eq!(clock.now(), 7);
        clock.follow();
        assert!(clock.now() > 7);
    }
}
