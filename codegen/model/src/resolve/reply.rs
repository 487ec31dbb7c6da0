//! The reply on the wire: frames, and the arms that tell what it means.

use indexmap::IndexMap;

use super::Resolver;
use super::send::HOLE;
use crate::diagnostic::Diagnostic;
use crate::language::{ArmSpec, Confidence, FieldSpec, Literal, OperationSpec, ReplySpec, SafetySpec, Tree, Verdict};
use crate::model::{
    Arm, Base, Codec, Condition, Format, FrameNode, Path, Reads, RecordId, Reply, ReplyForm, Step, Test, TextPattern,
    TextPiece, Type,
};
use crate::source::Origin;

/// What an arm reads by itself, the members of that document, and where its payload stands in it.
type OwnDocument = (Reads, Vec<(Path, FrameNode)>, Option<Path>);

impl<'a> Resolver<'a> {
    pub(super) fn reply(
        &mut self,
        name: &str,
        spec: &'a OperationSpec,
        response: RecordId,
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
            let specs: Vec<(&'a ArmSpec, Origin)> = specs.chain(more).collect();
            let framed = frame_of(framed, format, &frame_at);
            if framed.is_none() && !specs.is_empty() && specs.iter().all(|(arm, _)| arm.reads.is_some()) {
                forms.push((format, self.frameless(name, spec, specs, response, &frame_at)));
                continue;
            }
            let Some((tree, at)) = framed else {
                self.error_with_help(
                    &frame_at.name(),
                    format!("nothing says what a reply in {} looks like", format.name()),
                    "add a `frame:`",
                );
                continue;
            };
            let Some(frame) = self.frame(tree, &at) else { continue };
            if format == Format::Xml {
                self.xml_names(tree, &at);
                if !matches!(&frame, FrameNode::Record(members) if matches!(members.as_slice(), [(_, FrameNode::Record(_))]))
                {
                    self.error_with_help(
                        &at.name(),
                        "an XML document has one root element",
                        "write `{ root: { ... } }`, for XML alone under `frames:`",
                    );
                }
            }
            if holes_in(&frame) > 1 {
                self.error_with_help(&at.name(), "a frame has one hole", "keep one of them");
            }
            let mut nodes = Vec::new();
            paths(&frame, &mut Vec::new(), &mut nodes);
            let hole = hole_of(&frame);
            let has_payload = !self.vendor.record(response).fields.is_empty();
            if has_payload && hole.is_none() {
                self.error_with_help(&at.name(), "the frame has no place for the response", "add `\"...\": reply`");
            }
            if is_value && hole.as_ref().is_some_and(|(_, among)| *among) {
                self.error_with_help(
                    &at.name(),
                    "a single value can't stand among other names",
                    "give the hole a member of its own",
                );
            }
            if let Some((path, _)) = hole.as_ref().filter(|_| !is_value) {
                self.fields_at(path, response, &mut nodes);
            }
            let is_list = self.answers_list(spec, response);
            let mut arms: Vec<(Arm, Origin)> = Vec::new();
            let mut whole: Vec<(Arm, Origin)> = Vec::new();
            for (spec, at) in specs {
                let mut arm = self.arm(name, spec, &nodes, hole.as_ref().map(|(path, _)| path), response, &at);
                if is_list {
                    read_as_list(&mut arm);
                }
                self.check_yes(spec, &arm, &frame, &at);
                // An arm with a mistaken condition would seem to take what it does not.
                if is_whole(spec, &arm) {
                    self.arm_clashes(&arm, &at, &whole);
                    whole.push((arm.clone(), at.clone()));
                }
                arms.push((arm, at));
            }
            self.arms(spec, &arms, &frame_at);
            let arms = arms.into_iter().map(|(arm, _)| arm).collect();
            forms.push((format, ReplyForm { frame, hole: hole.map(|(path, _)| path), arms }));
        }
        Reply { names, forms }
    }

    /// A reply whose arms each read a document of their own.
    fn frameless(
        &mut self,
        name: &str,
        spec: &OperationSpec,
        specs: Vec<(&'a ArmSpec, Origin)>,
        response: RecordId,
        frame_at: &Origin,
    ) -> ReplyForm {
        let mut arms: Vec<(Arm, Origin)> = Vec::new();
        let frame = FrameNode::Record(Vec::new());
        let is_list = self.answers_list(spec, response);
        for (spec, at) in specs {
            let mut arm = self.arm(name, spec, &[], None, response, &at);
            if is_list {
                read_as_list(&mut arm);
            }
            self.check_yes(spec, &arm, &frame, &at);
            self.arm_clashes(&arm, &at, &arms);
            arms.push((arm, at));
        }
        self.arms(spec, &arms, frame_at);
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
        let all = match (named.is_empty(), framed.is_empty()) {
            (false, _) => named,
            (true, false) => framed,
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

    fn arms(&mut self, spec: &OperationSpec, arms: &[(Arm, Origin)], at: &Origin) {
        if !arms.iter().any(|(arm, _)| arm.verdict == Verdict::Success) {
            self.error_with_help(
                &at.name(),
                "no reply would ever be a success",
                "add an arm with `verdict: success` and what it takes",
            );
        }
        for (arm, at) in arms {
            let guessed = arm.confidence == Confidence::Guessed && spec.safety == SafetySpec::Once;
            let decides = matches!(arm.verdict, Verdict::Success | Verdict::Rejected);
            let accepted = self.sources.has(&at.key("accepted_risk"));
            if guessed && decides && !accepted {
                self.error_with_help(
                    &at.key("verdict"),
                    "a guess decides about a call that must not be repeated",
                    "use `verdict: in_doubt`, or say why the guess is good enough with `accepted_risk:`",
                );
            }
        }
    }

    /// A success needs something that says so, if only the status.
    fn check_yes(&mut self, spec: &ArmSpec, arm: &Arm, frame: &FrameNode, at: &Origin) {
        if is_whole(spec, arm) && !spec.when.contains_key("http") && says_yes_by_silence(arm, frame) {
            self.error_with_help(
                &at.key("arm"),
                format!("nothing in a reply has to say yes for the arm `{}`", arm.name),
                "name under `when:` what a success has: a value, `present` of one of its fields, or `http:` if the status alone decides",
            );
        }
    }

    fn arm_clashes(&mut self, arm: &Arm, at: &Origin, before: &[(Arm, Origin)]) {
        for (first, first_at) in before {
            if first.name == arm.name {
                let diagnostic = Diagnostic::error(at.key("arm"), format!("two arms are called `{}`", arm.name))
                    .related(first_at.key("arm"), "first here")
                    .help("give one of them another name");
                self.report.push(diagnostic);
            } else if first.reads == arm.reads && first.when.iter().all(|condition| arm.when.contains(condition)) {
                let diagnostic =
                    Diagnostic::error(at.key("arm"), format!("no reply ever reaches the arm `{}`", arm.name))
                        .related(first_at.key("arm"), "this one takes every such reply")
                        .help("put the narrower arm first, or tell them apart under `when:`");
                self.report.push(diagnostic);
            }
        }
    }

    fn frame(&mut self, tree: &'a Tree, origin: &Origin) -> Option<FrameNode> {
        match tree {
            Tree::Record(members) => {
                let mut nodes = Vec::new();
                for (name, member) in members {
                    let origin = origin.key(name);
                    if name == HOLE {
                        if member.as_text() != Some("reply") {
                            self.error_with_help(&origin, "this hole holds the reply", "write `\"...\": reply`");
                        }
                        nodes.push((name.clone(), FrameNode::Hole));
                    } else {
                        self.wire_name(name, &origin.name());
                        nodes.push((name.clone(), self.frame(member, &origin)?));
                    }
                }
                Some(FrameNode::Record(nodes))
            }
            Tree::List(items) => match items.as_slice() {
                [item] => Some(FrameNode::List(Box::new(self.frame(item, &origin.index(0))?))),
                _ => {
                    self.error_with_help(origin, "a list in a frame shows one item", "write `[ { code: text } ]`");
                    None
                }
            },
            Tree::Leaf(Literal::Text(text)) if text == "reply" => Some(FrameNode::Hole),
            Tree::Leaf(Literal::Text(text)) => {
                let (optional, name) = match text.strip_prefix("optional ") {
                    Some(name) => (true, name),
                    None => (false, text.as_str()),
                };
                let ty = match name {
                    "text" => Type::Text,
                    "integer" => Type::Integer,
                    "decimal" => Type::Decimal,
                    "boolean" => Type::Boolean,
                    other => {
                        self.unknown(origin, "type", other, ["text", "integer", "decimal", "boolean"]);
                        return None;
                    }
                };
                Some(FrameNode::Leaf { ty, optional })
            }
            Tree::Leaf(_) => {
                self.error_with_help(
                    origin,
                    "a frame says what stands there, not a value",
                    "write a type, such as `text` or `optional integer`; a value belongs under `when:`",
                );
                None
            }
        }
    }

    /// Whether the operation answers a list, and no record around it.
    fn answers_list(&self, spec: &OperationSpec, response: RecordId) -> bool {
        let field = self.vendor.record(response).fields.first();
        spec.response.value.is_some() && field.is_some_and(|f| matches!(self.vendor.bare(&f.shape).ty, Type::List(_)))
    }

    fn arm(
        &mut self,
        operation: &str,
        spec: &'a ArmSpec,
        nodes: &[(Path, FrameNode)],
        hole: Option<&Path>,
        response: RecordId,
        origin: &Origin,
    ) -> Arm {
        self.identifier(&spec.arm, &origin.key("arm"));
        let succeeds = matches!(spec.verdict, Verdict::Success | Verdict::Pending);
        let record = spec.fields.as_ref().map(|fields| {
            if !succeeds {
                self.error_with_help(
                    &origin.key("fields").name(),
                    "a refusal has a code and a message",
                    "remove this, or let the verdict be success or pending",
                );
            }
            self.arm_record(operation, &spec.arm, fields, origin)
        });
        let response = record.unwrap_or(response);
        let own = spec.reads.as_ref().and_then(|reads| self.reads(reads, response, &origin.key("reads")));
        let (reads, own_nodes, own_hole) = match own {
            Some((reads, nodes, hole)) => (Some(reads), Some(nodes), hole),
            None => (None, None, None),
        };
        if let (Some(Reads::Text(pattern)), true) = (&reads, succeeds) {
            let fields = &self.vendor.record(response).fields;
            let lacking = fields.iter().find(|f| {
                f.presence == crate::model::Presence::Required && !pattern.holes().any(|hole| hole == f.wire)
            });
            if let Some(field) = lacking {
                let message = format!("the pattern has no hole for `{}`, which the response requires", field.wire);
                let help = format!("write `{{{}}}` where it stands, or make the field optional", field.wire);
                self.error_with_help(&origin.key("reads"), message, help);
            }
        }
        if let (Some(Reads::Text(TextPattern(pieces))), true) = (&reads, succeeds)
            && matches!(pieces.as_slice(), [TextPiece::Hole(_) | TextPiece::Rest(_)])
            && spec.when.is_empty()
        {
            self.error_with_help(
                &origin.key("reads"),
                "any text would be a success, a page of HTML included",
                "say what its value is under `when:`, give the field `type: integer`, or write the literals around it",
            );
        }
        let payload = if reads.is_some() { own_hole } else { hole.cloned() }.filter(|_| succeeds);
        let nodes = own_nodes.as_deref().unwrap_or(nodes);
        let mut when = Vec::new();
        let mut http = None;
        for (name, test) in &spec.when {
            let at = origin.key("when").key(name);
            if name == "http" {
                http = Some(self.http(test, &at));
                continue;
            }
            if let Some(header) = name.strip_prefix("header ") {
                let text = FrameNode::Leaf { ty: Type::Text, optional: true };
                when.extend(
                    self.test(test, &text, &at).map(|test| Condition::Header(header.to_ascii_lowercase(), test)),
                );
                continue;
            }
            let (test, of_each, test_at) = match test {
                Tree::Record(members) if members.len() == 1 && members.contains_key("every") => {
                    (&members["every"], true, at.key("every"))
                }
                test => (test, false, at.clone()),
            };
            if let Some((mut path, node)) = self.member(name, nodes, &at.name())
                && let Some(test) = self.test(test, &node, &test_at)
            {
                if of_each && !path.contains(&Step::First) {
                    self.error_with_help(
                        &at,
                        "this stands in no list",
                        "leave `every:` out, or name a member of the items",
                    );
                }
                if of_each {
                    path.iter_mut().filter(|step| **step == Step::First).for_each(|step| *step = Step::Each);
                }
                when.push(Condition::Member { path, test });
            }
        }
        match http {
            Some(Some(ranges)) => when.insert(0, Condition::Http(ranges)),
            Some(None) => {}
            // Where nothing is said of HTTP, a success has a success status.
            None if matches!(spec.verdict, Verdict::Success | Verdict::Pending) => {
                when.insert(0, Condition::Http(vec![(200, 299)]))
            }
            None => {}
        }
        let mut members = |names: &'a [String], key: &str| {
            let at = origin.key(key);
            let mut found = Vec::new();
            for (i, name) in names.iter().enumerate() {
                let item = at.index(i);
                let at = if self.sources.has(&item) { item } else { at.clone() };
                found.extend(self.member(name, nodes, &at).map(|(path, _)| path));
            }
            found
        };
        let code = members(&spec.code.0, "code");
        let message = members(&spec.message.0, "message");
        let class = spec.class.as_ref().map(|class| self.class(class, &origin.key("class")));
        if spec.verdict != Verdict::Rejected && class.is_some() {
            self.error(&origin.key("class").name(), "only a refusal has a class");
        }
        Arm {
            name: spec.arm.clone(),
            verdict: spec.verdict,
            when,
            code,
            message,
            class,
            reads,
            payload,
            record,
            confidence: spec.confidence,
        }
    }

    /// Adds the fields of the response, which conditions may name too, but for names that the frame has already.
    fn fields_at(&self, hole: &Path, response: RecordId, nodes: &mut Vec<(Path, FrameNode)>) {
        for field in &self.vendor.record(response).fields {
            if nodes.iter().any(|(path, _)| names_of(path).last() == Some(&field.wire.as_str())) {
                continue;
            }
            let ty = match &field.shape.ty {
                Type::Enum(id) => match self.vendor.enumeration(*id).base {
                    Base::Integer => Type::Integer,
                    Base::Boolean => Type::Boolean,
                    Base::Text => Type::Text,
                },
                other => other.clone(),
            };
            let node = match ty {
                Type::Record(_) | Type::List(_) => FrameNode::Record(Vec::new()),
                ty => FrameNode::Leaf { ty, optional: true },
            };
            let path = hole.iter().cloned().chain([Step::Name(field.wire.clone())]).collect();
            nodes.push((path, node));
        }
    }

    /// The document that an arm reads by itself, its members, and where the payload stands in it.
    fn reads(&mut self, spec: &'a IndexMap<String, Tree>, response: RecordId, origin: &Origin) -> Option<OwnDocument> {
        let [(kind, tree)] = spec.iter().collect::<Vec<_>>()[..] else {
            self.error_with_help(
                origin,
                "an arm reads one kind of document",
                "keep one of json, xml, form, text, rows, bytes and nothing",
            );
            return None;
        };
        let at = origin.key(kind);
        let leaf = |name: &str| (name.to_owned(), FrameNode::Leaf { ty: Type::Text, optional: false });
        match (kind.as_str(), tree) {
            ("json" | "xml" | "form", tree) => {
                let frame = self.frame(tree, &at)?;
                let mut nodes = Vec::new();
                paths(&frame, &mut Vec::new(), &mut nodes);
                let hole = hole_of(&frame).map(|(path, _)| path);
                let reads = match kind.as_str() {
                    "json" => Reads::Json(frame),
                    "xml" => Reads::Xml(frame),
                    _ => Reads::Form(frame),
                };
                Some((reads, nodes, hole))
            }
            ("text", Tree::Leaf(Literal::Text(text))) => {
                let pattern = self.text_pattern(text, &at);
                let pattern = self.typed(pattern, response, false);
                let frame = FrameNode::Record(pattern.holes().map(leaf).collect());
                let mut nodes = Vec::new();
                paths(&frame, &mut Vec::new(), &mut nodes);
                Some((Reads::Text(pattern), nodes, Some(Vec::new())))
            }
            ("rows", tree) => {
                let (row, separator, header) = match tree {
                    Tree::Leaf(Literal::Text(row)) => (row.as_str(), "\n", None),
                    Tree::Record(members) => {
                        let text = |name: &str| members.get(name).and_then(Tree::as_text);
                        if let Some(unknown) =
                            members.keys().find(|name| !["row", "separated_by", "header"].contains(&name.as_str()))
                        {
                            self.unknown(
                                &at.key(unknown).name(),
                                "keyword here",
                                unknown,
                                ["row", "separated_by", "header"],
                            );
                        }
                        (text("row").unwrap_or_default(), text("separated_by").unwrap_or("\n"), members.get("header"))
                    }
                    _ => ("", "\n", None),
                };
                if row.is_empty() || separator.is_empty() {
                    self.error_with_help(
                        &at,
                        "what does a row look like?",
                        "write `rows: \"{number};{status}\"`, or a mapping with `row:`, `separated_by:` and `header:`",
                    );
                }
                let header = match header {
                    None | Some(Tree::Leaf(Literal::Boolean(false))) => None,
                    Some(Tree::Leaf(Literal::Boolean(true))) => {
                        Some(TextPattern(vec![TextPiece::Hole("header".to_owned())]))
                    }
                    Some(Tree::Leaf(Literal::Text(text))) => Some(self.text_pattern(text, &at.key("header"))),
                    Some(_) => {
                        self.error_with_help(
                            &at.key("header"),
                            "what does the first row look like?",
                            "write it as a pattern, `header: \"number;status\"`, or `true` where it differs",
                        );
                        None
                    }
                };
                let row = self.text_pattern(row, &at);
                let row = self.typed(row, response, true);
                let item = FrameNode::Record(row.holes().map(leaf).collect());
                let frame = FrameNode::Record(vec![(ROWS.to_owned(), FrameNode::List(Box::new(item)))]);
                let mut nodes = Vec::new();
                paths(&frame, &mut Vec::new(), &mut nodes);
                Some((
                    Reads::Rows { row, separator: separator.to_owned(), header },
                    nodes,
                    Some(vec![Step::Name(ROWS.to_owned())]),
                ))
            }
            ("bytes", _) => Some((Reads::Bytes, Vec::new(), Some(Vec::new()))),
            ("nothing", _) => Some((Reads::Nothing, Vec::new(), None)),
            ("text", _) => {
                self.error_with_help(&at, "a text is read by a pattern", "write `text: \"OK {id}\"`");
                None
            }
            (other, _) => {
                self.unknown(
                    &at.name(),
                    "kind of document",
                    other,
                    ["json", "xml", "form", "text", "rows", "bytes", "nothing"],
                );
                None
            }
        }
    }

    /// The record of an arm with fields of its own; the same for every format.
    fn arm_record(
        &mut self,
        operation: &str,
        arm: &str,
        fields: &'a IndexMap<String, FieldSpec>,
        origin: &Origin,
    ) -> RecordId {
        let key = (operation.to_owned(), arm.to_owned());
        if let Some(known) = self.arm_records.get(&key) {
            return *known;
        }
        let docs = crate::model::Docs {
            summary: Some(format!("What the vendor answers to `{operation}` in the case `{arm}`.")),
            ..Default::default()
        };
        let id = self.record(&format!("{operation}_{arm}"), docs, fields, Some(operation), origin);
        self.mark(id, false);
        self.arm_records.insert(key, id);
        id
    }

    /// Holes whose field is a number take nothing but digits.
    fn typed(&self, pattern: TextPattern, response: RecordId, rows: bool) -> TextPattern {
        let mut fields = &self.vendor.record(response).fields;
        if rows
            && let Some(Type::List(list)) = fields.first().map(|f| &f.shape.ty)
            && let Type::Record(item) = list.item.ty
        {
            fields = &self.vendor.record(item).fields;
        }
        let pieces = pattern.0.into_iter().map(|piece| match piece {
            TextPiece::Hole(name) => {
                let field = fields.iter().find(|f| f.wire == name && f.presence == crate::model::Presence::Required);
                match field.map(|f| (&f.shape.ty, f.shape.form.codecs.as_slice())) {
                    Some((Type::Integer, [] | [Codec::Text])) => TextPiece::Integer(name),
                    Some((Type::Decimal, [] | [Codec::Text | Codec::Fixed(_)])) => TextPiece::Decimal(name, '.'),
                    Some((Type::Decimal, [Codec::Comma(_)])) => TextPiece::Decimal(name, ','),
                    _ => TextPiece::Hole(name),
                }
            }
            piece => piece,
        });
        TextPattern(pieces.collect())
    }

    /// Statuses as `200`, `2xx`, `400..499`; none for `any`.
    fn http(&mut self, test: &Tree, origin: &Origin) -> Option<Vec<(u16, u16)>> {
        let items = match test {
            Tree::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut ranges = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let at = origin.index(i);
            let origin = if self.sources.has(&at) { &at } else { origin };
            match item {
                Tree::Leaf(Literal::Integer(status @ 100..=599)) => {
                    let status = u16::try_from(*status).unwrap_or(100);
                    ranges.push((status, status));
                }
                Tree::Leaf(Literal::Text(text)) if text == "any" && items.len() == 1 => return None,
                Tree::Leaf(Literal::Text(text)) => match status_range(text) {
                    Some(range) => ranges.push(range),
                    None => self.error_with_help(
                        origin,
                        format!("`{text}` is no HTTP status"),
                        "write `200`, `2xx`, `400..499` or `any`",
                    ),
                },
                _ => self.error_with_help(origin, "this is no HTTP status", "write `200`, `2xx`, `400..499` or `any`"),
            }
        }
        Some(ranges)
    }

    /// The member that a reference means: the only one whose path ends so.
    fn member(&mut self, name: &str, nodes: &[(Path, FrameNode)], origin: &Origin) -> Option<(Path, FrameNode)> {
        let wanted: Vec<&str> = name.split('.').collect();
        let matching: Vec<&(Path, FrameNode)> =
            nodes.iter().filter(|(path, _)| names_of(path).ends_with(&wanted)).collect();
        let exact: Vec<&(Path, FrameNode)> =
            matching.iter().copied().filter(|(path, _)| names_of(path) == wanted).collect();
        let known: Vec<String> =
            nodes.iter().map(|(path, _)| names_of(path).join(".")).filter(|n| !n.is_empty()).collect();
        match (exact.as_slice(), matching.as_slice()) {
            ([one], _) | ([], [one]) => Some((*one).clone()),
            (_, []) => {
                self.unknown(origin, "member of the frame", name, known.iter().map(String::as_str));
                None
            }
            _ => {
                let all: Vec<String> = matching.iter().map(|(path, _)| names_of(path).join(".")).collect();
                self.error_with_help(
                    origin,
                    format!("`{name}` could be several members"),
                    format!("write one of: {}", all.join(", ")),
                );
                None
            }
        }
    }

    fn test(&mut self, test: &Tree, node: &FrameNode, origin: &Origin) -> Option<Test> {
        if let Some(word) = test.as_text()
            && self.sources.plain(origin).is_some()
        {
            return match word {
                "present" => Some(Test::Present),
                "absent" => Some(Test::Absent),
                "empty" => Some(Test::Empty),
                "not_empty" => Some(Test::NotEmpty),
                "known_code" if !matches!(node, FrameNode::Leaf { .. }) => {
                    self.error_with_help(
                        origin,
                        "this member has parts; a code has none",
                        "name the member that holds the code",
                    );
                    None
                }
                "known_code" => Some(Test::KnownCode),
                other => {
                    self.error_with_help(
                        origin,
                        format!("`{other}` is no test"),
                        format!("a text to compare with is quoted: \"{other}\"; the tests are present, absent, empty, not_empty and known_code"),
                    );
                    None
                }
            };
        }
        if let Tree::Record(members) = test {
            return match members.iter().next() {
                Some((key, Tree::Leaf(Literal::Text(prefix)))) if key == "prefix" && members.len() == 1 => {
                    if !matches!(node, FrameNode::Leaf { ty: Type::Text, .. }) {
                        self.error_with_help(
                            origin,
                            "only a text has a prefix",
                            "let the frame say `text` here, or name the values",
                        );
                    }
                    Some(Test::Prefix(prefix.clone()))
                }
                Some((key, Tree::Leaf(Literal::Text(range))))
                    if key == "range" && members.len() == 1 && numbers(range).is_some() =>
                {
                    numbers(range).map(|(from, to)| Test::Range(from, to))
                }
                Some((key, values)) if key == "not" && members.len() == 1 => {
                    match self.test(values, node, &origin.key("not"))? {
                        Test::OneOf(base, values) => Some(Test::NoneOf(base, values)),
                        _ => {
                            self.error_with_help(
                                &origin.key("not"),
                                "only values can be ruled out",
                                "write `{ not: \"00\" }` or a list of values",
                            );
                            None
                        }
                    }
                }
                _ => {
                    self.error_with_help(origin, "this is no test", "write a value, a list of values, `{ not: \"00\" }`, `{ range: 1..9 }`, `{ prefix: \"OK\" }`, or one of them for all items of a list: `{ every: \"0\" }`");
                    None
                }
            };
        }
        let FrameNode::Leaf { ty, .. } = node else {
            self.error_with_help(
                origin,
                "this member has parts; it has no value to compare with",
                "use present, absent, empty or not_empty",
            );
            return None;
        };
        let base = match ty {
            Type::Boolean => Base::Boolean,
            Type::Integer => Base::Integer,
            _ => Base::Text,
        };
        let items: Vec<(&Tree, Origin)> = match test {
            Tree::List(items) => items.iter().enumerate().map(|(i, item)| (item, origin.index(i))).collect(),
            one => vec![(one, origin.clone())],
        };
        let mut values = Vec::new();
        for (item, at) in items {
            let text = match item {
                Tree::Leaf(Literal::Text(text)) => text.clone(),
                Tree::Leaf(Literal::Integer(value)) => value.to_string(),
                Tree::Leaf(Literal::Boolean(value)) => value.to_string(),
                _ => {
                    self.error_with_help(&at, "this is no value to compare with", "quote it");
                    continue;
                }
            };
            let fits = match base {
                Base::Text => true,
                Base::Integer => text.parse::<i64>().is_ok(),
                Base::Boolean => matches!(text.as_str(), "true" | "false"),
            };
            if !fits {
                let help = format!("the frame says {}", if base == Base::Boolean { "boolean" } else { "integer" });
                self.error_with_help(&at, format!("`{text}` is not what the frame says of this member"), help);
            }
            values.push(text);
        }
        Some(Test::OneOf(base, values))
    }
}

/// `{}` and `null` are empty lists where something around them says yes. At the top of a document nothing does.
fn read_as_list(arm: &mut Arm) {
    let succeeds = matches!(arm.verdict, Verdict::Success | Verdict::Pending);
    if succeeds && arm.record.is_none() && arm.reads == Some(Reads::Json(FrameNode::Hole)) {
        arm.reads = Some(Reads::JsonList);
    }
}

/// Whether a document of any content is a success: all that is asked of it is what it lacks.
fn says_yes_by_silence(arm: &Arm, frame: &FrameNode) -> bool {
    let frame = match &arm.reads {
        None => frame,
        Some(Reads::Json(frame) | Reads::Xml(frame) | Reads::Form(frame)) => frame,
        Some(_) => return false,
    };
    let asks = |condition: &Condition| match condition {
        Condition::Member { test, .. } | Condition::Header(_, test) => !matches!(test, Test::Absent | Test::Empty),
        Condition::Http(_) => false,
    };
    // A document that is the value itself has no member to ask for.
    matches!(arm.verdict, Verdict::Success | Verdict::Pending)
        && *frame != FrameNode::Hole
        && !arm.when.iter().any(asks)
}

/// The member under which the rows of a text stand.
const ROWS: &str = "rows";

fn frame_of<'a>(reply: &'a ReplySpec, format: Format, at: &Origin) -> Option<(&'a Tree, Origin)> {
    let own = reply.frames.as_ref().and_then(|frames| frames.get(format.name()));
    own.map(|tree| (tree, at.key("frames").key(format.name())))
        .or_else(|| reply.frame.as_ref().map(|tree| (tree, at.key("frame"))))
}

fn paths(node: &FrameNode, path: &mut Path, found: &mut Vec<(Path, FrameNode)>) {
    found.push((path.clone(), node.clone()));
    match node {
        FrameNode::Record(members) => {
            for (name, member) in members.iter().filter(|(name, _)| name != HOLE) {
                path.push(Step::Name(name.clone()));
                paths(member, path, found);
                path.pop();
            }
        }
        FrameNode::List(item) => {
            path.push(Step::First);
            // The list itself carries the name; its item is reached through members only.
            if let FrameNode::Record(members) = &**item {
                for (name, member) in members {
                    path.push(Step::Name(name.clone()));
                    paths(member, path, found);
                    path.pop();
                }
            }
            path.pop();
        }
        FrameNode::Hole | FrameNode::Leaf { .. } => {}
    }
}

/// The record that holds the hole, and whether other names stand beside it.
fn hole_of(frame: &FrameNode) -> Option<(Path, bool)> {
    if *frame == FrameNode::Hole {
        return Some((Vec::new(), false));
    }
    let FrameNode::Record(members) = frame else { return None };
    if members.iter().any(|(name, node)| name == HOLE && *node == FrameNode::Hole) {
        return Some((Vec::new(), members.len() > 1));
    }
    members.iter().find_map(|(name, node)| {
        let (path, among) = hole_of(node)?;
        Some((std::iter::once(Step::Name(name.clone())).chain(path).collect(), among))
    })
}

fn is_whole(spec: &ArmSpec, arm: &Arm) -> bool {
    let wanted = spec.when.keys().filter(|name| *name != "http").count();
    arm.when.iter().filter(|condition| matches!(condition, Condition::Member { .. })).count() == wanted
}

fn holes_in(frame: &FrameNode) -> usize {
    match frame {
        FrameNode::Hole => 1,
        FrameNode::Record(members) => members.iter().map(|(_, node)| holes_in(node)).sum(),
        FrameNode::List(item) => holes_in(item),
        FrameNode::Leaf { .. } => 0,
    }
}

fn names_of(path: &Path) -> Vec<&str> {
    path.iter()
        .filter_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            Step::First | Step::Each => None,
        })
        .collect()
}

fn numbers(text: &str) -> Option<(i64, i64)> {
    let (from, to) = text.split_once("..")?;
    let number = |text: &str, open: i64| if text.is_empty() { Some(open) } else { text.parse().ok() };
    Some((number(from, i64::MIN)?, number(to, i64::MAX)?))
}

fn status_range(text: &str) -> Option<(u16, u16)> {
    if let Some(digit) = text.strip_suffix("xx") {
        let hundreds: u16 = digit.parse().ok().filter(|d| (1..=5).contains(d))?;
        return Some((hundreds * 100, hundreds * 100 + 99));
    }
    let (from, to) = text.split_once("..")?;
    let range: (u16, u16) = (from.parse().ok()?, to.parse().ok()?);
    (range.0 <= range.1 && range.0 >= 100 && range.1 <= 599).then_some(range)
}
