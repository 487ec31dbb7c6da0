//! Values of several shapes, and items with outcomes of their own.

use std::sync::LazyLock;

use indexmap::IndexMap;

use super::super::Resolver;
use super::super::fields::docs_of;
use super::arm::says_yes_by_silence;
use super::frame::hole_of;
use super::reads::Payload;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::{Confidence, FieldKeywords, FieldSpec, SafetySpec, Tree, ValueArmSpec, Verdict};
use crate::model::{Arm, Condition, Docs, FrameNode, Reads, RecordId, Type, Union, UnionArm, UnionId};
use crate::source::Origin;

/// The fields of what has none.
static NOTHING: LazyLock<IndexMap<String, FieldSpec>> = LazyLock::new(IndexMap::new);

/// What holds for all arms of a value.
struct Around<'r, 'a> {
    name: &'r str,
    owner: Option<&'r str>,
    frame: Option<(&'a Tree, Origin)>,
    shared: RecordId,
    /// The arms say what came of an item.
    is_outcome: bool,
    /// What the only arm holds has the value's own name.
    is_only: bool,
}

impl<'a> Resolver<'a> {
    /// A value with arms.
    pub(in crate::resolve) fn union(
        &mut self,
        name: &str,
        is: &'a FieldKeywords,
        owner: Option<&str>,
        origin: &Origin,
    ) -> Type {
        let is_outcome = is.arms.iter().any(|arm| arm.verdict.is_some());
        let shared_docs = Docs { summary: Some("What every such item says of itself.".to_owned()), ..Docs::default() };
        let fields = is.fields.as_ref().unwrap_or(&NOTHING);
        let shared = self.record(&format!("{name}_item"), shared_docs, fields, owner, origin);
        let takes = |arm: &&ValueArmSpec| matches!(arm.verdict, None | Some(Verdict::Success | Verdict::Pending));
        let taken: Vec<&ValueArmSpec> = is.arms.iter().filter(takes).collect();
        let is_only = is_outcome && matches!(taken.as_slice(), [arm] if arm.verdict == Some(Verdict::Success));
        if is_outcome && taken.is_empty() {
            self.error_with_help(
                codes::NO_SUCCESS,
                &origin.key("arms").name(),
                "no item would ever be a success",
                "add an arm with `verdict: success` and what it takes",
            );
        }
        let frame = is.frame.as_ref().map(|tree| (tree, origin.key("frame")));
        let around = Around { name, owner, frame, shared, is_outcome, is_only };
        let mut arms: Vec<UnionArm> = Vec::new();
        let mut before: Vec<(Arm, Origin)> = Vec::new();
        let mut frame = FrameNode::Hole;
        for (i, spec) in is.arms.iter().enumerate() {
            let at = origin.key("arms").index(i);
            let (arm, of_value) = self.union_arm(spec, &around, &at);
            self.check_union_arm(spec, &arm.arm, &around, &before, &at);
            // An arm with a mistaken condition would seem to take what it does not.
            if arm.arm.when.len() >= spec.when.len() {
                before.push((arm.arm.clone(), at));
            }
            frame = of_value;
            arms.push(arm);
        }
        let id = UnionId(self.vendor.unions.len());
        let has_shared = !self.vendor.record(shared).fields.is_empty();
        self.vendor.unions.push(Union {
            name: name.to_owned(),
            docs: docs_of(is, None),
            is_outcome,
            frame,
            arms,
            shared: has_shared.then_some(shared),
            owner: owner.map(str::to_owned),
            received: false,
            origin: origin.clone(),
        });
        Type::Union(id)
    }

    fn union_arm(&mut self, spec: &'a ValueArmSpec, around: &Around<'_, 'a>, origin: &Origin) -> (UnionArm, FrameNode) {
        self.identifier(&spec.arm, &origin.key("arm"));
        let verdict = spec.verdict.unwrap_or(Verdict::Success);
        let takes = matches!(verdict, Verdict::Success | Verdict::Pending);
        let (record, is_value) = self.held(spec, around, takes, origin);
        let payload = Payload { record: record.unwrap_or(around.shared), is_value, is_read: takes };
        let frame = around.frame.as_ref().and_then(|(tree, at)| self.frame(tree, payload, at));
        let frame = frame.unwrap_or(FrameNode::Hole);
        if !frame.inner().is_empty() {
            let at = around.frame.as_ref().map_or_else(|| origin.clone(), |(_, at)| at.clone());
            let message = "a document in a text stands under `reads:` of an arm";
            self.error_with_help(codes::VALUE_ARMS, &at, message, "write `reads: { json: { ... } }` at the arm");
        }
        let own = spec.reads.as_ref().and_then(|reads| self.reads(reads, payload, &origin.key("reads")));
        let (reads, members, hole) = match own {
            Some((Reads::Bytes | Reads::Nothing, ..)) => {
                let message = "a value is no file, and never wholly empty";
                let help = "read it as text, json, xml, form, pairs or rows, or ask for its kind under `when:`";
                self.error_with_help(codes::VALUE_ARMS, &origin.key("reads"), message, help);
                (None, self.members(&frame, payload.record, is_value, false), None)
            }
            Some((reads, members, hole)) => (Some(reads), members, hole),
            None => {
                let hole = hole_of(&frame).map(|(path, _)| path);
                (None, self.members(&frame, payload.record, is_value, false), hole)
            }
        };
        let mut when = Vec::new();
        for (name, test) in &spec.when {
            let at = origin.key("when").key(name);
            if name == "http" || name.starts_with("header ") {
                let message = "status and headers are those of the whole reply";
                self.error_with_help(codes::VALUE_ARMS, &at.name(), message, "ask for members of the value here");
                continue;
            }
            let condition = match name.as_str() {
                // Whatever it is, it may be compared as a text.
                "$" => {
                    let text = FrameNode::Leaf { ty: Type::Text, optional: true };
                    self.test(test, &text, &at).map(|test| Condition::Member { path: Vec::new(), test })
                }
                name => self.member_condition(name, test, &members, &at),
            };
            when.extend(condition);
        }
        let code = self.places(&spec.code.0, &members, &origin.key("code"));
        let message = self.places(&spec.message.0, &members, &origin.key("message"));
        let class = spec.class.as_ref().map(|class| self.class(class, &origin.key("class")));
        let stands_for = spec.stands_for.as_ref().map(|code| {
            let at = origin.key("stands_for");
            let code = self.wire(code, &at);
            self.known_code(around.owner.unwrap_or_default(), &code, &at);
            code
        });
        let refuses = verdict == Verdict::Rejected;
        for (keyword, said) in [("class", class.is_some()), ("stands_for", stands_for.is_some())] {
            if said && !refuses {
                let message = format!("only a refusal has a {}", if keyword == "class" { "class" } else { "code" });
                let help = format!("remove `{keyword}:`");
                self.error_with_help(codes::CLASS_OF_SUCCESS, &origin.key(keyword).name(), message, help);
            }
        }
        let no_effect = self.says_no_effect(spec.effect, verdict, origin);
        let arm = Arm {
            name: spec.arm.clone(),
            verdict,
            when,
            code,
            message,
            stands_for,
            class,
            no_effect,
            reads,
            payload: hole,
            turned: Vec::new(),
            verify: None,
            record: None,
            tables: self.tables_of(around.owner.unwrap_or_default(), None, origin),
            confidence: spec.confidence,
        };
        let docs = Docs { summary: spec.summary.clone(), confidence: spec.confidence, ..Docs::default() };
        (UnionArm { arm, record, is_value, docs }, frame)
    }

    /// What an arm holds: its own fields and those of all arms, a value, or nothing.
    fn held(
        &mut self,
        spec: &'a ValueArmSpec,
        around: &Around<'_, '_>,
        takes: bool,
        origin: &Origin,
    ) -> (Option<RecordId>, bool) {
        let shared_names: Vec<String> =
            self.vendor.record(around.shared).fields.iter().map(|field| field.name.clone()).collect();
        for (keyword, said) in [("fields", spec.fields.is_some()), ("value", spec.value.is_some())] {
            if said && !takes {
                self.error_with_help(
                    codes::REFUSAL_WITH_FIELDS,
                    &origin.key(keyword).name(),
                    "a refusal has a code, a message and the fields of all arms",
                    "remove this, or let the verdict be success or pending",
                );
            }
        }
        if !takes {
            return (None, false);
        }
        let name = if around.is_only { around.name.to_owned() } else { format!("{}_{}", around.name, spec.arm) };
        if let Some(value) = &spec.value {
            if spec.fields.is_some() || !shared_names.is_empty() {
                let message = "what is one value has no fields";
                self.error_with_help(
                    codes::VALUE_ARMS,
                    &origin.key("value").name(),
                    message,
                    "keep `fields:` or `value:`",
                );
            }
            let id = self.record(&name, Docs::default(), &NOTHING, around.owner, origin);
            if spec.reads.as_ref().is_some_and(|reads| reads.contains_key("text")) {
                let message = "a text with holes is a record of what stands in them";
                let help = "write `fields:` with a field for each hole";
                self.error_with_help(codes::VALUE_ARMS, &origin.key("value").name(), message, help);
            }
            // Types inside are called after the arm.
            let wire = format!("{}_{}", around.name, spec.arm);
            let field = self.field(&wire, value, around.owner, &origin.key("value"));
            self.vendor.records[id.0].fields.push(field);
            return (Some(id), true);
        }
        if spec.fields.is_none() && shared_names.is_empty() {
            return (None, false);
        }
        let docs = Docs { summary: spec.summary.clone(), ..Docs::default() };
        let id = self.record(&name, docs, spec.fields.as_ref().unwrap_or(&NOTHING), around.owner, origin);
        let twice = self.vendor.record(id).fields.iter().find(|field| shared_names.contains(&field.name));
        if let Some(twice) = twice {
            let (at, name) = (twice.origin.name(), twice.name.clone());
            let first = self.vendor.record(around.shared).fields.iter().find(|field| field.name == name);
            let first = first.map_or_else(|| at.clone(), |field| field.origin.name());
            let diagnostic =
                Diagnostic::error(codes::DUPLICATE_FIELD, at, format!("two fields here are called `{name}`"))
                    .related(first, "all arms have this one")
                    .help("keep one of them");
            self.report.push(diagnostic);
            return (Some(id), false);
        }
        let shared = self.vendor.record(around.shared).fields.clone();
        self.vendor.records[id.0].fields.extend(shared);
        (Some(id), false)
    }

    fn check_union_arm(
        &mut self,
        spec: &ValueArmSpec,
        arm: &Arm,
        around: &Around<'_, '_>,
        before: &[(Arm, Origin)],
        at: &Origin,
    ) {
        if around.is_outcome && spec.verdict.is_none() {
            let message = format!("the arm `{}` does not say what came of the item", arm.name);
            self.error_with_help(codes::VALUE_ARMS, &at.key("arm"), message, "add `verdict:`, as the others have");
        }
        if !around.is_outcome && (!spec.code.0.is_empty() || !spec.message.0.is_empty()) {
            let message = "a code belongs to an item that was refused";
            self.error_with_help(codes::VALUE_ARMS, &at.key("arm"), message, "add `verdict:` to all arms");
        }
        let whole = arm.when.len() >= spec.when.len();
        if spec.verdict.is_some() && whole && says_yes_by_silence(arm) {
            self.error_with_help(
                codes::SUCCESS_BY_SILENCE,
                &at.key("arm"),
                format!("nothing in an item has to say yes for the arm `{}`", arm.name),
                "name under `when:` what a success has: a value, or `present` of one of its fields",
            );
        }
        // What a text is read as is a condition; an arm with none takes all that is left.
        let takes_all = |(first, _): &&(Arm, Origin)| first.reads.is_none() && first.when.is_empty();
        match before.iter().find(takes_all) {
            Some((first, first_at)) if whole && first.name != arm.name => {
                let diagnostic = Diagnostic::error(
                    codes::UNREACHABLE_ARM,
                    at.key("arm"),
                    format!("no value ever reaches the arm `{}`", arm.name),
                )
                .related(first_at.key("arm"), "this one takes every value")
                .help("put the narrower arm first, or tell them apart under `when:`");
                self.report.push(diagnostic);
            }
            _ if whole => self.arm_clashes(arm, at, before),
            _ => {}
        }
        let operations = self.syntax.pages.iter().flat_map(|page| &page.operations);
        let owner = operations.into_iter().find(|(name, _)| Some(name.as_str()) == around.owner);
        let once = owner.is_none_or(|(_, operation)| operation.safety == SafetySpec::Once);
        let decides = around.is_outcome && matches!(arm.verdict, Verdict::Success | Verdict::Rejected);
        if once && decides && arm.confidence == Confidence::Guessed && spec.accepted_risk.is_none() {
            self.error_with_help(
                codes::GUESSED_SUCCESS,
                &at.key("verdict"),
                "a guess decides about a call that must not be repeated",
                "use `verdict: in_doubt`, or say why the guess is good enough with `accepted_risk:`",
            );
        }
    }
}
