//! The mistakes, by what they are made in.

use crate::base::{Case, P, V};

/// Every group.
pub const ALL: &[&[Case]] =
    &[YAML, KEYWORDS, VENDOR, TYPES, FIELDS, RULES, SENDING, REPLIES, ARMS, OPERATIONS, EXAMPLES];

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

pub const VENDOR: &[Case] = &[
    ("a vendor that is no identifier", &[(V, "vendor: acme", "vendor: Acme-2")]),
    ("a server that is no identifier", &[(V, "  production: {", "  Production: {")]),
    (
        "no server",
        &[(
            V,
            "servers:\n  production: { url: \"https://api.acme.example\", summary: The only address. }",
            "servers: {}",
        )],
    ),
    ("plain HTTP", &[(V, "https://api.acme.example", "http://api.acme.example")]),
    ("a server with a user", &[(V, "https://api.acme.example", "https://me@api.acme.example")]),
    ("a server with a query", &[(V, "https://api.acme.example", "https://api.acme.example?key=1")]),
    ("a server with a line of its own", &[(V, "\"https://api.acme.example\"", "\"https://api.acme.example/\\n> x\"")]),
    ("a server without a host", &[(V, "\"https://api.acme.example\"", "\"https:///v1\"")]),
    ("a credential without an identifier", &[(V, "key: { as: api_key,", "\"Şifre\": {")]),
    ("a credential with a bad name", &[(V, "as: api_key", "as: apiKey")]),
    (
        "two credentials of one name",
        &[(
            V,
            "key: { as: api_key, summary: The key from the console. }",
            "key: { as: api_key, summary: The key. }\n  api_key: { summary: Another. }",
        )],
    ),
    (
        "a setting that is no identifier",
        &[(V, "settings:\n  paths:", "settings:\n  Paths:"), (V, "{paths}", "x"), (P, "{paths}", "x")],
    ),
    ("a default that is no value", &[(V, "default: vouchers", "default: vuchers")]),
    ("a default that YAML changes", &[(V, "default: vouchers", "default: 0x10")]),
    ("a token without an operation", &[(V, "from: log_in", "from: login")]),
    ("a token without a field", &[(V, "value: token,", "value: tokken,")]),
    ("a token that is no secret", &[(P, "token: { type: text, secret: true }", "token: { type: text }")]),
    (
        "a token that may be missing",
        &[(P, "token: { type: text, secret: true }", "token: { type: text, secret: true, optional: true }")],
    ),
    (
        "a token that needs something of the caller",
        &[(P, "{ login: { type: text, from: \"{key}\" } }", "{ login: text }")],
    ),
    ("a life that is no duration", &[(V, "lives: 24h", "lives: a day")]),
    ("a life without a number", &[(V, "lives: 24h", "lives: h")]),
    ("a stale code that nobody knows", &[(V, "code: [\"17\"] }", "code: [\"71\"] }")]),
    ("a stale code that YAML changes", &[(V, "code: [\"17\"] }", "code: [0x11] }")]),
    ("a code twice", &[(V, "code: \"17\", as: token_stale", "code: \"12\", as: token_stale")]),
    ("two codes of one name", &[(V, "as: token_stale", "as: unknown_shop")]),
    (
        "two codes whose names differ by an underscore only",
        &[(V, "as: token_stale", "as: code1"), (V, "as: unknown_shop", "as: code_1")],
    ),
    ("a code whose name is no identifier", &[(V, "as: token_stale", "as: token-stale")]),
    ("a code that YAML changes", &[(V, "code: \"17\", as", "code: 0x11, as")]),
    ("an unknown class", &[(V, "class: credentials", "class: credential")]),
    ("an unknown class that resembles none", &[(V, "class: credentials", "class: money")]),
];

pub const TYPES: &[Case] = &[
    ("a type that nobody uses", &[(P, "types:\n", "types:\n  shop: { type: integer }\n")]),
    ("a mistake in a type that nobody uses", &[(P, "types:\n", "types:\n  shop: { type: integr }\n")]),
    ("a type that is no identifier", &[(P, "  phone: { type: text, length", "  Phone: { type: text, length")]),
    ("a type of the language", &[(P, "types:\n", "types:\n  integer: { type: text }\n")]),
    ("a type twice", &[(V, "errors:\n", "types:\n  phone: { type: integer }\nerrors:\n")]),
    (
        "two types whose names differ by an underscore only",
        &[
            (P, "types:\n", "types:\n  a_1: { type: text }\n  a1: { type: text }\n"),
            (P, "id: integer", "id: a_1\n        other: a1"),
        ],
    ),
    (
        "a type that nobody knows",
        &[(P, "list: { fields: { phone: { type: phone }, name", "list: { fields: { phone: { type: phne }, name")],
    ),
    (
        "a type that contains itself",
        &[
            (P, "types:\n", "types:\n  tree: { fields: { left: { type: tree, optional: true } } }\n"),
            (P, "id: integer", "id: tree"),
        ],
    ),
    (
        "a list with a name",
        &[(P, "types:\n", "types:\n  phones: { list: { type: phone } }\n"), (P, "id: integer", "id: phones")],
    ),
    (
        "a type made of a named one",
        &[(P, "types:\n", "types:\n  mobile: { type: phone }\n"), (P, "id: integer", "id: mobile")],
    ),
    (
        "keywords of a field on a type",
        &[(
            P,
            "phone: { type: text, length",
            "phone: { sensitive: person, secret: true, optional: true, from: \"{key}\", as: gsm, type: text, length",
        )],
    ),
    (
        "rules on a type",
        &[(
            P,
            "phone: { type: text, length",
            "phone: { required_when: { kind: a }, allowed_when: { kind: a }, type: text, length",
        )],
    ),
    (
        "keywords of a field on an item",
        &[(P, "list: { type: integer }", "list: { type: integer, optional: true, sensitive: person, as: voucher }")],
    ),
    ("an optional item", &[(P, "list: { type: integer }", "list: optional integer")]),
    (
        "an optional type",
        &[(P, "phone: { type: text, length: 3..20, summary: A telephone number. }", "phone: optional text")],
    ),
];

pub const FIELDS: &[Case] = &[
    ("nothing says what it is", &[(P, "name: optional text", "name: { optional: true }")]),
    ("two things at once", &[(P, "name: optional text", "name: { optional: true, type: text, list: { type: text } }")]),
    (
        "an enum and a record at once",
        &[(P, "name: optional text", "name: { optional: true, enum: [ { value: a } ], fields: { a: text } }")],
    ),
    ("a misspelt type", &[(P, "id: integer", "id: integr")]),
    ("no identifier", &[(P, "name: optional text", "\"Ürün\": optional text")]),
    ("a bad English name", &[(P, "name: optional text", "name: { optional: true, as: Name, type: text }")]),
    ("two fields of one name", &[(P, "name: optional text", "Phone: { optional: true, type: text }")]),
    (
        "two fields of one name and one wire name",
        &[(
            P,
            "- { value: gift, summary: A present. }",
            "- { value: gift, summary: A present., fields: { people: text } }",
        )],
    ),
    (
        "a control character in a name",
        &[(P, "name: optional text", "\"na\\tme\": { optional: true, as: name, type: text }")],
    ),
    (
        "a name that reads backwards",
        &[(P, "name: optional text", "\"na\\u202eme\": { optional: true, as: name, type: text }")],
    ),
    ("a name that no XML element has", &[(P, "name: optional text", "\"full name\": optional text")]),
    ("a name that begins with a digit", &[(P, "id: integer", "1st: { type: integer, as: first }")]),
    ("an item's name that no XML element has", &[(P, "sent: { list:", "sent: { xml_item: \"a><b\", list:")]),
    ("items of what is no list", &[(P, "id: integer", "id: { type: integer, xml_item: item }")]),
    (
        "a list of lists",
        &[(P, "vouchers: { list: { type: integer } }", "vouchers: { list: { list: { type: integer } } }")],
    ),
    ("a date without a pattern", &[(P, "written: \"%Y-%m-%d\", ", "")]),
    ("a pattern on a number", &[(P, "id: integer", "id: { type: integer, written: \"%Y\" }")]),
    ("a pattern with a part that nobody knows", &[(P, "%Y-%m-%d", "%Y-%m-%e")]),
    ("a pattern that ends early", &[(P, "%Y-%m-%d", "%Y-%m-%d%")]),
    ("a pattern with a part twice", &[(P, "%Y-%m-%d", "%Y-%m-%d %m")]),
    ("a pattern without a day", &[(P, "%Y-%m-%d", "%Y-%m")]),
    ("a date with hours", &[(P, "%Y-%m-%d", "%Y-%m-%d %H:%M")]),
    ("a date with minutes only", &[(P, "%Y-%m-%d", "%Y-%m-%d %M")]),
    ("a datetime without hours", &[(P, "type: date, written", "type: datetime, written")]),
    (
        "another reading that is no pattern",
        &[(P, "written: \"%Y-%m-%d\"", "written: \"%Y-%m-%d\", also: [\"%d.%m.%Q\"]")],
    ),
    ("a calendar of a number", &[(P, "id: integer", "id: { type: integer, calendar: jalali }")]),
    ("a length of a number", &[(P, "id: integer", "id: { type: integer, length: 3 }")]),
    (
        "a length of a named type",
        &[(
            P,
            "list: { fields: { phone: { type: phone }, name",
            "list: { fields: { phone: { type: phone, length: 5 }, name",
        )],
    ),
    ("a range of a text", &[(P, "name: optional text", "name: { optional: true, type: text, range: 1..2 }")]),
    ("a range with a unit", &[(P, "range: 0..,", "range: 0.. bytes,")]),
    ("a count of a text", &[(P, "name: optional text", "name: { optional: true, type: text, count: 1..2 }")]),
    ("a negative length", &[(P, "name: optional text", "name: { optional: true, type: text, length: -5.. }")]),
    ("a secret that is no text", &[(P, "page: optional integer", "page: { type: integer, secret: true }")]),
    ("an enum of dates", &[(P, "id: integer", "id: { type: date, enum: [ { value: a } ] }")]),
    ("an enum without values", &[(P, "id: integer", "id: { enum: [] }")]),
    (
        "a value twice",
        &[
            (P, "value: sale, summary", "value: gift, summary"),
            (P, "{ kind: [sale] }", "{ kind: [gift] }"),
            (P, "kind: sale, price", "kind: gift, price"),
        ],
    ),
    ("a value that ends with a blank", &[(P, "id: integer", "id: { enum: [ { value: \"a \" } ] }")]),
    (
        "two values of one name",
        &[
            (P, "value: sale, summary", "value: Gift, summary"),
            (P, "{ kind: [sale] }", "{ kind: [Gift] }"),
            (P, "kind: sale, price", "kind: Gift, price"),
        ],
    ),
    (
        "two values whose names differ by an underscore only",
        &[(P, "id: integer", "id: { enum: [ { value: a1 }, { value: a_1 } ] }")],
    ),
    (
        "a value without an identifier",
        &[
            (P, "value: gift, summary", "value: \"1\", summary"),
            (P, "{ kind: [gift] }", "{ kind: [\"1\"] }"),
            (P, "kind: gift, until", "kind: \"1\", until"),
        ],
    ),
    ("a value with a bad name", &[(P, "value: gift, summary", "value: gift, as: Gift, summary")]),
    (
        "a value that YAML changes",
        &[
            (P, "value: gift, summary", "value: 0x10, as: gift, summary"),
            (P, "{ kind: [gift] }", "{ kind: [\"16\"] }"),
            (P, "kind: gift, until", "kind: \"16\", until"),
        ],
    ),
    ("a value that is no integer", &[(P, "id: integer", "id: { type: integer, enum: [ { value: a } ] }")]),
    (
        "a value that is no integer as JSON has it",
        &[(P, "id: integer", "id: { type: integer, enum: [ { value: \"007\", as: bond } ] }")],
    ),
    ("a boolean with one value", &[(P, "id: integer", "id: { type: boolean, enum: [ { value: true, as: yes } ] }")]),
    (
        "a boolean with another value",
        &[(P, "id: integer", "id: { type: boolean, enum: [ { value: true, as: yes }, { value: no } ] }")],
    ),
    (
        "filled by the client and no text",
        &[(P, "login: { type: text, from: \"{key}\" }", "login: { type: integer, from: \"{key}\" }")],
    ),
    (
        "filled by the client in a reply",
        &[(P, "token: { type: text, secret: true }", "token: { type: text, secret: true, from: \"{key}\" }")],
    ),
    ("filled by the client from nothing", &[(P, "from: \"{key}\"", "from: \"{kee}\"")]),
];

pub const RULES: &[Case] = &[
    ("a field that nobody knows decides", &[(P, "{ kind: [sale] }", "{ kidn: [sale] }")]),
    ("it decides about itself", &[(P, "{ kind: [sale] }", "{ price: [sale] }")]),
    ("two fields decide", &[(P, "{ kind: [sale] }", "{ kind: [sale], people: [x] }")]),
    (
        "two fields decide, one in each rule",
        &[(
            P,
            "until: { type: date, written: \"%Y-%m-%d\", allowed_when: { kind: [gift] } }",
            "until: { type: date, written: \"%Y-%m-%d\", required_when: { other: [a] }, allowed_when: { kind: [gift] } }\n        other: { enum: [ { value: a } ] }",
        )],
    ),
    (
        "a circle",
        &[(
            P,
            "price: { type: decimal, range: 0.., required_when: { kind: [sale] } }",
            "a: { enum: [ { value: x } ], required_when: { b: x } }\n        b: { enum: [ { value: x } ], required_when: { a: x } }",
        )],
    ),
    (
        "a field without values decides",
        &[(P, "{ kind: [sale] }", "{ until: [sale] }"), (P, ", allowed_when: { kind: [gift] }", "")],
    ),
    ("a value that nobody knows", &[(P, "{ kind: [sale] }", "{ kind: [slae] }")]),
    ("one value that nobody knows", &[(P, "{ kind: [sale] }", "{ kind: paid }")]),
    ("a value that YAML changes", &[(P, "{ kind: [sale] }", "{ kind: [0x1] }")]),
    (
        "required where it is not allowed",
        &[(P, "allowed_when: { kind: [gift] }", "required_when: { kind: [sale] }, allowed_when: { kind: [gift] }")],
    ),
    ("optional beside a rule", &[(P, "range: 0.., required_when", "range: 0.., optional: true, required_when")]),
    (
        "a rule under a value",
        &[(
            P,
            "- { value: gift, summary: A present. }",
            "- { value: gift, summary: A present., fields: { note: { type: text, required_when: { kind: sale } } } }",
        )],
    ),
];

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

pub const OPERATIONS: &[Case] = &[
    ("no identifier", &[(P, "  log_in:\n", "  logIn:\n"), (V, "from: log_in", "from: logIn")]),
    ("a method that nobody knows", &[(P, "method: GET", "method: get")]),
    ("a wire name that YAML changes", &[(P, "wire: voucher", "wire: 0x10")]),
    ("told by nobody", &[(P, "told_by: list_vouchers", "told_by: list_voucher")]),
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
