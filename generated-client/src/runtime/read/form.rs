//! `application/x-www-form-urlencoded` onto the tape.

use super::document::{Document, Name, Node, Span, Tag};
use crate::runtime::malformed::Malformed;

/// A record of names and texts, which may repeat as XML's elements may. Nothing but pairs passes: a page of
/// something in between, in HTML or JSON, is no form.
pub(super) fn read(mut document: Document<'_>) -> Result<Document<'_>, Malformed> {
    document.nodes.push(Node::holder(Name::default(), Tag::Record));
    let body = document.body;
    let mut at = 0;
    for pair in body.trim_end_matches(['\r', '\n']).split('&') {
        let start = at;
        at += pair.len() + 1;
        if pair.is_empty() {
            continue;
        }
        let here = |what| Malformed::new(what).at_offset(document.base + start);
        let (name, _) = pair.split_once('=').ok_or_else(|| here("a name, `=` and a value"))?;
        if name.is_empty() || name.contains([' ', '<', '>', '"', '{', '}']) || pair.contains(char::is_control) {
            return Err(here("a name, `=` and a value without control characters"));
        }
        let name_length = name.len();
        let name = document.decoded(start, name_length)?;
        let value = document.decoded(start + name_length + 1, pair.len() - name_length - 1)?;
        let Ok(length) = u16::try_from(name.length) else {
            return Err(Malformed::new("names of at most 65,535 bytes"));
        };
        let name = Name { at: name.at, length, in_side: name.in_side };
        document.nodes.push(Node::scalar(name, Tag::Leaf, value));
    }
    if document.end() == 1 {
        return Err(Malformed::new("at least one name and its value"));
    }
    document.close(0);
    Ok(document)
}

impl Document<'_> {
    /// A part of the body without its percent signs and pluses.
    fn decoded(&mut self, at: usize, length: usize) -> Result<Span, Malformed> {
        let text = self.body.get(at..at + length).unwrap_or_default();
        if !text.contains(['%', '+']) {
            return Ok(Span { at: at as u32, length: length as u32, in_side: false });
        }
        let here = |what| Malformed::new(what).at_offset(self.base + at);
        let mut bytes = Vec::with_capacity(length);
        let mut rest = text.as_bytes();
        loop {
            rest = match rest {
                [] => break,
                [b'%', high, low, after @ ..] => {
                    let (Some(high), Some(low)) = (hex(*high), hex(*low)) else {
                        return Err(here("two hexadecimal digits after each `%`"));
                    };
                    bytes.push(high << 4 | low);
                    after
                }
                [b'%', ..] => return Err(here("two hexadecimal digits after each `%`")),
                [b'+', after @ ..] => {
                    bytes.push(b' ');
                    after
                }
                [byte, after @ ..] => {
                    bytes.push(*byte);
                    after
                }
            };
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| here("UTF-8 behind percent signs"))?;
        let span = Span { at: self.side.len() as u32, length: text.len() as u32, in_side: true };
        self.side.push_str(text);
        Ok(span)
    }
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::runtime::malformed::Malformed;
    use crate::runtime::read::{self, Document, Items, Kind, ListForm};

    fn pairs(body: &str) -> Result<Vec<(String, String)>, Malformed> {
        let document = Document::form(body.as_bytes())?;
        let pair = |member: read::Member<'_>| (member.name.to_owned(), member.value.raw().to_owned());
        Ok(document.root().members()?.map(pair).collect())
    }

    fn error(body: &str) -> String {
        Document::form(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn reads_what_browsers_write() {
        let of = |body: &str| -> Vec<(String, String)> {
            form_urlencoded::parse(body.as_bytes()).map(|(n, v)| (n.into_owned(), v.into_owned())).collect()
        };
        for body in [
            "a=1&b=2",
            "a=&b=%20+%2B",
            "a=1&a=2",
            "a[b]=c&a%5Bb%5D=d&a[]=e",
            "metin=%C4%B0%C5%9Flem+tamam&x=%26%3D%25",
            "a=1&&b=2&",
            "a=b=c",
            "m=ü&n=%0A%00",
            "%61=b",
        ] {
            assert_eq!(pairs(body).unwrap(), of(body), "{body}");
        }
        assert_eq!(pairs("a=1\r\n").unwrap(), pairs("a=1").unwrap());
        assert_eq!(pairs("\u{feff}a=1").unwrap(), pairs("a=1").unwrap());
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for body in [
            "",
            "&",
            "\n",
            "OK",
            "a=1&b",
            "=1",
            "<html><body class=\"x\">",
            "{\"a\":\"x=1&y=2\"}",
            "a=1\nb=2",
            "a=\0",
            "a=%",
            "a=%4",
            "a=%4g",
            "a=%+1",
            "a=%ff",
            "a=%C4",
            "a=%ED%A0%80",
            "a b=1",
        ] {
            assert!(pairs(body).is_err(), "{body}");
        }
        assert!(Document::form(b"a=\xff").is_err());
        assert_eq!(error("a=1&hunter2=%zz"), "expected two hexadecimal digits after each `%` (byte 12)");
        assert!(pairs(&format!("{}=1", "n".repeat(65_535))).is_ok());
        assert!(pairs(&format!("{}=1", "n".repeat(65_536))).is_err());
    }

    #[test]
    fn values_read_as_those_of_other_formats() {
        let document = Document::form(b"id=0018343&empty=&name=&no=1&no=2&ok=True").unwrap();
        let root = document.root();
        assert_eq!(root.kind(), Kind::Record);
        assert_eq!(read::integer(root.get("id").unwrap()).unwrap(), Some(18343));
        assert_eq!(read::integer(root.get("empty").unwrap()).unwrap(), None);
        assert_eq!(read::text(root.get("name").unwrap()).unwrap().as_deref(), Some(""));
        assert!(root.get("empty").unwrap().is_empty());
        assert_eq!(read::boolean(root.get("ok").unwrap()).unwrap(), Some(true));
        assert!(root.sole("no").is_err());
        let mut numbers = Items::new("no", ListForm::Repeated);
        for member in root.members().unwrap().filter(|member| member.name == "no") {
            numbers.read(member.value, read::integer).unwrap();
        }
        assert_eq!(numbers.required(root).unwrap(), [1, 2]);
    }
}
