//! One arm: what it reads, when it holds, and what stands in it.

use indexmap::IndexMap;

use super::super::Resolver;
use crate::diagnostic::codes;
use crate::language::{ArmSpec, FieldSpec, Tree, Verdict};
use crate::model::{Arm, Condition, FrameNode, Path, Reads, RecordId, Step, Test, TextPattern, TextPiece, Type};
use crate::source::Origin;

impl<'a> Resolver<'a> {
    pub(super) fn arm(
        &mut self,
        operation: &str,
        spec: &'a ArmSpec,
        nodes: &[(Path, FrameNode)],
        hole: Option<&Path>,
        response: RecordId,
        origin: &Origin,
    ) -> Arm {
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
            self.arm_record(operation, &spec.arm, fields, origin)
        });
        let response = record.unwrap_or(response);
        let own = spec.reads.as_ref().and_then(|reads| self.reads(reads, response, &origin.key("reads")));
        let (reads, own_nodes, own_hole) = match own {
            Some((reads, nodes, hole)) => (Some(reads), Some(nodes), hole),
            None => (None, None, None),
        };
        if let (Some(Reads::Text(pattern)), true) = (&reads, succeeds) {
            let fields = &self.vendor.record(response).fields;
            let lacking = fields.iter().find(|f| {
                f.presence == crate::model::Presence::Required && !pattern.holes().any(|hole| hole == f.wire)
            });
            if let Some(field) = lacking {
                let message = format!("the pattern has no hole for `{}`, which the response requires", field.wire);
                let help = format!("write `{{{}}}` where it stands, or make the field optional", field.wire);
                self.error_with_help(codes::PATTERN_WITHOUT_FIELD, &origin.key("reads"), message, help);
            }
        }
        if let (Some(Reads::Text(TextPattern(pieces))), true) = (&reads, succeeds)
            && matches!(pieces.as_slice(), [TextPiece::Hole(_) | TextPiece::Rest(_)])
            && spec.when.is_empty()
        {
            self.error_with_help(
                codes::SUCCESS_BY_SILENCE,
                &origin.key("reads"),
                "any text would be a success, a page of HTML included",
                "say what its value is under `when:`, give the field `type: integer`, or write the literals around it",
            );
        }
        let payload = if reads.is_some() { own_hole } else { hole.cloned() }.filter(|_| succeeds);
        let nodes = own_nodes.as_deref().unwrap_or(nodes);
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
            let (test, of_each, test_at) = match test {
                Tree::Record(members) if members.len() == 1 && members.contains_key("every") => {
                    (&members["every"], true, at.key("every"))
                }
                test => (test, false, at.clone()),
            };
            if let Some((mut path, node)) = self.member(name, nodes, &at.name())
                && let Some(test) = self.test(test, &node, &test_at)
            {
                if of_each && !path.contains(&Step::First) {
                    self.error_with_help(
                        codes::EVERY_WITHOUT_LIST,
                        &at,
                        "this stands in no list",
                        "leave `every:` out, or name a member of the items",
                    );
                }
                if of_each {
                    path.iter_mut().filter(|step| **step == Step::First).for_each(|step| *step = Step::Each);
                }
                when.push(Condition::Member { path, test });
            }
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
            self.error(codes::CLASS_OF_SUCCESS, &origin.key("class").name(), "only a refusal has a class");
        }
        Arm {
            name: spec.arm.clone(),
            verdict: spec.verdict,
            when,
            code,
            message,
            class,
            reads,
            payload,
            record,
            confidence: spec.confidence,
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

/// `{}` and `null` are empty lists where something around them says yes. At the top of a document nothing does.
pub(super) fn read_as_list(arm: &mut Arm) {
    let succeeds = matches!(arm.verdict, Verdict::Success | Verdict::Pending);
    if succeeds && arm.record.is_none() && arm.reads == Some(Reads::Json(FrameNode::Hole)) {
        arm.reads = Some(Reads::JsonList);
    }
}

/// Whether a document of any content is a success: all that is asked of it is what it lacks.
pub(super) fn says_yes_by_silence(arm: &Arm, frame: &FrameNode) -> bool {
    let frame = match &arm.reads {
        None => frame,
        Some(Reads::Json(frame) | Reads::Xml(frame) | Reads::Form(frame)) => frame,
        Some(_) => return false,
    };
    let asks = |condition: &Condition| match condition {
        Condition::Member { test, .. } | Condition::Header(_, test) => !matches!(test, Test::Absent | Test::Empty),
        Condition::Http(_) => false,
    };
    // A document that is the value itself has no member to ask for.
    matches!(arm.verdict, Verdict::Success | Verdict::Pending)
        && *frame != FrameNode::Hole
        && !arm.when.iter().any(asks)
}

pub(super) fn is_whole(spec: &ArmSpec, arm: &Arm) -> bool {
    let wanted = spec.when.keys().filter(|name| *name != "http").count();
    arm.when.iter().filter(|condition| matches!(condition, Condition::Member { .. })).count() == wanted
}
