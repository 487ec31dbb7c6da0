//! Values that are computed from others: signatures, encoded credentials, timestamps.

use super::{DatePattern, HoleSource};

/// How a value is computed. Names mean the text as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// A constant.
    Text(String),
    /// A value of the caller or of the client.
    Value(HoleSource),
    /// The text of a document with a name.
    Document(usize),
    /// The bytes of the body as sent.
    Body,
    /// The path as sent.
    Path,
    /// The query as sent.
    Query,
    /// The names and values of the query or of the body, but for those that are made of them, such as the signature.
    Pairs {
        /// By name.
        sorted: bool,
        /// Between name and value; without it the names are left out.
        equals: Option<String>,
        /// Between pairs.
        separator: String,
        /// What is left out, and how values are written.
        options: PairOptions,
    },
    /// The time of sending, at so many minutes ahead of UTC.
    Now(DatePattern, i16),
    /// The time of sending in seconds since 1970.
    NowSeconds,
    /// The time of sending in milliseconds since 1970.
    NowMilliseconds,
    /// A text that no other call has.
    Nonce,
    /// A header that stands before this one, as sent.
    Header(String),
    /// A function of other values.
    Call(Function, Vec<Expression>),
}

/// Which pairs are joined, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairOptions {
    /// Those without a value are left out.
    pub not_empty: bool,
    /// Names are compared without regard to the case of ASCII letters.
    pub ignore_case: bool,
    /// How values are percent-encoded; without it they are not.
    pub encoding: Option<UrlEncoding>,
    /// Names that are left out.
    pub without: Vec<String>,
}

/// How a text is percent-encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlEncoding {
    /// Keeps `-._~`; a blank is `%20`.
    Rfc3986,
    /// The same with digits in lower case.
    Rfc3986Lower,
    /// Keeps `-._~!*'()`; a blank is `%20`: JavaScript's `encodeURIComponent`.
    Component,
    /// Keeps `-._*`; a blank is `+`: browsers' forms, and Java.
    Form,
    /// Keeps `-._`; a blank is `+`: PHP's `urlencode` and `http_build_query`.
    Php,
    /// Keeps `-._!*()`; a blank is `+`, digits in lower case: .NET's `HttpUtility`.
    DotNet,
}

impl UrlEncoding {
    /// Words in specs.
    pub const ALL: [(&'static str, Self); 6] = [
        ("rfc3986", Self::Rfc3986),
        ("rfc3986_lower", Self::Rfc3986Lower),
        ("component", Self::Component),
        ("form", Self::Form),
        ("php", Self::Php),
        ("dotnet", Self::DotNet),
    ];

    /// The encoding of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, encoding)| encoding)
    }
}

/// A function from values to a value. None can be run backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// One after the other; bytes if one of them is.
    Concat,
    /// One after the other, with the first between them; bytes if one of them is.
    Join,
    /// ASCII letters in lower case.
    Lower,
    /// ASCII letters in upper case.
    Upper,
    /// Base64 with padding.
    Base64,
    /// Base64 for addresses, without padding.
    Base64Url,
    /// Hexadecimal digits, lower case.
    Hex,
    /// Hexadecimal digits, upper case.
    HexUpper,
    /// Percent-encoded; a second value says how, RFC 3986 if there is none.
    UrlEncode,
    /// Every occurrence of the second text replaced by the third.
    Replace,
    /// So many first characters.
    Left,
    /// So many last characters.
    Right,
    /// Without blanks around it.
    Trim,
    /// The bytes of a text in the charset that the second value names.
    Bytes,
    /// The bytes that hexadecimal digits stand for.
    FromHex,
    /// Encrypted with AES in CBC mode and PKCS #7 padding: key, initialization vector, what is encrypted.
    AesCbc,
    /// Encrypted with AES in ECB mode and PKCS #7 padding: key, what is encrypted.
    AesEcb,
    /// The bytes that Base64 stands for.
    FromBase64,
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// HMAC with MD5: the key, then the message.
    HmacMd5,
    /// HMAC with SHA-1: the key, then the message.
    HmacSha1,
    /// HMAC with SHA-256: the key, then the message.
    HmacSha256,
    /// HMAC with SHA-384: the key, then the message.
    HmacSha384,
    /// HMAC with SHA-512: the key, then the message.
    HmacSha512,
}

impl Function {
    /// Words in specs, with the least and the greatest number of arguments.
    pub const ALL: [(&'static str, Self, usize, usize); 28] = [
        ("concat", Self::Concat, 1, 64),
        ("join", Self::Join, 2, 64),
        ("lower", Self::Lower, 1, 1),
        ("upper", Self::Upper, 1, 1),
        ("base64", Self::Base64, 1, 1),
        ("base64url", Self::Base64Url, 1, 1),
        ("hex", Self::Hex, 1, 1),
        ("hex_upper", Self::HexUpper, 1, 1),
        ("url_encode", Self::UrlEncode, 1, 2),
        ("replace", Self::Replace, 3, 3),
        ("left", Self::Left, 2, 2),
        ("right", Self::Right, 2, 2),
        ("trim", Self::Trim, 1, 1),
        ("bytes", Self::Bytes, 2, 2),
        ("from_hex", Self::FromHex, 1, 1),
        ("aes_cbc", Self::AesCbc, 3, 3),
        ("aes_ecb", Self::AesEcb, 2, 2),
        ("from_base64", Self::FromBase64, 1, 1),
        ("md5", Self::Md5, 1, 1),
        ("sha1", Self::Sha1, 1, 1),
        ("sha256", Self::Sha256, 1, 1),
        ("sha384", Self::Sha384, 1, 1),
        ("sha512", Self::Sha512, 1, 1),
        ("hmac_md5", Self::HmacMd5, 2, 2),
        ("hmac_sha1", Self::HmacSha1, 2, 2),
        ("hmac_sha256", Self::HmacSha256, 2, 2),
        ("hmac_sha384", Self::HmacSha384, 2, 2),
        ("hmac_sha512", Self::HmacSha512, 2, 2),
    ];

    /// Whether it makes bytes, which become text by `hex` or `base64`.
    pub fn makes_bytes(self) -> bool {
        matches!(
            self,
            Self::FromBase64
                | Self::FromHex
                | Self::Bytes
                | Self::AesCbc
                | Self::AesEcb
                | Self::Md5
                | Self::Sha1
                | Self::Sha256
                | Self::Sha384
                | Self::Sha512
                | Self::HmacMd5
                | Self::HmacSha1
                | Self::HmacSha256
                | Self::HmacSha384
                | Self::HmacSha512
        )
    }

    /// Whether it takes bytes as well as text.
    pub fn takes_bytes(self) -> bool {
        (self.makes_bytes() && self != Self::Bytes)
            || matches!(self, Self::Concat | Self::Join | Self::Base64 | Self::Base64Url | Self::Hex | Self::HexUpper)
    }

    /// Whether it is a hash or an HMAC.
    pub fn is_hash(self) -> bool {
        self.makes_bytes() && !self.is_cipher() && !matches!(self, Self::FromBase64 | Self::FromHex | Self::Bytes)
    }

    /// Whether it encrypts.
    pub fn is_cipher(self) -> bool {
        matches!(self, Self::AesCbc | Self::AesEcb)
    }
}

impl Expression {
    /// Whether it makes bytes.
    pub fn is_bytes(&self) -> bool {
        match self {
            Self::Body => true,
            Self::Call(Function::Concat | Function::Join, parts) => parts.iter().any(Self::is_bytes),
            Self::Call(function, _) => function.makes_bytes(),
            _ => false,
        }
    }

    /// Visits it and everything in it.
    pub fn visit(&self, each: &mut impl FnMut(&Self)) {
        each(self);
        if let Self::Call(_, arguments) = self {
            for argument in arguments {
                argument.visit(each);
            }
        }
    }
}
