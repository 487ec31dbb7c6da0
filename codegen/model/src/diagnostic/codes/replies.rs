//! The reply on the wire, and what it means.

codes! {
    NO_FRAME = 501, "a format without a frame" {
        "Every format in which replies come has a frame that says what they look like."
        wrong r#"
            # vendor.yaml
            reply:
              frames: { xml: { answer: { ok: boolean, "...": reply } } }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
        "#
    }
    NO_HOLE = 502, "a frame without a hole" {
        "The operation answers fields, and the frame does not say where they are."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
            # operation
            response: { fields: { id: integer } }
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
            # operation
            response: { fields: { id: integer } }
        "#
    }
    VALUE_AMONG_NAMES = 503, "a single value among other names" {
        "What is no record has no names of its own, so the hole it fills stands alone under a name."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
            # operation
            response: { value: { as: ids, list: { type: integer } } }
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, data: { "...": reply } }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
            # operation
            response: { value: { as: ids, list: { type: integer } } }
        "#
    }
    VALUE_IN_FRAME = 504, "a value in a frame" {
        "A reply's frame says which types stand where. What a value must be for a success stands under \
         `when:`."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: true, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
        "#
    }
    UNKNOWN_MEMBER = 505, "a member that the frame does not have" {
        "A condition, a code or a message names a member that no frame has."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { okay: true }, verdict: success } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
        "#
    }
    AMBIGUOUS_MEMBER = 506, "a member that could be several" {
        "A member is named by its path, or by the end of it where only one path ends so."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { status: { ok: boolean }, more: { ok: boolean }, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { status: { ok: boolean }, more: { ok: boolean }, "...": reply }
              arms: [ { arm: done, when: { status.ok: true }, verdict: success } ]
        "#
    }
    DUPLICATE_ARM = 507, "two arms of one name" {
        "Arms are told apart by their names, in the client and in examples."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms:
                - { arm: done, when: { ok: true }, verdict: success }
                - { arm: done, when: { ok: false }, verdict: rejected }
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms:
                - { arm: done, when: { ok: true }, verdict: success }
                - { arm: refused, when: { ok: false }, verdict: rejected }
        "#
    }
    UNREACHABLE_ARM = 508, "an arm that no reply reaches" {
        "The first arm that holds decides. Every reply for which this one holds is taken by an earlier one."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, number: optional integer, "...": reply }
              arms:
                - { arm: done, when: { ok: true }, verdict: success }
                - { arm: waiting, when: { ok: true, number: 5 }, verdict: pending }
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, number: optional integer, "...": reply }
              arms:
                - { arm: waiting, when: { ok: true, number: 5 }, verdict: pending }
                - { arm: done, when: { ok: true }, verdict: success }
        "#
    }
    NO_SUCCESS = 509, "no reply would be a success" {
        "No arm has the verdict `success`, so every call would fail."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: in_doubt } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
        "#
    }
    SUCCESS_BY_SILENCE = 510, "a success for which nothing says yes" {
        "A proxy's page or an empty body must never count as a success: something in the reply has to say \
         yes."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: optional boolean, code: optional text, "...": reply }
              arms: [ { arm: done, when: { code: absent }, verdict: success } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: optional boolean, code: optional text, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
        "#
    }
    GUESSED_SUCCESS = 511, "a guess that decides about a call that must not be repeated" {
        "A call that must not be repeated would be called a success, or a refusal, by a guess. Let it be in \
         doubt, or say why the guess is good enough."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success, confidence: guessed } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success, confidence: guessed, accepted_risk: Every client of the vendor reads it so. } ]
        "#
    }
    CLASS_OF_SUCCESS = 512, "a class of what is no refusal" {
        "A class says what a refusal is about."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success, class: balance } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
        "#
    }
    REFUSAL_WITH_FIELDS = 513, "a refusal with fields" {
        "Callers see code and message of a refusal; fields of its own belong to a success or to something \
         pending."
        wrong r#"
            # operation
            reply:
              arms: [ { arm: closed, when: { ok: false, code: "9" }, verdict: rejected, fields: { until: text } } ]
        "#
        mended r#"
            # operation
            reply:
              arms: [ { arm: waiting, when: { ok: false, code: "9" }, verdict: pending, fields: { until: text } } ]
        "#
    }
    BAD_READS = 514, "an arm that reads no document" {
        "`reads:` says how this arm's reply is written, in one way: `json:`, `xml:`, `form:`, `text:`, \
         `rows:`, `bytes:` or `nothing:`."
        wrong r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { txt: "OK {id}" }, verdict: success } ]
            response: { fields: { id: optional integer } }
        "#
        mended r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { text: "OK {id}" }, verdict: success } ]
            response: { fields: { id: optional integer } }
        "#
    }
    BAD_TEXT_PATTERN = 515, "a text pattern that can not be read" {
        "A text pattern has literals and holes: `{id}`, `{date:8}` for eight characters, `{rest..}` for all \
         that is left."
        wrong r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { text: "OK {id:x}" }, verdict: success } ]
            response: { fields: { id: optional integer } }
        "#
        mended r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { text: "OK {id:8}" }, verdict: success } ]
            response: { fields: { id: optional integer } }
        "#
    }
    AMBIGUOUS_PATTERN = 516, "a text pattern that can be read in several ways" {
        "Between two holes stands a literal, or the first has a width; otherwise nothing tells where it ends."
        wrong r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { text: "OK {id}{name}" }, verdict: success } ]
            response: { fields: { id: optional integer, name: optional text } }
        "#
        mended r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { text: "OK {id} {name}" }, verdict: success } ]
            response: { fields: { id: optional integer, name: optional text } }
        "#
    }
    DUPLICATE_HOLE = 517, "a hole that stands twice" {
        "Each hole fills one field."
        wrong r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { text: "OK {id} {id}" }, verdict: success } ]
            response: { fields: { id: optional integer } }
        "#
        mended r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { text: "OK {id}" }, verdict: success } ]
            response: { fields: { id: optional integer } }
        "#
    }
    PATTERN_WITHOUT_FIELD = 518, "a text pattern that lacks a field" {
        "The response requires a field that this pattern would never fill."
        wrong r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { text: "OK {id}" }, verdict: success } ]
            response: { fields: { id: integer, name: text } }
        "#
        mended r#"
            # operation
            reply:
              arms: [ { arm: plain, reads: { text: "OK {id}" }, verdict: success } ]
            response: { fields: { id: integer, name: optional text } }
        "#
    }
    BAD_STATUS = 519, "an HTTP status that is none" {
        "A status is `200`, a class `2xx`, a range `400..499`, a list of these, or `any`."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { http: 20x, ok: true }, verdict: success } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { http: 2xx, ok: true }, verdict: success } ]
        "#
    }
    BAD_TEST = 520, "a test that is none" {
        "A member is tested with a value, a list of values, `{ not: ... }`, `{ range: 1..9 }`, `{ prefix: ... \
         }`, `{ every: ... }`, or one of the words present, absent, empty, not_empty and known_code. A text \
         to compare with is quoted."
        wrong r#"
            # operation
            reply:
              arms: [ { arm: closed, when: { ok: false, code: gone }, verdict: rejected } ]
        "#
        mended r#"
            # operation
            reply:
              arms: [ { arm: closed, when: { ok: false, code: "gone" }, verdict: rejected } ]
        "#
    }
    TEST_OF_A_RECORD = 521, "a test of what has parts" {
        "A member with parts has no value; it can be present, absent, empty or not_empty."
        wrong r#"
            # operation
            reply:
              frame: { ok: boolean, code: optional text, status: { text: optional text }, data: { "...": reply } }
              arms: [ { arm: closed, when: { ok: false, status: 1 }, verdict: rejected } ]
        "#
        mended r#"
            # operation
            reply:
              frame: { ok: boolean, code: optional text, status: { text: optional text }, data: { "...": reply } }
              arms: [ { arm: closed, when: { ok: false, status: empty }, verdict: rejected } ]
        "#
    }
    TEST_OF_ANOTHER_TYPE = 522, "a test that does not suit the type" {
        "Conditions compare by the type that the frame declares; a value of another type would never be \
         equal."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: 7 }, verdict: success } ]
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: integer, "...": reply }
              arms: [ { arm: done, when: { ok: 7 }, verdict: success } ]
        "#
    }
    EVERY_WITHOUT_LIST = 523, "a test of all items where there is no list" {
        "`every:` asks something of each item of a list."
        wrong r#"
            # operation
            reply:
              arms: [ { arm: closed, when: { ok: false, code: { every: "0" } }, verdict: rejected } ]
        "#
        mended r#"
            # operation
            reply:
              arms: [ { arm: closed, when: { ok: false, code: "0" }, verdict: rejected } ]
        "#
    }
    UNKNOWN_CHARSET = 524, "a charset that is none" {
        "Replies in other charsets than UTF-8 are read where the spec names the charset: one, whatever the reply \
         says of itself, or several of which the reply names one."
        wrong r#"
            # operation
            reply: { charset: latin-5, arms: [ { arm: closed, when: { ok: false, code: "99" }, verdict: rejected } ] }
        "#
        mended r#"
            # operation
            reply: { charset: iso-8859-9, arms: [ { arm: closed, when: { ok: false, code: "99" }, verdict: rejected } ] }
        "#
    }
    OVERLAPPING_ARMS = 525, "two arms that take the same reply" {
        "The first arm that holds decides, so a reply that fits two arms of different verdicts means whatever stands \
         first: yes and no in one reply becomes a yes. Of a call that must not be repeated that costs money, and it is \
         an error; of others it is a warning. The narrower arm may stand before the wider one, and an arm with the \
         verdict `in_doubt` before any, or behind refusals."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: optional boolean, code: optional text, data: { "...": reply } }
              arms:
                - { arm: done, when: { ok: true }, verdict: success }
                - { arm: refused, when: { code: not_empty }, verdict: rejected, code: code }
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: optional boolean, code: optional text, data: { "...": reply } }
              arms:
                - { arm: done, when: { ok: true, code: empty }, verdict: success }
                - { arm: refused, when: { ok: { not: true }, code: not_empty }, verdict: rejected, code: code }
        "#
    }
    UNKNOWN_CODE_SUCCEEDS = 526, "a success that an unknown code would reach" {
        "Vendors add codes and do not tell. Where only a known code makes a refusal, a new one goes on to the arms \
         behind it, and none of them may take it for a success. So a success says what it has that no code has: a \
         value, a length, a beginning, a number beyond all codes; or another arm takes the codes that nobody knows. A \
         failure that looks like a success is never right, so this is an error whatever the operation does."
        wrong r#"
            # vendor.yaml
            reply:
              arms:
                - { arm: refused, reads: { text: "0,{code}" }, when: { code: known_code }, verdict: rejected, code: code }
                - { arm: done, reads: { text: "{status},{time}" }, verdict: success }
            # operation
            response: { fields: { status: integer, time: integer } }
        "#
        mended r#"
            # vendor.yaml
            reply:
              arms:
                - { arm: refused, reads: { text: "0,{code}" }, when: { code: known_code }, verdict: rejected, code: code }
                - { arm: done, reads: { text: "{status},{time}" }, when: { status: { range: 1.. } }, verdict: success }
            # operation
            response: { fields: { status: integer, time: integer } }
        "#
    }
    HOLE_HOLDS_ITS_END = 527, "a hole that ends inside its own value" {
        "A hole takes what stands before the next literal. Where the value itself may hold that, such as a blank between \
         date and time, the hole ends too early and the reply can never be read: a done call would be in doubt."
        wrong r#"
            # operation
            reply: { arms: [ { arm: plain, reads: { text: "OK {at} {id}" }, verdict: success } ] }
            response: { fields: { at: { type: datetime, written: "%Y-%m-%d %H:%M" }, id: integer } }
        "#
        mended r#"
            # operation
            reply: { arms: [ { arm: plain, reads: { text: "OK {at:16} {id}" }, verdict: success } ] }
            response: { fields: { at: { type: datetime, written: "%Y-%m-%d %H:%M" }, id: integer } }
        "#
    }
    UNTAKEN_VALUE = 528, "a documented value that no arm takes" {
        "Arms are chosen by a member whose values the page lists, and a reply with one of them fits no arm. Such a call \
         is in doubt for ever, which costs no money and helps nobody: a warning."
        wrong r#"
            # operation
            response: { fields: { state: { enum: [ { value: paid }, { value: waiting } ] } } }
            reply: { arms: [ { arm: paid, reads: { json: reply }, when: { state: "paid" }, verdict: success } ] }
        "#
        mended r#"
            # operation
            response: { fields: { state: { enum: [ { value: paid }, { value: waiting } ] } } }
            reply:
              arms:
                - { arm: paid, reads: { json: reply }, when: { state: "paid" }, verdict: success }
                - { arm: waiting, reads: { json: reply }, when: { state: "waiting" }, verdict: pending }
        "#
    }
    SENSITIVE_MESSAGE = 529, "an error that would show what is sensitive" {
        "Code and message of a refusal are shown in errors and logs. A field that is masked everywhere else must not be \
         one of them."
        wrong r#"
            # operation
            response: { fields: { card: { type: text, sensitive: card_number, optional: true } } }
            reply: { arms: [ { arm: blocked, when: { ok: false, http: 403 }, verdict: rejected, message: data.card } ] }
        "#
        mended r#"
            # operation
            response: { fields: { card: { type: text, sensitive: card_number, optional: true } } }
            reply: { arms: [ { arm: blocked, when: { ok: false, http: 403 }, verdict: rejected, message: code } ] }
        "#
    }
    EFFECT_OF_ARM = 530, "an arm that says something else of the effect than that there was none" {
        "A refusal with a code that nobody knows is in doubt where a call must not be repeated: the code may mean \
         anything. Where the page says that such replies mean that nothing was done, the arm says so with \
         `effect: none`. A code that the table has with `effect: unknown` keeps that."
        wrong r#"
            # operation
            reply:
              own_arms: first
              arms: [ { arm: failed, when: { ok: false, code: unknown_code }, verdict: rejected, code: code, effect: unknown } ]
        "#
        mended r#"
            # operation
            reply:
              own_arms: first
              arms: [ { arm: failed, when: { ok: false, code: unknown_code }, verdict: rejected, code: code, effect: none } ]
        "#
    }
}
