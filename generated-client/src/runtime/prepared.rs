//! A request as bytes, and an answer's bytes as a result: the whole client without its network.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{self, HeaderValue};
use http::{Method, Request, Uri};

use super::base::Base;
use super::code::{Class, Code, Effect, Format, Safety};
use super::error::{Accepted, Error, InDoubt, InDoubtReason, Origin, OtherError, Rejected, effect_of};
use super::fresh::{Fresh, Moment};
use super::hosts::Bases;
use super::invalid::Invalid;
use super::judge::{self, Answer, Read, Words};
use super::malformed::Malformed;
use super::operation::{Context, Credentials as _, Draft, Operation, OperationFacts, Vendor};
use super::options::Options;
use super::redact::Redactor;
use super::retry;
use super::secret::Secret;
use super::transport::{Body, Received};

/// A request, ready to be sent by any means. `Debug` shows its method and the template of its path only.
#[derive(Clone)]
pub struct Prepared {
    facts: &'static OperationFacts,
    request_format: Format,
    reply_format: Format,
    request: Request<Bytes>,
    is_dated: bool,
}

impl Prepared {
    /// The HTTP method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The path with holes in place of values.
    pub fn template(&self) -> &'static str {
        self.facts.template
    }

    /// The request itself. **Its address, headers and body hold credentials**: do not log it.
    pub fn into_http(self) -> Request<Bytes> {
        self.request
    }

    pub(crate) fn request_format(&self) -> Format {
        self.request_format
    }

    pub(crate) fn reply_format(&self) -> Format {
        self.reply_format
    }

    /// Whether the request holds the present time or a nonce, so that another attempt needs another one.
    pub(crate) fn is_dated(&self) -> bool {
        self.is_dated
    }

    /// One more copy for the transport. The bytes themselves are shared.
    pub(crate) fn outgoing(&self) -> Request<Body> {
        let has_body = self.facts.has_body || !self.request.body().is_empty();
        self.request.clone().map(|bytes| if has_body { Body::Bytes(bytes) } else { Body::Empty })
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared({} {})", self.facts.method, self.facts.template)
    }
}

/// What a request is prepared from, besides its own values.
pub(crate) struct From<'a, V: Vendor> {
    pub(crate) credentials: &'a V::Credentials,
    pub(crate) settings: &'a V::Settings,
    pub(crate) tokens: &'a [Option<Secret>],
    pub(crate) bases: &'a Bases,
    pub(crate) options: &'a Options,
    pub(crate) fresh: &'a Fresh,
}

/// How an operation writes its request.
pub(crate) type Write<'w, V> = &'w (dyn Fn(&Context<'_, V>, &mut Draft) -> Result<(), Invalid> + Sync);

pub(crate) fn prepare<V: Vendor>(
    from: &From<'_, V>,
    facts: &'static OperationFacts,
    write: Write<'_, V>,
) -> Result<Prepared, Invalid> {
    from.options.check(V::FACTS)?;
    let (request_format, reply_format) = from.options.formats(V::FACTS, facts)?;
    let mut draft = Draft::default();
    let moment = Moment::new(from.fresh);
    let context = Context {
        credentials: from.credentials,
        settings: from.settings,
        tokens: from.tokens,
        request_format,
        reply_format,
        moment: &moment,
    };
    write(&context, &mut draft)?;
    let request = assemble(from.bases.of(facts)?, from.options, facts, draft)?;
    Ok(Prepared { facts, request_format, reply_format, request, is_dated: moment.was_used() })
}

/// Puts address, headers and body together. What a generated encoder should never write is refused here
/// once more: a mistake in it must not become a request to somewhere else.
fn assemble(
    base: &Base,
    options: &Options,
    facts: &'static OperationFacts,
    draft: Draft,
) -> Result<Request<Bytes>, Invalid> {
    let mut uri = Vec::with_capacity(base.as_str().len() + draft.path.len() + draft.query.len() + 1);
    uri.extend_from_slice(base.as_str().as_bytes());
    uri.extend_from_slice(&draft.path);
    let climbs = draft.path.split(|byte| *byte == b'/').any(|segment| matches!(segment, b"." | b".."));
    if !draft.path.starts_with(b"/") || draft.path.iter().any(|byte| matches!(byte, b'?' | b'#' | b'\\')) || climbs {
        return Err(Invalid::new("must be a plain path").at("path"));
    }
    if !draft.query.is_empty() {
        if draft.query.contains(&b'#') {
            return Err(Invalid::new("must not contain a fragment").at("query"));
        }
        uri.push(b'?');
        uri.extend_from_slice(&draft.query);
    }
    // The error of `Uri` is dropped on purpose: it is not ours, and could quote.
    let uri = Uri::try_from(uri).map_err(|_| Invalid::new("must fit into an address").at("path"))?;
    let method =
        Method::from_bytes(facts.method.as_bytes()).map_err(|_| Invalid::new("is no HTTP method").at("method"))?;

    let mut request = Request::new(Bytes::from(draft.body));
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert(
        header::USER_AGENT,
        HeaderValue::from_static(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))),
    );
    for (name, value) in options.extra_headers() {
        headers.insert(name, value.clone());
    }
    // Ours come last, and win.
    for (name, _) in &draft.headers {
        headers.remove(name);
    }
    for (name, value) in draft.headers {
        headers.append(name, value);
    }
    for (name, value) in [(header::CONTENT_TYPE, draft.content_type), (header::ACCEPT, draft.accept)] {
        if let Some(value) = value {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    Ok(request)
}

pub(crate) fn origin<V: Vendor>(operation: &'static OperationFacts) -> Origin {
    Origin { vendor: V::FACTS, operation, is_keyed: false }
}

/// The same of a request, which may have an own id.
pub(crate) fn origin_of<O: Operation>(request: &O) -> Origin {
    Origin { vendor: O::Vendor::FACTS, operation: O::FACTS, is_keyed: request.is_keyed() }
}

/// Knows the secrets of a call.
pub(crate) fn redactor<'s, V: Vendor>(
    credentials: &V::Credentials,
    tokens: impl IntoIterator<Item = &'s Secret>,
) -> Redactor {
    let mut redactor = Redactor::default();
    credentials.secrets(&mut |secret| redactor.add(secret));
    for token in tokens {
        redactor.add(token.expose());
    }
    redactor
}

/// What an answer means for the caller.
pub(crate) fn decode<V: Vendor>(
    origin: Origin,
    format: Format,
    received: &Received,
    redactor: &Redactor,
    read: Read<'_>,
) -> Result<(), Error<V::Code>> {
    let facts = origin.operation;
    let status = received.status().as_u16();
    let is_known = |tables: &[&str], code: &str| V::Code::from_tables(tables, code).is_known();
    let in_doubt = |reason, malformed, words: Words| {
        let clean = |text: Option<String>| text.map(|text| redactor.clean(&text));
        Error::InDoubt(
            InDoubt::new(origin, reason)
                .with_malformed(malformed)
                .with_answer(status, Some(received.body().clone()))
                .with_words(words.code.map(|code| redactor.clean_code(&code)), clean(words.message)),
        )
    };
    match judge::judge(facts.reply, format, received, &is_known, read) {
        Answer::Yes => Ok(()),
        Answer::YesUnreadable(malformed) => {
            Err(Error::Accepted(Accepted::new(origin, malformed, status, received.body().clone())))
        }
        Answer::Unclear(reason, malformed, words) => Err(in_doubt(reason, malformed, words)),
        Answer::No(words) => {
            let code = words.code.as_deref().map(|code| code_of::<V::Code>(words.tables, code, redactor));
            let others: Vec<OtherError<V::Code>> = words
                .others
                .iter()
                .map(|(code, message)| {
                    let code = code.as_deref().map(|code| code_of::<V::Code>(words.tables, code, redactor));
                    OtherError::new(code, message.as_deref().map(|message| redactor.clean(message)))
                })
                .collect();
            let codes = std::iter::once(code.as_ref()).chain(others.iter().filter_map(|o| o.code().map(Some)));
            let has_effect = codes.map(|code| effect_of(code, words.no_effect, status)).any(|e| e == Effect::Unknown);
            if has_effect && facts.safety != Safety::Read {
                return Err(in_doubt(InDoubtReason::EffectUnknown, None, words));
            }
            let class = class_of(code.as_ref(), words.class, status);
            let message = words.message.map(|message| redactor.clean(&message));
            let wait = retry::retry_after(received.headers(), SystemTime::now());
            Err(Error::Rejected(
                Rejected::new(origin, code, class, status)
                    .with_message(message)
                    .with_others(others)
                    .with_retry_after(wait),
            ))
        }
    }
}

/// A documented code holds no secret. Any other text could: a vendor may echo what it was sent.
fn code_of<C: Code>(tables: &[&str], text: &str, redactor: &Redactor) -> C {
    let code = C::from_tables(tables, text);
    if code.is_known() { code } else { C::from_wire(&redactor.clean_code(text)) }
}

/// The most telling of: the documented code, the arm, the HTTP status.
fn class_of<C: Code>(code: Option<&C>, arm: Option<Class>, status: u16) -> Class {
    let of_code = code.map_or(Class::Unknown, Code::class);
    match (of_code, arm) {
        (Class::Unknown, Some(class)) => class,
        (Class::Unknown, None) => Class::of_status(status),
        (class, _) => class,
    }
}

/// The answer said yes and its payload was read, and yet there is none: a fault of the decoder.
pub(crate) fn no_reply<V: Vendor>(facts: &'static OperationFacts, received: &Received) -> Error<V::Code> {
    let malformed = Malformed::new("a payload");
    let status = received.status().as_u16();
    Error::Accepted(Accepted::new(origin::<V>(facts), malformed, status, received.body().clone()))
}
