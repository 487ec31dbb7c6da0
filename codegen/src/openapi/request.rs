//! Requests: parameters, bodies, and what proves who calls.

use vendor_model::model::{
    Codec, Expression, Field, Format, Function, HoleSource, Leaf, Node, Operation, Pattern, Piece, Place, Presence,
    Shape, Type,
};

use super::json::{Json, Object};
use super::paths::PathOf;
use super::schema::{Beside, Direction, Schemas, Sentences, media_type, reference};
use super::tree::wire_name;
use super::words::{self, Names, pascal};

/// Ways to prove who calls that OpenAPI knows, and where else keys go.
#[derive(Default)]
pub struct Keys {
    /// Name and scheme.
    pub schemes: Vec<(String, Object)>,
    /// Keys that stand where OpenAPI knows none, and what place that is.
    pub elsewhere: Vec<(String, &'static str)>,
}

/// Describes the requests of one operation.
pub struct Requests<'s, 'a> {
    pub(super) schemas: &'s mut Schemas<'a>,
    pub(super) operation: &'a Operation,
    pub(super) fields: &'a [Field],
    pub(super) names: Names<'a>,
}

impl<'s, 'a> Requests<'s, 'a> {
    /// For an operation.
    pub fn new(schemas: &'s mut Schemas<'a>, operation: &'a Operation) -> Self {
        let vendor = schemas.vendor;
        let fields: &'a [Field] = &vendor.record(operation.request).fields;
        Self { schemas, operation, fields, names: Names { vendor, fields } }
    }

    /// The parameters of a path, of the query and of the headers.
    pub fn parameters(&mut self, path: &PathOf, keys: &mut Keys) -> Vec<Json> {
        let mut parameters: Vec<Json> = Vec::new();
        for param in &path.params {
            let schema = self.piece(&param.what);
            self.note_keys(std::slice::from_ref(&param.what), "path", keys);
            let examples = self.parameter_examples(&param.what);
            parameters.push(parameter("path", &param.name, schema).required().examples(examples).into());
        }
        for (name, node) in &self.operation.send.query {
            match node {
                Node::Hole => self.query_fields(&mut parameters),
                Node::Leaf(Leaf::Text(pattern)) => {
                    if let [Piece::Hole(HoleSource::Credential(index))] = pattern.0.as_slice() {
                        self.api_key("query", name, *index, None, keys);
                        continue;
                    }
                    self.note_keys(&pattern.0, "query", keys);
                    let schema = self.pattern(pattern);
                    let examples = self.pattern_examples(pattern);
                    parameters
                        .push(self.required_unless(node, parameter("query", name, schema)).examples(examples).into());
                }
                Node::Field(index) => {
                    let schema = self.node(node, Format::Form, keys);
                    let examples = self.parameter_examples(&Piece::Hole(HoleSource::Field(*index)));
                    parameters
                        .push(self.required_unless(node, parameter("query", name, schema)).examples(examples).into());
                }
                node => {
                    let schema = self.node(node, Format::Form, keys);
                    parameters.push(self.required_unless(node, parameter("query", name, schema)).into());
                }
            }
        }
        for (name, pattern) in &self.operation.send.headers {
            self.header(name, pattern, &mut parameters, keys);
        }
        parameters
    }

    /// Whether a node of a frame is left out with a field that may be missing.
    fn may_be_missing(&self, node: &Node) -> bool {
        let holes = match node {
            Node::Field(index) => vec![HoleSource::Field(*index)],
            Node::Leaf(Leaf::Text(pattern)) => pattern.holes(),
            _ => Vec::new(),
        };
        holes.into_iter().any(|hole| match hole {
            HoleSource::Field(index) => {
                self.fields.get(index).is_some_and(|field| field.presence != Presence::Required)
            }
            _ => false,
        })
    }

    fn required_unless(&self, node: &Node, parameter: Parameter) -> Parameter {
        if self.may_be_missing(node) { parameter } else { parameter.required() }
    }

    fn query_fields(&mut self, parameters: &mut Vec<Json>) {
        let mut seen: Vec<&str> = Vec::new();
        for field in self.fields.iter().filter(|field| field.place == Place::Hole) {
            if seen.contains(&field.wire.as_str()) {
                continue;
            }
            seen.push(&field.wire);
            let same: Vec<&Field> = self.fields.iter().filter(|other| other.wire == field.wire).collect();
            // An object that is exploded is the names of its properties.
            let spread = self.schemas.spread(field, self.fields, Direction::Sent).map(|spread| {
                let mut schema = spread.into_schema();
                Sentences::of(&field.docs).into_schema(&mut schema, &field.docs);
                schema
            });
            let schema = match same.as_slice() {
                [_] if spread.is_some() => spread.unwrap_or_default(),
                [_] => self.schemas.field(field, self.fields, Direction::Sent),
                several => {
                    let any: Vec<Object> =
                        several.iter().map(|field| self.schemas.field(field, self.fields, Direction::Sent)).collect();
                    Object::new().with("anyOf", any)
                }
            };
            let name = wire_name(field);
            let mut parameter = parameter("query", &name, schema);
            if field.presence == Presence::Required && same.len() == 1 {
                parameter = parameter.required();
            }
            let at = self.fields.iter().position(|other| std::ptr::eq(other, field)).unwrap_or_default();
            let examples = self.parameter_examples(&Piece::Hole(HoleSource::Field(at)));
            parameters.push(parameter.examples(examples).into());
        }
    }

    fn header(&mut self, name: &str, pattern: &Pattern, parameters: &mut Vec<Json>, keys: &mut Keys) {
        let authorization = name.eq_ignore_ascii_case("authorization");
        match pattern.0.as_slice() {
            [Piece::Literal(word), Piece::Hole(hole @ (HoleSource::Token(_) | HoleSource::Credential(_)))]
                if authorization && word.trim_end().eq_ignore_ascii_case("bearer") =>
            {
                let scheme = Object::new()
                    .with("type", "http")
                    .with("scheme", "bearer")
                    .maybe("description", self.about_key(*hole))
                    .with("x-filled-with", self.names.pattern(pattern));
                keys.add(self.names.source(*hole), scheme);
            }
            [Piece::Literal(word), Piece::Computed(Expression::Call(Function::Base64, of))]
                if authorization && word.trim_end().eq_ignore_ascii_case("basic") && is_basic(of) =>
            {
                let scheme = Object::new()
                    .with("type", "http")
                    .with("scheme", "basic")
                    .with("x-filled-with", self.names.pattern(pattern));
                keys.add("basic".to_owned(), scheme);
            }
            [Piece::Hole(HoleSource::Credential(index))] => self.api_key("header", name, *index, None, keys),
            [Piece::Hole(HoleSource::Token(_))] => self.opaque_header(name, pattern, keys),
            _ if authorization => self.opaque_header(name, pattern, keys),
            // OpenAPI takes these from the content.
            _ if name.eq_ignore_ascii_case("accept") || name.eq_ignore_ascii_case("content-type") => {}
            _ => {
                self.note_keys(&pattern.0, "header", keys);
                let schema = self.pattern(pattern);
                let examples = self.pattern_examples(pattern);
                parameters.push(parameter("header", name, schema).required().examples(examples).into());
            }
        }
    }

    fn opaque_header(&mut self, name: &str, pattern: &Pattern, keys: &mut Keys) {
        let filled = self.names.pattern(pattern);
        let scheme = Object::new()
            .with("type", "apiKey")
            .with("in", "header")
            .with("name", name)
            .with("description", words::plain(&format!("The header's text is made of `{filled}`.")))
            .with("x-filled-with", filled);
        keys.add(component_name(name), scheme);
    }

    fn api_key(&mut self, place: &str, name: &str, index: usize, filled: Option<String>, keys: &mut Keys) {
        let scheme = Object::new()
            .with("type", "apiKey")
            .with("in", place)
            .with("name", name)
            .maybe("description", self.about_key(HoleSource::Credential(index)))
            .maybe("x-filled-with", filled);
        keys.add(self.names.source(HoleSource::Credential(index)), scheme);
    }

    fn about_key(&self, source: HoleSource) -> Option<String> {
        let vendor = self.schemas.vendor;
        match source {
            HoleSource::Credential(index) => Sentences::of(&vendor.credentials.get(index)?.docs).text(),
            HoleSource::Token(index) => {
                let token = vendor.tokens.get(index)?;
                let mut sentences = Sentences::of(&token.docs);
                if let Some(hand_out) = token.hand_outs().next() {
                    sentences.say(format!("The operation `{}` hands it out.", hand_out.operation));
                }
                sentences.text()
            }
            _ => None,
        }
    }

    fn note_keys(&self, pieces: &[Piece], place: &'static str, keys: &mut Keys) {
        for hole in Pattern(pieces.to_vec()).holes() {
            if matches!(hole, HoleSource::Credential(_) | HoleSource::Token(_)) {
                let key = (self.names.source(hole), place);
                if !keys.elsewhere.contains(&key) {
                    keys.elsewhere.push(key);
                }
            }
        }
    }

    /// The body, by content type; none where there is none.
    pub fn body(&mut self, formats: &[Format], keys: &mut Keys) -> Option<Object> {
        let mut content = Object::new();
        for (format, node) in self.operation.send.bodies.iter().filter(|(format, _)| formats.contains(format)) {
            let schema = self.document(*format, node, keys);
            let examples = self.request_examples(*format, node);
            let encoding = self.encoding(*format);
            let media = Object::new()
                .with("schema", schema)
                .maybe("encoding", (!encoding.is_empty()).then_some(encoding))
                .maybe("examples", (!examples.is_empty()).then_some(examples));
            let named = self.operation.send.content_types.iter().find(|(f, _)| f == format);
            content.push(named.map_or(media_type(*format), |(_, text)| text.as_str()), media);
        }
        (!content.is_empty()).then(|| Object::new().with("required", true).with("content", content))
    }

    /// How lists of a form repeat.
    fn encoding(&self, format: Format) -> Object {
        let lists = self.fields.iter().filter(|field| {
            format == Format::Form && field.place == Place::Hole && matches!(field.shape.ty, Type::List(_))
        });
        lists
            .filter(|field| !field.shape.form.codecs.iter().any(|c| matches!(c, Codec::Join(_))))
            .map(|field| (wire_name(field), Object::new().with("style", "form").with("explode", true).into()))
            .collect()
    }

    fn document(&mut self, format: Format, node: &Node, keys: &mut Keys) -> Object {
        match (format, node) {
            (Format::Xml, Node::Record(members)) if members.len() == 1 => {
                let Some((name, inner)) = members.first() else { return Object::new() };
                let mut schema = self.node(inner, Format::Xml, keys);
                // Beside a reference the name would be of no use to most readers.
                if schema.get("$ref").is_some() {
                    schema = Object::new().with("allOf", vec![schema]);
                }
                schema.with("xml", Object::new().with("name", name.as_str()))
            }
            _ => self.node(node, format, keys),
        }
    }

    fn node(&mut self, node: &Node, format: Format, keys: &mut Keys) -> Object {
        match node {
            Node::Hole => self.at_hole(&Beside::default()),
            Node::Leaf(leaf) => self.leaf(leaf, keys),
            Node::Field(index) => match self.fields.get(*index) {
                Some(field) => self.schemas.field(field, self.fields, Direction::Sent),
                None => Object::new(),
            },
            Node::List(items) => {
                let items: Vec<Object> = items.iter().map(|item| self.node(item, format, keys)).collect();
                Object::new().with("type", "array").with("prefixItems", items)
            }
            Node::Document(inner_format, inner) => {
                let schema = self.document(*inner_format, inner, keys);
                Object::new()
                    .with("type", "string")
                    .with("contentMediaType", media_type(*inner_format))
                    .with("contentSchema", schema)
            }
            Node::Record(members) => {
                let mut beside = Beside::default();
                let mut holds = false;
                for (name, member) in members {
                    if matches!(member, Node::Hole) {
                        holds = true;
                        beside.hole();
                        continue;
                    }
                    let mut schema = self.node(member, format, keys);
                    if let Some(attribute) = name.strip_prefix('@').filter(|_| format == Format::Xml) {
                        schema.push("xml", Object::new().with("name", attribute).with("attribute", true));
                    }
                    beside.name(name, schema, !self.may_be_missing(member));
                }
                if holds { self.at_hole(&beside) } else { beside.alone() }
            }
        }
    }

    /// The fields of the request, with the names beside them.
    fn at_hole(&mut self, beside: &Beside) -> Object {
        let name = self.name();
        let schema = self.schemas.at_hole(self.operation.request, &name, beside);
        self.named(schema)
    }

    fn named(&mut self, schema: Object) -> Object {
        let name = self.name();
        reference(&self.schemas.keep(&name, schema))
    }

    fn name(&self) -> String {
        format!("{}Request", pascal(&self.operation.name))
    }

    fn leaf(&mut self, leaf: &Leaf, keys: &mut Keys) -> Object {
        match leaf {
            Leaf::Integer(number) => Object::new().with("type", "integer").with("const", *number),
            Leaf::Boolean(value) => Object::new().with("type", "boolean").with("const", *value),
            Leaf::Null => Object::new().with("type", "null"),
            Leaf::Text(pattern) => {
                self.note_keys(&pattern.0, "body", keys);
                self.pattern(pattern)
            }
        }
    }

    /// A text that is made of others.
    fn pattern(&mut self, pattern: &Pattern) -> Object {
        match pattern.0.as_slice() {
            [piece] => self.piece(piece),
            [] => Object::new().with("type", "string").with("const", ""),
            _ => Object::new()
                .with("type", "string")
                .with("description", words::plain(&format!("Made of `{}`.", self.names.pattern(pattern))))
                .with("x-filled-with", self.names.pattern(pattern)),
        }
    }

    fn piece(&mut self, piece: &Piece) -> Object {
        let vendor = self.schemas.vendor;
        let text = || Object::new().with("type", "string");
        match piece {
            Piece::Literal(literal) => text().with("const", literal.as_str()),
            Piece::Hole(HoleSource::Field(index)) => match self.fields.get(*index) {
                Some(field) => self.schemas.field(field, self.fields, Direction::Sent),
                None => text(),
            },
            Piece::Hole(HoleSource::Credential(index)) => {
                let Some(credential) = vendor.credentials.get(*index) else { return text() };
                let limits = credential.length.as_ref();
                let mut schema = text()
                    .maybe("format", (!credential.is_public).then_some("password"))
                    .maybe("minLength", limits.and_then(|l| l.min))
                    .maybe("maxLength", limits.and_then(|l| l.max))
                    .with("x-credential", credential.name.as_str());
                let mut sentences = Sentences::of(&credential.docs);
                sentences.say(match credential.is_public {
                    true => "The same in every call.",
                    false => "A credential: the same in every call, and shown nowhere.",
                });
                sentences.into_schema(&mut schema, &credential.docs);
                schema
            }
            Piece::Hole(HoleSource::Setting(index)) => {
                let Some(setting) = vendor.settings.get(*index) else { return text() };
                let shape =
                    Shape { ty: Type::Enum(setting.values), form: Default::default(), rules: Default::default() };
                let values = vendor.enumeration(setting.values);
                let default = values.values.get(setting.default).map(|value| value.wire.as_str());
                let mut schema = self.schemas.shape(&shape, Direction::Sent);
                schema.extend(Object::new().maybe("default", default).with("x-setting", setting.name.as_str()));
                Sentences::of(&setting.docs).into_schema(&mut schema, &setting.docs);
                schema
            }
            Piece::Hole(HoleSource::Token(index)) => text()
                .with("format", "password")
                .maybe("description", self.about_key(HoleSource::Token(*index)))
                .maybe("x-token", vendor.tokens.get(*index).map(|token| token.name.as_str())),
            Piece::Hole(HoleSource::RequestFormat | HoleSource::ReplyFormat) => {
                let words: Vec<&str> = self.operation.send.formats().map(Format::name).collect();
                text().with("enum", words)
            }
            Piece::Computed(expression) => {
                let expression = self.names.expression(expression);
                text()
                    .with("description", words::plain(&format!("Computed: `{expression}`.")))
                    .with("x-computed", expression)
            }
            Piece::Optional(inner) => text().with("x-filled-with", self.names.pattern(&Pattern(inner.clone()))),
        }
    }
}

impl Keys {
    fn add(&mut self, name: String, scheme: Object) {
        if !self.schemes.iter().any(|(other, known)| *other == name && *known == scheme) {
            self.schemes.push((name, scheme));
        }
    }
}

/// `user + ':' + password`, of two values that the client keeps.
fn is_basic(of: &[Expression]) -> bool {
    let key = |e: &Expression| matches!(e, Expression::Value(HoleSource::Credential(_) | HoleSource::Setting(_)));
    match of {
        [Expression::Call(Function::Concat, parts)] => match parts.as_slice() {
            [user, Expression::Text(colon), password] => colon == ":" && key(user) && key(password),
            _ => false,
        },
        [Expression::Call(Function::Join, parts)] => match parts.as_slice() {
            [Expression::Text(colon), user, password] => colon == ":" && key(user) && key(password),
            _ => false,
        },
        _ => false,
    }
}

/// A parameter; what people read of it stands beside its schema.
struct Parameter {
    head: Object,
    schema: Object,
    examples: Object,
}

fn parameter(place: &str, name: &str, mut schema: Object) -> Parameter {
    let description = schema.take("description");
    let head = Object::new().with("name", name).with("in", place).maybe("description", description);
    Parameter { head, schema, examples: Object::new() }
}

impl Parameter {
    fn required(mut self) -> Self {
        self.head.push("required", true);
        self
    }

    fn examples(mut self, examples: Object) -> Self {
        self.examples = examples;
        self
    }
}

impl From<Parameter> for Json {
    fn from(parameter: Parameter) -> Self {
        let examples = (!parameter.examples.is_empty()).then_some(parameter.examples);
        parameter.head.with("schema", parameter.schema).maybe("examples", examples).into()
    }
}

/// A name that components may have.
pub fn component_name(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect()
}
