//! Keywords of the language and the kinds of what stands after them.

codes! {
    UNKNOWN_KEYWORD = 101, "a keyword that does not exist here" {
        "Each place knows certain keywords only. A misspelt one would silently change nothing, so it is \
         refused. In a `{ }` row a comma inside a text also begins a key: quote that text."
        wrong r#"
            # operation
            request: { fields: { name: { type: text, lenght: ..20 } } }
        "#
        mended r#"
            # operation
            request: { fields: { name: { type: text, length: ..20 } } }
        "#
    }
    MISSING_KEYWORD = 102, "a keyword that must be there is missing" {
        "Some facts are asked for always, because their absence would have to be guessed."
        wrong r#"
            # vendor.yaml
            errors:
              - { code: "12", class: not_found }
        "#
        mended r#"
            # vendor.yaml
            errors:
              - { code: "12", as: unknown_shop, class: not_found }
        "#
    }
    UNKNOWN_WORD = 103, "a word that is not possible here" {
        "This keyword takes one of a few words."
        wrong r#"
            # operation
            safety: raed
        "#
        mended r#"
            # operation
            safety: read
        "#
    }
    WRONG_KIND = 104, "a value of the wrong kind" {
        "The keyword takes a text, a list or a mapping, and something else stands there. A text that looks \
         like a number, a date or `true` needs quotes."
        wrong r#"
            # operation
            summary: [Open a shop.]
        "#
        mended r#"
            # operation
            summary: Open a shop.
        "#
    }
    BAD_LIMITS = 105, "limits that are none" {
        "Limits are written `1..100`, `..50`, `3..` or `11`; both ends belong to them, and the first is not \
         above the second."
        wrong r#"
            # operation
            request: { fields: { name: { type: text, length: 3-20 } } }
        "#
        mended r#"
            # operation
            request: { fields: { name: { type: text, length: 3..20 } } }
        "#
    }
    UNREADABLE = 106, "a value that can not be read" {
        "The value has the right kind, and still can not be read: a number beyond 64 bits, for one."
        wrong r#"
            # operation
            response: { fields: { id: text } }
            examples: { one: { proves: made, reply: { id: 18446744073709551615 } } }
        "#
        mended r#"
            # operation
            response: { fields: { id: text } }
            examples: { one: { proves: made, reply: { id: "18446744073709551615" } } }
        "#
    }
}
