//! What is written once for the vendor: names, servers, credentials, tokens, codes.

codes! {
    NO_IDENTIFIER = 201, "a name that is no identifier" {
        "Names that become names in code have lower-case letters a-z, digits and single underscores, begin \
         with a letter, and are at most 64 characters long. Wire names may be anything: their English name \
         stands after `as:`."
        wrong r#"
            # vendor.yaml
            servers: { Production: { url: "https://api.acme.example", summary: The only address. } }
        "#
        mended r#"
            # vendor.yaml
            servers: { production: { url: "https://api.acme.example", summary: The only address. } }
        "#
    }
    NO_NAME = 202, "a wire name from which no identifier can be made" {
        "The wire name holds characters that no identifier has. Say in English what it is."
        wrong r#"
            # operation
            request: { fields: { "Ürün": text } }
        "#
        mended r#"
            # operation
            request: { fields: { "Ürün": { as: product, type: text } } }
        "#
    }
    FOLDER_NAME = 203, "a vendor that is not called as its folder" {
        "Folder, feature and module of a vendor have one name, so that no two vendors have the same."
    }
    NO_SERVER = 204, "a vendor without a server" {
        "A client has to know where the API answers."
        wrong r#"
            # vendor.yaml
            servers: {}
        "#
        mended r#"
            # vendor.yaml
            servers: { production: { url: "https://api.acme.example", summary: The only address. } }
        "#
    }
    SERVER_ADDRESS = 205, "a server that is no plain https address" {
        "Credentials travel to this address, so it is https; user, query and fragment have no place in it. A \
         path prefix may follow the host."
        wrong r#"
            # vendor.yaml
            servers: { production: { url: "http://api.acme.example", summary: The only address. } }
        "#
        mended r#"
            # vendor.yaml
            servers: { production: { url: "https://api.acme.example", summary: The only address. } }
        "#
    }
    DUPLICATE_CREDENTIAL = 206, "two credentials of one name" {
        "Holes name a credential by its key or by its English name, so no two share one."
        wrong r#"
            # vendor.yaml
            credentials: { key: { as: api_key, summary: The key. }, api_key: { summary: Another. } }
        "#
        mended r#"
            # vendor.yaml
            credentials: { key: { as: api_key, summary: The key. }, secret: { summary: Another. } }
        "#
    }
    UNKNOWN_SETTING = 207, "a setting that does not exist" {
        "An example names a setting that the vendor does not have under `settings:`."
        wrong r#"
            # vendor.yaml
            settings: { mode: { summary: Two readings of the page., enum: [ { value: a }, { value: b } ], default: a } }
            # operation
            examples: { one: { proves: made, settings: { mood: b } } }
        "#
        mended r#"
            # vendor.yaml
            settings: { mode: { summary: Two readings of the page., enum: [ { value: a }, { value: b } ], default: a } }
            # operation
            examples: { one: { proves: made, settings: { mode: b } } }
        "#
    }
    UNKNOWN_VALUE = 208, "a value that the field or setting does not have" {
        "Where an enum says which values there are, no other can be meant."
        wrong r#"
            # vendor.yaml
            settings: { mode: { summary: Two readings of the page., enum: [ { value: a }, { value: b } ], default: c } }
        "#
        mended r#"
            # vendor.yaml
            settings: { mode: { summary: Two readings of the page., enum: [ { value: a }, { value: b } ], default: a } }
        "#
    }
    TOKEN_NEEDS_CALLER = 210, "a token that can not be fetched without the caller" {
        "The client fetches the token by itself, when a call needs one; it can ask nobody for a field. Fill \
         the field from credentials with `from:`."
        wrong r#"
            # vendor.yaml
            credentials: { user: { summary: Who calls. } }
            tokens: { token: { summary: Proves who calls., from: log_in, value: token } }
            # page.yaml
            operations:
              log_in:
                summary: Get a token.
                safety: idempotent
                method: POST
                request: { fields: { user: text } }
                response: { fields: { token: { type: text, secret: true } } }
        "#
        mended r#"
            # vendor.yaml
            credentials: { user: { summary: Who calls. } }
            tokens: { token: { summary: Proves who calls., from: log_in, value: token } }
            # page.yaml
            operations:
              log_in:
                summary: Get a token.
                safety: idempotent
                method: POST
                request: { fields: { user: { type: text, from: "{credential.user}" } } }
                response: { fields: { token: { type: text, secret: true } } }
        "#
    }
    TOKEN_NOT_SECRET = 211, "a token that is no secret text" {
        "Whoever has the token is let in, so it is a secret text, and it is always in the reply."
        wrong r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., from: log_in, value: token } }
            # page.yaml
            operations:
              log_in: { summary: Get a token., safety: idempotent, method: POST, response: { fields: { token: text } } }
        "#
        mended r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., from: log_in, value: token } }
            # page.yaml
            operations:
              log_in: { summary: Get a token., safety: idempotent, method: POST, response: { fields: { token: { type: text, secret: true } } } }
        "#
    }
    BAD_DURATION = 213, "a duration that is none" {
        "Durations are a number and a unit: `90s`, `30m`, `24h`, `7d`. A token may also last as long as a field of the \
         reply says: a whole number of seconds, or `expires_in minutes`, or a point in time with a zone."
        wrong r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., from: log_in, value: token, lives: a day } }
            # page.yaml
            operations:
              log_in: { summary: Get a token., safety: idempotent, method: POST, response: { fields: { token: { type: text, secret: true } } } }
        "#
        mended r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., from: log_in, value: token, lives: 24h } }
            # page.yaml
            operations:
              log_in: { summary: Get a token., safety: idempotent, method: POST, response: { fields: { token: { type: text, secret: true } } } }
        "#
    }
    DUPLICATE_CODE = 214, "a code that is listed twice" {
        "A code means one thing. Where a page gives one code two meanings, write the code once and say both \
         in its summary and an open point."
        wrong r#"
            # vendor.yaml
            errors:
              - { code: "12", as: unknown_shop, class: not_found }
              - { code: "12", as: unknown_owner, class: not_found }
        "#
        mended r#"
            # vendor.yaml
            errors:
              - { code: "12", as: unknown_shop, class: not_found }
              - { code: "13", as: unknown_owner, class: not_found }
        "#
    }
    DUPLICATE_CODE_NAME = 215, "two codes of one name" {
        "Each code becomes a case of one enum, so each has a name of its own; an underscore alone tells \
         nothing apart."
        wrong r#"
            # vendor.yaml
            errors:
              - { code: "12", as: unknown_shop, class: not_found }
              - { code: "13", as: unknown_shop, class: not_found }
        "#
        mended r#"
            # vendor.yaml
            errors:
              - { code: "12", as: unknown_shop, class: not_found }
              - { code: "13", as: unknown_owner, class: not_found }
        "#
    }
    UNKNOWN_CLASS = 216, "a class that does not exist" {
        "Classes are the same for all vendors; callers decide by them what to do."
        wrong r#"
            # vendor.yaml
            errors:
              - { code: "12", as: unknown_shop, class: unfound }
        "#
        mended r#"
            # vendor.yaml
            errors:
              - { code: "12", as: unknown_shop, class: not_found }
        "#
    }
    UNKNOWN_CODE = 217, "a code that the vendor does not list" {
        "Codes are listed once, under `errors:` of the vendor; elsewhere they are only named."
        wrong r#"
            # operation
            codes: ["13"]
        "#
        mended r#"
            # operation
            codes: ["12"]
        "#
    }
    UNKNOWN_TABLE = 218, "a table of codes that does not exist" {
        "An arm says with `table:` whose codes it reads: a table of the vendor under `tables:`. Without it the codes are \
         those of the operation's own `errors:`, and then of the vendor's."
        wrong r#"
            # vendor.yaml
            tables: { gateway: [ { code: "12", as: gateway_busy, class: unavailable } ] }
            # operation
            reply: { arms: [ { arm: turned_away, when: { http: 502, ok: false }, verdict: rejected, code: code, table: gate } ] }
        "#
        mended r#"
            # vendor.yaml
            tables: { gateway: [ { code: "12", as: gateway_busy, class: unavailable } ] }
            # operation
            reply: { arms: [ { arm: turned_away, when: { http: 502, ok: false }, verdict: rejected, code: code, table: gateway } ] }
        "#
    }
    HOST_OF_ONE_SERVER = 219, "a host that not every server has" {
        "An operation on another host has to know its address whichever server the caller chose, so every \
         server says where each of the hosts is: the test system's too."
        wrong r#"
            # vendor.yaml
            servers:
              test: { url: "https://test.acme.example", summary: The test system. }
              production: { url: "https://api.acme.example", hosts: { files: "https://files.acme.example" }, summary: The real one. }
            # operation
            send: { host: files }
        "#
        mended r#"
            # vendor.yaml
            servers:
              test: { url: "https://test.acme.example", hosts: { files: "https://files.test.acme.example" }, summary: The test system. }
              production: { url: "https://api.acme.example", hosts: { files: "https://files.acme.example" }, summary: The real one. }
            # operation
            send: { host: files }
        "#
    }
    UNKNOWN_HOST = 220, "a host that does not exist" {
        "What stands under `host:` is a name of the servers' `hosts:`, where its addresses are."
        wrong r#"
            # vendor.yaml
            servers: { production: { url: "https://api.acme.example", hosts: { files: "https://files.acme.example" }, summary: The only address. } }
            # operation
            send: { host: flies }
        "#
        mended r#"
            # vendor.yaml
            servers: { production: { url: "https://api.acme.example", hosts: { files: "https://files.acme.example" }, summary: The only address. } }
            # operation
            send: { host: files }
        "#
    }
    UNUSED_DEFINITION = 230, "a definition that nothing uses" {
        "A credential, setting, token or computed value stands there for a pattern to name it, and none does. It may \
         be left over, or a hole names another thing."
        wrong r#"
            # vendor.yaml
            credentials: { key: { summary: The key. } }
        "#
        mended r#"
            # vendor.yaml
            credentials: { key: { summary: The key. } }
            # operation
            send: { headers: { X-Key: "{key}" } }
        "#
    }
    SHADOWED_CODE = 231, "a code that is taken for a success" {
        "An arm of each operation takes the code for a success, by the code alone. Its class and its text in the \
         table are never seen."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { code: text, "...": reply }
              arms:
                - { arm: done, when: { code: "12" }, verdict: success }
                - { arm: refused, verdict: rejected, code: code }
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { code: text, "...": reply }
              arms:
                - { arm: done, when: { code: "0" }, verdict: success }
                - { arm: refused, verdict: rejected, code: code }
        "#
    }
}
