//! What a vendor remembers: accounts, rows, numbers and tokens. All in memory.

use std::collections::BTreeMap;

use super::plain::{Plain, Sum};
use super::steps::{Given, Scope};
use super::ways::Ways;

/// What one vendor remembers.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// By name, then by whose it is; nobody's is the empty text.
    pub(crate) accounts: BTreeMap<String, BTreeMap<String, Sum>>,
    pub(crate) tables: BTreeMap<String, Vec<Plain>>,
    /// The last number that was given, by table.
    pub(crate) numbers: BTreeMap<String, i64>,
    pub(crate) tokens: Vec<Issued>,
    pub(crate) refreshes: Vec<Refresh>,
    /// How many tokens were ever handed out.
    pub(crate) issued: u64,
}

/// What a vendor remembered at some time, as far as steps may change it.
pub(crate) struct Mark {
    accounts: BTreeMap<String, BTreeMap<String, Sum>>,
    numbers: BTreeMap<String, i64>,
    lengths: BTreeMap<String, usize>,
}

/// A token that was handed out.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) token: usize,
    pub(crate) text: String,
    /// The first millisecond at which it is no longer good.
    pub(crate) until: Option<i64>,
}

/// A text that gets the next token.
#[derive(Clone, Debug)]
pub(crate) struct Refresh {
    pub(crate) token: usize,
    pub(crate) text: String,
    /// It is for people, and can be used again and again.
    pub(crate) lasts: bool,
}

impl State {
    /// What the file says is there at first.
    pub(crate) fn seeded(ways: &Ways, now: i64) -> Self {
        let mut state = Self::default();
        for (name, account) in &ways.accounts {
            let sums = account.seeds.iter().filter_map(|(of, sum)| Some((of.clone(), Sum::of(sum)?)));
            state.accounts.insert(name.clone(), sums.collect());
        }
        let given = Given { now, ..Given::default() };
        for (name, seeds) in &ways.tables {
            let rows: Vec<Plain> = seeds.iter().map(|seed| Scope::new(&state, ways, &given).eval(seed)).collect();
            state.numbers.insert(name.clone(), i64::try_from(rows.len()).unwrap_or(i64::MAX));
            state.tables.insert(name.clone(), rows);
        }
        state
    }

    /// What is in an account.
    pub(crate) fn sum(&self, ways: &Ways, account: &str, of: &str) -> Sum {
        let kept = self.accounts.get(account).and_then(|sums| sums.get(of)).copied();
        let starts = || ways.accounts.get(account).and_then(|account| Sum::of(&account.starts));
        kept.or_else(starts).unwrap_or_default()
    }

    pub(crate) fn set(&mut self, account: &str, of: &str, sum: Sum) {
        self.accounts.entry(account.to_owned()).or_default().insert(of.to_owned(), sum);
    }

    /// What steps may change, so that it can be undone: sums and numbers, and how long each table is, as steps only
    /// append to them.
    pub(crate) fn mark(&self) -> Mark {
        let lengths = self.tables.iter().map(|(name, rows)| (name.clone(), rows.len())).collect();
        Mark { accounts: self.accounts.clone(), numbers: self.numbers.clone(), lengths }
    }

    /// Undoes all steps since then.
    pub(crate) fn restore(&mut self, mark: Mark) {
        let Mark { accounts, numbers, lengths } = mark;
        (self.accounts, self.numbers) = (accounts, numbers);
        self.tables.retain(|name, _| lengths.contains_key(name));
        for (name, rows) in &mut self.tables {
            rows.truncate(lengths.get(name).copied().unwrap_or_default());
        }
    }

    /// Remembers a token, and forgets those that are no longer good.
    pub(crate) fn issue(&mut self, issued: Issued, now: i64) {
        self.tokens.retain(|token| token.until.is_none_or(|until| until > now));
        self.tokens.push(issued);
    }

    /// Whether the next token of that kind is had for this text: a refresh token, or a token that is still good.
    pub(crate) fn refreshes(&self, token: usize, text: &str, now: i64) -> bool {
        self.refreshes.iter().any(|known| known.token == token && known.text == text) || self.takes(token, text, now)
    }

    /// What was used to get the next token can't be used again.
    pub(crate) fn spend(&mut self, token: usize, text: &str) {
        self.refreshes.retain(|known| known.lasts || known.token != token || known.text != text);
    }

    /// Whether a token of that kind is good.
    pub(crate) fn takes(&self, token: usize, text: &str, now: i64) -> bool {
        self.tokens
            .iter()
            .any(|known| known.token == token && known.text == text && known.until.is_none_or(|until| now < until))
    }
}
