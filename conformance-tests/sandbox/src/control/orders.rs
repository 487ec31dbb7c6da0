//! Orders that change something.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::fields::{self, Fields, RandomFields};
use super::{tell, time};
use crate::behave::{Ask, World};
use crate::callback::CallBack;
use crate::message::Request;
use crate::server::{Fault, Planned, Random, Shared};

type Done = Result<Value, String>;

/// Carries an order out; none if there is no such order.
pub(super) async fn carry_out(method: &str, path: &str, request: &Request, shared: &Arc<Shared>) -> Option<Done> {
    if (method, path) == ("POST", "/-/callbacks") {
        let ready = fields::read(request).and_then(call_back).and_then(|order| shared.ready(&order));
        return Some(match ready {
            Ok(ready) => Ok(tell::called_back(&shared.call_back(ready).await, shared)),
            Err(says) => Err(says),
        });
    }
    let order: fn(Fields, &Shared) -> Done = match (method, path) {
        ("POST", "/-/faults") => fault,
        ("DELETE", "/-/faults") | ("POST", "/-/faults/clear") => |_, shared| {
            shared.plan().clear();
            Ok(tell::faults(shared))
        },
        ("POST", "/-/answers") => answer,
        ("DELETE", "/-/ledger") | ("POST", "/-/ledger/clear") => |_, shared| {
            shared.ledger.clear();
            Ok(json!({}))
        },
        ("POST", "/-/clock") => clock,
        ("POST", "/-/seed") => seed,
        ("POST", "/-/reset") => |_, shared| {
            shared.reset();
            Ok(tell::state(shared))
        },
        _ => return None,
    };
    Some(fields::read(request).and_then(|fields| order(fields, shared)))
}

fn fault(fields: Fields, shared: &Shared) -> Done {
    if let Some(random) = fields.random {
        shared.plan().set_random(Some(read_random(random)?));
        return Ok(tell::faults(shared));
    }
    let words = fields.fault.ok_or("`fault` says what goes wrong, such as \"reset\"")?;
    let fault: Fault = words.parse().map_err(|error: crate::server::FaultError| error.to_string())?;
    check_call(shared, fields.vendor.as_deref(), fields.operation.as_deref())?;
    let planned =
        Planned { fault, vendor: fields.vendor, operation: fields.operation, times: fields.times.unwrap_or(1) };
    shared.plan().push(planned)?;
    Ok(tell::faults(shared))
}

fn read_random(fields: RandomFields) -> Result<Random, String> {
    if !(0.0..=1.0).contains(&fields.rate) {
        return Err("`rate` is the part of the calls that go wrong, from 0 to 1".into());
    }
    let faults = match fields.faults.as_slice() {
        // What hangs until the caller's patience ends has to be asked for.
        [] => Fault::all_but_hang(),
        texts => {
            let read = |text: &String| text.parse::<Fault>().map_err(|error| error.to_string());
            texts.iter().map(read).collect::<Result<_, _>>()?
        }
    };
    Ok(Random { seed: fields.seed, rate: fields.rate, faults })
}

fn world(shared: &Shared) -> Result<&World, String> {
    shared.world.as_deref().ok_or_else(|| "a script plays the vendors".to_owned())
}

fn answer(fields: Fields, shared: &Shared) -> Done {
    let ask = match (fields.code, fields.arm) {
        (Some(code), None) => Ask::Code(code),
        (None, Some(arm)) => Ask::Arm(arm),
        _ => return Err("either `code`, as on the wire, or `arm` says what is answered".into()),
    };
    let operation = fields.operation.ok_or("`operation` says which call is answered so")?;
    check_call(shared, fields.vendor.as_deref(), Some(&operation))?;
    world(shared)?.next(&operation, ask)?;
    Ok(json!({}))
}

/// What a vendor is to tell.
fn call_back(fields: Fields) -> Result<CallBack, String> {
    let vendor = fields.vendor.ok_or("`vendor` says who calls back")?;
    let callback = fields.callback.ok_or("`callback` says what it tells")?;
    let to = fields.to.ok_or("`to` is the address of the application, such as http://127.0.0.1:3000/hook")?;
    let mut order = CallBack::new(vendor, callback, to);
    order.arm = fields.arm;
    let values = fields.values.unwrap_or_default();
    order.values = values.into_iter().map(|(name, value)| (name, fields::plain(value))).collect();
    Ok(order)
}

fn seed(fields: Fields, shared: &Shared) -> Done {
    let vendor = fields.vendor.ok_or("`vendor` says where it happens")?;
    let event = fields.event.ok_or("`event` says what happens")?;
    world(shared)?.happen(&vendor, &event, fields.amount.as_deref().unwrap_or("0"))?;
    Ok(tell::state(shared))
}

fn clock(fields: Fields, shared: &Shared) -> Done {
    let clock = world(shared)?.clock();
    match (&fields.now, fields.advance) {
        (Some(now), None) => clock.set(read_time(now)?),
        (None, Some(seconds)) => {
            let ahead = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1000));
            let then = ahead.and_then(|ahead| clock.now().checked_add(ahead)).filter(|then| *then < LAST);
            then.ok_or("`advance` is too far")?;
            clock.advance(Duration::from_secs(seconds));
        }
        (None, None) => clock.follow(),
        (Some(_), Some(_)) => return Err("either `now` or `advance`".into()),
    }
    Ok(tell::state(shared))
}

/// The end of the year 2999.
const LAST: i64 = 32_503_680_000_000;

fn read_time(now: &Value) -> Result<i64, String> {
    let milliseconds = match now {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => time::read(text),
        _ => None,
    };
    milliseconds
        .filter(|time| (0..LAST).contains(time))
        .ok_or_else(|| "`now` is a time such as \"2026-11-24T12:00:00Z\", or milliseconds since 1970".to_owned())
}

/// Refuses names that nobody has, which would wait for ever.
fn check_call(shared: &Shared, vendor: Option<&str>, operation: Option<&str>) -> Result<(), String> {
    let known: Vec<_> = shared.vendors.iter().filter(|known| vendor.is_none_or(|name| known.name == name)).collect();
    if known.is_empty() {
        let names: Vec<&str> = shared.vendors.iter().map(|vendor| vendor.name.as_str()).collect();
        return Err(format!("there is no such vendor; there are {}", names.join(", ")));
    }
    match operation {
        Some(name) if !known.iter().any(|vendor| vendor.operation(name).is_some()) => {
            let names = known.iter().flat_map(|vendor| &vendor.operations).map(|o| o.name.as_str()).collect::<Vec<_>>();
            Err(format!("there is no such operation; there are {}", names.join(", ")))
        }
        _ => Ok(()),
    }
}
