//! Lists in pages: a whole list, cut as a call asks, with what tells where the next page is.

use vendor_model::Vendor;
use vendor_model::model::{
    FieldPath, LastValue, LastWhen, Operation, PageBy, Paging, Presence, RecordId, Shape, Type, Value,
};

use super::invent;
use super::tokens::put;
use crate::message::Request;
use crate::request::Call;

/// How many items a list has that is made up.
const WHOLE: usize = 5;
/// How many stand on a page, where the call does not say.
const PAGE: usize = 2;
/// The name in an address under which the items before its page stand.
const FROM: &str = "sandbox_from";

/// Cuts the page that a call asks for out of the list in `values`; out of one that is made up, where `is_kept` is
/// false.
pub(super) fn cut(
    (vendor, operation, paging): (&Vendor, &Operation, &Paging),
    (request, call): (&Request, &Call),
    is_kept: bool,
    values: &mut Vec<(usize, Value)>,
    now: i64,
) {
    let Some(field) = vendor.record(operation.response).fields.get(paging.items) else { return };
    let Type::List(list) = &vendor.bare(&field.shape).ty else { return };
    let key = match &paging.by {
        PageBy::LastItem { value, .. } => *value,
        _ => None,
    };
    let whole = match values.iter().find(|(known, _)| *known == paging.items) {
        Some((_, Value::List(items))) if is_kept => items.clone(),
        _ => (1..).take(WHOLE).map(|n| numbered(vendor, &list.item, key, n, now)).collect(),
    };
    let sent = |index: usize| sent(call, index);
    let size = paging.last_when.iter().find_map(|when| match when {
        LastWhen::ShorterThan(field) => sent(*field).and_then(number).filter(|size| *size > 0),
        LastWhen::Shorter(count) => usize::try_from(*count).ok().filter(|count| *count > 1),
        _ => None,
    });
    let size = size.unwrap_or(PAGE);
    let counted = |field: usize, first: i64| {
        let at = match sent(field) {
            Some(Value::Integer(at)) => at.saturating_sub(first),
            _ => 0,
        };
        usize::try_from(at).unwrap_or(usize::MAX)
    };
    let start = match &paging.by {
        PageBy::Number { field, first } => counted(*field, *first).saturating_mul(size),
        PageBy::Offset { field, first } => counted(*field, *first),
        PageBy::LastItem { field, value } => match sent(*field) {
            Some(last) => {
                let is_it = |item: &Value| match (item, value) {
                    (Value::Record(values), Some(index)) => {
                        values.iter().any(|(known, value)| known == index && value == last)
                    }
                    (item, _) => item == last,
                };
                whole.iter().rposition(is_it).map_or(whole.len(), |at| at + 1)
            }
            None => 0,
        },
        PageBy::Cursor { field, .. } => match sent(*field) {
            Some(Value::Text(text)) => {
                text.strip_prefix("sandbox-").and_then(|n| n.parse().ok()).unwrap_or(whole.len())
            }
            _ => 0,
        },
        PageBy::Address(_) => from_address(request).unwrap_or(0),
    };
    let start = start.min(whole.len());
    let next = start.saturating_add(size).min(whole.len());
    let goes_on = next < whole.len();
    put(values, paging.items, Value::List(whole.get(start..next).unwrap_or_default().to_vec()));
    let mut set = |path: &FieldPath, text: Option<String>| set(vendor, operation.response, values, path, text, now);
    match &paging.by {
        PageBy::Cursor { value, .. } => set(value, goes_on.then(|| format!("sandbox-{next}"))),
        PageBy::Address(value) => set(value, goes_on.then(|| address(request, next))),
        _ => {}
    }
    for when in &paging.last_when {
        match when {
            LastWhen::Total(path) => set(path, Some(whole.len().to_string())),
            LastWhen::Pages(path) => set(path, Some(whole.len().div_ceil(size).to_string())),
            LastWhen::Value(path, last) => set(path, Some(flag(last, goes_on))),
            LastWhen::ShorterThan(_) | LastWhen::Shorter(_) => {}
        }
    }
}

fn sent(call: &Call, index: usize) -> Option<&Value> {
    let Value::Record(values) = &call.request else { return None };
    values.iter().find(|(known, _)| *known == index).map(|(_, value)| value)
}

fn number(value: &Value) -> Option<usize> {
    match value {
        Value::Integer(number) => usize::try_from(*number).ok(),
        _ => None,
    }
}

/// The item of that number. `key` is the field by which items are told apart.
fn numbered(vendor: &Vendor, shape: &Shape, key: Option<usize>, n: i64, now: i64) -> Value {
    let bare = vendor.bare(shape);
    match (&bare.ty, invent::value(vendor, shape, now)) {
        (Type::Integer, _) if bare.rules.range.is_none() => Value::Integer(n),
        (Type::Text, _) if bare.rules.length.is_none() => Value::Text(format!("item-{n}")),
        (Type::Record(id), Value::Record(mut values)) => {
            let key = key.unwrap_or(0);
            if let Some(field) = vendor.record(*id).fields.get(key)
                && values.iter().any(|(known, _)| *known == key)
            {
                put(&mut values, key, numbered(vendor, &field.shape, None, n, now));
            }
            Value::Record(values)
        }
        (_, value) => value,
    }
}

/// What a flag says on this page.
fn flag(last: &LastValue, goes_on: bool) -> String {
    match last {
        LastValue::Boolean(value) => (*value != goes_on).to_string(),
        LastValue::Integer(value) => value.saturating_add(i64::from(goes_on)).to_string(),
        LastValue::Text(_) if goes_on => "more".to_owned(),
        LastValue::Text(value) => value.clone(),
    }
}

/// Puts a text into a field of the response, or of a record in it; none takes it out.
fn set(
    vendor: &Vendor,
    record: RecordId,
    values: &mut Vec<(usize, Value)>,
    path: &[usize],
    text: Option<String>,
    now: i64,
) {
    let Some((first, rest)) = path.split_first() else { return };
    let Some(field) = vendor.record(record).fields.get(*first) else { return };
    let shape = vendor.bare(&field.shape);
    if rest.is_empty() {
        values.retain(|(known, _)| known != first);
        let text = text.or((field.presence == Presence::Required).then(String::new));
        // Of a list of values, none of which means the last page, another.
        let other = || match &shape.ty {
            Type::Enum(_) => Some(Value::Enum(0)),
            _ => None,
        };
        if let Some(value) = text.and_then(|text| vendor.read_scalar(shape, &text).or_else(other)) {
            put(values, *first, value);
        }
        return;
    }
    let Type::Record(inner) = shape.ty else { return };
    if !values.iter().any(|(known, _)| known == first) {
        put(values, *first, invent::record(vendor, inner, now));
    }
    if let Some((_, Value::Record(values))) = values.iter_mut().find(|(known, _)| known == first) {
        set(vendor, inner, values, rest, text, now);
    }
}

fn from_address(request: &Request) -> Option<usize> {
    let parts = request.query()?.split('&').filter_map(|part| part.split_once('='));
    parts.filter(|(name, _)| *name == FROM).find_map(|(_, value)| value.parse().ok())
}

/// Where the page begins that has so many items before it.
fn address(request: &Request, before: usize) -> String {
    let host = request.header_values("host").next().unwrap_or("127.0.0.1");
    let others = request.query().unwrap_or_default().split('&').filter(|part| !part.starts_with(FROM));
    let mut query: Vec<String> = others.filter(|part| !part.is_empty()).map(str::to_owned).collect();
    query.push(format!("{FROM}={before}"));
    format!("http://{host}{}?{}", request.path(), query.join("&"))
}
