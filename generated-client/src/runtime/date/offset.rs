//! [`OffsetDateTime`]: a time with its distance from UTC.

use std::fmt;

use super::DateTime;
use crate::runtime::invalid::Invalid;

/// A day and a time of day at a place whose clocks are so many minutes ahead of UTC.
///
/// Two are equal when both parts are: `10:00+03:00` and `07:00Z` are the same instant, but not the same
/// value; compare [`to_utc`](Self::to_utc) for that.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct OffsetDateTime {
    civil: DateTime,
    offset_minutes: i16,
}

impl OffsetDateTime {
    /// What the clocks of a place show that is `offset_minutes` ahead of UTC (180 for `+03:00`, less than a
    /// day).
    ///
    /// # Errors
    ///
    /// When the offset is a day or more, or the same time in UTC is outside the years 1 to 9999.
    pub fn new(civil: DateTime, offset_minutes: i16) -> Result<Self, Invalid> {
        Self::of(civil, offset_minutes)
            .ok_or_else(|| Invalid::new("a time of the years 1 to 9999 with an offset of less than a day"))
    }

    pub(crate) fn of(civil: DateTime, offset_minutes: i16) -> Option<Self> {
        let time = Self { civil, offset_minutes };
        (offset_minutes.unsigned_abs() < 24 * 60 && civil.plus_minutes(-i64::from(offset_minutes)).is_some())
            .then_some(time)
    }

    /// What clocks show there when those in UTC show `time`; in UTC where they can't show it.
    pub(crate) fn of_utc(time: DateTime, offset_minutes: i16) -> Self {
        time.plus_minutes(i64::from(offset_minutes))
            .and_then(|civil| Self::of(civil, offset_minutes))
            .unwrap_or(Self::utc(time))
    }

    /// A time in UTC.
    pub fn utc(time: DateTime) -> Self {
        Self { civil: time, offset_minutes: 0 }
    }

    /// What the clocks of the place show.
    pub fn civil(self) -> DateTime {
        self.civil
    }

    /// How many minutes they are ahead of UTC.
    pub fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// What clocks in UTC show at the same instant.
    pub fn to_utc(self) -> DateTime {
        // It exists, or `of` would have refused.
        self.civil.plus_minutes(-i64::from(self.offset_minutes)).unwrap_or(self.civil)
    }
}

impl fmt::Display for OffsetDateTime {
    /// As in `2026-11-22T10:00:00+03:00`, and with `Z` in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.civil, f)?;
        if self.offset_minutes == 0 {
            return f.write_str("Z");
        }
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl fmt::Debug for OffsetDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Date;
    use super::*;

    #[test]
    fn one_instant_in_two_places() {
        let time = |day, hour| DateTime::new(Date::new(2026, 11, day).unwrap(), hour, 30, 0).unwrap();
        let ankara = OffsetDateTime::new(time(22, 1), 180).unwrap();
        assert_eq!(ankara.to_string(), "2026-11-22T01:30:00+03:00");
        assert_eq!(ankara.to_utc(), time(21, 22));
        assert_ne!(ankara, OffsetDateTime::utc(ankara.to_utc()));
        assert_eq!(format!("{:?}", OffsetDateTime::utc(time(22, 1))), "2026-11-22T01:30:00Z");
        let west = OffsetDateTime::new(time(22, 1), -570).unwrap();
        assert_eq!(west.to_string(), "2026-11-22T01:30:00-09:30");
    }

    #[test]
    fn refuses_what_has_no_instant() {
        let first = DateTime::from(Date::new(1, 1, 1).unwrap());
        assert!(OffsetDateTime::new(first, 1).is_err());
        assert!(OffsetDateTime::new(first, -1).is_ok());
        assert!(OffsetDateTime::new(first, -1440).is_err());
        assert!(OffsetDateTime::new(first, i16::MIN).is_err());
    }
}
