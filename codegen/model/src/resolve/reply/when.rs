//! Conditions: the tests of an arm.

use super::super::Resolver;
use super::frame::names_of;
use crate::diagnostic::codes;
use crate::language::{Literal, Tree};
use crate::model::{Base, FrameNode, Path, Test, Type};
use crate::source::Origin;

impl<'a> Resolver<'a> {
    /// Statuses as `200`, `2xx`, `400..499`; none for `any`.
    pub(super) fn http(&mut self, test: &Tree, origin: &Origin) -> Option<Vec<(u16, u16)>> {
        let items = match test {
            Tree::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut ranges = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let at = origin.index(i);
            let origin = if self.sources.has(&at) { &at } else { origin };
            match item {
                Tree::Leaf(Literal::Integer(status @ 100..=599)) => {
                    let status = u16::try_from(*status).unwrap_or(100);
                    ranges.push((status, status));
                }
                Tree::Leaf(Literal::Text(text)) if text == "any" && items.len() == 1 => return None,
                Tree::Leaf(Literal::Text(text)) => match status_range(text) {
                    Some(range) => ranges.push(range),
                    None => self.error_with_help(
                        codes::BAD_STATUS,
                        origin,
                        format!("`{text}` is no HTTP status"),
                        "write `200`, `2xx`, `400..499` or `any`",
                    ),
                },
                _ => self.error_with_help(
                    codes::BAD_STATUS,
                    origin,
                    "this is no HTTP status",
                    "write `200`, `2xx`, `400..499` or `any`",
                ),
            }
        }
        Some(ranges)
    }

    /// The member that a reference means: the only one whose path ends so.
    pub(super) fn member(
        &mut self,
        name: &str,
        nodes: &[(Path, FrameNode)],
        origin: &Origin,
    ) -> Option<(Path, FrameNode)> {
        let wanted: Vec<&str> = name.split('.').collect();
        let matching: Vec<&(Path, FrameNode)> =
            nodes.iter().filter(|(path, _)| names_of(path).ends_with(&wanted)).collect();
        let exact: Vec<&(Path, FrameNode)> =
            matching.iter().copied().filter(|(path, _)| names_of(path) == wanted).collect();
        let known: Vec<String> =
            nodes.iter().map(|(path, _)| names_of(path).join(".")).filter(|n| !n.is_empty()).collect();
        match (exact.as_slice(), matching.as_slice()) {
            ([one], _) | ([], [one]) => Some((*one).clone()),
            (_, []) => {
                self.unknown(
                    codes::UNKNOWN_MEMBER,
                    origin,
                    "member of the frame",
                    name,
                    known.iter().map(String::as_str),
                );
                None
            }
            _ => {
                let all: Vec<String> = matching.iter().map(|(path, _)| names_of(path).join(".")).collect();
                self.error_with_help(
                    codes::AMBIGUOUS_MEMBER,
                    origin,
                    format!("`{name}` could be several members"),
                    format!("write one of: {}", all.join(", ")),
                );
                None
            }
        }
    }

    pub(super) fn test(&mut self, test: &Tree, node: &FrameNode, origin: &Origin) -> Option<Test> {
        if let Some(word) = test.as_text()
            && self.sources.plain(origin).is_some()
        {
            return match word {
                "present" => Some(Test::Present),
                "absent" => Some(Test::Absent),
                "empty" => Some(Test::Empty),
                "not_empty" => Some(Test::NotEmpty),
                "known_code" if !matches!(node, FrameNode::Leaf { .. }) => {
                    self.error_with_help(
                        codes::TEST_OF_A_RECORD,
                        origin,
                        "this member has parts; a code has none",
                        "name the member that holds the code",
                    );
                    None
                }
                "known_code" => Some(Test::KnownCode),
                other => {
                    self.error_with_help(codes::BAD_TEST,
                        origin,
                        format!("`{other}` is no test"),
                        format!("a text to compare with is quoted: \"{other}\"; the tests are present, absent, empty, not_empty and known_code"),
                    );
                    None
                }
            };
        }
        if let Tree::Record(members) = test {
            return match members.iter().next() {
                Some((key, Tree::Leaf(Literal::Text(prefix)))) if key == "prefix" && members.len() == 1 => {
                    if !matches!(node, FrameNode::Leaf { ty: Type::Text, .. }) {
                        self.error_with_help(
                            codes::TEST_OF_ANOTHER_TYPE,
                            origin,
                            "only a text has a prefix",
                            "let the frame say `text` here, or name the values",
                        );
                    }
                    Some(Test::Prefix(prefix.clone()))
                }
                Some((key, Tree::Leaf(Literal::Text(range))))
                    if key == "range" && members.len() == 1 && numbers(range).is_some() =>
                {
                    numbers(range).map(|(from, to)| Test::Range(from, to))
                }
                Some((key, values)) if key == "not" && members.len() == 1 => {
                    match self.test(values, node, &origin.key("not"))? {
                        Test::OneOf(base, values) => Some(Test::NoneOf(base, values)),
                        _ => {
                            self.error_with_help(
                                codes::BAD_TEST,
                                &origin.key("not"),
                                "only values can be ruled out",
                                "write `{ not: \"00\" }` or a list of values",
                            );
                            None
                        }
                    }
                }
                _ => {
                    self.error_with_help(codes::BAD_TEST, origin, "this is no test", "write a value, a list of values, `{ not: \"00\" }`, `{ range: 1..9 }`, `{ prefix: \"OK\" }`, or one of them for all items of a list: `{ every: \"0\" }`");
                    None
                }
            };
        }
        let FrameNode::Leaf { ty, .. } = node else {
            self.error_with_help(
                codes::TEST_OF_A_RECORD,
                origin,
                "this member has parts; it has no value to compare with",
                "use present, absent, empty or not_empty",
            );
            return None;
        };
        let base = match ty {
            Type::Boolean => Base::Boolean,
            Type::Integer => Base::Integer,
            _ => Base::Text,
        };
        let items: Vec<(&Tree, Origin)> = match test {
            Tree::List(items) => items.iter().enumerate().map(|(i, item)| (item, origin.index(i))).collect(),
            one => vec![(one, origin.clone())],
        };
        let mut values = Vec::new();
        for (item, at) in items {
            let text = match item {
                Tree::Leaf(Literal::Text(text)) => text.clone(),
                Tree::Leaf(Literal::Integer(value)) => value.to_string(),
                Tree::Leaf(Literal::Boolean(value)) => value.to_string(),
                _ => {
                    self.error_with_help(codes::BAD_TEST, &at, "this is no value to compare with", "quote it");
                    continue;
                }
            };
            let fits = match base {
                Base::Text => true,
                Base::Integer => text.parse::<i64>().is_ok(),
                Base::Boolean => matches!(text.as_str(), "true" | "false"),
            };
            if !fits {
                let help = format!("the frame says {}", if base == Base::Boolean { "boolean" } else { "integer" });
                self.error_with_help(
                    codes::TEST_OF_ANOTHER_TYPE,
                    &at,
                    format!("`{text}` is not what the frame says of this member"),
                    help,
                );
            }
            values.push(text);
        }
        Some(Test::OneOf(base, values))
    }
}

fn numbers(text: &str) -> Option<(i64, i64)> {
    let (from, to) = text.split_once("..")?;
    let number = |text: &str, open: i64| if text.is_empty() { Some(open) } else { text.parse().ok() };
    Some((number(from, i64::MIN)?, number(to, i64::MAX)?))
}

fn status_range(text: &str) -> Option<(u16, u16)> {
    if let Some(digit) = text.strip_suffix("xx") {
        let hundreds: u16 = digit.parse().ok().filter(|d| (1..=5).contains(d))?;
        return Some((hundreds * 100, hundreds * 100 + 99));
    }
    let (from, to) = text.split_once("..")?;
    let range: (u16, u16) = (from.parse().ok()?, to.parse().ok()?);
    (range.0 <= range.1 && range.0 >= 100 && range.1 <= 599).then_some(range)
}
