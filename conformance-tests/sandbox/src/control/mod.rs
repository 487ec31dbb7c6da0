//! What people and tests tell a sandbox over HTTP, and what it tells them: the page, and orders in JSON.
//!
//! Everything is below `/-/` of the address that all vendors share. An order is a JSON object (or a form); what it
//! answers is JSON. A wrong order is a 400 with `{"error": "..."}` and changes nothing.
//!
//! | order | what it does |
//! |---|---|
//! | `GET /-/vendors` | vendors, their addresses and credentials, their operations, and a `curl` line for each |
//! | `GET /-/ledger` | the calls that arrived whole, without secrets, and how often each operation happened; `?vendor=`, `?operation=`, `?after=NUMBER` choose |
//! | `DELETE /-/ledger` | forgets them |
//! | `GET /-/faults` | the faults that are queued, and those at random |
//! | `POST /-/faults` | `{"fault": "cut=10", "vendor": "...", "operation": "...", "times": 1}`: lets calls to come go wrong, in the words of [`Fault`](crate::Fault); all but `fault` may be left out |
//! | `POST /-/faults` | `{"random": {"seed": 7, "rate": 0.2, "faults": ["reset", "html"]}}`: lets calls to the vendors' addresses go wrong at random; without `faults`, in every way but `hang` |
//! | `DELETE /-/faults` | no more faults |
//! | `POST /-/answers` | `{"operation": "...", "code": "96"}` or `{"operation": "...", "arm": "done"}`: the next call of that operation is answered so |
//! | `POST /-/callbacks` | `{"vendor": "...", "callback": "...", "to": "http://127.0.0.1:3000/hook", "arm": "...", "values": {"id": 7}}`: the vendor tells an application of this machine what its spec says, signed; what has no value is made up. It answers with what the application answered |
//! | `GET /-/state` | what the vendors keep, and the time by their clock |
//! | `POST /-/clock` | `{"now": "2026-11-24T12:00:00Z"}` (or milliseconds since 1970) or `{"advance": SECONDS}` sets it; `{}` lets it go with the machine's again |
//! | `POST /-/seed` | `{"vendor": "...", "event": "...", "amount": "500"}`: lets something happen at a vendor that no call causes, such as buying credit |
//! | `POST /-/reset` | forgets the calls, what was queued, and what happened at the vendors |
//! | `GET /-/events` | the numbers of calls of which something is new, as server-sent events with a row for the page |
//!
//! For a single call there are two headers instead, which the vendor does not see: `x-sandbox-fault: cut=10` and
//! `x-sandbox-answer: code=96` (or `arm=done`).

mod events;
mod fields;
mod guard;
pub(crate) mod mask;
mod orders;
pub(crate) mod tell;
pub(crate) mod time;

use std::sync::Arc;

use hyper::Response as HttpResponse;
use serde_json::{Value, json};

use crate::message::{Answer, Request};
use crate::page;
use crate::server::{Response, Shared, response};

/// Whether a path is the page's or an order's.
pub(crate) fn is_for_us(path: &str) -> bool {
    path == "/" || path == "/-" || path.starts_with("/-/")
}

/// Shows the page, or carries out an order.
pub(crate) async fn answer(request: &Request, shared: &Arc<Shared>) -> HttpResponse<Response> {
    if let Some(refused) = guard::refuses(request) {
        return response(guarded(refused));
    }
    let method = if request.method == "HEAD" { "GET" } else { request.method.as_str() };
    if (method, request.path()) == ("GET", "/-/events") {
        return events::stream(shared.clone());
    }
    let answer = match (method, request.path()) {
        ("GET", "/") => page::home(shared),
        ("GET", "/-" | "/-/") => to_page(),
        ("GET", "/-/page.css") => page::style(),
        ("GET", "/-/page.js") => page::script(),
        ("GET", path) if path.starts_with("/-/calls/") => page::call(shared, path.trim_start_matches("/-/calls/")),
        ("GET", "/-/vendors") => as_json(200, &tell::vendors(shared)),
        ("GET", "/-/ledger") => tell::ledger(shared, request.query().unwrap_or_default())
            .map_or_else(|says| wrong(&says), |value| as_json(200, &value)),
        ("GET", "/-/faults") => as_json(200, &tell::faults(shared)),
        ("GET", "/-/state") => as_json(200, &tell::state(shared)),
        ("POST" | "DELETE", path) => match orders::carry_out(method, path, request, shared).await {
            None => unknown(path),
            Some(Ok(_)) if fields::is_form(request) => to_page(),
            Some(Ok(value)) => as_json(200, &value),
            Some(Err(says)) if fields::is_form(request) => page::wrong(shared, &says),
            Some(Err(says)) => wrong(&says),
        },
        (_, path) => unknown(path),
    };
    response(guarded(answer))
}

/// What goes with everything that a browser might show.
fn guarded(answer: Answer) -> Answer {
    let policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; \
                  base-uri 'none'; frame-ancestors 'none'";
    answer
        .header("content-security-policy", policy)
        .header("x-content-type-options", "nosniff")
        // Without any, a browser does not say that a form is the page's own.
        .header("referrer-policy", "same-origin")
        .header("cache-control", "no-store")
}

fn to_page() -> Answer {
    Answer::new(303).header("location", "/")
}

fn as_json(status: u16, value: &Value) -> Answer {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    Answer::json(text).status(status)
}

fn wrong(says: &str) -> Answer {
    as_json(400, &json!({ "error": says }))
}

fn unknown(path: &str) -> Answer {
    let known = ORDERS.iter().find(|(known, _)| *known == path);
    match known {
        Some((_, methods)) => {
            let says = format!("{path} takes {methods}");
            as_json(405, &json!({ "error": says })).header("allow", *methods)
        }
        None => {
            let known: Vec<&str> = ORDERS.iter().map(|(path, _)| *path).collect();
            as_json(404, &json!({ "error": "there is no such order", "orders": known }))
        }
    }
}

/// Paths of orders, and the methods that they take.
const ORDERS: [(&str, &str); 11] = [
    ("/", "GET"),
    ("/-/vendors", "GET"),
    ("/-/ledger", "GET, DELETE"),
    ("/-/faults", "GET, POST, DELETE"),
    ("/-/answers", "POST"),
    ("/-/callbacks", "POST"),
    ("/-/state", "GET"),
    ("/-/clock", "POST"),
    ("/-/seed", "POST"),
    ("/-/reset", "POST"),
    ("/-/events", "GET"),
];
