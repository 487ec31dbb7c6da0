//! What a text looks like, character by character: a small part of regular expressions, which every reader knows.

/// Alternatives, of which one matches the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharPattern {
    /// As it is written.
    pub text: String,
    /// Each a row of pieces.
    pub alternatives: Vec<Vec<CharPiece>>,
}

/// Characters of one kind, so many of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharPiece {
    /// Which; both ends of each belong to it.
    pub ranges: Vec<(char, char)>,
    /// All others.
    pub negated: bool,
    /// The least.
    pub min: usize,
    /// The most; without it any number.
    pub max: Option<usize>,
}

impl CharPiece {
    fn takes(&self, c: char) -> bool {
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != self.negated
    }
}

impl CharPattern {
    /// A short text that matches.
    pub fn sample(&self) -> String {
        let plain = || ('a'..='z').chain('0'..='9').chain('A'..='Z').chain(' '..='~');
        let fitting = |piece: &CharPiece| {
            let named = piece.ranges.first().map(|(from, _)| *from).filter(|_| !piece.negated);
            named.or_else(|| plain().find(|c| piece.takes(*c))).unwrap_or('\u{e000}')
        };
        let pieces = self.alternatives.first().into_iter().flatten();
        pieces.flat_map(|piece| std::iter::repeat_n(fitting(piece), piece.min)).collect()
    }

    /// Whether the whole text looks so. The work is linear in the text, times the pieces.
    pub fn matches(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        self.alternatives.iter().any(|pieces| {
            let mut reached = vec![false; chars.len() + 1];
            reached[0] = true;
            for piece in pieces {
                // How many fitting characters follow each place.
                let mut run = vec![0; chars.len() + 1];
                for at in (0..chars.len()).rev() {
                    run[at] = if piece.takes(chars[at]) { run[at + 1] + 1 } else { 0 };
                }
                // Beginnings and ends of what is reached from each place.
                let mut steps = vec![0_i64; chars.len() + 2];
                for at in (0..=chars.len()).filter(|at| reached[*at]) {
                    let most = piece.max.map_or(run[at], |max| max.min(run[at]));
                    if piece.min <= most {
                        steps[at + piece.min] += 1;
                        steps[at + most + 1] -= 1;
                    }
                }
                let mut open = 0;
                for at in 0..=chars.len() {
                    open += steps[at];
                    reached[at] = open > 0;
                }
            }
            reached[chars.len()]
        })
    }

    /// Reads `[A-Z]{2}\d+`: characters, classes in brackets, `\d` and `\w`, `.`, each with `?`, `*`, `+`, `{2}` or
    /// `{2,5}`, and `|` between alternatives. `\` before any other character means that character.
    ///
    /// # Errors
    ///
    /// What of it is not one of these.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut alternatives = vec![Vec::new()];
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let (ranges, negated) = match c {
                '|' => {
                    alternatives.push(Vec::new());
                    continue;
                }
                '[' => class(&mut chars)?,
                '\\' => (escaped(chars.next())?, false),
                '.' => (Vec::new(), true),
                '(' | ')' | '{' | '}' | ']' | '?' | '*' | '+' | '^' | '$' => {
                    return Err(format!("`{c}` has no meaning here; write `\\{c}` for the character itself"));
                }
                c => (vec![(c, c)], false),
            };
            let (min, max) = match chars.peek() {
                Some('?') => (0, Some(1)),
                Some('*') => (0, None),
                Some('+') => (1, None),
                Some('{') => {
                    chars.next();
                    let inside: String = std::iter::from_fn(|| chars.next_if(|c| *c != '}')).collect();
                    if chars.next().is_none() {
                        return Err("a number of times has no `}`".to_owned());
                    }
                    let (min, max) = inside
                        .split_once(',')
                        .map_or((inside.as_str(), Some(inside.as_str())), |(a, b)| (a, (!b.is_empty()).then_some(b)));
                    let count = |text: &str| {
                        text.parse::<usize>()
                            .ok()
                            .filter(|n| *n <= 10_000)
                            .ok_or_else(|| format!("`{{{inside}}}` is no number of times"))
                    };
                    let limits = (count(min)?, max.map(count).transpose()?);
                    if limits.1.is_some_and(|max| max < limits.0) {
                        return Err(format!("`{{{inside}}}` is never so many times"));
                    }
                    if let Some(pieces) = alternatives.last_mut() {
                        pieces.push(CharPiece { ranges, negated, min: limits.0, max: limits.1 });
                    }
                    continue;
                }
                _ => (1, Some(1)),
            };
            if (min, max) != (1, Some(1)) {
                chars.next();
            }
            if let Some(pieces) = alternatives.last_mut() {
                pieces.push(CharPiece { ranges, negated, min, max });
            }
        }
        Ok(Self { text: text.to_owned(), alternatives })
    }
}

type Class = (Vec<(char, char)>, bool);

fn class(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Class, String> {
    let negated = chars.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let from = match chars.next() {
            None => return Err("a class has no `]`".to_owned()),
            Some(']') => break,
            Some('\\') => {
                let known = escaped(chars.next())?;
                match known[..] {
                    [(from, to)] if from == to => from,
                    _ => {
                        ranges.extend(known);
                        continue;
                    }
                }
            }
            Some(c) => c,
        };
        let mut ahead = chars.clone();
        let is_range = ahead.next() == Some('-') && ahead.next().is_some_and(|c| c != ']');
        let to = if is_range {
            chars.next();
            match chars.next() {
                Some('\\') => match escaped(chars.next())?[..] {
                    [(from, to)] if from == to => from,
                    _ => return Err("a range ends in a character".to_owned()),
                },
                Some(c) => c,
                None => return Err("a class has no `]`".to_owned()),
            }
        } else {
            from
        };
        if to < from {
            return Err(format!("`{from}-{to}` runs backwards"));
        }
        ranges.push((from, to));
    }
    if ranges.is_empty() { Err("a class is empty".to_owned()) } else { Ok((ranges, negated)) }
}

fn escaped(c: Option<char>) -> Result<Vec<(char, char)>, String> {
    match c {
        Some('d') => Ok(vec![('0', '9')]),
        Some('w') => Ok(vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        Some(c) if c.is_ascii_alphanumeric() => Err(format!("`\\{c}` is none of `\\d` and `\\w`")),
        Some(c) => Ok(vec![(c, c)]),
        None => Err("nothing follows the last `\\`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::CharPattern;

    #[test]
    fn texts_match_wholly() {
        for (pattern, yes, no) in [
            ("[A-Z]{3}", &["ABC"][..], &["AB", "ABCD", "AbC", ""][..]),
            (r"\d{2,4}x?", &["12", "1234x"], &["1", "12345", "12xx", "x"]),
            ("a*ab", &["ab", "aaab"], &["b", "aa"]),
            ("TR[0-9]+|-", &["TR1", "-"], &["TR", "TR1-"]),
            (r"[^,;]{1,2}\.[\w-]+", &["a.b-c", "ş1._"], &[",.b", "abc.d", "a."]),
            (".{3}", &["abc", "şçö"], &["ab", "abcd"]),
            ("", &[""], &["a"]),
        ] {
            let pattern = CharPattern::parse(pattern).unwrap_or_else(|says| panic!("{pattern}: {says}"));
            assert!(pattern.matches(&pattern.sample()), "{}", pattern.text);
            yes.iter().for_each(|text| assert!(pattern.matches(text), "{} {text}", pattern.text));
            no.iter().for_each(|text| assert!(!pattern.matches(text), "{} {text}", pattern.text));
        }
    }

    #[test]
    fn long_texts_take_no_time() {
        let pattern = CharPattern::parse("a*a*a*a*a*a*a*a*b").expect("a pattern");
        assert!(!pattern.matches(&"a".repeat(100_000)));
    }

    #[test]
    fn what_is_not_of_the_small_part_is_refused() {
        for pattern in ["(a)", "a{2", "a{x}", "a{3,2}", "[a", "[]", "[z-a]", "^a$", "a**", r"\s", r"a\", "*"] {
            assert!(CharPattern::parse(pattern).is_err(), "{pattern}");
        }
    }
}
