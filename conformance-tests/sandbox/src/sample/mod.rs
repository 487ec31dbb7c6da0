//! Calls that work as they stand, for people to try: a request by the model, and a `curl` line that sends it.

mod curl;
mod write;

use vendor_model::Vendor;
use vendor_model::model::{Format, Operation, Outcome, Value};

use crate::behave::renewed;
use crate::server::Shared;

use curl::line;
use write::{Fill, request};

/// A `curl` line for each format of an operation, or why there is none.
pub(crate) fn curl_lines(shared: &Shared, vendor: &Vendor, operation: &Operation) -> Result<Vec<String>, String> {
    let base = shared.url_of(&vendor.name).ok_or("it has no address")?;
    let world = shared.world.as_ref().ok_or("a script plays the vendors")?;
    let keys = world.keys(&vendor.name).ok_or("there is no such vendor")?;
    let token = |index: usize| {
        let needed = operation.send.tokens.contains(&index);
        needed.then(|| shared.test_token(&vendor.name, index)).flatten()
    };
    let fill = Fill { keys, tokens: (0..vendor.tokens.len()).map(token).collect(), now: world.clock().now() };
    let lines = operation.send.formats().map(|format| {
        let mut value = value(vendor, operation, format);
        if let (Some((kind, field)), Value::Record(values)) = (renewed(vendor, operation), &mut value)
            && let Some(text) = shared.test_refresh(&vendor.name, kind)
        {
            values.retain(|(known, _)| *known != field);
            values.push((field, Value::Text(text)));
        }
        let sample = request(vendor, operation, format, &value, &fill)?;
        Ok(line(&base, &sample))
    });
    lines.collect()
}

/// What the caller gives: the request of an example, best of one that succeeds in this format.
fn value(vendor: &Vendor, operation: &Operation, format: Format) -> Value {
    let forms = operation.examples.iter().filter(|e| e.settings.is_empty()).flat_map(|example| &example.forms);
    let rank =
        |form: &&vendor_model::model::ExampleForm| (matches!(form.outcome, Outcome::Reply(_)), form.format == format);
    // Of several that are as good, the first.
    let mut best: Option<&vendor_model::model::ExampleForm> = None;
    for form in forms {
        if best.is_none_or(|best| rank(&form) > rank(&best)) {
            best = Some(form);
        }
    }
    best.map_or_else(|| crate::behave::made_up(vendor, operation), |form| form.request.clone())
}
