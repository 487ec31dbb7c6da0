//! How long something lasts, on the wire.

use std::time::Duration;

/// How a duration is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DurationForm {
    /// A whole number of a unit.
    Number(DurationUnit),
    /// Numbers with a letter behind them, those that are not zero: `4d3h2m1s`.
    Units,
    /// As in ISO 8601: `PT15M`.
    Iso8601,
    /// Like a clock, `2:00`; the text is the pattern as written in the spec.
    Clock(Vec<DurationPiece>, String),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DurationUnit {
    /// Thousandths of a second.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// 60 seconds.
    Minutes,
    /// 60 minutes.
    Hours,
    /// 24 hours.
    Days,
}

/// A piece of a duration that looks like a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DurationPiece {
    /// So many of a unit, with at least so many digits.
    Number(DurationUnit, u8),
    /// As it stands.
    Literal(String),
}

impl DurationUnit {
    /// The words of the language.
    pub const ALL: [(&str, Self); 5] = [
        ("milliseconds", Self::Milliseconds),
        ("seconds", Self::Seconds),
        ("minutes", Self::Minutes),
        ("hours", Self::Hours),
        ("days", Self::Days),
    ];

    fn milliseconds(self) -> u128 {
        match self {
            Self::Milliseconds => 1,
            Self::Seconds => 1000,
            Self::Minutes => 60_000,
            Self::Hours => 3_600_000,
            Self::Days => 86_400_000,
        }
    }
}

const LETTERS: [(char, DurationUnit); 4] =
    [('d', DurationUnit::Days), ('h', DurationUnit::Hours), ('m', DurationUnit::Minutes), ('s', DurationUnit::Seconds)];

impl DurationForm {
    /// Reads a form as specs write it; none if it is no form of a duration.
    pub fn parse(text: &str) -> Option<Result<Self, String>> {
        match text {
            "units" => Some(Ok(Self::Units)),
            "iso8601" => Some(Ok(Self::Iso8601)),
            _ if text.contains('%') => Some(clock(text)),
            _ => DurationUnit::ALL.iter().find(|(word, _)| *word == text).map(|(_, unit)| Ok(Self::Number(*unit))),
        }
    }

    /// Writes a duration, to the millisecond; what the form has no room for is left out.
    pub fn write(&self, duration: Duration) -> String {
        let mut rest = duration.as_millis();
        let mut take = |unit: DurationUnit| {
            let count = rest / unit.milliseconds();
            rest %= unit.milliseconds();
            count
        };
        match self {
            Self::Number(unit) => take(*unit).to_string(),
            Self::Units => {
                let parts = LETTERS.map(|(letter, unit)| (letter, take(unit)));
                let shown = parts.iter().filter(|(_, count)| *count > 0);
                let text: String = shown.map(|(letter, count)| format!("{count}{letter}")).collect();
                if text.is_empty() { "0s".to_owned() } else { text }
            }
            Self::Iso8601 => {
                let (hours, minutes) = (take(DurationUnit::Hours), take(DurationUnit::Minutes));
                let (seconds, fraction) = (take(DurationUnit::Seconds), take(DurationUnit::Milliseconds));
                let part = |count: u128, letter: &str| {
                    if count > 0 { format!("{count}{letter}") } else { String::new() }
                };
                let seconds = match (seconds, fraction) {
                    (0, 0) if hours + minutes > 0 => String::new(),
                    (seconds, 0) => format!("{seconds}S"),
                    (seconds, fraction) => {
                        format!("{seconds}.{}S", format!("{fraction:03}").trim_end_matches('0'))
                    }
                };
                format!("PT{}{}{seconds}", part(hours, "H"), part(minutes, "M"))
            }
            Self::Clock(pieces, _) => pieces
                .iter()
                .map(|piece| match piece {
                    DurationPiece::Literal(text) => text.clone(),
                    DurationPiece::Number(unit, width) => {
                        format!("{:0width$}", take(*unit), width = usize::from(*width))
                    }
                })
                .collect(),
        }
    }

    /// Reads a text that matches wholly.
    pub fn read(&self, text: &str) -> Option<Duration> {
        let milliseconds = match self {
            Self::Number(unit) => number(text)? * unit.milliseconds(),
            Self::Units => units(text, &LETTERS)?,
            Self::Iso8601 => {
                let text = text.strip_prefix('P')?;
                let (days, of_day) = match text.split_once('T') {
                    Some((days, of_day)) => (days, Some(of_day)),
                    None => (text, None),
                };
                match (days.strip_suffix('W'), of_day) {
                    (Some(weeks), None) => number(weeks)? * 7 * DurationUnit::Days.milliseconds(),
                    (_, None) => units(&days.to_ascii_lowercase(), LETTERS.get(..1)?)?,
                    (_, Some(of_day)) => {
                        let days =
                            if days.is_empty() { 0 } else { units(&days.to_ascii_lowercase(), LETTERS.get(..1)?)? };
                        days + units(&of_day.to_ascii_lowercase(), LETTERS.get(1..)?)?
                    }
                }
            }
            Self::Clock(pieces, _) => {
                let mut rest = text;
                let mut total = 0;
                let mut larger = u128::MAX;
                for (index, piece) in pieces.iter().enumerate() {
                    match piece {
                        DurationPiece::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
                        DurationPiece::Number(unit, width) => {
                            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                            let touches = matches!(pieces.get(index + 1), Some(DurationPiece::Number(..)));
                            let fixed = touches || larger < u128::MAX && *width > 1;
                            let digits = if fixed { digits.min(usize::from(*width)) } else { digits };
                            let (count, after) = rest.split_at_checked(digits.max(usize::from(*width)))?;
                            let count = number(count)? * unit.milliseconds();
                            if count >= larger {
                                return None;
                            }
                            (rest, total, larger) = (after, total + count, unit.milliseconds());
                        }
                    }
                }
                rest.is_empty().then_some(total)?
            }
        };
        u64::try_from(milliseconds).ok().map(Duration::from_millis)
    }
}

/// Up to 15 digits.
fn number(text: &str) -> Option<u128> {
    let is_number = (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Numbers, each with a letter behind it, in the order of the letters; seconds may have a fraction.
fn units(text: &str, letters: &[(char, DurationUnit)]) -> Option<u128> {
    let mut letters = letters.iter();
    let mut total = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (count, after) = rest.split_at_checked(end)?;
        let (_, unit) = letters.find(|(letter, _)| after.starts_with(*letter))?;
        total += match count.split_once('.') {
            Some((whole, fraction)) if *unit == DurationUnit::Seconds && fraction.len() <= 3 => {
                number(whole)? * 1000 + number(&format!("{fraction:0<3}"))?
            }
            _ => number(count)? * unit.milliseconds(),
        };
        rest = after.get(1..)?;
    }
    (!text.is_empty()).then_some(total)
}

/// Reads a pattern such as `%-H:%M`: units from large to small, each once.
fn clock(text: &str) -> Result<DurationForm, String> {
    const KNOWN: &str = "a duration has %d, %H, %M and %S, or %-d, %-H, %-M and %-S, from large to small";
    let mut pieces: Vec<DurationPiece> = Vec::new();
    let mut rest = text.chars();
    let mut smallest = None;
    while let Some(c) = rest.next() {
        let mut literal = |text: char| match pieces.last_mut() {
            Some(DurationPiece::Literal(before)) => before.push(text),
            _ => pieces.push(DurationPiece::Literal(text.to_string())),
        };
        if c != '%' {
            literal(c);
            continue;
        }
        let mut part = rest.next();
        if part == Some('%') {
            literal('%');
            continue;
        }
        let width = if part == Some('-') { 1 } else { 2 };
        if width == 1 {
            part = rest.next();
        }
        let unit = match part {
            Some('d') => DurationUnit::Days,
            Some('H') => DurationUnit::Hours,
            Some('M') => DurationUnit::Minutes,
            Some('S') => DurationUnit::Seconds,
            _ => return Err(KNOWN.into()),
        };
        if smallest.is_some_and(|smallest| unit >= smallest) {
            return Err(KNOWN.into());
        }
        if matches!(pieces.last(), Some(DurationPiece::Number(_, 1))) {
            return Err("digits follow a number that has any number of digits".into());
        }
        smallest = Some(unit);
        pieces.push(DurationPiece::Number(unit, width));
    }
    Ok(DurationForm::Clock(pieces, text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_both_ways() {
        for (form, seconds, text) in [
            ("seconds", 90, "90"),
            ("minutes", 120, "2"),
            ("units", 4 * 86_400 + 3 * 3600 + 2 * 60 + 1, "4d3h2m1s"),
            ("units", 0, "0s"),
            ("iso8601", 900, "PT15M"),
            ("iso8601", 129_600, "PT36H"),
            ("%-H:%M", 7200, "2:00"),
            ("%H%M%S", 3661, "010101"),
            ("%H:%M", 360_000, "100:00"),
        ] {
            let form = DurationForm::parse(form).unwrap().unwrap();
            assert_eq!(form.write(Duration::from_secs(seconds)), text);
            assert_eq!(form.read(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        let iso = DurationForm::Iso8601;
        assert_eq!(iso.read("P1DT12H"), Some(Duration::from_secs(129_600)));
        assert_eq!(iso.read("PT1.5S"), Some(Duration::from_millis(1500)));
        for text in ["P1M", "PT", "P", "1H", "PT1X"] {
            assert_eq!(iso.read(text), None, "{text}");
        }
        for wrong in ["%M:%H", "%H:%H", "%Y", "%-H%M", "%"] {
            assert!(DurationForm::parse(wrong).unwrap().is_err(), "{wrong}");
        }
        assert!(DurationForm::parse("weeks").is_none());
    }
}
