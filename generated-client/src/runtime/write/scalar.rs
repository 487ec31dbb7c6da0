//! Numbers and dates, which every format spells alike.

use crate::runtime::date::{Date, DatePattern, DateTime};
use crate::runtime::decimal::Decimal;
use crate::runtime::invalid::Invalid;

/// Appends an integer in decimal digits.
#[inline]
pub fn integer(out: &mut Vec<u8>, integer: i64) {
    out.extend_from_slice(itoa::Buffer::new().format(integer).as_bytes());
}

/// Appends a number of items.
pub fn count(out: &mut Vec<u8>, count: usize) {
    out.extend_from_slice(itoa::Buffer::new().format(count).as_bytes());
}

/// Appends a decimal number with all of its digits after the point, without an exponent.
pub fn decimal(out: &mut Vec<u8>, decimal: Decimal) {
    if decimal.mantissa() < 0 {
        out.push(b'-');
    }
    decimal.write_unsigned(|piece| out.extend_from_slice(piece.as_bytes()));
}

/// Appends a day as the vendor spells it.
///
/// # Errors
///
/// When the vendor's calendar is Jalali and the day is not in its years 1304 to 1498, or the pattern has
/// a time of day.
#[inline]
pub fn date(out: &mut Vec<u8>, date: Date, pattern: &DatePattern) -> Result<(), Invalid> {
    pattern.write_date(out, date)
}

/// Appends a day and its time as the vendor spells them.
///
/// # Errors
///
/// When the vendor's calendar is Jalali and the day is not in its years 1304 to 1498, or the time has a
/// part, such as seconds, for which the pattern has no room: nothing is cut off in silence.
pub fn datetime(out: &mut Vec<u8>, time: DateTime, pattern: &DatePattern) -> Result<(), Invalid> {
    pattern.write(out, time)
}

/// What a writer writes, as text to be escaped where it will stand.
pub fn text_of(write: impl FnOnce(&mut Vec<u8>) -> Result<(), Invalid>) -> Result<String, Invalid> {
    let mut out = Vec::new();
    write(&mut out)?;
    String::from_utf8(out).map_err(|_| Invalid::new("must be text"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_extremes() {
        let mut out = Vec::new();
        for number in [i64::MIN, -1, 0, i64::MAX] {
            out.clear();
            integer(&mut out, number);
            assert_eq!(out, number.to_string().as_bytes());
        }
        for text in ["-0.05", "12.50", "0.0000000000000000000000000001", "7"] {
            out.clear();
            decimal(&mut out, text.parse().unwrap());
            assert_eq!(out, text.as_bytes());
        }
    }
}
