use vendor_model::diagnostic::Renderer;

use super::*;
use crate::tiny::bodies;

fn told(text: &str) -> String {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let ways = read("bodies/sandbox.yaml", text, &bodies(), &mut sources, &mut report);
    assert_eq!(ways.is_none(), report.has_errors(), "{text}");
    report.sort(&sources);
    report.render(&sources, &Renderer::plain())
}

#[test]
fn what_is_right_is_read() {
    let text = r#"
credentials: { api_key: "123" }
zone: "-03:30"
refusals:
  http: { credentials: 401, otherwise: 400 }
  repeats: response.error.number
  rules: [ { when: missing, operation: top_up, field: user, code: "96" } ]
addresses: [ { path: "/v2/**", code: "96" } ]
lenient: { names: true, nulls: true, body_in: data, ignores: date, paths: [ { from: /a, to: /b } ] }
accounts: { money: { starts: 1.5, seeds: { "7": 20 } } }
tables: { rows: { seeds: [ { id: 1, at: "= now - 1d" } ] } }
operations:
  top_up:
    steps:
      - unique: { in: rows, by: user, code: "96" }
      - assign: { in: rows, from: 5 }
      - add: { account: money, of: request.user, amount: request.amount, when: { kind: cash } }
      - append: { to: rows, row: { id: "= id", "...": request } }
    reply: { id: "= id", left: "= balance" }
events: { bonus: [ { add: { account: money, of: "'7'", amount: amount } } ] }
not_simulated: [ Nothing. ]
"#;
    assert_eq!(told(text), "");
}

#[test]
fn mistakes_are_told_with_their_places() {
    for (text, expected) in [
        ("credentals: {}", "did you mean `credentials`?"),
        ("credentials: { api_keys: x }", "there is no credential `api_keys`"),
        ("zone: tehran", "this is no zone"),
        ("refusals: { http: { sometimes: 400 } }", "there is no class `sometimes`"),
        ("refusals: { http: { otherwise: 99 } }", "this is no HTTP status of a reply"),
        ("refusals: { rules: [ { when: mising, code: \"96\" } ] }", "did you mean `missing`?"),
        ("refusals: { rules: [ { when: missing, code: \"97\" } ] }", "there is no code `97`"),
        ("refusals: { rules: [ { when: missing, field: usr, code: \"96\" } ] }", "did you mean `user`?"),
        ("refusals: { repeats: status }", "there is no member `status`"),
        ("operations: { top_down: {} }", "known here: top_up, people"),
        ("operations: { top_up: { reply: { ids: 1 } } }", "did you mean `id`?"),
        ("operations: { top_up: { reply: { id: \"= request.usr\" } } }", "did you mean `user`?"),
        ("operations: { top_up: { reply: { id: \"= something\" } } }", "is no source"),
        ("operations: { top_up: { steps: [ {} ] } }", "a step does one thing"),
        ("operations: { top_up: { steps: [ { assign: { in: rows } } ] } }", "there is no table `rows`"),
        (
            "operations: { top_up: { steps: [ { add: { account: a, amount: request.amount } } ] } }",
            "there is no account `a`",
        ),
        ("operations: { people: { rows: { of: rows } } }", "there is no table `rows`"),
        ("accounts: { a: { starts: much } }", "this is no sum"),
        ("tables: [", "this is not YAML"),
    ] {
        let told = told(text);
        assert!(told.contains(expected), "{text}\n{told}");
        assert!(told.contains("bodies/sandbox.yaml:1:"), "{told}");
    }
}
