//! Keeps other people's web pages from giving orders to a sandbox on this machine.

use std::net::IpAddr;

use crate::message::{Answer, Request};

/// Refuses what a browser sends on behalf of a page from elsewhere.
///
/// Such a page can reach this machine's ports, also under a name of its own that it lets point here.
pub(super) fn refuses(request: &Request) -> Option<Answer> {
    let host = request.header_values("host").next().unwrap_or_default();
    if !is_here(host) {
        let says = "the page and the orders are to be had by address or as localhost only, not by another name";
        return Some(Answer::text(403, says));
    }
    let origin = request.header_values("origin").next();
    let elsewhere = origin.is_some_and(|origin| origin.strip_prefix("http://") != Some(host));
    elsewhere.then(|| Answer::text(403, "no page from elsewhere gives orders here"))
}

fn is_here(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_from_elsewhere_give_no_orders() {
        let request = |host: &str, origin: Option<&str>| {
            let request = Request::new("POST", "/-/reset").header("host", host);
            match origin {
                Some(origin) => request.header("origin", origin),
                None => request,
            }
        };
        for host in ["127.0.0.1:8900", "localhost:1", "[::1]:8900", "192.168.1.7"] {
            assert_eq!(refuses(&request(host, None)), None, "{host}");
            assert_eq!(refuses(&request(host, Some(&format!("http://{host}")))), None, "{host}");
            for origin in ["http://evil.example", "null", "https://127.0.0.1:8900", "http://127.0.0.1:8901"] {
                assert_eq!(refuses(&request(host, Some(origin))).map(|a| a.status), Some(403), "{host} {origin}");
            }
        }
        for host in ["", "evil.example", "127.0.0.1.evil.example:8900", "localhost.evil.example"] {
            assert_eq!(refuses(&request(host, None)).map(|a| a.status), Some(403), "{host}");
        }
    }
}
