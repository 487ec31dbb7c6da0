//! Documents as trees, whatever their format.

use indexmap::IndexMap;
use serde_json::value::RawValue;

/// A document, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Members in document order. In XML, attributes begin with `@`, and `#text` is the text beside them.
    Record(Vec<(String, Node)>),
    /// Items; in XML, elements of one name.
    List(Vec<Node>),
    /// A value.
    Leaf(Leaf),
}

/// A value, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// Its text, without quotes and escapes.
    pub text: String,
    /// What the format says of it.
    pub kind: Kind,
}

/// What the format says of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text in quotes.
    Quoted,
    /// A number.
    Number,
    /// A truth value.
    Boolean,
    /// Nothing.
    Null,
    /// The format has no types.
    Plain,
    /// XML text as CDATA.
    Cdata,
}

impl Node {
    /// A member.
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Record(members) => members.iter().find(|(n, _)| n == name).map(|(_, node)| node),
            Self::List(_) | Self::Leaf(_) => None,
        }
    }

    /// The members of a record.
    pub fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Record(members) => members,
            Self::List(_) | Self::Leaf(_) => &[],
        }
    }

    /// What stands at a path of names.
    pub fn at(&self, path: &[String]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.member(name))
    }

    /// The value, if it is one and not null.
    pub fn leaf(&self) -> Option<&Leaf> {
        match self {
            Self::Leaf(leaf) if leaf.kind != Kind::Null => Some(leaf),
            _ => None,
        }
    }

    /// Nothing, or a text that is empty.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Leaf(leaf) if leaf.kind == Kind::Null || leaf.text.is_empty())
    }

    /// Without prefixes of namespaces and their declarations, as replies are compared.
    #[must_use]
    pub fn unprefixed(&self) -> Self {
        let bare = |name: &str| match name.strip_prefix('@') {
            Some(name) => format!("@{}", name.rsplit(':').next().unwrap_or(name)),
            None => name.rsplit(':').next().unwrap_or(name).to_owned(),
        };
        match self {
            Self::Record(members) => {
                let kept = members.iter().filter(|(name, _)| name != "@xmlns" && !name.starts_with("@xmlns:"));
                let members: Vec<(String, Self)> = kept.map(|(name, node)| (bare(name), node.unprefixed())).collect();
                match members.as_slice() {
                    // An element that had nothing but declarations beside its text.
                    [(name, text @ Self::Leaf(_))] if name == "#text" => text.clone(),
                    [] => Self::Leaf(Leaf { text: String::new(), kind: Kind::Plain }),
                    _ => Self::Record(members),
                }
            }
            Self::List(items) => Self::List(items.iter().map(Self::unprefixed).collect()),
            Self::Leaf(leaf) => Self::Leaf(leaf.clone()),
        }
    }
}

fn leaf(text: impl Into<String>, kind: Kind) -> Node {
    Node::Leaf(Leaf { text: text.into(), kind })
}

/// Reads JSON; digits stay as they are written.
pub fn json(text: &str) -> Option<Node> {
    let text = text.trim();
    let node = match text.chars().next()? {
        '{' => {
            let members: IndexMap<String, &RawValue> = serde_json::from_str(text).ok()?;
            let read = |(name, raw): (String, &RawValue)| Some((name, json(raw.get())?));
            Node::Record(members.into_iter().map(read).collect::<Option<_>>()?)
        }
        '[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            Node::List(items.into_iter().map(|raw| json(raw.get())).collect::<Option<_>>()?)
        }
        '"' => leaf(serde_json::from_str::<String>(text).ok()?, Kind::Quoted),
        't' | 'f' => leaf(text, Kind::Boolean),
        'n' => leaf("", Kind::Null),
        _ => leaf(text, Kind::Number),
    };
    Some(node)
}

/// Reads XML; the root is the only member.
pub fn xml(text: &str) -> Option<Node> {
    let document = roxmltree::Document::parse(text).ok()?;
    let root = document.root_element();
    Some(Node::Record(vec![(name(root, root.tag_name().namespace(), root.tag_name().name()), element(root))]))
}

fn name(at: roxmltree::Node<'_, '_>, namespace: Option<&str>, local: &str) -> String {
    match namespace.and_then(|uri| at.lookup_prefix(uri)).filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => format!("{prefix}:{local}"),
        None => local.to_owned(),
    }
}

fn element(at: roxmltree::Node<'_, '_>) -> Node {
    let mut members: Vec<(String, Node)> = Vec::new();
    let above: Vec<(Option<&str>, &str)> =
        at.parent_element().map(|p| p.namespaces().map(|n| (n.name(), n.uri())).collect()).unwrap_or_default();
    for declared in at.namespaces().filter(|n| !above.contains(&(n.name(), n.uri())) && n.name() != Some("xml")) {
        let key = declared.name().map_or_else(|| "@xmlns".to_owned(), |prefix| format!("@xmlns:{prefix}"));
        members.push((key, leaf(declared.uri(), Kind::Plain)));
    }
    for attribute in at.attributes() {
        let key = format!("@{}", name(at, attribute.namespace(), attribute.name()));
        members.push((key, leaf(attribute.value(), Kind::Plain)));
    }
    let has_children = at.children().any(|child| child.is_element());
    for child in at.children().filter(roxmltree::Node::is_element) {
        let key = name(child, child.tag_name().namespace(), child.tag_name().name());
        let inner = element(child);
        match members.iter_mut().find(|(name, _)| *name == key) {
            Some((_, Node::List(items))) => items.push(inner),
            Some((_, first)) => *first = Node::List(vec![first.clone(), inner]),
            None => members.push((key, inner)),
        }
    }
    if has_children {
        return Node::Record(members);
    }
    let text: String = at.children().filter_map(|child| child.text()).collect();
    let source = at.document().input_text().get(at.range()).unwrap_or_default();
    let text = leaf(text.trim(), if source.contains("<![CDATA[") { Kind::Cdata } else { Kind::Plain });
    if members.is_empty() {
        return text;
    }
    if !text.is_empty() {
        members.push(("#text".to_owned(), text));
    }
    Node::Record(members)
}

/// Reads names and values as forms send them; none if it is nothing of the kind.
pub fn form(text: &str) -> Option<Node> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.[]%".contains(c);
    let mut members: Vec<(String, Node)> = Vec::new();
    for part in text.trim().split('&') {
        let (name, value) = part.split_once('=')?;
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        let (name, value) = (decoded(name), leaf(decoded(value), Kind::Plain));
        match members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, Node::List(items))) => items.push(value),
            Some((_, first)) => *first = Node::List(vec![first.clone(), value]),
            None if name.ends_with("[]") => members.push((name, Node::List(vec![value]))),
            None => members.push((name, value)),
        }
    }
    Some(Node::Record(members))
}

/// Without percent signs and plus signs.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|h| std::str::from_utf8(h).ok());
        match (byte, hex.and_then(|h| u8::from_str_radix(h, 16).ok())) {
            (b'%', Some(code)) => {
                out.push(code);
                at += 3;
                continue;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stay() {
        let node = json(r#"{"a": 12345678901234567.890, "b": [true, null, "x\"\u00e7"]}"#).expect("JSON");
        assert_eq!(node.member("a").and_then(Node::leaf).map(|l| l.text.as_str()), Some("12345678901234567.890"));
        let Some(Node::List(items)) = node.member("b") else { panic!("{node:?}") };
        assert_eq!(items[2], leaf("x\"ç", Kind::Quoted));
        assert_eq!(json("{"), None);
    }

    #[test]
    fn elements_repeat_and_have_attributes() {
        let text = r#"<s:E xmlns:s="urn:s"><i id="1">a</i><i id="2"><![CDATA[<b>]]></i><n/></s:E>"#;
        let node = xml(text).expect("XML").unprefixed();
        let Some(Node::List(items)) = node.at(&["E".into(), "i".into()]) else { panic!("{node:?}") };
        assert_eq!(items[1].member("#text"), Some(&leaf("<b>", Kind::Cdata)));
        assert!(node.at(&["E".into(), "n".into()]).is_some_and(Node::is_empty));
    }

    #[test]
    fn forms_have_lists() {
        let node = form("to=%2B90+5&tags[]=a&tags[]=b&id=1&id=2").expect("a form");
        assert_eq!(node.member("to"), Some(&leaf("+90 5", Kind::Plain)));
        assert!(matches!(node.member("tags[]"), Some(Node::List(items)) if items.len() == 2));
        assert!(matches!(node.member("id"), Some(Node::List(items)) if items.len() == 2));
        assert_eq!(form("OK|123"), None);
    }
}
