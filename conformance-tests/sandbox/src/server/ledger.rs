//! What arrived, and what came of it.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::broadcast;

use crate::callback::CalledBack;
use crate::message::{Answer, Request};
use crate::request::Reading;

/// A request that arrived whole.
#[derive(Clone)]
pub struct Received {
    /// From zero, in the order of arrival.
    pub number: usize,
    /// When its last byte was there.
    pub at: Instant,
    /// The same by the machine's clock.
    pub time: SystemTime,
    /// The connection that it came on, counted from zero.
    pub connection: usize,
    /// The vendor whose address it came to; none if it came to the address that all share.
    pub vendor: Option<String>,
    /// As it stood on the wire, secrets and all, but for the headers that tell the sandbox what to do. Header names
    /// are in lower case.
    pub request: Request,
    /// What it says by the model.
    pub reading: Reading,
    /// What came of it; none as long as nothing was answered.
    pub ended: Option<Ended>,
}

/// What came of a call.
#[derive(Clone)]
pub struct Ended {
    /// What the vendor did.
    pub did: Did,
    /// What the vendor answered, secrets and all; a fault may have kept it from arriving.
    pub answer: Option<Answer>,
    /// The status that went out; none if none did.
    pub status: Option<u16>,
    /// What went wrong on the way, in the words of [`Fault`](super::Fault).
    pub fault: Option<String>,
    /// From the last byte of the request to the answer.
    pub took: Duration,
}

impl Received {
    /// The operation that it calls, if that is known.
    pub fn operation(&self) -> Option<&str> {
        self.reading.call.as_ref().map(|call| call.operation.as_str())
    }

    /// The vendor that it calls: by its operation, else by its address.
    pub fn vendor(&self) -> Option<&str> {
        self.reading.call.as_ref().map(|call| call.vendor.as_str()).or(self.vendor.as_deref())
    }

    /// What the vendor did. [`Did::Nothing`] as long as it is at work.
    pub fn did(&self) -> Did {
        self.ended.as_ref().map_or(Did::Nothing, |ended| ended.did)
    }
}

/// What came of a call at the vendor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Did {
    /// It did what it was asked for.
    Done,
    /// It answered no, and did nothing.
    Refused,
    /// No vendor acted: a fault came first, no operation has this address, or a script answered.
    #[default]
    Nothing,
}

impl Did {
    /// The word for it, in the ledger's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Nothing => "nothing",
        }
    }
}

/// Shows what it was and what came of it, and nothing that could be secret.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("number", &self.number)
            .field("connection", &self.connection)
            .field("method", &self.request.method)
            .field("vendor", &self.vendor())
            .field("operation", &self.operation())
            .field("problems", &self.reading.problems)
            .field("did", &self.did())
            .field("status", &self.ended.as_ref().and_then(|ended| ended.status))
            .field("fault", &self.ended.as_ref().and_then(|ended| ended.fault.as_deref()))
            .finish_non_exhaustive()
    }
}

/// Every request that arrived whole.
pub(crate) struct Ledger {
    state: Mutex<State>,
    changed: Condvar,
    /// Numbers of requests of which something is new.
    news: broadcast::Sender<usize>,
    keeps: usize,
    keeps_bytes: usize,
}

#[derive(Default)]
struct State {
    received: VecDeque<Arc<Received>>,
    /// How many came before those that are kept.
    dropped: usize,
    /// Bytes of the bodies that are kept.
    bytes: usize,
    /// How often each operation of each vendor happened.
    happened: BTreeMap<(String, String), usize>,
    connections: usize,
    unread: usize,
    /// What vendors told applications.
    told: VecDeque<CalledBack>,
    told_before: usize,
}

/// Bytes of the bodies of a request and of its answer.
fn bytes(received: &Received) -> usize {
    let answer = received.ended.as_ref().and_then(|ended| ended.answer.as_ref());
    received.request.body.len() + answer.map_or(0, |answer| answer.body.len())
}

impl State {
    fn count(&self) -> usize {
        self.dropped + self.received.len()
    }

    /// Drops the oldest.
    fn keep(&mut self, count: usize, bytes_at_most: usize) {
        while self.received.len() > count || (self.bytes > bytes_at_most && self.received.len() > 1) {
            let Some(oldest) = self.received.pop_front() else { return };
            self.bytes = self.bytes.saturating_sub(bytes(&oldest));
            self.dropped += 1;
        }
    }

    fn get_mut(&mut self, number: usize) -> Option<&mut Arc<Received>> {
        self.received.get_mut(number.checked_sub(self.dropped)?)
    }
}

impl Ledger {
    /// Keeps the last so many requests, and so many bytes of them.
    pub(super) fn new(keeps: usize, keeps_bytes: usize) -> Self {
        let (news, _) = broadcast::channel(256);
        Self { state: Mutex::default(), changed: Condvar::new(), news, keeps: keeps.max(1), keeps_bytes }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a connection, and gives its number.
    pub(super) fn connected(&self) -> usize {
        let mut state = self.state();
        state.connections += 1;
        state.connections - 1
    }

    pub(super) fn connections(&self) -> usize {
        self.state().connections
    }

    /// Counts a call that was reset before it was read.
    pub(super) fn left_unread(&self) {
        self.state().unread += 1;
        self.changed.notify_all();
    }

    pub(crate) fn unread(&self) -> usize {
        self.state().unread
    }

    pub(super) fn add(
        &self,
        connection: usize,
        vendor: Option<&str>,
        request: Request,
        reading: Reading,
    ) -> Arc<Received> {
        let mut state = self.state();
        let received = Arc::new(Received {
            number: state.count(),
            at: Instant::now(),
            time: SystemTime::now(),
            connection,
            vendor: vendor.map(str::to_owned),
            request,
            reading,
            ended: None,
        });
        state.bytes += bytes(&received);
        state.received.push_back(received.clone());
        state.keep(self.keeps, self.keeps_bytes);
        self.changed.notify_all();
        drop(self.news.send(received.number));
        received
    }

    /// Says what came of a request.
    pub(super) fn end(&self, received: Arc<Received>, ended: Ended) {
        let mut state = self.state();
        if ended.did == Did::Done
            && let Some((vendor, operation)) = received.vendor().zip(received.operation())
        {
            *state.happened.entry((vendor.to_owned(), operation.to_owned())).or_default() += 1;
        }
        let (number, at) = (received.number, received.at);
        // Where nobody else looks at it, it is written to and not copied.
        drop(received);
        if let Some(kept) = state.get_mut(number).filter(|kept| kept.at == at) {
            let more = ended.answer.as_ref().map_or(0, |answer| answer.body.len());
            Arc::make_mut(kept).ended = Some(ended);
            state.bytes += more;
            state.keep(self.keeps, self.keeps_bytes);
        }
        self.changed.notify_all();
        drop(self.news.send(number));
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.kept().iter().map(|received| Received::clone(received)).collect()
    }

    /// The requests that are kept, in order.
    pub(crate) fn kept(&self) -> Vec<Arc<Received>> {
        self.state().received.iter().cloned().collect()
    }

    /// The last of them, the newest first.
    pub(crate) fn last(&self, count: usize) -> Vec<Arc<Received>> {
        self.state().received.iter().rev().take(count).cloned().collect()
    }

    pub(crate) fn get(&self, number: usize) -> Option<Arc<Received>> {
        self.state().get_mut(number).map(|received| received.clone())
    }

    pub(super) fn count(&self, wanted: impl Fn(&Received) -> bool) -> usize {
        self.state().received.iter().filter(|r| wanted(r)).count()
    }

    /// How often each operation of each vendor happened.
    pub(crate) fn happened(&self) -> BTreeMap<(String, String), usize> {
        self.state().happened.clone()
    }

    /// Numbers of requests of which something is new, from now on.
    pub(crate) fn news(&self) -> broadcast::Receiver<usize> {
        self.news.subscribe()
    }

    /// Keeps what a vendor told, under its number.
    pub(super) fn told(&self, called: CalledBack) -> CalledBack {
        let mut state = self.state();
        let called = CalledBack { number: state.told_before + state.told.len(), ..called };
        state.told.push_back(called.clone());
        while state.told.len() > self.keeps {
            state.told.pop_front();
            state.told_before += 1;
        }
        self.changed.notify_all();
        called
    }

    pub(crate) fn called_back(&self) -> Vec<CalledBack> {
        self.state().told.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        let mut state = self.state();
        state.told.clear();
        state.told_before = 0;
        state.received.clear();
        state.happened.clear();
        state.dropped = 0;
        state.bytes = 0;
    }

    pub(super) fn wait_for(&self, count: usize, time: Duration) -> bool {
        let state = self.state();
        let waited = self.changed.wait_timeout_while(state, time, |state| state.count() < count);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.count() >= count
    }
}
