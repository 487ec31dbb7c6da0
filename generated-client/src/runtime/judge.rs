//! From an answer's bytes to what it says. Knows no vendor and no type of a reply, so it is compiled once.

use http::header::CONTENT_ENCODING;

use super::code::{Class, Format};
use super::error::InDoubtReason;
use super::malformed::Malformed;
use super::read::Value;
use super::reply::{self, Head, Payload, ReplyFacts, Verdict};
use super::transport::Received;

mod documents;

use documents::{Documents, NoArm};

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
    /// Nothing was done, says the vendor of all such answers.
    pub(crate) no_effect: bool,
    /// What the others say of several errors, of which these are the first.
    pub(crate) others: Vec<reply::Told>,
    /// The tables that say what the code means.
    pub(crate) tables: &'static [&'static str],
}

/// What the application wants of a payload.
pub(crate) type Read<'r> = &'r mut (dyn FnMut(Payload<'_>) -> Result<(), Malformed> + Send);

/// Reads an answer: first its outcome, and only then its payload.
pub(crate) fn judge(
    facts: &'static ReplyFacts,
    format: Format,
    received: &Received,
    is_known_code: &dyn Fn(&[&str], &str) -> bool,
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

    let decoded = facts.charset.map(|decode| decode(received.body(), received.headers()));
    let mut documents = Documents::new(received.body(), decoded.as_ref(), facts.names);
    let head = Head { status, headers: received.headers() };
    let (arm, root) = match documents.choose(arms, format, head, is_known_code) {
        Ok(chosen) => chosen,
        Err(NoArm::None) => return unclear(InDoubtReason::NoArm, None),
        Err(NoArm::Unreadable(malformed)) => {
            return unclear(InDoubtReason::Unreadable, Some(malformed));
        }
    };
    let payload = |value| Payload {
        arm: arm.name,
        verdict: arm.verdict,
        root,
        names: facts.names,
        value,
        status,
        headers: received.headers(),
        body: received.body(),
    };
    match arm.verdict {
        Verdict::Success | Verdict::Pending => {
            let value = match (root, arm.payload) {
                (Some(root), Some(path)) => reply::find(root, facts.names, path),
                _ => Ok(None),
            };
            match value.and_then(|value| read(payload(value))) {
                Ok(()) => Answer::Yes,
                Err(malformed) if malformed.is_in_doubt() => unclear(InDoubtReason::Unverified, Some(malformed)),
                Err(malformed) => Answer::YesUnreadable(malformed),
            }
        }
        // A refusal has nothing to read, but perhaps a signature.
        Verdict::Rejected => match read(payload(None)) {
            Err(malformed) if malformed.is_in_doubt() => unclear(InDoubtReason::Unverified, Some(malformed)),
            _ => Answer::No(words(facts, arm, root)),
        },
        Verdict::InDoubt => Answer::Unclear(InDoubtReason::VendorUnsure, None, words(facts, arm, root)),
    }
}

fn words(facts: &'static ReplyFacts, arm: &'static reply::Arm, root: Option<Value<'_>>) -> Words {
    let first_text = |paths| root.and_then(|root| reply::first_text(root, facts.names, paths));
    let code = first_text(arm.code).or_else(|| arm.stands_for.map(str::to_owned));
    let message = first_text(arm.message);
    let others = root.map(|root| reply::others(root, facts.names, arm.code, arm.message)).unwrap_or_default();
    Words { code, message, class: arm.class, no_effect: arm.no_effect, others, tables: arm.tables }
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

#[cfg(test)]
mod tests;
