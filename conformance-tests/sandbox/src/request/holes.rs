//! What fills the holes of patterns, and that secrets stand nowhere else.

use std::collections::{BTreeMap, VecDeque};

use vendor_model::Vendor;
use vendor_model::model::{Format, From, HoleSource, Operation, Value};

use super::{Call, Found};
use crate::document::Node;
use crate::message::{Request, percent_decoded, query_pairs};
use crate::problem::{Kind, Problem};
use crate::typed::{Filled, Reader, Values, setting_value};

/// What the holes say, put together.
pub(super) struct Holes {
    credentials: Vec<Found>,
    tokens: Vec<Found>,
    settings: BTreeMap<usize, usize>,
    reply_format: Format,
}

impl Holes {
    pub(super) fn call(self, vendor: &Vendor, operation: &Operation, format: Format, values: Values) -> Call {
        Call {
            vendor: vendor.name.clone(),
            operation: operation.name.clone(),
            format,
            reply_format: self.reply_format,
            request: Value::Record(values.into_iter().collect()),
            credentials: self.credentials,
            tokens: self.tokens,
            settings: self.settings.into_iter().collect(),
        }
    }
}

/// Puts together what filled the holes; the fields among them join the values.
pub(super) fn settle(operation: &Operation, reader: &mut Reader<'_>, values: &mut Values, format: Format) -> Holes {
    let vendor = reader.vendor;
    let record = vendor.record(operation.request);
    // A form or a text is sent more often than it is answered.
    let answered = operation.reply.forms.iter().map(|(format, _)| *format);
    let reply_format = answered.clone().find(|known| *known == format).or(answered.clone().next()).unwrap_or(format);
    let mut holes = Holes { credentials: Vec::new(), tokens: Vec::new(), settings: BTreeMap::new(), reply_format };
    let mut formats: Vec<Format> = Vec::new();
    let mut waiting: VecDeque<Filled> = std::mem::take(&mut reader.filled).into();
    while let Some(Filled { source, text, at }) = waiting.pop_front() {
        let mut problem = |kind, says: &str| reader.problems.push(Problem::new(kind, at.clone(), says));
        match source {
            HoleSource::Credential(index) => {
                let Some(credential) = vendor.credentials.get(index) else { continue };
                if text.trim().is_empty() {
                    problem(Kind::Credential, &format!("`{}` is blank", credential.name));
                }
                if holes.credentials.iter().any(|f| f.name == credential.name && f.text != text) {
                    problem(Kind::Credential, &format!("`{}` differs from place to place", credential.name));
                }
                holes.credentials.push(Found { name: credential.name.clone(), text, at });
            }
            HoleSource::Token(index) => {
                let Some(token) = vendor.tokens.get(index) else { continue };
                holes.tokens.push(Found { name: token.name.clone(), text, at });
            }
            HoleSource::Setting(index) => {
                let Some(value) = setting_value(vendor, index, &text) else { continue };
                if holes.settings.insert(index, value).is_some_and(|before| before != value) {
                    problem(Kind::Constant, "a setting differs from place to place");
                }
            }
            HoleSource::RequestFormat => {
                if text != format.name() {
                    problem(Kind::Constant, &format!("the format of the request is {}", format.name()));
                }
            }
            HoleSource::ReplyFormat => formats.extend(Format::named(&text)),
            HoleSource::Field(index) => {
                let Some(field) = record.fields.get(index) else { continue };
                let mut inner = Reader::new(vendor, Format::Form, reader.names, reader.direction);
                reader.raw.insert(index, text.clone());
                match &field.from {
                    From::Caller => {
                        let value = inner.scalar_text(&field.shape, &text);
                        if values.get(&index).is_some_and(|before| *before != value) {
                            problem(Kind::Value, &format!("`{}` differs from place to place", field.wire));
                        }
                        values.insert(index, value);
                    }
                    From::Client(pattern) => inner.fill(pattern, &text),
                }
                let place = if at.contains(' ') { at.clone() } else { format!("{at} {}", field.wire) };
                reader.signed.append(&mut inner.signed);
                reader.problems.extend(inner.problems.into_iter().map(|p| Problem { at: place.clone(), ..p }));
                waiting.extend(inner.filled.into_iter().map(|filled| Filled { at: place.clone(), ..filled }));
            }
        }
    }
    // Where nothing chooses and there is no reply in the request's format, the reply has its own.
    if operation.reply.form(format).is_none()
        && let Some((own, _)) = operation.reply.forms.first()
    {
        holes.reply_format = *own;
    }
    if let Some(first) = formats.first() {
        holes.reply_format = *first;
        if formats.iter().any(|f| f != first) {
            reader.problems.push(Problem::new(
                Kind::Constant,
                "path",
                "the format of the reply differs from place to place",
            ));
        }
    }
    holes
}

/// Reports credentials and tokens that stand where no hole is.
pub(super) fn nowhere_else(
    holes: &Holes,
    request: &Request,
    document: Option<&Node>,
    query: &[(String, Node)],
    reader: &mut Reader<'_>,
) {
    let secrets: Vec<&Found> = holes.credentials.iter().chain(&holes.tokens).collect();
    let mut seen: Vec<&str> = Vec::new();
    for secret in &secrets {
        // A text this short occurs by chance.
        if secret.text.len() < 6 || seen.contains(&secret.text.as_str()) {
            continue;
        }
        seen.push(&secret.text);
        let mut expected: Vec<String> =
            secrets.iter().filter(|s| s.text == secret.text).map(|s| s.at.clone()).collect();
        for at in occurrences(&secret.text, request, document, query) {
            // A document in a value is looked at as one text.
            let inside = |e: &String| e.strip_prefix(at.as_str()).is_some_and(|rest| rest.starts_with(['.', '[']));
            match expected.iter().position(|e| *e == at || inside(e)) {
                Some(index) => drop(expected.swap_remove(index)),
                // It may be computed of anything.
                None if reader.signed.iter().any(|signed| signed.at == at) => {}
                None => reader.problems.push(Problem::new(
                    Kind::Leak,
                    at,
                    format!("`{}` does not belong here", secret.name),
                )),
            }
        }
    }
}

/// Every place of a request where a text stands, once for each time: `path`, `query key`, `header name`, `body`
/// with the path of the member. Escapes are undone first. Places of a body that is no document are just `body`.
pub fn places_of(text: &str, request: &Request) -> Vec<String> {
    let document = [Format::Json, Format::Xml].into_iter().find_map(|format| Node::read(format, &request.body).ok());
    let query: Vec<(String, Node)> = request
        .query()
        .map(query_pairs)
        .unwrap_or_default()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name, Node::Text(value)))
        .collect();
    occurrences(text, request, document.as_ref(), &query)
}

fn occurrences(needle: &str, request: &Request, document: Option<&Node>, query: &[(String, Node)]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut look = |at: &dyn Fn() -> String, text: &str| {
        // Most texts are shorter, and a search takes longer to set up than to look at the length.
        if text.len() >= needle.len() {
            found.extend((0..text.matches(needle).count()).map(|_| at()));
        }
    };
    let path = request.path();
    look(&|| "path".to_owned(), &percent_decoded(path).unwrap_or_else(|| path.to_owned()));
    for (name, value) in query {
        let at = || format!("query {name}");
        look(&at, name);
        look(&at, value.text().unwrap_or_default());
    }
    for (name, value) in &request.headers {
        let at = || format!("header {}", name.to_ascii_lowercase());
        look(&at, name);
        look(&at, value);
    }
    match document {
        Some(document) => {
            document.texts(&mut "body ".to_owned(), &mut |at, text| look(&|| at.trim_end().to_owned(), text));
        }
        None => look(&|| "body".to_owned(), &String::from_utf8_lossy(&request.body)),
    }
    found
}
