//! Pages: how the rest of a list is asked for.

use super::{Operation, RecordId, Type, Vendor};

/// How the rest of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The list, a field of the response.
    pub items: usize,
    /// What tells one page from the next.
    pub by: PageBy,
    /// What tells the last page, besides one without items or without a next one; any of them.
    pub last_when: Vec<LastWhen>,
}

/// A field of the response, or of a record in it, and so on.
pub type FieldPath = Vec<usize>;

/// What tells one page from the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageBy {
    /// An integer of the request that counts pages, from `first` on.
    Number {
        /// The field of the request.
        field: usize,
        /// The first page.
        first: i64,
    },
    /// An integer of the request that counts the items before the page, from `first` on.
    Offset {
        /// The field of the request.
        field: usize,
        /// That of the first item.
        first: i64,
    },
    /// What names the last item of the page before.
    LastItem {
        /// The field of the request.
        field: usize,
        /// The field of the item; without it the item itself.
        value: Option<usize>,
    },
    /// What the page before handed out.
    Cursor {
        /// The field of the request.
        field: usize,
        /// The field of the response.
        value: FieldPath,
    },
    /// The address of the next page, a field of the response.
    Address(FieldPath),
}

/// What tells the last page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LastWhen {
    /// It has fewer items than this field of the request says.
    ShorterThan(usize),
    /// It has fewer items than this.
    Shorter(u32),
    /// This field of the response counts all items.
    Total(FieldPath),
    /// This field of the response counts the pages.
    Pages(FieldPath),
    /// This field of the response has this value.
    Value(FieldPath, LastValue),
}

/// A value that a field has on the last page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LastValue {
    /// Of a boolean.
    Boolean(bool),
    /// Of an integer.
    Integer(i64),
    /// Of a text.
    Text(String),
}

impl Paging {
    /// What a reader is told, with names as on the wire.
    pub fn in_words(&self, vendor: &Vendor, operation: &Operation) -> String {
        let sent = |index: usize| format!("`{}`", wire(vendor, operation.request, &[index]));
        let said = |path: &[usize]| format!("`{}`", wire(vendor, operation.response, path));
        let by = match &self.by {
            PageBy::Number { field, first } => format!("{} is the number of the page, from {first} on", sent(*field)),
            PageBy::Offset { field, first } => {
                format!("{} counts the items before the page, from {first} on", sent(*field))
            }
            PageBy::LastItem { field, .. } => format!("{} names the last item of the page before", sent(*field)),
            PageBy::Cursor { field, value } => {
                format!("{} is what the page before gave as {}", sent(*field), said(value))
            }
            PageBy::Address(value) => format!("{} is the address of the next page", said(value)),
        };
        let mut last: Vec<String> = match self.by {
            PageBy::Cursor { .. } | PageBy::Address(_) => vec!["without a next one".to_owned()],
            _ => vec!["without items".to_owned()],
        };
        last.extend(self.last_when.iter().map(|when| match when {
            LastWhen::ShorterThan(field) => format!("with fewer items than {}", sent(*field)),
            LastWhen::Shorter(count) => format!("with fewer than {count} items"),
            LastWhen::Total(path) => format!("that completes {}", said(path)),
            LastWhen::Pages(path) => format!("with the number {}", said(path)),
            LastWhen::Value(path, value) => {
                let value = match value {
                    LastValue::Boolean(value) => value.to_string(),
                    LastValue::Integer(value) => value.to_string(),
                    LastValue::Text(value) => format!("`{value}`"),
                };
                format!("whose {} is {value}", said(path))
            }
        }));
        format!("{} goes on over pages: {by}. The last page is one {}.", said(&[self.items]), last.join(", or one "))
    }
}

/// A path as it is written in a spec.
fn wire(vendor: &Vendor, record: RecordId, path: &[usize]) -> String {
    let mut record = Some(record);
    let mut names = Vec::new();
    for index in path {
        let Some(field) = record.and_then(|id| vendor.record(id).fields.get(*index)) else { break };
        names.push(field.wire.as_str());
        record = match field.shape.ty {
            Type::Record(id) => Some(id),
            _ => None,
        };
    }
    names.join(".")
}
