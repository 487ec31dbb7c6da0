//! A request as a `curl` line for a POSIX shell.

use crate::message::Request;

/// The line that sends it to a server.
pub(crate) fn line(base: &str, request: &Request) -> String {
    let mut words = vec!["curl".to_owned(), "-sS".to_owned()];
    let implied = if request.body.is_empty() { "GET" } else { "POST" };
    if request.method != implied {
        words.extend(["-X".to_owned(), request.method.clone()]);
    }
    words.push(quoted(&format!("{base}{}", request.target)));
    for (name, value) in &request.headers {
        words.extend(["-H".to_owned(), quoted(&format!("{name}: {value}"))]);
    }
    if !request.body.is_empty() {
        words.extend(["--data-raw".to_owned(), quoted(&request.body_text())]);
    }
    words.join(" ")
}

/// Between single quotes nothing has a meaning but the quote.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_for_the_shell() {
        let request = Request::new("POST", "/a?b=c&d").header("accept", "x").body("it's {\"a\": 1}");
        assert_eq!(
            line("http://127.0.0.1:1", &request),
            "curl -sS 'http://127.0.0.1:1/a?b=c&d' -H 'accept: x' --data-raw 'it'\\''s {\"a\": 1}'"
        );
        assert_eq!(line("http://h", &Request::new("GET", "/")), "curl -sS 'http://h/'");
        assert_eq!(line("http://h", &Request::new("PUT", "/")), "curl -sS -X PUT 'http://h/'");
    }
}
