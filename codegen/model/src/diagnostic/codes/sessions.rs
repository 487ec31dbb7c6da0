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
}
