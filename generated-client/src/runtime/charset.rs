//! Texts in other charsets than UTF-8.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, EncoderResult, Encoding};
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::invalid::Invalid;
use super::malformed::Malformed;
use super::write;

/// A charset that a vendor uses in place of UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Central European.
    Windows1250,
    /// Cyrillic.
    Windows1251,
    /// Western European.
    Windows1252,
    /// Turkish.
    Windows1254,
    /// Arabic.
    Windows1256,
    /// Western European, without what windows-1252 adds.
    Iso8859_1,
    /// Central European.
    Iso8859_2,
    /// Cyrillic.
    Iso8859_5,
    /// Turkish, without what windows-1254 adds.
    Iso8859_9,
}

impl Charset {
    /// The name in a content type or in an XML declaration.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Windows1250 => "windows-1250",
            Self::Windows1251 => "windows-1251",
            Self::Windows1252 => "windows-1252",
            Self::Windows1254 => "windows-1254",
            Self::Windows1256 => "windows-1256",
            Self::Iso8859_1 => "iso-8859-1",
            Self::Iso8859_2 => "iso-8859-2",
            Self::Iso8859_5 => "iso-8859-5",
            Self::Iso8859_9 => "iso-8859-9",
        }
    }

    /// As browsers have it: for them two of the ISO charsets are the windows ones with the same letters.
    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Windows1250 => encoding_rs::WINDOWS_1250,
            Self::Windows1251 => encoding_rs::WINDOWS_1251,
            Self::Windows1252 | Self::Iso8859_1 => encoding_rs::WINDOWS_1252,
            Self::Windows1254 | Self::Iso8859_9 => encoding_rs::WINDOWS_1254,
            Self::Windows1256 => encoding_rs::WINDOWS_1256,
            Self::Iso8859_2 => encoding_rs::ISO_8859_2,
            Self::Iso8859_5 => encoding_rs::ISO_8859_5,
        }
    }

    /// Whether nothing but control characters stands at 0x80 to 0x9F.
    const fn is_iso(self) -> bool {
        matches!(self, Self::Iso8859_1 | Self::Iso8859_2 | Self::Iso8859_5 | Self::Iso8859_9)
    }
}

/// Makes UTF-8 text the same text in a charset.
///
/// # Errors
///
/// When the text has a character that the charset lacks: a `?` in its place would reach somebody. Control
/// characters beyond ASCII are refused too.
pub fn encode(text: Vec<u8>, charset: Charset) -> Result<Vec<u8>, Invalid> {
    if text.is_ascii() {
        return Ok(text);
    }
    let refused = || Invalid::new(format!("only characters of {}", charset.label()));
    let text = std::str::from_utf8(&text).map_err(|_| refused())?;
    if text.chars().any(is_high_control) {
        return Err(refused());
    }
    let mut encoder = charset.encoding().new_encoder();
    let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len());
    let mut out = Vec::with_capacity(room.ok_or_else(refused)?);
    match encoder.encode_from_utf8_to_vec_without_replacement(text, &mut out, true) {
        (EncoderResult::InputEmpty, _) => {}
        _ => return Err(refused()),
    }
    if charset.is_iso() && out.iter().any(|byte| (0x80..0xa0).contains(byte)) {
        return Err(refused());
    }
    Ok(out)
}

/// The bytes of a text in a charset.
///
/// # Errors
///
/// Those of [`encode`].
pub fn bytes(text: &str, charset: Charset) -> Result<Vec<u8>, Invalid> {
    encode(text.as_bytes().to_vec(), charset)
}

/// Appends a text in a charset as a value of a form.
///
/// # Errors
///
/// Those of [`encode`].
pub fn form_value(out: &mut Vec<u8>, text: &str, charset: Charset) -> Result<(), Invalid> {
    write::form_bytes(out, &bytes(text, charset)?);
    Ok(())
}

/// Appends a text in a charset as a value of the query.
///
/// # Errors
///
/// Those of [`encode`].
pub fn query_value(out: &mut Vec<u8>, text: &str, charset: Charset) -> Result<(), Invalid> {
    write::query_bytes(out, &bytes(text, charset)?);
    Ok(())
}

/// Reads text in a charset.
///
/// Bytes that only the windows charset of the same letters has are read as it has them: that is what
/// vendors mean who say ISO.
///
/// # Errors
///
/// When there is a byte to which the charset gives no character.
pub fn decode(bytes: &[u8], charset: Charset) -> Result<Cow<'_, str>, Malformed> {
    if bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Ok(Cow::Borrowed(text));
    }
    let expected = || Malformed::new(format!("text in {}", charset.label()));
    let mut decoder = charset.encoding().new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).ok_or_else(expected)?;
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) if !text.chars().any(is_high_control) => Ok(Cow::Owned(text)),
        _ => Err(expected()),
    }
}

/// Makes UTF-8 of a reply in one of several charsets, of which `None` is UTF-8 itself.
///
/// Where there is only one, it counts, whatever the reply says of itself. Of several the one counts that the content
/// type names, or else the XML declaration; and the first where nothing is named.
///
/// # Errors
///
/// When the reply names another charset, or is not in the one that counts. ASCII is the same in all of them.
pub fn of_reply(body: &[u8], headers: &HeaderMap, charsets: &[Option<Charset>]) -> Result<String, Malformed> {
    let encoding = |charset: &Option<Charset>| charset.map_or(encoding_rs::UTF_8, Charset::encoding);
    let charset = match (charsets, label_of(body, headers)) {
        ([] | [_], _) | (_, None) => charsets.first().copied().flatten(),
        (several, Some(label)) => {
            let named = Encoding::for_label(label.as_bytes());
            match several.iter().find(|charset| Some(encoding(charset)) == named) {
                Some(charset) => *charset,
                None if body.is_ascii() => None,
                None => return Err(Malformed::new("a charset that the vendor is known to use")),
            }
        }
    };
    match charset {
        Some(charset) => decode(body, charset).map(Cow::into_owned),
        None => match std::str::from_utf8(body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(Malformed::new("UTF-8").at_offset(error.valid_up_to())),
        },
    }
}

/// The charset that a reply says it is in.
fn label_of(body: &[u8], headers: &HeaderMap) -> Option<String> {
    let quotes = ['"', '\'', ' ', '\t'];
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let parameter = content_type.split(';').filter_map(|part| part.split_once('='));
    let mut named = parameter.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    if let Some((_, label)) = named.next_back() {
        return Some(label.trim_matches(quotes).to_owned());
    }
    let start = body.get(..body.len().min(256)).unwrap_or_default();
    let start = String::from_utf8_lossy(start);
    let (declaration, _) = start.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, label) = declaration.split_once("encoding")?;
    let label = label.trim_start().strip_prefix('=')?.trim_start();
    let quote = label.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    label.get(1..)?.split_once(quote).map(|(label, _)| label.to_owned())
}

/// U+0080 to U+009F: where a charset has no character for a byte, browsers make it one of these.
fn is_high_control(character: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Charset; 9] = [
        Charset::Windows1250,
        Charset::Windows1251,
        Charset::Windows1252,
        Charset::Windows1254,
        Charset::Windows1256,
        Charset::Iso8859_1,
        Charset::Iso8859_2,
        Charset::Iso8859_5,
        Charset::Iso8859_9,
    ];

    fn encoded(text: &str, charset: Charset) -> Result<Vec<u8>, Invalid> {
        encode(text.as_bytes().to_vec(), charset)
    }

    #[test]
    fn letters_have_their_bytes() {
        for charset in [Charset::Windows1254, Charset::Iso8859_9] {
            let bytes = b"\xdd\xfeler \xc7\xd6\xdc\xd0\xde \xfd\xf0\xe7";
            assert_eq!(encoded("İşler ÇÖÜĞŞ ığç", charset).unwrap(), bytes);
            assert_eq!(decode(bytes, charset).unwrap(), "İşler ÇÖÜĞŞ ığç");
        }
        assert_eq!(encoded("Привет", Charset::Windows1251).unwrap(), b"\xcf\xf0\xe8\xe2\xe5\xf2");
        assert_eq!(encoded("Привет", Charset::Iso8859_5).unwrap(), b"\xbf\xe0\xd8\xd2\xd5\xe2");
        assert_eq!(encoded("é€", Charset::Windows1252).unwrap(), b"\xe9\x80");
    }

    #[test]
    fn what_a_charset_lacks_is_refused() {
        for (text, charset) in [
            ("Привет", Charset::Windows1254),
            ("ş", Charset::Windows1251),
            ("ş", Charset::Iso8859_1),
            ("سلام ۱", Charset::Windows1256),
            ("😀", Charset::Windows1252),
            ("€", Charset::Iso8859_9),
            ("“", Charset::Iso8859_9),
            ("\u{81}", Charset::Windows1254),
            ("\u{fffd}", Charset::Windows1254),
        ] {
            let refused = encoded(text, charset).unwrap_err().to_string();
            assert!(refused.contains(charset.label()) && !refused.contains(text), "{refused}");
        }
        assert!(encode(b"\xff".to_vec(), Charset::Windows1254).is_err());
        assert_eq!(encoded("€“", Charset::Windows1254).unwrap(), b"\x80\x93");
    }

    #[test]
    fn what_is_read_is_written_again() {
        for charset in ALL {
            for byte in 0..=255 {
                if let Ok(text) = decode(&[byte], charset) {
                    match encoded(&text, charset) {
                        Ok(bytes) => assert_eq!(bytes, [byte]),
                        // Read as browsers do, never written.
                        Err(_) => assert!(charset.is_iso() && (0x80..0xa0).contains(&byte)),
                    }
                }
            }
        }
        assert_eq!(decode(b"\x80", Charset::Iso8859_9).unwrap(), "€");
        assert!(decode(b"\x81", Charset::Windows1254).is_err());
        assert!(decode(b"\x98", Charset::Windows1251).is_err());
    }

    #[test]
    fn replies_say_what_they_are_in() {
        let body = |encoding: &str| format!("<?xml version=\"1.0\" encoding='{encoding}'?><a>").into_bytes();
        let of = |mut body: Vec<u8>, text: &[u8], charsets: &[Option<Charset>], content_type: &'static str| {
            body.extend_from_slice(text);
            let mut headers = HeaderMap::new();
            if !content_type.is_empty() {
                headers.insert(CONTENT_TYPE, http::HeaderValue::from_static(content_type));
            }
            of_reply(&body, &headers, charsets).ok().map(|text| text.rsplit('>').next().unwrap_or_default().to_owned())
        };
        let both = [None, Some(Charset::Iso8859_9)];
        let due = Some("\u{15f}".to_owned());
        assert_eq!(of(body("ISO-8859-9"), b"\xfe", &both, ""), due);
        assert_eq!(of(body("utf-8"), "\u{15f}".as_bytes(), &both, ""), due);
        assert_eq!(of(Vec::new(), "\u{15f}".as_bytes(), &both, ""), due);
        assert_eq!(of(Vec::new(), b"\xfe", &both, "text/xml; charset=\"iso-8859-9\""), due);
        assert_eq!(of(body("utf-8"), b"\xfe", &[Some(Charset::Iso8859_9)], "text/plain; charset=utf-8"), due);
        assert_eq!(of(body("utf-8"), b"\xfe", &both, ""), None);
        assert_eq!(of(Vec::new(), b"\xfe", &both, ""), None);
        assert_eq!(of(body("windows-1251"), b"\xfe", &both, ""), None);
        assert_eq!(of(body("windows-1251"), b"a", &both, ""), Some("a".to_owned()));
    }
}
