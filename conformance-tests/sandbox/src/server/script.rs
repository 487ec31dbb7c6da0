//! What the server will do with the calls to come.

use std::collections::VecDeque;

use super::{Act, Received};
use crate::message::Answer;

/// What the server does with the calls to come: first what is queued, in order, then what the handler says.
///
/// Calls beyond the script are answered by the vendors that the sandbox plays; if it plays none, they get a 501
/// that says so.
#[derive(Default)]
pub struct Script {
    queue: VecDeque<Act>,
    handler: Option<Box<Handler>>,
}

type Handler = dyn FnMut(&Received) -> Act + Send;

impl Script {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same answer to every call.
    pub fn always(answer: impl Into<Act>) -> Self {
        let act = answer.into();
        Self::handler(move |_| act.clone())
    }

    /// What the handler says, for every call.
    pub fn handler(handler: impl FnMut(&Received) -> Act + Send + 'static) -> Self {
        Self::new().otherwise(handler)
    }

    /// Adds what is done with the next call that nothing is queued for.
    #[must_use]
    pub fn then(mut self, act: impl Into<Act>) -> Self {
        self.push(act.into());
        self
    }

    /// What is done when the queue is empty.
    #[must_use]
    pub fn otherwise(mut self, handler: impl FnMut(&Received) -> Act + Send + 'static) -> Self {
        self.handler = Some(Box::new(handler));
        self
    }

    pub(super) fn push(&mut self, act: Act) {
        self.queue.push_back(act);
    }

    /// Whether the next act is done before anything is read.
    pub(super) fn is_unread(&self) -> bool {
        self.queue.front() == Some(&Act::ResetUnread)
    }

    /// Takes the next act if it is done before anything is read.
    pub(super) fn take_unread(&mut self) -> bool {
        let unread = self.is_unread();
        if unread {
            self.queue.pop_front();
        }
        unread
    }

    /// What is done with this call; none if the script has no more to say.
    pub(super) fn next(&mut self, received: &Received) -> Option<Act> {
        self.queue.pop_front().or_else(|| self.handler.as_mut().map(|handler| handler(received)))
    }

    pub(super) fn waiting(&self) -> usize {
        self.queue.len()
    }
}

impl From<Answer> for Script {
    fn from(answer: Answer) -> Self {
        Self::always(answer)
    }
}

impl From<Act> for Script {
    fn from(act: Act) -> Self {
        Self::always(act)
    }
}
