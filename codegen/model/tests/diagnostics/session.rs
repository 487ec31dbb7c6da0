//! Mistakes in tokens, callbacks, pages and rules.

use crate::base::{Case, P, V};

const TOKEN: &str = "from: log_in, value: token, lives: 24h, stale: { http: 401, code: [\"17\"] }";

pub const TOKENS: &[Case] = &[
    ("a token that nothing hands out", &[(V, "from: log_in, ", "")]),
    ("a life that is neither a time nor a field", &[(V, "lives: 24h", "lives: expires_in")]),
    (
        "a life in another unit",
        &[(V, "lives: 24h", "lives: good_for weeks"), (P, "secret: true } }", "secret: true }, good_for: integer }")],
    ),
    (
        "a life that is a text",
        &[(V, "lives: 24h", "lives: good_for"), (P, "secret: true } }", "secret: true }, good_for: text }")],
    ),
    (
        "a life that is a time of no zone",
        &[
            (V, "lives: 24h", "lives: ends"),
            (P, "secret: true } }", "secret: true }, ends: { type: datetime, written: \"%Y-%m-%d %H:%M:%S\" } }"),
        ],
    ),
    ("a token in an address", &[(V, "path: \"/v1/{paths}/{wire}\"", "path: \"/v1/{paths}/{wire}/{token}\"")]),
    (
        "a token that is needed to get itself",
        &[
            (V, TOKEN, "from: log_in, value: token }\n  second: { summary: Another., from: list_vouchers, value: name"),
            (P, "vouchers: { list: { type: integer } }", "name: { type: text, secret: true }"),
            (
                P,
                "fields: { login: { type: text, from: \"{key}\" } }",
                "fields: { login: { type: text, from: \"{second}\" } }",
            ),
        ],
    ),
    ("a refresh by no operation", &[(V, "lives: 24h", "refresh: { from: renew, value: next }")]),
    ("a refresh token that is nowhere", &[(V, "lives: 24h", "refresh: { from: log_in, value: next }")]),
    (
        "a refresh that spends and may be repeated",
        &[
            (V, "lives: 24h", "refresh: { from: log_in, value: token, send: login }"),
            (P, "login: { type: text, from: \"{key}\" }", "login: { type: text, secret: true }"),
        ],
    ),
    (
        "a refresh that takes what is no secret",
        &[
            (V, "lives: 24h", "refresh: { from: log_in, value: token, send: login }"),
            (P, "safety: idempotent", "safety: once"),
            (P, "login: { type: text, from: \"{key}\" }", "login: optional text"),
        ],
    ),
];

/// A callback without a mistake, in place of the page's last line.
const LAST: &str = "fields: { vouchers: { list: { type: integer } } }";
macro_rules! callback {
    ($rest:literal) => {
        concat!(
            "fields: { vouchers: { list: { type: integer } } }\ncallbacks:\n  paid:\n    summary: It was paid.\n    reads: { form: { sign: text, \"...\": event } }\n    fields: { id: integer }\n",
            $rest
        )
    };
}

pub const CALLBACKS: &[Case] = &[
    ("a callback that nothing proves", &[(P, LAST, callback!(""))]),
    ("a callback that no operation confirms", &[(P, LAST, callback!("    confirm_with: list_voucher"))]),
    (
        "a signature that is nowhere",
        &[(P, LAST, callback!("    verify: { value: sgn, expected: \"= hex(sha256(id + key))\" }"))],
    ),
    (
        "a signature of what is nowhere",
        &[(P, LAST, callback!("    verify: { value: sign, expected: \"= hex(sha256(number + key))\" }"))],
    ),
    (
        "a signature without a credential",
        &[(P, LAST, callback!("    verify: { value: sign, expected: \"= hex(sha256(id))\" }"))],
    ),
    (
        "a signature without a hash",
        &[(P, LAST, callback!("    verify: { value: sign, expected: \"= base64(id + key)\" }"))],
    ),
    (
        "a signature of itself",
        &[(P, LAST, callback!("    verify: { value: sign, expected: \"= hex(sha256(sign + key))\" }"))],
    ),
    (
        "a signature of the time",
        &[(P, LAST, callback!("    verify: { value: sign, expected: \"= hex(sha256(epoch_s + key))\" }"))],
    ),
    (
        "a signature with a token",
        &[(P, LAST, callback!("    verify: { value: sign, expected: \"= hex(sha256(id + key + token.token))\" }"))],
    ),
    (
        "a signature of a query that is none",
        &[(P, LAST, callback!("    verify: { value: sign, expected: \"= hex(sha256(query + key))\" }"))],
    ),
    ("a signature that is not computed", &[(P, LAST, callback!("    verify: { value: sign, expected: hex }"))]),
    (
        "a signature that makes bytes",
        &[(P, LAST, callback!("    verify: { value: sign, expected: \"= sha256(id + key)\" }"))],
    ),
    (
        "a callback of a status",
        &[(
            P,
            LAST,
            callback!("    confirm_with: list_vouchers\n    arms: [ { arm: paid, when: { http: 200, id: 1 } } ]"),
        )],
    ),
    (
        "two kinds of one event",
        &[(
            P,
            LAST,
            callback!(
                "    confirm_with: list_vouchers\n    arms: [ { arm: paid, when: { id: 1 } }, { arm: other, when: { id: 1 } } ]"
            ),
        )],
    ),
    (
        "a callback called as an operation",
        &[(
            P,
            "fields: { vouchers: { list: { type: integer } } }",
            "fields: { vouchers: { list: { type: integer } } }\ncallbacks:\n  log_in: { summary: Twice., reads: { json: \"event\" }, confirm_with: log_in }",
        )],
    ),
    (
        "a callback of no document",
        &[(
            P,
            LAST,
            "fields: { vouchers: { list: { type: integer } } }\ncallbacks:\n  paid: { summary: Paid., reads: { text: \"OK\" }, confirm_with: log_in }",
        )],
    ),
    (
        "a callback without a hole",
        &[(
            P,
            LAST,
            "fields: { vouchers: { list: { type: integer } } }\ncallbacks:\n  paid: { summary: Paid., reads: { form: { a: text } }, fields: { id: integer }, confirm_with: log_in }",
        )],
    ),
    (
        "a status that nobody answers",
        &[(P, LAST, callback!("    confirm_with: list_vouchers\n    acknowledge: { status: 20, body: OK }"))],
    ),
];

/// A list with pages, in place of the one without.
macro_rules! paging {
    ($rest:literal) => {
        concat!("fields: { vouchers: { list: { type: integer } }, next: optional text, total: optional integer }\n    paging: { items: vouchers, ", $rest, " }")
    };
}
const READ: &str = "fields: { vouchers: { list: { type: integer } } }";

pub const PAGES: &[Case] = &[
    (
        "pages of what changes something",
        &[(P, "    wire: voucher\n", "    wire: voucher\n    paging: { items: sent, last_item: { send: id } }\n")],
    ),
    ("pages by nothing", &[(P, READ, paging!("last_when: { short: 50 }"))]),
    ("pages by two things", &[(P, READ, paging!("number: page, next_uri: next"))]),
    (
        "a list that is nowhere",
        &[(P, READ, "fields: { ids: { list: { type: integer } } }\n    paging: { items: voucher, number: page }")],
    ),
    ("a list that is none", &[(P, READ, "fields: { ids: integer }\n    paging: { items: ids, number: page }")]),
    ("a number that nobody sends", &[(P, READ, paging!("number: pgae"))]),
    ("a total that is a text", &[(P, READ, paging!("number: page, last_when: { total: next }"))]),
    ("a number of pages without numbers", &[(P, READ, paging!("offset: page, last_when: { pages: total }"))]),
    ("a value that it never has", &[(P, READ, paging!("number: page, last_when: { reply: { total: many } }"))]),
    ("a cursor of another type", &[(P, READ, paging!("cursor: { send: page, value: next }"))]),
    ("a cursor of nothing", &[(P, READ, paging!("cursor: { send: page }"))]),
    ("a path into what is no record", &[(P, READ, paging!("cursor: { send: page, value: next.page }"))]),
    ("a last item that nothing names", &[(P, READ, paging!("last_item: { send: page, value: id }"))]),
    ("a first page of a cursor", &[(P, READ, paging!("last_item: { send: page }, first: 3"))]),
    (
        "an address that lacks a credential",
        &[(P, READ, paging!("next_uri: next")), (P, "path: \"/v1/{paths}/{shop}\"", "path: \"/v1/{key}/{shop}\"")],
    ),
    (
        "an address that is signed",
        &[
            (P, READ, paging!("next_uri: next")),
            (
                P,
                "path: \"/v1/{paths}/{shop}\"",
                "path: \"/v1/{paths}/{shop}\", headers: { X-Sign: \"= hex(sha256(path + key))\" }",
            ),
        ],
    ),
];

const SHOP: &str = "fields: { shop: integer, page: optional integer }";
/// A rule of the second operation's request.
macro_rules! rule {
    ($rule:literal) => {
        concat!(
            "fields: { shop: integer, page: optional integer, name: optional text, day: { type: date, written: \"%Y-%m-%d\", optional: true }, kind: { optional: true, enum: [ { value: a } ] }, key: { type: text, from: \"{key}\" } }\n      rules: [\"",
            $rule,
            "\"]"
        )
    };
}

pub const SEVERAL_FIELDS: &[Case] = &[
    ("a rule that compares nothing", &[(P, SHOP, rule!("shop"))]),
    ("a rule of a field that is nowhere", &[(P, SHOP, rule!("shop <= pgae"))]),
    ("a rule of two kinds", &[(P, SHOP, rule!("shop <= name"))]),
    ("a rule of two constants", &[(P, SHOP, rule!("1 <= 2"))]),
    ("a rule of texts in order", &[(P, SHOP, rule!("name < name"))]),
    ("a rule of a field that the client fills", &[(P, SHOP, rule!("key == name"))]),
    ("a rule of a field that decides", &[(P, SHOP, rule!("kind == name"))]),
    ("a count of no list", &[(P, SHOP, rule!("count(shop) == page"))]),
    ("a sum of no list", &[(P, SHOP, rule!("sum(shop.price) == page"))]),
    ("a sum of nothing", &[(P, SHOP, rule!("sum(shop) == page"))]),
    ("a multiple of nought", &[(P, SHOP, rule!("multiple_of(shop, 0)"))]),
    ("looks of a number", &[(P, SHOP, rule!("matches(shop, 'a')"))]),
    ("looks beyond the small part", &[(P, SHOP, rule!("matches(name, '(a|b)')"))]),
    ("a text without an end", &[(P, SHOP, rule!("matches(name, 'a)"))]),
    ("a group of one", &[(P, SHOP, rule!("one_of(page)"))]),
    ("a group of what is required", &[(P, SHOP, rule!("one_of(page, shop)"))]),
    (
        "a rule of a scalar",
        &[(P, SHOP, "fields: { shop: { type: integer, rules: [\"shop > 1\"] }, page: optional integer }")],
    ),
    (
        "a rule of a reply",
        &[(P, READ, "fields: { vouchers: { list: { fields: { a: integer, b: integer }, rules: [\"a < b\"] } } }")],
    ),
    (
        "an example that breaks a rule",
        &[(
            P,
            "    request:\n      fields:\n        kind:",
            "    request:\n      rules: [price > 10]\n      fields:\n        kind:",
        )],
    ),
];

pub const LIMITS: &[Case] = &[
    (
        "a limit in no time",
        &[(P, READ, "fields: { vouchers: { list: { type: integer } } }\n    limits: [ { calls: 10, per: while } ]")],
    ),
    ("a limit of nothing", &[(V, "errors:\n", "limits: [ { calls: 0, per: second } ]\nerrors:\n")]),
    (
        "a limit with a code that is nowhere",
        &[(V, "errors:\n", "limits: [ { calls: 5, per: 2 hours, code: \"99\" } ]\nerrors:\n")],
    ),
];
