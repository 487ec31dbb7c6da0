//! Records: which fields are meant, and which may be there.

use std::collections::BTreeMap;

use vendor_model::model::{Absent, Field, Format, From, Place, Presence, Record, RecordId, Type, Value};

use super::spread::is_spread;
use super::{Reader, missing};
use crate::document::Node;
use crate::problem::Kind;

/// Values by the index of their field.
pub(crate) type Values = BTreeMap<usize, Value>;

impl<'a> Reader<'a> {
    /// A whole record, with its rules.
    pub(super) fn record_at(&mut self, id: RecordId, members: &'a [(String, Node)]) -> Vec<(usize, Value)> {
        let record = self.vendor.record(id);
        let known: Vec<String> = record.fields.iter().flat_map(|f| self.keys_of(record, f, members)).collect();
        self.unknown_members(members, &known.iter().map(String::as_str).collect::<Vec<_>>());
        let mut values = Values::new();
        let hole = self.hole.take();
        self.depth += 1;
        self.fields(record, members, &mut values);
        self.depth -= 1;
        self.hole = hole;
        self.presence(record, &mut values, |_| true);
        values.into_iter().collect()
    }

    /// The fields that stand at the hole of a document, without judging who is missing.
    pub(crate) fn fields(&mut self, record: &'a Record, members: &'a [(String, Node)], values: &mut Values) {
        self.hole = Some(self.here());
        self.client_fields(record, members);
        let mut waiting: Vec<&'a str> = Vec::new();
        for field in record.fields.iter().filter(|f| at_hole(f)) {
            if !waiting.contains(&field.wire.as_str()) {
                waiting.push(&field.wire);
            }
        }
        // Several fields may share a wire name; the field that decides about them must be known before.
        while !waiting.is_empty() {
            let before = waiting.len();
            let names = std::mem::take(&mut waiting);
            for (position, name) in names.iter().enumerate() {
                let nodes = self.named(members, &self.key_of(record, name));
                let later = names.iter().skip(position + 1);
                let undecided: Vec<&str> = later.chain(&waiting).copied().collect();
                match choose(record, name, values, &undecided) {
                    Some(index) => match record.fields.get(index).filter(|field| is_spread(field)) {
                        Some(field) => {
                            if let Some(value) = self.spread(field, members) {
                                values.insert(index, value);
                            }
                        }
                        None => self.field(record, index, &nodes, values),
                    },
                    None => waiting.push(name),
                }
            }
            if waiting.len() == before {
                // Rules that go in circles are refused by the resolver; take the first.
                for name in std::mem::take(&mut waiting) {
                    let nodes = self.named(members, &self.key_of(record, name));
                    if let Some(index) = record.fields.iter().position(|f| at_hole(f) && f.wire == name) {
                        self.field(record, index, &nodes, values);
                    }
                }
            }
        }
    }

    /// Fields that the client fills: their text must be what the pattern makes of credentials and settings.
    fn client_fields(&mut self, record: &'a Record, members: &'a [(String, Node)]) {
        for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| f.place == Place::Hole) {
            let From::Client(pattern) = &field.from else { continue };
            let nodes = self.named(members, &field.wire);
            self.within(&field.wire, |reader| match reader.single(&nodes) {
                Some(node) => {
                    if let (0, Some(text)) = (reader.depth, node.text()) {
                        reader.raw.insert(index, text.to_owned());
                    }
                    reader.fill_node(pattern, node);
                }
                None if field.presence == Presence::Required => {
                    reader.problem(missing(pattern), "the client fills this in")
                }
                None => {}
            });
        }
    }

    fn field(&mut self, record: &'a Record, index: usize, nodes: &[&'a Node], values: &mut Values) {
        let Some(field) = record.fields.get(index) else { return };
        if self.is_absent(&field.shape, nodes) {
            return;
        }
        if let (0, Some(text)) = (self.depth, nodes.first().and_then(|node| node.text())) {
            self.raw.insert(index, text.to_owned());
        }
        if self.says_absent(field, nodes) {
            return;
        }
        if let Some(value) = self.within(&field.wire, |reader| reader.value(&field.shape, nodes)) {
            values.insert(index, value);
        }
    }

    /// Whether what stands there is what a field looks like that is not given.
    pub(crate) fn says_absent(&self, field: &Field, nodes: &[&Node]) -> bool {
        let (Presence::Optional, [node]) = (field.presence, nodes) else { return false };
        match field.absent.as_ref().unwrap_or(&self.absent) {
            Absent::Omit => false,
            Absent::Empty => node.is_empty(self.format),
            Absent::Null => **node == Node::Null,
            Absent::Text(text) => node.text() == Some(text),
        }
    }

    /// The same for the record at the hole, after its document was read.
    pub(crate) fn presence_at_hole(&mut self, record: &'a Record, values: &mut Values, asked: impl Fn(&Field) -> bool) {
        let hole = self.hole.take().unwrap_or_else(|| "body".to_owned());
        let mut others = std::mem::take(&mut self.problems);
        self.presence(record, values, asked);
        for problem in &mut self.problems {
            let between = if hole.contains(' ') { "." } else { " " };
            problem.at = format!("{hole}{between}{}", problem.at.trim_start());
        }
        others.append(&mut self.problems);
        self.problems = others;
    }

    /// Reports what is missing and what is not allowed. `asked` tells which fields this document could hold.
    pub(crate) fn presence(&mut self, record: &'a Record, values: &mut Values, asked: impl Fn(&Field) -> bool) {
        let given = |field: &Field| matches!(field.from, From::Caller);
        for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| asked(f) && given(f)) {
            if field.presence != Presence::Required || values.contains_key(&index) {
                continue;
            }
            // In XML an empty list leaves no trace.
            let may_be_empty =
                field.shape.rules.count.as_ref().is_none_or(|limits| limits.min.is_none_or(|min| min <= 0));
            if self.format != Format::Json
                && matches!(field.shape.ty, Type::List(_))
                && may_be_empty
                && field.place == Place::Hole
            {
                values.insert(index, Value::List(Vec::new()));
            } else {
                self.missing(field, "this is required");
            }
        }
        self.groups(record, values, &asked);
        self.rules(record, values, &asked);
        for choice in &record.choices {
            let Some(tag) = record.fields.get(choice.tag) else { continue };
            let (members, case) = match values.get(&choice.tag) {
                Some(Value::Enum(value)) => match choice.arms.get(*value) {
                    Some(arm) => (&arm.members, self.case(tag, *value)),
                    None => continue,
                },
                // A tag that can't be read decides nothing.
                Some(_) => continue,
                None => (&choice.absent, format!("without `{}`", tag.wire)),
            };
            let hanging = choice.arms.iter().flat_map(|arm| &arm.members).map(|m| m.field);
            let mut wrong: Vec<usize> =
                hanging.filter(|f| values.contains_key(f) && !members.iter().any(|m| m.field == *f)).collect();
            wrong.sort_unstable();
            wrong.dedup();
            for field in wrong.into_iter().filter_map(|index| record.fields.get(index)).filter(|f| asked(f)) {
                let says = format!("this is not allowed {case}");
                self.within(&field.wire, |reader| reader.problem(Kind::Rule, says));
            }
            let missing: Vec<usize> =
                members.iter().filter(|m| m.required && !values.contains_key(&m.field)).map(|m| m.field).collect();
            for field in
                missing.into_iter().filter_map(|index| record.fields.get(index)).filter(|f| asked(f) && given(f))
            {
                self.missing(field, &format!("this is required {case}"));
            }
        }
    }

    /// Reports too few and too many of optional fields of which only so many are given.
    fn groups(&mut self, record: &'a Record, values: &Values, asked: &dyn Fn(&Field) -> bool) {
        for group in &record.groups {
            let fields: Vec<&'a Field> = group.fields.iter().filter_map(|index| record.fields.get(*index)).collect();
            let given = group.fields.iter().filter(|index| values.contains_key(index)).count();
            let Some(first) = fields.first().copied().filter(|_| fields.iter().all(|field| asked(field))) else {
                continue;
            };
            let names = fields.iter().map(|field| format!("`{}`", field.wire)).collect::<Vec<_>>().join(", ");
            if given < group.least {
                self.missing(first, &format!("too few of {names} are here"));
            }
            if given > group.most {
                self.within(&first.wire, |reader| reader.problem(Kind::Rule, format!("too many of {names} are here")));
            }
        }
    }

    /// Reports rules over several fields that do not hold, and what none can be told of.
    fn rules(&mut self, record: &'a Record, values: &Values, asked: &dyn Fn(&Field) -> bool) {
        for rule in &record.rules {
            let fields = rule.fields();
            let Some(first) = fields.first().and_then(|index| record.fields.get(*index)) else { continue };
            if !fields.iter().all(|index| record.fields.get(*index).is_some_and(asked)) {
                continue;
            }
            if rule.holds(&|index| values.get(&index)) == Some(false) {
                let words = self.rule_in_words(record, rule);
                self.within(&first.wire, |reader| reader.problem(Kind::Rule, format!("the rule `{words}` is broken")));
            }
        }
    }

    fn rule_in_words(&self, record: &Record, rule: &vendor_model::model::Rule) -> String {
        let id = self.vendor.records.iter().position(|known| std::ptr::eq(known, record));
        id.map(|id| rule.in_words(self.vendor, vendor_model::model::RecordId(id), &|field| field.wire.clone()))
            .unwrap_or_default()
    }

    fn missing(&mut self, field: &'a Field, says: &str) {
        self.within(&field.wire, |reader| reader.problem(Kind::Missing, says));
    }

    fn case(&self, tag: &Field, value: usize) -> String {
        let wire = match tag.shape.ty {
            Type::Enum(id) => self.vendor.enumeration(id).values.get(value).map(|v| v.wire.as_str()),
            _ => None,
        };
        format!("when `{}` is `{}`", tag.wire, wire.unwrap_or_default())
    }
}

/// Whether a document carries the field among its members.
fn at_hole(field: &Field) -> bool {
    field.place == Place::Hole && matches!(field.from, From::Caller)
}

/// The field that a wire name means, given what is known. None: not decided yet.
fn choose(record: &Record, name: &str, values: &Values, undecided: &[&str]) -> Option<usize> {
    let candidates: Vec<usize> =
        (0..record.fields.len()).filter(|i| at_hole(&record.fields[*i]) && record.fields[*i].wire == name).collect();
    let [first, _, ..] = candidates.as_slice() else { return candidates.first().copied() };
    let mut allowed = None;
    for candidate in &candidates {
        let hangs_on = record
            .choices
            .iter()
            .filter(|c| c.arms.iter().any(|arm| arm.members.iter().any(|m| m.field == *candidate)));
        let mut fits = true;
        for choice in hangs_on {
            if record.fields.get(choice.tag).is_some_and(|tag| undecided.contains(&tag.wire.as_str())) {
                return None;
            }
            let members = match values.get(&choice.tag) {
                Some(Value::Enum(value)) => choice.arms.get(*value).map(|arm| arm.members.as_slice()),
                _ => Some(choice.absent.as_slice()),
            };
            fits &= members.is_some_and(|members| members.iter().any(|m| m.field == *candidate));
        }
        if fits {
            allowed = allowed.or(Some(*candidate));
        }
    }
    Some(allowed.unwrap_or(*first))
}
