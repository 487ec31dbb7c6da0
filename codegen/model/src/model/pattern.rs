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
    /// `%m`, two digits.
    Month,
    /// `%d`, two digits.
    Day,
    /// `%H`, two digits, 00 to 23.
    Hour,
    /// `%M`, two digits.
    Minute,
    /// `%S`, two digits.
    Second,
    /// `%.f`, a dot and one to nine digits, or nothing.
    Fraction,
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
}

impl DatePattern {
    /// Reads a pattern, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pieces: Vec<DatePiece> = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let piece = if c == '%' {
                match rest.next() {
                    Some('Y') => DatePiece::Year,
                    Some('m') => DatePiece::Month,
                    Some('d') => DatePiece::Day,
                    Some('H') => DatePiece::Hour,
                    Some('M') => DatePiece::Minute,
                    Some('S') => DatePiece::Second,
                    Some('%') => DatePiece::Literal("%".into()),
                    Some('.') if rest.next() == Some('f') => DatePiece::Fraction,
                    Some(other) => return Err(format!("`%{other}` is no part of a date pattern; known are %Y %m %d %H %M %S %.f %%")),
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
        for needed in [DatePiece::Year, DatePiece::Month, DatePiece::Day] {
            if !pieces.contains(&needed) {
                return Err("a date pattern has %Y, %m and %d".into());
            }
        }
        Ok(Self { pieces, text: text.to_owned() })
    }

    /// Whether it has a time of day.
    pub fn has_time(&self) -> bool {
        self.pieces.contains(&DatePiece::Hour)
    }

    /// Reads a text that matches wholly.
    pub fn read(&self, text: &str) -> Option<Moment> {
        let mut moment = Moment::default();
        let mut rest = text;
        for piece in &self.pieces {
            match piece {
                DatePiece::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
                DatePiece::Year => moment.year = i16::try_from(digits(&mut rest, 4)?).ok()?,
                DatePiece::Month => moment.month = small(&mut rest, 1, 12)?,
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
        rest.is_empty().then_some(moment)
    }

    /// Writes a moment of the pattern's calendar.
    pub fn write(&self, moment: Moment) -> String {
        use std::fmt::Write;
        let mut out = String::new();
        for piece in &self.pieces {
            let written = match piece {
                DatePiece::Literal(literal) => out.write_str(literal),
                DatePiece::Year => write!(out, "{:04}", moment.year),
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

fn digits(rest: &mut &str, count: usize) -> Option<u32> {
    let (head, tail) = rest.split_at_checked(count)?;
    if !head.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    *rest = tail;
    head.parse().ok()
}

fn small(rest: &mut &str, min: u8, max: u8) -> Option<u8> {
    let value = u8::try_from(digits(rest, 2)?).ok()?;
    (min..=max).contains(&value).then_some(value)
}
