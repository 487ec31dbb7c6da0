//! Requests, written by the model.

use std::cell::Cell;

use vendor_model::Vendor;
use vendor_model::model::{
    Absent, Calendar, Charset, Expression, Field, Format, From, HoleSource, Leaf, Node as Frame, Operation, Pattern,
    Piece, Place, Presence, Type, Value,
};

use crate::behave::Keys;
use crate::document::Node;
use crate::message::Request;
use crate::typed::{record_members, value_node};
use crate::{charset, clock, request};

/// What fills the holes that the caller does not.
pub(crate) struct Fill<'a> {
    /// The credentials.
    pub(crate) keys: &'a Keys,
    /// A token of each of the vendor's kinds, where it is needed.
    pub(crate) tokens: Vec<Option<String>>,
    /// The time of sending, in milliseconds since 1970.
    pub(crate) now: i64,
}

/// A request that works as it stands.
#[derive(Debug)]
pub(crate) struct Sample {
    /// Without a body where it has parts.
    pub(crate) request: Request,
    /// The parts of a multipart body.
    pub(crate) parts: Vec<Part>,
}

/// A part of a multipart body.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) text: String,
    /// The name of the file, if it is one.
    pub(crate) file: Option<String>,
}

/// The request of a call in a format; its reply comes in the same.
///
/// What is computed of the request itself, such as a signature, is computed by reading what was written without it,
/// and written again, until nothing changes.
///
/// # Errors
///
/// When a part of it can't be written.
pub(crate) fn request(
    vendor: &Vendor,
    operation: &Operation,
    format: Format,
    value: &Value,
    fill: &Fill<'_>,
) -> Result<Sample, String> {
    let Value::Record(values) = value else { return Err("what the caller gives is no record".into()) };
    let mut taken = Vec::new();
    for _ in 0..5 {
        let writer = Writer { vendor, operation, format, values, fill, taken: &taken, is_pending: Cell::new(false) };
        let sample = writer.sample()?;
        let found = request::taken_from(vendor, operation, format, &sample.request, fill.keys);
        if !writer.is_pending.get() && found == taken {
            return Ok(sample);
        }
        taken = found;
    }
    Err("a part of it can't be computed".into())
}

struct Writer<'a> {
    vendor: &'a Vendor,
    operation: &'a Operation,
    format: Format,
    values: &'a [(usize, Value)],
    fill: &'a Fill<'a>,
    /// What is known of what is taken from the request itself, to compute with.
    taken: &'a [(Expression, Vec<u8>)],
    /// Whether something of that is not known yet.
    is_pending: Cell<bool>,
}

impl Writer<'_> {
    fn sample(&self) -> Result<Sample, String> {
        let (operation, format) = (self.operation, self.format);
        let path = operation.send.path(format).ok_or("it has no path in this format")?;
        let mut target = self.pattern(path, &path_escaped)?.ok_or("a field of the path is not given")?;
        let query = self.query()?;
        if !query.is_empty() {
            target.push('?');
            target.push_str(&query);
        }
        let mut request = Request::new(operation.send.method.name(), target);
        for (name, pattern) in &operation.send.headers {
            if let Some(text) = self.pattern(pattern, &str::to_owned)? {
                request = request.header(name.to_ascii_lowercase(), text);
            }
        }
        let Some(frame) = operation.send.body(format) else { return Ok(Sample { request, parts: Vec::new() }) };
        let document = self.frame(frame, format)?.unwrap_or(Node::Record(Vec::new()));
        if format == Format::Multipart {
            return Ok(Sample { request, parts: self.parts(document)? });
        }
        let own = operation.send.content_types.iter().find(|(known, _)| *known == format).map(|(_, text)| text.clone());
        let charset = operation.send.charset.unwrap_or(Charset::Utf8);
        let content_type = own.unwrap_or_else(|| match format {
            Format::Json => "application/json".to_owned(),
            Format::Xml => "application/xml".to_owned(),
            Format::Form | Format::Multipart => "application/x-www-form-urlencoded".to_owned(),
            Format::Text => format!("text/plain; charset={}", charset.name()),
        });
        Ok(Sample { request: request.header("content-type", content_type).body(self.body(document)?), parts: vec![] })
    }

    /// The bytes of the body, in the charset of the page.
    fn body(&self, document: Node) -> Result<Vec<u8>, String> {
        let send = &self.operation.send;
        let charset = send.charset.unwrap_or(Charset::Utf8);
        if self.format == Format::Form {
            let Node::Record(members) = document else { return Err("a form has names".into()) };
            return Ok(self.pairs(members)?.into_bytes());
        }
        let bytes = document.write(self.format)?;
        if self.format != Format::Xml || (charset == Charset::Utf8 && send.declaration.is_none()) {
            return match charset {
                Charset::Utf8 => Ok(bytes),
                charset => charset::encode(&String::from_utf8_lossy(&bytes), charset),
            };
        }
        let text = String::from_utf8_lossy(&bytes);
        let usual = format!("<?xml version=\"1.0\" encoding=\"{}\"?>", charset.name());
        let declaration = send.declaration.as_deref().unwrap_or(&usual);
        charset::encode(&format!("{declaration}{}", charset::undeclared(&text)), charset)
    }

    /// Names and values as forms and queries have them, in the charset of the page; a list repeats its name.
    fn pairs(&self, members: Vec<(String, Node)>) -> Result<String, String> {
        let charset = self.operation.send.charset.unwrap_or(Charset::Utf8);
        let escaped = |text: &str| charset::encode(text, charset).map(|bytes| escaped(&bytes, b""));
        let mut pairs = Vec::new();
        for (name, node) in members {
            let nodes = match node {
                Node::List(items) => items,
                Node::Null => continue,
                node => vec![node],
            };
            for node in nodes {
                let text = node.text().ok_or("a value with parts has no place among names and values")?;
                pairs.push(format!("{}={}", escaped(&name)?, escaped(text)?));
            }
        }
        Ok(pairs.join("&"))
    }

    fn parts(&self, document: Node) -> Result<Vec<Part>, String> {
        let Node::Record(members) = document else { return Err("parts have names".into()) };
        let mut parts = Vec::new();
        for (name, node) in members {
            let field = self.fields().iter().find(|field| field.wire == name);
            let is_file = field.is_some_and(|field| matches!(self.vendor.bare(&field.shape).ty, Type::File));
            let nodes = match node {
                Node::List(items) => items,
                node => vec![node],
            };
            for node in nodes {
                let text = node.text().ok_or("a value with parts has no place in a part")?.to_owned();
                parts.push(Part { name: name.clone(), text, file: is_file.then(|| format!("{name}.txt")) });
            }
        }
        Ok(parts)
    }

    fn fields(&self) -> &[Field] {
        &self.vendor.record(self.operation.request).fields
    }

    /// The text of a pattern; none if a field that it is made of is not given.
    fn pattern(&self, pattern: &Pattern, escape: &dyn Fn(&str) -> String) -> Result<Option<String>, String> {
        let mut text = String::new();
        for piece in &pattern.0 {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Computed(expression) => match self.computed(expression)? {
                    Some(bytes) => text.push_str(&escape(&String::from_utf8_lossy(&bytes))),
                    None => return Ok(None),
                },
                // The reply comes in the format of the request, which then is not named.
                Piece::Optional(inner) if inner.contains(&Piece::Hole(HoleSource::ReplyFormat)) => {}
                Piece::Optional(inner) => {
                    text.push_str(&self.pattern(&Pattern(inner.clone()), escape)?.unwrap_or_default());
                }
                Piece::Hole(source) => match self.hole(*source)? {
                    Some(filled) => text.push_str(&escape(&filled)),
                    None => return Ok(None),
                },
            }
        }
        Ok(Some(text))
    }

    /// What is computed; none if a field is not given.
    fn computed(&self, expression: &Expression) -> Result<Option<Vec<u8>>, String> {
        if let Some((_, bytes)) = self.taken.iter().find(|(known, _)| known == expression) {
            return Ok(Some(bytes.clone()));
        }
        let text = match expression {
            Expression::Text(text) => text.clone(),
            Expression::Value(source) => return Ok(self.hole(*source)?.map(String::into_bytes)),
            Expression::Now(pattern, ahead) => pattern.write(clock::moment(self.fill.now, Calendar::Gregorian, *ahead)),
            Expression::NowSeconds => self.fill.now.div_euclid(1000).to_string(),
            Expression::NowMilliseconds => self.fill.now.to_string(),
            Expression::Nonce => "00000000-0000-4000-8000-000000000000".to_owned(),
            Expression::Document(index) => {
                let document = self.operation.send.documents.get(*index).ok_or("there is no such document")?;
                let node = self.frame(&document.node, document.format)?;
                node.unwrap_or(Node::Record(Vec::new())).write_inner(document.format)?
            }
            Expression::Call(function, arguments) => {
                let mut texts = Vec::new();
                for argument in arguments {
                    match self.computed(argument)? {
                        Some(bytes) => texts.push(bytes),
                        None => return Ok(None),
                    }
                }
                let computed = request::computed(*function, &texts);
                return computed.map(Some).ok_or_else(|| "a part of it can't be computed".to_owned());
            }
            _ => {
                self.is_pending.set(true);
                "0".to_owned()
            }
        };
        Ok(Some(text.into_bytes()))
    }

    fn hole(&self, source: HoleSource) -> Result<Option<String>, String> {
        let credential = |index: usize| self.fill.keys.get(&self.vendor.credentials.get(index)?.name);
        let setting = |index: usize| {
            let setting = self.vendor.settings.get(index)?;
            self.vendor.enumeration(setting.values).values.get(setting.default).map(|value| value.wire.clone())
        };
        Ok(match source {
            HoleSource::Field(index) => match self.field(index, Format::Xml)? {
                Some(node) => Some(node.text().ok_or("a value with parts has no place in a text")?.to_owned()),
                None => None,
            },
            HoleSource::Credential(index) => Some(credential(index).ok_or("a credential is not known")?.to_owned()),
            HoleSource::Setting(index) => Some(setting(index).ok_or("a setting has no value")?),
            HoleSource::Token(index) => {
                Some(self.fill.tokens.get(index).cloned().flatten().ok_or("there is no token")?)
            }
            HoleSource::RequestFormat | HoleSource::ReplyFormat => Some(self.format.name().to_owned()),
        })
    }

    /// The value of a field; none if it is not given.
    fn field(&self, index: usize, format: Format) -> Result<Option<Node>, String> {
        let Some(field) = self.fields().get(index) else { return Ok(None) };
        let value = match &field.from {
            From::Caller => self.values.iter().find(|(given, _)| *given == index).map(|(_, value)| value.clone()),
            From::Client(pattern) => self
                .pattern(pattern, &str::to_owned)?
                .map(|text| self.vendor.read_scalar(&field.shape, &text).unwrap_or(Value::Text(text))),
        };
        if value.is_none() {
            return self.absent(field, format);
        }
        let node = value.map(|value| value_node(self.vendor, &field.shape, &value, format)).transpose();
        node.map_err(|error| format!("`{}`: {error}", field.wire))
    }

    /// What stands in the place of a field that is not given.
    fn absent(&self, field: &Field, format: Format) -> Result<Option<Node>, String> {
        match field.absent.as_ref().unwrap_or(&self.operation.send.absent) {
            _ if field.presence != Presence::Optional => Ok(None),
            Absent::Omit => Ok(None),
            Absent::Null => Ok(Some(Node::Null)),
            Absent::Empty => Ok(Some(match self.vendor.bare(&field.shape).ty {
                Type::List(_) => Node::List(Vec::new()),
                Type::Record(_) => Node::Record(Vec::new()),
                _ => Node::Text(String::new()),
            })),
            Absent::Text(text) => Ok(Some(match self.vendor.read_scalar(&field.shape, text) {
                Some(value) => value_node(self.vendor, &field.shape, &value, format)?,
                None => Node::Text(text.clone()),
            })),
        }
    }

    /// The fields at the hole, in the order of the page.
    fn hole_members(&self, format: Format) -> Result<Vec<(String, Node)>, String> {
        let record = self.vendor.record(self.operation.request);
        let mut members = Vec::new();
        for (index, field) in record.fields.iter().enumerate().filter(|(_, field)| field.place == Place::Hole) {
            let given = self.values.iter().find(|(known, _)| *known == index);
            match (&field.from, given) {
                // A list may be several names.
                (From::Caller, Some(given)) => {
                    let given = std::slice::from_ref(given);
                    members.extend(record_members(self.vendor, self.operation.request, given, format)?);
                }
                _ => members.extend(self.field(index, format)?.map(|node| (crate::typed::key_of(field, format), node))),
            }
        }
        Ok(members)
    }

    fn query(&self) -> Result<String, String> {
        let mut members = Vec::new();
        for (name, node) in &self.operation.send.query {
            match node {
                Frame::Hole => members.extend(self.hole_members(Format::Form)?),
                node => members.extend(self.frame(node, Format::Form)?.map(|node| (name.clone(), node))),
            }
        }
        self.pairs(members)
    }

    /// A node of a document; none if the field that it is made of is not given.
    fn frame(&self, frame: &Frame, format: Format) -> Result<Option<Node>, String> {
        Ok(Some(match frame {
            Frame::Record(members) => {
                let mut nodes = Vec::new();
                for (name, inner) in members {
                    if matches!(inner, Frame::Hole) {
                        nodes.extend(self.hole_members(format)?);
                    } else if let Some(node) = self.frame(inner, format)? {
                        nodes.push((name.clone(), node));
                    }
                }
                Node::Record(nodes)
            }
            Frame::Hole => Node::Record(self.hole_members(format)?),
            Frame::Document(format, inner) => match self.frame(inner, *format)? {
                Some(node) => Node::Text(node.write_inner(*format)?),
                None => return Ok(None),
            },
            Frame::Field(index) => return self.field(*index, format),
            Frame::List(items) => {
                let items: Result<Vec<Option<Node>>, String> =
                    items.iter().map(|item| self.frame(item, format)).collect();
                Node::List(items?.into_iter().flatten().collect())
            }
            Frame::Leaf(Leaf::Integer(number)) => Node::Number(number.to_string()),
            Frame::Leaf(Leaf::Boolean(value)) => Node::Boolean(*value),
            Frame::Leaf(Leaf::Null) => Node::Null,
            Frame::Leaf(Leaf::Text(pattern)) => match self.pattern(pattern, &str::to_owned)? {
                Some(text) => Node::Text(text),
                None => return Ok(None),
            },
        }))
    }
}

/// Percent-encoded, but for what may stand in a segment of a path.
fn path_escaped(text: &str) -> String {
    escaped(text.as_bytes(), b"!$&'()*+,;=:@")
}

fn escaped(bytes: &[u8], also: &[u8]) -> String {
    let byte = |byte: &u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) || also.contains(byte) => {
            char::from(*byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    bytes.iter().map(byte).collect()
}
