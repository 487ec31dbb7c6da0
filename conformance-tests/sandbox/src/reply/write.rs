//! Replies, written by the model: the frame and an arm's conditions run backwards.

use vendor_model::Vendor;
use vendor_model::model::{
    Arm, Condition, Format, FrameNode, Kind as ModelKind, Operation, Path, Reads, RecordId, ReplyForm, RowsPattern,
    Step, Test, TextPattern, Type, Value, Verdict,
};

use super::judge::Judge;
use super::read::read_answer;
use super::seen::{View, frame_node};
use super::text;
use crate::document::Node;
use crate::message::Answer;
use crate::problem::Kind;
use crate::typed::{record_members, scalar_text, value_node};

/// What an arm is filled with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Content<'a> {
    /// The payload of a success or pending: a [`Value::Record`] of the operation's response.
    pub value: Option<&'a Value>,
    /// The vendor's code, put into every place that the arm has for it.
    pub code: Option<&'a str>,
    /// The vendor's message, likewise.
    pub message: Option<&'a str>,
    /// The HTTP status that is tried first.
    pub http: Option<u16>,
    /// What else must stand where.
    pub also: &'a [(&'a Path, &'a str)],
}

/// Writes the replies of one operation in one format.
#[derive(Clone, Copy)]
pub struct ReplyWriter<'a> {
    vendor: &'a Vendor,
    operation: &'a Operation,
    format: Format,
    form: &'a ReplyForm,
}

impl<'a> ReplyWriter<'a> {
    /// None if the operation has no replies in that format.
    pub fn new(vendor: &'a Vendor, operation: &'a Operation, format: Format) -> Option<Self> {
        let form = operation.reply.form(format)?;
        Some(Self { vendor, operation, format, form })
    }

    /// A success with this payload, a [`Value::Record`] of the operation's response.
    ///
    /// # Errors
    ///
    /// When no arm that means success can be reached with it, or it lacks a field that the response requires.
    pub fn success(&self, value: &Value) -> Result<Answer, String> {
        let answer = self.first(Verdict::Success, Content { value: Some(value), ..Content::default() })?;
        let reading = read_answer(self.vendor, self.operation, self.format, &answer);
        match reading.problems.iter().find(|p| p.kind == Kind::Missing) {
            Some(problem) => Err(format!("`{}` in {}: {problem}", self.operation.name, self.format.name())),
            None => Ok(answer),
        }
    }

    /// A refusal with a code. Without a message the vendor's own text for that code is written, if it is known.
    ///
    /// # Errors
    ///
    /// When no arm that means refusal can carry the code.
    pub fn refusal(&self, code: &str, message: Option<&str>) -> Result<Answer, String> {
        let known = self.vendor.codes.iter().find(|c| c.wire == code).and_then(|c| c.message.as_deref());
        self.refused(Content { code: Some(code), message: message.or(known), ..Content::default() })
    }

    /// A refusal with this content.
    ///
    /// # Errors
    ///
    /// When no arm that means refusal can carry it.
    pub fn refused(&self, content: Content<'_>) -> Result<Answer, String> {
        self.first(Verdict::Rejected, content)
    }

    /// A refusal for every code that the operation's page lists, or, if it lists none, for every code of the vendor.
    /// Each comes with its code.
    pub fn refusals(&self) -> Vec<(&'a str, Result<Answer, String>)> {
        let all: Vec<&str> = match self.operation.codes.as_slice() {
            [] => self.vendor.codes.iter().map(|c| c.wire.as_str()).collect(),
            codes => codes.iter().map(String::as_str).collect(),
        };
        all.into_iter().map(|code| (code, self.refusal(code, None))).collect()
    }

    /// A reply that takes the arm of this name.
    ///
    /// # Errors
    ///
    /// When there is no such arm, or no reply with this content takes it.
    pub fn arm(&self, name: &str, content: Content<'_>) -> Result<Answer, String> {
        let index = self
            .form
            .arms
            .iter()
            .position(|arm| arm.name == name)
            .ok_or_else(|| format!("there is no arm `{name}`"))?;
        self.reach(index, content)
    }

    /// Names of the arms, in the order in which they are tried.
    pub fn arms(&self) -> impl Iterator<Item = &'a Arm> {
        self.form.arms.iter()
    }

    fn first(&self, verdict: Verdict, content: Content<'_>) -> Result<Answer, String> {
        let mut errors = Vec::new();
        for (index, arm) in self.form.arms.iter().enumerate().filter(|(_, arm)| arm.verdict == verdict) {
            match self.reach(index, content) {
                Ok(answer) => return Ok(answer),
                Err(error) => errors.push(format!("`{}`: {error}", arm.name)),
            }
        }
        let what = if errors.is_empty() { "there is no such arm".to_owned() } else { errors.join("; ") };
        Err(format!("`{}` in {}: no reply that means this ({what})", self.operation.name, self.format.name()))
    }

    /// Writes the reply, and makes sure that it means what it should.
    fn reach(&self, index: usize, content: Content<'_>) -> Result<Answer, String> {
        let arm = self.form.arms.get(index).ok_or("there is no such arm")?;
        let judge = Judge {
            vendor: self.vendor,
            operation: self.operation,
            form: self.form,
            format: self.format,
            names: self.operation.reply.names,
        };
        let view = View::of(self.vendor, self.operation, self.form, self.format, arm);
        let wishes = self.wishes(arm, content, &view)?;
        let payload = content.value.filter(|_| matches!(arm.verdict, Verdict::Success | Verdict::Pending));
        let builder = Builder { writer: self, view: &view, arm, wishes, payload };
        let body = builder.body()?;
        let answer = headers(arm, view.format)
            .into_iter()
            .fold(Answer::new(200).body(body), |answer, (name, value)| answer.header(name, value));
        // What is judged is what a reader of the bytes would see.
        let statuses = content.http.into_iter().chain(statuses(arm, content.code));
        let (answer, taken) = statuses
            .map(|status| answer.clone().status(status))
            .find_map(|answer| {
                let taken = judge.arm(&answer).ok().filter(|taken| taken.index == index)?;
                Some((answer, taken))
            })
            .ok_or("another arm takes it, or none")?;
        let seen = judge.first_text(&arm.code, &taken.view, &taken.document).or_else(|| arm.stands_for.clone());
        if content.code.is_some_and(|code| seen.as_deref() != Some(code)) {
            return Err("it can't carry the code".into());
        }
        Ok(answer)
    }

    /// What must stand where.
    fn wishes(&self, arm: &Arm, content: Content<'_>, view: &View<'_>) -> Result<Vec<(Path, Wish)>, String> {
        let mut wishes: Vec<(Path, Wish)> = Vec::new();
        let mut carried = false;
        for (paths, text) in [(&arm.code, content.code), (&arm.message, content.message)] {
            for (path, text) in paths.iter().filter_map(|path| Some((path, text?))) {
                if view.leaf(path).is_some_and(|ty| leaf(&ty, text).is_some()) {
                    carried |= std::ptr::eq(paths, &arm.code);
                    wishes.push((path.clone(), Wish::Text(text.to_owned())));
                }
            }
        }
        for (path, text) in content.also {
            let is_free = !wishes.iter().any(|(wished, _)| wished == *path);
            if is_free && view.leaf(path).is_some_and(|ty| leaf(&ty, text).is_some()) {
                wishes.push(((*path).clone(), Wish::Text((*text).to_owned())));
            }
        }
        if content.code.is_some() && !carried && arm.stands_for.as_deref() != content.code {
            return Err("it has no place for the code".into());
        }
        for condition in &arm.when {
            let Condition::Member { path, test } = condition else { continue };
            // One item stands for each.
            let path = &path.iter().map(|step| if *step == Step::Each { Step::First } else { step.clone() }).collect();
            let wished = wishes.iter().find(|(p, _)| p == path).map(|(_, wish)| wish.clone());
            let wish = match (test, wished) {
                // The code or message that stands there is judged afterwards.
                (
                    Test::OneOf(..)
                    | Test::NoneOf(..)
                    | Test::Range(..)
                    | Test::Prefix(_)
                    | Test::Suffix(_)
                    | Test::Pattern(_)
                    | Test::Kind(_)
                    | Test::KnownCode
                    | Test::UnknownCode
                    | Test::Present
                    | Test::NotEmpty,
                    Some(_),
                ) => continue,
                (Test::OneOf(_, values), None) => Wish::Text(values.first().cloned().unwrap_or_default()),
                (Test::NoneOf(_, values), None) => {
                    Wish::Text((0..).map(|n: u32| n.to_string()).find(|n| !values.contains(n)).unwrap_or_default())
                }
                (Test::Range(from, to), None) => Wish::Text((*from).max(0).min(*to).to_string()),
                (Test::Prefix(prefix), None) => Wish::Text(prefix.clone()),
                (Test::KnownCode, None) => {
                    Wish::Text(self.vendor.codes.first().map(|c| c.wire.clone()).unwrap_or_default())
                }
                (Test::Suffix(suffix), None) => Wish::Text(suffix.clone()),
                (Test::UnknownCode, None) => Wish::Text("?".to_owned()),
                (Test::Pattern(pattern), None) => Wish::Text(text::write(pattern, &|_| None)),
                (Test::Kind(kinds), None) => match kinds.as_slice() {
                    [ModelKind::Null, ..] => Wish::Absent,
                    _ => Wish::Present,
                },
                (Test::Present, None) => Wish::Present,
                (Test::NotEmpty, None) => Wish::NotEmpty,
                (Test::Absent | Test::Empty, _) => Wish::Absent,
            };
            wishes.retain(|(p, _)| p != path);
            wishes.push((Path::clone(path), wish));
        }
        Ok(wishes)
    }
}

/// HTTP statuses to try, the likeliest first.
fn statuses(arm: &Arm, code: Option<&str>) -> Vec<u16> {
    let ranges = arm.when.iter().find_map(|condition| match condition {
        Condition::Http(ranges) => Some(ranges.as_slice()),
        Condition::Member { .. } | Condition::Header(..) => None,
    });
    // Where nothing is said of HTTP, vendors tend to repeat a code that could be a status there.
    let usual = [
        (200, 200),
        (400, 400),
        (401, 401),
        (403, 403),
        (404, 404),
        (409, 409),
        (422, 422),
        (429, 429),
        (500, 500),
        (503, 503),
    ];
    let (ranges, may_be) = match ranges {
        Some(ranges) => (ranges, ranges),
        None => (&usual[..], &[(400, 599)][..]),
    };
    let same = code
        .and_then(|code| code.parse::<u16>().ok())
        .filter(|code| may_be.iter().any(|(from, to)| (*from..=*to).contains(code)));
    same.into_iter().chain(ranges.iter().map(|(from, _)| *from)).collect()
}

#[derive(Clone, Debug, PartialEq)]
enum Wish {
    Text(String),
    Present,
    NotEmpty,
    Absent,
}

/// Headers that the arm asks for, and the content type of what it reads.
fn headers(arm: &Arm, format: Format) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for condition in &arm.when {
        let Condition::Header(name, test) = condition else { continue };
        let value = match test {
            Test::OneOf(_, values) => values.first().cloned().unwrap_or_default(),
            Test::Prefix(text) | Test::Suffix(text) => text.clone(),
            Test::Pattern(pattern) => text::write(pattern, &|_| None),
            Test::Range(from, to) => (*from).max(0).min(*to).to_string(),
            Test::NotEmpty | Test::Present | Test::KnownCode | Test::UnknownCode | Test::Kind(_) => "x".to_owned(),
            Test::NoneOf(_, values) => {
                (0..).map(|n: u32| n.to_string()).find(|n| !values.contains(n)).unwrap_or_default()
            }
            Test::Absent | Test::Empty => continue,
        };
        headers.push((name.clone(), value));
    }
    let usual = match (&arm.reads, format) {
        (Some(Reads::Bytes), _) => "application/octet-stream",
        (Some(Reads::Nothing), _) => return headers,
        (_, Format::Json) => "application/json",
        (_, Format::Xml) => "application/xml; charset=utf-8",
        (_, Format::Form) => "application/x-www-form-urlencoded",
        (_, Format::Text | Format::Multipart) => "text/plain; charset=utf-8",
    };
    if !headers.iter().any(|(name, _)| name == "content-type") {
        headers.insert(0, ("content-type".to_owned(), usual.to_owned()));
    }
    headers
}

struct Builder<'b, 'a> {
    writer: &'b ReplyWriter<'a>,
    view: &'b View<'a>,
    arm: &'b Arm,
    wishes: Vec<(Path, Wish)>,
    payload: Option<&'b Value>,
}

impl Builder<'_, '_> {
    /// The bytes of the reply.
    fn body(&self) -> Result<Vec<u8>, String> {
        match &self.arm.reads {
            Some(Reads::Nothing) => Ok(Vec::new()),
            Some(Reads::Bytes) => Ok(self
                .value()?
                .and_then(|node| Some(node.text()?.as_bytes().to_vec()))
                .unwrap_or_else(|| b"x".to_vec())),
            Some(Reads::Text(patterns)) => {
                let payload = self.texts(self.view.record, self.payload)?;
                let filled = |name: &str| self.hole(name, &payload);
                // The first that has a place for all that is there.
                let has_all =
                    |pattern: &&TextPattern| payload.iter().all(|(name, _)| pattern.holes().any(|hole| hole == name));
                let pattern = patterns.iter().find(has_all).or(patterns.first()).ok_or("no text is said")?;
                Ok(text::write(pattern, &filled).into_bytes())
            }
            Some(Reads::Rows(pattern)) => text::write_rows(pattern, &self.rows(pattern)?).map(String::into_bytes),
            Some(Reads::Pairs { separator, joint, .. }) => {
                let empty = Node::Record(Vec::new());
                let document = self.node(&self.view.frame, &mut Vec::new())?.map_or(empty, |(node, _)| node);
                let Node::Record(members) = document else { return Err("pairs have names".into()) };
                let pair = |(name, node): &(String, Node)| Some(format!("{name}{joint}{}", node.text()?));
                Ok(members.iter().filter_map(pair).collect::<Vec<_>>().join(separator).into_bytes())
            }
            _ => {
                let empty = Node::Record(Vec::new());
                let document = self.node(&self.view.frame, &mut Vec::new())?.map_or(empty, |(node, _)| node);
                document.write(self.view.format)
            }
        }
    }

    /// What stands in the hole of a text: what is wished there, else the field of that name.
    fn hole(&self, name: &str, payload: &[(String, String)]) -> Option<String> {
        let wished = self.wishes.iter().find(|(path, _)| matches!(path.as_slice(), [.., Step::Name(n)] if n == name));
        match wished {
            Some((_, Wish::Text(text))) => Some(text.clone()),
            Some((_, Wish::Absent)) => None,
            wished => {
                let field = payload.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
                field.or_else(|| wished.map(|_| "1".to_owned()))
            }
        }
    }

    /// The fields of a record as texts.
    fn texts(&self, record: RecordId, value: Option<&Value>) -> Result<Vec<(String, String)>, String> {
        let vendor = self.writer.vendor;
        let Some(Value::Record(values)) = value else { return Ok(Vec::new()) };
        let text = |(index, value): &(usize, Value)| {
            let field = vendor.record(record).fields.get(*index).ok_or("the payload has more than the response")?;
            Ok((field.wire.clone(), scalar_text(vendor, &field.shape, value)?))
        };
        values.iter().map(text).collect()
    }

    /// The fields of each item of the payload, which is a list.
    fn rows(&self, pattern: &RowsPattern) -> Result<Vec<Vec<(String, String)>>, String> {
        let fields = &self.writer.vendor.record(self.view.record).fields;
        let Some(Type::List(list)) = fields.first().map(|field| &field.shape.ty) else { return Ok(Vec::new()) };
        let Some(Value::Record(values)) = self.payload else { return Ok(Vec::new()) };
        let Some((_, Value::List(items))) = values.first() else { return Ok(Vec::new()) };
        match list.item.ty {
            Type::Record(id) => items.iter().map(|item| self.texts(id, Some(item))).collect(),
            _ => {
                let hole = pattern.rows.iter().flat_map(|row| row.holes()).next().ok_or("a row has no hole")?;
                let text = |item| scalar_text(self.writer.vendor, &list.item, item);
                items.iter().map(|item| Ok(vec![(hole.to_owned(), text(item)?)])).collect()
            }
        }
    }

    /// The payload where it is a value and no record.
    fn value(&self) -> Result<Option<Node>, String> {
        let ReplyWriter { vendor, .. } = *self.writer;
        let Some(Value::Record(values)) = self.payload else { return Ok(None) };
        let Some((_, value)) = values.first() else { return Ok(None) };
        let field = vendor.record(self.view.record).fields.first().ok_or("the response has no value")?;
        value_node(vendor, &field.shape, value, self.view.format).map(Some)
    }

    /// The node, and whether it holds something that is wished; none if it is left out.
    fn node(&self, frame: &FrameNode, path: &mut Path) -> Result<Option<(Node, bool)>, String> {
        let wish = self.wishes.iter().find(|(p, _)| p == path).map(|(_, wish)| wish);
        if wish == Some(&Wish::Absent) {
            return Ok(None);
        }
        match frame {
            FrameNode::Leaf { ty, optional } => Ok(match wish {
                Some(Wish::Text(text)) => {
                    Some((leaf(ty, text).ok_or_else(|| format!("`{text}` does not fit the frame"))?, true))
                }
                Some(_) => Some((something(ty), true)),
                None if *optional => None,
                None => Some((nothing(ty), false)),
            }),
            FrameNode::List(item) => self.list(item, wish, path),
            FrameNode::Record(members) => self.record(members, wish, path),
            FrameNode::Hole if self.view.is_value => Ok(self.value()?.map(|node| (node, true))),
            FrameNode::Hole => {
                let Some(Value::Record(values)) = self.payload else { return Ok(None) };
                let members = record_members(self.writer.vendor, self.view.record, values, self.view.format)?;
                Ok(Some((Node::Record(members), true)))
            }
            FrameNode::Inner(_) => Err("a document in a text is not written here".into()),
        }
    }

    fn list(&self, item: &FrameNode, wish: Option<&Wish>, path: &mut Path) -> Result<Option<(Node, bool)>, String> {
        path.push(Step::First);
        let wished_inside = self.wishes.iter().any(|(p, wish)| p.starts_with(path) && *wish != Wish::Absent);
        let items = if wished_inside || wish == Some(&Wish::NotEmpty) { self.node(item, path)? } else { None };
        path.pop();
        let wished = items.is_some() || wish.is_some();
        Ok(Some((Node::List(items.into_iter().map(|(node, _)| node).collect()), wished)))
    }

    fn record(
        &self,
        members: &[(String, FrameNode)],
        wish: Option<&Wish>,
        path: &mut Path,
    ) -> Result<Option<(Node, bool)>, String> {
        let (vendor, view) = (self.writer.vendor, self.view);
        let is_root = path.is_empty();
        let mut wished = wish.is_some();
        let mut nodes: Vec<(String, Node)> = Vec::new();
        for (name, member) in members {
            if *member == FrameNode::Hole {
                let Some(payload) = self.payload else { continue };
                let Value::Record(values) = payload else {
                    return Err("a payload is a record of the response's fields".into());
                };
                wished = true;
                if view.is_value {
                    return Ok(self.value()?.map(|node| (node, true)));
                }
                nodes.extend(record_members(vendor, view.record, values, view.format)?);
                continue;
            }
            path.push(Step::Name(name.clone()));
            if let Some((node, inside)) = self.node(member, path)? {
                wished |= inside;
                nodes.push((name.clone(), node));
            }
            path.pop();
        }
        let has_hole = members.iter().any(|(_, node)| *node == FrameNode::Hole);
        // The root of an XML document is a member of the record around it, and as much a root.
        let is_root = is_root || (path.len() == 1 && matches!(&*self.view.frame, FrameNode::Record(m) if m.len() == 1));
        let leave_out = !wished && !is_root && (nodes.is_empty() || has_hole || self.is_for_failures(path));
        Ok((!leave_out).then_some((Node::Record(nodes), wished)))
    }

    /// Whether a record holds only what another arm reads as its code or message.
    fn is_for_failures(&self, path: &Path) -> bool {
        let Some(FrameNode::Record(members)) = frame_node(&self.view.frame, path) else { return false };
        let others =
            || self.writer.form.arms.iter().filter(|arm| arm.name != self.arm.name && arm.verdict != self.arm.verdict);
        members.iter().filter(|(_, node)| matches!(node, FrameNode::Leaf { optional: false, .. })).all(|(name, _)| {
            let mut member = path.clone();
            member.push(Step::Name(name.clone()));
            others().any(|arm| arm.code.contains(&member) || arm.message.contains(&member))
        })
    }
}

/// A text as a leaf of that type; none if it is not of it.
fn leaf(ty: &Type, text: &str) -> Option<Node> {
    match ty {
        Type::Integer => text.parse::<i64>().ok().map(|number| Node::Number(number.to_string())),
        Type::Decimal => match Value::decimal(text)? {
            Value::Decimal(digits) => Some(Node::Number(digits)),
            _ => None,
        },
        Type::Boolean => match text {
            "true" | "1" => Some(Node::Boolean(true)),
            "false" | "0" => Some(Node::Boolean(false)),
            _ => None,
        },
        _ => Some(Node::Text(text.to_owned())),
    }
}

/// A leaf that must be there and says nothing.
fn nothing(ty: &Type) -> Node {
    match ty {
        Type::Integer | Type::Decimal => Node::Number("0".into()),
        Type::Boolean => Node::Boolean(false),
        _ => Node::Text(String::new()),
    }
}

/// A leaf that holds something.
fn something(ty: &Type) -> Node {
    match ty {
        Type::Integer | Type::Decimal => Node::Number("1".into()),
        Type::Boolean => Node::Boolean(true),
        _ => Node::Text("x".into()),
    }
}
