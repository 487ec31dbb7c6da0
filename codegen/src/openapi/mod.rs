//! A vendor as an OpenAPI 3.1 document, for users of other languages.
//!
//! What OpenAPI has no keyword for stands in words and under `x-` keys; nothing
//! is said that the spec does not say.

mod example;
mod json;
mod keyed;
mod paths;
mod record;
mod reply;
mod request;
mod schema;
mod spread;
mod status;
mod tree;
mod union;
mod words;
mod written;

use vendor_model::Vendor;
use vendor_model::model::{
    Arm, Code, Effect, Field, Format, HoleSource, Names as NameRule, OpenPoint, Operation, Page, Record, Repeated,
};

use json::{Json, Object};
use paths::PathOf;
use reply::Replies;
use request::{Keys, Requests};
use schema::{Schemas, Sentences, provenance};

/// The document of a vendor, as the text of a JSON file.
pub fn document(vendor: &Vendor) -> String {
    Document::new(vendor).write().pretty()
}

struct Document<'a> {
    vendor: &'a Vendor,
    schemas: Schemas<'a>,
    schemes: Vec<(String, Object)>,
    paths: Vec<(String, Object)>,
    /// Where each path stands in `paths`.
    places: std::collections::HashMap<String, usize>,
}

impl<'a> Document<'a> {
    fn new(vendor: &'a Vendor) -> Self {
        Self {
            vendor,
            schemas: Schemas::new(vendor),
            schemes: Vec::new(),
            paths: Vec::new(),
            places: std::collections::HashMap::new(),
        }
    }

    fn write(mut self) -> Json {
        let vendor = self.vendor;
        for operation in &vendor.operations {
            self.operation(operation);
        }
        let servers: Vec<Object> = vendor
            .servers
            .iter()
            .map(|server| {
                Object::new()
                    .with("url", server.url.trim_end_matches('/'))
                    .maybe("variables", variables(vendor, &server.url))
                    .maybe("description", Sentences::of(&server.docs).text())
                    .with("x-name", server.name.as_str())
                    .with_all(provenance(&server.docs))
            })
            .collect();
        let tags: Vec<Object> = self.tags();
        let info = Object::new()
            .with("title", vendor.title.as_str())
            .with("version", "unversioned")
            .with("summary", vendor.summary.as_str())
            .with("description", about(vendor));
        let components = Object::new()
            .maybe(
                "securitySchemes",
                (!self.schemes.is_empty())
                    .then(|| self.schemes.drain(..).map(|(n, s)| (n, s.into())).collect::<Object>()),
            )
            .with("schemas", self.schemas.into_components());
        Object::new()
            .with("openapi", "3.1.0")
            .with("info", info)
            .with("x-generated", "by `cargo run -p codegen` from the specs beside this file; do not edit")
            .with("servers", servers)
            .with("tags", tags)
            .with("paths", self.paths.into_iter().map(|(path, item)| (path, item.into())).collect::<Object>())
            .with("components", components)
            .list("x-credentials", credentials(vendor))
            .list("x-settings", settings(vendor))
            .list("x-tokens", tokens(vendor))
            .list("x-codes", vendor.all_codes().map(code).collect())
            .list("x-limits", vendor.limits.iter().map(|limit| limit.in_words().into()).collect())
            .with(
                "x-operations",
                vendor.operations.iter().map(|operation| facts(vendor, operation)).collect::<Object>(),
            )
            .list("x-open-points", vendor.open_points.iter().map(open_point).collect())
            .into()
    }

    /// The servers of an operation that answers on another host.
    fn servers_of(&self, operation: &Operation) -> Vec<Json> {
        if operation.send.host.is_none() {
            return Vec::new();
        }
        let servers = self.vendor.servers.iter().filter_map(|server| Some((server, server.address(operation)?)));
        let described = servers.map(|(server, url)| {
            let described = Object::new().with("url", url).maybe("variables", variables(self.vendor, url));
            described
                .maybe("description", Sentences::of(&server.docs).text())
                .with("x-name", server.name.as_str())
                .into()
        });
        described.collect()
    }

    /// The pages, in the order of the operations.
    fn tags(&self) -> Vec<Object> {
        let mut pages: Vec<&Page> = Vec::new();
        for operation in &self.vendor.operations {
            if !pages.iter().any(|page| page.title == operation.page.title) {
                pages.push(&operation.page);
            }
        }
        let tag = |page: &&Page| {
            Object::new()
                .with("name", page.title.as_str())
                .with("description", format!("As the vendor's page said on {}.", page.read))
                .maybe("externalDocs", page.url.as_ref().map(|url| Object::new().with("url", url.as_str())))
        };
        pages.iter().map(tag).collect()
    }

    fn operation(&mut self, operation: &'a Operation) {
        let vendor = self.vendor;
        let record: &'a Record = vendor.record(operation.request);
        let fields: &'a [Field] = &record.fields;
        let names = words::Names { vendor, fields };
        let paths = paths::paths(operation, fields, &|source| names.source(source));
        let method = operation.send.method.name().to_ascii_lowercase();
        for path in &paths {
            let id = operation_id(operation, path, &paths);
            let described = self.described(operation, path, &id);
            // OpenAPI takes an operation for each path and method; others that the body tells apart get a fragment,
            // which no client sends.
            let taken = |template: &str, document: &Self| {
                document
                    .places
                    .get(template)
                    .and_then(|at| document.paths.get(*at))
                    .is_some_and(|(_, item)| item.get(&method).is_some())
            };
            let mut template = path.template.clone();
            if taken(&template, self) {
                template = format!("{template}#{id}");
            }
            let at = *self.places.entry(template.clone()).or_insert_with(|| {
                self.paths.push((template, Object::new()));
                self.paths.len() - 1
            });
            if let Some((_, item)) = self.paths.get_mut(at) {
                item.push(method.as_str(), described);
            }
        }
    }

    fn described(&mut self, operation: &'a Operation, path: &PathOf, id: &str) -> Object {
        let mut keys = Keys::default();
        let mut requests = Requests::new(&mut self.schemas, operation);
        let parameters = requests.parameters(path, &mut keys);
        let body = requests.body(&path.requests, &mut keys);
        let responses = Replies { schemas: &mut self.schemas, operation }.responses(&path.replies);
        let security = self.security(&keys);
        let elsewhere = keys
            .elsewhere
            .iter()
            .map(|(name, place)| Object::new().with("name", name.as_str()).with("in", *place).into())
            .collect();
        let mut sentences = Sentences::of(&operation.docs);
        sentences.say(match operation.safety {
            vendor_model::model::Safety::Read => "It changes nothing and may be tried again.",
            vendor_model::model::Safety::Idempotent => "Twice is like once; it may be tried again.",
            vendor_model::model::Safety::Once => {
                "Twice is twice: do not try again when you can't tell whether it happened."
            }
        });
        let url = operation.page.url.as_ref().map(|url| Object::new().with("url", url.as_str()));
        Object::new()
            .with("operationId", id)
            .maybe("summary", operation.docs.summary.as_deref())
            .maybe("description", sentences.text())
            .with("tags", vec![operation.page.title.as_str()])
            .maybe("externalDocs", url)
            .list("servers", self.servers_of(operation))
            .with("security", security)
            .list("parameters", parameters)
            .maybe("requestBody", body)
            .with("responses", responses)
            .with("x-operation", operation.name.as_str())
            .with("x-safety", words::safety(operation.safety))
            .list("x-keys-elsewhere", elsewhere)
            .list("x-arms", self.arms(operation, &path.replies))
    }

    /// All keys at once; none where OpenAPI knows no place for any of them.
    fn security(&mut self, keys: &Keys) -> Vec<Json> {
        let mut requirement = Object::new();
        for (name, scheme) in &keys.schemes {
            let base = request::component_name(name);
            let mut free = base.clone();
            let mut next = 2;
            while self.schemes.iter().any(|(other, known)| *other == free && known != scheme) {
                free = format!("{base}{next}");
                next += 1;
            }
            if !self.schemes.iter().any(|(other, _)| *other == free) {
                self.schemes.push((free.clone(), scheme.clone()));
            }
            requirement.push(free, Json::List(Vec::new()));
        }
        if requirement.is_empty() { Vec::new() } else { vec![requirement.into()] }
    }

    /// What each reply means, in the order in which arms are tried.
    fn arms(&self, operation: &Operation, formats: &[Format]) -> Vec<Json> {
        let forms = operation.reply.forms.iter().filter(|(format, _)| formats.contains(format));
        let mut all: Vec<Json> = Vec::new();
        for (format, form) in forms {
            let arms: Vec<Json> = form.arms.iter().map(arm).collect();
            // Where formats agree, once is enough.
            if all.is_empty() {
                all = arms;
            } else if all != arms {
                all.extend(
                    arms.into_iter().map(|arm| Object::new().with("format", format.name()).with("arm", arm).into()),
                );
            }
        }
        if operation.reply.names == NameRule::IgnoreCase && !all.is_empty() {
            all.push(Object::new().with("note", "Names of members are compared without regard to case.").into());
        }
        all
    }
}

/// The caller's own id of a call, and what a second call with it does.
fn own_id(vendor: &Vendor, operation: &Operation) -> Option<Object> {
    let key = operation.key.as_ref()?;
    let field = vendor.record(operation.request).fields.get(key.field)?;
    let repeated = match key.repeated {
        Repeated::AnswersAsBefore => "answered as before",
        Repeated::Refuses => "refused",
    };
    let own_id = Object::new().with("field", field.wire.as_str()).with("repeated", repeated);
    Some(own_id.maybe("note", key.note.as_deref()))
}

/// What fills the holes of an address.
fn variables(vendor: &Vendor, url: &str) -> Option<Object> {
    let holes = vendor.address_holes.iter().filter(|(name, _)| url.contains(&format!("{{{name}}}")));
    let variable = |(name, hole): &(String, HoleSource)| {
        let variable = match hole {
            HoleSource::Setting(index) => {
                let setting = vendor.settings.get(*index)?;
                let values = &vendor.enumeration(setting.values).values;
                Object::new()
                    .with("enum", values.iter().map(|value| value.wire.as_str().into()).collect::<Vec<Json>>())
                    .with("default", values.get(setting.default)?.wire.as_str())
                    .maybe("description", Sentences::of(&setting.docs).text())
            }
            // There is no usual one, and OpenAPI wants one.
            HoleSource::Credential(index) => Object::new()
                .with("default", name.as_str())
                .maybe("description", Sentences::of(&vendor.credentials.get(*index)?.docs).text()),
            _ => return None,
        };
        Some((name.clone(), Json::from(variable)))
    };
    let variables: Object = holes.filter_map(variable).collect();
    (!variables.is_empty()).then_some(variables)
}

/// What holds of an operation on each of its paths.
fn facts(vendor: &Vendor, operation: &Operation) -> (String, Json) {
    let facts = Object::new()
        .with("wire", operation.wire.as_str())
        .with("safety", words::safety(operation.safety))
        .maybe("own-id", own_id(vendor, operation))
        .maybe("told-by", operation.told_by.as_deref())
        .maybe("paging", operation.paging.as_ref().map(|paging| paging.in_words(vendor, operation)))
        .with("page", operation.page.title.as_str())
        .with_all(provenance(&operation.docs))
        .list("limits", operation.limits.iter().map(|limit| limit.in_words().into()).collect())
        .list("codes", operation.codes.iter().map(|code| code.as_str().into()).collect())
        .list("open-points", operation.open_points.iter().map(open_point).collect());
    (operation.name.clone(), facts.into())
}

fn arm(arm: &Arm) -> Json {
    let known = (arm.confidence != Default::default()).then(|| words::confidence(arm.confidence));
    Object::new()
        .with("arm", arm.name.as_str())
        .with("verdict", words::verdict(arm.verdict))
        .list("when", arm.when.iter().map(|condition| words::condition(condition).into()).collect())
        .list("code", arm.code.iter().map(|path| words::path(path).into()).collect())
        .list("message", arm.message.iter().map(|path| words::path(path).into()).collect())
        .maybe("class", arm.class.map(reply::class_word))
        .maybe("effect", arm.no_effect.then_some("none"))
        .maybe("confidence", known)
        .into()
}

/// The operation's name, with the formats where it has several paths.
fn operation_id(operation: &Operation, path: &PathOf, all: &[PathOf]) -> String {
    let mut id = operation.name.clone();
    let words = |formats: &[Format]| formats.iter().map(|format| format.name()).collect::<Vec<_>>().join("_or_");
    if all.iter().any(|other| other.requests != path.requests) {
        id = format!("{id}_{}", words(&path.requests));
    }
    if all.iter().any(|other| other != path && other.requests == path.requests && other.replies != path.replies) {
        let same = path.replies == path.requests;
        if !same {
            id = format!("{id}_answered_in_{}", words(&path.replies));
        }
    }
    let twins = all.iter().filter(|other| other.requests == path.requests && other.replies == path.replies);
    if twins.clone().count() > 1 {
        let at = twins.clone().position(|other| other == path).unwrap_or_default();
        if at > 0 {
            id = format!("{id}_{}", at + 1);
        }
    }
    id
}

fn about(vendor: &Vendor) -> String {
    let mut text = format!(
        "{} Transcribed from the vendor's pages, which are prose; this document is not the vendor's. What OpenAPI can't \
         say stands under x- keys.",
        words::plain(&vendor.summary)
    );
    text.push_str(
        "\n\nWhether a call succeeded is told by the arms under x-arms of each operation, the first that holds, and \
         often not by the HTTP status alone. A reply that fits no arm is in doubt.",
    );
    text.push_str(
        "\n\nRead replies with patience: vendors write a number as text, 1 for true, or one item instead of a list, \
         whatever their pages say. Amounts are exact; do not read them through binary floating point.",
    );
    text
}

fn credentials(vendor: &Vendor) -> Vec<Json> {
    let credential = |credential: &vendor_model::model::Credential| {
        Object::new()
            .with("name", credential.name.as_str())
            .with("key", credential.key.as_str())
            .maybe("description", Sentences::of(&credential.docs).text())
            .with_all(provenance(&credential.docs))
            .into()
    };
    vendor.credentials.iter().map(credential).collect()
}

fn settings(vendor: &Vendor) -> Vec<Json> {
    let setting = |setting: &vendor_model::model::Setting| {
        let values = vendor.enumeration(setting.values);
        let wires: Vec<&str> = values.values.iter().map(|value| value.wire.as_str()).collect();
        Object::new()
            .with("name", setting.name.as_str())
            .maybe("description", Sentences::of(&setting.docs).text())
            .with("values", wires)
            .maybe("default", values.values.get(setting.default).map(|value| value.wire.as_str()))
            .with_all(provenance(&setting.docs))
            .into()
    };
    vendor.settings.iter().map(setting).collect()
}

fn tokens(vendor: &Vendor) -> Vec<Json> {
    let token = |token: &vendor_model::model::Token| {
        let seconds = token.hand_outs().next().and_then(|hand_out| hand_out.lives.seconds());
        let seconds = seconds.and_then(|seconds| i64::try_from(seconds).ok());
        Object::new()
            .with("name", token.name.as_str())
            .maybe("description", Sentences::of(&token.docs).text())
            .maybe("operation", token.grant.as_ref().map(|grant| grant.operation.as_str()))
            .maybe("refresh", token.refresh.as_ref().map(|refresh| refresh.operation.as_str()))
            .maybe("seconds", seconds)
            .list("stale-status", token.stale_http.iter().map(|status| i64::from(*status).into()).collect())
            .list("stale-codes", token.stale_codes.iter().map(|code| code.as_str().into()).collect())
            .into()
    };
    vendor.tokens.iter().map(token).collect()
}

fn code(code: &Code) -> Json {
    Object::new()
        .with("code", code.wire.as_str())
        .with("name", code.name.as_str())
        .with("class", reply::class_word(code.class))
        .maybe("message", code.message.as_deref())
        .maybe("description", Sentences::of(&code.docs).text())
        .maybe("effect", (code.effect == Effect::Unknown).then_some("unknown"))
        .with_all(provenance(&code.docs))
        .into()
}

fn open_point(point: &OpenPoint) -> Json {
    Object::new()
        .with("says", point.says.as_str())
        .with("chosen", point.chosen.as_str())
        .with("confidence", words::confidence(point.confidence))
        .into()
}
