//! [`TextFrame`]: texts that a page describes as literals and holes, onto the tape.

use super::document::{Document, Name, Node, Span, Tag};
use super::value::is_blank;
use crate::runtime::malformed::Malformed;

const LINE_ENDS: [char; 2] = ['\n', '\r'];
const BLANKS: [char; 2] = [' ', '\t'];
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// A text as a vendor writes it: pieces one after the other, matched wholly or not at all.
///
/// White space at the very end is tolerated, and nothing else. There is no going back: each hole ends where
/// its own rule says, so that reading is linear and a text has one reading at most.
///
/// **A cut text can still match** where the last piece is a [`Hole`](TextPiece::Hole), an integer, a decimal
/// number or the [`Rest`](TextPiece::Rest): nothing in it says that more was to come. A literal or fixed
/// digits at the end can't be cut unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextFrame {
    /// The pieces. No two holes touch, unless the first one's form says where it ends.
    pub pieces: &'static [TextPiece],
}

/// One piece of a [`TextFrame`]. The holes carry the name of the member that they become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPiece {
    /// This text. A line feed in it stands for the end of a line, however it is written.
    Literal(&'static str),
    /// A text up to the first place where the next piece, a literal or white space, stands; or up to the end of
    /// its line. It may be empty and never has a line end in it.
    Hole(&'static str),
    /// The same, and not blank.
    Filled(&'static str),
    /// The same, or a text between quotes, in which a doubled quote stands for one.
    Quotable(&'static str),
    /// As many characters, none of them the end of a line.
    Fixed(&'static str, usize),
    /// As many ASCII digits.
    Digits(&'static str, usize),
    /// As many ASCII digits as there are, at least one, and perhaps a minus before them.
    Integer(&'static str),
    /// The same, perhaps with this point and more digits after it.
    Decimal(&'static str, char),
    /// All that is left, line ends too, short of the white space at the end; if a literal follows, it is the last
    /// piece, and stands at the very end.
    Rest(&'static str),
    /// The same, and not blank.
    FilledRest(&'static str),
    /// One or more blanks and tabs.
    Space,
    /// The end of a line, however it is written, or nothing.
    OptionalEnd,
}

/// One text: a record with a member for each hole of the first frame that matches.
pub(super) fn text<'b>(mut document: Document<'b>, frames: &[TextFrame]) -> Result<Document<'b>, Malformed> {
    let body = document.body;
    document.nodes.push(Node::holder(Name::default(), Tag::Record));
    let known: Vec<Vec<Name>> = frames.iter().map(|frame| names(&mut document, frame)).collect::<Result<_, _>>()?;
    if is_blank(body) || !fill_first(&mut document, 0, body, frames, &known) {
        return Err(Malformed::new("a text as the vendor writes it"));
    }
    document.close(0);
    Ok(document)
}

/// The names of a frame's holes, each put into the side once. Pieces without a name have an empty one.
pub(super) fn names(document: &mut Document<'_>, frame: &TextFrame) -> Result<Vec<Name>, Malformed> {
    let mut names = Vec::with_capacity(frame.pieces.len());
    for piece in frame.pieces {
        names.push(name(document, piece.name().unwrap_or_default())?);
    }
    Ok(names)
}

pub(super) fn name(document: &mut Document<'_>, text: &str) -> Result<Name, Malformed> {
    let length = u16::try_from(text.len()).map_err(|_| Malformed::new("names of at most 65,535 bytes"))?;
    let at = document.side.len() as u32;
    document.side.push_str(text);
    Ok(Name { at, length, in_side: true })
}

/// Puts the holes of a text on the tape, by the first frame that matches; `at` is where the text begins in the body.
pub(super) fn fill_first(
    document: &mut Document<'_>,
    at: usize,
    text: &str,
    frames: &[TextFrame],
    known: &[Vec<Name>],
) -> bool {
    frames.iter().zip(known).any(|(frame, names)| {
        let end = document.nodes.len();
        let filled = fill(document, at, text, frame, names);
        if !filled {
            document.nodes.truncate(end);
        }
        filled
    })
}

fn fill(document: &mut Document<'_>, at: usize, text: &str, frame: &TextFrame, names: &[Name]) -> bool {
    matches(text, frame.pieces, &mut |index, start, length| {
        let name = names.get(index).copied().unwrap_or_default();
        let span = match frame.pieces.get(index) {
            Some(TextPiece::Quotable(_)) => unquoted(document, text, at, start, length),
            _ => Span { at: (at + start) as u32, length: length as u32, in_side: false },
        };
        document.nodes.push(Node::scalar(name, Tag::Text, span));
    })
}

/// The text between quotes, where a doubled quote stands for one.
fn unquoted(document: &mut Document<'_>, text: &str, at: usize, start: usize, length: usize) -> Span {
    let whole = text.get(start..start + length).unwrap_or_default();
    let Some(inner) = whole.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Span { at: (at + start) as u32, length: length as u32, in_side: false };
    };
    if !inner.contains('"') {
        return Span { at: (at + start + 1) as u32, length: inner.len() as u32, in_side: false };
    }
    let begin = document.side.len();
    document.side.push_str(&inner.replace("\"\"", "\""));
    Span { at: begin as u32, length: (document.side.len() - begin) as u32, in_side: true }
}

/// Whether the text matches; each hole is handed over as the index of its piece, its start and its length.
pub(super) fn matches(text: &str, pieces: &[TextPiece], take: &mut dyn FnMut(usize, usize, usize)) -> bool {
    let (mut at, mut following) = (0, pieces);
    for (index, piece) in pieces.iter().enumerate() {
        following = following.split_first().map_or(&[], |(_, rest)| rest);
        let rest = text.get(at..).unwrap_or_default();
        let Some(length) = piece.length(rest, following) else {
            return false;
        };
        if piece.name().is_some() {
            take(index, at, length);
        }
        at += length;
    }
    text.get(at..).is_some_and(is_blank)
}

impl TextFrame {
    /// Whether a text is such a one.
    pub fn matches(&self, text: &str) -> bool {
        matches(text, self.pieces, &mut |_, _, _| {})
    }
}

fn is_filled(text: &str, length: usize) -> bool {
    text.get(..length).is_some_and(|taken| !is_blank(taken))
}

/// How much a text between quotes takes, the quotes with it.
fn quoted(text: &str) -> Option<usize> {
    let mut rest = text.strip_prefix('"')?;
    loop {
        let (_, after) = rest.split_once('"')?;
        match after.strip_prefix('"') {
            Some(more) => rest = more,
            None => return Some(text.len() - after.len()),
        }
    }
}

impl TextPiece {
    /// The name of the member that it becomes, if it is a hole.
    fn name(&self) -> Option<&'static str> {
        match self {
            Self::Hole(name) | Self::Rest(name) | Self::Integer(name) | Self::Quotable(name) => Some(name),
            Self::Filled(name) | Self::FilledRest(name) => Some(name),
            Self::Fixed(name, _) | Self::Digits(name, _) | Self::Decimal(name, _) => Some(name),
            Self::Literal(_) | Self::Space | Self::OptionalEnd => None,
        }
    }

    /// How much of the text it takes.
    fn length(&self, text: &str, following: &[Self]) -> Option<usize> {
        match self {
            Self::Literal(literal) => literal_length(text, literal),
            Self::Hole(_) => hole(text, following),
            Self::Filled(_) => hole(text, following).filter(|length| is_filled(text, *length)),
            Self::Quotable(_) => quoted(text).or_else(|| hole(text, following)),
            Self::Fixed(_, count) => fixed(text, *count),
            Self::Digits(_, count) => (digits(text.get(..*count)?) == *count).then_some(*count),
            Self::Integer(_) => integer(text),
            Self::Decimal(_, point) => {
                let whole = integer(text)?;
                let fraction = text.get(whole..)?.strip_prefix(*point).map_or(0, digits);
                Some(if fraction == 0 { whole } else { whole + point.len_utf8() + fraction })
            }
            Self::Rest(_) => rest(text, following),
            Self::FilledRest(_) => rest(text, following).filter(|length| is_filled(text, *length)),
            Self::Space => Some(text.len() - text.trim_start_matches(BLANKS).len()).filter(|length| *length > 0),
            Self::OptionalEnd => Some(line_end(text).unwrap_or(0)),
        }
    }
}

fn literal_length(text: &str, literal: &str) -> Option<usize> {
    let mut lines = literal.split('\n');
    let mut rest = text.strip_prefix(lines.next()?)?;
    for line in lines {
        rest = rest.get(line_end(rest)?..)?.strip_prefix(line)?;
    }
    Some(text.len() - rest.len())
}

/// Where a literal stands first.
fn find(text: &str, literal: &str) -> Option<usize> {
    let is_here = |(at, _): &(usize, &str)| text.get(*at..).is_some_and(|rest| literal_length(rest, literal).is_some());
    match literal.split('\n').next()? {
        "" => text.match_indices(LINE_ENDS).find(is_here),
        head => text.match_indices(head).find(is_here),
    }
    .map(|(at, _)| at)
}

fn hole(text: &str, following: &[TextPiece]) -> Option<usize> {
    let end_of_line = || text.find(LINE_ENDS).unwrap_or(text.len());
    let end = match following {
        [] | [TextPiece::OptionalEnd] => text.get(..end_of_line())?.trim_end_matches(BLANKS).len(),
        [TextPiece::OptionalEnd, ..] => end_of_line(),
        [TextPiece::Literal(literal), ..] => find(text, literal)?,
        [TextPiece::Space, ..] => text.find(BLANKS)?,
        // Where one would end and the other begin is anybody's guess.
        _ => return None,
    };
    (!text.get(..end)?.contains(LINE_ENDS)).then_some(end)
}

fn rest(text: &str, following: &[TextPiece]) -> Option<usize> {
    let trimmed = text.trim_end_matches(SPACE);
    match following {
        [] | [TextPiece::OptionalEnd] => Some(trimmed.len()),
        [TextPiece::Literal(literal)] | [TextPiece::Literal(literal), TextPiece::OptionalEnd] => {
            trimmed.strip_suffix(literal).or_else(|| text.strip_suffix(literal)).map(str::len)
        }
        _ => None,
    }
}

fn fixed(text: &str, count: usize) -> Option<usize> {
    let mut characters = text.chars();
    let all = characters.by_ref().take(count).filter(|character| !LINE_ENDS.contains(character)).count();
    (all == count).then(|| text.len() - characters.as_str().len())
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn integer(text: &str) -> Option<usize> {
    let minus = usize::from(text.starts_with('-'));
    match digits(text.get(minus..)?) {
        0 => None,
        digits => Some(minus + digits),
    }
}

fn line_end(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => Some(2),
        [b'\r' | b'\n', ..] => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
