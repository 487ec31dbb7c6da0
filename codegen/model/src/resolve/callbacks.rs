//! Callbacks: read as replies are, by frames and arms.

use super::Resolver;
use super::names::folded;
use super::reply::arm::Around;
use super::reply::frame::{hole_of, holes_in};
use super::reply::reads::Payload;
use super::{open_points, outcomes};
use crate::diagnostic::{Diagnostic, codes};
use crate::language::{CallbackSpec, Confidence, Names, Verdict};
use crate::model::{
    Acknowledge, Arm, Callback, Condition, Docs, Format, FrameNode, Page, Reads, RecordId, Reply, ReplyForm,
};
use crate::source::Origin;

impl<'a> Resolver<'a> {
    pub(super) fn callbacks(&mut self) {
        let syntax = self.syntax;
        for page in &syntax.pages {
            let callbacks = Origin::file(page.file).key("callbacks");
            for (name, spec) in &page.spec.callbacks {
                let origin = callbacks.key(name);
                self.identifier(name, &origin.name());
                let operations = self.vendor.operations.iter().map(|o| (&o.name, &o.origin));
                let callbacks = self.vendor.callbacks.iter().map(|c| (&c.name, &c.origin));
                if let Some((_, first)) = operations.chain(callbacks).find(|(known, _)| folded(known) == folded(name)) {
                    let message = format!("`{name}` is there already");
                    let diagnostic = Diagnostic::error(codes::DUPLICATE_OPERATION, origin.name(), message)
                        .related(first.name(), "first here")
                        .help("operations and callbacks are modules of the client: give one of them another name");
                    self.report.push(diagnostic);
                    continue;
                }
                self.callback(name, spec, super::page(&page.spec.source), &origin);
            }
        }
    }

    fn callback(&mut self, name: &str, spec: &'a CallbackSpec, page: Page, origin: &Origin) {
        self.computed = self.vendor_computed();
        self.computed.values_mut().for_each(|(text, _)| *text = text.trim_start_matches('=').to_owned());
        let docs = Docs {
            summary: Some(spec.summary.clone()),
            place: Some(spec.place.clone().unwrap_or_else(|| page.title.clone())),
            note: spec.description.clone(),
            ..Docs::default()
        };
        let event = self.record(name, docs.clone(), &spec.fields, Some(name), origin);
        self.mark(event, false);
        let Some((format, in_query, frame)) = self.callback_frame(spec, event, &origin.key("reads")) else { return };
        let members = self.members(&frame, event, false, format == Format::Xml);
        let hole = hole_of(&frame).map(|(path, _)| path);
        let has_event =
            !self.vendor.record(event).fields.is_empty() || spec.arms.iter().any(|arm| arm.fields.is_some());
        if has_event && (hole.is_none() || holes_in(&frame) != 1) {
            let help = "write `\"...\": event` once in the frame";
            self.error_with_help(
                codes::NO_HOLE,
                &origin.key("reads").name(),
                "nothing says where the event stands",
                help,
            );
        }
        let verify = spec
            .verify
            .as_ref()
            .and_then(|verify| self.verify(verify, &members, None, in_query, &origin.key("verify")));
        let arms = self.event_arms(name, spec, &frame, format, event, origin);
        let reply =
            Reply { names: Names::Exact, charsets: Vec::new(), forms: vec![(format, ReplyForm { frame, hole, arms })] };
        if spec.verify.is_none() && spec.confirm_with.is_none() {
            let message = format!("nothing proves what `{name}` says");
            let diagnostic = Diagnostic::warning(codes::UNPROVEN_CALLBACK, origin.name(), message)
                .help("name the operation that confirms it under `confirm_with:`, or its signature under `verify:`");
            self.report.push(diagnostic);
        }
        if let Some(confirm) = &spec.confirm_with
            && self.vendor.operation(confirm).is_none()
            && !self.syntax.gaps
        {
            let known: Vec<String> = self.vendor.operations.iter().map(|o| o.name.clone()).collect();
            let at = origin.key("confirm_with");
            self.unknown(codes::UNKNOWN_OPERATION, &at, "operation", confirm, known.iter().map(String::as_str));
        }
        let acknowledge = &spec.acknowledge;
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
        if !(200..600).contains(&acknowledge.status) || !acknowledge.content_type.as_deref().is_none_or(plain) {
            let help = "a status lies between 200 and 599, a content type is `text/plain`";
            self.error_with_help(codes::BAD_CONTENT_TYPE, &origin.key("acknowledge"), "this can't be answered", help);
        }
        self.vendor.callbacks.push(Callback {
            name: name.to_owned(),
            docs,
            page,
            format,
            in_query,
            outcomes: outcomes(&reply, event),
            reply,
            event,
            verify,
            confirm_with: spec.confirm_with.clone(),
            acknowledge: Acknowledge {
                status: acknowledge.status,
                content_type: acknowledge.content_type.clone(),
                body: acknowledge.body.clone(),
            },
            repeated: spec.repeated.clone(),
            open_points: open_points(&spec.open_points),
            origin: origin.clone(),
        });
    }

    /// What it is read as, whether that is a query, and the frame.
    fn callback_frame(
        &mut self,
        spec: &'a CallbackSpec,
        event: RecordId,
        at: &Origin,
    ) -> Option<(Format, bool, FrameNode)> {
        const KINDS: [&str; 4] = ["form", "json", "xml", "query"];
        let [(kind, tree)] = spec.reads.iter().collect::<Vec<_>>()[..] else {
            let help = "keep one of form, json, xml and query";
            self.error_with_help(codes::BAD_READS, at, "a callback is one kind of document", help);
            return None;
        };
        let (format, in_query) = match kind.as_str() {
            "form" => (Format::Form, false),
            "query" => (Format::Form, true),
            "json" => (Format::Json, false),
            "xml" => (Format::Xml, false),
            other => {
                self.unknown(codes::BAD_READS, &at.key(kind).name(), "kind of document", other, KINDS);
                return None;
            }
        };
        let at = at.key(kind);
        let payload = Payload { record: event, is_value: false, is_read: true };
        let frame = self.frame(tree, payload, &at)?;
        if format == Format::Xml {
            self.xml_names(tree, &at);
        }
        Some((format, in_query, frame))
    }

    /// The kinds of events; one of any content where the page tells none apart.
    fn event_arms(
        &mut self,
        name: &str,
        spec: &'a CallbackSpec,
        frame: &FrameNode,
        format: Format,
        event: RecordId,
        origin: &Origin,
    ) -> Vec<Arm> {
        let reads = match format {
            Format::Json => Reads::Json(frame.clone()),
            Format::Xml => Reads::Xml(frame.clone()),
            _ => Reads::Form(frame.clone()),
        };
        if spec.arms.is_empty() {
            let payload = Payload { record: event, is_value: false, is_read: true };
            let turned = self.turned(frame, format, payload);
            return vec![Arm {
                name: "received".to_owned(),
                verdict: Verdict::Success,
                when: Vec::new(),
                code: Vec::new(),
                message: Vec::new(),
                class: None,
                reads: Some(reads),
                payload: hole_of(frame).map(|(path, _)| path),
                stands_for: None,
                no_effect: false,
                tables: Vec::new(),
                record: None,
                turned,
                verify: None,
                confidence: Confidence::Documented,
            }];
        }
        let around =
            Around { operation: name, format, frame: Some(frame), request: None, response: event, is_value: false };
        let mut arms: Vec<(Arm, Origin)> = Vec::new();
        for (i, spec) in spec.arms.iter().enumerate() {
            let at = origin.key("arms").index(i);
            if spec.when.contains_key("http") {
                let help = "name a member of the document";
                self.error_with_help(codes::BAD_STATUS, &at.key("when").key("http"), "we give the status here", help);
            }
            let mut arm = self.arm(spec, &around, &at);
            arm.when.retain(|condition| !matches!(condition, Condition::Http(_)));
            arm.reads = Some(reads.clone());
            self.arm_clashes(&arm, &at, &arms);
            arms.push((arm, at));
        }
        arms.into_iter().map(|(arm, _)| arm).collect()
    }
}
