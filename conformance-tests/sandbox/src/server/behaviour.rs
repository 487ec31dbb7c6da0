//! What a sandbox asks of whatever plays the vendors.

use crate::message::Answer;
use crate::server::Received;

/// What came of a call at the vendor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Did {
    /// It did what it was asked for.
    Done,
    /// It answered no, and did nothing.
    Refused,
    /// No vendor acted: a fault came first, nothing of a vendor has this address, or a script answered.
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

/// Rows of something that a vendor keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The vendor.
    pub vendor: String,
    /// What it is: `balance`, `persons`.
    pub name: String,
    /// What the columns are.
    pub columns: Vec<String>,
    /// The rows, as texts for people.
    pub rows: Vec<Vec<String>>,
}

/// Plays the vendors: answers every call that neither a script nor a fault answers.
pub trait Behaviour: Send {
    /// Does what a call asks for, or refuses it. `vendor` is the one whose address it came to; none if it came to
    /// the address that all share.
    fn answer(&mut self, vendor: Option<&str>, received: &Received) -> (Answer, Did);

    /// The credentials that it takes: names of the spec, and texts.
    fn credentials(&self, vendor: &str) -> Vec<(String, String)>;

    /// A token that it takes from now on, for people who try a call by hand.
    fn token(&mut self, _vendor: &str, _token: &str) -> Option<String> {
        None
    }

    /// Everything that is kept.
    fn tables(&self) -> Vec<Table> {
        Vec::new()
    }

    /// Forgets everything that happened, and begins again with this seed or with the one that it had.
    fn reset(&mut self, _seed: Option<u64>) {}

    /// Milliseconds since 1970, as the vendors' clock has it.
    fn now(&self) -> i64;

    /// Sets the vendors' clock to so many milliseconds since 1970; none lets it go with the machine's again.
    fn set_now(&mut self, now: Option<i64>);
}
