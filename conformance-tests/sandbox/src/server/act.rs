//! What the server does with a call.

use std::time::Duration;

use crate::message::Answer;

/// What the server does with a call: an answer, or one of the ways in which networks and vendors fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Answers.
    Answer(Answer),
    /// Resets the connection as soon as bytes arrive, without reading them. The call is not in the ledger.
    /// This can be queued only; a handler that gives it resets after reading.
    ResetUnread,
    /// Reads the whole request, then resets the connection.
    Reset,
    /// Reads the whole request, then closes the connection in order, without a byte.
    Close,
    /// Reads the whole request and never answers.
    Hang,
    /// Answers with a `content-length` of the whole body, but closes after so many bytes of it.
    Cut(Answer, usize),
    /// Answers byte by byte, with this pause before each.
    Drip(Answer, Duration),
    /// Answers, and writes the same answer once more on the connection, which stays open.
    Twice(Answer),
    /// Writes these bytes as they are, and closes.
    Raw(Vec<u8>),
    /// Waits, then does that.
    After(Duration, Box<Act>),
}

impl Act {
    /// A server error, with a body that says nothing.
    pub fn fails(status: u16) -> Self {
        Answer::text(status, "internal error").into()
    }

    /// A page for people with status 200.
    pub fn html() -> Self {
        Answer::html().into()
    }

    /// A redirect that asks to send the same request to another address.
    pub fn redirect(location: impl Into<String>) -> Self {
        Answer::redirect(location).into()
    }

    /// Bytes that are no HTTP.
    pub fn garbage() -> Self {
        Self::Raw(b"\x00\xff\x16\x03SSH-2.0-nothing here is HTTP\r\n\r\n".to_vec())
    }

    /// The status that goes out; none if none does.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Answer(answer) | Self::Cut(answer, _) | Self::Drip(answer, _) | Self::Twice(answer) => {
                Some(answer.status)
            }
            Self::After(_, act) => act.status(),
            Self::ResetUnread | Self::Reset | Self::Close | Self::Hang | Self::Raw(_) => None,
        }
    }

    /// How long it waits before it does anything.
    pub(super) fn pause(&self) -> Duration {
        match self {
            Self::After(pause, act) => pause.saturating_add(act.pause()),
            _ => Duration::ZERO,
        }
    }

    /// The same after a pause.
    pub fn after(self, pause: Duration) -> Self {
        Self::After(pause, Box::new(self))
    }
}

impl From<Answer> for Act {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

impl Answer {
    /// The head as it goes over the wire when HTTP is written by hand. The connection is closed after it.
    pub(super) fn head(&self) -> Vec<u8> {
        self.head_with("connection: close\r\n")
    }

    /// Head and body, on a connection that stays open.
    pub(super) fn kept_open(&self) -> Vec<u8> {
        [self.head_with("").as_slice(), &self.body].concat()
    }

    fn head_with(&self, connection: &str) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} \r\n", self.status).into_bytes();
        let lying = |name: &str| {
            ["content-length", "transfer-encoding", "connection"].iter().any(|n| name.eq_ignore_ascii_case(n))
        };
        for (name, value) in self.headers.iter().filter(|(name, _)| !lying(name)) {
            head.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        head.extend_from_slice(format!("content-length: {}\r\n{connection}\r\n", self.body.len()).as_bytes());
        head
    }
}
