//! The request on the wire.

codes! {
    NO_PATH = 401, "an operation without a path" {
        "Every request goes to a path, written once for the vendor or for the operation; where formats have \
         paths of their own, each has one."
        wrong r#"
            # vendor.yaml
            send: { body: { json: { "...": request } } }
        "#
        mended r#"
            # vendor.yaml
            send: { path: "/v1/{wire}", body: { json: { "...": request } } }
        "#
    }
    BAD_PATH = 402, "a path that is none" {
        "A path begins with `/`, has no empty segments and no `..`, and neither query nor escapes: holes are \
         escaped by themselves, a query stands under `query:`."
        wrong r#"
            # operation
            send: { path: "/v1/open?kind=shop" }
        "#
        mended r#"
            # operation
            send: { path: "/v1/open" }
        "#
    }
    BAD_QUERY = 403, "a query that is none" {
        "A query is a mapping of names, each with a text; or the hole, where the fields of the request go."
        wrong r#"
            # operation
            send: { query: { version: { major: 2 } } }
        "#
        mended r#"
            # operation
            send: { query: { version: "2" } }
        "#
    }
    BAD_HEADER = 404, "a header that can not be sent" {
        "Header names have no blanks and are spelt in one way; those that HTTP itself needs are written by \
         the client."
        wrong r#"
            # operation
            send: { headers: { "X Kind": "shop" } }
        "#
        mended r#"
            # operation
            send: { headers: { X-Kind: "shop" } }
        "#
    }
    BAD_CONTENT_TYPE = 405, "a content type that is none" {
        "A content type is written as the header has it."
        wrong r#"
            # operation
            send: { content_type: json }
        "#
        mended r#"
            # operation
            send: { content_type: application/json }
        "#
    }
    UNKNOWN_FORMAT = 406, "a format that does not exist" {
        "There is no format of that name, or the operation is not written in it."
        wrong r#"
            # operation
            send: { body: { yaml: { "...": request } } }
        "#
        mended r#"
            # operation
            send: { body: { json: { "...": request } } }
        "#
    }
    BAD_FORM = 407, "a form that is none" {
        "A form is a mapping of names; a value is a text, or one document as `{ json: ... }` or `{ xml: ... \
         }`."
        wrong r#"
            # operation
            send: { body: { form: { shop: { kind: book } } } }
        "#
        mended r#"
            # operation
            send: { body: { form: { shop: { json: { kind: book } } } } }
        "#
    }
    LIST_IN_FRAME = 408, "a list where a frame has none" {
        "A list of a request's frame shows each of its items, and there is at least one. Lists of the caller are \
         fields; in a reply's frame a list shows what one item looks like."
        wrong r#"
            # operation
            send: { body: { json: { versions: [[2]], "...": request } } }
        "#
        mended r#"
            # operation
            send: { body: { json: { versions: [2], "...": request } } }
        "#
    }
    SEVERAL_HOLES = 409, "a frame with several holes" {
        "The fields go to one place."
        wrong r#"
            # operation
            send: { body: { json: { a: { "...": request }, b: { "...": request } } } }
        "#
        mended r#"
            # operation
            send: { body: { json: { a: { "...": request } } } }
        "#
    }
    WRONG_HOLE = 410, "a hole that holds something else" {
        "The hole `\"...\"` of a request holds `request`, that of a reply `reply`."
        wrong r#"
            # operation
            send: { body: { json: { "...": reply } } }
        "#
        mended r#"
            # operation
            send: { body: { json: { "...": request } } }
        "#
    }
    NO_ROOT = 411, "an XML document without one root" {
        "An XML document has one root element."
        wrong r#"
            # operation
            send: { body: { xml: { "...": request } } }
            reply: { frame: { answer: { ok: boolean, data: { "...": reply } } } }
        "#
        mended r#"
            # operation
            send: { body: { xml: { shop: { "...": request } } } }
            reply: { frame: { answer: { ok: boolean, code: optional text, data: { "...": reply } } } }
        "#
    }
    BAD_PATTERN = 412, "a pattern that can not be read" {
        "Patterns have `{holes}` and `[optional groups]`; `{{`, `}}`, `[[` and `]]` are the characters \
         themselves."
        wrong r#"
            # operation
            send: { headers: { X-Kind: "{wire" } }
        "#
        mended r#"
            # operation
            send: { headers: { X-Kind: "{wire}" } }
        "#
    }
    BAD_OPTIONAL_GROUP = 413, "an optional group that nothing decides about" {
        "Whether a `[group]` of a path is there depends on the reply's format, which its hole \
         `{reply_format}` stands for."
        wrong r#"
            # operation
            send: { path: "/v1/[open/]{wire}" }
        "#
        mended r#"
            # operation
            send: { path: "/v1/{wire}[/{reply_format}]" }
        "#
    }
    UNKNOWN_HOLE = 414, "a hole that nothing fills" {
        "A hole is filled with a field, a credential, a setting, a token, or one of `wire`, `request_format` \
         and `reply_format`."
        wrong r#"
            # vendor.yaml
            credentials: { key: { summary: The key. } }
            # operation
            send: { headers: { X-Key: "{kye}" } }
        "#
        mended r#"
            # vendor.yaml
            credentials: { key: { summary: The key. } }
            # operation
            send: { headers: { X-Key: "{key}" } }
        "#
    }
    AMBIGUOUS_HOLE = 415, "a hole that several things could fill" {
        "A field and a credential have one name: say which is meant."
        wrong r#"
            # vendor.yaml
            credentials: { key: { summary: The key. } }
            # operation
            send: { headers: { X-Key: "{key}" } }
            request: { fields: { key: text } }
        "#
        mended r#"
            # vendor.yaml
            credentials: { key: { summary: The key. } }
            # operation
            send: { headers: { X-Key: "{credential.key}" } }
            request: { fields: { key: text } }
        "#
    }
    FIELDS_GO_NOWHERE = 416, "fields that go nowhere" {
        "The request has fields, and neither path nor query nor body has a place for them."
        wrong r#"
            # operation
            send: { body: { json: { version: 2 } } }
            request: { fields: { name: text } }
        "#
        mended r#"
            # operation
            send: { body: { json: { version: 2, "...": request } } }
            request: { fields: { name: text } }
        "#
    }
    FIELDS_GO_TWICE = 417, "fields that go to two places" {
        "The fields go into the query or into the body."
        wrong r#"
            # operation
            send: { query: { "...": request }, body: { json: { "...": request } } }
            request: { fields: { name: text } }
        "#
        mended r#"
            # operation
            send: { body: { json: { "...": request } } }
            request: { fields: { name: text } }
        "#
    }
    FIELD_NEEDS_BODY = 418, "a field that its place can not hold" {
        "Paths, queries, headers and forms hold single values; a record or list goes into a document, a file \
         is a part of its own."
        wrong r#"
            # operation
            method: GET
            send: { query: { "...": request } }
            request: { fields: { owner: { fields: { name: text } } } }
        "#
        mended r#"
            # operation
            method: GET
            send: { query: { "...": request } }
            request: { fields: { owner: { fields: { name: text }, written: json } } }
        "#
    }
    SECRET_IN_ADDRESS = 419, "a secret in the address or a header" {
        "Addresses and headers are written to logs on their way. A secret of the caller goes into the body; \
         one of the client is a credential."
        wrong r#"
            # operation
            send: { path: "/v1/{pin}", body: { json: {} } }
            request: { fields: { pin: { type: text, secret: true } } }
        "#
        mended r#"
            # operation
            request: { fields: { pin: { type: text, secret: true } } }
        "#
    }
    OPTIONAL_IN_PATTERN = 420, "an optional field in a pattern" {
        "A pattern is written as a whole; a field that may be missing would leave a gap in it."
        wrong r#"
            # operation
            send: { path: "/v1/{name}" }
            request: { fields: { name: optional text } }
        "#
        mended r#"
            # operation
            send: { path: "/v1/{name}" }
            request: { fields: { name: text } }
        "#
    }
    BAD_ABSENT = 421, "an absent value that the place can not show" {
        "`absent:` says what an optional value looks like when it is not there. Null can be written in JSON alone."
        wrong r#"
            # operation
            send: { query: { "...": request } }
            request: { fields: { page: { type: integer, optional: true, absent: null } } }
        "#
        mended r#"
            # operation
            send: { query: { "...": request } }
            request: { fields: { page: { type: integer, optional: true, absent: empty } } }
        "#
    }
    BAD_DOCUMENT = 422, "a document with a name that can not be put together" {
        "A document with a name is a text in one format. It is made before the request, in the order in which the \
         documents stand."
        wrong r#"
            # operation
            send: { documents: { data: { text: "= hex(body)" } }, body: { json: { "...": request } } }
        "#
        mended r#"
            # operation
            send: { documents: { data: { text: "{name}" } }, body: { json: { data: "= hex(data)" } } }
            request: { fields: { name: text } }
        "#
    }
    BAD_ATTRIBUTE = 423, "an attribute that holds more than a text" {
        "An attribute of XML is a text; records and lists stand between tags."
        wrong r#"
            # operation
            send: { body: { xml: { order: { "@info": { version: 2 }, "...": request } } } }
        "#
        mended r#"
            # operation
            send: { body: { xml: { order: { "@version": 2, "...": request } } } }
        "#
    }
    CHARSET_OF_REQUEST = 424, "a charset that can not be sent" {
        "Requests are UTF-8 unless `charset:` names another charset. A character that it lacks is refused before \
         anything is sent."
        wrong r#"
            # operation
            send: { charset: latin5, body: { json: { "...": request } } }
        "#
        mended r#"
            # operation
            send: { charset: iso-8859-9, body: { json: { "...": request } } }
        "#
    }
    SECRET_IN_URL = 425, "a credential or something sensitive in an address" {
        "Servers and proxies write addresses down, and whoever reads them has the key, or the number of the card. Where \
         the vendor takes it there only, `accepted_risk:` says so; of a credential the documentation shows it. A \
         warning, since often there is no other way."
        wrong r#"
            # vendor.yaml
            credentials: { key: { summary: From the console. } }
            send: { path: "/v1/{key}/{wire}", body: { json: { "...": request } } }
        "#
        mended r#"
            # vendor.yaml
            credentials: { key: { summary: From the console., accepted_risk: The page has it in the path and nowhere else. } }
            send: { path: "/v1/{key}/{wire}", body: { json: { "...": request } } }
        "#
    }
    BAD_SPREAD_LIST = 426, "a list that can not be several names" {
        "A list that is `numbered` has `{n}` in its name, or in those of its records' fields: `gsm1=..&gsm2=..`. \
         One in `columns` is a list of records, whose fields each hold one value and are always there. Both are \
         names of a query, a form or a multipart body."
        wrong r#"
            # operation
            send: { body: { form: { "...": request } } }
            request: { fields: { gsm: { list: text, written: numbered } } }
        "#
        mended r#"
            # operation
            send: { body: { form: { "...": request } } }
            request: { fields: { "gsm{n}": { list: text, written: numbered } } }
        "#
    }
}
