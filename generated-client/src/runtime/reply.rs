//! How a vendor's answers are told apart: fixed tables of arms, the first that holds wins.

use bytes::Bytes;
use http::HeaderMap;

use super::check::{self, Chars};
use super::code::{Class, Format};
use super::malformed::Malformed;
use super::read::{self, Document, Inner, Items, Kind, ListForm, Reads, Slot, TextFrame, Turned, Value};

/// A way through a document, from its outside in. The empty path is the whole document.
pub type Path = &'static [Step];

/// One step of a [`Path`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into the member of this name: a JSON member, an XML child element, an attribute as `@name`.
    Name(&'static str),
    /// To the first of several: of a JSON list, of a repeated XML element. A lone value is a list of one.
    First,
    /// To each of several, in conditions only: all have to pass, and there has to be one.
    Each,
}

/// How the names of a reply are compared with those of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Letter by letter.
    Exact,
    /// ASCII letters without regard to case.
    IgnoreAsciiCase,
}

impl Names {
    pub(crate) fn are_same(self, one: &str, other: &str) -> bool {
        match self {
            Self::Exact => one == other,
            Self::IgnoreAsciiCase => one.eq_ignore_ascii_case(other),
        }
    }
}

/// What an arm means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was done.
    Success,
    /// It was taken on and will be done: a success value too, which the reply's type tells apart.
    Pending,
    /// It was refused.
    Rejected,
    /// The vendor does not know.
    InDoubt,
}

/// A condition of an arm.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// The HTTP status lies in one of these ranges, both ends included.
    Http(&'static [(u16, u16)]),
    /// The HTTP header of this name, in lower case, passes the test.
    Header(&'static str, Test),
    /// What stands at the path passes the test.
    Is(Path, Test),
}

/// What may be asked of a value in a reply. Values of another type pass none but those that ask for presence
/// and emptiness.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// It is this boolean, in any of the dresses that vendors give it.
    Boolean(bool),
    /// It is one of these integers.
    Integer(&'static [i64]),
    /// It is an integer, and none of these.
    NotInteger(&'static [i64]),
    /// It is an integer from the first to the second, both included.
    Range(i64, i64),
    /// It is one of these texts, to the letter.
    Text(&'static [&'static str]),
    /// It is a text that is not blank and none of these, with and without the white space around it.
    NotText(&'static [&'static str]),
    /// It is a text that begins so.
    Prefix(&'static str),
    /// It is a text that ends so.
    Suffix(&'static str),
    /// It is a text that matches wholly.
    Pattern(&'static TextFrame),
    /// It is a text of such characters: one of these rows of them.
    Matches(&'static [&'static [Chars]]),
    /// It is one of these. An element of XML with attributes or elements is a record, an empty one null, any other
    /// a text.
    Kind(&'static [Kind]),
    /// It is a documented code of the vendor.
    KnownCode,
    /// There is a code, and the vendor does not document it.
    NotKnownCode,
    /// It is there, if only as null or empty.
    Present,
    /// It is not there.
    Absent,
    /// It is not there, null, or empty.
    Empty,
    /// It is there, and neither null nor empty.
    NotEmpty,
}

/// A documented kind of answer.
#[derive(Debug)]
pub struct Arm {
    /// Its name in the spec.
    pub name: &'static str,
    /// What it means.
    pub verdict: Verdict,
    /// How the body is read for it. `None`: in the format of the reply. An arm whose document can't be had
    /// does not hold.
    pub reads: Option<Reads>,
    /// Documents that stand in texts of it, outer ones first.
    pub inner: &'static [Inner],
    /// Parts of it whose names are values, outer ones first.
    pub turned: &'static [Turned],
    /// All of these hold.
    pub when: &'static [When],
    /// Where the vendor's code stands; the first that is there and not empty counts.
    pub code: &'static [Path],
    /// Where the vendor's words stand, in the same way.
    pub message: &'static [Path],
    /// Where the payload stands.
    pub payload: Option<Path>,
    /// The code that the arm stands for where the answer has none.
    pub stands_for: Option<&'static str>,
    /// The class of a refusal whose code is absent or not documented.
    pub class: Option<Class>,
    /// The vendor says of such answers that nothing was done; a code that it does not document says nothing else.
    pub no_effect: bool,
    /// The tables in which its codes are looked up, where it is not the vendor's alone.
    pub tables: &'static [&'static str],
}

impl Arm {
    /// An arm without anything, to be filled in.
    pub const EMPTY: Self = Self {
        name: "",
        verdict: Verdict::InDoubt,
        reads: None,
        inner: &[],
        turned: &[],
        when: &[],
        code: &[],
        message: &[],
        payload: None,
        stands_for: None,
        class: None,
        no_effect: false,
        tables: &[],
    };
}

/// Makes UTF-8 of a body.
pub type DecodeBody = fn(&[u8], &HeaderMap) -> Result<String, Malformed>;

/// The answers of an operation.
#[derive(Debug)]
pub struct ReplyFacts {
    /// How names are compared.
    pub names: Names,
    /// Makes UTF-8 of a body in another charset, by what its headers and the body itself say.
    pub charset: Option<DecodeBody>,
    /// The arms for each format in which the operation is documented to answer.
    pub arms: &'static [(Format, &'static [Arm])],
}

impl ReplyFacts {
    /// No answers, to be filled in.
    pub const EMPTY: Self = Self { names: Names::Exact, charset: None, arms: &[] };

    /// The arms for a format. `None`: the operation is not documented in it.
    pub fn arms(&self, format: Format) -> Option<&'static [Arm]> {
        self.arms.iter().find(|(each, _)| *each == format).map(|(_, arms)| *arms)
    }
}

/// What a decoder gets of an answer that says success.
#[derive(Clone, Copy)]
pub struct Payload<'d> {
    /// The name of the arm.
    pub arm: &'static str,
    /// What the arm means.
    pub(crate) verdict: Verdict,
    /// The whole document.
    pub(crate) root: Option<Value<'d>>,
    /// How names are compared.
    pub(crate) names: Names,
    /// What stands at the arm's payload path. `None`: the arm has none, or nothing stands there.
    pub value: Option<Value<'d>>,
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: &'d HeaderMap,
    /// The body as it came.
    pub body: &'d Bytes,
}

impl<'d> Payload<'d> {
    /// Whether it is a success or pending, so that there is something to be read.
    pub fn is_yes(&self) -> bool {
        matches!(self.verdict, Verdict::Success | Verdict::Pending)
    }

    /// The payload, for a decoder that can't do without.
    pub fn required(&self) -> Result<Value<'d>, Malformed> {
        self.value.ok_or_else(|| Malformed::new("a payload"))
    }

    /// The payload as a record.
    pub fn record<T>(&self, read: impl FnOnce(Value<'d>) -> Result<Option<T>, Malformed>) -> Result<T, Malformed> {
        read(self.required()?)?.ok_or_else(|| Malformed::new("a payload"))
    }

    /// The payload as a record that may be left out when it would hold nothing.
    pub fn record_or<T>(
        &self,
        read: impl FnOnce(Value<'d>) -> Result<Option<T>, Malformed>,
        nothing: impl FnOnce() -> T,
    ) -> Result<T, Malformed> {
        Ok(self.value.map(read).transpose()?.flatten().unwrap_or_else(nothing))
    }

    /// The payload as one value; errors call it by that name.
    pub fn required_value<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(Value<'d>) -> Result<Option<T>, Malformed>,
    ) -> Result<T, Malformed> {
        self.slot(name, read)?.required()
    }

    /// The payload as one value that may be absent.
    pub fn optional_value<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(Value<'d>) -> Result<Option<T>, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        Ok(self.slot(name, read)?.optional())
    }

    fn slot<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(Value<'d>) -> Result<Option<T>, Malformed>,
    ) -> Result<Slot<T>, Malformed> {
        let mut slot = Slot::new(name);
        if let Some(value) = self.value {
            slot.read(value, read)?;
        }
        Ok(slot)
    }
}

/// What is known of an answer besides its body.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) status: u16,
    pub(crate) headers: &'a HeaderMap,
}

/// Whether all conditions of an arm hold. `document` is `None` where there is none: no condition on it holds
/// then, not even that something is absent.
pub(crate) fn holds(
    arm: &Arm,
    names: Names,
    head: Head<'_>,
    document: Option<Value<'_>>,
    is_known_code: &dyn Fn(&str) -> bool,
) -> Result<bool, Malformed> {
    for when in arm.when {
        let holds = match (when, document) {
            (When::Http(ranges), _) => ranges.iter().any(|(low, high)| (*low..=*high).contains(&head.status)),
            (When::Header(name, test), _) => header_passes(head.headers, name, *test, is_known_code)?,
            (When::Is(..), None) => false,
            (When::Is(path, test), Some(document)) => passes_at(document, names, path, *test, is_known_code)?,
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

fn header_passes(
    headers: &HeaderMap,
    name: &'static str,
    test: Test,
    is_known_code: &dyn Fn(&str) -> bool,
) -> Result<bool, Malformed> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(test.passes(None, is_known_code));
    };
    if values.any(|other| other != value) {
        return Err(Malformed::new("to be there only once").at(name));
    }
    let document = Document::of_header(value.as_bytes())?;
    Ok(test.passes(Some(document.root()), is_known_code))
}

impl Test {
    fn passes(self, found: Option<Value<'_>>, is_known_code: &dyn Fn(&str) -> bool) -> bool {
        let text = |value: Value<'_>| read::text(value).ok().flatten();
        match (self, found) {
            (Self::Absent, found) => found.is_none(),
            (Self::Present, found) => found.is_some(),
            (Self::Empty, found) => found.is_none_or(|value| value.is_empty()),
            (Self::NotEmpty, found) => found.is_some_and(|value| !value.is_empty()),
            (_, None) => false,
            (Self::Boolean(due), Some(value)) => read::boolean(value).is_ok_and(|read| read == Some(due)),
            (Self::Integer(due), Some(value)) => {
                read::integer(value).is_ok_and(|read| read.is_some_and(|read| due.contains(&read)))
            }
            (Self::NotInteger(due), Some(value)) => {
                read::integer(value).is_ok_and(|read| read.is_some_and(|read| !due.contains(&read)))
            }
            (Self::Range(low, high), Some(value)) => {
                read::integer(value).is_ok_and(|read| read.is_some_and(|read| (low..=high).contains(&read)))
            }
            (Self::NotText(due), Some(value)) => text(value).is_some_and(|read| {
                !read.trim().is_empty() && !due.contains(&read.as_str()) && !due.contains(&read.trim())
            }),
            (Self::Text(due), Some(value)) => text(value).is_some_and(|read| due.contains(&read.as_str())),
            (Self::Prefix(due), Some(value)) => text(value).is_some_and(|read| read.starts_with(due)),
            (Self::Suffix(due), Some(value)) => text(value).is_some_and(|read| read.trim_end().ends_with(due)),
            (Self::Pattern(due), Some(value)) => text(value).is_some_and(|read| due.matches(&read)),
            (Self::Matches(due), Some(value)) => text(value).is_some_and(|read| check::is_one_of(&read, due)),
            (Self::Kind(due), Some(value)) => due.contains(&value.plain_kind()),
            (Self::KnownCode, Some(value)) => text(value).is_some_and(|code| is_known_code(code.trim())),
            (Self::NotKnownCode, Some(value)) => {
                text(value).is_some_and(|code| !code.trim().is_empty() && !is_known_code(code.trim()))
            }
        }
    }
}

/// What stands in each item of the list at a path; XML elements may repeat.
fn items_at<'d>(root: Value<'d>, names: Names, path: &[Step]) -> Result<Vec<Value<'d>>, Malformed> {
    let lists = match path.split_last() {
        Some((Step::Name(name), before)) => match find(root, names, before)? {
            Some(holder) => all_members(holder, names, name),
            None => Vec::new(),
        },
        _ => vec![root],
    };
    let items: Result<Vec<Vec<_>>, _> = lists.into_iter().map(all_items).collect();
    Ok(items?.into_iter().flatten().collect())
}

/// A code and a message.
pub(crate) type Told = (Option<String>, Option<String>);

/// Code and message of the other items of the list whose first item gave the code, or else the message.
pub(crate) fn others(document: Value<'_>, names: Names, code: &[Path], message: &[Path]) -> Vec<Told> {
    let is_there = |path: &&Path| first_text(document, names, std::slice::from_ref(*path)).is_some();
    let taken = code.iter().find(is_there).or_else(|| message.iter().find(is_there));
    let Some(list) = taken.and_then(|path| path.split(|step| *step == Step::First).next().filter(|p| *p != *path))
    else {
        return Vec::new();
    };
    let text = |item: Value<'_>, paths: &[Path]| {
        let within = paths.iter().filter_map(|path| path.strip_prefix(list)?.strip_prefix(&[Step::First]));
        within.filter_map(|path| text_at(item, names, path)).next()
    };
    let items = items_at(document, names, list).unwrap_or_default();
    let told = items.into_iter().skip(1).map(|item| (text(item, code), text(item, message)));
    told.filter(|told| *told != (None, None)).collect()
}

/// Whether what stands at the path passes the test; of several, all of them.
fn passes_at(
    root: Value<'_>,
    names: Names,
    path: Path,
    test: Test,
    is_known_code: &dyn Fn(&str) -> bool,
) -> Result<bool, Malformed> {
    let mut parts = path.splitn(2, |step| *step == Step::Each);
    let (before, Some(after)) = (parts.next().unwrap_or_default(), parts.next()) else {
        return Ok(test.passes(find(root, names, path)?, is_known_code));
    };
    let items = items_at(root, names, before)?;
    let some = !items.is_empty();
    for item in items {
        if !passes_at(item, names, after, test, is_known_code)? {
            return Ok(false);
        }
    }
    Ok(some)
}

/// What stands at a path. A name that occurs twice, where the path does not ask for the first, is an error:
/// two marks, one of success and one of failure, must never be settled by their order.
pub(crate) fn find<'d>(root: Value<'d>, names: Names, path: &[Step]) -> Result<Option<Value<'d>>, Malformed> {
    let mut here = root;
    let mut steps = path.iter().peekable();
    while let Some(step) = steps.next() {
        match step {
            Step::First | Step::Each => match first_item(here)? {
                Some(value) => here = value,
                None => return Ok(None),
            },
            Step::Name(name) => {
                let several_are_fine = matches!(steps.peek(), Some(Step::First));
                match member(here, names, name, several_are_fine)? {
                    Some(value) => here = value,
                    None => return Ok(None),
                }
            }
        }
    }
    Ok(Some(here))
}

fn member<'d>(
    of: Value<'d>,
    names: Names,
    name: &'static str,
    several_are_fine: bool,
) -> Result<Option<Value<'d>>, Malformed> {
    // What has no members has none of this name: a mark of another type is simply not there.
    let members = if name == "#text" { of.text_members() } else { of.members() };
    let Ok(members) = members else {
        return Ok(None);
    };
    let mut found = None;
    for member in members {
        if !names.are_same(member.name, name) {
            continue;
        }
        if found.is_some() {
            return Err(Malformed::new("to be there only once").at(name));
        }
        found = Some(member.value);
        if several_are_fine {
            break;
        }
    }
    Ok(found)
}

/// All members of a name: an XML element may repeat.
fn all_members<'d>(of: Value<'d>, names: Names, name: &str) -> Vec<Value<'d>> {
    let members = of.members().into_iter().flatten();
    members.filter(|member| names.are_same(member.name, name)).map(|member| member.value).collect()
}

fn all_items(of: Value<'_>) -> Result<Vec<Value<'_>>, Malformed> {
    match of.kind() {
        Kind::List => Ok(Items::from_value(of, ListForm::Repeated, |item| Ok(Some(item)))?.into_iter().collect()),
        Kind::Null => Ok(Vec::new()),
        _ => Ok(vec![of]),
    }
}

fn first_item(of: Value<'_>) -> Result<Option<Value<'_>>, Malformed> {
    match of.kind() {
        Kind::List => Ok(Items::from_value(of, ListForm::Repeated, |item| Ok(Some(item)))?.into_iter().next()),
        Kind::Null => Ok(None),
        _ => Ok(Some(of)),
    }
}

/// The first text at one of the paths that is not empty. What can't be read as text is passed over: the
/// verdict stands without it.
pub(crate) fn first_text(document: Value<'_>, names: Names, paths: &[Path]) -> Option<String> {
    paths.iter().find_map(|path| text_at(document, names, path))
}

fn text_at(document: Value<'_>, names: Names, path: &[Step]) -> Option<String> {
    let value = find(document, names, path).ok().flatten()?;
    let text = read::text(value).ok().flatten()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
