//! Where text is written, and what must be escaped there.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::Charset;

use super::expression::charset_path;

/// A place that holds text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sink {
    /// Between the quotes of a JSON text.
    Json,
    /// Between the tags of an XML element.
    Xml,
    /// Between the quotes of an XML attribute.
    XmlAttribute,
    /// A value of the query.
    Query,
    /// A value of a form.
    Form,
    /// Plain text, which needs no escapes.
    Raw,
    /// A segment of the path.
    Path,
    /// A value of the query in another charset than UTF-8.
    QueryIn(Charset),
    /// A value of a form in another charset than UTF-8.
    FormIn(Charset),
}

impl Sink {
    /// Whether the text stands there as it is.
    pub fn is_plain(self, text: &str) -> bool {
        text.bytes().all(|b| match self {
            Self::Json => b >= 0x20 && b != b'"' && b != b'\\',
            Self::Xml => b >= 0x20 && !matches!(b, b'<' | b'>' | b'&'),
            Self::XmlAttribute => b >= 0x20 && !matches!(b, b'<' | b'>' | b'&' | b'"'),
            Self::Query | Self::QueryIn(_) => b.is_ascii_alphanumeric() || b"-._~/:,@".contains(&b),
            Self::Form | Self::FormIn(_) => b.is_ascii_alphanumeric() || b"-._*".contains(&b),
            Self::Raw => true,
            Self::Path => b.is_ascii_alphanumeric() || b"-_~:@,".contains(&b),
        })
    }

    /// A constant of the spec, escaped.
    pub fn escape(self, text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            let mut buffer = [0; 4];
            let plain = c.encode_utf8(&mut buffer);
            if self.is_plain(plain) {
                out.push(c);
                continue;
            }
            match self {
                Self::Json => match c {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                },
                Self::Raw => out.push(c),
                Self::Xml | Self::XmlAttribute => match c {
                    '"' => out.push_str("&quot;"),
                    '<' => out.push_str("&lt;"),
                    '>' => out.push_str("&gt;"),
                    '&' => out.push_str("&amp;"),
                    c => out.push_str(&format!("&#{};", u32::from(c))),
                },
                Self::Form | Self::FormIn(_) if c == ' ' => out.push('+'),
                Self::Query | Self::Form | Self::Path | Self::QueryIn(_) | Self::FormIn(_) => {
                    for byte in plain.bytes() {
                        out.push_str(&format!("%{byte:02X}"));
                    }
                }
            }
        }
        out
    }

    /// A name before its `=`: brackets stay as they are.
    pub fn escape_name(self, name: &str) -> String {
        name.split_inclusive(['[', ']'])
            .map(|part| match part.strip_suffix(['[', ']']) {
                Some(text) => format!("{}{}", self.escape(text), &part[text.len()..]),
                None => self.escape(part),
            })
            .collect()
    }

    /// Whether a constant is written when the request is made, and not before.
    pub fn is_late(self, text: &str) -> bool {
        matches!(self, Self::QueryIn(_) | Self::FormIn(_)) && !text.is_ascii()
    }

    /// Writes a text that is known when the request is made.
    pub fn write(self, out: &TokenStream, text: &TokenStream, at: &str) -> TokenStream {
        match self {
            Self::Json => quote!(rt::write::json_text(#out, #text);),
            Self::Query => quote!(rt::write::query_value(#out, #text);),
            Self::Form => quote!(rt::write::form_value(#out, #text);),
            Self::Raw => quote!(#out.extend_from_slice(str::as_bytes(#text));),
            Self::XmlAttribute => quote!(rt::write::xml_attribute(#out, #text).at(#at)?;),
            Self::Xml => quote!(rt::write::xml_text(#out, #text).at(#at)?;),
            Self::Path => quote!(rt::write::path_segment(#out, #text).at(#at)?;),
            Self::QueryIn(charset) => {
                let charset = charset_path(charset);
                quote!(rt::charset::query_value(#out, #text, #charset).at(#at)?;)
            }
            Self::FormIn(charset) => {
                let charset = charset_path(charset);
                quote!(rt::charset::form_value(#out, #text, #charset).at(#at)?;)
            }
        }
    }
}
