//! Values made from types, where neither state nor an example has one.

use vendor_model::Vendor;
use vendor_model::model::{Condition, Presence, RecordId, Rules, Shape, Test, Type, Value};

use crate::clock;

/// A record with what must be there.
pub(crate) fn record(vendor: &Vendor, id: RecordId, now: i64) -> Value {
    Value::Record(fields(vendor, id, now, 0))
}

/// A record with what may be there as well, where no choice decides about it.
pub(crate) fn whole_record(vendor: &Vendor, id: RecordId, now: i64) -> Value {
    let mut values = fields(vendor, id, now, 0);
    let record = vendor.record(id);
    for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| f.presence == Presence::Optional) {
        values.push((index, nested(vendor, &field.shape, now, 1)));
    }
    values.sort_by_key(|(index, _)| *index);
    values.dedup_by_key(|(index, _)| *index);
    Value::Record(values)
}

/// A value that keeps the rules of its type.
pub(crate) fn value(vendor: &Vendor, shape: &Shape, now: i64) -> Value {
    nested(vendor, shape, now, 0)
}

fn fields(vendor: &Vendor, id: RecordId, now: i64, depth: usize) -> Vec<(usize, Value)> {
    let record = vendor.record(id);
    let mut wanted: Vec<usize> =
        (0..record.fields.len()).filter(|index| record.fields[*index].presence == Presence::Required).collect();
    // The first value of each field that decides; what goes with it must be there too.
    for choice in &record.choices {
        if wanted.contains(&choice.tag)
            && let Some(arm) = choice.arms.first()
        {
            wanted.extend(arm.members.iter().filter(|m| m.required).map(|m| m.field));
        } else {
            wanted.extend(choice.absent.iter().filter(|m| m.required).map(|m| m.field));
        }
    }
    for group in record.groups.iter().filter(|group| group.least > 0) {
        let missing = group.least.saturating_sub(group.fields.iter().filter(|f| wanted.contains(f)).count());
        let more: Vec<usize> = group.fields.iter().copied().filter(|f| !wanted.contains(f)).take(missing).collect();
        wanted.extend(more);
    }
    wanted.sort_unstable();
    wanted.dedup();
    let value = |index: usize| Some((index, nested(vendor, &record.fields.get(index)?.shape, now, depth + 1)));
    wanted.into_iter().filter_map(value).collect()
}

fn nested(vendor: &Vendor, shape: &Shape, now: i64, depth: usize) -> Value {
    let shape = vendor.bare(shape);
    match &shape.ty {
        Type::Text => Value::Text(text(&shape.rules)),
        Type::Bytes | Type::File => Value::Text("bytes".into()),
        Type::Integer => Value::Integer(number(&shape.rules)),
        Type::Decimal => Value::Decimal(number(&shape.rules).to_string()),
        Type::Boolean => Value::Boolean(true),
        Type::Month | Type::Date | Type::DateTime | Type::Instant => Value::Moment(moment(shape, now)),
        // Whatever the unit, it is a whole number of it.
        Type::Duration => Value::Duration(std::time::Duration::from_secs(86_400)),
        Type::Enum(_) => Value::Enum(0),
        // A type may hold itself.
        Type::Record(_) | Type::List(_) if depth > 16 => Value::List(Vec::new()),
        Type::Record(id) => Value::Record(fields(vendor, *id, now, depth)),
        Type::Union(id) => {
            let taken = vendor.union(*id).taken().next();
            let held = taken.and_then(|(_, arm)| Some((arm.record?, arm.is_value)));
            let held = match held.map(|held| (held, vendor.record(held.0).fields.first())) {
                Some(((_, true), Some(field))) => nested(vendor, &field.shape, now, depth + 1),
                Some(((id, _), _)) => Value::Record(fields(vendor, id, now, depth + 1)),
                None => Value::Record(Vec::new()),
            };
            // A number that is told by its size has that size.
            let asked = taken.into_iter().flat_map(|(_, arm)| &arm.arm.when).find_map(|condition| match condition {
                Condition::Member { path, test: Test::Range(from, to) } if path.is_empty() => Some((*from, *to)),
                _ => None,
            });
            let held = match (held, asked) {
                (Value::Integer(number), Some((from, to))) => Value::Integer(number.max(from).min(to)),
                (held, _) => held,
            };
            Value::Arm(taken.map_or(0, |(index, _)| index), Box::new(held))
        }
        Type::List(list) => {
            let least = shape.rules.count.as_ref().and_then(|count| count.min).unwrap_or(1).clamp(1, 100);
            let items = (0..least).map(|_| nested(vendor, &list.item, now, depth + 1));
            Value::List(items.collect())
        }
        Type::Named(_) => Value::Text(String::new()),
    }
}

fn text(rules: &Rules) -> String {
    let limits = rules.length.as_ref();
    let least = limits.and_then(|l| l.min).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let most = limits.and_then(|l| l.max).and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    "sandbox".chars().cycle().take(7.clamp(least.min(most), most)).collect()
}

fn number(rules: &Rules) -> i64 {
    let Some(range) = &rules.range else { return 1 };
    let (least, most) = (range.min.unwrap_or(i64::MIN), range.max.unwrap_or(i64::MAX));
    1.max(least).min(most)
}

/// The present, as exactly as the first pattern says it.
pub(crate) fn moment(shape: &Shape, now: i64) -> vendor_model::model::Moment {
    let exact = clock::moment(now, shape.form.calendar, 0);
    match shape.form.dates.first() {
        // Two digits of a year don't tell the century.
        Some(pattern) => pattern
            .read(&pattern.write(exact))
            .map_or(exact, |read| vendor_model::model::Moment { year: exact.year, ..read }),
        None => vendor_model::model::Moment { nanosecond: 0, ..exact },
    }
}
