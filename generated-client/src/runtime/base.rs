//! The address of a server: checked once, so that nothing unexpected is ever sent to.

use std::net::IpAddr;

use http::Uri;
use http::uri::Scheme;

use super::invalid::Invalid;

/// A server's address, perhaps with a path prefix.
#[derive(Clone)]
pub(crate) struct Base {
    /// From the scheme to the last byte before the operation's path.
    text: String,
    host: String,
    is_https: bool,
    is_loopback: bool,
}

impl Base {
    /// Takes `https://host[:port][/prefix]`. The errors never repeat the text: people put keys there.
    pub(crate) fn parse(text: &str) -> Result<Self, Invalid> {
        Self::parse_for("base_url", text)
    }

    /// The same, for an address that was given under another name.
    pub(crate) fn parse_for(name: &'static str, text: &str) -> Result<Self, Invalid> {
        Self::read(text).map_err(|rule| Invalid::new(rule).at(name))
    }

    fn read(text: &str) -> Result<Self, &'static str> {
        if text.contains(['#', '\\', '%']) || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err("must not contain a fragment, `%`, `\\`, white space or control characters");
        }
        let Ok(uri) = text.parse::<Uri>() else {
            return Err("must be an address such as https://api.example.com");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err("must be an address such as https://api.example.com");
        };
        let is_https = *scheme == Scheme::HTTPS;
        if !is_https && *scheme != Scheme::HTTP {
            return Err("must begin with https://");
        }
        if authority.as_str().contains('@') {
            return Err("must not contain a user name or password");
        }
        if uri.query().is_some() {
            return Err("must not contain a query");
        }
        let host = authority.host();
        if host.is_empty() || host == "." {
            return Err("must name a host");
        }
        let port = authority.as_str().strip_prefix(host).unwrap_or_default();
        if !port.is_empty() && !matches!(authority.port_u16(), Some(1..)) {
            return Err("must have a port from 1 to 65535, or none");
        }
        let prefix = uri.path().trim_end_matches('/');
        if prefix.split('/').skip(1).any(|segment| matches!(segment, "" | "." | "..")) {
            return Err("must not have an empty, `.` or `..` segment in its path");
        }
        Ok(Self {
            text: format!("{scheme}://{authority}{prefix}"),
            host: host.to_owned(),
            is_https,
            is_loopback: is_loopback(host),
        })
    }

    /// Refuses plain HTTP, which shows the credentials to everyone on the way.
    pub(crate) fn check(&self, allow_plain_http: bool) -> Result<(), Invalid> {
        if self.is_https || self.is_loopback || allow_plain_http {
            return Ok(());
        }
        Err(Invalid::new(
            "must begin with https:// (plain HTTP beyond this machine has to be allowed by `allow_plain_http`)",
        )
        .at("base_url"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The host, to be shown.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Where on this server an address is that the server gave: absolute, or from its first `/` or `?` on. None if
    /// it is another server's or no plain address. Scheme and host of the text are only compared: what is sent goes
    /// to this server, with TLS where that has it.
    pub(crate) fn inside(&self, text: &str) -> Option<Address> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'\\' | b'"' | b'<' | b'>');
        if !text.bytes().all(plain) || text.starts_with("//") {
            return None;
        }
        let own: Uri = self.text.parse().ok()?;
        let (path, query) = if text.starts_with(['/', '?']) {
            text.split_once('?').unwrap_or((text, ""))
        } else {
            let uri: Uri = text.parse().ok()?;
            let is_http = uri.scheme().is_some_and(|scheme| *scheme == Scheme::HTTPS || *scheme == Scheme::HTTP);
            let is_own =
                uri.host().is_some_and(|host| host.eq_ignore_ascii_case(&self.host)) && port(&uri) == port(&own);
            let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
            if !is_http || !is_own || has_user {
                return None;
            }
            let rest = text.split_once("://")?.1;
            let rest = rest.get(rest.find(['/', '?']).unwrap_or(rest.len())..)?;
            rest.split_once('?').unwrap_or((rest, ""))
        };
        let climbs =
            path.to_ascii_lowercase().replace("%2e", ".").split('/').any(|segment| matches!(segment, "." | ".."));
        if climbs {
            return None;
        }
        // A path prefix belongs to the server: what lies beside it is another one's.
        let prefix = own.path().trim_end_matches('/');
        let path = match path {
            "" if text.starts_with('?') => None,
            path => Some(path.strip_prefix(prefix).filter(|rest| rest.starts_with('/'))?.to_owned()),
        };
        Some(Address { path, query: query.to_owned() })
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn is_https(&self) -> bool {
        self.is_https
    }
}

/// An address on a [`Base`], percent-encoded as it came.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Without it, that of the request.
    pub(crate) path: Option<String>,
    /// Without `?`.
    pub(crate) query: String,
}

/// The port that an address names, unless it is the one of its scheme.
fn port(uri: &Uri) -> Option<u16> {
    let usual = if uri.scheme() == Some(&Scheme::HTTPS) { 443 } else { 80 };
    uri.port_u16().filter(|port| *port != usual)
}

fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken() {
        for (text, due) in [
            ("https://api.example.com", "https://api.example.com"),
            ("https://api.example.com/", "https://api.example.com"),
            ("HTTPS://api.example.com:8443/v2/", "https://api.example.com:8443/v2"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
            ("http://LocalHost", "http://LocalHost"),
        ] {
            let base = Base::parse(text).unwrap();
            assert_eq!(base.as_str(), due);
            base.check(false).unwrap();
        }
    }

    #[test]
    fn what_is_refused_and_never_repeated() {
        for text in [
            "",
            "marker",
            "/marker",
            "//marker.example",
            "ftp://marker.example",
            "file:///marker",
            "javascript:marker",
            "https://",
            "https:///marker",
            "https://:443/marker",
            "https://user@marker.example",
            "https://user:marker@example.com",
            "https://example.com?key=marker",
            "https://example.com/#marker",
            "https://example.com:0/marker",
            "https://example.com:99999/marker",
            "https://example.com:marker",
            "https://example.com/../marker",
            "https://example.com/%2e%2e/marker",
            "https://example.com/a//marker",
            "https://example.com\\marker",
            " https://marker.example",
            "https://marker.example\n",
            "https://mark er.example",
        ] {
            let error = Base::parse(text).err().unwrap_or_else(|| panic!("{text} was taken"));
            assert_eq!(error.field(), "base_url");
            assert!(!format!("{error} {error:?}").contains("marker"), "{error}");
        }
    }

    #[test]
    fn addresses_that_a_server_gives_stay_on_it() {
        let base = Base::parse("https://API.example.com/v2").unwrap();
        for (text, path, query) in [
            ("https://api.example.com/v2/list?page=2", Some("/list"), "page=2"),
            ("https://api.example.com:443/v2/list", Some("/list"), ""),
            ("http://api.example.com/v2/list?a=%20b", Some("/list"), "a=%20b"),
            ("/v2/list?next=https://x/?y", Some("/list"), "next=https://x/?y"),
            ("?page=2", None, "page=2"),
        ] {
            let address = base.inside(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((address.path.as_deref(), address.query.as_str()), (path, query), "{text}");
        }
        for text in [
            "",
            "list?page=2",
            "https://api.example.com.evil.example/v2/list",
            "https://evil.example/v2/list",
            "https://api.example.com:8443/v2/list",
            "https://user@api.example.com/v2/list",
            "https://api.example.com@evil.example/v2/list",
            "https://evil.example\\@api.example.com/v2/list",
            "//evil.example/v2/list",
            "ftp://api.example.com/v2/list",
            "/list?page=2",
            "/v20/list",
            "/v2/../list",
            "/v2/%2E%2e/list",
            "/v2/list#part",
            "/v2/li st",
            "/v2/l\u{131}st",
        ] {
            assert!(base.inside(text).is_none(), "{text}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for text in [
            "http://api.example.com",
            "HTTP://api.example.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://10.0.0.1",
            "http://[::2]",
            "http://0.0.0.0",
        ] {
            let base = Base::parse(text).unwrap();
            assert!(base.check(false).is_err(), "{text}");
            assert!(base.check(true).is_ok(), "{text}");
        }
    }
}
