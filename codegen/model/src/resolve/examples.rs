//! Examples: their values are read as the types that the spec declares, and
//! must keep its rules.

use super::Resolver;
use crate::diagnostic::codes;
use crate::language::{ExamplePart, ExampleSpec, Literal, OperationSpec, Tree, Verdict};
use crate::model::{
    Example, ExampleForm, Format, From, Operation, Outcome, Presence, RecordId, Shape, Type, UnionId, Value,
};
use crate::source::Origin;

impl Resolver<'_> {
    pub(super) fn examples(&mut self, spec: &OperationSpec, operation: &Operation, origin: &Origin) -> Vec<Example> {
        let mut examples = Vec::new();
        for (name, spec) in &spec.examples {
            let origin = origin.key("examples").key(name);
            self.identifier(name, &origin.name());
            examples.push(self.example(name, spec, operation, &origin));
        }
        examples
    }

    fn example(&mut self, name: &str, spec: &ExampleSpec, operation: &Operation, origin: &Origin) -> Example {
        let mut settings = Vec::new();
        for (setting, value) in &spec.settings {
            let at = origin.key("settings").key(setting);
            let Some(index) = self.vendor.settings.iter().position(|s| s.name == *setting) else {
                let known: Vec<String> = self.vendor.settings.iter().map(|s| s.name.clone()).collect();
                self.unknown(codes::UNKNOWN_SETTING, &at.name(), "setting", setting, known.iter().map(String::as_str));
                continue;
            };
            match self.value_index(self.vendor.settings[index].values, &value.0) {
                Some(value) => settings.push((index, value)),
                None => {
                    let values = &self.vendor.enumeration(self.vendor.settings[index].values).values;
                    let known: Vec<String> = values.iter().map(|value| value.wire.clone()).collect();
                    let known = known.iter().map(String::as_str);
                    self.unknown(codes::UNKNOWN_VALUE, &at, "value of that setting", &value.0, known);
                }
            }
        }
        let success = self.success(spec, operation, origin);
        let formats: Vec<Format> = match &spec.formats {
            None => operation.send.formats().collect(),
            Some(names) => names
                .iter()
                .enumerate()
                .filter_map(|(i, name)| {
                    let format = Format::named(name).filter(|f| operation.send.path(*f).is_some());
                    if format.is_none() {
                        let known: Vec<&str> = operation.send.formats().map(Format::name).collect();
                        self.unknown(
                            codes::UNKNOWN_FORMAT,
                            &origin.key("formats").index(i),
                            "format of this operation",
                            name,
                            known,
                        );
                    }
                    format
                })
                .collect(),
        };
        let mut forms = Vec::new();
        for format in formats {
            let (part, part_key) = match format {
                Format::Json => (&spec.json, "json"),
                Format::Xml => (&spec.xml, "xml"),
                Format::Form | Format::Text | Format::Multipart => (&None, format.name()),
            };
            let request = pick(part, spec, origin, part_key, "request", |p| p.request.as_ref(), spec.request.as_ref());
            let reply = pick(part, spec, origin, part_key, "reply", |p| p.reply.as_ref(), spec.reply.as_ref());
            let request = match request {
                Some((tree, at)) => self.record_value(operation.request, tree, &at),
                None => self.record_value(operation.request, &Tree::Record(Default::default()), origin),
            };
            let outcome = match (reply, &spec.refused, &spec.unreadable) {
                (Some((tree, at)), None, None) => {
                    let value = if operation.response_is_value {
                        let shape = self.vendor.record(operation.response).fields[0].shape.clone();
                        self.value(&shape, tree, &at).map(|value| Value::Record(vec![(0, value)]))
                    } else {
                        let record = success.map_or(operation.response, |index| operation.outcomes[index].record);
                        self.record_value(record, tree, &at)
                    };
                    Outcome::Reply(value.unwrap_or(Value::Record(Vec::new())))
                }
                (None, Some(refused), None) => {
                    let at = origin.key("refused").key("code");
                    let code = self.wire(&refused.code, &at);
                    self.known_code(&operation.name, &code, &at);
                    Outcome::Refused { code, message: refused.message.clone() }
                }
                (None, None, Some(why)) => Outcome::Unreadable(why.clone()),
                (None, None, None) => Outcome::NotShown,
                _ => {
                    self.error_with_help(
                        codes::SEVERAL_OUTCOMES,
                        &origin.name(),
                        "one call has one outcome",
                        "keep one of `reply:`, `refused:` and `unreadable:`",
                    );
                    Outcome::NotShown
                }
            };
            let request = request.unwrap_or(Value::Record(Vec::new()));
            self.check_answers(operation, success, (&request, &outcome), origin);
            forms.push(ExampleForm { format, request, outcome });
        }
        Example {
            name: name.to_owned(),
            summary: spec.summary.clone(),
            proves: spec.proves,
            outcome: success,
            refusing: spec.arm.clone().filter(|_| spec.refused.is_some()),
            settings,
            forms,
            origin: origin.clone(),
        }
    }

    /// The success that the example ends in, where there are several.
    fn success(&mut self, spec: &ExampleSpec, operation: &Operation, origin: &Origin) -> Option<usize> {
        let Some(arm) = &spec.arm else { return (!operation.outcomes.is_empty()).then_some(0) };
        if spec.refused.is_some() {
            let arms = operation.reply.forms.iter().flat_map(|(_, form)| &form.arms);
            let refusals: std::collections::BTreeSet<&str> =
                arms.filter(|arm| arm.verdict == Verdict::Rejected).map(|arm| arm.name.as_str()).collect();
            if !refusals.contains(arm.as_str()) {
                self.unknown(codes::UNKNOWN_ARM, &origin.key("arm"), "refusal", arm, refusals);
            }
            return None;
        }
        let index = operation.outcomes.iter().position(|outcome| outcome.arm == *arm);
        if index.is_none() {
            self.unknown(
                codes::UNKNOWN_ARM,
                &origin.key("arm"),
                "success among several",
                arm,
                operation.outcomes.iter().map(|o| o.arm.as_str()),
            );
        }
        index
    }

    fn record_value(&mut self, id: RecordId, tree: &Tree, origin: &Origin) -> Option<Value> {
        let Tree::Record(members) = tree else {
            self.error_with_help(codes::EXAMPLE_OF_ANOTHER_SHAPE, origin, "this is a record", "name its fields");
            return None;
        };
        let mut values: Vec<(usize, Value)> = Vec::new();
        let mut mistaken = false;
        let known: Vec<String> = self.vendor.record(id).fields.iter().map(|f| f.wire.clone()).collect();
        for (name, member) in members {
            let at = origin.key(name);
            // Several fields may share a wire name; the tag, which comes first, says which is meant.
            let candidates: Vec<usize> = (0..known.len()).filter(|i| known[*i] == *name).collect();
            let chosen =
                candidates.iter().copied().find(|i| self.allowed(id, *i, &values)).or(candidates.first().copied());
            let Some(index) = chosen else {
                mistaken = true;
                self.stranger(id, name, &at.name(), &known);
                continue;
            };
            let shape = self.vendor.record(id).fields[index].shape.clone();
            match self.value(&shape, member, &at) {
                Some(value) => values.push((index, value)),
                None => mistaken = true,
            }
        }
        values.sort_by_key(|(index, _)| *index);
        // What stands there under another name, or wrong, is not missing as well.
        if !mistaken {
            self.check_presence(id, &values, origin);
        }
        Some(Value::Record(values))
    }

    /// A value of several shapes: the name of the arm, and what it holds.
    fn arm_value(&mut self, id: UnionId, tree: &Tree, origin: &Origin) -> Option<Value> {
        let nothing = Tree::Record(Default::default());
        let (name, held, at) = match tree {
            Tree::Record(members) if members.len() == 1 => match members.first() {
                Some((name, held)) => (name.as_str(), held, origin.key(name)),
                None => return None,
            },
            Tree::Leaf(Literal::Text(name)) => (name.as_str(), &nothing, origin.clone()),
            _ => {
                self.error_with_help(
                    codes::EXAMPLE_OF_ANOTHER_SHAPE,
                    origin,
                    "this is a value with arms",
                    "write the arm with what it holds: `{ taken: { id: 1 } }`",
                );
                return None;
            }
        };
        let union = self.vendor.union(id);
        let found = union.arms.iter().enumerate().find(|(_, arm)| arm.arm.name == name);
        let Some((index, arm)) = found else {
            let known: Vec<String> = union.arms.iter().map(|arm| arm.arm.name.clone()).collect();
            self.unknown(codes::UNKNOWN_ARM, &at, "arm of this value", name, known.iter().map(String::as_str));
            return None;
        };
        if !matches!(arm.arm.verdict, Verdict::Success | Verdict::Pending) {
            let shared = union.shared;
            let operation = union.owner.clone().unwrap_or_default();
            return self.refused_item(index, (shared, operation), held, &at);
        }
        let (record, is_value) = (arm.record, arm.is_value);
        let held = match record {
            Some(id) if is_value => {
                let shape = self.vendor.record(id).fields.first().map(|field| field.shape.clone())?;
                self.value(&shape, held, &at)?
            }
            Some(id) => self.record_value(id, held, &at)?,
            None => Value::Record(Vec::new()),
        };
        Some(Value::Arm(index, Box::new(held)))
    }

    /// An item that was refused: `{ code: "12", message: no, item: { number: "905" } }`.
    fn refused_item(
        &mut self,
        arm: usize,
        (shared, operation): (Option<RecordId>, String),
        tree: &Tree,
        origin: &Origin,
    ) -> Option<Value> {
        let empty = Default::default();
        let members = match tree {
            Tree::Record(members) => members,
            _ => &empty,
        };
        for unknown in members.keys().filter(|name| !["code", "message", "item"].contains(&name.as_str())) {
            let at = origin.key(unknown).name();
            self.unknown(codes::UNKNOWN_FIELD, &at, "keyword of a refused item", unknown, ["code", "message", "item"]);
        }
        let text = |name: &str| members.get(name).and_then(Tree::as_text).map(str::to_owned);
        let (code, message) = (text("code"), text("message"));
        if members.contains_key("code") && code.is_none() {
            let help = "write it as on the wire, in quotes";
            self.error_with_help(codes::EXAMPLE_VALUE, &origin.key("code"), "a code is a text", help);
        }
        if let Some(code) = &code {
            self.known_code(&operation, code, &origin.key("code"));
        }
        let shared = match (shared, members.get("item")) {
            (Some(id), Some(tree)) => self.record_value(id, tree, &origin.key("item"))?,
            _ => Value::Record(Vec::new()),
        };
        Some(Value::Refused { arm, code, message, shared: Box::new(shared) })
    }

    /// A field that was renamed in the spec is one mistake, however many examples name it.
    fn stranger(&mut self, id: RecordId, name: &str, at: &Origin, known: &[String]) {
        match self.strangers.get(&(id, name.to_owned())) {
            Some(first) => {
                if let Some(first) = self.report.diagnostics.get_mut(*first)
                    && first.related.len() < 3
                    && first.origin != *at
                    && first.related.iter().all(|(origin, _)| origin != at)
                {
                    first.related.push((at.clone(), "here too".to_owned()));
                }
            }
            None => {
                self.strangers.insert((id, name.to_owned()), self.report.diagnostics.len());
                self.unknown(codes::UNKNOWN_FIELD, at, "field", name, known.iter().map(String::as_str));
            }
        }
    }

    /// Whether the tag that decides about a field lets it be there.
    fn allowed(&self, id: RecordId, field: usize, values: &[(usize, Value)]) -> bool {
        let record = self.vendor.record(id);
        record.choices.iter().all(|choice| {
            let hangs = choice.arms.iter().any(|arm| arm.members.iter().any(|m| m.field == field));
            let tag = values.iter().find(|(index, _)| *index == choice.tag).map(|(_, value)| value);
            let members = match tag {
                Some(Value::Enum(value)) => choice.arms.get(*value).map_or(&[][..], |arm| arm.members.as_slice()),
                _ => choice.absent.as_slice(),
            };
            !hangs || members.iter().any(|m| m.field == field)
        })
    }

    fn check_presence(&mut self, id: RecordId, values: &[(usize, Value)], origin: &Origin) {
        let record = self.vendor.record(id);
        let has = |field: usize| values.iter().any(|(index, _)| *index == field);
        let mut problems = Vec::new();
        for (index, field) in record.fields.iter().enumerate() {
            let caller = matches!(field.from, From::Caller);
            if field.presence == Presence::Required && caller && !has(index) {
                problems.push(format!("the example lacks `{}`", field.wire));
            }
            if has(index) && !self.allowed(id, index, values) {
                problems.push(format!("`{}` is not allowed in this case", field.wire));
            }
        }
        for choice in &record.choices {
            if let Some((_, Value::Enum(value))) = values.iter().find(|(index, _)| *index == choice.tag)
                && let Some(arm) = choice.arms.get(*value)
            {
                for member in arm.members.iter().filter(|m| m.required && !has(m.field)) {
                    problems.push(format!(
                        "the example lacks `{}`, which this case needs",
                        record.fields[member.field].wire
                    ));
                }
            }
        }
        for rule in &record.rules {
            let value = |field: usize| values.iter().find(|(index, _)| *index == field).map(|(_, value)| value);
            if rule.holds(&value) == Some(false) {
                let words = rule.in_words(&self.vendor, id, &|field| field.wire.clone());
                problems.push(format!("the example breaks the rule `{words}`"));
            }
        }
        for problem in problems {
            self.error(codes::EXAMPLE_BREAKS_RULES, origin, problem);
        }
    }

    /// What a shape is, in the words of the language.
    fn said(&self, shape: &Shape) -> String {
        let shape = self.vendor.bare(shape);
        let mut said = match &shape.ty {
            Type::Enum(id) => {
                self.vendor.enumeration(*id).values.iter().map(|v| v.wire.as_str()).collect::<Vec<_>>().join(", ")
            }
            ty => super::fields::scalar_name(ty).to_owned(),
        };
        let dates: Vec<&str> = shape.form.dates.iter().map(|p| p.text.as_str()).collect();
        if !dates.is_empty() {
            said.push_str(&format!(", written {}", dates.join(" or ")));
        } else if shape.ty == Type::DateTime {
            said.push_str(", here such as 2026-01-31T12:30:00");
        }
        for (keyword, limits) in [("length", &shape.rules.length), ("range", &shape.rules.range)] {
            if let Some(limits) = limits {
                said.push_str(&format!(", {keyword} {limits}"));
            }
        }
        said
    }

    fn value(&mut self, shape: &Shape, tree: &Tree, origin: &Origin) -> Option<Value> {
        match (&shape.ty, tree) {
            (Type::Record(id), tree) => self.record_value(*id, tree, origin),
            (Type::Union(id), tree) => self.arm_value(*id, tree, origin),
            (Type::List(list), Tree::List(items)) => {
                if shape.rules.count.as_ref().is_some_and(|count| !count.hold(items.len())) {
                    self.error_with_help(
                        codes::EXAMPLE_BREAKS_RULES,
                        origin,
                        format!("{} is not the number of items that the spec allows", items.len()),
                        "change the example, or `count:` of the field",
                    );
                }
                let values = items
                    .iter()
                    .enumerate()
                    .filter_map(|(i, item)| self.value(&list.item, item, &origin.index(i)))
                    .collect();
                Some(Value::List(values))
            }
            (Type::List(_), _) => {
                self.error_with_help(
                    codes::EXAMPLE_OF_ANOTHER_SHAPE,
                    origin,
                    "this is a list",
                    "write `[ ... ]`, for one item too",
                );
                None
            }
            (_, Tree::Leaf(leaf)) => {
                let written = self.sources.plain(origin).map(str::to_owned);
                let text = match (leaf, written) {
                    (Literal::Null, _) => {
                        self.error_with_help(
                            codes::EXAMPLE_OF_ANOTHER_SHAPE,
                            origin,
                            "there is no value here",
                            "leave the field out, or quote the text",
                        );
                        return None;
                    }
                    (_, Some(written)) => written,
                    (Literal::Text(text), None) => text.clone(),
                    (Literal::Integer(value), None) => value.to_string(),
                    (Literal::Boolean(value), None) => value.to_string(),
                    (Literal::Fraction(_), None) => String::new(),
                };
                let value = self.vendor.read_scalar(shape, &text);
                if value.is_none() {
                    let help = format!("the spec says: {}", self.said(shape));
                    self.error_with_help(
                        codes::EXAMPLE_VALUE,
                        origin,
                        format!("`{}` is not what the spec says of this field", text.escape_debug()),
                        help,
                    );
                }
                value
            }
            _ => {
                self.error_with_help(
                    codes::EXAMPLE_OF_ANOTHER_SHAPE,
                    origin,
                    "this is one value, not several",
                    "write the value alone",
                );
                None
            }
        }
    }
}

fn pick<'s>(
    part: &'s Option<ExamplePart>,
    _spec: &ExampleSpec,
    origin: &Origin,
    part_key: &str,
    key: &str,
    of_part: impl Fn(&'s ExamplePart) -> Option<&'s Tree>,
    common: Option<&'s Tree>,
) -> Option<(&'s Tree, Origin)> {
    part.as_ref()
        .and_then(of_part)
        .map(|tree| (tree, origin.key(part_key).key(key)))
        .or_else(|| common.map(|tree| (tree, origin.key(key))))
}
