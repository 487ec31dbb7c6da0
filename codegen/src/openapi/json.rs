//! JSON whose members keep their order and whose numbers keep their digits.

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// Digits as they are to be written.
    Number(String),
    /// A text.
    Text(String),
    /// Items.
    List(Vec<Json>),
    /// Members in order.
    Object(Object),
}

/// Members in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object(Vec<(String, Json)>);

impl Object {
    /// Without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more member.
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.push(name, value);
        self
    }

    /// With one more member, if there is a value.
    pub fn maybe(mut self, name: impl Into<String>, value: Option<impl Into<Json>>) -> Self {
        if let Some(value) = value {
            self.push(name, value);
        }
        self
    }

    /// With a list as one more member, unless it is empty.
    pub fn list(self, name: impl Into<String>, items: Vec<Json>) -> Self {
        let items = (!items.is_empty()).then_some(items);
        self.maybe(name, items)
    }

    /// With the members of another behind its own.
    pub fn with_all(mut self, other: Self) -> Self {
        self.extend(other);
        self
    }

    /// Adds a member behind the others.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<Json>) {
        self.0.push((name.into(), value.into()));
    }

    /// A member's value.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// Takes a member out.
    pub fn take(&mut self, name: &str) -> Option<Json> {
        let at = self.0.iter().position(|(n, _)| n == name)?;
        Some(self.0.remove(at).1)
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the members of another.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Names and values in order.
    pub fn members(&self) -> impl Iterator<Item = &(String, Json)> {
        self.0.iter()
    }
}

impl FromIterator<(String, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Self::Number(number.to_string())
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl Json {
    /// The value as a text of many lines, with a line end behind the last.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    /// The value on one line.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    fn write(&self, out: &mut String, depth: Option<usize>) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => quoted(out, text),
            Self::List(items) => surrounded(out, depth, ('[', ']'), items, |out, item, depth| item.write(out, depth)),
            Self::Object(Object(members)) => {
                surrounded(out, depth, ('{', '}'), members, |out, (name, value), depth| {
                    quoted(out, name);
                    out.push_str(if depth.is_some() { ": " } else { ":" });
                    value.write(out, depth);
                });
            }
        }
    }
}

/// Items between brackets, each on a line of its own where there is a depth.
fn surrounded<T>(
    out: &mut String,
    depth: Option<usize>,
    (open, close): (char, char),
    items: &[T],
    each: impl Fn(&mut String, &T, Option<usize>),
) {
    out.push(open);
    let inner = depth.map(|depth| depth + 1);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        line(out, inner);
        each(out, item, inner);
    }
    if !items.is_empty() {
        line(out, depth);
    }
    out.push(close);
}

fn line(out: &mut String, depth: Option<usize>) {
    if let Some(depth) = depth {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    }
}

/// What JSON wants escaped, and characters that make text look like other text.
fn quoted(out: &mut String, text: &str) {
    use std::fmt::Write;
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || is_invisible(c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    // Writing into a `String` can't fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Characters that make text look like other text, or end a line where none seems to end.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_numbers_their_digits() {
        let value: Json = Object::new()
            .with("z", Json::Number("1.50".into()))
            .with("a", vec!["x\"\u{202e}\u{1}", "ş"])
            .with("none", Object::new())
            .into();
        assert_eq!(value.compact(), r#"{"z":1.50,"a":["x\"\u202e\u0001","ş"],"none":{}}"#);
        assert_eq!(
            value.pretty(),
            "{\n  \"z\": 1.50,\n  \"a\": [\n    \"x\\\"\\u202e\\u0001\",\n    \"ş\"\n  ],\n  \"none\": {}\n}\n"
        );
    }
}
