//! What of a call may be shown: everything but secrets.

use std::collections::BTreeSet;

use vendor_model::Vendor;
use vendor_model::model::{
    Field, Format, From, HoleSource, Leaf, Node as Frame, Operation, Pattern, Piece, RecordId, Type, Visibility,
};

use crate::callback::CalledBack;
use crate::document::Node;
use crate::message::{percent_decoded, query_pairs};
use crate::server::Received;

/// Stands where a secret stood.
pub(crate) const MASK: &str = "***";

/// A text this short occurs by chance, so it is masked at its place only.
const SHORT: usize = 6;

/// A call as people may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) target: String,
    /// The path with names instead of values.
    pub(crate) template: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) answer_headers: Vec<(String, String)>,
    pub(crate) answer_body: String,
}

/// Where a vendor's secrets stand.
#[derive(Debug, Default)]
struct Places {
    /// Headers, in lower case.
    headers: BTreeSet<String>,
    /// Names in queries and bodies, in lower case.
    names: BTreeSet<String>,
    /// Segments of a path.
    segments: BTreeSet<usize>,
}

/// A call without its secrets. `keys` are texts that are secret wherever they stand.
pub(crate) fn shown(received: &Received, vendors: &[Vendor], keys: &[String]) -> Shown {
    let mut places = Places::default();
    let called = received.vendor();
    for vendor in vendors.iter().filter(|vendor| called.is_none_or(|name| name == vendor.name)) {
        vendor.operations.iter().for_each(|operation| places.add(vendor, operation));
    }
    let request = &received.request;
    let mut secrets: BTreeSet<String> = keys.iter().cloned().collect();
    if let Some(call) = &received.reading.call {
        secrets.extend(call.credentials.iter().chain(&call.tokens).map(|found| found.text.clone()));
    }
    let masked_headers = |headers: &[(String, String)], secrets: &mut BTreeSet<String>| {
        let mask = |(name, value): &(String, String)| {
            let secret = places.headers.contains(&name.to_ascii_lowercase())
                || ["authorization", "proxy-authorization", "cookie", "set-cookie"]
                    .iter()
                    .any(|known| name.eq_ignore_ascii_case(known));
            if secret {
                secrets.insert(value.clone());
            }
            (name.clone(), if secret { MASK.to_owned() } else { value.clone() })
        };
        headers.iter().map(mask).collect::<Vec<_>>()
    };
    let headers = masked_headers(&request.headers, &mut secrets);
    let target = places.target(&request.target, received.reading.call.is_some());
    let body = places.body(&request.body, &mut secrets);
    let ended = received.ended.as_ref().and_then(|ended| ended.answer.as_ref());
    let answer_headers = ended.map(|answer| masked_headers(&answer.headers, &mut secrets)).unwrap_or_default();
    let answer_body = ended.map(|answer| places.body(&answer.body, &mut secrets)).unwrap_or_default();
    let strike = Strike::new(&secrets);
    let strike_all = |headers: Vec<(String, String)>| {
        headers.into_iter().map(|(name, value)| (name, strike.text(&value))).collect::<Vec<_>>()
    };
    Shown {
        target: strike.text(&target),
        template: template(received, vendors),
        headers: strike_all(headers),
        body: strike.text(&body),
        answer_headers: strike_all(answer_headers),
        answer_body: strike.text(&answer_body),
    }
}

/// What a vendor told, likewise.
pub(crate) fn told(called: &CalledBack, vendors: &[Vendor], keys: &[String]) -> Shown {
    let mut places = Places::default();
    for vendor in vendors.iter().filter(|vendor| vendor.name == called.vendor) {
        let mut seen = BTreeSet::new();
        for callback in &vendor.callbacks {
            places.add_record(vendor, callback.event, &mut seen);
            callback.outcomes.iter().for_each(|outcome| places.add_record(vendor, outcome.record, &mut seen));
        }
    }
    let mut secrets: BTreeSet<String> = keys.iter().cloned().collect();
    let target = places.target(&called.request.target, true);
    let body = places.body(&called.request.body, &mut secrets);
    let answer = called.answered.as_ref().ok();
    let strike = Strike::new(&secrets);
    let headers = |headers: &[(String, String)]| {
        headers.iter().map(|(name, value)| (name.clone(), strike.text(value))).collect::<Vec<_>>()
    };
    Shown {
        target: strike.text(&target),
        template: called.to.clone(),
        headers: headers(&called.request.headers),
        body: strike.text(&body),
        answer_headers: answer.map(|answer| headers(&answer.headers)).unwrap_or_default(),
        answer_body: answer.map(|answer| strike.text(&answer.body_text())).unwrap_or_default(),
    }
}

impl Places {
    fn add(&mut self, vendor: &Vendor, operation: &Operation) {
        let record = vendor.record(operation.request);
        let secret = |pattern: &Pattern| {
            pattern.holes().into_iter().any(|hole| match hole {
                HoleSource::Credential(_) | HoleSource::Token(_) => true,
                HoleSource::Field(index) => record.fields.get(index).is_some_and(is_secret),
                _ => false,
            })
        };
        let headers = operation.send.headers.iter().filter(|(_, pattern)| secret(pattern));
        self.headers.extend(headers.map(|(name, _)| name.to_ascii_lowercase()));
        let secret_field = |index: usize| record.fields.get(index).is_some_and(is_secret);
        self.add_members(&operation.send.query, &secret, &secret_field);
        for (_, pattern) in &operation.send.paths {
            let mut at = 0;
            for piece in &pattern.0 {
                match piece {
                    Piece::Literal(text) => at += text.matches('/').count(),
                    piece if secret(&Pattern(vec![piece.clone()])) => drop(self.segments.insert(at)),
                    _ => {}
                }
            }
        }
        for (_, frame) in &operation.send.bodies {
            self.add_frame(frame, &secret, &secret_field);
        }
        for document in &operation.send.documents {
            self.add_frame(&document.node, &secret, &secret_field);
        }
        let mut seen = BTreeSet::new();
        self.add_record(vendor, operation.request, &mut seen);
        self.add_record(vendor, operation.response, &mut seen);
        for outcome in &operation.outcomes {
            self.add_record(vendor, outcome.record, &mut seen);
        }
    }

    fn add_frame(&mut self, frame: &Frame, secret: &dyn Fn(&Pattern) -> bool, secret_field: &dyn Fn(usize) -> bool) {
        match frame {
            Frame::Record(members) => self.add_members(members, secret, secret_field),
            Frame::List(items) => items.iter().for_each(|item| self.add_frame(item, secret, secret_field)),
            Frame::Document(_, inner) => self.add_frame(inner, secret, secret_field),
            Frame::Hole | Frame::Leaf(_) | Frame::Field(_) => {}
        }
    }

    fn add_members(
        &mut self,
        members: &[(String, Frame)],
        secret: &dyn Fn(&Pattern) -> bool,
        secret_field: &dyn Fn(usize) -> bool,
    ) {
        for (name, inner) in members {
            let is_secret = match inner {
                Frame::Leaf(Leaf::Text(pattern)) => secret(pattern),
                Frame::Field(index) => secret_field(*index),
                _ => false,
            };
            if is_secret {
                self.names.insert(name.trim_start_matches('@').to_ascii_lowercase());
            }
            self.add_frame(inner, secret, secret_field);
        }
    }

    fn add_record(&mut self, vendor: &Vendor, id: RecordId, seen: &mut BTreeSet<RecordId>) {
        if !seen.insert(id) {
            return;
        }
        for field in &vendor.record(id).fields {
            if is_secret(field) || is_secret_in_a_shape(vendor, &field.shape.ty) {
                self.names.insert(field.wire.to_ascii_lowercase());
                continue;
            }
            for inner in vendor.records_in(&field.shape.ty) {
                self.add_record(vendor, inner, seen);
            }
        }
    }

    fn is_secret(&self, name: &str) -> bool {
        // A namespace's prefix is no part of the name.
        let name = name.rsplit(':').next().unwrap_or(name).trim_start_matches('@').to_ascii_lowercase();
        self.names.contains(&name)
    }

    /// The path and the query. Where no operation has this path, whatever stands where others have a secret is masked.
    fn target(&self, target: &str, known: bool) -> String {
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let segment = |(index, text): (usize, &str)| {
            if !known && self.segments.contains(&index) && !text.is_empty() { MASK.to_owned() } else { text.to_owned() }
        };
        let path = path.split('/').enumerate().map(segment).collect::<Vec<_>>().join("/");
        query.map_or(path.clone(), |query| format!("{path}?{}", self.pairs(query)))
    }

    /// Names and values between `&`.
    fn pairs(&self, text: &str) -> String {
        let mask = |part: &str| match part.split_once('=') {
            Some((name, value)) if !value.is_empty() => {
                let decoded = percent_decoded(&name.replace('+', " ")).unwrap_or_else(|| name.to_owned());
                if self.is_secret(&decoded) { format!("{name}={MASK}") } else { part.to_owned() }
            }
            _ => part.to_owned(),
        };
        text.split('&').map(mask).collect::<Vec<_>>().join("&")
    }

    /// A body, whatever it is. What was masked joins the secrets, which may stand elsewhere too.
    fn body(&self, body: &[u8], secrets: &mut BTreeSet<String>) -> String {
        let Ok(text) = std::str::from_utf8(body) else {
            return format!("{} bytes that are no UTF-8", body.len());
        };
        let lower = text.to_ascii_lowercase();
        if !self.names.iter().any(|name| lower.contains(name.as_str())) {
            return text.to_owned();
        }
        for format in [Format::Json, Format::Xml] {
            let Ok(mut node) = Node::read(format, body) else { continue };
            if !self.mask(&mut node, secrets) {
                return text.to_owned();
            }
            if let Ok(masked) = node.write(format) {
                return String::from_utf8_lossy(&masked).into_owned();
            }
        }
        let pairs = query_pairs(text);
        let is_form = pairs.iter().all(Result::is_ok);
        if is_form && pairs.iter().flatten().any(|(name, _)| self.is_secret(name)) {
            return self.pairs(text);
        }
        format!("{} bytes that can't be read, and may hold a secret", body.len())
    }

    /// Masks what is under a secret name. Whether there was any.
    fn mask(&self, node: &mut Node, secrets: &mut BTreeSet<String>) -> bool {
        match node {
            Node::Record(members) => {
                let mut masked = false;
                for (name, inner) in members {
                    if self.is_secret(name) {
                        inner.texts(&mut String::new(), &mut |_, text| {
                            secrets.insert(text.to_owned());
                        });
                        *inner = Node::Text(MASK.to_owned());
                        masked = true;
                    } else {
                        masked |= self.mask(inner, secrets);
                    }
                }
                masked
            }
            Node::List(items) => items.iter_mut().fold(false, |masked, item| self.mask(item, secrets) | masked),
            _ => false,
        }
    }
}

fn is_secret(field: &Field) -> bool {
    let made_of_secrets = match &field.from {
        From::Client(pattern) => {
            pattern.holes().iter().any(|hole| matches!(hole, HoleSource::Credential(_) | HoleSource::Token(_)))
        }
        From::Caller => false,
    };
    made_of_secrets || field.visibility != Visibility::Anyone
}

/// Whether a bare value is a secret in one of the shapes that it may have: no name of its own says so.
fn is_secret_in_a_shape(vendor: &Vendor, ty: &Type) -> bool {
    match ty {
        Type::List(list) => is_secret_in_a_shape(vendor, &list.item.ty),
        Type::Union(id) => vendor.union(*id).arms.iter().filter(|arm| arm.is_value).any(|arm| {
            let held = arm.record.and_then(|id| vendor.record(id).fields.first());
            held.is_some_and(is_secret)
        }),
        _ => false,
    }
}

/// Strikes texts out, in the forms that they have in addresses and documents.
struct Strike(Vec<String>);

impl Strike {
    fn new(secrets: &BTreeSet<String>) -> Self {
        let mut forms = BTreeSet::new();
        for secret in secrets.iter().filter(|secret| secret.chars().count() >= SHORT) {
            let escaped = |unreserved: &dyn Fn(u8) -> bool, lower: bool| {
                let byte = |byte: u8| match byte {
                    byte if byte.is_ascii_alphanumeric() || unreserved(byte) => char::from(byte).to_string(),
                    byte if lower => format!("%{byte:02x}"),
                    byte => format!("%{byte:02X}"),
                };
                secret.bytes().map(byte).collect::<String>()
            };
            for lower in [false, true] {
                forms.insert(escaped(&|byte| b"-._~".contains(&byte), lower));
                forms.insert(escaped(&|byte| b"-._~!$&'()*+,;=:@".contains(&byte), lower));
            }
            let json = crate::document::json::write(&Node::Text(secret.clone()));
            forms.insert(json.trim_matches('"').to_owned());
            let xml = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            forms.insert(xml.replace('"', "&quot;").replace('\'', "&apos;"));
            forms.insert(xml);
            forms.insert(secret.clone());
        }
        // The longest first: one may be part of another.
        let mut forms: Vec<String> = forms.into_iter().collect();
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        Self(forms)
    }

    fn text(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, form| text.replace(form.as_str(), MASK))
    }
}

/// The path with names where a call has values; none such is known for what is no operation's.
fn template(received: &Received, vendors: &[Vendor]) -> String {
    let Some(call) = &received.reading.call else { return String::new() };
    let found = vendors
        .iter()
        .find(|vendor| vendor.name == call.vendor)
        .and_then(|vendor| Some((vendor, vendor.operation(&call.operation)?)));
    let Some((vendor, operation)) = found else { return String::new() };
    operation.send.path(call.format).map_or_else(String::new, |path| {
        let mut text = String::new();
        pieces(&path.0, vendor, operation, call.format, call.reply_format, &mut text);
        text
    })
}

fn pieces(
    all: &[Piece],
    vendor: &Vendor,
    operation: &Operation,
    format: Format,
    reply_format: Format,
    text: &mut String,
) {
    for piece in all {
        match piece {
            Piece::Literal(literal) => text.push_str(literal),
            Piece::Computed(_) => text.push_str("{computed}"),
            Piece::Optional(_) if reply_format == format => {}
            Piece::Optional(inner) => pieces(inner, vendor, operation, format, reply_format, text),
            Piece::Hole(HoleSource::RequestFormat) => text.push_str(format.name()),
            Piece::Hole(HoleSource::ReplyFormat) => text.push_str(reply_format.name()),
            Piece::Hole(source) => {
                let name = match source {
                    HoleSource::Field(index) => {
                        vendor.record(operation.request).fields.get(*index).map(|field| field.wire.as_str())
                    }
                    HoleSource::Credential(index) => vendor.credentials.get(*index).map(|c| c.key.as_str()),
                    HoleSource::Setting(index) => vendor.settings.get(*index).map(|s| s.name.as_str()),
                    HoleSource::Token(index) => vendor.tokens.get(*index).map(|t| t.name.as_str()),
                    HoleSource::RequestFormat | HoleSource::ReplyFormat => None,
                };
                text.push_str(&format!("{{{}}}", name.unwrap_or("value")));
            }
        }
    }
}
