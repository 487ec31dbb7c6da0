//! The transport that comes with the crate: `reqwest` with `rustls` on `ring`.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::{Client, Proxy, Response, Url, redirect, retry};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use super::config::Link;
use super::error::{InDoubtReason, NotSentReason};
use super::invalid::Invalid;
use super::transport::{Body, BoxFuture, Outgoing, Received, Transport, TransportError};

/// Sends over the network. Follows no redirect, takes no proxy from the environment, decompresses nothing,
/// and repeats nothing.
#[derive(Debug)]
pub(crate) struct ReqwestTransport {
    client: Client,
}

/// An idle connection is given up before servers usually do so: a request on a connection that is just
/// being closed is in doubt.
const IDLE: Duration = Duration::from_secs(20);
const LONGEST_HEAD: usize = 64 * 1024;

impl ReqwestTransport {
    pub(crate) fn new(link: &Link) -> Result<Self, Invalid> {
        let mut builder = Client::builder()
            .tls_backend_preconfigured(tls(&link.root_certificates)?)
            .https_only(link.https_only)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .http1_only()
            .connect_timeout(link.connect_timeout)
            .pool_idle_timeout(IDLE)
            .tcp_nodelay(true)
            .no_proxy();
        if let Some(time) = link.read_timeout {
            builder = builder.read_timeout(time);
        }
        if let Some(address) = &link.proxy {
            // The error is dropped: it could quote the address, which may hold a password.
            let proxy = Proxy::all(address.expose())
                .map_err(|_| Invalid::new("must be an address such as http://proxy.example:3128").at("proxy"))?;
            builder = builder.proxy(proxy);
        }
        let client =
            builder.build().map_err(|_| Invalid::new("no client can be made of these settings").at("transport"))?;
        Ok(Self { client })
    }

    async fn exchange(&self, outgoing: Outgoing) -> Result<Received, TransportError> {
        let begin = Instant::now();
        let (limit, max) = (outgoing.time_limit(), outgoing.max_reply_bytes());
        let (parts, body) = outgoing.into_request().into_parts();
        let address = NotSentReason::Address;
        let url = Url::parse(&parts.uri.to_string()).map_err(|_| TransportError::not_sent(address))?;
        // `Url` tidies what it parses. What it would change is not what was meant to be sent.
        if url.path() != parts.uri.path() || url.query() != parts.uri.query() {
            return Err(TransportError::not_sent(address).detail("the address is not in its plain form"));
        }
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.timeout_mut() = Some(limit);
        match body {
            Body::Empty => {}
            Body::Bytes(bytes) => *request.body_mut() = Some(bytes.into()),
        }
        let response = self.client.execute(request).await.map_err(|error| of_request(&error, begin, limit))?;
        read(response, max).await
    }
}

impl Transport for ReqwestTransport {
    fn send<'a>(&'a self, request: Outgoing) -> BoxFuture<'a, Result<Received, TransportError>> {
        Box::pin(self.exchange(request))
    }

    fn sleep<'a>(&'a self, time: Duration) -> BoxFuture<'a, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// Reads an answer to its end, and never more of it than the limit.
async fn read(mut response: Response, max: usize) -> Result<Received, TransportError> {
    let status = response.status();
    let too_large = || Err(TransportError::in_doubt(InDoubtReason::TooLarge).status(status));
    let head: usize = response.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if head > LONGEST_HEAD {
        return too_large();
    }
    let due = response.content_length();
    if due.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > max)) {
        return too_large();
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| of_answer(&error).status(status))? {
        if chunk.len() > max.saturating_sub(body.len()) {
            return too_large();
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Received::new(status, std::mem::take(response.headers_mut()), body))
}

/// A failure before the head of an answer. Only what is known to have happened before the first byte of the
/// request counts as not sent.
fn of_request(error: &reqwest::Error, begin: Instant, limit: Duration) -> TransportError {
    if error.is_builder() {
        return TransportError::not_sent(NotSentReason::Address).detail("no request can be made of it");
    }
    if !error.is_connect() {
        return of_answer(error);
    }
    let kind = io_kind(error);
    let reason = if error.is_timeout() || kind == Some(io::ErrorKind::TimedOut) || begin.elapsed() >= limit {
        NotSentReason::ConnectTimeout
    } else if kind == Some(io::ErrorKind::ConnectionRefused) {
        NotSentReason::Refused
    } else if is_tls(error) {
        NotSentReason::Tls
    } else if causes(error).any(|cause| cause.to_string() == "dns error") {
        NotSentReason::Address
    } else {
        NotSentReason::Connect
    };
    with_kind(TransportError::not_sent(reason), kind)
}

/// A failure after the request may have begun to leave.
fn of_answer(error: &reqwest::Error) -> TransportError {
    let kind = io_kind(error);
    let timed_out = error.is_timeout() || kind == Some(io::ErrorKind::TimedOut);
    let reason = if timed_out { InDoubtReason::Timeout } else { InDoubtReason::Transport };
    with_kind(TransportError::in_doubt(reason), kind)
}

fn with_kind(error: TransportError, kind: Option<io::ErrorKind>) -> TransportError {
    match kind {
        Some(kind) => error.io(kind),
        None => error,
    }
}

/// The causes, without the outermost error, which knows the address.
fn causes<'e>(error: &'e reqwest::Error) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            // An `io::Error` names the source of what it wraps as its source, and leaves out what it wraps.
            Some(wrapped) => Some(wrapped as &(dyn StdError + 'static)),
            None => cause.source(),
        }
    })
}

/// The innermost word of the system; `Other` is a wrapping and no word.
fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let kinds = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    kinds.filter(|kind| *kind != io::ErrorKind::Other).last()
}

fn is_tls(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.is::<rustls::Error>())
}

/// TLS 1.2 and 1.3 on `ring`, without a process-wide provider.
fn tls(extra_roots: &[Vec<u8>]) -> Result<ClientConfig, Invalid> {
    let broken = |_| Invalid::new("TLS can't be set up on this system").at("transport");
    let mut extra: Vec<CertificateDer<'static>> = Vec::new();
    for pem in extra_roots {
        let before = extra.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            extra.push(certificate.map_err(|_| not_pem())?);
        }
        if extra.len() == before {
            return Err(not_pem());
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(broken)?;
    roots(builder, extra, provider)
}

fn not_pem() -> Invalid {
    Invalid::new("must be certificates in PEM").at("add_root_certificate")
}

type Builder = rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>;
type Provider = Arc<rustls::crypto::CryptoProvider>;

/// Mozilla's roots, which are compiled in.
#[cfg(feature = "webpki-roots")]
fn roots(builder: Builder, extra: Vec<CertificateDer<'static>>, _: Provider) -> Result<ClientConfig, Invalid> {
    let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in extra {
        store.add(certificate).map_err(|_| not_pem())?;
    }
    Ok(builder.with_root_certificates(store).with_no_client_auth())
}

/// The roots that the operating system trusts.
#[cfg(not(feature = "webpki-roots"))]
fn roots(builder: Builder, extra: Vec<CertificateDer<'static>>, provider: Provider) -> Result<ClientConfig, Invalid> {
    use rustls_platform_verifier::Verifier;
    let mut probe = RootCertStore::empty();
    for certificate in &extra {
        // Refuses here, by name, what the verifier would refuse in words of its own.
        probe.add(certificate.clone()).map_err(|_| not_pem())?;
    }
    let verifier = Verifier::new_with_extra_roots(extra, provider)
        .map_err(|_| Invalid::new("the system's trusted certificates can't be read").at("transport"))?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}
