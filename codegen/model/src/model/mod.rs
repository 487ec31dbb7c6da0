//! Floor 2: a vendor with all names resolved and all rules checked.
//!
//! What goes over the wire, in terms of six questions about every value (where
//! from, what, how written, where to, what must hold, who may see it). It knows
//! nothing of YAML and nothing of Rust; the emitters and the sandbox read it.

mod calendar;
mod callback;
mod characters;
mod charset;
mod codec;
mod duration;
mod expression;
mod limit;
mod paging;
mod pattern;
mod record;
mod reply;
mod rule;
mod send;
mod token;
mod types;
mod union;
mod value;

pub use callback::{Acknowledge, Callback, IfAbsent, Received, Verify};
pub use characters::{CharPattern, CharPiece};
pub use charset::Charset;
pub use codec::Codec;
pub use duration::{DurationForm, DurationPiece, DurationUnit};
pub use expression::{Expression, Function, PairOptions, UrlEncoding};
pub use limit::Limit;
pub use paging::{FieldPath, LastValue, LastWhen, PageBy, Paging};
pub use pattern::{DAY_NAMES, DatePattern, DatePiece, MONTH_NAMES, Moment};
pub use record::{Arm as ChoiceArm, Asked, Choice, Field, From, Group, Member, Place, Presence, Record, Visibility};
pub use reply::{
    Arm, Condition, FrameNode, Inner, Kind, Path, Reads, Reply, ReplyForm, RowsPattern, Step, Test, TextPattern,
    TextPiece, Turned, TurnedBy,
};
pub(crate) use rule::item_of;
pub use rule::{Comparison, Exact, Rule, Says, Side};
pub use send::{Absent, Document, Leaf, Method, Node, Pattern, Piece, Send, Source as HoleSource};
pub use token::{HandOut, Lives, Token};
pub use types::{Base, Enum, EnumValue, Form, List, Newtype, Rules, Shape, Type};
pub use union::{Union, UnionArm};
pub use value::{Example, ExampleForm, Outcome, Value};

pub use crate::language::{
    Calendar, Confidence, Effect, Limits, Names, Proves, RepeatedSpec as Repeated, SafetySpec as Safety, Sensitive,
    Verdict,
};
use crate::source::Origin;

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// Names and values as HTML forms send them.
    Form,
    /// Plain text.
    Text,
    /// Parts, files among them.
    Multipart,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Json, Self::Xml, Self::Form, Self::Text, Self::Multipart];

    /// The word for it, in specs, paths and file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Form => "form",
            Self::Text => "text",
            Self::Multipart => "multipart",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// What people read of an item.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// What it is, in our words.
    pub summary: Option<String>,
    /// The row or heading on the vendor's page.
    pub place: Option<String>,
    /// More.
    pub note: Option<String>,
    /// How it is known.
    pub confidence: Confidence,
}

/// A page of the vendor.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// Its address, when public.
    pub url: Option<String>,
    /// The day it was read.
    pub read: String,
}

/// A vendor.
#[derive(Debug)]
pub struct Vendor {
    /// Identifier, in snake case.
    pub name: String,
    /// Name as people know it.
    pub title: String,
    /// What it does.
    pub summary: String,
    /// The page of the vendor-wide facts.
    pub page: Option<Page>,
    /// Where the API answers.
    pub servers: Vec<Server>,
    /// Other hosts that every server has, by name.
    pub hosts: Vec<String>,
    /// What fills the holes of servers' addresses: the word between the braces, and a public credential or a setting.
    pub address_holes: Vec<(String, HoleSource)>,
    /// What proves who calls.
    pub credentials: Vec<Credential>,
    /// Choices of the client that are not secret.
    pub settings: Vec<Setting>,
    /// Credentials that an operation hands out.
    pub tokens: Vec<Token>,
    /// What optional fields of requests look like when they are not there.
    pub absent: Absent,
    /// The codes.
    pub codes: Vec<Code>,
    /// More tables of codes: those with a name, and those that operations have of their own.
    pub tables: Vec<CodeTable>,
    /// Records, by [`RecordId`].
    pub records: Vec<Record>,
    /// Enums, by [`EnumId`].
    pub enums: Vec<Enum>,
    /// Values of several shapes, by [`UnionId`].
    pub unions: Vec<Union>,
    /// Named scalars, by [`NewtypeId`].
    pub newtypes: Vec<Newtype>,
    /// The operations, in the order of the files.
    pub operations: Vec<Operation>,
    /// What the vendor sends to us.
    pub callbacks: Vec<Callback>,
    /// Limits of rate that hold of all operations together.
    pub limits: Vec<Limit>,
    /// Vendor-wide doubts.
    pub open_points: Vec<OpenPoint>,
    /// `vendor.yaml`.
    pub origin: Origin,
}

/// Index into [`Vendor::records`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub usize);
/// Index into [`Vendor::enums`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnumId(pub usize);
/// Index into [`Vendor::unions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnionId(pub usize);
/// Index into [`Vendor::newtypes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NewtypeId(pub usize);

impl Vendor {
    /// A record by its number.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.0]
    }

    /// An enum by its number.
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        &self.enums[id.0]
    }

    /// A value of several shapes by its number.
    pub fn union(&self, id: UnionId) -> &Union {
        &self.unions[id.0]
    }

    /// A named scalar by its number.
    pub fn newtype(&self, id: NewtypeId) -> &Newtype {
        &self.newtypes[id.0]
    }

    /// The code in the first of these tables that has it; an empty name is the vendor's own table, and so is no name.
    pub fn code_in(&self, tables: &[String], wire: &str) -> Option<&Code> {
        self.codes_in(tables).find(|code| code.wire == wire)
    }

    /// The codes of these tables; of two that are written alike, the first counts.
    pub fn codes_in<'v>(&'v self, tables: &[String]) -> impl Iterator<Item = &'v Code> + use<'v> {
        let named = |name: &str| match name {
            "" => self.codes.as_slice(),
            name => self.tables.iter().find(|table| table.name == name).map_or(&[][..], |table| &table.codes),
        };
        let tables: Vec<&'v [Code]> = match tables {
            [] => vec![&self.codes],
            names => names.iter().map(|name| named(name)).collect(),
        };
        tables.into_iter().flatten()
    }

    /// What a code means as an answer of an operation.
    pub fn code_of(&self, operation: &Operation, wire: &str) -> Option<&Code> {
        let arms = operation.reply.forms.iter().flat_map(|(_, form)| &form.arms);
        let mut refusing = arms.filter(|arm| arm.verdict == Verdict::Rejected);
        refusing.find_map(|arm| self.code_in(&arm.tables, wire)).or_else(|| self.code_in(&[], wire))
    }

    /// The codes that may answer an operation: those of the tables that its refusals name, then the vendor's. Of two
    /// that are written alike, the first counts.
    pub fn codes_of(&self, operation: &Operation) -> Vec<&Code> {
        let arms = operation.reply.forms.iter().flat_map(|(_, form)| &form.arms);
        let refusing = arms.filter(|arm| arm.verdict == Verdict::Rejected);
        let mut codes: Vec<&Code> = Vec::new();
        for code in refusing.flat_map(|arm| self.codes_in(&arm.tables)).chain(self.codes_in(&[])) {
            if !codes.iter().any(|known| known.wire == code.wire) {
                codes.push(code);
            }
        }
        codes
    }

    /// All codes of all tables.
    pub fn all_codes(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter().chain(self.tables.iter().flat_map(|table| &table.codes))
    }

    /// An operation by its name.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|o| o.name == name)
    }

    /// Parts of the client that not every vendor needs: `signatures` where something is hashed, `ciphers` where
    /// it is encrypted, `charsets` where texts are in others than UTF-8.
    pub fn needs(&self) -> Vec<&'static str> {
        let patterns = self.operations.iter().flat_map(|operation| {
            let fields = self.record(operation.request).fields.iter().filter_map(|f| match &f.from {
                From::Client(pattern) => Some(pattern),
                From::Caller => None,
            });
            operation.send.patterns().chain(fields)
        });
        let (mut hashes, mut ciphers, mut charsets) = (false, false, false);
        let mut note = |expression: &Expression| {
            if let Expression::Call(function, arguments) = expression {
                hashes |= function.is_hash();
                ciphers |= function.is_cipher();
                charsets |= *function == Function::Bytes
                    && matches!(arguments.get(1), Some(Expression::Text(charset)) if Charset::named(charset).is_some_and(|c| c != Charset::Utf8));
            }
        };
        let arms = self.operations.iter().flat_map(|o| &o.reply.forms).flat_map(|(_, form)| &form.arms);
        let verified =
            arms.filter_map(|arm| arm.verify.as_ref()).chain(self.callbacks.iter().filter_map(|c| c.verify.as_ref()));
        for verify in verified {
            verify.expected.visit(&mut note);
        }
        for pattern in patterns {
            pattern.visit(&mut note);
        }
        charsets |= self.operations.iter().any(|operation| {
            operation.send.charset.is_some() || operation.reply.charsets.iter().any(|c| *c != Charset::Utf8)
        });
        let needs = [("signatures", hashes), ("ciphers", ciphers), ("charsets", charsets)];
        needs.into_iter().filter(|(_, needed)| *needed).map(|(feature, _)| feature).collect()
    }

    /// Credentials that calls need: all but those that only callbacks are verified with.
    pub fn call_credentials(&self) -> Vec<&Credential> {
        let of_callbacks = self.credentials_of_callbacks();
        let needed = |index: &usize| !of_callbacks.contains(index) || self.credentials_of_calls().contains(index);
        (0..self.credentials.len()).filter(needed).filter_map(|index| self.credentials.get(index)).collect()
    }

    /// Credentials that callbacks are verified with.
    pub fn callback_credentials(&self) -> Vec<&Credential> {
        let of_callbacks = self.credentials_of_callbacks();
        self.credentials.iter().enumerate().filter(|(i, _)| of_callbacks.contains(i)).map(|(_, c)| c).collect()
    }

    fn credentials_of_callbacks(&self) -> Vec<usize> {
        self.callbacks.iter().filter_map(|callback| callback.verify.as_ref()).flat_map(Verify::credentials).collect()
    }

    fn credentials_of_calls(&self) -> Vec<usize> {
        let of_address = |(_, hole): &(String, HoleSource)| match hole {
            HoleSource::Credential(index) => Some(*index),
            _ => None,
        };
        let mut found: Vec<usize> = self.address_holes.iter().filter_map(of_address).collect();
        for operation in &self.operations {
            let own = self.record(operation.request).fields.iter().filter_map(|f| match &f.from {
                From::Client(pattern) => Some(pattern),
                From::Caller => None,
            });
            let holes = operation.send.patterns().chain(own).flat_map(Pattern::holes);
            found.extend(holes.filter_map(|hole| match hole {
                HoleSource::Credential(index) => Some(index),
                _ => None,
            }));
            let arms = operation.reply.forms.iter().flat_map(|(_, form)| &form.arms);
            found.extend(arms.filter_map(|arm| arm.verify.as_ref()).flat_map(Verify::credentials));
        }
        found
    }

    /// The records that a value of a type holds directly, or as items, or in one of its shapes.
    pub fn records_in(&self, ty: &Type) -> Vec<RecordId> {
        match ty {
            Type::Record(id) => vec![*id],
            Type::List(list) => self.records_in(&list.item.ty),
            Type::Union(id) => {
                let union = self.union(*id);
                let held = union.arms.iter().filter_map(|arm| Some((arm.record?, arm.is_value)));
                let held = held.flat_map(|(id, is_value)| match self.record(id).fields.first() {
                    Some(field) if is_value => self.records_in(&field.shape.ty),
                    _ => vec![id],
                });
                held.chain(union.shared.filter(|_| union.is_outcome)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The shape under all names: a named scalar becomes the scalar.
    pub fn bare<'a>(&'a self, shape: &'a Shape) -> &'a Shape {
        match shape.ty {
            Type::Named(id) => &self.newtype(id).shape,
            _ => shape,
        }
    }
}

/// An address of the API.
#[derive(Debug)]
pub struct Server {
    /// Identifier, in snake case.
    pub name: String,
    /// The base address; words between braces are [`Vendor::address_holes`].
    pub url: String,
    /// The base addresses of the vendor's other hosts, in the order of [`Vendor::hosts`].
    pub hosts: Vec<String>,
    /// What people read.
    pub docs: Docs,
}

impl Server {
    /// Where an operation answers.
    pub fn address(&self, operation: &Operation) -> Option<&str> {
        match operation.send.host {
            Some(host) => self.hosts.get(host).map(String::as_str),
            None => Some(&self.url),
        }
    }
}

/// What the vendor knows the client by, and most often a secret.
#[derive(Debug)]
pub struct Credential {
    /// Identifier, in snake case.
    pub name: String,
    /// The word in patterns.
    pub key: String,
    /// It is no secret: it may be shown.
    pub is_public: bool,
    /// Characters.
    pub length: Option<Limits>,
    /// What people read.
    pub docs: Docs,
}

/// A choice of the client.
#[derive(Debug)]
pub struct Setting {
    /// Identifier, in snake case.
    pub name: String,
    /// What it may be.
    pub values: EnumId,
    /// Index of the default.
    pub default: usize,
    /// What people read.
    pub docs: Docs,
}

/// What an application may do about a code, shared by all vendors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The credentials are wrong.
    Credentials,
    /// The account may not do this.
    Permission,
    /// Too little money or credit.
    Balance,
    /// It was done before.
    Duplicate,
    /// No such thing.
    NotFound,
    /// A value is wrong.
    InvalidField,
    /// The request could not be understood.
    MalformedRequest,
    /// Too many calls.
    Rate,
    /// Not now.
    Unavailable,
    /// The vendor failed.
    VendorFault,
    /// The vendor does not do this.
    Unsupported,
    /// None of these.
    Unknown,
}

impl Class {
    /// Words in specs.
    pub const ALL: [(&'static str, Self); 12] = [
        ("credentials", Self::Credentials),
        ("permission", Self::Permission),
        ("balance", Self::Balance),
        ("duplicate", Self::Duplicate),
        ("not_found", Self::NotFound),
        ("invalid_field", Self::InvalidField),
        ("malformed_request", Self::MalformedRequest),
        ("rate", Self::Rate),
        ("unavailable", Self::Unavailable),
        ("vendor_fault", Self::VendorFault),
        ("unsupported", Self::Unsupported),
        ("unknown", Self::Unknown),
    ];
}

/// A table of codes beside the vendor's own.
#[derive(Clone, Debug)]
pub struct CodeTable {
    /// Its name; of an operation's own, that of the operation.
    pub name: String,
    /// Whether it is an operation's own.
    pub is_own: bool,
    /// The codes.
    pub codes: Vec<Code>,
}

/// A code of the vendor.
#[derive(Clone, Debug)]
pub struct Code {
    /// As on the wire.
    pub wire: String,
    /// Identifier, in snake case.
    pub name: String,
    /// What an application may do about it.
    pub class: Class,
    /// The vendor's text.
    pub message: Option<String>,
    /// Whether the request may have had an effect.
    pub effect: Effect,
    /// What people read.
    pub docs: Docs,
    /// Where it is written.
    pub origin: Origin,
}

/// A doubt, and what was decided.
#[derive(Clone, Debug)]
pub struct OpenPoint {
    /// What is open.
    pub says: String,
    /// What was chosen.
    pub chosen: String,
    /// How sure we are.
    pub confidence: Confidence,
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// Identifier, in snake case.
    pub name: String,
    /// The vendor's name of it.
    pub wire: String,
    /// What people read; the place is a heading.
    pub docs: Docs,
    /// The page.
    pub page: Page,
    /// Whether it may be repeated.
    pub safety: Safety,
    /// The caller's own id, which makes a call safe to repeat.
    pub key: Option<Key>,
    /// The operation that tells what became of it.
    pub told_by: Option<String>,
    /// Fields of the request of [`told_by`](Self::told_by), each with the field of this one that fills it. With none,
    /// nobody says what to ask with.
    pub told_with: Vec<(usize, usize)>,
    /// What the caller gives.
    pub request: RecordId,
    /// What the caller gets.
    pub response: RecordId,
    /// Where several arms mean success or pending: each with what the caller gets of it.
    pub outcomes: Vec<Success>,
    /// The response's only field is the value at the hole itself.
    pub response_is_value: bool,
    /// How the items of the reply answer those that were sent.
    pub matches: Option<Matches>,
    /// How the rest of the list is asked for.
    pub paging: Option<Paging>,
    /// The request on the wire.
    pub send: Send,
    /// The reply on the wire.
    pub reply: Reply,
    /// Limits of rate of its own.
    pub limits: Vec<Limit>,
    /// Codes that the page lists for it, as on the wire.
    pub codes: Vec<String>,
    /// Proof.
    pub examples: Vec<Example>,
    /// Doubts.
    pub open_points: Vec<OpenPoint>,
    /// Where it is written.
    pub origin: Origin,
}

/// The caller's own id of a call: sent twice, it is done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The field of the request. Where it is optional, a call without it may not be repeated.
    pub field: usize,
    /// What a second call with it does.
    pub repeated: Repeated,
    /// More.
    pub note: Option<String>,
}

/// A reply that is no refusal, where there are several such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Success {
    /// The arm.
    pub arm: String,
    /// Success, or pending.
    pub verdict: Verdict,
    /// What the caller gets.
    pub record: RecordId,
}

/// How the items of a reply answer those that were sent.
#[derive(Debug)]
pub struct Matches {
    /// The list of the reply.
    pub items: usize,
    /// The list of the request.
    pub request: usize,
    /// Fields of both, and how many last characters count; none where the order tells, and the number is the same.
    pub by: Vec<MatchKey>,
    /// Identifier under which unanswered items are reported; none where there can't be any.
    pub missing: Option<String>,
}

/// What items of both lists are known by: a field, or the whole item where it is one value.
#[derive(Debug)]
pub struct MatchKey {
    /// The field of the item that was sent.
    pub sent: Option<usize>,
    /// The field of the item that came back.
    pub received: Option<usize>,
    /// Only that many last characters count.
    pub last: Option<usize>,
}
