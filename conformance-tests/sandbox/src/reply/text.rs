//! Texts of replies: literals and holes, read and written; and rows of such texts.

use vendor_model::model::{RowsPattern, TextPattern, TextPiece};

use crate::document::{BLANK, Node};

/// What stands in the holes of a text that matches wholly; blanks at its end do not count.
pub(crate) fn read(pattern: &TextPattern, text: &str) -> Option<Vec<(String, Node)>> {
    if text.trim_matches(BLANK).is_empty() {
        return None;
    }
    let (filled, rest) = fill(pattern, text)?;
    rest.trim_matches(BLANK).is_empty().then_some(filled)
}

fn fill<'t>(pattern: &TextPattern, text: &'t str) -> Option<(Vec<(String, Node)>, &'t str)> {
    let mut filled = Vec::new();
    let mut rest = text;
    let mut pieces = pattern.0.iter().peekable();
    while let Some(piece) = pieces.next() {
        let end = match piece {
            TextPiece::Literal(literal) => {
                rest = after(literal, rest)?;
                continue;
            }
            TextPiece::Hole(_) | TextPiece::Filled(_) => {
                let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
                match pieces.peek() {
                    Some(TextPiece::Literal(next)) => {
                        let next = next.replace('\n', "");
                        if next.is_empty() { line } else { rest.get(..line)?.find(next.as_str())? }
                    }
                    _ => line,
                }
            }
            TextPiece::Rest(_) | TextPiece::FilledRest(_) => {
                let whole = rest.trim_end_matches(BLANK);
                match pieces.next() {
                    Some(TextPiece::Literal(last)) => {
                        let inner = whole.strip_suffix(last.as_str())?;
                        if matches!(piece, TextPiece::FilledRest(_)) && inner.trim_matches(BLANK).is_empty() {
                            return None;
                        }
                        filled.extend(piece_name(piece).map(|name| (name, Node::Text(inner.to_owned()))));
                        return Some((filled, ""));
                    }
                    Some(_) => return None,
                    None => whole.len(),
                }
            }
            TextPiece::Integer(_) => integer(rest)?,
            TextPiece::Decimal(_, point) => {
                let whole = integer(rest)?;
                let fraction = rest.get(whole..)?.strip_prefix(*point);
                let digits = fraction.map_or(0, |f| f.bytes().take_while(u8::is_ascii_digit).count());
                if digits > 0 { whole + point.len_utf8() + digits } else { whole }
            }
            TextPiece::Fixed(_, count) => {
                let mut indices = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
                indices.nth(*count)?
            }
        };
        let (found, tail) = rest.split_at_checked(end)?;
        let must_hold = matches!(piece, TextPiece::Filled(_) | TextPiece::FilledRest(_));
        if must_hold && found.trim_matches(BLANK).is_empty() {
            return None;
        }
        filled.extend(piece_name(piece).map(|name| (name, Node::Text(found.to_owned()))));
        rest = tail;
    }
    Some((filled, rest))
}

/// What follows a literal; a line feed in it is any end of a line.
fn after<'t>(literal: &str, text: &'t str) -> Option<&'t str> {
    let mut rest = text;
    for (index, part) in literal.split('\n').enumerate() {
        if index > 0 {
            rest = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?;
        }
        rest = rest.strip_prefix(part)?;
    }
    Some(rest)
}

fn integer(text: &str) -> Option<usize> {
    let sign = usize::from(text.starts_with('-'));
    let digits = text.get(sign..)?.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then_some(sign + digits)
}

fn piece_name(piece: &TextPiece) -> Option<String> {
    piece.name().map(str::to_owned)
}

/// Writes a text; `fill` gives what stands in a hole.
pub(crate) fn write(pattern: &TextPattern, fill: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    for piece in &pattern.0 {
        let Some(name) = piece_name(piece) else {
            if let TextPiece::Literal(literal) = piece {
                out.push_str(literal);
            }
            continue;
        };
        let filled = fill(&name);
        match piece {
            TextPiece::Integer(_) | TextPiece::Decimal(..) => out.push_str(filled.as_deref().unwrap_or("0")),
            TextPiece::Fixed(_, count) => {
                let text = filled.unwrap_or_default();
                out.extend(text.chars().chain(std::iter::repeat('0')).take(*count));
            }
            TextPiece::Filled(_) | TextPiece::FilledRest(_) => out.push_str(filled.as_deref().unwrap_or("x")),
            _ => out.push_str(&filled.unwrap_or_default()),
        }
    }
    out
}

/// The rows of a text; none if one of them does not match.
pub(super) fn read_rows(pattern: &RowsPattern, text: &str) -> Option<Vec<Node>> {
    if text.trim_matches(BLANK).is_empty() {
        return pattern.empty.then(Vec::new);
    }
    let mut text = text.strip_prefix(pattern.prefix.as_str())?;
    if !pattern.separator.trim_matches(BLANK).is_empty() {
        let ends = text.trim_end_matches(BLANK).strip_suffix(pattern.separator.as_str());
        if ends.is_some() != pattern.trailing {
            return None;
        }
        text = ends.unwrap_or(text);
    }
    let mut lines = text.split(pattern.separator.as_str()).collect::<Vec<_>>();
    for header in &pattern.header {
        let first = if lines.is_empty() { return None } else { lines.remove(0) };
        read_line(header, first)?;
    }
    while lines.last().is_some_and(|line| line.trim_matches(BLANK).is_empty()) {
        lines.pop();
    }
    if let Some(footer) = &pattern.footer {
        read_line(footer, lines.pop()?)?;
    }
    let headed = !pattern.header.is_empty();
    let skip = lines.iter().take_while(|line| headed && line.trim_matches(BLANK).is_empty()).count();
    let rows = lines.into_iter().skip(skip).map(|line| {
        let filled = pattern.rows.iter().find_map(|row| match pattern.quoted {
            true => read_quoted(row, line),
            false => read(row, line),
        })?;
        match (pattern.bare, filled.as_slice()) {
            (true, [(_, node)]) => Some(node.clone()),
            (true, _) => None,
            (false, _) => Some(Node::Record(filled)),
        }
    });
    rows.collect()
}

/// A line that is passed over, but has to look so.
fn read_line(pattern: &TextPattern, line: &str) -> Option<()> {
    let (_, rest) = fill(pattern, line)?;
    rest.trim_matches(BLANK).is_empty().then_some(())
}

/// A row whose columns may stand in quotes: the literals between the holes separate columns.
fn read_quoted(row: &TextPattern, line: &str) -> Option<Vec<(String, Node)>> {
    let mut filled = Vec::new();
    let mut rest = line.trim_end_matches(['\r', '\n']);
    let mut pieces = row.0.iter().peekable();
    while let Some(piece) = pieces.next() {
        let Some(name) = piece_name(piece) else {
            if let TextPiece::Literal(literal) = piece {
                rest = after(literal, rest)?;
            }
            continue;
        };
        let (found, tail) = match rest.strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let end = match pieces.peek() {
                    Some(TextPiece::Literal(next)) => rest.find(next.as_str())?,
                    _ => rest.len(),
                };
                let (found, tail) = rest.split_at_checked(end)?;
                (found.to_owned(), tail)
            }
        };
        filled.push((name, Node::Text(found)));
        rest = tail;
    }
    rest.trim_matches(BLANK).is_empty().then_some(filled)
}

/// A text up to the quote that ends it; two quotes are one.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"')?;
        out.push_str(rest.get(..end)?);
        rest = rest.get(end + 1..)?;
        match rest.strip_prefix('"') {
            Some(after) => {
                out.push('"');
                rest = after;
            }
            None => return Some((out, rest)),
        }
    }
}

/// Writes rows; each is what stands in its holes.
pub(super) fn write_rows(pattern: &RowsPattern, rows: &[Vec<(String, String)>]) -> Result<String, String> {
    let named = |line: &TextPattern| write(line, &|name| Some(name.to_owned()));
    let mut lines: Vec<String> = pattern.header.iter().map(named).collect();
    for values in rows {
        let of = |name: &str| values.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
        // The first form of a row that has a place for all that is there.
        let has_all = |row: &&TextPattern| values.iter().all(|(name, _)| row.holes().any(|hole| hole == name));
        let row = pattern.rows.iter().find(has_all).or(pattern.rows.first()).ok_or("no row has a form")?;
        let quoted = |name: &str| {
            let text = of(name)?;
            let quotes = pattern.quoted && text.contains(|c: char| !c.is_alphanumeric());
            Some(if quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text })
        };
        lines.push(write(row, &quoted));
    }
    lines.extend(pattern.footer.iter().map(named));
    if lines.is_empty() && pattern.empty {
        return Ok(String::new());
    }
    let end = match pattern.separator.as_str() {
        "\n" => "\n",
        separator if pattern.trailing => separator,
        _ => "",
    };
    Ok(format!("{}{}{end}", pattern.prefix, lines.join(&pattern.separator)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(pieces: &[TextPiece]) -> TextPattern {
        TextPattern(pieces.to_vec())
    }

    fn literal(text: &str) -> TextPiece {
        TextPiece::Literal(text.into())
    }

    fn filled(pattern: &TextPattern, text: &str) -> Option<String> {
        let filled = read(pattern, text)?;
        Some(filled.iter().map(|(_, node)| node.text().unwrap()).collect::<Vec<_>>().join("/"))
    }

    #[test]
    fn holes_end_where_they_should() {
        let ok = pattern(&[literal("OK|"), TextPiece::Integer("id".into())]);
        assert_eq!(filled(&ok, "OK|7\r\n").as_deref(), Some("7"));
        for wrong in ["OK|", "OK|x", "OK|7x", "ok|7", "", "OK|7\nmore"] {
            assert_eq!(filled(&ok, wrong), None, "{wrong}");
        }
        let error = pattern(&[TextPiece::Hole("code".into()), literal(": "), TextPiece::Rest("text".into())]);
        assert_eq!(filled(&error, "5: a: b\nc\n").as_deref(), Some("5/a: b\nc"));
        let fixed = pattern(&[TextPiece::Fixed("a".into(), 2), TextPiece::Decimal("b".into(), ',')]);
        assert_eq!(filled(&fixed, "Ş1-2,50").as_deref(), Some("Ş1/-2,50"));
        assert_eq!(filled(&fixed, "a"), None);
        let fill = |name: &str| (name == "b").then(|| "5".to_owned());
        assert_eq!(write(&fixed, &fill), "005");
    }

    #[test]
    fn rows_match_or_nothing_does() {
        let row = pattern(&[TextPiece::Hole("a".into()), literal(";"), TextPiece::Integer("b".into())]);
        let lines = RowsPattern {
            rows: vec![row],
            separator: "\n".into(),
            prefix: String::new(),
            header: Vec::new(),
            footer: None,
            quoted: false,
            bare: false,
            trailing: false,
            empty: false,
        };
        assert_eq!(read_rows(&lines, "x;1\r\ny;2\n\n").unwrap().len(), 2);
        assert_eq!(read_rows(&lines, "x;1\n\ny;2"), None);
        assert_eq!(read_rows(&lines, ""), None);
        let none = RowsPattern { empty: true, ..lines.clone() };
        assert_eq!(read_rows(&none, " \n"), Some(Vec::new()));
        assert_eq!(write_rows(&none, &[]).as_deref(), Ok(""));
        let bars = RowsPattern { separator: "|".into(), trailing: true, ..lines.clone() };
        assert_eq!(read_rows(&bars, "x;1|").unwrap().len(), 1);
        assert_eq!(read_rows(&bars, "x;1"), None);
        assert_eq!(read_rows(&RowsPattern { trailing: false, ..bars }, "x;1|"), None);
        let end = pattern(&[literal("end")]);
        let more = RowsPattern {
            separator: "<br>".into(),
            prefix: "> ".into(),
            header: vec![pattern(&[literal("a;b")])],
            footer: Some(end),
            quoted: true,
            ..lines
        };
        assert_eq!(read_rows(&more, "> a;b<br>x;1<br>end").unwrap().len(), 1);
        assert_eq!(read_rows(&more, "> x;1<br>x;1<br>end"), None);
        assert_eq!(read_rows(&more, "a;b<br>x;1<br>end"), None);
        let rows = [vec![("a".to_owned(), "a;\"b".to_owned()), ("b".to_owned(), "1".to_owned())]];
        let written = write_rows(&more, &rows).unwrap();
        assert_eq!(written, "> a;b<br>\"a;\"\"b\";1<br>end");
        let text = |text: &str| Node::Text(text.into());
        let read = Node::Record(vec![("a".into(), text("a;\"b")), ("b".into(), text("1"))]);
        assert_eq!(read_rows(&more, &written).unwrap(), [read]);
    }
}
