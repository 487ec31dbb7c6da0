//! What goes beyond one request and its reply: tokens, callbacks, pages, and rules over several fields.

codes! {
    TOKEN_FROM_NOWHERE = 1001, "a token that nothing hands out" {
        "A token comes from an operation: of the credentials with `from:`, or of a refresh token with `refresh:`. What \
         the application is given once and for all is a credential."
        wrong r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., value: token } }
        "#
        mended r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., from: log_in, value: token } }
            # page.yaml
            operations:
              log_in: { summary: Get a token., safety: idempotent, method: POST, response: { fields: { token: { type: text, secret: true } } } }
        "#
    }
    TOKEN_IN_ADDRESS = 1002, "a token in an address" {
        "Servers and proxies write addresses down, and whoever reads them has the token. Where the vendor takes it \
         there only, `accepted_risk:` says so, and the documentation shows it."
        wrong r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., from: log_in, value: token } }
            # page.yaml
            operations:
              log_in: { summary: Get a token., safety: idempotent, method: POST, response: { fields: { token: { type: text, secret: true } } } }
            # operation
            send: { query: { token: "{token}" } }
        "#
        mended r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., from: log_in, value: token } }
            # page.yaml
            operations:
              log_in: { summary: Get a token., safety: idempotent, method: POST, response: { fields: { token: { type: text, secret: true } } } }
            # operation
            send: { headers: { Authorization: "Bearer {token}" } }
        "#
    }
    TOKEN_CIRCLE = 1003, "a token that is needed to get itself" {
        "The operation that hands a token out, or one that it needs a token of, needs the token itself: the first one \
         could never be had."
        wrong r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., from: log_in, value: token } }
            # page.yaml
            operations:
              log_in:
                summary: Get a token.
                safety: idempotent
                method: POST
                request: { fields: { old: { type: text, secret: true, from: "{token}" } } }
                response: { fields: { token: { type: text, secret: true } } }
        "#
        mended r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., from: log_in, value: token } }
            # page.yaml
            operations:
              log_in: { summary: Get a token., safety: idempotent, method: POST, response: { fields: { token: { type: text, secret: true } } } }
        "#
    }
    REFRESH_SPENDS = 1004, "a refresh that spends its token and may be repeated" {
        "An operation that answers with a new refresh token takes the old one out of use. Repeated after an unclear \
         outcome it would be refused: it is `once`."
        wrong r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., value: token, refresh: { from: renew, value: next } } }
            # page.yaml
            operations:
              renew:
                summary: Get the next token.
                safety: idempotent
                method: POST
                request: { fields: { next: { type: text, secret: true } } }
                response: { fields: { token: { type: text, secret: true }, next: { type: text, secret: true } } }
        "#
        mended r#"
            # vendor.yaml
            tokens: { token: { summary: Proves who calls., value: token, refresh: { from: renew, value: next } } }
            # page.yaml
            operations:
              renew:
                summary: Get the next token.
                safety: once
                method: POST
                request: { fields: { next: { type: text, secret: true } } }
                response: { fields: { token: { type: text, secret: true }, next: { type: text, secret: true } } }
        "#
    }
    BAD_VERIFY = 1005, "a signature that can not be verified" {
        "What a signature must be is computed of what was received and of a credential, by a hash. What is new with \
         each call, the path at which we are called, a token or the signature itself have no place in it; and without \
         a credential anybody could compute it."
        wrong r#"
            # page.yaml
            callbacks:
              paid:
                summary: A payment was made.
                reads: { form: { sign: text, "...": event } }
                fields: { id: integer }
                verify: { value: sign, expected: "= hex(sha256(id))" }
        "#
        mended r#"
            # vendor.yaml
            credentials: { secret: { summary: What the vendor signs with. } }
            # page.yaml
            callbacks:
              paid:
                summary: A payment was made.
                reads: { form: { sign: text, "...": event } }
                fields: { id: integer }
                verify: { value: sign, expected: "= hex(sha256(id + secret))" }
        "#
    }
    UNPROVEN_CALLBACK = 1006, "a callback that nothing proves" {
        "Anybody who knows our address can send it. Where the vendor signs nothing, an operation tells whether it is \
         true; where there is none either, say so in an open point and treat what it says as a hint."
        wrong r#"
            # page.yaml
            callbacks:
              paid:
                summary: A payment was made.
                reads: { form: { "...": event } }
                fields: { id: integer }
        "#
        mended r#"
            # page.yaml
            callbacks:
              paid:
                summary: A payment was made.
                reads: { form: { "...": event } }
                fields: { id: integer }
                confirm_with: open_shop
        "#
    }
    PAGES_OF_NO_READ = 1007, "pages of what is no read" {
        "The client asks for page after page by itself, and again after an unclear outcome. What changes something at \
         the vendor is never called so."
        wrong r#"
            # operation
            safety: once
            request: { fields: { page: optional integer } }
            response: { fields: { ids: { list: integer } } }
            paging: { items: ids, number: page }
        "#
        mended r#"
            # operation
            safety: read
            request: { fields: { page: optional integer } }
            response: { fields: { ids: { list: integer } } }
            paging: { items: ids, number: page }
        "#
    }
    BAD_PAGING = 1008, "a walk through pages that leads nowhere" {
        "The next page is asked for by one field of the request, which the client sets, or at the address that the \
         reply gives; what is sent has the type of what it is taken from. An address of the vendor stands in place of \
         ours, so that ours may hold nothing that would be lost with it."
        wrong r#"
            # operation
            safety: read
            request: { fields: { page: optional text } }
            response: { fields: { ids: { list: integer } } }
            paging: { items: ids, number: page }
        "#
        mended r#"
            # operation
            safety: read
            request: { fields: { page: optional integer } }
            response: { fields: { ids: { list: integer } } }
            paging: { items: ids, number: page }
        "#
    }
    BAD_RULE = 1009, "a rule that can not be checked" {
        "A rule compares fields of one record, counts and sums of its lists, and numbers; it says what a number is a \
         multiple of, what a text looks like, or how many of some fields are given. It holds of what is sent. What the \
         page says beyond that stands under `unchecked:`, so that nobody takes it for checked."
        wrong r#"
            # operation
            request:
              fields: { from: { type: date, written: "%Y-%m-%d" }, days: integer }
              rules: ["from <= days"]
        "#
        mended r#"
            # operation
            request:
              fields: { from: { type: date, written: "%Y-%m-%d" }, days: integer }
              rules: ["days <= 31"]
              unchecked: [The last day lies in the same year.]
        "#
    }
    BAD_LIMIT = 1010, "a limit of rate that says nothing" {
        "A limit is a number of calls in a time. It is told to readers and in the OpenAPI document; nothing slows calls \
         down by it."
        wrong r#"
            # operation
            limits: [ { calls: 10, per: while } ]
        "#
        mended r#"
            # operation
            limits: [ { calls: 10, per: second, of: account } ]
        "#
    }
}
