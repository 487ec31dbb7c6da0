//! An invented vendor of any size: the same operations as a spec, and as a person would write them.
//!
//! Each resource has three operations: create (a body with a record and a list in it), get and list.

use std::fmt::Write;
use std::ops::Range;

/// What every resource has; the number makes the names differ.
const FIELDS: [(&str, &str, &str); 9] = [
    ("number", "integer", "i64"),
    ("title", "text", "String"),
    ("reference", "text", "String"),
    ("city", "text", "String"),
    ("phone", "text", "String"),
    ("quantity", "integer", "i64"),
    ("active", "boolean", "bool"),
    ("note", "optional text", "Option<String>"),
    ("rank", "optional integer", "Option<i64>"),
];

/// Operations of a page: a spec file has a limit of size.
const OF_A_PAGE: usize = 300;

/// The spec: `vendor.yaml` and the pages.
pub fn spec(operations: usize) -> Vec<(String, String)> {
    let mut codes = String::new();
    for code in 1..=20 {
        let _ = writeln!(
            codes,
            "  - {{ code: \"{code}\", as: failure_{code}, class: invalid_field, summary: Failure {code}. }}"
        );
    }
    let vendor = format!(
        r#"vendor: synthetic
title: Synthetic
summary: An invented vendor that a bench makes.
servers: {{ production: {{ url: "https://synthetic.example", summary: The only one. }} }}
credentials: {{ key: {{ summary: The key. }} }}
send: {{ headers: {{ X-Key: "{{key}}" }}, body: {{ json: {{ "...": request }} }} }}
reply:
  frame: {{ ok: boolean, code: optional text, message: optional text, data: {{ "...": reply }} }}
  arms:
    - {{ arm: done, when: {{ ok: true }}, verdict: success }}
    - {{ arm: refused, when: {{ ok: false }}, verdict: rejected, code: code, message: message }}
errors:
{codes}"#
    );
    let mut files = vec![("vendor.yaml".to_owned(), vendor)];
    for (number, first) in (0..operations).step_by(OF_A_PAGE).enumerate() {
        let text = page(first..operations.min(first + OF_A_PAGE));
        files.push((format!("orders{number}.yaml"), text));
    }
    files
}

/// The page of these operations; it begins with a whole resource.
fn page(operations: Range<usize>) -> String {
    let mut types = String::new();
    let mut calls = String::new();
    for resource in operations.start / 3..operations.end.div_ceil(3) {
        let fields: String = FIELDS.iter().map(|(name, ty, _)| format!("      {name}: {ty}\n")).collect();
        let _ = write!(
            types,
            "  state{resource}:\n    summary: A state.\n    enum: [ {{ value: open, summary: Open. }}, {{ value: paid, summary: Paid. }}, {{ value: closed, summary: Closed. }} ]\n\
             \x20 line{resource}:\n    summary: A line.\n    fields: {{ sku: text, count: integer, price: text, gift: optional boolean }}\n\
             \x20 order{resource}:\n    summary: An order.\n    fields:\n      id: integer\n{fields}      state: {{ type: state{resource} }}\n      lines: {{ list: {{ type: line{resource} }} }}\n"
        );
        let of_request: String = FIELDS.iter().map(|(name, ty, _)| format!("        {name}: {ty}\n")).collect();
        let all = [
            format!(
                "  create_order{resource}:\n    summary: Create an order.\n    safety: once\n    method: POST\n    send: {{ path: /orders{resource} }}\n    request:\n      fields:\n{of_request}        lines: {{ list: {{ type: line{resource} }} }}\n    response: {{ fields: {{ id: integer, state: {{ type: state{resource} }} }} }}\n"
            ),
            format!(
                "  get_order{resource}:\n    summary: Get an order.\n    safety: read\n    method: GET\n    send: {{ path: \"/orders{resource}/{{id}}\" }}\n    request: {{ fields: {{ id: integer }} }}\n    response: {{ value: {{ as: order, type: order{resource} }} }}\n"
            ),
            format!(
                "  list_orders{resource}:\n    summary: List orders.\n    safety: read\n    method: GET\n    send: {{ path: /orders{resource}, query: {{ \"...\": request }} }}\n    request: {{ fields: {{ page: optional integer, city: optional text, state: {{ type: state{resource}, optional: true }} }} }}\n    response: {{ value: {{ as: orders, list: {{ type: order{resource} }} }} }}\n"
            ),
        ];
        for call in all.into_iter().take(operations.end - (resource * 3).min(operations.end)) {
            calls.push_str(&call);
        }
    }
    format!("source: {{ title: Orders, read: 2026-11-24 }}\ntypes:\n{types}operations:\n{calls}")
}

/// The same operations by hand: `reqwest`, `serde`, one function that all calls go through.
pub fn by_hand(operations: usize) -> String {
    let mut out = String::from(
        r#"//! What a person would write for these operations.

use reqwest::Method;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A client.
pub struct Client {
    http: reqwest::Client,
    base: String,
    key: String,
}

/// Why a call failed.
#[derive(Debug)]
pub enum Error {
    Http(reqwest::Error),
    Refused { code: Option<String>, message: Option<String> },
    Empty,
}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

#[derive(Deserialize)]
struct Envelope<T> {
    ok: bool,
    code: Option<String>,
    message: Option<String>,
    data: Option<T>,
}

impl Client {
    pub fn new(base: impl Into<String>, key: impl Into<String>) -> Self {
        Self { http: reqwest::Client::new(), base: base.into(), key: key.into() }
    }

    async fn send<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Result<T, Error> {
        let reply: Envelope<T> = request.header("X-Key", &self.key).send().await?.json().await?;
        match (reply.ok, reply.data) {
            (true, Some(data)) => Ok(data),
            (true, None) => Err(Error::Empty),
            (false, _) => Err(Error::Refused { code: reply.code, message: reply.message }),
        }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }
}
"#,
    );
    for resource in 0..operations.div_ceil(3) {
        let fields: String = FIELDS
            .iter()
            .map(|(name, _, ty)| {
                let skip = if ty.starts_with("Option") {
                    "    #[serde(skip_serializing_if = \"Option::is_none\")]\n"
                } else {
                    ""
                };
                format!("{skip}    pub {name}: {ty},\n")
            })
            .collect();
        let _ = write!(
            out,
            r#"
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State{resource} {{
    Open,
    Paid,
    Closed,
}}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line{resource} {{
    pub sku: String,
    pub count: i64,
    pub price: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift: Option<bool>,
}}

#[derive(Clone, Debug, Deserialize)]
pub struct Order{resource} {{
    pub id: i64,
{fields}    pub state: State{resource},
    pub lines: Vec<Line{resource}>,
}}

#[derive(Clone, Debug, Serialize)]
pub struct CreateOrder{resource} {{
{fields}    pub lines: Vec<Line{resource}>,
}}

#[derive(Clone, Debug, Deserialize)]
pub struct Created{resource} {{
    pub id: i64,
    pub state: State{resource},
}}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ListOrders{resource} {{
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State{resource}>,
}}

impl Client {{
    pub async fn create_order{resource}(&self, order: &CreateOrder{resource}) -> Result<Created{resource}, Error> {{
        self.send(self.request(Method::POST, "/orders{resource}").json(order)).await
    }}

    pub async fn get_order{resource}(&self, id: i64) -> Result<Order{resource}, Error> {{
        self.send(self.request(Method::GET, &format!("/orders{resource}/{{id}}"))).await
    }}

    pub async fn list_orders{resource}(&self, which: &ListOrders{resource}) -> Result<Vec<Order{resource}>, Error> {{
        self.send(self.request(Method::GET, "/orders{resource}").query(which)).await
    }}
}}
"#
        );
    }
    out
}
