//! Arms held against each other: which pairs are told apart, and which are not.

use vendor_model::diagnostic::{Code, codes};

use crate::base::codes_of;
use crate::explanations::files_of;

const FINE: &[Code] = &[];
const OVERLAP: &[Code] = &[codes::OVERLAPPING_ARMS];
const UNKNOWN: &[Code] = &[codes::UNKNOWN_CODE_SUCCEEDS];
const UNREACHABLE: &[Code] = &[codes::UNREACHABLE_ARM];

/// What is said of a reply of these arms, whose operation answers an `id`.
fn said(arms: &str) -> Vec<Code> {
    let example = format!(
        "# vendor.yaml\nreply:\n  frame: {{ ok: optional boolean, code: optional text, error: {{ code: optional text }}, \
         data: {{ \"...\": reply }} }}\n  arms:\n{arms}\nerrors:\n  - {{ code: \"12\", as: unknown_shop, class: \
         not_found }}\n  - {{ code: \"-3\", as: closed, class: permission }}\n# operation\nresponse: {{ fields: {{ id: integer \
         }} }}\n"
    );
    codes_of(&files_of(&example))
}

#[test]
fn arms_are_told_apart() {
    for (arms, expected) in [
        // Values, presence and emptiness, on one member or on its parent.
        ("{ ok: true }, verdict: success | { ok: false }, verdict: rejected", FINE),
        ("{ ok: true }, verdict: success | { code: not_empty }, verdict: rejected", OVERLAP),
        ("{ ok: true, code: empty }, verdict: success | { code: not_empty }, verdict: rejected", FINE),
        ("{ ok: true, error: empty }, verdict: success | { error.code: not_empty }, verdict: rejected", FINE),
        ("{ ok: true, error: not_empty }, verdict: success | { error.code: \"7\" }, verdict: rejected", OVERLAP),
        ("{ code: \"0\" }, verdict: success | { code: { not: [\"0\", \"1\"] } }, verdict: rejected", FINE),
        ("{ code: [\"0\", \"2\"] }, verdict: success | { code: { not: \"0\" } }, verdict: rejected", OVERLAP),
        ("{ code: { prefix: \"A\" } }, verdict: success | { code: { prefix: \"B\" } }, verdict: rejected", FINE),
        ("{ code: { prefix: \"A\" } }, verdict: success | { code: { suffix: \"B\" } }, verdict: rejected", OVERLAP),
        ("{ code: { range: 100.. } }, verdict: success | { code: { range: ..9 } }, verdict: rejected", FINE),
        // The narrower first, whatever HTTP says; the wider first; in doubt before or behind.
        ("{ ok: true, code: \"5\" }, verdict: rejected | { ok: true }, verdict: success", FINE),
        ("{ ok: true }, verdict: success | { ok: true, code: \"5\" }, verdict: pending", UNREACHABLE),
        ("{ code: { prefix: \"A\" } }, verdict: success | { code: \"AB\", http: 2xx }, verdict: rejected", UNREACHABLE),
        ("{ code: not_empty }, verdict: in_doubt | { ok: true }, verdict: success", FINE),
        (
            "{ code: not_empty }, verdict: rejected | { error: present }, verdict: in_doubt | { ok: true, code: empty, error: absent }, verdict: success",
            FINE,
        ),
        // HTTP alone.
        ("{ ok: true }, verdict: success | { http: 4xx }, verdict: rejected", FINE),
        ("{ ok: true, http: any }, verdict: success | { http: 4xx }, verdict: rejected", OVERLAP),
        // Codes that nobody knows.
        ("{ code: known_code }, verdict: rejected, code: code | { http: 200 }, verdict: success", UNKNOWN),
        (
            "{ code: known_code }, verdict: rejected, code: code | { code: unknown_code }, verdict: in_doubt | { http: 200 }, verdict: success",
            FINE,
        ),
        ("{ code: known_code }, verdict: rejected, code: code | { code: \"0\" }, verdict: success", FINE),
        ("{ code: known_code }, verdict: rejected, code: code | { code: { range: 100.. } }, verdict: success", FINE),
        ("{ code: known_code }, verdict: rejected, code: code | { code: { range: 10.. } }, verdict: success", OVERLAP),
        ("{ code: [\"12\"] }, verdict: rejected, code: code | { code: { not: \"12\" } }, verdict: success", UNKNOWN),
    ] {
        let arms: Vec<String> =
            arms.split(" | ").enumerate().map(|(i, arm)| format!("    - {{ arm: arm_{i}, when: {arm} }}")).collect();
        assert_eq!(said(&arms.join("\n")), expected, "{arms:#?}");
    }
}

#[test]
fn documents_are_told_apart() {
    for (arms, expected) in [
        ("text: \"OK {id}\" }, verdict: success | text: \"ERR {code}\" }, verdict: rejected, code: code", FINE),
        ("text: \"{id}\" }, verdict: success | text: \"ERR {code}\" }, verdict: rejected, code: code", FINE),
        ("text: \"{id}\" }, verdict: success | text: \"{code:2}\" }, verdict: rejected, code: code", OVERLAP),
        (
            "text: \"{id}\" }, when: { id: { range: 1000.. } }, verdict: success | text: \"{code:2}\" }, verdict: rejected, code: code",
            FINE,
        ),
        (
            "text: \"{_},{id}\" }, verdict: success | json: { code: text } }, when: { code: present }, verdict: rejected, code: code",
            FINE,
        ),
        (
            "text: \"{id},{_}\" }, verdict: success | json: { code: text } }, when: { code: present }, verdict: rejected, code: code",
            FINE,
        ),
        (
            "text: \"{_}:{id}[,{_..}]\" }, verdict: success | json: { code: text } }, when: { code: present }, verdict: rejected, code: code",
            OVERLAP,
        ),
        (
            "bytes: {} }, when: { http: 200 }, verdict: success | json: { code: text } }, when: { code: present }, verdict: rejected, code: code",
            OVERLAP,
        ),
        (
            "bytes: {} }, when: { \"header content-type\": { prefix: image/ } }, verdict: success | json: { code: text } }, when: { code: present }, verdict: rejected, code: code",
            FINE,
        ),
        (
            "text: \"0,{code}\" }, when: { code: known_code }, verdict: rejected, code: code | text: \"{_},{id}\" }, verdict: success",
            UNKNOWN,
        ),
        (
            "text: \"0,{code}\" }, when: { code: known_code }, verdict: rejected, code: code | text: \"1,{id}\" }, verdict: success",
            FINE,
        ),
        (
            "text: \"{code}\" }, when: { code: known_code }, verdict: rejected, code: code | text: \"{id}\" }, when: { id: { range: 100.. } }, verdict: success",
            FINE,
        ),
        (
            "text: \"{code}\" }, when: { code: known_code }, verdict: rejected, code: code | text: \"{id}\" }, verdict: success",
            UNKNOWN,
        ),
        (
            "json: { s: text, \"...\": reply } }, when: { s: \"1\" }, verdict: success | json: { code: text } }, when: { code: known_code }, verdict: rejected, code: code",
            FINE,
        ),
        // Sentences and words for codes are no numbers.
        (
            "text: \"{code..}\" }, when: { code: [\"Invalid phone\", \"No credit\"] }, verdict: rejected, code: code | text: \"{id}\" }, verdict: success",
            FINE,
        ),
        (
            "text: \"{code}\" }, when: { code: [\"E10\", \"E11\"] }, verdict: rejected, code: code | text: \"{id}\" }, verdict: success",
            FINE,
        ),
        (
            "text: \"{code..}\" }, when: { code: [\"Invalid phone\", \"1 more\"] }, verdict: rejected, code: code | text: \"{id}\" }, verdict: success",
            UNKNOWN,
        ),
        // A literal or a named value beside a hole says yes; marks alone don't.
        (
            "text: \"{id}=accepted\" }, verdict: success | text: \"{code..}\" }, when: { code: [\"Invalid phone\", \"No credit\"] }, verdict: rejected, code: code",
            FINE,
        ),
        (
            "text: \"{id}={state}\" }, when: { state: \"accepted\" }, verdict: success | text: \"{_}={code..}\" }, when: { code: [\"Invalid phone\", \"No credit\"] }, verdict: rejected, code: code",
            FINE,
        ),
        (
            "text: \"{_}, {id:3}\" }, verdict: success | text: \"{code..}\" }, when: { code: [\"Invalid phone\", \"No credit\"] }, verdict: rejected, code: code",
            UNKNOWN,
        ),
        // A refusal that comes first and names its codes is the narrower one, unless the other says more.
        (
            "text: \"{code}[: {_}]\" }, when: { code: known_code }, verdict: rejected, code: code | text: \"{id},{_:9}\" }, when: { id: { range: 100.. } }, verdict: success",
            FINE,
        ),
        (
            "text: \"{id}[,{_}]\" }, when: { id: { range: 1.. } }, verdict: success | text: \"{_},-{code}\" }, when: { code: known_code }, verdict: rejected, code: code",
            OVERLAP,
        ),
        (
            "text: \"{_},-{code}\" }, when: { code: known_code }, verdict: rejected, code: code | text: \"1,{id},{_}\" }, verdict: success",
            OVERLAP,
        ),
        (
            "text: \"{_},-{code}\" }, when: { code: known_code }, verdict: rejected, code: code | text: \"{_},{id}\" }, when: { id: { range: 1.. } }, verdict: success",
            FINE,
        ),
        // What characters a hole takes.
        (
            "text: \"{id}[,{_}]\" }, when: { id: { range: 1.. } }, verdict: success | text: \"{zero},-{code}\" }, when: { zero: { matches: \"0|[A-Z]{1,3}\" }, code: known_code }, verdict: rejected, code: code",
            FINE,
        ),
        (
            "text: \"{code}[: {_}]\" }, when: { code: known_code }, verdict: rejected, code: code | text: \"{id:12}\" }, verdict: success",
            UNKNOWN,
        ),
        (
            "text: \"{code}[: {_}]\" }, when: { code: known_code }, verdict: rejected, code: code | text: \"{id:12}\" }, when: { id: { matches: \"[0-9]+\" } }, verdict: success",
            FINE,
        ),
        (
            "xml: { r: { text: \"1,{id}\" } } }, verdict: success | xml: { r: { text: \"0,{code}\" } } }, verdict: rejected, code: code",
            FINE,
        ),
        (
            "xml: { r: { text: \"{_},{id}\" } } }, verdict: success | xml: { r: { text: \"0,{code}\" } } }, verdict: rejected, code: code",
            OVERLAP,
        ),
        (
            "xml: { r: { text: \"0,{code}\" } } }, when: { code: known_code }, verdict: rejected, code: code | xml: { r: { text: \"{_},{id}\" } } }, verdict: success",
            UNKNOWN,
        ),
    ] {
        let arms: Vec<String> = arms
            .split(" | ")
            .enumerate()
            .map(|(i, arm)| format!("    - {{ arm: arm_{i}, reads: {{ {arm} }}"))
            .collect();
        assert_eq!(said(&arms.join("\n")), expected, "{arms:#?}");
    }
}

/// Where a call must not be repeated it is a mistake, elsewhere a warning.
#[test]
fn money_is_at_risk_where_a_call_is_once() {
    use vendor_model::diagnostic::Severity;
    for (safety, expected) in [("once", Severity::Error), ("read", Severity::Warning)] {
        let example = format!(
            "# operation\nsafety: {safety}\nreply: {{ arms: [ {{ arm: other, when: {{ http: any, code: \"7\" }}, verdict: rejected }} ] }}\n"
        );
        let (_, report) = crate::base::found(&files_of(&example));
        let said: Vec<_> = report.diagnostics.iter().map(|told| (told.code, told.severity)).collect();
        assert_eq!(said, [(codes::OVERLAPPING_ARMS, expected)], "{safety}");
    }
}
