//! Mistakes of values with arms, and of how items answer each other.

use crate::base::{Case, P};

pub const UNIONS: &[Case] = &[
    (
        "an item's arm without a verdict",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, list: { arms: [ { arm: taken, when: { number: present }, verdict: success, fields: { number: integer } }, { arm: refused } ] } }\n        sent: { list:",
        )],
    ),
    (
        "items that never succeed",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, list: { frame: { state: text }, arms: [ { arm: refused, when: { state: \"1\" }, verdict: rejected, code: state } ] } }\n        sent: { list:",
        )],
    ),
    (
        "an item that succeeds by silence",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, list: { frame: { state: text, \"...\": item }, arms: [ { arm: refused, when: { state: \"1\" }, verdict: rejected, code: state }, { arm: taken, verdict: success, fields: { number: integer } } ] } }\n        sent: { list:",
        )],
    ),
    (
        "a value that no arm is left for",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, arms: [ { arm: any, value: text }, { arm: number, when: { \"$\": { kind: number } }, value: integer } ] }\n        sent: { list:",
        )],
    ),
    (
        "a status in an arm of a value",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, arms: [ { arm: any, when: { http: 200 }, value: text }, { arm: number, value: integer } ] }\n        sent: { list:",
        )],
    ),
    (
        "a member that no frame of a value has",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, arms: [ { arm: any, when: { kind: \"x\" }, fields: { number: integer } }, { arm: number, value: integer } ] }\n        sent: { list:",
        )],
    ),
    (
        "an arm of a value with fields and a value",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, arms: [ { arm: any, when: { \"$\": { kind: text } }, value: text, fields: { number: integer } }, { arm: number, value: integer } ] }\n        sent: { list:",
        )],
    ),
    (
        "a field that all arms have already",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, fields: { number: integer }, arms: [ { arm: any, when: { number: present }, fields: { number: integer } }, { arm: other } ] }\n        sent: { list:",
        )],
    ),
    (
        "a refusal of a value with fields",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, list: { arms: [ { arm: taken, when: { number: present }, verdict: success, fields: { number: integer } }, { arm: refused, verdict: rejected, fields: { why: text } } ] } }\n        sent: { list:",
        )],
    ),
    (
        "a frame without arms",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, frame: { a: text }, fields: { number: integer } }\n        sent: { list:",
        )],
    ),
    (
        "a value with arms that is a text as well",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, type: text, arms: [ { arm: any, value: text } ] }\n        sent: { list:",
        )],
    ),
    (
        "a guess about an item that is sent once",
        &[(
            P,
            "        sent: { list:",
            "        extra: { optional: true, list: { frame: { state: text, \"...\": item }, arms: [ { arm: taken, when: { state: \"0\" }, verdict: success, confidence: guessed, fields: { number: integer } }, { arm: refused, verdict: rejected } ] } }\n        sent: { list:",
        )],
    ),
    (
        "a value with arms in a request",
        &[(
            P,
            "        people:\n",
            "        to: { optional: true, arms: [ { arm: any, value: text } ] }\n        people:\n",
        )],
    ),
    (
        "items in order with a field to match by",
        &[(
            P,
            "by: [phone last 10], missing: not_processed",
            "by: [phone last 10], in_order: true, missing: not_processed",
        )],
    ),
    ("items that nothing tells apart", &[(P, "by: [phone last 10], missing: not_processed", "missing: not_processed")]),
];
