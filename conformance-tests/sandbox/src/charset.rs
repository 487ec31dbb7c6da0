//! Texts in other charsets than UTF-8.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding};
use vendor_model::model::Charset;

use crate::message::Answer;

/// As browsers have it: for them two of the ISO charsets are the windows ones with the same letters.
fn encoding(charset: Charset) -> &'static Encoding {
    Encoding::for_label(charset.name().as_bytes()).unwrap_or(encoding_rs::UTF_8)
}

/// Reads text in a charset.
///
/// # Errors
///
/// When there is a byte to which the charset gives no character.
pub(crate) fn decode(bytes: &[u8], charset: Charset) -> Result<String, String> {
    let says = || format!("this is no text in {}", charset.name());
    let mut decoder = encoding(charset).new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).ok_or_else(says)?;
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        _ => Err(says()),
    }
}

/// The bytes of a text in a charset.
///
/// # Errors
///
/// When the charset lacks a character of the text.
pub(crate) fn encode(text: &str, charset: Charset) -> Result<Vec<u8>, String> {
    let (bytes, _, lacks) = encoding(charset).encode(text);
    if lacks { Err(format!("{} lacks a character of it", charset.name())) } else { Ok(bytes.into_owned()) }
}

/// The charset that a content type or, without it, an XML declaration names.
pub(crate) fn named<'m>(content_type: Option<&'m str>, body: &'m [u8]) -> Option<&'m str> {
    let parameters = content_type.unwrap_or_default().split(';').filter_map(|part| part.split_once('='));
    let mut labels = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    if let Some((_, label)) = labels.next_back() {
        return Some(label.trim_matches(['"', '\'', ' ', '\t']));
    }
    // The declaration is ASCII in all of them.
    let end = body.iter().position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(body.get(..end)?).ok()?.trim_start().strip_prefix("<?xml")?;
    let (_, label) = declaration.split_once("encoding")?;
    let label = label.trim_start().strip_prefix('=')?.trim_start();
    label.split(['"', '\'']).nth(1)
}

/// An XML document without its declaration, which says of the charset what held before the text was read.
pub(crate) fn undeclared(text: &str) -> &str {
    let declared = text.trim_start_matches('\u{feff}').strip_prefix("<?xml");
    declared.and_then(|declared| declared.split_once("?>")).map_or(text, |(_, rest)| rest)
}

/// A reply's text in UTF-8. Of several charsets the one counts that the reply names, or else the first.
pub(crate) fn read_reply<'a>(answer: &'a Answer, charsets: &[Charset]) -> Result<Cow<'a, [u8]>, String> {
    let content_type = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let label = named(content_type.map(|(_, value)| value.as_str()), &answer.body);
    let charset = match (charsets, label) {
        ([], _) => return Ok(Cow::Borrowed(&answer.body)),
        ([only], _) => *only,
        ([first, ..], None) => *first,
        (several, Some(label)) => {
            let wanted = Encoding::for_label(label.as_bytes());
            match several.iter().find(|charset| Some(encoding(**charset)) == wanted) {
                Some(charset) => *charset,
                None if answer.body.is_ascii() => Charset::Utf8,
                None => return Err("this is in a charset that the vendor does not use".into()),
            }
        }
    };
    decode(&answer.body, charset).map(|text| Cow::Owned(undeclared(&text).as_bytes().to_vec()))
}

/// A reply in the first of the charsets that has all its characters; it says which.
pub(crate) fn write_reply(answer: Answer, charsets: &[Charset]) -> Result<Answer, String> {
    if charsets.is_empty() {
        return Ok(answer);
    }
    let text = answer.body_text();
    // The vendor's own charset, where there is one beside UTF-8, so that it is tried at all.
    let own = charsets.iter().filter(|charset| **charset != Charset::Utf8).chain(charsets);
    let (charset, bytes) = own
        .filter_map(|charset| {
            let declared = text.replacen("encoding=\"UTF-8\"", &format!("encoding=\"{}\"", charset.name()), 1);
            Some((*charset, encode(&declared, *charset).ok()?))
        })
        .next()
        .ok_or("no charset of the vendor has all its characters")?;
    let mut answer = answer.body(bytes);
    for (_, value) in answer.headers.iter_mut().filter(|(name, _)| name == "content-type") {
        let kind = value.split(';').next().unwrap_or_default().to_owned();
        *value = format!("{kind}; charset={}", charset.name());
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_their_bytes() {
        let bytes = b"\xdd\xfeler \xfd\xf0\xe7";
        for charset in [Charset::Windows1254, Charset::Iso8859_9] {
            assert_eq!(encode("İşler ığç", charset).unwrap(), bytes);
            assert_eq!(decode(bytes, charset).unwrap(), "İşler ığç");
            assert!(encode("Привет", charset).is_err());
        }
        assert!(decode(b"\xff", Charset::Utf8).is_err());
        assert_eq!(encode("Привет", Charset::Iso8859_5).unwrap(), b"\xbf\xe0\xd8\xd2\xd5\xe2");
    }

    #[test]
    fn replies_name_their_charset() {
        let due = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>ş</a>";
        let both = [Charset::Utf8, Charset::Iso8859_9];
        let written = write_reply(Answer::xml(due), &both).unwrap();
        assert_eq!(written.body, b"<?xml version=\"1.0\" encoding=\"iso-8859-9\"?><a>\xfe</a>");
        assert_eq!(written.headers[0].1, "application/xml; charset=iso-8859-9");
        assert_eq!(*read_reply(&written, &both).unwrap(), *"<a>ş</a>".as_bytes());
        // By the declaration alone, and by neither.
        let bare = Answer::new(200).body(written.body);
        assert_eq!(*read_reply(&bare, &both).unwrap(), *"<a>ş</a>".as_bytes());
        assert!(read_reply(&Answer::new(200).body(*b"<a>\xfe</a>"), &both).is_err());
        let turkish = Answer::new(200).body(*b"\xfe");
        assert_eq!(*read_reply(&turkish, &[Charset::Windows1254]).unwrap(), *"ş".as_bytes());
        let other = Answer::new(200).header("content-type", "text/xml; charset=koi8-r");
        assert!(read_reply(&other.clone().body(*b"\xfe"), &both).is_err());
        assert_eq!(*read_reply(&other.body(*b"a"), &both).unwrap(), *b"a");
        // What only UTF-8 has is written so.
        assert_eq!(write_reply(Answer::xml("<a>Ж</a>"), &both).unwrap().body, "<a>Ж</a>".as_bytes());
    }
}
