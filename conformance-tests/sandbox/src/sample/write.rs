//! Requests, written by the model.

use vendor_model::Vendor;
use vendor_model::model::{
    Expression, Field, Format, From, HoleSource, Leaf, Node as Frame, Operation, Pattern, Piece, Place, Value,
};

use crate::document::Node;
use crate::message::Request;
use crate::typed::value_node;

/// What fills the holes that the caller does not.
pub(crate) struct Fill<'a> {
    /// Names of credentials, and their texts.
    pub(crate) credentials: &'a [(String, String)],
    /// A token of the vendor's first kind.
    pub(crate) token: Option<&'a str>,
}

/// The request of a call in a format; its reply comes in the same.
///
/// # Errors
///
/// When a part of it can't be written: a value that is computed when it is sent, such as a signature.
pub(crate) fn request(
    vendor: &Vendor,
    operation: &Operation,
    format: Format,
    value: &Value,
    fill: &Fill<'_>,
) -> Result<Request, String> {
    let Value::Record(values) = value else { return Err("what the caller gives is no record".into()) };
    let writer = Writer { vendor, operation, format, values, fill };
    let path = operation.send.path(format).ok_or("it has no path in this format")?;
    let mut target = writer.pattern(path, &path_escaped)?.unwrap_or_default();
    let query = writer.query()?;
    if !query.is_empty() {
        target.push('?');
        target.push_str(&query);
    }
    let mut request = Request::new(operation.send.method.name(), target);
    for (name, pattern) in &operation.send.headers {
        if let Some(text) = writer.pattern(pattern, &str::to_owned)? {
            request = request.header(name.to_ascii_lowercase(), text);
        }
    }
    let Some(frame) = operation.send.body(format) else { return Ok(request) };
    let body = writer.frame(frame)?.unwrap_or(Node::Record(Vec::new())).write(format)?;
    let own = operation.send.content_types.iter().find(|(known, _)| *known == format).map(|(_, text)| text.as_str());
    let content_type = own.unwrap_or(match format {
        Format::Json => "application/json",
        Format::Xml => "application/xml",
        Format::Form => "application/x-www-form-urlencoded",
        Format::Text => "text/plain; charset=utf-8",
        Format::Multipart => return Err("it is sent in parts".into()),
    });
    Ok(request.header("content-type", content_type).body(body))
}

struct Writer<'a> {
    vendor: &'a Vendor,
    operation: &'a Operation,
    format: Format,
    values: &'a [(usize, Value)],
    fill: &'a Fill<'a>,
}

impl Writer<'_> {
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
                // Left out, as the reply comes in the format of the request.
                Piece::Optional(_) => {}
                Piece::Hole(source) => match self.hole(*source)? {
                    Some(filled) => text.push_str(&escape(&filled)),
                    None => return Ok(None),
                },
            }
        }
        Ok(Some(text))
    }

    /// What is computed of values that are known before it is sent; none if a field is not given.
    fn computed(&self, expression: &Expression) -> Result<Option<Vec<u8>>, String> {
        match expression {
            Expression::Text(text) => Ok(Some(text.clone().into_bytes())),
            Expression::Value(source) => Ok(self.hole(*source)?.map(String::into_bytes)),
            Expression::Call(function, arguments) => {
                let mut texts = Vec::new();
                for argument in arguments {
                    match self.computed(argument)? {
                        Some(bytes) => texts.push(bytes),
                        None => return Ok(None),
                    }
                }
                let computed = crate::request::computed(*function, &texts);
                computed.map(Some).ok_or_else(|| "a part of it can't be computed".to_owned())
            }
            _ => Err("a part of it is computed when it is sent".into()),
        }
    }

    fn hole(&self, source: HoleSource) -> Result<Option<String>, String> {
        let credential = |index: usize| {
            let name = &self.vendor.credentials.get(index)?.name;
            self.fill.credentials.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
        };
        let setting = |index: usize| {
            let setting = self.vendor.settings.get(index)?;
            self.vendor.enumeration(setting.values).values.get(setting.default).map(|value| value.wire.clone())
        };
        Ok(match source {
            HoleSource::Field(index) => match self.field(index, Format::Xml)? {
                Some(node) => Some(node.text().ok_or("a value with parts has no place in a text")?.to_owned()),
                None => None,
            },
            HoleSource::Credential(index) => Some(credential(index).ok_or("a credential is not known")?),
            HoleSource::Setting(index) => Some(setting(index).ok_or("a setting has no value")?),
            // The sandbox hands out tokens of the first kind; the others are had by calls.
            HoleSource::Token(0) => Some(self.fill.token.ok_or("there is no token")?.to_owned()),
            HoleSource::Token(_) => return Err("it needs a token that another call hands out".into()),
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
        let node = value.map(|value| value_node(self.vendor, &field.shape, &value, format)).transpose();
        node.map_err(|error| format!("`{}`: {error}", field.wire))
    }

    /// The fields at the hole, in the order of the page.
    fn hole_members(&self, format: Format) -> Result<Vec<(String, Node)>, String> {
        let mut members = Vec::new();
        for (index, field) in self.fields().iter().enumerate().filter(|(_, field)| field.place == Place::Hole) {
            if let Some(node) = self.field(index, format)? {
                members.push((field.wire.clone(), node));
            }
        }
        Ok(members)
    }

    fn query(&self) -> Result<String, String> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut members = Vec::new();
        for (name, node) in &self.operation.send.query {
            match node {
                Frame::Hole => members.extend(self.hole_members(Format::Xml)?),
                Frame::Field(index) => {
                    members.extend(self.field(*index, Format::Xml)?.map(|node| (name.clone(), node)));
                }
                node => members.extend(self.frame(node)?.map(|node| (name.clone(), node))),
            }
        }
        for (name, node) in members {
            let nodes = match node {
                Node::List(items) => items,
                node => vec![node],
            };
            for node in nodes {
                let text = node.text().ok_or("a value with parts has no place in a query")?;
                pairs.push((name.clone(), text.to_owned()));
            }
        }
        let pair = |(name, value): (String, String)| format!("{}={}", escaped(&name, b""), escaped(&value, b""));
        Ok(pairs.into_iter().map(pair).collect::<Vec<_>>().join("&"))
    }

    /// A node of the body; none if the field that it is made of is not given.
    fn frame(&self, frame: &Frame) -> Result<Option<Node>, String> {
        Ok(Some(match frame {
            Frame::Record(members) => {
                let mut nodes = Vec::new();
                for (name, inner) in members {
                    if matches!(inner, Frame::Hole) {
                        nodes.extend(self.hole_members(self.format)?);
                    } else if let Some(node) = self.frame(inner)? {
                        nodes.push((name.clone(), node));
                    }
                }
                Node::Record(nodes)
            }
            Frame::Hole => Node::Record(self.hole_members(self.format)?),
            Frame::Document(..) => return Err("a part of it is a document of its own".into()),
            Frame::Field(index) => return self.field(*index, self.format),
            Frame::List(items) => {
                let items: Result<Vec<Option<Node>>, String> = items.iter().map(|item| self.frame(item)).collect();
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
    escaped(text, b"!$&'()*+,;=:@")
}

fn escaped(text: &str, also: &[u8]) -> String {
    let byte = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || also.contains(&byte) => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
