//! How a client is set up.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::base::Base;
use super::client::Core;
use super::code::Format;
use super::error::{Error, InvalidRequest};
use super::fresh::{Fresh, Moment};
use super::hook::Hook;
use super::hosts::{Addresses, Bases};
use super::invalid::Invalid;
use super::operation::{Context, Credentials as _, Draft, Operation, Vendor};
use super::options::Options;
use super::prepared::{self, Prepared};
use super::secret::Secret;
use super::signed::Keys;
use super::store::{StoredToken, TokenStore};
use super::transport::{Received, Transport};

/// The settings of a client: whom to call, as whom, and within which limits.
///
/// Every setting has a default that is right for payments. `connect` makes a client of it; without a
/// network, [`prepare`](Config::prepare) and [`decode`](Config::decode) turn a request into bytes and bytes
/// into a result. `Debug` shows neither credentials nor headers.
pub struct Config<V: Vendor> {
    pub(crate) credentials: V::Credentials,
    pub(crate) settings: V::Settings,
    pub(crate) tokens: Vec<Option<StoredToken>>,
    pub(crate) store: Option<Arc<dyn TokenStore>>,
    pub(crate) options: Options,
    pub(crate) link: Link,
    pub(crate) fresh: Fresh,
    addresses: Addresses,
    allow_plain_http: bool,
}

/// What the transport needs to know beforehand.
#[derive(Clone)]
#[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "for the transport of that feature"))]
pub(crate) struct Link {
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Option<Duration>,
    pub(crate) proxy: Option<Secret>,
    pub(crate) root_certificates: Vec<Vec<u8>>,
    pub(crate) https_only: bool,
}

impl<V: Vendor> Config<V>
where
    V::Server: Default,
{
    /// For a vendor with one server.
    pub fn new(credentials: V::Credentials) -> Self {
        Self::for_server(V::Server::default(), credentials)
    }
}

impl<V: Vendor> Config<V> {
    /// For one of the vendor's servers.
    pub fn for_server(server: V::Server, credentials: V::Credentials) -> Self {
        Self {
            credentials,
            settings: V::Settings::default(),
            tokens: vec![None; V::SESSIONS.len()],
            store: None,
            options: Options::default(),
            link: Link {
                connect_timeout: Duration::from_secs(5),
                read_timeout: None,
                proxy: None,
                root_certificates: Vec::new(),
                https_only: true,
            },
            fresh: Fresh::default(),
            addresses: Addresses::of::<V>(server),
            allow_plain_http: false,
        }
    }

    /// Another address than the vendor's own, for all of its hosts: a sandbox, a gateway. A path in it is kept as
    /// a prefix.
    ///
    /// # Errors
    ///
    /// User info, a query, a fragment, another scheme than `https` or `http`. Whether plain HTTP is
    /// acceptable is asked by `connect`.
    pub fn base_url(mut self, address: &str) -> Result<Self, Invalid> {
        self.addresses.give(Base::parse(address)?);
        Ok(self)
    }

    /// The same for one of the vendor's hosts, where some operations answer elsewhere than the others. It counts
    /// more than [`base_url`](Self::base_url), whichever was said first.
    ///
    /// # Errors
    ///
    /// As there, and where the vendor has no host of this name.
    pub fn host_url(mut self, host: &str, address: &str) -> Result<Self, Invalid> {
        self.addresses.give_host::<V>(host, Base::parse_for("host_url", address)?)?;
        Ok(self)
    }

    /// Allows plain HTTP to a host other than this machine: **everyone on the way can read and change
    /// credentials and money calls.** Meant for test networks.
    #[must_use]
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Which of the readings to use where the vendor's page leaves something open.
    #[must_use]
    pub fn settings(mut self, settings: V::Settings) -> Self {
        self.settings = settings;
        self
    }

    /// A token that was obtained earlier. The client uses it until the vendor refuses it, and obtains the
    /// next one itself.
    #[must_use]
    pub fn token(mut self, token: Secret) -> Self {
        if let Some(first) = self.tokens.first_mut() {
            *first = Some(StoredToken::new(token));
        }
        self
    }

    /// The same for a vendor with several tokens, or for a token with its end and its refresh token.
    ///
    /// # Errors
    ///
    /// The vendor has no token of this name.
    pub fn token_named(mut self, name: &str, token: StoredToken) -> Result<Self, Invalid> {
        let position = V::SESSIONS.iter().position(|session| session.name == name);
        let Some(place) = position.and_then(|position| self.tokens.get_mut(position)) else {
            let known: Vec<&str> = V::SESSIONS.iter().map(|session| session.name).collect();
            return Err(Invalid::new(format!("must be one of: {}", known.join(", "))).at("token_named"));
        };
        *place = Some(token);
        Ok(self)
    }

    /// Where tokens are kept over restarts. Without it they live as long as the client and its clones.
    #[must_use]
    pub fn token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.store = Some(store);
        self
    }

    /// The tokens that were given, without what is known of them.
    fn token_texts(&self) -> Vec<Option<Secret>> {
        self.tokens.iter().map(|token| token.as_ref().map(|token| token.secret().clone())).collect()
    }

    /// The time to wait for a connection, its TLS session included; 5 seconds without this.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.link.connect_timeout = timeout;
        self
    }

    /// The longest silence of the vendor while an answer is due; only the time for the whole call counts
    /// without this.
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.link.read_timeout = Some(timeout);
        self
    }

    /// Sends everything through a proxy. Those of the environment (`HTTPS_PROXY`) are not taken by
    /// themselves. The address may hold a user name and a password, and counts as a secret.
    #[must_use]
    pub fn proxy(mut self, address: &str) -> Self {
        self.link.proxy = Some(Secret::from(address));
        self
    }

    /// Trusts the certificates in this PEM text too, besides the usual ones.
    #[must_use]
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.link.root_certificates.push(pem.into());
        self
    }

    /// The clock that requests are dated and signed by; the system's without this. Limits of time have a
    /// clock of their own.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Fn() -> SystemTime + Send + Sync>) -> Self {
        self.fresh.clock = clock;
        self
    }

    /// Where the texts come from that make one request unlike every other. Without this they are 32
    /// hexadecimal digits from the system's randomness. **A text that comes twice can make the vendor take
    /// a call for a copy of an earlier one**: this is for tests, and for vendors with wishes.
    #[must_use]
    pub fn nonce(mut self, nonce: Arc<dyn Fn() -> String + Send + Sync>) -> Self {
        self.fresh.nonce = nonce;
        self
    }

    /// See [`Options::format`].
    #[must_use]
    pub fn format(self, format: Format) -> Self {
        self.with(|options| options.format(format))
    }

    /// See [`Options::request_format`].
    #[must_use]
    pub fn request_format(self, format: Format) -> Self {
        self.with(|options| options.request_format(format))
    }

    /// See [`Options::reply_format`].
    #[must_use]
    pub fn reply_format(self, format: Format) -> Self {
        self.with(|options| options.reply_format(format))
    }

    /// See [`Options::timeout`].
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|options| options.timeout(timeout))
    }

    /// See [`Options::attempts`].
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        self.with(|options| options.attempts(attempts))
    }

    /// See [`Options::retry_unsent`].
    #[must_use]
    pub fn retry_unsent(self, on: bool) -> Self {
        self.with(|options| options.retry_unsent(on))
    }

    /// See [`Options::max_reply_bytes`].
    #[must_use]
    pub fn max_reply_bytes(self, bytes: usize) -> Self {
        self.with(|options| options.max_reply_bytes(bytes))
    }

    /// See [`Options::header`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Invalid> {
        self.options = self.options.header(name, value)?;
        Ok(self)
    }

    /// See [`Options::user_agent`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn user_agent(mut self, text: &str) -> Result<Self, Invalid> {
        self.options = self.options.user_agent(text)?;
        Ok(self)
    }

    /// See [`Options::hook`].
    #[must_use]
    pub fn hook(self, hook: Arc<dyn Hook>) -> Self {
        self.with(|options| options.hook(hook))
    }

    fn with(mut self, change: impl FnOnce(Options) -> Options) -> Self {
        self.options = change(self.options);
        self
    }

    /// A client that sends over the network.
    ///
    /// # Errors
    ///
    /// Credentials that can't be right, an address that must not be used, limits of zero, a proxy or a
    /// certificate that can't be read. Nothing is sent.
    #[cfg(feature = "reqwest")]
    pub fn connect(mut self) -> Result<V::Client, Invalid> {
        let bases = self.check()?;
        self.link.https_only = bases.are_https();
        let transport = super::reqwest::ReqwestTransport::new(&self.link)?;
        self.connect_with(Arc::new(transport))
    }

    /// A client that sends through a transport of your own.
    ///
    /// # Errors
    ///
    /// As `connect`, without proxy and certificates, which are the transport's affair.
    pub fn connect_with(self, transport: Arc<dyn Transport>) -> Result<V::Client, Invalid> {
        let bases = self.check()?;
        Ok(V::Client::from(Core::new(self, bases, transport)))
    }

    /// The request as it would go over the wire, without sending it.
    ///
    /// # Errors
    ///
    /// Whatever sending it would be refused for.
    pub fn prepare<O: Operation<Vendor = V>>(&self, operation: &O) -> Result<Prepared, InvalidRequest> {
        let refuse = |invalid| InvalidRequest::new(prepared::origin_of(operation), invalid);
        let bases = self.check().map_err(refuse)?;
        let tokens = self.token_texts();
        let from = prepared::From {
            credentials: &self.credentials,
            settings: &self.settings,
            tokens: &tokens,
            bases: &bases,
            options: &self.options,
            fresh: &self.fresh,
        };
        prepared::prepare(&from, O::FACTS, &|cx, draft| operation.write(cx, draft)).map_err(refuse)
    }

    /// Writes a request into a draft whose buffers are kept, for benches and for transports of one's own.
    #[doc(hidden)]
    pub fn write<O: Operation<Vendor = V>>(&self, operation: &O, draft: &mut Draft) -> Result<(), Invalid> {
        let (request_format, reply_format) = self.options.formats(V::FACTS, O::FACTS)?;
        let moment = Moment::new(&self.fresh);
        let tokens = self.token_texts();
        let context = Context {
            credentials: &self.credentials,
            settings: &self.settings,
            tokens: &tokens,
            request_format,
            reply_format,
            moment: &moment,
        };
        operation.write(&context, draft)
    }

    /// What an answer to the request says.
    ///
    /// # Errors
    ///
    /// Any of the outcomes that an answer can have: never [`NotSent`](Error::NotSent).
    pub fn decode<O: Operation<Vendor = V>>(
        &self,
        operation: &O,
        received: &Received,
    ) -> Result<O::Reply, Error<V::Code>> {
        let origin = prepared::origin_of(operation);
        let refuse = |invalid| Error::Invalid(InvalidRequest::new(origin, invalid));
        let (_, reply_format) = self.options.formats(V::FACTS, O::FACTS).map_err(refuse)?;
        let redactor = prepared::redactor::<V>(&self.credentials, self.token_texts().iter().flatten());
        let mut reply = None;
        let keys = Keys { credentials: &self.credentials, settings: &self.settings };
        let mut read = |payload: super::reply::Payload<'_>| {
            operation.verify(&keys, &payload)?;
            if payload.is_yes() {
                reply = Some(operation.read(payload)?);
            }
            Ok(())
        };
        prepared::decode::<V>(origin, reply_format, received, &redactor, &mut read)?;
        reply.ok_or_else(|| prepared::no_reply::<V>(O::FACTS, received))
    }

    /// All that can be refused before there is a request.
    fn check(&self) -> Result<Bases, Invalid> {
        self.credentials.check().map_err(|invalid| invalid.at("credentials"))?;
        let bases = self.addresses.settle::<V>(&self.credentials, &self.settings, self.allow_plain_http)?;
        self.options.check(V::FACTS)?;
        if self.link.connect_timeout.is_zero() {
            return Err(Invalid::new("must be more than zero").at("connect_timeout"));
        }
        Ok(bases)
    }
}

impl<V: Vendor> Clone for Config<V> {
    fn clone(&self) -> Self {
        Self {
            credentials: self.credentials.clone(),
            settings: self.settings.clone(),
            tokens: self.tokens.clone(),
            store: self.store.clone(),
            options: self.options.clone(),
            link: self.link.clone(),
            fresh: self.fresh.clone(),
            addresses: self.addresses.clone(),
            allow_plain_http: self.allow_plain_http,
        }
    }
}

impl<V: Vendor> fmt::Debug for Config<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("vendor", &V::FACTS.name)
            .field("host", &self.addresses.shown())
            .field("allow_plain_http", &self.allow_plain_http)
            .field("options", &self.options)
            .field("connect_timeout", &self.link.connect_timeout)
            .field("proxy", &self.link.proxy.is_some())
            .finish_non_exhaustive()
    }
}
