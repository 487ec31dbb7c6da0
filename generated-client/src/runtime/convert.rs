//! Conversions to the types of other crates, each behind a feature of its name. What does not fit is refused,
//! never rounded.

#[cfg(feature = "chrono")]
mod chrono_types {
    use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

    use crate::runtime::date::{Date, DateTime};
    use crate::runtime::invalid::Invalid;

    impl TryFrom<NaiveDate> for Date {
        type Error = Invalid;

        fn try_from(date: NaiveDate) -> Result<Self, Invalid> {
            super::date(i64::from(date.year()), date.month(), date.day())
        }
    }

    impl TryFrom<Date> for NaiveDate {
        type Error = Invalid;

        fn try_from(date: Date) -> Result<Self, Invalid> {
            Self::from_ymd_opt(i32::from(date.year()), u32::from(date.month()), u32::from(date.day()))
                .ok_or_else(super::no_day)
        }
    }

    impl TryFrom<NaiveDateTime> for DateTime {
        type Error = Invalid;

        fn try_from(time: NaiveDateTime) -> Result<Self, Invalid> {
            let date = Date::try_from(time.date())?;
            super::time(date, time.hour(), time.minute(), time.second(), time.nanosecond())
        }
    }

    impl TryFrom<DateTime> for NaiveDateTime {
        type Error = Invalid;

        fn try_from(time: DateTime) -> Result<Self, Invalid> {
            let date = NaiveDate::try_from(time.date())?;
            let (hour, minute, second) = (u32::from(time.hour()), u32::from(time.minute()), u32::from(time.second()));
            let of_day = NaiveTime::from_hms_nano_opt(hour, minute, second, time.nanosecond());
            Ok(date.and_time(of_day.ok_or_else(super::no_time)?))
        }
    }
}

#[cfg(feature = "jiff")]
mod jiff_types {
    use crate::runtime::date::{Date, DateTime};
    use crate::runtime::invalid::Invalid;

    impl TryFrom<jiff::civil::Date> for Date {
        type Error = Invalid;

        fn try_from(date: jiff::civil::Date) -> Result<Self, Invalid> {
            super::date(i64::from(date.year()), unsigned(date.month()), unsigned(date.day()))
        }
    }

    impl TryFrom<Date> for jiff::civil::Date {
        type Error = Invalid;

        fn try_from(date: Date) -> Result<Self, Invalid> {
            Self::new(date.year(), signed(date.month()), signed(date.day())).map_err(|_| super::no_day())
        }
    }

    impl TryFrom<jiff::civil::DateTime> for DateTime {
        type Error = Invalid;

        fn try_from(time: jiff::civil::DateTime) -> Result<Self, Invalid> {
            let date = Date::try_from(time.date())?;
            let nanosecond = u32::try_from(time.subsec_nanosecond()).map_err(|_| super::no_time())?;
            super::time(date, unsigned(time.hour()), unsigned(time.minute()), unsigned(time.second()), nanosecond)
        }
    }

    impl TryFrom<DateTime> for jiff::civil::DateTime {
        type Error = Invalid;

        fn try_from(time: DateTime) -> Result<Self, Invalid> {
            let date = jiff::civil::Date::try_from(time.date())?;
            let nanosecond = i32::try_from(time.nanosecond()).map_err(|_| super::no_time())?;
            let of_day =
                jiff::civil::Time::new(signed(time.hour()), signed(time.minute()), signed(time.second()), nanosecond);
            Ok(date.to_datetime(of_day.map_err(|_| super::no_time())?))
        }
    }

    fn unsigned(value: i8) -> u32 {
        u32::from(value.unsigned_abs())
    }

    fn signed(value: u8) -> i8 {
        i8::try_from(value).unwrap_or(i8::MAX)
    }
}

#[cfg(feature = "time")]
mod time_types {
    use crate::runtime::date::{Date, DateTime};
    use crate::runtime::invalid::Invalid;

    impl TryFrom<time::Date> for Date {
        type Error = Invalid;

        fn try_from(date: time::Date) -> Result<Self, Invalid> {
            super::date(i64::from(date.year()), u32::from(u8::from(date.month())), u32::from(date.day()))
        }
    }

    impl TryFrom<Date> for time::Date {
        type Error = Invalid;

        fn try_from(date: Date) -> Result<Self, Invalid> {
            let month = time::Month::try_from(date.month()).map_err(|_| super::no_day())?;
            Self::from_calendar_date(i32::from(date.year()), month, date.day()).map_err(|_| super::no_day())
        }
    }

    impl TryFrom<time::PrimitiveDateTime> for DateTime {
        type Error = Invalid;

        fn try_from(time: time::PrimitiveDateTime) -> Result<Self, Invalid> {
            let date = Date::try_from(time.date())?;
            let (hour, minute, second) = (u32::from(time.hour()), u32::from(time.minute()), u32::from(time.second()));
            super::time(date, hour, minute, second, time.nanosecond())
        }
    }

    impl TryFrom<DateTime> for time::PrimitiveDateTime {
        type Error = Invalid;

        fn try_from(time: DateTime) -> Result<Self, Invalid> {
            let date = time::Date::try_from(time.date())?;
            let of_day = time::Time::from_hms_nano(time.hour(), time.minute(), time.second(), time.nanosecond());
            Ok(Self::new(date, of_day.map_err(|_| super::no_time())?))
        }
    }
}

#[cfg(feature = "rust_decimal")]
mod decimals {
    use crate::runtime::decimal::Decimal;
    use crate::runtime::invalid::Invalid;

    impl TryFrom<rust_decimal::Decimal> for Decimal {
        type Error = Invalid;

        fn try_from(decimal: rust_decimal::Decimal) -> Result<Self, Invalid> {
            let scale = u8::try_from(decimal.scale()).map_err(|_| Invalid::new("must have fewer digits"))?;
            Self::new(decimal.mantissa(), scale)
        }
    }

    impl TryFrom<Decimal> for rust_decimal::Decimal {
        type Error = Invalid;

        fn try_from(decimal: Decimal) -> Result<Self, Invalid> {
            Self::try_from_i128_with_scale(decimal.mantissa(), u32::from(decimal.scale()))
                .map_err(|_| Invalid::new("must have fewer digits"))
        }
    }
}

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod parts {
    use crate::runtime::date::{Date, DateTime};
    use crate::runtime::invalid::Invalid;

    pub(super) fn date(year: i64, month: u32, day: u32) -> Result<Date, Invalid> {
        let year = i16::try_from(year).map_err(|_| no_day())?;
        Date::new(year, u8::try_from(month).map_err(|_| no_day())?, u8::try_from(day).map_err(|_| no_day())?)
    }

    pub(super) fn time(date: Date, hour: u32, minute: u32, second: u32, nanosecond: u32) -> Result<DateTime, Invalid> {
        let part = |value: u32| u8::try_from(value).map_err(|_| no_time());
        DateTime::new(date, part(hour)?, part(minute)?, part(second)?)?.with_nanosecond(nanosecond)
    }

    pub(super) fn no_day() -> Invalid {
        Invalid::new("must be a day of the years 1 to 9999")
    }

    /// A leap second is the usual reason.
    pub(super) fn no_time() -> Invalid {
        Invalid::new("must be a time of day without a leap second")
    }
}

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
use parts::{date, no_day, no_time, time};

#[cfg(test)]
mod tests {
    #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
    fn moment() -> Option<crate::DateTime> {
        let date = crate::Date::new(2024, 2, 29).ok()?;
        crate::DateTime::new(date, 23, 59, 58).ok()?.with_nanosecond(123_456_789).ok()
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn chrono_and_back() {
        let there = moment().and_then(|moment| chrono::NaiveDateTime::try_from(moment).ok());
        assert_eq!(there.map(|t| t.to_string()).as_deref(), Some("2024-02-29 23:59:58.123456789"));
        assert_eq!(there.and_then(|there| crate::DateTime::try_from(there).ok()), moment());
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_and_back() {
        let there = moment().and_then(|moment| jiff::civil::DateTime::try_from(moment).ok());
        assert_eq!(there.map(|t| t.to_string()).as_deref(), Some("2024-02-29T23:59:58.123456789"));
        assert_eq!(there.and_then(|there| crate::DateTime::try_from(there).ok()), moment());
        assert!(crate::Date::try_from(jiff::civil::Date::MIN).is_err());
    }

    #[cfg(feature = "time")]
    #[test]
    fn time_and_back() {
        let there = moment().and_then(|moment| time::PrimitiveDateTime::try_from(moment).ok());
        assert_eq!(there.map(|t| (t.year(), t.ordinal(), t.nanosecond())), Some((2024, 60, 123_456_789)));
        assert_eq!(there.and_then(|there| crate::DateTime::try_from(there).ok()), moment());
    }

    #[cfg(feature = "rust_decimal")]
    #[test]
    fn decimals_and_back() {
        for text in ["0", "-12.50", "9999999999999999999999999999", "0.0000000000000000000000000001"] {
            let Ok(ours) = text.parse::<crate::Decimal>() else { panic!("{text}") };
            let there = rust_decimal::Decimal::try_from(ours);
            assert_eq!(there.as_ref().map(ToString::to_string).ok().as_deref(), Some(text));
            let back = there.and_then(crate::Decimal::try_from).map(|back| back.to_string());
            assert_eq!(back.ok().as_deref(), Some(text));
        }
    }
}
