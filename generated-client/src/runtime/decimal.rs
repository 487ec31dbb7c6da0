//! [`Decimal`]: exact decimal numbers, for money.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::invalid::Invalid;

/// The most significant digits, and the most digits after the point.
const DIGITS: u8 = 28;
/// The first mantissa with more digits than fit.
const TOO_LARGE: u128 = 10u128.pow(DIGITS as u32);

const WHAT_FITS: &str = "a number of at most 28 digits, at most 28 of them after the point";
const WHAT_IS_WRITTEN: &str = "digits with at most one point and no exponent, at most 28 digits in all";

/// An exact decimal number of at most 28 digits, such as an amount of money.
///
/// It never passes through a binary fraction and never rounds: what does not fit is refused. The number
/// of digits after the point is kept (`5.00` prints as `5.00`), but does not count in comparisons:
/// `5.00 == 5`.
///
/// ```text
/// let price: Decimal = "12.50".parse()?;
/// ```
#[derive(Clone, Copy)]
pub struct Decimal {
    /// Below 10^28 in size.
    mantissa: i128,
    /// At most 28.
    scale: u8,
}

impl Decimal {
    /// Zero, without digits after the point.
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    /// The number `mantissa / 10^scale`: `Decimal::new(1250, 2)` is 12.50.
    ///
    /// # Errors
    ///
    /// When the mantissa has more than 28 digits or `scale` is above 28.
    pub fn new(mantissa: i128, scale: u8) -> Result<Self, Invalid> {
        if mantissa.unsigned_abs() < TOO_LARGE && scale <= DIGITS {
            Ok(Self { mantissa, scale })
        } else {
            Err(Invalid::new(WHAT_FITS))
        }
    }

    /// The number `mantissa / 10^scale`, for constants.
    ///
    /// # Panics
    ///
    /// When `scale` is above 28; in a `const` that is a compile error.
    pub const fn constant(mantissa: i64, scale: u8) -> Self {
        assert!(scale <= DIGITS, "at most 28 digits after the point");
        Self { mantissa: mantissa as i128, scale }
    }

    /// The number without its point: 1250 for 12.50.
    pub const fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// How many digits stand after the point: 2 for 12.50.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// The same number with so many digits after the point; `None` when that would round or does not fit.
    pub(crate) fn rescaled(self, scale: u8) -> Option<Self> {
        let mantissa = match scale.checked_sub(self.scale) {
            Some(more) => self.mantissa.checked_mul(10_i128.checked_pow(u32::from(more))?)?,
            None => {
                let fewer = 10_i128.checked_pow(u32::from(self.scale - scale))?;
                (self.mantissa % fewer == 0).then_some(self.mantissa / fewer)?
            }
        };
        Self::new(mantissa, scale).ok()
    }

    /// The exact sum; `None` when it does not fit.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        Self::new(self.rescaled(scale)?.mantissa.checked_add(other.rescaled(scale)?.mantissa)?, scale).ok()
    }

    /// Whether it is so many times the other number, which lies above zero.
    pub(crate) fn is_multiple_of(self, step: Self) -> bool {
        let scale = self.scale.max(step.scale);
        let (Some(value), Some(step)) = (self.rescaled(scale), step.rescaled(scale)) else { return false };
        value.mantissa.checked_rem(step.mantissa) == Some(0)
    }

    /// Reads `-?digits(.digits)?` and nothing else; `None` for what is written otherwise or does not fit.
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        let (negative, digits) = match text {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let mut mantissa = 0_u128;
        let mut scale = None;
        // A digit must stand first, last, and on both sides of the point.
        let mut after_digit = false;
        for byte in digits {
            match byte {
                b'0'..=b'9' => {
                    mantissa = mantissa * 10 + u128::from(byte - b'0');
                    if mantissa >= TOO_LARGE {
                        return None;
                    }
                    scale = match scale {
                        Some(DIGITS) => return None,
                        Some(scale) => Some(scale + 1),
                        None => None,
                    };
                    after_digit = true;
                }
                b'.' if after_digit && scale.is_none() => {
                    scale = Some(0);
                    after_digit = false;
                }
                _ => return None,
            }
        }
        let mantissa = i128::try_from(mantissa).ok()?;
        after_digit.then_some(Self { mantissa: if negative { -mantissa } else { mantissa }, scale: scale.unwrap_or(0) })
    }

    /// Hands the text over in pieces, without its sign.
    pub(crate) fn write_unsigned(self, mut piece: impl FnMut(&str)) {
        const ZEROS: &str = "0.0000000000000000000000000000";
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(self.mantissa.unsigned_abs());
        let scale = usize::from(self.scale);
        match digits.len().checked_sub(scale) {
            _ if scale == 0 => piece(digits),
            None | Some(0) => {
                piece(ZEROS.get(..2 + scale - digits.len()).unwrap_or_default());
                piece(digits);
            }
            Some(point) => {
                let (whole, fraction) = digits.split_at(point);
                piece(whole);
                piece(".");
                piece(fraction);
            }
        }
    }

    /// The whole part, and the fraction in units of 10^-28; both carry the sign.
    fn split(self) -> (i128, i128) {
        let one = 10_i128.pow(u32::from(self.scale));
        let unit = 10_i128.pow(u32::from(DIGITS - self.scale));
        (self.mantissa / one, self.mantissa % one * unit)
    }
}

impl FromStr for Decimal {
    type Err = Invalid;

    /// Reads `-?digits(.digits)?`: no `+`, no exponent, no `_`, no spaces, no rounding.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::read(text.as_bytes()).ok_or_else(|| Invalid::new(WHAT_IS_WRITTEN))
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Decimal {
            fn from(integer: $integer) -> Self {
                Self { mantissa: i128::from(integer), scale: 0 }
            }
        }
    )*};
}

from_integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.write_unsigned(|piece| text.push_str(piece));
        f.pad_integral(self.mantissa >= 0, "", &text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.scale == other.scale { self.mantissa.cmp(&other.mantissa) } else { self.split().cmp(&other.split()) }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.split().hash(state);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::hash::DefaultHasher;

    use super::*;

    fn hash(number: Decimal) -> u64 {
        let mut hasher = DefaultHasher::new();
        number.hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn prints_what_it_read() {
        for text in [
            "0",
            "0.0",
            "5",
            "5.00",
            "-5.00",
            "0.05",
            "-0.05",
            "12.5",
            "123456789012345678.9012345678",
            "9999999999999999999999999999",
            "-9.999999999999999999999999999",
            "0.0000000000000000000000000001",
        ] {
            let number: Decimal = text.parse().unwrap();
            assert_eq!(number.to_string(), text);
            assert_eq!(format!("{number:?}"), text);
        }
        assert_eq!("007.50".parse::<Decimal>().unwrap().to_string(), "7.50");
        assert_eq!("-0.00".parse::<Decimal>().unwrap().to_string(), "0.00");
        assert_eq!(format!("[{:>7}]", Decimal::constant(-1250, 2)), "[ -12.50]");
    }

    #[test]
    fn refuses_what_is_no_plain_number() {
        for text in [
            "", "-", "+1", ".5", "5.", "-.5", "1..2", "1.2.3", "1_000", "1,000", "1e3", "1E3", "NaN", "inf", " 1",
            "1 ", "--1", "0x10", "۵", "1-",
        ] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
    }

    #[test]
    fn never_rounds() {
        for text in [
            "10000000000000000000000000000",
            "1.0000000000000000000000000001",
            "0.00000000000000000000000000001",
            "99999999999999999999999999999999999999999999999999999999999999999999",
        ] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
        assert!(Decimal::new(10_i128.pow(28), 0).is_err());
        assert!(Decimal::new(1 - 10_i128.pow(28), 28).is_ok());
        assert!(Decimal::new(0, 29).is_err());
        assert!(Decimal::new(i128::MIN, 0).is_err());
    }

    #[test]
    fn compares_by_value() {
        let sorted = [
            "-9999999999999999999999999999",
            "-5.01",
            "-5",
            "-0.5",
            "0",
            "0.0000000000000000000000000001",
            "0.5",
            "4.999",
            "5",
            "5.001",
            "9999999999999999999999999999",
        ];
        let numbers = sorted.map(|text| text.parse::<Decimal>().unwrap());
        for (i, left) in numbers.iter().enumerate() {
            for (j, right) in numbers.iter().enumerate() {
                assert_eq!(left.cmp(right), i.cmp(&j), "{left} {right}");
            }
        }
        let (five, five_with_cents) = (Decimal::from(5), Decimal::constant(500, 2));
        assert_eq!(five, five_with_cents);
        assert_eq!(hash(five), hash(five_with_cents));
        assert_eq!(Decimal::from(u64::MAX).to_string(), u64::MAX.to_string());
        assert_eq!(Decimal::from(i64::MIN).to_string(), i64::MIN.to_string());
    }
}
