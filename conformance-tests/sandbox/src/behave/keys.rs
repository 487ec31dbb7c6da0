//! The credentials that a sandbox takes.

use vendor_model::Vendor;
use vendor_model::model::{Expression, Function, HoleSource};

use super::ways::Ways;
use crate::typed::codec::{base64, to_hex};

/// The texts of a vendor's credentials, in the order of the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys(Vec<(String, String)>);

impl Keys {
    /// What the sandbox takes: the vendor's `sandbox.yaml` says so, or it is made up as long as the page wants it.
    pub(crate) fn of(vendor: &Vendor, ways: &Ways) -> Self {
        let text = |index: usize| {
            let credential = vendor.credentials.get(index)?;
            let given = ways.credentials.iter().find(|(known, _)| *known == index).map(|(_, text)| text.clone());
            let length = credential.length.as_ref().and_then(|limits| limits.max.or(limits.min));
            let made_up = || {
                let text = made_up(&credential.key, length);
                match decoded_by(vendor, index) {
                    Some(Function::FromBase64) => base64(text.as_bytes()),
                    Some(Function::FromHex) => to_hex(text.as_bytes()),
                    _ => text,
                }
            };
            Some((credential.name.clone(), given.unwrap_or_else(made_up)))
        };
        Self((0..vendor.credentials.len()).filter_map(text).collect())
    }

    /// Credentials by the names of the spec, such as those that a test gave its client.
    pub fn given(texts: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(texts.into_iter().collect())
    }

    /// The text of the credential of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// Names and texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

/// The function that makes bytes of a credential in some request, so that not every text is one.
fn decoded_by(vendor: &Vendor, credential: usize) -> Option<Function> {
    let mut found = None;
    for pattern in vendor.operations.iter().flat_map(|operation| operation.send.patterns()) {
        pattern.visit(&mut |inner| {
            if let Expression::Call(function @ (Function::FromBase64 | Function::FromHex), arguments) = inner
                && arguments.contains(&Expression::Value(HoleSource::Credential(credential)))
            {
                found = Some(*function);
            }
        });
    }
    found
}

/// A text that nobody takes for a real key.
fn made_up(key: &str, length: Option<i64>) -> String {
    let mut text = format!("sandbox-{}", key.replace('_', "-"));
    let wanted = length.and_then(|length| usize::try_from(length).ok()).unwrap_or(text.len());
    let more = ('0'..='9').chain('a'..='f').cycle();
    let missing = wanted.saturating_sub(text.len());
    text.extend(more.take(missing));
    text.chars().take(wanted).collect()
}
