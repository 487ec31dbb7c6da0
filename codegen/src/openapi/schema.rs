//! What a value is, as JSON Schema: components with a name, and the schemas of scalars and lists.

use std::collections::{BTreeMap, HashMap};

use vendor_model::Vendor;
use vendor_model::model::{
    Base, Calendar, Codec, Confidence, Docs, DurationForm, Enum, EnumId, Field, Form, Format, From, Limits, List,
    NewtypeId, RecordId, Rules, Sensitive, Shape, Type, UnionId, Visibility,
};

use super::json::{Json, Object};
use super::words::{self, Names, pascal};

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the vendor.
    Sent,
    /// From the vendor.
    Received,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Item {
    Record(RecordId),
    Enum(EnumId),
    Newtype(NewtypeId),
}

/// The schemas with a name, filled as they are needed.
pub struct Schemas<'a> {
    pub(super) vendor: &'a Vendor,
    named: BTreeMap<String, Json>,
    known: HashMap<(Item, Direction), String>,
    /// By wanted name and text.
    kept: HashMap<(String, String), String>,
    /// How often each name was wanted.
    taken: HashMap<String, usize>,
}

/// A schema that stands elsewhere.
pub fn reference(name: &str) -> Object {
    Object::new().with("$ref", format!("#/components/schemas/{name}"))
}

/// Names of a frame on both sides of a hole, each with its schema and whether it must be there.
#[derive(Default)]
pub struct Beside {
    names: Vec<(String, Object, bool)>,
    /// How many stand before the hole.
    before: usize,
}

impl Beside {
    /// Adds a name.
    pub fn name(&mut self, name: &str, schema: Object, must: bool) {
        self.names.push((name.to_owned(), schema, must));
    }

    /// What comes from now on stands behind the hole.
    pub fn hole(&mut self) {
        self.before = self.names.len();
    }

    /// The names before the hole, or those behind it.
    pub(super) fn part(&self, before: bool) -> &[(String, Object, bool)] {
        let (first, second) = self.names.split_at(self.before);
        if before { first } else { second }
    }

    /// An object of these names alone.
    pub fn alone(self) -> Object {
        let required = self.names.iter().filter(|(_, _, must)| *must).map(|(name, ..)| name.as_str().into()).collect();
        let properties: Object = self.names.into_iter().map(|(name, schema, _)| (name, schema.into())).collect();
        Object::new().with("type", "object").with("properties", properties).list("required", required)
    }
}

impl<'a> Schemas<'a> {
    /// Without any.
    pub fn new(vendor: &'a Vendor) -> Self {
        Self { vendor, named: BTreeMap::new(), known: HashMap::new(), kept: HashMap::new(), taken: HashMap::new() }
    }

    /// All that were needed, by name.
    pub fn into_components(self) -> Object {
        self.named.into_iter().collect()
    }

    /// Keeps a schema under this name, or under one like it where another has the name; an equal one is kept once.
    pub fn keep(&mut self, name: &str, schema: Object) -> String {
        let schema = Json::Object(schema);
        let key = (name.to_owned(), schema.compact());
        if let Some(kept) = self.kept.get(&key) {
            return kept.clone();
        }
        let free = self.free(name);
        self.kept.insert(key, free.clone());
        self.named.insert(free.clone(), schema);
        free
    }

    /// The name, or the first with a number behind it that nothing has yet.
    fn free(&mut self, name: &str) -> String {
        let count = self.taken.entry(name.to_owned()).or_insert(0);
        *count += 1;
        if *count == 1 {
            return name.to_owned();
        }
        let numbered = format!("{name}{count}");
        self.free(&numbered)
    }

    fn item(
        &mut self,
        item: Item,
        direction: Direction,
        name: &str,
        both: bool,
        build: impl FnOnce(&mut Self, &str) -> Object,
    ) -> Object {
        if let Some(name) = self.known.get(&(item, direction)) {
            return reference(name);
        }
        let suffix = if both && direction == Direction::Received { "Received" } else { "" };
        let free = self.free(&format!("{}{suffix}", pascal(name)));
        // Before its fields, so that a record may hold itself.
        self.known.insert((item, direction), free.clone());
        let schema = build(self, &free);
        self.named.insert(free.clone(), schema.into());
        reference(&free)
    }

    /// A record as a schema of its own.
    pub fn record(&mut self, id: RecordId, direction: Direction) -> Object {
        let record = self.vendor.record(id);
        self.item(Item::Record(id), direction, &record.name, record.sent && record.received, |schemas, name| {
            schemas.record_schema(id, direction, name, &Beside::default())
        })
    }

    fn newtype(&mut self, id: NewtypeId) -> Object {
        let newtype = self.vendor.newtype(id);
        self.item(Item::Newtype(id), Direction::Sent, &newtype.name, false, |schemas, _| {
            let mut schema = schemas.shape(&newtype.shape, Direction::Sent);
            let sentences = Sentences::of(&newtype.docs).more(&newtype.shape);
            sentences.into_schema(&mut schema, &newtype.docs);
            schema
        })
    }

    /// An enum's values; in replies any other may stand there too.
    fn enumeration(&mut self, id: EnumId, direction: Direction) -> Object {
        let values = self.vendor.enumeration(id);
        let listed =
            self.item(Item::Enum(id), Direction::Sent, &values.name, false, |_, _| enum_schema(values, values.base));
        match (direction, values.base) {
            (Direction::Sent, _) | (_, Base::Boolean) => listed,
            (Direction::Received, base) => {
                let any =
                    Object::new().with("type", base_type(base)).with("description", "A value that no page lists.");
                Object::new().with("anyOf", vec![listed, any])
            }
        }
    }

    /// What stands at a place that holds a value of this shape.
    pub fn shape(&mut self, shape: &Shape, direction: Direction) -> Object {
        let codecs = &shape.form.codecs;
        match &shape.ty {
            Type::Named(id) => self.newtype(*id),
            Type::Enum(id) if codecs.contains(&Codec::Text) => enum_schema(self.vendor.enumeration(*id), Base::Text),
            Type::Enum(id) => self.enumeration(*id, direction),
            Type::Record(_) if codecs.iter().any(|c| matches!(c, Codec::Pattern(_))) => patterned(codecs),
            Type::Record(id) if shape.form.named().is_some() => {
                let named = shape.form.named().unwrap_or_default();
                self.named(*id, named, direction)
            }
            Type::Record(id) => match codecs.iter().find_map(document_of) {
                Some(format) => {
                    let inner = self.record(*id, direction);
                    document(format, inner, codecs)
                }
                None => self.record(*id, direction),
            },
            Type::Union(id) => self.union(*id, None),
            Type::List(list) if codecs.iter().any(|c| matches!(c, Codec::Join(_))) => self.joined(list, shape),
            Type::List(list) => match shape.form.keyed() {
                Some(keyed) => self.keyed(list, keyed, &shape.rules, direction),
                None => self.list(list, &shape.rules, direction),
            },
            _ => scalar(shape),
        }
    }

    /// A value of several shapes, each with what its arm holds. What surrounds that, and what tells them apart, no
    /// schema says. One of its fields may stand elsewhere.
    pub(super) fn union(&mut self, id: UnionId, without: Option<&str>) -> Object {
        let union = self.vendor.union(id);
        let arms: Vec<Object> = union
            .arms
            .iter()
            .map(|arm| {
                let held = match arm.record.map(|id| (id, self.vendor.record(id).fields.first())) {
                    Some((_, Some(field))) if arm.is_value => self.shape(&field.shape, Direction::Received),
                    Some((id, _)) => match without {
                        Some(without) => self.record_without(id, Direction::Received, without),
                        None => self.record(id, Direction::Received),
                    },
                    None => Object::new(),
                };
                let text = Sentences::of(&arm.docs).text();
                let verdict = union.is_outcome.then(|| words::verdict(arm.arm.verdict));
                Object::new()
                    .with("title", arm.arm.name.as_str())
                    .maybe("description", text)
                    .maybe("x-verdict", verdict)
                    .list("allOf", if held.is_empty() { Vec::new() } else { vec![Json::Object(held)] })
            })
            .collect();
        Object::new().with("anyOf", arms)
    }

    fn list(&mut self, list: &List, rules: &Rules, direction: Direction) -> Object {
        let mut item = self.shape(&list.item, direction);
        let xml = list.xml_item.as_ref().map(|name| {
            item.push("xml", Object::new().with("name", name.as_str()));
            Object::new().with("wrapped", true)
        });
        let (min, max) = limits(rules.count.as_ref());
        Object::new()
            .with("type", "array")
            .with("items", item)
            .maybe("minItems", min)
            .maybe("maxItems", max)
            .maybe("xml", xml)
    }

    /// A list in one text.
    fn joined(&mut self, list: &List, shape: &Shape) -> Object {
        let (min, max) = limits(shape.rules.count.as_ref());
        Object::new()
            .with("type", "string")
            .with("x-items", self.shape(&list.item, Direction::Sent))
            .maybe("x-min-items", min)
            .maybe("x-max-items", max)
            .with("x-written", written(&shape.form.codecs))
    }

    /// A field with what people read of it.
    pub fn field(&mut self, field: &Field, siblings: &[Field], direction: Direction) -> Object {
        let mut schema = self.shape(&field.shape, direction);
        let mut sentences = Sentences::of(&field.docs).more(&field.shape);
        match &field.from {
            From::Caller => {}
            From::Client(pattern) => {
                let names = Names { vendor: self.vendor, fields: siblings };
                match pattern.as_literal() {
                    Some(text) => schema.push("const", text),
                    None => schema.push("x-filled-with", names.pattern(pattern)),
                }
            }
        }
        match field.visibility {
            Visibility::Anyone => {}
            Visibility::Secret => {
                if schema.get("type") == Some(&"string".into()) && schema.get("format").is_none() {
                    schema.push("format", "password");
                }
                schema.push("x-secret", true);
                sentences.say("Secret: show it nowhere.");
            }
            Visibility::Sensitive(what) => schema.push("x-sensitive", sensitive(what)),
        }
        if let Some(asked) = &field.equals {
            schema.push("x-equals", format!("request.{}", asked.name));
        }
        if field.name != field.wire {
            schema.push("x-name", field.name.as_str());
        }
        sentences.into_schema(&mut schema, &field.docs);
        if let Some(name) = field.wire.strip_prefix('@') {
            schema.push("xml", Object::new().with("name", name).with("attribute", true));
        }
        schema
    }
}

/// What people read of an item.
#[derive(Default)]
pub struct Sentences(Vec<String>);

impl Sentences {
    /// Summary and note.
    pub fn of(docs: &Docs) -> Self {
        Self([&docs.summary, &docs.note].into_iter().flatten().cloned().collect())
    }

    /// Adds a sentence of ours.
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.0.push(sentence.into());
    }

    /// Adds what a schema has no keyword for.
    pub fn more(mut self, shape: &Shape) -> Self {
        self.0.extend(shape.form.codecs.iter().filter_map(words::codec_sentence));
        if let Some(limits) = shape.rules.length.as_ref().filter(|l| l.unit.as_deref() == Some("bytes")) {
            self.0.push(format!("Length: {} bytes.", span(limits)));
        }
        if !shape.form.dates.is_empty() && shape.form.calendar == Calendar::Jalali {
            self.0.push("In the Iranian calendar.".into());
        }
        self
    }

    /// One text; none if there is nothing to say.
    pub fn text(&self) -> Option<String> {
        words::paragraph(self.0.iter().map(|sentence| Some(sentence.as_str())))
    }

    /// Puts them, the place on the page, and how sure it is, into a schema.
    pub fn into_schema(self, schema: &mut Object, docs: &Docs) {
        let text = self.text();
        schema.extend(Object::new().maybe("description", text));
        schema.extend(provenance(docs));
    }
}

/// Where the page has it, and how it is known where the page does not say it.
pub fn provenance(docs: &Docs) -> Object {
    let known = (docs.confidence != Confidence::Documented).then(|| words::confidence(docs.confidence));
    Object::new().maybe("x-place", docs.place.as_deref()).maybe("x-confidence", known)
}

fn enum_schema(values: &Enum, base: Base) -> Object {
    let wires: Vec<Json> = values.values.iter().map(|value| constant(base, &value.wire)).collect();
    let names: Vec<&str> = values.values.iter().map(|value| value.name.as_str()).collect();
    let described = values.values.iter().any(|value| value.docs.summary.is_some());
    let descriptions: Vec<String> =
        values.values.iter().map(|value| Sentences::of(&value.docs).text().unwrap_or_default()).collect();
    let unsure = values.values.iter().any(|value| value.docs.confidence != Confidence::Documented);
    let known: Vec<&str> = values.values.iter().map(|value| words::confidence(value.docs.confidence)).collect();
    let mut schema = Object::new()
        .with("type", base_type(base))
        .with("enum", wires)
        .with("x-enum-varnames", names)
        .maybe("x-enum-descriptions", described.then_some(descriptions))
        .maybe("x-enum-confidence", unsure.then_some(known));
    Sentences::of(&values.docs).into_schema(&mut schema, &values.docs);
    schema
}

/// The type's word in JSON Schema.
pub fn base_type(base: Base) -> &'static str {
    match base {
        Base::Text => "string",
        Base::Integer => "integer",
        Base::Boolean => "boolean",
    }
}

/// A value on the wire as JSON writes it.
pub fn constant(base: Base, wire: &str) -> Json {
    match base {
        Base::Integer if wire.parse::<i64>().is_ok() => wire.parse::<i64>().unwrap_or_default().into(),
        Base::Boolean => matches!(wire, "true" | "1").into(),
        _ => wire.into(),
    }
}

fn scalar(shape: &Shape) -> Object {
    let codecs = &shape.form.codecs;
    let outer = codecs.iter().any(|c| c.is_outer() && *c != Codec::Cdata);
    let schema = match &shape.ty {
        Type::Integer => number("integer", codecs, &shape.rules),
        Type::Decimal if codecs.iter().any(|c| matches!(c, Codec::Minor(_))) => {
            number("integer", codecs, &Rules::default())
        }
        Type::Decimal => number("number", codecs, &shape.rules),
        Type::Boolean => boolean(codecs),
        Type::Month | Type::Date | Type::DateTime | Type::Instant => date(&shape.form),
        Type::Duration => duration(&shape.form),
        Type::Bytes => Object::new().with("type", "string"),
        // What has no type is bytes in a part of a request.
        Type::File => Object::new().with("type", "string").with("contentMediaType", "application/octet-stream"),
        _ => {
            let limits_of_text = shape.rules.length.as_ref().filter(|l| l.unit.as_deref() != Some("bytes") && !outer);
            let (min, max) = limits(limits_of_text);
            Object::new().with("type", "string").maybe("minLength", min).maybe("maxLength", max)
        }
    };
    if outer { encoded(codecs).with("x-written", written(codecs)) } else { wrote(schema, codecs) }
}

/// A text that something was encoded into.
fn encoded(codecs: &[Codec]) -> Object {
    let outer: Vec<&Codec> = codecs.iter().filter(|c| c.is_outer() && **c != Codec::Cdata).collect();
    let encoding = match outer.as_slice() {
        [Codec::Base64] => Some("base64"),
        [Codec::Base64Url] => Some("base64url"),
        [Codec::Hex] => Some("base16"),
        _ => None,
    };
    Object::new().with("type", "string").maybe("contentEncoding", encoding)
}

/// A document in a text.
fn document(format: Format, inner: Object, codecs: &[Codec]) -> Object {
    let mut schema = encoded(codecs);
    schema.push("contentMediaType", media_type(format));
    schema.push("contentSchema", inner);
    schema.push("x-written", written(codecs));
    schema
}

/// A record that is a text with holes.
fn patterned(codecs: &[Codec]) -> Object {
    let patterns = codecs.iter().find_map(|c| if let Codec::Pattern(patterns) = c { Some(patterns) } else { None });
    let schema = if codecs.iter().any(Codec::is_outer) {
        encoded(codecs)
    } else {
        super::reply::text_schema(patterns.map_or(&[], Vec::as_slice))
    };
    schema.with("x-written", written(codecs))
}

fn document_of(codec: &Codec) -> Option<Format> {
    if let Codec::Document(format) = codec { Some(*format) } else { None }
}

fn wrote(schema: Object, codecs: &[Codec]) -> Object {
    if codecs.is_empty() { schema } else { schema.with("x-written", written(codecs)) }
}

fn written(codecs: &[Codec]) -> Vec<String> {
    codecs.iter().map(words::codec).collect()
}

fn number(ty: &str, codecs: &[Codec], rules: &Rules) -> Object {
    let (min, max) = limits(rules.range.as_ref());
    if let Some(Codec::Thousands(separator)) = codecs.iter().find(|c| matches!(c, Codec::Thousands(_))) {
        let point = if codecs.iter().any(|c| matches!(c, Codec::Comma(_))) { "," } else { "\\." };
        let separator = words::literal_regex(&separator.to_string());
        let regex = format!("^-?[0-9]{{1,3}}({separator}[0-9]{{3}})*({point}[0-9]+)?$");
        return Object::new().with("type", "string").with("pattern", regex);
    }
    let step = codecs.iter().find(|c| matches!(c, Codec::Padded(_) | Codec::Comma(_) | Codec::Fixed(_)));
    let quoted = codecs.contains(&Codec::Text);
    let regex = match step {
        Some(Codec::Padded(width)) => Some(format!("^[0-9]{{{width}}}$")),
        Some(Codec::Comma(Some(places))) => Some(fraction(",", *places)),
        Some(Codec::Comma(None)) => Some("^-?[0-9]+(,[0-9]+)?$".to_owned()),
        Some(Codec::Fixed(places)) if quoted => Some(fraction("\\.", *places)),
        _ if quoted && ty == "integer" => Some("^-?[0-9]+$".to_owned()),
        _ if quoted => Some("^-?[0-9]+(\\.[0-9]+)?$".to_owned()),
        _ => None,
    };
    match regex {
        Some(regex) => {
            Object::new().with("type", "string").with("pattern", regex).maybe("x-minimum", min).maybe("x-maximum", max)
        }
        None => Object::new()
            .with("type", ty)
            .maybe("format", (ty == "integer").then_some("int64"))
            .maybe("minimum", min)
            .maybe("maximum", max)
            .maybe("x-exact", (ty == "number").then_some(true)),
    }
}

fn fraction(sign: &str, places: u8) -> String {
    if places == 0 { "^-?[0-9]+$".to_owned() } else { format!("^-?[0-9]+{sign}[0-9]{{{places}}}$") }
}

fn boolean(codecs: &[Codec]) -> Object {
    let words = codecs.iter().find_map(|c| if let Codec::Words(yes, no) = c { Some((yes, no)) } else { None });
    match words {
        Some((yes, no)) => {
            let quoted = codecs.contains(&Codec::Text) || yes.parse::<i64>().is_err() || no.parse::<i64>().is_err();
            let base = if quoted { Base::Text } else { Base::Integer };
            Object::new()
                .with("type", base_type(base))
                .with("enum", vec![constant(base, yes), constant(base, no)])
                .with("x-enum-varnames", vec!["yes", "no"])
        }
        None if codecs.contains(&Codec::Text) => {
            Object::new().with("type", "string").with("enum", vec!["true", "false"])
        }
        None => Object::new().with("type", "boolean"),
    }
}

fn duration(form: &Form) -> Object {
    match form.duration() {
        Some(DurationForm::Number(_)) => number("integer", &form.codecs, &Rules::default()),
        Some(DurationForm::Iso8601) => Object::new().with("type", "string").with("format", "duration"),
        _ => Object::new().with("type", "string"),
    }
}

fn date(form: &Form) -> Object {
    if form.is_epoch() {
        return number("integer", &form.codecs, &Rules::default());
    }
    let is = |text: &str| form.dates.len() == 1 && form.dates.iter().all(|p| p.text == text);
    let gregorian = form.calendar == Calendar::Gregorian;
    if gregorian && is("%Y-%m-%d") {
        return Object::new().with("type", "string").with("format", "date");
    }
    if gregorian && is("%Y-%m-%dT%H:%M:%S%:z") {
        return Object::new().with("type", "string").with("format", "date-time");
    }
    let patterns: Vec<&str> = form.dates.iter().map(|p| p.text.as_str()).collect();
    let regexes: Vec<String> = form.dates.iter().map(words::date_regex).collect();
    let regex = match regexes.as_slice() {
        [] => None,
        [one] => Some(format!("^{one}$")),
        several => Some(format!("^({})$", several.join("|"))),
    };
    Object::new()
        .with("type", "string")
        .maybe("pattern", regex)
        .list("x-date-patterns", patterns.into_iter().map(Json::from).collect())
        .maybe("x-calendar", (!gregorian).then_some("jalali"))
}

pub(super) fn limits(limits: Option<&Limits>) -> (Option<i64>, Option<i64>) {
    limits.map_or((None, None), |limits| (limits.min, limits.max))
}

fn span(limits: &Limits) -> String {
    match (limits.min, limits.max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any number of".into(),
    }
}

fn sensitive(what: Sensitive) -> &'static str {
    match what {
        Sensitive::Person => "person",
        Sensitive::CardNumber => "card_number",
        Sensitive::CardCode => "card_code",
        Sensitive::Token => "token",
    }
}

/// The content type of a format.
pub fn media_type(format: Format) -> &'static str {
    match format {
        Format::Json => "application/json",
        Format::Xml => "application/xml",
        Format::Form => "application/x-www-form-urlencoded",
        Format::Text => "text/plain",
        Format::Multipart => "multipart/form-data",
    }
}
