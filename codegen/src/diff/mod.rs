//! What changed between two readings of the specs, and whom it breaks.
//!
//! Knows the model only. Shapes are paired by what they mean (the wire name of a field, the value of an enum, the
//! name of an arm), so renamed files, comments and another order of operations are no change. Leaves that have no
//! meaning for this module, such as codecs and tests, are compared by their structure with all indexes resolved; a
//! new variant of the model is therefore compared from its first day. [`generated`] holds the result against the
//! generated code, so that nothing which the comparison has no words for passes in silence.

mod change;
pub mod generated;
mod operation;
mod render;
mod reply;
mod send;
mod shape;
mod structure;
mod union;
mod vendor;

use std::collections::HashSet;

use vendor_model::model::{Docs, EnumId, NewtypeId, RecordId, Vendor};
use vendor_model::{Origin, Sources};

pub use change::{Change, Comparison, Effect, Kind, Place, Side, Step, Version};
pub use render::{json, markdown, text};

/// The specs of one side: what they say, and where.
#[derive(Clone, Copy)]
pub struct Specs<'a> {
    /// The vendors.
    pub vendors: &'a [Vendor],
    /// Their files.
    pub sources: &'a Sources,
}

/// Compares two readings.
pub fn compare(old: Specs<'_>, new: Specs<'_>) -> Comparison {
    let mut changes = Vec::new();
    for before in old.vendors {
        match new.vendors.iter().find(|v| v.name == before.name) {
            Some(after) => {
                let mut walk = Walk::new((before, old.sources), (after, new.sources));
                walk.vendor();
                changes.extend(change::merged(walk.changes));
            }
            None => changes.push(Change {
                vendor: before.name.clone(),
                at: String::new(),
                side: Side::Client,
                says: "the vendor is gone".to_owned(),
                kind: Kind::Breaking(vec![Effect::Compile]),
                place: Some(Place::old(old.sources, &before.origin)),
            }),
        }
    }
    for after in new.vendors.iter().filter(|after| !old.vendors.iter().any(|v| v.name == after.name)) {
        changes.push(Change {
            vendor: after.name.clone(),
            at: String::new(),
            side: Side::Client,
            says: format!("a new vendor with {} operations", after.operations.len()),
            kind: Kind::Addition,
            place: Some(Place::new(new.sources, &after.origin)),
        });
    }
    let mut comparison = Comparison { changes, interface: Vec::new() };
    comparison.sort();
    comparison
}

/// Whether a shape travels to the vendor or comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Position {
    Sent,
    Received,
}

impl Position {
    fn side(self) -> Side {
        match self {
            Self::Sent => Side::Sent,
            Self::Received => Side::Received,
        }
    }
}

/// One of the two readings of a vendor.
#[derive(Clone, Copy)]
struct Reading<'a> {
    vendor: &'a Vendor,
    sources: &'a Sources,
}

/// A pair of shapes that was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Pair {
    Record(RecordId, RecordId),
    Enum(EnumId, EnumId),
    Newtype(NewtypeId, NewtypeId),
}

/// A walk over both readings of a vendor.
struct Walk<'a> {
    old: Reading<'a>,
    new: Reading<'a>,
    old_uses: Vec<(bool, bool)>,
    new_uses: Vec<(bool, bool)>,
    seen: HashSet<(Pair, Position)>,
    changes: Vec<Change>,
}

/// Where a change stands.
#[derive(Clone, Copy)]
enum At<'o> {
    /// In the old spec: what is gone.
    Old(&'o Origin),
    /// In the new one.
    New(&'o Origin),
}

impl<'a> Walk<'a> {
    fn new(old: (&'a Vendor, &'a Sources), new: (&'a Vendor, &'a Sources)) -> Self {
        let reading = |(vendor, sources)| Reading { vendor, sources };
        let (old_uses, new_uses) = (structure::uses(old.0), structure::uses(new.0));
        Self { old: reading(old), new: reading(new), old_uses, new_uses, seen: HashSet::new(), changes: Vec::new() }
    }

    fn push(&mut self, side: Side, at: &str, place: At<'_>, says: impl Into<String>, kind: Kind) {
        let place = match place {
            At::Old(origin) => Place::old(self.old.sources, origin),
            At::New(origin) => Place::new(self.new.sources, origin),
        };
        let (vendor, at, says) = (self.new.vendor.name.clone(), at.to_owned(), says.into());
        self.changes.push(Change { vendor, at, side, says, kind, place: Some(place) });
    }

    fn breaks(&mut self, side: Side, at: &str, place: At<'_>, says: impl Into<String>, effects: &[Effect]) {
        self.push(side, at, place, says, Kind::Breaking(effects.to_vec()));
    }

    fn adds(&mut self, side: Side, at: &str, place: At<'_>, says: impl Into<String>) {
        self.push(side, at, place, says, Kind::Addition);
    }

    fn eases(&mut self, side: Side, at: &str, place: At<'_>, says: impl Into<String>) {
        self.push(side, at, place, says, Kind::Compatible);
    }

    /// Words for readers, which change nothing else.
    fn docs(&mut self, at: &str, place: &Origin, old: &Docs, new: &Docs) {
        if format!("{old:?}") != format!("{new:?}") {
            self.push(Side::Client, at, At::New(place), "other words in the documentation", Kind::Docs);
        }
    }
}

/// A name below another.
fn below(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}
