//! What an arm takes: the set of replies for which it holds, as far as arms have to be told apart.

use std::collections::BTreeMap;

use super::super::Resolver;
use super::arm::Around;
use super::frame::names_of;
use super::texts::{Asked, Texts};
use crate::language::Names;
use crate::model::{
    Arm, Base, Condition, Format, FrameNode, Inner, Kind, Path, Reads, RowsPattern, Step, Test, TextPattern,
};

/// The place of the document as a text; no member is called so.
const WHOLE: &str = "\0";
/// What the places of headers begin with.
const HEADER: &str = "\0header ";

fn is_whole(key: &[String]) -> bool {
    key.first().is_some_and(|name| name == WHOLE)
}

fn is_header(key: &[String]) -> bool {
    key.first().is_some_and(|name| name.starts_with(HEADER))
}

/// What may stand at a place.
#[derive(Clone, Debug)]
struct Slot {
    missing: bool,
    null: bool,
    empty: bool,
    filled: bool,
    kinds: Option<Vec<Kind>>,
    texts: Vec<Texts>,
    /// The values are named one by one.
    named: bool,
    /// It holds for each item of a list.
    each: bool,
}

impl Slot {
    const ANY: Self = Self {
        missing: true,
        null: true,
        empty: true,
        filled: true,
        kinds: None,
        texts: Vec::new(),
        named: false,
        each: false,
    };
    const FILLED: Self = Self {
        missing: false,
        null: false,
        empty: false,
        filled: true,
        kinds: None,
        texts: Vec::new(),
        named: false,
        each: false,
    };

    fn of_texts(texts: Texts) -> Self {
        Self { texts: vec![texts], ..Self::FILLED }
    }

    fn both(&self, other: &Self) -> Self {
        let kinds = match (&self.kinds, &other.kinds) {
            (Some(one), Some(two)) => Some(one.iter().copied().filter(|kind| two.contains(kind)).collect()),
            (one, two) => one.clone().or_else(|| two.clone()),
        };
        Self {
            missing: self.missing && other.missing,
            null: self.null && other.null,
            empty: self.empty && other.empty,
            filled: self.filled && other.filled,
            kinds,
            texts: self.texts.iter().chain(&other.texts).cloned().collect(),
            named: self.named || other.named,
            each: self.each || other.each,
        }
    }

    fn is_possible(&self) -> bool {
        let kinds = self.kinds.as_ref().is_none_or(|kinds| !kinds.is_empty());
        self.missing
            || self.null
            || self.empty
            || self.filled && kinds && {
                let all: Vec<&Texts> = self.texts.iter().collect();
                all.is_empty() || Texts::some_in(&all, &[])
            }
    }

    fn is_within(&self, other: &Self) -> bool {
        let states = (!self.missing || other.missing)
            && (!self.null || other.null)
            && (!self.empty || other.empty)
            && (!self.filled || other.filled);
        let kinds = match (&self.kinds, &other.kinds) {
            (_, None) => true,
            (Some(one), Some(two)) => one.iter().all(|kind| two.contains(kind)),
            (None, Some(_)) => false,
        };
        let all: Vec<&Texts> = self.texts.iter().collect();
        let texts = || {
            other.texts.iter().all(|due| {
                let any = Texts::any();
                let all = if all.is_empty() { vec![&any] } else { all.clone() };
                !Texts::some_in(&all, &[due])
            })
        };
        states && (!other.each || self.each) && (!self.filled || kinds && texts())
    }
}

/// The replies for which an arm holds.
#[derive(Clone, Debug)]
pub(super) struct Takes {
    http: Option<Vec<(u16, u16)>>,
    /// The document that it reads; those of one kind are compared place by place, others as texts.
    document: Document,
    slots: BTreeMap<Vec<String>, Slot>,
    /// Whether the document is the vendor's, and not one of the arm's own.
    framed: bool,
    /// The places that its frame has.
    known: Vec<Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Document {
    Bytes,
    Text,
    Pairs,
    Form,
    Xml,
    Json,
}

/// A code that no table has, in place of the known ones that a condition names.
pub(super) struct Unknown {
    /// Which of the arm's conditions it replaces.
    pub(super) condition: usize,
    /// What such a code looks like.
    pub(super) shape: Texts,
}

impl<'a> Resolver<'a> {
    pub(super) fn takes(&self, arm: &Arm, around: &Around<'_>, names: Names, unknown: Option<&Unknown>) -> Takes {
        let none = FrameNode::Record(Vec::new());
        let frame = match (&arm.reads, around.frame) {
            (Some(reads), _) => reads.frame(),
            (None, frame) => frame.unwrap_or(&none).clone(),
        };
        let document = match &arm.reads {
            Some(Reads::Json(_)) => Document::Json,
            Some(Reads::Xml(_)) => Document::Xml,
            Some(Reads::Form(_)) => Document::Form,
            Some(Reads::Pairs { .. }) => Document::Pairs,
            Some(Reads::Text(_) | Reads::Rows(_) | Reads::Nothing) => Document::Text,
            Some(Reads::Bytes) => Document::Bytes,
            None if around.format == Format::Xml => Document::Xml,
            None => Document::Json,
        };
        let key = |path: &[Step]| -> Vec<String> {
            let names_of_path = names_of(&path.to_vec()).into_iter().map(str::to_owned).collect::<Vec<_>>();
            match names {
                Names::Exact => names_of_path,
                Names::IgnoreCase => names_of_path.iter().map(|name| name.to_ascii_lowercase()).collect(),
            }
        };
        let is_value = around.is_value && arm.record.is_none();
        let record = arm.record.unwrap_or(around.response);
        let members = self.members(&frame, record, is_value, document == Document::Xml);
        let known = members.nodes.iter().map(|(_, path, _)| key(path)).collect();
        let inner = frame.inner();
        let mut takes = Takes { http: None, document, slots: BTreeMap::new(), framed: arm.reads.is_none(), known };
        // What is asked of a hole in a text is a part of what is asked of the text.
        let holes = |within: &Path, name: &str| -> Asked {
            let slots = arm.when.iter().enumerate().filter_map(|(at, condition)| match condition {
                Condition::Member { path, test } => {
                    let (last, before) = path.split_last()?;
                    let is_it = before == within.as_slice() && *last == Step::Name(name.to_owned());
                    is_it.then(|| self.slot(test, &arm.tables, unknown.filter(|u| u.condition == at))).flatten()
                }
                _ => None,
            });
            slots.fold(Asked::default(), |mut asked, slot| {
                asked.texts.extend(slot.texts);
                Asked { named: asked.named || slot.named, ..asked }
            })
        };
        let open_at = |within: &Path| -> Option<String> {
            match arm.when.get(unknown?.condition) {
                Some(Condition::Member { path, .. }) if path.len() == within.len() + 1 => match path.last() {
                    Some(Step::Name(name)) if path.starts_with(within) => Some(name.clone()),
                    _ => None,
                },
                _ => None,
            }
        };
        let text = |patterns: &[TextPattern], within: &Path| {
            let open = open_at(within);
            let all = patterns.iter().map(|p| Texts::pattern(p, open.as_deref(), &|name| holes(within, name)));
            Texts::any_of(all.collect())
        };
        let whole = match &arm.reads {
            Some(Reads::Text(patterns)) => Some(text(patterns, &Vec::new())),
            Some(Reads::Rows(rows)) => Some(rows_of(rows)),
            Some(Reads::Nothing) => Some(Texts::blank()),
            Some(Reads::Bytes) => Some(Texts::any()),
            _ => None,
        };
        for (path, Inner { base64, reads }) in &inner {
            let slot = match reads {
                Reads::Text(patterns) if !base64 => Slot::of_texts(text(patterns, path)),
                Reads::Rows(rows) if !base64 => Slot::of_texts(rows_of(rows)),
                _ => Slot::FILLED,
            };
            takes.ask(key(path), slot);
        }
        for (at, condition) in arm.when.iter().enumerate() {
            match condition {
                Condition::Http(ranges) => takes.http = Some(ranges.clone()),
                Condition::Header(name, test) => {
                    if let Some(slot) = self.slot(test, &arm.tables, None) {
                        takes.ask(vec![format!("{HEADER}{name}")], slot);
                    }
                }
                Condition::Member { path, test } => {
                    let in_text = whole.is_some()
                        || inner.iter().any(|(way, inner)| {
                            matches!(inner.reads, Reads::Text(_) | Reads::Rows(_)) && path.starts_with(way)
                        });
                    let Some(mut slot) = self.slot(test, &arm.tables, unknown.filter(|u| u.condition == at)) else {
                        continue;
                    };
                    slot.each = path.contains(&Step::Each);
                    if in_text {
                        continue;
                    }
                    takes.parents(path, &slot, &key, &inner);
                    takes.ask(key(path), slot);
                }
            }
        }
        let whole = whole.unwrap_or_else(|| takes.as_text(&arm.reads));
        takes.slots.insert(self::whole(), Slot::of_texts(whole));
        takes
    }

    fn slot(&self, test: &Test, tables: &[String], unknown: Option<&Unknown>) -> Option<Slot> {
        if let Some(unknown) = unknown {
            return Some(Slot::of_texts(unknown.shape.clone()));
        }
        let table = || self.vendor.codes_in(tables).map(|code| code.wire.as_str());
        Some(match test {
            Test::OneOf(base, values) => {
                let words: Vec<&str> = values.iter().map(String::as_str).collect();
                let empty = *base == Base::Text && values.iter().any(String::is_empty);
                Slot { named: true, empty, ..Slot::of_texts(Texts::words(words)) }
            }
            Test::NoneOf(_, values) => Slot::of_texts(Texts::all_but(values)),
            Test::Range(from, to) => Slot::of_texts(Texts::range(*from, *to)),
            Test::Prefix(text) => Slot::of_texts(Texts::prefix(text)),
            Test::Suffix(text) => Slot::of_texts(Texts::suffix(text)),
            Test::Pattern(pattern) => Slot::of_texts(Texts::pattern(pattern, None, &|_| Asked::default())),
            Test::Matches(pattern) => Slot::of_texts(Texts::matching(pattern)),
            Test::Kind(kinds) => {
                let null = kinds.contains(&Kind::Null);
                let some = kinds.iter().any(|kind| *kind != Kind::Null);
                Slot { missing: false, null, empty: some, filled: some, kinds: Some(kinds.clone()), ..Slot::ANY }
            }
            Test::Present => Slot { missing: false, ..Slot::ANY },
            Test::Absent => Slot { null: false, empty: false, filled: false, ..Slot::ANY },
            Test::Empty => Slot { filled: false, ..Slot::ANY },
            Test::NotEmpty => Slot::FILLED,
            Test::KnownCode => Slot { named: true, ..Slot::of_texts(Texts::words(table())) },
            Test::UnknownCode => {
                let table: Vec<String> = table().map(str::to_owned).collect();
                Slot::of_texts(Texts::all_but(&table))
            }
        })
    }
}

impl Takes {
    fn ask(&mut self, key: Vec<String>, slot: Slot) {
        let both = self.slots.get(&key).map_or(slot.clone(), |known| known.both(&slot));
        self.slots.insert(key, both);
    }

    /// What has a member is there, and has parts.
    fn parents(&mut self, path: &Path, slot: &Slot, key: &dyn Fn(&[Step]) -> Vec<String>, inner: &[(Path, &Inner)]) {
        if slot.missing {
            return;
        }
        for at in 0..path.len() {
            let (before, after) = path.split_at(at);
            let holds_text = inner.iter().any(|(way, _)| way.as_slice() == before);
            let parted = matches!(after.first(), Some(Step::Name(name)) if name != "#text") && !holds_text;
            let kinds = parted.then(|| vec![Kind::Record]).filter(|_| before.last() != Some(&Step::First));
            self.ask(
                key(before),
                Slot { kinds: kinds.filter(|_| !matches!(before.last(), Some(Step::Each))), ..Slot::FILLED },
            );
        }
    }

    /// What the document looks like to who reads it as a text.
    fn as_text(&self, reads: &Option<Reads>) -> Texts {
        let asked = || {
            let there = self.slots.iter().find(|(key, slot)| !slot.missing && key.len() == 1 && !is_header(key));
            there.and_then(|(key, _)| key.first().cloned()).unwrap_or_default()
        };
        match (reads, self.document) {
            (Some(Reads::Pairs { joint, .. }), _) => Texts::form(&asked(), joint),
            (_, Document::Form) => Texts::form(&asked(), "="),
            (_, Document::Xml) => Texts::between("<", ">"),
            (_, Document::Json) => {
                let root = self.slots.get(&Vec::new()).and_then(|slot| slot.kinds.as_deref());
                match root {
                    Some([Kind::Record]) => Texts::between("{", "}"),
                    Some([Kind::List]) => Texts::between("[", "]"),
                    Some(_) => Texts::any(),
                    None => Texts::any_of(vec![Texts::between("{", "}"), Texts::between("[", "]")]),
                }
            }
            _ => Texts::any(),
        }
    }

    /// Whether these are documents of two shapes: each has something that the other's frame does not know.
    fn are_apart(&self, other: &Self) -> bool {
        let asks = |one: &Self, two: &Self| {
            let is_known = |key: &Vec<String>| two.known.contains(key);
            one.slots.iter().any(|(key, slot)| !slot.missing && !is_whole(key) && !is_header(key) && !is_known(key))
        };
        if self.framed && other.framed || self.document <= Document::Text || other.document <= Document::Text {
            // A file is told by what a header says of it.
            let tells = |takes: &Self| takes.slots.keys().any(|key| is_header(key));
            return self.document != other.document && tells(self) != tells(other);
        }
        asks(self, other) && asks(other, self)
    }

    /// What both take; none if there is no such reply.
    pub(super) fn both(&self, other: &Self) -> Option<Self> {
        let http = match (&self.http, &other.http) {
            (Some(one), Some(two)) => {
                let both = one.iter().flat_map(|(a, b)| two.iter().map(move |(c, d)| (*a.max(c), *b.min(d))));
                Some(both.filter(|(from, to)| from <= to).collect::<Vec<_>>())
            }
            (one, two) => one.clone().or_else(|| two.clone()),
        };
        if http.as_ref().is_some_and(Vec::is_empty) || self.are_apart(other) {
            return None;
        }
        let mut both = Self { http, ..self.clone() };
        // Documents of one kind are compared place by place.
        let as_texts = self.document != other.document || self.document <= Document::Text;
        for (key, slot) in &other.slots {
            if is_whole(key) == as_texts || is_header(key) {
                both.ask(key.clone(), slot.clone());
            }
        }
        both.slots.values().all(Slot::is_possible).then_some(both)
    }

    /// Whether the other takes all that this one takes.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let http = match (&self.http, &other.http) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(one), Some(two)) => one.iter().all(|(a, b)| two.iter().any(|(c, d)| c <= a && b <= d)),
        };
        http && self.is_document_within(other)
    }

    /// Whether it takes all documents, whatever HTTP says of them.
    pub(super) fn is_by_http_alone(&self) -> bool {
        self.document > Document::Text && self.slots.keys().all(|key| is_whole(key))
    }

    /// Whether its documents are a special case of the other's, whatever HTTP says.
    pub(super) fn is_document_within(&self, other: &Self) -> bool {
        let by_text = other.document <= Document::Text;
        let counts = |key: &[String]| is_header(key) || is_whole(key) == by_text;
        let mut due = other.slots.iter().filter(|(key, _)| counts(key));
        let within = |key: &Vec<String>, due: &Slot| self.slots.get(key).unwrap_or(&Slot::ANY).is_within(due);
        (by_text || self.document == other.document) && due.all(|(key, due)| within(key, due))
    }

    /// Whether it says less of its document than the other does of its own: a text may look like a document by chance.
    pub(super) fn is_vaguer(&self, other: &Self) -> bool {
        self.document < other.document
    }

    /// A text that both take, where their documents are held against each other as texts.
    pub(super) fn sample(&self, other: &Self) -> Option<String> {
        let (one, two) = (self.text_at(&whole())?, other.text_at(&whole())?);
        let as_texts = self.document != other.document || self.document <= Document::Text;
        as_texts.then(|| Texts::sample(&[one, two], &[])).flatten()
    }

    /// Whether the text in which its code stands says all that the other says of such texts, and the code besides.
    pub(super) fn is_closer_than(&self, other: &Self, code: &[Step]) -> bool {
        let key = self.text_around(code);
        match (self.text_at(&key), other.text_at(&key)) {
            (Some(one), Some(two)) if self.document == other.document => !one.takes_a_literal_of(two),
            _ => false,
        }
    }

    /// The place of the text of which what stands at a path is a part: of the whole, or of a member.
    fn text_around(&self, path: &[Step]) -> Vec<String> {
        let mut way: Vec<String> = names_of(&path.to_vec()).into_iter().map(str::to_owned).collect();
        way.pop();
        if self.document <= Document::Text { whole() } else { way }
    }

    fn text_at(&self, key: &[String]) -> Option<&Texts> {
        self.slots.get(key).and_then(|slot| slot.texts.first())
    }

    /// Whether a text that it does not name itself stands for an unknown code of the other arm, at the place of that;
    /// and such a text, where it is a part of one.
    pub(super) fn is_open_to(&self, unknown: &Self, path: &[Step]) -> Option<Option<String>> {
        let place: Vec<String> = names_of(&path.to_vec()).into_iter().map(str::to_owned).collect();
        let same = |key: &&Vec<String>| {
            key.iter().map(|k| k.to_ascii_lowercase()).eq(place.iter().map(|k| k.to_ascii_lowercase()))
        };
        if self.document == unknown.document
            && self.document > Document::Text
            && let Some(key) = unknown.slots.keys().find(same)
        {
            return self.slots.get(key).is_none_or(|slot| !slot.named).then_some(None);
        }
        let key = unknown.text_around(path);
        match (self.text_at(&key), unknown.text_at(&key)) {
            (Some(one), Some(two)) if self.document == unknown.document => one.meet_in_a_hole(two).map(Some),
            _ => Some(None),
        }
    }
}

fn whole() -> Vec<String> {
    vec![WHOLE.to_owned()]
}

fn rows_of(rows: &RowsPattern) -> Texts {
    let pattern = |pattern: &TextPattern| Texts::pattern(pattern, None, &|_| Asked::default());
    let row = Texts::any_of(rows.rows.iter().map(pattern).collect());
    let mut all = Texts::words([rows.prefix.as_str()]);
    for header in &rows.header {
        all = all.then(pattern(header)).then(Texts::words([rows.separator.as_str()]));
    }
    all = all.then(row.repeated(&rows.separator));
    if let Some(footer) = &rows.footer {
        all = all.then(Texts::words([rows.separator.as_str()])).then(pattern(footer));
    }
    if rows.trailing {
        all = all.then(Texts::words([rows.separator.as_str()]));
    }
    if rows.empty { Texts::any_of(vec![Texts::blank(), all]) } else { all }
}
