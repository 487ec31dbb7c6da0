//! From a request that was read to its answer.

use std::sync::{Arc, PoisonError};

use vendor_model::Vendor;
use vendor_model::model::{Field, Operation, Outcome, Type, Value};

use super::ask::{self, Ask};
use super::plain::{Plain, Words};
use super::refuse::{Fault, Refuser, path_fits, plain, wanted_format};
use super::steps::{Given, Scope, run};
use super::ways::{Cause, Script, Ways};
use super::{World, invent, lenient, pages};
use crate::message::{Answer, Request};
use crate::problem::Kind;
use crate::reply::{Content, Signer};
use crate::request::{Call, Reading};

impl World {
    /// The answer to a request that was read by [`World::read_at`], and whether the vendor did what it was asked for.
    pub(crate) fn answer_read(&self, at: Option<usize>, request: &Request, reading: &Reading) -> (Answer, bool) {
        match self.decide(at, request, reading) {
            Ok(answer) => (answer, true),
            Err(answer) => (answer, false),
        }
    }

    fn decide(&self, at: Option<usize>, request: &Request, reading: &Reading) -> Result<Answer, Answer> {
        let Some(call) = &reading.call else { return Err(self.nowhere(at, request, reading)) };
        let found = self.index(&call.vendor).and_then(|index| {
            let vendor = self.vendors.get(index)?;
            Some((index, vendor, self.ways.get(index)?, vendor.operation(&call.operation)?))
        });
        let (index, vendor, ways, operation) = found.ok_or_else(|| plain(404, "no vendor has this address"))?;
        let signer = self.keys.get(index).map(|keys| Signer {
            keys,
            asked: Some((operation.request, &call.request)),
            now: self.clock.now(),
        });
        let refuser = Refuser { vendor, ways, operation, format: call.reply_format, signer };
        if let Some(asked) = self.asked(request, vendor, operation).map_err(|says| plain(400, &says))? {
            return Err(self.as_asked(&asked, refuser, call));
        }
        let ignored = |fault: &Fault| fault.cause == Cause::WrongValue && ways.lenient.ignores.contains(&fault.field);
        let mut faults: Vec<Fault> =
            reading.problems.iter().filter_map(Fault::of).filter(|fault| !ignored(fault)).collect();
        faults.extend(self.wrong_keys(index, vendor, call));
        faults.extend(self.wrong_refresh(index, vendor, operation, call));
        // The first of the lowest rank.
        if let Some(fault) = faults.iter().min_by_key(|fault| fault.rank()) {
            return Err(refuser.fault(fault));
        }
        let writer = refuser.writer().map_err(|_| plain(406, "the operation has no reply in this format"))?;
        let value = self
            .value(index, operation, request, call)
            .map_err(|code| refuser.code(&code, None).unwrap_or_else(|says| plain(422, &says)))?;
        // An arm may ask for more than the response requires.
        let whole = || {
            let mut whole = invent::whole_record(vendor, operation.response, self.clock.now());
            if let Value::Record(values) = &mut whole {
                echo(Words { vendor, zone: ways.zone, now: self.clock.now() }, operation, &call.request, values);
            }
            whole
        };
        // Where a callback tells the result, being on its way is all that a vendor says.
        let said = writer.success(&value).or_else(|says| writer.pending(&value).map_err(|_| says));
        said.or_else(|says| writer.success(&whole()).map_err(|_| plain(422, &says)))
    }

    /// The answer to a request that no operation has.
    fn nowhere(&self, at: Option<usize>, request: &Request, reading: &Reading) -> Answer {
        let says = reading.problems.first().map_or_else(String::new, |problem| problem.says.clone());
        let own = || at.and_then(|index| Some((index, self.vendors.get(index)?, request.clone())));
        let Some((index, vendor, below)) = own().or_else(|| lenient::meant(&self.vendors, request)) else {
            let names: Vec<String> = self.vendors.iter().map(|vendor| format!("/{}", vendor.name)).collect();
            return plain(404, &format!("{says}; the vendors are at {}", names.join(", ")));
        };
        let Some(ways) = self.ways.get(index) else { return plain(404, &says) };
        let formats: Vec<_> =
            vendor.operations.iter().flat_map(|o| o.reply.forms.iter().map(|(format, _)| *format)).collect();
        let Some(format) = wanted_format(&below, &formats) else { return plain(404, &says) };
        let Some(operation) = vendor.operations.iter().find(|o| o.reply.form(format).is_some()) else {
            return plain(404, &says);
        };
        let signer = self.keys.get(index).map(|keys| Signer { keys, asked: None, now: self.clock.now() });
        let refuser = Refuser { vendor, ways, operation, format, signer };
        let other_method = reading.problems.iter().any(|problem| problem.kind == Kind::Method);
        let by_path = ways.addresses.iter().find(|(pattern, _)| path_fits(vendor, pattern, below.path()));
        if let Some(answer) = by_path.filter(|_| !other_method).and_then(|(_, code)| refuser.code(code, None).ok()) {
            return answer;
        }
        let cause = if other_method { Cause::WrongMethod } else { Cause::UnknownAddress };
        refuser.fault(&Fault::new(cause, "", says))
    }

    /// What was asked for, by the request itself or before.
    fn asked(&self, request: &Request, vendor: &Vendor, operation: &Operation) -> Result<Option<Ask>, String> {
        if let Some(text) = request.header_values(ask::HEADER).next() {
            return Ask::parse(text).map(Some);
        }
        Ok(self.asked.lock().unwrap_or_else(PoisonError::into_inner).take(vendor, operation))
    }

    fn as_asked(&self, asked: &Ask, refuser: Refuser<'_>, call: &Call) -> Answer {
        let written = match asked {
            Ask::Code(code) => refuser.code(code, None),
            Ask::Arm(name) => {
                let value = self.example(refuser.vendor, refuser.operation, call);
                refuser.writer().and_then(|writer| {
                    let content = Content { value: Some(&value), ..Content::default() };
                    let codes = refuser.vendor.codes_of(refuser.operation);
                    let mut coded = codes.iter().filter_map(|code| {
                        let content = Content { code: Some(&code.wire), message: code.message.as_deref(), ..content };
                        writer.arm(name, content).ok()
                    });
                    let plain = writer.arm(name, content).or_else(|_| writer.arm(name, Content::default()));
                    plain.or_else(|says| coded.next().ok_or(says))
                })
            }
        };
        written.unwrap_or_else(|says| plain(422, &format!("{asked} can't be had here: {says}")))
    }

    /// Credentials and tokens that are not those of the sandbox.
    fn wrong_keys(&self, index: usize, vendor: &Vendor, call: &Call) -> Vec<Fault> {
        let mut faults = Vec::new();
        let keys = self.keys.get(index);
        for found in &call.credentials {
            let says = |what: &str| format!("{}: `{}` is {what}", found.at, found.name);
            let credential = vendor.credentials.iter().find(|c| c.name == found.name);
            let key = credential.map_or("", |c| c.key.as_str());
            let length = i64::try_from(found.text.chars().count()).unwrap_or(i64::MAX);
            let limits = credential.and_then(|c| c.length.as_ref());
            let fits =
                limits.is_none_or(|l| l.min.is_none_or(|min| length >= min) && l.max.is_none_or(|max| length <= max));
            if !fits {
                faults.push(Fault::new(Cause::CredentialOfWrongLength, key, says("of another length than keys have")));
            } else if found.text.trim().is_empty() {
                faults.push(Fault::new(Cause::MissingCredential, key, says("blank")));
            } else if keys.and_then(|keys| keys.get(&found.name)) != Some(found.text.as_str()) {
                faults.push(Fault::new(Cause::WrongCredential, key, says("not the one of this sandbox")));
            }
        }
        let now = self.clock.now();
        let states = self.states();
        for found in &call.tokens {
            let token = vendor.tokens.iter().position(|token| token.name == found.name);
            let good = token.zip(states.get(index)).is_some_and(|(token, state)| state.takes(token, &found.text, now));
            if !good {
                let says = format!("{}: `{}` is none, or is no longer good", found.at, found.name);
                faults.push(Fault::new(Cause::StaleToken, found.name.as_str(), says));
            }
        }
        faults
    }

    /// What a good call gets; a code if the state refuses it.
    fn value(&self, index: usize, operation: &Operation, http: &Request, call: &Call) -> Result<Value, String> {
        let (Some(vendor), Some(ways)) = (self.vendors.get(index), self.ways.get(index)) else {
            return Err(String::new());
        };
        let words = Words { vendor, zone: ways.zone, now: self.clock.now() };
        let request = match &call.request {
            Value::Record(values) => words.plain_record(operation.request, values),
            _ => Plain::Null,
        };
        let given = Given { request: Arc::new(request), now: words.now, ..Given::default() };
        let kept = match ways.operations.get(&operation.name) {
            Some(script) => self.scripted(index, ways, operation, script, &given, words)?,
            None => None,
        };
        let is_kept = kept.is_some();
        let mut value = kept.unwrap_or_else(|| self.example(vendor, operation, call));
        if let Value::Record(values) = &mut value {
            echo(words, operation, &call.request, values);
            // A call that an example shows gets that example's page.
            if let Some(paging) = operation.paging.as_ref().filter(|_| is_kept || !is_shown(operation, call)) {
                pages::cut((vendor, operation, paging), (http, call), is_kept, values, words.now);
            }
            self.hand_out(index, operation, ways, &given, call, values);
        }
        Ok(value)
    }

    /// What comes of the steps of `sandbox.yaml`; none if they answer nothing.
    fn scripted(
        &self,
        index: usize,
        ways: &Ways,
        operation: &Operation,
        script: &Script,
        given: &Given,
        words: Words<'_>,
    ) -> Result<Option<Value>, String> {
        let mut states = self.states();
        let Some(state) = states.get_mut(index) else { return Ok(None) };
        let replies = run(script, state, ways, given)?;
        let fields = &words.vendor.record(operation.response).fields;
        let listed = |rows: Vec<Plain>| {
            let field: &Field = fields.first()?;
            matches!(field.shape.ty, Type::List(_)).then_some(())?;
            Some(Value::Record(vec![(0, words.value(&field.shape, &Plain::List(rows))?)]))
        };
        if let Some(rows) = &script.rows {
            return Ok(listed(Scope::new(state, ways, given).rows(rows)));
        }
        if script.reply.is_none() {
            return Ok(None);
        }
        if script.each.is_some() {
            return Ok(listed(replies));
        }
        let Some(reply) = replies.into_iter().next() else { return Ok(None) };
        if operation.response_is_value {
            let value = fields.first().and_then(|field| words.value(&field.shape, &reply));
            return Ok(value.map(|value| Value::Record(vec![(0, value)])));
        }
        Ok(Some(words.record(operation.response, &reply)))
    }

    /// The reply of the example whose request fits best, else one made from types.
    fn example(&self, vendor: &Vendor, operation: &Operation, call: &Call) -> Value {
        let forms = operation.examples.iter().filter(|e| e.outcome.is_none()).flat_map(|example| &example.forms);
        let replies = forms.filter_map(|form| match &form.outcome {
            Outcome::Reply(value) => {
                Some((common(&form.request, &call.request), form.format == call.reply_format, value))
            }
            _ => None,
        });
        // Of several that fit alike, the first.
        let mut best: Option<((usize, bool), &Value)> = None;
        for (common, same_format, value) in replies {
            if best.is_none_or(|(rank, _)| (common, same_format) > rank) {
                best = Some(((common, same_format), value));
            }
        }
        best.map_or_else(|| invent::record(vendor, operation.response, self.clock.now()), |(_, value)| value.clone())
    }
}

/// Says once more what was asked for, where a reply does.
fn echo(words: Words<'_>, operation: &Operation, request: &Value, values: &mut [(usize, Value)]) {
    let Value::Record(asked) = request else { return };
    let (sent, received) = (words.vendor.record(operation.request), words.vendor.record(operation.response));
    for (index, value) in values {
        let same = received.fields.get(*index).and_then(|field| {
            let due = field.equals.as_ref()?.field;
            let (_, given) = asked.iter().find(|(index, _)| *index == due)?;
            words.value(&field.shape, &words.plain(&sent.fields.get(due)?.shape, given))
        });
        if let Some(same) = same {
            *value = same;
        }
    }
}

/// Whether an example has just this request.
fn is_shown(operation: &Operation, call: &Call) -> bool {
    let mut forms = operation.examples.iter().filter(|e| e.outcome.is_none()).flat_map(|example| &example.forms);
    forms.any(|form| form.request == call.request && matches!(form.outcome, Outcome::Reply(_)))
}

/// How much two requests have in common.
fn common(a: &Value, b: &Value) -> usize {
    let (Value::Record(a), Value::Record(b)) = (a, b) else { return usize::from(a == b) };
    a.iter().filter(|member| b.contains(member)).count()
}
