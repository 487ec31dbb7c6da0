//! [`Document`]: a whole reply as a flat tape.

use super::pairs::{self, Pairs};
use super::pattern::{self, TextFrame};
use super::rows::{self, Rows};
use super::value::{Value, is_blank};
use super::{form, json, xml};
use crate::runtime::malformed::Malformed;

/// How much nesting a reply may have. Its size is for the transport to limit.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How deep objects, lists and elements may stand in each other.
    pub depth: usize,
    /// How many attributes an element may have.
    pub attributes: usize,
}

impl Default for Limits {
    /// A depth of 128, and 64 attributes.
    fn default() -> Self {
        Self { depth: 128, attributes: 64 }
    }
}

/// A whole reply, checked and taken apart.
///
/// Its memory is linear in the reply: 16 bytes for each value, and a copy of the texts that are written
/// with escapes; other texts stay where they are in the reply.
pub struct Document<'b> {
    pub(super) body: &'b str,
    /// Texts that are not in the body as they are.
    pub(super) side: String,
    /// The values, each before the ones that it holds.
    pub(super) nodes: Vec<Node>,
    /// How many bytes of the reply stand before `body`: those of a byte order mark.
    pub(super) base: usize,
}

/// One value, with the name under which it stands.
#[derive(Clone, Copy)]
pub(super) struct Node {
    pub(super) name_at: u32,
    pub(super) name_length: u16,
    pub(super) tag: Tag,
    pub(super) flags: u8,
    /// A text's position; of what holds others, the index after the last node that it holds.
    pub(super) first: u32,
    /// A text's length; of an element with attributes, the index of its text, if it has one.
    pub(super) second: u32,
}

/// A member's name. The length is short to keep nodes small.
#[derive(Clone, Copy, Default)]
pub(super) struct Name {
    pub(super) at: u32,
    pub(super) length: u16,
    pub(super) in_side: bool,
}

impl Name {
    /// The name as a text.
    pub(super) fn span(self) -> Span {
        Span { at: self.at, length: u32::from(self.length), in_side: self.in_side }
    }
}

/// A text in the body or in the side.
#[derive(Clone, Copy, Default)]
pub(super) struct Span {
    pub(super) at: u32,
    pub(super) length: u32,
    pub(super) in_side: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Null,
    Boolean,
    Number,
    Text,
    Record,
    List,
    /// An element with text and nothing else.
    Leaf,
    /// An element with attributes or elements.
    Branch,
}

/// The value's text is in the side.
pub(super) const IN_SIDE: u8 = 1;
/// The element has elements, or was declared nil.
pub(super) const NO_TEXT: u8 = 2;
/// The element has elements and text between them, which is dropped.
pub(super) const MIXED: u8 = 4;
/// The element is declared nil.
pub(super) const NIL: u8 = 8;
/// The value's name is in the side.
pub(super) const NAME_IN_SIDE: u8 = 16;

/// What a value is that isn't there; never reached while tapes are built rightly.
static NOTHING: Node = Node { name_at: 0, name_length: 0, tag: Tag::Null, flags: 0, first: 0, second: 0 };

impl<'b> Document<'b> {
    /// Reads a JSON reply: RFC 8259 to the letter, except that a byte order mark may stand first.
    ///
    /// # Errors
    ///
    /// When it is not wholly one JSON value in UTF-8, is nested too deep, has a name twice in one object,
    /// or half of a surrogate pair.
    pub fn json(body: &'b [u8], limits: Limits) -> Result<Self, Malformed> {
        json::read(Self::empty(body)?, limits)
    }

    /// Reads an XML reply: a well-formed document in UTF-8, without a document type.
    ///
    /// The document is a record with one member, the root element, so that paths begin with its name.
    /// Names lose their prefix, and declarations of namespaces are dropped; attributes are members whose
    /// names begin with `@`.
    ///
    /// # Errors
    ///
    /// When it is not well-formed, declares another encoding, has a document type, or an entity that is
    /// not one of XML's own five, is nested too deep, or has an element with too many attributes.
    pub fn xml(body: &'b [u8], limits: Limits) -> Result<Self, Malformed> {
        xml::read(Self::empty(body)?, limits)
    }

    /// Reads an urlencoded reply: a record of names and texts, percent signs and pluses resolved. A name may
    /// repeat, as an element may in XML, and keeps its brackets: `a[b]`.
    ///
    /// # Errors
    ///
    /// When it is anything but pairs of a name and a value in UTF-8, or there are none.
    pub fn form(body: &'b [u8]) -> Result<Self, Malformed> {
        form::read(Self::empty(body)?)
    }

    /// Reads a text with holes: a record with a text for each hole of the first frame that matches.
    ///
    /// # Errors
    ///
    /// When none matches wholly, it is blank, or not in UTF-8.
    pub fn text(body: &'b [u8], frames: &[TextFrame]) -> Result<Self, Malformed> {
        pattern::text(Self::empty(body)?, frames)
    }

    /// Reads pairs of a name and a value: a record of texts.
    ///
    /// # Errors
    ///
    /// When it is anything but pairs, there are none, or it is not in UTF-8.
    pub fn pairs(body: &'b [u8], pairs: &Pairs) -> Result<Self, Malformed> {
        pairs::read(Self::empty(body)?, pairs)
    }

    /// Reads rows of such texts: a record with one member, the list of their records.
    ///
    /// # Errors
    ///
    /// When a row does not match wholly, there are none (a row of titles counts), or it is not in UTF-8.
    pub fn rows(body: &'b [u8], rows: &Rows) -> Result<Self, Malformed> {
        rows::read(Self::empty(body)?, rows)
    }

    /// Reads one bare value: the whole text, short of the white space at its end.
    ///
    /// # Errors
    ///
    /// When it is blank or not in UTF-8.
    pub fn plain(body: &'b [u8]) -> Result<Self, Malformed> {
        let mut document = Self::empty(body)?;
        if is_blank(document.body) {
            return Err(Malformed::new("a value"));
        }
        document.text_root();
        Ok(document)
    }

    fn text_root(&mut self) {
        let text = self.body.trim_end_matches([' ', '\t', '\n', '\r']);
        let span = Span { at: 0, length: text.len() as u32, in_side: false };
        self.nodes.push(Node::scalar(Name::default(), Tag::Text, span));
    }

    /// The text of a header, which may be empty.
    pub(crate) fn of_header(text: &'b [u8]) -> Result<Self, Malformed> {
        let mut document = Self::empty(text)?;
        document.text_root();
        Ok(document)
    }

    /// The value that is the whole document.
    #[inline]
    pub fn root(&self) -> Value<'_> {
        Value::new(self, 0)
    }

    fn empty(body: &'b [u8]) -> Result<Self, Malformed> {
        let (base, rest) = match body.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => (3, rest),
            None => (0, body),
        };
        // Positions are 32 bits wide, in the body as in the side, and the side is never the longer one
        // by more than the `@` before the names of attributes.
        if body.len() > (u32::MAX / 2) as usize {
            return Err(Malformed::new("a reply of at most 2 GiB"));
        }
        let body =
            std::str::from_utf8(rest).map_err(|error| Malformed::new("UTF-8").at_offset(base + error.valid_up_to()))?;
        Ok(Self { body, side: String::new(), nodes: Vec::with_capacity(body.len() / 12 + 8), base })
    }

    #[inline]
    pub(super) fn node(&self, index: u32) -> &Node {
        self.nodes.get(index as usize).unwrap_or(&NOTHING)
    }

    #[inline]
    pub(super) fn text_of(&self, node: &Node) -> &str {
        self.slice(node.first, node.second, node.flags & IN_SIDE != 0)
    }

    /// The text's bytes; cheaper than the text.
    #[inline]
    pub(super) fn bytes_of(&self, node: &Node) -> &[u8] {
        let source = if node.flags & IN_SIDE != 0 { &self.side } else { self.body };
        let at = node.first as usize;
        source.as_bytes().get(at..at + node.second as usize).unwrap_or_default()
    }

    #[inline]
    pub(super) fn name_of(&self, node: &Node) -> &str {
        let in_side = node.flags & NAME_IN_SIDE != 0;
        self.slice(node.name_at, u32::from(node.name_length), in_side)
    }

    #[inline]
    pub(super) fn text_at(&self, span: Span) -> &str {
        self.slice(span.at, span.length, span.in_side)
    }

    #[inline]
    fn slice(&self, at: u32, length: u32, in_side: bool) -> &str {
        let source = if in_side { &self.side } else { self.body };
        let at = at as usize;
        source.get(at..at + length as usize).unwrap_or_default()
    }

    /// The next index.
    #[inline]
    pub(super) fn end(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Closes a value that holds others: it ends here.
    #[inline]
    pub(super) fn close(&mut self, index: u32) {
        let end = self.end();
        self.change(index, |node| node.first = end);
    }

    #[inline]
    pub(super) fn change(&mut self, index: u32, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(index as usize) {
            change(node);
        }
    }
}

impl Node {
    #[inline]
    pub(super) fn scalar(name: Name, tag: Tag, text: Span) -> Self {
        let mut node = Self::holder(name, tag);
        node.set_text(text);
        node
    }

    /// A value that holds others; [`Document::close`] says where it ends.
    #[inline]
    pub(super) fn holder(name: Name, tag: Tag) -> Self {
        Self {
            name_at: name.at,
            name_length: name.length,
            tag,
            flags: if name.in_side { NAME_IN_SIDE } else { 0 },
            first: 0,
            second: 0,
        }
    }

    #[inline]
    pub(super) fn set_text(&mut self, text: Span) {
        self.first = text.at;
        self.second = text.length;
        self.flags |= if text.in_side { IN_SIDE } else { 0 };
    }

    /// Puts it under another name.
    pub(super) fn rename(&mut self, name: Name) {
        (self.name_at, self.name_length) = (name.at, name.length);
        self.flags = self.flags & !NAME_IN_SIDE | if name.in_side { NAME_IN_SIDE } else { 0 };
    }

    /// The index after this node, which stands at `index`, and all that it holds.
    #[inline]
    pub(super) fn after(&self, index: u32) -> u32 {
        match self.tag {
            Tag::Record | Tag::List | Tag::Branch => self.first.max(index + 1),
            _ => index + 1,
        }
    }
}

impl std::fmt::Debug for Document<'_> {
    /// Shows sizes, never the reply.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("bytes", &self.body.len()).field("values", &self.nodes.len()).finish()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_small() {
        assert_eq!(size_of::<Node>(), 16);
    }

    #[test]
    fn shows_nothing_of_the_reply() {
        let document = Document::json(br#"{"token":"hunter2"}"#, Limits::default()).unwrap();
        assert!(!format!("{document:?}").contains("hunter2"));
        let error = Document::json(b"{\"a\":\"\xff\"}", Limits::default()).unwrap_err();
        assert_eq!(error.to_string(), "expected UTF-8 (byte 6)");
        assert!(Document::json(b"{\0\"\0a\0\"\0:\x001\0}\0", Limits::default()).is_err());
        assert!(Document::json(b"\xff\xfe{\0}\0", Limits::default()).is_err());
    }
}
