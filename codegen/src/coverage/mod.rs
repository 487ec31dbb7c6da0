//! What the examples of the specs show, and what no example shows.
//!
//! Knows the model only. What could be shown is a list of [`Item`]s: each success and format, each arm, each code
//! that a page lists, each field and each value of an enum, in requests and in replies apart. An example shows some
//! of them. An arm that puts a call in doubt is no item, since no example can end there.

mod floor;
mod items;
mod render;

use vendor_model::model::{Confidence, Operation, Proves, Vendor};
use vendor_model::{Origin, Sources};

pub use floor::{Floor, Floors};
pub use render::{json, text};

/// What the examples of a vendor show.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The vendor.
    pub vendor: String,
    /// Its files, in the order in which they were read.
    pub pages: Vec<Page>,
}

/// What the examples of a page show; a page is a file.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The file, as in diagnostics.
    pub file: String,
    /// Everything that an example could show.
    pub items: Vec<Item>,
    /// Examples, once for each format, by what they prove: page, confirmed, made.
    pub proves: [usize; 3],
    /// Open points, by how sure the chosen reading is: documented, confirmed, inferred, guessed.
    pub open_points: [usize; 4],
    /// What is guessed: the operation, or nothing for the whole page, and what is open.
    pub guessed: Vec<(String, String)>,
}

/// Something that an example could show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What sort of thing.
    pub kind: Kind,
    /// The operation, or the type that several share.
    pub of: String,
    /// Its name there.
    pub name: String,
    /// Whether an example shows it.
    pub shown: bool,
}

/// What sort of thing an example could show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A success in a format.
    Success,
    /// An arm of the reply.
    Arm,
    /// A code that the page lists.
    Code,
    /// A field of a request.
    SentField,
    /// A field of a reply.
    ReceivedField,
    /// A value of an enum in a request.
    SentValue,
    /// A value of an enum in a reply.
    ReceivedValue,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Success,
        Self::Arm,
        Self::Code,
        Self::SentField,
        Self::ReceivedField,
        Self::SentValue,
        Self::ReceivedValue,
    ];

    /// The words in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Success => "successes",
            Self::Arm => "arms",
            Self::Code => "codes",
            Self::SentField => "fields sent",
            Self::ReceivedField => "fields received",
            Self::SentValue => "values sent",
            Self::ReceivedValue => "values received",
        }
    }
}

/// How many of some items are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that an example shows.
    pub shown: usize,
    /// All.
    pub all: usize,
}

impl Share {
    /// In tenths of a percent; nothing to show is wholly shown.
    pub fn tenths(self) -> usize {
        (self.shown * 1000).checked_div(self.all).unwrap_or(1000)
    }
}

impl Page {
    /// How many items of these kinds are shown.
    pub fn share(&self, kinds: &[Kind]) -> Share {
        share(self.items.iter().filter(|item| kinds.contains(&item.kind)))
    }
}

impl Coverage {
    /// How many items of these kinds are shown.
    pub fn share(&self, kinds: &[Kind]) -> Share {
        share(self.pages.iter().flat_map(|page| &page.items).filter(|item| kinds.contains(&item.kind)))
    }

    /// Examples whose bytes are not ours.
    pub fn proven(&self) -> usize {
        self.pages.iter().map(|page| page.proves[0] + page.proves[1]).sum()
    }
}

fn share<'i>(items: impl Iterator<Item = &'i Item>) -> Share {
    items.fold(Share::default(), |share, item| Share {
        shown: share.shown + usize::from(item.shown),
        all: share.all + 1,
    })
}

/// What the examples of a vendor show.
pub fn of(vendor: &Vendor, sources: &Sources) -> Coverage {
    let mut coverage = Coverage { vendor: vendor.name.clone(), pages: Vec::new() };
    let file = |origin: &Origin| sources.get(origin.file).name.clone();
    let own = coverage.page(file(&vendor.origin));
    for point in &vendor.open_points {
        own.open_point("", &point.says, point.confidence);
    }
    for operation in &vendor.operations {
        let page = coverage.page(file(&operation.origin));
        page.count(operation);
    }
    for (origin, item) in items::of(vendor) {
        coverage.page(file(&origin)).items.push(item);
    }
    coverage
}

impl Coverage {
    fn page(&mut self, file: String) -> &mut Page {
        let index = self.pages.iter().position(|page| page.file == file).unwrap_or_else(|| {
            self.pages.push(Page { file, ..Page::default() });
            self.pages.len() - 1
        });
        &mut self.pages[index]
    }
}

impl Page {
    fn count(&mut self, operation: &Operation) {
        for point in &operation.open_points {
            self.open_point(&operation.name, &point.says, point.confidence);
        }
        for example in &operation.examples {
            let index = match example.proves {
                Proves::Page => 0,
                Proves::Confirmed => 1,
                Proves::Made => 2,
            };
            self.proves[index] += example.forms.len();
        }
    }

    fn open_point(&mut self, of: &str, says: &str, confidence: Confidence) {
        let index = match confidence {
            Confidence::Documented => 0,
            Confidence::Confirmed => 1,
            Confidence::Inferred => 2,
            Confidence::Guessed => 3,
        };
        self.open_points[index] += 1;
        if confidence == Confidence::Guessed {
            self.guessed.push((of.to_owned(), says.to_owned()));
        }
    }
}
