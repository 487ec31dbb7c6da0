//! A vendor that does not exist, written as the generator would: `Acme`, with a payment (credentials in the
//! JSON or XML body), a question about it (token in a bearer header, a value in the path), and the operation
//! that gives tokens.
#![no_implicit_prelude]
// `Format` may grow: outside of the runtime's crate a match on it needs an arm that is unreachable inside.
#![allow(unreachable_patterns, dead_code, clippy::single_match)]

use ::generated_client::__private::v1 as rt;

/// Marks the vendor.
#[derive(::core::fmt::Debug)]
pub enum Acme {}

/// How a client of Acme is set up.
pub type Config = rt::Config<Acme>;
/// Why a call of Acme has no reply.
pub type Error = rt::Error<Code>;

/// What Acme knows the caller by.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct Credentials {
    /// From the console.
    pub key: rt::Secret,
    /// From the console too.
    pub hash: rt::Secret,
}

impl rt::Credentials for Credentials {
    fn check(&self) -> ::core::result::Result<(), rt::Invalid> {
        rt::check_secret("key", self.key.expose())?;
        rt::check_secret("hash", self.hash.expose())?;
        ::core::result::Result::Ok(())
    }

    fn secrets(&self, each: &mut dyn ::core::ops::FnMut(&str)) {
        each(self.key.expose());
        each(self.hash.expose());
    }
}

/// Acme's servers.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default)]
#[non_exhaustive]
pub enum Server {
    /// The only one.
    #[default]
    Production,
}

/// Readings of Acme's page.
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::default::Default)]
#[non_exhaustive]
pub struct Settings {
    /// Write `credits` in place of `credit`.
    pub plural_credits: bool,
}

/// Acme's codes.
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq)]
#[non_exhaustive]
pub enum Code {
    /// `96`: invalid parameters.
    InvalidParameters,
    /// `401`: wrong credentials.
    WrongCredentials,
    /// `402`: not enough balance.
    NotEnoughBalance,
    /// `429`: too many requests.
    TooMany,
    /// `500`: it failed, and may have been done.
    Failed,
    /// A code that is on no page.
    Other(::std::string::String),
}

impl rt::Code for Code {
    fn from_wire(code: &str) -> Self {
        match code {
            "96" => Self::InvalidParameters,
            "401" => Self::WrongCredentials,
            "402" => Self::NotEnoughBalance,
            "429" => Self::TooMany,
            "500" => Self::Failed,
            _ => Self::Other(<::std::string::String as ::core::convert::From<&str>>::from(code)),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::InvalidParameters => "96",
            Self::WrongCredentials => "401",
            Self::NotEnoughBalance => "402",
            Self::TooMany => "429",
            Self::Failed => "500",
            Self::Other(code) => code.as_str(),
        }
    }

    fn class(&self) -> rt::Class {
        match self {
            Self::InvalidParameters => rt::Class::InvalidField,
            Self::WrongCredentials => rt::Class::Credentials,
            Self::NotEnoughBalance => rt::Class::Balance,
            Self::TooMany => rt::Class::Rate,
            Self::Failed => rt::Class::VendorFault,
            Self::Other(_) => rt::Class::Unknown,
        }
    }

    fn effect(&self) -> rt::Effect {
        match self {
            Self::Failed => rt::Effect::Unknown,
            _ => rt::Effect::None,
        }
    }

    fn is_known(&self) -> bool {
        !::core::matches!(self, Self::Other(_))
    }
}

static FACTS: rt::VendorFacts = rt::VendorFacts {
    name: "acme",
    title: "Acme Payments",
    request_formats: &[rt::Format::Json, rt::Format::Xml],
    reply_formats: &[rt::Format::Json, rt::Format::Xml],
};

impl rt::Vendor for Acme {
    type Credentials = Credentials;
    type Settings = Settings;
    type Server = Server;
    type Code = Code;
    type Client = Client;

    const FACTS: &'static rt::VendorFacts = &FACTS;
    const SESSIONS: &'static [rt::Session<Self>] = &[rt::Session {
        name: "token",
        obtain: ::core::option::Option::Some(rt::Grant {
            facts: &authenticate::FACTS,
            write: authenticate::write,
            read: authenticate::read,
        }),
        refresh: ::core::option::Option::Some(rt::Refresh {
            facts: &authenticate::REFRESH,
            write: authenticate::write_refresh,
            read: authenticate::read,
        }),
        stale_http: &[],
        stale_codes: &["440"],
    }];

    fn base(server: Server) -> &'static str {
        match server {
            Server::Production => "https://api.acme.example",
        }
    }
}

/// A client of Acme.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct Client {
    pub(super) core: rt::Core<Acme>,
}

impl ::core::convert::From<rt::Core<Acme>> for Client {
    fn from(core: rt::Core<Acme>) -> Self {
        Self { core }
    }
}

impl Client {
    /// A client with the usual limits. See [`Config`] for others.
    #[cfg(feature = "reqwest")]
    pub fn new(credentials: Credentials) -> ::core::result::Result<Self, rt::Invalid> {
        Config::new(credentials).connect()
    }

    /// The same client with other options, for one call or for many.
    #[must_use]
    pub fn with(&self, change: impl ::core::ops::FnOnce(rt::Options) -> rt::Options) -> Self {
        Self { core: self.core.with(change) }
    }

    /// Pay a customer.
    pub async fn pay(&self, request: &Pay) -> ::core::result::Result<PayReply, Error> {
        self.core.call(request).await
    }

    /// What became of a payment.
    pub async fn payment(&self, request: &Payment) -> ::core::result::Result<PaymentReply, Error> {
        self.core.call(request).await
    }
}

// The arms of both formats. A frame's path begins with the root element in XML, and with the first member
// in JSON; here they are the same.
const ARMS: &[rt::Arm] = &[
    rt::Arm {
        name: "refused",
        verdict: rt::Verdict::Rejected,
        when: &[rt::When::Is(RESULT, rt::Test::Boolean(false))],
        code: &[
            &[rt::Step::Name("response"), rt::Step::Name("error"), rt::Step::Name("code")],
            &[rt::Step::Name("response"), rt::Step::Name("error"), rt::Step::Name("number")],
        ],
        message: &[&[rt::Step::Name("response"), rt::Step::Name("error"), rt::Step::Name("message")]],
        ..rt::Arm::EMPTY
    },
    rt::Arm {
        name: "unauthorised",
        verdict: rt::Verdict::Rejected,
        when: &[rt::When::Http(&[(401, 401)])],
        class: ::core::option::Option::Some(rt::Class::Credentials),
        ..rt::Arm::EMPTY
    },
    rt::Arm {
        name: "done",
        verdict: rt::Verdict::Success,
        when: &[rt::When::Is(RESULT, rt::Test::Boolean(true)), rt::When::Http(&[(200, 299)])],
        payload: ::core::option::Option::Some(&[rt::Step::Name("response"), rt::Step::Name("data")]),
        ..rt::Arm::EMPTY
    },
];
const RESULT: rt::Path = &[rt::Step::Name("response"), rt::Step::Name("result")];
static REPLY: rt::ReplyFacts = rt::ReplyFacts {
    charset: ::core::option::Option::None,
    names: rt::Names::Exact,
    arms: &[(rt::Format::Json, ARMS), (rt::Format::Xml, ARMS)],
};

/// Pay a customer.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct Pay {
    required: pay::Required,
    note: ::core::option::Option<::std::string::String>,
}

/// What belongs to [`Pay`].
pub mod pay {
    /// What a payment can't be without.
    #[derive(::core::clone::Clone, ::core::fmt::Debug)]
    pub struct Required {
        /// The customer.
        pub user_id: i64,
        /// How much.
        pub credit: i64,
    }
}

impl Pay {
    /// A payment.
    pub fn new(required: pay::Required) -> Self {
        Self { required, note: ::core::option::Option::None }
    }

    /// A note of at most 10 characters.
    #[must_use]
    pub fn note(mut self, note: impl ::core::convert::Into<::std::string::String>) -> Self {
        self.note = ::core::option::Option::Some(note.into());
        self
    }

    fn check(&self) -> ::core::result::Result<(), rt::Invalid> {
        if let ::core::option::Option::Some(note) = &self.note
            && ::core::iter::Iterator::count(note.chars()) > 10
        {
            return ::core::result::Result::Err(rt::Invalid::new("at most 10 characters").at("note").on_page("note"));
        }
        ::core::result::Result::Ok(())
    }

    fn write_json(&self, cx: &rt::Context<'_, Acme>, out: &mut ::std::vec::Vec<u8>) {
        out.extend_from_slice(b"{\"auth\":{\"key\":\"");
        rt::write::json_text(out, cx.credentials.key.expose());
        out.extend_from_slice(b"\",\"hash\":\"");
        rt::write::json_text(out, cx.credentials.hash.expose());
        out.extend_from_slice(b"\"},\"user_id\":");
        rt::write::integer(out, self.required.user_id);
        out.extend_from_slice(if cx.settings.plural_credits { b",\"credits\":" } else { b",\"credit\":" });
        rt::write::integer(out, self.required.credit);
        if let ::core::option::Option::Some(note) = &self.note {
            out.extend_from_slice(b",\"note\":\"");
            rt::write::json_text(out, note);
            out.push(b'"');
        }
        out.push(b'}');
    }

    fn write_xml(
        &self,
        cx: &rt::Context<'_, Acme>,
        out: &mut ::std::vec::Vec<u8>,
    ) -> ::core::result::Result<(), rt::Invalid> {
        out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><pay><auth><key>");
        rt::At::at(rt::write::xml_text(out, cx.credentials.key.expose()), "key")?;
        out.extend_from_slice(b"</key><hash>");
        rt::At::at(rt::write::xml_text(out, cx.credentials.hash.expose()), "hash")?;
        out.extend_from_slice(b"</hash></auth><user_id>");
        rt::write::integer(out, self.required.user_id);
        out.extend_from_slice(b"</user_id><credit>");
        rt::write::integer(out, self.required.credit);
        out.extend_from_slice(b"</credit></pay>");
        ::core::result::Result::Ok(())
    }
}

/// The receipt of [`Pay`].
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
#[non_exhaustive]
pub struct PayReply {
    /// Its number.
    pub id: i64,
}

static PAY: rt::OperationFacts = rt::OperationFacts {
    name: "pay",
    method: "POST",
    template: "/v1/pay/{request_format}",
    safety: rt::Safety::Once,
    told_by: ::core::option::Option::Some("payment"),
    place: "Pay a customer",
    request_formats: &[rt::Format::Json, rt::Format::Xml],
    reply_format_apart: true,
    tokens: &[],
    has_body: true,
    reply: &REPLY,
    ..rt::OperationFacts::PLAIN
};

impl rt::Operation for Pay {
    type Vendor = Acme;
    type Reply = PayReply;

    const FACTS: &'static rt::OperationFacts = &PAY;

    fn write(&self, cx: &rt::Context<'_, Acme>, draft: &mut rt::Draft) -> ::core::result::Result<(), rt::Invalid> {
        self.check()?;
        match cx.request_format {
            rt::Format::Json => {
                draft.path.extend_from_slice(b"/v1/pay/json");
                draft.content_type = ::core::option::Option::Some("application/json");
                self.write_json(cx, &mut draft.body);
            }
            rt::Format::Xml => {
                draft.path.extend_from_slice(b"/v1/pay/xml");
                draft.content_type = ::core::option::Option::Some("application/xml");
                self.write_xml(cx, &mut draft.body)?;
            }
            _ => return ::core::result::Result::Err(cx.no_such_request_format()),
        }
        draft.accept = ::core::option::Option::Some(match cx.reply_format {
            rt::Format::Json => "application/json",
            _ => "application/xml",
        });
        ::core::result::Result::Ok(())
    }

    fn read(&self, payload: rt::Payload<'_>) -> ::core::result::Result<PayReply, rt::Malformed> {
        let mut id = rt::read::Slot::<i64>::new("id");
        for member in payload.required()?.members()? {
            match member.name {
                "id" => id.read(member.value, rt::read::integer)?,
                _ => {}
            }
        }
        ::core::result::Result::Ok(PayReply { id: id.required()? })
    }
}

/// What became of a payment.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct Payment {
    id: ::std::string::String,
}

impl Payment {
    /// A question about the payment of this number.
    pub fn new(id: impl ::core::convert::Into<::std::string::String>) -> Self {
        Self { id: id.into() }
    }
}

/// The answer to [`Payment`].
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
#[non_exhaustive]
pub struct PaymentReply {
    /// Where it stands.
    pub state: ::core::option::Option<::std::string::String>,
}

static PAYMENT: rt::OperationFacts = rt::OperationFacts {
    name: "payment",
    method: "GET",
    template: "/v1/{key}/payments/{id}",
    safety: rt::Safety::Read,
    told_by: ::core::option::Option::None,
    place: "What became of a payment",
    request_formats: &[rt::Format::Json],
    reply_format_apart: true,
    tokens: &[0],
    has_body: false,
    reply: &REPLY,
    ..rt::OperationFacts::PLAIN
};

impl rt::Operation for Payment {
    type Vendor = Acme;
    type Reply = PaymentReply;

    const FACTS: &'static rt::OperationFacts = &PAYMENT;

    fn write(&self, cx: &rt::Context<'_, Acme>, draft: &mut rt::Draft) -> ::core::result::Result<(), rt::Invalid> {
        draft.path.extend_from_slice(b"/v1/");
        rt::At::at(rt::write::path_segment(&mut draft.path, cx.credentials.key.expose()), "key")?;
        draft.path.extend_from_slice(b"/payments/");
        rt::At::at(rt::write::path_segment(&mut draft.path, &self.id), "id")?;
        draft.header_text("x-acme-hash", &[cx.credentials.hash.expose()])?;
        draft.header_text("authorization", &["Bearer ", cx.token(0)?.expose()])?;
        ::core::result::Result::Ok(())
    }

    fn read(&self, payload: rt::Payload<'_>) -> ::core::result::Result<PaymentReply, rt::Malformed> {
        let mut state = rt::read::Slot::<::std::string::String>::new("state");
        for member in payload.required()?.members()? {
            match member.name {
                "state" => state.read(member.value, rt::read::text)?,
                _ => {}
            }
        }
        ::core::result::Result::Ok(PaymentReply { state: state.optional() })
    }
}

/// Gives tokens. Nobody calls it by hand.
mod authenticate {
    use super::rt;

    pub(super) static FACTS: rt::OperationFacts = rt::OperationFacts {
        name: "authenticate",
        method: "POST",
        template: "/v1/token",
        safety: rt::Safety::Idempotent,
        told_by: ::core::option::Option::None,
        place: "Tokens",
        request_formats: &[rt::Format::Json],
        reply_format_apart: true,
        tokens: &[],
        has_body: true,
        reply: &super::REPLY,
        ..rt::OperationFacts::PLAIN
    };

    pub(super) fn write(
        cx: &rt::Context<'_, super::Acme>,
        draft: &mut rt::Draft,
    ) -> ::core::result::Result<(), rt::Invalid> {
        draft.path.extend_from_slice(b"/v1/token");
        draft.content_type = ::core::option::Option::Some("application/json");
        draft.body.extend_from_slice(b"{\"key\":\"");
        rt::write::json_text(&mut draft.body, cx.credentials.key.expose());
        draft.body.extend_from_slice(b"\"}");
        ::core::result::Result::Ok(())
    }

    pub(super) fn read(payload: rt::Payload<'_>) -> ::core::result::Result<rt::Token, rt::Malformed> {
        let mut token = rt::read::Slot::<rt::Secret>::new("token");
        let mut seconds = rt::read::Slot::<i64>::new("seconds");
        let mut refresh = rt::read::Slot::<rt::Secret>::new("refresh");
        for member in payload.required()?.members()? {
            match member.name {
                "token" => token.read(member.value, rt::read::secret)?,
                "seconds" => seconds.read(member.value, rt::read::integer)?,
                "refresh" => refresh.read(member.value, rt::read::secret)?,
                _ => {}
            }
        }
        ::core::result::Result::Ok(
            rt::Token::new(token.required()?).lasting(seconds.optional()).renewed_by(refresh.optional()),
        )
    }

    pub(super) static REFRESH: rt::OperationFacts = rt::OperationFacts {
        name: "refresh",
        template: "/v1/refresh",
        place: "Tokens",
        request_formats: &[rt::Format::Json],
        reply: &super::REPLY,
        ..rt::OperationFacts::PLAIN
    };

    pub(super) fn write_refresh(
        refresh: &rt::Secret,
        _: &rt::Context<'_, super::Acme>,
        draft: &mut rt::Draft,
    ) -> ::core::result::Result<(), rt::Invalid> {
        draft.path.extend_from_slice(b"/v1/refresh");
        draft.content_type = ::core::option::Option::Some("application/json");
        draft.body.extend_from_slice(b"{\"refresh\":\"");
        rt::write::json_text(&mut draft.body, refresh.expose());
        draft.body.extend_from_slice(b"\"}");
        ::core::result::Result::Ok(())
    }
}
