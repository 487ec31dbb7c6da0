//! `codegen diff`: each edit of a small spec has its lines and its step, and the marks are true of the generated code.

mod base;
mod command;
mod edits;

use std::collections::BTreeMap;
use std::path::PathBuf;

use base::{PAGE, VENDOR};
use codegen::diff::{self, Comparison, Effect, Kind, Side, Step};
use codegen::rust::{self, Front};
use vendor_model::{Report, Sources, Vendor, load_vendor};

/// A spec that was read.
struct Spec {
    vendors: Vec<Vendor>,
    sources: Sources,
    files: Vec<(PathBuf, String)>,
}

impl Spec {
    fn of(vendor: &str, page: &str) -> Self {
        let files =
            [("acme/vendor.yaml".to_owned(), vendor.to_owned()), ("acme/page.yaml".to_owned(), page.to_owned())];
        Self::named(&files)
    }

    fn named(files: &[(String, String)]) -> Self {
        let (mut sources, mut report) = (Sources::default(), Report::default());
        let vendor = load_vendor(files, &mut sources, &mut report);
        let said = report.render(&sources, &vendor_model::diagnostic::Renderer::plain());
        assert!(!report.has_errors(), "{said}");
        let vendors: Vec<Vendor> = vendor.into_iter().collect();
        let modules = vendors.iter().flat_map(|vendor| rust::vendor(vendor, Front::Committed).files("").expect("Rust"));
        let files = modules.map(|file| (file.path, file.text)).collect();
        Self { vendors, sources, files }
    }

    fn specs(&self) -> diff::Specs<'_> {
        diff::Specs { vendors: &self.vendors, sources: &self.sources }
    }
}

/// Compares, and looks at the generated code too.
fn compare(old: &Spec, new: &Spec) -> (Comparison, Comparison) {
    let alone = diff::compare(old.specs(), new.specs());
    let mut checked = diff::compare(old.specs(), new.specs());
    let files = |spec: &'_ Spec| -> BTreeMap<PathBuf, String> { spec.files.iter().cloned().collect() };
    let (before, after) = (files(old), files(new));
    fn borrowed(files: &BTreeMap<PathBuf, String>) -> diff::generated::Files<'_> {
        files.iter().map(|(path, text)| (path.as_path(), text.as_str())).collect()
    }
    let (before, after) = (borrowed(&before), borrowed(&after));
    diff::generated::check(&mut checked, (old.specs(), &before), (new.specs(), &after));
    (alone, checked)
}

/// Lines as the table has them: `breaking compile+sends | sent | pay.request.amount | it must be given now`.
fn lines(comparison: &Comparison) -> Vec<String> {
    let line = |change: &diff::Change| {
        let kind = match &change.kind {
            Kind::Breaking(effects) => {
                let effects: Vec<&str> = effects.iter().map(|effect| effect.name()).collect();
                format!("breaking {}", effects.join("+"))
            }
            other => other.name().to_owned(),
        };
        format!("{kind} | {} | {} | {}", change.side.name(), change.at, change.says)
    };
    comparison.changes.iter().filter(|c| c.kind != Kind::Docs).map(line).collect()
}

/// Applies an edit: each text stands once in one of the two files.
fn edited(edit: &[(&str, &str)]) -> (String, String) {
    let (mut vendor, mut page) = (VENDOR.to_owned(), PAGE.to_owned());
    for (from, to) in edit {
        let file = if vendor.contains(from) { &mut vendor } else { &mut page };
        assert_eq!(file.matches(from).count(), 1, "`{from}` stands once");
        *file = file.replace(from, to);
    }
    (vendor, page)
}

#[test]
fn each_edit_has_its_lines_in_both_directions() {
    let base = Spec::of(VENDOR, PAGE);
    let mut told = String::new();
    for (name, edit) in edits::EDITS {
        let (vendor, page) = edited(edit);
        let spec = Spec::of(&vendor, &page);
        for (direction, old, new) in [("there", &base, &spec), ("back", &spec, &base)] {
            let (alone, checked) = compare(old, new);
            let lines = lines(&alone);
            told.push_str(&format!("{name}, {direction}: {}\n", alone.step().name()));
            lines.iter().for_each(|line| told.push_str(&format!("    {line}\n")));
            for change in &alone.changes {
                let place = change.place.as_ref().unwrap_or_else(|| panic!("{name}: {change:?} has no place"));
                assert!(place.file.starts_with("acme/") && place.line > 0, "{name}: {place}");
            }
            // The marks are true: code that used the old items still compiles, or a line says that it may not.
            let compile = alone
                .changes
                .iter()
                .any(|change| matches!(&change.kind, Kind::Breaking(effects) if effects.contains(&Effect::Compile)));
            let broken: Vec<&str> =
                checked.interface.iter().filter(|item| item.breaks).map(|item| item.path.as_str()).collect();
            assert_eq!(compile, !broken.is_empty(), "{name}, {direction}: {broken:?} {lines:#?}");
            // No difference of the generated code is without a line, and no line without a difference.
            assert_eq!(self::lines(&checked), lines, "{name}, {direction}: code that no line explains");
            let code = |spec: &Spec| -> Vec<String> {
                spec.files.iter().map(|(path, text)| format!("{path:?}{}", code(text))).collect()
            };
            let same = code(old) == code(new);
            assert!(same || !lines.is_empty(), "{name}, {direction}: the code differs");
            assert!(!same || alone.step() < Step::Addition, "{name}, {direction}: the code is the same: {lines:#?}");
        }
    }
    insta::assert_snapshot!("edits", told);
    assert!(edits::EDITS.len() >= 40, "{}", edits::EDITS.len());
}

/// Without words for readers.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_means_the_same_is_no_change() {
    let base = Spec::of(VENDOR, PAGE);
    let (pay, find) = PAGE.split_once("  find:\n").expect("two operations");
    let (head, pay) = pay.split_once("  pay:\n").expect("the first");
    let reordered = format!("{head}  find:\n{find}  pay:\n{pay}");
    let commented = format!("# Read again.\n\n{}", PAGE.replace("    safety: once\n", "    safety: once # money\n"));
    let files = |page: &str, name: &str| {
        let files =
            [("acme/vendor.yaml".to_owned(), VENDOR.to_owned()), (format!("acme/{name}.yaml"), page.to_owned())];
        Spec::named(&files)
    };
    let (kinds, spelled) = (
        "kind: { as: movement, enum: [ { value: sale }, { value: gift } ] }",
        "kind: { enum: [ { value: sale, as: sale }, { as: gift, value: gift } ], as: movement }",
    );
    for (what, other) in [
        ("reordered", Spec::of(VENDOR, &reordered)),
        ("commented", Spec::of(VENDOR, &commented)),
        ("renamed", files(PAGE, "another")),
        ("spelled otherwise", Spec::of(VENDOR, &PAGE.replace(kinds, spelled))),
    ] {
        let (_, checked) = compare(&base, &other);
        assert_eq!(lines(&checked), Vec::<String>::new(), "{what}");
        assert!(checked.interface.is_empty(), "{what}");
    }
    let (_, same) = compare(&base, &base);
    assert_eq!(same.step(), Step::None);
}

#[test]
fn a_type_that_goes_both_ways_is_told_for_each() {
    let (vendor, page) = edited(&[("{ value: open },", "{ value: open }, { value: held },")]);
    let (alone, _) = compare(&Spec::of(VENDOR, PAGE), &Spec::of(&vendor, &page));
    let sides: Vec<Side> = alone.changes.iter().map(|change| change.side).collect();
    assert_eq!(sides, [Side::Sent, Side::Received], "{:?}", lines(&alone));
}

#[test]
fn vendors_come_and_go() {
    let (base, none) = (Spec::of(VENDOR, PAGE), Spec { vendors: vec![], sources: Sources::default(), files: vec![] });
    assert_eq!(lines(&compare(&base, &none).0), ["breaking compile | client |  | the vendor is gone"]);
    assert_eq!(lines(&compare(&none, &base).0), ["addition | client |  | a new vendor with 2 operations"]);
}
