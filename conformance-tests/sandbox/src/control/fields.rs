//! What an order says, as JSON or as a form of the page.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::behave::Plain;
use crate::message::{Request, query_pairs};

/// An order's fields. Which of them an order has is said where it is carried out; any other is refused.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Fields {
    pub(super) fault: Option<String>,
    pub(super) vendor: Option<String>,
    pub(super) operation: Option<String>,
    pub(super) times: Option<usize>,
    pub(super) random: Option<RandomFields>,
    pub(super) code: Option<String>,
    pub(super) arm: Option<String>,
    pub(super) callback: Option<String>,
    pub(super) to: Option<String>,
    pub(super) values: Option<Map<String, Value>>,
    pub(super) event: Option<String>,
    pub(super) amount: Option<String>,
    pub(super) now: Option<Value>,
    pub(super) advance: Option<u64>,
}

/// A value of JSON, without a type.
pub(super) fn plain(value: Value) -> Plain {
    match value {
        Value::Null => Plain::Null,
        Value::Bool(value) => Plain::Boolean(value),
        Value::Number(number) => Plain::Number(number.to_string()),
        Value::String(text) => Plain::Text(text),
        Value::Array(items) => Plain::List(items.into_iter().map(plain).collect()),
        Value::Object(members) => Plain::Record(members.into_iter().map(|(name, v)| (name, plain(v))).collect()),
    }
}

/// Faults at random.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RandomFields {
    pub(super) seed: u64,
    pub(super) rate: f64,
    #[serde(default)]
    pub(super) faults: Vec<String>,
}

/// Whether the page's form sent it, which is answered with the page again.
pub(super) fn is_form(request: &Request) -> bool {
    let mut types = request.header_values("content-type");
    types.any(|value| value.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"))
        && !request.body.trim_ascii_start().starts_with(b"{")
}

/// Reads an order.
///
/// # Errors
///
/// A sentence that says what is wrong.
pub(super) fn read(request: &Request) -> Result<Fields, String> {
    if !is_form(request) {
        if request.body.trim_ascii().is_empty() {
            return Ok(Fields::default());
        }
        return serde_json::from_slice(&request.body).map_err(|error| format!("this is no order in JSON: {error}"));
    }
    let text = std::str::from_utf8(&request.body).map_err(|_| "the form is no UTF-8")?;
    let mut fields = Fields::default();
    for pair in query_pairs(text) {
        let (name, value) = pair.map_err(|part| format!("`{}` is no part of a form", part.escape_debug()))?;
        if value.is_empty() {
            continue;
        }
        let number = || value.parse::<u64>().map_err(|_| format!("`{name}` is a number"));
        match name.as_str() {
            "fault" => fields.fault = Some(value),
            "vendor" => fields.vendor = Some(value),
            // Both in one, for a list to choose from.
            "call" => {
                let (vendor, operation) = value.split_once('.').map_or((value.as_str(), None), |(v, o)| (v, Some(o)));
                fields.vendor = Some(vendor.to_owned());
                fields.operation = operation.map(str::to_owned);
            }
            "operation" => fields.operation = Some(value),
            "times" => fields.times = Some(usize::try_from(number()?).unwrap_or(usize::MAX)),
            "code" => fields.code = Some(value),
            "callback" => {
                let (vendor, callback) = value.split_once('.').ok_or("`callback` is a vendor and what it tells")?;
                fields.vendor = Some(vendor.to_owned());
                fields.callback = Some(callback.to_owned());
            }
            "to" => fields.to = Some(value),
            "values" => {
                let values = serde_json::from_str(&value);
                fields.values = Some(values.map_err(|error| format!("`values` is no object of JSON: {error}"))?);
            }
            "arm" => fields.arm = Some(value),
            "event" => fields.event = Some(value),
            "amount" => fields.amount = Some(value),
            "now" => fields.now = Some(Value::String(value)),
            "advance" => fields.advance = Some(number()?),
            _ => return Err(format!("an order has no `{}`", name.escape_debug())),
        }
    }
    Ok(fields)
}
