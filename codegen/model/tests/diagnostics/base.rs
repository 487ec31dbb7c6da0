//! A vendor whose spec has no mistake, and the means to make some in it.

use vendor_model::diagnostic::{Code, Renderer, codes};
use vendor_model::{Report, Sources, load_vendor};

/// The vendor's file.
pub const V: &str = "acme/vendor.yaml";
/// The page's file.
pub const P: &str = "acme/vouchers.yaml";

/// What a case is called, and what it changes: the file, a text that stands there once, and what replaces it.
pub type Case = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

const VENDOR: &str = r#"vendor: acme
title: Acme Vouchers
summary: Gift vouchers of Acme, an invented vendor.
servers:
  production: { url: "https://api.acme.example", summary: The only address. }
credentials:
  key: { as: api_key, summary: The key from the console. }
settings:
  paths:
    summary: The page has the plural, the clients the singular.
    enum: [ { value: vouchers }, { value: voucher } ]
    default: vouchers
tokens:
  token: { summary: Proves who calls., from: log_in, value: token, lives: 24h, stale: { http: 401, code: ["17"] } }
send:
  path: "/v1/{paths}/{wire}"
  headers:
    Authorization: "Bearer {token}"
  body:
    json: { request: { version: 2, key: "{key}", "...": request } }
    xml: { request: { version: 2, key: "{key}", "...": request } }
reply:
  frame:
    answer:
      ok: boolean
      status: { code: optional integer, text: optional text }
      data: { "...": reply }
      faults: [ { code: optional text, text: optional text } ]
  arms:
    - { arm: done, when: { ok: true, faults: empty }, verdict: success }
    - { arm: refused, when: { ok: false }, verdict: rejected, code: [faults.code, status.code], message: faults.text }
errors:
  - { code: "12", as: unknown_shop, class: not_found, summary: The vendor knows no such shop. }
  - { code: "17", as: token_stale, class: credentials, summary: The token is no longer good. }
"#;

const PAGE: &str = r#"source: { title: Vouchers, url: "https://acme.example/docs", read: 2026-11-22 }
types:
  phone: { type: text, length: 3..20, summary: A telephone number. }
operations:
  log_in:
    summary: Get a token.
    safety: idempotent
    method: POST
    request:
      fields: { login: { type: text, from: "{key}" } }
    response:
      fields: { token: { type: text, secret: true } }
  create_voucher:
    summary: Make a voucher.
    wire: voucher
    safety: once
    told_by: list_vouchers
    method: POST
    request:
      fields:
        kind:
          enum:
            - { value: gift, summary: A present. }
            - { value: sale, summary: It was paid for. }
        price: { type: decimal, range: 0.., required_when: { kind: [sale] } }
        until: { type: date, written: "%Y-%m-%d", allowed_when: { kind: [gift] } }
        people:
          count: 1..
          list: { fields: { phone: { type: phone }, name: optional text } }
    response:
      fields:
        id: integer
        sent: { list: { fields: { phone: { type: phone } } } }
      matches: { items: sent, request: people, by: [phone last 10], missing: not_processed }
    codes: ["12"]
    examples:
      sold:
        proves: made
        request: { kind: sale, price: 9.90, people: [ { phone: "905321000001" } ] }
        reply: { id: 7, sent: [ { phone: "5321000001" } ] }
      unknown_shop:
        proves: made
        request: { kind: gift, until: 2030-12-31, people: [ { phone: "905321000001" } ] }
        refused: { code: "12" }
  list_vouchers:
    summary: List a shop's vouchers.
    safety: read
    method: GET
    send: { path: "/v1/{paths}/{shop}" }
    request:
      fields: { shop: integer, page: optional integer }
    response:
      fields: { vouchers: { list: { type: integer } } }
"#;

/// Warnings that short specs have.
pub const EVERYWHERE: [Code; 3] = [codes::UNDOCUMENTED, codes::NOBODY_TELLS, codes::EMPTY_LIST];

/// What is found in a vendor of these files. That its fields have no summaries, its lists no counts, and that nobody
/// tells of calls in doubt would be said of many cases, and is left out.
pub fn found(files: &[(String, String)]) -> (Sources, Report) {
    let (sources, mut report) = found_at_all(files);
    report.diagnostics.retain(|diagnostic| !EVERYWHERE.contains(&diagnostic.code));
    (sources, report)
}

/// Everything that is found in a vendor of these files.
pub fn found_at_all(files: &[(String, String)]) -> (Sources, Report) {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    load_vendor(files, &mut sources, &mut report);
    report.sort(&sources);
    (sources, report)
}

/// What is said of a vendor of these files.
pub fn told(files: &[(String, String)]) -> String {
    let (sources, report) = found(files);
    report.render(&sources, &Renderer::plain())
}

/// The codes of what is said of a vendor of these files.
pub fn codes_of(files: &[(String, String)]) -> Vec<Code> {
    found(files).1.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// The files of the vendor, with a case's changes.
pub fn files(case: &Case) -> Vec<(String, String)> {
    let mut files = vec![(V.to_owned(), VENDOR.to_owned()), (P.to_owned(), PAGE.to_owned())];
    for (file, from, to) in case.1 {
        let (_, text) = files.iter_mut().find(|(name, _)| name == file).expect("one of the two files");
        assert_eq!(text.matches(from).count(), 1, "`{from}` does not stand once in {file}, in the case `{}`", case.0);
        *text = text.replace(from, to);
    }
    files
}

/// What is said of each case, one after another; something must be said of each.
pub fn told_of(cases: &[Case]) -> String {
    let told: Vec<(&str, String)> = cases.iter().map(|case| (case.0, told(&files(case)))).collect();
    let silent: Vec<&str> = told.iter().filter(|(_, told)| told.is_empty()).map(|(name, _)| *name).collect();
    assert!(silent.is_empty(), "nothing is said of: {silent:#?}");
    let told: Vec<String> = told.into_iter().map(|(name, told)| format!("## {name}\n\n{told}\n")).collect();
    told.join("\n")
}
