//! Looking for texts that several sets have, or in which two sets meet.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use super::{Chars, Texts, Way};

impl Way {
    /// Whether a literal has a letter or digit here; marks between holes say little of what a text means.
    fn is_said(&self) -> bool {
        let plain = |chars: &Vec<char>| chars.iter().all(|c| c.is_alphanumeric());
        !self.open && matches!(&self.by, Some(Chars::Only(chars)) if plain(chars))
    }
}

impl Texts {
    /// Whether some text is in all of these, and in none of those.
    pub(in crate::resolve::reply) fn some_in(all: &[&Self], none: &[&Self]) -> bool {
        Self::sample(all, none).is_some()
    }

    /// The shortest text that is in all of these, and in none of those.
    pub(in crate::resolve::reply) fn sample(all: &[&Self], none: &[&Self]) -> Option<String> {
        if let Some(words) = all.iter().find_map(|texts| texts.words.as_ref()) {
            let mut words = words.iter();
            let is_one = |word: &&String| all.iter().all(|t| t.has(word)) && none.iter().all(|texts| !texts.has(word));
            return words.find(is_one).cloned();
        }
        let letters = letters(all.iter().chain(none).copied());
        let begin: Vec<BTreeSet<usize>> = all.iter().chain(none).map(|texts| texts.reached([0].into())).collect();
        first_end(
            begin,
            |states| {
                let mut ends = all.iter().chain(none).zip(states).map(|(texts, states)| states.contains(&texts.end));
                ends.by_ref().take(all.len()).all(|end| end) && ends.all(|end| !end)
            },
            |states| {
                let after = |letter: &char| -> Vec<BTreeSet<usize>> {
                    all.iter().chain(none).zip(states).map(|(texts, states)| texts.after(states, *letter)).collect()
                };
                let next = letters.iter().map(|letter| (after(letter), Some(*letter)));
                next.filter(|(next, _)| next.iter().take(all.len()).all(|states| !states.is_empty())).collect()
            },
        )
    }

    /// A text that is in both, of which a hole of both takes the same character, and nothing that a hole of the other
    /// takes is a letter or digit of a literal of this one.
    pub(in crate::resolve::reply) fn meet_in_a_hole(&self, other: &Self) -> Option<String> {
        self.walk_both(other, |first, second| match (first.open, second.open) {
            (true, true) => Met::Yes,
            (false, true) if first.is_said() => Met::Never,
            _ => Met::Maybe,
        })
    }

    /// Whether some text is in both, of which a hole of this one takes what the other says by a literal.
    pub(in crate::resolve::reply) fn takes_a_literal_of(&self, other: &Self) -> bool {
        self.walk_both(other, |first, second| if first.open && !second.open { Met::Yes } else { Met::Maybe }).is_some()
    }

    /// The shortest text that is in both, and of which some character is met as asked.
    fn walk_both(&self, other: &Self, meet: impl Fn(&Way, &Way) -> Met) -> Option<String> {
        let letters = letters([self, other].into_iter());
        first_end(
            (0, 0, false),
            |(one, two, met)| *one == self.end && *two == other.end && *met,
            |(one, two, met)| {
                let (mine, others) = (self.ways.get(*one), other.ways.get(*two));
                let (Some(mine), Some(others)) = (mine, others) else { return Vec::new() };
                let silent = |ways: &[Way]| ways.iter().filter(|w| w.by.is_none()).map(|w| w.to).collect::<Vec<_>>();
                let mut next: Vec<_> = silent(mine).into_iter().map(|to| ((to, *two, *met), None)).collect();
                next.extend(silent(others).into_iter().map(|to| ((*one, to, *met), None)));
                for (first, second) in mine.iter().flat_map(|first| others.iter().map(move |second| (first, second))) {
                    let (Some(these), Some(those)) = (&first.by, &second.by) else { continue };
                    let both = letters.iter().find(|c| these.has(**c) && those.has(**c));
                    match (both, meet(first, second)) {
                        (None, _) | (_, Met::Never) => {}
                        (Some(c), met_here) => {
                            next.push(((first.to, second.to, *met || matches!(met_here, Met::Yes)), Some(*c)));
                        }
                    }
                }
                next
            },
        )
    }

    fn has(&self, text: &str) -> bool {
        let mut states = self.reached([0].into());
        for c in text.chars() {
            states = self.after(&states, c);
        }
        states.contains(&self.end)
    }

    fn after(&self, states: &BTreeSet<usize>, c: char) -> BTreeSet<usize> {
        let ways = states.iter().flat_map(|state| &self.ways[*state]);
        self.reached(ways.filter(|way| way.by.as_ref().is_some_and(|chars| chars.has(c))).map(|way| way.to).collect())
    }

    fn reached(&self, mut states: BTreeSet<usize>) -> BTreeSet<usize> {
        let mut open: Vec<usize> = states.iter().copied().collect();
        while let Some(state) = open.pop() {
            for way in self.ways[state].iter().filter(|way| way.by.is_none()) {
                if states.insert(way.to) {
                    open.push(way.to);
                }
            }
        }
        states
    }
}

/// How a character that two ways take counts.
enum Met {
    Yes,
    Maybe,
    Never,
}

/// The text along the shortest way from a state to one that is an end.
fn first_end<S: Clone + Eq + std::hash::Hash>(
    begin: S,
    is_end: impl Fn(&S) -> bool,
    next: impl Fn(&S) -> Vec<(S, Option<char>)>,
) -> Option<String> {
    let mut from: HashMap<S, Option<(S, Option<char>)>> = HashMap::from([(begin.clone(), None)]);
    let mut open = VecDeque::from([begin]);
    while let Some(state) = open.pop_front() {
        if is_end(&state) {
            let mut text: Vec<char> = Vec::new();
            let mut at = &state;
            while let Some(Some((before, c))) = from.get(at) {
                text.extend(*c);
                at = before;
            }
            return Some(text.into_iter().rev().collect());
        }
        for (to, c) in next(&state) {
            if !from.contains_key(&to) {
                from.insert(to.clone(), Some((state.clone(), c)));
                open.push_back(to);
            }
        }
    }
    None
}

/// A character for each kind of them that these sets tell apart, the plainest that there is.
fn letters<'t>(all: impl Iterator<Item = &'t Texts>) -> Vec<char> {
    let mut sets: Vec<&Chars> = Vec::new();
    for chars in all.flat_map(|texts| texts.ways.iter().flatten()).filter_map(|way| way.by.as_ref()) {
        if !sets.contains(&chars) {
            sets.push(chars);
        }
    }
    let named: BTreeSet<char> = sets.iter().flat_map(|chars| chars.named()).copied().chain(['\u{10FFFD}']).collect();
    let mut seen = HashSet::new();
    let plain = ('1'..='9').chain('a'..='z');
    plain.chain(named).filter(|c| seen.insert(sets.iter().map(|chars| chars.has(*c)).collect::<Vec<_>>())).collect()
}
