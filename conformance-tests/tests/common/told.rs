//! What a call came to, as plain data.

use std::fmt::Debug;

use generated_client::{Class, Code, Error, Outcome};

/// What a call came to.
#[derive(Clone, Debug)]
pub struct Told {
    pub outcome: Outcome,
    /// The reason's name, of what was not sent or is in doubt.
    pub reason: String,
    pub class: Option<Class>,
    /// The code's name in the typed enum.
    pub code_name: Option<String>,
    /// The code's text.
    pub code: Option<String>,
    pub code_is_known: bool,
    pub message: Option<String>,
    pub status: Option<u16>,
    pub may_have_happened: bool,
    pub is_retryable: bool,
    pub display: String,
    /// Everything that an application could print of it.
    pub printed: String,
}

impl Told {
    /// Outcome and reason: `in_doubt Transport`.
    pub fn brief(&self) -> String {
        format!("{} {}", self.outcome.as_str(), self.reason).trim_end().to_owned()
    }
}

/// Tells what a call came to.
pub fn tell<T: Debug, C: Code>(result: &Result<T, Error<C>>) -> Told {
    let error = match result {
        Ok(reply) => return done(format!("{reply:?} | {reply:#?}")),
        Err(error) => error,
    };
    let mut told = Told {
        class: error.class(),
        status: error.http_status(),
        may_have_happened: error.may_have_happened(),
        is_retryable: error.is_retryable(),
        display: error.to_string(),
        printed: print(error),
        ..done(String::new())
    };
    match error {
        Error::Invalid(_) => told.outcome = Outcome::Invalid,
        Error::NotSent(error) => {
            told.outcome = Outcome::NotSent;
            told.reason = format!("{:?}", error.reason());
        }
        Error::Rejected(error) => {
            told.outcome = Outcome::Rejected;
            told.code = error.code().map(|code| code.as_str().to_owned());
            told.code_name = error.code().map(|code| format!("{code:?}"));
            told.code_is_known = error.code().is_some_and(Code::is_known);
            told.message = error.message().map(str::to_owned);
        }
        Error::InDoubt(error) => {
            told.outcome = Outcome::InDoubt;
            told.reason = format!("{:?}", error.reason());
            told.code = error.code().map(str::to_owned);
            told.message = error.message().map(str::to_owned);
        }
        Error::Accepted(_) => told.outcome = Outcome::Accepted,
    }
    for words in [&told.code, &told.message] {
        told.printed.push_str(&format!(" | {words:?}"));
    }
    told
}

fn done(printed: String) -> Told {
    Told {
        outcome: Outcome::Done,
        reason: String::new(),
        class: None,
        code_name: None,
        code: None,
        code_is_known: false,
        message: None,
        status: None,
        may_have_happened: true,
        is_retryable: false,
        display: String::new(),
        printed,
    }
}

/// `Display` and `Debug` of an error and of everything that caused it.
pub fn print(error: &(dyn std::error::Error + 'static)) -> String {
    let mut out = String::new();
    let mut cause = Some(error);
    while let Some(each) = cause {
        out.push_str(&format!("{each} | {each:?} | {each:#?} | "));
        cause = each.source();
    }
    out
}
