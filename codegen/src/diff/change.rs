//! A change, and the step of the version that it asks for.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use vendor_model::{Origin, Sources};

/// What changed between two readings.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What changed in the specs, by vendor; what breaks comes first.
    pub changes: Vec<Change>,
    /// What changed in the public items of the generated code.
    pub interface: Vec<super::generated::Item>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The vendor.
    pub vendor: String,
    /// What changed: `user_credit.request.amount`.
    pub at: String,
    /// Which way it travels.
    pub side: Side,
    /// What is different now.
    pub says: String,
    /// What that means for those who use the client.
    pub kind: Kind,
    /// Where it is written.
    pub place: Option<Place>,
}

/// Which part of a call a change concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The request.
    Sent,
    /// What a successful reply holds.
    Received,
    /// How a reply is told to be a success or a refusal, and what a call in doubt is followed by.
    Outcome,
    /// The client: servers, credentials, settings, operations.
    Client,
}

impl Side {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Outcome => "outcome",
            Self::Client => "client",
        }
    }
}

/// What a change means for those who use the client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It breaks them, in one way at least.
    Breaking(Vec<Effect>),
    /// Something new, which nobody has to use.
    Addition,
    /// Existing calls do what they did.
    Compatible,
    /// Words for readers.
    Docs,
}

impl Kind {
    /// The word in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Breaking(_) => "breaking",
            Self::Addition => "addition",
            Self::Compatible => "compatible",
            Self::Docs => "docs",
        }
    }

    /// Whether it breaks anybody.
    pub fn is_breaking(&self) -> bool {
        matches!(self, Self::Breaking(_))
    }

    /// The step that it asks for.
    pub fn step(&self) -> Step {
        match self {
            Self::Breaking(_) => Step::Breaking,
            Self::Addition => Step::Addition,
            Self::Compatible | Self::Docs => Step::Fix,
        }
    }
}

/// In which way a change breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Correct code may not compile.
    Compile,
    /// An existing call sends something else.
    Sends,
    /// An existing call is refused before anything is sent.
    Refuses,
    /// The outcome of an existing call is told otherwise.
    Tells,
}

impl Effect {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Sends => "sends",
            Self::Refuses => "refuses",
            Self::Tells => "tells",
        }
    }

    /// Why that breaks.
    pub fn why(self) -> &'static str {
        match self {
            Self::Compile => "correct code may not compile",
            Self::Sends => "an existing call sends something else",
            Self::Refuses => "an existing call may be refused before it is sent",
            Self::Tells => "the outcome of an existing call may be told otherwise",
        }
    }
}

/// Where a change is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as in diagnostics.
    pub file: String,
    /// From one.
    pub line: usize,
    /// From one, in characters.
    pub column: usize,
    /// In the old spec: what it says there is gone.
    pub old: bool,
}

impl Place {
    pub(super) fn old(sources: &Sources, origin: &Origin) -> Self {
        Self { old: true, ..Self::new(sources, origin) }
    }

    pub(super) fn new(sources: &Sources, origin: &Origin) -> Self {
        // The name of a member says more than where its value begins, which may be the next line.
        let position = sources.position(&origin.name());
        let mut parts = position.rsplitn(3, ':');
        let mut number = || parts.next().and_then(|text| text.parse().ok()).unwrap_or(1);
        let (column, line) = (number(), number());
        Self { file: parts.next().unwrap_or_default().to_owned(), line, column, old: false }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let old = if self.old { " (old)" } else { "" };
        write!(f, "{}:{}:{}{old}", self.file, self.line, self.column)
    }
}

/// The step of the version that changes ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Nothing changed.
    #[default]
    None,
    /// Nothing that users can rely on.
    Fix,
    /// Something new.
    Addition,
    /// Something breaks.
    Breaking,
}

impl Step {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Fix => "fix",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }
}

/// A version of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version(pub u64, pub u64, pub u64);

impl Version {
    /// Reads `0.1.0`; a pre-release does not count.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.split(['-', '+']).next().unwrap_or(text);
        let mut numbers = text.split('.').map(|number| number.parse().ok());
        let version = Self(numbers.next()??, numbers.next()??, numbers.next()??);
        numbers.next().is_none().then_some(version)
    }

    /// The next one: before 1.0 the second number is raised when something breaks, the third otherwise.
    #[must_use]
    pub fn after(self, step: Step) -> Self {
        let Self(major, minor, patch) = self;
        match (major, step) {
            (_, Step::None) => self,
            (0, Step::Breaking) | (1.., Step::Addition) => Self(major, minor + 1, 0),
            (1.., Step::Breaking) => Self(major + 1, 0, 0),
            (0, Step::Addition | Step::Fix) | (1.., Step::Fix) => Self(major, minor, patch + 1),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

impl Comparison {
    /// The greatest step that a change asks for.
    pub fn step(&self) -> Step {
        let changes = self.changes.iter().map(|change| change.kind.step());
        changes.chain(self.interface.iter().map(super::generated::Item::step)).max().unwrap_or_default()
    }

    pub(super) fn sort(&mut self) {
        self.changes.sort_by(|a, b| {
            (&a.vendor, !a.kind.is_breaking(), kind_order(&a.kind), a.side, &a.at).cmp(&(
                &b.vendor,
                !b.kind.is_breaking(),
                kind_order(&b.kind),
                b.side,
                &b.at,
            ))
        });
    }
}

fn kind_order(kind: &Kind) -> u8 {
    match kind {
        Kind::Breaking(_) => 0,
        Kind::Addition => 1,
        Kind::Compatible => 2,
        Kind::Docs => 3,
    }
}

/// What is written once for the vendor changes many operations: one line says so.
pub(super) fn merged(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<(Change, BTreeSet<String>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for change in changes {
        let rest = change.at.split_once('.').map_or(change.at.as_str(), |(_, rest)| rest);
        let key = format!("{:?}{:?}{:?}{:?}{rest}", change.side, change.says, change.kind, change.place);
        match known.get(&key).and_then(|index| merged.get_mut(*index)) {
            // Perhaps the same in another format.
            Some((_, places)) => {
                places.insert(change.at);
            }
            None => {
                known.insert(key, merged.len());
                let places = BTreeSet::from([change.at.clone()]);
                merged.push((change, places));
            }
        }
    }
    let named = |(mut change, places): (Change, BTreeSet<String>)| {
        if let (count @ 2.., Some((_, rest))) = (places.len(), change.at.split_once('.')) {
            change.at = format!("{count} operations: {rest}");
        }
        change
    };
    merged.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_one_breaking_raises_the_second_number() {
        let after = |version: &str, step| Version::parse(version).map(|v| v.after(step).to_string());
        let table = [
            ("0.1.4", Step::None, "0.1.4"),
            ("0.1.4", Step::Fix, "0.1.5"),
            ("0.1.4", Step::Addition, "0.1.5"),
            ("0.1.4", Step::Breaking, "0.2.0"),
            ("1.2.3", Step::Fix, "1.2.4"),
            ("1.2.3", Step::Addition, "1.3.0"),
            ("1.2.3-rc.1", Step::Breaking, "2.0.0"),
        ];
        for (version, step, next) in table {
            assert_eq!(after(version, step).as_deref(), Some(next), "{version} {step:?}");
        }
        for wrong in ["", "1", "1.2", "1.2.3.4", "a.b.c"] {
            assert_eq!(Version::parse(wrong), None, "{wrong}");
        }
    }
}
