//! The reply on the wire, and what it means.

use std::collections::BTreeMap;

use vendor_model::Origin;
use vendor_model::model::{Arm, Condition, FrameNode, Operation, ReplyForm, Step, Test, Vendor, Verdict};

use super::structure::structure;
use super::{At, Effect, Reading, Side, Walk, below};

impl Walk<'_> {
    /// Frames and arms, format by format.
    pub(super) fn reply(&mut self, old: &Operation, new: &Operation) {
        let at = below(&new.name, "reply");
        let place = self.place_of(new, &["reply"]);
        if old.reply.names != new.reply.names {
            let says = "names of members are compared in another way";
            self.breaks(Side::Outcome, &at, At::New(&place), says, &[Effect::Tells]);
        }
        for (format, form) in &old.reply.forms {
            match new.reply.form(*format) {
                Some(now) => {
                    self.frame(&at, new, form, now);
                    self.arms(&at, (old, new), form, now);
                }
                None => {
                    let says = format!("no reply in {} is read any more", format.name());
                    self.breaks(Side::Outcome, &at, At::New(&place), says, &[Effect::Tells]);
                }
            }
        }
        for (format, _) in new.reply.forms.iter().filter(|(format, _)| old.reply.form(*format).is_none()) {
            self.adds(Side::Outcome, &at, At::New(&place), format!("replies in {} are read too", format.name()));
        }
    }

    fn frame(&mut self, at: &str, new: &Operation, before: &ReplyForm, after: &ReplyForm) {
        let mut place = self.place_of(new, &["reply", "frame"]);
        if !self.new.sources.has(&place) {
            place = self.place_of(new, &["reply"]);
        }
        if before.hole != after.hole {
            let shown =
                |form: &ReplyForm| form.hole.as_ref().map_or_else(|| "nowhere".to_owned(), |path| path_text(path));
            let says = format!("the response stands at `{}` instead of `{}`", shown(after), shown(before));
            self.breaks(Side::Outcome, at, At::New(&place), says, &[Effect::Tells]);
        }
        let (old, now) = (members(self.old.vendor, &before.frame), members(self.new.vendor, &after.frame));
        // The client does not insist on what no condition names, so that the rest is for the sandbox.
        for (name, (ty, optional)) in &now {
            let says = match old.get(name) {
                None => format!("`{name}` of the frame is known now"),
                Some((was, _)) if was != ty => format!("`{name}` of the frame is read as {ty} instead of {was}"),
                Some((_, true)) if !optional => format!("`{name}` of the frame is always there now"),
                Some((_, false)) if *optional => format!("`{name}` of the frame may be missing now"),
                Some(_) => continue,
            };
            self.eases(Side::Outcome, at, At::New(&place), says);
        }
        for name in old.keys().filter(|name| !now.contains_key(*name)) {
            self.eases(Side::Outcome, at, At::New(&place), format!("`{name}` of the frame is not known any more"));
        }
    }

    fn arms(&mut self, at: &str, of: (&Operation, &Operation), old: &ReplyForm, new: &ReplyForm) {
        let names = |form: &ReplyForm| form.arms.iter().map(|arm| arm.name.clone()).collect::<Vec<_>>();
        for arm in &old.arms {
            let here = below(at, &arm.name);
            match new.arms.iter().find(|a| a.name == arm.name) {
                None => {
                    let place = arm_place(&self.old, of.0, &arm.name);
                    let says = format!("the arm is gone; replies that it took were {}", verdict(arm.verdict));
                    self.breaks(Side::Outcome, &here, At::Old(&place), says, &[Effect::Tells]);
                }
                Some(now) => self.arm(&here, of, arm, now),
            }
        }
        for arm in new.arms.iter().filter(|arm| !old.arms.iter().any(|a| a.name == arm.name)) {
            let place = arm_place(&self.new, of.1, &arm.name);
            let says = format!("a new arm; replies that it takes are {} now", verdict(arm.verdict));
            self.breaks(Side::Outcome, &below(at, &arm.name), At::New(&place), says, &[Effect::Tells]);
        }
        let common = |these: Vec<String>, others: &[String]| -> Vec<String> {
            these.into_iter().filter(|name| others.contains(name)).collect()
        };
        let (before, after) = (names(old), names(new));
        if common(before.clone(), &after) != common(after.clone(), &before) {
            let place = self.place_of(of.1, &["reply", "arms"]);
            let says = "the arms are tried in another order";
            self.breaks(Side::Outcome, at, At::New(&place), says, &[Effect::Tells]);
        }
    }

    fn arm(&mut self, at: &str, of: (&Operation, &Operation), old: &Arm, new: &Arm) {
        let place = arm_place(&self.new, of.1, &new.name);
        let requests = (of.0.request, of.1.request);
        let mut says: Vec<String> = Vec::new();
        if old.verdict != new.verdict {
            says.push(format!("such replies are {} instead of {}", verdict(new.verdict), verdict(old.verdict)));
        }
        if self.differ(requests, &old.when, &new.when).is_some() {
            let (was, is) = (conditions(self.old.vendor, old), conditions(self.new.vendor, new));
            says.push(format!("it holds when {is}; before, when {was}"));
        }
        let paths = |paths: &[Vec<Step>]| match paths {
            [] => "nowhere".to_owned(),
            paths => paths.iter().map(|path| path_text(path)).collect::<Vec<_>>().join(", "),
        };
        for (word, was, is) in [("code", &old.code, &new.code), ("message", &old.message, &new.message)] {
            if was != is {
                says.push(format!("the {word} is looked for at `{}` instead of `{}`", paths(is), paths(was)));
            }
        }
        if old.no_effect != new.no_effect {
            let now = if new.no_effect { "refusals, and nothing was done" } else { "in doubt" };
            says.push(format!("replies with a code that nobody knows are {now}"));
        }
        // Everything else an arm says, but for how sure it is of it.
        let rest = |arm: &Arm| {
            let mut arm = arm.clone();
            (arm.when, arm.code, arm.message) = Default::default();
            (arm.verdict, arm.confidence, arm.no_effect) = (Verdict::Success, Default::default(), false);
            // What it holds is compared with the other outcomes.
            arm.record = None;
            arm
        };
        if self.differ(requests, &rest(old), &rest(new)).is_some() {
            let what = [
                ("its class", old.class != new.class),
                ("the document that it reads", self.differ(requests, &old.reads, &new.reads).is_some()),
                ("where the payload stands", old.payload != new.payload),
            ];
            let mut what: Vec<&str> = what.iter().filter(|(_, differs)| *differs).map(|(word, _)| *word).collect();
            if what.is_empty() {
                what.push("what it says");
            }
            says.push(format!("{} changed", what.join(" and ")));
        }
        for says in says {
            self.breaks(Side::Outcome, at, At::New(&place), says, &[Effect::Tells]);
        }
    }
}

/// Where an arm is written: in the operation, or for the vendor.
fn arm_place(reading: &Reading<'_>, operation: &Operation, name: &str) -> Origin {
    for owner in [&operation.origin, &reading.vendor.origin] {
        let arms = owner.key("reply").key("arms");
        let mut written = (0..).map(|index| arms.index(index)).take_while(|arm| reading.sources.has(arm));
        if let Some(arm) = written.find(|arm| reading.sources.plain(&arm.key("arm")) == Some(name)) {
            return arm;
        }
    }
    operation.origin.key("reply")
}

fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Success => "successes".to_owned(),
        Verdict::Pending => "pending".to_owned(),
        Verdict::Rejected => "refusals".to_owned(),
        Verdict::InDoubt => "in doubt".to_owned(),
    }
}

fn path_text(path: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Name(name) => name.clone(),
        other => format!("[{other:?}]").to_lowercase(),
    };
    path.iter().map(step).collect::<Vec<_>>().join(".")
}

/// The conditions of an arm in words; a test without words has its structure.
fn conditions(vendor: &Vendor, arm: &Arm) -> String {
    let test = |test: &Test| match test {
        Test::OneOf(_, values) => values.join(" or "),
        Test::NoneOf(_, values) => format!("not {}", values.join(" nor ")),
        Test::Range(min, max) => format!("{min}..{max}"),
        Test::Prefix(prefix) => format!("{prefix}..."),
        other => structure(vendor, None, other).to_lowercase(),
    };
    let condition = |condition: &Condition| match condition {
        Condition::Http(ranges) => {
            let ranges = ranges.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}..{b}") });
            format!("http {}", ranges.collect::<Vec<_>>().join(" or "))
        }
        Condition::Header(name, is) => format!("header {name}: {}", test(is)),
        Condition::Member { path, test: is } => format!("{}: {}", path_text(path), test(is)),
        #[allow(unreachable_patterns, reason = "others may come")]
        other => structure(vendor, None, other),
    };
    arm.when.iter().map(condition).collect::<Vec<_>>().join(", ")
}

/// The members of a frame, each with its type and whether it may be missing.
fn members(vendor: &Vendor, frame: &FrameNode) -> BTreeMap<String, (String, bool)> {
    fn walk(vendor: &Vendor, at: &str, node: &FrameNode, found: &mut BTreeMap<String, (String, bool)>) {
        match node {
            FrameNode::Record(members) => {
                for (name, inner) in members {
                    walk(vendor, &below(at, name), inner, found);
                }
            }
            FrameNode::List(item) => walk(vendor, &format!("{at}[]"), item, found),
            FrameNode::Inner(inner) => walk(vendor, at, &inner.reads.frame(), found),
            // Where it stands is compared by itself.
            FrameNode::Hole => {}
            FrameNode::Leaf { ty, optional } => {
                found.insert(at.to_owned(), (structure(vendor, None, ty).to_lowercase(), *optional));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(vendor, "", frame, &mut found);
    found
}
