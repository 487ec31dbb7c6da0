//! Many mistakes, told in one run.

use crate::base::{P, V, files, told};

/// A mistake that concerns every format or every example is told once.
#[test]
fn a_mistake_is_told_once() {
    let renamed = files(&("a field is renamed", &[(P, "price: { type: decimal", "sum: { type: decimal")]));
    insta::assert_snapshot!(told(&renamed));
}

/// One run finds mistakes in every file, the gravest first, in the order of the files.
#[test]
fn one_run_tells_of_all_files() {
    let mut wrong = files(&(
        "several",
        &[
            (V, "class: credentials", "class: credential"),
            (V, "ok: boolean", "ok: bolean"),
            (V, "vendor: acme", "vendor: Acme"),
            (P, "range: 0..,", "rnage: 0..,"),
        ],
    ));
    let other = "source: { title: Other, read: 2026-11-22 }\ntypes:\n  shop: { type: integer }\noperations:\n  close:\n    summary: Close a shop.\n    safety: once\n    method: POSTS\n    told_by: nobody\n";
    wrong.push(("acme/other.yaml".to_owned(), other.to_owned()));
    wrong.push(("acme/broken.yaml".to_owned(), "source: { title: Broken".to_owned()));
    insta::assert_snapshot!(told(&wrong));
}

/// What stands in an operation that can't be read is not said to be missing or unused.
#[test]
fn an_operation_that_can_not_be_read_has_no_further_consequences() {
    let unread =
        files(&("unread", &[(P, "    told_by: list_vouchers\n", "    told_by: list_vouchers\n    misspelt: x\n")]));
    insta::assert_snapshot!("unread_user_of_types", told(&unread));
    let unread = files(&(
        "unread",
        &[
            (P, "    summary: Get a token.\n", "    sumary: Get a token.\n"),
            (P, "    summary: List a shop's vouchers.\n", "    sumary: List a shop's vouchers.\n"),
        ],
    ));
    insta::assert_snapshot!("unread_operations_that_others_name", told(&unread));
}

/// A misspelt keyword or word is read as the one that was meant, so that what it says is looked at too.
#[test]
fn misspellings_hide_nothing() {
    let wrong = files(&(
        "misspelt",
        &[
            (P, "range: 0..,", "rnage: 0..,"),
            (P, "safety: once", "safty: ocne"),
            (P, "until: { type: date,", "until: { type: dat,"),
            (P, "missing: not_processed", "mising: id"),
        ],
    ));
    insta::assert_snapshot!(told(&wrong));
}

/// What is missing or of another kind does not end the reading of an operation.
#[test]
fn one_run_tells_all_that_can_not_be_read() {
    let wrong = files(&(
        "unreadable",
        &[
            (P, "    summary: Make a voucher.\n    wire: voucher\n", "    wire: [voucher]\n"),
            (
                P,
                "            - { value: sale, summary: It was paid for. }",
                "            - { summary: It was paid for. }",
            ),
            (P, "count: 1..\n", "count: many\n"),
            (P, "id: integer", "id: [integer]"),
            (P, "matches: { items: sent, request: people,", "matches: { items: sent,"),
            (
                P,
                "      unknown_shop:\n        proves: made\n",
                "      unknown_shop:\n        proves: nothing\n        formats: json\n",
            ),
            (P, "refused: { code: \"12\" }", "refused: { message: None. }"),
            (V, "verdict: rejected,", ""),
            (V, "class: credentials,", ""),
        ],
    ));
    insta::assert_snapshot!(told(&wrong));
}
