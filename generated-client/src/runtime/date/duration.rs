//! How vendors say how long something lasts.

use std::time::Duration;

use crate::runtime::invalid::Invalid;

const SECOND: u128 = 1_000_000_000;

/// The unit in which a vendor counts how long something lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
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

impl DurationUnit {
    const fn nanoseconds(self) -> u128 {
        match self {
            Self::Milliseconds => 1_000_000,
            Self::Seconds => SECOND,
            Self::Minutes => 60 * SECOND,
            Self::Hours => 3_600 * SECOND,
            Self::Days => 86_400 * SECOND,
        }
    }
}

/// A piece of a duration that looks like a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationPiece {
    /// So many of a unit, with at least so many digits. The first has as many as it needs, unless digits follow.
    Number(DurationUnit, u8),
    /// Text that stands there as it is.
    Literal(&'static str),
}

/// How a vendor writes how long something lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationForm {
    /// A whole number of a unit.
    Number(DurationUnit),
    /// Numbers with a letter behind them, those that are not zero: `4d3h2m1s`, `90m`, `0s`.
    Units,
    /// As in ISO 8601: `PT15M`. Days and weeks are read, years and months are not.
    Iso8601,
    /// Like a clock: units from large to small, `2:00`.
    Clock(&'static [DurationPiece]),
}

/// What stands behind a number: a letter, and the unit that it means.
const LETTERS: [(u8, DurationUnit); 4] = [
    (b'd', DurationUnit::Days),
    (b'h', DurationUnit::Hours),
    (b'm', DurationUnit::Minutes),
    (b's', DurationUnit::Seconds),
];

impl DurationForm {
    /// Appends a duration.
    pub(crate) fn write(self, out: &mut Vec<u8>, duration: Duration) -> Result<(), Invalid> {
        let mut rest = duration.as_nanos();
        match self {
            Self::Number(unit) => {
                let count = take(&mut rest, unit);
                if i64::try_from(count).is_err() {
                    return Err(Invalid::new("a shorter time"));
                }
                number(out, count, 1);
            }
            Self::Units => {
                let start = out.len();
                for (letter, unit) in LETTERS {
                    let count = take(&mut rest, unit);
                    if count > 0 || unit == DurationUnit::Seconds && out.len() == start {
                        number(out, count, 1);
                        out.push(letter);
                    }
                }
            }
            Self::Iso8601 => {
                out.extend_from_slice(b"PT");
                let start = out.len();
                for (letter, unit) in LETTERS.iter().copied().skip(1) {
                    let count = take(&mut rest, unit);
                    let is_last = unit == DurationUnit::Seconds;
                    if count > 0 || is_last && (rest > 0 || out.len() == start) {
                        number(out, count, 1);
                        if is_last && rest > 0 {
                            let digits = format!("{:09}", std::mem::take(&mut rest));
                            out.push(b'.');
                            out.extend_from_slice(digits.trim_end_matches('0').as_bytes());
                        }
                        out.push(letter.to_ascii_uppercase());
                    }
                }
            }
            Self::Clock(pieces) => {
                for (index, piece) in pieces.iter().enumerate() {
                    match *piece {
                        DurationPiece::Literal(text) => out.extend_from_slice(text.as_bytes()),
                        DurationPiece::Number(unit, width) => {
                            let before = out.len();
                            number(out, take(&mut rest, unit), width);
                            if touches_digits(pieces, index) && out.len() - before > usize::from(width) {
                                return Err(Invalid::new("a shorter time"));
                            }
                        }
                    }
                }
            }
        }
        if rest == 0 { Ok(()) } else { Err(Invalid::new("a whole number of the vendor's units of time")) }
    }

    /// Reads a duration; `None` when the text is none in this form.
    pub(crate) fn read(self, text: &[u8]) -> Option<Duration> {
        let nanoseconds = match self {
            // Dressed as any other integer.
            Self::Number(_) => return None,
            Self::Units => {
                let mut rest = text;
                let total = units(&mut rest, &LETTERS, false)?;
                (rest.is_empty() && !text.is_empty()).then_some(total)?
            }
            Self::Iso8601 => iso8601(text)?,
            Self::Clock(pieces) => clock(pieces, text)?,
        };
        whole(nanoseconds)
    }

    /// So many of the unit in which the form counts; `None` when there is none, or too many.
    pub(crate) fn of_count(self, count: i64) -> Option<Duration> {
        let Self::Number(unit) = self else { return None };
        whole(u128::try_from(count).ok()? * unit.nanoseconds())
    }
}

fn whole(nanoseconds: u128) -> Option<Duration> {
    let fraction = u32::try_from(nanoseconds % SECOND).ok()?;
    Some(Duration::new(u64::try_from(nanoseconds / SECOND).ok()?, fraction))
}

/// How many units there are; the rest stays.
fn take(rest: &mut u128, unit: DurationUnit) -> u128 {
    let count = *rest / unit.nanoseconds();
    *rest %= unit.nanoseconds();
    count
}

fn number(out: &mut Vec<u8>, count: u128, width: u8) {
    out.extend_from_slice(format!("{count:0width$}", width = usize::from(width)).as_bytes());
}

fn touches_digits(pieces: &[DurationPiece], index: usize) -> bool {
    matches!(pieces.get(index + 1), Some(DurationPiece::Number(..)))
}

/// The number that a text begins with.
fn take_number(rest: &mut &[u8], most: usize) -> Option<u128> {
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count().min(most);
    let (digits, after) = rest.split_at_checked(length).filter(|(digits, _)| (1..=18).contains(&digits.len()))?;
    *rest = after;
    Some(digits.iter().fold(0, |number, digit| number * 10 + u128::from(digit - b'0')))
}

/// Numbers with a letter behind each, in this order and each once. Where fractions are allowed, the last unit may
/// have one.
fn units(rest: &mut &[u8], letters: &[(u8, DurationUnit)], fractions: bool) -> Option<u128> {
    let mut total = 0;
    let mut letters = letters.iter();
    while rest.first().is_some_and(u8::is_ascii_digit) {
        let count = take_number(rest, usize::MAX)?;
        let mut fraction = None;
        if fractions && let Some(after) = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")) {
            let length = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (digits, after) = after.split_at_checked(length).filter(|_| (1..=9).contains(&length))?;
            let scale = 10_u128.pow(9 - u32::try_from(length).ok()?);
            fraction = Some(digits.iter().fold(0, |number, digit| number * 10 + u128::from(digit - b'0')) * scale);
            *rest = after;
        }
        let (letter, after) = rest.split_first()?;
        let (_, unit) = letters.find(|(known, _)| known.eq_ignore_ascii_case(letter))?;
        *rest = after;
        if fraction.is_some() && *unit != DurationUnit::Seconds {
            return None;
        }
        total += count * unit.nanoseconds() + fraction.unwrap_or_default();
    }
    Some(total)
}

fn iso8601(text: &[u8]) -> Option<u128> {
    let mut rest = text.strip_prefix(b"P").or_else(|| text.strip_prefix(b"p"))?;
    if let [digits @ .., b'W' | b'w'] = rest {
        let mut rest = digits;
        let weeks = take_number(&mut rest, usize::MAX)?;
        return rest.is_empty().then_some(weeks * 7 * DurationUnit::Days.nanoseconds());
    }
    let [days, of_day @ ..] = &LETTERS;
    let mut total = units(&mut rest, &[*days], false)?;
    if let Some(after) = rest.strip_prefix(b"T").or_else(|| rest.strip_prefix(b"t")) {
        rest = after;
        if rest.is_empty() {
            return None;
        }
        total += units(&mut rest, of_day, true)?;
    }
    (rest.is_empty() && text.len() > 1).then_some(total)
}

fn clock(pieces: &[DurationPiece], text: &[u8]) -> Option<u128> {
    let mut rest = text;
    let mut total = 0;
    let mut larger: Option<DurationUnit> = None;
    for (index, piece) in pieces.iter().enumerate() {
        match *piece {
            DurationPiece::Literal(literal) => rest = rest.strip_prefix(literal.as_bytes())?,
            DurationPiece::Number(unit, width) => {
                let before = rest.len();
                let fixed = touches_digits(pieces, index) || larger.is_some() && width > 1;
                let count = take_number(&mut rest, if fixed { usize::from(width) } else { usize::MAX })?;
                let nanoseconds = count * unit.nanoseconds();
                if before - rest.len() < usize::from(width)
                    || larger.is_some_and(|larger| nanoseconds >= larger.nanoseconds())
                {
                    return None;
                }
                total += nanoseconds;
                larger = Some(unit);
            }
        }
    }
    rest.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::DurationPiece::{Literal, Number};
    use super::DurationUnit::{Days, Hours, Milliseconds, Minutes, Seconds};
    use super::*;

    const HOURS_MINUTES: DurationForm = DurationForm::Clock(&[Number(Hours, 1), Literal(":"), Number(Minutes, 2)]);
    const COMPACT: DurationForm = DurationForm::Clock(&[Number(Hours, 2), Number(Minutes, 2), Number(Seconds, 2)]);

    fn written(form: DurationForm, duration: Duration) -> Option<String> {
        let mut out = Vec::new();
        form.write(&mut out, duration).ok()?;
        Some(String::from_utf8(out).unwrap())
    }

    #[test]
    fn writes_and_reads_the_same() {
        let long = 4 * 86_400 + 3 * 3_600 + 2 * 60 + 1;
        for (form, seconds, text) in [
            (DurationForm::Units, long, "4d3h2m1s"),
            (DurationForm::Units, 5_400, "1h30m"),
            (DurationForm::Units, 0, "0s"),
            (DurationForm::Iso8601, 900, "PT15M"),
            (DurationForm::Iso8601, 129_600, "PT36H"),
            (DurationForm::Iso8601, 3_661, "PT1H1M1S"),
            (DurationForm::Iso8601, 0, "PT0S"),
            (HOURS_MINUTES, 7_200, "2:00"),
            (HOURS_MINUTES, 360_060, "100:01"),
            (COMPACT, 3_661, "010101"),
        ] {
            let duration = Duration::from_secs(seconds);
            assert_eq!(written(form, duration).as_deref(), Some(text));
            assert_eq!(form.read(text.as_bytes()), Some(duration), "{text}");
        }
        let fraction = Duration::from_millis(1_500);
        assert_eq!(written(DurationForm::Iso8601, fraction).as_deref(), Some("PT1.5S"));
        assert_eq!(DurationForm::Iso8601.read(b"PT1,500S"), Some(fraction));
        for (text, hours) in [("P1W", 168), ("P1D", 24), ("P1DT12H", 36), ("pt36h", 36), ("PT60M", 1)] {
            assert_eq!(DurationForm::Iso8601.read(text.as_bytes()), Some(Duration::from_secs(hours * 3_600)), "{text}");
        }
        assert_eq!(DurationForm::Units.read(b"90M"), Some(Duration::from_secs(5_400)));
    }

    #[test]
    fn refuses_what_is_finer_longer_or_another_thing() {
        let second = Duration::from_secs(1);
        assert_eq!(written(HOURS_MINUTES, second), None);
        assert_eq!(written(COMPACT, Duration::from_secs(360_000)), None);
        assert_eq!(written(DurationForm::Units, Duration::from_millis(1)), None);
        let forms: [(DurationForm, &[&str]); 4] = [
            (DurationForm::Units, &["", "3", "h", "1s2m", "1h2h", "-1s", "1.5s", "1x", "1h ", "9999999999999999999s"]),
            (
                DurationForm::Iso8601,
                &["", "P", "PT", "P1", "P1M", "P1Y", "PT1D", "P1DT", "PT1.5M", "PT1H1", "15M", "-PT1S", "P1W1D"],
            ),
            (HOURS_MINUTES, &["", "2", "2:", "2:0", "2:60", ":30", "2:000", "2:00 ", "-2:00"]),
            (COMPACT, &["", "10101", "0101011", "016101"]),
        ];
        for (form, texts) in forms {
            for text in texts {
                assert_eq!(form.read(text.as_bytes()), None, "{text}");
            }
        }
    }

    #[test]
    fn numbers_are_exact() {
        let day = Duration::from_secs(86_400);
        for (unit, count) in [(Days, 1), (Hours, 24), (Minutes, 1_440), (Seconds, 86_400), (Milliseconds, 86_400_000)] {
            let form = DurationForm::Number(unit);
            assert_eq!(written(form, day), Some(count.to_string()));
            assert_eq!(form.of_count(count), Some(day));
            assert_eq!(form.of_count(-1), None);
        }
        let number = DurationForm::Number;
        assert_eq!(written(number(Minutes), Duration::from_secs(61)), None);
        assert_eq!(written(number(Milliseconds), Duration::from_micros(1)), None);
        assert_eq!(written(number(Milliseconds), Duration::MAX), None);
        assert_eq!(number(Days).of_count(i64::MAX), None);
    }
}
