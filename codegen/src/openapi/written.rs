//! Worked replies: a frame and an arm's conditions run backwards.

use vendor_model::Vendor;
use vendor_model::model::{
    Arm, Condition, Example, Format, FrameNode, Operation, Outcome, Path, Reads, RecordId, ReplyForm, RowsPattern,
    Step, Test, TextPattern, TextPiece, Type, Value, Verdict,
};

use super::example::{example_object, shows_reply};
use super::json::{Json, Object};
use super::reply::{Replies, Seen, asks_below, tests_at};
use super::status::Status;
use super::tree::{self, Tree};

impl<'a> Replies<'_, 'a> {
    /// Worked calls whose reply takes this arm with this status.
    pub(super) fn examples(&self, status: Status, seen: &Seen<'a>) -> Vec<(String, Object)> {
        let vendor = self.schemas.vendor;
        let mut found = Vec::new();
        for example in &self.operation.examples {
            for form in example.forms.iter().filter(|form| form.format == seen.format && shows_reply(&form.outcome)) {
                let tree = match &form.outcome {
                    Outcome::Reply(value) if self.is_arm_of(example, seen.arm) => {
                        self.reply_tree(seen, Content { value: Some(value), code: None, message: None })
                    }
                    Outcome::Refused { code, message } if seen.arm.verdict == Verdict::Rejected => {
                        if self.refusing(seen, code).is_none_or(|first| !std::ptr::eq(first, seen.arm)) {
                            continue;
                        }
                        let known = vendor.code_of(self.operation, code).and_then(|c| c.message.as_deref());
                        let message = message.as_deref().or(known);
                        if !status.usual_of(seen.arm, Some(code)) {
                            continue;
                        }
                        self.reply_tree(seen, Content { value: None, code: Some(code), message })
                    }
                    _ => continue,
                };
                if matches!(form.outcome, Outcome::Reply(_)) && !status.usual_of(seen.arm, None) {
                    continue;
                }
                if let Some(value) = tree {
                    found.push((example.name.clone(), example_object(example, value)));
                }
            }
        }
        found
    }

    fn is_arm_of(&self, example: &Example, arm: &Arm) -> bool {
        match example.outcome.and_then(|index| self.operation.outcomes.get(index)) {
            Some(outcome) => outcome.arm == arm.name,
            None => arm.verdict == Verdict::Success,
        }
    }

    /// The first arm that can say no with this code.
    fn refusing(&self, seen: &Seen<'a>, code: &str) -> Option<&'a Arm> {
        seen.form.arms.iter().filter(|arm| arm.verdict == Verdict::Rejected).find(|arm| {
            let wanted = arm.when.iter().all(|condition| match condition {
                Condition::Member { path, test: Test::KnownCode } => {
                    !arm.code.contains(path) || self.schemas.vendor.code_in(&arm.tables, code).is_some()
                }
                _ => true,
            });
            wanted && arm.code.iter().any(|path| carries(seen.form, arm, path, code))
        })
    }

    fn reply_tree(&self, seen: &Seen<'a>, content: Content<'_>) -> Option<Json> {
        let builder = ReplyBuilder { vendor: self.schemas.vendor, operation: self.operation, seen: *seen, content };
        builder.written()
    }
}

/// What an arm is filled with.
#[derive(Clone, Copy)]
struct Content<'c> {
    value: Option<&'c Value>,
    code: Option<&'c str>,
    message: Option<&'c str>,
}

/// Writes a reply: the frame and the arm's conditions run backwards.
struct ReplyBuilder<'b, 'a> {
    vendor: &'a Vendor,
    operation: &'a Operation,
    seen: Seen<'a>,
    content: Content<'b>,
}

impl ReplyBuilder<'_, '_> {
    fn written(&self) -> Option<Json> {
        let arm = self.seen.arm;
        let (frame, format) = match &arm.reads {
            None => (&self.seen.form.frame, self.seen.format),
            Some(Reads::Json(frame)) => (frame, Format::Json),
            Some(Reads::Xml(frame)) => (frame, Format::Xml),
            Some(Reads::Form(frame)) => (frame, Format::Form),
            Some(Reads::Text(patterns)) => return self.text(patterns.first()?).map(Json::Text),
            Some(Reads::Rows(rows)) => return self.rows(rows),
            Some(Reads::Pairs { frame, separator, joint }) => return self.pairs(frame, separator, joint),
            Some(Reads::Bytes | Reads::Nothing) => return None,
        };
        let tree = self.node(frame, &mut Vec::new(), format)?;
        Some(tree.written(format))
    }

    fn node(&self, frame: &FrameNode, path: &mut Path, format: Format) -> Option<Tree> {
        let arm = self.seen.arm;
        let tests = tests_at(arm, path);
        match frame {
            FrameNode::Hole => self.payload_value(format),
            FrameNode::Inner(inner) => match &inner.reads {
                Reads::Text(patterns) if !inner.base64 => self.text(patterns.first()?).map(Tree::Text),
                _ => None,
            },
            FrameNode::Leaf { ty, optional } => {
                let text = self.wished(path).or_else(|| tests.iter().find_map(|test| example_of(test)));
                match text {
                    Some(text) => Some(leaf_tree(ty, &text)),
                    None if *optional => None,
                    None => Some(leaf_tree(ty, if matches!(ty, Type::Boolean) { "false" } else { "0" }))
                        .map(|tree| if matches!(ty, Type::Text) { Tree::Text(String::new()) } else { tree }),
                }
            }
            FrameNode::List(item) => {
                path.push(Step::First);
                let inside = self.says_something(path) || asks_below(arm, path);
                let item = if inside { self.node(item, path, format) } else { None };
                path.pop();
                let items: Vec<Tree> = item.into_iter().collect();
                (!items.is_empty()).then_some(Tree::List(items))
            }
            FrameNode::Record(members) => {
                let mut trees = Vec::new();
                for (name, member) in members {
                    if *member == FrameNode::Hole {
                        if self.operation.response_is_value && arm.record.is_none() {
                            if let Some(tree) = self.payload_value(format) {
                                return Some(tree);
                            }
                            continue;
                        }
                        trees.extend(self.payload_members(format).unwrap_or_default());
                        continue;
                    }
                    path.push(Step::Name(name.clone()));
                    let absent = tests_at(arm, path).iter().any(|test| matches!(test, Test::Absent | Test::Empty));
                    let holds = self.content.value.is_some() && holds_hole(member);
                    let needed =
                        holds || self.says_something(path) || asks_below(arm, path) || is_required_leaf(member);
                    if !absent
                        && needed
                        && let Some(tree) = self.node(member, path, format)
                    {
                        trees.push((name.clone(), tree));
                    }
                    path.pop();
                }
                Some(Tree::Record(trees))
            }
        }
    }

    /// The text that is to stand here.
    fn wished(&self, path: &Path) -> Option<String> {
        let arm = self.seen.arm;
        let same = |paths: &[Path]| paths.iter().any(|p| p == path);
        match (self.content.code, self.content.message) {
            (Some(code), _) if same(&arm.code) => Some(code.to_owned()),
            (_, Some(message)) if same(&arm.message) => Some(message.to_owned()),
            _ => None,
        }
    }

    /// Whether a code or a message is to stand here or below.
    fn says_something(&self, path: &Path) -> bool {
        let arm = self.seen.arm;
        let below = |paths: &[Path]| paths.iter().any(|p| p.starts_with(path));
        self.content.code.is_some() && below(&arm.code) || self.content.message.is_some() && below(&arm.message)
    }

    fn record(&self) -> RecordId {
        self.seen.arm.record.unwrap_or(self.operation.response)
    }

    fn payload_members(&self, format: Format) -> Option<Vec<(String, Tree)>> {
        let Value::Record(values) = self.content.value? else { return None };
        tree::members(self.vendor, self.record(), values, format, &|_| true)
    }

    fn payload_value(&self, format: Format) -> Option<Tree> {
        let id = self.record();
        if self.operation.response_is_value && id == self.operation.response {
            let Value::Record(values) = self.content.value? else { return None };
            let (index, value) = values.first()?;
            let field = self.vendor.record(id).fields.get(*index)?;
            return tree::value(self.vendor, &field.shape, value, format);
        }
        self.payload_members(format).map(Tree::Record)
    }

    /// The value of a hole in a text: of the payload, the code or the message.
    fn hole(&self, name: &str, payload: &[(String, Tree)]) -> String {
        if let Some((_, tree)) = payload.iter().find(|(n, _)| n == name) {
            return tree.text();
        }
        let path = vec![Step::Name(name.to_owned())];
        let tested = || tests_at(self.seen.arm, &path).iter().find_map(|test| example_of(test));
        self.wished(&path).or_else(tested).unwrap_or_default()
    }

    fn text(&self, pattern: &TextPattern) -> Option<String> {
        let payload = self.payload_members(Format::Text).unwrap_or_default();
        Some(fill(pattern, &|name| self.hole(name, &payload)))
    }

    fn pairs(&self, frame: &FrameNode, separator: &str, joint: &str) -> Option<Json> {
        let FrameNode::Record(members) = frame else { return None };
        let payload = self.payload_members(Format::Form).unwrap_or_default();
        let own = members.iter().filter(|(_, node)| *node != FrameNode::Hole);
        let own = own.map(|(name, _)| (name.clone(), self.hole(name, &payload))).filter(|(_, text)| !text.is_empty());
        let read = payload.iter().map(|(name, tree)| (name.clone(), tree.text()));
        let lines: Vec<String> = own.chain(read).map(|(name, text)| format!("{name}{joint}{text}")).collect();
        Some(lines.join(separator).into())
    }

    fn rows(&self, rows: &RowsPattern) -> Option<Json> {
        let row = rows.rows.first()?;
        let Value::Record(values) = self.content.value? else { return None };
        let (index, Value::List(items)) = values.first()? else { return None };
        let field = self.vendor.record(self.record()).fields.get(*index)?;
        let Type::List(list) = &self.vendor.bare(&field.shape).ty else { return None };
        let Type::Record(item) = list.item.ty else { return None };
        let mut lines: Vec<String> = rows.header.iter().map(|header| fill(header, &|_| String::new())).collect();
        for value in items {
            let Value::Record(values) = value else { return None };
            let members = tree::members(self.vendor, item, values, Format::Text, &|_| true)?;
            lines.push(fill(row, &|name| {
                members.iter().find(|(n, _)| n == name).map_or_else(String::new, |(_, tree)| tree.text())
            }));
        }
        lines.extend(rows.footer.iter().map(|footer| fill(footer, &|_| String::new())));
        let end = if rows.trailing && !lines.is_empty() { rows.separator.as_str() } else { "" };
        Some(format!("{}{}{end}", rows.prefix, lines.join(&rows.separator)).into())
    }
}

/// The text that a pattern makes of what its holes hold.
pub(super) fn fill(pattern: &TextPattern, hole: &dyn Fn(&str) -> String) -> String {
    let pieces: Vec<String> = pattern
        .0
        .iter()
        .map(|piece| match piece {
            TextPiece::Literal(text) => text.clone(),
            TextPiece::Hole(name) | TextPiece::Rest(name) | TextPiece::Integer(name) => hole(name),
            TextPiece::Decimal(name, _) | TextPiece::Fixed(name, _) => hole(name),
            TextPiece::Filled(name) | TextPiece::FilledRest(name) => hole(name),
        })
        .collect();
    pieces.concat()
}

/// The pattern as specs write it.
pub(super) fn text_pattern(pattern: &TextPattern) -> String {
    fill(pattern, &|name| format!("{{{name}}}"))
}

fn holds_hole(node: &FrameNode) -> bool {
    match node {
        FrameNode::Hole => true,
        FrameNode::Record(members) => members.iter().any(|(_, member)| holds_hole(member)),
        FrameNode::List(item) => holds_hole(item),
        FrameNode::Inner(inner) => holds_hole(&inner.reads.frame()),
        FrameNode::Leaf { .. } => false,
    }
}

fn is_required_leaf(node: &FrameNode) -> bool {
    matches!(node, FrameNode::Leaf { optional: false, .. })
}

/// Whether a leaf at that path can hold the code.
fn carries(form: &ReplyForm, arm: &Arm, path: &Path, code: &str) -> bool {
    let frame = match &arm.reads {
        None => &form.frame,
        Some(Reads::Json(frame) | Reads::Xml(frame) | Reads::Form(frame) | Reads::Pairs { frame, .. }) => frame,
        Some(_) => return true,
    };
    let mut node = frame;
    for step in path {
        node = match (step, node) {
            (Step::Name(name), FrameNode::Record(members)) => match members.iter().find(|(n, _)| n == name) {
                Some((_, member)) => member,
                None => return true,
            },
            (Step::First | Step::Each, FrameNode::List(item)) => item,
            _ => return true,
        };
    }
    !matches!(node, FrameNode::Leaf { ty: Type::Integer, .. }) || code.parse::<i64>().is_ok()
}

/// A text that passes the test.
fn example_of(test: &Test) -> Option<String> {
    match test {
        Test::OneOf(_, values) => values.first().cloned(),
        Test::NoneOf(_, values) => (0..).map(|n: u32| n.to_string()).find(|n| !values.contains(n)),
        Test::Range(from, to) => Some((*from).max(0).min(*to).to_string()),
        Test::Prefix(text) | Test::Suffix(text) => Some(text.clone()),
        Test::Pattern(pattern) => Some(fill(pattern, &|_| "1".to_owned())),
        Test::Matches(pattern) => Some(pattern.sample()),
        Test::UnknownCode => Some("?".to_owned()),
        Test::Kind(_) => None,
        Test::Present | Test::NotEmpty | Test::KnownCode => Some("1".to_owned()),
        Test::Absent | Test::Empty => None,
    }
}

fn leaf_tree(ty: &Type, text: &str) -> Tree {
    match ty {
        Type::Integer if text.parse::<i64>().is_ok() => Tree::Bare(text.to_owned()),
        Type::Decimal if Value::decimal(text).is_some() => Tree::Bare(text.to_owned()),
        Type::Boolean => Tree::Bare(matches!(text, "true" | "1").to_string()),
        _ => Tree::Text(text.to_owned()),
    }
}
