//! XML, read by `roxmltree`.

use vendor_model::model::Format;

use super::{BLANK, DEPTH, Node};

/// Reads a document into a record of one name, its root.
///
/// Attributes, namespaces and text beside elements have no meaning in any model, so they are refused.
///
/// # Errors
///
/// When the bytes are no well-formed XML in UTF-8, or hold what has no place in a model.
pub fn read(bytes: &[u8]) -> Result<Node, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("this is no XML: not UTF-8 at byte {}", error.valid_up_to()))?;
    let document = roxmltree::Document::parse(text).map_err(|error| format!("this is no XML: {error}"))?;
    check_declaration(text)?;
    let root = document.root_element();
    Ok(Node::Record(vec![(name(root)?, element(root, 0)?)]))
}

fn element(of: roxmltree::Node<'_, '_>, depth: usize) -> Result<Node, String> {
    if depth > DEPTH {
        return Err(format!("this is nested deeper than {DEPTH} levels"));
    }
    if let Some(attribute) = of.attributes().next() {
        return Err(format!("the element `{}` has an attribute `{}`", of.tag_name().name(), attribute.name()));
    }
    let mut members = Vec::new();
    let mut text = String::new();
    for child in of.children() {
        if child.is_element() {
            members.push((name(child)?, element(child, depth + 1)?));
        } else if child.is_text() {
            text.push_str(child.text().unwrap_or_default());
        }
    }
    if members.is_empty() {
        return Ok(Node::Text(text));
    }
    if !text.trim_matches(BLANK).is_empty() {
        return Err(format!("the element `{}` holds text beside elements", of.tag_name().name()));
    }
    Ok(Node::Record(members))
}

fn name(of: roxmltree::Node<'_, '_>) -> Result<String, String> {
    let name = of.tag_name();
    match name.namespace() {
        None => Ok(name.name().to_owned()),
        Some(_) => Err(format!("the element `{}` has a namespace", name.name())),
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

fn write_element(name: &str, node: &Node, out: &mut String) -> Result<(), String> {
    if let Node::List(items) = node {
        return items.iter().try_for_each(|item| match item {
            Node::List(_) => Err(format!("`{name}` is a list of lists")),
            item => write_element(name, item, out),
        });
    }
    let starts = |c: char| c.is_alphabetic() || c == '_';
    if !name.starts_with(starts) || !name.chars().all(|c| starts(c) || c.is_numeric() || matches!(c, '-' | '.')) {
        return Err(format!("`{}` is no name in XML", name.escape_debug()));
    }
    if node.is_empty(Format::Json) {
        out.push_str(&format!("<{name}/>"));
        return Ok(());
    }
    out.push_str(&format!("<{name}>"));
    match node {
        Node::Record(members) => {
            for (name, member) in members {
                write_element(name, member, out)?;
            }
        }
        Node::Boolean(value) => out.push(if *value { '1' } else { '0' }),
        node => write_text(node.text().unwrap_or_default(), out)?,
    }
    out.push_str(&format!("</{name}>"));
    Ok(())
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
            "<a x='1'/>",
            "<a xmlns='u'/>",
            "<a xmlns:p='u'><p:b/></a>",
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
