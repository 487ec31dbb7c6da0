//! Names and references, as XML 1.0 has them.

/// Where an ASCII byte may stand in a name.
const NOWHERE: u8 = 0;
const ANYWHERE: u8 = 3;
const NOT_FIRST: u8 = 2;

static NAME_BYTES: [u8; 128] = {
    let mut table = [NOWHERE; 128];
    let mut byte = 0;
    let mut rest = table.as_mut_slice();
    while let [this, after @ ..] = rest {
        *this = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => ANYWHERE,
            b'0'..=b'9' | b'-' | b'.' => NOT_FIRST,
            _ => NOWHERE,
        };
        byte += 1;
        rest = after;
    }
    table
};

/// The part after the prefix of a name; `None` when it is no name.
#[inline]
pub(super) fn local_name(name: &str) -> Option<&str> {
    if is_plain_name(name) { Some(name) } else { uncommon_name(name) }
}

/// Whether it is a name in ASCII without prefix.
#[inline]
fn is_plain_name(name: &str) -> bool {
    let class = |byte: u8| NAME_BYTES.get(usize::from(byte)).copied().unwrap_or(NOWHERE);
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| class(first) == ANYWHERE) && bytes.all(|byte| class(byte) != NOWHERE)
}

#[cold]
fn uncommon_name(name: &str) -> Option<&str> {
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    };
    let is_name = |part: &str| {
        let mut characters = part.chars();
        characters.next().is_some_and(may_begin) && characters.all(may_follow)
    };
    (prefix.is_none_or(is_name) && is_name(local)).then_some(local)
}

fn may_begin(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}'
        | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

fn may_follow(character: char) -> bool {
    may_begin(character)
        || matches!(character,
            '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// What stands between `&` and `;`: a character's number, or one of XML's own five entities.
pub(super) fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => character(name.strip_prefix('#')?),
    }
}

fn character(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // `from_str_radix` takes a sign.
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let character = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    matches!(character,
        '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
    .then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_names() {
        for (name, local) in
            [("a", "a"), ("_a-1.b", "_a-1.b"), ("soap:Body", "Body"), ("öğe", "öğe"), ("ns:öğe", "öğe"), ("a·", "a·")]
        {
            assert_eq!(local_name(name), Some(local));
        }
        for name in ["", "1a", "-a", ".a", "a b", "a$", "a/", ":a", "a:", "a:b:c", "a:1", "<", "×", "·a", "a\u{7f}"] {
            assert_eq!(local_name(name), None, "{name}");
        }
    }

    #[test]
    fn knows_references() {
        for (name, character) in
            [("amp", '&'), ("#65", 'A'), ("#x41", 'A'), ("#x1F600", '😀'), ("#10", '\n'), ("#0000000065", 'A')]
        {
            assert_eq!(reference(name), Some(character));
        }
        for name in [
            "",
            "#",
            "#x",
            "nbsp",
            "AMP",
            "#0",
            "#1",
            "#x1f",
            "#xD800",
            "#xFFFE",
            "#x110000",
            "#X41",
            "#-65",
            "#+65",
            "# 65",
            "#6a",
            "#99999999999",
        ] {
            assert_eq!(reference(name), None, "{name}");
        }
    }
}
