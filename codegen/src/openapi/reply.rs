//! Replies by HTTP status: what each arm looks like, with worked calls.

use vendor_model::model::{
    Arm, Class, Condition, Format, FrameNode, Operation, Path, Reads, RecordId, ReplyForm, Step, Test, TextPattern,
    TextPiece, Type, Verdict,
};

use super::json::{Json, Object};
use super::schema::{Beside, Direction, Schemas, constant, media_type, reference};
use super::status::{Status, statuses};
use super::words::{self, pascal};
use super::written::text_pattern;

/// Describes the replies of one operation.
pub struct Replies<'s, 'a> {
    pub(super) schemas: &'s mut Schemas<'a>,
    pub(super) operation: &'a Operation,
}

/// An arm and the format of the reply that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) format: Format,
    pub(super) form: &'a ReplyForm,
    pub(super) arm: &'a Arm,
}

impl<'a> Replies<'_, 'a> {
    /// By HTTP status, for replies in these formats.
    pub fn responses(&mut self, formats: &[Format]) -> Object {
        let operation = self.operation;
        let forms = operation.reply.forms.iter().filter(|(format, _)| formats.contains(format));
        let arms: Vec<Seen<'a>> = forms
            .flat_map(|(format, form)| form.arms.iter().map(move |arm| Seen { format: *format, form, arm }))
            .filter(|seen| seen.arm.verdict != Verdict::InDoubt)
            .collect();
        let mut keys: Vec<Status> = arms.iter().flat_map(|seen| statuses(seen.arm)).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut responses = Object::new();
        for status in keys {
            let here: Vec<Seen<'a>> = arms.iter().copied().filter(|seen| status.may_be(seen.arm)).collect();
            responses.push(status.name(), self.response(status, &here));
        }
        for status in [Status::Hundred(4), Status::Hundred(5)] {
            if responses.get(&status.name()).is_none() {
                let text = "Nothing says what such a reply holds. What fits no arm is in doubt.";
                responses.push(status.name(), Object::new().with("description", text));
            }
        }
        responses
    }

    fn response(&mut self, status: Status, arms: &[Seen<'a>]) -> Object {
        let mut content = Object::new();
        let mut types: Vec<String> = Vec::new();
        for seen in arms {
            if let Some(media) = self.media(seen)
                && !types.contains(&media)
            {
                types.push(media);
            }
        }
        for media in types {
            let here: Vec<Seen<'a>> =
                arms.iter().copied().filter(|seen| self.media(seen).as_ref() == Some(&media)).collect();
            let mut schemas: Vec<Object> = Vec::new();
            let mut examples = Object::new();
            for seen in &here {
                let mut schema = self.arm_schema(seen);
                // Among others, a schema that says nothing would look like a mistake.
                if schema.is_empty() && here.len() > 1 {
                    schema.push("description", "Any document.");
                }
                if !schemas.contains(&schema) {
                    schemas.push(schema);
                }
            }
            for seen in &here {
                for (name, example) in self.examples(status, seen) {
                    if examples.get(&name).is_none() {
                        examples.push(name, example);
                    }
                }
            }
            let schema = match schemas.len() {
                1 => schemas.pop().unwrap_or_default(),
                _ => Object::new().with("anyOf", schemas),
            };
            let examples = (!examples.is_empty()).then_some(examples);
            content.push(media, Object::new().with("schema", schema).maybe("examples", examples));
        }
        Object::new().with("description", description(arms)).maybe("content", (!content.is_empty()).then_some(content))
    }

    /// The content type of a reply; none where the body is empty.
    fn media(&self, seen: &Seen<'a>) -> Option<String> {
        let told = seen.arm.when.iter().find_map(|condition| match condition {
            Condition::Header(name, Test::OneOf(_, values)) if name.eq_ignore_ascii_case("content-type") => {
                values.first().cloned()
            }
            Condition::Header(name, Test::Prefix(prefix)) if name.eq_ignore_ascii_case("content-type") => {
                Some(prefix.clone())
            }
            _ => None,
        });
        let usual = match &seen.arm.reads {
            None => media_type(seen.format),
            Some(Reads::Json(_)) => media_type(Format::Json),
            Some(Reads::Xml(_)) => media_type(Format::Xml),
            Some(Reads::Form(_)) => media_type(Format::Form),
            Some(Reads::Text(_) | Reads::Rows(_) | Reads::Pairs { .. }) => media_type(Format::Text),
            Some(Reads::Bytes) => "application/octet-stream",
            Some(Reads::Nothing) => return None,
        };
        Some(told.filter(|text| text.contains('/')).unwrap_or_else(|| usual.to_owned()))
    }

    /// What an arm's payload is; none for refusals.
    fn payload(&self, arm: &Arm) -> Option<RecordId> {
        let succeeds = matches!(arm.verdict, Verdict::Success | Verdict::Pending);
        succeeds.then(|| arm.record.unwrap_or(self.operation.response))
    }

    fn arm_schema(&mut self, seen: &Seen<'a>) -> Object {
        let payload = self.payload(seen.arm);
        let schema = match &seen.arm.reads {
            None => self.document(seen, &seen.form.frame, seen.format, payload),
            Some(Reads::Json(frame)) => self.document(seen, frame, Format::Json, payload),
            Some(Reads::Xml(frame)) => self.document(seen, frame, Format::Xml, payload),
            Some(Reads::Form(frame)) => self.document(seen, frame, Format::Form, payload),
            Some(Reads::Pairs { frame, separator, joint }) => {
                let names = match frame {
                    FrameNode::Record(members) => members.iter().map(|(name, _)| name.as_str().into()).collect(),
                    _ => Vec::<Json>::new(),
                };
                let schema = Object::new().with("type", "string").with("x-pairs", names);
                return schema.with("x-separator", separator.as_str()).with("x-joint", joint.as_str());
            }
            Some(Reads::Text(patterns)) => text_schema(patterns),
            Some(Reads::Rows(rows)) => {
                let shapes: Vec<String> = rows.rows.iter().map(text_pattern).collect();
                let schema = Object::new().with("type", "string").with("x-rows", shapes.join(" | "));
                let header: Vec<String> = rows.header.iter().map(text_pattern).collect();
                let header = (!header.is_empty()).then(|| header.join(&rows.separator));
                return schema.with("x-separator", rows.separator.as_str()).maybe("x-header", header);
            }
            Some(Reads::Bytes) => {
                return Object::new().with("type", "string").with("contentMediaType", "application/octet-stream");
            }
            Some(Reads::Nothing) => Object::new(),
        };
        if schema.get("$ref").is_some() || schema.get("type") != Some(&"object".into()) {
            return schema;
        }
        let operation = if payload.is_some() { pascal(&self.operation.name) } else { String::new() };
        reference(&self.schemas.keep(&format!("{operation}{}", pascal(&seen.arm.name)), schema))
    }

    fn document(&mut self, seen: &Seen<'a>, frame: &FrameNode, format: Format, payload: Option<RecordId>) -> Object {
        let mut path = Vec::new();
        let (frame, root) = match frame {
            FrameNode::Record(members) if format == Format::Xml => match members.as_slice() {
                [(name, inner)] => {
                    path.push(Step::Name(name.clone()));
                    (inner, Some(name.as_str()))
                }
                _ => (frame, None),
            },
            _ => (frame, None),
        };
        let mut schema = self.frame(seen, frame, &mut path, payload).0;
        if let Some(root) = root {
            schema.push("xml", Object::new().with("name", root));
        }
        schema
    }

    /// The schema of a node of the frame, and whether it must be there.
    fn frame(
        &mut self,
        seen: &Seen<'a>,
        frame: &FrameNode,
        path: &mut Path,
        payload: Option<RecordId>,
    ) -> (Object, bool) {
        let tests: Vec<&Test> = tests_at(seen.arm, path);
        let wanted = tests.iter().any(|test| !matches!(test, Test::Absent | Test::Empty));
        match frame {
            FrameNode::Hole => match payload {
                Some(id) => (self.value_at_hole(id), true),
                None => (Object::new(), false),
            },
            FrameNode::Leaf { ty, optional } => (leaf_schema(ty, &tests), wanted || !optional),
            // A document in a text is said in words; its tests are those of its arm.
            FrameNode::Inner(inner) => {
                let schema = match &inner.reads {
                    Reads::Text(patterns) if !inner.base64 => text_schema(patterns),
                    _ => Object::new().with("type", "string"),
                };
                (schema, asks_below(seen.arm, path))
            }
            FrameNode::List(item) => {
                path.push(Step::First);
                let (item, inside) = self.frame(seen, item, path, payload);
                path.pop();
                let inside = inside && asks_below(seen.arm, path);
                let least = (wanted || inside).then_some(1);
                (Object::new().with("type", "array").with("items", item).maybe("minItems", least), wanted || inside)
            }
            FrameNode::Record(members) => {
                let mut beside = Beside::default();
                let mut holds = None;
                let alone = members.len() == 1;
                for (name, member) in members {
                    if *member == FrameNode::Hole {
                        let Some(id) = payload else { continue };
                        if alone || self.operation.response_is_value && seen.arm.record.is_none() {
                            // The payload is all that stands there.
                            return (self.value_at_hole(id), true);
                        }
                        holds = Some(id);
                        beside.hole();
                        continue;
                    }
                    path.push(Step::Name(name.clone()));
                    let absent = tests_at(seen.arm, path).iter().any(|test| matches!(test, Test::Absent | Test::Empty));
                    if !absent && !is_only_hole(member, payload) {
                        let (schema, must) = self.frame(seen, member, path, payload);
                        beside.name(name, schema, must);
                    }
                    path.pop();
                }
                let must = wanted || holds.is_some() || asks_below(seen.arm, path);
                let schema = match holds {
                    Some(id) => {
                        let name = pascal(&self.schemas.vendor.record(id).name);
                        self.schemas.record_schema(id, Direction::Received, &name, &beside)
                    }
                    None => beside.alone(),
                };
                (schema, must)
            }
        }
    }

    /// The record, or the single value, that the operation answers.
    fn value_at_hole(&mut self, id: RecordId) -> Object {
        let vendor = self.schemas.vendor;
        let record = vendor.record(id);
        if self.operation.response_is_value && id == self.operation.response {
            return record
                .fields
                .first()
                .map(|field| self.schemas.field(field, &record.fields, Direction::Received))
                .unwrap_or_default();
        }
        self.schemas.record(id, Direction::Received)
    }
}

pub(super) fn text_schema(patterns: &[TextPattern]) -> Object {
    let regex: Vec<String> = patterns.iter().map(text_regex).collect();
    let shown: Vec<String> = patterns.iter().map(text_pattern).collect();
    Object::new().with("type", "string").with("pattern", regex.join("|")).with("x-pattern", shown.join(" | "))
}

fn text_regex(pattern: &TextPattern) -> String {
    let regex: Vec<String> = pattern
        .0
        .iter()
        .map(|piece| match piece {
            TextPiece::Literal(text) => words::literal_regex(text),
            TextPiece::Hole(_) => "[^\\n]*".to_owned(),
            TextPiece::Rest(_) => "[\\s\\S]*".to_owned(),
            TextPiece::Filled(_) => "[^\\n]*[^\\s][^\\n]*".to_owned(),
            TextPiece::FilledRest(_) => "[\\s\\S]*[^\\s][\\s\\S]*".to_owned(),
            TextPiece::Integer(_) => "-?[0-9]+".to_owned(),
            TextPiece::Decimal(_, sign) => format!("-?[0-9]+(\\{sign}[0-9]+)?"),
            TextPiece::Fixed(_, count) => format!("[^\\n]{{{count}}}"),
        })
        .collect();
    format!("^{}$", regex.concat())
}

/// The tests of what stands at this path.
pub(super) fn tests_at<'a>(arm: &'a Arm, path: &Path) -> Vec<&'a Test> {
    let same = |other: &Path| {
        other.len() == path.len()
            && other.iter().zip(path).all(|(a, b)| match (a, b) {
                (Step::Name(a), Step::Name(b)) => a == b,
                (Step::Name(_), _) | (_, Step::Name(_)) => false,
                _ => true,
            })
    };
    arm.when
        .iter()
        .filter_map(|condition| match condition {
            Condition::Member { path, test } if same(path) => Some(test),
            _ => None,
        })
        .collect()
}

/// Whether the arm wants something to be there, here or below.
pub(super) fn asks_below(arm: &Arm, path: &Path) -> bool {
    arm.when.iter().any(|condition| match condition {
        Condition::Member { path: wanted, test } => {
            wanted.starts_with(path) && !matches!(test, Test::Absent | Test::Empty)
        }
        _ => false,
    })
}

/// A record that has nothing but the payload, where there is none.
fn is_only_hole(node: &FrameNode, payload: Option<RecordId>) -> bool {
    payload.is_none()
        && match node {
            FrameNode::Hole => true,
            FrameNode::Record(members) => members.iter().all(|(_, member)| *member == FrameNode::Hole),
            FrameNode::List(_) | FrameNode::Leaf { .. } | FrameNode::Inner(_) => false,
        }
}

fn leaf_schema(ty: &Type, tests: &[&Test]) -> Object {
    let word = match ty {
        Type::Integer => "integer",
        Type::Decimal => "number",
        Type::Boolean => "boolean",
        _ => "string",
    };
    let mut schema = Object::new().with("type", word);
    for test in tests {
        match test {
            Test::OneOf(base, values) => match values.as_slice() {
                [one] => schema.push("const", constant(*base, one)),
                several => {
                    let values: Vec<Json> = several.iter().map(|value| constant(*base, value)).collect();
                    schema.push("enum", values);
                }
            },
            Test::NoneOf(base, values) => {
                let values: Vec<Json> = values.iter().map(|value| constant(*base, value)).collect();
                schema.push("not", Object::new().with("enum", values));
            }
            Test::Range(from, to) => {
                let known = |end: i64| (end != i64::MIN && end != i64::MAX).then_some(end);
                schema.extend(Object::new().maybe("minimum", known(*from)).maybe("maximum", known(*to)));
            }
            Test::Prefix(prefix) => schema.push("pattern", format!("^{}", words::literal_regex(prefix))),
            Test::Suffix(suffix) => schema.push("pattern", format!("{}$", words::literal_regex(suffix))),
            Test::Pattern(pattern) => schema.push("pattern", text_regex(pattern)),
            Test::Matches(pattern) => schema.push("pattern", format!("^(?:{})$", pattern.text)),
            Test::KnownCode => schema.push("description", "A code of x-codes."),
            Test::UnknownCode => schema.push("description", "A code that is none of x-codes."),
            Test::Kind(_) => {}
            Test::Present | Test::NotEmpty | Test::Absent | Test::Empty => {}
        }
        // A second test of the same member would repeat a keyword.
        if schema.members().count() > 1 {
            break;
        }
    }
    schema
}

fn description(arms: &[Seen<'_>]) -> String {
    let mut names: Vec<String> = Vec::new();
    for seen in arms {
        let class = seen.arm.class.filter(|class| *class != Class::Unknown).map(class_word);
        let said = match (seen.arm.verdict, class) {
            (Verdict::Success, _) => format!("`{}`: success", seen.arm.name),
            (Verdict::Pending, _) => format!("`{}`: taken on, not done yet", seen.arm.name),
            (_, Some(class)) => format!("`{}`: refused, {class}", seen.arm.name),
            (_, None) => format!("`{}`: refused", seen.arm.name),
        };
        if !names.contains(&said) {
            names.push(said);
        }
    }
    format!("{}. The arms under x-arms tell which, in their order.", names.join("; "))
}

/// The spec's word.
pub fn class_word(class: Class) -> &'static str {
    Class::ALL.iter().find(|(_, c)| *c == class).map_or("unknown", |(word, _)| word)
}
