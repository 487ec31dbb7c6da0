//! Fields, records, enums and named types.

use indexmap::IndexMap;

use super::names::folded;
use super::{NamedType, Resolver};
use crate::diagnostic::codes;
use crate::language::{FieldKeywords, FieldSpec, ValueSpec};
use crate::model::{
    Base, Docs, Enum, EnumId, EnumValue, Field, From, Limits, List, Newtype, NewtypeId, Pattern, Place, Presence,
    Record, RecordId, Rules, Shape, Type, Visibility,
};
use crate::source::Origin;

const SCALARS: [(&str, Type); 11] = [
    ("text", Type::Text),
    ("integer", Type::Integer),
    ("decimal", Type::Decimal),
    ("boolean", Type::Boolean),
    ("month", Type::Month),
    ("date", Type::Date),
    ("datetime", Type::DateTime),
    ("instant", Type::Instant),
    ("duration", Type::Duration),
    ("bytes", Type::Bytes),
    ("file", Type::File),
];

/// The types of the language.
pub(crate) fn scalar_names() -> impl Iterator<Item = &'static str> {
    SCALARS.iter().map(|(name, _)| *name)
}

/// The word for a type of the language.
pub(super) fn scalar_name(ty: &Type) -> &'static str {
    SCALARS.iter().find(|(_, scalar)| scalar == ty).map_or("", |(name, _)| name)
}

impl<'a> Resolver<'a> {
    pub(super) fn collect_types(&mut self) {
        let syntax = self.syntax;
        let vendor_types = syntax.spec.types.iter().map(|(name, spec)| (syntax.file, name, spec));
        let page_types =
            syntax.pages.iter().flat_map(|p| p.spec.types.iter().map(move |(name, spec)| (p.file, name, spec)));
        for (file, name, spec) in vendor_types.chain(page_types) {
            let origin = Origin::file(file).key("types").key(name);
            self.identifier(name, &origin.name());
            self.only_of_fields(&spec.is, &origin, "write it at each field of this type");
            if SCALARS.iter().any(|(scalar, _)| scalar == name) {
                self.error_with_help(
                    codes::TYPE_OF_THE_LANGUAGE,
                    &origin.name(),
                    format!("`{name}` is a type of the language"),
                    "give it another name",
                );
            }
            if let Some(first) = self.named.get(name.as_str()) {
                let diagnostic = crate::Diagnostic::error(
                    codes::DUPLICATE_TYPE,
                    origin.name(),
                    format!("two types are called `{name}`"),
                )
                .related(first.origin.name(), "first here")
                .help("give one of them another name");
                self.report.push(diagnostic);
                continue;
            }
            self.named.insert(name, NamedType { spec, origin, resolved: None, resolving: false, used: false });
        }
    }

    /// Keywords that say something of a field say nothing of what several fields share.
    fn only_of_fields(&mut self, is: &FieldKeywords, origin: &Origin, help: &str) {
        let said = [
            ("as", is.alias.is_some()),
            ("optional", is.optional),
            ("absent", is.absent.is_some()),
            ("required_when", is.required_when.is_some()),
            ("allowed_when", is.allowed_when.is_some()),
            ("secret", is.secret),
            ("sensitive", is.sensitive.is_some()),
            ("from", is.from.is_some()),
            ("equals", is.equals.is_some()),
        ];
        for (keyword, _) in said.into_iter().filter(|(_, said)| *said) {
            self.error_with_help(
                codes::KEYWORD_OF_A_FIELD,
                &origin.key(keyword).name(),
                format!("`{keyword}` is said of a field, not of what it is"),
                help,
            );
        }
    }

    /// A record, its fields, and the choices that their rules make.
    pub(super) fn record(
        &mut self,
        name: &str,
        docs: Docs,
        fields: &'a IndexMap<String, FieldSpec>,
        owner: Option<&str>,
        origin: &Origin,
    ) -> RecordId {
        let id = RecordId(self.vendor.records.len());
        self.vendor.records.push(Record {
            name: name.to_owned(),
            docs,
            fields: Vec::new(),
            choices: Vec::new(),
            groups: Vec::new(),
            rules: Vec::new(),
            unchecked: Vec::new(),
            owner: owner.map(str::to_owned),
            sent: false,
            received: false,
            origin: origin.clone(),
        });
        let mut resolved = Vec::new();
        let mut rows = Vec::new();
        self.fields(fields, owner, &origin.key("fields"), &mut resolved, &mut rows);
        let names: Vec<(String, String)> = resolved.iter().map(|f| (f.wire.clone(), f.name.clone())).collect();
        for (index, (field, row)) in resolved.iter_mut().zip(&rows).enumerate() {
            if let Some(text) = &row.spec.from {
                // A field often is called like the credential that fills it.
                let mut others = names.clone();
                others[index] = Default::default();
                field.from = From::Client(self.pattern(text, &others, None, &field.origin.key("from")));
            }
        }
        for (i, field) in resolved.iter().enumerate() {
            let before = resolved.iter().enumerate().take(i);
            let clash = before
                .filter(|(j, f)| f.name == field.name && (f.wire != field.wire || !apart(&rows, *j, i)))
                .map(|(_, f): (usize, &Field)| f)
                .next();
            if let Some(first) = clash {
                let diagnostic = crate::Diagnostic::error(
                    codes::DUPLICATE_FIELD,
                    field.origin.name(),
                    format!("two fields here are called `{}`", field.name),
                )
                .related(first.origin.name(), "first here")
                .help("give one of them another name with `as:`");
                self.report.push(diagnostic);
            }
        }
        let choices = self.choices(&mut resolved, &rows);
        let record = &mut self.vendor.records[id.0];
        record.fields = resolved;
        record.choices = choices;
        id
    }

    /// Fields in wire order; those that go with a value of an enum follow it.
    fn fields(
        &mut self,
        specs: &'a IndexMap<String, FieldSpec>,
        owner: Option<&str>,
        origin: &Origin,
        resolved: &mut Vec<Field>,
        rows: &mut Vec<Row<'a>>,
    ) {
        for (wire, spec) in specs {
            let origin = origin.key(wire);
            let tag = resolved.len();
            let field = self.field(wire, spec, owner, &origin);
            resolved.push(field);
            rows.push(Row { spec: &spec.is, owned_by: None });
            for (i, value) in spec.is.values.iter().flatten().enumerate() {
                let Some(owned) = &value.fields else { continue };
                let origin = origin.key("enum").index(i).key("fields");
                let first = resolved.len();
                self.fields(owned, owner, &origin, resolved, rows);
                for row in &mut rows[first..] {
                    // Fields of an inner enum stay with that.
                    row.owned_by.get_or_insert((tag, i));
                }
            }
        }
    }

    /// A field, but for its presence, which its record decides.
    pub(super) fn field(&mut self, wire: &str, spec: &'a FieldSpec, owner: Option<&str>, origin: &Origin) -> Field {
        let is = &spec.is;
        self.wire_name(wire, &origin.name());
        // What stands for a number is no part of the name.
        let name = self.name_of(&wire.replace("{n}", ""), is.alias.as_deref(), origin);
        let docs = docs_of(is, Some(wire));
        let shape = self.shape(&name, is, owner, origin);
        let from = match &is.from {
            None => From::Caller,
            // What it is made of may stand in fields that follow; the record fills it in.
            Some(_) => From::Client(Pattern::default()),
        };
        let visibility = match (is.secret, is.sensitive) {
            (true, _) => Visibility::Secret,
            (false, Some(kind)) => Visibility::Sensitive(kind),
            (false, None) => Visibility::Anyone,
        };
        if is.from.is_some() && (shape.ty != Type::Text || is.optional) {
            self.error_with_help(
                codes::BAD_FILLED_FIELD,
                &origin.key("from"),
                "what the client fills in is a text, and always there",
                "give it `type: text`, without `optional:`",
            );
        }
        if is.secret && shape.ty != Type::Text {
            self.error_with_help(
                codes::SECRET_NOT_TEXT,
                &origin.key("secret"),
                "a secret is a text",
                "remove `secret:`, or give it `type: text`",
            );
        }
        let conditional = is.required_when.is_some() || is.allowed_when.is_some();
        let presence = if is.optional || conditional { Presence::Optional } else { Presence::Required };
        let absent = self.absent(is.absent.as_ref(), &origin.key("absent"));
        if absent.is_some() && presence == Presence::Required {
            self.error_with_help(
                codes::BAD_ABSENT,
                &origin.key("absent"),
                "this is always there",
                "only a field that is optional can be absent; add `optional: true`",
            );
        }
        self.note_asked(is.equals.as_ref(), origin);
        Field {
            wire: wire.to_owned(),
            name,
            docs,
            shape,
            presence,
            absent,
            equals: None,
            from,
            place: Place::Hole,
            visibility,
            origin: origin.clone(),
        }
    }

    /// What a field or named type is.
    pub(super) fn shape(&mut self, name: &str, is: &'a FieldKeywords, owner: Option<&str>, origin: &Origin) -> Shape {
        let ty = self.type_of(name, is, owner, origin);
        let form = self.form(is, &ty, origin);
        let mut rules = Rules { length: is.length.clone(), range: is.range.clone(), count: is.count.clone() };
        self.fitting(&rules, &ty, origin);
        // That none is fine is no rule.
        rules.count = rules.count.filter(|count| count.min != Some(0) || count.max.is_some());
        Shape { ty, form, rules }
    }

    /// Rules that say nothing of such a type are mistakes.
    fn fitting(&mut self, rules: &Rules, ty: &Type, origin: &Origin) {
        if rules.length.is_some() && *ty != Type::Text {
            self.error_with_help(
                codes::MISPLACED_LIMITS,
                &origin.key("length"),
                "only a text has a length",
                "of numbers say `range:`, of lists `count:`",
            );
        }
        if rules.range.is_some() && !matches!(ty, Type::Integer | Type::Decimal) {
            self.error_with_help(
                codes::MISPLACED_LIMITS,
                &origin.key("range"),
                "only a number has a range",
                "of texts say `length:`, of lists `count:`",
            );
        }
        if rules.count.is_some() && !matches!(ty, Type::List(_)) {
            self.error_with_help(
                codes::MISPLACED_LIMITS,
                &origin.key("count"),
                "only a list has a count",
                "of texts say `length:`, of numbers `range:`",
            );
        }
        for (limits, key) in [(&rules.length, "length"), (&rules.count, "count")] {
            if limits.as_ref().is_some_and(|l| l.min.is_some_and(|n| n < 0) || l.max.is_some_and(|n| n < 0)) {
                self.error_with_help(
                    codes::MISPLACED_LIMITS,
                    &origin.key(key),
                    format!("a {key} is never below zero"),
                    "begin at 0 or above: `0..20`",
                );
            }
        }
        for (limits, key) in [(&rules.range, "range"), (&rules.count, "count")] {
            if let Some(Limits { unit: Some(_), .. }) = limits {
                self.error_with_help(
                    codes::MISPLACED_LIMITS,
                    &origin.key(key),
                    "only a length has a unit",
                    "remove the unit",
                );
            }
        }
    }

    fn type_of(&mut self, name: &str, is: &'a FieldKeywords, owner: Option<&str>, origin: &Origin) -> Type {
        let kinds = [is.fields.is_some(), is.list.is_some(), is.values.is_some()];
        if kinds.iter().filter(|k| **k).count() > 1 || (is.ty.is_some() && (kinds[0] || kinds[1])) {
            self.error_with_help(
                codes::SEVERAL_SHAPES,
                &origin.name(),
                "a value is one thing",
                "keep one of `type:`, `enum:`, `fields:` and `list:`",
            );
        }
        if is.xml_item.is_some() && is.list.is_none() {
            self.error_with_help(
                codes::ITEMS_WITHOUT_LIST,
                &origin.key("xml_item"),
                "only a list has items",
                "remove this, or say what the items are under `list:`",
            );
        }
        for (key, texts) in [("rules", &is.rules), ("unchecked", &is.unchecked)] {
            if is.fields.is_none() && !texts.is_empty() {
                let help = "write it at the record whose fields it is about, or under `request:`";
                self.error_with_help(codes::BAD_RULE, &origin.key(key).name(), "only a record has rules", help);
            }
        }
        if !is.arms.is_empty() {
            if is.ty.is_some() || kinds[1] || kinds[2] {
                let help = "what an arm holds stands at the arm: `fields:` or `value:`";
                self.error_with_help(codes::SEVERAL_SHAPES, &origin.name(), "a value is one thing", help);
            }
            return self.union(name, is, owner, origin);
        }
        if is.frame.is_some() {
            let message = "only a value with arms has a frame of its own";
            self.error_with_help(
                codes::VALUE_ARMS,
                &origin.key("frame").name(),
                message,
                "add `arms:`, or name the members under `fields:`",
            );
        }
        if let Some(fields) = &is.fields {
            let record = self.record(name, docs_of(is, None), fields, owner, origin);
            self.rules(&is.rules, &is.unchecked, record, origin);
            return Type::Record(record);
        }
        if let Some(item) = &is.list {
            let origin = origin.key("list");
            self.only_of_fields(&item.is, &origin, "write it at the list; an item is always there");
            let item_name = name.strip_suffix('s').unwrap_or(name);
            let item = self.shape(item_name, &item.is, owner, &origin);
            if matches!(item.ty, Type::List(_)) {
                self.error_with_help(
                    codes::LIST_OF_LISTS,
                    &origin.name(),
                    "a list of lists has no names in XML",
                    "put a record between them",
                );
            }
            return Type::List(Box::new(List { item, xml_item: is.xml_item.clone() }));
        }
        if let Some(values) = &is.values {
            let base = match is.ty.as_deref() {
                None | Some("text") => Base::Text,
                Some("integer") => Base::Integer,
                Some("boolean") => Base::Boolean,
                Some(other) => {
                    self.error_with_help(
                        codes::BASE_OF_ENUM,
                        &origin.key("type"),
                        format!("there is no enum of `{other}`"),
                        "use text, integer or boolean",
                    );
                    Base::Text
                }
            };
            return Type::Enum(self.enumeration(name, docs_of(is, None), base, values, owner, origin));
        }
        match &is.ty {
            Some(ty) => {
                let at = origin.key("type");
                let at = if self.sources.has(&at) { at } else { origin.clone() };
                self.type_named(ty, &at)
            }
            None => {
                self.error_with_help(
                    codes::NO_SHAPE,
                    &origin.name(),
                    "what is it?",
                    "add `type:`, `enum:`, `fields:` or `list:`",
                );
                Type::Text
            }
        }
    }

    fn type_named(&mut self, name: &str, origin: &Origin) -> Type {
        if let Some((_, scalar)) = SCALARS.iter().find(|(scalar, _)| *scalar == name) {
            return scalar.clone();
        }
        let Some(named) = self.named.get_mut(name) else {
            let known: Vec<String> = SCALARS
                .iter()
                .map(|(n, _)| (*n).to_owned())
                .chain(self.named.keys().map(|n| (*n).to_owned()))
                .collect();
            self.unknown(codes::UNKNOWN_TYPE, origin, "type", name, known.iter().map(String::as_str));
            return Type::Text;
        };
        named.used = true;
        if let Some(ty) = &named.resolved {
            return ty.clone();
        }
        if named.resolving {
            self.error_with_help(
                codes::RECURSIVE_TYPE,
                origin,
                format!("`{name}` contains itself"),
                "write out the levels that the page shows",
            );
            return Type::Text;
        }
        named.resolving = true;
        let (spec, at) = (named.spec, named.origin.clone());
        let shape = self.shape(name, &spec.is, None, &at);
        let ty = match shape.ty {
            Type::Record(_) | Type::Enum(_) | Type::Union(_) => shape.ty,
            Type::List(_) => {
                self.error_with_help(
                    codes::BAD_NAMED_TYPE,
                    &at.name(),
                    "a list has no name of its own",
                    "name what its items are",
                );
                shape.ty
            }
            Type::Named(_) => {
                self.error_with_help(
                    codes::BAD_NAMED_TYPE,
                    &at.name(),
                    "a named type is made of a type of the language",
                    "use text, integer, decimal, boolean, month, date or datetime",
                );
                shape.ty
            }
            _ => {
                let id = NewtypeId(self.vendor.newtypes.len());
                self.vendor.newtypes.push(Newtype {
                    name: name.to_owned(),
                    docs: docs_of(&spec.is, None),
                    shape,
                    origin: at,
                });
                Type::Named(id)
            }
        };
        if let Some(named) = self.named.get_mut(name) {
            named.resolved = Some(ty.clone());
        }
        ty
    }

    pub(super) fn enumeration(
        &mut self,
        name: &str,
        docs: Docs,
        base: Base,
        specs: &'a [ValueSpec],
        owner: Option<&str>,
        origin: &Origin,
    ) -> EnumId {
        let mut values: Vec<EnumValue> = Vec::new();
        for (i, spec) in specs.iter().enumerate() {
            let origin = origin.key("enum").index(i);
            let wire = self.wire(&spec.value, &origin.key("value"));
            let value_name = match &spec.alias {
                Some(alias) => {
                    self.identifier(alias, &origin.key("as"));
                    alias.clone()
                }
                None => self.name_of(&wire, None, &origin),
            };
            if wire.trim() != wire {
                self.error_with_help(
                    codes::BAD_ENUM_VALUE,
                    &origin.key("value"),
                    "a value neither begins nor ends with a blank",
                    "replies are read without; write it so",
                );
            }
            let fits = match base {
                Base::Text => true,
                Base::Integer => wire.parse::<i64>().is_ok_and(|number| number.to_string() == wire),
                Base::Boolean => matches!(wire.as_str(), "true" | "false"),
            };
            let is_no_text = wire.parse::<i64>().is_ok() || matches!(wire.as_str(), "true" | "false");
            if base == Base::Text && is_no_text && self.sources.plain(&origin.key("value")) == Some(wire.as_str()) {
                let kind = if wire.parse::<i64>().is_ok() { "integer" } else { "boolean" };
                self.error_with_help(
                    codes::UNQUOTED_VALUE,
                    &origin.key("value"),
                    format!("`{wire}` is not quoted, and this enum has texts"),
                    format!("write \"{wire}\", or `type: {kind}` beside `enum:` where it travels without quotes"),
                );
            }
            if !fits {
                let help = match base {
                    Base::Integer => {
                        "write the number without zeros before it; what has zeros on the wire is a text: leave `type: integer` out"
                    }
                    _ => "a boolean has the values true and false; name them with `as:`",
                };
                self.error_with_help(
                    codes::BAD_ENUM_VALUE,
                    &origin.key("value"),
                    format!("`{wire}` is not of this enum's type"),
                    help,
                );
            }
            if values.iter().any(|v| v.wire == wire) {
                self.error_with_help(
                    codes::DUPLICATE_VALUE,
                    &origin.key("value"),
                    format!("the value `{wire}` stands here twice"),
                    "keep one of them",
                );
            } else if values.iter().any(|v| folded(&v.name) == folded(&value_name)) {
                self.error_with_help(
                    codes::DUPLICATE_VALUE,
                    &origin,
                    format!("two values are called `{value_name}`"),
                    "give one of them another `as:`",
                );
            }
            let docs = Docs {
                summary: spec.summary.clone(),
                place: Some(spec.place.clone().unwrap_or_else(|| wire.clone())),
                note: None,
                confidence: spec.confidence,
            };
            values.push(EnumValue { wire, name: value_name, docs });
        }
        if values.is_empty() {
            self.error_with_help(
                codes::INCOMPLETE_ENUM,
                &origin.key("enum"),
                "an enum has values",
                "write `[ { value: ... } ]`",
            );
        }
        if base == Base::Boolean && values.len() != 2 {
            self.error_with_help(codes::INCOMPLETE_ENUM, &origin.key("enum"), "a boolean has two values", "name both");
        }
        let id = EnumId(self.vendor.enums.len());
        let owner = owner.map(str::to_owned);
        self.vendor.enums.push(Enum { name: name.to_owned(), docs, base, values, owner, origin: origin.clone() });
        id
    }
}

/// Whether two rows stand under different values of one enum, so that they are never there together.
fn apart(rows: &[Row<'_>], a: usize, b: usize) -> bool {
    let values_above = |row: usize| std::iter::successors(rows[row].owned_by, |(tag, _)| rows[*tag].owned_by);
    values_above(a).any(|(tag, value)| values_above(b).any(|(other, another)| tag == other && value != another))
}

/// A field with the row that it was written in.
pub(super) struct Row<'a> {
    pub(super) spec: &'a FieldKeywords,
    /// The enum value, by field and index, whose `fields:` it stands under.
    pub(super) owned_by: Option<(usize, usize)>,
}

pub(super) fn docs_of(is: &FieldKeywords, wire: Option<&str>) -> Docs {
    Docs {
        summary: is.summary.clone(),
        place: is.place.clone().or_else(|| wire.map(str::to_owned)),
        note: is.note.clone(),
        confidence: is.confidence,
    }
}
