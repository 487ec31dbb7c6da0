//! The Jalali (Solar Hijri) calendar by its 33-year rule, in the years for which it is known to agree
//! with the astronomical one.

use super::Date;

const FIRST_YEAR: i16 = 1304;
const LAST_YEAR: i16 = 1498;
/// What must be added to days counted by [`new_year`] to count them from 1970-01-01.
const EPOCH: i32 = -492_633;

/// The first day of a year, counted from a day that does not matter.
const fn new_year(year: i32) -> i32 {
    // Eight years in 33 are leap: those with (25 * year + 11) % 33 < 8.
    365 * year + (8 * year + 21).div_euclid(33)
}

pub(crate) fn to_gregorian(year: i16, month: u8, day: u8) -> Option<Date> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return None;
    }
    let year = i32::from(year);
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 if new_year(year + 1) - new_year(year) == 366 => 30,
        12 => 29,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let month = i32::from(month) - 1;
    let days = 30 * month + month.min(6) + i32::from(day) - 1;
    Date::from_day_number(new_year(year) + days + EPOCH)
}

pub(crate) fn from_gregorian(date: Date) -> Option<(i16, u8, u8)> {
    let days = date.day_number() - EPOCH;
    // 33 years have 12,053 days; the estimate is at most one year late.
    let mut year = days * 33 / 12_053;
    if new_year(year) > days {
        year -= 1;
    }
    if new_year(year + 1) <= days {
        year += 1;
    }
    let day = days - new_year(year);
    let (month, day) = if day < 186 { (day / 31, day % 31) } else { (6 + (day - 186) / 30, (day - 186) % 30) };
    let year = i16::try_from(year).ok()?;
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return None;
    }
    Some((year, u8::try_from(month + 1).ok()?, u8::try_from(day + 1).ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use icu_calendar::{Iso, cal::Persian};

    use super::*;

    #[test]
    fn agrees_with_icu_on_every_day() {
        let first = to_gregorian(FIRST_YEAR, 1, 1).unwrap();
        let last = to_gregorian(LAST_YEAR, 12, 29).unwrap();
        for number in first.day_number()..=last.day_number() {
            let date = Date::from_day_number(number).unwrap();
            let theirs = icu_calendar::Date::try_new_iso(date.year().into(), date.month(), date.day())
                .unwrap()
                .to_calendar(Persian);
            let ours = from_gregorian(date).unwrap();
            assert_eq!(
                (i32::from(ours.0), ours.1, ours.2),
                (theirs.year().extended_year(), theirs.month().ordinal, theirs.day_of_month().0),
                "{date}"
            );
            assert_eq!(to_gregorian(ours.0, ours.1, ours.2), Some(date));
        }
        let _ = Iso;
    }

    #[test]
    fn knows_its_anchors() {
        assert_eq!(to_gregorian(1400, 1, 1), Date::of(2021, 3, 21));
        assert_eq!(to_gregorian(1403, 12, 30), Date::of(2025, 3, 20));
        assert_eq!(to_gregorian(1405, 9, 1), Date::of(2026, 11, 22));
    }

    #[test]
    fn refuses_what_does_not_exist_or_is_not_known() {
        for (year, month, day) in [
            (1303, 12, 29),
            (1499, 1, 1),
            (1400, 0, 1),
            (1400, 13, 1),
            (1400, 1, 0),
            (1400, 6, 32),
            (1400, 7, 31),
            (1404, 12, 30),
            (i16::MIN, 1, 1),
            (i16::MAX, 1, 1),
        ] {
            assert_eq!(to_gregorian(year, month, day), None, "{year}/{month}/{day}");
        }
        let (first, last) = (to_gregorian(1304, 1, 1).unwrap(), to_gregorian(1498, 12, 29).unwrap());
        for beyond in [first.day_number() - 1, last.day_number() + 2] {
            assert_eq!(from_gregorian(Date::from_day_number(beyond).unwrap()), None);
        }
        assert_eq!(from_gregorian(Date::of(1, 1, 1).unwrap()), None);
        assert_eq!(from_gregorian(Date::of(9999, 12, 31).unwrap()), None);
    }
}
