//! Where the operations of a client answer: at the server's own address, or on another host of the vendor.

use super::base::Base;
use super::invalid::Invalid;
use super::operation::{OperationFacts, Vendor};

/// The addresses that the vendor documents for a server, and those that were given in their place. The first is
/// the server's own, the others are those of [`Vendor::HOSTS`].
#[derive(Clone)]
pub(crate) struct Addresses {
    documented: Vec<Result<Base, Invalid>>,
    given: Vec<Option<Base>>,
}

impl Addresses {
    pub(crate) fn of<V: Vendor>(server: V::Server) -> Self {
        let hosts = (0..V::HOSTS.len()).map(|index| V::host(server, index));
        let documented: Vec<_> = std::iter::once(V::base(server)).chain(hosts).map(Base::parse).collect();
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

    /// The server's own address, to be shown.
    pub(crate) fn shown(&self) -> Option<&str> {
        self.at(0, self.documented.first()?).ok().map(Base::host)
    }

    fn at<'a>(&'a self, index: usize, documented: &'a Result<Base, Invalid>) -> Result<&'a Base, &'a Invalid> {
        let given = self.given.get(index).and_then(Option::as_ref);
        given.or_else(|| self.given.first()?.as_ref()).map_or(documented.as_ref(), Ok)
    }

    /// What is sent to, after all that can be refused beforehand.
    pub(crate) fn settle(&self, allow_plain_http: bool) -> Result<Bases, Invalid> {
        let settled = self.documented.iter().enumerate().map(|(index, documented)| {
            let base = self.at(index, documented).map_err(Clone::clone)?;
            base.check(allow_plain_http)?;
            Ok(base.clone())
        });
        settled.collect::<Result<_, _>>().map(Bases)
    }
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
