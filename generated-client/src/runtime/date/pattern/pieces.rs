//! The pieces of a pattern, one by one: how they are written, and how they are taken from a text.

/// The English names of the months.
pub(super) const MONTHS: [&str; 12] = [
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
pub(super) const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The bytes of a name, or so many of them.
fn part_of(name: &'static str, letters: Option<usize>) -> &'static [u8] {
    let bytes = name.as_bytes();
    letters.and_then(|letters| bytes.get(..letters)).unwrap_or(bytes)
}

/// Writes the name with that index, or so many of its letters.
pub(super) fn write_name(out: &mut Vec<u8>, names: &[&'static str], index: usize, letters: Option<usize>) {
    out.extend_from_slice(names.get(index).map_or(b"", |name| part_of(name, letters)));
}

/// The place of a name in its list, from one; in any case.
pub(super) fn take_name(rest: &mut &[u8], names: &[&'static str], letters: Option<usize>) -> Option<u8> {
    let (place, part) = (1..)
        .zip(names.iter().map(|name| part_of(name, letters)))
        .find(|(_, part)| rest.get(..part.len()).is_some_and(|text| text.eq_ignore_ascii_case(part)))?;
    *rest = rest.get(part.len()..)?;
    Some(place)
}

#[inline]
pub(super) const fn two(number: u8) -> [u8; 2] {
    [b'0' + number / 10 % 10, b'0' + number % 10]
}

#[inline]
pub(super) const fn four(year: i16) -> [u8; 4] {
    let [y1, y2] = two((year / 100) as u8);
    let [y3, y4] = two((year % 100) as u8);
    [y1, y2, y3, y4]
}

pub(super) fn write_fraction(out: &mut Vec<u8>, nanosecond: u32) {
    if nanosecond > 0 {
        let digits = format!("{nanosecond:09}");
        out.push(b'.');
        out.extend_from_slice(digits.trim_end_matches('0').as_bytes());
    }
}

#[inline]
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    let mut number = 0;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u32::from(digit);
    }
    Some(number)
}

#[inline]
pub(super) fn take_two(rest: &mut &[u8]) -> Option<u8> {
    let (digits, after) = rest.split_first_chunk::<2>()?;
    *rest = after;
    u8::try_from(number(digits)?).ok()
}

/// The fraction in nanoseconds; zero where there is no dot.
pub(super) fn take_fraction(rest: &mut &[u8]) -> Option<u32> {
    let Some(after) = rest.strip_prefix(b".") else {
        return Some(0);
    };
    let length = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=9).contains(&length) {
        return None;
    }
    let (digits, after) = after.split_at(length);
    *rest = after;
    Some(number(digits)? * 10_u32.pow(9 - u32::try_from(length).ok()?))
}

/// A year's last two digits.
#[inline]
pub(super) const fn digits(year: i16) -> [u8; 2] {
    two((year % 100) as u8)
}

/// A number below 100 without a leading zero.
pub(super) fn write_one_or_two(out: &mut Vec<u8>, number: u8) {
    let [tens, ones] = two(number);
    if tens != b'0' {
        out.push(tens);
    }
    out.push(ones);
}

/// Two digits if there are two, else one.
pub(super) fn take_one_or_two(rest: &mut &[u8]) -> Option<u8> {
    match rest {
        [first, second, ..] if first.is_ascii_digit() && second.is_ascii_digit() => take_two(rest),
        [first, after @ ..] => {
            let digit = u8::try_from(number(&[*first])?).ok()?;
            *rest = after;
            Some(digit)
        }
        [] => None,
    }
}

/// Writes so many digits of the fraction, and gives back what was not written.
pub(super) fn write_fraction_of(out: &mut Vec<u8>, nanosecond: u32, places: u8) -> u32 {
    let text = format!("{nanosecond:09}");
    out.extend_from_slice(text.as_bytes().get(..usize::from(places)).unwrap_or_default());
    nanosecond % 10_u32.pow(9_u32.saturating_sub(u32::from(places)))
}

/// So many digits of a second, in nanoseconds.
pub(super) fn take_fraction_of(rest: &mut &[u8], places: u8) -> Option<u32> {
    let (digits, after) = rest.split_at_checked(usize::from(places))?;
    *rest = after;
    Some(number(digits)? * 10_u32.pow(9_u32.checked_sub(u32::from(places))?))
}

/// Hours and minutes ahead of UTC, with their sign.
pub(super) fn write_offset(out: &mut Vec<u8>, minutes: i16, between: &[u8]) {
    out.push(if minutes < 0 { b'-' } else { b'+' });
    let minutes = minutes.unsigned_abs();
    out.extend_from_slice(&two((minutes / 60) as u8));
    out.extend_from_slice(between);
    out.extend_from_slice(&two((minutes % 60) as u8));
}

/// `Z`, `+03:00` or `+0300`, in minutes.
pub(super) fn take_offset(rest: &mut &[u8]) -> Option<i16> {
    let (sign, after) = rest.split_first()?;
    *rest = after;
    let sign = match sign {
        b'Z' | b'z' => return Some(0),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours = take_two(rest)?;
    *rest = rest.strip_prefix(b":").unwrap_or(rest);
    let minutes = take_two(rest)?;
    (hours < 24 && minutes < 60).then_some(sign * (i16::from(hours) * 60 + i16::from(minutes)))
}
