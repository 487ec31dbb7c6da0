//! Reading YAML, before anything is known of the language.

codes! {
    NOT_YAML = 1, "the file is not YAML" {
        "The parser that reads spec files can not go on here. A text with `: ` or ` #` in it needs quotes, \
         indentation is made of blanks, and every bracket and quote is closed."
        wrong r#"
            # operation
            summary: Open a shop: or a branch.
        "#
        mended r#"
            # operation
            summary: "Open a shop: or a branch."
        "#
    }
    DUPLICATE_KEY = 2, "a key stands twice in one mapping" {
        "A mapping holds each key once. YAML parsers silently keep the last of two; here that would lose what \
         you wrote."
        wrong r#"
            # operation
            safety: read
            safety: once
        "#
        mended r#"
            # operation
            safety: once
        "#
    }
    ANCHOR = 3, "an anchor or alias" {
        "`&name` and `*name` let one node stand for many. The language has names of its own for that \
         (`types:`, `computed:`), and such references make small files very large."
        wrong r#"
            # operation
            request: { fields: { name: &name text } }
        "#
        mended r#"
            # operation
            request: { fields: { name: text } }
        "#
    }
    TAG = 4, "a YAML tag" {
        "`!tags` tell a YAML parser what a value is. The language says that itself: quotes make a text."
        wrong r#"
            # operation
            wire: !!str 7
        "#
        mended r#"
            # operation
            wire: "7"
        "#
    }
    SECOND_DOCUMENT = 5, "a second document in one file" {
        "`---` begins another document. One file describes one page."
        wrong r#"
            # page.yaml
            ---
            types: {}
        "#
        mended r#"
            # page.yaml
            types: {}
        "#
    }
    COMPLEX_KEY = 6, "a key that is no name" {
        "Keys are names. YAML lets lists and mappings be keys; nothing here has a use for that."
        wrong r#"
            # operation
            ? [method]
            : POST
        "#
        mended r#"
            # operation
            method: POST
        "#
    }
    TOO_DEEP = 7, "nesting that is too deep" {
        "Nothing on a vendor's page is nested in more than 64 levels. Give inner records a name under \
         `types:`."
    }
    TOO_LARGE = 8, "a file that is too large" {
        "A spec file has at most two megabytes. Split it by page."
    }
    NOT_UTF8 = 9, "a file that is not UTF-8" {
        "Spec files are UTF-8. Another encoding would turn a vendor's words into other words."
    }
    CHANGED_BY_YAML = 10, "a value that YAML changes by reading it" {
        "Unquoted, this would go over the wire as something else: YAML reads `0x10` as 16, `007` as 7 and \
         `1_000` as 1000. Quote what the vendor wants to see as it stands."
        wrong r#"
            # operation
            wire: 0x10
        "#
        mended r#"
            # operation
            wire: "0x10"
        "#
    }
    BINARY_FRACTION = 11, "a fraction that would pass through a binary number" {
        "A fraction in a frame would pass through a binary number, which has no exact tenths. Quoted, it is \
         sent as it stands."
        wrong r#"
            # operation
            send: { body: { json: { version: 2.1, "...": request } } }
        "#
        mended r#"
            # operation
            send: { body: { json: { version: "2.1", "...": request } } }
        "#
    }
}
