//! What a value is, how it is written, and what must hold of it.

use super::{Calendar, Codec, DatePattern, Docs, DurationForm, EnumId, Limits, NewtypeId, RecordId, UnionId};
use crate::source::Origin;

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Characters.
    Text,
    /// A whole number of 64 bits with sign.
    Integer,
    /// An exact number with a fraction.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A year and a month of it.
    Month,
    /// A day.
    Date,
    /// A day and a time of day, in no zone.
    DateTime,
    /// A point in time, with the distance from UTC.
    Instant,
    /// How long something lasts.
    Duration,
    /// Bytes.
    Bytes,
    /// Bytes with a name and a content type, as a part of a request.
    File,
    /// One of a few values.
    Enum(EnumId),
    /// Named members.
    Record(RecordId),
    /// Items.
    List(Box<List>),
    /// One of several shapes, in replies alone.
    Union(UnionId),
    /// A scalar with a name and rules of its own.
    Named(NewtypeId),
}

/// Items of one shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What an item is.
    pub item: Shape,
    /// In XML, the element around each item; without it the list's own element repeats.
    pub xml_item: Option<String>,
}

/// A type with how it is written and what must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What it is.
    pub ty: Type,
    /// How it is written.
    pub form: Form,
    /// What must hold.
    pub rules: Rules,
}

/// How a scalar is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Of a date: the first is written, all are read.
    pub dates: Vec<DatePattern>,
    /// The calendar of those.
    pub calendar: Calendar,
    /// Steps from the value towards the wire.
    pub codecs: Vec<Codec>,
}

impl Form {
    /// How a duration is written.
    pub fn duration(&self) -> Option<&DurationForm> {
        self.codecs.iter().find_map(|codec| if let Codec::Duration(form) = codec { Some(form) } else { None })
    }

    /// The number of the first item, where each has a name of its own.
    pub fn numbered(&self) -> Option<usize> {
        self.codecs.iter().find_map(|codec| if let Codec::Numbered(start) = codec { Some(*start) } else { None })
    }

    /// What stands between the items of a column, if anything, where each field of an item is one.
    pub fn columns(&self) -> Option<Option<&str>> {
        self.codecs
            .iter()
            .find_map(|codec| if let Codec::Columns(between) = codec { Some(between.as_deref()) } else { None })
    }

    /// The field whose value is a name on the wire, where a list is an object; and the one that stands there, if not all
    /// others do.
    pub fn keyed(&self) -> Option<(&str, Option<&str>)> {
        self.codecs.iter().find_map(|codec| {
            if let Codec::Keyed(key, value) = codec { Some((key.as_str(), value.as_deref())) } else { None }
        })
    }

    /// The members for the name and the value of each field, where a record is a list of these.
    pub fn named(&self) -> Option<(&str, &str)> {
        self.codecs.iter().find_map(|codec| match codec {
            Codec::Named(name, value) => Some((name.as_str(), value.as_str())),
            _ => None,
        })
    }

    /// Whether a point in time is a number since 1970.
    pub fn is_epoch(&self) -> bool {
        self.codecs.iter().any(|codec| matches!(codec, Codec::EpochSeconds | Codec::EpochMilliseconds))
    }
}

/// What must hold of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Of a text; the unit is characters unless it says bytes.
    pub length: Option<Limits>,
    /// Of a number.
    pub range: Option<Limits>,
    /// Of a list.
    pub count: Option<Limits>,
}

impl Rules {
    /// Whether there is nothing to check.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What the values of an enum are on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// `true` and `false`.
    Boolean,
}

/// One of a few values.
#[derive(Debug)]
pub struct Enum {
    /// Identifier, in snake case.
    pub name: String,
    /// What people read.
    pub docs: Docs,
    /// What the values are on the wire.
    pub base: Base,
    /// In the order of the page.
    pub values: Vec<EnumValue>,
    /// The operation whose page has it; none if the vendor shares it.
    pub owner: Option<String>,
    /// Where it is written.
    pub origin: Origin,
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// As on the wire.
    pub wire: String,
    /// Identifier, in snake case.
    pub name: String,
    /// What people read.
    pub docs: Docs,
}

/// A scalar with a name.
#[derive(Debug)]
pub struct Newtype {
    /// Identifier, in snake case.
    pub name: String,
    /// What people read.
    pub docs: Docs,
    /// The scalar and its rules.
    pub shape: Shape,
    /// Where it is written.
    pub origin: Origin,
}
