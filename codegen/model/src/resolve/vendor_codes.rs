//! The vendor's codes, and the classes that all vendors share.

use super::Resolver;
use super::names::folded;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::ErrorSpec;
use crate::model::{Class, Code, Docs};
use crate::source::Origin;

impl Resolver<'_> {
    pub(super) fn codes(&mut self) {
        for (i, spec) in self.syntax.spec.errors.iter().enumerate() {
            let origin = self.root().key("errors").index(i);
            let code = self.code(spec, &origin);
            if let Some(first) = self.vendor.codes.iter().find(|c| c.wire == code.wire) {
                let diagnostic = Diagnostic::error(
                    codes::DUPLICATE_CODE,
                    origin.key("code"),
                    format!("the code `{}` stands here twice", code.wire),
                )
                .related(first.origin.key("code"), "first here")
                .help("keep one of them");
                self.report.push(diagnostic);
            }
            if let Some(first) = self.vendor.codes.iter().find(|c| folded(&c.name) == folded(&code.name)) {
                let diagnostic = Diagnostic::error(
                    codes::DUPLICATE_CODE_NAME,
                    origin.key("as"),
                    format!("two codes are called `{}`", code.name),
                )
                .related(first.origin.key("as"), "first here")
                .help("give one of them another `as:`");
                self.report.push(diagnostic);
            }
            self.vendor.codes.push(code);
        }
    }

    fn code(&mut self, spec: &ErrorSpec, origin: &Origin) -> Code {
        self.identifier(&spec.name, &origin.key("as"));
        Code {
            wire: self.wire(&spec.code, &origin.key("code")),
            name: spec.name.clone(),
            class: self.class(&spec.class, &origin.key("class")),
            message: spec.message.clone(),
            effect: spec.effect,
            docs: Docs { summary: spec.summary.clone(), confidence: spec.confidence, ..Docs::default() },
            origin: origin.clone(),
        }
    }

    /// Complains of a code that the vendor's table has not.
    pub(super) fn known_code(&mut self, code: &str, origin: &Origin) {
        if !self.vendor.codes.iter().any(|c| c.wire == code) {
            self.error_with_help(
                codes::UNKNOWN_CODE,
                origin,
                format!("the vendor's `errors:` do not know the code `{code}`"),
                "add it there",
            );
        }
    }

    pub(super) fn class(&mut self, word: &str, origin: &Origin) -> Class {
        match Class::ALL.iter().find(|(name, _)| *name == word) {
            Some((_, class)) => *class,
            None => {
                self.unknown(codes::UNKNOWN_CLASS, origin, "class", word, Class::ALL.iter().map(|(name, _)| *name));
                Class::Unknown
            }
        }
    }
}
