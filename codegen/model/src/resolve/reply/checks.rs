//! Arms held against each other and against what a reply has to say.

use super::super::Resolver;
use super::arm::{is_whole, says_yes_by_silence};
use crate::diagnostic::{Diagnostic, codes};
use crate::language::{ArmSpec, Confidence, Effect, OperationSpec, SafetySpec, Verdict};
use crate::model::Arm;
use crate::source::Origin;

impl<'a> Resolver<'a> {
    pub(super) fn arms(&mut self, spec: &OperationSpec, arms: &[(Arm, Origin)], at: &Origin) {
        // Where the result is told later, taking on is all that a reply ever says.
        if !arms.iter().any(|(arm, _)| matches!(arm.verdict, Verdict::Success | Verdict::Pending)) {
            self.error_with_help(
                codes::NO_SUCCESS,
                &at.name(),
                "no reply would ever be a success",
                "add an arm with `verdict: success`, or `pending` where the result is told later, and what it takes",
            );
        }
        for (arm, at) in arms {
            let guessed = arm.confidence == Confidence::Guessed && spec.safety == SafetySpec::Once;
            let decides = matches!(arm.verdict, Verdict::Success | Verdict::Rejected);
            let accepted = self.sources.has(&at.key("accepted_risk"));
            if guessed && decides && !accepted {
                self.error_with_help(
                    codes::GUESSED_SUCCESS,
                    &at.key("verdict"),
                    "a guess decides about a call that must not be repeated",
                    "use `verdict: in_doubt`, or say why the guess is good enough with `accepted_risk:`",
                );
            }
        }
    }

    /// Whether an arm says that nothing was done; that is all that it can say of the effect.
    pub(super) fn says_no_effect(&mut self, said: Option<Effect>, verdict: Verdict, at: &Origin) -> bool {
        let at = at.key("effect");
        match (said, verdict) {
            (None, _) => false,
            (Some(Effect::None), Verdict::Rejected) => true,
            (Some(Effect::None), _) => {
                let message = "only a refusal can say that nothing was done";
                self.error_with_help(codes::EFFECT_OF_ARM, &at.name(), message, "remove `effect:`");
                false
            }
            (Some(Effect::Unknown), _) => {
                let message = "an arm that can't tell whether something was done is in doubt";
                let help = "write `verdict: in_doubt`, or `effect: unknown` at the codes for which it is so";
                self.error_with_help(codes::EFFECT_OF_ARM, &at, message, help);
                false
            }
        }
    }

    /// A success needs something that says so, if only the status.
    pub(super) fn check_yes(&mut self, spec: &ArmSpec, arm: &Arm, at: &Origin) {
        if is_whole(spec, arm) && !spec.when.contains_key("http") && says_yes_by_silence(arm) {
            self.error_with_help(codes::SUCCESS_BY_SILENCE,
                &at.key("arm"),
                format!("nothing in a reply has to say yes for the arm `{}`", arm.name),
                "name under `when:` what a success has: a value, `present` of one of its fields, or `http:` if the status alone decides",
            );
        }
    }

    pub(in crate::resolve) fn arm_clashes(&mut self, arm: &Arm, at: &Origin, before: &[(Arm, Origin)]) {
        for (first, first_at) in before {
            if first.name == arm.name {
                let diagnostic = Diagnostic::error(
                    codes::DUPLICATE_ARM,
                    at.key("arm"),
                    format!("two arms are called `{}`", arm.name),
                )
                .related(first_at.key("arm"), "first here")
                .help("give one of them another name");
                self.report.push(diagnostic);
            } else if first.reads == arm.reads && first.when.iter().all(|condition| arm.when.contains(condition)) {
                let diagnostic = Diagnostic::error(
                    codes::UNREACHABLE_ARM,
                    at.key("arm"),
                    format!("no reply ever reaches the arm `{}`", arm.name),
                )
                .related(first_at.key("arm"), "this one takes every such reply")
                .help("put the narrower arm first, or tell them apart under `when:`");
                self.report.push(diagnostic);
            }
        }
    }
}
