//! Records, fields, enums and named types, in requests and in replies.

use vendor_model::Origin;
use vendor_model::model::{
    Base, EnumId, Field, From, Limits, List, NewtypeId, Place, Presence, Record, RecordId, Rules, Shape, Type, Vendor,
    Visibility,
};

use super::change::Side;
use super::structure::{pattern, structure};
use super::{At, Effect, Kind, Pair, Position, Walk, below};

impl Walk<'_> {
    /// Two records at the same place.
    pub(super) fn records(&mut self, position: Position, at: &str, old: RecordId, new: RecordId) {
        if !self.seen.insert((Pair::Record(old, new), position)) {
            return;
        }
        let (before, after) = (self.old.vendor.record(old), self.new.vendor.record(new));
        let side = position.side();
        let shared = after.owner.is_none().then(|| below("types", &after.name));
        let at = shared.as_deref().unwrap_or(at);
        self.docs(at, &after.origin, &before.docs, &after.docs);
        if before.name != after.name && before.owner == after.owner && before.owner.is_none() {
            let says = format!("the type `{}` is called `{}`", before.name, after.name);
            self.breaks(side, at, At::New(&after.origin), says, &[Effect::Compile]);
        }
        let pairs = paired(before, after);
        for (index, field) in before.fields.iter().enumerate() {
            if !pairs.iter().any(|(old, _)| *old == index) {
                self.removed(position, &below(at, &field.wire), field);
            }
        }
        for (index, field) in after.fields.iter().enumerate() {
            match pairs.iter().find(|(_, new)| *new == index) {
                Some((old, _)) => {
                    if let Some(earlier) = before.fields.get(*old) {
                        let choices = (before.choice_of(*old).is_some(), after.choice_of(index).is_some());
                        self.field(position, &below(at, &field.wire), earlier, field, choices);
                    }
                }
                None => self.added(position, &below(at, &field.wire), after, index, field),
            }
        }
        if position == Position::Sent {
            self.order(at, before, after, &pairs);
            self.choices(at, before, after, &pairs);
            self.groups(at, before, after);
        }
    }

    fn removed(&mut self, position: Position, at: &str, field: &Field) {
        let caller = matches!(field.from, From::Caller);
        let (says, effects): (&str, &[Effect]) = match position {
            Position::Sent if !caller => ("it is not sent any more; the client filled it", &[Effect::Sends]),
            Position::Sent => ("the field is gone from the request", &[Effect::Compile, Effect::Sends]),
            Position::Received => ("the field is gone from the reply", &[Effect::Compile]),
        };
        self.breaks(position.side(), at, At::Old(&field.origin), says, effects);
    }

    fn added(&mut self, position: Position, at: &str, record: &Record, index: usize, field: &Field) {
        let (side, place) = (position.side(), At::New(&field.origin));
        if position == Position::Received {
            return match field.presence {
                Presence::Required => self.breaks(
                    side,
                    at,
                    place,
                    "a new field that every reply must have; a reply without it was a success so far",
                    &[Effect::Tells],
                ),
                _ => self.adds(side, at, place, "a new field, absent in replies that lack it"),
            };
        }
        if !matches!(field.from, From::Caller) {
            return self.breaks(side, at, place, "a new field that the client fills and sends", &[Effect::Sends]);
        }
        let hangs = record.choices.iter().flat_map(|c| c.arms.iter().flat_map(|a| &a.members).chain(&c.absent));
        let required = hangs.filter(|member| member.field == index).any(|member| member.required);
        match field.presence {
            Presence::Required => {
                self.breaks(side, at, place, "a new field that must be given", &[Effect::Compile]);
            }
            Presence::Chosen if required => {
                self.breaks(side, at, place, "a new field that must be given in some cases", &[Effect::Compile]);
            }
            Presence::Optional | Presence::Chosen => self.adds(side, at, place, "a new field that may be given"),
        }
    }

    fn field(&mut self, position: Position, at: &str, old: &Field, new: &Field, choices: (bool, bool)) {
        let (side, place) = (position.side(), At::New(&new.origin));
        self.docs(at, &new.origin, &old.docs, &new.docs);
        if old.name != new.name {
            let says = format!("the field `{}` is called `{}` in Rust", old.name, new.name);
            self.breaks(side, at, place, says, &[Effect::Compile]);
        }
        if old.wire != new.wire {
            let says = format!("`{}` on the wire became `{}`", old.wire, new.wire);
            let effect = if position == Position::Sent { Effect::Sends } else { Effect::Tells };
            self.breaks(side, at, place, says, &[effect]);
        }
        if old.visibility != new.visibility {
            let says = format!("it was {}, and is {}", visibility(old.visibility), visibility(new.visibility));
            if [old.visibility, new.visibility].contains(&Visibility::Secret) {
                self.breaks(side, at, place, says, &[Effect::Compile]);
            } else {
                self.eases(side, at, place, says);
            }
        }
        self.presence(position, at, old, new);
        if old.absent != new.absent {
            let effect = if position == Position::Sent { Effect::Sends } else { Effect::Tells };
            self.breaks(side, at, place, "it looks different when it is absent", &[effect]);
        }
        let asked = |field: &Field| field.equals.as_ref().map(|asked| asked.name.clone());
        if asked(old) != asked(new) {
            let says = match asked(new) {
                Some(name) => format!("a reply with another than the request's `{name}` is in doubt now"),
                None => "it is no longer held against the request".to_owned(),
            };
            self.breaks(side, at, place, says, &[Effect::Tells]);
        }
        if position == Position::Sent {
            self.source(at, old, new);
            if choices.0 != choices.1 && old.presence == new.presence {
                let says =
                    if choices.1 { "other fields depend on it now" } else { "no other field depends on it any more" };
                self.breaks(side, at, place, says, &[Effect::Compile]);
            }
        }
        self.shapes(position, at, &new.origin, &old.shape, &new.shape);
    }

    fn presence(&mut self, position: Position, at: &str, old: &Field, new: &Field) {
        if position == Position::Sent && !(matches!((&old.from, &new.from), (From::Caller, From::Caller))) {
            return;
        }
        // Rules of the request do not bind the vendor.
        let seen = |presence| match (position, presence) {
            (Position::Received, Presence::Chosen) => Presence::Optional,
            (_, presence) => presence,
        };
        let (side, place) = (position.side(), At::New(&new.origin));
        let (says, effects): (&str, &[Effect]) = match (position, seen(old.presence), seen(new.presence)) {
            (_, before, after) if before == after => return,
            (Position::Sent, _, Presence::Required) => ("it must be given now", &[Effect::Compile, Effect::Sends]),
            (Position::Sent, Presence::Required, Presence::Optional) => {
                ("it may be left out now; it is a setter instead of a required value", &[Effect::Compile])
            }
            (Position::Sent, Presence::Chosen, _) => ("it no longer depends on another field", &[Effect::Compile]),
            (Position::Sent, ..) => ("it depends on another field now", &[Effect::Compile]),
            (Position::Received, _, Presence::Required) => {
                ("every reply must have it now; without it a reply can't be read", &[Effect::Compile, Effect::Tells])
            }
            (Position::Received, ..) => ("the vendor may leave it out now; it is an `Option`", &[Effect::Compile]),
        };
        self.breaks(side, at, place, says, effects);
    }

    /// Where the value of a field comes from, and where it travels.
    fn source(&mut self, at: &str, old: &Field, new: &Field) {
        let place = At::New(&new.origin);
        match (&old.from, &new.from) {
            (From::Caller, From::Caller) => {}
            (From::Client(before), From::Client(after)) => {
                let text = |vendor: &Vendor, pattern: &_| structure(vendor, None, pattern);
                if text(self.old.vendor, before) != text(self.new.vendor, after) {
                    self.breaks(Side::Sent, at, place, "the client fills it with something else", &[Effect::Sends]);
                }
            }
            (From::Caller, From::Client(_)) => {
                let says = "the client fills it now, not the caller";
                self.breaks(Side::Sent, at, place, says, &[Effect::Compile, Effect::Sends]);
            }
            (From::Client(_), From::Caller) => {
                let says = "the caller gives it now, not the client";
                self.breaks(Side::Sent, at, place, says, &[Effect::Compile, Effect::Sends]);
            }
        }
        if old.place != new.place {
            let says = match new.place {
                Place::Pattern => "it travels where a pattern of path, query or header names it now",
                Place::Hole => "it travels among the other fields now",
            };
            self.breaks(Side::Sent, at, place, says, &[Effect::Sends]);
        }
    }

    /// Two shapes of one value.
    pub(super) fn shapes(&mut self, position: Position, at: &str, written: &Origin, old: &Shape, new: &Shape) {
        let (side, place) = (position.side(), At::New(written));
        let told = if position == Position::Sent { Effect::Sends } else { Effect::Tells };
        match (&old.ty, &new.ty) {
            (Type::Record(before), Type::Record(after)) => return self.records(position, at, *before, *after),
            (Type::Enum(before), Type::Enum(after)) => self.enums(position, at, *before, *after),
            (Type::Named(before), Type::Named(after)) => return self.newtypes(position, at, *before, *after),
            (Type::List(before), Type::List(after)) => {
                if before.xml_item != after.xml_item {
                    let element = |list: &List| list.xml_item.clone().unwrap_or_else(|| "the list itself".to_owned());
                    let says = format!("in XML an item is `{}` instead of `{}`", element(after), element(before));
                    self.breaks(side, at, place, says, &[told]);
                }
                self.shapes(position, at, written, &before.item, &after.item);
            }
            (Type::Union(before), Type::Union(after)) => self.unions(position, at, written, *before, *after),
            (before, after) => {
                let (was, is) = (kind(self.old.vendor, before), kind(self.new.vendor, after));
                if was != is {
                    let same = on_wire(self.old.vendor, old) == on_wire(self.new.vendor, new);
                    let effects = if same { vec![Effect::Compile] } else { vec![Effect::Compile, told] };
                    self.breaks(side, at, place, format!("{was} became {is}"), &effects);
                }
            }
        }
        self.forms(position, at, written, bare(self.old.vendor, old), bare(self.new.vendor, new));
        if position == Position::Sent {
            self.rules(at, place, &bare(self.old.vendor, old).rules, &bare(self.new.vendor, new).rules);
        }
    }

    fn forms(&mut self, position: Position, at: &str, written: &Origin, old: &Shape, new: &Shape) {
        let (side, place) = (position.side(), At::New(written));
        let dates = |shape: &Shape| shape.form.dates.iter().map(|p| p.text.clone()).collect::<Vec<_>>();
        let (before, after) = (dates(old), dates(new));
        match position {
            Position::Sent if before.first() != after.first() && !(before.is_empty() && after.is_empty()) => {
                let shown = |dates: &[String]| dates.first().cloned().unwrap_or_else(|| "the usual form".to_owned());
                let says = format!("it is written `{}` instead of `{}`", shown(&after), shown(&before));
                self.breaks(side, at, place, says, &[Effect::Sends]);
            }
            Position::Sent => {}
            Position::Received => {
                for gone in before.iter().filter(|pattern| !after.contains(pattern)) {
                    let says = format!("`{gone}` is not read any more");
                    self.breaks(side, at, place, says, &[Effect::Tells]);
                }
                for also in after.iter().filter(|pattern| !before.contains(pattern) && !before.is_empty()) {
                    self.adds(side, at, place, format!("`{also}` is read too"));
                }
            }
        }
        let told = if position == Position::Sent { Effect::Sends } else { Effect::Tells };
        if old.form.calendar != new.form.calendar {
            let says = format!("its calendar is {:?} instead of {:?}", new.form.calendar, old.form.calendar);
            self.breaks(side, at, place, says, &[told]);
        }
        let codecs = |vendor: &Vendor, shape: &Shape| structure(vendor, None, &shape.form.codecs);
        let (before, after) = (codecs(self.old.vendor, old), codecs(self.new.vendor, new));
        if before != after {
            self.breaks(side, at, place, format!("it is written by the steps {after} instead of {before}"), &[told]);
        }
        let rest = |vendor: &Vendor, shape: &Shape| {
            let mut form = shape.form.clone();
            (form.dates, form.calendar, form.codecs) = Default::default();
            structure(vendor, None, &form)
        };
        if rest(self.old.vendor, old) != rest(self.new.vendor, new) {
            self.breaks(side, at, place, "how it is written changed", &[told]);
        }
    }

    /// What is checked before anything is sent.
    fn rules(&mut self, at: &str, place: At<'_>, old: &Rules, new: &Rules) {
        let kinds = [
            ("length", &old.length, &new.length),
            ("range", &old.range, &new.range),
            ("number of items", &old.count, &new.count),
        ];
        let shown =
            |limits: &Option<Limits>| limits.as_ref().map_or_else(|| "without a limit".to_owned(), Limits::to_string);
        for (word, before, after) in kinds {
            if before == after {
                continue;
            }
            let says = |how: &str| format!("the {word} is {how}: {}, before {}", shown(after), shown(before));
            if within(before, after) {
                self.eases(Side::Sent, at, place, says("wider"));
            } else {
                self.breaks(Side::Sent, at, place, says("narrower"), &[Effect::Refuses]);
            }
        }
        let others = |rules: &Rules| {
            let mut rules = rules.clone();
            (rules.length, rules.range, rules.count) = (None, None, None);
            format!("{rules:?}")
        };
        if others(old) != others(new) {
            self.breaks(Side::Sent, at, place, "what must hold of it changed", &[Effect::Refuses]);
        }
    }

    fn newtypes(&mut self, position: Position, at: &str, old: NewtypeId, new: NewtypeId) {
        let (before, after) = (self.old.vendor.newtype(old), self.new.vendor.newtype(new));
        let side = position.side();
        if before.name != after.name {
            let says = format!("the type `{}` became `{}`", before.name, after.name);
            self.breaks(side, at, At::New(&after.origin), says, &[Effect::Compile]);
        }
        if !self.seen.insert((Pair::Newtype(old, new), position)) {
            return;
        }
        let at = &below("types", &after.name);
        self.docs(at, &after.origin, &before.docs, &after.docs);
        let place = At::New(&after.origin);
        if before.shape.rules.is_empty() != after.shape.rules.is_empty() {
            let says = if after.shape.rules.is_empty() {
                "it has no limits any more, so that `new` can't fail"
            } else {
                "it has limits now, so that `new` may fail"
            };
            self.breaks(side, at, place, says, &[Effect::Compile]);
        }
        self.shapes(position, at, &after.origin, &before.shape, &after.shape);
    }

    /// The values of an enum.
    pub(super) fn enums(&mut self, position: Position, at: &str, old: EnumId, new: EnumId) {
        if !self.seen.insert((Pair::Enum(old, new), position)) {
            return;
        }
        let (before, after) = (self.old.vendor.enumeration(old), self.new.vendor.enumeration(new));
        let side = position.side();
        let is_setting = at.starts_with("settings.");
        let shared = (after.owner.is_none() && !is_setting).then(|| below("types", &after.name));
        let at = shared.as_deref().unwrap_or(at);
        self.docs(at, &after.origin, &before.docs, &after.docs);
        let place = At::New(&after.origin);
        if before.name != after.name {
            let says = format!("the type `{}` became `{}`", before.name, after.name);
            self.breaks(side, at, place, says, &[Effect::Compile]);
        }
        if before.base != after.base {
            let told = if position == Position::Sent { Effect::Sends } else { Effect::Tells };
            let says = format!("its values are {} instead of {}", base(after.base), base(before.base));
            self.breaks(side, at, place, says, &[told]);
        }
        let uses = (self.old_uses.get(old.0), self.new_uses.get(new.0));
        if let (Some(&(_, was)), Some(&(_, is))) = uses
            && was != is
        {
            let says = if is {
                "replies have it too now: it keeps unknown values, and is not `Copy`"
            } else {
                "no reply has it any more: it keeps no unknown values"
            };
            self.breaks(side, at, place, says, &[Effect::Compile]);
        }
        for value in &before.values {
            let same = after.values.iter().find(|v| v.wire == value.wire || v.name == value.name);
            let here = format!("{at}: `{}`", value.wire);
            match same {
                None => {
                    let effects: &[Effect] =
                        if position == Position::Sent { &[Effect::Compile, Effect::Sends] } else { &[Effect::Compile] };
                    self.breaks(side, &here, At::Old(&before.origin), "the value is gone", effects);
                }
                Some(now) => {
                    if now.name != value.name {
                        let says = format!("the value `{}` is called `{}` in Rust", value.name, now.name);
                        self.breaks(side, &here, place, says, &[Effect::Compile]);
                    }
                    if now.wire != value.wire {
                        let told = if position == Position::Sent { Effect::Sends } else { Effect::Tells };
                        let says = format!("`{}` on the wire became `{}`", value.wire, now.wire);
                        self.breaks(side, &here, place, says, &[told]);
                    }
                    self.docs(&here, &after.origin, &value.docs, &now.docs);
                }
            }
        }
        for value in &after.values {
            if !before.values.iter().any(|v| v.wire == value.wire || v.name == value.name) {
                let says = match position {
                    Position::Sent => "a new value that may be given",
                    Position::Received => "a new value; so far it was read as an unknown one",
                };
                self.adds(side, &format!("{at}: `{}`", value.wire), place, says);
            }
        }
    }

    /// The order of the fields, which is the order on the wire.
    fn order(&mut self, at: &str, old: &Record, new: &Record, pairs: &[(usize, usize)]) {
        let travels = |record: &Record, index: usize| record.fields.get(index).is_some_and(|f| f.place == Place::Hole);
        let mut both: Vec<(usize, usize)> =
            pairs.iter().copied().filter(|(b, a)| travels(old, *b) && travels(new, *a)).collect();
        both.sort_unstable();
        let later = both.windows(2).find_map(|pair| match pair {
            [(_, first), (_, second)] if first > second => new.fields.get(*second),
            _ => None,
        });
        if let Some(field) = later {
            let says = format!("the order of the fields changed; `{}` comes earlier", field.wire);
            self.breaks(Side::Sent, at, At::New(&field.origin), says, &[Effect::Sends]);
        }
    }

    /// Rules over several fields.
    fn groups(&mut self, at: &str, old: &Record, new: &Record) {
        let groups = |record: &Record| {
            let group = |g: &vendor_model::model::Group| {
                let mut names: Vec<String> =
                    g.fields.iter().filter_map(|i| record.fields.get(*i)).map(|f| f.wire.clone()).collect();
                names.sort();
                format!("of {} at least {} and at most {} are given", names.join(", "), g.least, g.most)
            };
            record.groups.iter().map(group).collect::<Vec<_>>()
        };
        let rules = |vendor: &Vendor, record: &Record| {
            let id = vendor.records.iter().position(|known| std::ptr::eq(known, record)).map(RecordId);
            let words =
                record.rules.iter().filter_map(|rule| Some(rule.in_words(vendor, id?, &|field| field.wire.clone())));
            words.collect::<Vec<_>>()
        };
        let (mut before, mut after) = (groups(old), groups(new));
        before.extend(rules(self.old.vendor, old));
        after.extend(rules(self.new.vendor, new));
        if old.unchecked != new.unchecked {
            let says = "other rules that nothing checks in the documentation";
            self.push(Side::Client, at, At::New(&new.origin), says, Kind::Docs);
        }
        for rule in after.iter().filter(|rule| !before.contains(rule)) {
            self.breaks(Side::Sent, at, At::New(&new.origin), format!("a new rule: {rule}"), &[Effect::Refuses]);
        }
        for rule in before.iter().filter(|rule| !after.contains(rule)) {
            self.eases(Side::Sent, at, At::Old(&old.origin), format!("the rule is gone: {rule}"));
        }
    }

    /// Which fields go with which value.
    fn choices(&mut self, at: &str, old: &Record, new: &Record, pairs: &[(usize, usize)]) {
        for choice in &new.choices {
            let Some((tag, _)) = pairs.iter().find(|(_, new)| *new == choice.tag) else { continue };
            let Some(before) = old.choice_of(*tag).and_then(|index| old.choices.get(index)) else { continue };
            let (Some(old_tag), Some(new_tag)) = (old.fields.get(*tag), new.fields.get(choice.tag)) else { continue };
            let (Type::Enum(old_enum), Type::Enum(new_enum)) = (&old_tag.shape.ty, &new_tag.shape.ty) else { continue };
            let (olds, news) = (self.old.vendor.enumeration(*old_enum), self.new.vendor.enumeration(*new_enum));
            let mut cases = Vec::new();
            for arm in &choice.arms {
                let Some(value) = news.values.get(arm.value) else { continue };
                let same = olds.values.iter().position(|v| v.wire == value.wire);
                let earlier = before.arms.iter().find(|a| Some(a.value) == same);
                cases.extend(earlier.map(|earlier| (format!("`{}`", value.wire), &earlier.members, &arm.members)));
            }
            cases.push(("not given".to_owned(), &before.absent, &choice.absent));
            for (case, earlier, members) in cases {
                for (was, is) in pairs {
                    let (Some(field), Some(old_field)) = (new.fields.get(*is), old.fields.get(*was)) else { continue };
                    if field.presence != Presence::Chosen || old_field.presence != Presence::Chosen {
                        continue;
                    }
                    let before = earlier.iter().find(|m| m.field == *was).map(|m| m.required);
                    let after = members.iter().find(|m| m.field == *is).map(|m| m.required);
                    let here = below(at, &field.wire);
                    let when = format!("when `{}` is {case}", new_tag.wire);
                    let place = At::New(&field.origin);
                    match (before, after) {
                        (before, after) if before == after => {}
                        (None, Some(false)) => self.adds(Side::Sent, &here, place, format!("it may be given {when}")),
                        (_, Some(true)) => {
                            let says = format!("it must be given {when}");
                            self.breaks(Side::Sent, &here, place, says, &[Effect::Compile]);
                        }
                        (_, Some(false)) => {
                            let says = format!("it may be left out {when}; it is a setter instead of a required value");
                            self.breaks(Side::Sent, &here, place, says, &[Effect::Compile]);
                        }
                        (_, None) => {
                            let says = format!("it may not be given any more {when}");
                            self.breaks(Side::Sent, &here, place, says, &[Effect::Compile]);
                        }
                    }
                }
            }
        }
    }

    /// A pattern of both sides, if it differs.
    pub(super) fn patterns(
        &self,
        requests: (RecordId, RecordId),
        old: &vendor_model::model::Pattern,
        new: &vendor_model::model::Pattern,
    ) -> Option<String> {
        let (before, after) = (pattern(self.old.vendor, requests.0, old), pattern(self.new.vendor, requests.1, new));
        (before != after).then(|| format!("`{after}` instead of `{before}`"))
    }
}

/// Fields of both records that are the same: by both names, then by the wire name, then by the English one.
fn paired(old: &Record, new: &Record) -> Vec<(usize, usize)> {
    type Same = fn(&Field, &Field) -> bool;
    let ways: [Same; 3] =
        [|a, b| a.wire == b.wire && a.name == b.name, |a, b| a.wire == b.wire, |a, b| a.name == b.name];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for same in ways {
        for (index, field) in old.fields.iter().enumerate() {
            if pairs.iter().any(|(taken, _)| *taken == index) {
                continue;
            }
            let partner =
                new.fields.iter().enumerate().find(|(other, candidate)| {
                    !pairs.iter().any(|(_, taken)| taken == other) && same(field, candidate)
                });
            pairs.extend(partner.map(|(other, _)| (index, other)));
        }
    }
    pairs
}

fn bare<'a>(vendor: &'a Vendor, shape: &'a Shape) -> &'a Shape {
    vendor.bare(shape)
}

/// What a type is, in the words of specs.
fn kind(vendor: &Vendor, ty: &Type) -> String {
    match ty {
        Type::Enum(id) => format!("one of the values of `{}`", vendor.enumeration(*id).name),
        Type::Record(_) => "a record".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Union(_) => "a value of several shapes".to_owned(),
        Type::Named(id) => format!("the type `{}`", vendor.newtype(*id).name),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// What a value is on the wire, whatever it is called.
fn on_wire(vendor: &Vendor, shape: &Shape) -> String {
    match &bare(vendor, shape).ty {
        Type::Enum(id) => format!("{:?}", vendor.enumeration(*id).base),
        Type::Record(_) => "a record".to_owned(),
        Type::Union(_) => "one of several shapes".to_owned(),
        Type::List(_) => "a list".to_owned(),
        other => format!("{other:?}"),
    }
}

fn base(base: Base) -> &'static str {
    match base {
        Base::Text => "texts",
        Base::Integer => "integers",
        Base::Boolean => "booleans",
    }
}

fn visibility(visibility: Visibility) -> String {
    match visibility {
        Visibility::Anyone => "shown".to_owned(),
        Visibility::Secret => "a secret".to_owned(),
        Visibility::Sensitive(_) => "masked".to_owned(),
    }
}

/// Whether all that the old limits allow is allowed by the new ones.
fn within(old: &Option<Limits>, new: &Option<Limits>) -> bool {
    let Some(new) = new else { return true };
    let Some(old) = old else { return new.min.is_none() && new.max.is_none() };
    let low = new.min.is_none_or(|new| old.min.is_some_and(|old| old >= new));
    let high = new.max.is_none_or(|new| old.max.is_some_and(|old| old <= new));
    low && high && old.unit == new.unit
}
