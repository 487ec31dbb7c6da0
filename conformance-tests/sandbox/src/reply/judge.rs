//! Which arm a reply takes.

use vendor_model::Vendor;
use vendor_model::model::{Base, Condition, Format, FrameNode, Names, Path, ReplyForm, Step, Test, Type};

use crate::document::{BLANK, Node};

/// A reply in one format, to be judged.
pub(super) struct Judge<'a> {
    pub(super) vendor: &'a Vendor,
    pub(super) form: &'a ReplyForm,
    pub(super) format: Format,
    pub(super) names: Names,
}

impl<'a> Judge<'a> {
    /// The first arm whose conditions all hold.
    pub(super) fn arm(&self, status: u16, document: &Node) -> Option<usize> {
        self.form.arms.iter().position(|arm| arm.when.iter().all(|condition| self.holds(condition, status, document)))
    }

    fn holds(&self, condition: &Condition, status: u16, document: &Node) -> bool {
        match condition {
            Condition::Http(ranges) => ranges.iter().any(|(from, to)| (*from..=*to).contains(&status)),
            // Headers are written so that they fit.
            Condition::Header(..) => true,
            Condition::Member { path, test } => self.passes(test, path, &document.at(path, self.names)),
        }
    }

    fn passes(&self, test: &Test, path: &Path, nodes: &[&Node]) -> bool {
        let first = nodes.first().copied();
        let empty = first.is_none_or(|node| nodes.len() == 1 && node.is_empty(self.format));
        match test {
            Test::Present => first.is_some(),
            Test::Absent => first.is_none_or(|node| *node == Node::Null),
            Test::Empty => empty,
            Test::NotEmpty => !empty,
            Test::OneOf(base, values) => {
                let text = first.and_then(Node::text).unwrap_or_default();
                first.is_some_and(|node| node.text().is_some()) && values.iter().any(|value| same(*base, value, text))
            }
            Test::NoneOf(base, values) => {
                let text = first.and_then(Node::text).unwrap_or_default();
                !empty
                    && first.is_some_and(|node| node.text().is_some())
                    && !values.iter().any(|value| same(*base, value, text))
            }
            Test::Range(from, to) => first
                .and_then(Node::text)
                .and_then(|text| text.trim().parse::<i64>().ok())
                .is_some_and(|n| (*from..=*to).contains(&n)),
            Test::Suffix(suffix) => {
                first.and_then(Node::text).is_some_and(|text| text.trim_end().ends_with(suffix.as_str()))
            }
            // Texts with holes and kinds tell documents apart that are not interpreted here.
            Test::Pattern(_) | Test::Kind(_) => first.is_some(),
            Test::UnknownCode => {
                let declared = self.leaf(path);
                !empty
                    && first
                        .and_then(|node| code_text(node, declared))
                        .is_some_and(|text| !self.vendor.codes.iter().any(|code| code.wire == text))
            }
            Test::Prefix(prefix) => first.and_then(Node::text).is_some_and(|text| text.starts_with(prefix.as_str())),
            Test::KnownCode => {
                let declared = self.leaf(path);
                first
                    .and_then(|node| code_text(node, declared))
                    .is_some_and(|text| self.vendor.codes.iter().any(|code| code.wire == text))
            }
        }
    }

    /// The first of these members that holds something.
    pub(super) fn first_text(&self, paths: &[Path], document: &Node) -> Option<String> {
        paths.iter().find_map(|path| {
            let node = document.at(path, self.names).first().copied()?;
            code_text(node, self.leaf(path)).filter(|text| !text.is_empty())
        })
    }

    /// What the frame declares of a leaf.
    pub(super) fn leaf(&self, path: &Path) -> Option<&'a Type> {
        match frame_node(&self.form.frame, path)? {
            FrameNode::Leaf { ty, .. } => Some(ty),
            _ => None,
        }
    }
}

/// The node of a frame at a path.
pub(super) fn frame_node<'f>(frame: &'f FrameNode, path: &[Step]) -> Option<&'f FrameNode> {
    path.iter().try_fold(frame, |node, step| match (node, step) {
        (FrameNode::Record(members), Step::Name(name)) => members.iter().find(|(n, _)| n == name).map(|(_, node)| node),
        (FrameNode::List(item), Step::First) => Some(&**item),
        _ => None,
    })
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
