//! What a vendor's answer "no" means, in words that all vendors share.

use std::fmt;

/// May an operation be repeated? Each operation says so, and the decision to try again rests on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Safety {
    /// Changes nothing at the vendor: it may be repeated at will.
    Read,
    /// Changes something, and a repetition changes nothing more: the vendor documents so.
    Idempotent,
    /// Each request that arrives counts: sending it twice sends two messages or pays twice.
    Once,
}

impl Safety {
    /// The word of the spec: `read`, `idempotent` or `once`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Idempotent => "idempotent",
            Self::Once => "once",
        }
    }
}

impl fmt::Display for Safety {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The format of a document that travels: each vendor names those that it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// JSON (RFC 8259), in UTF-8.
    Json,
    /// XML 1.0, in UTF-8.
    Xml,
    /// Names and values as browsers send them (`application/x-www-form-urlencoded`).
    Form,
    /// Parts, files among them (`multipart/form-data`).
    Multipart,
    /// Text in lines that the page describes.
    Text,
    /// Bytes as they are, such as a PDF.
    Bytes,
}

impl Format {
    /// `json`, `xml`, `form`, ...: for the first two also the way that vendors write it into paths.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Form => "form",
            Self::Multipart => "multipart",
            Self::Text => "text",
            Self::Bytes => "bytes",
        }
    }

    /// The media type of documents in this format; of a multipart body without its boundary.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "application/xml",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
            Self::Text => "text/plain; charset=utf-8",
            Self::Bytes => "application/octet-stream",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a refusal is about. Every vendor's codes belong to these classes, so that an application
/// reacts once for all vendors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// The key, password or token is wrong, expired or missing. Mend it, then try again.
    Credentials,
    /// The account is known but may not do this: a right, an address list, a disabled service.
    Permission,
    /// Not enough money or credit. Trying again helps after a top-up.
    Balance,
    /// This was done before. Usually the sign that an earlier attempt did arrive.
    Duplicate,
    /// What the request points to does not exist.
    NotFound,
    /// A value is not acceptable. Trying again without a change never helps.
    InvalidField,
    /// The vendor could not read the request: most likely a mistake in the spec, not in the call.
    MalformedRequest,
    /// Too many requests. Try again later, see `retry_after`.
    Rate,
    /// The vendor, or something behind it, is out of service for now. Try again later.
    Unavailable,
    /// A failure on the vendor's side.
    VendorFault,
    /// The vendor does not offer this, or no longer.
    Unsupported,
    /// A code without a documented meaning, or no code at all.
    Unknown,
}

impl Class {
    /// The class as a word, as it stands in specs, logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Permission => "permission",
            Self::Balance => "balance",
            Self::Duplicate => "duplicate",
            Self::NotFound => "not_found",
            Self::InvalidField => "invalid_field",
            Self::MalformedRequest => "malformed_request",
            Self::Rate => "rate",
            Self::Unavailable => "unavailable",
            Self::VendorFault => "vendor_fault",
            Self::Unsupported => "unsupported",
            Self::Unknown => "unknown",
        }
    }

    /// Does waiting alone change the answer?
    pub const fn passes_with_time(self) -> bool {
        matches!(self, Self::Rate | Self::Unavailable)
    }

    /// The class that an HTTP status speaks of, where the vendor's own code says nothing.
    pub(crate) const fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Credentials,
            403 => Self::Permission,
            404 => Self::NotFound,
            429 => Self::Rate,
            503 => Self::Unavailable,
            500..=599 => Self::VendorFault,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a vendor's code says about the request's effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing was done.
    None,
    /// The vendor does not say whether something was done.
    Unknown,
}

/// A vendor's codes as a type. Generated code implements it; applications match on the enum itself.
pub trait Code: Clone + fmt::Debug + Eq + Send + Sync + 'static {
    /// From the wire. A code that is on no page is kept as it came.
    fn from_wire(code: &str) -> Self;

    /// The same where a vendor has several tables: of these, the first that has it counts. An empty name is the
    /// vendor's own table.
    fn from_tables(tables: &[&str], code: &str) -> Self {
        let _ = tables;
        Self::from_wire(code)
    }

    /// As it stood on the wire.
    fn as_str(&self) -> &str;

    /// What the code is about.
    fn class(&self) -> Class;

    /// Whether something may have been done although the vendor said no.
    fn effect(&self) -> Effect;

    /// Is the code documented by the vendor?
    fn is_known(&self) -> bool;
}
