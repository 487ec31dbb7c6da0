//! Values of replies that have arms of their own.

codes! {
    VALUE_ARMS = 540, "arms of a value that say too little or too much" {
        "The arms of a value tell its shapes apart, or say of an item what came of it: then each has a \
         `verdict:`, and refusals have codes. What surrounds them stands under `frame:`."
        wrong r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
            # operation
            response:
              fields:
                items:
                  list:
                    arms:
                      - { arm: taken, when: { id: present }, verdict: success, fields: { id: integer } }
                      - { arm: refused }
        "#
        mended r#"
            # vendor.yaml
            reply:
              frame: { ok: boolean, "...": reply }
              arms: [ { arm: done, when: { ok: true }, verdict: success } ]
            # operation
            response:
              fields:
                items:
                  list:
                    arms:
                      - { arm: taken, when: { id: present }, verdict: success, fields: { id: integer } }
                      - { arm: refused, verdict: rejected }
        "#
    }
    ARMS_IN_REQUEST = 541, "a value of several shapes in a request" {
        "The vendor tells by what it answers which of several shapes a value has. What is sent has a field that \
         decides: an `enum:`, with `fields:` at its values."
        wrong r#"
            # operation
            request:
              fields:
                to: { arms: [ { arm: one, when: { "$": { kind: text } }, value: text }, { arm: none } ] }
        "#
        mended r#"
            # operation
            request: { fields: { to: optional text } }
        "#
    }
}
