//! The page for people: vendors and their operations, the last calls, what the vendors keep, and buttons.
//!
//! It is written here, on the server, by templates that escape every text. Only that the list of
//! the last calls grows by itself, and what the vendors keep with it, needs JavaScript.

use std::sync::OnceLock;
use std::time::UNIX_EPOCH;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};

use crate::control::{mask, tell, time};
use crate::message::Answer;
use crate::server::{Fault, Received, Shared};

/// How many calls the page shows.
const CALLS: usize = 50;

const TEMPLATES: [(&str, &str); 4] = [
    ("layout.html", include_str!("layout.html")),
    ("home.html", include_str!("home.html")),
    ("call.html", include_str!("call.html")),
    ("row.html", include_str!("row.html")),
];

/// Everything, on one page.
pub(crate) fn home(shared: &Shared) -> Answer {
    show(shared, 200, None)
}

/// The page again, with what is wrong with an order.
pub(crate) fn wrong(shared: &Shared, says: &str) -> Answer {
    show(shared, 400, Some(says))
}

fn show(shared: &Shared, status: u16, wrong: Option<&str>) -> Answer {
    let keys = tell::keys(shared);
    let calls: Vec<Value> =
        shared.ledger.last(CALLS).iter().map(|received| call_value(shared, received, &keys)).collect();
    let called_back = shared.ledger.called_back();
    let told: Vec<_> = called_back.iter().rev().take(CALLS).map(|called| tell::called_back(called, shared)).collect();
    let of = |vendor: &vendor_model::Vendor| tell::callbacks(vendor);
    let callbacks: Vec<_> = shared.vendors.iter().flat_map(of).collect();
    let told = context! {
        told => Value::from(Serde(told)),
        callbacks => Value::from(Serde(callbacks)),
        wrong,
        calls,
        most => CALLS,
        vendors => Value::from(Serde(tell::vendors(shared))),
        state => Value::from(Serde(tell::state(shared))),
        faults => Value::from(Serde(tell::faults(shared))),
        kinds => Fault::EXAMPLES,
    };
    html("home.html", status, told)
}

/// One call, on a page of its own.
pub(crate) fn call(shared: &Shared, number: &str) -> Answer {
    let found = number.parse().ok().and_then(|number| shared.ledger.get(number));
    match found {
        Some(received) => {
            let call = call_value(shared, &received, &tell::keys(shared));
            html("call.html", 200, context! { call })
        }
        None => html("call.html", 404, context! {}),
    }
}

/// A row of the list of calls.
pub(crate) fn row(shared: &Shared, received: &Received) -> String {
    let call = call_value(shared, received, &tell::keys(shared));
    render("row.html", context! { call }).unwrap_or_default()
}

pub(crate) fn style() -> Answer {
    Answer::new(200).header("content-type", "text/css; charset=utf-8").body(include_str!("page.css"))
}

pub(crate) fn script() -> Answer {
    Answer::new(200).header("content-type", "text/javascript; charset=utf-8").body(include_str!("page.js"))
}

fn call_value(shared: &Shared, received: &Received, keys: &[String]) -> Value {
    let shown = mask::shown(received, &shared.vendors, keys);
    let headers = |headers: &[(String, String)]| {
        headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
    };
    let ended = received.ended.as_ref();
    let at = received.time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    context! {
        number => received.number,
        time => time::text(i64::try_from(at).unwrap_or(i64::MAX)),
        vendor => received.vendor(),
        operation => received.operation(),
        method => &received.request.method,
        // What is no operation's has no template.
        path => if shown.template.is_empty() { &shown.target } else { &shown.template },
        target => shown.target,
        headers => headers(&shown.headers),
        body => shown.body,
        answer_headers => headers(&shown.answer_headers),
        answer_body => shown.answer_body,
        answered => ended.is_some_and(|ended| ended.answer.is_some()),
        status => ended.and_then(|ended| ended.status),
        did => ended.map(|ended| ended.did.as_str()),
        fault => ended.and_then(|ended| ended.fault.as_deref()),
        milliseconds => ended.map(|ended| format!("{:.1}", ended.took.as_secs_f64() * 1000.0)),
        problems => received.reading.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
    }
}

fn html(template: &str, status: u16, told: Value) -> Answer {
    let page = render(template, told);
    let answer = match page {
        Ok(page) => Answer::new(status).body(page),
        Err(error) => return Answer::text(501, format!("the page can't be shown: {error:#}")),
    };
    answer.header("content-type", "text/html; charset=utf-8")
}

fn render(template: &str, told: Value) -> Result<String, minijinja::Error> {
    static PAGES: OnceLock<Environment<'static>> = OnceLock::new();
    let pages = PAGES.get_or_init(|| {
        let mut pages = Environment::new();
        pages.set_auto_escape_callback(|_| AutoEscape::Html);
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            pages.set_syntax(syntax);
        }
        for (name, text) in TEMPLATES {
            // A template that is wrong is missing when it is asked for, which every test of the page would see.
            drop(pages.add_template(name, text));
        }
        pages
    });
    pages.get_template(template)?.render(told)
}
