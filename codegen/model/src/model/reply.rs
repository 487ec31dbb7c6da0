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
    /// How sure we are.
    pub confidence: Confidence,
}

/// Something that must hold of a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The HTTP status lies in one of these ranges, ends included.
    Http(Vec<(u16, u16)>),
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
