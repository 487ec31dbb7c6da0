//! [`Rows`]: texts of many rows, each of literals and holes, onto the tape.

use super::document::{Document, Name, Node, Tag};
use super::pattern::{self, TextFrame, TextPiece, fill_first, matches};
use super::value::is_blank;
use crate::runtime::malformed::Malformed;

/// A text of rows.
///
/// Empty lines at the end, and between the header and the first row, are passed over; any other row that does not
/// match makes the whole text unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// A row, in the first of these ways that matches.
    pub rows: &'static [TextFrame],
    /// What stands between rows. `"\n"` takes `"\r\n"` too.
    pub separator: &'static str,
    /// A text before the first row.
    pub prefix: &'static str,
    /// What the first rows look like, if they are none of the others. They are passed over. Where nothing in them is
    /// known, an error would match too, so that a row has to follow.
    pub header: &'static [TextFrame],
    /// The same of the last row.
    pub footer: Option<&'static TextFrame>,
    /// A row is its only hole, and no record.
    pub bare: bool,
    /// What stands between rows stands behind the last one too. Where it does not, and is no end of a line, a text
    /// that ends with it was cut off.
    pub trailing: bool,
    /// A body of nothing is a text of no rows.
    pub empty: bool,
    /// The member of the document that the list of rows becomes.
    pub member: &'static str,
}

impl Rows {
    /// Lines of a form that is still to be said.
    pub const EMPTY: Self = Self {
        rows: &[],
        separator: "\n",
        prefix: "",
        header: &[],
        footer: None,
        bare: false,
        trailing: false,
        empty: false,
        member: "rows",
    };
}

/// Many texts: a record with one member, the list of their records.
pub(super) fn read<'b>(mut document: Document<'b>, rows: &Rows) -> Result<Document<'b>, Malformed> {
    let body = document.body;
    if rows.empty && is_blank(body) {
        let member = pattern::name(&mut document, rows.member)?;
        document.nodes.push(Node::holder(Name::default(), Tag::Record));
        document.nodes.push(Node::holder(member, Tag::List));
        document.close(1);
        document.close(0);
        return Ok(document);
    }
    let Some(text) = body.strip_prefix(rows.prefix).filter(|text| !is_blank(text)) else {
        return Err(Malformed::new("rows"));
    };
    if rows.separator.is_empty() {
        return Err(Malformed::new("rows"));
    }
    let mut known: Vec<Vec<Name>> = Vec::with_capacity(rows.rows.len());
    for frame in rows.rows {
        let names = if rows.bare { Vec::new() } else { pattern::names(&mut document, frame)? };
        known.push(names);
    }
    let member = pattern::name(&mut document, rows.member)?;
    document.nodes.push(Node::holder(Name::default(), Tag::Record));
    document.nodes.push(Node::holder(member, Tag::List));
    let text = without_footer(without_end(text, rows)?, rows)?;
    let mut at = rows.prefix.len();
    let mut blank = None;
    for (index, line) in text.split(rows.separator).enumerate() {
        let start = at;
        at += line.len() + rows.separator.len();
        if let Some(header) = rows.header.get(index) {
            if !matches(line, header.pieces, &mut |_, _, _| {}) {
                return Err(Malformed::new("a header as the vendor writes it"));
            }
            continue;
        }
        if is_blank(line) {
            if rows.header.is_empty() || document.end() > 2 {
                blank.get_or_insert(index);
            }
            continue;
        }
        let line = match rows.separator {
            "\n" => line.strip_suffix('\r').unwrap_or(line),
            _ => line,
        };
        let record = document.end();
        if !rows.bare {
            document.nodes.push(Node::holder(Name::default(), Tag::Record));
        }
        if blank.is_some() || !fill_first(&mut document, start, line, rows.rows, &known) {
            let row = blank.unwrap_or(index) - rows.header.len();
            let malformed = Malformed::new("a row as the vendor writes it").index(row);
            return Err(malformed.at(rows.member));
        }
        if !rows.bare {
            document.close(record);
        }
    }
    let is_known = |frame: &TextFrame| frame.pieces.iter().any(|piece| matches!(piece, TextPiece::Literal(_)));
    if document.end() == 2 && !rows.header.iter().chain(rows.footer).any(is_known) {
        return Err(Malformed::new("a row beside the header"));
    }
    document.close(1);
    document.close(0);
    Ok(document)
}

/// The text without what stands behind the last row.
fn without_end<'t>(text: &'t str, rows: &Rows) -> Result<&'t str, Malformed> {
    if is_blank(rows.separator) {
        return Ok(text);
    }
    match (text.trim_end().strip_suffix(rows.separator), rows.trailing) {
        (None, false) => Ok(text),
        (Some(text), true) if !text.ends_with(rows.separator) => Ok(text),
        (None, true) => Err(Malformed::new("a separator behind the last row")),
        (Some(_), _) => Err(Malformed::new("a row behind the last separator")),
    }
}

/// The text before the last row, where that is none of the others.
fn without_footer<'t>(text: &'t str, rows: &Rows) -> Result<&'t str, Malformed> {
    let Some(footer) = rows.footer else { return Ok(text) };
    let mut text = text;
    loop {
        let (before, last) = text.rsplit_once(rows.separator).unwrap_or(("", text));
        if is_blank(last) && !before.is_empty() {
            text = before;
        } else if matches(last, footer.pieces, &mut |_, _, _| {}) {
            return Ok(before);
        } else {
            return Err(Malformed::new("a last row as the vendor writes it"));
        }
    }
}
