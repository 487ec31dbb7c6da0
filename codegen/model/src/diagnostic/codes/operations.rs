//! Operations.

codes! {
    DUPLICATE_OPERATION = 601, "two operations of one name" {
        "An operation is a method of the client. Where two pages describe the same wire operation for two \
         purposes, give them two names and say `wire:`."
        wrong r#"
            # page.yaml
            operations:
              close_shop: { summary: Close a shop., safety: once, method: POST }
            # other.yaml
            source: { title: Others, read: 2026-11-22 }
            operations:
              close_shop: { summary: Close a shop., safety: once, method: POST }
        "#
        mended r#"
            # page.yaml
            operations:
              close_shop: { summary: Close a shop., safety: once, method: POST }
            # other.yaml
            source: { title: Others, read: 2026-11-22 }
            operations:
              close_old_shop: { summary: Close a shop., safety: once, method: POST, wire: close_shop }
        "#
    }
    UNKNOWN_OPERATION = 602, "an operation that does not exist" {
        "Another operation is named that no page has."
        wrong r#"
            # operation
            told_by: list_shops
        "#
        mended r#"
            # page.yaml
            operations:
              list_shops: { summary: List the shops., safety: read, method: GET }
            # operation
            told_by: list_shops
        "#
    }
    UNKNOWN_METHOD = 603, "an HTTP method that does not exist" {
        "Methods of HTTP are written in capitals."
        wrong r#"
            # operation
            method: post
        "#
        mended r#"
            # operation
            method: POST
        "#
    }
    TWO_RESPONSES = 604, "a response that is a record and a value" {
        "At the hole of the reply's frame stands a record (`fields:`) or something else (`value:`)."
        wrong r#"
            # operation
            response: { fields: { id: integer }, value: { as: id, type: integer } }
        "#
        mended r#"
            # operation
            response: { fields: { id: integer } }
        "#
    }
    BAD_MATCH = 605, "a match by what is no field" {
        "Items are matched by fields that both have: `by: [phone]`, or `by: [phone last 10]` for the last ten \
         characters."
        wrong r#"
            # operation
            request: { fields: { people: { list: { fields: { phone: text } } } } }
            response:
              fields: { sent: { list: { fields: { phone: text } } } }
              matches: { items: sent, request: people, by: [last ten of phone], missing: unanswered }
        "#
        mended r#"
            # operation
            request: { fields: { people: { list: { fields: { phone: text } } } } }
            response:
              fields: { sent: { list: { fields: { phone: text } } } }
              matches: { items: sent, request: people, by: [phone last 10], missing: unanswered }
        "#
    }
    MATCH_WITHOUT_LIST = 606, "a match of what is no list" {
        "Only items of a list answer items that were sent: by a field of theirs, or by themselves where they are texts or integers."
        wrong r#"
            # operation
            request: { fields: { people: { list: { fields: { phone: text } } } } }
            response:
              fields: { sent: integer }
              matches: { items: sent, request: people, by: [phone], missing: unanswered }
        "#
        mended r#"
            # operation
            request: { fields: { people: { list: { fields: { phone: text } } } } }
            response:
              fields: { sent: { list: { fields: { phone: text } } } }
              matches: { items: sent, request: people, by: [phone], missing: unanswered }
        "#
    }
    MATCH_NAME_TAKEN = 607, "a name for what is missing that is taken" {
        "What was not answered is reported beside the reply's fields, under a name that none of them has."
        wrong r#"
            # operation
            request: { fields: { people: { list: { fields: { phone: text } } } } }
            response:
              fields: { sent: { list: { fields: { phone: text } } } }
              matches: { items: sent, request: people, by: [phone], missing: sent }
        "#
        mended r#"
            # operation
            request: { fields: { people: { list: { fields: { phone: text } } } } }
            response:
              fields: { sent: { list: { fields: { phone: text } } } }
              matches: { items: sent, request: people, by: [phone], missing: unanswered }
        "#
    }
    SMALL_GROUP = 608, "a group of fewer than two fields" {
        "A group says how many of several fields are given; of one field `optional:` says it."
        wrong r#"
            # operation
            request: { fields: { name: optional text }, one_of: [[name]] }
        "#
        mended r#"
            # operation
            request: { fields: { name: optional text, number: optional integer }, one_of: [[name, number]] }
        "#
    }
    GROUP_OF_REQUIRED = 609, "a group with a field that is always there" {
        "A field that is always there leaves the group nothing to say."
        wrong r#"
            # operation
            request: { fields: { name: text, number: optional integer }, one_of: [[name, number]] }
        "#
        mended r#"
            # operation
            request: { fields: { name: optional text, number: optional integer }, one_of: [[name, number]] }
        "#
    }
    NOBODY_TELLS = 610, "a call in doubt that nobody can be asked about" {
        "After an unclear outcome a call that must not be repeated has either happened or not, and the caller has to \
         find out. `told_by:` names the operation that tells; where the page has none, an open point says so, and what \
         to do instead. A warning, since the page may really be silent."
        wrong r#"
            # operation
            safety: once
            open_points: []
        "#
        mended r#"
            # page.yaml
            operations:
              list_shops: { summary: List the shops., safety: read, method: GET }
            # operation
            told_by: list_shops
        "#
    }
    BAD_EQUALS = 611, "a field held against what is not asked for" {
        "`equals:` says that a field of the reply has to be what the request's field was: a reply with another order \
         number answers another call, and is in doubt. It stands at a field of the operation's own reply, and both \
         are of one kind."
        wrong r#"
            # operation
            request: { fields: { order: integer } }
            response: { fields: { order: { type: text, equals: request.order } } }
        "#
        mended r#"
            # operation
            request: { fields: { order: text } }
            response: { fields: { order: { type: text, equals: request.order } } }
        "#
    }
    BAD_KEY = 612, "an own id that makes nothing safe" {
        "`key:` names the field by which the vendor knows a call again. It is a text or number that the caller gives; \
         where it is optional, calls without it are never repeated."
        wrong r#"
            # operation
            safety: once
            open_points: [ { says: Is it done twice?, chosen: No., confidence: documented } ]
            request: { fields: { order: { fields: { id: text } } } }
            key: { field: order, repeated: answers_as_before }
        "#
        mended r#"
            # operation
            safety: once
            open_points: [ { says: Is it done twice?, chosen: No., confidence: documented } ]
            request: { fields: { order: text } }
            key: { field: order, repeated: answers_as_before }
        "#
    }
    BAD_TOLD_BY = 613, "a question that can not be asked with these values" {
        "`told_by:` with `with:` makes the request that asks what became of a call: every field that it requires is \
         filled by a field of the call, of the same type. Whoever is asked changes nothing: `safety: read`."
        wrong r#"
            # page.yaml
            operations:
              find_shop: { summary: Find a shop., safety: read, method: GET, request: { fields: { number: integer } } }
            # operation
            safety: once
            request: { fields: { name: text } }
            told_by: { operation: find_shop, with: { number: name } }
        "#
        mended r#"
            # page.yaml
            operations:
              find_shop: { summary: Find a shop., safety: read, method: GET, request: { fields: { number: integer } } }
            # operation
            safety: once
            request: { fields: { number: integer } }
            told_by: { operation: find_shop, with: { number: number } }
        "#
    }
    GUESSED_CODE = 614, "a guessed code of a call that must not be repeated" {
        "A refusal by a code says that nothing was done, and that the call may be made again. Where that is a guess, say \
         `effect: unknown`, so that the call is in doubt, or `accepted_risk:` with the reason why the guess is good \
         enough."
        wrong r#"
            # vendor.yaml
            errors: [ { code: "40", as: too_late, class: permission, confidence: guessed } ]
            reply:
              frame: { ok: boolean, code: optional text, "...": reply }
              arms:
                - { arm: done, when: { ok: true }, verdict: success }
                - { arm: refused, when: { ok: false }, verdict: rejected, code: code }
            # operation
            safety: once
            open_points: [ { says: Is it done twice?, chosen: Yes., confidence: documented } ]
        "#
        mended r#"
            # vendor.yaml
            errors: [ { code: "40", as: too_late, class: permission, confidence: guessed, effect: unknown } ]
            reply:
              frame: { ok: boolean, code: optional text, "...": reply }
              arms:
                - { arm: done, when: { ok: true }, verdict: success }
                - { arm: refused, when: { ok: false }, verdict: rejected, code: code }
            # operation
            safety: once
            open_points: [ { says: Is it done twice?, chosen: Yes., confidence: documented } ]
        "#
    }
}
