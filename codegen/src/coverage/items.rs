//! Everything that an example could show, and what the examples do show.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use vendor_model::Origin;
use vendor_model::model::{
    Arm, Condition, EnumId, Format, From, Operation, Outcome, RecordId, Shape, Step, Test, Type, Value, Vendor, Verdict,
};

use super::{Item, Kind};

/// Requests and replies are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Way {
    Sent,
    Received,
}

/// What the examples of a vendor use.
#[derive(Default)]
struct Used {
    fields: BTreeSet<(Way, RecordId, usize)>,
    values: BTreeSet<(Way, EnumId, usize)>,
}

/// Every item of a vendor, with the place that it is written at.
pub fn of(vendor: &Vendor) -> Vec<(Origin, Item)> {
    let mut used = Used::default();
    for operation in &vendor.operations {
        for form in operation.examples.iter().flat_map(|e| e.forms.iter().map(move |form| (e, form))) {
            let (example, form) = form;
            used.record(vendor, Way::Sent, operation.request, &form.request);
            if let Outcome::Reply(reply) = &form.outcome {
                used.record(vendor, Way::Received, reply_of(operation, example.outcome), reply);
            }
        }
    }
    let mut items = Vec::new();
    let mut seen = HashSet::new();
    for operation in &vendor.operations {
        replies(vendor, operation, &mut items);
        let mut list = List { vendor, used: &used, seen: &mut seen, items: &mut items, operation };
        list.record(Way::Sent, operation.request, "");
        if operation.outcomes.is_empty() {
            list.record(Way::Received, operation.response, "");
        }
        for outcome in &operation.outcomes {
            list.record(Way::Received, outcome.record, "");
        }
    }
    items
}

fn reply_of(operation: &Operation, outcome: Option<usize>) -> RecordId {
    outcome.and_then(|index| operation.outcomes.get(index)).map_or(operation.response, |outcome| outcome.record)
}

/// Successes in each format, arms, and codes.
fn replies(vendor: &Vendor, operation: &Operation, items: &mut Vec<(Origin, Item)>) {
    let mut push = |kind, name: String, shown| {
        let item = Item { kind, of: operation.name.clone(), name, shown };
        items.push((operation.origin.clone(), item));
    };
    let forms = || operation.examples.iter().flat_map(|example| example.forms.iter().map(move |form| (example, form)));
    // A success without an arm of its own is the only one.
    let succeeds = |format: Format, arm: Option<&str>| {
        forms().any(|(example, form)| {
            let shown = example.outcome.and_then(|index| operation.outcomes.get(index)).map(|outcome| &outcome.arm);
            form.format == format
                && matches!(form.outcome, Outcome::Reply(_))
                && (operation.outcomes.is_empty() || shown.map(String::as_str) == arm)
        })
    };
    let mut arms: BTreeMap<usize, (&Arm, bool)> = BTreeMap::new();
    for format in operation.send.formats() {
        if operation.outcomes.is_empty() {
            push(Kind::Success, format.name().to_owned(), succeeds(format, None));
        }
        for outcome in &operation.outcomes {
            let name = format!("{} in {}", outcome.arm, format.name());
            push(Kind::Success, name, succeeds(format, Some(&outcome.arm)));
        }
        let Some(form) = operation.reply.form(format) else { continue };
        for (index, arm) in form.arms.iter().enumerate() {
            let shown = match arm.verdict {
                Verdict::Success | Verdict::Pending => succeeds(format, Some(&arm.name)),
                Verdict::Rejected => forms().any(|(named, example)| {
                    let Outcome::Refused { code, .. } = &example.outcome else { return false };
                    if let Some(refusing) = &named.refusing {
                        return example.format == format && *refusing == arm.name;
                    }
                    let takes = |arm: &&Arm| arm.verdict == Verdict::Rejected && may_take(vendor, arm, code);
                    example.format == format && form.arms.iter().find(takes).is_some_and(|first| first.name == arm.name)
                }),
                Verdict::InDoubt => continue,
            };
            arms.entry(index).or_insert((arm, false)).1 |= shown;
        }
    }
    for (arm, shown) in arms.into_values() {
        push(Kind::Arm, arm.name.clone(), shown);
    }
    for code in &operation.codes {
        let shown = forms().any(|(_, form)| matches!(&form.outcome, Outcome::Refused { code: c, .. } if c == code));
        push(Kind::Code, code.clone(), shown);
    }
}

/// Whether an arm may take a refusal with that code: its conditions on the code hold; those on anything else may.
fn may_take(vendor: &Vendor, arm: &Arm, code: &str) -> bool {
    let holds = |test: &Test| match test {
        Test::OneOf(_, values) => values.iter().any(|value| value == code),
        Test::NoneOf(_, values) => values.iter().all(|value| value != code),
        Test::Prefix(prefix) => code.starts_with(prefix.as_str()),
        Test::Range(min, max) => code.parse::<i64>().is_ok_and(|number| (*min..=*max).contains(&number)),
        Test::KnownCode => vendor.code_in(&arm.tables, code).is_some(),
        Test::UnknownCode => vendor.code_in(&arm.tables, code).is_none(),
        Test::Suffix(suffix) => code.ends_with(suffix.as_str()),
        Test::Matches(pattern) => pattern.matches(code),
        Test::Absent | Test::Empty => false,
        _ => true,
    };
    if let Some(stands_for) = &arm.stands_for
        && (stands_for == code || arm.code.is_empty())
    {
        return stands_for == code;
    }
    let ends_alike = |path: &[Step]| arm.code.iter().any(|other| other.as_slice() == path);
    arm.when.iter().all(|condition| match condition {
        Condition::Member { path, test } if ends_alike(path) => holds(test),
        _ => true,
    })
}

impl Used {
    fn record(&mut self, vendor: &Vendor, way: Way, id: RecordId, value: &Value) {
        let Value::Record(members) = value else { return };
        let Some(record) = vendor.records.get(id.0) else { return };
        for (index, member) in members {
            self.fields.insert((way, id, *index));
            if let Some(field) = record.fields.get(*index) {
                self.shape(vendor, way, &field.shape, member);
            }
        }
    }

    fn shape(&mut self, vendor: &Vendor, way: Way, shape: &Shape, value: &Value) {
        match (&vendor.bare(shape).ty, value) {
            (Type::Record(id), value) => self.record(vendor, way, *id, value),
            (Type::List(list), Value::List(items)) => {
                items.iter().for_each(|item| self.shape(vendor, way, &list.item, item));
            }
            (Type::Union(id), Value::Arm(index, held)) => {
                let arm = vendor.union(*id).arms.get(*index);
                let Some((record, is_value)) = arm.and_then(|arm| Some((arm.record?, arm.is_value))) else { return };
                match vendor.record(record).fields.first() {
                    Some(field) if is_value => self.shape(vendor, way, &field.shape, held),
                    _ => self.record(vendor, way, record, held),
                }
            }
            (Type::Enum(id), Value::Enum(index)) => {
                self.values.insert((way, *id, *index));
            }
            _ => {}
        }
    }
}

/// A type that was listed.
#[derive(PartialEq, Eq, Hash)]
enum Listed {
    Record(RecordId),
    Enum(EnumId),
}

struct List<'a> {
    vendor: &'a Vendor,
    used: &'a Used,
    seen: &'a mut HashSet<(Way, Listed)>,
    items: &'a mut Vec<(Origin, Item)>,
    operation: &'a Operation,
}

impl List<'_> {
    /// The fields of a record, and what is in them; `at` is where it stands.
    fn record(&mut self, way: Way, id: RecordId, at: &str) {
        if !self.seen.insert((way, Listed::Record(id))) {
            return;
        }
        let vendor = self.vendor;
        let record = vendor.record(id);
        let (of, at) = self.owner(record.owner.as_deref(), &record.name, at);
        for (index, field) in record.fields.iter().enumerate() {
            let name = if at.is_empty() { field.wire.clone() } else { format!("{at}.{}", field.wire) };
            // What the client fills is in every call.
            if matches!(field.from, From::Caller) || way == Way::Received {
                let kind = if way == Way::Sent { Kind::SentField } else { Kind::ReceivedField };
                let shown = self.used.fields.contains(&(way, id, index));
                self.items.push((record.origin.clone(), Item { kind, of: of.clone(), name: name.clone(), shown }));
            }
            self.shape(way, &field.shape, &name);
        }
    }

    fn shape(&mut self, way: Way, shape: &Shape, at: &str) {
        match &self.vendor.bare(shape).ty {
            Type::Record(id) => self.record(way, *id, at),
            Type::List(list) => self.shape(way, &list.item, at),
            Type::Union(id) => {
                let arms = &self.vendor.union(*id).arms;
                for arm in arms.iter().filter_map(|arm| Some((arm.record?, arm.is_value))) {
                    match (arm, self.vendor.record(arm.0).fields.first()) {
                        ((_, true), Some(field)) => self.shape(way, &field.shape, at),
                        ((id, _), _) => self.record(way, id, at),
                    }
                }
            }
            Type::Enum(id) => self.enumeration(way, *id, at),
            _ => {}
        }
    }

    fn enumeration(&mut self, way: Way, id: EnumId, at: &str) {
        if !self.seen.insert((way, Listed::Enum(id))) {
            return;
        }
        let values = self.vendor.enumeration(id);
        let (of, at) = self.owner(values.owner.as_deref(), &values.name, at);
        for (index, value) in values.values.iter().enumerate() {
            let kind = if way == Way::Sent { Kind::SentValue } else { Kind::ReceivedValue };
            let shown = self.used.values.contains(&(way, id, index));
            let name = if at.is_empty() { value.wire.clone() } else { format!("{at} {}", value.wire) };
            self.items.push((values.origin.clone(), Item { kind, of: of.clone(), name, shown }));
        }
    }

    /// Whom a type belongs to, and where it stands there: what has a name of its own stands for itself.
    fn owner(&self, owner: Option<&str>, name: &str, at: &str) -> (String, String) {
        match owner {
            Some(operation) => (operation.to_owned(), at.to_owned()),
            None if at.is_empty() => (self.operation.name.clone(), String::new()),
            None => (name.to_owned(), String::new()),
        }
    }
}
