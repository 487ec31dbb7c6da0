//! The registry of codes: each is explained, and each explanation is true.

use std::collections::BTreeMap;
use std::path::Path;

use vendor_model::diagnostic::{Code, Renderer, codes};
use vendor_model::{Report, Sources};

use crate::base::{EVERYWHERE, codes_of, found, found_at_all};

/// What stands around the pieces of an example, keyword by keyword.
const VENDOR: &str = r#"vendor: acme
title: Acme
summary: An invented vendor.
servers: { production: { url: "https://api.acme.example", summary: The only address. } }
send: { path: "/v1/{wire}", body: { json: { "...": request } } }
reply:
  frame: { ok: boolean, code: optional text, data: { "...": reply } }
  arms:
    - { arm: done, when: { ok: true }, verdict: success }
    - { arm: refused, when: { ok: false, http: 400 }, verdict: rejected, code: code }
errors:
  - { code: "12", as: unknown_shop, class: not_found, summary: The vendor knows no such shop. }
"#;
const PAGE: &str = "source: { title: Shops, read: 2026-11-22 }\noperations:\n";
const OPERATION: &str = "summary: Open a shop.\nsafety: once\nmethod: POST\n";

/// Each keyword with the lines that belong to it.
fn sections(text: &str) -> Vec<(&str, String)> {
    let mut sections: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        match sections.last_mut() {
            Some((_, body)) if line.starts_with([' ', '\t']) => *body += &format!("{line}\n"),
            _ => sections.push((line.split(':').next().unwrap_or_default(), format!("{line}\n"))),
        }
    }
    sections
}

/// The text with sections replaced, or added behind.
fn with(text: &str, piece: &str) -> String {
    let pieces = sections(piece);
    let kept = sections(text).into_iter().filter(|(name, _)| !pieces.iter().any(|(other, _)| other == name));
    kept.map(|(_, body)| body).chain(pieces.iter().map(|(_, body)| body.clone())).collect()
}

/// The files that an example means.
pub fn files_of(example: &str) -> Vec<(String, String)> {
    let mut pieces: BTreeMap<&str, String> = BTreeMap::new();
    let mut place = "";
    for line in example.lines() {
        match line.strip_prefix("# ") {
            Some(name) => place = name,
            None => *pieces.entry(place).or_default() += &format!("{line}\n"),
        }
    }
    let mut take = |name: &str| pieces.remove(name).unwrap_or_default();
    let operation: String = with(OPERATION, &take("operation")).lines().map(|line| format!("    {line}\n")).collect();
    let (more, page): (Vec<_>, Vec<_>) =
        sections(&take("page.yaml")).into_iter().map(|(n, b)| (n.to_owned(), b)).partition(|(n, _)| n == "operations");
    let more: String = more.iter().map(|(_, body)| body.trim_start_matches("operations:\n")).collect();
    let page: String = page.into_iter().map(|(_, body)| body).collect();
    let mut files = vec![
        ("acme/vendor.yaml".to_owned(), with(VENDOR, &take("vendor.yaml"))),
        ("acme/page.yaml".to_owned(), format!("{PAGE}  open_shop:\n{operation}{more}{page}")),
    ];
    let other = take("other.yaml");
    if !other.is_empty() {
        files.push(("acme/other.yaml".to_owned(), other));
    }
    assert!(pieces.is_empty(), "there is no such place: {pieces:?}");
    files
}

/// What no piece of a spec can show: `hostile.rs` shows some, and the tests of the sandbox those of `sandbox.yaml`.
const NO_EXAMPLE: [Code; 7] = [
    codes::TOO_DEEP,
    codes::TOO_LARGE,
    codes::NOT_UTF8,
    codes::FOLDER_NAME,
    codes::UNKNOWN_IN_SANDBOX,
    codes::SANDBOX_VALUE,
    codes::SANDBOX_STEP,
];

/// What is found in the example of that code.
fn found_in(code: Code, example: &str) -> (Sources, Report) {
    let find = if EVERYWHERE.contains(&code) { found_at_all } else { found };
    find(&files_of(example))
}

fn codes_in(code: Code, example: &str) -> Vec<Code> {
    found_in(code, example).1.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn every_explanation_is_true() {
    let mut untrue = Vec::new();
    assert_eq!(codes_of(&files_of("")), [], "what stands around the examples has no mistake");
    for code in codes::all() {
        let (wrong, mended) = (code.explanation().wrong(), code.explanation().mended());
        let (Some(wrong), Some(mended)) = (wrong, mended) else {
            assert!(NO_EXAMPLE.contains(&code), "{code} has no example");
            continue;
        };
        let said = codes_in(code, &wrong);
        if !said.contains(&code) {
            untrue.push(format!("{code}: its wrong example is {said:?}\n{wrong}"));
        }
        let (_, report) = found_in(code, &mended);
        let said: Vec<Code> = report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        if report.has_errors() || said.contains(&code) {
            untrue.push(format!("{code}: its mended example is {said:?}\n{mended}"));
        }
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
}

#[test]
fn numbers_are_given_once_and_in_order() {
    let numbers: Vec<u16> = codes::all().map(|code| code.explanation().number).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    for code in codes::all() {
        assert_eq!(Code::parse(&code.to_string()), Some(code));
    }
    assert_eq!(
        (Code::parse("s0101"), Code::parse("101")),
        (Some(codes::UNKNOWN_KEYWORD), Some(codes::UNKNOWN_KEYWORD))
    );
    assert_eq!((Code::parse("S9999"), Code::parse("")), (None, None));
}

/// A code that nothing says is no code: each stands in the source of reader, resolver or sandbox.
#[test]
fn every_code_is_used() {
    fn read(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(&path, into);
            } else {
                *into += &std::fs::read_to_string(&path).expect("a file");
            }
        }
    }
    let mut source = String::new();
    for folder in ["src", "../src", "../../conformance-tests/sandbox/src"] {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut source);
    }
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/codes")).expect("a folder")
    {
        let registry = std::fs::read_to_string(file.expect("an entry").path()).expect("a file");
        for line in registry.lines() {
            let Some((name, rest)) = line.trim().split_once(" = ") else { continue };
            if name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') && rest.ends_with('{') {
                assert!(source.contains(&format!("codes::{name}")), "nothing says {name}");
            }
        }
    }
}

/// Each explanation as `codegen explain` has it, and what is said of its example.
#[test]
fn every_code_is_shown() {
    let mut areas: BTreeMap<u16, String> = BTreeMap::new();
    for code in codes::all() {
        let shown = areas.entry(code.explanation().number / 100).or_default();
        *shown += &code.explanation().to_string();
        if let Some(wrong) = code.explanation().wrong() {
            let (sources, report) = found_in(code, &wrong);
            *shown += &format!("\n{}\n\n", report.render(&sources, &Renderer::plain()));
        }
    }
    for (area, shown) in areas {
        insta::assert_snapshot!(format!("explanations_{area}"), shown);
    }
}
