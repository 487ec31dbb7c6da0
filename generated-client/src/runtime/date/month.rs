//! [`YearMonth`]: a month of a year, such as that in which a card expires.

use std::fmt;

use super::Date;
use crate::runtime::invalid::Invalid;

/// A month of a year, 1 to 9999, of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    year: i16,
    month: u8,
}

impl YearMonth {
    /// The month (1 to 12) of a year (1 to 9999).
    ///
    /// # Errors
    ///
    /// When there is no such month.
    pub fn new(year: i16, month: u8) -> Result<Self, Invalid> {
        Date::new(year, month, 1).map(Self::from).map_err(|_| Invalid::new("a month of the years 1 to 9999"))
    }

    /// The year, 1 to 9999.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The first day of the month.
    pub const fn first_day(self) -> Date {
        Date { year: self.year, month: self.month, day: 1 }
    }
}

impl From<Date> for YearMonth {
    /// The month that has this day.
    fn from(date: Date) -> Self {
        Self { year: date.year, month: date.month }
    }
}

impl fmt::Display for YearMonth {
    /// As in `2027-05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_months_that_exist() {
        let month = YearMonth::new(2027, 5).unwrap();
        assert_eq!((month.year(), month.month(), month.to_string().as_str()), (2027, 5, "2027-05"));
        assert_eq!(month.first_day(), Date::new(2027, 5, 1).unwrap());
        assert_eq!(YearMonth::from(Date::new(2027, 5, 31).unwrap()), month);
        assert!(month < YearMonth::new(2027, 6).unwrap() && month > YearMonth::new(2026, 12).unwrap());
        for (year, month) in [(0, 1), (10_000, 1), (2027, 0), (2027, 13)] {
            assert!(YearMonth::new(year, month).is_err(), "{year}-{month}");
        }
    }
}
