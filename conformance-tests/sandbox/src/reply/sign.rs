//! Signatures of the vendor, on what it answers and tells.

use vendor_model::Vendor;
use vendor_model::model::{Expression, HoleSource, Names, Received, RecordId, Step, Value, Verify};

use super::text;
use crate::behave::Keys;
use crate::document::{Node, same_name};
use crate::request::{evaluate, joined};
use crate::typed::scalar_text;

/// What a vendor signs with.
#[derive(Clone, Copy)]
pub(crate) struct Signer<'a> {
    pub(crate) keys: &'a Keys,
    /// What was asked, where this is an answer: the record of the request, and its values.
    pub(crate) asked: Option<(RecordId, &'a Value)>,
    /// Milliseconds since 1970.
    pub(crate) now: i64,
}

/// What is signed, as it goes over the wire.
pub(super) struct Unsigned<'d> {
    pub(super) document: &'d Node,
    pub(super) body: &'d [u8],
    pub(super) names: Names,
}

impl Signer<'_> {
    /// The text of the signature.
    ///
    /// # Errors
    ///
    /// When it can't be computed, such as a hash of the body that stands in the body.
    pub(super) fn signature(
        &self,
        vendor: &Vendor,
        verify: &Verify,
        unsigned: &Unsigned<'_>,
    ) -> Result<String, String> {
        let is_inside = matches!(verify.signature, Received::Member(_));
        let leaf = |inner: &Expression| -> Option<Vec<u8>> {
            match inner {
                Expression::Body | Expression::Query if is_inside => None,
                Expression::Body | Expression::Query => Some(unsigned.body.to_vec()),
                Expression::Value(HoleSource::Credential(index)) => {
                    let text = self.keys.get(&vendor.credentials.get(*index)?.name)?;
                    Some(text.as_bytes().to_vec())
                }
                Expression::Value(HoleSource::Setting(index)) => {
                    let setting = vendor.settings.get(*index)?;
                    let value = vendor.enumeration(setting.values).values.get(setting.default)?;
                    Some(value.wire.clone().into_bytes())
                }
                Expression::Value(HoleSource::Field(index)) => {
                    self.text(vendor, verify.names.get(*index)?, unsigned).map(String::into_bytes)
                }
                Expression::Pairs { sorted, equals, separator, options } => {
                    let pairs = pairs(&verify.signature, unsigned);
                    Some(joined(pairs, *sorted, equals.as_deref(), separator, options).into_bytes())
                }
                _ => None,
            }
        };
        let bytes = evaluate(&verify.expected, &leaf).ok_or("its signature can't be computed here")?;
        String::from_utf8(bytes).map_err(|_| "its signature is no text".to_owned())
    }

    /// The headers that a signature comes with.
    pub(super) fn headers(&self, verify: &Verify, signature: &str) -> Vec<(String, String)> {
        let header = |(index, (name, pattern)): (usize, &(String, _))| {
            let filled = |hole: &str| {
                let is_it = matches!(&verify.signature, Received::Header(at, known) if *at == index && known == hole);
                Some(if is_it { signature.to_owned() } else { self.in_header() })
            };
            (name.clone(), text::write(pattern, &filled))
        };
        verify.headers.iter().enumerate().map(header).collect()
    }

    /// What stands in a hole of a header beside the signature: nearly always the time.
    fn in_header(&self) -> String {
        (self.now / 1000).to_string()
    }

    fn text(&self, vendor: &Vendor, received: &Received, unsigned: &Unsigned<'_>) -> Option<String> {
        match received {
            Received::Member(path) => {
                let found = unsigned.document.at(path, unsigned.names);
                Some(found.first().and_then(|node| node.text()).unwrap_or_default().to_owned())
            }
            Received::Header(..) => Some(self.in_header()),
            Received::Request(index) => {
                let (record, Value::Record(values)) = self.asked? else { return None };
                let Some((_, value)) = values.iter().find(|(known, _)| known == index) else {
                    return Some(String::new());
                };
                scalar_text(vendor, &vendor.record(record).fields.get(*index)?.shape, value).ok()
            }
        }
    }
}

/// Names and values beside the signature.
fn pairs<'d>(signature: &Received, unsigned: &Unsigned<'d>) -> Vec<(&'d str, &'d str)> {
    let (holder, own) = match signature {
        Received::Member(path) => match path.split_last() {
            Some((Step::Name(name), holder)) => (holder.to_vec(), Some(name.as_str())),
            _ => (Vec::new(), None),
        },
        _ => (Vec::new(), None),
    };
    let found = unsigned.document.at(&holder, unsigned.names);
    let Some(Node::Record(members)) = found.first().copied() else { return Vec::new() };
    let others = members.iter().filter(|(name, _)| own.is_none_or(|own| !same_name(name, own, unsigned.names)));
    let pair = |(name, node): &'d (String, Node)| match node {
        Node::Null => Some((name.as_str(), "")),
        node => Some((name.as_str(), node.text()?)),
    };
    others.filter_map(pair).collect()
}
