//! [`Value`]: one value of a reply, whatever its format.

use super::document::{Document, IN_SIDE, MIXED, NIL, NO_TEXT, Node, Tag};
use crate::runtime::malformed::Malformed;

/// One value of a reply. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Value<'d> {
    document: &'d Document<'d>,
    index: u32,
}

/// What a [`Value`] is in its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JSON `null`.
    Null,
    /// JSON `true` or `false`.
    Boolean,
    /// A JSON number.
    Number,
    /// A JSON string, or an XML attribute.
    Text,
    /// A JSON object, or the whole of an XML document.
    Record,
    /// A JSON array.
    List,
    /// An XML element.
    Element,
}

/// A value with the name under which it stands.
#[derive(Clone, Copy, Debug)]
pub struct Member<'d> {
    /// The name as the vendor spells it: a JSON name, an element's name without prefix, `@` and an
    /// attribute's name, or `#text` for the text of an element that has attributes too.
    pub name: &'d str,
    /// The value.
    pub value: Value<'d>,
}

impl<'d> Value<'d> {
    #[inline]
    pub(super) fn new(document: &'d Document<'_>, index: u32) -> Self {
        Self { document, index }
    }

    /// Where it stands on the tape.
    #[inline]
    pub(super) fn index(self) -> u32 {
        self.index
    }

    /// What it is in its format.
    #[inline]
    pub fn kind(self) -> Kind {
        match self.node().tag {
            Tag::Null => Kind::Null,
            Tag::Boolean => Kind::Boolean,
            Tag::Number => Kind::Number,
            Tag::Text => Kind::Text,
            Tag::Record => Kind::Record,
            Tag::List => Kind::List,
            Tag::Leaf | Tag::Branch => Kind::Element,
        }
    }

    /// The same without regard to the format: an element is a record, null or a text.
    pub fn plain_kind(self) -> Kind {
        match self.kind() {
            Kind::Element if self.is_empty() => Kind::Null,
            Kind::Element if self.node().tag == Tag::Branch => Kind::Record,
            Kind::Element => Kind::Text,
            kind => kind,
        }
    }

    /// The members of an object, or the attributes and child elements of an element, in their order.
    ///
    /// What [is nothing](Self::is_nothing) has no members.
    ///
    /// # Errors
    ///
    /// When it is a list, a text, a number, a boolean, or an element with text only.
    #[inline]
    pub fn members(self) -> Result<Members<'d>, Malformed> {
        let node = self.node();
        match node.tag {
            Tag::Record | Tag::Branch => Ok(self.children(node)),
            _ if self.is_nothing() => Ok(Members { document: self.document, next: 0, end: 0, is_text: false }),
            _ => Err(self.expected("an object")),
        }
    }

    /// The same of an element that may have attributes, and may have its text only: that is its member `#text`.
    ///
    /// # Errors
    ///
    /// When it is a list, or no element and no object.
    #[inline]
    pub fn text_members(self) -> Result<Members<'d>, Malformed> {
        if self.node().tag == Tag::Leaf && !self.is_nothing() {
            return Ok(Members { document: self.document, next: self.index, end: self.index + 1, is_text: true });
        }
        self.members()
    }

    /// The first member of that name; `None` too where there are no members.
    ///
    /// In XML a name may stand there more than once: see [`sole`](Self::sole).
    pub fn get(self, name: &str) -> Option<Value<'d>> {
        self.members_or_none().find(|member| member.name == name).map(|member| member.value)
    }

    /// The member of that name, if there is one; `None` too where there are no members.
    ///
    /// # Errors
    ///
    /// When there are several: which one is meant is not to be guessed.
    pub fn sole(self, name: &str) -> Result<Option<Value<'d>>, Malformed> {
        let mut found = self.members_or_none().filter(|member| member.name == name);
        let first = found.next();
        match found.next() {
            Some(second) => Err(second.value.expected("to be there only once")),
            None => Ok(first.map(|member| member.value)),
        }
    }

    /// The items of a JSON array; none of anything else.
    #[inline]
    pub(super) fn items(self) -> Members<'d> {
        let node = self.node();
        match node.tag {
            Tag::List => self.children(node),
            _ => Members { document: self.document, next: 0, end: 0, is_text: false },
        }
    }

    /// The text of a scalar, unescaped and otherwise as it stands in the reply: `12.50`, `true`.
    ///
    /// Empty for `null`, objects, lists, and elements with elements.
    #[inline]
    pub fn raw(self) -> &'d str {
        let node = self.node();
        match node.tag {
            Tag::Boolean | Tag::Number | Tag::Text | Tag::Leaf => self.document.text_of(node),
            Tag::Branch if node.second != 0 => self.document.text_of(self.document.node(node.second)),
            _ => "",
        }
    }

    /// Whether it is `null`, `""`, `[]`, `{}`, or an element with nothing in it but white space.
    pub fn is_empty(self) -> bool {
        let node = self.node();
        match node.tag {
            Tag::Null => true,
            Tag::Text => node.second == 0,
            Tag::Record | Tag::List => node.after(self.index) == self.index + 1,
            Tag::Leaf => is_blank(self.raw()),
            Tag::Branch => node.flags & NIL != 0,
            Tag::Boolean | Tag::Number => false,
        }
    }

    /// Whether it stands for an absent object: `null`, `""`, `[]`, or an empty element.
    ///
    /// `{}` is an object that is there. PHP writes an empty map as `[]`.
    #[inline]
    pub fn is_nothing(self) -> bool {
        !matches!(self.node().tag, Tag::Record) && self.is_empty()
    }

    /// The position in the reply's bytes, where it is known.
    pub fn offset(self) -> Option<usize> {
        let node = self.node();
        let known = matches!(node.tag, Tag::Boolean | Tag::Number | Tag::Text | Tag::Leaf);
        (known && node.second > 0 && node.flags & IN_SIDE == 0).then(|| self.document.base + node.first as usize)
    }

    /// The error that something else was expected here.
    #[cold]
    pub fn expected(self, what: &'static str) -> Malformed {
        let error = Malformed::new(what);
        match self.offset() {
            Some(offset) => error.at_offset(offset),
            None => error,
        }
    }

    /// The text of a number, a text, or an element that has any, as bytes.
    #[inline]
    pub(super) fn text_bytes(self) -> Option<&'d [u8]> {
        let node = self.node();
        match node.tag {
            Tag::Number | Tag::Text | Tag::Leaf => Some(self.document.bytes_of(node)),
            Tag::Branch if node.second != 0 => Some(self.document.bytes_of(self.document.node(node.second))),
            _ => None,
        }
    }

    /// Whether it is an element with elements, which has no text.
    #[inline]
    pub(super) fn has_no_text(self) -> bool {
        self.node().flags & NO_TEXT != 0
    }

    /// Whether it is an element with text between its elements.
    #[inline]
    pub(super) fn is_mixed(self) -> bool {
        self.node().flags & MIXED != 0
    }

    /// Whether it is declared nil.
    #[inline]
    pub(super) fn is_nil(self) -> bool {
        self.node().flags & NIL != 0
    }

    #[inline]
    fn members_or_none(self) -> Members<'d> {
        self.members().unwrap_or(Members { document: self.document, next: 0, end: 0, is_text: false })
    }

    #[inline]
    fn children(self, node: &Node) -> Members<'d> {
        Members { document: self.document, next: self.index + 1, end: node.first, is_text: false }
    }

    #[inline]
    fn node(self) -> &'d Node {
        self.document.node(self.index)
    }
}

impl std::fmt::Debug for Value<'_> {
    /// Shows what kind of value it is, never the value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Value({:?})", self.kind())
    }
}

/// The name of an element's text, where it stands beside attributes.
const TEXT: &str = "#text";

/// The members of a [`Value`], in their order.
#[derive(Clone, Debug)]
pub struct Members<'d> {
    document: &'d Document<'d>,
    next: u32,
    end: u32,
    /// The only member is the text of an element.
    is_text: bool,
}

impl<'d> Iterator for Members<'d> {
    type Item = Member<'d>;

    #[inline]
    fn next(&mut self) -> Option<Member<'d>> {
        if self.next >= self.end {
            return None;
        }
        let index = self.next;
        let node = self.document.node(index);
        self.next = node.after(index);
        Some(Member {
            name: if self.is_text { TEXT } else { self.document.name_of(node) },
            value: Value { document: self.document, index },
        })
    }
}

/// Whether a text has nothing but what XML calls white space.
#[inline]
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::runtime::read::Limits;

    fn json(text: &str, check: impl Fn(Value<'_>)) {
        check(Document::json(text.as_bytes(), Limits::default()).unwrap().root());
    }

    #[test]
    fn what_is_empty_and_what_is_nothing() {
        for (text, is_empty, is_nothing) in [
            ("null", true, true),
            ("\"\"", true, true),
            ("[]", true, true),
            ("{}", true, false),
            ("\" \"", false, false),
            ("0", false, false),
            ("false", false, false),
            ("[null]", false, false),
            ("{\"a\":null}", false, false),
        ] {
            json(text, |value| {
                assert_eq!((value.is_empty(), value.is_nothing()), (is_empty, is_nothing), "{text}");
            });
        }
    }

    #[test]
    fn members_of_what_has_none() {
        for text in ["null", "\"\"", "[]", "{}"] {
            json(text, |value| assert_eq!(value.members().unwrap().count(), 0));
        }
        for text in ["1", "true", "\"a\"", "[1]"] {
            json(text, |value| {
                let error = value.members().unwrap_err();
                assert_eq!(error.expected(), "an object");
                assert!(value.get("a").is_none());
            });
        }
    }

    #[test]
    fn finds_members_beyond_nested_ones() {
        json(r#"{"a":{"x":[1,{"b":2}]},"b":"\u0062","c":[]}"#, |value| {
            assert_eq!(value.get("b").unwrap().raw(), "b");
            assert_eq!(value.get("c").unwrap().kind(), Kind::List);
            assert!(value.get("x").is_none());
            assert_eq!(value.get("a").unwrap().get("x").unwrap().items().count(), 2);
        });
    }

    #[test]
    fn shows_no_values() {
        json("\"hunter2\"", |value| assert_eq!(format!("{value:?}"), "Value(Text)"));
    }
}
