//! What goes wrong with a call, in words that a header, a control endpoint, a command line and a test share.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::Act;
use crate::message::Answer;

/// What goes wrong with a call that the vendor would have answered.
///
/// As a text it is words between blanks: a pause, a trouble, and whether the vendor acts before it.
///
/// | words | what happens | does the vendor act? |
/// |---|---|---|
/// | `delay=250ms` | the answer comes late; goes with any other | yes |
/// | `reset-unread` | the connection is reset before the request is read | never |
/// | `reset` | the connection is reset after the request was read | yes |
/// | `close` | the connection is closed without a byte | yes |
/// | `hang` | no answer ever comes | yes |
/// | `cut=20` | the connection closes after so many bytes of the body | yes |
/// | `drip=50ms` | the answer comes byte by byte, with this pause before each | yes |
/// | `content-type=text/html` | the answer says that it is something else | yes |
/// | `garbage` | bytes that are no HTTP instead of the answer | yes |
/// | `duplicate` | the answer comes twice on one connection | yes |
/// | `html` | a page for people, with status 200 | no |
/// | `redirect`, `redirect=URL` | a 307 to another address; without one, to another origin of the sandbox | no |
/// | `status=503` | that status, with a text that means nothing | no |
/// | `effect=done`, `effect=nothing` | says otherwise whether the vendor acts | |
///
/// ```
/// use vendor_sandbox::Fault;
///
/// let fault: Fault = "delay=1s cut=10 effect=nothing".parse()?;
/// assert!(!fault.acts());
/// assert_eq!(fault.to_string(), "delay=1000ms cut=10 effect=nothing");
/// # Ok::<(), vendor_sandbox::FaultError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    pause: Option<Duration>,
    trouble: Option<Trouble>,
    acts: Option<bool>,
}

/// A way to fail.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Trouble {
    ResetUnread,
    Reset,
    Close,
    Hang,
    Cut(usize),
    Drip(Duration),
    ContentType(String),
    Garbage,
    Duplicate,
    Html,
    Redirect(Option<String>),
    Status(u16),
}

/// A text that names no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError(String);

impl FaultError {
    pub(super) fn new(says: impl Into<String>) -> Self {
        Self(says.into())
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}

impl Fault {
    /// One of each, for buttons, lists and random faults.
    pub const EXAMPLES: [&'static str; 13] = [
        "delay=1s",
        "reset-unread",
        "reset",
        "close",
        "hang",
        "cut=10",
        "drip=20ms",
        "content-type=text/html",
        "garbage",
        "duplicate",
        "html",
        "redirect",
        "status=503",
    ];

    /// One of each but `hang`, which lasts as long as the caller's patience.
    pub fn all_but_hang() -> Vec<Self> {
        Self::EXAMPLES.iter().filter(|text| **text != "hang").filter_map(|text| text.parse().ok()).collect()
    }

    /// Whether the vendor does what it is asked for, and only the answer suffers.
    pub fn acts(&self) -> bool {
        let by_itself = !matches!(
            self.trouble,
            Some(Trouble::ResetUnread | Trouble::Html | Trouble::Redirect(_) | Trouble::Status(_))
        );
        !self.is_unread() && self.acts.unwrap_or(by_itself)
    }

    /// Whether the request is not even read.
    pub fn is_unread(&self) -> bool {
        self.trouble == Some(Trouble::ResetUnread)
    }

    /// What the server does with a call that has this answer.
    pub(super) fn act(&self, answer: Answer, elsewhere: &str) -> Act {
        let act = match &self.trouble {
            None => Act::Answer(answer),
            Some(Trouble::ResetUnread | Trouble::Reset) => Act::Reset,
            Some(Trouble::Close) => Act::Close,
            Some(Trouble::Hang) => Act::Hang,
            Some(Trouble::Cut(length)) => Act::Cut(answer, *length),
            Some(Trouble::Drip(pause)) => Act::Drip(answer, *pause),
            Some(Trouble::ContentType(text)) => {
                let mut answer = answer;
                answer.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
                Act::Answer(answer.header("content-type", text.clone()))
            }
            Some(Trouble::Garbage) => Act::garbage(),
            Some(Trouble::Duplicate) => Act::Twice(answer),
            Some(Trouble::Html) => Act::html(),
            Some(Trouble::Redirect(to)) => Act::redirect(to.as_deref().unwrap_or(elsewhere)),
            Some(Trouble::Status(status)) => Act::fails(*status),
        };
        match self.pause {
            Some(pause) => act.after(pause),
            None => act,
        }
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut fault = Self::default();
        for word in text.split_whitespace() {
            fault.take(word)?;
        }
        if fault == Self::default() {
            return Err(unknown(text));
        }
        if fault.is_unread() && fault.acts == Some(true) {
            return Err(FaultError("what is not read has no effect: leave out `effect=done`".into()));
        }
        Ok(fault)
    }
}

impl Fault {
    fn take(&mut self, word: &str) -> Result<(), FaultError> {
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        let trouble = match (name, value) {
            ("delay", Some(value)) => {
                self.pause = Some(duration(value)?);
                return Ok(());
            }
            ("effect", Some("done")) => {
                self.acts = Some(true);
                return Ok(());
            }
            ("effect", Some("nothing")) => {
                self.acts = Some(false);
                return Ok(());
            }
            ("reset-unread", None) => Trouble::ResetUnread,
            ("reset", None) => Trouble::Reset,
            ("close", None) => Trouble::Close,
            ("hang", None) => Trouble::Hang,
            ("cut", Some(value)) => {
                Trouble::Cut(value.parse().map_err(|_| FaultError("`cut=` takes a number of bytes".into()))?)
            }
            ("drip", Some(value)) => Trouble::Drip(duration(value)?),
            ("content-type", Some(value)) if is_header_text(value) => Trouble::ContentType(value.to_owned()),
            ("garbage", None) => Trouble::Garbage,
            ("duplicate", None) => Trouble::Duplicate,
            ("html", None) => Trouble::Html,
            ("redirect", None) => Trouble::Redirect(None),
            ("redirect", Some(value)) if is_header_text(value) => Trouble::Redirect(Some(value.to_owned())),
            ("status", Some(value)) => {
                let status = value.parse().ok().filter(|status| (200..=599).contains(status));
                Trouble::Status(status.ok_or_else(|| FaultError("`status=` takes a number from 200 to 599".into()))?)
            }
            _ => return Err(unknown(word)),
        };
        if self.trouble.replace(trouble).is_some() {
            return Err(FaultError("one call has one fault, and perhaps a `delay=`".into()));
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Vec::new();
        if let Some(pause) = self.pause {
            words.push(format!("delay={}ms", pause.as_millis()));
        }
        words.extend(self.trouble.as_ref().map(|trouble| match trouble {
            Trouble::ResetUnread => "reset-unread".to_owned(),
            Trouble::Reset => "reset".to_owned(),
            Trouble::Close => "close".to_owned(),
            Trouble::Hang => "hang".to_owned(),
            Trouble::Cut(length) => format!("cut={length}"),
            Trouble::Drip(pause) => format!("drip={}ms", pause.as_millis()),
            Trouble::ContentType(text) => format!("content-type={text}"),
            Trouble::Garbage => "garbage".to_owned(),
            Trouble::Duplicate => "duplicate".to_owned(),
            Trouble::Html => "html".to_owned(),
            Trouble::Redirect(None) => "redirect".to_owned(),
            Trouble::Redirect(Some(to)) => format!("redirect={to}"),
            Trouble::Status(status) => format!("status={status}"),
        }));
        words.extend(self.acts.map(|acts| if acts { "effect=done" } else { "effect=nothing" }.to_owned()));
        f.write_str(&words.join(" "))
    }
}

fn unknown(word: &str) -> FaultError {
    let known = Fault::EXAMPLES.join(", ");
    FaultError(format!("`{}` is no fault; there are {known}, and effect=done or effect=nothing", word.escape_debug()))
}

/// `250ms`, `2s`, `250`, up to an hour.
fn duration(text: &str) -> Result<Duration, FaultError> {
    let (digits, unit) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(digits), _) => (digits, 1),
        (None, Some(digits)) => (digits, 1000),
        (None, None) => (text, 1),
    };
    let time = digits.parse::<u64>().ok().and_then(|n| n.checked_mul(unit)).filter(|ms| *ms <= 3_600_000);
    time.map(Duration::from_millis)
        .ok_or_else(|| FaultError(format!("`{}` is no time such as 250ms or 2s, up to an hour", text.escape_debug())))
}

fn is_header_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_faults_are_the_same() {
        for text in Fault::EXAMPLES {
            let fault: Fault = text.parse().unwrap();
            assert_eq!(fault.to_string().parse::<Fault>().unwrap(), fault, "{text}");
        }
        let both: Fault = " delay=2s   reset effect=nothing ".parse().unwrap();
        assert_eq!((both.to_string().as_str(), both.acts()), ("delay=2000ms reset effect=nothing", false));
        for wrong in [
            "",
            "nonsense",
            "cut",
            "cut=x",
            "cut=1 reset",
            "status=99",
            "delay=2h",
            "delay=9999999999999999999s",
            "redirect=a\u{1}",
            "reset-unread effect=done",
            "reset=1",
        ] {
            assert!(wrong.parse::<Fault>().is_err(), "{wrong}");
        }
        assert!(!"html".parse::<Fault>().unwrap().acts());
        assert!("html effect=done".parse::<Fault>().unwrap().acts());
        assert!("cut=0".parse::<Fault>().unwrap().acts());
    }
}
