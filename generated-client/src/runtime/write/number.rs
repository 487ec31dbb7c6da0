//! Numbers as vendors bend them: padded, in minor units, with a comma. Nothing is ever rounded.

use super::scalar;
use crate::runtime::decimal::Decimal;
use crate::runtime::invalid::Invalid;

/// Appends an integer with leading zeros, `width` digits in all.
///
/// # Errors
///
/// When it is negative or has more digits.
pub fn padded(out: &mut Vec<u8>, integer: i64, width: usize) -> Result<(), Invalid> {
    pad(out, width, |out| {
        scalar::integer(out, integer);
        Ok(())
    })
}

/// Appends what a writer writes, with leading zeros so that it has `width` bytes: for numbers in other
/// spellings, `pad(out, 12, |out| minor(out, amount, 2))`.
///
/// # Errors
///
/// Those of the writer, and when it writes more, or a sign.
pub fn pad(
    out: &mut Vec<u8>,
    width: usize,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), Invalid>,
) -> Result<(), Invalid> {
    let start = out.len();
    write(out)?;
    let written = out.get(start..).unwrap_or_default();
    if written.first() == Some(&b'-') {
        return Err(Invalid::new("must not be negative"));
    }
    let Some(missing) = width.checked_sub(written.len()) else {
        return Err(Invalid::new(format!("at most {width} digits")));
    };
    out.splice(start..start, std::iter::repeat_n(b'0', missing));
    Ok(())
}

/// Appends an amount in its minor unit: 12.50 with a `scale` of 2 is `1250`.
///
/// # Errors
///
/// When it is finer than the minor unit.
pub fn minor(out: &mut Vec<u8>, decimal: Decimal, scale: u8) -> Result<(), Invalid> {
    let minor = rescaled(decimal, scale)?.mantissa();
    out.extend_from_slice(itoa::Buffer::new().format(minor).as_bytes());
    Ok(())
}

/// Appends a number with so many digits after the point: 12.5 with 2 `places` is `12.50`.
///
/// # Errors
///
/// When it has more digits after the point that are not zeros.
pub fn fixed(out: &mut Vec<u8>, decimal: Decimal, places: u8) -> Result<(), Invalid> {
    scalar::decimal(out, rescaled(decimal, places)?);
    Ok(())
}

/// Appends a number with a comma in place of the point, with so many digits after it or as many as it has.
///
/// # Errors
///
/// When it has more digits after the point than `places` that are not zeros.
pub fn decimal_comma(out: &mut Vec<u8>, decimal: Decimal, places: Option<u8>) -> Result<(), Invalid> {
    let start = out.len();
    match places {
        Some(places) => fixed(out, decimal, places)?,
        None => scalar::decimal(out, decimal),
    }
    let point = out.iter_mut().skip(start).find(|byte| **byte == b'.');
    if let Some(point) = point {
        *point = b',';
    }
    Ok(())
}

/// Puts a separator between groups of three digits of the number that a writer writes with such a point:
/// `1,234.50`.
///
/// # Errors
///
/// Those of the writer.
pub fn grouped(
    out: &mut Vec<u8>,
    separator: &str,
    point: u8,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), Invalid>,
) -> Result<(), Invalid> {
    let start = out.len();
    write(out)?;
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let written = out.get(start..).unwrap_or_default();
    let start = start + usize::from(written.first() == Some(&b'-'));
    let digits = out.iter().skip(start).take_while(|byte| **byte != point).filter(is_digit).count();
    for end in (1..digits).rev().filter(|end| (digits - end).is_multiple_of(3)) {
        out.splice(start + end..start + end, separator.bytes());
    }
    Ok(())
}

fn rescaled(decimal: Decimal, scale: u8) -> Result<Decimal, Invalid> {
    decimal.rescaled(scale).ok_or_else(|| Invalid::new(format!("at most {scale} digits after the point")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>) -> Result<(), Invalid>) -> Result<String, Invalid> {
        let mut out = b"9.9:".to_vec();
        write(&mut out)?;
        Ok(String::from_utf8(out).unwrap().strip_prefix("9.9:").unwrap().to_owned())
    }

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn pads_or_refuses() {
        assert_eq!(written(|out| padded(out, 42, 6)).unwrap(), "000042");
        assert_eq!(written(|out| padded(out, 0, 1)).unwrap(), "0");
        assert_eq!(written(|out| padded(out, 123, 3)).unwrap(), "123");
        assert_eq!(written(|out| padded(out, i64::MAX, 20)).unwrap(), "09223372036854775807");
        for (integer, width) in [(1234, 3), (-1, 3), (i64::MIN, 30), (0, 0)] {
            assert!(written(|out| padded(out, integer, width)).is_err());
        }
        for (text, plain, comma) in [
            ("1234.5", "1,234.50", "1.234,50"),
            ("-123456789", "-123,456,789.00", "-123.456.789,00"),
            ("-123", "-123.00", "-123,00"),
            ("0.5", "0.50", "0,50"),
        ] {
            let number = number(text);
            assert_eq!(written(|out| grouped(out, ",", b'.', |out| fixed(out, number, 2))).unwrap(), plain);
            let with_comma = written(|out| grouped(out, ".", b',', |out| decimal_comma(out, number, Some(2))));
            assert_eq!(with_comma.unwrap(), comma);
        }
        let amount = |text| written(|out| pad(out, 12, |out| minor(out, number(text), 2)));
        assert_eq!(amount("12.50").unwrap(), "000000001250");
        assert!(amount("12.505").is_err());
        assert!(amount("99999999999.00").is_err());
    }

    #[test]
    fn minor_units_are_exact() {
        let minor = |text, scale| written(|out| minor(out, number(text), scale));
        for (text, scale, expected) in [
            ("12.50", 2, "1250"),
            ("12.5", 2, "1250"),
            ("12.500", 2, "1250"),
            ("12", 2, "1200"),
            ("0.05", 2, "5"),
            ("-0.05", 2, "-5"),
            ("-0.00", 2, "0"),
            ("7", 0, "7"),
            ("7.000", 0, "7"),
            ("0", 28, "0"),
            ("0.0000000000000000000000000001", 28, "1"),
        ] {
            assert_eq!(minor(text, scale).unwrap(), expected);
        }
        for (text, scale) in
            [("12.505", 2), ("0.1", 0), ("100", 28), ("1", 29), ("1", 255), ("9999999999999999999999999999", 1)]
        {
            assert!(minor(text, scale).is_err(), "{text} {scale}");
        }
    }

    #[test]
    fn so_many_digits_after_the_point() {
        let fixed = |text, places| written(|out| fixed(out, number(text), places));
        assert_eq!(fixed("12.5", 2).unwrap(), "12.50");
        assert_eq!(fixed("-12", 1).unwrap(), "-12.0");
        assert_eq!(fixed("12.00", 0).unwrap(), "12");
        assert_eq!(fixed("12.500", 2).unwrap(), "12.50");
        assert!(fixed("12.505", 2).is_err());
        let comma = |text, places| written(|out| decimal_comma(out, number(text), places));
        assert_eq!(comma("1234.50", None).unwrap(), "1234,50");
        assert_eq!(comma("1234", None).unwrap(), "1234");
        assert_eq!(comma("-0.5", Some(2)).unwrap(), "-0,50");
        assert!(comma("0.505", Some(2)).is_err());
    }
}
