//! Which days a calendar has.

use super::{Calendar, Moment};

impl Moment {
    /// The day of the week of a day in the common calendar, from Monday, which is 0.
    pub fn weekday(&self) -> usize {
        // Years begin in March, so that the leap day is the last one.
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let year = year - i64::from(month <= 2);
        let days = 365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * ((month + 9) % 12) + 2) / 5
            + i64::from(self.day);
        // 1 March of the year 0 was a Wednesday.
        usize::try_from((days + 1).rem_euclid(7)).unwrap_or_default()
    }

    /// Whether a calendar has that day.
    pub fn is_day_of(&self, calendar: Calendar) -> bool {
        (1..=days_of(calendar, self.year, self.month)).contains(&self.day)
    }
}

fn days_of(calendar: Calendar, year: i16, month: u8) -> u8 {
    match (calendar, month) {
        (Calendar::Gregorian, 4 | 6 | 9 | 11) => 30,
        (Calendar::Gregorian, 2) => {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            28 + u8::from(leap)
        }
        (Calendar::Gregorian, 1..=12) | (Calendar::Jalali, 1..=6) => 31,
        (Calendar::Jalali, 7..=11) => 30,
        (Calendar::Jalali, 12) => 29 + u8::from(JALALI_LEAPS.contains(&year.rem_euclid(33))),
        _ => 0,
    }
}

/// Places of the leap years in the cycle of 33, right from 1304 to 1498.
const JALALI_LEAPS: [i16; 8] = [1, 5, 9, 13, 17, 22, 26, 30];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_days_of_the_week() {
        let weekday = |year, month, day| Moment { year, month, day, ..Moment::default() }.weekday();
        for (year, month, day, expected) in
            [(1970, 1, 1, 3), (2000, 2, 29, 1), (2026, 11, 24, 1), (2024, 3, 1, 4), (1900, 3, 1, 3), (1969, 7, 20, 6)]
        {
            assert_eq!(weekday(year, month, day), expected, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn knows_leap_years() {
        let has = |calendar, year, month, day| Moment { year, month, day, ..Moment::default() }.is_day_of(calendar);
        assert!(has(Calendar::Gregorian, 2000, 2, 29) && has(Calendar::Gregorian, 2024, 2, 29));
        assert!(!has(Calendar::Gregorian, 1900, 2, 29) && !has(Calendar::Gregorian, 2023, 2, 29));
        assert!(!has(Calendar::Gregorian, 2024, 4, 31) && !has(Calendar::Gregorian, 2024, 13, 1));
        // Known leap years of our time.
        for year in [1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408] {
            assert!(has(Calendar::Jalali, year, 12, 30), "{year}");
            assert!(!has(Calendar::Jalali, year + 1, 12, 30), "{year} + 1");
        }
        assert!(has(Calendar::Jalali, 1398, 6, 31) && !has(Calendar::Jalali, 1398, 7, 31));
    }
}
