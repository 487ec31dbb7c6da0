//! One arm: what it reads, when it holds, and what stands in it.

use indexmap::IndexMap;

use super::super::Resolver;
use super::frame::{Members, hole_of};
use super::reads::Payload;
use crate::diagnostic::codes;
use crate::language::{ArmSpec, FieldSpec, Tree, Verdict};
use crate::model::{
    Arm, Codec, Condition, Field, Format, FrameNode, Kind, Path, Presence, Reads, RecordId, Step, Test, TextPattern,
    TextPiece, Type,
};
use crate::source::Origin;

/// What holds for all arms of an operation in one format.
pub(in crate::resolve) struct Around<'r> {
    pub(in crate::resolve) operation: &'r str,
    pub(in crate::resolve) format: Format,
    /// The vendor's frame; none where each arm reads a document of its own.
    pub(in crate::resolve) frame: Option<&'r FrameNode>,
    /// What was sent; none where nothing was asked.
    pub(in crate::resolve) request: Option<RecordId>,
    pub(in crate::resolve) response: RecordId,
    pub(in crate::resolve) is_value: bool,
}

impl<'a> Resolver<'a> {
    pub(in crate::resolve) fn arm(&mut self, spec: &'a ArmSpec, around: &Around<'_>, origin: &Origin) -> Arm {
        self.identifier(&spec.arm, &origin.key("arm"));
        let succeeds = matches!(spec.verdict, Verdict::Success | Verdict::Pending);
        let record = spec.fields.as_ref().map(|fields| {
            if !succeeds {
                self.error_with_help(
                    codes::REFUSAL_WITH_FIELDS,
                    &origin.key("fields").name(),
                    "a refusal has a code and a message",
                    "remove this, or let the verdict be success or pending",
                );
            }
            self.arm_record(around.operation, &spec.arm, fields, origin)
        });
        let expected = Payload {
            record: record.unwrap_or(around.response),
            is_value: around.is_value && record.is_none(),
            is_read: succeeds,
        };
        let own = spec.reads.as_ref().and_then(|reads| self.reads(reads, expected, &origin.key("reads")));
        let (reads, members, hole) = match (own, around.frame) {
            (Some((reads, members, hole)), _) => (Some(reads), members, hole),
            (None, Some(frame)) => {
                let members = self.members(frame, expected.record, expected.is_value, around.format == Format::Xml);
                (None, members, hole_of(frame).map(|(path, _)| path))
            }
            (None, None) => (None, Members { nodes: Vec::new(), hole: None, is_xml: false }, None),
        };
        if let (Some(reads), true) = (&reads, succeeds) {
            let frame = reads.frame();
            match reads {
                Reads::Text(patterns) => self.check_text(spec, patterns, expected.record, origin),
                _ => {
                    for (path, inner) in frame.inner() {
                        if let (Reads::Text(patterns), true) = (&inner.reads, hole.as_ref() == Some(&path)) {
                            self.check_text(spec, patterns, expected.record, origin);
                        }
                    }
                }
            }
        }
        let turned = match (&reads, around.frame) {
            (Some(reads), _) => self.turned(&reads.frame(), reads.format(), expected),
            (None, Some(frame)) => self.turned(frame, around.format, expected),
            (None, None) => Vec::new(),
        };
        let payload = hole.filter(|_| succeeds);
        let mut when = Vec::new();
        let mut http = None;
        for (name, test) in &spec.when {
            let at = origin.key("when").key(name);
            if name == "http" {
                http = Some(self.http(test, &at));
                continue;
            }
            if let Some(header) = name.strip_prefix("header ") {
                let text = FrameNode::Leaf { ty: Type::Text, optional: true };
                when.extend(
                    self.test(test, &text, &at).map(|test| Condition::Header(header.to_ascii_lowercase(), test)),
                );
                continue;
            }
            when.extend(self.member_condition(name, test, &members, &at));
        }
        match http {
            Some(Some(ranges)) => when.insert(0, Condition::Http(ranges)),
            Some(None) => {}
            // Where nothing is said of HTTP, a success has a success status.
            None if matches!(spec.verdict, Verdict::Success | Verdict::Pending) => {
                when.insert(0, Condition::Http(vec![(200, 299)]))
            }
            None => {}
        }
        let code = self.places(&spec.code.0, &members, &origin.key("code"));
        let message = self.places(&spec.message.0, &members, &origin.key("message"));
        let class = spec.class.as_ref().map(|class| self.class(class, &origin.key("class")));
        if spec.verdict != Verdict::Rejected && class.is_some() {
            self.error_with_help(
                codes::CLASS_OF_SUCCESS,
                &origin.key("class").name(),
                "only a refusal has a class",
                "remove `class:`",
            );
        }
        let tables = self.tables_of(around.operation, spec.table.as_deref(), &origin.key("table"));
        let stands_for = spec.stands_for.as_ref().map(|code| {
            let at = origin.key("stands_for");
            let code = self.wire(code, &at);
            self.known_code(around.operation, &code, &at);
            code
        });
        if spec.verdict != Verdict::Rejected && stands_for.is_some() {
            self.error_with_help(
                codes::CLASS_OF_SUCCESS,
                &origin.key("stands_for").name(),
                "only a refusal has a code",
                "remove `stands_for:`",
            );
        }
        let no_effect = self.says_no_effect(spec.effect, spec.verdict, origin);
        let verify = spec.verify.as_ref().and_then(|verify| {
            let at = origin.key("verify");
            if verify.if_absent != Default::default() {
                let message = "a reply whose signature is missing is in doubt";
                self.error_with_help(codes::BAD_VERIFY, &at.key("if_absent"), message, "remove this");
            }
            self.verify(verify, &members, around.request, false, &at)
        });
        let mut arm = Arm {
            name: spec.arm.clone(),
            verdict: spec.verdict,
            when,
            code,
            message,
            stands_for,
            class,
            no_effect,
            tables,
            reads,
            payload,
            record,
            turned,
            verify,
            confidence: spec.confidence,
        };
        self.imply(&mut arm, around, expected);
        arm
    }

    /// A condition on a member.
    pub(super) fn member_condition(
        &mut self,
        name: &str,
        test: &'a Tree,
        members: &Members,
        at: &Origin,
    ) -> Option<Condition> {
        let (test, of_each, test_at) = match test {
            Tree::Record(members) if members.len() == 1 && members.contains_key("every") => {
                (&members["every"], true, at.key("every"))
            }
            test => (test, false, at.clone()),
        };
        if let Some((mut path, node)) = self.member(name, members, &at.name())
            && let Some(test) = self.test(test, &node, &test_at)
        {
            if of_each && !path.contains(&Step::First) {
                self.error_with_help(
                    codes::EVERY_WITHOUT_LIST,
                    at,
                    "this stands in no list",
                    "leave `every:` out, or name a member of the items",
                );
            }
            // Of elements that repeat, the first tells whether there are any.
            if members.is_xml && !of_each && matches!(node, FrameNode::List(_)) {
                path.push(Step::First);
            }
            if of_each {
                path.iter_mut().filter(|step| **step == Step::First).for_each(|step| *step = Step::Each);
            }
            return Some(Condition::Member { path, test });
        }
        None
    }

    /// Where codes or messages stand.
    pub(super) fn places(&mut self, names: &[String], members: &Members, at: &Origin) -> Vec<Path> {
        let mut found = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let item = at.index(i);
            let at = if self.sources.has(&item) { item } else { at.clone() };
            found.extend(self.member(name, members, &at).map(|(mut path, node)| {
                // Of a list the first item counts, where that is a text.
                path.extend(matches!(node, FrameNode::List(_)).then_some(Step::First));
                path
            }));
        }
        found
    }

    /// What stands at the top of a document has to look like the response, where no condition says what a success has.
    fn imply(&self, arm: &mut Arm, around: &Around<'_>, expected: Payload) {
        let none = FrameNode::Record(Vec::new());
        let frame = match &arm.reads {
            None => around.frame.unwrap_or(&none),
            Some(Reads::Json(frame) | Reads::Xml(frame) | Reads::Form(frame) | Reads::Pairs { frame, .. }) => frame,
            Some(_) => return,
        };
        let Some(hole) = arm.payload.clone().filter(|_| expected.is_read && holds_payload_only(frame)) else { return };
        let fields = &self.vendor.record(expected.record).fields;
        let asks = arm.when.iter().any(asks);
        let is_json = matches!(arm.reads, Some(Reads::Json(_))) || arm.reads.is_none() && around.format == Format::Json;
        let kinds = match fields.first().map(|f| &self.vendor.bare(&f.shape).ty) {
            Some(Type::List(_)) if expected.is_value && is_json => vec![Kind::List],
            Some(Type::List(_) | Type::Record(_)) if expected.is_value => vec![Kind::Record],
            Some(_) if expected.is_value => vec![Kind::Text, Kind::Number, Kind::Boolean],
            _ if *frame == FrameNode::Hole && is_json => vec![Kind::Record],
            _ => Vec::new(),
        };
        let says = |c: &Condition| matches!(c, Condition::Member { path, test: Test::Kind(_) } if *path == hole);
        if !kinds.is_empty() && !arm.when.iter().any(says) {
            arm.when.push(Condition::Member { path: hole.clone(), test: Test::Kind(kinds) });
        }
        if asks || expected.is_value {
            return;
        }
        let required = || fields.iter().filter(|f| f.presence == Presence::Required);
        let is_list = |f: &Field| {
            matches!(f.shape.ty, Type::List(_)) && !f.shape.form.codecs.iter().any(|c| matches!(c, Codec::Join(_)))
        };
        // XML can't tell an empty list from none, and vendors leave empty lists out beside other members.
        let lists_count = is_json && required().all(is_list);
        for field in required().filter(|f| lists_count || !is_list(f)) {
            let path = hole.iter().cloned().chain([Step::Name(field.wire.clone())]).collect();
            arm.when.push(Condition::Member { path, test: Test::Present });
        }
    }

    /// A text that is read has all that the response requires, and is not just any text.
    fn check_text(&mut self, spec: &ArmSpec, patterns: &[TextPattern], response: RecordId, origin: &Origin) {
        let at = origin.key("reads");
        let fields = &self.vendor.record(response).fields;
        let lacking = fields.iter().find(|f| {
            f.presence == Presence::Required && patterns.iter().any(|p| !p.holes().any(|hole| hole == f.wire))
        });
        if let Some(field) = lacking {
            let message = format!("the pattern has no hole for `{}`, which the response requires", field.wire);
            let help = format!("write `{{{}}}` where it stands, or make the field optional", field.wire);
            self.error_with_help(codes::PATTERN_WITHOUT_FIELD, &at, message, help);
        }
        let takes_all = |TextPattern(pieces): &TextPattern| {
            use TextPiece::{Filled, FilledRest, Hole, Rest};
            matches!(pieces.as_slice(), [Hole(_) | Rest(_) | Filled(_) | FilledRest(_)])
        };
        if patterns.iter().any(takes_all) && spec.when.is_empty() {
            self.error_with_help(
                codes::SUCCESS_BY_SILENCE,
                &at,
                "any text would be a success, a page of HTML included",
                "say what its value is under `when:`, give the field `type: integer`, or write the literals around it",
            );
        }
    }

    /// The record of an arm with fields of its own; the same for every format.
    fn arm_record(
        &mut self,
        operation: &str,
        arm: &str,
        fields: &'a IndexMap<String, FieldSpec>,
        origin: &Origin,
    ) -> RecordId {
        let key = (operation.to_owned(), arm.to_owned());
        if let Some(known) = self.arm_records.get(&key) {
            return *known;
        }
        let docs = crate::model::Docs {
            summary: Some(format!("What the vendor answers to `{operation}` in the case `{arm}`.")),
            ..Default::default()
        };
        let id = self.record(&format!("{operation}_{arm}"), docs, fields, Some(operation), origin);
        self.mark(id, false);
        self.arm_records.insert(key, id);
        id
    }
}

/// Whether a document of any content is a success: all that is asked of it is what it lacks.
pub(super) fn says_yes_by_silence(arm: &Arm) -> bool {
    // The pattern of a text inside is a condition too.
    let texts = |frame: &FrameNode| {
        frame.inner().iter().any(|(_, inner)| matches!(inner.reads, Reads::Text(_) | Reads::Rows(_)))
    };
    if arm.reads.as_ref().is_some_and(|reads| texts(&reads.frame())) {
        return false;
    }
    let framed =
        matches!(arm.reads, None | Some(Reads::Json(_) | Reads::Xml(_) | Reads::Form(_) | Reads::Pairs { .. }));
    framed && matches!(arm.verdict, Verdict::Success | Verdict::Pending) && !arm.when.iter().any(asks)
}

/// Whether a condition asks for something that has to be there.
fn asks(condition: &Condition) -> bool {
    match condition {
        Condition::Member { test: Test::Kind(kinds), path } => {
            // That a document is a record says little; a list says what it is.
            !path.is_empty() && !kinds.contains(&Kind::Null)
                || kinds.iter().all(|kind| *kind != Kind::Record && *kind != Kind::Null)
        }
        Condition::Member { test, .. } | Condition::Header(_, test) => !matches!(test, Test::Absent | Test::Empty),
        Condition::Http(_) => false,
    }
}

/// Whether nothing but the payload has a name in the frame, but for what is around it.
fn holds_payload_only(frame: &FrameNode) -> bool {
    match frame {
        FrameNode::Hole => true,
        FrameNode::Record(members) => matches!(members.as_slice(), [(_, inner)] if holds_payload_only(inner)),
        // A document that is there says itself what it is.
        FrameNode::List(_) | FrameNode::Leaf { .. } | FrameNode::Inner(_) => false,
    }
}

pub(super) fn is_whole(spec: &ArmSpec, arm: &Arm) -> bool {
    let wanted = spec.when.keys().filter(|name| *name != "http" && !name.starts_with("header ")).count();
    arm.when.iter().filter(|condition| matches!(condition, Condition::Member { .. })).count() >= wanted
}
