//! Sets of texts: what a pattern or a test takes, so that arms can be held against each other.
//!
//! Each is a small automaton. Sets may be somewhat too large where a rule of reading is not worth its states, never
//! too small; who asks has to be on the safe side with that.

mod search;

use crate::model::{CharPattern, CharPiece, TextPattern, TextPiece};

/// Some characters.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Chars {
    Only(Vec<char>),
    AllBut(Vec<char>),
}

impl Chars {
    /// Those of a piece; all of them where they are too many to name.
    fn of(piece: &CharPiece) -> Self {
        let size = |(from, to): &(char, char)| u32::from(*to).saturating_sub(u32::from(*from)) as usize + 1;
        if piece.ranges.iter().map(size).sum::<usize>() > MOST_CHARS {
            return Self::AllBut(Vec::new());
        }
        let named = piece.ranges.iter().flat_map(|(from, to)| *from..=*to).collect();
        if piece.negated { Self::AllBut(named) } else { Self::Only(named) }
    }

    fn has(&self, c: char) -> bool {
        match self {
            Self::Only(these) => these.contains(&c),
            Self::AllBut(these) => !these.contains(&c),
        }
    }

    fn both(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Only(these), other) | (other, Self::Only(these)) => {
                Self::Only(these.iter().copied().filter(|c| other.has(*c)).collect())
            }
            (Self::AllBut(one), Self::AllBut(two)) => Self::AllBut(one.iter().chain(two).copied().collect()),
        }
    }

    fn named(&self) -> &[char] {
        match self {
            Self::Only(these) | Self::AllBut(these) => these,
        }
    }
}

/// A way from one state to the next: by nothing, or by a character.
#[derive(Clone, Debug)]
struct Way {
    to: usize,
    by: Option<Chars>,
    /// A hole takes the character, and no literal does.
    open: bool,
}

/// A set of texts.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    /// The ways out of each state. The first state is the beginning.
    ways: Vec<Vec<Way>>,
    end: usize,
    /// All of them, where they are few.
    words: Option<Vec<String>>,
}

const DIGITS: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
/// More repetitions than that are as good as any number, and more characters as good as all.
const MOST_TIMES: usize = 64;
const MOST_CHARS: usize = 512;
const LINE_ENDS: [char; 2] = ['\n', '\r'];

impl Texts {
    fn of_states(count: usize) -> Self {
        Self { ways: vec![Vec::new(); count], end: count.saturating_sub(1), words: None }
    }

    fn way(&mut self, from: usize, to: usize, by: Option<Chars>, open: bool) {
        if let Some(ways) = self.ways.get_mut(from) {
            ways.push(Way { to, by, open });
        }
    }

    fn literal(text: &str) -> Self {
        let mut all = Self::of_states(text.chars().count() + 1);
        for (at, c) in text.chars().enumerate() {
            all.way(at, at + 1, Some(Chars::Only(vec![c])), false);
        }
        all
    }

    /// One of these and nothing else.
    pub(super) fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        let mut all = Self::any_of(words.iter().map(|word| Self::literal(word)).collect());
        all.words = Some(words.into_iter().map(str::to_owned).collect());
        all
    }

    /// Any but these.
    pub(super) fn all_but(words: &[String]) -> Self {
        // A tree of the words, a state for what has left it, and the end.
        let mut tree: Vec<(Vec<(char, usize)>, bool)> = vec![(Vec::new(), false)];
        for word in words {
            let mut at = 0;
            for c in word.chars() {
                at = match tree[at].0.iter().find(|(known, _)| *known == c) {
                    Some((_, next)) => *next,
                    None => {
                        tree.push((Vec::new(), false));
                        let next = tree.len() - 1;
                        tree[at].0.push((c, next));
                        next
                    }
                };
            }
            tree[at].1 = true;
        }
        let mut all = Self::of_states(tree.len() + 2);
        let (off, end) = (tree.len(), tree.len() + 1);
        for (at, (next, is_word)) in tree.iter().enumerate() {
            for (c, to) in next {
                all.way(at, *to, Some(Chars::Only(vec![*c])), true);
            }
            all.way(at, off, Some(Chars::AllBut(next.iter().map(|(c, _)| *c).collect())), true);
            if !is_word {
                all.way(at, end, None, false);
            }
        }
        all.way(off, off, Some(Chars::AllBut(Vec::new())), true);
        all.way(off, end, None, false);
        all
    }

    /// So many of these characters.
    fn run(chars: &Chars, least: usize, most: Option<usize>) -> Self {
        let mut all = Self::of_states(most.unwrap_or(least) + 2);
        let end = all.end;
        for at in 0..end {
            if at + 1 < end {
                all.way(at, at + 1, Some(chars.clone()), true);
            }
            if at >= least {
                all.way(at, end, None, false);
            }
            if most.is_none() && at == least {
                all.way(at, at, Some(chars.clone()), true);
            }
        }
        all
    }

    /// Anything at all.
    pub(super) fn any() -> Self {
        Self::run(&Chars::AllBut(Vec::new()), 0, None)
    }

    /// A line that is not empty.
    pub(super) fn line() -> Self {
        Self::run(&Chars::AllBut(LINE_ENDS.to_vec()), 1, None)
    }

    /// Letters, digits and what joins words.
    pub(super) fn word() -> Self {
        let chars: Vec<char> = ('a'..='z').chain('A'..='Z').chain(DIGITS).chain(['_', '-', '.']).collect();
        Self::run(&Chars::Only(chars), 1, None)
    }

    /// A line that begins with neither digit, sign nor blank.
    pub(super) fn spelled() -> Self {
        let no_start: Vec<char> = DIGITS.into_iter().chain(['-', '+', ' ', '\t']).chain(LINE_ENDS).collect();
        Self::run(&Chars::AllBut(no_start), 1, Some(1)).then(Self::run(&Chars::AllBut(LINE_ENDS.to_vec()), 0, None))
    }

    /// Nothing, or white space.
    pub(super) fn blank() -> Self {
        Self::run(&Chars::Only(vec![' ', '\t', '\n', '\r']), 0, None)
    }

    /// So many digits, with a minus if that is possible, or always.
    pub(super) fn digits(least: usize, most: Option<usize>, minus: Option<bool>) -> Self {
        let digits = Self::run(&Chars::Only(DIGITS.to_vec()), least, most);
        let sign = Self::run(&Chars::Only(vec!['-']), 1, Some(1));
        match minus {
            None => digits,
            Some(true) => sign.then(digits),
            Some(false) => Self::any_of(vec![digits.clone(), sign.then(digits)]),
        }
    }

    /// Numbers within; somewhat more where an end is no power of ten.
    pub(super) fn range(from: i64, to: i64) -> Self {
        let mut parts = Vec::new();
        let zeros = || Self::run(&Chars::Only(vec!['0']), 0, None);
        let from_to = |least: u64, most: u64| {
            let lead = Self::run(&Chars::Only(DIGITS[1..].to_vec()), 1, Some(1));
            let most = (most < u64::MAX / 2).then(|| length(most).saturating_sub(1));
            let more = Self::run(&Chars::Only(DIGITS.to_vec()), length(least).saturating_sub(1), most);
            zeros().then(lead).then(more)
        };
        if to > 0 {
            parts.push(from_to(from.max(1).unsigned_abs(), to.unsigned_abs()));
        }
        if from <= 0 && to >= 0 {
            parts.push(Self::run(&Chars::Only(vec!['0']), 1, None));
        }
        if from < 0 {
            let sign = Self::literal("-");
            parts.push(sign.then(from_to(to.min(-1).unsigned_abs(), from.unsigned_abs())));
        }
        Self::any_of(parts)
    }

    /// Texts of such characters.
    pub(super) fn matching(pattern: &CharPattern) -> Self {
        let piece = |piece: &CharPiece| {
            let most = piece.max.filter(|max| *max <= MOST_TIMES);
            Self::run(&Chars::of(piece), piece.min.min(MOST_TIMES), most)
        };
        let row = |pieces: &Vec<CharPiece>| pieces.iter().map(piece).fold(Self::literal(""), Self::then);
        Self::any_of(pattern.alternatives.iter().map(row).collect())
    }

    /// What begins so.
    pub(super) fn prefix(text: &str) -> Self {
        Self::literal(text).then(Self::any())
    }

    /// What ends so.
    pub(super) fn suffix(text: &str) -> Self {
        Self::any().then(Self::literal(text))
    }

    /// What begins and ends so.
    pub(super) fn between(first: &str, last: &str) -> Self {
        Self::blank().then(Self::literal(first)).then(Self::any()).then(Self::literal(last)).then(Self::blank())
    }

    /// Names and values as forms have them, with this name among them.
    pub(super) fn form(name: &str, joint: &str) -> Self {
        let plain = Chars::AllBut(vec![' ', '\t', '\n', '\r', '{', '<', '"']);
        Self::run(&plain, 0, None).then(Self::literal(&format!("{name}{joint}"))).then(Self::any())
    }

    /// One after the other.
    pub(super) fn then(mut self, next: Self) -> Self {
        let offset = self.ways.len();
        let middle = self.end;
        self.ways.extend(
            next.ways.into_iter().map(|ways| ways.into_iter().map(|way| Way { to: way.to + offset, ..way }).collect()),
        );
        self.way(middle, offset, None, false);
        self.end = next.end + offset;
        self.words = None;
        self
    }

    /// One or the other.
    pub(super) fn any_of(parts: Vec<Self>) -> Self {
        let mut all = Self::of_states(1);
        let mut ends = Vec::new();
        for part in parts {
            let offset = all.ways.len();
            all.way(0, offset, None, false);
            ends.push(part.end + offset);
            all.ways.extend(
                part.ways
                    .into_iter()
                    .map(|ways| ways.into_iter().map(|way| Way { to: way.to + offset, ..way }).collect()),
            );
        }
        all.ways.push(Vec::new());
        all.end = all.ways.len() - 1;
        let end = all.end;
        ends.into_iter().for_each(|from| all.way(from, end, None, false));
        all
    }

    /// One or more, with something between two.
    pub(super) fn repeated(self, separator: &str) -> Self {
        let mut all = self.clone().then(Self::literal(separator));
        let between = all.end;
        all.way(between, 0, None, false);
        // The last one ends where the separator would begin.
        let last = self.end;
        let end = all.ways.len();
        all.ways.push(Vec::new());
        all.way(last, end, None, false);
        all.end = end;
        all
    }

    /// What both have; which characters a hole takes is what this one says.
    pub(super) fn both(&self, other: &Self) -> Self {
        let mut known = vec![(0, 0)];
        let mut all = Self::of_states(1);
        let mut at = 0;
        while let Some((one, two)) = known.get(at).copied() {
            let mut found: Vec<((usize, usize), Option<Chars>, bool)> = Vec::new();
            for way in &self.ways[one] {
                match &way.by {
                    None => found.push(((way.to, two), None, false)),
                    Some(chars) => found.extend(other.ways[two].iter().filter_map(|second| {
                        let both = chars.both(second.by.as_ref()?);
                        (both != Chars::Only(Vec::new())).then_some(((way.to, second.to), Some(both), way.open))
                    })),
                }
            }
            found.extend(other.ways[two].iter().filter(|w| w.by.is_none()).map(|w| ((one, w.to), None, false)));
            for (next, by, open) in found {
                let to = known.iter().position(|state| *state == next).unwrap_or_else(|| {
                    known.push(next);
                    all.ways.push(Vec::new());
                    known.len() - 1
                });
                all.way(at, to, by, open);
            }
            at += 1;
        }
        all.end = known.iter().position(|state| *state == (self.end, other.end)).unwrap_or_else(|| {
            all.ways.push(Vec::new());
            all.ways.len() - 1
        });
        all
    }

    /// What a pattern takes; `hole` says more of what stands in a hole, and whether that names it as a literal does.
    /// Where `open` names one, no other counts as such.
    pub(super) fn pattern(pattern: &TextPattern, open: Option<&str>, hole: &dyn Fn(&str) -> Asked) -> Self {
        let mut all = Self::literal("");
        for (at, piece) in pattern.0.iter().enumerate() {
            let mut not = LINE_ENDS.to_vec();
            // A hole ends where the next literal begins.
            if let Some(TextPiece::Literal(next)) = pattern.0.get(at + 1) {
                let mut chars = next.chars();
                not.extend(chars.next().filter(|_| chars.next().is_none()));
            }
            let (name, texts) = match piece {
                TextPiece::Literal(text) => {
                    all = all.then(Self::literal(text));
                    continue;
                }
                TextPiece::Hole(name) => (name, Self::run(&Chars::AllBut(not), 0, None)),
                TextPiece::Filled(name) => (name, Self::run(&Chars::AllBut(not), 1, None)),
                TextPiece::Rest(name) => (name, Self::any()),
                TextPiece::FilledRest(name) => (name, Self::run(&Chars::AllBut(Vec::new()), 1, None)),
                TextPiece::Fixed(name, width) => {
                    (name, Self::run(&Chars::AllBut(LINE_ENDS.to_vec()), *width, Some(*width)))
                }
                TextPiece::Integer(name) => (name, Self::digits(1, None, Some(false))),
                TextPiece::Decimal(name, point) => {
                    let point = Self::run(&Chars::Only(vec![*point]), 1, Some(1));
                    let fraction = point.then(Self::digits(1, None, None));
                    let whole = Self::digits(1, None, Some(false));
                    (name, whole.then(Self::any_of(vec![Self::literal(""), fraction])))
                }
            };
            let asked = hole(name);
            let texts = asked.texts.iter().fold(texts, |texts, more| texts.both(more));
            let counts = !asked.named && open.is_none_or(|open| open == name);
            all = all.then(if counts { texts } else { texts.closed() });
        }
        all
    }

    /// The same as if no hole took anything.
    fn closed(mut self) -> Self {
        self.ways.iter_mut().flatten().for_each(|way| way.open = false);
        self
    }
}

/// What is asked of a hole beyond its form.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) texts: Vec<Texts>,
    /// Its values are named one by one.
    pub(super) named: bool,
}

fn length(number: u64) -> usize {
    number.to_string().len()
}
