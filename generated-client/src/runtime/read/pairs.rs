//! [`Pairs`]: lines of a name, a mark and a value, onto the tape.

use super::document::{Document, Name, Node, Span, Tag};
use super::value::is_blank;
use crate::runtime::malformed::Malformed;

/// A text of pairs, such as `status=0` and `id=5` in lines of their own.
///
/// White space around names and values does not count, and empty lines are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairs {
    /// What stands between two pairs. `"\n"` takes `"\r\n"` too.
    pub separator: &'static str,
    /// What stands between a name and its value; the first counts.
    pub joint: &'static str,
}

/// A record of names and texts, which may repeat. Nothing but pairs passes: a page of something in between is none.
pub(super) fn read<'b>(mut document: Document<'b>, pairs: &Pairs) -> Result<Document<'b>, Malformed> {
    document.nodes.push(Node::holder(Name::default(), Tag::Record));
    let body = document.body;
    if pairs.separator.is_empty() || pairs.joint.is_empty() {
        return Err(Malformed::new("pairs"));
    }
    let mut at = 0;
    for pair in body.split(pairs.separator) {
        let start = at;
        at += pair.len() + pairs.separator.len();
        if is_blank(pair) {
            continue;
        }
        let here = || Malformed::new("a name and a value as the vendor writes them").at_offset(document.base + start);
        let (name, value) = pair.split_once(pairs.joint).ok_or_else(here)?;
        let (name_at, name) = trimmed(start, name);
        let (value_at, value) = trimmed(start + pair.len() - value.len(), value);
        let is_name = !name.is_empty() && !name.contains(['<', '>', '"', '{', '}']);
        let length = u16::try_from(name.len()).ok().filter(|_| is_name && !name.contains(char::is_control));
        let length = length.ok_or_else(here)?;
        let name = Name { at: name_at as u32, length, in_side: false };
        let value = Span { at: value_at as u32, length: value.len() as u32, in_side: false };
        document.nodes.push(Node::scalar(name, Tag::Leaf, value));
    }
    if document.end() == 1 {
        return Err(Malformed::new("at least one name and its value"));
    }
    document.close(0);
    Ok(document)
}

/// A text without the white space around it, and where it begins.
fn trimmed(at: usize, text: &str) -> (usize, &str) {
    let inner = text.trim_start();
    (at + text.len() - inner.len(), inner.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::read;

    const LINES: Pairs = Pairs { separator: "\n", joint: "=" };
    const LINE: Pairs = Pairs { separator: ";", joint: ":" };

    fn pairs(body: &str, pairs: &Pairs) -> Option<Vec<(String, String)>> {
        let document = Document::pairs(body.as_bytes(), pairs).ok()?;
        let pair = |member: read::Member<'_>| (member.name.to_owned(), member.value.raw().to_owned());
        Some(document.root().members().ok()?.map(pair).collect())
    }

    fn of(pairs: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn lines_and_other_separators() {
        assert_eq!(pairs("status=0\r\nid = 5\r\n\r\n", &LINES), of(&[("status", "0"), ("id", "5")]));
        assert_eq!(pairs("STATUS:OK;ID:5;", &LINE), of(&[("STATUS", "OK"), ("ID", "5")]));
        assert_eq!(pairs("a=b=c\nd=", &LINES), of(&[("a", "b=c"), ("d", "")]));
        assert_eq!(pairs("m=\u{fc} y", &LINES), of(&[("m", "\u{fc} y")]));
    }

    #[test]
    fn what_is_no_pair_is_refused() {
        for body in ["", "\n", "OK", "a=1\nOK", "=1", "<html lang=\"x\">", "{\"a=b\":1}", "a\tb=1"] {
            assert_eq!(pairs(body, &LINES), None, "{body}");
        }
    }
}
