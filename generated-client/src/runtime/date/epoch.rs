//! Times as a number since 1970-01-01T00:00:00Z.

use std::time::{Duration, SystemTime};

use super::{Date, DateTime};

const DAY: i64 = 86_400;
const NANOSECONDS: i128 = 1_000_000_000;

/// The unit in which a vendor counts from 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    /// Seconds.
    Seconds,
    /// Thousandths of a second.
    Milliseconds,
    /// Millionths of a second.
    Microseconds,
}

impl Epoch {
    const fn nanoseconds(self) -> i128 {
        match self {
            Self::Seconds => NANOSECONDS,
            Self::Milliseconds => 1_000_000,
            Self::Microseconds => 1_000,
        }
    }

    /// The number of a time in UTC; `None` when the time is finer than the unit.
    pub(crate) fn count(self, time: DateTime) -> Option<i64> {
        let nanoseconds = nanoseconds(time);
        (nanoseconds % self.nanoseconds() == 0).then(|| i64::try_from(nanoseconds / self.nanoseconds()).ok()).flatten()
    }

    /// The time in UTC of a number; `None` outside the years 1 to 9999.
    pub(crate) fn time(self, count: i64) -> Option<DateTime> {
        time(i128::from(count) * self.nanoseconds())
    }
}

impl DateTime {
    /// A clock's time in UTC, to the second within the years 1 to 9999 and at their ends beyond.
    pub(crate) fn from_clock(clock: SystemTime) -> Self {
        let nanoseconds = since_epoch(clock);
        time(nanoseconds).unwrap_or(if nanoseconds < 0 { Self::MIN } else { Self::MAX })
    }

    /// The time so many minutes later, or earlier; `None` outside the years 1 to 9999.
    pub(crate) fn plus_minutes(self, minutes: i64) -> Option<Self> {
        time(nanoseconds(self) + i128::from(minutes) * 60 * NANOSECONDS)
    }

    const MIN: Self = Self { date: Date { year: 1, month: 1, day: 1 }, hour: 0, minute: 0, second: 0, nanosecond: 0 };

    const MAX: Self = Self {
        date: Date { year: 9999, month: 12, day: 31 },
        hour: 23,
        minute: 59,
        second: 59,
        nanosecond: 999_999_999,
    };
}

/// A clock's time in whole units since 1970, rounded down.
pub(crate) fn count_of_clock(clock: SystemTime, unit: Epoch) -> i64 {
    let count = since_epoch(clock).div_euclid(unit.nanoseconds());
    i64::try_from(count).unwrap_or(if count < 0 { i64::MIN } else { i64::MAX })
}

fn since_epoch(clock: SystemTime) -> i128 {
    let signed = |duration: Duration| i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
    match clock.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => signed(after),
        Err(before) => -signed(before.duration()),
    }
}

fn nanoseconds(time: DateTime) -> i128 {
    let seconds = i64::from(time.date.day_number()) * DAY
        + i64::from(time.hour) * 3_600
        + i64::from(time.minute) * 60
        + i64::from(time.second);
    i128::from(seconds) * NANOSECONDS + i128::from(time.nanosecond)
}

fn time(nanoseconds: i128) -> Option<DateTime> {
    let seconds = i64::try_from(nanoseconds.div_euclid(NANOSECONDS)).ok()?;
    let date = Date::from_day_number(i32::try_from(seconds.div_euclid(DAY)).ok()?)?;
    let second = seconds.rem_euclid(DAY);
    let part = |part: i64| u8::try_from(part).ok();
    DateTime::of(date, part(second / 3_600)?, part(second / 60 % 60)?, part(second % 60)?)?
        .with_nanosecond(u32::try_from(nanoseconds.rem_euclid(NANOSECONDS)).ok()?)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> DateTime {
        DateTime::new(Date::new(year, month, day).unwrap(), hour, minute, second).unwrap()
    }

    #[test]
    fn known_times() {
        for (seconds, time) in [
            (0, at(1970, 1, 1, 0, 0, 0)),
            (-1, at(1969, 12, 31, 23, 59, 59)),
            (951_782_399, at(2000, 2, 28, 23, 59, 59)),
            (951_782_400, at(2000, 2, 29, 0, 0, 0)),
            (1_000_000_000, at(2001, 9, 9, 1, 46, 40)),
            (2_147_483_648, at(2038, 1, 19, 3, 14, 8)),
            (-62_135_596_800, at(1, 1, 1, 0, 0, 0)),
            (253_402_300_799, at(9999, 12, 31, 23, 59, 59)),
        ] {
            assert_eq!(Epoch::Seconds.count(time), Some(seconds));
            assert_eq!(Epoch::Seconds.time(seconds), Some(time));
            assert_eq!(Epoch::Milliseconds.count(time), Some(seconds * 1_000));
        }
        assert_eq!(Epoch::Seconds.time(-62_135_596_801), None);
        assert_eq!(Epoch::Seconds.time(253_402_300_800), None);
        for unit in [Epoch::Seconds, Epoch::Milliseconds] {
            assert_eq!(unit.time(i64::MAX), None);
            assert_eq!(unit.time(i64::MIN), None);
        }
    }

    #[test]
    fn fractions_are_kept_or_refused() {
        let time = Epoch::Milliseconds.time(-1).unwrap();
        assert_eq!(time.to_string(), "1969-12-31T23:59:59.999");
        assert_eq!(Epoch::Milliseconds.count(time), Some(-1));
        assert_eq!(Epoch::Microseconds.count(time), Some(-1_000));
        assert_eq!(Epoch::Seconds.count(time), None);
        assert_eq!(Epoch::Milliseconds.count(time.with_nanosecond(1).unwrap()), None);
    }

    #[test]
    fn clocks_are_never_out_of_range() {
        let before = SystemTime::UNIX_EPOCH - Duration::from_millis(1);
        assert_eq!(DateTime::from_clock(before).to_string(), "1969-12-31T23:59:59.999");
        assert_eq!(count_of_clock(before, Epoch::Seconds), -1);
        assert_eq!(count_of_clock(before, Epoch::Milliseconds), -1);
        let far = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40);
        assert_eq!(DateTime::from_clock(far), DateTime::MAX);
        assert_eq!(DateTime::MAX.plus_minutes(1), None);
        assert_eq!(DateTime::MIN.plus_minutes(-1), None);
    }
}
