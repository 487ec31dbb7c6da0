//! Date patterns: what a date or time looks like on the wire.

/// A date pattern, such as `%Y-%m-%d %H:%M:%S`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatePattern {
    /// In order.
    pub pieces: Vec<DatePiece>,
    /// As written in the spec.
    pub text: String,
}

/// A piece of a date pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatePiece {
    /// `%Y`, four digits.
    Year,
    /// `%y`, two digits: 1969 to 2068, in the Iranian calendar 1350 to 1449.
    Year2,
    /// `%m`, two digits.
    Month,
    /// `%-m`, one or two digits.
    MonthShort,
    /// `%b`, the first three letters of the month's English name: `Nov`.
    MonthAbbr,
    /// `%B`, the month's English name.
    MonthName,
    /// `%d`, two digits.
    Day,
    /// `%-d`, one or two digits.
    DayShort,
    /// `%a`, the first three letters of the English name of the day of the week: `Tue`.
    WeekdayAbbr,
    /// `%A`, the English name of the day of the week.
    WeekdayName,
    /// `%H`, two digits, 00 to 23.
    Hour,
    /// `%-H`, one or two digits, 0 to 23.
    HourShort,
    /// `%I`, two digits, 01 to 12; with `%p`.
    Hour12,
    /// `%-I`, one or two digits, 1 to 12; with `%p`.
    Hour12Short,
    /// `%p`, `AM` or `PM`.
    AmPm,
    /// `%P`, `am` or `pm`.
    AmPmLower,
    /// `%M`, two digits.
    Minute,
    /// `%S`, two digits.
    Second,
    /// `%.f`, a dot and one to nine digits, or nothing.
    Fraction,
    /// `%3f`, so many digits of a second, without the dot.
    FractionFixed(u8),
    /// `%:z`, the distance from UTC: `+03:00`, or `Z`.
    Offset,
    /// `%z`, the distance from UTC: `+0300`.
    OffsetCompact,
    /// As it stands.
    Literal(String),
}

/// A point in a calendar, in no zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// In the pattern's calendar.
    pub year: i16,
    /// From one.
    pub month: u8,
    /// From one.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Of a second.
    pub nanosecond: u32,
    /// Ahead of UTC, where the pattern has it.
    pub offset_minutes: i16,
}

impl DatePiece {
    /// Whether it may have another digit.
    fn has_open_end(&self) -> bool {
        matches!(self, Self::MonthShort | Self::DayShort | Self::HourShort | Self::Hour12Short | Self::Fraction)
    }

    /// Whether it begins with a digit.
    fn is_digits(&self) -> bool {
        match self {
            Self::Literal(text) => text.starts_with(|c: char| c.is_ascii_digit()),
            Self::MonthAbbr | Self::MonthName | Self::WeekdayAbbr | Self::WeekdayName => false,
            Self::AmPm | Self::AmPmLower | Self::Fraction | Self::Offset | Self::OffsetCompact => false,
            _ => true,
        }
    }
}

const MONTHS: [DatePiece; 4] = [DatePiece::Month, DatePiece::MonthShort, DatePiece::MonthAbbr, DatePiece::MonthName];

const HOURS: [DatePiece; 4] = [DatePiece::Hour, DatePiece::HourShort, DatePiece::Hour12, DatePiece::Hour12Short];

/// The English names of the months.
pub const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English names of the days of the week.
pub const DAY_NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl DatePattern {
    /// Reads a pattern, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pieces: Vec<DatePiece> = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let piece = if c == '%' {
                match rest.next() {
                    Some('Y') => DatePiece::Year,
                    Some('y') => DatePiece::Year2,
                    Some('I') => DatePiece::Hour12,
                    Some('p') => DatePiece::AmPm,
                    Some('P') => DatePiece::AmPmLower,
                    Some('b') => DatePiece::MonthAbbr,
                    Some('B') => DatePiece::MonthName,
                    Some('a') => DatePiece::WeekdayAbbr,
                    Some('A') => DatePiece::WeekdayName,
                    Some('z') => DatePiece::OffsetCompact,
                    Some(':') if rest.next() == Some('z') => DatePiece::Offset,
                    Some(digit @ '1'..='9') if rest.next() == Some('f') => {
                        DatePiece::FractionFixed(u8::try_from(digit.to_digit(10).unwrap_or(9)).unwrap_or(9))
                    }
                    Some('-') => match rest.next() {
                        Some('m') => DatePiece::MonthShort,
                        Some('d') => DatePiece::DayShort,
                        Some('H') => DatePiece::HourShort,
                        Some('I') => DatePiece::Hour12Short,
                        _ => return Err("only %-m, %-d, %-H and %-I are written without zeros".into()),
                    },
                    Some('m') => DatePiece::Month,
                    Some('d') => DatePiece::Day,
                    Some('H') => DatePiece::Hour,
                    Some('M') => DatePiece::Minute,
                    Some('S') => DatePiece::Second,
                    Some('%') => DatePiece::Literal("%".into()),
                    Some('.') if rest.next() == Some('f') => DatePiece::Fraction,
                    Some(other) => {
                        return Err(format!(
                            "`%{other}` is no part of a date pattern; known are %Y %y %m %-m %b %B %d %-d %a %A %H %-H %I %-I %p %P %M %S %.f %3f %z %:z %%"
                        ));
                    }
                    None => return Err("the pattern ends with a lone `%`".into()),
                }
            } else {
                DatePiece::Literal(c.to_string())
            };
            if let DatePiece::Literal(more) = &piece {
                if let Some(DatePiece::Literal(before)) = pieces.last_mut() {
                    before.push_str(more);
                    continue;
                }
            } else if pieces.contains(&piece) {
                return Err("each part stands once in a date pattern".into());
            }
            pieces.push(piece);
        }
        let one_of = |these: &[DatePiece]| pieces.iter().filter(|piece| these.contains(piece)).count();
        if one_of(&[DatePiece::Year, DatePiece::Year2]) != 1
            || one_of(&MONTHS) != 1
            || one_of(&[DatePiece::Day, DatePiece::DayShort]) > 1
            || one_of(&[DatePiece::WeekdayAbbr, DatePiece::WeekdayName]) > 1
        {
            return Err("a date pattern has %Y, %m and %d, that of a month %Y and %m".into());
        }
        let is_of_day = |piece: &DatePiece| {
            use DatePiece::{Literal, Month, MonthAbbr, MonthName, MonthShort, Year, Year2};
            !matches!(piece, Year | Year2 | Month | MonthShort | MonthAbbr | MonthName | Literal(_))
        };
        if one_of(&[DatePiece::Day, DatePiece::DayShort]) == 0 && pieces.iter().any(is_of_day) {
            return Err("a date pattern that has more than a year and a month has a day".into());
        }
        if pieces.windows(2).any(|two| matches!(two, [before, after] if before.has_open_end() && after.is_digits())) {
            return Err("digits follow a number that has one digit or two".into());
        }
        if one_of(&HOURS) > 1
            || one_of(&[DatePiece::Hour12, DatePiece::Hour12Short]) != one_of(&[DatePiece::AmPm, DatePiece::AmPmLower])
        {
            return Err("an hour is %H, or %I with %p".into());
        }
        if one_of(&[DatePiece::Offset, DatePiece::OffsetCompact]) > 1 {
            return Err("the distance from UTC stands once in a date pattern".into());
        }
        Ok(Self { pieces, text: text.to_owned() })
    }

    /// Whether it has a day, and is not that of a month.
    pub fn has_day(&self) -> bool {
        self.pieces.contains(&DatePiece::Day) || self.pieces.contains(&DatePiece::DayShort)
    }

    /// Whether it has the name of a month or of a day, which are those of the common calendar.
    pub fn has_names(&self) -> bool {
        use DatePiece::{MonthAbbr, MonthName, WeekdayAbbr, WeekdayName};
        [MonthAbbr, MonthName, WeekdayAbbr, WeekdayName].iter().any(|name| self.pieces.contains(name))
    }

    /// Whether it has the name of a day of the week.
    pub fn has_weekday(&self) -> bool {
        self.pieces.contains(&DatePiece::WeekdayAbbr) || self.pieces.contains(&DatePiece::WeekdayName)
    }

    /// Whether it has a time of day.
    pub fn has_time(&self) -> bool {
        HOURS.iter().any(|hour| self.pieces.contains(hour))
    }

    /// Whether it has the distance from UTC.
    pub fn has_offset(&self) -> bool {
        self.pieces.contains(&DatePiece::Offset) || self.pieces.contains(&DatePiece::OffsetCompact)
    }

    /// Reads a text that matches wholly. A month begins with its first day.
    pub fn read(&self, text: &str) -> Option<Moment> {
        let mut moment = Moment { day: 1, ..Moment::default() };
        let mut afternoon = None;
        let mut rest = text;
        for piece in &self.pieces {
            match piece {
                DatePiece::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
                DatePiece::Year => moment.year = i16::try_from(digits(&mut rest, 4)?).ok()?,
                DatePiece::Year2 => {
                    let short = i16::try_from(digits(&mut rest, 2)?).ok()?;
                    moment.year = if short < 69 { 2000 + short } else { 1900 + short };
                }
                DatePiece::Month => moment.month = small(&mut rest, 1, 12)?,
                DatePiece::MonthShort => moment.month = short(&mut rest, 1, 12)?,
                DatePiece::DayShort => moment.day = short(&mut rest, 1, 31)?,
                DatePiece::HourShort => moment.hour = short(&mut rest, 0, 23)?,
                DatePiece::MonthAbbr => moment.month = named(&mut rest, &MONTH_NAMES, Some(3))?,
                DatePiece::MonthName => moment.month = named(&mut rest, &MONTH_NAMES, None)?,
                // The date says which day it is.
                DatePiece::WeekdayAbbr => _ = named(&mut rest, &DAY_NAMES, Some(3))?,
                DatePiece::WeekdayName => _ = named(&mut rest, &DAY_NAMES, None)?,
                DatePiece::Hour12 => moment.hour = small(&mut rest, 1, 12)?,
                DatePiece::Hour12Short => moment.hour = short(&mut rest, 1, 12)?,
                DatePiece::AmPm | DatePiece::AmPmLower => {
                    let (word, tail) = rest.split_at_checked(2)?;
                    afternoon = Some(match word.to_ascii_uppercase().as_str() {
                        "AM" => false,
                        "PM" => true,
                        _ => return None,
                    });
                    rest = tail;
                }
                DatePiece::FractionFixed(count) => {
                    let value = digits(&mut rest, usize::from(*count))?;
                    moment.nanosecond = value * 10u32.pow(9 - u32::from(*count));
                }
                DatePiece::Offset | DatePiece::OffsetCompact => (moment.offset_minutes, rest) = offset(rest)?,
                DatePiece::Day => moment.day = small(&mut rest, 1, 31)?,
                DatePiece::Hour => moment.hour = small(&mut rest, 0, 23)?,
                DatePiece::Minute => moment.minute = small(&mut rest, 0, 59)?,
                DatePiece::Second => moment.second = small(&mut rest, 0, 59)?,
                DatePiece::Fraction => {
                    if let Some(after) = rest.strip_prefix('.') {
                        let count = after.bytes().take_while(u8::is_ascii_digit).count();
                        if count == 0 || count > 9 {
                            return None;
                        }
                        let scale = 10u32.pow(9 - u32::try_from(count).ok()?);
                        moment.nanosecond = after[..count].parse::<u32>().ok()? * scale;
                        rest = &after[count..];
                    }
                }
            }
        }
        if let Some(afternoon) = afternoon {
            moment.hour = moment.hour % 12 + if afternoon { 12 } else { 0 };
        }
        rest.is_empty().then_some(moment)
    }

    /// Writes a moment of the pattern's calendar.
    pub fn write(&self, moment: Moment) -> String {
        use std::fmt::Write;
        let month = usize::from(moment.month.saturating_sub(1));
        let mut out = String::new();
        for piece in &self.pieces {
            let written = match piece {
                DatePiece::Literal(literal) => out.write_str(literal),
                DatePiece::Year => write!(out, "{:04}", moment.year),
                DatePiece::Year2 => write!(out, "{:02}", moment.year.rem_euclid(100)),
                DatePiece::MonthShort => write!(out, "{}", moment.month),
                DatePiece::MonthAbbr => out.write_str(MONTH_NAMES.get(month).map_or("", |name| &name[..3])),
                DatePiece::MonthName => out.write_str(MONTH_NAMES.get(month).copied().unwrap_or_default()),
                DatePiece::WeekdayAbbr => out.write_str(DAY_NAMES.get(moment.weekday()).map_or("", |name| &name[..3])),
                DatePiece::WeekdayName => out.write_str(DAY_NAMES.get(moment.weekday()).copied().unwrap_or_default()),
                DatePiece::DayShort => write!(out, "{}", moment.day),
                DatePiece::HourShort => write!(out, "{}", moment.hour),
                DatePiece::Hour12 => write!(out, "{:02}", (moment.hour + 11) % 12 + 1),
                DatePiece::Hour12Short => write!(out, "{}", (moment.hour + 11) % 12 + 1),
                DatePiece::AmPm => out.write_str(if moment.hour < 12 { "AM" } else { "PM" }),
                DatePiece::AmPmLower => out.write_str(if moment.hour < 12 { "am" } else { "pm" }),
                DatePiece::FractionFixed(count) => write!(
                    out,
                    "{:0width$}",
                    moment.nanosecond / 10u32.pow(9 - u32::from(*count)),
                    width = usize::from(*count)
                ),
                DatePiece::Offset if moment.offset_minutes == 0 => out.write_str("Z"),
                DatePiece::Offset | DatePiece::OffsetCompact => {
                    let (sign, minutes) = if moment.offset_minutes < 0 {
                        ('-', -moment.offset_minutes)
                    } else {
                        ('+', moment.offset_minutes)
                    };
                    let colon = if *piece == DatePiece::Offset { ":" } else { "" };
                    write!(out, "{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
                }
                DatePiece::Month => write!(out, "{:02}", moment.month),
                DatePiece::Day => write!(out, "{:02}", moment.day),
                DatePiece::Hour => write!(out, "{:02}", moment.hour),
                DatePiece::Minute => write!(out, "{:02}", moment.minute),
                DatePiece::Second => write!(out, "{:02}", moment.second),
                DatePiece::Fraction if moment.nanosecond == 0 => Ok(()),
                DatePiece::Fraction => write!(out, ".{}", format!("{:09}", moment.nanosecond).trim_end_matches('0')),
            };
            debug_assert!(written.is_ok());
        }
        out
    }
}

/// The place of a name in its list, from one; in any case, and whole or so many letters of it.
fn named(rest: &mut &str, names: &[&str], letters: Option<usize>) -> Option<u8> {
    let length = |name: &str| letters.unwrap_or(name.len());
    let index = names.iter().position(|name| {
        let part = name.get(..length(name)).unwrap_or_default();
        rest.get(..part.len()).is_some_and(|text| text.eq_ignore_ascii_case(part))
    })?;
    *rest = rest.get(length(names.get(index)?)..)?;
    u8::try_from(index + 1).ok()
}

fn digits(rest: &mut &str, count: usize) -> Option<u32> {
    let (head, tail) = rest.split_at_checked(count)?;
    if !head.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    *rest = tail;
    head.parse().ok()
}

/// One or two digits.
fn short(rest: &mut &str, min: u8, max: u8) -> Option<u8> {
    let count = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let value = u8::try_from(digits(rest, count.max(1))?).ok()?;
    (min..=max).contains(&value).then_some(value)
}

/// `Z`, `+03:00` or `+0300`, and what follows.
fn offset(text: &str) -> Option<(i16, &str)> {
    if let Some(rest) = text.strip_prefix(['Z', 'z']) {
        return Some((0, rest));
    }
    let (sign, mut rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let hours = i16::from(small(&mut rest, 0, 23)?);
    rest = rest.strip_prefix(':').unwrap_or(rest);
    let minutes = i16::from(small(&mut rest, 0, 59)?);
    Some((sign * (hours * 60 + minutes), rest))
}

fn small(rest: &mut &str, min: u8, max: u8) -> Option<u8> {
    let value = u8::try_from(digits(rest, 2)?).ok()?;
    (min..=max).contains(&value).then_some(value)
}
