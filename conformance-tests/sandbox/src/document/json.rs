//! JSON. Digits and order stay as they stand on the wire.

use super::{DEPTH, Node};

/// Reads a document. Digits stay as they stand, names keep their order, and a name that stands twice stands twice.
///
/// # Errors
///
/// When the bytes are not JSON, or nested too deep.
pub fn read(bytes: &[u8]) -> Result<Node, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "this is no JSON: not UTF-8".to_owned())?;
    let mut scanner = Scanner { text, at: 0 };
    let node = scanner.value(0)?;
    scanner.skip_blanks();
    if scanner.at < text.len() { Err(scanner.wrong("nothing may follow")) } else { Ok(node) }
}

/// Reads a sample of a page as its author meant it: numbers may have leading zeros.
///
/// The second value tells whether that was needed.
///
/// # Errors
///
/// As for [`read`].
pub fn read_sample(bytes: &[u8]) -> Result<(Node, bool), String> {
    read(bytes).map(|node| (node, false)).or_else(|error| {
        let mended = std::str::from_utf8(bytes).ok().and_then(quote_leading_zeros).ok_or_else(|| error.clone())?;
        read(mended.as_bytes()).map(|node| (node, true)).map_err(|_| error)
    })
}

/// Goes over a document once. Texts with escapes are left to `serde_json`, which as a whole would make numbers of
/// digits, and what it leaves as it stands would be gone over again at each depth.
struct Scanner<'a> {
    text: &'a str,
    /// Bytes that were read.
    at: usize,
}

impl<'a> Scanner<'a> {
    fn wrong(&self, says: &str) -> String {
        format!("this is no JSON: {says} at byte {}", self.at)
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes a sign, with blanks before it.
    fn takes(&mut self, sign: u8) -> bool {
        self.skip_blanks();
        let is_it = self.next() == Some(sign);
        self.at += usize::from(is_it);
        is_it
    }

    fn value(&mut self, depth: usize) -> Result<Node, String> {
        if depth > DEPTH {
            return Err(format!("this is nested deeper than {DEPTH} levels"));
        }
        self.skip_blanks();
        match self.next() {
            Some(b'{') => self.record(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Node::Text),
            Some(b't') => self.word("true", Node::Boolean(true)),
            Some(b'f') => self.word("false", Node::Boolean(false)),
            Some(b'n') => self.word("null", Node::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => Err(self.wrong("a value belongs here")),
            None => Err(self.wrong("it ends too early")),
        }
    }

    fn record(&mut self, depth: usize) -> Result<Node, String> {
        self.at += 1;
        let mut members = Vec::new();
        if self.takes(b'}') {
            return Ok(Node::Record(members));
        }
        loop {
            self.skip_blanks();
            if self.next() != Some(b'"') {
                return Err(self.wrong("a name belongs here"));
            }
            let name = self.string()?;
            if !self.takes(b':') {
                return Err(self.wrong("a colon belongs here"));
            }
            members.push((name, self.value(depth + 1)?));
            if self.takes(b'}') {
                return Ok(Node::Record(members));
            }
            if !self.takes(b',') {
                return Err(self.wrong("a comma or the end of a record belongs here"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Node, String> {
        self.at += 1;
        let mut items = Vec::new();
        if self.takes(b']') {
            return Ok(Node::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.takes(b']') {
                return Ok(Node::List(items));
            }
            if !self.takes(b',') {
                return Err(self.wrong("a comma or the end of a list belongs here"));
            }
        }
    }

    /// A text, from its first quote on.
    fn string(&mut self) -> Result<String, String> {
        let opens = self.at;
        let mut escapes = false;
        loop {
            self.at += 1;
            match self.next() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escapes = true;
                    self.at += 1;
                }
                Some(byte) if byte < b' ' => return Err(self.wrong("a control character stands in a text")),
                Some(_) => {}
                None => return Err(self.wrong("a text does not end")),
            }
        }
        let closes = self.at;
        self.at += 1;
        let inside = self.text.get(opens + 1..closes).unwrap_or_default();
        if !escapes {
            return Ok(inside.to_owned());
        }
        let quoted = self.text.get(opens..=closes).unwrap_or_default();
        serde_json::from_str(quoted).map_err(|_| self.wrong("an escape that there is not stands in the text that ends"))
    }

    fn word(&mut self, word: &str, node: Node) -> Result<Node, String> {
        if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return Err(self.wrong("a value belongs here"));
        }
        self.at += word.len();
        Ok(node)
    }

    fn number(&mut self) -> Result<Node, String> {
        let from = self.at;
        self.at += usize::from(self.next() == Some(b'-'));
        let whole = self.digits()?;
        if whole > 1 && self.text.as_bytes().get(self.at - whole) == Some(&b'0') {
            return Err(self.wrong("a number with a zero before it ends"));
        }
        if self.next() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.next(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.next(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(Node::Number(self.text.get(from..self.at).unwrap_or_default().to_owned()))
    }

    /// One digit or more; how many.
    fn digits(&mut self) -> Result<usize, String> {
        let from = self.at;
        while matches!(self.next(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == from { Err(self.wrong("a digit belongs here")) } else { Ok(self.at - from) }
    }
}

/// Makes texts of numbers such as `0000`; none if there are none.
fn quote_leading_zeros(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 8);
    let mut mended = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => string_length(rest)?,
            '0'..='9' | '-' => {
                rest.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')).unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let digits = token.trim_start_matches('-');
        if digits.starts_with('0') && digits[1..].starts_with(|c: char| c.is_ascii_digit()) {
            out.push('"');
            out.push_str(token);
            out.push('"');
            mended = true;
        } else {
            out.push_str(token);
        }
        rest = after;
    }
    mended.then_some(out)
}

fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(index + 1),
            _ => {}
        }
    }
    None
}

/// Writes a document on one line.
pub fn write(node: &Node) -> String {
    let mut out = String::new();
    write_node(node, &mut out);
    out
}

fn write_node(node: &Node, out: &mut String) {
    match node {
        Node::Record(members) => {
            out.push('{');
            for (index, (name, node)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                write_node(node, out);
            }
            out.push('}');
        }
        Node::List(items) => {
            out.push('[');
            for (index, node) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_node(node, out);
            }
            out.push(']');
        }
        Node::Number(digits) => out.push_str(digits),
        Node::Text(text) => write_text(text, out),
        Node::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Null => out.push_str("null"),
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_digits_order_and_duplicates() {
        let text = r#"{"z":12345678901234567890.10,"a":[true,null,"A\"\\"],"z":-0}"#;
        let node = read(text.as_bytes()).unwrap();
        assert_eq!(write(&node), text);
        assert_eq!(write(&read(r#"{"\u0061":"ç\u0001"}"#.as_bytes()).unwrap()), r#"{"a":"ç\u0001"}"#);
    }

    #[test]
    fn refuses_what_is_no_json() {
        for wrong in ["", "{", "{}{}", "{\"a\":01}", "{'a':1}", "\u{feff}{}", "[1,]"] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert!(read(&"[".repeat(DEPTH + 2).into_bytes()).is_err());
        assert!(
            read(format!("{}{}", "[".repeat(DEPTH + 2), "]".repeat(DEPTH + 2)).as_bytes())
                .unwrap_err()
                .contains("deeper")
        );
        assert!(read(&"[".repeat(1_000_000).into_bytes()).is_err());
        assert!(read(b"\"\xff\"").is_err());
    }

    /// What `serde_json` takes is taken, and nothing else.
    #[test]
    fn is_as_strict_as_serde_json() {
        let pieces = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"\\n\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\x\"",
            "\"",
            "\\",
            "1",
            "-",
            "0",
            "01",
            ".5",
            "e9",
            "E+",
            "true",
            "fals",
            "null",
            " ",
            "\n",
            "\u{1}",
            "ç",
            "-0.0e-1",
        ];
        // The same texts each time: a generator of numbers as in many textbooks.
        let mut seed = 7_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        let mut good = 0;
        for round in 0..200_000 {
            let text: String = (0..=next(1 + round % 7)).map(|_| pieces[next(pieces.len())]).collect();
            let expected = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok()
                // It looks at escapes only where it makes texts of them.
                && serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok()
                && !text.contains("\\ud83d\"");
            let read = read(text.as_bytes());
            assert_eq!(read.is_ok(), expected, "{text:?} {read:?}");
            good += usize::from(expected);
        }
        assert!(good > 1000, "{good}");
    }

    #[test]
    fn mends_leading_zeros_in_samples_only() {
        let sample = br#"{"user_id" : 0000, "x": "a 007 \" 08", "y": -05, "z": 0.5, "n": 10}"#;
        assert!(read(sample).is_err());
        let (node, mended) = read_sample(sample).unwrap();
        assert!(mended);
        assert_eq!(write(&node), r#"{"user_id":"0000","x":"a 007 \" 08","y":"-05","z":0.5,"n":10}"#);
        assert!(!read_sample(b"{}").unwrap().1);
        assert!(read_sample(b"{0").is_err());
    }
}
