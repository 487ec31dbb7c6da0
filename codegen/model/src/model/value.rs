//! Examples, with values of the declared types.

use super::{DatePattern, Format, Moment, Proves};
use crate::source::Origin;

/// A value of a declared type.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text; also a text that could not be read as what it should be.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An exact number: digits without trailing zeros of the fraction.
    Decimal(String),
    /// Yes or no.
    Boolean(bool),
    /// A date or time, in the calendar of its pattern.
    Moment(Moment),
    /// How long something lasts.
    Duration(std::time::Duration),
    /// Index into the values of an enum.
    Enum(usize),
    /// Fields that are there, by index, in record order.
    Record(Vec<(usize, Value)>),
    /// Items.
    List(Vec<Value>),
    /// One of several shapes, or an item that was taken: the index of the arm, and what it holds.
    Arm(usize, Box<Value>),
    /// An item that was refused: the index of the arm, the code as on the wire, the vendor's text, and what it holds
    /// all the same.
    Refused {
        /// Which arm.
        arm: usize,
        /// The code, as on the wire.
        code: Option<String>,
        /// The vendor's text.
        message: Option<String>,
        /// What all arms hold: a record.
        shared: Box<Value>,
    },
}

impl Value {
    /// A decimal without the zeros that do not count.
    pub fn decimal(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let fraction = fraction.trim_end_matches('0');
        let number = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
        let sign = if number == "0" { "" } else { sign };
        Some(Self::Decimal(format!("{sign}{number}")))
    }
}

/// A worked call.
#[derive(Debug)]
pub struct Example {
    /// Identifier, in snake case.
    pub name: String,
    /// What it shows.
    pub summary: Option<String>,
    /// Where its bytes come from.
    pub proves: Proves,
    /// The arm that the reply takes, where there are several successes: index into the operation's outcomes.
    pub outcome: Option<usize>,
    /// The arm that refuses, where the example names it.
    pub refusing: Option<String>,
    /// Settings of the client: index of the setting and of its value.
    pub settings: Vec<(usize, usize)>,
    /// By format.
    pub forms: Vec<ExampleForm>,
    /// Where it is written.
    pub origin: Origin,
}

/// An example in one format.
#[derive(Debug)]
pub struct ExampleForm {
    /// The format, of request and reply.
    pub format: Format,
    /// What the caller gives: a record.
    pub request: Value,
    /// What comes of it.
    pub outcome: Outcome,
}

/// What comes of a worked call.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The caller gets this record.
    Reply(Value),
    /// The caller gets this refusal.
    Refused {
        /// The code, as on the wire.
        code: String,
        /// The vendor's text.
        message: Option<String>,
    },
    /// The sample on the page can't be read; the open point says why.
    Unreadable(String),
    /// No reply is shown.
    NotShown,
}

impl super::Vendor {
    /// Reads the wire text of a scalar as what it is declared to be; none if it is not that, or breaks the rules of its type.
    pub fn read_scalar(&self, shape: &super::Shape, text: &str) -> Option<Value> {
        use super::{Base, Type};
        let shape = self.bare(shape);
        let boolean = |text: &str| match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        };
        let value = match &shape.ty {
            Type::Text | Type::Bytes | Type::File => Value::Text(text.to_owned()),
            Type::Integer => Value::Integer(text.parse().ok()?),
            Type::Decimal => Value::decimal(text)?,
            Type::Boolean => Value::Boolean(boolean(text)?),
            Type::DateTime if shape.form.dates.is_empty() => {
                Value::Moment(DatePattern::parse("%Y-%m-%dT%H:%M:%S%.f").ok()?.read(text)?)
            }
            Type::Instant if shape.form.dates.is_empty() => {
                Value::Moment(DatePattern::parse("%Y-%m-%dT%H:%M:%S%.f%:z").ok()?.read(text)?)
            }
            Type::Duration => Value::Duration(shape.form.duration()?.read(text)?),
            Type::Month | Type::Date | Type::DateTime | Type::Instant => Value::Moment(
                shape
                    .form
                    .dates
                    .iter()
                    .find_map(|p| p.read(text).map(|moment| moment.in_century(p, shape.form.calendar)))
                    .filter(|moment| moment.is_day_of(shape.form.calendar))?,
            ),
            Type::Enum(id) => {
                let values = self.enumeration(*id);
                let same = |wire: &str| match values.base {
                    Base::Text => wire == text,
                    Base::Integer => wire.parse::<i64>().ok() == text.parse().ok(),
                    Base::Boolean => boolean(wire) == boolean(text),
                };
                Value::Enum(values.values.iter().position(|v| same(&v.wire))?)
            }
            Type::Record(_) | Type::List(_) | Type::Named(_) | Type::Union(_) => return None,
        };
        shape.rules.allow(&value).then_some(value)
    }
}

impl Moment {
    /// Two digits of a year mean another year in another calendar: 1350 to 1449 in the Iranian one.
    fn in_century(mut self, pattern: &DatePattern, calendar: super::Calendar) -> Self {
        if calendar == super::Calendar::Jalali && pattern.pieces.contains(&super::DatePiece::Year2) {
            let short = self.year.rem_euclid(100);
            self.year = if short < 50 { 1400 + short } else { 1300 + short };
        }
        self
    }
}

impl super::Rules {
    /// Whether a scalar keeps the rules.
    pub fn allow(&self, value: &Value) -> bool {
        let within = |limits: &super::Limits, n: i64| {
            limits.min.is_none_or(|min| n >= min) && limits.max.is_none_or(|max| n <= max)
        };
        match value {
            Value::Text(text) => self.length.as_ref().is_none_or(|limits| {
                let length = if limits.unit.as_deref() == Some("bytes") { text.len() } else { text.chars().count() };
                within(limits, i64::try_from(length).unwrap_or(i64::MAX))
            }),
            Value::Integer(number) => self.range.as_ref().is_none_or(|limits| within(limits, *number)),
            Value::Decimal(text) => self.range.as_ref().is_none_or(|limits| {
                let (whole, fraction) = text.split_once('.').map_or((text.as_str(), false), |(whole, _)| (whole, true));
                let negative = whole.starts_with('-');
                let whole = whole.parse::<i64>().unwrap_or(if negative { i64::MIN } else { i64::MAX });
                // With a fraction the number lies beyond its whole part, away from zero.
                limits.min.is_none_or(|min| if negative && fraction { whole > min } else { whole >= min })
                    && limits.max.is_none_or(|max| if !negative && fraction { whole < max } else { whole <= max })
            }),
            _ => true,
        }
    }
}
