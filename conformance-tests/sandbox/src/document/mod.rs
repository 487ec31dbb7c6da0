//! Documents as trees, whatever format they are written in.

pub mod json;
pub mod pairs;
pub mod xml;

use vendor_model::model::{Format, Names, Path, Step};

/// Records and lists nested deeper than this are refused.
pub const DEPTH: usize = 64;

/// A node of a document.
///
/// In JSON a name stands once and lists are [`Node::List`]. In XML there are no lists, numbers and truth
/// values: elements repeat, and what has no elements inside is a [`Node::Text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Names in the order of the document; one may stand there several times.
    Record(Vec<(String, Node)>),
    /// Items.
    List(Vec<Node>),
    /// A number, as its digits stand on the wire.
    Number(String),
    /// A text.
    Text(String),
    /// A truth value.
    Boolean(bool),
    /// Nothing.
    Null,
}

impl Node {
    /// Reads a document, or says what is wrong with it.
    ///
    /// # Errors
    ///
    /// When the bytes are no document of that format.
    pub fn read(format: Format, bytes: &[u8]) -> Result<Self, String> {
        match format {
            Format::Json => json::read(bytes),
            Format::Xml => xml::read(bytes),
            Format::Form => pairs::read_form(bytes),
            Format::Text => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Self::Text(text.to_owned())),
                Err(_) => Err("this is no text: not UTF-8".into()),
            },
            Format::Multipart => Err("parts are read with their content type".into()),
        }
    }

    /// Reads a document that is the text of one value; in XML it has no root.
    ///
    /// # Errors
    ///
    /// When the text is no document of that format.
    pub fn read_inner(format: Format, text: &str) -> Result<Self, String> {
        match format {
            Format::Xml => xml::read_fragment(text),
            format => Self::read(format, text.as_bytes()),
        }
    }

    /// Writes a document that is the text of one value.
    ///
    /// # Errors
    ///
    /// As for [`Node::write`].
    pub fn write_inner(&self, format: Format) -> Result<String, String> {
        match format {
            Format::Xml => xml::write_fragment(self),
            format => self.write(format).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// Writes a document. It ends without a line break.
    ///
    /// # Errors
    ///
    /// When the format has no way to write it: several roots in XML, a control character.
    pub fn write(&self, format: Format) -> Result<Vec<u8>, String> {
        match format {
            Format::Json => Ok(json::write(self).into_bytes()),
            Format::Xml => xml::write(self).map(String::into_bytes),
            Format::Form => pairs::write_form(self).map(String::into_bytes),
            Format::Text => match self.text() {
                Some(text) => Ok(text.as_bytes().to_vec()),
                None => Err("a text is one value".into()),
            },
            Format::Multipart => Err("no vendor answers in parts".into()),
        }
    }

    /// Text of a scalar; `null` has none.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Number(text) | Self::Text(text) => Some(text),
            Self::Boolean(true) => Some("true"),
            Self::Boolean(false) => Some("false"),
            Self::Record(_) | Self::List(_) | Self::Null => None,
        }
    }

    /// Whether it is `null` or holds nothing. Blanks between XML tags are nothing.
    pub fn is_empty(&self, format: Format) -> bool {
        match self {
            Self::Record(members) => members.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Text(text) if format == Format::Xml => text.trim_matches(BLANK).is_empty(),
            Self::Text(text) => text.is_empty(),
            Self::Null => true,
            Self::Number(_) | Self::Boolean(_) => false,
        }
    }

    /// What it is, for people.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Record(_) => "a record",
            Self::List(_) => "a list",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Boolean(_) => "a truth value",
            Self::Null => "null",
        }
    }

    /// Members of that name; none if this is no record.
    pub fn named<'n>(&'n self, name: &str, names: Names) -> Vec<&'n Self> {
        match self {
            Self::Record(members) => {
                members.iter().filter(|(n, _)| same_name(n, name, names)).map(|(_, node)| node).collect()
            }
            // An element without attributes is its text.
            Self::Text(_) if name == "#text" => vec![self],
            _ => Vec::new(),
        }
    }

    /// All nodes at the end of a path. Several where an XML element repeats.
    pub fn at<'n>(&'n self, path: &Path, names: Names) -> Vec<&'n Self> {
        let mut found = vec![self];
        let mut each = false;
        for step in path {
            found = match step {
                Step::Name(name) if each => found.iter().flat_map(|node| node.named(name, names)).collect(),
                Step::Name(name) => found.first().map_or_else(Vec::new, |node| node.named(name, names)),
                Step::Each => {
                    each = true;
                    match found.as_slice() {
                        [Self::List(items)] => items.iter().collect(),
                        nodes => nodes.to_vec(),
                    }
                }
                Step::First => match found.first() {
                    Some(Self::List(items)) => items.first().into_iter().collect(),
                    first => first.copied().into_iter().collect(),
                },
            };
        }
        found
    }

    /// Calls back with every name and every text in it.
    pub fn texts<'n>(&'n self, at: &mut String, found: &mut impl FnMut(&str, &'n str)) {
        let length = at.len();
        match self {
            Self::Record(members) => {
                for (name, node) in members {
                    if !at.is_empty() && !at.ends_with(' ') {
                        at.push('.');
                    }
                    at.push_str(name);
                    found(at, name);
                    node.texts(at, found);
                    at.truncate(length);
                }
            }
            Self::List(items) => {
                for (index, node) in items.iter().enumerate() {
                    at.push_str(&format!("[{index}]"));
                    node.texts(at, found);
                    at.truncate(length);
                }
            }
            Self::Number(text) | Self::Text(text) => found(at, text),
            Self::Boolean(_) | Self::Null => {}
        }
    }
}

/// What XML calls white space.
pub const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

/// Compares names as the spec says.
pub fn same_name(a: &str, b: &str, names: Names) -> bool {
    match names {
        Names::Exact => a == b,
        Names::IgnoreCase => a.eq_ignore_ascii_case(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_nodes_at_a_path() {
        let path = |names: &[&str]| names.iter().map(|n| Step::Name((*n).to_owned())).collect::<Path>();
        let json = Node::read(Format::Json, br#"{"a": {"b": [{"c": 1}, {"c": 2}]}}"#).unwrap();
        let mut first = path(&["a", "b"]);
        first.extend([Step::First, Step::Name("c".into())]);
        assert_eq!(json.at(&first, Names::Exact), [&Node::Number("1".into())]);
        let xml = Node::read(Format::Xml, b"<a><b><c>1</c></b><b><c>2</c></b></a>").unwrap();
        assert_eq!(xml.at(&path(&["a", "b"]), Names::Exact).len(), 2);
        assert_eq!(xml.at(&first, Names::Exact), [&Node::Text("1".into())]);
        assert!(xml.at(&path(&["A", "b"]), Names::Exact).is_empty());
        assert_eq!(xml.at(&path(&["A", "b"]), Names::IgnoreCase).len(), 2);
    }

    #[test]
    fn lists_every_text_with_its_place() {
        let node = Node::read(Format::Json, br#"{"a": ["x", {"b": 5}]}"#).unwrap();
        let mut seen = Vec::new();
        node.texts(&mut "body ".to_owned(), &mut |at, text| seen.push(format!("{at}={text}")));
        assert_eq!(seen, ["body a=a", "body a[0]=x", "body a[1].b=b", "body a[1].b=5"]);
    }
}
