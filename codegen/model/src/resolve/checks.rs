//! What can only be said of a vendor as a whole.

use std::collections::HashSet;

use super::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::Tree;
use crate::model::{Field, Format, From, Place, Presence, RecordId, Type};
use crate::source::Origin;

use super::names::folded;
use super::send::{HOLE, is_wire_name};

impl Resolver<'_> {
    pub(super) fn checks(&mut self) {
        self.check_element_names();
        self.check_types();
        self.check_filled();
        self.check_matches();
        self.check_ruled();
        self.check_spread_lists();
        self.check_sent_keys();
        self.check_asked();
    }

    /// Names of fields that stand in XML.
    fn check_element_names(&mut self) {
        let mut seen = HashSet::new();
        let mut elements: Vec<(Origin, String)> = Vec::new();
        for operation in &self.vendor.operations {
            let sent = operation.send.body(Format::Xml).map(|_| operation.request);
            let received = operation.reply.form(Format::Xml).map(|_| operation.response);
            let mut open: Vec<RecordId> = sent.into_iter().chain(received).collect();
            // A value that is the whole reply has no name on the wire.
            if let (true, Some(response)) = (operation.response_is_value, received) {
                seen.insert(response);
                let field = &self.vendor.record(response).fields[0];
                if let Type::List(list) = &field.shape.ty {
                    elements.extend(list.xml_item.iter().map(|item| (field.origin.key("xml_item"), item.clone())));
                }
                open.extend(self.vendor.records_in(&field.shape.ty));
            }
            while let Some(id) = open.pop() {
                if !seen.insert(id) {
                    continue;
                }
                for field in self.vendor.record(id).fields.iter().filter(|f| f.place == Place::Hole) {
                    elements.push((field.origin.name(), field.wire.clone()));
                    if let Type::List(list) = &field.shape.ty {
                        elements.extend(list.xml_item.iter().map(|item| (field.origin.key("xml_item"), item.clone())));
                    }
                    open.extend(self.vendor.records_in(&field.shape.ty));
                }
            }
        }
        for (origin, name) in elements {
            self.xml_name(&name, &origin);
        }
    }

    /// Names of a frame that stands in XML.
    pub(super) fn xml_names(&mut self, tree: &Tree, origin: &Origin) {
        match tree {
            Tree::Record(members) => {
                for (name, member) in members.iter().filter(|(name, _)| *name != HOLE) {
                    let origin = origin.key(name);
                    self.xml_name(name, &origin.name());
                    self.xml_names(member, &origin);
                }
            }
            Tree::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.xml_names(item, &origin.index(i));
                }
            }
            Tree::Leaf(_) => {}
        }
    }

    fn xml_name(&mut self, name: &str, origin: &Origin) {
        let letter = |c: char| c.is_alphabetic() || c == '_';
        let more = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        if !is_wire_name(name) || name == "#text" {
            return;
        }
        // Attributes, prefixes of namespaces and the operation's name are written as they are.
        let name = name.strip_prefix('@').unwrap_or(name).replace("{wire}", "wire");
        if name == "xmlns" || name.starts_with("xmlns:") {
            return;
        }
        let name = match name.split_once(':') {
            Some((prefix, local)) if prefix.starts_with(letter) && prefix.chars().all(more) => local.to_owned(),
            _ => name,
        };
        if !name.starts_with(letter) || !name.chars().all(more) {
            let message = format!("no XML element can be called `{}`", name.escape_debug());
            self.error_with_help(
                codes::BAD_WIRE_NAME,
                origin,
                message,
                "look at the page's XML sample; where XML differs, write a frame for each format",
            );
        }
    }

    /// Named types that only an underscore tells apart.
    fn check_types(&mut self) {
        let mut known: Vec<(String, Origin)> = Vec::new();
        let mut twins: Vec<Diagnostic> = Vec::new();
        for (name, named) in &self.named {
            match known.iter().find(|(other, _)| *other == folded(name)) {
                Some((_, first)) => twins.push(
                    Diagnostic::error(
                        codes::DUPLICATE_TYPE,
                        named.origin.name(),
                        format!("two types are called `{name}`, but for an underscore"),
                    )
                    .related(first.clone(), "first here"),
                ),
                None => known.push((folded(name), named.origin.name())),
            }
        }
        for twin in twins {
            self.report.push(twin);
        }
    }

    /// The client fills fields of requests, and of their outermost record where a credential is meant.
    fn check_filled(&mut self) {
        let requests: HashSet<RecordId> = self.vendor.operations.iter().map(|o| o.request).collect();
        let mut problems: Vec<(codes::Code, Origin, &str, &str)> = Vec::new();
        for (index, record) in self.vendor.records.iter().enumerate() {
            for field in &record.fields {
                let From::Client(pattern) = &field.from else { continue };
                if record.received {
                    problems.push((
                        codes::BAD_FILLED_FIELD,
                        field.origin.key("from"),
                        "the client fills in nothing of a reply",
                        "remove `from:`",
                    ));
                } else if !pattern.holes().is_empty() && !requests.contains(&RecordId(index)) {
                    problems.push((
                        codes::BAD_FILLED_FIELD,
                        field.origin.key("from"),
                        "only the request's own fields are filled from credentials and settings",
                        "let the frame of the request carry it",
                    ));
                }
                if field.presence != Presence::Required {
                    problems.push((
                        codes::BAD_FILLED_FIELD,
                        field.origin.key("from"),
                        "what the client fills in is always there",
                        "remove `optional:` and the rules",
                    ));
                }
            }
            // Under different values of an enum a reply would have one field twice.
            if record.received {
                for (i, field) in record.fields.iter().enumerate() {
                    if record.fields.iter().take(i).any(|f: &Field| f.wire == field.wire) {
                        problems.push((
                            codes::REPEATED_FIELD,
                            field.origin.name(),
                            "a reply has this field once",
                            "write it beside the enum, and not under its values",
                        ));
                    }
                }
            }
        }
        for (code, origin, message, help) in problems {
            self.error_with_help(code, &origin, message, help);
        }
    }

    /// What is missing in a reply is reported beside its fields.
    fn check_matches(&mut self) {
        let mut problems = Vec::new();
        for operation in &self.vendor.operations {
            if let Some(missing) = operation.matches.as_ref().and_then(|matches| matches.missing.as_ref())
                && let Some(field) = self.vendor.record(operation.response).fields.iter().find(|f| f.name == *missing)
            {
                let at = operation.origin.key("response").key("matches").key("missing");
                problems.push(
                    Diagnostic::error(
                        codes::MATCH_NAME_TAKEN,
                        at,
                        format!("the reply has a field `{missing}` already"),
                    )
                    .related(field.origin.name(), "this one")
                    .help("give it another name"),
                );
            }
        }
        for problem in problems {
            self.report.push(problem);
        }
    }
}
