//! Where the operations of a client answer: at the server's own address, or on another host of the vendor.

use std::borrow::Cow;

use super::base::Base;
use super::invalid::Invalid;
use super::operation::{OperationFacts, Vendor};

/// The addresses that the vendor documents for a server, and those that were given in their place. The first is
/// the server's own, the others are those of [`Vendor::HOSTS`].
#[derive(Clone)]
pub(crate) struct Addresses {
    documented: Vec<&'static str>,
    given: Vec<Option<Base>>,
}

impl Addresses {
    pub(crate) fn of<V: Vendor>(server: V::Server) -> Self {
        let hosts = (0..V::HOSTS.len()).map(|index| V::host(server, index));
        let documented: Vec<_> = std::iter::once(V::base(server)).chain(hosts).collect();
        Self { given: vec![None; documented.len()], documented }
    }

    /// Another address than the server's own, and than that of every host for which none is given.
    pub(crate) fn give(&mut self, address: Base) {
        if let Some(first) = self.given.first_mut() {
            *first = Some(address);
        }
    }

    /// Another address of a host.
    pub(crate) fn give_host<V: Vendor>(&mut self, name: &str, address: Base) -> Result<(), Invalid> {
        let position = V::HOSTS.iter().position(|host| *host == name);
        let Some(place) = position.and_then(|position| self.given.get_mut(position + 1)) else {
            let known = if V::HOSTS.is_empty() { "none".to_owned() } else { V::HOSTS.join(", ") };
            return Err(Invalid::new(format!("must be a host of the vendor (known: {known})")).at("host_url"));
        };
        *place = Some(address);
        Ok(())
    }

    /// The server's own address, to be shown; holes of the vendor's stay holes.
    pub(crate) fn shown(&self) -> &str {
        let documented = || {
            let address = self.documented.first().copied().unwrap_or_default();
            address.split_once("://").map_or(address, |(_, rest)| rest.split('/').next().unwrap_or(rest))
        };
        self.given(0).map_or_else(documented, Base::host)
    }

    fn given(&self, index: usize) -> Option<&Base> {
        self.given.get(index).and_then(Option::as_ref).or_else(|| self.given.first()?.as_ref())
    }

    /// What is sent to, after all that can be refused beforehand.
    pub(crate) fn settle<V: Vendor>(
        &self,
        credentials: &V::Credentials,
        settings: &V::Settings,
        allow_plain_http: bool,
    ) -> Result<Bases, Invalid> {
        let part = |name: &str| V::address_part(name, credentials, settings);
        let settled = self.documented.iter().enumerate().map(|(index, documented)| {
            let base = match self.given(index) {
                Some(given) => given.clone(),
                None => Base::parse(&filled(documented, &part)?)?,
            };
            base.check(allow_plain_http)?;
            Ok(base)
        });
        settled.collect::<Result<_, _>>().map(Bases)
    }
}

/// An address with its holes filled. What fills one is part of a name of a host, and can't lead to another's.
fn filled<'a>(address: &'static str, part: &dyn Fn(&str) -> Option<&'a str>) -> Result<Cow<'static, str>, Invalid> {
    let mut out = String::new();
    let mut rest = address;
    while let Some((before, name, after)) = hole(rest) {
        let value = part(name).ok_or_else(|| Invalid::new("has a hole that nothing fills").at("base_url"))?;
        let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !plain || value.is_empty() || value.len() > 63 || value.starts_with('-') || value.ends_with('-') {
            let rule = "must be a part of a host's name: 1 to 63 letters a-z, digits and hyphens within";
            return Err(Invalid::new(rule).at(name));
        }
        out.push_str(before);
        out.push_str(&value.to_ascii_lowercase());
        rest = after;
    }
    Ok(if out.is_empty() { Cow::Borrowed(address) } else { Cow::Owned(out + rest) })
}

fn hole(text: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Where the operations of a client answer.
pub(crate) struct Bases(Vec<Base>);

impl Bases {
    /// Where an operation answers. Nothing of it goes anywhere else.
    pub(crate) fn of(&self, facts: &OperationFacts) -> Result<&Base, Invalid> {
        let index = facts.host.map_or(0, |host| host + 1);
        self.0.get(index).ok_or_else(|| Invalid::new("names a host that the vendor does not have").at("host"))
    }

    /// The server's own host, to be shown.
    pub(crate) fn shown(&self) -> &str {
        self.0.first().map_or("", Base::host)
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn are_https(&self) -> bool {
        self.0.iter().all(Base::is_https)
    }
}
