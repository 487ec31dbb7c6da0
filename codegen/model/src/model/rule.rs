//! Rules over the fields of a record: what a page says of several values at once, or of the looks of one.

use std::cmp::Ordering;

use super::{CharPattern, Record, RecordId, Type, Value, Vendor};
use crate::source::Origin;

/// What must hold of a record that is sent. A rule over a field that is not there holds.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What it says.
    pub says: Says,
    /// Where it is written.
    pub origin: Origin,
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// One side is to the other as it should be.
    Compares(Side, Comparison, Side),
    /// A number is a multiple of this.
    MultipleOf(usize, Exact),
    /// A text looks so.
    Matches(usize, CharPattern),
}

/// A side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// A constant.
    Number(Exact),
    /// A field of the record.
    Field(usize),
    /// How many items a list has.
    Count(usize),
    /// The sum of a field of the items of a list; items without it count for nothing.
    Sum(usize, usize),
}

/// How two sides are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// As they are written.
    pub const ALL: [(&'static str, Self); 6] = [
        ("==", Self::Equal),
        ("!=", Self::NotEqual),
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("<", Self::Less),
        (">", Self::More),
    ];

    /// As it is written.
    pub fn sign(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, known)| *known == self).map_or("", |(sign, _)| sign)
    }

    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::More => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

/// An exact number: `mantissa / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    /// All digits.
    pub mantissa: i128,
    /// How many of them stand behind the point.
    pub scale: u32,
}

impl Exact {
    /// From `-12.50`. None for anything else, and for more than 28 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(fraction) || digits.ends_with('.') || digits.len() > 28 {
            return None;
        }
        let mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
        let scale = u32::try_from(fraction.len()).ok()?;
        Some(Self { mantissa: if digits.len() < text.len() { -mantissa } else { mantissa }, scale })
    }

    /// Both with as many digits behind the point.
    fn aligned(self, other: Self) -> Option<(i128, i128, u32)> {
        let scale = self.scale.max(other.scale);
        let to = |number: Self| number.mantissa.checked_mul(10_i128.checked_pow(scale - number.scale)?);
        Some((to(self)?, to(other)?, scale))
    }
}

impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = format!("{:0>width$}", self.mantissa.unsigned_abs(), width = self.scale as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.scale as usize);
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

/// What a side is worth.
enum Worth<'v> {
    Number(Exact),
    Text(&'v str),
    Moment(super::Moment),
}

impl Rule {
    /// The fields of the record that it speaks of.
    pub fn fields(&self) -> Vec<usize> {
        let mut fields: Vec<usize> = match &self.says {
            Says::Compares(left, _, right) => [left, right]
                .into_iter()
                .filter_map(|side| match side {
                    Side::Number(_) => None,
                    Side::Field(index) | Side::Count(index) | Side::Sum(index, _) => Some(*index),
                })
                .collect(),
            Says::MultipleOf(field, _) | Says::Matches(field, _) => vec![*field],
        };
        fields.dedup();
        fields
    }

    /// As it is written, with the names that `name` gives: of a record, a field.
    pub fn in_words(&self, vendor: &Vendor, record: RecordId, name: &dyn Fn(&super::Field) -> String) -> String {
        let field = |record: &Record, index: usize| record.fields.get(index).map(name).unwrap_or_default();
        let own = vendor.record(record);
        let side = |side: &Side| match side {
            Side::Number(number) => number.to_string(),
            Side::Field(index) => field(own, *index),
            Side::Count(index) => format!("count({})", field(own, *index)),
            Side::Sum(list, inner) => {
                let inner = item_of(vendor, own, *list).map(|item| field(vendor.record(item), *inner));
                format!("sum({}.{})", field(own, *list), inner.unwrap_or_default())
            }
        };
        match &self.says {
            Says::Compares(left, comparison, right) => {
                format!("{} {} {}", side(left), comparison.sign(), side(right))
            }
            Says::MultipleOf(index, step) => format!("multiple_of({}, {step})", field(own, *index)),
            Says::Matches(index, pattern) => format!("matches({}, '{}')", field(own, *index), pattern.text),
        }
    }

    /// Whether it holds of these values. None: they are none that it could be told of.
    pub fn holds<'v>(&self, value: &dyn Fn(usize) -> Option<&'v Value>) -> Option<bool> {
        if self.fields().into_iter().any(|field| value(field).is_none()) {
            return Some(true);
        }
        match &self.says {
            Says::Compares(left, comparison, right) => {
                let ordering = match (worth(left, value)?, worth(right, value)?) {
                    (Worth::Number(left), Worth::Number(right)) => {
                        let (left, right, _) = left.aligned(right)?;
                        left.cmp(&right)
                    }
                    (Worth::Text(left), Worth::Text(right)) => left.cmp(right),
                    (Worth::Moment(left), Worth::Moment(right)) => left.cmp(&right),
                    _ => return None,
                };
                Some(comparison.holds(ordering))
            }
            Says::MultipleOf(field, step) => {
                let (number, step, _) = number(value(*field)?)?.aligned(*step)?;
                Some(number.checked_rem(step)? == 0)
            }
            Says::Matches(field, pattern) => match value(*field)? {
                Value::Text(text) => Some(pattern.matches(text)),
                _ => None,
            },
        }
    }
}

/// The record that the items of a list are.
pub(crate) fn item_of(vendor: &Vendor, record: &Record, list: usize) -> Option<RecordId> {
    let Type::List(list) = &vendor.bare(&record.fields.get(list)?.shape).ty else { return None };
    match list.item.ty {
        Type::Record(id) => Some(id),
        _ => None,
    }
}

fn worth<'v>(side: &Side, value: &dyn Fn(usize) -> Option<&'v Value>) -> Option<Worth<'v>> {
    match side {
        Side::Number(number) => Some(Worth::Number(*number)),
        Side::Field(index) => match value(*index)? {
            Value::Text(text) => Some(Worth::Text(text)),
            Value::Moment(moment) => Some(Worth::Moment(*moment)),
            other => number(other).map(Worth::Number),
        },
        Side::Count(index) => match value(*index)? {
            Value::List(items) => Some(Worth::Number(Exact { mantissa: i128::try_from(items.len()).ok()?, scale: 0 })),
            _ => None,
        },
        Side::Sum(list, field) => {
            let Value::List(items) = value(*list)? else { return None };
            let mut sum = Exact { mantissa: 0, scale: 0 };
            for item in items {
                let Value::Record(values) = item else { return None };
                if let Some((_, value)) = values.iter().find(|(index, _)| index == field) {
                    let (left, right, scale) = sum.aligned(number(value)?)?;
                    sum = Exact { mantissa: left.checked_add(right)?, scale };
                }
            }
            Some(Worth::Number(sum))
        }
    }
}

fn number(value: &Value) -> Option<Exact> {
    match value {
        Value::Integer(number) => Some(Exact { mantissa: (*number).into(), scale: 0 }),
        Value::Decimal(digits) => Exact::parse(digits),
        _ => None,
    }
}
