//! [`Turned`]: parts of a document whose names are values, turned into what decoders and conditions read.

use super::document::{Document, IN_SIDE, NAME_IN_SIDE, Name, Node, Span, Tag};
use crate::runtime::malformed::Malformed;
use crate::runtime::reply::{Names, Path, Step};

/// A part of a document that is turned before anything is judged by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turned {
    /// Where it stands; where lists are in the way, in each of their items.
    pub path: Path,
    /// What becomes of it.
    pub by: TurnedBy,
}

/// What a part of a document is turned into. Where something else stands than is expected, it stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnedBy {
    /// An object whose names are values: a list of records, each with such a name as its first member.
    Keyed {
        /// The member for the name.
        key: &'static str,
        /// The member for what stands under it. `None`: that is the record.
        value: Option<&'static str>,
    },
    /// A list of records of a name and a value: an object of these. What has no value is null.
    Named {
        /// The member that is the name.
        name: &'static str,
        /// The member that is the value.
        value: &'static str,
    },
}

impl Document<'_> {
    /// Turns all of these parts, in one pass over the document.
    ///
    /// # Errors
    ///
    /// When the document is so large that positions in it can't be counted.
    pub(crate) fn turn(&mut self, turns: &'static [Turned], names: Names) -> Result<(), Malformed> {
        if turns.is_empty() {
            return Ok(());
        }
        let open: Vec<Open> = turns.iter().map(|turned| self.open(turned)).collect::<Result<_, _>>()?;
        let mut turner = Turner { document: self, names, nodes: Vec::with_capacity(self.nodes.len() * 5 / 4) };
        turner.node(0, None, &open);
        self.nodes = turner.nodes;
        Ok(())
    }

    fn open(&mut self, turned: &Turned) -> Result<Open, Malformed> {
        let (key, value) = match turned.by {
            TurnedBy::Keyed { key, value } => {
                (self.new_name(key)?, value.map(|value| self.new_name(value)).transpose()?)
            }
            TurnedBy::Named { .. } => (Name::default(), None),
        };
        Ok(Open { path: turned.path, by: turned.by, key, value })
    }

    /// A name that the document does not have.
    fn new_name(&mut self, name: &str) -> Result<Name, Malformed> {
        let too_large = || Malformed::new("a reply of at most 2 GiB");
        let at = self.side.len();
        let length = u16::try_from(name.len()).map_err(|_| too_large())?;
        if at + name.len() > (u32::MAX / 2) as usize {
            return Err(too_large());
        }
        self.side.push_str(name);
        Ok(Name { at: at as u32, length, in_side: true })
    }
}

/// A part to be turned, and the way that is left to it.
#[derive(Clone, Copy)]
struct Open {
    path: Path,
    by: TurnedBy,
    key: Name,
    value: Option<Name>,
}

struct Turner<'d, 'b> {
    document: &'d Document<'b>,
    names: Names,
    nodes: Vec<Node>,
}

impl Turner<'_, '_> {
    /// Copies a node and all that it holds, under another name if there is one.
    fn node(&mut self, index: u32, name: Option<Name>, open: &[Open]) {
        let mut node = *self.document.node(index);
        if let Some(name) = name {
            node.rename(name);
        }
        if open.is_empty() {
            return self.span(index, node);
        }
        match open.iter().find(|open| open.path.is_empty()) {
            Some(turned @ Open { by: TurnedBy::Keyed { .. }, .. }) if node.tag == Tag::Record => {
                let of_items = open.iter().filter(|open| open.path.first() == Some(&Step::Each));
                let of_items: Vec<Open> = of_items.map(Open::item).collect();
                return self.keyed(index, node, *turned, &of_items);
            }
            Some(Open { by: TurnedBy::Named { name, value }, .. }) => {
                if let Some(pairs) = self.pairs(index, name, value) {
                    return self.named(node, &pairs, open);
                }
            }
            _ => {}
        }
        // A lone value is a list of one.
        let here: Vec<Open> = if node.tag == Tag::List { open.to_vec() } else { open.iter().map(Open::item).collect() };
        let at = self.push(node);
        if !matches!(node.tag, Tag::Record | Tag::List | Tag::Branch) {
            return;
        }
        for child in self.children(index) {
            if node.tag == Tag::Branch && node.second == child {
                let text = self.nodes.len() as u32;
                self.change(at, |node| node.second = text);
            }
            let below = self.below(child, node.tag == Tag::List, &here);
            self.node(child, None, &below);
        }
        self.close(at);
    }

    /// What is to be turned in a child.
    fn below(&self, child: u32, is_item: bool, open: &[Open]) -> Vec<Open> {
        let name = self.document.name_of(self.document.node(child));
        let step = |open: &Open| match open.path.split_first() {
            Some((Step::Each | Step::First, path)) if is_item => Some(Open { path, ..*open }),
            Some((Step::Name(known), path)) if !is_item && self.names.are_same(name, known) => {
                Some(Open { path, ..*open })
            }
            _ => None,
        };
        open.iter().filter_map(step).collect()
    }

    /// An object whose names are values, as a list of records.
    fn keyed(&mut self, index: u32, place: Node, turned: Open, open: &[Open]) {
        let at = self.push(Node { tag: Tag::List, ..place });
        for child in self.children(index) {
            let node = *self.document.node(child);
            let in_side = node.flags & NAME_IN_SIDE != 0;
            let text = Span { at: node.name_at, length: u32::from(node.name_length), in_side };
            let key = Node::scalar(turned.key, Tag::Text, text);
            if let Some(value) = turned.value {
                let item = self.push(Node::holder(Name::default(), Tag::Record));
                self.push(key);
                let value_name = self.document.text_at(value.span());
                let below = open.iter().filter_map(|open| match open.path.split_first() {
                    Some((Step::Name(known), path)) if *known == value_name => Some(Open { path, ..*open }),
                    _ => None,
                });
                let below: Vec<Open> = below.collect();
                self.node(child, Some(value), &below);
                self.close(item);
                continue;
            }
            if node.tag != Tag::Record {
                self.node(child, Some(Name::default()), &[]);
                continue;
            }
            let item = self.push(Node::holder(Name::default(), Tag::Record));
            self.push(key);
            for member in self.children(child) {
                if self.repeats(member, turned.key, text) {
                    continue;
                }
                let below = self.below(member, false, open);
                self.node(member, None, &below);
            }
            self.close(item);
        }
        self.close(at);
    }

    /// The names of such a list, and where their values are; none if it is no such list.
    fn pairs(&self, index: u32, name: &str, value: &str) -> Option<Vec<(Name, Option<u32>)>> {
        let node = self.document.node(index);
        let items = match node.tag {
            Tag::List => self.children(index),
            // A lone value is a list of one.
            Tag::Record => vec![index],
            _ => return None,
        };
        let pair = |item: u32| {
            if self.document.node(item).tag != Tag::Record {
                return None;
            }
            let members = self.children(item);
            let find = |name: &str| {
                let is_it = |at: &&u32| self.names.are_same(self.document.name_of(self.document.node(**at)), name);
                members.iter().find(is_it).copied()
            };
            let text = self.document.node(find(name)?);
            let length = u16::try_from(text.second).ok()?;
            let in_side = text.flags & IN_SIDE != 0;
            let is_text = matches!(text.tag, Tag::Text | Tag::Number);
            is_text.then_some((Name { at: text.first, length, in_side }, find(value)))
        };
        items.into_iter().map(pair).collect()
    }

    /// A list of names and values as an object.
    fn named(&mut self, place: Node, pairs: &[(Name, Option<u32>)], open: &[Open]) {
        let at = self.push(Node { tag: Tag::Record, ..place });
        for (name, value) in pairs {
            let Some(value) = value else {
                self.push(Node::holder(*name, Tag::Null));
                continue;
            };
            let text = self.document.text_at(name.span());
            let below = open.iter().filter_map(|open| match open.path.split_first() {
                Some((Step::Name(known), path)) if self.names.are_same(text, known) => Some(Open { path, ..*open }),
                _ => None,
            });
            let below: Vec<Open> = below.collect();
            self.node(*value, Some(*name), &below);
        }
        self.close(at);
    }

    /// Whether a member says once more what the name says.
    fn repeats(&self, member: u32, key: Name, text: Span) -> bool {
        let node = self.document.node(member);
        let is_same_name = self.names.are_same(self.document.name_of(node), self.document.text_at(key.span()));
        is_same_name
            && matches!(node.tag, Tag::Text | Tag::Number)
            && self.document.text_of(node) == self.document.text_at(text)
    }

    /// Copies what holds nothing to be turned.
    fn span(&mut self, index: u32, first: Node) {
        let moved = |at: u32, to: usize| (i64::from(at) + to as i64 - i64::from(index)) as u32;
        let to = self.nodes.len();
        let holds = |node: &Node| matches!(node.tag, Tag::Record | Tag::List | Tag::Branch);
        let end = first.after(index);
        for at in index..end {
            let mut node = if at == index { first } else { *self.document.node(at) };
            if holds(&node) {
                node.first = moved(node.first, to);
                if node.tag == Tag::Branch && node.second != 0 {
                    node.second = moved(node.second, to);
                }
            }
            self.nodes.push(node);
        }
    }

    fn children(&self, index: u32) -> Vec<u32> {
        let node = self.document.node(index);
        let end = node.after(index);
        let mut children = Vec::new();
        let mut child = index + 1;
        while child < end {
            children.push(child);
            child = self.document.node(child).after(child);
        }
        children
    }

    fn push(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn close(&mut self, at: usize) {
        let end = self.nodes.len() as u32;
        self.change(at, |node| node.first = end);
    }

    fn change(&mut self, at: usize, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(at) {
            change(node);
        }
    }
}

impl Open {
    /// The same at an item of a list.
    fn item(&self) -> Self {
        match self.path.split_first() {
            Some((Step::Each | Step::First, path)) => Self { path, ..*self },
            _ => *self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::read::{Kind, Limits, Member, Value};

    /// All of a value, as JSON would have it.
    fn shown(value: Value<'_>) -> String {
        let list = |open: &str, parts: Vec<String>, close: &str| format!("{open}{}{close}", parts.join(","));
        match (value.kind(), value.members()) {
            (Kind::List, _) => list("[", value.items().map(|item| shown(item.value)).collect(), "]"),
            (_, Ok(members)) if !value.is_nothing() => {
                let member = |member: Member<'_>| format!("{}:{}", member.name, shown(member.value));
                list("{", members.map(member).collect(), "}")
            }
            _ => value.raw().to_owned(),
        }
    }

    fn turned(body: &str, turns: &'static [Turned]) -> Option<String> {
        let mut document = Document::json(body.as_bytes(), Limits::default()).ok()?;
        document.turn(turns, Names::Exact).ok()?;
        Some(shown(document.root()))
    }

    const RECORDS: TurnedBy = TurnedBy::Keyed { key: "number", value: None };
    const SMS: &[Turned] = &[Turned { path: &[Step::Name("sms")], by: RECORDS }];

    #[test]
    fn names_become_members() {
        for (body, due) in [
            (
                r#"{"a":[1],"sms":{"905":{"s":1,"d":{"x":[2]}},"9\u00306":{"s":2}},"b":{"c":3}}"#,
                "{a:[1],sms:[{number:905,s:1,d:{x:[2]}},{number:906,s:2}],b:{c:3}}",
            ),
            (r#"{"sms":{}}"#, "{sms:[]}"),
            (r#"{"sms":[]}"#, "{sms:[]}"),
            (r#"{"sms":null}"#, "{sms:}"),
            (r#"{"sms":"x"}"#, "{sms:x}"),
            (r#"{"sms":[{"s":1}]}"#, "{sms:[{s:1}]}"),
            (r#"{"x":{"sms":{"1":{}}}}"#, "{x:{sms:{1:{}}}}"),
            // An entry that is no record stays what it is, and what says the name again is left out.
            (
                r#"{"sms":{"905":"no","906":null,"907":{"number":"907","s":1},"908":{"number":"1"}}}"#,
                "{sms:[no,,{number:907,s:1},{number:908,number:1}]}",
            ),
        ] {
            assert_eq!(turned(body, SMS).as_deref(), Some(due), "{body}");
        }
        let duplicate = br#"{"sms":{"905":{"s":1},"905":{"s":2}}}"#;
        assert!(Document::json(duplicate, Limits::default()).is_err());
    }

    #[test]
    fn values_become_members() {
        const ALL: &[Turned] = &[Turned { path: &[], by: TurnedBy::Keyed { key: "k", value: Some("v") } }];
        assert_eq!(turned(r#"{"a":1,"b":[2],"c":null}"#, ALL).as_deref(), Some("[{k:a,v:1},{k:b,v:[2]},{k:c,v:}]"));
        assert_eq!(turned("[1]", ALL).as_deref(), Some("[1]"));
    }

    #[test]
    fn they_stand_in_lists_and_in_each_other() {
        const INNER: &[Turned] = &[
            Turned { path: &[Step::Name("days"), Step::Each, Step::Name("by")], by: RECORDS },
            Turned {
                path: &[Step::Name("days"), Step::Each, Step::Name("by"), Step::Each, Step::Name("of")],
                by: TurnedBy::Keyed { key: "k", value: Some("v") },
            },
        ];
        let body = r#"{"days":[{"by":{"1":{"of":{"x":1}}}},{"by":{"2":{"of":{}}},"n":[{}]}],"z":1}"#;
        let due = "{days:[{by:[{number:1,of:[{k:x,v:1}]}]},{by:[{number:2,of:[]}],n:[{}]}],z:1}";
        assert_eq!(turned(body, INNER).as_deref(), Some(due));
        let body = r#"{"days":{"by":{"1":{}}}}"#;
        assert_eq!(turned(body, INNER).as_deref(), Some("{days:{by:[{number:1}]}}"), "a lone value is a list of one");
    }

    #[test]
    fn pairs_become_members() {
        const PAIRS: &[Turned] = &[
            Turned { path: &[Step::Name("p")], by: TurnedBy::Named { name: "Key", value: "Value" } },
            Turned { path: &[Step::Name("p"), Step::Name("by")], by: RECORDS },
        ];
        for (body, due) in [
            (
                r#"{"p":[{"Key":"a","Value":1},{"Value":{"x":[1]},"Key":"b\u0063"},{"Key":"d"}],"q":2}"#,
                "{p:{a:1,bc:{x:[1]},d:},q:2}",
            ),
            (r#"{"p":[{"Key":"by","Value":{"905":{"s":1}}}]}"#, "{p:{by:[{number:905,s:1}]}}"),
            (r#"{"p":{"Key":"a","Value":"x"}}"#, "{p:{a:x}}"),
            (r#"{"p":[]}"#, "{p:{}}"),
            (r#"{"p":null}"#, "{p:}"),
            // What is no such list stays what it is.
            (r#"{"p":[{"Key":"a","Value":1},{"key":"b"}]}"#, "{p:[{Key:a,Value:1},{key:b}]}"),
            (r#"{"p":[{"Key":"a","Value":1},7]}"#, "{p:[{Key:a,Value:1},7]}"),
            (r#"{"p":{"a":1}}"#, "{p:{a:1}}"),
        ] {
            assert_eq!(turned(body, PAIRS).as_deref(), Some(due), "{body}");
        }
    }
}
