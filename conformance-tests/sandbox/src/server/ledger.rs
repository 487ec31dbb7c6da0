//! What arrived.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::message::Request;
use crate::request::Reading;

/// A request that arrived whole.
#[derive(Clone, Debug)]
pub struct Received {
    /// From zero, in the order of arrival.
    pub number: usize,
    /// When its last byte was there.
    pub at: Instant,
    /// The connection that it came on, counted from zero.
    pub connection: usize,
    /// As it stood on the wire. Header names are in lower case.
    pub request: Request,
    /// What it says by the model.
    pub reading: Reading,
}

impl Received {
    /// The operation that it calls, if that is known.
    pub fn operation(&self) -> Option<&str> {
        self.reading.call.as_ref().map(|call| call.operation.as_str())
    }
}

/// Every request that arrived whole.
#[derive(Default)]
pub(super) struct Ledger {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    received: Vec<Received>,
    connections: usize,
    unread: usize,
}

impl Ledger {
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

    pub(super) fn unread(&self) -> usize {
        self.state().unread
    }

    pub(super) fn add(&self, connection: usize, request: Request, reading: Reading) -> Received {
        let mut state = self.state();
        let received = Received { number: state.received.len(), at: Instant::now(), connection, request, reading };
        state.received.push(received.clone());
        self.changed.notify_all();
        received
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    pub(super) fn count(&self, wanted: impl Fn(&Received) -> bool) -> usize {
        self.state().received.iter().filter(|r| wanted(r)).count()
    }

    pub(super) fn clear(&self) {
        self.state().received.clear();
    }

    pub(super) fn wait_for(&self, count: usize, time: Duration) -> bool {
        let state = self.state();
        let waited = self.changed.wait_timeout_while(state, time, |state| state.received.len() < count);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.received.len() >= count
    }
}
