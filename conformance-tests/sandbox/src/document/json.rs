//! JSON, read by `serde_json`.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{DEPTH, Node};

/// Reads a document. Digits stay as they stand, names keep their order, and a name that stands twice stands twice.
///
/// # Errors
///
/// When the bytes are not JSON, or nested too deep.
pub fn read(bytes: &[u8]) -> Result<Node, String> {
    let raw: &RawValue = serde_json::from_slice(bytes).map_err(|error| format!("this is no JSON: {error}"))?;
    node(raw, 0)
}

/// Reads a sample of a page as its author meant it: numbers may have leading zeros.
///
/// The second value tells whether that was needed.
///
/// # Errors
///
/// As for [`read`].
pub fn read_sample(bytes: &[u8]) -> Result<(Node, bool), String> {
    read(bytes).map(|node| (node, false)).or_else(|error| {
        let mended = std::str::from_utf8(bytes).ok().and_then(quote_leading_zeros).ok_or_else(|| error.clone())?;
        read(mended.as_bytes()).map(|node| (node, true)).map_err(|_| error)
    })
}

fn node(raw: &RawValue, depth: usize) -> Result<Node, String> {
    if depth > DEPTH {
        return Err(format!("this is nested deeper than {DEPTH} levels"));
    }
    let text = raw.get().trim_start();
    let wrong = |error: serde_json::Error| format!("this is no JSON: {error}");
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text).map_err(wrong)?;
            Node::Record(
                members
                    .into_iter()
                    .map(|(name, raw)| Ok((name, node(raw, depth + 1)?)))
                    .collect::<Result<_, String>>()?,
            )
        }
        Some(b'[') => {
            let Items(items) = serde_json::from_str(text).map_err(wrong)?;
            Node::List(items.into_iter().map(|raw| node(raw, depth + 1)).collect::<Result<_, String>>()?)
        }
        Some(b'"') => Node::Text(serde_json::from_str(text).map_err(wrong)?),
        Some(b't') => Node::Boolean(true),
        Some(b'f') => Node::Boolean(false),
        Some(b'n') => Node::Null,
        _ => Node::Number(text.to_owned()),
    })
}

struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

struct Items<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Items<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Items(items))
            }
        }
        deserializer.deserialize_seq(InOrder)
    }
}

/// Makes texts of numbers such as `0000`; none if there are none.
fn quote_leading_zeros(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 8);
    let mut mended = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => string_length(rest)?,
            '0'..='9' | '-' => {
                rest.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')).unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let digits = token.trim_start_matches('-');
        if digits.starts_with('0') && digits[1..].starts_with(|c: char| c.is_ascii_digit()) {
            out.push('"');
            out.push_str(token);
            out.push('"');
            mended = true;
        } else {
            out.push_str(token);
        }
        rest = after;
    }
    mended.then_some(out)
}

fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(index + 1),
            _ => {}
        }
    }
    None
}

/// Writes a document on one line.
pub fn write(node: &Node) -> String {
    let mut out = String::new();
    write_node(node, &mut out);
    out
}

fn write_node(node: &Node, out: &mut String) {
    match node {
        Node::Record(members) => {
            out.push('{');
            for (index, (name, node)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                write_node(node, out);
            }
            out.push('}');
        }
        Node::List(items) => {
            out.push('[');
            for (index, node) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_node(node, out);
            }
            out.push(']');
        }
        Node::Number(digits) => out.push_str(digits),
        Node::Text(text) => write_text(text, out),
        Node::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Null => out.push_str("null"),
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_digits_order_and_duplicates() {
        let text = r#"{"z":12345678901234567890.10,"a":[true,null,"A\"\\"],"z":-0}"#;
        let node = read(text.as_bytes()).unwrap();
        assert_eq!(write(&node), text);
        assert_eq!(write(&read(r#"{"\u0061":"ç\u0001"}"#.as_bytes()).unwrap()), r#"{"a":"ç\u0001"}"#);
    }

    #[test]
    fn refuses_what_is_no_json() {
        for wrong in ["", "{", "{}{}", "{\"a\":01}", "{'a':1}", "\u{feff}{}", "[1,]"] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert!(read(&"[".repeat(DEPTH + 2).into_bytes()).is_err());
        assert!(
            read(format!("{}{}", "[".repeat(DEPTH + 2), "]".repeat(DEPTH + 2)).as_bytes())
                .unwrap_err()
                .contains("deeper")
        );
        assert!(read(&"[".repeat(1_000_000).into_bytes()).is_err());
        assert!(read(b"\"\xff\"").is_err());
    }

    #[test]
    fn mends_leading_zeros_in_samples_only() {
        let sample = br#"{"user_id" : 0000, "x": "a 007 \" 08", "y": -05, "z": 0.5, "n": 10}"#;
        assert!(read(sample).is_err());
        let (node, mended) = read_sample(sample).unwrap();
        assert!(mended);
        assert_eq!(write(&node), r#"{"user_id":"0000","x":"a 007 \" 08","y":"-05","z":0.5,"n":10}"#);
        assert!(!read_sample(b"{}").unwrap().1);
        assert!(read_sample(b"{0").is_err());
    }
}
