//! The reply on the wire, and what it means.

use super::{Base, CharPattern, Charset, Class, Confidence, Format, Names, Type, Verdict};

/// The reply on the wire, by format.
#[derive(Debug)]
pub struct Reply {
    /// How names are compared.
    pub names: Names,
    /// What texts are in: one, whatever the reply says of it; or several, of which the reply names one. None: UTF-8.
    pub charsets: Vec<Charset>,
    /// By format.
    pub forms: Vec<(Format, ReplyForm)>,
}

impl Reply {
    /// The reply in a format.
    pub fn form(&self, format: Format) -> Option<&ReplyForm> {
        self.forms.iter().find(|(f, _)| *f == format).map(|(_, r)| r)
    }
}

/// The reply in one format.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyForm {
    /// The tree around the payload.
    pub frame: FrameNode,
    /// Where the payload stands.
    pub hole: Option<Path>,
    /// The first whose conditions all hold tells what the reply means.
    pub arms: Vec<Arm>,
}

/// A node of the frame.
#[derive(Clone, Debug, PartialEq)]
pub enum FrameNode {
    /// Names in order. The payload's members may stand among them.
    Record(Vec<(String, FrameNode)>),
    /// Items of one shape.
    List(Box<FrameNode>),
    /// The payload.
    Hole,
    /// A scalar.
    Leaf {
        /// What it is.
        ty: Type,
        /// It may be missing.
        optional: bool,
    },
    /// A text that is a document of its own.
    Inner(Box<Inner>),
}

/// A document in a text of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Inner {
    /// The text is Base64 of it.
    pub base64: bool,
    /// What it is.
    pub reads: Reads,
}

impl Reads {
    /// The member under which the rows of a text stand.
    pub const ROWS: &'static str = "rows";

    /// How values are written in it.
    pub fn format(&self) -> Format {
        match self {
            Self::Json(_) => Format::Json,
            Self::Xml(_) => Format::Xml,
            Self::Form(_) => Format::Form,
            Self::Pairs { .. } | Self::Text(_) | Self::Rows(_) | Self::Bytes | Self::Nothing => Format::Text,
        }
    }

    /// What a document of this kind holds.
    pub fn frame(&self) -> FrameNode {
        let holes = |patterns: &[TextPattern]| {
            let mut members: Vec<(String, FrameNode)> = Vec::new();
            for name in patterns.iter().flat_map(TextPattern::holes) {
                if members.iter().all(|(known, _)| known != name) {
                    members.push((name.to_owned(), FrameNode::Leaf { ty: Type::Text, optional: false }));
                }
            }
            FrameNode::Record(members)
        };
        match self {
            Self::Json(frame) | Self::Xml(frame) | Self::Form(frame) | Self::Pairs { frame, .. } => frame.clone(),
            Self::Text(patterns) => holes(patterns),
            Self::Rows(rows) => {
                FrameNode::Record(vec![(Self::ROWS.to_owned(), FrameNode::List(Box::new(holes(&rows.rows))))])
            }
            Self::Bytes | Self::Nothing => FrameNode::Record(Vec::new()),
        }
    }
}

impl FrameNode {
    /// Documents in texts, outer ones first, each with the way to it.
    pub fn inner(&self) -> Vec<(Path, &Inner)> {
        fn walk<'f>(node: &'f FrameNode, path: &mut Path, found: &mut Vec<(Path, &'f Inner)>) {
            match node {
                FrameNode::Record(members) => {
                    for (name, member) in members {
                        path.push(Step::Name(name.clone()));
                        walk(member, path, found);
                        path.pop();
                    }
                }
                FrameNode::Inner(inner) => {
                    found.push((path.clone(), inner));
                    if let Reads::Json(frame) | Reads::Xml(frame) | Reads::Form(frame) | Reads::Pairs { frame, .. } =
                        &inner.reads
                    {
                        walk(frame, path, found);
                    }
                }
                FrameNode::List(_) | FrameNode::Hole | FrameNode::Leaf { .. } => {}
            }
        }
        let mut found = Vec::new();
        walk(self, &mut Vec::new(), &mut found);
        found
    }
}

/// From the root of the reply to a node.
pub type Path = Vec<Step>;

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the member of that name.
    Name(String),
    /// To the first item of a list.
    First,
    /// To each item of a list; there has to be one.
    Each,
}

/// A meaning that a reply may have.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// Its name.
    pub name: String,
    /// What it means.
    pub verdict: Verdict,
    /// All must hold.
    pub when: Vec<Condition>,
    /// Where the code may stand, best first.
    pub code: Vec<Path>,
    /// Where a message may stand, best first.
    pub message: Vec<Path>,
    /// The code that the arm stands for where the reply has none.
    pub stands_for: Option<String>,
    /// The class when there is no code.
    pub class: Option<Class>,
    /// Nothing was done, whatever the code says that no table has.
    pub no_effect: bool,
    /// The tables in which its codes are looked up, best first; an empty name is the vendor's own. None: that alone.
    pub tables: Vec<String>,
    /// The document that this arm reads, when it is not the reply's.
    pub reads: Option<Reads>,
    /// Where the payload stands in it.
    pub payload: Option<Path>,
    /// Parts of the payload whose names are values, outer ones first.
    pub turned: Vec<Turned>,
    /// The signature, and what it must be.
    pub verify: Option<super::Verify>,
    /// What the payload is, when it is not the operation's response.
    pub record: Option<super::RecordId>,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A part of a reply that is turned into what conditions and fields name, before anything is judged by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// Where it stands; where lists are in the way, in each of their items.
    pub path: Path,
    /// What becomes of it.
    pub by: TurnedBy,
}

/// What a part of a reply is turned into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnedBy {
    /// An object whose names are values: a list of records, each with such a name as its first member.
    Keyed {
        /// The member for the name.
        key: String,
        /// The member for what stands under it; none: that is the record.
        value: Option<String>,
    },
    /// A list of records of a name and a value: an object of these.
    Named {
        /// The member that is the name.
        name: String,
        /// The member that is the value.
        value: String,
    },
}

/// A document that an arm reads. If the body is none such, the arm does not hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Reads {
    /// JSON with this frame.
    Json(FrameNode),
    /// XML with this frame.
    Xml(FrameNode),
    /// Names and values as forms send them.
    Form(FrameNode),
    /// Pairs of a name and a value, each once.
    Pairs {
        /// The names.
        frame: FrameNode,
        /// What stands between two pairs.
        separator: String,
        /// What stands between a name and its value.
        joint: String,
    },
    /// A text that matches one of these wholly; the first counts.
    Text(Vec<TextPattern>),
    /// Rows that all match; the payload is the list of them.
    Rows(RowsPattern),
    /// The bytes themselves.
    Bytes,
    /// An empty body.
    Nothing,
}

/// A text of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowsPattern {
    /// What a row looks like: the first of these that matches counts.
    pub rows: Vec<TextPattern>,
    /// What stands between two.
    pub separator: String,
    /// A text before all rows.
    pub prefix: String,
    /// What the first rows look like, when they are none of them.
    pub header: Vec<TextPattern>,
    /// What the last row looks like, when it is none of them.
    pub footer: Option<TextPattern>,
    /// Columns may stand in quotes, and hold what separates them.
    pub quoted: bool,
    /// A row is its only hole, and no record.
    pub bare: bool,
    /// What separates rows stands behind the last one too.
    pub trailing: bool,
    /// A body of nothing is a text of no rows.
    pub empty: bool,
}

/// Literals and holes that a text must match wholly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPattern(pub Vec<TextPiece>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPiece {
    /// As it stands.
    Literal(String),
    /// Up to the next literal, or to the end of the line.
    Hole(String),
    /// The same, and not blank.
    Filled(String),
    /// All that is left, line ends too, but for a literal at the very end.
    Rest(String),
    /// The same, and not blank.
    FilledRest(String),
    /// A whole number.
    Integer(String),
    /// A number with a fraction, behind this sign.
    Decimal(String, char),
    /// That many characters.
    Fixed(String, usize),
}

impl TextPiece {
    /// The name of the hole; none of a literal.
    pub fn name(&self) -> Option<&str> {
        match self {
            TextPiece::Literal(_) => None,
            TextPiece::Hole(name) | TextPiece::Rest(name) | TextPiece::Integer(name) => Some(name.as_str()),
            TextPiece::Filled(name) | TextPiece::FilledRest(name) => Some(name.as_str()),
            TextPiece::Decimal(name, _) | TextPiece::Fixed(name, _) => Some(name.as_str()),
        }
    }
}

impl TextPattern {
    /// The names of its holes.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(TextPiece::name)
    }
}

/// Something that must hold of a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The HTTP status lies in one of these ranges, ends included.
    Http(Vec<(u16, u16)>),
    /// A header passes a test.
    Header(String, Test),
    /// A member passes a test.
    Member {
        /// Which one.
        path: Path,
        /// The test.
        test: Test,
    },
}

/// A test of a member. Presence and emptiness are judged on the reply as it
/// stands, values after they were read as what they are declared to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is one of these.
    OneOf(Base, Vec<String>),
    /// It is there, and none of these.
    NoneOf(Base, Vec<String>),
    /// A whole number between these, ends included.
    Range(i64, i64),
    /// It begins with this text.
    Prefix(String),
    /// It ends with this text.
    Suffix(String),
    /// It is a text that matches wholly.
    Pattern(TextPattern),
    /// It is a text of such characters.
    Matches(CharPattern),
    /// It is one of these in its format.
    Kind(Vec<Kind>),
    /// It is there, even if it is null.
    Present,
    /// It is not there; null is.
    Absent,
    /// It is not there, null, or holds nothing.
    Empty,
    /// It is there and holds something.
    NotEmpty,
    /// It is a code of the vendor's table.
    KnownCode,
    /// It is a code, and not of the vendor's table.
    UnknownCode,
}

/// What a value is in its format. An element of XML with attributes or elements is a record, any other a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Named members.
    Record,
    /// Items.
    List,
    /// Characters.
    Text,
    /// A number without quotes.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`, or an empty element.
    Null,
}

impl Kind {
    /// All of them, with their words in specs.
    pub const ALL: [(&'static str, Self); 6] = [
        ("record", Self::Record),
        ("list", Self::List),
        ("text", Self::Text),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("null", Self::Null),
    ];
}
