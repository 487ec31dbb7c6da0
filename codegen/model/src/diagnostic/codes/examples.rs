//! Examples.

codes! {
    UNKNOWN_ARM = 701, "an arm that does not exist" {
        "`arm:` of an example names one of the successes of the operation."
        wrong r#"
            # operation
            examples: { one: { proves: made, arm: dune } }
        "#
        mended r#"
            # operation
            examples: { one: { proves: made } }
        "#
    }
    SEVERAL_OUTCOMES = 702, "an example with several outcomes" {
        "One call has one outcome: a reply, a refusal, or a sample that can not be read."
        wrong r#"
            # operation
            response: { fields: { id: integer } }
            examples: { one: { proves: made, reply: { id: 7 }, refused: { code: "12" } } }
        "#
        mended r#"
            # operation
            response: { fields: { id: integer } }
            examples:
              one: { proves: made, reply: { id: 7 } }
              none: { proves: made, refused: { code: "12" } }
        "#
    }
    EXAMPLE_OF_ANOTHER_SHAPE = 703, "an example value of another shape" {
        "The spec says record, list or single value here, and the example has another of these."
        wrong r#"
            # operation
            response: { fields: { ids: { list: { type: integer } } } }
            examples: { one: { proves: made, reply: { ids: 7 } } }
        "#
        mended r#"
            # operation
            response: { fields: { ids: { list: { type: integer } } } }
            examples: { one: { proves: made, reply: { ids: [7] } } }
        "#
    }
    EXAMPLE_VALUE = 704, "an example value that the spec does not allow" {
        "The value does not have the type, the limits or the pattern that the spec gives the field. Either \
         the example is wrong, or the page is stricter than the vendor."
        wrong r#"
            # operation
            request: { fields: { name: { type: text, length: ..5 } } }
            examples: { one: { proves: made, request: { name: Bookshop } } }
        "#
        mended r#"
            # operation
            request: { fields: { name: { type: text, length: ..5 } } }
            examples: { one: { proves: made, request: { name: Books } } }
        "#
    }
    EXAMPLE_BREAKS_RULES = 705, "an example that breaks the rules of its fields" {
        "The fields that are there contradict the spec's rules: one is missing, or not allowed in this case, \
         or there are too many items."
        wrong r#"
            # operation
            request: { fields: { name: text, number: integer } }
            examples: { one: { proves: made, request: { name: Books } } }
        "#
        mended r#"
            # operation
            request: { fields: { name: text, number: integer } }
            examples: { one: { proves: made, request: { name: Books, number: 1 } } }
        "#
    }
}
