//! Conditions: the tests of an arm.

use super::super::Resolver;
use super::super::send::HOLE;
use super::frame::{Members, names_of};
use crate::diagnostic::codes;
use crate::language::{Literal, Tree};
use crate::model::{Base, CharPattern, FrameNode, Kind, Path, Test, Type};
use crate::source::Origin;

/// The whole document, where a condition names a member.
const ROOT: &str = "$";

/// The tests that have no value.
const WORDS: [&str; 6] = ["present", "absent", "empty", "not_empty", "known_code", "unknown_code"];

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

    /// The member that a reference means: the only one whose path ends so, and of several the nearest to the frame.
    /// `$` is the whole document, `...` what stands where the payload does.
    pub(super) fn member(&mut self, name: &str, members: &Members, origin: &Origin) -> Option<(Path, FrameNode)> {
        if name == ROOT {
            let root = members.nodes.first().map(|(_, path, node)| (path.clone(), node.clone()));
            return root.or_else(|| Some((Vec::new(), FrameNode::Record(Vec::new()))));
        }
        if name == HOLE {
            if members.hole.is_none() {
                self.error_with_help(
                    codes::UNKNOWN_MEMBER,
                    origin,
                    "this document has no place for the response",
                    "name a member of it, or the whole of it by `$`",
                );
            }
            return members.hole.clone();
        }
        let wanted: Vec<&str> = name.split('.').collect();
        let ends_so = |path: &Path| names_of(path).ends_with(&wanted);
        let matching: Vec<_> = members.nodes.iter().filter(|(_, path, _)| ends_so(path)).collect();
        let exact = matching.iter().copied().find(|(_, path, _)| names_of(path) == wanted);
        let depth = matching.iter().map(|(depth, ..)| *depth).min();
        let nearest: Vec<_> = matching.into_iter().filter(|(d, ..)| Some(*d) == depth).collect();
        match (exact, nearest.as_slice()) {
            (Some((_, path, node)), _) | (None, [(_, path, node)]) => Some((path.clone(), node.clone())),
            (None, []) => {
                let known = members.nodes.iter().filter(|(depth, ..)| *depth < 2);
                let known: Vec<String> = known.map(|(_, path, _)| names_of(path).join(".")).collect();
                let known = known.iter().map(String::as_str).filter(|name| !name.is_empty());
                self.unknown(codes::UNKNOWN_MEMBER, origin, "member of the frame", name, known);
                None
            }
            (None, several) => {
                let all: Vec<String> = several.iter().map(|(_, path, _)| names_of(path).join(".")).collect();
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
                "known_code" | "unknown_code" if !matches!(node, FrameNode::Leaf { .. }) => {
                    self.error_with_help(
                        codes::TEST_OF_A_RECORD,
                        origin,
                        "this member has parts; a code has none",
                        "name the member that holds the code",
                    );
                    None
                }
                "known_code" => Some(Test::KnownCode),
                "unknown_code" => Some(Test::UnknownCode),
                other => {
                    self.error_with_help(
                        codes::BAD_TEST,
                        origin,
                        format!("`{other}` is no test"),
                        Self::meant(
                            other,
                            WORDS,
                            format!(
                                "a text to compare with is quoted: \"{other}\"; the tests are {}",
                                WORDS.join(", ")
                            ),
                        ),
                    );
                    None
                }
            };
        }
        if let Tree::Record(members) = test {
            return match members.iter().next().filter(|_| members.len() == 1) {
                Some((key, value)) => self.test_by(key, value, node, origin),
                None => self.no_test(origin),
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

    /// A test that says by a word how it compares: `{ prefix: "OK" }`.
    fn test_by(&mut self, word: &str, value: &Tree, node: &FrameNode, origin: &Origin) -> Option<Test> {
        let is_text = matches!(node, FrameNode::Leaf { ty: Type::Text, .. } | FrameNode::Hole);
        match (word, value) {
            ("prefix" | "suffix" | "pattern" | "matches", Tree::Leaf(Literal::Text(text))) => {
                if !is_text {
                    self.error_with_help(
                        codes::TEST_OF_ANOTHER_TYPE,
                        origin,
                        format!("only a text has a {word}"),
                        "let the frame say `text` here, or name the values",
                    );
                }
                match word {
                    "prefix" => Some(Test::Prefix(text.clone())),
                    "suffix" => Some(Test::Suffix(text.clone())),
                    "matches" => match CharPattern::parse(text) {
                        Ok(pattern) => Some(Test::Matches(pattern)),
                        Err(says) => {
                            let help = "write characters, `[a-z]`, `[^,]`, `\\d`, `\\w` or `.`, each with `?`, `*`, `+`, `{2}` or `{2,5}`";
                            self.error_with_help(codes::BAD_TEST, &origin.key(word), says, help);
                            None
                        }
                    },
                    _ => self.text_patterns(text, &origin.key(word)).into_iter().next().map(Test::Pattern),
                }
            }
            ("range", Tree::Leaf(Literal::Text(range))) if numbers(range).is_some() => {
                numbers(range).map(|(from, to)| Test::Range(from, to))
            }
            ("kind", value) => {
                let at = origin.key("kind");
                let words: Vec<&Tree> = match value {
                    Tree::List(items) => items.iter().collect(),
                    one => vec![one],
                };
                let mut kinds = Vec::new();
                for word in words {
                    let word = word.as_text().unwrap_or("null");
                    match Kind::ALL.iter().find(|(name, _)| *name == word) {
                        Some((_, kind)) => kinds.push(*kind),
                        None => {
                            let known = Kind::ALL.iter().map(|(name, _)| *name);
                            self.unknown(codes::BAD_TEST, &at, "kind", word, known);
                        }
                    }
                }
                (!kinds.is_empty()).then_some(Test::Kind(kinds))
            }
            ("not", values) => match self.test(values, node, &origin.key("not"))? {
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
            },
            _ => self.no_test(origin),
        }
    }

    fn no_test(&mut self, origin: &Origin) -> Option<Test> {
        self.error_with_help(
            codes::BAD_TEST,
            origin,
            "this is no test",
            "write a value, a list of values, `{ not: \"00\" }`, `{ range: 1..9 }`, `{ prefix: \"OK\" }`, `{ suffix: \".pdf\" }`, `{ pattern: \"ERR {code}\" }`, `{ matches: \"[0-9a-f]{24}\" }`, `{ kind: list }`, or one of them for all items of a list: `{ every: \"0\" }`",
        );
        None
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
