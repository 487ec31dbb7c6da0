//! Typed values, read from documents and written into them.
//!
//! Requests and replies share this; what is asked of them differs, see [`Direction`].

mod read;
mod record;
mod scalar;
mod write;

use vendor_model::Vendor;
use vendor_model::model::{Format, HoleSource, Names, Pattern};

use crate::document::Node;
use crate::pattern;
use crate::problem::{Kind, Problem};

pub(crate) use record::Values;
pub(crate) use write::{record_members, value_node};

/// Whose document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The client's: it keeps all rules, and has nothing that the model does not know.
    Request,
    /// The vendor's: null and empty are like absent, digits may be Persian.
    Reply,
}

/// A run over one document, with the place where it stands.
pub(crate) struct Reader<'a> {
    pub(crate) vendor: &'a Vendor,
    pub(crate) format: Format,
    pub(crate) names: Names,
    pub(crate) direction: Direction,
    /// A member of a request that is null is as good as absent.
    pub(crate) nulls: bool,
    pub(crate) problems: Vec<Problem>,
    /// What filled the holes of patterns, and where.
    pub(crate) filled: Vec<Filled>,
    /// Where the hole of the document stands, once it was met.
    pub(crate) hole: Option<String>,
    place: Vec<Step<'a>>,
}

/// What filled a hole of a pattern.
pub(crate) struct Filled {
    pub(crate) source: HoleSource,
    pub(crate) text: String,
    pub(crate) at: String,
}

enum Step<'a> {
    Part(&'a str),
    Name(&'a str),
    Index(usize),
}

impl<'a> Reader<'a> {
    pub(crate) fn new(vendor: &'a Vendor, format: Format, names: Names, direction: Direction) -> Self {
        Self {
            vendor,
            format,
            names,
            direction,
            nulls: false,
            problems: Vec::new(),
            filled: Vec::new(),
            hole: None,
            place: Vec::new(),
        }
    }

    /// Within a part of the message: `body`, `query`.
    pub(crate) fn within_part<T>(&mut self, part: &'a str, run: impl FnOnce(&mut Self) -> T) -> T {
        self.within_step(Step::Part(part), run)
    }

    /// Within a member.
    pub(crate) fn within<T>(&mut self, name: &'a str, run: impl FnOnce(&mut Self) -> T) -> T {
        self.within_step(Step::Name(name), run)
    }

    /// Within an item.
    fn within_item<T>(&mut self, index: usize, run: impl FnOnce(&mut Self) -> T) -> T {
        self.within_step(Step::Index(index), run)
    }

    fn within_step<T>(&mut self, step: Step<'a>, run: impl FnOnce(&mut Self) -> T) -> T {
        self.place.push(step);
        let result = run(self);
        self.place.pop();
        result
    }

    /// The place as people read it.
    pub(crate) fn here(&self) -> String {
        let mut text = String::new();
        for step in &self.place {
            match step {
                Step::Part(part) => text.push_str(part),
                Step::Name(name) => {
                    text.push(if text.contains(' ') { '.' } else { ' ' });
                    text.push_str(name);
                }
                Step::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }

    pub(crate) fn problem(&mut self, kind: Kind, says: impl Into<String>) {
        let at = self.here();
        self.problems.push(Problem::new(kind, at, says));
    }
    /// Runs a pattern backwards over a text.
    pub(crate) fn fill(&mut self, pattern: &Pattern, text: &str) {
        let filled = pattern::matches(pattern, text, None, &|source, text| fits(self.vendor, source, text));
        match (filled, pattern.as_literal()) {
            (Some(filled), _) => {
                let at = self.here();
                self.filled.extend(filled.into_iter().map(|(source, text)| Filled { source, text, at: at.clone() }));
            }
            (None, Some(literal)) => self.problem(Kind::Constant, format!("`{literal}` belongs here")),
            (None, None) => {
                let kind = if missing(pattern) == Kind::Credential { Kind::Credential } else { Kind::Constant };
                self.problem(kind, format!("this does not fit the pattern `{}`", self.shown(pattern)))
            }
        }
    }

    /// Runs a pattern backwards over a leaf of a document.
    pub(crate) fn fill_node(&mut self, pattern: &Pattern, node: &Node) {
        match node {
            Node::Text(text) => self.fill(pattern, text),
            node => self.problem(Kind::Constant, format!("a text belongs here, not {}", node.kind())),
        }
    }

    fn shown(&self, pattern: &Pattern) -> String {
        shown(self.vendor, pattern)
    }
}

/// What it is called when the text of a pattern is not there.
pub(crate) fn missing(pattern: &Pattern) -> Kind {
    let proves = |hole: &HoleSource| matches!(hole, HoleSource::Credential(_) | HoleSource::Token(_));
    if pattern.holes().iter().any(proves) { Kind::Credential } else { Kind::Missing }
}

/// Whether a text may fill a hole, as far as that can be said without looking at the rest.
pub(crate) fn fits(vendor: &Vendor, source: HoleSource, text: &str) -> bool {
    match source {
        HoleSource::Setting(index) => setting_value(vendor, index, text).is_some(),
        HoleSource::RequestFormat | HoleSource::ReplyFormat => Format::named(text).is_some(),
        HoleSource::Field(_) | HoleSource::Credential(_) | HoleSource::Token(_) => true,
    }
}

/// Index of a setting's value.
pub(crate) fn setting_value(vendor: &Vendor, setting: usize, text: &str) -> Option<usize> {
    let values = vendor.settings.get(setting)?.values;
    vendor.enumeration(values).values.iter().position(|v| v.wire == text)
}

/// A pattern with the names of its holes.
pub(crate) fn shown(vendor: &Vendor, pattern: &Pattern) -> String {
    use vendor_model::model::Piece;
    fn walk(vendor: &Vendor, pieces: &[Piece], out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Computed(_) => out.push_str("{computed}"),
                Piece::Hole(source) => {
                    let name = match source {
                        HoleSource::Field(_) => "field",
                        HoleSource::Credential(index) => {
                            vendor.credentials.get(*index).map_or("credential", |c| &c.name)
                        }
                        HoleSource::Setting(index) => vendor.settings.get(*index).map_or("setting", |s| &s.name),
                        HoleSource::Token(index) => vendor.tokens.get(*index).map_or("token", |t| &t.name),
                        HoleSource::RequestFormat => "request_format",
                        HoleSource::ReplyFormat => "reply_format",
                    };
                    out.push_str(&format!("{{{name}}}"));
                }
                Piece::Optional(inner) => {
                    out.push('[');
                    walk(vendor, inner, out);
                    out.push(']');
                }
            }
        }
    }
    let mut out = String::new();
    walk(vendor, &pattern.0, &mut out);
    out
}
