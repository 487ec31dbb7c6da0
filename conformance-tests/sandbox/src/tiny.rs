//! Two small vendors for the tests of this crate: one with bodies, one with addresses and headers.

use vendor_model::model::{Operation, Value};
use vendor_model::{Report, Sources, Vendor, load_vendor};

const BODIES: &str = r#"
vendor: bodies
title: Bodies
summary: A vendor for tests.
servers:
  production: { url: "https://bodies.example", summary: The only one. }
credentials:
  api_key: { summary: The key. }
  hash: { summary: The hash. }
send:
  path: "/v2/{api_key}/{wire}/{request_format}/[{reply_format}/]"
  body:
    json: { data: { hash: "{hash}", version: 2, "...": request } }
    xml: { document: { data: { hash: "{hash}", version: 2, "...": request } } }
reply:
  frame:
    response:
      result: boolean
      data: { "...": reply }
      error: { code: optional text, number: optional integer, message: optional text }
  arms:
    - { arm: refused, when: { result: false }, verdict: rejected, code: [error.code, error.number], message: error.message }
    - { arm: done, when: { result: true, error: empty }, verdict: success }
errors:
  - { code: "96", as: invalid, class: invalid_field, message: Invalid <request>. }
  - { code: "99", as: unauthorised, class: credentials }
"#;

const BODIES_PAGE: &str = r#"
source: { title: Page, read: 2026-11-21 }
operations:
  top_up:
    summary: Adds credit.
    safety: once
    method: POST
    request:
      fields:
        kind:
          summary: What for.
          enum:
            - { value: cash }
            - { value: open, fields: { limit: { type: integer, range: 1..7 } } }
            - { value: gift, fields: { limit: { type: text, as: limit_text } } }
        user: { type: integer }
        amount: { type: decimal, required_when: { kind: [cash] } }
        date: { type: datetime, written: "%Y-%m-%d %H:%M:%S", also: ["%Y-%m-%dT%H:%M:%S"], allowed_when: { kind: [open] } }
        note: { type: text, optional: true, length: ..5 }
        urgent: { type: boolean, optional: true }
        persons:
          optional: true
          count: 1..2
          list: { fields: { gsm: integer, name: optional text } }
    response:
      fields:
        id: integer
        left: { type: decimal, optional: true }
        when: { type: date, optional: true, written: "%Y/%m/%d", calendar: jalali }
    codes: ["96"]
    examples:
      cash: { proves: made, request: { kind: cash, user: 7, amount: "5.50" }, reply: { id: 1000, left: "12.50", when: 1399/12/30 } }
  people:
    summary: Lists people.
    safety: read
    method: POST
    response:
      value: { list: { fields: { id: integer, name: optional text } }, xml_item: item, as: people }
    examples:
      two: { proves: made, reply: [{ id: 1, name: Ş }, { id: 2 }] }
      none: { proves: made, reply: [] }
"#;

const PLACES: &str = r#"
vendor: places
title: Places
summary: A vendor for tests.
servers:
  production: { url: "https://places.example", summary: The only one. }
credentials:
  user: { summary: The name. }
  password: { summary: The password. }
settings:
  word: { summary: How the word is spelled., enum: [{ value: credits }, { value: credit }], default: credits }
tokens:
  session: { summary: From login., from: login, value: token, lives: 24h }
send:
  headers: { Authorization: "Bearer {session}" }
reply:
  names: ignore_case
  frame: { status: integer, message: text, data: { "...": reply }, errors: [{ code: integer, message: text }] }
  arms:
    - { arm: done, when: { status: 200 }, verdict: success }
    - { arm: stale, when: { http: 401 }, verdict: rejected, code: errors.code, message: errors.message, class: credentials }
    - { arm: refused, when: { errors: not_empty }, verdict: rejected, code: [errors.code, status], message: [errors.message, message] }
errors:
  - { code: "401", as: stale, class: credentials, message: Token expired }
  - { code: "14", as: credit, class: balance }
"#;

const PLACES_PAGE: &str = r#"
source: { title: Page, read: 2026-11-21 }
operations:
  login:
    summary: Gets a token.
    safety: read
    method: POST
    send: { path: /login, body: { json: { "...": request } } }
    request:
      fields:
        User: { type: text, from: "{user}" }
        Password: { type: text, from: "{password}" }
        days: { type: integer, optional: true }
    response: { fields: { token: { type: text, secret: true } } }
  balance:
    summary: The balance.
    safety: read
    method: GET
    send: { path: /api/credit }
    response: { value: { type: decimal, as: balance } }
  rows:
    summary: Lists rows.
    safety: read
    method: GET
    send: { path: "/api/{word}", query: { mode: fixed, "...": request } }
    request:
      fields:
        StartDate: { type: date, written: "%Y/%m/%d", calendar: jalali }
        page: { type: integer, optional: true }
    response: { value: { list: { fields: { Amount: decimal } }, as: rows } }
  last:
    summary: Lists the last rows.
    safety: read
    method: GET
    send: { path: "/api/{word}/{count}" }
    request: { fields: { count: { type: integer, range: 1..100 } } }
    response: { fields: { total: integer } }
    examples:
      some: { proves: made, request: { count: 5 }, reply: { total: 5 } }
"#;

fn load(name: &str, vendor: &str, page: &str) -> Vendor {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let files = [(format!("{name}/vendor.yaml"), vendor.to_owned()), (format!("{name}/page.yaml"), page.to_owned())];
    let vendor = load_vendor(&files, &mut sources, &mut report);
    vendor.unwrap_or_else(|| {
        let says =
            |d: &vendor_model::Diagnostic| format!("{}: {} {:?}", sources.position(&d.origin), d.message, d.help);
        panic!("{}", report.diagnostics.iter().map(says).collect::<Vec<_>>().join("\n"))
    })
}

/// JSON and XML bodies, credentials in the path and in the body.
pub(crate) fn bodies() -> Vendor {
    load("bodies", BODIES, BODIES_PAGE)
}

/// Tokens, settings, queries.
pub(crate) fn places() -> Vendor {
    load("places", PLACES, PLACES_PAGE)
}

pub(crate) fn operation<'v>(vendor: &'v Vendor, name: &str) -> &'v Operation {
    vendor.operation(name).expect("the spec has it")
}

/// A record of fields by wire name, values as the fields' types read them.
pub(crate) fn record(vendor: &Vendor, operation: &str, fields: &[(&str, &str)]) -> Value {
    let record = vendor.record(self::operation(vendor, operation).request);
    let mut values: Vec<(usize, Value)> = fields
        .iter()
        .map(|(name, text)| {
            let index = record.field_named(name).expect("the spec has it");
            (index, vendor.read_scalar(&record.fields[index].shape, text).expect("the value fits"))
        })
        .collect();
    values.sort_by_key(|(index, _)| *index);
    Value::Record(values)
}
