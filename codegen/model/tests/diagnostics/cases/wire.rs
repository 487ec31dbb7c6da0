//! Mistakes of what goes over the wire, and of what it means.

use crate::base::{Case, P, V};

pub const SENDING: &[Case] = &[
    ("no path", &[(V, "  path: \"/v1/{paths}/{wire}\"\n", "")]),
    ("a path without a slash", &[(V, "path: \"/v1/{paths}/{wire}\"", "path: \"v1/{wire}\"")]),
    ("a path with a query", &[(V, "path: \"/v1/{paths}/{wire}\"", "path: \"/v1/{wire}?a=1\"")]),
    ("a path with an empty segment", &[(V, "path: \"/v1/{paths}/{wire}\"", "path: \"/v1//{wire}\"")]),
    ("a path that goes up", &[(V, "path: \"/v1/{paths}/{wire}\"", "path: \"/v1/../{wire}\"")]),
    (
        "a path of a format that nobody knows",
        &[(V, "path: \"/v1/{paths}/{wire}\"", "path: { json: \"/v1/{wire}\", xml: \"/v1/{wire}\", yaml: \"/v1\" }")],
    ),
    ("no path for a format with a body", &[(V, "path: \"/v1/{paths}/{wire}\"", "path: { json: \"/v1/{wire}\" }")]),
    (
        "a body of a format that nobody knows",
        &[(V, "    xml: { request: { version: 2,", "    yaml: { request: { version: 2,")],
    ),
    ("two roots", &[(V, "xml: { request: { version: 2,", "xml: { other: 1, request: { version: 2,")]),
    (
        "a name that no XML element has",
        &[(V, "xml: { request: { version: 2,", "xml: { request: { \"the version\": 2,")],
    ),
    (
        "another hole",
        &[(
            V,
            "json: { request: { version: 2, key: \"{key}\", \"...\": request } }",
            "json: { request: { \"...\": reply } }",
        )],
    ),
    ("a list in a list of a frame", &[(V, "json: { request: { version: 2,", "json: { request: { version: [[2]],")]),
    ("a number that YAML changes", &[(V, "json: { request: { version: 2,", "json: { request: { version: 0x2,")]),
    ("a fraction", &[(V, "json: { request: { version: 2,", "json: { request: { version: 2.5,")]),
    (
        "a control character in a frame's name",
        &[(V, "json: { request: { version: 2,", "json: { request: { \"ver\\u0000sion\": 2,")],
    ),
    (
        "a hole that nothing fills",
        &[(V, "json: { request: { version: 2, key: \"{key}\"", "json: { request: { version: 2, key: \"{kye}\"")],
    ),
    (
        "a hole that is not closed",
        &[(V, "json: { request: { version: 2, key: \"{key}\"", "json: { request: { version: 2, key: \"{key\"")],
    ),
    (
        "a brace too many",
        &[(V, "json: { request: { version: 2, key: \"{key}\"", "json: { request: { version: 2, key: \"key}\"")],
    ),
    ("a group that is not closed", &[(V, "path: \"/v1/{paths}/{wire}\"", "path: \"/v1/[{reply_format}/{wire}\"")]),
    ("a group that nothing decides about", &[(V, "path: \"/v1/{paths}/{wire}\"", "path: \"/v1/[{paths}/]{wire}\"")]),
    ("a group in a header", &[(V, "\"Bearer {token}\"", "\"Bearer {token}[ x]\"")]),
    ("a control character in a pattern", &[(V, "\"Bearer {token}\"", "\"Bearer\\n{token}\"")]),
    (
        "a name that means two things",
        &[(P, "fields: { login: { type: text, from: \"{key}\" } }", "fields: { key: text }")],
    ),
    ("no header name", &[(V, "    Authorization:", "    \"Author ization\":")]),
    ("a header that is ours", &[(V, "    Authorization:", "    Content-Type:")]),
    (
        "a header twice",
        &[(
            P,
            "send: { path: \"/v1/{paths}/{shop}\" }",
            "send: { path: \"/v1/{paths}/{shop}\", headers: { authorization: \"x\" } }",
        )],
    ),
    (
        "a query that is a text",
        &[(P, "send: { path: \"/v1/{paths}/{shop}\" }", "send: { path: \"/v1/{paths}/{shop}\", query: request }")],
    ),
    (
        "a query with parts",
        &[(
            P,
            "send: { path: \"/v1/{paths}/{shop}\" }",
            "send: { path: \"/v1/{paths}/{shop}\", query: { page: { a: b } } }",
        )],
    ),
    (
        "a query with a record",
        &[(
            P,
            "send: { path: \"/v1/{paths}/{shop}\" }",
            "send: { path: \"/v1/{paths}/{shop}\", query: { version: { a: 2 }, \"...\": request } }",
        )],
    ),
    (
        "no place for fields",
        &[(
            P,
            "send: { path: \"/v1/{paths}/{shop}\" }",
            "send: { path: \"/v1/{paths}/{shop}\", query: { version: \"2\" } }",
        )],
    ),
    (
        "no place for fields in one format",
        &[(
            V,
            "xml: { request: { version: 2, key: \"{key}\", \"...\": request } }",
            "xml: { request: { version: 2 } }",
        )],
    ),
    (
        "two places for fields",
        &[(
            P,
            "method: POST\n    request:\n      fields: { login",
            "method: POST\n    send: { query: { \"...\": request }, body: { json: { \"...\": request } } }\n    request:\n      fields: { login",
        )],
    ),
    ("a list in a path", &[(P, "shop: integer", "shop: { list: { type: integer } }")]),
    ("a record in a query", &[(P, "page: optional integer", "page: { fields: { a: integer } }")]),
    ("a secret in a query", &[(P, "page: optional integer", "page: { type: text, secret: true }")]),
    ("an optional field in a path", &[(P, "shop: integer", "shop: optional integer")]),
    (
        "an optional field named in a path",
        &[(P, "send: { path: \"/v1/{paths}/{shop}\" }", "send: { path: \"/v1/{paths}/{shop}/{page}\" }")],
    ),
    (
        "an optional field that is the whole body",
        &[(P, "    wire: voucher\n", "    wire: voucher\n    send: { body: { json: \"{until}\" } }\n")],
    ),
    (
        "a required field that may be absent",
        &[(P, "{ shop: integer, page", "{ shop: { type: integer, absent: empty }, page")],
    ),
    (
        "no way to be absent",
        &[(P, "page: optional integer }", "page: { type: integer, optional: true, absent: [1] } }")],
    ),
    (
        "a null in a query",
        &[(P, "page: optional integer }", "page: { type: integer, optional: true, absent: null } }")],
    ),
    ("a group that is always there", &[(P, "\"/v1/{paths}/{shop}\"", "\"/v1/{paths}[/{shop}]\"")]),
    (
        "a document of itself",
        &[(
            P,
            "send: { path: \"/v1/{paths}/{shop}\" }",
            "send: { path: \"/v1/{paths}/{shop}\", documents: { a: { text: \"{a}\" }, b: { text: \"= hex(body)\" } } }",
        )],
    ),
    (
        "a document of two formats",
        &[(
            P,
            "send: { path: \"/v1/{paths}/{shop}\" }",
            "send: { path: \"/v1/{paths}/{shop}\", documents: { a: { text: x, json: {} }, b: { multipart: {} } } }",
        )],
    ),
    ("a record in an attribute", &[(V, "xml: { request: {", "xml: { request: { \"@a\": { b: c },")]),
    (
        "a field in the path of one format only",
        &[
            (
                P,
                "    wire: voucher\n",
                "    wire: voucher\n    send: { path: { json: \"/v1/{shop}\", xml: \"/v1\" } }\n",
            ),
            (P, "        kind:\n", "        shop: integer\n        kind:\n"),
        ],
    ),
    (
        "a list in a header",
        &[(P, "    wire: voucher\n", "    wire: voucher\n    send: { headers: { X-People: \"{people}\" } }\n")],
    ),
];

pub const REPLIES: &[Case] = &[
    ("no frame", &[(V, "  frame:\n    answer:", "  frames:\n    json:")]),
    ("no hole", &[(V, "data: { \"...\": reply }", "data: optional text")]),
    ("another hole", &[(V, "data: { \"...\": reply }", "data: { \"...\": request }")]),
    (
        "a value among names",
        &[
            (
                P,
                "response:\n      fields: { vouchers: { list: { type: integer } } }",
                "response:\n      value: { as: vouchers, list: { type: integer } }",
            ),
            (V, "data: { \"...\": reply }", "\"...\": reply"),
        ],
    ),
    (
        "a value and fields",
        &[(
            P,
            "response:\n      fields: { token: { type: text, secret: true } }",
            "response:\n      fields: { token: { type: text, secret: true } }\n      value: { type: text }",
        )],
    ),
    ("a list of two", &[(V, "faults: [ { code: optional text, text: optional text } ]", "faults: [ text, text ]")]),
    ("a type that nobody knows", &[(V, "ok: boolean", "ok: bolean")]),
    ("a named type", &[(V, "ok: boolean", "ok: phone")]),
    ("a value", &[(V, "ok: boolean", "ok: true")]),
    ("a control character in a name", &[(V, "ok: boolean", "ok: boolean\n      \"o\\nk\": optional text")]),
    ("a name that no XML element has", &[(V, "ok: boolean", "ok: boolean\n      \"o k\": optional text")]),
    ("two roots", &[(V, "  frame:\n", "  frame:\n    other: optional text\n")]),
    ("a frame of a format that nobody knows", &[(V, "  arms:\n", "  frames: { yaml: { ok: boolean } }\n  arms:\n")]),
    (
        "two holes",
        &[(
            V,
            "status: { code: optional integer, text: optional text }",
            "status: { code: optional integer, text: optional text, \"...\": reply }",
        )],
    ),
    ("a hole in a list", &[(V, "data: { \"...\": reply }", "data: [ { \"...\": reply } ]")]),
];

pub const ARMS: &[Case] = &[
    ("an arm that is no identifier", &[(V, "arm: refused", "arm: Refused")]),
    ("two arms of one name", &[(V, "arm: refused", "arm: done")]),
    (
        "an arm that no reply reaches",
        &[(
            V,
            "    - { arm: refused,",
            "    - { arm: never, when: { ok: true, faults: empty, status.code: 1 }, verdict: success }\n    - { arm: refused,",
        )],
    ),
    ("no success", &[(V, "verdict: success }", "verdict: in_doubt }")]),
    (
        "no arm",
        &[(
            V,
            "  arms:\n    - { arm: done, when: { ok: true, faults: empty }, verdict: success }\n    - { arm: refused, when: { ok: false }, verdict: rejected, code: [faults.code, status.code], message: faults.text }\n",
            "",
        )],
    ),
    (
        "a guess about money",
        &[(V, "faults: empty }, verdict: success }", "faults: empty }, verdict: success, confidence: guessed }")],
    ),
    ("a member that nobody knows", &[(V, "when: { ok: false }", "when: { okay: false }")]),
    (
        "a member that nobody knows, before another arm",
        &[(V, "when: { ok: true, faults: empty }", "when: { okay: true }")],
    ),
    ("a member that could be several", &[(V, "message: faults.text", "message: text")]),
    ("a test that is none", &[(V, "faults: empty }", "faults: emty }")]),
    ("a text without quotes", &[(V, "when: { ok: false }", "when: { status.text: failed }")]),
    ("a mapping that is no test", &[(V, "when: { ok: false }", "when: { status.text: { ends: x } }")]),
    ("a kind that is none", &[(V, "when: { ok: false }", "when: { \"$\": { kind: array } }")]),
    (
        "a code to stand for that is nowhere",
        &[(V, "verdict: rejected, code", "verdict: rejected, stands_for: \"99\", code")],
    ),
    ("a value of a record", &[(V, "when: { ok: false }", "when: { status: 1 }")]),
    ("a value of another type", &[(V, "when: { ok: false }", "when: { ok: 7 }")]),
    ("a value that is a fraction", &[(V, "when: { ok: false }", "when: { status.text: [1.5] }")]),
    ("a prefix of a number", &[(V, "when: { ok: false }", "when: { status.code: { prefix: \"1\" } }")]),
    ("a status that is none", &[(V, "when: { ok: false }", "when: { http: 99 }")]),
    ("a range of statuses that is none", &[(V, "when: { ok: false }", "when: { http: [9xx] }")]),
    ("any status among others", &[(V, "when: { ok: false }", "when: { http: [any, 200] }")]),
    ("a status that is a mapping", &[(V, "when: { ok: false }", "when: { http: { from: 200 } }")]),
    (
        "a class of a success",
        &[(V, "faults: empty }, verdict: success }", "faults: empty }, verdict: success, class: balance }")],
    ),
    ("a class that nobody knows", &[(V, "verdict: rejected, code", "verdict: rejected, class: blance, code")]),
    ("a code that is nowhere", &[(V, "code: [faults.code, status.code]", "code: [fault.code, status.code]")]),
    ("a verdict that is none", &[(V, "verdict: rejected", "verdict: reject")]),
    ("a known code of what is no code", &[(V, "when: { ok: false }", "when: { status: known_code }")]),
    (
        "a record at the top of which nothing has to be there",
        &[(
            P,
            "    response:\n      fields: { vouchers: { list: { type: integer } } }",
            "    response: { fields: { name: optional text } }\n    reply: { arms: [ { arm: top, reads: { json: reply }, verdict: success } ] }",
        )],
    ),
    (
        "a payload where there is none",
        &[(
            P,
            "    codes: [\"12\"]\n",
            "    codes: [\"12\"]\n    reply: { arms: [ { arm: more, reads: { json: { a: text } }, when: { \"...\": empty }, verdict: rejected } ] }\n",
        )],
    ),
    (
        "a group that is not closed",
        &[(
            P,
            "    codes: [\"12\"]\n",
            "    codes: [\"12\"]\n    reply: { arms: [ { arm: more, reads: { text: \"ERR[ {code}\" }, verdict: rejected, code: code } ] }\n",
        )],
    ),
    (
        "a keyword of rows that is none",
        &[(
            P,
            "    codes: [\"12\"]\n",
            "    codes: [\"12\"]\n    reply: { arms: [ { arm: more, reads: { rows: { row: \"{a};{b}\", separator: \",\" } }, verdict: rejected } ] }\n",
        )],
    ),
    (
        "an arm of an operation that no reply reaches",
        &[(
            P,
            "    codes: [\"12\"]\n",
            "    codes: [\"12\"]\n    reply: { arms: [ { arm: more, when: { ok: false, status.code: 5 }, verdict: rejected } ] }\n",
        )],
    ),
];
