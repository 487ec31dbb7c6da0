//! Which arm a reply takes.

use vendor_model::Vendor;
use vendor_model::model::{
    Arm, Base, Condition, Format, FrameNode, Kind, Names, Path, Reads, ReplyForm, Step, Test, Type,
};

use super::seen::{View, open, unfold};
use super::text;
use super::told::Told;
use crate::charset;
use crate::document::{BLANK, Node};
use crate::message::Answer;
use crate::typed::turned;

/// A reply in one format, to be judged.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) vendor: &'a Vendor,
    pub(super) told: Told<'a>,
    pub(super) form: &'a ReplyForm,
    pub(super) format: Format,
    pub(super) names: Names,
}

/// An arm with the document that it read.
pub(super) struct Taken<'a> {
    pub(super) index: usize,
    pub(super) view: View<'a>,
    pub(super) document: Node,
}

impl<'a> Judge<'a> {
    /// The first arm whose document it is and whose conditions all hold; else what is wrong with the document.
    /// `known` is the body's document where it need not be read.
    pub(super) fn arm(&self, answer: &Answer, known: Option<Node>) -> Result<Taken<'a>, Option<String>> {
        let mut wrong = None;
        let mut shared = known.map(|document| unfold(&self.form.frame, document, false, self.names));
        let body = charset::read_reply(answer, &self.told.reply.charsets);
        for (index, arm) in self.form.arms.iter().enumerate() {
            let view = View::of(self.vendor, self.told, self.form, self.format, arm);
            let open = || self.opened(arm, &view, answer, body.as_deref().map_err(Clone::clone));
            // What arms without a document of their own read is the same for all.
            let opened = match arm.reads {
                None => shared.take().unwrap_or_else(open),
                Some(_) => open(),
            };
            match opened {
                Ok(opened) => {
                    let document = turned(opened.clone(), &arm.turned, self.names);
                    let holds = self.is_such(&view, &document)
                        && arm
                            .when
                            .iter()
                            .all(|condition| self.holds(condition, &arm.tables, answer, &view, &document));
                    if holds {
                        return Ok(Taken { index, view, document });
                    }
                    if arm.reads.is_none() {
                        shared = Some(Ok(opened));
                    }
                }
                Err(says) if arm.reads.is_none() => {
                    shared = Some(Err(says.clone()));
                    wrong = Some(says);
                }
                Err(_) => {}
            }
        }
        Err(wrong)
    }

    /// The document that an arm reads.
    pub(super) fn document(&self, arm: &Arm, view: &View<'_>, answer: &Answer) -> Result<Node, String> {
        let body = charset::read_reply(answer, &self.told.reply.charsets);
        self.opened(arm, view, answer, body.as_deref().map_err(Clone::clone))
    }

    fn opened(&self, arm: &Arm, view: &View<'_>, answer: &Answer, text: Result<&[u8], String>) -> Result<Node, String> {
        // Bytes are as they came.
        let body = match arm.reads {
            Some(Reads::Bytes | Reads::Nothing) => answer.body.as_slice(),
            _ => text?,
        };
        let document = open(arm.reads.as_ref(), self.format, body)?;
        unfold(&view.frame, document, arm.reads.is_some(), self.names)
    }

    /// A list is a list, and nothing else will do.
    fn is_such(&self, view: &View<'_>, document: &Node) -> bool {
        let field = self.vendor.record(view.record).fields.first();
        let is_list = view.is_value && field.is_some_and(|f| matches!(self.vendor.bare(&f.shape).ty, Type::List(_)));
        let bare = *view.frame == FrameNode::Hole && view.format == Format::Json;
        !(bare && is_list) || matches!(document, Node::List(_))
    }

    fn holds(
        &self,
        condition: &Condition,
        tables: &[String],
        answer: &Answer,
        view: &View<'_>,
        document: &Node,
    ) -> bool {
        match condition {
            Condition::Http(ranges) => ranges.iter().any(|(from, to)| (*from..=*to).contains(&answer.status)),
            Condition::Header(name, test) => {
                let values = answer.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
                let nodes: Vec<Node> = values.map(|(_, value)| Node::Text(value.trim().to_owned())).collect();
                passes(self.vendor, test, tables, None, view.format, &nodes.iter().collect::<Vec<_>>())
            }
            Condition::Member { path, test } => {
                let nodes = document.at(path, self.names);
                let declared = view.leaf(path);
                if path.contains(&Step::Each) {
                    return !nodes.is_empty()
                        && nodes
                            .iter()
                            .all(|node| passes(self.vendor, test, tables, declared.as_ref(), view.format, &[node]));
                }
                passes(self.vendor, test, tables, declared.as_ref(), view.format, &nodes)
            }
        }
    }

    /// The first of these members that holds something.
    pub(super) fn first_text(&self, paths: &[Path], view: &View<'_>, document: &Node) -> Option<String> {
        paths.iter().find_map(|path| {
            let node = document.at(path, self.names).first().copied()?;
            code_text(node, view.leaf(path).as_ref()).filter(|text| !text.is_empty())
        })
    }
}

/// Whether the nodes of one member pass a test.
pub(crate) fn passes(
    vendor: &Vendor,
    test: &Test,
    tables: &[String],
    declared: Option<&Type>,
    format: Format,
    nodes: &[&Node],
) -> bool {
    let first = nodes.first().copied();
    let empty = first.is_none_or(|node| nodes.len() == 1 && node.is_empty(format));
    let text = first.and_then(Node::text);
    match test {
        Test::Present => first.is_some(),
        Test::Absent => first.is_none(),
        Test::Empty => empty,
        Test::NotEmpty => !empty,
        Test::OneOf(base, values) => text.is_some_and(|text| values.iter().any(|value| same(*base, value, text))),
        Test::NoneOf(base, values) => {
            !empty && text.is_some_and(|text| !values.iter().any(|value| same(*base, value, text)))
        }
        Test::Range(from, to) => {
            text.and_then(|text| text.trim().parse::<i64>().ok()).is_some_and(|n| (*from..=*to).contains(&n))
        }
        Test::Prefix(prefix) => text.is_some_and(|text| text.starts_with(prefix.as_str())),
        Test::Suffix(suffix) => text.is_some_and(|text| text.trim_end().ends_with(suffix.as_str())),
        Test::Pattern(pattern) => text.is_some_and(|text| text::read(pattern, text).is_some()),
        Test::Matches(pattern) => text.is_some_and(|text| pattern.matches(text)),
        Test::Kind(kinds) => first.is_some_and(|node| kinds.contains(&kind_of(node, format))),
        Test::UnknownCode => {
            !empty
                && first
                    .and_then(|node| code_text(node, declared))
                    .is_some_and(|text| vendor.code_in(tables, &text).is_none())
        }
        Test::KnownCode => {
            first.and_then(|node| code_text(node, declared)).is_some_and(|text| vendor.code_in(tables, &text).is_some())
        }
    }
}

/// What a node is, in the words of the model.
pub(super) fn kind_of(node: &Node, format: Format) -> Kind {
    match node {
        Node::Record(_) => Kind::Record,
        Node::List(_) => Kind::List,
        Node::Text(text) if format == Format::Xml && text.trim_matches(BLANK).is_empty() => Kind::Null,
        Node::Text(_) => Kind::Text,
        Node::Number(_) => Kind::Number,
        Node::Boolean(_) => Kind::Boolean,
        Node::Null => Kind::Null,
    }
}

/// The text of a code or message, as the frame declares it: `0096` of an integer is `96`.
fn code_text(node: &Node, declared: Option<&Type>) -> Option<String> {
    let text = node.text()?.trim_matches(BLANK);
    match declared {
        Some(Type::Integer) => Some(text.parse::<i64>().map_or_else(|_| text.to_owned(), |number| number.to_string())),
        _ => Some(text.to_owned()),
    }
}

fn same(base: Base, expected: &str, text: &str) -> bool {
    let text = if base == Base::Text { text } else { text.trim_matches(BLANK) };
    let boolean = |text: &str| match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    };
    match base {
        Base::Text => text == expected,
        Base::Integer => text.parse::<i64>().is_ok_and(|number| expected.parse() == Ok(number)),
        Base::Boolean => boolean(text).is_some_and(|value| boolean(expected) == Some(value)),
    }
}
