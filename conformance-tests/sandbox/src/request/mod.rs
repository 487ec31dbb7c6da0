//! Requests, interpreted by the model: which operation is meant, what it says, and everything that is wrong with it.

mod address;
mod body;
mod functions;
mod holes;
mod signed;
#[cfg(test)]
mod tests;

use vendor_model::Vendor;
use vendor_model::model::{Charset, Expression, Field, Format, Names, Operation, Place, Value};

use crate::behave::Keys;
use crate::charset;
use crate::document::{Node, json, pairs};
use crate::fixture::Fixture;
use crate::message::Request;
use crate::problem::{Kind, Problem};
use crate::typed::{Direction, Reader, Signed, Values};

pub(crate) use functions::{call as computed, evaluate, joined};
pub use holes::places_of;

use signed::Sent;

/// What a request says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The call that it is; none if no operation has its address.
    pub call: Option<Call>,
    /// Everything that is wrong with it. Empty when the request is just as the model would write it.
    pub problems: Vec<Problem>,
}

/// A call of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Name of the vendor.
    pub vendor: String,
    /// Name of the operation.
    pub operation: String,
    /// The format of the request.
    pub format: Format,
    /// The format that the reply is asked for.
    pub reply_format: Format,
    /// The fields that the caller gives: a [`Value::Record`] of the operation's request.
    pub request: Value,
    /// The credentials, in every place where one stands.
    pub credentials: Vec<Found>,
    /// The tokens, in every place where one stands.
    pub tokens: Vec<Found>,
    /// Settings of the client that can be seen: index of the setting and of its value.
    pub settings: Vec<(usize, usize)>,
}

/// A credential or token in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name in the spec.
    pub name: String,
    /// Its text, unescaped.
    pub text: String,
    /// Where it stands: `path`, `header apikey`, `body request.authentication.key`.
    pub at: String,
}

impl Reading {
    /// Whether nothing but the writing differs from what the model says.
    pub fn is_clear(&self) -> bool {
        self.call.is_some() && self.problems.iter().all(Problem::is_dress)
    }

    /// The call, if the request is just as the model would write it.
    ///
    /// # Errors
    ///
    /// All problems, one a line.
    pub fn exact(&self) -> Result<&Call, String> {
        match &self.call {
            Some(call) if self.problems.is_empty() => Ok(call),
            _ => Err(self.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
        }
    }

    /// How far it is from what the model says.
    fn distance(&self) -> (usize, usize) {
        let wrong = self.problems.iter().filter(|p| !p.is_dress()).count();
        (wrong, self.problems.len() - wrong)
    }
}

impl Call {
    /// The text of a credential, from the first place where it stands.
    pub fn credential(&self, name: &str) -> Option<&str> {
        self.credentials.iter().find(|found| found.name == name).map(|found| found.text.as_str())
    }

    /// The text of a token.
    pub fn token(&self, name: &str) -> Option<&str> {
        self.tokens.iter().find(|found| found.name == name).map(|found| found.text.as_str())
    }
}

/// Reads a request to any of the vendors.
///
/// Where several operations share the address, the one that the request fits best is meant. A path that begins with
/// the name of a vendor, `/acme/v1/balance`, is read as `/v1/balance` of that vendor.
pub fn read_request<'v>(vendors: impl IntoIterator<Item = &'v Vendor>, request: &Request) -> Reading {
    read_request_as(vendors, request, &Manner::default())
}

/// The same with the credentials that the caller should have, so that signatures are checked: a text that is not
/// what is computed of them is a problem.
pub fn read_signed<'v>(vendors: impl IntoIterator<Item = &'v Vendor>, request: &Request, keys: &Keys) -> Reading {
    read_request_as(vendors, request, &Manner { keys: Some(keys), ..Manner::default() })
}

/// How exactly a request is read.
#[derive(Clone, Copy, Default)]
pub(crate) struct Manner<'a> {
    /// How names of members are compared.
    pub(crate) names: Names,
    /// A member that is null is as good as absent.
    pub(crate) nulls: bool,
    /// What the caller's credentials are, to check signatures with.
    pub(crate) keys: Option<&'a Keys>,
}

/// The same, as exactly as the manner says.
pub(crate) fn read_request_as<'v>(
    vendors: impl IntoIterator<Item = &'v Vendor>,
    request: &Request,
    manner: &Manner<'_>,
) -> Reading {
    let vendors: Vec<&Vendor> = vendors.into_iter().collect();
    let Some((vendor, below)) = vendors.iter().find_map(|vendor| Some((*vendor, below(vendor, request)?))) else {
        return read_among(&vendors, request, manner);
    };
    let reading = read_among(&[vendor], &below, manner);
    if reading.call.is_some() {
        return reading;
    }
    // A path may begin so by chance.
    let whole = read_among(&vendors, request, manner);
    if whole.call.is_some() { whole } else { reading }
}

/// The request as the vendor sees it, if its path begins with the vendor's name.
pub(crate) fn below(vendor: &Vendor, request: &Request) -> Option<Request> {
    let rest = request.target.strip_prefix('/')?.strip_prefix(vendor.name.as_str())?;
    if rest.is_empty() || rest.starts_with('?') {
        return Some(Request { target: format!("/{rest}"), ..request.clone() });
    }
    rest.starts_with('/').then(|| Request { target: rest.to_owned(), ..request.clone() })
}

fn read_among(vendors: &[&Vendor], request: &Request, manner: &Manner<'_>) -> Reading {
    let mut best: Option<Reading> = None;
    let mut others = Vec::new();
    for vendor in vendors.iter().copied() {
        for operation in &vendor.operations {
            let candidates = address::candidates(vendor, operation, request);
            if candidates.is_empty() && address::fits_other_method(vendor, operation, request) {
                others.push(format!(
                    "`{}` of {} is sent by {}",
                    operation.name,
                    vendor.name,
                    operation.send.method.name()
                ));
            }
            for candidate in candidates {
                let reading = read_candidate(vendor, operation, request, candidate, manner, false);
                best = Some(match best {
                    Some(best) => nearer(best, reading),
                    None => reading,
                });
            }
        }
    }
    best.unwrap_or_else(|| {
        let (kind, says) = match others.as_slice() {
            [] => (Kind::Address, format!("no operation has the method {} and this path", request.method)),
            others => {
                let others = others.join(", ");
                (Kind::Method, format!("no operation has this path with the method {}; {others}", request.method))
            }
        };
        Reading { call: None, problems: vec![Problem::new(kind, "path", says)] }
    })
}

/// Reads a sample of a request to one operation, as its author meant it.
///
/// Only what the sample shows is judged: method, path, headers and body may be missing, and an empty body is none.
/// Numbers that a page's author wrote with leading zeros into JSON are read, with a problem that is dress.
pub fn read_sample(vendor: &Vendor, operation: &Operation, format: Format, sample: &Fixture) -> Reading {
    let request = sample.request(operation.send.method.name(), "");
    let exact = Manner::default();
    if sample.target().is_none() {
        return read_candidate(vendor, operation, &request, address::Candidate::nowhere(format), &exact, true);
    }
    let candidates = address::candidates(vendor, operation, &request).into_iter().filter(|c| c.format == format);
    candidates
        .map(|candidate| read_candidate(vendor, operation, &request, candidate, &exact, true))
        .reduce(nearer)
        .unwrap_or_else(|| {
            let says = format!("this is no address of `{}` in {}", operation.name, format.name());
            Reading { call: None, problems: vec![Problem::new(Kind::Address, "path", says)] }
        })
}

fn nearer(a: Reading, b: Reading) -> Reading {
    let (near, far) = if b.distance() < a.distance() { (b, a) } else { (a, b) };
    let name = |reading: &Reading| reading.call.as_ref().map(|call| (call.vendor.clone(), call.operation.clone()));
    if near.distance() != far.distance() || name(&near) == name(&far) || far.distance().0 > 0 {
        return near;
    }
    let other = name(&far).map_or_else(String::new, |(vendor, operation)| format!("`{operation}` of {vendor}"));
    let mut near = near;
    near.problems.push(Problem::new(Kind::Address, "path", format!("this could as well be a call of {other}")));
    near
}

/// What the computed parts of a request to an operation take from the request itself, such as its body. What stands in
/// their places is not looked at.
pub(crate) fn taken_from(
    vendor: &Vendor,
    operation: &Operation,
    format: Format,
    request: &Request,
    keys: &Keys,
) -> Vec<(Expression, Vec<u8>)> {
    let mut candidates = address::candidates(vendor, operation, request).into_iter();
    let Some(candidate) = candidates.find(|candidate| candidate.format == format) else { return Vec::new() };
    let manner = Manner { keys: Some(keys), ..Manner::default() };
    let mut taken = Vec::new();
    drop(read_whole(vendor, operation, request, candidate, &manner, false, &mut |sent, signed| {
        taken = sent.taken(signed);
        Vec::new()
    }));
    taken
}

fn read_candidate(
    vendor: &Vendor,
    operation: &Operation,
    request: &Request,
    candidate: address::Candidate,
    manner: &Manner<'_>,
    sample: bool,
) -> Reading {
    read_whole(vendor, operation, request, candidate, manner, sample, &mut |sent, signed| sent.check(signed))
}

/// What is done with the computed parts of a request.
type OfComputed<'f> = &'f mut dyn FnMut(Sent<'_>, &[Signed]) -> Vec<Problem>;

fn read_whole(
    vendor: &Vendor,
    operation: &Operation,
    request: &Request,
    candidate: address::Candidate,
    manner: &Manner<'_>,
    sample: bool,
    of_computed: OfComputed<'_>,
) -> Reading {
    let format = candidate.format;
    let mut reader = Reader::new(vendor, format, manner.names, Direction::Request);
    reader.nulls = manner.nulls;
    reader.absent = operation.send.absent.clone();
    reader.named_documents = &operation.send.documents;
    let mut values = Values::new();
    let query = address::query_members(operation, request, &mut reader);
    let document = document(&mut reader, operation, format, request, sample);
    candidate.enter(&mut reader);
    // A sample without an address shows no query either.
    let addressed = !request.target.is_empty();
    if addressed {
        address::query(operation, &query, &mut reader, &mut values);
    }
    address::headers(operation, request, format, sample, &mut reader);
    if let Some(document) = &document {
        read_body(vendor, operation, format, document, &mut reader, &mut values);
    }
    let holes = holes::settle(operation, &mut reader, &mut values, format);
    let record = vendor.record(operation.request);
    if let Some(body) = operation.send.body(format) {
        reader.format = body.hole_format(format);
    } else {
        reader.format = Format::Form;
    }
    // What stands in a body that can't be read, or is not shown, is not called missing.
    let readable = if operation.send.body(format).is_some() { document.is_some() } else { addressed };
    let has_hole = signed::has_hole(operation);
    let travels = |field: &Field| {
        let index = record.fields.iter().position(|other| std::ptr::eq(other, field));
        index.is_some_and(|index| signed::travels(operation, record, index))
    };
    reader.presence_at_hole(record, &mut values, |f| match f.place {
        Place::Pattern => addressed && travels(f),
        Place::Hole => readable && has_hole,
    });
    holes::nowhere_else(&holes, request, document.as_ref(), &query, &mut reader);
    let call = holes.call(vendor, operation, format, values);
    if !sample && !reader.signed.is_empty() {
        let keys = manner.keys;
        let raw = (&reader.raw, &reader.documents);
        let sent = Sent::new(vendor, operation, format, request, &query, document.as_ref(), raw, &call, keys);
        let wrong = of_computed(sent, &reader.signed);
        reader.problems.extend(wrong);
    }
    Reading { call: Some(call), problems: reader.problems }
}

/// The body as a document, if the operation has one and it can be read.
fn document(
    reader: &mut Reader<'_>,
    operation: &Operation,
    format: Format,
    request: &Request,
    sample: bool,
) -> Option<Node> {
    let body = request.body.as_slice();
    reader.within_part("body", |reader| {
        if operation.send.body(format).is_none() {
            if !body.is_empty() {
                reader.problem(Kind::Unknown, "this operation has no body");
            }
            return None;
        }
        if sample && body.is_empty() {
            return None;
        }
        let charset = operation.send.charset.unwrap_or(Charset::Utf8);
        let read = match format {
            Format::Json if sample => json::read_sample(body),
            Format::Multipart => {
                let content_type = request.header_values("content-type").next().unwrap_or_default();
                pairs::read_multipart(content_type, body, charset).map(|node| (node, false))
            }
            Format::Form => pairs::read_form_in(body, charset).map(|node| (node, false)),
            format if charset == Charset::Utf8 => Node::read(format, body).map(|node| (node, false)),
            format => charset::decode(body, charset).and_then(|text| {
                let text = if format == Format::Xml { charset::undeclared(&text) } else { &text };
                Node::read(format, text.as_bytes()).map(|node| (node, false))
            }),
        };
        match read {
            Ok((node, mended)) => {
                if mended {
                    reader.problem(Kind::Dress, "a number with leading zeros is no JSON");
                }
                Some(node)
            }
            Err(says) => {
                reader.problem(Kind::Malformed, says);
                None
            }
        }
    })
}

fn read_body<'a>(
    vendor: &'a Vendor,
    operation: &'a Operation,
    format: Format,
    document: &'a Node,
    reader: &mut Reader<'a>,
    values: &mut Values,
) {
    if let Some(frame) = operation.send.body(format) {
        let record = vendor.record(operation.request);
        reader.within_part("body", |reader| body::frame(reader, frame, document, record, values));
    }
}
