use super::DatePiece::{Day2, Fraction, Hour2, Literal, Minute2, Month2, Second2, Year4};
use super::*;

const ISO: DatePattern = DatePattern::new(Calendar::Gregorian, &[Year4, Literal("-"), Month2, Literal("-"), Day2]);
const DOTTED: DatePattern = DatePattern::new(Calendar::Gregorian, &[Day2, Literal("."), Month2, Literal("."), Year4]);
const JALALI: DatePattern = DatePattern::new(Calendar::Jalali, &[Year4, Literal("/"), Month2, Literal("/"), Day2]);
const MINUTES: DatePattern =
    DatePattern::new(Calendar::Gregorian, &[Year4, Month2, Day2, Literal(" "), Hour2, Literal(":"), Minute2]);
const FULL: DatePattern = DatePattern::new(
    Calendar::Gregorian,
    &[
        Year4,
        Literal("-"),
        Month2,
        Literal("-"),
        Day2,
        Literal("T"),
        Hour2,
        Literal(":"),
        Minute2,
        Literal(":"),
        Second2,
        Fraction,
        Literal("Z"),
    ],
);

fn written(pattern: &DatePattern, time: DateTime) -> Result<String, Invalid> {
    let mut out = Vec::new();
    pattern.write(&mut out, time)?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn writes_and_reads_the_same() {
    let date = Date::new(2026, 11, 22).unwrap();
    for (pattern, text) in [(&ISO, "2026-11-22"), (&DOTTED, "22.11.2026"), (&JALALI, "1405/09/01")] {
        let mut out = Vec::new();
        pattern.write_date(&mut out, date).unwrap();
        assert_eq!(out, text.as_bytes());
        assert_eq!(written(pattern, date.into()).unwrap(), text);
        assert_eq!(pattern.read_date(text.as_bytes()), Some(date));
        assert_eq!(pattern.read(text.as_bytes()), Some(date.into()));
    }
    let time = DateTime::new(date, 9, 5, 0).unwrap();
    assert_eq!(written(&MINUTES, time).unwrap(), "20261122 09:05");
    assert_eq!(MINUTES.read(b"20261122 09:05"), Some(time));
    assert_eq!(written(&FULL, time).unwrap(), "2026-11-22T09:05:00Z");
    assert_eq!(FULL.read(b"2026-11-22T09:05:00Z"), Some(time));
    let time = time.with_nanosecond(120_000_000).unwrap();
    assert_eq!(written(&FULL, time).unwrap(), "2026-11-22T09:05:00.12Z");
    assert_eq!(FULL.read(b"2026-11-22T09:05:00.120Z"), Some(time));
}

#[test]
fn loses_nothing_when_writing() {
    let date = Date::new(2026, 11, 22).unwrap();
    let time = DateTime::new(date, 9, 5, 7).unwrap();
    assert!(written(&ISO, time).is_err());
    assert!(written(&MINUTES, time).is_err());
    assert!(MINUTES.write_date(&mut Vec::new(), date).is_err());
    assert_eq!(MINUTES.read_date(b"20261122 09:05"), None);
    assert!(JALALI.write_date(&mut Vec::new(), Date::new(1800, 1, 1).unwrap()).is_err());
}

#[test]
fn matches_wholly_or_not_at_all() {
    for text in [
        "",
        "2026-11-2",
        "2026-11-222",
        "2026-13-22",
        "2026-02-29",
        "0000-00-00",
        "2026/11/22",
        "+026-11-22",
        "2026-11-22T",
        " 2026-11-22",
        "2026-1a-22",
        "22.11.2026",
    ] {
        assert_eq!(ISO.read_date(text.as_bytes()), None, "{text}");
        assert_eq!(ISO.read(text.as_bytes()), None, "{text}");
    }
    for text in [
        "2026-11-22T09:05:00",
        "2026-11-22T09:05:00.Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T09:05:60Z",
        "2026-11-22T09:05:00.1234567890Z",
        "2026-11-22 09:05:00Z",
    ] {
        assert_eq!(FULL.read(text.as_bytes()), None, "{text}");
    }
    assert_eq!(JALALI.read_date(b"1404/12/30"), None);
    assert_eq!(JALALI.read_date(b"2026/11/22"), None);
}

/// `M/d/yyyy h:mm:ss tt`
const TWELVE: DatePattern = DatePattern::new(
    Calendar::Gregorian,
    &[
        DatePiece::Month1,
        Literal("/"),
        DatePiece::Day1,
        Literal("/"),
        Year4,
        Literal(" "),
        DatePiece::Hour12Short,
        Literal(":"),
        Minute2,
        Literal(":"),
        Second2,
        Literal(" "),
        DatePiece::AmPm,
    ],
);

#[test]
fn hours_of_twelve() {
    let date = Date::new(2026, 3, 2).unwrap();
    for (hour, text) in [
        (0, "3/2/2026 12:05:00 AM"),
        (1, "3/2/2026 1:05:00 AM"),
        (11, "3/2/2026 11:05:00 AM"),
        (12, "3/2/2026 12:05:00 PM"),
        (13, "3/2/2026 1:05:00 PM"),
        (23, "3/2/2026 11:05:00 PM"),
    ] {
        let time = DateTime::new(date, hour, 5, 0).unwrap();
        assert_eq!(written(&TWELVE, time).unwrap(), text);
        assert_eq!(TWELVE.read(text.as_bytes()), Some(time));
    }
    let time = DateTime::new(date, 13, 5, 0).ok();
    assert_eq!(TWELVE.read(b"03/02/2026 01:05:00 pm"), time);
    for text in [
        "3/2/2026 0:05:00 AM",
        "3/2/2026 13:05:00 PM",
        "3/2/2026 1:05:00",
        "3/2/2026 1:05:00 XM",
        "003/2/2026 1:05:00 AM",
        "/2/2026 1:05:00 AM",
    ] {
        assert_eq!(TWELVE.read(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn years_of_two_digits() {
    const SHORT: DatePattern = DatePattern::new(Calendar::Gregorian, &[Day2, Month2, DatePiece::Year2]);
    const JALALI: DatePattern = DatePattern::new(Calendar::Jalali, &[DatePiece::Year2, Month2, Day2]);
    for (year, text) in [(1969, "220669"), (1999, "220699"), (2000, "220600"), (2026, "220626"), (2068, "220668")] {
        let date = Date::new(year, 6, 22).unwrap();
        let mut out = Vec::new();
        SHORT.write_date(&mut out, date).unwrap();
        assert_eq!(out, text.as_bytes());
        assert_eq!(SHORT.read_date(text.as_bytes()), Some(date));
    }
    for year in [1968, 2069] {
        assert!(SHORT.write_date(&mut Vec::new(), Date::new(year, 6, 22).unwrap()).is_err());
    }
    let date = Date::new(2026, 11, 22).unwrap();
    assert_eq!(JALALI.read_date(b"050901"), Some(date));
    assert_eq!(written(&JALALI, date.into()).unwrap(), "050901");
    assert_eq!(JALALI.read_date(b"500101"), Date::from_jalali(1350, 1, 1).ok());
    assert_eq!(JALALI.read_date(b"490101"), Date::from_jalali(1449, 1, 1).ok());
}

#[test]
fn fractions_of_fixed_length() {
    const MILLIS: DatePattern = DatePattern::new(
        Calendar::Gregorian,
        &[Year4, Month2, Day2, Hour2, Minute2, Second2, DatePiece::FractionFixed(3)],
    );
    let time = DateTime::new(Date::new(2026, 11, 22).unwrap(), 9, 5, 7).unwrap();
    assert_eq!(written(&MILLIS, time).unwrap(), "20261122090507000");
    let time = time.with_nanosecond(20_000_000).unwrap();
    assert_eq!(written(&MILLIS, time).unwrap(), "20261122090507020");
    assert_eq!(MILLIS.read(b"20261122090507020"), Some(time));
    assert!(written(&MILLIS, time.with_nanosecond(1).unwrap()).is_err());
    for text in ["20261122090507", "2026112209050702", "202611220905070200", "2026112209050702x"] {
        assert_eq!(MILLIS.read(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn offsets_are_kept_or_refused() {
    macro_rules! with {
        ($offset:ident) => {
            DatePattern::new(
                Calendar::Gregorian,
                &[Year4, Month2, Day2, Literal("T"), Hour2, Minute2, DatePiece::$offset],
            )
        };
    }
    const Z: DatePattern = with!(Offset);
    const COLON: DatePattern = with!(OffsetColon);
    const COMPACT: DatePattern = with!(OffsetCompact);
    let civil = DateTime::new(Date::new(2026, 11, 22).unwrap(), 9, 5, 0).unwrap();
    for (minutes, z, colon, compact) in
        [(0, "Z", "+00:00", "+0000"), (180, "+03:00", "+03:00", "+0300"), (-570, "-09:30", "-09:30", "-0930")]
    {
        let time = OffsetDateTime::new(civil, minutes).unwrap();
        for (pattern, written) in [(Z, z), (COLON, colon), (COMPACT, compact)] {
            let mut out = Vec::new();
            pattern.write_offset(&mut out, time).unwrap();
            assert_eq!(out, format!("20261122T0905{written}").as_bytes());
            for spelling in [z, colon, compact] {
                assert_eq!(pattern.read_offset(format!("20261122T0905{spelling}").as_bytes()), Some(time));
            }
            // Neither is a civil time read from it in silence, nor one written into it.
            assert_eq!(pattern.read(&out), None);
            assert_eq!(pattern.read_date(&out), None);
            assert!(pattern.write(&mut Vec::new(), civil).is_err());
            assert!(pattern.write_date(&mut Vec::new(), civil.date()).is_err());
        }
    }
    for text in ["", "+3:00", "+03:0", "+03", "+24:00", "+03:60", "03:00", "+03:00x", "UTC", "+-3:00"] {
        assert_eq!(Z.read_offset(format!("20261122T0905{text}").as_bytes()), None, "{text}");
    }
    let time = OffsetDateTime::utc(civil);
    assert!(ISO.write_offset(&mut Vec::new(), time).is_err());
    assert_eq!(ISO.read_offset(b"2026-11-22"), None);
}

#[test]
#[should_panic(expected = "needs AM or PM")]
fn an_hour_of_twelve_without_its_half_does_not_compile() {
    let _ = DatePattern::new(Calendar::Gregorian, &[Year4, Month2, Day2, DatePiece::Hour12]);
}

#[test]
#[should_panic(expected = "needs AM or PM")]
fn a_half_without_its_hour_does_not_compile() {
    let _ = DatePattern::new(Calendar::Gregorian, &[Year4, Month2, Day2, Hour2, DatePiece::AmPm]);
}

#[test]
#[should_panic(expected = "one digit or two")]
fn digits_after_an_open_end_do_not_compile() {
    let _ = DatePattern::new(Calendar::Gregorian, &[Year4, DatePiece::Month1, Literal(""), Day2]);
}

#[test]
#[should_panic(expected = "needs a day")]
fn a_pattern_without_a_day_does_not_compile() {
    let _ = DatePattern::new(Calendar::Gregorian, &[Year4, Month2, Hour2]);
}

#[test]
#[should_panic(expected = "of another calendar")]
fn names_of_another_calendar_do_not_compile() {
    let _ = DatePattern::new(Calendar::Jalali, &[Year4, DatePiece::MonthName, Day2]);
}

#[test]
#[should_panic(expected = "twice")]
fn a_pattern_with_two_years_does_not_compile() {
    let _ = DatePattern::new(Calendar::Gregorian, &[Year4, Month2, Day2, Year4]);
}

/// `Tue, 24 Nov 2026 10:00:00 +0300`, as mail and feeds have it.
#[test]
fn names_of_months_and_days() {
    use DatePiece::{MonthAbbr, MonthName, OffsetCompact, WeekdayAbbr, WeekdayName};
    const MAIL: DatePattern = DatePattern::new(
        Calendar::Gregorian,
        &[
            WeekdayAbbr,
            Literal(", "),
            Day2,
            Literal(" "),
            MonthAbbr,
            Literal(" "),
            Year4,
            Literal(" "),
            Hour2,
            Literal(":"),
            Minute2,
            Literal(":"),
            Second2,
            Literal(" "),
            OffsetCompact,
        ],
    );
    const LONG: DatePattern = DatePattern::new(
        Calendar::Gregorian,
        &[WeekdayName, Literal(" "), DatePiece::Day1, Literal(" "), MonthName, Literal(" "), Year4],
    );
    let time = DateTime::new(Date::new(2026, 11, 24).unwrap(), 10, 0, 0).unwrap();
    let time = OffsetDateTime::new(time, 180).unwrap();
    let mut out = Vec::new();
    MAIL.write_offset(&mut out, time).unwrap();
    assert_eq!(out, b"Tue, 24 Nov 2026 10:00:00 +0300");
    for text in
        ["Tue, 24 Nov 2026 10:00:00 +0300", "TUE, 24 nov 2026 10:00:00 +03:00", "Mon, 24 Nov 2026 10:00:00 +0300"]
    {
        assert_eq!(MAIL.read_offset(text.as_bytes()), Some(time), "{text}");
    }
    for text in ["Tux, 24 Nov 2026 10:00:00 +0300", "Tue, 24 Now 2026 10:00:00 +0300", "24 Nov 2026 10:00:00 +0300"] {
        assert_eq!(MAIL.read_offset(text.as_bytes()), None, "{text}");
    }
    let first = Date::new(2024, 1, 1).unwrap().day_number();
    for number in first..first + 366 {
        let day = Date::from_day_number(number).unwrap();
        let mut out = Vec::new();
        LONG.write_date(&mut out, day).unwrap();
        assert_eq!(LONG.read_date(&out), Some(day));
        let expected = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let index = usize::try_from(number - first).unwrap() % 7;
        assert!(out.starts_with(expected[index].as_bytes()), "2024 began on a Monday");
    }
    let mut out = Vec::new();
    LONG.write_date(&mut out, Date::new(2024, 5, 3).unwrap()).unwrap();
    assert_eq!(out, b"Friday 3 May 2024");
}

#[test]
fn months_have_no_day() {
    const SHORT: DatePattern = DatePattern::new(Calendar::Gregorian, &[Month2, DatePiece::Year2]);
    const ISO_MONTH: DatePattern = DatePattern::new(Calendar::Gregorian, &[Year4, Literal("-"), Month2]);
    let month = |year, month| YearMonth::new(year, month).unwrap();
    for (pattern, of, text) in [
        (&SHORT, month(2027, 5), "0527"),
        (&SHORT, month(2068, 12), "1268"),
        (&SHORT, month(1969, 1), "0169"),
        (&ISO_MONTH, month(2027, 12), "2027-12"),
    ] {
        let mut out = Vec::new();
        pattern.write_month(&mut out, of).unwrap();
        assert_eq!(out, text.as_bytes());
        assert_eq!(pattern.read_month(text.as_bytes()), Some(of));
        // A month is no day, and a day no month.
        assert_eq!((pattern.read_date(text.as_bytes()), pattern.read(text.as_bytes())), (None, None));
        assert!(pattern.write_date(&mut out, of.first_day()).is_err());
        assert!(pattern.write(&mut out, of.first_day().into()).is_err());
    }
    assert!(SHORT.write_month(&mut Vec::new(), month(2069, 1)).is_err());
    for text in ["1327", "0027", "527", "05275", "05/27"] {
        assert_eq!(SHORT.read_month(text.as_bytes()), None, "{text}");
    }
    assert!(ISO.write_month(&mut Vec::new(), month(2027, 5)).is_err());
    assert_eq!(ISO.read_month(b"2027-05-01"), None);
}
