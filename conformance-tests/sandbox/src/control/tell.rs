//! What is told, as JSON.

use std::collections::BTreeSet;
use std::time::UNIX_EPOCH;

use serde_json::{Map, Value, json};
use vendor_model::model::{Callback, Format};

use super::mask::{self, Shown};
use super::time;
use crate::behave::Plain;
use crate::callback::CalledBack;
use crate::message::query_pairs;
use crate::sample;
use crate::server::{Received, Shared};

/// Texts that are secret wherever they stand: what the vendors take as credentials.
pub(crate) fn keys(shared: &Shared) -> Vec<String> {
    let texts = |vendor: &vendor_model::Vendor| shared.credentials(&vendor.name).into_iter().map(|(_, text)| text);
    shared.vendors.iter().flat_map(texts).collect()
}

/// Vendors, addresses, credentials, operations.
pub(crate) fn vendors(shared: &Shared) -> Value {
    let vendor = |vendor: &vendor_model::Vendor| {
        let credentials: Map<String, Value> =
            shared.credentials(&vendor.name).into_iter().map(|(name, text)| (name, Value::String(text))).collect();
        let codes = vendor.codes.iter().map(|code| json!({ "code": code.wire, "name": code.name }));
        let operation = |operation: &vendor_model::model::Operation| {
            let formats: Vec<&str> = operation.send.formats().map(Format::name).collect();
            let (curl, no_curl) = match sample::curl_lines(shared, vendor, operation) {
                Ok(lines) => (lines, None),
                Err(says) => (Vec::new(), Some(says)),
            };
            json!({
                "name": operation.name,
                "summary": operation.docs.summary,
                "safety": format!("{:?}", operation.safety).to_ascii_lowercase(),
                "formats": formats,
                "codes": operation.codes,
                "curl": curl,
                "no_curl": no_curl,
            })
        };
        json!({
            "name": vendor.name,
            "title": vendor.title,
            "url": shared.url_of(&vendor.name),
            "credentials": credentials,
            "codes": codes.collect::<Vec<_>>(),
            "operations": vendor.operations.iter().map(operation).collect::<Vec<_>>(),
            "callbacks": callbacks(vendor),
        })
    };
    json!({ "url": shared.url(), "vendors": shared.vendors.iter().map(vendor).collect::<Vec<_>>() })
}

/// What a vendor may tell by itself.
pub(crate) fn callbacks(vendor: &vendor_model::Vendor) -> Vec<Value> {
    let callback = |callback: &Callback| {
        let arms = callback.reply.forms.iter().flat_map(|(_, form)| &form.arms).map(|arm| arm.name.as_str());
        json!({
            "vendor": vendor.name,
            "name": callback.name,
            "summary": callback.docs.summary,
            "arms": arms.collect::<Vec<_>>(),
            "repeated": callback.repeated,
        })
    };
    vendor.callbacks.iter().map(callback).collect()
}

/// The calls that arrived whole.
pub(crate) fn ledger(shared: &Shared, query: &str) -> Result<Value, String> {
    let (mut vendor, mut operation, mut after) = (None, None, None);
    for pair in query_pairs(query) {
        let (name, value) = pair.map_err(|part| format!("`{}` is no part of a query", part.escape_debug()))?;
        match name.as_str() {
            "vendor" => vendor = Some(value),
            "operation" => operation = Some(value),
            "after" => after = Some(value.parse::<usize>().map_err(|_| "`after` is the number of a call")?),
            _ => return Err("the ledger can be asked for `vendor`, `operation`, `after`".into()),
        }
    }
    let wanted = |received: &Received| {
        vendor.as_deref().is_none_or(|name| received.vendor() == Some(name))
            && operation.as_deref().is_none_or(|name| received.operation() == Some(name))
            && after.is_none_or(|after| received.number > after)
    };
    let keys = keys(shared);
    let kept = shared.ledger.kept();
    let calls: Vec<Value> = kept
        .iter()
        .filter(|received| wanted(received))
        .map(|received| call(received, &mask::shown(received, &shared.vendors, &keys)))
        .collect();
    let mut happened = Map::new();
    for ((vendor, operation), count) in shared.ledger.happened() {
        happened.insert(format!("{vendor}.{operation}"), json!(count));
    }
    let told = shared.ledger.called_back();
    let told = told.iter().filter(|called| vendor.as_deref().is_none_or(|name| called.vendor == name));
    let callbacks: Vec<Value> = told.map(|called| called_back(called, shared)).collect();
    Ok(json!({ "calls": calls, "happened": happened, "unread": shared.ledger.unread(), "callbacks": callbacks }))
}

/// What a vendor told an application.
pub(crate) fn called_back(called: &CalledBack, shared: &Shared) -> Value {
    let shown = mask::told(called, &shared.vendors, &keys(shared));
    let headers =
        |headers: &[(String, String)]| headers.iter().map(|(name, value)| json!([name, value])).collect::<Vec<_>>();
    let time = called.time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    json!({
        "number": called.number,
        "time": u64::try_from(time).unwrap_or(u64::MAX),
        "vendor": called.vendor,
        "callback": called.callback,
        "to": called.to,
        "method": called.request.method,
        "target": shown.target,
        "headers": headers(&shown.headers),
        "body": shown.body,
        "answer": called.answered.as_ref().ok().map(|answer| json!({
            "status": answer.status,
            "headers": headers(&shown.answer_headers),
            "body": shown.answer_body,
        })),
        "error": called.answered.as_ref().err(),
        "acknowledged": called.acknowledged,
        "milliseconds": u64::try_from(called.took.as_millis()).unwrap_or(u64::MAX),
    })
}

fn call(received: &Received, shown: &Shown) -> Value {
    let headers =
        |headers: &[(String, String)]| headers.iter().map(|(name, value)| json!([name, value])).collect::<Vec<_>>();
    let problems: BTreeSet<String> = received.reading.problems.iter().map(ToString::to_string).collect();
    let ended = received.ended.as_ref().map(|ended| {
        json!({
            "did": ended.did.as_str(),
            "status": ended.status,
            "fault": ended.fault,
            "milliseconds": u64::try_from(ended.took.as_millis()).unwrap_or(u64::MAX),
            "answer": ended.answer.as_ref().map(|answer| json!({
                "status": answer.status,
                "headers": headers(&shown.answer_headers),
                "body": shown.answer_body,
            })),
        })
    });
    let time = received.time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    json!({
        "number": received.number,
        "time": u64::try_from(time).unwrap_or(u64::MAX),
        "connection": received.connection,
        "vendor": received.vendor(),
        "operation": received.operation(),
        "method": received.request.method,
        "template": shown.template,
        "target": shown.target,
        "headers": headers(&shown.headers),
        "body": shown.body,
        "problems": problems,
        "ended": ended,
    })
}

/// What will go wrong.
pub(crate) fn faults(shared: &Shared) -> Value {
    let plan = shared.plan();
    let queued: Vec<Value> = plan
        .queued()
        .map(|planned| {
            json!({
                "fault": planned.fault.to_string(),
                "vendor": planned.vendor,
                "operation": planned.operation,
                "times": planned.times,
            })
        })
        .collect();
    let random = plan.random().map(|random| {
        let faults: Vec<String> = random.faults.iter().map(ToString::to_string).collect();
        json!({ "seed": random.seed, "rate": random.rate, "faults": faults })
    });
    drop(plan);
    json!({ "queued": queued, "random": random })
}

/// What the vendors keep.
pub(crate) fn state(shared: &Shared) -> Value {
    let Some(world) = &shared.world else { return json!({ "tables": [] }) };
    let now = world.clock().now();
    let mut tables = Vec::new();
    let mut events = Map::new();
    for vendor in shared.vendors.iter() {
        let Some(memory) = world.memory(&vendor.name) else { continue };
        let accounts: Vec<Vec<&str>> =
            memory.accounts.iter().map(|(name, of, sum)| vec![name.as_str(), of.as_str(), sum.as_str()]).collect();
        if !accounts.is_empty() {
            tables.push(table(vendor, "accounts", &json!(["account", "of", "holds"]), &json!(accounts)));
        }
        for (name, rows) in &memory.tables {
            let (columns, rows) = texts(rows);
            tables.push(table(vendor, name, &json!(columns), &json!(rows)));
        }
        if !vendor.tokens.is_empty() {
            tables.push(table(vendor, "tokens", &json!(["good now"]), &json!([[memory.tokens.to_string()]])));
        }
        events.insert(vendor.name.clone(), json!(world.events(&vendor.name)));
    }
    json!({ "now": now, "time": time::text(now), "tables": tables, "events": events })
}

fn table(vendor: &vendor_model::Vendor, name: &str, columns: &Value, rows: &Value) -> Value {
    json!({ "vendor": vendor.name, "name": name, "columns": columns, "rows": rows })
}

/// Rows as texts, with a column for each name that occurs.
fn texts(rows: &[Plain]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut columns: Vec<String> = Vec::new();
    for row in rows {
        match row {
            Plain::Record(members) => {
                for (name, _) in members {
                    if !columns.contains(name) {
                        columns.push(name.clone());
                    }
                }
            }
            _ if columns.is_empty() => columns.push("value".to_owned()),
            _ => {}
        }
    }
    let cell = |row: &Plain, column: &String| match row {
        Plain::Record(_) => row.member(column).map(Plain::text).unwrap_or_default(),
        other => other.text(),
    };
    let rows = rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect();
    (columns, rows)
}
