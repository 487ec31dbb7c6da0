//! Typed values, read from documents and written into them.
//!
//! Requests and replies share this; what is asked of them differs, see [`Direction`].

pub(crate) mod codec;
mod keyed;
mod read;
mod record;
mod scalar;
mod spread;
mod union;
mod write;

use vendor_model::Vendor;
use vendor_model::model::{Absent, Document, Format, HoleSource, Names, Pattern};

use crate::document::Node;
use crate::pattern;
use crate::problem::{Kind, Problem};

pub(crate) use keyed::turned;
pub(crate) use record::Values;
pub(crate) use write::{key_of, record_members, scalar_text, value_node};

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
    /// Texts that were computed.
    pub(crate) signed: Vec<Signed>,
    /// Texts of the fields at the hole, as they stand on the wire.
    pub(crate) raw: Raw,
    /// What fields that are not given look like, where they don't say it themselves.
    pub(crate) absent: Absent,
    /// Documents that have a name, and their texts where they were met, by their index.
    pub(crate) named_documents: &'a [Document],
    pub(crate) documents: Raw,
    /// How many records deep below the hole.
    depth: usize,
    /// Where the hole of the document stands, once it was met.
    pub(crate) hole: Option<String>,
    place: Vec<Step<'a>>,
}

/// What a run found.
pub(crate) struct Findings {
    problems: Vec<Problem>,
    filled: Vec<Filled>,
    signed: Vec<Signed>,
    raw: Raw,
    documents: Raw,
    hole: Option<String>,
}

/// Texts of fields by their index.
pub(crate) type Raw = std::collections::BTreeMap<usize, String>;

/// A text that the caller computed.
pub(crate) struct Signed {
    pub(crate) pattern: Pattern,
    pub(crate) text: String,
    pub(crate) at: String,
}

/// What filled a hole of a pattern.
pub(crate) struct Filled {
    pub(crate) source: HoleSource,
    pub(crate) text: String,
    pub(crate) at: String,
}

#[derive(Clone)]
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
            signed: Vec::new(),
            raw: Raw::new(),
            absent: Absent::Omit,
            named_documents: &[],
            documents: Raw::new(),
            depth: 0,
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

    /// A run over a document that stands in the text of one value of this one. What it finds is handed back to
    /// [`Reader::take`].
    pub(crate) fn nested<'b>(&self, format: Format) -> Reader<'b>
    where
        'a: 'b,
    {
        let mut inner = Reader::new(self.vendor, format, self.names, self.direction);
        inner.nulls = self.nulls;
        inner.absent = self.absent.clone();
        inner.named_documents = self.named_documents;
        inner.place = self.place.clone();
        inner.depth = self.depth;
        inner
    }

    /// What a run found, without what it read.
    pub(crate) fn done(self) -> Findings {
        let Self { problems, filled, signed, raw, documents, hole, .. } = self;
        Findings { problems, filled, signed, raw, documents, hole }
    }

    /// Takes over what another run found.
    pub(crate) fn take(&mut self, found: Findings) {
        self.problems.extend(found.problems);
        self.filled.extend(found.filled);
        self.signed.extend(found.signed);
        self.raw.extend(found.raw);
        self.documents.extend(found.documents);
        self.hole = found.hole.or_else(|| self.hole.take());
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
        if is_computed(pattern) {
            self.signed.push(Signed { pattern: pattern.clone(), text: text.to_owned(), at: self.here() });
        }
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

/// Whether something in it is computed.
fn is_computed(pattern: &Pattern) -> bool {
    let mut found = false;
    pattern.visit(&mut |_| found = true);
    found
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
