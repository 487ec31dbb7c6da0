//! Mistakes of operations and their examples.

use crate::base::{Case, P, V};

pub const OPERATIONS: &[Case] = &[
    ("no identifier", &[(P, "  log_in:\n", "  logIn:\n"), (V, "from: log_in", "from: logIn")]),
    ("a method that nobody knows", &[(P, "method: GET", "method: get")]),
    ("a wire name that YAML changes", &[(P, "wire: voucher", "wire: 0x10")]),
    ("told by nobody", &[(P, "told_by: list_vouchers", "told_by: list_voucher")]),
    ("told by what does more than tell", &[(P, "told_by: list_vouchers", "told_by: log_in")]),
    ("a code that nobody knows", &[(P, "codes: [\"12\"]", "codes: [\"13\"]")]),
    ("matches by what is no field", &[(P, "by: [phone last 10]", "by: [phon last 10]")]),
    ("matches by a sentence", &[(P, "by: [phone last 10]", "by: [last ten of phone]")]),
    ("matches what is no list", &[(P, "matches: { items: sent", "matches: { items: id")]),
    ("matches what is not there", &[(P, "request: people, by", "request: persons, by")]),
    ("a name for what is missing that is none", &[(P, "missing: not_processed", "missing: not-processed")]),
    ("a name for what is missing that is taken", &[(P, "missing: not_processed", "missing: id")]),
    (
        "a name for a value that is none",
        &[(
            P,
            "response:\n      fields: { vouchers: { list: { type: integer } } }",
            "response:\n      value: { as: \"1st\", list: { type: integer } }",
        )],
    ),
];

pub const EXAMPLES: &[Case] = &[
    (
        "an example of a refusal whose arm is a success",
        &[(P, "        refused: { code: \"12\" }", "        arm: done\n        refused: { code: \"12\" }")],
    ),
    ("no identifier", &[(P, "      sold:\n", "      Sold:\n")]),
    (
        "a setting that nobody knows",
        &[(P, "        request: { kind: sale", "        settings: { path: voucher }\n        request: { kind: sale")],
    ),
    (
        "a value that the setting has not",
        &[(P, "        request: { kind: sale", "        settings: { paths: vochers }\n        request: { kind: sale")],
    ),
    (
        "a format that nobody knows",
        &[(P, "        request: { kind: sale", "        formats: [jsn]\n        request: { kind: sale")],
    ),
    ("a code that nobody knows", &[(P, "refused: { code: \"12\" }", "refused: { code: \"13\" }")]),
    ("a code that YAML changes", &[(P, "refused: { code: \"12\" }", "refused: { code: 0xc }")]),
    (
        "two outcomes",
        &[(P, "refused: { code: \"12\" }", "refused: { code: \"12\" }\n        reply: { id: 7, sent: [] }")],
    ),
    (
        "a text instead of a record",
        &[(P, "request: { kind: sale, price: 9.90, people: [ { phone: \"905321000001\" } ] }", "request: sale")],
    ),
    ("a field that nobody knows", &[(P, "price: 9.90", "prices: 9.90")]),
    ("a field that is missing", &[(P, "price: 9.90, people: [ { phone: \"905321000001\" } ] }", "price: 9.90 }")]),
    ("a field that this case needs", &[(P, "price: 9.90, ", "")]),
    ("a field that this case forbids", &[(P, "kind: sale, price: 9.90", "kind: sale, until: 2030-12-31, price: 9.90")]),
    ("one value instead of a list", &[(P, "sent: [ { phone: \"5321000001\" } ]", "sent: x")]),
    ("nothing", &[(P, "price: 9.90", "price: ~")]),
    ("another type", &[(P, "reply: { id: 7", "reply: { id: seven")]),
    ("beyond the range", &[(P, "price: 9.90", "price: -1")]),
    ("beyond the length", &[(P, "sent: [ { phone: \"5321000001\" } ]", "sent: [ { phone: \"53\" } ]")]),
    ("beyond the count", &[(P, "price: 9.90, people: [ { phone: \"905321000001\" } ] }", "price: 9.90, people: [] }")]),
    ("no such date", &[(P, "until: 2030-12-31", "until: 2030-13-31")]),
    ("no such day", &[(P, "until: 2030-12-31", "until: 2030-02-31")]),
    ("no such value", &[(P, "kind: gift, until", "kind: present, until")]),
    ("several values instead of one", &[(P, "price: 9.90", "price: [9.90]")]),
    (
        "a mapping instead of a list",
        &[(
            P,
            "people: [ { phone: \"905321000001\" } ] }\n        reply",
            "people: { phone: \"905321000001\" } }\n        reply",
        )],
    ),
];
