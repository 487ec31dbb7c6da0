//! The reply on the wire, and what it means.

use super::{Base, Class, Confidence, Format, Names, Type, Verdict};

/// The reply on the wire, by format.
#[derive(Debug)]
pub struct Reply {
    /// How names are compared.
    pub names: Names,
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
    /// The class when there is no code.
    pub class: Option<Class>,
    /// The document that this arm reads, when it is not the reply's.
    pub reads: Option<Reads>,
    /// Where the payload stands in it.
    pub payload: Option<Path>,
    /// What the payload is, when it is not the operation's response.
    pub record: Option<super::RecordId>,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A document that an arm reads. If the body is none such, the arm does not hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Reads {
    /// JSON with this frame.
    Json(FrameNode),
    /// JSON that is the list which the operation answers, and nothing around it.
    JsonList,
    /// XML with this frame.
    Xml(FrameNode),
    /// Names and values as forms send them.
    Form(FrameNode),
    /// A text that matches wholly.
    Text(TextPattern),
    /// Lines that all match; the payload is the list of them.
    Rows {
        /// What a line looks like.
        row: TextPattern,
        /// What stands between two.
        separator: String,
        /// What the first line looks like, when it is none of them.
        header: Option<TextPattern>,
    },
    /// The bytes themselves.
    Bytes,
    /// An empty body.
    Nothing,
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
    /// All that is left, line ends too, but for a literal at the very end.
    Rest(String),
    /// A whole number.
    Integer(String),
    /// A number with a fraction, behind this sign.
    Decimal(String, char),
    /// That many characters.
    Fixed(String, usize),
}

impl TextPattern {
    /// The names of its holes.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            TextPiece::Literal(_) => None,
            TextPiece::Hole(name) | TextPiece::Rest(name) | TextPiece::Integer(name) => Some(name.as_str()),
            TextPiece::Decimal(name, _) | TextPiece::Fixed(name, _) => Some(name.as_str()),
        })
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
    /// It is there, even if it is null.
    Present,
    /// It is not there, or null.
    Absent,
    /// It is not there, null, or holds nothing.
    Empty,
    /// It is there and holds something.
    NotEmpty,
    /// It is a code of the vendor's table.
    KnownCode,
}
