//! The reply on the wire: frames, and the arms that tell what it means.

pub(super) mod arm;
mod checks;
pub(super) mod frame;
mod overlap;
pub(super) mod reads;
mod takes;
mod texts;
mod union;
mod when;

use super::Resolver;
use crate::diagnostic::codes;
use crate::language::{ArmSpec, Names, OperationSpec, OwnArms, ReplySpec, Tree, Verdict};
use crate::model::{Arm, Charset, Format, FrameNode, RecordId, Reply, ReplyForm};
use crate::source::Origin;

use arm::{Around, is_whole};
use frame::{hole_of, holes_in};
use reads::Payload;

impl<'a> Resolver<'a> {
    pub(super) fn reply(
        &mut self,
        name: &str,
        spec: &'a OperationSpec,
        (request, response): (RecordId, RecordId),
        is_value: bool,
        sent: &[Format],
        origin: &Origin,
    ) -> Reply {
        let vendor = &self.syntax.spec.reply;
        let vendor_at = self.root().key("reply");
        let own = spec.reply.as_ref().map(|reply| (reply, origin.key("reply")));
        let (framed, frame_at) = match &own {
            Some((reply, at)) if reply.frame.is_some() || reply.frames.is_some() => (*reply, at.clone()),
            _ => (vendor, vendor_at.clone()),
        };
        let names = own.as_ref().map_or(vendor.names, |(reply, _)| {
            if reply.names == Default::default() { vendor.names } else { reply.names }
        });
        let formats = self.reply_formats(spec, sent);
        for (reply, at) in std::iter::once((vendor, &vendor_at)).chain(own.iter().map(|(reply, at)| (*reply, at))) {
            for name in reply.frames.iter().flat_map(|frames| frames.keys()) {
                self.format_named(name, &at.key("frames").key(name));
            }
        }
        let mut forms = Vec::new();
        for format in formats {
            let specs = vendor.arms.iter().enumerate().map(|(i, arm)| (arm, vendor_at.key("arms").index(i)));
            let more = own.iter().flat_map(|(reply, at)| {
                reply.arms.iter().enumerate().map(move |(i, arm)| (arm, at.key("arms").index(i)))
            });
            let specs: Vec<(&'a ArmSpec, Origin)> = match own.as_ref().map(|(reply, _)| reply.own_arms) {
                Some(OwnArms::First) => more.chain(specs).collect(),
                _ => specs.chain(more).collect(),
            };
            let around = Around { operation: name, format, frame: None, request: Some(request), response, is_value };
            let framed = frame_of(framed, format, &frame_at);
            let reads = |(arm, _): &(&ArmSpec, Origin)| arm.reads.is_some();
            if framed.is_none() && specs.iter().any(reads) && specs.iter().all(|s| reads(s) || is_by_status(s.0)) {
                forms.push((format, self.frameless(spec, specs, &around, names, &frame_at)));
                continue;
            }
            let Some((tree, at)) = framed else {
                self.error_with_help(
                    codes::NO_FRAME,
                    &frame_at.name(),
                    format!("nothing says what a reply in {} looks like", format.name()),
                    "add a `frame:`",
                );
                continue;
            };
            let payload = Payload { record: response, is_value, is_read: true };
            let Some(frame) = self.frame(tree, payload, &at) else { continue };
            if format == Format::Xml {
                self.xml_names(tree, &at);
                if !matches!(&frame, FrameNode::Record(members) if matches!(members.as_slice(), [(name, _)] if name != "..."))
                {
                    self.error_with_help(
                        codes::NO_ROOT,
                        &at.name(),
                        "an XML document has one root element",
                        "write `{ root: { ... } }`, for XML alone under `frames:`",
                    );
                }
            }
            if holes_in(&frame) > 1 {
                self.error_with_help(codes::SEVERAL_HOLES, &at.name(), "a frame has one hole", "keep one of them");
            }
            let hole = hole_of(&frame);
            let has_payload = !self.vendor.record(response).fields.is_empty();
            if has_payload && hole.is_none() {
                self.error_with_help(
                    codes::NO_HOLE,
                    &at.name(),
                    "the frame has no place for the response",
                    "add `\"...\": reply`",
                );
            }
            if is_value && hole.as_ref().is_some_and(|(_, among)| *among) {
                self.error_with_help(
                    codes::VALUE_AMONG_NAMES,
                    &at.name(),
                    "a single value can't stand among other names",
                    "give the hole a member of its own",
                );
            }
            let around = Around { frame: Some(&frame), ..around };
            let mut arms: Vec<(Arm, Origin)> = Vec::new();
            let mut whole: Vec<(Arm, Origin)> = Vec::new();
            for (spec, at) in specs {
                let arm = self.arm(spec, &around, &at);
                self.check_yes(spec, &arm, &at);
                // An arm with a mistaken condition would seem to take what it does not.
                if is_whole(spec, &arm) {
                    self.arm_clashes(&arm, &at, &whole);
                    whole.push((arm.clone(), at.clone()));
                }
                arms.push((arm, at));
            }
            self.arms(spec, &arms, &frame_at);
            self.tell_apart(spec, &whole, &around, names);
            let arms = arms.into_iter().map(|(arm, _)| arm).collect();
            forms.push((format, ReplyForm { frame, hole: hole.map(|(path, _)| path), arms }));
        }
        let charsets = match &own {
            Some((reply, at)) if !reply.charset.0.is_empty() => self.charsets(&reply.charset.0, &at.key("charset")),
            _ => self.charsets(&vendor.charset.0, &vendor_at.key("charset")),
        };
        Reply { names, charsets, forms }
    }

    fn charsets(&mut self, words: &[String], at: &Origin) -> Vec<Charset> {
        let mut charsets = Vec::new();
        for (i, word) in words.iter().enumerate() {
            match Charset::named(word) {
                Some(charset) => charsets.push(charset),
                None => {
                    let item = at.index(i);
                    let at = if self.sources.has(&item) { item } else { at.clone() };
                    let known = Charset::ALL.iter().map(|(name, _)| *name);
                    self.unknown(codes::UNKNOWN_CHARSET, &at, "charset", word, known);
                }
            }
        }
        if charsets == [Charset::Utf8] { Vec::new() } else { charsets }
    }

    /// A reply whose arms each read a document of their own.
    fn frameless(
        &mut self,
        spec: &OperationSpec,
        specs: Vec<(&'a ArmSpec, Origin)>,
        around: &Around<'_>,
        names: Names,
        frame_at: &Origin,
    ) -> ReplyForm {
        let mut arms: Vec<(Arm, Origin)> = Vec::new();
        let frame = FrameNode::Record(Vec::new());
        for (spec, at) in specs {
            let arm = self.arm(spec, around, &at);
            self.check_yes(spec, &arm, &at);
            self.arm_clashes(&arm, &at, &arms);
            arms.push((arm, at));
        }
        self.arms(spec, &arms, frame_at);
        self.tell_apart(spec, &arms, around, names);
        let arms = arms.into_iter().map(|(arm, _)| arm).collect();
        ReplyForm { frame, hole: None, arms }
    }

    /// The formats that replies to requests of these formats may have; the first when the request's is none of them.
    fn reply_formats(&mut self, spec: &OperationSpec, sent: &[Format]) -> Vec<Format> {
        let own = spec.reply.as_ref().map(|reply| &reply.formats).filter(|formats| !formats.is_empty());
        let named = own.unwrap_or(&self.syntax.spec.reply.formats);
        let at = self.root().key("reply").key("formats");
        let named: Vec<Format> =
            named.iter().enumerate().filter_map(|(i, name)| self.format_named(name, &at.index(i))).collect();
        let frames = spec.reply.as_ref().and_then(|reply| reply.frames.as_ref());
        let framed: Vec<Format> =
            frames.into_iter().flat_map(|f| f.keys()).filter_map(|name| Format::named(name)).collect();
        let documents: Vec<Format> = sent.iter().copied().filter(|f| matches!(f, Format::Json | Format::Xml)).collect();
        let has_own = |spec: &OperationSpec| {
            let body = spec.send.body.is_some();
            body && spec.reply.as_ref().is_some_and(|reply| reply.frame.is_some())
        };
        let all = match (named.is_empty(), framed.is_empty()) {
            (false, _) => named,
            (true, false) => framed,
            // A frame beside a body, both the operation's own, is in the format of that.
            (true, true) if has_own(spec) && !documents.is_empty() => documents.clone(),
            // A form or a text is sent more often than it is answered; who answers so says so.
            (true, true) => {
                match self.formats().into_iter().filter(|f| matches!(f, Format::Json | Format::Xml)).collect::<Vec<_>>()
                {
                    none if none.is_empty() => vec![Format::Json],
                    documents => documents,
                }
            }
        };
        let both: Vec<Format> = all.iter().copied().filter(|f| documents.contains(f)).collect();
        if documents.len() > 1 || both.is_empty() { all } else { both }
    }
}

/// Whether an arm says no by the HTTP status alone, whatever the body is.
fn is_by_status(arm: &ArmSpec) -> bool {
    let is_no = !matches!(arm.verdict, Verdict::Success | Verdict::Pending);
    is_no && !arm.when.is_empty() && arm.when.keys().all(|name| name == "http" || name.starts_with("header "))
}

fn frame_of<'a>(reply: &'a ReplySpec, format: Format, at: &Origin) -> Option<(&'a Tree, Origin)> {
    let own = reply.frames.as_ref().and_then(|frames| frames.get(format.name()));
    own.map(|tree| (tree, at.key("frames").key(format.name())))
        .or_else(|| reply.frame.as_ref().map(|tree| (tree, at.key("frame"))))
}
