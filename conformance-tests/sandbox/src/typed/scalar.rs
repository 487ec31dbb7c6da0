//! Scalars.

use vendor_model::model::{Base, Form, Format, Rules, Shape, Type, Value};

use super::codec::{Undone, is_quoted, undo_inner, undo_outer};
use super::{Direction, Reader};
use crate::document::{BLANK, Node};
use crate::problem::Kind;

/// How JSON writes a scalar.
#[derive(PartialEq, Eq)]
enum Dress {
    Number,
    Boolean,
    Text,
}

impl<'a> Reader<'a> {
    /// A scalar of a document. A text that can't be read is kept as [`Value::Text`], next to a problem.
    pub(super) fn scalar(&mut self, shape: &Shape, node: &Node) -> Option<Value> {
        let empty = Node::Text(String::new());
        let node = match node {
            // An element with attributes that nobody asked for.
            Node::Record(members)
                if self.format == Format::Xml && members.iter().all(|(n, _)| n.starts_with('@') || n == "#text") =>
            {
                members.iter().find(|(name, _)| name == "#text").map_or(&empty, |(_, text)| text)
            }
            node => node,
        };
        let Some(text) = node.text() else {
            self.problem(Kind::Value, format!("one value belongs here, not {}", node.kind()));
            return None;
        };
        let json = self.format == Format::Json;
        let bare = self.vendor.bare(shape);
        let expected = match &bare.ty {
            _ if is_quoted(&bare.form.codecs) == Some(true) => Dress::Text,
            Type::Boolean | Type::DateTime | Type::Instant | Type::Duration
                if is_quoted(&bare.form.codecs) == Some(false) =>
            {
                Dress::Number
            }
            Type::Integer | Type::Decimal => Dress::Number,
            Type::Boolean => Dress::Boolean,
            Type::Enum(id) => match self.vendor.enumeration(*id).base {
                Base::Integer => Dress::Number,
                Base::Boolean => Dress::Boolean,
                Base::Text => Dress::Text,
            },
            _ => Dress::Text,
        };
        let found = match node {
            Node::Number(_) => Dress::Number,
            Node::Boolean(_) => Dress::Boolean,
            _ => Dress::Text,
        };
        if json && found != expected {
            let says = match expected {
                Dress::Number => format!("a number belongs here, not {}", node.kind()),
                Dress::Boolean => format!("`true` or `false` belongs here, not {}", node.kind()),
                Dress::Text => format!("a text belongs here, not {}", node.kind()),
            };
            self.problem(Kind::Dress, says);
        }
        Some(self.scalar_text(shape, text))
    }

    /// A scalar of a frame.
    pub(crate) fn frame_leaf(&mut self, ty: &Type, node: &Node) {
        let shape = Shape { ty: ty.clone(), form: Form::default(), rules: Rules::default() };
        let _ = self.scalar(&shape, node);
    }

    /// A scalar of a path, a query or a header, or the text of one in a document.
    pub(crate) fn scalar_text(&mut self, shape: &Shape, text: &str) -> Value {
        let vendor = self.vendor;
        let bare = vendor.bare(shape);
        let is_text = match &bare.ty {
            Type::Text | Type::Bytes | Type::File => true,
            Type::Enum(id) => vendor.enumeration(*id).base == Base::Text,
            _ => false,
        };
        let trimmed = if is_text { text } else { text.trim_matches(BLANK) };
        if trimmed.len() != text.len() {
            self.problem(Kind::Dress, "blanks stand around the value");
        }
        let western = if is_text || self.direction == Direction::Request { None } else { western_digits(trimmed) };
        if western.is_some() {
            self.problem(Kind::Dress, "the digits are not ASCII");
        }
        let text = western.as_deref().unwrap_or(trimmed);
        let codecs = &bare.form.codecs;
        let undone = undo_outer(codecs, text).and_then(|text| undo_inner(codecs, &text));
        let text = match undone {
            Ok((undone, exact)) => {
                if !exact {
                    self.problem(Kind::Dress, "this is not how it is written");
                }
                match undone {
                    Undone::Text(text) => text,
                    Undone::Value(value) => return value,
                }
            }
            Err(says) => {
                self.problem(Kind::Value, format!("this is {says}"));
                return Value::Text(text.to_owned());
            }
        };
        let text = text.as_str();
        if let Some(value) = vendor.read_scalar(bare, text) {
            if codecs.is_empty() {
                self.dress(bare, text, &value);
            }
            return value;
        }
        let without_rules = Shape { rules: Rules::default(), ..bare.clone() };
        if let Some(value) = vendor.read_scalar(&without_rules, text) {
            let says = broken_rule(&bare.rules);
            self.problem(Kind::Rule, says);
            return value;
        }
        if bare.form.dates.iter().any(|pattern| pattern.read(text).is_some()) {
            self.problem(Kind::Value, "there is no such day");
        } else {
            self.problem(Kind::Value, format!("this is {}", not_a(bare)));
        }
        Value::Text(text.to_owned())
    }

    /// What can be read, but is not how the model writes it.
    fn dress(&mut self, shape: &Shape, text: &str, value: &Value) {
        let other_pattern = match (value, shape.form.dates.first()) {
            (Value::Moment(_), Some(first)) => first.read(text).is_none(),
            _ => false,
        };
        if other_pattern {
            self.problem(Kind::Dress, "this is not the pattern in which it is written");
        }
        let digits = text.trim_start_matches(['-', '+']);
        let zeros = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
        if matches!(value, Value::Integer(_) | Value::Decimal(_)) && (zeros || text.starts_with('+')) {
            self.problem(Kind::Dress, "the number has zeros or a sign that do not count");
        }
    }
}

fn not_a(shape: &Shape) -> &'static str {
    match shape.ty {
        Type::Integer => "no whole number of 64 bits",
        Type::Decimal => "no decimal number",
        Type::Boolean => "neither yes nor no",
        Type::Month => "no month in a known pattern",
        Type::Date => "no date in a known pattern",
        Type::DateTime => "no date and time in a known pattern",
        Type::Duration => "no duration as it is written",
        Type::Enum(_) => "none of the values that the page lists",
        _ => "no such value",
    }
}

fn broken_rule(rules: &Rules) -> String {
    let limits = [("length", &rules.length), ("range", &rules.range), ("count", &rules.count)];
    let said: Vec<String> = limits
        .iter()
        .filter_map(|(word, limits)| {
            let limits = limits.as_ref()?;
            let end = |end: Option<i64>| end.map_or_else(String::new, |n| n.to_string());
            let unit = limits.unit.as_deref().map_or_else(String::new, |unit| format!(" {unit}"));
            Some(format!("{word} {}..{}{unit}", end(limits.min), end(limits.max)))
        })
        .collect();
    format!("this breaks the rule `{}`", said.join(", "))
}

pub(super) fn broken_count(rules: &Rules, count: usize) -> Option<String> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let limits = rules.count.as_ref()?;
    let kept = limits.min.is_none_or(|min| count >= min) && limits.max.is_none_or(|max| count <= max);
    (!kept).then(|| broken_rule(rules))
}

/// The text with Arabic and Persian digits made ASCII; none if there are none.
fn western_digits(text: &str) -> Option<String> {
    let western = |c: char| match u32::from(c) {
        code @ 0x0660..=0x0669 => char::from_digit(code - 0x0660, 10).unwrap_or(c),
        code @ 0x06f0..=0x06f9 => char::from_digit(code - 0x06f0, 10).unwrap_or(c),
        _ => c,
    };
    let changed: String = text.chars().map(western).collect();
    (changed != text).then_some(changed)
}
