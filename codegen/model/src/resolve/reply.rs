//! The reply on the wire: frames, and the arms that tell what it means.

use super::send::HOLE;
use super::Resolver;
use crate::diagnostic::Diagnostic;
use crate::language::{ArmSpec, Confidence, Literal, OperationSpec, ReplySpec, SafetySpec, Tree, Verdict};
use crate::model::{Arm, Base, Condition, Format, FrameNode, Path, RecordId, Reply, ReplyForm, Step, Test, Type};
use crate::source::Origin;

impl<'a> Resolver<'a> {
    pub(super) fn reply(&mut self, spec: &'a OperationSpec, response: RecordId, is_value: bool, sent: &[Format], origin: &Origin) -> Reply {
        let vendor = &self.syntax.spec.reply;
        let vendor_at = self.root().key("reply");
        let own = spec.reply.as_ref().map(|reply| (reply, origin.key("reply")));
        let (framed, frame_at) = match &own {
            Some((reply, at)) if reply.frame.is_some() || reply.frames.is_some() => (*reply, at.clone()),
            _ => (vendor, vendor_at.clone()),
        };
        let names = own.as_ref().map_or(vendor.names, |(reply, _)| if reply.names == Default::default() { vendor.names } else { reply.names });
        let formats = if sent.is_empty() { self.formats() } else { self.reply_formats(sent) };
        let mut forms = Vec::new();
        for format in formats {
            let Some((tree, at)) = frame_of(framed, format, &frame_at) else {
                self.error_with_help(&frame_at.name(), format!("nothing says what a reply in {} looks like", format.name()), "add a `frame:`");
                continue;
            };
            let Some(frame) = self.frame(tree, &at) else { continue };
            let mut nodes = Vec::new();
            paths(&frame, &mut Vec::new(), &mut nodes);
            let hole = hole_of(&frame);
            let has_payload = !self.vendor.record(response).fields.is_empty();
            if has_payload && hole.is_none() {
                self.error_with_help(&at, "the frame has no place for the response", "add `\"...\": reply`");
            }
            if is_value && hole.as_ref().is_some_and(|(_, among)| *among) {
                self.error_with_help(&at, "a single value can't stand among other names", "give the hole a member of its own");
            }
            let specs = vendor.arms.iter().enumerate().map(|(i, arm)| (arm, vendor_at.key("arms").index(i)));
            let more = own.iter().flat_map(|(reply, at)| reply.arms.iter().enumerate().map(move |(i, arm)| (arm, at.key("arms").index(i))));
            let specs: Vec<(&ArmSpec, Origin)> = specs.chain(more).collect();
            let mut arms: Vec<(Arm, Origin)> = Vec::new();
            for (spec, at) in specs {
                let arm = self.arm(spec, &nodes, &at);
                self.arm_clashes(&arm, &at, &arms);
                arms.push((arm, at));
            }
            self.arms(spec, &arms, &frame_at);
            let arms = arms.into_iter().map(|(arm, _)| arm).collect();
            forms.push((format, ReplyForm { frame, hole: hole.map(|(path, _)| path), arms }));
        }
        Reply { names, forms }
    }

    /// Where the reply's format is chosen apart, every request format may get every reply format.
    fn reply_formats(&self, sent: &[Format]) -> Vec<Format> {
        let all = self.formats();
        if sent.len() > 1 { all } else { sent.to_vec() }
    }

    fn arms(&mut self, spec: &OperationSpec, arms: &[(Arm, Origin)], at: &Origin) {
        if !arms.iter().any(|(arm, _)| arm.verdict == Verdict::Success) {
            self.error_with_help(&at.name(), "no reply would ever be a success", "add an arm with `verdict: success` and what it takes");
        }
        for (arm, at) in arms {
            let guessed = arm.confidence == Confidence::Guessed && spec.safety == SafetySpec::Once;
            let decides = matches!(arm.verdict, Verdict::Success | Verdict::Rejected);
            let accepted = self.sources.has(&at.key("accepted_risk"));
            if guessed && decides && !accepted {
                self.error_with_help(
                    &at.key("verdict"),
                    "a guess decides about a call that must not be repeated",
                    "use `verdict: in_doubt`, or say why the guess is good enough with `accepted_risk:`",
                );
            }
        }
    }

    fn arm_clashes(&mut self, arm: &Arm, at: &Origin, before: &[(Arm, Origin)]) {
        for (first, first_at) in before {
            if first.name == arm.name {
                let diagnostic = Diagnostic::error(at.key("arm"), format!("two arms are called `{}`", arm.name)).related(first_at.key("arm"), "first here");
                self.report.push(diagnostic);
            } else if first.when.iter().all(|condition| arm.when.contains(condition)) {
                let diagnostic = Diagnostic::error(at.key("arm"), format!("no reply ever reaches the arm `{}`", arm.name))
                    .related(first_at.key("arm"), "this one takes every such reply")
                    .help("put the narrower arm first, or tell them apart under `when:`");
                self.report.push(diagnostic);
            }
        }
    }

    fn frame(&mut self, tree: &'a Tree, origin: &Origin) -> Option<FrameNode> {
        match tree {
            Tree::Record(members) => {
                let mut nodes = Vec::new();
                for (name, member) in members {
                    let origin = origin.key(name);
                    if name == HOLE {
                        if member.as_text() != Some("reply") {
                            self.error_with_help(&origin, "this hole holds the reply", "write `\"...\": reply`");
                        }
                        nodes.push((name.clone(), FrameNode::Hole));
                    } else {
                        self.wire_name(name, &origin.name());
                        nodes.push((name.clone(), self.frame(member, &origin)?));
                    }
                }
                Some(FrameNode::Record(nodes))
            }
            Tree::List(items) => match items.as_slice() {
                [item] => Some(FrameNode::List(Box::new(self.frame(item, &origin.index(0))?))),
                _ => {
                    self.error_with_help(origin, "a list in a frame shows one item", "write `[ { code: text } ]`");
                    None
                }
            },
            Tree::Leaf(Literal::Text(text)) => {
                let (optional, name) = match text.strip_prefix("optional ") {
                    Some(name) => (true, name),
                    None => (false, text.as_str()),
                };
                let ty = match name {
                    "text" => Type::Text,
                    "integer" => Type::Integer,
                    "decimal" => Type::Decimal,
                    "boolean" => Type::Boolean,
                    other => {
                        self.unknown(origin, "type", other, ["text", "integer", "decimal", "boolean"]);
                        return None;
                    }
                };
                Some(FrameNode::Leaf { ty, optional })
            }
            Tree::Leaf(_) => {
                self.error_with_help(origin, "a frame says what stands there, not a value", "write a type, such as `text` or `optional integer`; a value belongs under `when:`");
                None
            }
        }
    }

    fn arm(&mut self, spec: &'a ArmSpec, nodes: &[(Path, FrameNode)], origin: &Origin) -> Arm {
        self.identifier(&spec.arm, &origin.key("arm"));
        let mut when = Vec::new();
        let mut http = None;
        for (name, test) in &spec.when {
            let at = origin.key("when").key(name);
            if name == "http" {
                http = Some(self.http(test, &at));
                continue;
            }
            if let Some((path, node)) = self.member(name, nodes, &at.name())
                && let Some(test) = self.test(test, &node, &at)
            {
                when.push(Condition::Member { path, test });
            }
        }
        match http {
            Some(Some(ranges)) => when.insert(0, Condition::Http(ranges)),
            Some(None) => {}
            // Where nothing is said of HTTP, a success has a success status.
            None if matches!(spec.verdict, Verdict::Success | Verdict::Pending) => when.insert(0, Condition::Http(vec![(200, 299)])),
            None => {}
        }
        let mut members = |names: &'a [String], key: &str| {
            let at = origin.key(key);
            let mut found = Vec::new();
            for (i, name) in names.iter().enumerate() {
                let item = at.index(i);
                let at = if self.sources.has(&item) { item } else { at.clone() };
                found.extend(self.member(name, nodes, &at).map(|(path, _)| path));
            }
            found
        };
        let code = members(&spec.code.0, "code");
        let message = members(&spec.message.0, "message");
        let class = spec.class.as_ref().map(|class| self.class(class, &origin.key("class")));
        if spec.verdict != Verdict::Rejected && class.is_some() {
            self.error(&origin.key("class").name(), "only a refusal has a class");
        }
        Arm { name: spec.arm.clone(), verdict: spec.verdict, when, code, message, class, confidence: spec.confidence }
    }

    /// Statuses as `200`, `2xx`, `400..499`; none for `any`.
    fn http(&mut self, test: &Tree, origin: &Origin) -> Option<Vec<(u16, u16)>> {
        let items = match test {
            Tree::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut ranges = Vec::new();
        for item in items {
            match item {
                Tree::Leaf(Literal::Integer(status @ 100..=599)) => {
                    let status = u16::try_from(*status).unwrap_or(100);
                    ranges.push((status, status));
                }
                Tree::Leaf(Literal::Text(text)) if text == "any" && items.len() == 1 => return None,
                Tree::Leaf(Literal::Text(text)) => match status_range(text) {
                    Some(range) => ranges.push(range),
                    None => self.error_with_help(origin, format!("`{text}` is no HTTP status"), "write `200`, `2xx`, `400..499` or `any`"),
                },
                _ => self.error_with_help(origin, "this is no HTTP status", "write `200`, `2xx`, `400..499` or `any`"),
            }
        }
        Some(ranges)
    }

    /// The member that a reference means: the only one whose path ends so.
    fn member(&mut self, name: &str, nodes: &[(Path, FrameNode)], origin: &Origin) -> Option<(Path, FrameNode)> {
        let wanted: Vec<&str> = name.split('.').collect();
        let matching: Vec<&(Path, FrameNode)> = nodes.iter().filter(|(path, _)| names_of(path).ends_with(&wanted)).collect();
        let exact: Vec<&(Path, FrameNode)> = matching.iter().copied().filter(|(path, _)| names_of(path) == wanted).collect();
        let known: Vec<String> = nodes.iter().map(|(path, _)| names_of(path).join(".")).filter(|n| !n.is_empty()).collect();
        match (exact.as_slice(), matching.as_slice()) {
            ([one], _) | ([], [one]) => Some((*one).clone()),
            (_, []) => {
                self.unknown(origin, "member in the frame", name, known.iter().map(String::as_str));
                None
            }
            _ => {
                let all: Vec<String> = matching.iter().map(|(path, _)| names_of(path).join(".")).collect();
                self.error_with_help(origin, format!("`{name}` could be several members"), format!("write one of: {}", all.join(", ")));
                None
            }
        }
    }

    fn test(&mut self, test: &Tree, node: &FrameNode, origin: &Origin) -> Option<Test> {
        if let Some(word) = test.as_text()
            && self.sources.plain(origin).is_some()
        {
            return match word {
                "present" => Some(Test::Present),
                "absent" => Some(Test::Absent),
                "empty" => Some(Test::Empty),
                "not_empty" => Some(Test::NotEmpty),
                "known_code" => Some(Test::KnownCode),
                other => {
                    self.error_with_help(
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
                Some((key, Tree::Leaf(Literal::Text(prefix)))) if key == "prefix" && members.len() == 1 => Some(Test::Prefix(prefix.clone())),
                _ => {
                    self.error_with_help(origin, "this is no test", "write a value, a list of values, or `{ prefix: \"OK\" }`");
                    None
                }
            };
        }
        let FrameNode::Leaf { ty, .. } = node else {
            self.error_with_help(origin, "this member has parts; it has no value to compare with", "use present, absent, empty or not_empty");
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
                    self.error_with_help(&at, "this is no value to compare with", "quote it");
                    continue;
                }
            };
            let fits = match base {
                Base::Text => true,
                Base::Integer => text.parse::<i64>().is_ok(),
                Base::Boolean => matches!(text.as_str(), "true" | "false"),
            };
            if !fits {
                self.error(&at, format!("`{text}` is not what the frame says of this member"));
            }
            values.push(text);
        }
        Some(Test::OneOf(base, values))
    }
}

fn frame_of<'a>(reply: &'a ReplySpec, format: Format, at: &Origin) -> Option<(&'a Tree, Origin)> {
    let own = reply.frames.as_ref().and_then(|frames| frames.get(format.name()));
    own.map(|tree| (tree, at.key("frames").key(format.name())))
        .or_else(|| reply.frame.as_ref().map(|tree| (tree, at.key("frame"))))
}

fn paths(node: &FrameNode, path: &mut Path, found: &mut Vec<(Path, FrameNode)>) {
    found.push((path.clone(), node.clone()));
    match node {
        FrameNode::Record(members) => {
            for (name, member) in members.iter().filter(|(_, m)| *m != FrameNode::Hole) {
                path.push(Step::Name(name.clone()));
                paths(member, path, found);
                path.pop();
            }
        }
        FrameNode::List(item) => {
            path.push(Step::First);
            // The list itself carries the name; its item is reached through members only.
            if let FrameNode::Record(members) = &**item {
                for (name, member) in members {
                    path.push(Step::Name(name.clone()));
                    paths(member, path, found);
                    path.pop();
                }
            }
            path.pop();
        }
        FrameNode::Hole | FrameNode::Leaf { .. } => {}
    }
}

/// The record that holds the hole, and whether other names stand beside it.
fn hole_of(frame: &FrameNode) -> Option<(Path, bool)> {
    let FrameNode::Record(members) = frame else { return None };
    if members.iter().any(|(_, node)| *node == FrameNode::Hole) {
        return Some((Vec::new(), members.len() > 1));
    }
    members.iter().find_map(|(name, node)| {
        let (path, among) = hole_of(node)?;
        Some((std::iter::once(Step::Name(name.clone())).chain(path).collect(), among))
    })
}

fn names_of(path: &Path) -> Vec<&str> {
    path.iter()
        .filter_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            Step::First => None,
        })
        .collect()
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
