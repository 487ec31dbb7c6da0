//! Arms that take the same reply, and successes that an unknown code would reach.

use super::super::Resolver;
use super::arm::Around;
use super::takes::{Takes, Unknown};
use super::texts::Texts;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::language::{Names, OperationSpec, SafetySpec, Verdict};
use crate::model::{Arm, Base, Condition, Path, Test};
use crate::source::Origin;

/// An arm, where it is written, and what it takes.
struct Known<'k> {
    arm: &'k Arm,
    at: &'k Origin,
    takes: Takes,
}

impl<'a> Resolver<'a> {
    /// No two arms of different verdicts take the same reply, unless the first is the narrower one or says in doubt;
    /// and no success takes what would be a refusal if only its code were known.
    pub(super) fn tell_apart(
        &mut self,
        spec: &OperationSpec,
        arms: &[(Arm, Origin)],
        around: &Around<'_>,
        names: Names,
    ) {
        let known: Vec<Known<'_>> =
            arms.iter().map(|(arm, at)| Known { arm, at, takes: self.takes(arm, around, names, None) }).collect();
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut clashing: Vec<(&Origin, &Origin)> = Vec::new();
        for (i, later) in known.iter().enumerate() {
            for first in &known[..i] {
                // What is written alike is said elsewhere.
                let alike = first.arm.reads == later.arm.reads
                    && first.arm.when.iter().all(|condition| later.arm.when.contains(condition));
                if alike || first.takes.both(&later.takes).is_none() {
                    continue;
                }
                if later.takes.is_within(&first.takes) {
                    found.push(unreachable(first, later));
                } else if first.arm.verdict != later.arm.verdict
                    && may_mislead(first.arm.verdict, later.arm.verdict)
                    && !later.takes.is_vaguer(&first.takes)
                    && !is_special(first, later)
                {
                    clashing.push((first.at, later.at));
                    found.push(overlapping(first, later, self.severity(spec, first.at, later.at)));
                }
            }
        }
        for refusal in known.iter().filter(|known| known.arm.verdict == Verdict::Rejected) {
            for (condition, path) in code_tests(refusal.arm) {
                let unknown = Unknown { condition, shape: self.shape_of_codes(refusal.arm, condition) };
                let takes = self.takes(refusal.arm, around, names, Some(&unknown));
                for (i, success) in known.iter().enumerate().filter(|(_, known)| succeeds(known.arm)) {
                    let Some(both) = takes.both(&success.takes) else { continue };
                    let is_taken_before = known[..i].iter().any(|k| !succeeds(k.arm) && both.is_within(&k.takes));
                    let is_said =
                        clashing.iter().any(|(a, b)| [*a, *b].contains(&success.at) && [*a, *b].contains(&refusal.at));
                    if is_taken_before || is_said {
                        continue;
                    }
                    if let Some(sample) = success.takes.is_open_to(&takes, &path) {
                        found.push(open_to_unknown(success, refusal, sample));
                    }
                }
            }
        }
        found.into_iter().for_each(|diagnostic| self.report.push(diagnostic));
    }

    /// Where a call must not be repeated, a wrong answer to "did it happen?" costs money.
    fn severity(&self, spec: &OperationSpec, first: &Origin, later: &Origin) -> Severity {
        let is_of_all = [first, later].iter().all(|at| at.file == self.syntax.file);
        let mut operations = self.syntax.pages.iter().flat_map(|page| page.operations.values());
        let is_once = |operation: &OperationSpec| operation.safety == SafetySpec::Once;
        if is_once(spec) || is_of_all && operations.any(is_once) { Severity::Error } else { Severity::Warning }
    }

    /// What a code looks like that is not among those that a condition names.
    fn shape_of_codes(&self, arm: &Arm, condition: usize) -> Texts {
        let known: Vec<&str> = match arm.when.get(condition) {
            Some(Condition::Member { test: Test::OneOf(_, values), .. }) => values.iter().map(String::as_str).collect(),
            _ => self.vendor.codes_in(&arm.tables).map(|code| code.wire.as_str()).collect(),
        };
        let digits = |code: &&str| {
            let digits = code.strip_prefix('-').unwrap_or(code);
            (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits.len())
        };
        let lengths: Option<Vec<usize>> = known.iter().map(digits).collect();
        let shape = match lengths {
            Some(lengths) if !lengths.is_empty() => {
                let below = known.iter().filter(|code| code.starts_with('-')).count();
                let minus = (below > 0).then_some(below == known.len());
                let least = lengths.iter().min().copied().unwrap_or(1);
                Texts::digits(least, lengths.iter().max().copied(), minus)
            }
            _ if !known.is_empty() && known.iter().all(|code| is_word(code)) => Texts::word(),
            _ => Texts::line(),
        };
        // Where all are words or sentences, so is one that nobody knows.
        let is_spelled = !known.is_empty() && known.iter().all(|code| code.starts_with(char::is_alphabetic));
        let shape = if is_spelled { shape.both(&Texts::spelled()) } else { shape };
        let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
        shape.both(&Texts::all_but(&known))
    }
}

/// The conditions of a refusal that name its codes, each with the place of the code.
fn code_tests(arm: &Arm) -> Vec<(usize, Path)> {
    let tests = arm.when.iter().enumerate().filter_map(|(at, condition)| match condition {
        Condition::Member { path, test: Test::KnownCode } => Some((at, path.clone())),
        Condition::Member { path, test: Test::OneOf(Base::Text | Base::Integer, _) } if arm.code.contains(path) => {
            Some((at, path.clone()))
        }
        _ => None,
    });
    tests.collect()
}

fn succeeds(arm: &Arm) -> bool {
    matches!(arm.verdict, Verdict::Success | Verdict::Pending)
}

/// Whether the first is a special case of the other: by its document, or by HTTP too where that alone says no. A
/// refusal that names its codes is one in a text, too, if it says all that the other does besides.
fn is_special(first: &Known<'_>, later: &Known<'_>) -> bool {
    let names_codes = || code_tests(first.arm).iter().any(|(_, code)| first.takes.is_closer_than(&later.takes, code));
    if first.arm.verdict == Verdict::Rejected && names_codes() {
        return true;
    }
    if succeeds(first.arm) && later.takes.is_by_http_alone() {
        return first.takes.is_within(&later.takes);
    }
    first.takes.is_document_within(&later.takes)
}

/// Whether a reply that is taken by the first could cost something if it meant the other. In doubt misleads nobody, and
/// behind a refusal it is for what is left.
fn may_mislead(first: Verdict, later: Verdict) -> bool {
    first != Verdict::InDoubt && (first, later) != (Verdict::Rejected, Verdict::InDoubt)
}

fn is_word(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
}

fn unreachable(first: &Known<'_>, later: &Known<'_>) -> Diagnostic {
    Diagnostic::error(
        codes::UNREACHABLE_ARM,
        later.at.key("arm"),
        format!("no reply ever reaches the arm `{}`", later.arm.name),
    )
    .related(first.at.key("arm"), "this one takes every such reply")
    .help("put the narrower arm first, or tell them apart under `when:`")
}

fn overlapping(first: &Known<'_>, later: &Known<'_>, severity: Severity) -> Diagnostic {
    let message = format!("some replies are taken by `{}`, and would be `{}` too", first.arm.name, later.arm.name);
    let at = later.at.key("arm");
    let diagnostic = match severity {
        Severity::Error => Diagnostic::error(codes::OVERLAPPING_ARMS, at, message),
        Severity::Warning => Diagnostic::warning(codes::OVERLAPPING_ARMS, at, message),
    };
    such_as(diagnostic, first.takes.sample(&later.takes)).related(first.at.key("arm"), "this one comes first, and means something else").help(
        "tell them apart under `when:`, such as by `{ range: 1.. }` or `{ matches: \"\\d+\" }`, or take what looks like both by an arm before them with `verdict: in_doubt`",
    )
}

/// Shows a text for which it is true.
fn such_as(diagnostic: Diagnostic, sample: Option<String>) -> Diagnostic {
    match sample {
        Some(sample) => diagnostic.note(format!("such a reply is `{}`", sample.escape_debug())),
        None => diagnostic,
    }
}

fn open_to_unknown(success: &Known<'_>, refusal: &Known<'_>, sample: Option<String>) -> Diagnostic {
    let message = format!("an error code that `{}` does not know would be a success", refusal.arm.name);
    such_as(Diagnostic::error(codes::UNKNOWN_CODE_SUCCEEDS, success.at.key("arm"), message), sample)
        .related(refusal.at.key("arm"), "this refusal is told by known codes alone")
        .help(
            "say what a success has and no code: a value, `{ range: 1000.. }`, `{ prefix: ... }`, `{ matches: \"[0-9a-f]{24}\" }`; or let an arm before it take every code with `unknown_code`",
        )
}
