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
];
