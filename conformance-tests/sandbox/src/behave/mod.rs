//! The vendors as they behave: any request gets the answer that its vendor would give, by the model alone.
//!
//! A request is read by the model; what is wrong with it is refused with the vendor's own code, in the format that
//! was asked for. Otherwise the reply comes from the vendor's state, else from the example whose request fits best,
//! else it is made from types.

mod answer;
mod ask;
mod carried;
mod invent;
mod keys;
mod lenient;
mod pages;
mod plain;
mod refuse;
mod state;
mod steps;
mod tell;
#[cfg(test)]
mod tests;
mod tokens;
mod ways;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use vendor_model::Vendor;

use crate::clock::Clock;
use crate::message::Request;
use crate::request::Reading;

pub use ask::Ask;
pub use keys::Keys;
pub use plain::Plain;
pub(crate) use tokens::renewed;
pub use ways::{Cause, Ways};

use ask::Asked;
use state::{Issued, State};
use steps::Given;

/// Vendors with all that they remember.
///
/// ```
/// use vendor_sandbox::{Request, World};
///
/// let world = World::carried()?;
/// let answer = world.answer(&Request::new("GET", "/nobody"));
/// assert_eq!(answer.status, 404);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct World {
    vendors: Arc<[Vendor]>,
    ways: Arc<[Ways]>,
    keys: Vec<Keys>,
    clock: Clock,
    states: Mutex<Vec<State>>,
    asked: Mutex<Asked>,
}

/// What came of a request.
#[derive(Clone, Debug)]
pub struct Served {
    /// What it says, as its vendor reads it.
    pub reading: Reading,
    /// What is answered.
    pub answer: crate::Answer,
    /// Whether the vendor did what it was asked for; it refused otherwise, or no vendor has such an address.
    pub done: bool,
}

/// What is simulated for no vendor.
const LIMITS: &[&str] = &[
    "Lines for `curl` of requests in which the items of a list are joined in an expression.",
    "When a vendor calls back, and how often: it does when it is told to, once, to an address of this machine.",
    "Limits of rate, lists of allowed addresses, approval by people; their codes can be asked for.",
    "Keys for repeated calls.",
    "The age of timestamps, and whether a nonce was there before. A time or nonce that does not travel by itself can't be compared.",
    "A field that is only computed with, and does not travel itself, can't be seen.",
    "The names and content types of files; files and bytes are read as text in UTF-8.",
    "Hosts: the operations of all hosts answer at the vendor's one address, and whether the right one was asked can't be seen.",
    "Items with shapes of their own that are documents in texts.",
    "What a condition asks of a value that no example shows: what is made up has the right type, and may be no success.",
    "Filters, and the order of lists: a list in pages has the rows that the vendor keeps or five made up ones, two a page where the call does not say.",
];

/// What a vendor remembers, for people and tests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    /// Name of the account, whose it is (empty where there is one only), and what is in it.
    pub accounts: Vec<(String, String, String)>,
    /// Name of the table, and its rows, the oldest first.
    pub tables: Vec<(String, Vec<Plain>)>,
    /// How many tokens are good now.
    pub tokens: usize,
}

/// A request that keeps the rules of its types, where no example has one.
pub(crate) fn made_up(vendor: &Vendor, operation: &vendor_model::model::Operation) -> vendor_model::model::Value {
    invent::record(vendor, operation.request, 0)
}

impl World {
    /// Every vendor whose spec the crate carries.
    ///
    /// # Errors
    ///
    /// When a spec that was built in has mistakes, which the crate's tests rule out.
    pub fn carried() -> io::Result<Self> {
        let (vendors, ways) = carried::carried()?;
        Ok(Self::with(vendors, ways))
    }

    /// Those of them that have one of these names; all, if there is none.
    ///
    /// # Errors
    ///
    /// When there is no vendor of a name.
    pub fn carried_only(names: &[String]) -> io::Result<Self> {
        let (vendors, ways) = carried::only(names)?;
        Ok(Self::with(vendors, ways))
    }

    /// The vendors of a folder of specs, each with its `sandbox.yaml` if it has one; or those that have one of these
    /// names.
    ///
    /// # Errors
    ///
    /// When the folder can't be read, a spec has mistakes, or there is no vendor of a name.
    pub fn of_folder(folder: &Path, names: &[String]) -> io::Result<Self> {
        let (vendors, ways) = carried::folder(folder, names)?;
        Ok(Self::with(vendors, ways))
    }

    /// These vendors, without any `sandbox.yaml`: nothing is remembered but tokens.
    pub fn of(vendors: impl Into<Arc<[Vendor]>>) -> Self {
        let vendors = vendors.into();
        let ways = vendors.iter().map(|_| Ways::default()).collect();
        Self::with(vendors, ways)
    }

    fn with(vendors: Arc<[Vendor]>, ways: Arc<[Ways]>) -> Self {
        let keys = vendors.iter().zip(ways.iter()).map(|(vendor, ways)| Keys::of(vendor, ways)).collect();
        let world = Self {
            vendors,
            ways,
            keys,
            clock: Clock::default(),
            states: Mutex::new(Vec::new()),
            asked: Mutex::new(Asked::default()),
        };
        world.reset();
        world
    }

    /// The vendors, as a server shares them.
    pub(crate) fn vendors_shared(&self) -> Arc<[Vendor]> {
        self.vendors.clone()
    }

    /// The vendors.
    pub fn vendors(&self) -> &[Vendor] {
        &self.vendors
    }

    /// The clock that all vendors follow.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The credentials that a vendor takes here; none if there is no such vendor.
    pub fn keys(&self, vendor: &str) -> Option<&Keys> {
        self.keys.get(self.index(vendor)?)
    }

    /// Lets a vendor take these credentials instead of its own, such as those that a client was given already.
    #[must_use]
    pub fn taking(mut self, vendor: &str, keys: Keys) -> Self {
        let index = self.index(vendor);
        if let Some(known) = index.and_then(|index| self.keys.get_mut(index)) {
            *known = keys;
        }
        self
    }

    /// Forgets all that happened: the state is again what `sandbox.yaml` says of the beginning.
    pub fn reset(&self) {
        let now = self.clock.now();
        *self.states() = self.ways.iter().map(|ways| State::seeded(ways, now)).collect();
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// What a vendor remembers; none if there is no such vendor.
    pub fn memory(&self, vendor: &str) -> Option<Memory> {
        let index = self.index(vendor)?;
        let (ways, now) = (self.ways.get(index)?, self.clock.now());
        let states = self.states();
        let state = states.get(index)?;
        let mut accounts = Vec::new();
        for (name, account) in &ways.accounts {
            let kept = state.accounts.get(name);
            for (of, sum) in kept.into_iter().flatten() {
                accounts.push((name.clone(), of.clone(), sum.digits()));
            }
            if kept.is_none_or(std::collections::BTreeMap::is_empty) {
                accounts.push((name.clone(), String::new(), account.starts.clone()));
            }
        }
        let rows = |name: &String| (name.clone(), state.tables.get(name).cloned().unwrap_or_default());
        let good = |token: &&Issued| token.until.is_none_or(|until| now < until);
        Some(Memory {
            accounts,
            tables: ways.tables.keys().map(rows).collect(),
            tokens: state.tokens.iter().filter(good).count(),
        })
    }

    /// What is in an account now, as digits. `of` is whose it is, empty where there is one only.
    pub fn balance(&self, vendor: &str, account: &str, of: &str) -> Option<String> {
        let index = self.index(vendor)?;
        let ways = self.ways.get(index).filter(|ways| ways.accounts.contains_key(account))?;
        Some(self.states().get(index)?.sum(ways, account, of).digits())
    }

    /// Lets something happen at a vendor that no call causes, such as buying credit.
    ///
    /// # Errors
    ///
    /// When the vendor's `sandbox.yaml` has no such event, or the event is refused.
    pub fn happen(&self, vendor: &str, event: &str, amount: &str) -> Result<(), String> {
        let index = self.index(vendor).ok_or_else(|| format!("there is no vendor `{vendor}`"))?;
        let ways = self.ways.get(index).ok_or("there is no such vendor")?;
        let steps = ways.events.get(event).ok_or_else(|| {
            let known: Vec<&str> = ways.events.keys().map(String::as_str).collect();
            format!("{vendor} has no event `{event}`; known are: {}", known.join(", "))
        })?;
        let amount = plain::Sum::of(amount).ok_or_else(|| format!("`{amount}` is no number"))?.digits();
        let mut given = Given { amount: Plain::Number(amount), now: self.clock.now(), ..Given::default() };
        let mut states = self.states();
        let state = states.get_mut(index).ok_or("there is no such vendor")?;
        let before = state.mark();
        steps::steps(steps, state, ways, &mut given).map_err(|code| {
            state.restore(before);
            format!("refused with code {code}")
        })
    }

    /// Names of the events of a vendor.
    pub fn events(&self, vendor: &str) -> Vec<&str> {
        let ways = self.index(vendor).and_then(|index| self.ways.get(index));
        ways.map_or_else(Vec::new, |ways| ways.events.keys().map(String::as_str).collect())
    }

    /// The next call of an operation gets this answer, whatever it says. Several are given in the order of asking.
    ///
    /// # Errors
    ///
    /// When no vendor has such an operation, code or arm.
    pub fn next(&self, operation: &str, ask: impl Into<Ask>) -> Result<(), String> {
        let ask = ask.into();
        let known = self.vendors.iter().filter_map(|vendor| Some((vendor, vendor.operation(operation)?)));
        let known: Vec<_> = known.collect();
        if known.is_empty() {
            return Err(format!("no vendor has an operation `{operation}`"));
        }
        if !known.iter().any(|(vendor, operation)| ask.is_possible(vendor, operation)) {
            return Err(format!("`{operation}` has no {ask}"));
        }
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(operation, ask);
        Ok(())
    }

    /// Reads a request, with what the vendor takes beside what its page shows.
    pub fn read(&self, request: &Request) -> Reading {
        self.read_at(None, request)
    }

    /// The same for a request that came to the address of a vendor, by its index.
    pub(crate) fn read_at(&self, at: Option<usize>, request: &Request) -> Reading {
        lenient::read(self, at, request)
    }

    /// The answer to a request.
    pub fn answer(&self, request: &Request) -> crate::Answer {
        self.serve(None, request).answer
    }

    /// What comes of a request. `vendor` is the one whose own address it came to; without it, the vendor is found by
    /// the path, which may begin with its name: `/acme/v1/balance`.
    pub fn serve(&self, vendor: Option<&str>, request: &Request) -> Served {
        let at = vendor.and_then(|vendor| self.index(vendor));
        let reading = self.read_at(at, request);
        let (answer, done) = self.answer_read(at, request, &reading);
        Served { reading, answer, done }
    }

    /// Replies of an operation, made from types: records of its response, with what must be there and with what may.
    /// None if there is no such operation.
    pub fn samples(&self, vendor: &str, operation: &str) -> Option<[vendor_model::model::Value; 2]> {
        let vendor = self.vendors.get(self.index(vendor)?)?;
        let (id, now) = (vendor.operation(operation)?.response, self.clock.now());
        Some([invent::record(vendor, id, now), invent::whole_record(vendor, id, now)])
    }

    /// What is simulated for no vendor.
    pub fn limits() -> &'static [&'static str] {
        LIMITS
    }

    /// What of the vendors is not simulated, each with the vendor's name; see [`World::limits`] for what none has.
    pub fn not_simulated(&self) -> Vec<(String, String)> {
        let own = |(vendor, ways): (&Vendor, &Ways)| {
            ways.not_simulated.iter().map(|says| (vendor.name.clone(), says.clone())).collect::<Vec<_>>()
        };
        self.vendors.iter().zip(self.ways.iter()).flat_map(own).collect()
    }

    fn index(&self, vendor: &str) -> Option<usize> {
        self.vendors.iter().position(|known| known.name == vendor)
    }

    fn states(&self) -> MutexGuard<'_, Vec<State>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
