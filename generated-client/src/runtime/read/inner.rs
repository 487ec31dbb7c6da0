//! [`Inner`]: documents that stand in the texts of another, put in their place on its tape.

use super::document::{Document, IN_SIDE, NAME_IN_SIDE, NO_TEXT, Node, Tag};
use super::reads::without_declaration;
use super::value::{Kind, Value, is_blank};
use super::{Reads, base64};
use crate::runtime::malformed::Malformed;
use crate::runtime::reply::{Names, Path, find};
use crate::runtime::write::Base64;

/// A document in a text of another: XML in an element, JSON in a member, a text with holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inner {
    /// Where the text stands.
    pub path: Path,
    /// The text is Base64 of the document.
    pub base64: bool,
    /// What the text is read as.
    pub reads: Reads,
    /// The text has to be such a document; if not, it stays a text.
    pub strict: bool,
}

impl Inner {
    /// Puts the document in the place of its text.
    pub(crate) fn open(&self, outer: &mut Document<'_>, names: Names) -> Result<(), Malformed> {
        let found = find(outer.root(), names, self.path)?;
        let text = found.map(|value| (value.index(), self.text(value)));
        let is_pattern = matches!(self.reads, Reads::Text(_) | Reads::Rows(_));
        let (index, text) = match text {
            Some((index, Ok(Some(text)))) => (index, text),
            Some((_, Err(malformed))) if self.strict => return Err(malformed),
            _ if self.strict && is_pattern => return Err(Malformed::new("a text as the vendor writes it")),
            _ => return Ok(()),
        };
        match self.reads.open(&text) {
            Ok(Some(inner)) => outer.graft(index, &inner),
            Err(malformed) if self.strict => Err(malformed),
            Ok(None) | Err(_) => Ok(()),
        }
    }

    /// The document's bytes; none where nothing stands there.
    fn text(&self, value: Value<'_>) -> Result<Option<Vec<u8>>, Malformed> {
        let text = match value.kind() {
            Kind::Text | Kind::Number => value.raw(),
            Kind::Element if !value.has_no_text() => value.raw(),
            _ if value.is_nothing() => return Ok(None),
            _ => return Err(value.expected("a text that holds a document")),
        };
        if is_blank(text) {
            return Ok(None);
        }
        if self.base64 {
            return base64(value, Base64::Standard);
        }
        let text = if self.reads == Reads::Xml { without_declaration(text) } else { text };
        Ok(Some(text.as_bytes().to_vec()))
    }
}

impl Document<'_> {
    /// Puts the root of another document in the place of a value, under its name.
    fn graft(&mut self, index: u32, inner: &Document<'_>) -> Result<(), Malformed> {
        let place = *self.node(index);
        let (start, end) = (index as usize, place.after(index) as usize);
        let body_at = self.side.len();
        let side_at = body_at + inner.body.len();
        if side_at + inner.side.len() > (u32::MAX / 2) as usize {
            return Err(Malformed::new("a reply of at most 2 GiB"));
        }
        self.side.push_str(inner.body);
        self.side.push_str(&inner.side);
        let moved = |at: u32, in_side: bool| at + (if in_side { side_at } else { body_at }) as u32;
        let nodes = inner.nodes.iter().enumerate().map(|(position, node)| {
            let mut node = *node;
            node.name_at = moved(node.name_at, node.flags & NAME_IN_SIDE != 0);
            node.flags |= NAME_IN_SIDE;
            match node.tag {
                Tag::Record | Tag::List | Tag::Branch => {
                    node.first += index;
                    node.second += if node.second == 0 { 0 } else { index };
                }
                _ => {
                    node.first = moved(node.first, node.flags & IN_SIDE != 0);
                    node.flags |= IN_SIDE;
                }
            }
            if position == 0 {
                let name = NAME_IN_SIDE;
                (node.name_at, node.name_length) = (place.name_at, place.name_length);
                node.flags = node.flags & !name | place.flags & name;
            }
            node
        });
        let nodes: Vec<Node> = nodes.collect();
        let (added, removed) = (nodes.len(), end - start);
        let after = |at: u32| (at as usize + added - removed) as u32;
        for (position, node) in self.nodes.iter_mut().enumerate() {
            if !matches!(node.tag, Tag::Record | Tag::List | Tag::Branch) || (start..end).contains(&position) {
                continue;
            }
            if node.first as usize >= end {
                node.first = after(node.first);
            }
            match node.second as usize {
                // What was the element's text is a document now.
                text if node.tag == Tag::Branch && text == start && text != 0 => {
                    node.second = 0;
                    node.flags |= NO_TEXT;
                }
                text if node.tag == Tag::Branch && text >= end => node.second = after(node.second),
                _ => {}
            }
        }
        self.nodes.splice(start..end, nodes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::read::{Limits, Member, TextFrame, TextPiece};
    use crate::runtime::reply::Step;

    /// All of a value, as JSON would have it.
    fn shown(value: Value<'_>) -> String {
        let list = |open: &str, parts: Vec<String>, close: &str| format!("{open}{}{close}", parts.join(","));
        match value.kind() {
            Kind::List => list("[", value.items().map(|item| shown(item.value)).collect(), "]"),
            _ => match value.members() {
                Ok(members) if !value.is_nothing() => {
                    let member = |member: Member<'_>| format!("{}:{}", member.name, shown(member.value));
                    list("{", members.map(member).collect(), "}")
                }
                _ => value.raw().to_owned(),
            },
        }
    }

    const RESULT: Path = &[Step::Name("r"), Step::Name("x")];
    const XML: Inner = Inner { path: RESULT, base64: false, reads: Reads::Xml, strict: true };
    const FRAME: &[TextFrame] = &[TextFrame { pieces: &[TextPiece::Literal("0,"), TextPiece::Filled("id")] }];

    fn of_xml(body: &str, inner: &[Inner]) -> Result<String, Malformed> {
        let mut document = Document::xml(body.as_bytes(), Limits::default())?;
        for inner in inner {
            inner.open(&mut document, Names::Exact)?;
        }
        Ok(shown(document.root()))
    }

    #[test]
    fn documents_take_the_place_of_their_texts() {
        let body = r#"<r a="1"><n>0</n><x>&lt;?xml version="1.0" encoding="utf-16"?&gt;&lt;d b="2"&gt;&lt;e&gt;\u{fc}&amp;amp;&lt;/e&gt;&lt;e&gt;&lt;f/&gt;&lt;/e&gt;&lt;/d&gt;</x><z><y>1</y></z></r>"#;
        let body = body.replace("\\u{fc}", "\u{fc}");
        let due = "{r:{@a:1,n:0,x:{d:{@b:2,e:\u{fc}&,e:{f:}}},z:{y:1}}}";
        assert_eq!(of_xml(&body, &[XML]).unwrap(), due);
        let json = Inner { reads: Reads::Json, ..XML };
        let body = r#"<r><x k="v">{"a":[1,{"b":"c\u0064"}],"e":null}</x><z/></r>"#;
        let of_text = Inner { path: &[Step::Name("r"), Step::Name("x"), Step::Name("#text")], ..json };
        assert_eq!(of_xml(body, &[of_text]).unwrap(), "{r:{x:{@k:v,#text:{a:[1,{b:cd}],e:}},z:}}");
        assert_eq!(of_xml("<r><x>eyJhIjp7fX0=</x></r>", &[Inner { base64: true, ..json }]).unwrap(), "{r:{x:{a:{}}}}");
        let text = Inner { reads: Reads::Text(FRAME), ..XML };
        assert_eq!(
            of_xml("<r><x> 0,7\n</x><y>2</y></r>", &[text]).map_err(|e| e.to_string()).unwrap_err(),
            "expected a text as the vendor writes it"
        );
        assert_eq!(of_xml("<r><x>0,7\n</x><y>2</y></r>", &[text]).unwrap(), "{r:{x:{id:7},y:2}}");
    }

    #[test]
    fn documents_stand_in_documents() {
        let inner = Inner { reads: Reads::Json, path: &[Step::Name("r"), Step::Name("x"), Step::Name("d")], ..XML };
        let body = r#"<r><x>&lt;d&gt;{"t":"0,5"}&lt;/d&gt;</x></r>"#;
        let text = Inner {
            reads: Reads::Text(FRAME),
            path: &[Step::Name("r"), Step::Name("x"), Step::Name("d"), Step::Name("t")],
            ..XML
        };
        assert_eq!(of_xml(body, &[XML, inner, text]).unwrap(), "{r:{x:{d:{t:{id:5}}}}}");
    }

    #[test]
    fn what_is_no_document_is_refused_or_stays() {
        for body in ["<r><x>plain</x></r>", "<r><x>&lt;d&gt;</x></r>", "<r><x><d/></x></r>"] {
            assert!(of_xml(body, &[XML]).is_err(), "{body}");
            let same = of_xml(body, &[]).unwrap();
            assert_eq!(of_xml(body, &[Inner { strict: false, ..XML }]).unwrap(), same, "{body}");
        }
        for body in ["<r><x/></r>", "<r/>", "<r><x> </x></r>"] {
            assert_eq!(of_xml(body, &[XML]).unwrap(), of_xml(body, &[]).unwrap(), "{body}");
            assert!(of_xml(body, &[Inner { reads: Reads::Text(FRAME), ..XML }]).is_err(), "{body}");
        }
        assert!(of_xml("<r><x>a</x><x>b</x></r>", &[XML]).is_err(), "which of two is nobody's to guess");
    }
}
