//! Mistakes of the files themselves: YAML and keywords.

use crate::base::{Case, P, V};

pub const YAML: &[Case] = &[
    ("a colon in a text", &[(V, "title: Acme Vouchers", "title: Acme: Vouchers")]),
    ("a bracket that is not closed", &[(P, "codes: [\"12\"]", "codes: [\"12\"")]),
    ("a tab", &[(P, "    safety: idempotent", "\tsafety: idempotent")]),
    ("a key twice", &[(P, "    safety: read\n", "    safety: read\n    safety: once\n")]),
    ("an anchor", &[(P, "response:\n      fields: { token:", "response: &reply\n      fields: { token:")]),
    ("an alias", &[(P, "told_by: list_vouchers", "told_by: *other")]),
    ("a tag", &[(P, "wire: voucher", "wire: !!str voucher")]),
    ("a second document", &[(V, "errors:\n", "---\nerrors:\n")]),
    ("a list as a key", &[(P, "method: GET", "[method]: GET")]),
    ("what only one of two parsers takes", &[(P, "price: 9.90", "price:")]),
    ("a mapping as a key", &[(P, "method: GET", "{ method: x }: GET")]),
];

pub const KEYWORDS: &[Case] = &[
    ("a misspelt keyword of the vendor", &[(V, "title: Acme", "titel: Acme")]),
    ("a keyword that resembles none", &[(P, "told_by: list_vouchers", "question: list_vouchers")]),
    ("a misspelt keyword of a field", &[(P, "range: 0..", "rnage: 0..")]),
    ("a misspelt keyword of a type", &[(P, "length: 3..20", "lenght: 3..20")]),
    ("a comma in an unquoted text", &[(P, "summary: A present. }", "summary: A present, or so. }")]),
    ("a comma in an unquoted text of a field", &[(P, "range: 0..,", "range: 0.., summary: What was paid, or not,")]),
    ("a keyword that is missing", &[(P, "    safety: read\n", "")]),
    ("a keyword of the vendor that is missing", &[(V, "summary: Gift vouchers of Acme, an invented vendor.\n", "")]),
    ("a word that is not possible", &[(P, "safety: read", "safety: raed")]),
    ("a word that resembles none", &[(P, "safety: read", "safety: always")]),
    ("a list instead of a text", &[(P, "summary: Make a voucher.", "summary: [Make a voucher.]")]),
    ("a number instead of a text", &[(V, "title: Acme Vouchers", "title: 7")]),
    (
        "a text instead of a mapping",
        &[(
            V,
            "servers:\n  production: { url: \"https://api.acme.example\", summary: The only address. }",
            "servers: https://api.acme.example",
        )],
    ),
    ("a fraction as a code", &[(P, "refused: { code: \"12\" }", "refused: { code: 1.5 }")]),
    ("a limit that is none", &[(P, "length: 3..20", "length: 3-20")]),
    ("a limit that nothing keeps", &[(P, "length: 3..20", "length: 20..3")]),
    ("a limit without ends", &[(P, "count: 1..\n", "count: ..\n")]),
    ("a limit with another unit", &[(P, "length: 3..20", "length: 3..20 words")]),
    ("a list instead of a path", &[(P, "send: { path: \"/v1/{paths}/{shop}\" }", "send: { path: [a] }")]),
    ("a number beyond 64 bits", &[(P, "reply: { id: 7,", "reply: { id: 18446744073709551615,")]),
    ("nothing instead of a field", &[(P, "id: integer", "id:")]),
    ("nothing instead of an operation", &[(P, "  log_in:\n", "  other:\n  log_in:\n")]),
    ("a type twice optional", &[(P, "name: optional text", "name: optional  optional text")]),
];
