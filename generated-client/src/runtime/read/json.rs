//! Strict JSON (RFC 8259) onto the tape.

use super::document::{Document, Limits, Name, Node, Span, Tag};
use crate::runtime::malformed::Malformed;
use crate::runtime::write::json::plain_length;

const ONCE: &str = "each name once in an object";

pub(super) fn read(document: Document<'_>, limits: Limits) -> Result<Document<'_>, Malformed> {
    let mut reader = Reader { bytes: document.body.as_bytes(), at: 0, document };
    reader.document_value(limits.depth)?;
    Ok(reader.document)
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    document: Document<'b>,
}

/// An object or a list that is not closed yet.
struct Open {
    index: u32,
    is_record: bool,
    /// How many names this object has, and a bit for each kind of name that was met.
    count: u32,
    kinds: u64,
    /// One of the bits was met twice, and the names are many.
    maybe_twice: bool,
}

impl<'b> Reader<'b> {
    /// Reads one value and the end of the input.
    fn document_value(&mut self, depth: usize) -> Result<(), Malformed> {
        let mut outer: Vec<Open> = Vec::new();
        let mut open: Option<Open> = None;
        let mut name = Name::default();
        loop {
            // A value begins here.
            let start = self.space();
            match start {
                Some(b'"') => {
                    self.at += 1;
                    let text = self.string()?;
                    self.document.nodes.push(Node::scalar(name, Tag::Text, text));
                }
                Some(b'-' | b'0'..=b'9') => {
                    let text = self.number()?;
                    self.document.nodes.push(Node::scalar(name, Tag::Number, text));
                }
                Some(bracket @ (b'{' | b'[')) => {
                    let is_record = bracket == b'{';
                    let index = self.document.end();
                    let tag = if is_record { Tag::Record } else { Tag::List };
                    self.document.nodes.push(Node::holder(name, tag));
                    if outer.len() + usize::from(open.is_some()) >= depth {
                        return Err(self.expected("less nesting"));
                    }
                    outer.extend(open.replace(Open { index, is_record, count: 0, kinds: 0, maybe_twice: false }));
                    self.at += 1;
                    let next = self.space();
                    if next != Some(if is_record { b'}' } else { b']' }) {
                        name = match &mut open {
                            Some(open) if is_record => self.name(open)?,
                            _ => Name::default(),
                        };
                        continue;
                    }
                }
                Some(b't') => self.word(name, Tag::Boolean, "true")?,
                Some(b'f') => self.word(name, Tag::Boolean, "false")?,
                Some(b'n') => self.word(name, Tag::Null, "null")?,
                _ => return Err(self.expected("a JSON value")),
            }
            // A value has ended, or an empty object or list is about to.
            loop {
                let next = self.space();
                let Some(current) = &mut open else {
                    return match next {
                        None => Ok(()),
                        Some(_) => Err(self.expected("the end of the reply")),
                    };
                };
                match next {
                    Some(b',') if current.is_record => {
                        self.at += 1;
                        self.space();
                        name = self.name(current)?;
                        break;
                    }
                    Some(b',') => {
                        self.at += 1;
                        break;
                    }
                    Some(b'}') if current.is_record => {
                        if current.maybe_twice {
                            self.distinct_names(current.index)?;
                        }
                    }
                    Some(b']') if !current.is_record => {}
                    _ if current.is_record => return Err(self.expected("`,` or `}`")),
                    _ => return Err(self.expected("`,` or `]`")),
                }
                self.at += 1;
                self.document.close(current.index);
                open = outer.pop();
            }
        }
    }

    /// Reads a name and the colon after it.
    #[inline]
    fn name(&mut self, open: &mut Open) -> Result<Name, Malformed> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a name in quotes"));
        }
        self.at += 1;
        let text = self.string()?;
        // Names of one object that differ mostly differ in this, too.
        let (start, end) = (text.at as usize, (text.at + text.length) as usize);
        let name = match text.in_side {
            true => self.document.side.as_bytes().get(start..end),
            false => self.bytes.get(start..end),
        };
        let kind = match name {
            Some(&[first, .., last]) => u32::from(first) | u32::from(last) << 8 | text.length << 16,
            Some(&[only]) => u32::from(only),
            _ => 0,
        };
        let bit = 1_u64 << (kind.wrapping_mul(0x9e37_79b1) >> 26);
        if open.kinds & bit != 0 {
            self.met_before(open, text)?;
        }
        open.kinds |= bit;
        open.count += 1;
        let Ok(length) = u16::try_from(text.length) else {
            return Err(self.expected("names of at most 65,535 bytes"));
        };
        if self.space() != Some(b':') {
            return Err(self.expected("`:`"));
        }
        self.at += 1;
        Ok(Name { at: text.at, length, in_side: text.in_side })
    }

    /// Refuses a name that the object has already; where it has many, that is left for its end.
    fn met_before(&mut self, open: &mut Open, text: Span) -> Result<(), Malformed> {
        if open.count > 24 {
            open.maybe_twice = true;
            return Ok(());
        }
        let name = self.document.text_at(text);
        let mut index = open.index + 1;
        while index < self.document.end() {
            let node = self.document.node(index);
            if self.document.name_of(node) == name {
                return Err(self.expected(ONCE));
            }
            index = node.after(index);
        }
        Ok(())
    }

    /// Refuses an object that has a name twice. Nothing after it is on the tape yet.
    #[cold]
    fn distinct_names(&mut self, index: u32) -> Result<(), Malformed> {
        self.document.close(index);
        let object = super::Value::new(&self.document, index);
        let mut names: Vec<&str> = object.members()?.map(|member| member.name).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
            return Err(self.expected(ONCE));
        }
        Ok(())
    }

    /// Reads what stands after the opening quote, and the closing one.
    #[inline(always)]
    fn string(&mut self) -> Result<Span, Malformed> {
        let start = self.at;
        let length = plain_length(self.bytes.get(start..).unwrap_or_default());
        self.at = start + length;
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                Ok(Span { at: start as u32, length: length as u32, in_side: false })
            }
            Some(b'\\') => self.escaped(start),
            _ => Err(self.expected("a text without control characters, and its closing quote")),
        }
    }

    /// Goes on with a string whose first escape is here.
    #[cold]
    fn escaped(&mut self, start: usize) -> Result<Span, Malformed> {
        let at = self.document.side.len();
        let mut plain = start;
        loop {
            let text = self.document.body.get(plain..self.at).unwrap_or_default();
            self.document.side.push_str(text);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Span { at: at as u32, length: (self.document.side.len() - at) as u32, in_side: true });
                }
                Some(b'\\') => {
                    self.at += 1;
                    let character = self.escape()?;
                    self.document.side.push(character);
                }
                _ => {
                    return Err(self.expected("a text without control characters, and its closing quote"));
                }
            }
            plain = self.at;
            self.at += plain_length(self.bytes.get(plain..).unwrap_or_default());
        }
    }

    /// Reads what stands after a backslash.
    fn escape(&mut self) -> Result<char, Malformed> {
        let byte = self.peek();
        self.at += 1;
        let character = match byte {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_unit().and_then(|unit| self.code_point(unit)),
            _ => {
                self.at -= 1;
                return Err(self.expected("an escape that JSON knows"));
            }
        };
        Ok(character)
    }

    fn code_unit(&mut self) -> Result<u32, Malformed> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.expected("four hexadecimal digits"));
            };
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }

    /// The character of a code unit, or of a surrogate pair that begins with it.
    fn code_point(&mut self, unit: u32) -> Result<char, Malformed> {
        if !(0xd800..0xdc00).contains(&unit) {
            return char::from_u32(unit).ok_or_else(|| self.expected("whole surrogate pairs"));
        }
        if self.bytes.get(self.at..self.at + 2) != Some(b"\\u") {
            return Err(self.expected("whole surrogate pairs"));
        }
        self.at += 2;
        let low = self.code_unit()?;
        if !(0xdc00..0xe000).contains(&low) {
            return Err(self.expected("whole surrogate pairs"));
        }
        let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        char::from_u32(code).ok_or_else(|| self.expected("whole surrogate pairs"))
    }

    #[inline]
    fn number(&mut self) -> Result<Span, Malformed> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        // A leading zero stands alone.
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Span { at: start as u32, length: (self.at - start) as u32, in_side: false })
    }

    /// Reads at least one digit.
    #[inline]
    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.expected("a digit"));
        }
        Ok(())
    }

    #[inline]
    fn word(&mut self, name: Name, tag: Tag, word: &'static str) -> Result<(), Malformed> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.expected("a JSON value"));
        }
        let text = Span { at: self.at as u32, length: word.len() as u32, in_side: false };
        self.document.nodes.push(Node::scalar(name, tag, text));
        self.at += word.len();
        Ok(())
    }

    /// Skips white space; what follows.
    #[inline]
    fn space(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                next => return next,
            }
        }
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[cold]
    fn expected(&self, what: &'static str) -> Malformed {
        Malformed::new(what).at_offset(self.document.base + self.at)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
