//! What the sandbox says of `sandbox.yaml`.

codes! {
    UNKNOWN_IN_SANDBOX = 901, "a name in `sandbox.yaml` that nothing has" {
        "`sandbox.yaml` ties operations to state. The operations, fields, codes, credentials and members that it names \
         are those of the vendor's spec, its tables and accounts those that it declares itself."
    }
    SANDBOX_VALUE = 902, "a value in `sandbox.yaml` that means nothing" {
        "A zone is `+03:00`, a sum is a number, an HTTP status lies between 200 and 599, and a text that begins with \
         `=` is a source: `= id`, `= now`, `= request.name`."
    }
    SANDBOX_STEP = 903, "a step in `sandbox.yaml` that does not do one thing" {
        "Each item of `steps:` is one of `unique`, `assign`, `append`, `add` and `take`. What happens after it is \
         another item."
    }
}
