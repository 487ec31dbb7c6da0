//! XML, read by `roxmltree`.

use std::borrow::Cow;

use vendor_model::model::Format;

use super::{BLANK, DEPTH, Node};

/// Reads a document into a record of one name, its root.
///
/// Names have their prefixes as they stand. An attribute is a member whose name begins with `@`, declarations of
/// namespaces too; the text of an element that has attributes is its member `#text`. Text beside elements has no
/// meaning in any model, so it is refused.
///
/// # Errors
///
/// When the bytes are no well-formed XML in UTF-8, or hold what has no place in a model.
pub fn read(bytes: &[u8]) -> Result<Node, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("this is no XML: not UTF-8 at byte {}", error.valid_up_to()))?;
    // A document type that says nothing itself is passed over.
    let kind = text.split_once("<!DOCTYPE").and_then(|(_, rest)| rest.split('>').next());
    let options =
        roxmltree::ParsingOptions { allow_dtd: kind.is_some_and(|kind| !kind.contains('[')), ..Default::default() };
    let document =
        roxmltree::Document::parse_with_options(text, options).map_err(|error| format!("this is no XML: {error}"))?;
    check_declaration(text)?;
    let root = document.root_element();
    Ok(Node::Record(vec![(name(root), element(root, 0)?)]))
}

/// Reads what stands in a text of another document: elements without a root around them.
///
/// # Errors
///
/// As for [`read`].
pub fn read_fragment(text: &str) -> Result<Node, String> {
    let inner = match text.trim_start_matches(BLANK).strip_prefix("<?xml") {
        Some(declared) => declared.split_once("?>").map_or("", |(_, rest)| rest),
        None => text,
    };
    match read(format!("<fragment>{inner}</fragment>").as_bytes())? {
        Node::Record(mut root) => Ok(match root.pop() {
            Some((_, Node::Record(members))) => Node::Record(members),
            Some((_, text)) if text.is_empty(Format::Xml) => Node::Record(Vec::new()),
            _ => return Err("this is no XML: a text without elements".into()),
        }),
        _ => Err("this is no XML".into()),
    }
}

fn element(of: roxmltree::Node<'_, '_>, depth: usize) -> Result<Node, String> {
    if depth > DEPTH {
        return Err(format!("this is nested deeper than {DEPTH} levels"));
    }
    let mut members = attributes(of);
    let has_attributes = !members.is_empty();
    let mut text = String::new();
    let mut elements = 0;
    for child in of.children() {
        if child.is_element() {
            elements += 1;
            members.push((name(child), element(child, depth + 1)?));
        } else if child.is_text() {
            text.push_str(child.text().unwrap_or_default());
        }
    }
    match (elements, has_attributes) {
        (0, false) => return Ok(Node::Text(text)),
        (0, true) if !text.is_empty() => members.push(("#text".to_owned(), Node::Text(text))),
        (0, true) => {}
        _ if !text.trim_matches(BLANK).is_empty() => {
            return Err(format!("the element `{}` holds text beside elements", of.tag_name().name()));
        }
        _ => {}
    }
    Ok(Node::Record(members))
}

/// Attributes, and the namespaces that the element declares.
fn attributes(of: roxmltree::Node<'_, '_>) -> Vec<(String, Node)> {
    let outside: Vec<_> = of.parent_element().into_iter().flat_map(|parent| parent.namespaces()).collect();
    // The prefix that every document has.
    let declared = of.namespaces().filter(|space| space.name() != Some("xml"));
    let declared = declared.filter(|space| !outside.iter().any(|o| o.name() == space.name() && o.uri() == space.uri()));
    let mut members: Vec<(String, Node)> = declared
        .map(|space| {
            let name = space.name().map_or_else(|| "@xmlns".to_owned(), |prefix| format!("@xmlns:{prefix}"));
            (name, Node::Text(space.uri().to_owned()))
        })
        .collect();
    let input = of.document().input_text();
    for attribute in of.attributes() {
        let name = input.get(attribute.range_qname()).unwrap_or_else(|| attribute.name());
        members.push((format!("@{name}"), Node::Text(attribute.value().to_owned())));
    }
    members
}

/// The name with its prefix.
fn name(of: roxmltree::Node<'_, '_>) -> String {
    let input = of.document().input_text();
    let tag = input.get(of.range()).and_then(|tag| tag.strip_prefix('<')).unwrap_or_default();
    let end = tag.find(|c: char| BLANK.contains(&c) || matches!(c, '>' | '/')).unwrap_or(tag.len());
    tag.get(..end).filter(|name| !name.is_empty()).unwrap_or_else(|| of.tag_name().name()).to_owned()
}

/// The name without its prefix.
pub(crate) fn bare(name: &str) -> Cow<'_, str> {
    match name.rsplit_once(':') {
        Some((prefix, local)) if prefix.starts_with('@') => Cow::Owned(format!("@{local}")),
        Some((_, local)) => Cow::Borrowed(local),
        None => Cow::Borrowed(name),
    }
}

/// The document as replies are read: without prefixes, and without declarations of namespaces.
pub(crate) fn without_prefixes(node: Node) -> Node {
    match node {
        Node::Record(members) => {
            let members = members.into_iter().filter(|(name, _)| name != "@xmlns" && !name.starts_with("@xmlns:"));
            let members: Vec<(String, Node)> =
                members.map(|(name, node)| (bare(&name).into_owned(), without_prefixes(node))).collect();
            match members.as_slice() {
                // Without its namespaces an element may be no more than its text.
                [(name, Node::Text(text))] if name == "#text" => Node::Text(text.clone()),
                [] => Node::Text(String::new()),
                _ => Node::Record(members),
            }
        }
        Node::List(items) => Node::List(items.into_iter().map(without_prefixes).collect()),
        node => node,
    }
}

/// The parser reads UTF-8 whatever the declaration says.
fn check_declaration(text: &str) -> Result<(), String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some((declaration, _)) = text.strip_prefix("<?xml").and_then(|t| t.split_once("?>")) else { return Ok(()) };
    let Some((_, encoding)) = declaration.split_once("encoding") else { return Ok(()) };
    let encoding = encoding.trim_start_matches(BLANK).trim_start_matches('=').trim_start_matches(BLANK);
    let encoding = encoding.get(1..).and_then(|e| e.split(['"', '\'']).next()).unwrap_or_default();
    if encoding.eq_ignore_ascii_case("utf-8") {
        Ok(())
    } else {
        Err("the declaration names another encoding than UTF-8".into())
    }
}

/// Writes a document with its declaration, on one line.
///
/// # Errors
///
/// When it has not exactly one root, a name is no name in XML, or a text has a character that XML can't hold.
pub fn write(node: &Node) -> Result<String, String> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    match node {
        Node::Record(members) if members.len() == 1 => {
            for (name, root) in members {
                write_element(name, root, &mut out)?;
            }
            Ok(out)
        }
        _ => Err("an XML document has one root".into()),
    }
}

/// Writes members one after the other, without a root around them.
///
/// # Errors
///
/// As for [`write()`].
pub fn write_fragment(node: &Node) -> Result<String, String> {
    let mut out = String::new();
    match node {
        Node::Record(members) => members.iter().try_for_each(|(name, node)| write_element(name, node, &mut out))?,
        node => write_text(node.text().unwrap_or_default(), &mut out)?,
    }
    Ok(out)
}

fn write_element(name: &str, node: &Node, out: &mut String) -> Result<(), String> {
    if let Node::List(items) = node {
        return items.iter().try_for_each(|item| match item {
            Node::List(_) => Err(format!("`{name}` is a list of lists")),
            item => write_element(name, item, out),
        });
    }
    check_name(name)?;
    let (attributes, inner): (Vec<_>, Vec<_>) = match node {
        Node::Record(members) => members.iter().partition(|(name, _)| name.starts_with('@')),
        _ => (Vec::new(), Vec::new()),
    };
    out.push_str(&format!("<{name}"));
    for (name, value) in &attributes {
        let name = name.trim_start_matches('@');
        check_name(name)?;
        let text = value.text().ok_or_else(|| format!("the attribute `{name}` is no text"))?;
        let mut written = String::new();
        write_text(text, &mut written)?;
        let written = written.replace('"', "&quot;").replace('\n', "&#10;").replace('\t', "&#9;");
        out.push_str(&format!(" {name}=\"{written}\""));
    }
    if node.is_empty(Format::Json) || (matches!(node, Node::Record(_)) && inner.is_empty()) {
        out.push_str("/>");
        return Ok(());
    }
    out.push('>');
    match node {
        Node::Record(_) => {
            for (name, member) in inner {
                match name.as_str() {
                    "#text" => write_text(member.text().unwrap_or_default(), out)?,
                    name => write_element(name, member, out)?,
                }
            }
        }
        Node::Boolean(value) => out.push(if *value { '1' } else { '0' }),
        node => write_text(node.text().unwrap_or_default(), out)?,
    }
    out.push_str(&format!("</{name}>"));
    Ok(())
}

fn check_name(name: &str) -> Result<(), String> {
    let starts = |c: char| c.is_alphabetic() || c == '_';
    let goes_on = |c: char| starts(c) || c.is_numeric() || matches!(c, '-' | '.' | ':');
    if name.starts_with(starts) && name.chars().all(goes_on) {
        Ok(())
    } else {
        Err(format!("`{}` is no name in XML", name.escape_debug()))
    }
}

fn write_text(text: &str, out: &mut String) -> Result<(), String> {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                return Err(format!("XML can't hold the character {}", c.escape_unicode()));
            }
            c => out.push(c),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(text: &str) -> Node {
        Node::Text(text.into())
    }

    #[test]
    fn reads_elements_in_order() {
        let text =
            "<?xml version='1.0' encoding='utf-8'?>\n<a>\n <b> x </b><!-- c --><b><![CDATA[<&>]]>&amp;</b><c/></a>\n";
        let expected = Node::Record(vec![(
            "a".into(),
            Node::Record(vec![("b".into(), leaf(" x ")), ("b".into(), leaf("<&>&")), ("c".into(), leaf(""))]),
        )]);
        assert_eq!(read(text.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn refuses_what_no_model_has() {
        for wrong in [
            "",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<!DOCTYPE a SYSTEM 'a.dtd'><a>&e;</a>",
            "<a>x<b/></a>",
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
            "<?xml version=\"1.0\" encoding=\"iso-8859-9\"?><a/>",
        ] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert!(read(b"<a>\xff</a>").is_err());
        let deep = format!("{}{}", "<a>".repeat(DEPTH + 2), "</a>".repeat(DEPTH + 2));
        assert!(read(deep.as_bytes()).unwrap_err().contains("deeper"));
        assert!(read("<a>".repeat(200_000).as_bytes()).is_err());
        assert!(read(format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000)).as_bytes()).is_err());
    }

    #[test]
    fn reads_attributes_and_namespaces() {
        let text = r#"<s:a xmlns:s="u" x="1&amp;"><s:b s:y="2">t</s:b><c/></s:a>"#;
        let node = read(text.as_bytes()).unwrap();
        let b = Node::Record(vec![("@s:y".into(), leaf("2")), ("#text".into(), leaf("t"))]);
        let a =
            vec![("@xmlns:s".into(), leaf("u")), ("@x".into(), leaf("1&")), ("s:b".into(), b), ("c".into(), leaf(""))];
        assert_eq!(node, Node::Record(vec![("s:a".into(), Node::Record(a))]));
        assert_eq!(read(write(&node).unwrap().as_bytes()).unwrap(), node);
        let bare = write(&without_prefixes(node)).unwrap();
        assert!(bare.ends_with("<a x=\"1&amp;\"><b y=\"2\">t</b><c/></a>"), "{bare}");
        let bare = without_prefixes(read(br#"<a xmlns="u">5</a>"#).unwrap());
        assert_eq!(bare, Node::Record(vec![("a".into(), leaf("5"))]));
        let fragment = read_fragment("<?xml version='1.0'?><a>1</a><b x='2'/>").unwrap();
        assert_eq!(write_fragment(&fragment).unwrap(), "<a>1</a><b x=\"2\"/>");
        assert!(read_fragment("text").is_err() && read_fragment("<a>").is_err());
    }

    #[test]
    fn writes_what_it_reads() {
        let node = Node::Record(vec![(
            "a".into(),
            Node::Record(vec![
                ("b".into(), Node::List(vec![Node::Number("1".into()), leaf("<&>\r")])),
                ("t".into(), Node::Boolean(true)),
                ("e".into(), Node::Null),
                ("n".into(), Node::List(vec![])),
            ]),
        )]);
        let text = write(&node).unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a><b>1</b><b>&lt;&amp;&gt;&#13;</b><t>1</t><e/></a>"
        );
        assert!(read(text.as_bytes()).is_ok());
        let document = |name: &str, node| Node::Record(vec![(name.to_owned(), node)]);
        assert!(write(&document("a", leaf("\u{1}"))).is_err());
        assert!(write(&document("a b", leaf(""))).is_err());
        assert!(write(&Node::Null).is_err());
    }
}
