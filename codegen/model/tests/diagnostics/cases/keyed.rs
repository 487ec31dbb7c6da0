//! Mistakes about lists whose items stand under names.

use crate::base::{Case, P};

const REQUEST: &str = "        people:\n";
const REPLY: &str = "        sent: { list:";

pub const KEYED: &[Case] = &[
    (
        "names that are values in an XML request",
        &[(
            P,
            REQUEST,
            "        by_shop: { optional: true, count: 1.., list: { fields: { shop: text, price: decimal } }, written: keyed shop }\n        people:\n",
        )],
    ),
    (
        "names that are values in an XML reply",
        &[(
            P,
            REPLY,
            "        by_shop: { optional: true, list: { fields: { shop: text, price: decimal } }, written: keyed shop }\n        sent: { list:",
        )],
    ),
    (
        "names of a field that the items lack",
        &[(
            P,
            REPLY,
            "        by_shop: { optional: true, list: { fields: { shop: text } }, written: keyed shp }\n        sent: { list:",
        )],
    ),
    (
        "names that may be missing",
        &[(
            P,
            REPLY,
            "        by_shop: { optional: true, list: { fields: { shop: optional text, price: decimal } }, written: keyed shop price }\n        sent: { list:",
        )],
    ),
    (
        "fields that have no place under a name",
        &[(
            P,
            REPLY,
            "        by_shop: { optional: true, list: { fields: { shop: text, price: decimal, note: text } }, written: keyed shop price }\n        sent: { list:",
        )],
    ),
    (
        "names of items that are no records",
        &[(P, REPLY, "        by_shop: { optional: true, list: text, written: keyed shop }\n        sent: { list:")],
    ),
    (
        "an object that is a text as well",
        &[(
            P,
            REPLY,
            "        by_shop: { optional: true, list: { fields: { shop: text } }, written: [keyed shop, json] }\n        sent: { list:",
        )],
    ),
    (
        "names of items whose arms share no such field",
        &[(
            P,
            REPLY,
            "        by_shop: { optional: true, list: { frame: { state: text, \"...\": item }, arms: [ { arm: taken, when: { state: \"0\" }, verdict: success, fields: { shop: text } }, { arm: refused, verdict: rejected } ] }, written: keyed shop }\n        sent: { list:",
        )],
    ),
    (
        "names and values that are sent",
        &[(
            P,
            REQUEST,
            "        more: { optional: true, fields: { shop: text }, written: named Key Value }\n        people:\n",
        )],
    ),
    (
        "names and values of XML",
        &[(
            P,
            REPLY,
            "        more: { optional: true, fields: { shop: text }, written: named Key Value }\n        sent: { list:",
        )],
    ),
    (
        "names and values of a list",
        &[(P, REPLY, "        more: { optional: true, list: text, written: named Key Value }\n        sent: { list:")],
    ),
];

pub const EQUALS: &[Case] = &[
    (
        "a field held against no field",
        &[(
            P,
            REPLY,
            "        until: { type: date, written: \"%Y-%m-%d\", optional: true, equals: request.untill }\n        sent: { list:",
        )],
    ),
    (
        "a field held against what hangs on a choice",
        &[(P, REPLY, "        price: { type: decimal, optional: true, equals: request.price }\n        sent: { list:")],
    ),
    (
        "a field held against what is no request",
        &[(P, REPLY, "        extra: { type: text, optional: true, equals: kind }\n        sent: { list:")],
    ),
    (
        "a field of a request that equals itself",
        &[(P, REQUEST, "        note: { type: text, optional: true, equals: request.note }\n        people:\n")],
    ),
    (
        "an example that answers something else",
        &[
            (P, REQUEST, "        note: { type: text, optional: true }\n        people:\n"),
            (P, REPLY, "        note: { type: text, optional: true, equals: request.note }\n        sent: { list:"),
            (P, "price: 9.90, people", "price: 9.90, note: y, people"),
            (P, "reply: { id: 7", "reply: { note: x, id: 7"),
        ],
    ),
];
