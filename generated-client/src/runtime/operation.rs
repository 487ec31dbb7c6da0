//! What generated code implements: a vendor, its credentials, its operations.
//!
//! Applications use these traits as bounds only. Facts are plain constants, so that the engine which
//! reads them is compiled once and not once per operation.

use http::header::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::client::Core;
use super::code::{Code, Format, Safety};
use super::date::epoch::count_of_clock;
use super::date::{DateTime, Epoch, OffsetDateTime};
use super::fresh::Moment;
use super::invalid::Invalid;
use super::malformed::Malformed;
use super::reply::{Payload, ReplyFacts};
use super::secret::Secret;
use super::session::Session;
use super::signed::Keys;
use super::write;

/// A vendor, as generated code describes it.
pub trait Vendor: Sized + Send + Sync + 'static {
    /// What the vendor knows the caller by.
    type Credentials: Credentials;
    /// Readings of the vendor's page that the caller may choose between.
    type Settings: Clone + Default + Send + Sync + 'static;
    /// The vendor's servers. Has a `Default` only where there is one: production is never chosen by silence.
    type Server: Copy + Send + Sync + 'static;
    /// The vendor's codes.
    type Code: Code;
    /// The generated client.
    type Client: From<Core<Self>>;

    /// What does not depend on the operation.
    const FACTS: &'static VendorFacts;

    /// The address of a server: `https`, without user info, query and fragment. Words between braces are filled by
    /// [`address_part`](Self::address_part).
    fn base(server: Self::Server) -> &'static str;

    /// The names of other hosts on which some operations answer.
    const HOSTS: &'static [&'static str] = &[];

    /// The address of one of [`HOSTS`](Self::HOSTS), as [`base`](Self::base).
    fn host(server: Self::Server, _index: usize) -> &'static str {
        Self::base(server)
    }

    /// What fills a hole of an address.
    fn address_part<'a>(
        _name: &str,
        _credentials: &'a Self::Credentials,
        _settings: &'a Self::Settings,
    ) -> Option<&'a str> {
        None
    }

    /// How tokens are obtained, for a vendor whose operations ask for some.
    const SESSIONS: &'static [Session<Self>] = &[];
}

/// What holds for all operations of a vendor.
#[derive(Debug)]
pub struct VendorFacts {
    /// The vendor's name in code, which is that of its feature.
    pub name: &'static str,
    /// The name on its own pages.
    pub title: &'static str,
    /// The formats of requests; the first is the default.
    pub request_formats: &'static [Format],
    /// The formats of replies; the first is the default.
    pub reply_formats: &'static [Format],
}

/// What a vendor knows the caller by.
pub trait Credentials: Clone + Send + Sync + 'static {
    /// Refuses, before anything is sent, what can't be right: empty or blank, surrounding white space,
    /// control characters, a documented length that does not hold. The error names the field and never
    /// the value; [`check_secret`] does it for one field.
    fn check(&self) -> Result<(), Invalid>;

    /// Hands over each secret text, so that it can be struck out of what the vendor says.
    fn secrets(&self, each: &mut dyn FnMut(&str));
}

/// Of a vendor that wants none.
impl Credentials for () {
    fn check(&self) -> Result<(), Invalid> {
        Ok(())
    }

    fn secrets(&self, _: &mut dyn FnMut(&str)) {}
}

/// Refuses a credential that can't be right. `name` is the field's name in code.
pub fn check_secret(name: &'static str, value: &str) -> Result<(), Invalid> {
    let rule = if value.trim().is_empty() {
        "must not be empty or blank"
    } else if value.trim() != value {
        "must not begin or end with white space (was it read from a file with its line end?)"
    } else if value.chars().any(char::is_control) {
        "must not contain control characters"
    } else {
        return Ok(());
    };
    Err(Invalid::new(rule).at(name))
}

/// What a second call with the same own id does. In neither case does it happen twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repeated {
    /// It is answered as the first one was.
    AnswersAsBefore,
    /// It is refused, also while nobody knows what became of the first.
    Refuses,
}

/// One operation of a vendor: how its request is written, how its reply is read.
pub trait Operation: Send + Sync {
    /// Whose operation it is.
    type Vendor: Vendor;
    /// What a success hands over.
    type Reply: Send;

    /// What does not depend on the request's values.
    const FACTS: &'static OperationFacts;

    /// Does the request hold the caller's own id, so that it is done once, however often it is sent?
    fn is_keyed(&self) -> bool {
        false
    }

    /// Writes the request, or refuses it: nothing has been sent then.
    fn write(&self, cx: &Context<'_, Self::Vendor>, draft: &mut Draft) -> Result<(), Invalid>;

    /// Finds out whether the answer is the vendor's, where it signs what it answers. Refusals are asked too.
    fn verify(
        &self,
        cx: &Keys<'_, <Self::Vendor as Vendor>::Credentials, <Self::Vendor as Vendor>::Settings>,
        payload: &Payload<'_>,
    ) -> Result<(), Malformed> {
        let _ = (cx, payload);
        Ok(())
    }

    /// Reads the payload of a reply whose arm says success.
    fn read(&self, payload: Payload<'_>) -> Result<Self::Reply, Malformed>;
}

/// What holds for every call of an operation.
#[derive(Debug)]
pub struct OperationFacts {
    /// The operation's name in code: `user_credit`.
    pub name: &'static str,
    /// The HTTP method in capitals.
    pub method: &'static str,
    /// The path with its holes, the only form of it that is ever shown: `/v2/{api_key}/user_credit/json/`.
    pub template: &'static str,
    /// May it be repeated?
    pub safety: Safety,
    /// The operation that tells what became of a call.
    pub told_by: Option<&'static str>,
    /// What a second call with the same own id does, where requests can have one: see [`Operation::is_keyed`].
    pub key: Option<Repeated>,
    /// On which of [`Vendor::HOSTS`] it answers; none is the server's own address.
    pub host: Option<usize>,
    /// Where the vendor documents it.
    pub place: &'static str,
    /// The formats in which it can be sent; the first is the default.
    pub request_formats: &'static [Format],
    /// May the reply's format be chosen apart from the request's?
    pub reply_format_apart: bool,
    /// The tokens that it needs, by their positions in [`Vendor::SESSIONS`].
    pub tokens: &'static [usize],
    /// Does the request have a body, if only an empty one?
    pub has_body: bool,
    /// How replies are told apart.
    pub reply: &'static ReplyFacts,
    /// Never said, so that `..PLAIN` always has something to add.
    #[doc(hidden)]
    pub rest: (),
}

impl OperationFacts {
    /// What is so of most operations, for the rest to be said.
    pub const PLAIN: Self = Self {
        name: "",
        method: "POST",
        template: "",
        safety: Safety::Once,
        told_by: None,
        key: None,
        host: None,
        place: "",
        request_formats: &[],
        reply_format_apart: false,
        tokens: &[],
        has_body: true,
        reply: &ReplyFacts::EMPTY,
        rest: (),
    };
}

/// What a request is written with, besides its own values.
pub struct Context<'a, V: Vendor> {
    /// The caller's credentials.
    pub credentials: &'a V::Credentials,
    /// The readings that the caller chose.
    pub settings: &'a V::Settings,
    /// The tokens in force, in the order of [`Vendor::SESSIONS`]. See [`Context::token`].
    pub tokens: &'a [Option<Secret>],
    /// The format to write the body in.
    pub request_format: Format,
    /// The format to ask for.
    pub reply_format: Format,
    /// What is new with this attempt. See [`Context::now`] and [`Context::nonce`].
    pub(crate) moment: &'a Moment<'a>,
}

impl<'a, V: Vendor> Context<'a, V> {
    /// The present time in UTC, the same however often it is asked for.
    pub fn now(&self) -> DateTime {
        DateTime::from_clock(self.moment.now())
    }

    /// The present time at a place whose clocks are so many minutes ahead of UTC.
    pub fn now_at(&self, offset_minutes: i16) -> OffsetDateTime {
        OffsetDateTime::of_utc(self.now(), offset_minutes)
    }

    /// The present time in whole seconds since 1970.
    pub fn now_epoch(&self) -> i64 {
        count_of_clock(self.moment.now(), Epoch::Seconds)
    }

    /// The present time in whole milliseconds since 1970.
    pub fn now_epoch_millis(&self) -> i64 {
        count_of_clock(self.moment.now(), Epoch::Milliseconds)
    }

    /// A text that was never used before: 32 hexadecimal digits in lower case. Another one each time it is
    /// asked for.
    pub fn nonce(&self) -> String {
        self.moment.nonce()
    }

    /// A token, or the refusal to send without it.
    pub fn token(&self, index: usize) -> Result<&'a Secret, Invalid> {
        self.tokens.get(index).and_then(Option::as_ref).ok_or_else(|| {
            let name = V::SESSIONS.get(index).map_or("token", |session| session.name);
            Invalid::new("a token is needed: let the client obtain it, or set one in `Config::token`").at(name)
        })
    }

    /// The refusal of a request format that the operation does not have.
    pub fn no_such_request_format(&self) -> Invalid {
        Invalid::new(format!("the operation is not documented for requests in {}", self.request_format))
            .at("request_format")
    }
}

/// A request in the making. The engine adds the server's address and the caller's own headers.
#[derive(Default)]
pub struct Draft {
    /// The path, percent-encoded, from its first `/`.
    pub path: Vec<u8>,
    /// The query, percent-encoded, without `?`.
    pub query: Vec<u8>,
    /// The vendor's headers, see [`Draft::header`].
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// The body's content type.
    pub content_type: Option<&'static str>,
    /// What is asked for in `accept`.
    pub accept: Option<&'static str>,
}

impl Draft {
    /// Adds a header. `name` is in lower case. Every value counts as secret: none is ever shown.
    pub fn header(&mut self, name: &'static str, mut value: HeaderValue) -> Result<(), Invalid> {
        let name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| Invalid::new("is no name of a header").at(name))?;
        value.set_sensitive(true);
        self.headers.push((name, value));
        Ok(())
    }

    /// The text of a header that was added before.
    pub fn header_value(&self, name: &'static str) -> Result<String, Invalid> {
        let value = self.headers.iter().rev().find(|(known, _)| known.as_str() == name).map(|(_, value)| value);
        let text = value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        text.ok_or_else(|| Invalid::new("is not there yet").at(name))
    }

    /// Makes parts the body. The nonce is 1 to 40 letters and digits, and stands in the content type.
    pub fn multipart(&mut self, parts: write::Multipart, nonce: &str) -> Result<(), Invalid> {
        let content_type = parts.finish(nonce, &mut self.body)?;
        self.content_type = None;
        self.header_text("content-type", &[&content_type])
    }

    /// Adds a header whose value is put together from parts: `&["Bearer ", token.expose()]`.
    pub fn header_text(&mut self, name: &'static str, parts: &[&str]) -> Result<(), Invalid> {
        let mut text = Zeroizing::new(String::with_capacity(parts.iter().map(|part| part.len()).sum()));
        for part in parts {
            text.push_str(part);
        }
        let value = write::header_text(&text).map_err(|invalid| invalid.at(name))?;
        self.header(name, value)
    }
}
