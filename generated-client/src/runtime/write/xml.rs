//! Text in XML, between tags and in attributes.

use crate::runtime::invalid::Invalid;

/// Appends text as it stands between tags.
///
/// `&`, `<` and `>` are escaped, and so is a carriage return, which readers would make a line feed.
///
/// # Errors
///
/// When the text has a character that XML 1.0 can't hold in any spelling: control characters other than
/// tab, line feed and carriage return, and U+FFFE and U+FFFF.
#[inline]
pub fn xml_text(out: &mut Vec<u8>, text: &str) -> Result<(), Invalid> {
    let bytes = text.as_bytes();
    if plain_length(bytes) == bytes.len() {
        out.extend_from_slice(bytes);
        Ok(())
    } else {
        escape(out, bytes, false)
    }
}

/// Appends text as it stands in an attribute, between double quotes that the caller writes.
///
/// Tabs and line breaks, which readers would make spaces, are escaped too.
///
/// # Errors
///
/// As for [`xml_text`].
#[inline]
pub fn xml_attribute(out: &mut Vec<u8>, text: &str) -> Result<(), Invalid> {
    let bytes = text.as_bytes();
    if plain_length(bytes) == bytes.len() && !bytes.contains(&b'"') {
        out.extend_from_slice(bytes);
        Ok(())
    } else {
        escape(out, bytes, true)
    }
}

/// Appends text as CDATA, with its marks: `<![CDATA[a < b]]>`.
///
/// Where the text has what would end it, there are two sections, and a carriage return stands between two.
///
/// # Errors
///
/// As for [`xml_text`].
pub fn xml_cdata(out: &mut Vec<u8>, text: &str) -> Result<(), Invalid> {
    out.extend_from_slice(b"<![CDATA[");
    let mut run = text;
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        // What to write in place of the byte. The brackets before a `>` stay in the first section.
        let instead: &[u8] = match byte {
            b'\r' => b"]]>&#13;<![CDATA[",
            b'>' if run.as_bytes().get(..run.len() - rest.len()).is_some_and(|run| run.ends_with(b"]]")) => {
                b"]]><![CDATA[>"
            }
            b'\t' | b'\n' => b"",
            0..0x20 => return Err(Invalid::new("no control characters")),
            0xef if matches!(after, [0xbf, 0xbe | 0xbf, ..]) => {
                return Err(Invalid::new("none of the characters U+FFFE and U+FFFF"));
            }
            _ => b"",
        };
        if !instead.is_empty() {
            let (plain, next) = run.split_at(run.len() - rest.len());
            out.extend_from_slice(plain.as_bytes());
            out.extend_from_slice(instead);
            run = next.get(1..).unwrap_or_default();
        }
        rest = after;
    }
    out.extend_from_slice(run.as_bytes());
    out.extend_from_slice(b"]]>");
    Ok(())
}

#[cold]
fn escape(out: &mut Vec<u8>, bytes: &[u8], attribute: bool) -> Result<(), Invalid> {
    // No more than is surely needed: a buffer that is large enough must not grow.
    out.reserve(bytes.len());
    // The plain bytes before `rest` that are not yet written are `run`, cut to what lies before `rest`.
    let mut run = bytes;
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        let replacement: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'\r' => b"&#13;",
            b'"' if attribute => b"&quot;",
            b'\t' if attribute => b"&#9;",
            b'\n' if attribute => b"&#10;",
            b'\t' | b'\n' => b"",
            0..0x20 => return Err(Invalid::new("no control characters")),
            0xef if matches!(after, [0xbf, 0xbe | 0xbf, ..]) => {
                return Err(Invalid::new("none of the characters U+FFFE and U+FFFF"));
            }
            _ => b"",
        };
        if !replacement.is_empty() {
            let (plain, _) = run.split_at(run.len() - rest.len());
            out.extend_from_slice(plain);
            out.extend_from_slice(replacement);
            run = after;
        }
        rest = after;
    }
    out.extend_from_slice(run);
    Ok(())
}

/// How many bytes surely stand as they are; at the next one, or before it, escaping must look closer.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const TOPS: u64 = ONES << 7;

    // Eight at a time, as for JSON. `<` and `>` differ in one bit; U+FFFE begins with 0xEF.
    let mut length = 0;
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let ampersand = word ^ (ONES * 0x26);
        let bracket = (word | (ONES * 0x02)) ^ (ONES * 0x3e);
        let edge = word ^ (ONES * 0xef);
        let special = (ampersand.wrapping_sub(ONES) & !ampersand)
            | (bracket.wrapping_sub(ONES) & !bracket)
            | (edge.wrapping_sub(ONES) & !edge)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        if special & TOPS != 0 {
            return length;
        }
        length += 8;
        rest = after;
    }
    let is_special = |byte: &u8| *byte < 0x20 || matches!(byte, b'&' | b'<' | b'>' | 0xef);
    length + rest.iter().position(is_special).unwrap_or(rest.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<String, Invalid> {
        let mut out = Vec::new();
        xml_text(&mut out, text)?;
        Ok(String::from_utf8(out).unwrap())
    }

    fn attribute(text: &str) -> Result<String, Invalid> {
        let mut out = Vec::new();
        xml_attribute(&mut out, text)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn cdata_ends_where_it_should() {
        let cdata = |text: &str| {
            let mut out = Vec::new();
            xml_cdata(&mut out, text).map(|()| String::from_utf8(out).unwrap())
        };
        assert_eq!(cdata("a<b>&\"'ş]]").unwrap(), "<![CDATA[a<b>&\"'ş]]]]>");
        assert_eq!(cdata("]]>").unwrap(), "<![CDATA[]]]]><![CDATA[>]]>");
        for text in
            ["", "]]>", "]]]>", "]]>]]>", "x]]>y", "]>", "]\r]>", "]]\r>", "\r\n\r", "a\t\n", "<b/>&amp;", "ş]]>ş"]
        {
            let document = format!("<a>{}</a>", cdata(text).unwrap());
            let document = roxmltree::Document::parse(&document).unwrap();
            let read: String = document.root_element().children().filter_map(|node| node.text()).collect();
            assert_eq!(read, text);
        }
        for refused in ["\0", "a\u{1f}", "\u{fffe}", "\u{ffff}"] {
            assert!(cdata(refused).is_err());
        }
        assert!(cdata("\u{fffd}").is_ok());
    }

    #[test]
    fn a_buffer_that_is_just_large_enough_does_not_grow() {
        for value in ["", "plain", "&", "a\nb", "one < sign", "ﻼ", "<&>\r"] {
            let length = text(value).unwrap().len();
            let mut out = Vec::with_capacity(length);
            let capacity = out.capacity();
            xml_text(&mut out, value).unwrap();
            assert_eq!((out.len(), out.capacity()), (length, capacity));
        }
    }

    #[test]
    fn escapes_what_would_be_markup() {
        assert_eq!(text("a<b>&\"'c\t\n\r]]>").unwrap(), "a&lt;b&gt;&amp;\"'c\t\n&#13;]]&gt;");
        assert_eq!(attribute("a<b>&\"'c\t\n\r").unwrap(), "a&lt;b&gt;&amp;&quot;'c&#9;&#10;&#13;");
        assert_eq!(attribute("\"").unwrap(), "&quot;");
        assert_eq!(text("").unwrap(), "");
        assert_eq!(text("سلام ğüşiöç 😀 ﻼ").unwrap(), "سلام ğüşiöç 😀 ﻼ");
    }

    #[test]
    fn refuses_what_xml_can_not_hold() {
        let refused = (0..0x20).filter(|code| ![9, 10, 13].contains(code)).chain([0xfffe, 0xffff]);
        for character in refused.filter_map(char::from_u32) {
            for place in 0..10 {
                let value = format!("{}{character}abcdefghijk", "x".repeat(place));
                assert!(text(&value).is_err(), "{value:?}");
                assert!(attribute(&value).is_err(), "{value:?}");
            }
        }
        for kept in ['\u{7f}', '\u{85}', '\u{2028}', '\u{fdd0}', '\u{fffd}', '\u{feff}', '\u{10ffff}'] {
            assert_eq!(text(&kept.to_string()).unwrap(), kept.to_string());
        }
    }

    #[test]
    fn comes_back_from_another_parser() {
        let characters: Vec<char> = (0x20..0x180).filter_map(char::from_u32).chain(['\t', '\n', '\r']).collect();
        for place in 0..9 {
            for character in &characters {
                let value = format!("{}{character}<&>\"ş{character}", "x".repeat(place));
                let document = format!("<a b=\"{}\">{}</a>", attribute(&value).unwrap(), text(&value).unwrap());
                let parsed = roxmltree::Document::parse(&document).unwrap();
                assert_eq!(parsed.root_element().text(), Some(value.as_str()));
                assert_eq!(parsed.root_element().attribute("b"), Some(value.as_str()));
            }
        }
    }
}
