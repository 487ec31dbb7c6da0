//! Functions of expressions, by the definitions of those who invented them.

use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use vendor_model::model::{Charset, Expression, Function, PairOptions, UrlEncoding};

use crate::charset;
use crate::typed::codec::{base64, base64_url, from_hex, of_base64, to_hex};

/// The bytes of an expression, with what `leaf` says of its values; none if something in it can't be known.
pub(crate) fn evaluate(expression: &Expression, leaf: &dyn Fn(&Expression) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    match expression {
        Expression::Text(text) => Some(text.clone().into_bytes()),
        Expression::Call(function, arguments) => {
            let arguments = arguments.iter().map(|a| evaluate(a, leaf)).collect::<Option<Vec<_>>>()?;
            call(*function, &arguments)
        }
        value => leaf(value),
    }
}

/// Names and values as one text.
pub(crate) fn joined(
    mut pairs: Vec<(&str, &str)>,
    sorted: bool,
    equals: Option<&str>,
    separator: &str,
    options: &PairOptions,
) -> String {
    pairs.retain(|(name, value)| {
        let left_out = options.without.iter().any(|left_out| left_out == name);
        !(left_out || (options.not_empty && value.is_empty()))
    });
    match (sorted, options.ignore_case) {
        (false, _) => {}
        (true, false) => pairs.sort_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes())),
        (true, true) => pairs.sort_by_cached_key(|(name, _)| name.to_ascii_lowercase()),
    }
    let pair = |(name, value): &(&str, &str)| {
        let value = match options.encoding {
            Some(encoding) => url_encode(value.as_bytes(), encoding),
            None => (*value).to_owned(),
        };
        match equals {
            Some(equals) => format!("{name}{equals}{value}"),
            None => value,
        }
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join(separator)
}

/// A function of bytes; none if it can't be computed.
pub(crate) fn call(function: Function, arguments: &[Vec<u8>]) -> Option<Vec<u8>> {
    let first = arguments.first()?.as_slice();
    let argument = |index: usize| arguments.get(index).map(Vec::as_slice);
    let word = |index: usize| argument(index).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let text = || std::str::from_utf8(first).ok();
    Some(match function {
        Function::Concat => arguments.concat(),
        Function::Join => arguments.get(1..)?.join(first),
        Function::Lower => first.to_ascii_lowercase(),
        Function::Upper => first.to_ascii_uppercase(),
        Function::Base64 => base64(first).into_bytes(),
        Function::Base64Url => base64_url(first).into_bytes(),
        Function::Hex => to_hex(first).into_bytes(),
        Function::HexUpper => to_hex(first).to_ascii_uppercase().into_bytes(),
        Function::UrlEncode => {
            let encoding = if arguments.len() == 1 { UrlEncoding::Rfc3986 } else { UrlEncoding::named(word(1)?)? };
            url_encode(first, encoding).into_bytes()
        }
        Function::Replace => text()?.replace(word(1)?, word(2)?).into_bytes(),
        Function::Trim => text()?.trim().as_bytes().to_vec(),
        Function::Left | Function::Right => {
            let count: usize = word(1)?.parse().ok()?;
            let skipped = if function == Function::Left { 0 } else { text()?.chars().count().saturating_sub(count) };
            text()?.chars().skip(skipped).take(count).collect::<String>().into_bytes()
        }
        Function::Bytes => match word(1)? {
            wide if wide.eq_ignore_ascii_case("utf-16le") => {
                text()?.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            label => charset::encode(text()?, Charset::named(label)?).ok()?,
        },
        Function::FromHex => from_hex(text()?)?,
        Function::FromBase64 => of_base64(text()?)?,
        Function::AesCbc => aes(first, argument(1)?, argument(2)?)?,
        Function::AesEcb => blocks(first, argument(1)?)?,
        Function::Md5 => md5::Md5::digest(first).to_vec(),
        Function::Sha1 => Sha1::digest(first).to_vec(),
        Function::Sha256 => sha2::Sha256::digest(first).to_vec(),
        Function::Sha384 => sha2::Sha384::digest(first).to_vec(),
        Function::Sha512 => sha2::Sha512::digest(first).to_vec(),
        Function::HmacMd5 => mac::<Hmac<md5::Md5>>(first, argument(1)?)?,
        Function::HmacSha1 => mac::<Hmac<Sha1>>(first, argument(1)?)?,
        Function::HmacSha256 => mac::<Hmac<sha2::Sha256>>(first, argument(1)?)?,
        Function::HmacSha384 => mac::<Hmac<sha2::Sha384>>(first, argument(1)?)?,
        Function::HmacSha512 => mac::<Hmac<sha2::Sha512>>(first, argument(1)?)?,
    })
}

fn mac<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
    mac.update(message);
    Some(mac.finalize().into_bytes().to_vec())
}

fn aes(key: &[u8], iv: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    fn encrypted<C: KeyIvInit + BlockModeEncrypt>(key: &[u8], iv: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        Some(C::new_from_slices(key, iv).ok()?.encrypt_padded_vec::<Pkcs7>(bytes))
    }
    match key.len() {
        16 => encrypted::<cbc::Encryptor<Aes128>>(key, iv, bytes),
        24 => encrypted::<cbc::Encryptor<Aes192>>(key, iv, bytes),
        32 => encrypted::<cbc::Encryptor<Aes256>>(key, iv, bytes),
        _ => None,
    }
}

/// Block by block: each is a chain of one that begins with zeros.
fn blocks(key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let fill = 16 - bytes.len() % 16;
    let mut padded = bytes.to_vec();
    padded.extend(std::iter::repeat_n(u8::try_from(fill).ok()?, fill));
    let mut out = Vec::with_capacity(padded.len());
    for block in padded.chunks(16) {
        out.extend_from_slice(aes(key, &[0; 16], block)?.get(..16)?);
    }
    Some(out)
}

/// Percent-encoded in one of the ways that are in use.
pub(crate) fn url_encode(bytes: &[u8], encoding: UrlEncoding) -> String {
    let (kept, plus, upper): (&[u8], bool, bool) = match encoding {
        UrlEncoding::Rfc3986 => (b"-._~", false, true),
        UrlEncoding::Rfc3986Lower => (b"-._~", false, false),
        UrlEncoding::Component => (b"-._~!*'()", false, true),
        UrlEncoding::Form => (b"-._*", true, true),
        UrlEncoding::Php => (b"-._", true, true),
        UrlEncoding::DotNet => (b"-._!*()", true, false),
    };
    let mut out = String::new();
    for byte in bytes.iter().copied() {
        match byte {
            b' ' if plus => out.push('+'),
            byte if byte.is_ascii_alphanumeric() || kept.contains(&byte) => out.push(char::from(byte)),
            byte if upper => out.push_str(&format!("%{byte:02X}")),
            byte => out.push_str(&format!("%{byte:02x}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(function: Function, arguments: &[&[u8]]) -> Option<String> {
        let arguments: Vec<Vec<u8>> = arguments.iter().map(|bytes| bytes.to_vec()).collect();
        call(function, &arguments).map(|bytes| to_hex(&bytes))
    }

    #[test]
    fn known_answers() {
        // NIST SP 800-38A, F.2.1 and F.1.1: the first block does not depend on the padding.
        let hex = |text: &str| from_hex(text).unwrap();
        let (key, iv) = (hex("2b7e151628aed2a6abf7158809cf4f3c"), hex("000102030405060708090a0b0c0d0e0f"));
        let plain = hex("6bc1bee22e409f96e93d7e117393172a");
        let cbc = of(Function::AesCbc, &[&key, &iv, &plain]).unwrap();
        assert!(cbc.starts_with("7649abac8119b246cee98e9b12e9197d") && cbc.len() == 64, "{cbc}");
        let ecb = of(Function::AesEcb, &[&key, &plain]).unwrap();
        assert!(ecb.starts_with("3ad77bb40d7a3660a89ecaf32466ef97") && ecb.len() == 64, "{ecb}");
        assert_eq!(of(Function::AesEcb, &[b"short", &plain]), None);
        assert_eq!(of(Function::Bytes, &["ş".as_bytes(), b"iso-8859-9"]).as_deref(), Some("fe"));
        assert_eq!(of(Function::Bytes, &["ş".as_bytes(), b"utf-16le"]).as_deref(), Some("5f01"));
        assert_eq!(of(Function::Bytes, &["Ж".as_bytes(), b"iso-8859-9"]), None);
        assert_eq!(of(Function::FromHex, &[b"00FF"]).as_deref(), Some("00ff"));
        for (encoding, due) in [
            ("rfc3986", "a%20%C3%BC~%2A"),
            ("rfc3986_lower", "a%20%c3%bc~%2a"),
            ("component", "a%20%C3%BC~*"),
            ("form", "a+%C3%BC%7E*"),
            ("php", "a+%C3%BC%7E%2A"),
            ("dotnet", "a+%c3%bc%7e*"),
        ] {
            assert_eq!(url_encode("a ü~*".as_bytes(), UrlEncoding::named(encoding).unwrap()), due);
        }
    }
}
