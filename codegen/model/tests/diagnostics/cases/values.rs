//! Mistakes of the vendor, its types, and of fields and their rules.

use crate::base::{Case, P, V};

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
    (
        "a setting that decides whose host it is",
        &[(V, "https://api.acme.example", "https://{paths}.example"), (P, "{paths}", "x"), (V, "/v1/{paths}", "/v1")],
    ),
    ("a setting for a port", &[(V, "https://api.acme.example", "https://api.acme.example:{paths}")]),
    ("a secret in the name of a host", &[(V, "https://api.acme.example", "https://{key}.api.acme.example")]),
    ("a token in the name of a host", &[(V, "https://api.acme.example", "https://{token}.api.acme.example")]),
    ("nothing in the name of a host", &[(V, "https://api.acme.example", "https://{account}.api.acme.example")]),
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
    ("a month with a day", &[(P, "type: date, written", "type: month, written")]),
    (
        "the name of a month in another calendar",
        &[(P, "written: \"%Y-%m-%d\"", "written: \"%d %B %Y\", calendar: jalali")],
    ),
    ("a month of another calendar", &[(P, "id: integer", "id: { type: month, written: \"%Y%m\", calendar: jalali }")]),
    ("digits behind an open end", &[(P, "%Y-%m-%d", "%Y%-m%d")]),
    ("a duration that says nothing", &[(P, "id: integer", "id: duration")]),
    ("a duration from small to large", &[(P, "id: integer", "id: { type: duration, written: \"%M:%H\" }")]),
    ("a unit of a number", &[(P, "id: integer", "id: { type: integer, written: seconds }")]),
    (
        "a separator that is the point",
        &[(P, "id: integer", "id: { type: decimal, written: [comma, \"thousands ,\"] }")],
    ),
    ("a point after the groups", &[(P, "id: integer", "id: { type: decimal, written: [\"thousands ,\", comma] }")]),
    ("numbers in JSON", &[(P, "id: integer", "\"id{n}\": { list: integer, written: numbered }")]),
    ("columns of texts", &[(P, "id: integer", "id: { list: integer, written: columns }")]),
    (
        "columns that may be shorter",
        &[(P, "id: integer", "id: { list: { fields: { a: text, b: optional text } }, written: columns }")],
    ),
    (
        "numbered names without a number",
        &[(P, "id: integer", "id: { list: { fields: { \"a{n}\": text, b: text } }, written: numbered }")],
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
