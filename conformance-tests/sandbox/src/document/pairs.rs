//! Names and values: forms, queries, and the parts of a multipart body.

use vendor_model::model::Charset;

use super::Node;
use crate::charset;
use crate::message::query_pairs_in;

/// Reads a form into a record of texts. A name may stand there several times.
///
/// # Errors
///
/// When a part is not `name=value`, percent-encoded UTF-8.
pub fn read_form(bytes: &[u8]) -> Result<Node, String> {
    read_form_in(bytes, Charset::Utf8)
}

/// The same where names and values are in a charset of their own.
pub(crate) fn read_form_in(bytes: &[u8], charset: Charset) -> Result<Node, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "this is no form: not UTF-8".to_owned())?;
    let members = query_pairs_in(text.trim_matches(super::BLANK), charset).into_iter().map(|pair| match pair {
        Ok((name, value)) => Ok((name, Node::Text(value))),
        Err(_) => Err("this is no form: a part is not `name=value`, percent-encoded".to_owned()),
    });
    Ok(Node::Record(members.collect::<Result<_, _>>()?))
}

/// Writes a record of scalars as a form; a list repeats its name.
///
/// # Errors
///
/// When a member is a record.
pub fn write_form(node: &Node) -> Result<String, String> {
    let Node::Record(members) = node else { return Err("a form has names".into()) };
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for (name, member) in members {
        match member {
            Node::List(items) => {
                for item in items {
                    pairs.push((name, item.text().ok_or_else(|| format!("`{name}` is a list of records"))?));
                }
            }
            Node::Null => {}
            member => pairs.push((name, member.text().ok_or_else(|| format!("`{name}` is a record"))?)),
        }
    }
    let written = pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    Ok(written.collect::<Vec<_>>().join("&"))
}

/// As forms have it: a blank is a plus.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Reads the parts of a multipart body, by their names. What a file is called does not count.
///
/// # Errors
///
/// When the content type names no boundary, or a part has no name or no end.
pub(crate) fn read_multipart(content_type: &str, bytes: &[u8], charset: Charset) -> Result<Node, String> {
    let wrong = |says: &str| format!("this is no multipart body: {says}");
    let boundary = parameter(content_type, "boundary").ok_or_else(|| wrong("the content type names no boundary"))?;
    let delimiter = format!("--{boundary}");
    let mut rest =
        bytes.strip_prefix(delimiter.as_bytes()).ok_or_else(|| wrong("it does not begin with the boundary"))?;
    let mut members = Vec::new();
    loop {
        if let Some(end) = rest.strip_prefix(b"--") {
            return match end {
                b"" | b"\r\n" => Ok(Node::Record(members)),
                _ => Err(wrong("something follows the last part")),
            };
        }
        let part = rest.strip_prefix(b"\r\n").ok_or_else(|| wrong("a boundary ends its line"))?;
        let head = find(part, b"\r\n\r\n").ok_or_else(|| wrong("a part has no headers"))?;
        let next = format!("\r\n{delimiter}");
        let end = find(part, next.as_bytes()).filter(|end| *end >= head).ok_or_else(|| wrong("a part has no end"))?;
        let headers = String::from_utf8_lossy(part.get(..head).unwrap_or_default()).into_owned();
        let disposition = headers
            .split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"));
        let name =
            disposition.and_then(|(_, value)| parameter(value, "name")).ok_or_else(|| wrong("a part has no name"))?;
        let content = part.get(head + 4..end).unwrap_or_default();
        // A file may hold anything.
        let text = charset::decode(content, charset).unwrap_or_else(|_| String::from_utf8_lossy(content).into_owned());
        members.push((name, Node::Text(text)));
        rest = part.get(end + next.len()..).unwrap_or_default();
    }
}

/// A parameter of a header: `boundary` of `multipart/form-data; boundary=x`.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once(';') {
        let after = after.trim_start();
        let (key, value) = after.split_once('=')?;
        let (value, end) = match value.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted.find('"')?;
                (quoted.get(..end)?.replace("%22", "\""), end + 2)
            }
            None => {
                let end = value.find(';').unwrap_or(value.len());
                (value.get(..end)?.trim().to_owned(), end)
            }
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after.get(key.len() + 1 + end..)?;
    }
    None
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_forms() {
        let node = read_form(b"a=1+2&b=%C5%9E&a=&c%5B%5D=x").unwrap();
        assert_eq!(write_form(&node).unwrap(), "a=1+2&b=%C5%9E&a=&c%5B%5D=x");
        assert_eq!(read_form(b"").unwrap(), Node::Record(Vec::new()));
        for wrong in [&b"a"[..], b"a=%zz", b"a=\xff"] {
            assert!(read_form(wrong).is_err());
        }
    }

    #[test]
    fn reads_parts() {
        let content_type = "multipart/form-data; charset=utf-8; boundary=\"x y\"";
        let body = b"--x y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\r\n--x y\r\ncontent-type: text/plain\r\n\
            content-disposition: form-data; filename=\"f;g\"; name=b\r\n\r\n\r\n--x y--\r\n";
        let node = read_multipart(content_type, body, Charset::Utf8).unwrap();
        let text = |text: &str| Node::Text(text.to_owned());
        assert_eq!(node, Node::Record(vec![("a".into(), text("1\r\n")), ("b".into(), text(""))]));
        for end in 0..body.len() - 2 {
            assert!(read_multipart(content_type, &body[..end], Charset::Utf8).is_err(), "{end}");
        }
        assert!(read_multipart("multipart/form-data", body, Charset::Utf8).is_err());
    }
}
