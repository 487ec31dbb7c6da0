//! The vendor's codes, and the classes that all vendors share.

use super::Resolver;
use super::names::folded;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::ErrorSpec;
use crate::model::{Class, Code, CodeTable, Docs};
use crate::source::Origin;

impl Resolver<'_> {
    pub(super) fn codes(&mut self) {
        let syntax = self.syntax;
        let mut names: Vec<(String, Origin)> = Vec::new();
        self.vendor.codes = self.table(&syntax.spec.errors, &self.root().key("errors"), &mut names);
        for (name, codes) in &syntax.spec.tables {
            let origin = self.root().key("tables").key(name);
            self.identifier(name, &origin.name());
            let codes = self.table(codes, &origin, &mut names);
            self.vendor.tables.push(CodeTable { name: name.clone(), is_own: false, codes });
        }
        for page in &syntax.pages {
            let operations = Origin::file(page.file).key("operations");
            for (name, spec) in page.operations.iter().filter(|(_, spec)| !spec.errors.is_empty()) {
                let origin = operations.key(name).key("errors");
                if self.vendor.tables.iter().any(|table| table.name == *name && !table.is_own) {
                    let message = format!("a table of the vendor is called `{name}` too");
                    let help = "give the table under `tables:` another name";
                    self.error_with_help(codes::DUPLICATE_CODE_NAME, &origin.name(), message, help);
                }
                let codes = self.table(&spec.errors, &origin, &mut names);
                self.vendor.tables.push(CodeTable { name: name.clone(), is_own: true, codes });
            }
        }
    }

    /// The codes of a table. Each code has a name of its own among all tables; its text only in its table.
    fn table(&mut self, specs: &[ErrorSpec], at: &Origin, names: &mut Vec<(String, Origin)>) -> Vec<Code> {
        let mut table: Vec<Code> = Vec::new();
        for (i, spec) in specs.iter().enumerate() {
            let origin = at.index(i);
            let code = self.code(spec, &origin);
            if let Some(first) = table.iter().find(|c| c.wire == code.wire) {
                let diagnostic = Diagnostic::error(
                    codes::DUPLICATE_CODE,
                    origin.key("code"),
                    format!("the code `{}` stands here twice", code.wire),
                )
                .related(first.origin.key("code"), "first here")
                .help("keep one of them");
                self.report.push(diagnostic);
            }
            if let Some((_, first)) = names.iter().find(|(name, _)| *name == folded(&code.name)) {
                let diagnostic = Diagnostic::error(
                    codes::DUPLICATE_CODE_NAME,
                    origin.key("as"),
                    format!("two codes are called `{}`", code.name),
                )
                .related(first.key("as"), "first here")
                .help("give one of them another `as:`");
                self.report.push(diagnostic);
            }
            names.push((folded(&code.name), origin));
            table.push(code);
        }
        table
    }

    /// The tables in which an arm's codes are looked up; none for the vendor's alone.
    pub(super) fn tables_of(&mut self, operation: &str, named: Option<&str>, at: &Origin) -> Vec<String> {
        let named_tables = || self.vendor.tables.iter().filter(|table| !table.is_own).map(|table| table.name.clone());
        match named {
            Some(name) => {
                if named_tables().all(|table| table != name) {
                    let known: Vec<String> = named_tables().collect();
                    self.unknown(codes::UNKNOWN_TABLE, at, "table of codes", name, known.iter().map(String::as_str));
                }
                vec![name.to_owned()]
            }
            None if self.vendor.tables.iter().any(|table| table.is_own && table.name == operation) => {
                vec![operation.to_owned(), String::new()]
            }
            None => Vec::new(),
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

    /// Complains of a code that no table has in which the operation's codes are looked up.
    pub(super) fn known_code(&mut self, operation: &str, code: &str, origin: &Origin) {
        let is_read = |table: &&CodeTable| !table.is_own || table.name == operation;
        let mut tables = self.vendor.tables.iter().filter(is_read);
        if self.vendor.code_in(&[], code).is_none() && tables.all(|table| table.codes.iter().all(|c| c.wire != code)) {
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
