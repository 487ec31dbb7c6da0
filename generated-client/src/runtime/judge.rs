//! From an answer's bytes to what it says. Knows no vendor and no type of a reply, so it is compiled once.

use http::header::CONTENT_ENCODING;

use super::code::{Class, Format};
use super::error::InDoubtReason;
use super::malformed::Malformed;
use super::read::{Document, Limits, Value};
use super::reply::{self, NoArm, Payload, ReplyFacts, Verdict};
use super::transport::Received;

/// What an answer says.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Yes, and the payload has been read.
    Yes,
    /// Yes, but the payload can't be read.
    YesUnreadable(Malformed),
    /// No.
    No(Words),
    /// Nothing that could be relied on.
    Unclear(InDoubtReason, Option<Malformed>, Words),
}

/// The vendor's words in an answer, not yet redacted.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) class: Option<Class>,
}

/// What the application wants of a payload.
pub(crate) type Read<'r> = &'r mut (dyn FnMut(Payload<'_>) -> Result<(), Malformed> + Send);

/// Reads an answer: first its outcome, and only then its payload.
pub(crate) fn judge(
    facts: &'static ReplyFacts,
    format: Format,
    received: &Received,
    is_known_code: &dyn Fn(&str) -> bool,
    read: Read<'_>,
) -> Answer {
    let status = received.status().as_u16();
    if received.status().is_redirection() {
        return unclear(InDoubtReason::Redirect, None);
    }
    // Part of an answer, or one in a dress that nobody asked for, is not an answer.
    if status == 206 || is_encoded(received) {
        return unclear(InDoubtReason::Unreadable, None);
    }
    let Some(arms) = facts.arms(format) else {
        return unclear(InDoubtReason::NoArm, None);
    };

    let document = match format {
        Format::Json => Document::json(received.body(), Limits::default()),
        Format::Xml => Document::xml(received.body(), Limits::default()),
    };
    let document = match document {
        Ok(document) => document,
        Err(malformed) => {
            // A status alone is believed only where it blames the request, and the page says so: a page of
            // something in between may come with any other.
            let arm = reply::choose(arms, facts.names, status, None, is_known_code).ok();
            return match arm {
                Some(arm) if arm.verdict == Verdict::Rejected && (400..500).contains(&status) => {
                    Answer::No(Words {
                        class: arm.class,
                        ..Words::default()
                    })
                }
                _ => unclear(InDoubtReason::Unreadable, Some(malformed)),
            };
        }
    };
    let root = document.root();

    let arm = match reply::choose(arms, facts.names, status, Some(root), is_known_code) {
        Ok(arm) => arm,
        Err(NoArm::None) => return unclear(InDoubtReason::NoArm, None),
        Err(NoArm::Ambiguous(malformed)) => {
            return unclear(InDoubtReason::Unreadable, Some(malformed));
        }
    };
    match arm.verdict {
        Verdict::Success | Verdict::Pending => {
            let value = match arm
                .payload
                .map(|path| reply::find(root, facts.names, path))
                .transpose()
            {
                Ok(value) => value.flatten(),
                Err(malformed) => return Answer::YesUnreadable(malformed),
            };
            match read(Payload {
                arm: arm.name,
                value,
                status,
                headers: received.headers(),
            }) {
                Ok(()) => Answer::Yes,
                Err(malformed) => Answer::YesUnreadable(malformed),
            }
        }
        Verdict::Rejected => Answer::No(words(facts, arm, root)),
        Verdict::InDoubt => {
            Answer::Unclear(InDoubtReason::VendorUnsure, None, words(facts, arm, root))
        }
    }
}

fn words(facts: &'static ReplyFacts, arm: &'static reply::Arm, root: Value<'_>) -> Words {
    Words {
        code: reply::first_text(root, facts.names, arm.code),
        message: reply::first_text(root, facts.names, arm.message),
        class: arm.class,
    }
}

fn unclear(reason: InDoubtReason, malformed: Option<Malformed>) -> Answer {
    Answer::Unclear(reason, malformed, Words::default())
}

fn is_encoded(received: &Received) -> bool {
    received
        .headers()
        .get_all(CONTENT_ENCODING)
        .iter()
        .any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity") && !value.is_empty())
}
