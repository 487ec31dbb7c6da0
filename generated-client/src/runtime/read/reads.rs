//! [`Reads`]: all that a body, or a text in a body, can be read as.

use super::document::{Document, Limits};
use super::pairs::Pairs;
use super::pattern::TextFrame;
use super::rows::Rows;
use super::value::{Kind, Value, is_blank};
use crate::runtime::code::Format;
use crate::runtime::malformed::Malformed;

/// What a body is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// Names and values, urlencoded.
    Form,
    /// Pairs of a name and a value.
    Pairs(&'static Pairs),
    /// A text with holes, in the first of these ways that matches.
    Text(&'static [TextFrame]),
    /// Rows of such texts.
    Rows(&'static Rows),
    /// One bare value, which is the whole text.
    Plain,
    /// Bytes, at least one. There is no document.
    Bytes,
    /// Nothing but white space. There is no document.
    Nothing,
}

impl From<Format> for Reads {
    fn from(format: Format) -> Self {
        match format {
            Format::Json => Self::Json,
            Format::Xml => Self::Xml,
            Format::Form => Self::Form,
            Format::Text => Self::Plain,
            Format::Multipart | Format::Bytes => Self::Bytes,
        }
    }
}

impl Reads {
    /// The document. `None`: the body is as it should be, and there is none to be had.
    pub(crate) fn open(self, body: &[u8]) -> Result<Option<Document<'_>>, Malformed> {
        let refuse = |what| Err(Malformed::new(what));
        let document = match self {
            Self::Json => Document::json(body, Limits::default()),
            Self::Xml => Document::xml(body, Limits::default()),
            Self::Form => Document::form(body),
            Self::Pairs(pairs) => Document::pairs(body, pairs),
            Self::Text(frames) => Document::text(body, frames),
            Self::Rows(rows) => Document::rows(body, rows),
            Self::Plain => Document::plain(body),
            Self::Bytes if body.is_empty() => return refuse("at least one byte"),
            Self::Nothing if !body.iter().all(u8::is_ascii_whitespace) => return refuse("nothing"),
            Self::Bytes | Self::Nothing => return Ok(None),
        };
        document.map(Some)
    }
}

/// Reads a document that stands as text inside another: `Format::Json`, or any of [`Reads`]. A blank text is
/// absent.
///
/// What an XML declaration says of the encoding is passed over: the text has been decoded already.
///
/// # Errors
///
/// When the value is no text, or the text no such document; and those of `read`. Positions count from the
/// beginning of the inner document.
pub fn nested<T>(
    value: Value<'_>,
    reads: impl Into<Reads>,
    read: impl FnOnce(Value<'_>) -> Result<Option<T>, Malformed>,
) -> Result<Option<T>, Malformed> {
    let reads = reads.into();
    let text = match value.kind() {
        Kind::Text => value.raw(),
        Kind::Element if !value.has_no_text() => value.raw(),
        _ if value.is_nothing() => return Ok(None),
        _ => return Err(value.expected("a text that holds a document")),
    };
    if is_blank(text) {
        return Ok(None);
    }
    let text = match reads {
        Reads::Xml => without_declaration(text),
        _ => text,
    };
    nested_bytes(text.as_bytes(), reads, read)
}

/// Reads a document out of bytes, such as those behind base64.
///
/// # Errors
///
/// When the bytes are no such document; and those of `read`.
pub fn nested_bytes<T>(
    bytes: &[u8],
    reads: impl Into<Reads>,
    read: impl FnOnce(Value<'_>) -> Result<Option<T>, Malformed>,
) -> Result<Option<T>, Malformed> {
    match reads.into().open(bytes)? {
        Some(document) => read(document.root()),
        None => Err(Malformed::new("a document")),
    }
}

/// XML 1.1 is left as it is: its declaration matters.
pub(crate) fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '\t', '\n', '\r']);
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((declaration, document)) if declaration.starts_with([' ', '\t']) && !declaration.contains("1.1") => {
            document
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::malformed::At as _;
    use crate::runtime::read::{self, Slot, TextPiece};

    fn id(root: Value<'_>) -> Result<Option<i64>, Malformed> {
        let mut id = Slot::new("id");
        for member in root.members()?.filter(|member| member.name == "id") {
            id.read(member.value, read::integer)?;
        }
        Ok(Some(id.required()?))
    }

    fn in_root(root: Value<'_>) -> Result<Option<i64>, Malformed> {
        match root.sole("d")? {
            Some(value) => id(value),
            None => Err(Malformed::new("to be present").at("d")),
        }
    }

    fn json(
        text: &str,
        reads: impl Into<Reads>,
        read: fn(Value<'_>) -> Result<Option<i64>, Malformed>,
    ) -> Result<Option<i64>, Malformed> {
        let document = Document::json(text.as_bytes(), Limits::default()).unwrap();
        nested(document.root(), reads, read).at("field")
    }

    #[test]
    fn documents_stand_in_texts() {
        static FRAME: TextFrame = TextFrame { pieces: &[TextPiece::Literal("no "), TextPiece::Integer("id")] };
        assert_eq!(json(r#""{\"id\":7}""#, Format::Json, id).unwrap(), Some(7));
        assert_eq!(json(r#""<d><id>7</id></d>""#, Format::Xml, in_root).unwrap(), Some(7));
        assert_eq!(json(r#""a=1&id=7""#, Format::Form, id).unwrap(), Some(7));
        assert_eq!(json(r#""no 7""#, Reads::Text(std::slice::from_ref(&FRAME)), id).unwrap(), Some(7));
        assert_eq!(json(r#""7""#, Format::Text, read::integer).unwrap(), Some(7));
        for absent in ["null", r#""""#, r#"" \n""#] {
            assert_eq!(json(absent, Format::Json, id).unwrap(), None, "{absent}");
        }
        let outer = b"<r><a><![CDATA[<d><id>7</id></d>]]></a><b>&lt;d&gt;&lt;id&gt;7&lt;/id&gt;&lt;/d&gt;</b><c><d><id>7</id></d></c><n/></r>";
        let document = Document::xml(outer, Limits::default()).unwrap();
        let root = document.root().get("r").unwrap();
        let inner = |name| nested(root.get(name).unwrap(), Format::Xml, in_root);
        assert_eq!(inner("a").unwrap(), Some(7));
        assert_eq!(inner("b").unwrap(), Some(7));
        assert_eq!(inner("n").unwrap(), None);
        assert_eq!(inner("c").unwrap_err().expected(), "a text that holds a document");
    }

    #[test]
    fn a_text_is_decoded_whatever_its_declaration_says() {
        let document = r#""\r\n<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n<d><id>7</id></d>""#;
        assert_eq!(json(document, Format::Xml, in_root).unwrap(), Some(7));
        let of_bytes = b"<?xml version=\"1.0\" encoding=\"utf-16\"?><d><id>7</id></d>";
        assert!(nested_bytes(of_bytes, Format::Xml, in_root).is_err());
        assert_eq!(nested_bytes(&of_bytes[39..], Format::Xml, in_root).unwrap(), Some(7));
    }

    #[test]
    fn errors_carry_the_way_to_them() {
        let error = json(r#""{\"id\":\"x\"}""#, Format::Json, id).unwrap_err();
        assert_eq!((error.field().as_str(), error.expected()), ("field.id", "an integer"));
        for text in [r#""{\"id\":7""#, r#""{\"id\":7} x""#, "7", "true", "[1]", "{}", r#"{"id":7}"#] {
            assert_eq!(json(text, Format::Json, id).unwrap_err().field(), "field", "{text}");
        }
        let deep = format!("\"{}\"", "[".repeat(100_000));
        assert_eq!(json(&deep, Format::Json, id).unwrap_err().expected(), "less nesting");
        assert!(json(r#""x""#, Format::Bytes, id).is_err());
        assert!(json(r#""x""#, Reads::Nothing, id).is_err());
    }
}
