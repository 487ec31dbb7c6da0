//! From floor 1 to floor 2: names are resolved, rules are checked, and every
//! complaint knows its place.

mod answers;
mod callbacks;
mod cautions;
mod checks;
mod choices;
mod codecs;
mod examples;
mod expression;
mod fields;
mod keyed;
mod limits;
mod matches;
mod names;
mod paging;
mod repeats;
mod reply;
mod rules;
mod send;
mod servers;
mod text;
mod tokens;
mod vendor_codes;
mod verify;
mod warnings;

pub(crate) use fields::scalar_names;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Report, codes, nearest};
use crate::language::{FieldSpec, OpenPointSpec, OperationSpec, SourceSpec, VendorSyntax, WireText};
use crate::model::{
    Absent, Base, Credential, Docs, EnumId, HoleSource, Method, OpenPoint, Operation, Page, RecordId, Reply, Setting,
    Success, Type, Vendor, Verdict,
};
use crate::source::{Origin, Sources};

/// Shared state of a run over one vendor.
struct Resolver<'a> {
    sources: &'a Sources,
    report: &'a mut Report,
    vendor: Vendor,
    syntax: &'a VendorSyntax,
    /// Types by name: where they are written, and what they became once they are needed.
    named: IndexMap<&'a str, NamedType<'a>>,
    /// Values that are computed: what they are, and where that is written.
    computed: IndexMap<String, (String, Origin)>,
    /// Names of documents that stand in the request as a text.
    documents: Vec<String>,
    /// What the vendor calls the operation.
    wire_name_of_operation: String,
    /// Records of arms with fields of their own, by operation and arm.
    arm_records: HashMap<(String, String), RecordId>,
    /// Fields that examples name and records have not: where that was first said.
    strangers: HashMap<(RecordId, String), usize>,
    /// What patterns name.
    used: Vec<HoleSource>,
    /// Computed values that something names, by where they are written.
    used_computed: HashSet<Origin>,
    /// Fields that are held against the request, and what they have to equal, until their operation is met.
    asked: Vec<(Origin, String)>,
    /// Lists under names of which it was said that they can't be read.
    cold: Vec<Origin>,
}

struct NamedType<'a> {
    spec: &'a FieldSpec,
    origin: Origin,
    resolved: Option<Type>,
    resolving: bool,
    used: bool,
}

/// Resolves what was read. Look into `report` for errors before using it.
pub fn resolve_vendor(syntax: &VendorSyntax, sources: &Sources, report: &mut Report) -> Vendor {
    let spec = &syntax.spec;
    let origin = Origin::file(syntax.file);
    let vendor = Vendor {
        name: spec.vendor.clone(),
        title: spec.title.clone(),
        summary: spec.summary.clone(),
        page: spec.source.as_ref().map(page),
        servers: Vec::new(),
        hosts: Vec::new(),
        address_holes: Vec::new(),
        credentials: Vec::new(),
        settings: Vec::new(),
        tokens: Vec::new(),
        absent: Absent::default(),
        codes: Vec::new(),
        tables: Vec::new(),
        records: Vec::new(),
        enums: Vec::new(),
        unions: Vec::new(),
        newtypes: Vec::new(),
        operations: Vec::new(),
        callbacks: Vec::new(),
        limits: Vec::new(),
        open_points: open_points(&spec.open_points),
        origin: origin.clone(),
    };
    let mut resolver = Resolver {
        sources,
        report,
        vendor,
        syntax,
        named: IndexMap::new(),
        computed: IndexMap::new(),
        documents: Vec::new(),
        wire_name_of_operation: String::new(),
        arm_records: HashMap::new(),
        strangers: HashMap::new(),
        used: Vec::new(),
        used_computed: HashSet::new(),
        asked: Vec::new(),
        cold: Vec::new(),
    };
    resolver.identifier(&spec.vendor, &origin.key("vendor"));
    let absent = origin.key("send").key("absent");
    resolver.vendor.absent = resolver.absent(spec.send.absent.as_ref(), &absent).unwrap_or_default();
    resolver.collect_types();
    resolver.credentials();
    resolver.settings();
    resolver.servers();
    resolver.tokens();
    resolver.codes();
    let limits = resolver.limits("", &spec.limits, &origin);
    resolver.vendor.limits = limits;
    resolver.operations();
    resolver.callbacks();
    resolver.finish_tokens();
    resolver.finish_told_by();
    resolver.checks();
    resolver.unused_types();
    resolver.warnings();
    resolver.vendor
}

fn page(source: &SourceSpec) -> Page {
    Page { title: source.title.clone(), url: source.url.clone(), read: source.read.clone() }
}

fn open_points(specs: &[OpenPointSpec]) -> Vec<OpenPoint> {
    specs
        .iter()
        .map(|p| OpenPoint { says: p.says.clone(), chosen: p.chosen.clone(), confidence: p.confidence })
        .collect()
}

impl<'a> Resolver<'a> {
    fn error(&mut self, code: codes::Code, origin: &Origin, message: impl Into<String>) {
        self.report.push(Diagnostic::error(code, origin.clone(), message));
    }

    fn error_with_help(
        &mut self,
        code: codes::Code,
        origin: &Origin,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report.push(Diagnostic::error(code, origin.clone(), message).help(help));
    }

    /// `did you mean ...?`, or else another help.
    fn meant<'n>(name: &str, known: impl IntoIterator<Item = &'n str>, otherwise: impl Into<String>) -> String {
        let otherwise = otherwise.into();
        nearest(name, known).map_or(otherwise.clone(), |near| format!("did you mean `{near}`? Otherwise: {otherwise}"))
    }

    fn unknown<'n>(
        &mut self,
        code: codes::Code,
        origin: &Origin,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => format!("there is no {what} here"),
            None => format!("known here: {}", known.join(", ")),
        };
        // `member of the frame` is called x: there is no member `x` of the frame.
        let (what, of) = what.split_once(' ').unwrap_or((what, ""));
        self.error_with_help(
            code,
            origin,
            format!("there is no {what} `{}` {of}", name.escape_debug()).trim_end(),
            help,
        );
    }

    /// The wire text, after making sure that YAML did not change it.
    fn wire(&mut self, text: &WireText, origin: &Origin) -> String {
        if let Some(written) = self.sources.plain(origin)
            && written != text.0
        {
            let message = format!("YAML reads `{written}` as `{}`", text.0);
            self.error_with_help(codes::CHANGED_BY_YAML, origin, message, format!("quote it: \"{written}\""));
        }
        text.0.clone()
    }

    fn root(&self) -> Origin {
        Origin::file(self.syntax.file)
    }

    fn credentials(&mut self) {
        for (key, spec) in &self.syntax.spec.credentials {
            let origin = self.root().key("credentials").key(key);
            let name = self.name_of(key, spec.alias.as_deref(), &origin);
            let docs = Docs {
                summary: Some(spec.summary.clone()),
                place: Some(spec.place.clone().unwrap_or_else(|| key.clone())),
                ..Docs::default()
            };
            if self.vendor.credentials.iter().any(|c| c.name == name || c.key == name || c.name == *key) {
                self.error_with_help(
                    codes::DUPLICATE_CREDENTIAL,
                    &origin.name(),
                    format!("two credentials are called `{name}`"),
                    "give one of them another name with `as:`",
                );
            }
            if let Some(risk) = spec.accepted_risk.as_ref().filter(|_| spec.secret != Some(false)) {
                self.vendor.open_points.push(OpenPoint {
                    says: format!("The credential `{key}` stands in addresses, which servers and proxies write down."),
                    chosen: risk.clone(),
                    confidence: Default::default(),
                });
            }
            let is_public = spec.secret == Some(false);
            let credential = Credential { name, key: key.clone(), is_public, length: spec.length.clone(), docs };
            self.vendor.credentials.push(credential);
        }
    }

    fn settings(&mut self) {
        for (name, spec) in &self.syntax.spec.settings {
            let origin = self.root().key("settings").key(name);
            self.identifier(name, &origin.name());
            let docs = Docs { summary: Some(spec.summary.clone()), ..Docs::default() };
            let values = self.enumeration(name, docs.clone(), Base::Text, &spec.values, None, &origin);
            let default = self.wire(&spec.default, &origin.key("default"));
            let index = self.value_index(values, &default);
            if index.is_none() {
                let known: Vec<String> =
                    self.vendor.enumeration(values).values.iter().map(|v| v.wire.clone()).collect();
                self.unknown(
                    codes::UNKNOWN_VALUE,
                    &origin.key("default"),
                    "value",
                    &default,
                    known.iter().map(String::as_str),
                );
            }
            self.vendor.settings.push(Setting { name: name.clone(), values, default: index.unwrap_or(0), docs });
        }
    }

    fn value_index(&self, id: EnumId, wire: &str) -> Option<usize> {
        self.vendor.enumeration(id).values.iter().position(|v| v.wire == wire)
    }

    fn operations(&mut self) {
        let syntax = self.syntax;
        let mut first_of: HashMap<&str, Origin> = HashMap::new();
        for syntax in &syntax.pages {
            self.vendor.open_points.extend(open_points(&syntax.spec.open_points));
            let operations = Origin::file(syntax.file).key("operations");
            for (name, spec) in &syntax.operations {
                let origin = operations.key(name);
                self.identifier(name, &origin.name());
                if let Some(first) = first_of.get(name.as_str()) {
                    let diagnostic = Diagnostic::error(
                        codes::DUPLICATE_OPERATION,
                        origin.name(),
                        format!("two operations are called `{name}`"),
                    )
                    .related(first.name(), "first here")
                    .help("keep one of them, or give one another name and say `wire:`");
                    self.report.push(diagnostic);
                    continue;
                }
                first_of.insert(name, origin.clone());
                self.operation(name, spec, page(&syntax.spec.source), origin);
            }
        }
    }

    fn operation(&mut self, name: &str, spec: &'a OperationSpec, page: Page, origin: Origin) {
        let wire = spec.wire.as_ref().map_or_else(|| name.to_owned(), |w| self.wire(w, &origin.key("wire")));
        self.computed = self.vendor_computed();
        self.computed.extend(
            spec.computed.iter().map(|(name, text)| (name.clone(), (text.clone(), origin.key("computed").key(name)))),
        );
        for (name, (text, origin)) in self.computed.clone() {
            self.identifier(&name, &origin.name());
            if !text.starts_with('=') {
                self.error_with_help(
                    codes::COMPUTED_WITHOUT_EXPRESSION,
                    &origin,
                    "a computed value is an expression",
                    "begin it with `=`: `\"= hex(sha256(key))\"`",
                );
            }
        }
        for (_, (text, _)) in &mut self.computed {
            *text = text.trim_start_matches('=').to_owned();
        }
        self.name_documents(spec);
        self.wire_name_of_operation.clone_from(&wire);
        let docs = Docs {
            summary: Some(spec.summary.clone()),
            place: Some(spec.place.clone().unwrap_or_else(|| page.title.clone())),
            note: spec.description.clone(),
            ..Docs::default()
        };
        let request = self.record(
            name,
            Docs { summary: Some(spec.summary.clone()), ..docs.clone() },
            &spec.request.fields,
            Some(name),
            &origin.key("request"),
        );
        self.groups(&spec.request, request, &origin.key("request"));
        let (response, response_is_value) = self.response(name, spec, &origin);
        self.mark(request, true);
        self.mark(response, false);
        let method = Method::ALL.into_iter().find(|m| m.name() == spec.method).unwrap_or_else(|| {
            self.unknown(
                codes::UNKNOWN_METHOD,
                &origin.key("method"),
                "method",
                &spec.method,
                Method::ALL.map(Method::name),
            );
            Method::Post
        });
        let send = self.send(name, &wire, method, spec, request, &origin);
        let formats: Vec<_> = send.formats().collect();
        let reply = self.reply(name, spec, (request, response), response_is_value, &formats, &origin);
        self.answers(request, (!response_is_value).then_some(response), &reply);
        let outcomes = outcomes(&reply, response);
        let mut codes = Vec::new();
        for (i, code) in spec.codes.iter().enumerate() {
            let origin = origin.key("codes").index(i);
            let code = self.wire(code, &origin);
            self.known_code(name, &code, &origin);
            codes.push(code);
        }
        let matches = self.matches(spec, request, response, &origin);
        let walked = paging::Walked { request, response, outcomes: &outcomes, send: &send };
        let paging = self.paging(spec, &walked, &origin);
        let operation = Operation {
            name: name.to_owned(),
            wire,
            docs,
            page,
            safety: spec.safety,
            key: self.key(spec, request, &origin),
            told_by: spec.told_by.as_ref().map(|told_by| told_by.operation.clone()),
            told_with: Vec::new(),
            request,
            response,
            response_is_value,
            outcomes,
            matches,
            paging,
            send,
            reply,
            limits: self.limits(name, &spec.limits, &origin),
            codes,
            examples: Vec::new(),
            open_points: open_points(&spec.open_points),
            origin: origin.clone(),
        };
        let examples = self.examples(spec, &operation, &origin);
        self.vendor.operations.push(Operation { examples, ..operation });
    }

    /// What the vendor computes for all operations, as it is written.
    fn vendor_computed(&self) -> IndexMap<String, (String, Origin)> {
        let computed = self.syntax.spec.computed.iter();
        computed.map(|(name, text)| (name.clone(), (text.clone(), self.root().key("computed").key(name)))).collect()
    }

    fn response(&mut self, name: &str, spec: &'a OperationSpec, origin: &Origin) -> (RecordId, bool) {
        let origin = origin.key("response");
        let record_name = format!("{name}_reply");
        let docs = Docs { summary: Some(format!("What the vendor answers to `{name}`.")), ..Docs::default() };
        let Some(value) = &spec.response.value else {
            return (self.record(&record_name, docs, &spec.response.fields, Some(name), &origin), false);
        };
        let origin = origin.key("value");
        if !spec.response.fields.is_empty() {
            self.error_with_help(
                codes::TWO_RESPONSES,
                &origin.name(),
                "the hole holds a record or a value, not both",
                "keep `fields:` or `value:`",
            );
        }
        let id = self.record(&record_name, docs, &spec.response.fields, Some(name), &origin);
        let field_name = value.is.alias.clone().unwrap_or_else(|| "value".to_owned());
        let field = self.field(&field_name, value, Some(name), &origin);
        self.vendor.records[id.0].fields.push(field);
        (id, true)
    }

    fn field_index(&mut self, record: RecordId, name: &str, origin: &Origin) -> Option<usize> {
        let fields = self.vendor.record(record);
        let index = fields.field_named(name);
        if index.is_none() {
            let known: Vec<String> = fields.fields.iter().map(|f| f.wire.clone()).collect();
            self.unknown(codes::UNKNOWN_FIELD, origin, "field", name, known.iter().map(String::as_str));
        }
        index
    }

    /// Marks what a record reaches as sent or received.
    fn mark(&mut self, id: RecordId, sent: bool) {
        let record = &mut self.vendor.records[id.0];
        let mark = if sent { &mut record.sent } else { &mut record.received };
        if std::mem::replace(mark, true) {
            return;
        }
        let inner: Vec<(Type, Origin)> = record.fields.iter().map(|f| (f.shape.ty.clone(), f.origin.clone())).collect();
        for (ty, origin) in inner {
            self.mark_type(&ty, sent, &origin);
        }
    }

    fn mark_type(&mut self, ty: &Type, sent: bool, origin: &Origin) {
        match ty {
            Type::Record(id) => self.mark(*id, sent),
            Type::List(list) => self.mark_type(&list.item.ty, sent, origin),
            Type::Union(_) if sent => self.error_with_help(
                codes::ARMS_IN_REQUEST,
                &origin.name(),
                "only the vendor answers in several shapes",
                "what is sent has a field that decides: an `enum:` with `fields:` at its values",
            ),
            Type::Union(id) => {
                let Some(union) = self.vendor.unions.get_mut(id.0) else { return };
                if std::mem::replace(&mut union.received, true) {
                    return;
                }
                let is_outcome = union.is_outcome;
                let shared = union.shared.filter(|_| is_outcome);
                let held: Vec<(RecordId, bool)> =
                    union.arms.iter().filter_map(|arm| Some((arm.record?, arm.is_value))).collect();
                if let Some(id) = shared {
                    self.mark(id, false);
                }
                for (id, is_value) in held {
                    match self.vendor.record(id).fields.first().map(|f| f.shape.ty.clone()).filter(|_| is_value) {
                        Some(ty) => self.mark_type(&ty, false, origin),
                        None => self.mark(id, false),
                    }
                }
            }
            _ => {}
        }
    }

    fn unused_types(&mut self) {
        // What could not be read may use them.
        if self.syntax.gaps {
            return;
        }
        let unused: Vec<(Origin, &str)> = self
            .named
            .iter()
            .filter(|(_, named)| !named.used)
            .map(|(name, named)| (named.origin.name(), *name))
            .collect();
        for (origin, name) in unused {
            self.report.push(
                Diagnostic::warning(codes::UNUSED_TYPE, origin, format!("the type `{name}` is used nowhere"))
                    .help("remove it"),
            );
        }
    }
}

/// Several arms that mean success or pending make a reply of several shapes.
fn outcomes(reply: &Reply, response: RecordId) -> Vec<Success> {
    let mut outcomes: Vec<Success> = Vec::new();
    for arm in reply.forms.iter().flat_map(|(_, form)| &form.arms) {
        let known = outcomes.iter().any(|outcome| outcome.arm == arm.name);
        if matches!(arm.verdict, Verdict::Success | Verdict::Pending) && !known {
            outcomes.push(Success {
                arm: arm.name.clone(),
                verdict: arm.verdict,
                record: arm.record.unwrap_or(response),
            });
        }
    }
    // Successes with the operation's response alone are what the caller gets as it is.
    if outcomes.iter().all(|outcome| outcome.record == response && outcome.verdict == Verdict::Success) {
        outcomes.clear();
    }
    outcomes
}
