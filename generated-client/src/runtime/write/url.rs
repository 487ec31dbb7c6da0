//! Text in a URL's path, in its query, and in a form.

use crate::runtime::invalid::Invalid;

const UNRESERVED: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/// Which bytes stand as they are.
struct Kept([bool; 256]);

impl Kept {
    const fn new(mut bytes: &'static [u8], mut more: &'static [u8]) -> Self {
        let mut kept = [false; 256];
        loop {
            while let [byte, rest @ ..] = bytes {
                let (_, from) = kept.split_at_mut(*byte as usize);
                if let [this, ..] = from {
                    *this = true;
                }
                bytes = rest;
            }
            if more.is_empty() {
                return Self(kept);
            }
            bytes = more;
            more = &[];
        }
    }

    #[inline]
    fn holds(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or(false)
    }
}

/// RFC 3986 `pchar`.
static SEGMENT: Kept = Kept::new(UNRESERVED, b"!$&'()*+,;=:@");
static QUERY: Kept = Kept::new(UNRESERVED, b"/:,@");
/// The WHATWG's set for forms.
static FORM: Kept = Kept::new(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    b"*-._",
);

/// Appends text as one segment of a path, so that it can never become two or none.
///
/// Letters, digits and ``-._~!$&'()*+,;=:@`` stand as they are, all else is percent-encoded UTF-8.
///
/// # Errors
///
/// When the text is empty, `.` or `..`, or has `/`, `\` or a control character: clients and servers drop,
/// join or decode such segments, so that the request would reach another path.
pub fn path_segment(out: &mut Vec<u8>, text: &str) -> Result<(), Invalid> {
    if matches!(text, "" | "." | "..") {
        return Err(Invalid::new("neither empty nor \".\" nor \"..\" in a path"));
    }
    // Keys and numbers stand as they are, and none of what is refused does.
    if text.bytes().all(|byte| SEGMENT.holds(byte)) {
        out.extend_from_slice(text.as_bytes());
        return Ok(());
    }
    if text.contains(|c: char| c == '/' || c == '\\' || c.is_control()) {
        return Err(Invalid::new(
            "no slash, backslash or control character in a path",
        ));
    }
    encode(out, text, &SEGMENT);
    Ok(())
}

/// Appends text as a value (or a name) in a query. A space becomes `%20`, a plus `%2B`.
///
/// Letters, digits and `-._~/:,@` stand as they are.
pub fn query_value(out: &mut Vec<u8>, text: &str) {
    encode(out, text, &QUERY);
}

/// Appends text as a value (or a name) in an `application/x-www-form-urlencoded` body. A space becomes `+`.
pub fn form_value(out: &mut Vec<u8>, text: &str) {
    let mut words = text.split(' ');
    encode(out, words.next().unwrap_or_default(), &FORM);
    for word in words {
        out.push(b'+');
        encode(out, word, &FORM);
    }
}

fn encode(out: &mut Vec<u8>, text: &str, kept: &Kept) {
    let mut rest = text.as_bytes();
    loop {
        let plain = rest
            .iter()
            .position(|byte| !kept.holds(*byte))
            .unwrap_or(rest.len());
        let (plain, special) = rest.split_at(plain);
        out.extend_from_slice(plain);
        let Some((&byte, after)) = special.split_first() else {
            return;
        };
        out.extend_from_slice(&[b'%', hex(byte >> 4), hex(byte & 15)]);
        rest = after;
    }
}

const fn hex(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0' + nibble,
        _ => b'A' + nibble - 10,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>, &str), text: &str) -> String {
        let mut out = Vec::new();
        write(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_segment_stays_one_segment() {
        let segment = |text: &str| written(|out, text| path_segment(out, text).unwrap(), text);
        assert_eq!(segment("a?x=1#f"), "a%3Fx=1%23f");
        assert_eq!(segment("%2e%2e"), "%252e%252e");
        assert_eq!(segment("a b+c:d@e"), "a%20b+c:d@e");
        assert_eq!(segment("..."), "...");
        assert_eq!(segment("ş"), "%C5%9F");
        for refused in [
            "",
            ".",
            "..",
            "a/b",
            "../../admin",
            "\\..\\x",
            "a\nb",
            "a\r",
            "\t",
            "\0",
            "a\u{7f}",
            "a\u{85}",
        ] {
            assert!(
                path_segment(&mut Vec::new(), refused).is_err(),
                "{refused:?}"
            );
        }
    }

    #[test]
    fn every_character_comes_back() {
        let all: String = (0..0x250)
            .filter_map(char::from_u32)
            .chain("۱۲۳ 😀".chars())
            .collect();
        let query = written(query_value, &all);
        assert_eq!(
            percent_encoding::percent_decode_str(&query)
                .decode_utf8()
                .unwrap(),
            all
        );
        assert!(
            query
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"&=+#?\"<>".contains(&byte))
        );
        let form = format!("a={}", written(form_value, &all));
        let pairs: Vec<_> = form_urlencoded::parse(form.as_bytes()).collect();
        assert_eq!(pairs, [("a".into(), all.as_str().into())]);
        assert_eq!(
            form,
            form_urlencoded::Serializer::new(String::new())
                .append_pair("a", &all)
                .finish()
        );
    }

    #[test]
    fn spaces_and_pluses() {
        assert_eq!(
            written(query_value, "a b+c/d:e,f@g&h=i"),
            "a%20b%2Bc/d:e,f@g%26h%3Di"
        );
        assert_eq!(written(form_value, " a  b+c~"), "+a++b%2Bc%7E");
    }
}
