//! The server: addresses, a script, faults, whatever plays the vendors, and a ledger.

mod act;
mod answer;
mod builder;
mod connection;
mod fault;
mod ledger;
mod plan;
mod response;
mod script;
mod send;
mod socket;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use vendor_model::Vendor;

pub use act::Act;
pub use answer::FAULT_HEADER;
pub use builder::{Builder, Limits};
pub use fault::{Fault, FaultError};
pub use ledger::{Did, Ended, Received};
pub use plan::{Planned, Random};
pub use script::Script;

pub(crate) use response::{Response, response};

use ledger::Ledger;
use plan::Plan;

use crate::behave::{Ask, World};
use crate::callback::{CallBack, CalledBack, Calling};

/// A server on free ports of the loopback address. It runs on a thread of its own and is gone when dropped.
///
/// There is an address for each vendor, where it answers as the real one would, also to what it does not know. And
/// there is one that all share: it answers the operations of all of them, has a page for people at `/`, and takes
/// orders at `/-/`, as described in the README.
///
/// ```
/// use vendor_sandbox::{Act, Answer, Sandbox, Script};
///
/// let script = Script::new().then(Act::Reset).then(Answer::json("{}"));
/// let sandbox = Sandbox::scripted(Vec::new(), script)?;
/// let base = sandbox.url(); // what a client is given instead of the vendor's address
/// assert!(base.starts_with("http://127.0.0.1:"));
/// assert_eq!(sandbox.received().len(), 0);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Sandbox {
    shared: Arc<Shared>,
    /// The thread that serves.
    runtime: tokio::runtime::Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What every connection has in common.
pub(crate) struct Shared {
    pub(crate) vendors: Arc<[Vendor]>,
    pub(crate) ledger: Ledger,
    pub(crate) limits: Limits,
    /// The address that all share, and one for each vendor.
    front: SocketAddr,
    addresses: Vec<SocketAddr>,
    script: Mutex<Script>,
    plan: Mutex<Plan>,
    /// What plays the vendors; none if a script does.
    pub(crate) world: Option<Arc<World>>,
    /// Tokens that people may try, by vendor and kind, and when each was issued by the vendors' clock.
    tokens: Mutex<BTreeMap<TokenKey, (String, i64)>>,
}

/// The vendor, which of its tokens, and whether it is what gets the next one.
type TokenKey = (String, usize, bool);

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    fn script(&self) -> MutexGuard<'_, Script> {
        locked(&self.script)
    }

    pub(crate) fn plan(&self) -> MutexGuard<'_, Plan> {
        locked(&self.plan)
    }

    /// Names and texts of the credentials that a vendor takes.
    pub(crate) fn credentials(&self, vendor: &str) -> Vec<(String, String)> {
        let keys = self.world.as_ref().and_then(|world| world.keys(vendor));
        keys.map(|keys| keys.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect())
            .unwrap_or_default()
    }

    /// A token of a vendor's kinds that it takes, the same for an hour.
    pub(crate) fn test_token(&self, vendor: &str, kind: usize) -> Option<String> {
        self.kept_token((vendor.to_owned(), kind, false), |world| world.token_of(vendor, kind))
    }

    /// What gets the next token of a kind, the same for an hour.
    pub(crate) fn test_refresh(&self, vendor: &str, kind: usize) -> Option<String> {
        self.kept_token((vendor.to_owned(), kind, true), |world| world.refresh_of(vendor, kind))
    }

    fn kept_token(&self, key: TokenKey, issue: impl FnOnce(&World) -> Option<String>) -> Option<String> {
        let world = self.world.as_ref()?;
        let now = world.clock().now();
        let mut tokens = locked(&self.tokens);
        if let Some((text, issued)) = tokens.get(&key)
            && (0..3_600_000).contains(&(now - issued))
        {
            return Some(text.clone());
        }
        let text = issue(world)?;
        tokens.insert(key, (text.clone(), now));
        Some(text)
    }

    pub(crate) fn vendor_name(&self, index: usize) -> Option<&str> {
        self.vendors.get(index).map(|vendor| vendor.name.as_str())
    }

    /// The address that all share.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.front)
    }

    /// The address of a vendor.
    pub(crate) fn url_of(&self, vendor: &str) -> Option<String> {
        let index = self.vendors.iter().position(|known| known.name == vendor)?;
        self.addresses.get(index).map(|address| format!("http://{address}"))
    }

    /// Where a redirect leads that names no place. Who follows it is in the ledger.
    fn elsewhere(&self) -> String {
        format!("{}/elsewhere", self.url())
    }

    /// Forgets everything that happened, and everything that was asked for.
    pub(crate) fn reset(&self) {
        self.plan().clear();
        locked(&self.tokens).clear();
        if let Some(world) = &self.world {
            world.reset();
        }
        self.issue_tokens();
        self.ledger.clear();
    }

    /// Issues the tokens for people first, so that they are the same after each reset.
    fn issue_tokens(&self) {
        for vendor in self.vendors.iter() {
            for kind in 0..vendor.tokens.len() {
                drop((self.test_token(&vendor.name, kind), self.test_refresh(&vendor.name, kind)));
            }
        }
    }
}

impl Sandbox {
    /// Starts the vendors whose specs are built in. They behave as their specs say.
    ///
    /// # Errors
    ///
    /// When no port or no thread can be had.
    pub fn start() -> io::Result<Self> {
        Self::play(World::carried()?)
    }

    /// Starts these vendors.
    ///
    /// # Errors
    ///
    /// When no port or no thread can be had.
    pub fn play(world: World) -> io::Result<Self> {
        Self::builder(Vec::new()).world(world).start()
    }

    /// Starts a server for these vendors that answers by a script only.
    ///
    /// # Errors
    ///
    /// When no port or no thread can be had.
    pub fn scripted(vendors: impl Into<Arc<[Vendor]>>, script: impl Into<Script>) -> io::Result<Self> {
        Self::builder(vendors).script(script).start()
    }

    /// A server for these vendors, with settings of its own.
    pub fn builder(vendors: impl Into<Arc<[Vendor]>>) -> Builder {
        Builder::new(vendors.into())
    }

    /// The address that all vendors share, as `http://127.0.0.1:4711`.
    pub fn url(&self) -> String {
        self.shared.url()
    }

    /// The address of one vendor; none if it is not served.
    pub fn url_of(&self, vendor: &str) -> Option<String> {
        self.shared.url_of(vendor)
    }

    /// The address that all vendors share.
    pub fn address(&self) -> SocketAddr {
        self.shared.front
    }

    /// The vendors that it serves.
    pub fn vendors(&self) -> &[Vendor] {
        &self.shared.vendors
    }

    /// What plays the vendors: their credentials, what they keep, their clock; none if a script answers.
    pub fn world(&self) -> Option<&World> {
        self.shared.world.as_deref()
    }

    /// Names and texts of the credentials that a vendor takes.
    pub fn credentials(&self, vendor: &str) -> Vec<(String, String)> {
        self.shared.credentials(vendor)
    }

    /// `curl` lines that work as they stand, one for each format of an operation.
    ///
    /// # Errors
    ///
    /// When there is no such operation, or no line can be written for it, such as one that needs a signature.
    pub fn curl_lines(&self, vendor: &str, operation: &str) -> Result<Vec<String>, String> {
        let vendor = self.vendors().iter().find(|known| known.name == vendor).ok_or("there is no such vendor")?;
        let operation = vendor.operation(operation).ok_or("there is no such operation")?;
        crate::sample::curl_lines(&self.shared, vendor, operation)
    }

    /// The credential of that name which a vendor takes, to be given to a client. Empty if there is none.
    pub fn credential(&self, vendor: &str, name: &str) -> String {
        let found = self.shared.credentials(vendor).into_iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text).unwrap_or_default()
    }

    /// Queues what is done with a call to come, instead of anything that the vendor does.
    pub fn push(&self, act: impl Into<Act>) {
        self.shared.script().push(act.into());
    }

    /// Replaces what is left of the script.
    pub fn script(&self, script: impl Into<Script>) {
        *self.shared.script() = script.into();
    }

    /// How many acts are queued.
    pub fn waiting(&self) -> usize {
        self.shared.script().waiting()
    }

    /// Lets the next call go wrong, in the words of [`Fault`].
    ///
    /// # Errors
    ///
    /// When the text names no fault.
    pub fn fault(&self, words: &str) -> Result<(), FaultError> {
        self.plan_fault(Planned { fault: words.parse()?, vendor: None, operation: None, times: 1 })
    }

    /// Lets calls to come go wrong.
    ///
    /// # Errors
    ///
    /// When calls of one operation are to be left unread: which one it is would not be known.
    pub fn plan_fault(&self, planned: Planned) -> Result<(), FaultError> {
        self.shared.plan().push(planned).map_err(FaultError::new)
    }

    /// Lets calls to the vendors' own addresses go wrong at random, from now on; none ends that.
    pub fn random_faults(&self, random: Option<Random>) {
        self.shared.plan().set_random(random);
    }

    /// Lets the next call of an operation be answered so: with a code of the vendor, or an arm.
    ///
    /// # Errors
    ///
    /// When no vendor has such an operation, code or arm, or a script plays the vendors.
    pub fn answer_next(&self, operation: &str, ask: impl Into<Ask>) -> Result<(), String> {
        self.shared.world.as_ref().ok_or("a script plays the vendors")?.next(operation, ask)
    }

    /// Every request that arrived whole, in order, or the last [`Limits::ledger`] of them.
    pub fn received(&self) -> Vec<Received> {
        self.shared.ledger.received()
    }

    /// How often an operation was called, whatever was wrong with the requests.
    pub fn count(&self, operation: &str) -> usize {
        self.shared.ledger.count(|received| received.operation() == Some(operation))
    }

    /// How often an operation really happened at the vendor, whatever became of the answers.
    pub fn happened(&self, operation: &str) -> usize {
        self.shared.ledger.happened().iter().filter(|((_, name), _)| name == operation).map(|(_, count)| count).sum()
    }

    /// How many calls were reset before they were read.
    pub fn unread(&self) -> usize {
        self.shared.ledger.unread()
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.shared.ledger.connections()
    }

    /// Lets a vendor call an application of this machine back, as its spec says: with the signature that the page
    /// asks for, and once. Await what it gives, or [wait](Calling::wait) for it.
    ///
    /// # Errors
    ///
    /// When no vendor has such a callback, arm or field, a value is none of its type, or the address is no address.
    pub fn call_back(&self, order: &CallBack) -> Result<Calling, String> {
        let ready = self.shared.ready(order)?;
        let (tell, told) = oneshot::channel();
        let shared = self.shared.clone();
        self.runtime.spawn(async move { drop(tell.send(shared.call_back(ready).await)) });
        Ok(Calling(told))
    }

    /// What vendors told applications, in order.
    pub fn called_back(&self) -> Vec<CalledBack> {
        self.shared.ledger.called_back()
    }

    /// Forgets what was received.
    pub fn forget(&self) {
        self.shared.ledger.clear();
    }

    /// Begins anew: nothing was received, nothing is queued, and the vendors keep what they had at the start.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// Blocks until so many requests have arrived in all. False if that takes longer than `time`.
    pub fn wait_for(&self, count: usize, time: Duration) -> bool {
        self.shared.ledger.wait_for(count, time)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Dropping the sender is the sign to stop.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// The base address of a port of this machine where nobody listens: connections are refused.
///
/// # Errors
///
/// When no port can be had.
pub fn nobody_listens() -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(format!("http://{}", listener.local_addr()?))
}

/// Takes connections to the address of a vendor, or to the one that all share.
async fn accept(listener: TcpListener, vendor: Option<usize>, places: Arc<Semaphore>, shared: Arc<Shared>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let number = shared.ledger.connected();
                let shared = shared.clone();
                tokio::spawn(async move {
                    connection::serve(stream, number, vendor, shared).await;
                    drop(place);
                });
            }
            // Such as too many open files: it passes.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}
