//! Bytes as text: Base64 and hexadecimal digits.

/// An alphabet of Base64, and whether `=` fills it up when written. Reading takes both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base64 {
    /// With `+` and `/`, filled up with `=`.
    Standard,
    /// With `+` and `/`.
    StandardNoPad,
    /// With `-` and `_`, filled up with `=`.
    Url,
    /// With `-` and `_`.
    UrlNoPad,
}

impl Base64 {
    /// The last two digits of the alphabet.
    pub(crate) const fn last_digits(self) -> [u8; 2] {
        match self {
            Self::Standard | Self::StandardNoPad => *b"+/",
            Self::Url | Self::UrlNoPad => *b"-_",
        }
    }

    const fn is_filled_up(self) -> bool {
        matches!(self, Self::Standard | Self::Url)
    }

    const fn digit(self, six_bits: u8) -> u8 {
        let [plus, slash] = self.last_digits();
        match six_bits & 63 {
            bits @ 0..=25 => b'A' + bits,
            bits @ 26..=51 => b'a' + bits - 26,
            bits @ 52..=61 => b'0' + bits - 52,
            62 => plus,
            _ => slash,
        }
    }
}

/// Appends bytes in Base64, on one line.
pub fn base64(out: &mut Vec<u8>, bytes: &[u8], variant: Base64) {
    let digit = |bits: u8| variant.digit(bits);
    out.reserve(bytes.len().div_ceil(3) * 4);
    let (triples, rest) = bytes.as_chunks::<3>();
    for &[a, b, c] in triples {
        out.extend_from_slice(&[digit(a >> 2), digit(a << 4 | b >> 4), digit(b << 2 | c >> 6), digit(c)]);
    }
    let fill = match *rest {
        [a] => {
            out.extend_from_slice(&[digit(a >> 2), digit(a << 4)]);
            2
        }
        [a, b] => {
            out.extend_from_slice(&[digit(a >> 2), digit(a << 4 | b >> 4), digit(b << 2)]);
            1
        }
        _ => 0,
    };
    if variant.is_filled_up() {
        out.extend(std::iter::repeat_n(b'=', fill));
    }
}

/// Appends bytes as hexadecimal digits, two for each, in lower case.
pub fn hex_lower(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(bytes.iter().flat_map(|byte| [hex_lower_digit(byte >> 4), hex_lower_digit(byte & 15)]));
}

/// Appends bytes as hexadecimal digits, two for each, in capitals.
pub fn hex_upper(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(bytes.iter().flat_map(|byte| [hex_upper_digit(byte >> 4), hex_upper_digit(byte & 15)]));
}

pub(super) const fn hex_lower_digit(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0' + nibble,
        _ => b'a' + nibble - 10,
    }
}

pub(super) const fn hex_upper_digit(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0' + nibble,
        _ => b'A' + nibble - 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8], variant: Base64) -> String {
        let mut out = Vec::new();
        base64(&mut out, bytes, variant);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(written(bytes.as_bytes(), Base64::Standard), text);
            assert_eq!(written(bytes.as_bytes(), Base64::UrlNoPad), text.trim_end_matches('='));
        }
        assert_eq!(written(&[0xfb, 0xff, 0xbf, 0xfe], Base64::Standard), "+/+//g==");
        assert_eq!(written(&[0xfb, 0xff, 0xbf, 0xfe], Base64::StandardNoPad), "+/+//g");
        assert_eq!(written(&[0xfb, 0xff, 0xbf, 0xfe], Base64::Url), "-_-__g==");
        let mut out = Vec::new();
        hex_upper(&mut out, b"\x00\x9f\xfa");
        hex_lower(&mut out, b"\x00\x9f\xfa");
        assert_eq!(out, b"009FFA009ffa");
    }
}
