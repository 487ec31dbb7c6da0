//! Lets an application watch its calls: to keep a ledger of its own, or to stop them.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::code::{Code, Safety};
use super::error::{Error, Origin};

/// Is told of each request before its first byte leaves, and of what became of the call.
///
/// An application that writes "about to send" durably in [`on_sending`](Hook::on_sending) can tell after a
/// crash which calls are in doubt. The methods run on the task of the call: they should be quick, and must
/// not panic.
pub trait Hook: Send + Sync {
    /// An attempt is about to be made; no byte has left. With `Break` it is not made, and the call ends as
    /// [`NotSent`](Error::NotSent), unless an earlier attempt leaves it in doubt.
    fn on_sending(&self, event: &Event) -> ControlFlow<()> {
        let _ = event;
        ControlFlow::Continue(())
    }

    /// An attempt is over: with an answer of this HTTP status, or without one.
    fn on_sent(&self, event: &Event, status: Option<u16>) {
        let _ = (event, status);
    }

    /// The call is over. It comes exactly once for each call, also if the call was refused before it was
    /// sent, and also if its future was dropped: [`Outcome::InDoubt`] then, unless nothing had been sent.
    fn on_finished(&self, event: &Event, outcome: Outcome) {
        let _ = (event, outcome);
    }
}

/// What is known of a call while it is under way. No credential and no value of the request.
#[derive(Clone, Debug)]
pub struct Event {
    pub(crate) origin: Origin,
    pub(crate) call: u64,
    pub(crate) attempt: u32,
}

impl Event {
    /// The same for all events of a call, and for no other call of this process.
    pub fn call(&self) -> u64 {
        self.call
    }

    /// The vendor's name in code.
    pub fn vendor(&self) -> &'static str {
        self.origin.vendor.name
    }

    /// The operation's name in code.
    pub fn operation(&self) -> &'static str {
        self.origin.operation.name
    }

    /// May the operation be repeated?
    pub fn safety(&self) -> Safety {
        self.origin.safety()
    }

    /// The number of the attempt, from 1; 0 before there is any.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
}

/// How a call ended, without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The vendor said yes, and its answer was read.
    Done,
    /// See [`Error::Invalid`].
    Invalid,
    /// See [`Error::NotSent`].
    NotSent,
    /// See [`Error::Rejected`].
    Rejected,
    /// See [`Error::InDoubt`].
    InDoubt,
    /// See [`Error::Accepted`].
    Accepted,
}

impl Outcome {
    /// The outcome as a word, for logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Invalid => "invalid",
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::InDoubt => "in_doubt",
            Self::Accepted => "accepted",
        }
    }

    pub(crate) fn of<T, C: Code>(result: &Result<T, Error<C>>) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(Error::Invalid(_)) => Self::Invalid,
            Err(Error::NotSent(_)) => Self::NotSent,
            Err(Error::Rejected(_)) => Self::Rejected,
            Err(Error::InDoubt(_)) => Self::InDoubt,
            Err(Error::Accepted(_)) => Self::Accepted,
        }
    }
}

/// Sees to it that a call is reported as finished once, also if its future is dropped.
pub(crate) struct Watch {
    hook: Option<Arc<dyn Hook>>,
    event: Event,
    /// What to report if the future is dropped now.
    on_drop: Outcome,
    /// An attempt may have arrived: no later one can undo it.
    was_in_doubt: bool,
}

impl Watch {
    pub(crate) fn new(hook: Option<Arc<dyn Hook>>, event: Event) -> Self {
        Self { hook, event, on_drop: Outcome::NotSent, was_in_doubt: false }
    }

    /// The next attempt. `Break`: the application does not want it.
    pub(crate) fn sending(&mut self, attempt: u32) -> ControlFlow<()> {
        self.event.attempt = attempt;
        if let Some(hook) = &self.hook {
            hook.on_sending(&self.event)?;
        }
        self.on_drop = Outcome::InDoubt;
        ControlFlow::Continue(())
    }

    /// The attempt is over, with this outcome.
    pub(crate) fn sent(&mut self, status: Option<u16>, outcome: Outcome) {
        self.was_in_doubt |= outcome == Outcome::InDoubt;
        self.on_drop = if self.was_in_doubt { Outcome::InDoubt } else { outcome };
        if let Some(hook) = &self.hook {
            hook.on_sent(&self.event, status);
        }
    }

    pub(crate) fn attempt(&self) -> u32 {
        self.event.attempt
    }

    pub(crate) fn finish(mut self, outcome: Outcome) {
        self.on_drop = outcome;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(hook) = &self.hook {
            hook.on_finished(&self.event, self.on_drop);
        }
    }
}
