//! Records, and the choices that decide which fields may be there.

use vendor_model::model::{Base, ChoiceArm, Field, Group, Member, Place, Presence, Record, RecordId};

use super::json::{Json, Object};
use super::schema::{Beside, Direction, Schemas, Sentences, base_type, constant, reference};
use super::spread::Spread;
use super::tree::wire_name;
use super::words::{self, pascal};

/// Fields of one shape that a record may have.
#[derive(Clone)]
struct Shape {
    /// Index, and whether it must be there.
    fields: Vec<(usize, bool)>,
    /// Tags with the value that they have in this shape, or none where they are left out.
    tags: Vec<(usize, Option<usize>)>,
}

/// The record that is described.
#[derive(Clone, Copy)]
struct Described<'d> {
    record: &'d Record,
    direction: Direction,
    /// Fields that travel elsewhere are not.
    at_hole: bool,
    /// A field that stands elsewhere: it is the name of the whole.
    without: Option<&'d str>,
    beside: &'d Beside,
}

impl Described<'_> {
    fn wanted(&self, field: &Field) -> bool {
        (!self.at_hole || field.place == Place::Hole) && self.without.is_none_or(|name| field.wire != name)
    }
}

impl Schemas<'_> {
    /// The schema of a record, with the names that a frame has beside it: an object; one of several, where a field
    /// decides about others; or an object with conditions, where several do.
    pub(super) fn record_schema(&mut self, id: RecordId, direction: Direction, name: &str, beside: &Beside) -> Object {
        let record = self.vendor.record(id);
        self.described(id, Described { record, direction, at_hole: false, without: None, beside }, name)
    }

    /// A record whose name is one of its fields.
    pub(super) fn record_without(&mut self, id: RecordId, direction: Direction, without: &str) -> Object {
        let record = self.vendor.record(id);
        let beside = &Beside::default();
        let described = Described { record, direction, at_hole: false, without: Some(without), beside };
        self.described(id, described, &pascal(&record.name))
    }

    /// The fields of a request that travel at the hole.
    pub(super) fn at_hole(&mut self, id: RecordId, name: &str, beside: &Beside) -> Object {
        let record = self.vendor.record(id);
        self.described(id, Described { record, direction: Direction::Sent, at_hole: true, without: None, beside }, name)
    }

    fn described(&mut self, id: RecordId, cx: Described<'_>, name: &str) -> Object {
        let record = self.vendor.record(id);
        let common: Vec<(usize, bool)> = record
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.presence != Presence::Chosen && cx.wanted(field))
            .map(|(index, field)| (index, field.presence == Presence::Required))
            .collect();
        let roots = record.choices.iter().filter(|choice| choice.parent.is_none()).count();
        let mut schema = if roots > 1 {
            self.conditional(cx)
        } else {
            self.variants(cx, Shape { fields: common, tags: Vec::new() }, name)
        };
        let rules: Vec<Json> = record.groups.iter().flat_map(|group| group_rules(record, group)).collect();
        schema.extend(Object::new().list("allOf", rules));
        let told = record.rules.iter().map(|rule| rule.in_words(self.vendor, id, &|field| field.wire.clone()));
        schema.extend(Object::new().list("x-rules", told.map(Json::from).collect()));
        schema.extend(
            Object::new().list("x-unchecked", record.unchecked.iter().map(|text| text.as_str().into()).collect()),
        );
        if schema.get("description").is_none() {
            Sentences::of(&record.docs).into_schema(&mut schema, &record.docs);
        }
        schema
    }

    /// One of several shapes, as long as a field that decides has no value yet.
    fn variants(&mut self, cx: Described<'_>, shape: Shape, name: &str) -> Object {
        let record = cx.record;
        let open = record.choices.iter().find(|choice| {
            shape.fields.iter().any(|(field, _)| *field == choice.tag)
                && !shape.tags.iter().any(|(tag, _)| *tag == choice.tag)
        });
        let Some(choice) = open else { return self.object(cx, &shape) };
        let Some(tag) = record.fields.get(choice.tag) else { return Object::new() };
        let required = shape.fields.iter().any(|(field, required)| *field == choice.tag && *required);
        let values = match tag.shape.ty {
            vendor_model::model::Type::Enum(id) => Some(self.vendor.enumeration(id)),
            _ => None,
        };
        let mut of = Vec::new();
        let mut mapping = Object::new();
        for ChoiceArm { value, members } in &choice.arms {
            let Some(listed) = values.and_then(|values| values.values.get(*value)) else { continue };
            let arm = shape.with(choice.tag, Some(*value), members);
            let arm_name = format!("{name}{}", pascal(&listed.name));
            let mut schema = self.variants(cx, arm, &arm_name);
            if schema.get("description").is_none() {
                Sentences::of(&listed.docs).into_schema(&mut schema, &listed.docs);
            }
            let kept = self.keep(&arm_name, schema);
            mapping.push(listed.wire.as_str(), format!("#/components/schemas/{kept}"));
            of.push(reference(&kept));
        }
        if !required {
            let arm = shape.with(choice.tag, None, &choice.absent);
            let arm_name = format!("{name}Without{}", pascal(&tag.name));
            let schema = self.variants(cx, arm, &arm_name);
            let kept = self.keep(&arm_name, schema);
            of.push(reference(&kept));
        }
        // A discriminator has to be there in every shape, and to be a text.
        let text = values.is_some_and(|values| values.base == Base::Text);
        let keyword = if required && text { "discriminator" } else { "x-discriminator" };
        let discriminator = Object::new().with("propertyName", tag.wire.as_str()).with("mapping", mapping);
        Object::new().with("oneOf", of).with(keyword, discriminator)
    }

    fn object(&mut self, cx: Described<'_>, shape: &Shape) -> Object {
        let Described { record, direction, .. } = cx;
        let mut members = Members::new(cx.beside);
        let mut without: Vec<Object> = Vec::new();
        for (index, field) in record.fields.iter().enumerate() {
            match shape.tags.iter().find(|(tag, _)| *tag == index) {
                Some((_, None)) => without.push(given(&field.wire)),
                Some((_, Some(value))) => {
                    members.push(&field.wire, self.tag(field, *value), true);
                }
                None => {
                    let Some((_, must)) = shape.fields.iter().find(|(f, _)| *f == index) else { continue };
                    match self.spread(field, &record.fields, direction) {
                        Some(spread) => members.spread(spread, *must),
                        None => {
                            let schema = self.field(field, &record.fields, direction);
                            members.push(&wire_name(field), schema, *must);
                        }
                    }
                }
            }
        }
        members.schema(cx.beside).maybe("not", any(without))
    }

    /// The field that decides, with the value that it has.
    fn tag(&mut self, field: &Field, value: usize) -> Object {
        let vendor_model::model::Type::Enum(id) = field.shape.ty else { return Object::new() };
        let values = self.vendor.enumeration(id);
        let Some(listed) = values.values.get(value) else { return Object::new() };
        let mut schema = Object::new()
            .with("type", base_type(values.base))
            .with("const", constant(values.base, &listed.wire))
            .with("x-name", field.name.as_str());
        Sentences::of(&field.docs).into_schema(&mut schema, &field.docs);
        schema
    }

    /// All fields, and for each choice what goes with which value.
    fn conditional(&mut self, cx: Described<'_>) -> Object {
        let Described { record, direction, .. } = cx;
        let mut members = Members::new(cx.beside);
        for field in record.fields.iter().filter(|field| cx.wanted(field)) {
            if let Some(spread) = self.spread(field, &record.fields, direction) {
                members.spread(spread, field.presence == Presence::Required);
                continue;
            }
            // Several arms may have a field of this name; what it is in each stands below.
            let same = record.fields.iter().filter(|other| other.wire == field.wire).count();
            let schema = if same > 1 { Object::new() } else { self.field(field, &record.fields, direction) };
            members.push(&wire_name(field), schema, field.presence == Presence::Required);
        }
        let mut rules: Vec<Json> = Vec::new();
        for choice in &record.choices {
            let Some(tag) = record.fields.get(choice.tag) else { continue };
            let vendor_model::model::Type::Enum(id) = tag.shape.ty else { continue };
            let values = self.vendor.enumeration(id);
            let mut all: Vec<usize> = choice.arms.iter().flat_map(|arm| &arm.members).map(|m| m.field).collect();
            all.extend(choice.absent.iter().map(|m| m.field));
            all.sort_unstable();
            all.dedup();
            for arm in &choice.arms {
                let Some(listed) = values.values.get(arm.value) else { continue };
                let is = Object::new().with("const", constant(values.base, &listed.wire));
                let when = Object::new()
                    .with("properties", Object::new().with(tag.wire.as_str(), is))
                    .with("required", vec![tag.wire.as_str()]);
                let then = self.consequence(record, direction, &arm.members, &all);
                rules.push(Object::new().with("if", when).with("then", then).into());
            }
            let then = self.consequence(record, direction, &choice.absent, &all);
            rules.push(Object::new().with("if", Object::new().with("not", given(&tag.wire))).with("then", then).into());
        }
        members.schema(cx.beside).list("allOf", rules)
    }

    /// What must and may be there, and of the others that none is.
    fn consequence(&mut self, record: &Record, direction: Direction, members: &[Member], all: &[usize]) -> Object {
        let wire = |index: usize| record.fields.get(index).map(|field| field.wire.as_str());
        let mut properties = Object::new();
        for member in members {
            let Some(field) = record.fields.get(member.field) else { continue };
            if record.fields.iter().filter(|other| other.wire == field.wire).count() > 1 {
                let schema = self.field(field, &record.fields, direction);
                properties.push(field.wire.as_str(), schema);
            } else if member.required {
                properties.push(field.wire.as_str(), Object::new());
            }
        }
        let here: Vec<&str> = members.iter().filter_map(|m| wire(m.field)).collect();
        let required: Vec<Json> =
            members.iter().filter(|m| m.required).filter_map(|m| wire(m.field)).map(Json::from).collect();
        let mut others: Vec<&str> =
            all.iter().filter_map(|index| wire(*index)).filter(|wire| !here.contains(wire)).collect();
        others.dedup();
        let none = any(others.into_iter().map(given).collect());
        let properties = (!properties.is_empty()).then_some(properties);
        Object::new().maybe("properties", properties).list("required", required).maybe("not", none)
    }
}

/// Members of an object, between the names that a frame has beside them.
struct Members {
    properties: Object,
    patterns: Object,
    required: Vec<Json>,
}

impl Members {
    fn new(beside: &Beside) -> Self {
        let mut members = Self { properties: Object::new(), patterns: Object::new(), required: Vec::new() };
        members.beside(beside.part(true));
        members
    }

    fn beside(&mut self, names: &[(String, Object, bool)]) {
        for (name, schema, must) in names {
            self.push(name, schema.clone(), *must);
        }
    }

    /// A list that is several names.
    fn spread(&mut self, spread: Spread, must: bool) {
        self.patterns.extend(spread.patterns);
        let properties: Vec<(String, Json)> = spread.properties.members().cloned().collect();
        for (name, schema) in properties {
            if must {
                self.required.push(name.as_str().into());
            }
            self.properties.push(name, schema);
        }
    }

    /// Of several with one name the first counts.
    fn push(&mut self, name: &str, schema: Object, must: bool) {
        if self.properties.get(name).is_none() {
            self.properties.push(name, schema);
            if must {
                self.required.push(name.into());
            }
        }
    }

    fn schema(mut self, beside: &Beside) -> Object {
        self.beside(beside.part(false));
        Object::new()
            .with("type", "object")
            .with("properties", self.properties)
            .maybe("patternProperties", (!self.patterns.is_empty()).then_some(self.patterns))
            .list("required", self.required)
    }
}

impl Shape {
    fn with(&self, tag: usize, value: Option<usize>, members: &[Member]) -> Self {
        let mut shape = self.clone();
        shape.tags.push((tag, value));
        shape.fields.extend(members.iter().map(|member| (member.field, member.required)));
        shape
    }
}

/// That a member is there, whatever it is.
fn given(wire: &str) -> Object {
    Object::new().with("properties", Object::new().with(wire, Object::new())).with("required", vec![wire])
}

/// That one of these holds.
fn any(mut of: Vec<Object>) -> Option<Object> {
    match of.len() {
        0 | 1 => of.pop(),
        _ => Some(Object::new().with("anyOf", of)),
    }
}

/// How many of some fields are given.
fn group_rules(record: &Record, group: &Group) -> Vec<Json> {
    let names: Vec<&str> =
        group.fields.iter().filter_map(|index| record.fields.get(*index)).map(|f| f.wire.as_str()).collect();
    let mut rules = Vec::new();
    if group.least == 1 {
        rules.extend(any(names.iter().map(|name| given(name)).collect()).map(Json::from));
    } else if group.least > 1 {
        let text = format!("At least {} of: {}.", group.least, names.join(", "));
        rules.push(Object::new().with("description", words::plain(&text)).into());
    }
    if group.most == 1 {
        let mut pairs: Vec<Object> = Vec::new();
        for (at, first) in names.iter().enumerate() {
            for second in names.iter().skip(at + 1) {
                let both = Object::new().with(*first, Object::new()).with(*second, Object::new());
                pairs.push(Object::new().with("properties", both).with("required", vec![*first, *second]));
            }
        }
        rules.push(Object::new().maybe("not", any(pairs)).into());
    } else if group.most < names.len() {
        let text = format!("At most {} of: {}.", group.most, names.join(", "));
        rules.push(Object::new().with("description", words::plain(&text)).into());
    }
    rules
}
