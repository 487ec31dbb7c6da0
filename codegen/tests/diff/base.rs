//! The spec that is edited.

pub const VENDOR: &str = r#"vendor: acme
title: Acme
summary: An invented vendor.
servers: { production: { url: "https://acme.example", summary: The only address. } }
credentials:
  key: { summary: The key., length: 8..64 }
settings:
  channel:
    summary: Where from.
    enum: [ { value: web }, { value: shop } ]
    default: web
send:
  path: "/v1/{key}/{wire}"
  headers: { X-Channel: "{channel}" }
  body:
    json: { version: 2, data: { "...": request } }
    xml: { document: { version: 2, data: { "...": request } } }
reply:
  frame: { ok: boolean, code: optional text, text: optional text, data: { "...": reply } }
  frames:
    xml: { answer: { ok: boolean, code: optional text, text: optional text, data: { "...": reply } } }
  arms:
    - { arm: done, when: { ok: true }, verdict: success }
    - { arm: refused, when: { ok: false, code: known_code }, verdict: rejected, code: code, message: text }
errors:
  - { code: "10", as: unknown_shop, class: not_found, message: Unknown shop }
  - { code: "11", as: failed, class: vendor_fault, effect: unknown }
types:
  shop: { type: integer, range: 1..999, summary: A shop. }
  status:
    summary: How it stands.
    enum: [ { value: open }, { value: closed } ]
  person:
    summary: A person.
    fields: { name: { type: text, length: ..50 }, phone: optional text }
"#;

pub const PAGE: &str = r#"source: { title: Payments, read: 2026-11-22 }
operations:
  pay:
    summary: Pay.
    safety: once
    method: POST
    request:
      fields:
        shop: { type: shop }
        kind: { as: movement, enum: [ { value: sale }, { value: gift } ] }
        price: { type: decimal, required_when: { kind: [sale] } }
        until: { type: date, written: "%Y-%m-%d", allowed_when: { kind: [gift] } }
        amount: { type: decimal, range: 1..100 }
        buyer: { type: person }
        status: { type: status, optional: true }
        note: optional text
        title: { type: text, optional: true, length: ..20 }
        tags: { list: text, optional: true, count: ..10 }
    response:
      fields:
        id: integer
        status: { type: status }
        level: { enum: [ { value: low }, { value: high } ] }
        booked: { type: datetime, written: "%Y-%m-%d %H:%M:%S", also: ["%d.%m.%Y %H:%M:%S"] }
        holder: { type: text, optional: true }
  find:
    summary: Find.
    safety: read
    method: GET
    send: { query: { page: "{page}", "...": request }, path: "/v1/{key}/find" }
    request: { fields: { page: integer, day: { type: date, written: "%Y%m%d", optional: true } } }
    response: { fields: { shops: { list: { type: shop }, optional: true } } }
"#;
