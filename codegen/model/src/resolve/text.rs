//! Patterns that replies in plain text must match.

use super::Resolver;
use crate::diagnostic::codes;
use crate::model::{TextPattern, TextPiece};
use crate::source::Origin;

impl Resolver<'_> {
    /// Reads `OK {id}`: literals and holes; `{date:8}` takes eight characters, `{message..}` all that is left.
    pub(super) fn text_pattern(&mut self, text: &str, origin: &Origin) -> TextPattern {
        let mut pieces: Vec<TextPiece> = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '{' | '}' if chars.peek() == Some(&c) => {
                    chars.next();
                    literal(&mut pieces, c);
                }
                '{' => {
                    let hole: String = chars.by_ref().take_while(|c| *c != '}').collect();
                    pieces.push(self.text_hole(&hole, origin));
                }
                '}' => self.error_with_help(
                    codes::BAD_TEXT_PATTERN,
                    origin,
                    "a lone `}` in a pattern",
                    "write `}}` for the character itself",
                ),
                c => literal(&mut pieces, c),
            }
        }
        let open = |piece: &TextPiece| matches!(piece, TextPiece::Hole(_));
        if pieces.windows(2).any(|pair| open(&pair[0]) && !matches!(pair[1], TextPiece::Literal(_))) {
            self.error_with_help(
                codes::AMBIGUOUS_PATTERN,
                origin,
                "nothing tells where the first of two holes ends",
                "put a literal between them, or give the first a width: `{code:3}`",
            );
        }
        let rest = pieces.iter().position(|piece| matches!(piece, TextPiece::Rest(_)));
        if rest.is_some_and(|at| !matches!(pieces.get(at + 1..), Some([] | [TextPiece::Literal(_)]))) {
            self.error_with_help(
                codes::AMBIGUOUS_PATTERN,
                origin,
                "after all that is left, only one literal can stand",
                "remove the `..`, or let this be the last hole",
            );
        }
        let pattern = TextPattern(pieces);
        let names: Vec<&str> = pattern.holes().collect();
        if let Some(twice) = names.iter().enumerate().find(|(i, name)| names[..*i].contains(name)) {
            self.error(codes::DUPLICATE_HOLE, origin, format!("the hole `{}` stands here twice", twice.1));
        }
        pattern
    }

    fn text_hole(&mut self, hole: &str, origin: &Origin) -> TextPiece {
        let (name, width) = match hole.split_once(':') {
            Some((name, width)) => (name, Some(width)),
            None => (hole, None),
        };
        if let (Some(rest), None) = (name.strip_suffix("..").filter(|rest| !rest.is_empty()), width) {
            return TextPiece::Rest(rest.to_owned());
        }
        if name.is_empty() {
            self.error_with_help(codes::BAD_TEXT_PATTERN, origin, "a hole has a name", "write `{code}`");
        }
        match width.map(str::parse::<usize>) {
            None => TextPiece::Hole(name.to_owned()),
            Some(Ok(width)) if width > 0 => TextPiece::Fixed(name.to_owned(), width),
            Some(_) => {
                self.error_with_help(
                    codes::BAD_TEXT_PATTERN,
                    origin,
                    format!("`{hole}` has no width"),
                    "write how many characters it takes: `{date:8}`",
                );
                TextPiece::Hole(name.to_owned())
            }
        }
    }
}

fn literal(pieces: &mut Vec<TextPiece>, c: char) {
    match pieces.last_mut() {
        Some(TextPiece::Literal(before)) => before.push(c),
        _ => pieces.push(TextPiece::Literal(c.to_string())),
    }
}
