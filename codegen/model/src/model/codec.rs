//! How a value becomes text: steps from the value towards the wire. Replies run them backwards.

use super::{DurationForm, Format, TextPattern};

/// A step from a value towards the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codec {
    /// A number, truth value or epoch as text, where the format has a way of its own to write it.
    Text,
    /// A whole number with zeros in front, that many digits in all.
    Padded(usize),
    /// A decimal as a whole number of its smallest unit: with 2, 12.50 is 1250.
    Minor(u8),
    /// A decimal with exactly that many digits behind the point.
    Fixed(u8),
    /// A decimal with a comma, and perhaps exactly that many digits behind it.
    Comma(Option<u8>),
    /// A decimal with this between groups of three digits before its point.
    Thousands(char),
    /// A duration.
    Duration(DurationForm),
    /// A truth value as one of two words.
    Words(String, String),
    /// A point in time as seconds since 1970.
    EpochSeconds,
    /// A point in time as milliseconds since 1970.
    EpochMilliseconds,
    /// A list as one text, with this between the items.
    Join(String),
    /// A list as one key with brackets for each item: `name[]=a&name[]=b`.
    Brackets,
    /// A list as a name for each item, with the item's number at `{n}`, counted from here.
    Numbered(usize),
    /// A list of records as a name for each field, which comes once for each item or has all of them with this between.
    Columns(Option<String>),
    /// A list of records as an object of JSON, each item under the value of this field of it; what stands there is a
    /// record of its other fields, or the value of the second field.
    Keyed(String, Option<String>),
    /// A record as a list of JSON in replies, each item with the name and the value of a field under these names.
    Named(String, String),
    /// A record as a document of its own.
    Document(Format),
    /// A record as a text with holes: read by the first of these that matches, written by the first that has a hole
    /// for all that is there.
    Pattern(Vec<TextPattern>),
    /// Base64 with padding.
    Base64,
    /// Base64 for addresses, without padding.
    Base64Url,
    /// Two hexadecimal digits a byte, lower case.
    Hex,
    /// Percent-encoded, but for unreserved characters.
    UrlEncode,
    /// An XML text as CDATA.
    Cdata,
}

impl Codec {
    /// Whether it turns text into text.
    pub fn is_outer(&self) -> bool {
        matches!(self, Self::Base64 | Self::Base64Url | Self::Hex | Self::UrlEncode | Self::Cdata)
    }

    /// Whether it makes one text of a record or a list.
    pub fn is_packing(&self) -> bool {
        matches!(self, Self::Document(_) | Self::Join(_) | Self::Pattern(_))
    }

    /// Whether a number or duration becomes a text that JSON has between quotes.
    pub fn is_text(&self) -> bool {
        match self {
            Self::Text | Self::Padded(_) | Self::Comma(_) | Self::Thousands(_) => true,
            Self::Duration(form) => !matches!(form, DurationForm::Number(_)),
            _ => false,
        }
    }

    /// Reads a step as specs write it; none if it is no step. Patterns name fields: who knows the record reads them.
    pub fn parse(text: &str) -> Option<Self> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let digits = || rest.parse::<u8>().ok().filter(|n| *n <= 18);
        let codec = match word {
            "pad" => Self::Padded(rest.parse().ok().filter(|n| (1..=18).contains(n))?),
            "minor" => Self::Minor(digits()?),
            "fixed" => Self::Fixed(digits()?),
            "comma" if !rest.is_empty() => Self::Comma(Some(digits()?)),
            "words" => {
                let (yes, no) = rest.split_once(' ')?;
                (yes != no && !yes.is_empty() && !no.is_empty()).then(|| Self::Words(yes.to_owned(), no.to_owned()))?
            }
            "thousands" => {
                let mut rest = text.strip_prefix("thousands ")?.chars();
                let separator = rest.next().filter(|c| !c.is_alphanumeric() && *c != '-')?;
                rest.next().is_none().then_some(Self::Thousands(separator))?
            }
            "numbered" if rest.is_empty() => Self::Numbered(1),
            "numbered" => Self::Numbered(rest.parse().ok().filter(|start| *start <= 1000)?),
            "columns" if text != word => {
                Self::Columns(Some(text.strip_prefix("columns ").filter(|s| !s.is_empty())?.to_owned()))
            }
            "columns" => Self::Columns(None),
            "keyed" if !rest.is_empty() => match rest.split_once(' ') {
                Some((key, value)) => (key != value && !key.is_empty() && !value.is_empty())
                    .then(|| Self::Keyed(key.to_owned(), Some(value.to_owned())))?,
                None => Self::Keyed(rest.to_owned(), None),
            },
            "named" => {
                let (name, value) = rest.split_once(' ')?;
                let is_pair = name != value && !name.is_empty() && !value.is_empty() && !value.contains(' ');
                is_pair.then(|| Self::Named(name.to_owned(), value.to_owned()))?
            }
            "join" => Self::Join(text.strip_prefix("join ").filter(|s| !s.is_empty())?.to_owned()),
            _ if !rest.is_empty() => return None,
            "text" => Self::Text,
            "comma" => Self::Comma(None),
            "epoch_s" => Self::EpochSeconds,
            "epoch_ms" => Self::EpochMilliseconds,
            "brackets" => Self::Brackets,
            "json" => Self::Document(Format::Json),
            "xml" => Self::Document(Format::Xml),
            "base64" => Self::Base64,
            "base64url" => Self::Base64Url,
            "hex" => Self::Hex,
            "url_encode" => Self::UrlEncode,
            "cdata" => Self::Cdata,
            _ => Self::Duration(DurationForm::parse(word)?.ok()?),
        };
        Some(codec)
    }
}
