//! A request as a `curl` line for a POSIX shell.

use super::write::{Part, Sample};

/// The line that sends it to a server.
pub(crate) fn line(base: &str, sample: &Sample) -> String {
    let Sample { request, parts } = sample;
    let mut words = vec!["curl".to_owned(), "-sS".to_owned()];
    let implied = if request.body.is_empty() && parts.is_empty() { "GET" } else { "POST" };
    if request.method != implied {
        words.extend(["-X".to_owned(), request.method.clone()]);
    }
    words.push(quoted(&format!("{base}{}", request.target)));
    for (name, value) in &request.headers {
        words.extend(["-H".to_owned(), quoted(&format!("{name}: {value}"))]);
    }
    for Part { name, text, file } in parts {
        let text = text.replace('\\', "\\\\").replace('"', "\\\"");
        let file = file.as_ref().map_or_else(String::new, |file| format!(";filename=\"{file}\""));
        words.extend(["-F".to_owned(), quoted(&format!("{name}=\"{text}\"{file}"))]);
    }
    match std::str::from_utf8(&request.body) {
        Ok("") => words.join(" "),
        Ok(text) => {
            words.extend(["--data-raw".to_owned(), quoted(text)]);
            words.join(" ")
        }
        // A text in another charset is no text for a terminal.
        Err(_) => {
            words.extend(["--data-binary".to_owned(), "@-".to_owned()]);
            format!("printf {} | {}", quoted(&octal(&request.body)), words.join(" "))
        }
    }
}

/// Between single quotes nothing has a meaning but the quote.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Bytes as `printf` of a shell reads them.
fn octal(bytes: &[u8]) -> String {
    let mut out = String::new();
    for byte in bytes {
        match byte {
            b'%' => out.push_str("%%"),
            b'\\' => out.push_str("\\\\"),
            b' '..=b'~' => out.push(char::from(*byte)),
            byte => out.push_str(&format!("\\{byte:03o}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Request;

    fn of(request: Request) -> String {
        line("http://h", &Sample { request, parts: Vec::new() })
    }

    #[test]
    fn quotes_for_the_shell() {
        let request = Request::new("POST", "/a?b=c&d").header("accept", "x").body("it's {\"a\": 1}");
        assert_eq!(of(request), "curl -sS 'http://h/a?b=c&d' -H 'accept: x' --data-raw 'it'\\''s {\"a\": 1}'");
        assert_eq!(of(Request::new("GET", "/")), "curl -sS 'http://h/'");
        assert_eq!(of(Request::new("PUT", "/")), "curl -sS -X PUT 'http://h/'");
        let binary = of(Request::new("POST", "/").body(*b"a%\\'\xfe"));
        assert_eq!(binary, "printf 'a%%\\\\'\\''\\376' | curl -sS 'http://h/' --data-binary @-");
        let parts = vec![
            Part { name: "a".into(), text: "x;\"y".into(), file: None },
            Part { name: "b".into(), text: "1".into(), file: Some("b.txt".into()) },
        ];
        let parts = Sample { request: Request::new("POST", "/"), parts };
        let due = "curl -sS 'http://h/' -F 'a=\"x;\\\"y\"' -F 'b=\"1\";filename=\"b.txt\"'";
        assert_eq!(line("http://h", &parts), due);
    }
}
