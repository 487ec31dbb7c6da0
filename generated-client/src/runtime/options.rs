//! What can be set for a client or for a single call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::code::Format;
use super::hook::Hook;
use super::invalid::Invalid;
use super::operation::{OperationFacts, VendorFacts};
use super::retry::Policy;
use super::write;

/// What can be set for all calls of a client, through [`Config`](super::config::Config), and for a single
/// call, through the client's `with`.
#[derive(Clone)]
pub struct Options {
    request_format: Option<Format>,
    reply_format: Option<Format>,
    timeout: Duration,
    attempts: u32,
    retry_unsent: bool,
    max_reply_bytes: usize,
    headers: HeaderMap,
    hook: Option<Arc<dyn Hook>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            request_format: None,
            reply_format: None,
            timeout: Duration::from_secs(30),
            attempts: 3,
            retry_unsent: false,
            max_reply_bytes: 16 * 1024 * 1024,
            headers: HeaderMap::new(),
            hook: None,
        }
    }
}

/// Names that belong to the protocol or to the vendor's request. An extra header never touches them.
const RESERVED: [HeaderName; 12] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
    header::EXPECT,
    header::PROXY_AUTHORIZATION,
];

impl Options {
    /// Requests and replies in this format.
    #[must_use]
    pub fn format(self, format: Format) -> Self {
        self.request_format(format).reply_format(format)
    }

    /// Requests in this format; the vendor's first one without this.
    #[must_use]
    pub fn request_format(mut self, format: Format) -> Self {
        self.request_format = Some(format);
        self
    }

    /// Replies in this format; the request's without this, where the vendor documents the operation in it, and
    /// otherwise the first that it does.
    #[must_use]
    pub fn reply_format(mut self, format: Format) -> Self {
        self.reply_format = Some(format);
        self
    }

    /// The time for a whole call: all attempts, the waits between them, and a token if one is due.
    /// 30 seconds without this.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The most attempts for what may be repeated; 3 without this, and 1 means none but the first.
    /// A `once` operation is not concerned, see [`retry_unsent`](Self::retry_unsent).
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// May a `once` operation be tried again after a refused connection? Nothing has been sent then. Off
    /// without this.
    #[must_use]
    pub fn retry_unsent(mut self, on: bool) -> Self {
        self.retry_unsent = on;
        self
    }

    /// The largest reply that is read, in bytes; 16 MiB without this. A larger one is in doubt.
    #[must_use]
    pub fn max_reply_bytes(mut self, bytes: usize) -> Self {
        self.max_reply_bytes = bytes;
        self
    }

    /// Adds a header to each request. Where the vendor's own headers have the same name, they win.
    ///
    /// # Errors
    ///
    /// A name that belongs to the protocol (`host`, `content-length`, ...), control characters in the
    /// value. The error names the header and never repeats the value.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Invalid> {
        let refuse = |rule: &str| Invalid::new(format!("`{}` {rule}", name.escape_debug())).at("header");
        let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse("is no name of a header"))?;
        if RESERVED.contains(&parsed) {
            return Err(refuse("is set by the client itself"));
        }
        let mut value: HeaderValue =
            write::header_text(value).map_err(|invalid| refuse(&format!("takes {}", invalid.rule())))?;
        value.set_sensitive(true);
        self.headers.insert(parsed, value);
        Ok(self)
    }

    /// The application's name in `user-agent`, which is this library's without it.
    ///
    /// # Errors
    ///
    /// Control characters.
    pub fn user_agent(mut self, text: &str) -> Result<Self, Invalid> {
        let value = write::header_text(text).map_err(|invalid| invalid.at("user_agent"))?;
        self.headers.insert(header::USER_AGENT, value);
        Ok(self)
    }

    /// Is told of each request before its first byte leaves, and of what became of it.
    #[must_use]
    pub fn hook(mut self, hook: Arc<dyn Hook>) -> Self {
        self.hook = Some(hook);
        self
    }

    /// The formats of a call. Without a wish, the reply's is the request's where the operation is documented in
    /// it, and otherwise the operation's first. A wish is heard only where the two may be chosen apart.
    pub(crate) fn formats(
        &self,
        vendor: &'static VendorFacts,
        operation: &'static OperationFacts,
    ) -> Result<(Format, Format), Invalid> {
        self.check_formats(vendor)?;
        // An operation that has one format only leaves nothing to wish.
        let request = match (operation.request_formats, self.request_format) {
            ([only], _) => *only,
            (_, Some(wish)) => wish,
            (formats, None) => formats.first().copied().unwrap_or(Format::Json),
        };
        let tables = operation.reply;
        let usual = match (tables.arms(request), tables.arms.first()) {
            (None, Some((format, _))) => *format,
            _ => request,
        };
        let reply = self.reply_format.unwrap_or(usual);
        let refuse = |rule| Err(Invalid::new(rule).at("reply_format"));
        if tables.arms(reply).is_none() {
            return refuse(format!("the operation is not documented for replies in {reply}"));
        }
        if !operation.reply_format_apart && reply != usual {
            let title = vendor.title;
            return refuse(match usual == request {
                true => format!("{title} answers in the format of the request, which is {request}"),
                false => format!("{title} answers this operation in {usual}"),
            });
        }
        Ok((request, reply))
    }

    fn check_formats(&self, vendor: &'static VendorFacts) -> Result<(), Invalid> {
        let spoken = |field, wish: Option<Format>, offered: &[Format]| match wish {
            Some(format) if !offered.is_empty() && !offered.contains(&format) => {
                Err(Invalid::new(format!("{} does not speak {format}", vendor.title)).at(field))
            }
            _ => Ok(()),
        };
        spoken("request_format", self.request_format, vendor.request_formats)?;
        spoken("reply_format", self.reply_format, vendor.reply_formats)
    }

    pub(crate) fn check(&self, vendor: &'static VendorFacts) -> Result<(), Invalid> {
        self.check_formats(vendor)?;
        let more_than_nothing = |field, holds: bool| match holds {
            true => Ok(()),
            false => Err(Invalid::new("must be more than zero").at(field)),
        };
        more_than_nothing("timeout", !self.timeout.is_zero())?;
        more_than_nothing("attempts", self.attempts > 0)?;
        more_than_nothing("max_reply_bytes", self.max_reply_bytes > 0)
    }

    pub(crate) fn policy(&self) -> Policy {
        Policy { attempts: self.attempts, retry_unsent: self.retry_unsent }
    }

    /// The time for a call, short of what overflows a clock.
    pub(crate) fn time_limit(&self) -> Duration {
        self.timeout.min(Duration::from_secs(24 * 60 * 60))
    }

    pub(crate) fn reply_limit(&self) -> usize {
        self.max_reply_bytes
    }

    pub(crate) fn extra_headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn observer(&self) -> Option<&Arc<dyn Hook>> {
        self.hook.as_ref()
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("request_format", &self.request_format)
            .field("reply_format", &self.reply_format)
            .field("timeout", &self.timeout)
            .field("attempts", &self.attempts)
            .field("retry_unsent", &self.retry_unsent)
            .field("max_reply_bytes", &self.max_reply_bytes)
            .field("headers", &self.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("hook", &self.hook.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests;
