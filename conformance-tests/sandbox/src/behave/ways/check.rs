//! What `sandbox.yaml` names must be there: operations, fields, codes, credentials, tables and accounts.

use std::collections::BTreeMap;

use vendor_model::diagnostic::{Code, codes, nearest};
use vendor_model::language::{Literal, Tree, WireText};
use vendor_model::model::{Class, Format, FrameNode, Operation, Path, Record, Step as PathStep, Type};
use vendor_model::{Diagnostic, Origin, Report, Vendor};

use super::source::Source;
use super::spec::{MoveSpec, OperationSpec, RowsSpec, StepSpec, WaysSpec};
use super::{Account, Lenient, Move, Rows, Rule, Script, Step, Ways};
use crate::behave::plain::Sum;

/// A run over one file.
struct Check<'a> {
    vendor: &'a Vendor,
    spec: &'a WaysSpec,
    report: &'a mut Report,
    wrong: bool,
}

pub(super) fn ways(spec: &WaysSpec, vendor: &Vendor, origin: &Origin, report: &mut Report) -> Option<Ways> {
    let mut check = Check { vendor, spec, report, wrong: false };
    let ways = check.all(origin);
    (!check.wrong).then_some(ways)
}

impl Check<'_> {
    fn error(&mut self, code: Code, origin: &Origin, message: String, help: String) {
        self.wrong = true;
        self.report.push(Diagnostic::error(code, origin.clone(), message).help(help));
    }

    /// Reports a name that is not known; gives its number if it is.
    fn known<'n>(
        &mut self,
        what: &str,
        name: &str,
        all: impl IntoIterator<Item = &'n str>,
        origin: &Origin,
    ) -> Option<usize> {
        let all: Vec<&str> = all.into_iter().collect();
        let found = all.iter().position(|known| *known == name);
        if found.is_none() {
            let help = match nearest(name, all.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if all.is_empty() => format!("there is no {what} here"),
                None => format!("known here: {}", all.join(", ")),
            };
            self.error(
                codes::UNKNOWN_IN_SANDBOX,
                origin,
                format!("there is no {what} `{}`", name.escape_debug()),
                help,
            );
        }
        found
    }

    fn code(&mut self, code: &WireText, origin: &Origin) -> String {
        let vendor = self.vendor;
        self.known("code", &code.0, vendor.codes.iter().map(|c| c.wire.as_str()), origin);
        code.0.clone()
    }

    fn operation(&mut self, name: &str, origin: &Origin) {
        let vendor = self.vendor;
        self.known("operation", name, vendor.operations.iter().map(|o| o.name.as_str()), origin);
    }

    fn all(&mut self, root: &Origin) -> Ways {
        let (vendor, spec) = (self.vendor, self.spec);
        let mut ways = Ways { not_simulated: spec.not_simulated.clone(), ..Ways::default() };
        for (name, text) in &spec.credentials {
            let at = root.key("credentials").key(name);
            let keys = vendor.credentials.iter().map(|c| c.key.as_str());
            if let Some(index) = self.known("credential", name, keys, &at.name()) {
                ways.credentials.push((index, text.clone()));
            }
        }
        if let Some(zone) = &spec.zone {
            match minutes(zone) {
                Some(minutes) => ways.zone = minutes,
                None => self.error(
                    codes::SANDBOX_VALUE,
                    &root.key("zone"),
                    "this is no zone".into(),
                    "write `+03:00`".into(),
                ),
            }
        }
        let refusals = root.key("refusals");
        for (class, status) in &spec.refusals.http {
            let at = refusals.key("http").key(class);
            let words = std::iter::once("otherwise").chain(Class::ALL.iter().map(|(word, _)| *word));
            let class = match self.known("class", class, words, &at.name()) {
                Some(0) => None,
                Some(index) => Class::ALL.get(index - 1).map(|(_, class)| *class),
                None => continue,
            };
            if !(200..=599).contains(status) {
                self.error(
                    codes::SANDBOX_VALUE,
                    &at,
                    "this is no HTTP status of a reply".into(),
                    "write one of 200 to 599".into(),
                );
            }
            ways.http.push((class, *status));
        }
        for (index, name) in spec.refusals.repeats.0.iter().enumerate() {
            let at = refusals.key("repeats");
            ways.repeats.extend(self.member(name, &at.index(index)));
        }
        for (index, rule) in spec.refusals.rules.iter().enumerate() {
            let at = refusals.key("rules").index(index);
            if let Some(operation) = &rule.operation {
                self.operation(operation, &at.key("operation"));
            }
            if let Some(field) = &rule.field {
                let records = vendor.records.iter().flat_map(|record| record.fields.iter().map(|f| f.wire.as_str()));
                let credentials = vendor.credentials.iter().map(|c| c.key.as_str());
                self.known("field", field, records.chain(credentials), &at.key("field"));
            }
            let code = self.code(&rule.code, &at.key("code"));
            ways.rules.push(Rule {
                cause: rule.when,
                operation: rule.operation.clone(),
                field: rule.field.clone(),
                code,
            });
        }
        for (index, address) in spec.addresses.iter().enumerate() {
            let code = self.code(&address.code, &root.key("addresses").index(index).key("code"));
            ways.addresses.push((address.path.clone(), code));
        }
        ways.lenient = Lenient {
            names: spec.lenient.names,
            nulls: spec.lenient.nulls,
            ignores: spec.lenient.ignores.0.clone(),
            body_in: spec.lenient.body_in.clone(),
            paths: spec.lenient.paths.iter().map(|alias| (alias.from.clone(), alias.to.clone())).collect(),
        };
        for (name, account) in &spec.accounts {
            let at = root.key("accounts").key(name);
            let starts = account.starts.as_ref().map(|tree| self.sum(tree, &at.key("starts")));
            let seeds =
                account.seeds.iter().map(|(of, tree)| (of.clone(), self.sum(tree, &at.key("seeds").key(of)))).collect();
            ways.accounts.insert(name.clone(), Account { starts: starts.unwrap_or_else(|| "0".into()), seeds });
        }
        for (name, table) in &spec.tables {
            let at = root.key("tables").key(name).key("seeds");
            let seeds = table.seeds.iter().enumerate();
            let seeds = seeds.filter_map(|(index, tree)| self.source(tree, None, None, &at.index(index))).collect();
            ways.tables.insert(name.clone(), seeds);
        }
        for (name, operation) in &spec.operations {
            let at = root.key("operations").key(name);
            self.operation(name, &at.name());
            if let Some(known) = vendor.operation(name) {
                let script = self.script(known, operation, &at);
                ways.operations.insert(name.clone(), script);
            }
        }
        for (name, steps) in &spec.events {
            let at = root.key("events").key(name);
            let steps = steps.iter().enumerate();
            let steps = steps.filter_map(|(index, step)| self.step(step, None, None, &at.index(index))).collect();
            ways.events.insert(name.clone(), steps);
        }
        ways
    }

    fn sum(&mut self, tree: &Tree, origin: &Origin) -> String {
        let text = match tree {
            Tree::Leaf(Literal::Integer(number)) => number.to_string(),
            Tree::Leaf(Literal::Fraction(number)) => number.to_string(),
            Tree::Leaf(Literal::Text(text)) => text.clone(),
            _ => String::new(),
        };
        if Sum::of(&text).is_none() {
            self.error(codes::SANDBOX_VALUE, origin, "this is no sum".into(), "write a number".into());
        }
        text
    }

    /// The path of a member that stands in the replies of some operation.
    fn member(&mut self, name: &str, origin: &Origin) -> Option<Path> {
        let mut frames = Vec::new();
        for operation in &self.vendor.operations {
            for (format, form) in &operation.reply.forms {
                if *format == Format::Json || operation.reply.forms.len() == 1 {
                    leaves(&form.frame, &mut Vec::new(), &mut frames);
                }
            }
        }
        let names: Vec<String> = frames.iter().map(shown).collect();
        let index = self.known("member", name, names.iter().map(String::as_str), origin)?;
        frames.into_iter().nth(index)
    }

    fn script(&mut self, operation: &Operation, spec: &OperationSpec, at: &Origin) -> Script {
        let vendor = self.vendor;
        let request = vendor.record(operation.request);
        let item = spec.each.as_ref().and_then(|each| {
            let lists = request.fields.iter().filter(|f| matches!(f.shape.ty, Type::List(_)));
            self.known("list", each, lists.map(|f| f.wire.as_str()), &at.key("each"))?;
            match &request.fields.get(request.field_named(each)?)?.shape.ty {
                Type::List(list) => match list.item.ty {
                    Type::Record(id) => Some(vendor.record(id)),
                    _ => None,
                },
                _ => None,
            }
        });
        for name in spec.like.keys() {
            let fields = item.unwrap_or(request).fields.iter().map(|f| f.wire.as_str());
            self.known("field", name, fields, &at.key("like").key(name).name());
        }
        let steps = spec.steps.iter().enumerate();
        let steps = steps
            .filter_map(|(index, step)| self.step(step, Some(request), item, &at.key("steps").index(index)))
            .collect();
        if let (Some(reply), false) = (&spec.reply, operation.response_is_value && spec.each.is_none()) {
            self.reply_fields(operation, reply, &at.key("reply"));
        }
        let days = &at.key("expires_after_days");
        Script {
            each: spec.each.clone(),
            like: spec.like.iter().map(|(name, masks)| (name.clone(), masks.0.clone())).collect(),
            none: spec.none.as_ref().map(|code| self.code(code, &at.key("none"))),
            steps,
            reply: spec.reply.as_ref().and_then(|tree| self.source(tree, Some(request), item, &at.key("reply"))),
            rows: spec.rows.as_ref().and_then(|rows| self.rows(rows, request, &at.key("rows"))),
            expires_after_days: spec
                .expires_after_days
                .as_ref()
                .and_then(|text| self.parsed(text, Some(request), item, days)),
        }
    }

    /// The names of a reply are fields of the response, or of the items that it lists.
    fn reply_fields(&mut self, operation: &Operation, reply: &Tree, at: &Origin) {
        let vendor = self.vendor;
        let mut record: &Record = vendor.record(operation.response);
        if operation.response_is_value
            && let Some(Type::List(list)) = record.fields.first().map(|f| &f.shape.ty)
            && let Type::Record(id) = list.item.ty
        {
            record = vendor.record(id);
        }
        let Tree::Record(members) = reply else { return };
        for name in members.keys().filter(|name| *name != "...") {
            self.known("field", name, record.fields.iter().map(|f| f.wire.as_str()), &at.key(name).name());
        }
    }

    fn rows(&mut self, spec: &RowsSpec, request: &Record, at: &Origin) -> Option<Rows> {
        self.table(&spec.of, &at.key("of"));
        let between = spec.between.as_ref().map(|between| {
            let at = at.key("between");
            Some((
                between.column.clone(),
                self.parsed(&between.from, Some(request), None, &at.key("from"))?,
                self.parsed(&between.to, Some(request), None, &at.key("to"))?,
            ))
        });
        let last = spec.last.as_ref().map(|text| self.parsed(text, Some(request), None, &at.key("last")));
        Some(Rows {
            of: spec.of.clone(),
            whose: spec.whose.iter().map(|(name, text)| (name.clone(), text.0.clone())).collect(),
            between: between.flatten(),
            last: last.flatten(),
        })
    }

    fn step(&mut self, spec: &StepSpec, request: Option<&Record>, item: Option<&Record>, at: &Origin) -> Option<Step> {
        let mut steps = Vec::new();
        if let Some(unique) = &spec.unique {
            let at = at.key("unique");
            let (by, code) = (unique.by.0.clone(), self.code(&unique.code, &at.key("code")));
            match (&unique.table, &unique.within) {
                (Some(table), None) => {
                    self.table(table, &at.key("in"));
                    for (index, name) in by.iter().enumerate() {
                        let fields =
                            item.or(request).into_iter().flat_map(|r| r.fields.iter().map(|f| f.wire.as_str()));
                        self.known("field", name, fields, &at.key("by").index(index));
                    }
                    steps.push(Step::Unique { table: table.clone(), by, code });
                }
                (None, Some(list)) => {
                    let fields = request.into_iter().flat_map(|r| r.fields.iter().map(|f| f.wire.as_str()));
                    self.known("list", list, fields, &at.key("within"));
                    steps.push(Step::Distinct { list: list.clone(), by, code });
                }
                _ => {
                    let help = "write `in:` with a table, or `within:` with a list of the request";
                    self.error(codes::SANDBOX_STEP, &at, "nothing says where it is unique".into(), help.into());
                }
            }
        }
        if let Some(assign) = &spec.assign {
            self.table(&assign.table, &at.key("assign").key("in"));
            steps.push(Step::Assign { table: assign.table.clone(), from: assign.from.unwrap_or(1) });
        }
        if let Some(append) = &spec.append {
            let at = at.key("append");
            self.table(&append.to, &at.key("to"));
            let row = self.source(&append.row, request, item, &at.key("row"))?;
            steps.push(Step::Append { table: append.to.clone(), row });
        }
        for (movement, up, word) in [(&spec.add, true, "add"), (&spec.take, false, "take")] {
            if let Some(movement) = movement {
                steps.push(Step::Move(self.movement(movement, up, request, item, &at.key(word))?));
            }
        }
        if steps.len() != 1 {
            let help = "write one of `unique`, `assign`, `append`, `add`, `take`; another step is another item";
            self.error(codes::SANDBOX_STEP, at, "a step does one thing".into(), help.into());
        }
        steps.pop()
    }

    fn movement(
        &mut self,
        spec: &MoveSpec,
        up: bool,
        request: Option<&Record>,
        item: Option<&Record>,
        at: &Origin,
    ) -> Option<Move> {
        self.account(&spec.account, &at.key("account"));
        let mut when = BTreeMap::new();
        for (name, values) in &spec.when {
            let fields = item.or(request).into_iter().flat_map(|r| r.fields.iter().map(|f| f.wire.as_str()));
            self.known("field", name, fields, &at.key("when").key(name).name());
            when.insert(name.clone(), values.0.iter().map(|v| v.0.clone()).collect());
        }
        let of = match &spec.of {
            Some(text) => Some(self.parsed(text, request, item, &at.key("of"))?),
            None => None,
        };
        Some(Move {
            account: spec.account.clone(),
            of,
            amount: self.parsed(&spec.amount, request, item, &at.key("amount"))?,
            up,
            when,
            lacking: spec.lacking.as_ref().map(|code| self.code(code, &at.key("lacking"))),
        })
    }

    fn table(&mut self, name: &str, origin: &Origin) {
        let spec = self.spec;
        self.known("table", name, spec.tables.keys().map(String::as_str), origin);
    }

    fn account(&mut self, name: &str, origin: &Origin) {
        let spec = self.spec;
        self.known("account", name, spec.accounts.keys().map(String::as_str), origin);
    }

    /// A text that is a source whether or not it begins with `=`.
    fn parsed(&mut self, text: &str, request: Option<&Record>, item: Option<&Record>, at: &Origin) -> Option<Source> {
        let source = Source::parse(text.strip_prefix('=').unwrap_or(text));
        self.checked(source, request, item, at)
    }

    fn source(&mut self, tree: &Tree, request: Option<&Record>, item: Option<&Record>, at: &Origin) -> Option<Source> {
        self.checked(Source::of(tree), request, item, at)
    }

    fn checked(
        &mut self,
        source: Result<Source, String>,
        request: Option<&Record>,
        item: Option<&Record>,
        at: &Origin,
    ) -> Option<Source> {
        let source = match source {
            Ok(source) => source,
            Err(says) => {
                self.error(codes::SANDBOX_VALUE, at, says, "a text that begins with `=` is no constant".into());
                return None;
            }
        };
        source.visit(&mut |part| match part {
            Source::Request(path) => self.field("request", path, request, at),
            Source::Item(path) => self.field("item", path, item, at),
            Source::Account(name, _) => self.account(name, at),
            _ => {}
        });
        Some(source)
    }

    fn field(&mut self, what: &str, path: &[String], record: Option<&Record>, at: &Origin) {
        let Some(first) = path.first() else { return };
        let fields = record.into_iter().flat_map(|r| r.fields.iter().map(|f| f.wire.as_str()));
        self.known(&format!("field of the {what}"), first, fields, at);
    }
}

/// Every scalar of a frame.
fn leaves(frame: &FrameNode, path: &mut Path, found: &mut Vec<Path>) {
    match frame {
        FrameNode::Leaf { .. } if !found.contains(path) => found.push(path.clone()),
        FrameNode::Record(members) => {
            for (name, node) in members {
                path.push(PathStep::Name(name.clone()));
                leaves(node, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

fn shown(path: &Path) -> String {
    let names = path.iter().filter_map(|step| match step {
        PathStep::Name(name) => Some(name.as_str()),
        _ => None,
    });
    names.collect::<Vec<_>>().join(".")
}

/// `+03:00` in minutes.
fn minutes(text: &str) -> Option<i16> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}
