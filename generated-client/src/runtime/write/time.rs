//! Times and durations as vendors count them.

use std::time::Duration;

use super::scalar;
use crate::runtime::date::{DatePattern, DateTime, DurationForm, Epoch, OffsetDateTime, YearMonth};
use crate::runtime::invalid::Invalid;

/// Appends a month as the vendor spells it.
///
/// # Errors
///
/// When the pattern has two digits for the year and they can't say it.
pub fn month(out: &mut Vec<u8>, month: YearMonth, pattern: &DatePattern) -> Result<(), Invalid> {
    pattern.write_month(out, month)
}

/// Appends a time in UTC as a number since 1970.
///
/// # Errors
///
/// When it is finer than the unit: nothing is cut off in silence.
pub fn epoch(out: &mut Vec<u8>, time: DateTime, unit: Epoch) -> Result<(), Invalid> {
    let count = unit.count(time).ok_or_else(|| Invalid::new("no finer than the vendor's unit of time"))?;
    scalar::integer(out, count);
    Ok(())
}

/// Appends how long something lasts.
///
/// # Errors
///
/// When it is finer than the form can say, or too long for it.
pub fn duration(out: &mut Vec<u8>, duration: Duration, form: DurationForm) -> Result<(), Invalid> {
    form.write(out, duration)
}

/// Appends a time with its offset from UTC as the vendor spells them.
///
/// # Errors
///
/// When the vendor's calendar is Jalali and the day is not in its years 1304 to 1498, or the time has a
/// part, such as seconds, for which the pattern has no room.
pub fn offset_datetime(out: &mut Vec<u8>, time: OffsetDateTime, pattern: &DatePattern) -> Result<(), Invalid> {
    pattern.write_offset(out, time)
}

/// Appends what a clock of the vendor shows, in whatever pattern: what the pattern has no room for is cut
/// off, as clocks do. For the present time, not for what a caller asks for.
///
/// # Errors
///
/// When the pattern can't say the year.
pub fn clock(out: &mut Vec<u8>, time: OffsetDateTime, pattern: &DatePattern) -> Result<(), Invalid> {
    pattern.write_clock(out, time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::date::{Calendar, Date, DatePiece};

    fn written(write: impl FnOnce(&mut Vec<u8>) -> Result<(), Invalid>) -> Result<String, Invalid> {
        let mut out = Vec::new();
        write(&mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn counts_or_refuses() {
        let time = DateTime::new(Date::new(2026, 11, 22).unwrap(), 9, 41, 7).unwrap();
        assert_eq!(written(|out| epoch(out, time, Epoch::Seconds)).unwrap(), "1795340467");
        assert_eq!(written(|out| epoch(out, time, Epoch::Milliseconds)).unwrap(), "1795340467000");
        let finer = time.with_nanosecond(1_000_000).unwrap();
        assert!(written(|out| epoch(out, finer, Epoch::Seconds)).is_err());
        assert_eq!(written(|out| epoch(out, finer, Epoch::Milliseconds)).unwrap(), "1795340467001");
    }

    #[test]
    fn a_clock_cuts_off_what_it_does_not_show() {
        use DatePiece::{Day2, Hour2, Minute2, Month2, OffsetColon, Second2, Year4};
        const SECONDS: DatePattern =
            DatePattern::new(Calendar::Gregorian, &[Year4, Month2, Day2, Hour2, Minute2, Second2]);
        const DAY: DatePattern = DatePattern::new(Calendar::Gregorian, &[Year4, Month2, Day2, OffsetColon]);
        let time = DateTime::new(Date::new(2026, 11, 22).unwrap(), 22, 41, 7).unwrap();
        let now = OffsetDateTime::of_utc(time.with_nanosecond(999_999_999).unwrap(), 180);
        assert_eq!(written(|out| clock(out, now, &SECONDS)).unwrap(), "20261123014107");
        assert_eq!(written(|out| clock(out, now, &DAY)).unwrap(), "20261123+03:00");
        assert!(written(|out| offset_datetime(out, now, &DAY)).is_err());
        assert!(written(|out| offset_datetime(out, now, &SECONDS)).is_err());
    }
}
