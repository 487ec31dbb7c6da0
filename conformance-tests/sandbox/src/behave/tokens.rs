//! Tokens: handed out, refreshed, and gone after their time.

use vendor_model::Vendor;
use vendor_model::model::{Field, HandOut, Lives, Operation, Value};

use super::refuse::Fault;
use super::state::{Issued, Refresh};
use super::steps::{Given, Scope};
use super::ways::{Cause, Ways};
use super::{World, invent};
use crate::request::Call;

/// How long a token is good where the vendor tells in its reply: an hour.
const USUAL: u64 = 3600;

impl World {
    /// A fresh token of the vendor's first kind, as its operation would hand it out; none if it has no tokens.
    pub fn token(&self, vendor: &str) -> Option<String> {
        self.token_of(vendor, 0)
    }

    pub(crate) fn token_of(&self, vendor: &str, kind: usize) -> Option<String> {
        let index = self.index(vendor)?;
        let token = self.vendors.get(index)?.tokens.get(kind)?;
        let lives = token.hand_outs().next().and_then(|hand_out| hand_out.lives.seconds());
        let until = lives.map(|seconds| self.until(seconds));
        Some(self.issue(index, kind, until))
    }

    /// A text that gets the next token of a kind, again and again; for people to try.
    pub(crate) fn refresh_of(&self, vendor: &str, kind: usize) -> Option<String> {
        let index = self.index(vendor)?;
        self.vendors.get(index)?.tokens.get(kind)?.refresh.as_ref()?;
        Some(self.issue_refresh(index, kind, true))
    }

    /// A refresh token that this sandbox did not hand out, or that is spent.
    pub(super) fn wrong_refresh(
        &self,
        index: usize,
        vendor: &Vendor,
        operation: &Operation,
        call: &Call,
    ) -> Option<Fault> {
        let (kind, field, text) = sent(vendor, operation, call)?;
        let good = self.states().get(index).is_some_and(|state| state.refreshes(kind, text, self.clock.now()));
        let name = field.wire.as_str();
        (!good).then(|| Fault::new(Cause::StaleToken, name, format!("`{name}` gets no token, or is spent")))
    }

    /// Puts fresh tokens into the reply of the operation that hands them out.
    pub(super) fn hand_out(
        &self,
        index: usize,
        operation: &Operation,
        ways: &Ways,
        given: &Given,
        call: &Call,
        values: &mut Vec<(usize, Value)>,
    ) {
        let Some(vendor) = self.vendors.get(index) else { return };
        let used = sent(vendor, operation, call);
        let tokens = vendor.tokens.iter().enumerate();
        let handed = tokens.flat_map(|(kind, token)| token.hand_outs().map(move |hand_out| (kind, hand_out)));
        for (kind, hand_out) in handed.filter(|(_, hand_out)| hand_out.operation == operation.name) {
            let days = ways.operations.get(&operation.name).and_then(|script| script.expires_after_days.as_ref());
            let days = days.and_then(|source| {
                Scope::new(self.states().get(index)?, ways, given).eval(source).text().parse::<u64>().ok()
            });
            let told = self.tell_life(vendor, operation, hand_out, values);
            let until = days.map(|days| days.saturating_mul(86_400)).or(told).map(|seconds| self.until(seconds));
            put(values, hand_out.field, Value::Text(self.issue(index, kind, until)));
            if let Some(field) = hand_out.next {
                if let (Some((kind, _, text)), Some(state)) = (&used, self.states().get_mut(index)) {
                    state.spend(*kind, text);
                }
                put(values, field, Value::Text(self.issue_refresh(index, kind, false)));
            }
        }
    }

    /// How many seconds a token is good, which the reply tells where the vendor does.
    fn tell_life(
        &self,
        vendor: &Vendor,
        operation: &Operation,
        hand_out: &HandOut,
        values: &mut Vec<(usize, Value)>,
    ) -> Option<u64> {
        match hand_out.lives {
            Lives::UntilStale => None,
            Lives::Seconds(seconds) => Some(seconds),
            Lives::For(field, unit) => {
                let unit = u64::from(unit).max(1);
                let said = values.iter().find_map(|(index, value)| match value {
                    Value::Integer(number) if *index == field => u64::try_from(*number).ok(),
                    _ => None,
                });
                // What is made up of a type is no time to live.
                let number = said.filter(|number| *number > 1).unwrap_or((USUAL / unit).max(1));
                put(values, field, Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)));
                Some(number.saturating_mul(unit))
            }
            Lives::Until(field) => {
                let shape = &vendor.record(operation.response).fields.get(field)?.shape;
                put(values, field, Value::Moment(invent::moment(vendor.bare(shape), self.until(USUAL))));
                Some(USUAL)
            }
        }
    }

    fn until(&self, seconds: u64) -> i64 {
        let milliseconds = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
        self.clock.now().saturating_add(milliseconds)
    }

    fn issue(&self, vendor: usize, token: usize, until: Option<i64>) -> String {
        let now = self.clock.now();
        let mut states = self.states();
        let Some(state) = states.get_mut(vendor) else { return String::new() };
        state.issued += 1;
        let name = self.vendors.get(vendor).map_or("", |vendor| vendor.name.as_str());
        let text = format!("sandbox-token-{name}-{token}-{:08}", state.issued);
        state.issue(Issued { token, text: text.clone(), until }, now);
        text
    }

    fn issue_refresh(&self, vendor: usize, token: usize, lasts: bool) -> String {
        let mut states = self.states();
        let Some(state) = states.get_mut(vendor) else { return String::new() };
        state.issued += 1;
        let name = self.vendors.get(vendor).map_or("", |vendor| vendor.name.as_str());
        let text = format!("sandbox-refresh-{name}-{token}-{:08}", state.issued);
        state.refreshes.push(Refresh { token, text: text.clone(), lasts });
        text
    }
}

/// The kind of token that an operation renews, the field that takes the refresh token, and what a call has there.
fn sent<'c>(vendor: &'c Vendor, operation: &Operation, call: &'c Call) -> Option<(usize, &'c Field, &'c str)> {
    let (kind, field) = renewed(vendor, operation)?;
    let Value::Record(values) = &call.request else { return None };
    match values.iter().find(|(index, _)| *index == field)? {
        (_, Value::Text(text)) => Some((kind, vendor.record(operation.request).fields.get(field)?, text)),
        _ => None,
    }
}

/// The kind of token that an operation renews, and the field of its request that takes the refresh token.
pub(crate) fn renewed(vendor: &Vendor, operation: &Operation) -> Option<(usize, usize)> {
    vendor.tokens.iter().enumerate().find_map(|(kind, token)| {
        let refresh = token.refresh.as_ref().filter(|refresh| refresh.operation == operation.name)?;
        Some((kind, refresh.send?))
    })
}

pub(super) fn put(values: &mut Vec<(usize, Value)>, field: usize, value: Value) {
    values.retain(|(known, _)| *known != field);
    values.push((field, value));
    values.sort_by_key(|(known, _)| *known);
}
