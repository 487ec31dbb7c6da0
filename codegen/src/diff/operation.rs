//! An operation: what surrounds its request and its reply.

use vendor_model::Origin;
use vendor_model::model::{Operation, RecordId, Safety, Vendor};

use super::structure::structure;
use super::{At, Effect, Kind, Position, Side, Walk, below};

impl Walk<'_> {
    /// An operation of both sides.
    pub(super) fn operation(&mut self, old: &Operation, new: &Operation) {
        let name = &new.name;
        self.docs(name, &new.origin, &old.docs, &new.docs);
        let page = |o: &Operation| {
            let points: Vec<_> = o.open_points.iter().map(|p| (p.says.clone(), p.chosen.clone())).collect();
            let limits: Vec<_> = o.limits.iter().map(vendor_model::model::Limit::in_words).collect();
            (points, limits, o.page.title.clone(), o.page.url.clone(), o.page.read.clone(), o.codes.clone())
        };
        if page(old) != page(new) {
            let says = "other open points, limits, codes or sources in the documentation";
            self.push(Side::Client, name, At::New(&new.origin), says, Kind::Docs);
        }
        self.safety(old, new);
        self.key(old, new);
        if old.told_by != new.told_by {
            let says = match &new.told_by {
                Some(other) => format!("what became of it is told by `{other}`"),
                None => "no operation tells any more what became of it".to_owned(),
            };
            self.eases(Side::Outcome, name, At::New(&new.origin.key("told_by")), says);
        }
        self.send(old, new);
        self.records(Position::Sent, &below(name, "request"), old.request, new.request);
        self.response(old, new);
        self.reply(old, new);
        self.matches(old, new);
        self.paging(old, new);
    }

    /// How the rest of a list is asked for.
    fn paging(&mut self, old: &Operation, new: &Operation) {
        let at = below(&new.name, "paging");
        let place = new.origin.key("paging");
        let words = |vendor: &Vendor, operation: &Operation| {
            operation.paging.as_ref().map(|paging| paging.in_words(vendor, operation))
        };
        match (words(self.old.vendor, old), words(self.new.vendor, new)) {
            (None, Some(_)) => {
                self.adds(Side::Client, &at, At::New(&place), "the rest of the list is asked for by `pages`")
            }
            (Some(_), None) => {
                let says = "`pages` does not ask for the rest of the list any more";
                self.breaks(Side::Client, &at, At::Old(&old.origin.key("paging")), says, &[Effect::Compile]);
            }
            (Some(before), Some(after)) if before != after => {
                let says = format!("the rest of the list is asked for otherwise: {after}");
                self.breaks(Side::Sent, &at, At::New(&place), says, &[Effect::Sends]);
            }
            _ => {}
        }
    }

    fn safety(&mut self, old: &Operation, new: &Operation) {
        if old.safety == new.safety {
            return;
        }
        let says = match new.safety {
            Safety::Once => "it is `once` now: never tried again by itself, and what is unclear is in doubt",
            Safety::Read => "it is `read` now: tried again by itself after an unclear outcome",
            Safety::Idempotent => "it is `idempotent` now: tried again by itself after an unclear outcome",
        };
        let repeats = |safety| safety != Safety::Once;
        let at = below(&new.name, "safety");
        let place = new.origin.key("safety");
        if repeats(old.safety) == repeats(new.safety) {
            self.eases(Side::Outcome, &at, At::New(&place), says);
        } else {
            self.breaks(Side::Outcome, &at, At::New(&place), says, &[Effect::Sends, Effect::Tells]);
        }
    }

    /// The caller's own id, and what the question after an unclear outcome is made of.
    fn key(&mut self, old: &Operation, new: &Operation) {
        let field = |vendor: &Vendor, id: RecordId, index: usize| {
            vendor.record(id).fields.get(index).map_or_else(String::new, |field| field.wire.clone())
        };
        let named = |vendor: &Vendor, operation: &Operation| {
            operation.key.as_ref().map(|key| (field(vendor, operation.request, key.field), key.repeated))
        };
        let (before, after) = (named(self.old.vendor, old), named(self.new.vendor, new));
        let (at, place) = (below(&new.name, "key"), new.origin.key("key"));
        match (before, after) {
            (before, after) if before == after => {}
            (None, Some((field, _))) => {
                let says = format!("calls with `{field}` are tried again by themselves after an unclear outcome");
                self.breaks(Side::Outcome, &at, At::New(&place), says, &[Effect::Sends]);
            }
            (_, None) => {
                let says = "no own id makes it safe to repeat any more: what is unclear is in doubt";
                self.breaks(Side::Outcome, &at, At::Old(&old.origin.key("key")), says, &[Effect::Tells]);
            }
            (_, Some(_)) => {
                let says = "another own id, or another answer to a repeated one";
                self.breaks(Side::Outcome, &at, At::New(&place), says, &[Effect::Sends, Effect::Tells]);
            }
        }
        let with = |vendor: &Vendor, operation: &Operation| -> Vec<(String, String)> {
            let asked = operation.told_by.as_ref().and_then(|name| vendor.operation(name));
            let pair = |asked: &Operation, (theirs, ours): &(usize, usize)| {
                (field(vendor, asked.request, *theirs), field(vendor, operation.request, *ours))
            };
            asked.map(|asked| operation.told_with.iter().map(|with| pair(asked, with)).collect()).unwrap_or_default()
        };
        let (before, after) = (with(self.old.vendor, old), with(self.new.vendor, new));
        let (at, place) = (below(&new.name, "told_by"), new.origin.key("told_by"));
        if !before.is_empty() && after.is_empty() {
            let says = "the request does not make the question what became of it any more";
            self.breaks(Side::Client, &at, At::New(&place), says, &[Effect::Compile]);
        } else if before != after {
            let says = "the request makes the question what became of it";
            self.adds(Side::Client, &at, At::New(&place), says);
        }
    }

    fn response(&mut self, old: &Operation, new: &Operation) {
        let at = below(&new.name, "response");
        let place = new.origin.key("response");
        if old.response_is_value != new.response_is_value {
            let says = if new.response_is_value {
                "a single value stands where the reply had fields"
            } else {
                "fields stand where the reply had a single value"
            };
            self.breaks(Side::Received, &at, At::New(&place), says, &[Effect::Tells]);
        }
        let several = |o: &Operation| !o.outcomes.is_empty();
        match (several(old), several(new)) {
            (false, false) => self.records(Position::Received, &at, old.response, new.response),
            (false, true) | (true, false) => {
                let says = if several(new) {
                    "it may succeed in several ways now: the reply is an enum"
                } else {
                    "it succeeds in one way only: the reply is no enum any more"
                };
                self.breaks(Side::Received, &at, At::New(&new.origin), says, &[Effect::Compile, Effect::Tells]);
            }
            (true, true) => self.outcomes(&at, old, new),
        }
    }

    fn outcomes(&mut self, at: &str, old: &Operation, new: &Operation) {
        for outcome in &old.outcomes {
            let here = format!("{at}.{}", outcome.arm);
            match new.outcomes.iter().find(|o| o.arm == outcome.arm) {
                Some(now) => {
                    self.records(Position::Received, &here, outcome.record, now.record);
                    if now.verdict != outcome.verdict {
                        let says = format!("it is {:?} instead of {:?}", now.verdict, outcome.verdict).to_lowercase();
                        self.breaks(Side::Outcome, &here, At::New(&new.origin), says, &[Effect::Tells]);
                    }
                }
                None => {
                    let says = "it does not succeed in this way any more";
                    self.breaks(Side::Received, &here, At::Old(&old.origin), says, &[Effect::Compile, Effect::Tells]);
                }
            }
        }
        for outcome in new.outcomes.iter().filter(|o| !old.outcomes.iter().any(|b| b.arm == o.arm)) {
            let says = "it may succeed in this way too";
            self.adds(Side::Received, &format!("{at}.{}", outcome.arm), At::New(&new.origin), says);
        }
    }

    /// How items of the reply answer those of the request.
    fn matches(&mut self, old: &Operation, new: &Operation) {
        let named = |vendor: &Vendor, operation: &Operation| {
            let field =
                |record: RecordId, index: usize| vendor.record(record).fields.get(index).map(|f| f.wire.clone());
            operation.matches.as_ref().map(|matches| {
                let lists = (field(operation.response, matches.items), field(operation.request, matches.request));
                let keys: Vec<_> = matches.by.iter().map(|key| key.last).collect();
                (lists, keys, matches.by.len(), matches.missing.clone())
            })
        };
        if named(self.old.vendor, old) != named(self.new.vendor, new) {
            let place = new.origin.key("response").key("matches");
            let says = "how items of the reply are matched with those that were sent changed";
            let at = below(&new.name, "matches");
            self.breaks(Side::Received, &at, At::New(&place), says, &[Effect::Compile, Effect::Tells]);
        }
    }

    /// The place of a part of an operation: where the operation says it, or else where the vendor does.
    pub(super) fn place_of(&self, operation: &Operation, keys: &[&str]) -> Origin {
        let own = keys.iter().fold(operation.origin.clone(), |origin, key| origin.key(key));
        let vendors = keys.iter().fold(self.new.vendor.origin.clone(), |origin, key| origin.key(key));
        if !self.new.sources.has(&own) && self.new.sources.has(&vendors) { vendors } else { own }
    }

    /// Structures of a part of both requests, if they differ.
    pub(super) fn differ<T: std::fmt::Debug>(
        &self,
        requests: (RecordId, RecordId),
        old: &T,
        new: &T,
    ) -> Option<(String, String)> {
        let before = structure(self.old.vendor, Some(requests.0), old);
        let after = structure(self.new.vendor, Some(requests.1), new);
        (before != after).then_some((before, after))
    }
}
