//! Patterns that replies in plain text must match.

use super::Resolver;
use crate::diagnostic::codes;
use crate::model::{Codec, DatePiece, RecordId, TextPattern, TextPiece, Type};
use crate::source::Origin;

/// More groups than that make more alternatives than anybody means.
const GROUPS: usize = 4;

/// A pattern as it is written: pieces, and groups that may be left out.
enum Part {
    Piece(TextPiece),
    Group(Vec<TextPiece>),
}

impl Resolver<'_> {
    /// Reads `OK {id}`: literals and holes; `{date:8}` takes eight characters, `{message..}` all that is left. A group
    /// such as `[ {balance}]` may be left out: each way is a pattern of its own, the longest first.
    pub(super) fn text_patterns(&mut self, text: &str, origin: &Origin) -> Vec<TextPattern> {
        let parts = self.text_parts(text, origin);
        let groups = parts.iter().filter(|part| matches!(part, Part::Group(_))).count();
        if groups > GROUPS {
            self.error_with_help(
                codes::BAD_TEXT_PATTERN,
                origin,
                format!("a pattern has {GROUPS} groups at most"),
                "write several patterns instead",
            );
            return Vec::new();
        }
        // The bits of a number say which groups are there, all of them first.
        let patterns: Vec<TextPattern> = (0..1_u32 << groups)
            .rev()
            .map(|there| {
                let mut pieces = Vec::new();
                let mut group = 0;
                for part in &parts {
                    match part {
                        Part::Piece(piece) => push(&mut pieces, piece.clone()),
                        Part::Group(inner) => {
                            if there >> (groups - 1 - group) & 1 == 1 {
                                inner.iter().for_each(|piece| push(&mut pieces, piece.clone()));
                            }
                            group += 1;
                        }
                    }
                }
                TextPattern(pieces)
            })
            .collect();
        for pattern in &patterns {
            if !self.text_pattern_is_clear(pattern, origin) {
                break;
            }
        }
        patterns
    }

    fn text_parts(&mut self, text: &str, origin: &Origin) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut group: Option<Vec<TextPiece>> = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let is_twice = chars.peek() == Some(&c);
            let piece = match c {
                '{' | '}' | '[' | ']' if is_twice => {
                    chars.next();
                    TextPiece::Literal(c.to_string())
                }
                '{' => {
                    let hole: String = chars.by_ref().take_while(|c| *c != '}').collect();
                    self.text_hole(&hole, origin)
                }
                '[' if group.is_none() => {
                    group = Some(Vec::new());
                    continue;
                }
                ']' if group.is_some() => {
                    parts.extend(group.take().map(Part::Group));
                    continue;
                }
                '}' | '[' | ']' => {
                    self.error_with_help(
                        codes::BAD_TEXT_PATTERN,
                        origin,
                        format!("a lone `{c}` in a pattern"),
                        format!("write `{c}{c}` for the character itself"),
                    );
                    continue;
                }
                c => TextPiece::Literal(c.to_string()),
            };
            match &mut group {
                Some(inner) => push(inner, piece),
                None => parts.push(Part::Piece(piece)),
            }
        }
        if group.is_some() {
            self.error_with_help(
                codes::BAD_TEXT_PATTERN,
                origin,
                "a group is not closed",
                "write `]` at its end, or `[[` for the character itself",
            );
        }
        parts
    }

    /// Whether a text has one reading at most; if not, it says so.
    fn text_pattern_is_clear(&mut self, pattern: &TextPattern, origin: &Origin) -> bool {
        let pieces = &pattern.0;
        let open = |piece: &TextPiece| matches!(piece, TextPiece::Hole(_));
        if pieces.windows(2).any(|pair| open(&pair[0]) && !matches!(pair[1], TextPiece::Literal(_))) {
            self.error_with_help(
                codes::AMBIGUOUS_PATTERN,
                origin,
                "nothing tells where the first of two holes ends",
                "put a literal between them, or give the first a width: `{code:3}`",
            );
            return false;
        }
        let rest = pieces.iter().position(|piece| matches!(piece, TextPiece::Rest(_)));
        if rest.is_some_and(|at| !matches!(pieces.get(at + 1..), Some([] | [TextPiece::Literal(_)]))) {
            self.error_with_help(
                codes::AMBIGUOUS_PATTERN,
                origin,
                "after all that is left, only one literal can stand",
                "remove the `..`, or let this be the last hole",
            );
            return false;
        }
        let names: Vec<&str> = pattern.holes().filter(|name| *name != "_").collect();
        if let Some(twice) = names.iter().enumerate().find(|(i, name)| names[..*i].contains(name)) {
            self.error_with_help(
                codes::DUPLICATE_HOLE,
                origin,
                format!("the hole `{}` stands here twice", twice.1),
                "give one of them another name",
            );
            return false;
        }
        true
    }

    /// A hole ends where the next literal begins, so its own value must not hold that.
    pub(super) fn holes_end_clearly(&mut self, pattern: &TextPattern, record: RecordId, origin: &Origin) {
        for pair in pattern.0.windows(2) {
            let [piece, TextPiece::Literal(next)] = pair else { continue };
            let (TextPiece::Hole(name)
            | TextPiece::Filled(name)
            | TextPiece::Integer(name)
            | TextPiece::Decimal(name, _)) = piece
            else {
                continue;
            };
            let Some(field) = self.vendor.record(record).fields.iter().find(|field| field.wire == *name) else {
                continue;
            };
            let shape = self.vendor.bare(&field.shape);
            let is_written_with = |text: &str| text.contains(next.as_str());
            let dates = shape.form.dates.iter().flat_map(|date| &date.pieces);
            let mut codecs = shape.form.codecs.iter();
            let first = next.chars().next();
            let holds =
                dates.into_iter().any(|piece| matches!(piece, DatePiece::Literal(text) if is_written_with(text)))
                    || codecs.any(|codec| match codec {
                        Codec::Join(separator) => is_written_with(separator),
                        Codec::Comma(_) => first == Some(','),
                        _ => false,
                    })
                    || match &shape.ty {
                        Type::Enum(id) => {
                            self.vendor.enumeration(*id).values.iter().any(|value| is_written_with(&value.wire))
                        }
                        Type::Integer => first.is_some_and(|c| c.is_ascii_digit()),
                        Type::Decimal => first.is_some_and(|c| c.is_ascii_digit() || c == '.'),
                        _ => false,
                    };
            if holds {
                let message = format!("`{name}` ends at the first `{}`, which may stand in it", next.escape_debug());
                self.error_with_help(
                    codes::HOLE_HOLDS_ITS_END,
                    origin,
                    message,
                    format!("say how wide it is: `{{{name}:19}}`; or let it be the last hole"),
                );
                return;
            }
        }
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

/// Literals that touch are one.
fn push(pieces: &mut Vec<TextPiece>, piece: TextPiece) {
    match (pieces.last_mut(), piece) {
        (Some(TextPiece::Literal(before)), TextPiece::Literal(more)) => before.push_str(&more),
        (_, piece) => pieces.push(piece),
    }
}
