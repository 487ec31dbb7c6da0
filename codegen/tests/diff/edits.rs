//! Edits of the small spec. What each means, there and back, stands in the snapshot.

/// A name, and texts with what replaces them.
pub type Edit = (&'static str, &'static [(&'static str, &'static str)]);

pub const EDITS: &[Edit] = &[
    (
        "an optional field is sent",
        &[("        note: optional text\n", "        note: optional text\n        memo: optional text\n")],
    ),
    (
        "a required field is sent",
        &[("        note: optional text\n", "        note: optional text\n        memo: text\n")],
    ),
    ("a required field may be left out", &[("amount: { type: decimal,", "amount: { type: decimal, optional: true,")]),
    ("a field of a request is renamed on the wire", &[("        amount: {", "        sum: { as: amount,")]),
    ("a field of a request is renamed in Rust", &[("        amount: {", "        amount: { as: sum,")]),
    (
        "fields of a request change places",
        &[
            ("        note: optional text\n", ""),
            ("        amount: {", "        note: optional text\n        amount: {"),
        ],
    ),
    ("a type of a request changes", &[("amount: { type: decimal,", "amount: { type: integer,")]),
    ("a number is written as text", &[("amount: { type: decimal,", "amount: { type: decimal, written: text,")]),
    (
        "a date of a request is written otherwise",
        &[("written: \"%Y-%m-%d\", allowed", "written: \"%d.%m.%Y\", allowed")],
    ),
    (
        "a date of a request is in another calendar",
        &[("written: \"%Y-%m-%d\", allowed", "written: \"%Y-%m-%d\", calendar: jalali, allowed")],
    ),
    ("a length is narrower", &[("optional: true, length: ..20", "optional: true, length: ..15")]),
    ("a length is gone", &[("optional: true, length: ..20", "optional: true")]),
    ("a length counts bytes", &[("optional: true, length: ..20", "optional: true, length: ..20 bytes")]),
    ("a range is wider", &[("range: 1..100", "range: 0..100")]),
    ("a range of a named type is wider", &[("range: 1..999", "range: 1..")]),
    ("a range of a named type is gone", &[("type: integer, range: 1..999", "type: integer")]),
    ("a list is shorter", &[("count: ..10", "count: ..9")]),
    ("a value of a choice is added", &[("{ value: gift } ] }", "{ value: gift }, { value: trial } ] }")]),
    ("a value is renamed in Rust", &[("{ value: gift } ] }", "{ value: gift, as: present } ] }")]),
    ("a value that goes both ways", &[("{ value: open },", "{ value: open }, { value: held },")]),
    ("a value of a reply is added", &[("{ value: low },", "{ value: low }, { value: middle },")]),
    (
        "a rule requires where it allowed",
        &[("allowed_when: { kind: [gift] }", "required_when: { kind: [gift] }, allowed_when: { kind: [gift] }")],
    ),
    ("a rule is gone", &[(", allowed_when: { kind: [gift] } }", ", optional: true }")]),
    (
        "a rule over several fields",
        &[(
            "        tags: { list: text, optional: true, count: ..10 }\n",
            "        tags: { list: text, optional: true, count: ..10 }\n      at_most_one: [[note, title]]\n",
        )],
    ),
    (
        "a field is filled by the client",
        &[(
            "        amount: { type: decimal, range: 1..100 }\n",
            "        amount: { type: decimal, range: 1..100 }\n        source: { type: text, from: \"{channel}\" }\n",
        )],
    ),
    ("a secret", &[("        note: optional text\n", "        note: { type: text, optional: true, secret: true }\n")]),
    (
        "a mask",
        &[("        note: optional text\n", "        note: { type: text, optional: true, sensitive: person }\n")],
    ),
    ("a field of an inner record", &[("phone: optional text }", "phone: optional text, city: text }")]),
    (
        "an optional field of a reply",
        &[("        id: integer\n", "        id: integer\n        fee: optional decimal\n")],
    ),
    ("a required field of a reply", &[("        id: integer\n", "        id: integer\n        fee: decimal\n")]),
    ("a field of a reply is always there", &[("holder: { type: text, optional: true }", "holder: { type: text }")]),
    ("a type of a reply changes", &[("        id: integer\n", "        id: text\n")]),
    ("a date of a reply is read in one form only", &[(", also: [\"%d.%m.%Y %H:%M:%S\"]", "")]),
    ("safety", &[("safety: once", "safety: read")]),
    ("another safety that repeats", &[("safety: read", "safety: idempotent")]),
    ("told by", &[("    safety: once\n", "    safety: once\n    told_by: find\n")]),
    ("a method", &[("    method: POST\n", "    method: PUT\n")]),
    ("a path of one operation", &[("path: \"/v1/{key}/find\"", "path: \"/v2/{key}/find\"")]),
    ("a path of the vendor", &[("path: \"/v1/{key}/{wire}\"", "path: \"/v2/{key}/{wire}\"")]),
    (
        "a header",
        &[("headers: { X-Channel: \"{channel}\" }", "headers: { X-Channel: \"{channel}\", X-Key: \"{key}\" }")],
    ),
    ("a constant of a body", &[("json: { version: 2,", "json: { version: 3,")]),
    ("the wrapper of a body", &[("json: { version: 2, data: {", "json: { version: 2, body: {")]),
    (
        "the order of a body",
        &[("json: { version: 2, data: { \"...\": request } }", "json: { data: { \"...\": request }, version: 2 }")],
    ),
    ("a query", &[("query: { page: \"{page}\",", "query: { p: \"{page}\",")]),
    ("a server moves", &[("https://acme.example", "https://api.acme.example")]),
    (
        "a second server",
        &[(
            "summary: The only address. }",
            "summary: The only address. }, test: { url: \"https://test.acme.example\", summary: Tests. }",
        )],
    ),
    (
        "a credential is added",
        &[
            (
                "  key: { summary: The key., length: 8..64 }\n",
                "  key: { summary: The key., length: 8..64 }\n  secret: { summary: More. }\n",
            ),
            ("headers: { X-Channel: \"{channel}\" }", "headers: { X-Channel: \"{channel}\", X-Secret: \"{secret}\" }"),
        ],
    ),
    ("a credential is shorter", &[("length: 8..64", "length: 8..32")]),
    ("a default of a setting", &[("default: web", "default: shop")]),
    (
        "a setting is added",
        &[
            (
                "settings:\n",
                "settings:\n  tone: { summary: How., enum: [ { value: kind }, { value: curt } ], default: kind }\n",
            ),
            ("headers: { X-Channel: \"{channel}\" }", "headers: { X-Channel: \"{channel}\", X-Tone: \"{tone}\" }"),
        ],
    ),
    ("a code", &[("errors:\n", "errors:\n  - { code: \"12\", as: closed_shop, class: permission }\n")]),
    ("a class", &[("class: not_found", "class: invalid_field")]),
    ("an effect", &[(", effect: unknown", "")]),
    ("a name of a code", &[("as: unknown_shop", "as: no_such_shop")]),
    ("an arm is narrower", &[("when: { ok: true }", "when: { ok: true, code: empty }")]),
    ("an arm has another verdict", &[("verdict: rejected, code: code, message: text }", "verdict: in_doubt }")]),
    (
        "an arm is added",
        &[(
            "verdict: rejected, code: code, message: text }\n",
            "verdict: rejected, code: code, message: text }\n    - { arm: unclear, when: { http: 4xx }, verdict: in_doubt }\n",
        )],
    ),
    (
        "arms change places",
        &[
            ("    - { arm: done, when: { ok: true }, verdict: success }\n", ""),
            (
                "code: code, message: text }\n",
                "code: code, message: text }\n    - { arm: done, when: { ok: true }, verdict: success }\n",
            ),
        ],
    ),
    ("a code is looked for elsewhere", &[("verdict: rejected, code: code,", "verdict: rejected, code: [text, code],")]),
    ("a frame lacks less", &[("  frame: { ok: boolean, code: optional text,", "  frame: { ok: boolean, code: text,")]),
    (
        "an operation",
        &[(
            "  find:\n",
            "  list:\n    summary: List.\n    safety: read\n    method: POST\n    response: { fields: { id: integer } }\n  find:\n",
        )],
    ),
    (
        "two successes",
        &[(
            "    response:\n      fields:\n        id: integer\n",
            "    reply: { arms: [ { arm: queued, reads: { json: { ticket: text } }, when: { ticket: present }, verdict: pending, fields: { ticket: text } } ] }\n    response:\n      fields:\n        id: integer\n",
        )],
    ),
    (
        "a rule that compares",
        &[(
            "        tags: { list: text, optional: true, count: ..10 }\n",
            "        tags: { list: text, optional: true, count: ..10 }\n      rules: [price <= amount]\n      unchecked: [Nobody checks this.]\n",
        )],
    ),
    ("a limit of rate", &[("    safety: once\n", "    safety: once\n    limits: [ { calls: 1, per: second } ]\n")]),
    (
        "a list has pages",
        &[(
            "    response: { fields: { shops: { list: { type: shop }, optional: true } } }\n",
            "    response: { fields: { shops: { list: { type: shop }, optional: true } } }\n    paging: { items: shops, number: page }\n",
        )],
    ),
    ("words", &[("summary: Pay.", "summary: Pay somebody.")]),
];
