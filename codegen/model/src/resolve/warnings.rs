//! What is no mistake, and still not as it should be.

use std::collections::HashSet;

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::model::{Condition, From, HoleSource, Record, RecordId, Shape, Test, Type, Verdict};
use crate::source::Origin;

/// So many fields are named in one warning.
const NAMED: usize = 4;

impl Resolver<'_> {
    /// Looks for it where there are no mistakes, which would only be repeated here in other words.
    pub(super) fn warnings(&mut self) {
        if self.syntax.gaps || self.report.has_errors() {
            return;
        }
        self.unused_definitions();
        self.unused_hosts();
        self.shadowed_codes();
        self.cautions();
        self.undocumented_fields();
    }

    fn warn(&mut self, code: Code, origin: Origin, message: String, help: &str) {
        self.report.push(Diagnostic::warning(code, origin, message).help(help));
    }

    /// Credentials, settings, tokens and computed values that no pattern names.
    fn unused_definitions(&mut self) {
        let used = |source: HoleSource| self.used.contains(&source);
        let root = self.root();
        let mut unused: Vec<(Origin, String)> = Vec::new();
        for (index, credential) in self.vendor.credentials.iter().enumerate() {
            if !used(HoleSource::Credential(index)) {
                unused.push((root.key("credentials").key(&credential.key), format!("credential `{}`", credential.key)));
            }
        }
        for (index, setting) in self.vendor.settings.iter().enumerate() {
            if !used(HoleSource::Setting(index)) {
                unused.push((root.key("settings").key(&setting.name), format!("setting `{}`", setting.name)));
            }
        }
        for (index, token) in self.vendor.tokens.iter().enumerate() {
            if !used(HoleSource::Token(index)) {
                unused.push((root.key("tokens").key(&token.name), format!("token `{}`", token.name)));
            }
        }
        let pages = self.syntax.pages.iter().flat_map(|page| {
            let operations = Origin::file(page.file).key("operations");
            page.operations.iter().map(move |(name, spec)| (operations.key(name), &spec.computed))
        });
        for (at, computed) in pages.chain([(root.clone(), &self.syntax.spec.computed)]) {
            for name in computed.keys() {
                let origin = at.key("computed").key(name);
                if !self.used_computed.contains(&origin) {
                    unused.push((origin, format!("computed value `{name}`")));
                }
            }
        }
        for (origin, what) in unused {
            let message = format!("the {what} is used nowhere");
            self.warn(codes::UNUSED_DEFINITION, origin.name(), message, "name it in a pattern, or remove it");
        }
    }

    /// Codes in the table that an arm takes for a success by the code alone: what the table says is never seen.
    fn shadowed_codes(&mut self) {
        let mut found: Vec<Diagnostic> = Vec::new();
        for code in &self.vendor.codes {
            let every = self.vendor.operations.iter().map(|operation| {
                let forms = operation.reply.forms.iter().flat_map(|(_, form)| &form.arms);
                let mut taking = forms.filter(|arm| matches!(arm.verdict, Verdict::Success | Verdict::Pending));
                taking.find(|arm| {
                    let tests = arm.when.iter().filter_map(|condition| match condition {
                        Condition::Member { test, path } => Some((path, test)),
                        _ => None,
                    });
                    let tests: Vec<_> = tests.collect();
                    matches!(tests.as_slice(), [(path, Test::OneOf(_, values))]
                        if values.contains(&code.wire) && self.holds_code(operation, path))
                })
            });
            let arms: Option<Vec<&str>> = every.map(|arm| arm.map(|arm| arm.name.as_str())).collect();
            if let Some(arm) = arms.as_ref().and_then(|arms| arms.first()) {
                let message = format!("the arm `{arm}` takes the code `{}` before it is looked up here", code.wire);
                found.push(
                    Diagnostic::warning(codes::SHADOWED_CODE, code.origin.key("code"), message)
                        .note("a success has no class, and no message of the table is shown for it")
                        .help("remove it here, or let the arm be a refusal"),
                );
            }
        }
        for diagnostic in found {
            self.report.push(diagnostic);
        }
    }

    /// Whether some refusal of the operation reads its code there.
    fn holds_code(&self, operation: &crate::model::Operation, path: &crate::model::Path) -> bool {
        let mut arms = operation.reply.forms.iter().flat_map(|(_, form)| &form.arms);
        arms.any(|arm| arm.verdict == Verdict::Rejected && arm.code.contains(path))
    }

    /// Fields of which nobody says what they are, one warning for each operation.
    fn undocumented_fields(&mut self) {
        let mut seen: HashSet<RecordId> = HashSet::new();
        let mut found: Vec<(Origin, String)> = Vec::new();
        for operation in &self.vendor.operations {
            let mut names = Vec::new();
            for id in [operation.request, operation.response] {
                self.undocumented(id, &mut seen, &mut names);
            }
            let Some((first, _)) = names.first() else { continue };
            let shown: Vec<String> = names.iter().take(NAMED).map(|(_, name)| format!("`{name}`")).collect();
            let more = names.len().checked_sub(NAMED).filter(|more| *more > 0);
            let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
            let verb = if names.len() == 1 { "has" } else { "have" };
            found
                .push((first.clone(), format!("{}{more} of `{}` {verb} no summary", shown.join(", "), operation.name)));
        }
        for (origin, message) in found {
            self.warn(codes::UNDOCUMENTED, origin, message, "say in your own words what the page says: `summary: ...`");
        }
    }

    fn undocumented(&self, id: RecordId, seen: &mut HashSet<RecordId>, names: &mut Vec<(Origin, String)>) {
        if !seen.insert(id) {
            return;
        }
        let record: &Record = self.vendor.record(id);
        for field in &record.fields {
            let said = field.docs.summary.is_some() || self.is_described(&field.shape);
            if !said && matches!(field.from, From::Caller) {
                names.push((field.origin.name(), field.wire.clone()));
            }
            for inner in self.vendor.records_in(&field.shape.ty) {
                self.undocumented(inner, seen, names);
            }
        }
    }

    /// Whether the type says what the value is.
    fn is_described(&self, shape: &Shape) -> bool {
        match &shape.ty {
            Type::Named(id) => self.vendor.newtype(*id).docs.summary.is_some(),
            Type::Enum(id) => self.vendor.enumeration(*id).docs.summary.is_some(),
            Type::Record(id) => self.vendor.record(*id).docs.summary.is_some(),
            Type::Union(id) => self.vendor.union(*id).docs.summary.is_some(),
            Type::List(list) => self.is_described(&list.item),
            _ => false,
        }
    }
}
