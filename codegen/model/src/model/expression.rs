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
    },
    /// The time of sending, at so many minutes ahead of UTC.
    Now(DatePattern, i16),
    /// The time of sending in seconds since 1970.
    NowSeconds,
    /// The time of sending in milliseconds since 1970.
    NowMilliseconds,
    /// A text that no other call has.
    Nonce,
    /// A function of other values.
    Call(Function, Vec<Expression>),
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
    /// Percent-encoded, but for unreserved characters.
    UrlEncode,
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
    /// HMAC with SHA-512: the key, then the message.
    HmacSha512,
}

impl Function {
    /// Words in specs, with the least and the greatest number of arguments.
    pub const ALL: [(&'static str, Self, usize, usize); 19] = [
        ("concat", Self::Concat, 1, 64),
        ("join", Self::Join, 2, 64),
        ("lower", Self::Lower, 1, 1),
        ("upper", Self::Upper, 1, 1),
        ("base64", Self::Base64, 1, 1),
        ("base64url", Self::Base64Url, 1, 1),
        ("hex", Self::Hex, 1, 1),
        ("hex_upper", Self::HexUpper, 1, 1),
        ("url_encode", Self::UrlEncode, 1, 1),
        ("from_base64", Self::FromBase64, 1, 1),
        ("md5", Self::Md5, 1, 1),
        ("sha1", Self::Sha1, 1, 1),
        ("sha256", Self::Sha256, 1, 1),
        ("sha384", Self::Sha384, 1, 1),
        ("sha512", Self::Sha512, 1, 1),
        ("hmac_md5", Self::HmacMd5, 2, 2),
        ("hmac_sha1", Self::HmacSha1, 2, 2),
        ("hmac_sha256", Self::HmacSha256, 2, 2),
        ("hmac_sha512", Self::HmacSha512, 2, 2),
    ];

    /// Whether it makes bytes, which become text by `hex` or `base64`.
    pub fn makes_bytes(self) -> bool {
        matches!(
            self,
            Self::FromBase64
                | Self::Md5
                | Self::Sha1
                | Self::Sha256
                | Self::Sha384
                | Self::Sha512
                | Self::HmacMd5
                | Self::HmacSha1
                | Self::HmacSha256
                | Self::HmacSha512
        )
    }

    /// Whether it takes bytes as well as text.
    pub fn takes_bytes(self) -> bool {
        self.makes_bytes()
            || matches!(self, Self::Concat | Self::Join | Self::Base64 | Self::Base64Url | Self::Hex | Self::HexUpper)
    }

    /// Whether it needs cryptography.
    pub fn is_cryptography(self) -> bool {
        self.makes_bytes() && self != Self::FromBase64
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
