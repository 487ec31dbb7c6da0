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
