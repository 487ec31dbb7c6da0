//! Values as the state keeps them: without the types of one operation, so that another can read them.

use vendor_model::Vendor;
use vendor_model::model::{Base, Moment, Presence, RecordId, Shape, Type, Value};

use super::invent;
use crate::clock;

/// A value of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Plain {
    /// Nothing.
    #[default]
    Null,
    /// A text.
    Text(String),
    /// Digits, perhaps with a sign and a fraction.
    Number(String),
    /// Yes or no.
    Boolean(bool),
    /// A point in time: milliseconds since 1970, in UTC.
    Time(i64),
    /// Items.
    List(Vec<Plain>),
    /// Names and values in order.
    Record(Vec<(String, Plain)>),
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Plain {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Plain {
    fn from(number: i64) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<bool> for Plain {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl Plain {
    /// The member of that name.
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Record(members) => members.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value below these names.
    pub(crate) fn at(&self, path: &[String]) -> Option<&Self> {
        path.iter().try_fold(self, |value, name| value.member(name))
    }

    /// As one text.
    pub fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) | Self::Number(text) => text.clone(),
            Self::Boolean(value) => value.to_string(),
            Self::Time(time) => {
                let at = clock::moment(*time, vendor_model::model::Calendar::Gregorian, 0);
                format!(
                    "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                    at.year, at.month, at.day, at.hour, at.minute, at.second
                )
            }
            Self::List(items) => items.iter().map(Self::text).collect::<Vec<_>>().join(", "),
            Self::Record(members) => {
                members.iter().map(|(name, value)| format!("{name}: {}", value.text())).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Whether both say the same, whatever their types.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self == other || self.text() == other.text()
    }
}

/// How a vendor's values are read and written.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) vendor: &'a Vendor,
    /// How far ahead of UTC the vendor's clocks are, in minutes.
    pub(crate) zone: i16,
    pub(crate) now: i64,
}

impl Words<'_> {
    /// A value without its type.
    pub(crate) fn plain(&self, shape: &Shape, value: &Value) -> Plain {
        let shape = self.vendor.bare(shape);
        match (value, &shape.ty) {
            (Value::Text(text), _) => Plain::Text(text.clone()),
            (Value::Integer(number), _) => Plain::Number(number.to_string()),
            (Value::Decimal(digits), _) => Plain::Number(digits.clone()),
            (Value::Boolean(value), _) => Plain::Boolean(*value),
            (Value::Moment(moment), ty) => {
                let zone = if *ty == Type::Instant || shape.form.is_epoch() { None } else { Some(self.zone) };
                Plain::Time(clock::milliseconds(*moment, shape.form.calendar, zone))
            }
            (Value::Duration(duration), _) => {
                Plain::Text(shape.form.duration().map_or_else(String::new, |form| form.write(*duration)))
            }
            (Value::Enum(index), Type::Enum(id)) => {
                let values = self.vendor.enumeration(*id);
                let wire = values.values.get(*index).map(|v| v.wire.clone()).unwrap_or_default();
                match values.base {
                    Base::Text => Plain::Text(wire),
                    Base::Integer => Plain::Number(wire),
                    Base::Boolean => Plain::Boolean(wire == "true" || wire == "1"),
                }
            }
            (Value::Record(values), Type::Record(id)) => self.plain_record(*id, values),
            (Value::List(items), Type::List(list)) => {
                Plain::List(items.iter().map(|item| self.plain(&list.item, item)).collect())
            }
            _ => Plain::Null,
        }
    }

    /// A record without its type: names are those of the wire.
    pub(crate) fn plain_record(&self, id: RecordId, values: &[(usize, Value)]) -> Plain {
        let record = self.vendor.record(id);
        let member = |(index, value): &(usize, Value)| {
            let field = record.fields.get(*index)?;
            Some((field.wire.clone(), self.plain(&field.shape, value)))
        };
        Plain::Record(values.iter().filter_map(member).collect())
    }

    /// As a value of this type; none if it can't be one.
    pub(crate) fn value(&self, shape: &Shape, plain: &Plain) -> Option<Value> {
        let shape = self.vendor.bare(shape);
        match (&shape.ty, plain) {
            (_, Plain::Null) => None,
            (Type::Record(id), Plain::Record(_)) => Some(self.record(*id, plain)),
            (Type::List(list), Plain::List(items)) => {
                Some(Value::List(items.iter().filter_map(|item| self.value(&list.item, item)).collect()))
            }
            (Type::Record(_) | Type::List(_), _) | (_, Plain::Record(_) | Plain::List(_)) => None,
            (Type::Month | Type::Date | Type::DateTime | Type::Instant, Plain::Time(time)) => {
                Some(Value::Moment(self.moment(shape, *time)))
            }
            (Type::Enum(id), plain) => {
                let wire = plain.text();
                let values = self.vendor.enumeration(*id);
                // A value that the page does not list is a text all the same.
                let known = values.values.iter().position(|value| {
                    value.wire == wire || (values.base == Base::Boolean && (value.wire == "1") == (wire == "true"))
                });
                known.map(Value::Enum)
            }
            (Type::Text, Plain::Time(time)) => Some(Value::Text(self.local(*time))),
            (Type::Text | Type::Bytes | Type::File, plain) => Some(Value::Text(plain.text())),
            (Type::Integer, plain) => plain.text().parse().ok().map(Value::Integer),
            (Type::Decimal, plain) => Value::decimal(&plain.text()),
            (Type::Boolean, Plain::Boolean(value)) => Some(Value::Boolean(*value)),
            (_, plain) => self.vendor.read_scalar(shape, &plain.text()),
        }
    }

    /// A record of those fields that are there by name; what must be there and is not, is made up.
    pub(crate) fn record(&self, id: RecordId, plain: &Plain) -> Value {
        let record = self.vendor.record(id);
        let value = |(index, field): (usize, &vendor_model::model::Field)| {
            let known = plain.member(&field.wire).and_then(|plain| self.value(&field.shape, plain));
            let needed =
                || (field.presence == Presence::Required).then(|| invent::value(self.vendor, &field.shape, self.now));
            Some((index, known.or_else(needed)?))
        };
        Value::Record(record.fields.iter().enumerate().filter_map(value).collect())
    }

    /// A point in time as the vendor's clocks show it, with the distance from UTC.
    fn local(&self, time: i64) -> String {
        let at = clock::moment(time, vendor_model::model::Calendar::Gregorian, self.zone);
        let pattern = vendor_model::model::DatePattern::parse("%Y-%m-%dT%H:%M:%S%.f%:z");
        pattern.map(|pattern| pattern.write(at)).unwrap_or_default()
    }

    /// A point in time as the type writes it.
    fn moment(&self, shape: &Shape, time: i64) -> Moment {
        // A number since 1970 has no zone.
        let zone = if shape.form.is_epoch() { 0 } else { self.zone };
        let exact = clock::moment(time, shape.form.calendar, zone);
        match shape.form.dates.first() {
            // Two digits of a year don't tell the century.
            Some(pattern) => {
                pattern.read(&pattern.write(exact)).map_or(exact, |read| Moment { year: exact.year, ..read })
            }
            None => Moment { nanosecond: 0, offset_minutes: 0, ..exact },
        }
    }
}

/// An exact sum: units of 10^-18.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sum(i128);

const UNIT: i128 = 1_000_000_000_000_000_000;

impl Sum {
    /// Reads digits with at most 18 behind the point.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || fraction.len() > 18 || !all(whole) || !all(fraction) {
            return None;
        }
        let fraction: i128 = format!("{fraction:0<18}").parse().ok()?;
        let units = whole.parse::<i128>().ok()?.checked_mul(UNIT)?.checked_add(fraction)?;
        Some(Self(sign * units))
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    pub(crate) fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Digits without zeros that do not count.
    pub(crate) fn digits(self) -> String {
        let (sign, units) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (whole, fraction) = (units / UNIT.unsigned_abs(), units % UNIT.unsigned_abs());
        let fraction = format!("{fraction:018}");
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact() {
        let sum = |text: &str| Sum::of(text).unwrap();
        assert_eq!(sum("0.1").plus(sum("0.2")).unwrap().digits(), "0.3");
        assert_eq!(sum("-12345678901234567.89").minus(sum("1")).unwrap().digits(), "-12345678901234568.89");
        assert_eq!(sum("-0").digits(), "0");
        assert!(sum("1").minus(sum("1.5")).unwrap().is_negative());
        for wrong in ["", ".", "1.", "a", "1e3", "+1", "1.0000000000000000001"] {
            let reads = Sum::of(wrong).is_some();
            assert_eq!(reads, wrong == "1.", "{wrong}");
        }
        assert!(sum("10") > sum("9.5"));
    }
}
