//! What an operation does to the state, and the values that come of it.

use std::sync::Arc;

use super::plain::{Plain, Sum};
use super::state::State;
use super::ways::{Move, Rows, Script, Source, Step, Ways};

/// What the values of a row or a reply are made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) request: Arc<Plain>,
    pub(crate) item: Plain,
    pub(crate) amount: Plain,
    pub(crate) now: i64,
    pub(crate) id: Option<i64>,
    pub(crate) balance: Option<Sum>,
}

/// The state, as sources see it.
pub(crate) struct Scope<'a> {
    state: &'a State,
    ways: &'a Ways,
    given: &'a Given,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(state: &'a State, ways: &'a Ways, given: &'a Given) -> Self {
        Self { state, ways, given }
    }

    pub(crate) fn eval(&self, source: &Source) -> Plain {
        let given = self.given;
        match source {
            Source::Constant(value) => value.clone(),
            Source::Id => given.id.map_or(Plain::Null, |id| Plain::Number(id.to_string())),
            Source::Now(ago) => Plain::Time(given.now.saturating_sub(ago.saturating_mul(1000))),
            Source::Balance => given.balance.map_or(Plain::Null, |sum| Plain::Number(sum.digits())),
            Source::Amount => given.amount.clone(),
            Source::Account(account, of) => {
                let of = of.as_ref().map_or_else(String::new, |of| self.eval(of).text());
                Plain::Number(self.state.sum(self.ways, account, &of).digits())
            }
            Source::Request(path) => given.request.at(path).cloned().unwrap_or_default(),
            Source::Item(path) => given.item.at(path).cloned().unwrap_or_default(),
            Source::Masked(inner) => match self.eval(inner) {
                Plain::Null => Plain::Null,
                value => Plain::Text(masked(&value.text())),
            },
            Source::Last(count, inner) => {
                let text = self.eval(inner).text();
                let skip = text.chars().count().saturating_sub(*count);
                Plain::Text(text.chars().skip(skip).collect())
            }
            Source::Concat(parts) => Plain::Text(parts.iter().map(|part| self.eval(part).text()).collect()),
            Source::List(items) => Plain::List(items.iter().map(|item| self.eval(item)).collect()),
            Source::Record(all, members) => {
                let mut record = match all.as_ref().map(|all| self.eval(all)) {
                    Some(Plain::Record(members)) => members,
                    _ => Vec::new(),
                };
                for (name, source) in members {
                    let value = self.eval(source);
                    match record.iter_mut().find(|(known, _)| known == name) {
                        Some(member) => member.1 = value,
                        None => record.push((name.clone(), value)),
                    }
                }
                Plain::Record(record)
            }
        }
    }

    /// The rows that a reply lists, the last first.
    pub(crate) fn rows(&self, rows: &Rows) -> Vec<Plain> {
        let found = self.state.tables.get(&rows.of).map(Vec::as_slice).unwrap_or_default();
        let has = |row: &Plain, name: &str, text: &str| row.member(name).is_some_and(|value| value.text() == text);
        let time = |value: &Plain| match value {
            Plain::Time(time) => Some(*time),
            _ => None,
        };
        let between = rows.between.as_ref().and_then(|(column, from, to)| {
            // The last day belongs to it.
            Some((column, time(&self.eval(from))?, time(&self.eval(to))?.saturating_add(24 * 60 * 60 * 1000)))
        });
        let within = |row: &Plain| match &between {
            Some((column, from, to)) => row.member(column).and_then(time).is_some_and(|at| (*from..*to).contains(&at)),
            None => true,
        };
        let wanted =
            found.iter().rev().filter(|row| rows.whose.iter().all(|(name, text)| has(row, name, text)) && within(row));
        let most = rows.last.as_ref().and_then(|last| self.eval(last).text().parse::<i64>().ok());
        let most = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(0));
        wanted.take(most).cloned().collect()
    }
}

/// Every other character, from the first, becomes a star.
fn masked(text: &str) -> String {
    text.chars().enumerate().map(|(index, c)| if index % 2 == 0 { '*' } else { c }).collect()
}

/// Does what an operation does. The replies to the items, or the one to the request; a code if it is refused, and
/// then nothing was done.
pub(crate) fn run(script: &Script, state: &mut State, ways: &Ways, given: &Given) -> Result<Vec<Plain>, String> {
    let before = state.mark();
    let done = run_all(script, state, ways, given);
    if done.is_err() {
        state.restore(before);
    }
    done
}

fn run_all(script: &Script, state: &mut State, ways: &Ways, given: &Given) -> Result<Vec<Plain>, String> {
    let mut all = Vec::new();
    let items: &[Plain] = match &script.each {
        Some(list) => match given.request.member(list) {
            Some(Plain::List(items)) => items,
            _ => &[],
        },
        None => &[Plain::Null],
    };
    let wanted = |item: &&Plain| {
        let looks = |(name, masks): (&String, &Vec<String>)| {
            let text = item.member(name).map(Plain::text).unwrap_or_default();
            masks.iter().any(|mask| is_like(mask, &text))
        };
        script.like.iter().all(looks)
    };
    for item in items.iter().filter(wanted) {
        let mut given = Given { item: item.clone(), ..given.clone() };
        steps(&script.steps, state, ways, &mut given)?;
        if let Some(reply) = &script.reply {
            all.push(Scope::new(state, ways, &given).eval(reply));
        }
    }
    match &script.none {
        Some(code) if script.each.is_some() && !items.iter().any(|item| wanted(&item)) => Err(code.clone()),
        _ => Ok(all),
    }
}

/// Takes steps one after the other.
pub(crate) fn steps(steps: &[Step], state: &mut State, ways: &Ways, given: &mut Given) -> Result<(), String> {
    for step in steps {
        match step {
            Step::Unique { table, by, code } => {
                let of = if given.item == Plain::Null { &*given.request } else { &given.item };
                let same = |row: &Plain, name: &String| match (row.member(name), of.member(name)) {
                    (Some(a), Some(b)) => a.same(b),
                    _ => false,
                };
                let rows = state.tables.get(table).map(Vec::as_slice).unwrap_or_default();
                if rows.iter().any(|row| by.iter().all(|name| same(row, name))) {
                    return Err(code.clone());
                }
            }
            Step::Distinct { list, by, code } => {
                let items = match given.request.member(list) {
                    Some(Plain::List(items)) => items.as_slice(),
                    _ => &[],
                };
                let key = |item: &Plain| -> Vec<String> {
                    by.iter().map(|name| item.member(name).map(Plain::text).unwrap_or_default()).collect()
                };
                let mut seen = std::collections::BTreeSet::new();
                if !items.iter().all(|item| seen.insert(key(item))) {
                    return Err(code.clone());
                }
            }
            Step::Assign { table, from } => {
                let last = state.numbers.entry(table.clone()).or_insert(from.saturating_sub(1));
                *last = last.saturating_add(1).max(*from);
                given.id = Some(*last);
            }
            Step::Append { table, row } => {
                let row = Scope::new(state, ways, given).eval(row);
                state.tables.entry(table.clone()).or_default().push(row);
            }
            Step::Move(movement) => given.balance = Some(moved(movement, state, ways, given)?),
        }
    }
    Ok(())
}

/// Moves an account; what is in it afterwards.
fn moved(movement: &Move, state: &mut State, ways: &Ways, given: &Given) -> Result<Sum, String> {
    let scope = Scope::new(state, ways, given);
    let of = movement.of.as_ref().map_or_else(String::new, |of| scope.eval(of).text());
    let amount = scope.eval(&movement.amount).text();
    let before = state.sum(ways, &movement.account, &of);
    let about = if given.item == Plain::Null { &*given.request } else { &given.item };
    let holds = |(name, values): (&String, &Vec<String>)| {
        about.member(name).is_some_and(|value| values.contains(&value.text()))
    };
    if !movement.when.iter().all(holds) {
        return Ok(given.balance.unwrap_or(before));
    }
    let amount = Sum::of(&amount).unwrap_or_default();
    let after = if movement.up { before.plus(amount) } else { before.minus(amount) };
    let after = after.unwrap_or(before);
    match &movement.lacking {
        Some(code) if after.is_negative() => Err(code.clone()),
        _ => {
            state.set(&movement.account, &of, after);
            Ok(after)
        }
    }
}

/// Whether a text looks so: `?` is a digit, everything else is itself.
fn is_like(mask: &str, text: &str) -> bool {
    mask.chars().count() == text.chars().count()
        && mask.chars().zip(text.chars()).all(|(m, c)| if m == '?' { c.is_ascii_digit() } else { m == c })
}
