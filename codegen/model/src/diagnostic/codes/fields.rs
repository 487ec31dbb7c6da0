//! Fields, types, rules, and how values are written.

codes! {
    UNKNOWN_TYPE = 301, "a type that does not exist" {
        "A field has a type of the language, or one that is named under `types:` of the page or the vendor."
        wrong r#"
            # operation
            request: { fields: { number: integr } }
        "#
        mended r#"
            # operation
            request: { fields: { number: integer } }
        "#
    }
    TYPE_OF_THE_LANGUAGE = 302, "a type with the name of one of the language" {
        "A type of your own can not be called like one that every spec has."
        wrong r#"
            # page.yaml
            types: { integer: { type: text } }
        "#
        mended r#"
            # page.yaml
            types: { number: { type: text } }
            # operation
            request: { fields: { number: number } }
        "#
    }
    DUPLICATE_TYPE = 303, "two types of one name" {
        "Types of the vendor and of all its pages share their names, and become types of one module."
        wrong r#"
            # vendor.yaml
            types: { phone: { type: text } }
            # page.yaml
            types: { phone: { type: integer } }
        "#
        mended r#"
            # vendor.yaml
            types: { phone: { type: text } }
            # operation
            request: { fields: { phone: phone } }
        "#
    }
    RECURSIVE_TYPE = 304, "a type that contains itself" {
        "A type that holds itself has no end. Vendors' pages have none so far; write the levels out that the \
         page shows."
        wrong r#"
            # page.yaml
            types: { branch: { fields: { name: text, inner: { type: branch, optional: true } } } }
            # operation
            request: { fields: { branch: branch } }
        "#
        mended r#"
            # page.yaml
            types: { branch: { fields: { name: text } } }
            # operation
            request: { fields: { branch: branch } }
        "#
    }
    BAD_NAMED_TYPE = 305, "a named type of what can have no name" {
        "Under `types:` stands a record, an enum, or a scalar with limits. A list gets no name of its own: \
         name what its items are."
        wrong r#"
            # page.yaml
            types: { phones: { list: { type: text } } }
            # operation
            request: { fields: { phones: phones } }
        "#
        mended r#"
            # page.yaml
            types: { phone: { type: text, length: ..20 } }
            # operation
            request: { fields: { phones: { list: { type: phone } } } }
        "#
    }
    UNUSED_TYPE = 306, "a type that nothing uses" {
        "Nothing uses the type. It may be left over, or a field should have it and has another."
        wrong r#"
            # page.yaml
            types: { phone: { type: text } }
        "#
        mended r#"
            # page.yaml
            types: { phone: { type: text } }
            # operation
            request: { fields: { phone: phone } }
        "#
    }
    NO_SHAPE = 307, "a field that does not say what it is" {
        "A field has a `type:`, an `enum:`, `fields:` or a `list:`."
        wrong r#"
            # operation
            request: { fields: { name: { optional: true } } }
        "#
        mended r#"
            # operation
            request: { fields: { name: { optional: true, type: text } } }
        "#
    }
    SEVERAL_SHAPES = 308, "a field that says several things it is" {
        "A field is a scalar, an enum, a record or a list; two of them contradict each other."
        wrong r#"
            # operation
            request: { fields: { name: { type: text, list: { type: text } } } }
        "#
        mended r#"
            # operation
            request: { fields: { name: { list: { type: text } } } }
        "#
    }
    KEYWORD_OF_A_FIELD = 309, "a keyword of a field on a type or item" {
        "Whether something is optional, secret or filled by the client is said where it is a field, not where \
         its type is described."
        wrong r#"
            # page.yaml
            types: { phone: { type: text, optional: true } }
            # operation
            request: { fields: { phone: phone } }
        "#
        mended r#"
            # page.yaml
            types: { phone: { type: text } }
            # operation
            request: { fields: { phone: optional phone } }
        "#
    }
    UNKNOWN_FIELD = 310, "a field that does not exist" {
        "A rule, a group, an example or a token names a field that the record does not have. Fields are named \
         as on the wire."
        wrong r#"
            # operation
            request: { fields: { name: text } }
            examples: { one: { proves: made, request: { nmae: Books } } }
        "#
        mended r#"
            # operation
            request: { fields: { name: text } }
            examples: { one: { proves: made, request: { name: Books } } }
        "#
    }
    DUPLICATE_FIELD = 311, "two fields of one name" {
        "Two wire names become one identifier. Give one of them an English name with `as:`."
        wrong r#"
            # operation
            request: { fields: { name: text, Name: text } }
        "#
        mended r#"
            # operation
            request: { fields: { name: text, Name: { as: full_name, type: text } } }
        "#
    }
    REPEATED_FIELD = 312, "a reply with one field under several values" {
        "Under several values of an enum a request may have one field twice, since the value tells which is \
         meant. A reply is read without knowing the value first."
        wrong r#"
            # operation
            response:
              fields:
                kind:
                  enum:
                    - { value: gift, fields: { until: text } }
                    - { value: sale, fields: { until: integer } }
        "#
        mended r#"
            # operation
            response:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                until: text
        "#
    }
    ITEMS_WITHOUT_LIST = 313, "items of what is no list" {
        "`xml_item:` names the element around each item of a list."
        wrong r#"
            # operation
            request: { fields: { name: { type: text, xml_item: item } } }
        "#
        mended r#"
            # operation
            request: { fields: { name: { list: { type: text }, xml_item: item } } }
        "#
    }
    LIST_OF_LISTS = 314, "a list of lists in XML" {
        "In XML a list repeats an element, and an inner list would have none. Put a record between them."
        wrong r#"
            # vendor.yaml
            send: { path: "/v1/{wire}", body: { xml: { shop: { "...": request } } } }
            reply:
              frame: { answer: { ok: boolean, code: optional text, data: { "...": reply } } }
              arms:
                - { arm: done, when: { ok: true }, verdict: success }
            # operation
            request: { fields: { rows: { list: { list: { type: integer } } } } }
        "#
        mended r#"
            # vendor.yaml
            send: { path: "/v1/{wire}", body: { xml: { shop: { "...": request } } } }
            reply:
              frame: { answer: { ok: boolean, code: optional text, data: { "...": reply } } }
              arms:
                - { arm: done, when: { ok: true }, verdict: success }
            # operation
            request: { fields: { rows: { list: { fields: { cells: { list: { type: integer } } } } } } }
        "#
    }
    BAD_WIRE_NAME = 315, "a name that can not stand on the wire" {
        "A name on the wire has a length and no characters that nobody sees; the name of an XML element \
         begins with a letter and has no blanks."
        wrong r#"
            # operation
            request: { fields: { "na\u200bme": { as: name, type: text } } }
        "#
        mended r#"
            # operation
            request: { fields: { name: text } }
        "#
    }
    MISPLACED_LIMITS = 316, "limits that do not suit the type" {
        "Texts have a `length:`, numbers a `range:`, lists a `count:`; lengths alone have a unit, and only a \
         range goes below zero."
        wrong r#"
            # operation
            request: { fields: { number: { type: integer, length: ..5 } } }
        "#
        mended r#"
            # operation
            request: { fields: { number: { type: integer, range: 0..99999 } } }
        "#
    }
    SECRET_NOT_TEXT = 317, "a secret that is no text" {
        "Only a text can be kept from logs as a secret. Of other types say `sensitive:`."
        wrong r#"
            # operation
            request: { fields: { pin: { type: integer, secret: true } } }
        "#
        mended r#"
            # operation
            request: { fields: { pin: { type: text, secret: true } } }
        "#
    }
    BAD_FILLED_FIELD = 318, "a field that the client can not fill" {
        "What the client fills with `from:` is a text of the request's outermost record that is always there. \
         Replies are filled by the vendor."
        wrong r#"
            # vendor.yaml
            credentials: { key: { summary: The key. } }
            # operation
            request: { fields: { key: { type: integer, from: "{credential.key}" } } }
        "#
        mended r#"
            # vendor.yaml
            credentials: { key: { summary: The key. } }
            # operation
            request: { fields: { key: { type: text, from: "{credential.key}" } } }
        "#
    }
    BASE_OF_ENUM = 319, "an enum of a type that has none" {
        "The values of an enum are texts, integers or booleans."
        wrong r#"
            # operation
            request: { fields: { day: { type: date, enum: [ { value: a } ] } } }
        "#
        mended r#"
            # operation
            request: { fields: { day: { type: text, enum: [ { value: a } ] } } }
        "#
    }
    BAD_ENUM_VALUE = 320, "an enum value that the wire can not have" {
        "The value is not of the enum's type, is written as JSON does not write it, or ends with a blank that \
         readers drop."
        wrong r#"
            # operation
            request: { fields: { kind: { type: integer, enum: [ { value: "07", as: seven } ] } } }
        "#
        mended r#"
            # operation
            request: { fields: { kind: { type: integer, enum: [ { value: "7", as: seven } ] } } }
        "#
    }
    DUPLICATE_VALUE = 321, "an enum value that stands twice" {
        "Each value of an enum is on the wire once and has a name of its own."
        wrong r#"
            # operation
            request: { fields: { kind: { enum: [ { value: gift }, { value: Gift } ] } } }
        "#
        mended r#"
            # operation
            request: { fields: { kind: { enum: [ { value: gift }, { value: Gift, as: large_gift } ] } } }
        "#
    }
    INCOMPLETE_ENUM = 322, "an enum that lacks values" {
        "An enum has at least one value, and a boolean one has both."
        wrong r#"
            # operation
            request: { fields: { kind: { type: boolean, enum: [ { value: true, as: gift } ] } } }
        "#
        mended r#"
            # operation
            request: { fields: { kind: { type: boolean, enum: [ { value: true, as: gift }, { value: false, as: sale } ] } } }
        "#
    }
    RULE_OF_SEVERAL_FIELDS = 323, "a rule that names several fields" {
        "One field decides whether another is there. More than one would make cases that no type can tell \
         apart."
        wrong r#"
            # operation
            request:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                size: { enum: [ { value: small }, { value: large } ] }
                price: { type: decimal, required_when: { kind: sale, size: large } }
        "#
        mended r#"
            # operation
            request:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                price: { type: decimal, required_when: { kind: sale } }
        "#
    }
    RULE_WITHOUT_VALUES = 324, "a rule about a field without values" {
        "A rule can only be about a field whose values are known, so that each case becomes a type."
        wrong r#"
            # operation
            request: { fields: { kind: text, price: { type: decimal, required_when: { kind: sale } } } }
        "#
        mended r#"
            # operation
            request:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                price: { type: decimal, required_when: { kind: sale } }
        "#
    }
    CONTRADICTING_RULES = 325, "rules that contradict each other" {
        "Rules, `optional:` and the fields under a value all say when a field is there. They are said once, \
         and by one field."
        wrong r#"
            # operation
            request:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                price: { type: decimal, optional: true, required_when: { kind: sale } }
        "#
        mended r#"
            # operation
            request:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                price: { type: decimal, required_when: { kind: sale } }
        "#
    }
    REQUIRED_WHERE_FORBIDDEN = 326, "a field that is required where it is not allowed" {
        "`allowed_when:` lists every case in which the field may be there; what is required is among them."
        wrong r#"
            # operation
            request:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                price: { type: decimal, required_when: { kind: sale }, allowed_when: { kind: gift } }
        "#
        mended r#"
            # operation
            request:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                price: { type: decimal, required_when: { kind: sale }, allowed_when: { kind: sale } }
        "#
    }
    DATE_WITHOUT_PATTERN = 327, "a date or duration that does not say how it is written" {
        "Vendors write dates and durations in many ways; the page or its sample says in which."
        wrong r#"
            # operation
            request: { fields: { day: date } }
        "#
        mended r#"
            # operation
            request: { fields: { day: { type: date, written: "%Y-%m-%d" } } }
        "#
    }
    DATE_KEYWORD = 328, "a keyword of dates on another type" {
        "Patterns and calendars are those of dates and times."
        wrong r#"
            # operation
            request: { fields: { number: { type: integer, calendar: jalali } } }
        "#
        mended r#"
            # operation
            request: { fields: { day: { type: date, calendar: jalali, written: "%Y/%m/%d" } } }
        "#
    }
    BAD_DATE_PATTERN = 329, "a date pattern that can not be read" {
        "A date pattern has the parts `%Y %m %d`, `%b` or `%B` for the month's name, `%a` or `%A` for that of the \
         day, `%H` or `%I` with `%p`, `%M`, `%S`, `%.f`, and `%z` or `%:z`, each once."
        wrong r#"
            # operation
            request: { fields: { day: { type: date, written: "%Y-%m-%e" } } }
        "#
        mended r#"
            # operation
            request: { fields: { day: { type: date, written: "%Y-%m-%d" } } }
        "#
    }
    PATTERN_FOR_ANOTHER_TYPE = 330, "a date pattern that does not fit the type" {
        "A `month` has no day, a `date` has no hours, a `datetime` has them, an `instant` has the distance from UTC \
         as well."
        wrong r#"
            # operation
            request: { fields: { day: { type: date, written: "%Y-%m-%d %H:%M" } } }
        "#
        mended r#"
            # operation
            request: { fields: { day: { type: datetime, written: "%Y-%m-%d %H:%M" } } }
        "#
    }
    UNKNOWN_CODEC = 331, "a way to write a value that does not exist" {
        "`written:` takes a date pattern, or steps such as `text`, `minor 2`, `base64`; the guide lists \
         them."
        wrong r#"
            # operation
            request: { fields: { picture: { type: bytes, written: base46 } } }
        "#
        mended r#"
            # operation
            request: { fields: { picture: { type: bytes, written: base64 } } }
        "#
    }
    CODEC_FOR_ANOTHER_TYPE = 332, "a way to write a value that does not fit the type" {
        "Each way to write a value is one of certain types only."
        wrong r#"
            # operation
            request: { fields: { name: { type: text, written: minor 2 } } }
        "#
        mended r#"
            # operation
            request: { fields: { price: { type: decimal, written: minor 2 } } }
        "#
    }
    CODEC_ORDER = 333, "ways to write a value in an impossible order" {
        "Steps run from the value towards the wire, each once: first what makes a text of it, then what wraps \
         the text."
        wrong r#"
            # operation
            request: { fields: { number: { type: integer, written: [base64, text] } } }
        "#
        mended r#"
            # operation
            request: { fields: { number: { type: integer, written: [text, base64] } } }
        "#
    }
    BYTES_WITHOUT_CODEC = 334, "bytes that do not become text" {
        "JSON, XML and forms carry texts. Bytes become one by base64 or hex."
        wrong r#"
            # operation
            request: { fields: { picture: { type: bytes, written: text } } }
        "#
        mended r#"
            # operation
            request: { fields: { picture: { type: bytes, written: base64 } } }
        "#
    }
    BAD_KEYED_LIST = 335, "a list whose items can not stand under names" {
        "In an object of JSON, names may be values: `\"sms\": { \"905\": { \"status\": \"OK\" } }` is a list of records \
         with a number and a status. `keyed` says which field the name is; it is one text, and always there. Elements \
         of XML and names of forms are no values, and inside a text or a value with arms nothing is turned."
        wrong r#"
            # operation
            response: { fields: { sms: { list: { fields: { status: text } }, written: keyed number } } }
        "#
        mended r#"
            # operation
            response: { fields: { sms: { list: { fields: { number: text, status: text } }, written: keyed number } } }
        "#
    }
    RULE_FOR_ALL_VALUES = 350, "a rule that holds in every case" {
        "The rule lists every value of a field that is always there. A field that is required in every case is said \
         without a rule, and one that is allowed in every case with `optional: true`."
        wrong r#"
            # operation
            request:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                price: { type: decimal, required_when: { kind: [gift, sale] } }
        "#
        mended r#"
            # operation
            request:
              fields:
                kind: { enum: [ { value: gift }, { value: sale } ] }
                price: { type: decimal }
        "#
    }
    UNDOCUMENTED = 351, "fields without a summary" {
        "Whoever calls reads the summary in an editor, and has no other page in English. A field whose type has a \
         summary needs none."
        wrong r#"
            # operation
            request: { fields: { balance: integer } }
        "#
        mended r#"
            # operation
            request: { fields: { balance: { type: integer, summary: How many credits are given. } } }
        "#
    }
    EMPTY_LIST = 352, "a list that may be sent with nothing in it" {
        "On one page an empty list is a mistake, on another it means: delete all. An operation that changes something \
         says how many items there are at least; `count: 0..` says that none is fine, and was thought of. A warning, \
         since few vendors take an empty list for an order."
        wrong r#"
            # operation
            request: { fields: { ids: { list: integer, summary: Which. } } }
        "#
        mended r#"
            # operation
            request: { fields: { ids: { list: integer, count: 1.., summary: Which. } } }
        "#
    }
    UNQUOTED_VALUE = 353, "a value of an enum of texts that is not quoted" {
        "In JSON `1` and `\"1\"` are two things, and a page means one of them. An enum is of texts unless `type:` says \
         otherwise, so a number or truth value without quotes says two things at once."
        wrong r#"
            # operation
            request: { fields: { category: { summary: Which., enum: [ { value: 0, as: none }, { value: 1, as: one } ] } } }
        "#
        mended r#"
            # operation
            request: { fields: { category: { summary: Which., type: integer, enum: [ { value: 0, as: none }, { value: 1, as: one } ] } } }
        "#
    }
}
