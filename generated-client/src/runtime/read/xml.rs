//! Well-formed XML without a document type onto the tape.
//!
//! `quick-xml` finds the tags and checks that they match; the rest of well-formedness is checked here.

use quick_xml::events::{BytesStart, Event};

use super::document::{Document, Limits, MIXED, NIL, NO_TEXT, Name, Node, Span, Tag};
use super::value::is_blank;
use crate::runtime::malformed::Malformed;

mod declaration;
mod grammar;

use grammar::local_name;

pub(super) fn read(document: Document<'_>, limits: Limits) -> Result<Document<'_>, Malformed> {
    let mut tape = Tape::new(document, limits)?;
    let mut reader = quick_xml::Reader::from_str(tape.document.body);
    reader.config_mut().check_comments = true;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(_) => {
                tape.at = reader.error_position() as usize;
                return Err(tape.expected("well-formed XML"));
            }
        };
        match event {
            Event::Start(tag) => tape.start(&tag)?,
            Event::Empty(tag) => {
                tape.start(&tag)?;
                tape.end();
            }
            Event::End(_) => tape.end(),
            Event::Text(text) => tape.text(&text)?,
            Event::CData(text) => tape.cdata(&text)?,
            Event::GeneralRef(name) => tape.reference(&name)?,
            Event::Comment(_) => {}
            Event::PI(instruction) => {
                let target = instruction.target();
                if local_name(target) != Some(target) || target.eq_ignore_ascii_case("xml") {
                    return Err(tape.expected("well-formed processing instructions"));
                }
            }
            Event::Decl(declaration) if tape.at == 0 => {
                let is_first =
                    declaration::check(&declaration, tape.document.body).map_err(|what| tape.expected(what))?;
                // XML 1.1 makes line feeds of two characters, and forbids others as they are.
                let differs = |c| matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}');
                if !is_first && tape.document.body.contains(differs) {
                    return Err(tape.expected("characters that XML 1.0 and 1.1 read alike"));
                }
            }
            Event::Decl(_) => return Err(tape.expected("an XML declaration at the start only")),
            Event::DocType(_) => tape.document_type()?,
            Event::Eof => return tape.finish(),
        }
        tape.at = reader.buffer_position() as usize;
    }
}

/// A document that is being built.
struct Tape<'b> {
    document: Document<'b>,
    limits: Limits,
    /// Where the event began that is being dealt with.
    at: usize,
    open: Vec<Open>,
    /// Line ends must be made line feeds.
    has_carriage_returns: bool,
    /// There may be `]]>` in text.
    has_section_ends: bool,
    /// Names with their `@` that are in the side already.
    attribute_names: Vec<Name>,
    text_name: Option<Name>,
    /// A document type was passed over.
    has_type: bool,
}

/// An element that is not closed yet.
struct Open {
    index: u32,
    text: Span,
    has_elements: bool,
    is_mixed: bool,
    is_nil: bool,
}

impl<'b> Tape<'b> {
    fn new(mut document: Document<'b>, limits: Limits) -> Result<Self, Malformed> {
        let whole = Node::holder(Name::default(), Tag::Record);
        document.nodes.push(whole);
        let body = document.body;
        let mut tape = Self {
            document,
            limits,
            at: 0,
            open: Vec::new(),
            has_carriage_returns: false,
            has_section_ends: false,
            attribute_names: Vec::new(),
            text_name: None,
            has_type: false,
        };
        let mut has_control = false;
        let mut has_edge = false;
        let mut has_bracket = false;
        for byte in body.bytes() {
            has_control |= byte < 0x20 && byte != b'\n' && byte != b'\t' && byte != b'\r';
            tape.has_carriage_returns |= byte == b'\r';
            // The first byte of U+FFFE and U+FFFF, and of a second byte order mark.
            has_edge |= byte == 0xef;
            has_bracket |= byte == b']';
        }
        tape.has_section_ends = has_bracket && body.contains("]]>");
        let is_refused = |c: char| c < ' ' && !matches!(c, '\n' | '\t' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
        if (has_control || has_edge)
            && let Some(at) = body.find(is_refused)
        {
            tape.at = at;
            return Err(tape.expected("characters that XML can hold"));
        }
        if body.starts_with('\u{feff}') {
            return Err(tape.expected("one byte order mark at most"));
        }
        Ok(tape)
    }

    /// A document type names a file that nobody fetches. What it says itself, between brackets, could make names mean
    /// anything; and a page of HTML is no answer.
    fn document_type(&mut self) -> Result<(), Malformed> {
        let rest = self.document.body.get(self.at..).and_then(|rest| rest.strip_prefix("<!DOCTYPE"));
        let said = rest.and_then(|rest| rest.split('>').next()).unwrap_or("[").trim();
        let name = said.split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
        let is_plain = !said.contains('[') && !name.eq_ignore_ascii_case("html");
        if !is_plain || self.document.end() > 1 || self.has_type {
            return Err(self.expected("no document type, or one that says nothing itself"));
        }
        self.has_type = true;
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Malformed> {
        if self.open.len() >= self.limits.depth {
            return Err(self.expected("less nesting"));
        }
        match self.open.last_mut() {
            Some(parent) if parent.has_elements => {}
            Some(parent) => {
                parent.has_elements = true;
                parent.is_mixed = !is_blank(self.document.text_at(parent.text));
            }
            None if self.document.end() > 1 => return Err(self.expected("one root element")),
            None => {}
        }
        let name = tag.name();
        let Some(local) = local_name(name.as_ref()) else {
            return Err(self.expected("names that XML allows"));
        };
        let name = self.name(local)?;
        let index = self.document.end();
        self.document.nodes.push(Node::holder(name, Tag::Leaf));
        let is_nil = !tag.attributes_raw().is_empty() && self.attributes(tag)?;
        self.open.push(Open { index, text: Span::default(), has_elements: false, is_mixed: false, is_nil });
        Ok(())
    }

    /// Reads the attributes of a tag; whether one says that the element is nil.
    fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<bool, Malformed> {
        let mut is_nil = false;
        for (nth, attribute) in tag.attributes().enumerate() {
            if nth >= self.limits.attributes {
                return Err(self.expected("fewer attributes"));
            }
            let Ok(attribute) = attribute else {
                return Err(self.expected("well-formed attributes, each once"));
            };
            let name = attribute.key.as_ref();
            let Some(local) = local_name(name) else {
                return Err(self.expected("names that XML allows"));
            };
            let before = self.offset(name).and_then(|at| at.checked_sub(1));
            let before = before.and_then(|at| self.document.body.as_bytes().get(at));
            if !matches!(before, Some(b' ' | b'\t' | b'\n' | b'\r')) {
                return Err(self.expected("a space before each attribute"));
            }
            let text = self.attribute_value(&attribute.value)?;
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            is_nil |= local == "nil" && local.len() < name.len() && matches!(self.document.text_at(text), "true" | "1");
            let name = self.attribute_name(local)?;
            self.document.nodes.push(Node::scalar(name, Tag::Text, text));
        }
        Ok(is_nil)
    }

    /// Replaces references, and white space by spaces.
    fn attribute_value(&mut self, value: &str) -> Result<Span, Malformed> {
        let is_special = |c: char| matches!(c, '&' | '<' | '\t' | '\n' | '\r');
        if !value.contains(is_special) {
            return Ok(self.span(value));
        }
        let at = self.document.side.len();
        let mut rest = value;
        while let Some(place) = rest.find(is_special) {
            let (plain, special) = rest.split_at(place);
            self.document.side.push_str(plain);
            if let Some(reference) = special.strip_prefix('&') {
                let resolved =
                    reference.split_once(';').and_then(|(name, after)| Some((grammar::reference(name)?, after)));
                let Some((character, after)) = resolved else {
                    return Err(self.expected("references to characters, and to XML's own entities"));
                };
                self.document.side.push(character);
                rest = after;
            } else if special.starts_with('<') {
                return Err(self.expected("no `<` in attributes"));
            } else {
                // A line break of two characters is one.
                let after = special.strip_prefix("\r\n").or_else(|| special.get(1..));
                self.document.side.push(' ');
                rest = after.unwrap_or_default();
            }
        }
        self.document.side.push_str(rest);
        Ok(self.side_from(at))
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let has_attributes = !open.has_elements && self.document.end() > open.index + 1;
        if open.has_elements || has_attributes {
            let mut flags = 0;
            let mut text_index = 0;
            if open.has_elements {
                flags |= NO_TEXT | if open.is_mixed { MIXED } else { 0 };
            } else if open.is_nil && is_blank(self.document.text_at(open.text)) {
                flags |= NIL;
            } else if open.text.length > 0 {
                text_index = self.document.end();
                let name = match self.text_name {
                    Some(name) => name,
                    None => *self.text_name.insert(side_name(&mut self.document, "#", "text")),
                };
                self.document.nodes.push(Node::scalar(name, Tag::Text, open.text));
            }
            let end = self.document.end();
            self.document.change(open.index, |node| {
                node.tag = Tag::Branch;
                node.flags |= flags;
                node.first = end;
                node.second = text_index;
            });
        } else {
            self.document.change(open.index, |node| node.set_text(open.text));
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Malformed> {
        if self.has_section_ends && text.contains("]]>") {
            return Err(self.expected("no `]]>` in text"));
        }
        match self.open.last_mut() {
            // Text between elements counts only in that it is there.
            Some(open) if open.has_elements => {
                open.is_mixed = open.is_mixed || !is_blank(text);
                Ok(())
            }
            Some(_) => {
                self.append(text);
                Ok(())
            }
            None if is_blank(text) => Ok(()),
            None if self.document.end() > 1 => Err(self.expected("the end of the reply")),
            None => Err(self.expected("an XML document")),
        }
    }

    fn cdata(&mut self, text: &str) -> Result<(), Malformed> {
        match self.open.last_mut() {
            Some(open) if open.has_elements => {
                open.is_mixed = open.is_mixed || !is_blank(text);
                Ok(())
            }
            Some(_) => {
                self.append(text);
                Ok(())
            }
            None => Err(self.expected("no text outside of the root element")),
        }
    }

    fn reference(&mut self, name: &str) -> Result<(), Malformed> {
        let Some(character) = grammar::reference(name) else {
            return Err(self.expected("references to characters, and to XML's own entities"));
        };
        match self.open.last_mut() {
            Some(open) if open.has_elements => open.is_mixed = true,
            Some(_) => self.append_as_is(character.encode_utf8(&mut [0; 4])),
            None => return Err(self.expected("no text outside of the root element")),
        }
        Ok(())
    }

    /// Adds text to the innermost element, with line ends made line feeds.
    #[inline]
    fn append(&mut self, text: &str) {
        if self.has_carriage_returns && text.contains('\r') {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            self.append_as_is(&text);
        } else {
            self.append_as_is(text);
        }
    }

    #[inline]
    fn append_as_is(&mut self, text: &str) {
        let span = self.span(text);
        let Some(open) = self.open.last_mut() else {
            return;
        };
        if open.text.length == 0 {
            open.text = span;
        } else if span.length > 0 {
            self.join(span);
        }
    }

    /// Joins a further piece to the text of the innermost element.
    #[cold]
    fn join(&mut self, piece: Span) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let Document { body, side, .. } = &mut self.document;
        let copy = |side: &mut String, span: Span| {
            let range = span.at as usize..(span.at + span.length) as usize;
            if span.in_side {
                side.extend_from_within(range);
            } else {
                side.push_str(body.get(range).unwrap_or_default());
            }
        };
        // Until an element or the end comes, nothing but this text goes to the side.
        let ends_at = (open.text.at + open.text.length) as usize;
        let piece_at = if piece.in_side { piece.at as usize } else { side.len() };
        if !(open.text.in_side && ends_at == piece_at) {
            let at = side.len();
            copy(side, open.text);
            open.text.at = at as u32;
            open.text.in_side = true;
            copy(side, piece);
        } else if !piece.in_side {
            copy(side, piece);
        }
        open.text.length += piece.length;
    }

    fn finish(mut self) -> Result<Document<'b>, Malformed> {
        if !self.open.is_empty() {
            return Err(self.expected("the ends of all elements"));
        }
        if self.document.end() == 1 {
            return Err(self.expected("an XML document"));
        }
        self.document.close(0);
        Ok(self.document)
    }

    fn name(&mut self, local: &str) -> Result<Name, Malformed> {
        let Ok(length) = u16::try_from(local.len()) else {
            return Err(self.expected("names of at most 65,535 bytes"));
        };
        let span = self.span(local);
        Ok(Name { at: span.at, length, in_side: span.in_side })
    }

    fn attribute_name(&mut self, local: &str) -> Result<Name, Malformed> {
        if local.len() >= usize::from(u16::MAX) {
            return Err(self.expected("names of at most 65,535 bytes"));
        }
        let side = &self.document.side;
        let known = self.attribute_names.iter().find(|known| {
            let at = known.at as usize;
            let text = side.get(at + 1..at + usize::from(known.length));
            text == Some(local)
        });
        if let Some(known) = known {
            return Ok(*known);
        }
        let name = side_name(&mut self.document, "@", local);
        if self.attribute_names.len() < 8 {
            self.attribute_names.push(name);
        }
        Ok(name)
    }

    /// Where a text is: in the body as it is, or now in the side.
    #[inline]
    fn span(&mut self, text: &str) -> Span {
        if let Some(at) = self.offset(text) {
            return Span { at: at as u32, length: text.len() as u32, in_side: false };
        }
        let at = self.document.side.len();
        self.document.side.push_str(text);
        self.side_from(at)
    }

    /// The side from there to its end.
    fn side_from(&self, at: usize) -> Span {
        Span { at: at as u32, length: (self.document.side.len() - at) as u32, in_side: true }
    }

    /// The position of a text that is a part of the body.
    #[inline]
    fn offset(&self, part: &str) -> Option<usize> {
        let body = self.document.body;
        let at = (part.as_ptr() as usize).checked_sub(body.as_ptr() as usize)?;
        (at + part.len() <= body.len()).then_some(at)
    }

    #[cold]
    fn expected(&self, what: &'static str) -> Malformed {
        Malformed::new(what).at_offset(self.document.base + self.at)
    }
}

/// Puts a name of two parts, together at most 65,535 bytes long, into the side.
fn side_name(document: &mut Document<'_>, prefix: &str, rest: &str) -> Name {
    let at = document.side.len();
    document.side.push_str(prefix);
    document.side.push_str(rest);
    Name { at: at as u32, length: (prefix.len() + rest.len()) as u16, in_side: true }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
