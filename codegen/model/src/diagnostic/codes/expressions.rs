//! Computed values.

codes! {
    COMPUTED_WITHOUT_EXPRESSION = 801, "a computed value that is no expression" {
        "What is computed begins with `=`, everywhere."
        wrong r#"
            # operation
            computed: { sign: "hex(sha256('x'))" }
        "#
        mended r#"
            # operation
            computed: { sign: "= hex(sha256('x'))" }
        "#
    }
    BAD_EXPRESSION = 802, "an expression that can not be read" {
        "An expression has names, 'texts' in single quotes, functions, and `+` between values."
        wrong r#"
            # operation
            send: { headers: { X-Sign: "= hex(sha256('x')" } }
        "#
        mended r#"
            # operation
            send: { headers: { X-Sign: "= hex(sha256('x'))" } }
        "#
    }
    UNKNOWN_FUNCTION = 803, "a function that does not exist" {
        "There is no function of that name; the guide lists them."
        wrong r#"
            # operation
            send: { headers: { X-Sign: "= hex(sha265('x'))" } }
        "#
        mended r#"
            # operation
            send: { headers: { X-Sign: "= hex(sha256('x'))" } }
        "#
    }
    ARGUMENT_COUNT = 804, "a function with too few or too many values" {
        "Each function takes a number of values: an HMAC its key and then what is signed, `join` its \
         separator first."
        wrong r#"
            # operation
            send: { headers: { X-Sign: "= hex(hmac_sha256('x'))" } }
        "#
        mended r#"
            # operation
            send: { headers: { X-Sign: "= hex(hmac_sha256('key', 'x'))" } }
        "#
    }
    BYTES_FOR_TEXT = 805, "bytes where text is due" {
        "Hashes make bytes. `hex(...)` and `base64(...)` make text of them."
        wrong r#"
            # operation
            send: { headers: { X-Sign: "= sha256('x')" } }
        "#
        mended r#"
            # operation
            send: { headers: { X-Sign: "= hex(sha256('x'))" } }
        "#
    }
    BAD_NOW = 806, "a clock value that can not be read" {
        "`now` takes a date pattern, and the distance from UTC if it is another zone."
        wrong r#"
            # operation
            send: { headers: { X-Time: "= now('%Y-%m-%d', 'Istanbul')" } }
        "#
        mended r#"
            # operation
            send: { headers: { X-Time: "= now('%Y-%m-%d', '+03:00')" } }
        "#
    }
    COMPUTED_FROM_ITSELF = 807, "a value that is computed from itself" {
        "Following the names leads back to this value, so it could never be computed."
        wrong r#"
            # operation
            computed: { sign: "= 'a' + sign" }
            send: { headers: { X-Sign: "{sign}" } }
        "#
        mended r#"
            # operation
            computed: { sign: "= hex(sha256('x'))" }
            send: { headers: { X-Sign: "{sign}" } }
        "#
    }
    SIGNED_BY_KEY_PAIR = 808, "a signature by a key pair" {
        "Clients sign with secrets that both sides have (HMAC, or a hash with the secret in it). RSA and its like need \
         a private key and arithmetic that no client pays for whose vendor does not ask for it, and the crate for RSA \
         has an open advisory about its timing (RUSTSEC-2023-0071). The application, which has the key, signs: a field that the \
         caller gives carries the signature. That can't cover what is known only when the request is sent, such as a \
         nonce."
        wrong r#"
            # operation
            send: { headers: { X-Sign: "= base64(rsa_sha256('key', 'x'))" } }
        "#
        mended r#"
            # operation
            send: { headers: { X-Sign: "{signature}" } }
            request: { fields: { signature: text } }
        "#
    }
    LIST_IN_EXPRESSION = 809, "a list where an expression takes one text" {
        "What stands between the items of a list is for the page to say, so nothing joins them by itself: \
         `join(';', list)` does, also among other values. Records have no text but as documents."
        wrong r#"
            # operation
            send: { headers: { X-Sign: "= hex(md5(names))" } }
            request: { fields: { names: { list: text } } }
        "#
        mended r#"
            # operation
            send: { headers: { X-Sign: "= hex(md5(join(';', names)))" } }
            request: { fields: { names: { list: text } } }
        "#
    }
}
