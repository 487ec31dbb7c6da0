//! Replies: what tells yes from no, what surrounds the response, and the response.

use super::marks::{CODES, MESSAGES, Mark, PAYLOADS, YES, best, mark, path_text, rank, told};
use super::node::{Kind, Leaf, Node};
use super::sample::{Content, Sample};
use super::shape::{Field, Shape, has_nested_list, infer};
use super::text;
use super::yaml;

/// What replies are made of.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// The frame, by format, as trees; none where arms read documents of their own.
    pub frames: Vec<(String, String)>,
    /// The arms, a row each.
    pub arms: Vec<String>,
    /// What the operation answers.
    pub response: Option<Response>,
    /// The payload of each success.
    pub payloads: Vec<Node>,
    /// The code and the message of each refusal, where it has a code.
    pub refusals: Vec<Option<(String, Option<String>)>>,
    /// The formats of replies.
    pub formats: Vec<String>,
    /// What a reader should look at.
    pub doubts: Vec<String>,
}

/// What an operation answers.
#[derive(Clone, Debug)]
pub enum Response {
    /// A record.
    Fields(Vec<Field>),
    /// A list or a single value.
    Value(Shape),
}

/// Reads replies that succeed, and replies that refuse.
pub fn read(successes: &[Sample], refusals: &[Sample]) -> Reply {
    let mut reply = Reply::default();
    for sample in successes.iter().chain(refusals) {
        let format = sample.content.format();
        if matches!(sample.content, Content::Json(_) | Content::Xml(_)) && !reply.formats.iter().any(|f| f == format) {
            reply.formats.push(format.to_owned());
        }
    }
    let texts = |samples: &[Sample]| {
        samples.iter().all(|s| matches!(s.content, Content::Text | Content::Form(_) | Content::Nothing))
    };
    let list = successes.iter().any(|s| matches!(s.content.node(), Some(Node::List(_))));
    if successes.is_empty() && refusals.is_empty() {
        reply.arms.push("{ arm: done, reads: { nothing: {} }, verdict: success }".to_owned());
        reply.doubts.push("No reply is known; an empty one is taken for a success, which is a guess.".to_owned());
    } else if texts(successes) || list || successes.is_empty() {
        documents(successes, refusals, &mut reply);
    } else {
        framed(successes, refusals, &mut reply);
    }
    if matches!(&reply.response, Some(Response::Value(shape)) if shape.is_nested_list()) {
        reply.response = None;
    }
    if successes.iter().filter_map(|sample| sample.content.node()).any(has_nested_list) {
        reply.doubts.push("A list of lists is left out of the response; specs can't say it.".to_owned());
    }
    if refusals.is_empty() {
        reply.doubts.push(
            "No sample of a refusal is known. Whatever is no success is in doubt until an arm says more.".to_owned(),
        );
    }
    reply
}

/// Arms with documents of their own: texts, forms, and bare lists.
fn documents(successes: &[Sample], refusals: &[Sample], reply: &mut Reply) {
    let of = |samples: &[Sample]| -> Vec<String> { samples.iter().map(|s| s.body.trim().to_owned()).collect() };
    let (yes, no) = (of(successes), of(refusals));
    let (yes, no): (Vec<&str>, Vec<&str>) =
        (yes.iter().map(String::as_str).collect(), no.iter().map(String::as_str).collect());
    reply.formats.clear();
    let refused = refusals_of_documents(refusals, &no, reply);
    let first = successes.first().map(|sample| &sample.content);
    match first {
        Some(Content::Json(_)) => {
            let nodes: Vec<&Node> = successes.iter().filter_map(|s| s.content.node()).collect();
            reply.arms.push("{ arm: done, reads: { json: reply }, verdict: success }".to_owned());
            reply.response = Some(Response::Value(infer("items", &nodes, false, false)));
            reply.payloads = nodes.into_iter().cloned().collect();
        }
        Some(Content::Form(_)) => {
            let nodes: Vec<&Node> = successes.iter().filter_map(|s| s.content.node()).collect();
            let bad: Vec<&Node> = refusals.iter().filter_map(|s| s.content.node()).collect();
            let mark = mark(&nodes, &bad);
            let mut frame: Vec<(String, String)> = Vec::new();
            let when;
            if let Some(mark) = &mark
                && let Some(name) = mark.path.first()
            {
                frame.push((yaml::name(name), "text".to_owned()));
                when = format!(", when: {{ {}: {} }}", yaml::name(name), yaml::quoted(&mark.yes));
            } else {
                reply.doubts.push("Nothing in the samples tells a success; any such form is taken for one.".to_owned());
                when = ", when: { http: 2xx }".to_owned();
            }
            frame.push((yaml::quoted("..."), "reply".to_owned()));
            reply
                .arms
                .push(format!("{{ arm: done, reads: {{ form: {} }}{when}, verdict: success }}", yaml::row(&frame)));
            let skip: Vec<String> = mark.into_iter().flat_map(|m| m.path).collect();
            let kept: Vec<Node> = nodes.iter().map(|node| without(node, &skip)).collect();
            if let Shape::Record(fields) = infer("reply", &kept.iter().collect::<Vec<_>>(), false, true) {
                reply.response = Some(Response::Fields(fields));
            }
            reply.payloads = kept;
        }
        Some(Content::Text) => {
            let texts = text::success(&yes, &no);
            match &texts.rows {
                Some(rows) => {
                    let mut row = vec![("row".to_owned(), yaml::quoted(&texts.pattern))];
                    row.extend(rows.separator.as_ref().map(|s| ("separated_by".to_owned(), yaml::quoted(s))));
                    if rows.trailing {
                        row.push(("trailing".to_owned(), "true".to_owned()));
                    }
                    if rows.header {
                        row.push(("header".to_owned(), "true".to_owned()));
                    }
                    let rows = if row.len() == 1 { yaml::quoted(&texts.pattern) } else { yaml::row(&row) };
                    reply.arms.push(format!("{{ arm: done, reads: {{ rows: {rows} }}, verdict: success }}"));
                    let nodes: Vec<&Node> = texts.payloads.iter().collect();
                    reply.response = Some(Response::Value(infer("rows", &nodes, false, false)));
                }
                None => {
                    let pattern = yaml::quoted(&texts.pattern);
                    let when = if texts.pattern == "{text}" {
                        let seen: Vec<String> = yes.iter().map(|text| yaml::quoted(text)).collect();
                        format!(", when: {{ text: [{}] }}", seen.join(", "))
                    } else {
                        String::new()
                    };
                    let arm = format!("{{ arm: done, reads: {{ text: {pattern} }}{when}, verdict: success }}");
                    reply.arms.push(arm);
                    let nodes: Vec<&Node> = texts.payloads.iter().collect();
                    if let Shape::Record(fields) = infer("reply", &nodes, false, true) {
                        reply.response = (!fields.is_empty()).then_some(Response::Fields(fields));
                    }
                }
            }
            reply.payloads = texts.payloads;
        }
        Some(Content::Nothing) => {
            let status = successes.iter().find_map(|s| s.status).map(|s| format!(", when: {{ http: {s} }}"));
            let when = status.unwrap_or_default();
            reply.arms.push(format!("{{ arm: done, reads: {{ nothing: {{}} }}{when}, verdict: success }}"));
            reply.payloads = successes.iter().map(|_| Node::Record(Vec::new())).collect();
        }
        _ => {}
    }
    // What means no is narrower where rows or any text mean yes.
    match refused {
        Some(arm) if reply.arms.iter().any(|arm| arm.contains("rows:")) => reply.arms.insert(0, arm),
        Some(arm) => reply.arms.push(arm),
        None => {}
    }
}

/// The arm of refusals that are documents of their own.
fn refusals_of_documents(refusals: &[Sample], no: &[&str], reply: &mut Reply) -> Option<String> {
    let first = refusals.first()?;
    if first.content.node().is_some() {
        let nodes: Vec<Node> = refusals.iter().filter_map(|s| s.content.node()).map(Node::unprefixed).collect();
        let nodes: Vec<&Node> = nodes.iter().collect();
        let (code, message) = (best(&nodes, &CODES), best(&nodes, &MESSAGES));
        reply.refusals = nodes.iter().map(|node| told(node, code.as_deref(), message.as_deref())).collect();
        let code = code?;
        let mut leaves = vec![code.clone()];
        leaves.extend(message.clone());
        let frame = tree_of(&leaves, "text");
        let message = message.map(|path| format!(", message: {}", path_text(&path))).unwrap_or_default();
        let path = path_text(&code);
        let format = first.content.format();
        return Some(format!(
            "{{ arm: refused, reads: {{ {format}: {frame} }}, when: {{ http: any, {path}: known_code }}, verdict: rejected, code: {path}{message} }}"
        ));
    }
    match text::refusal(no) {
        Some(refusal) => {
            let message = if refusal.message { ", message: message" } else { "" };
            reply.refusals = refusal.codes.iter().cloned().map(Some).collect();
            let when = if refusal.pattern == "{code}" { ", when: { code: known_code }" } else { "" };
            let pattern = yaml::quoted(&refusal.pattern);
            Some(format!(
                "{{ arm: refused, reads: {{ text: {pattern} }}{when}, verdict: rejected, code: code{message} }}"
            ))
        }
        None => {
            reply.refusals = no.iter().map(|_| None).collect();
            reply
                .doubts
                .push("The samples of refusals have no code that could be found; no arm takes them.".to_owned());
            None
        }
    }
}

/// Replies in a frame.
fn framed(successes: &[Sample], refusals: &[Sample], reply: &mut Reply) {
    let format_of = |sample: &Sample| sample.content.format().to_owned();
    let formats = reply.formats.clone();
    // Down to the level at which yes and no differ, in each format.
    let mut ways: Vec<(String, Vec<String>)> = Vec::new();
    let read = |sample: &Sample| sample.content.node().map(Node::unprefixed);
    for format in &formats {
        let of: Vec<Node> =
            successes.iter().chain(refusals).filter(|s| format_of(s) == *format).filter_map(read).collect();
        ways.push((format.clone(), way_down(&of.iter().collect::<Vec<_>>())));
    }
    let level = |sample: &Sample| -> Option<Node> {
        let way = ways.iter().find(|(format, _)| *format == format_of(sample)).map(|(_, way)| way)?;
        read(sample)?.at(way).cloned()
    };
    let yes: Vec<Node> = successes.iter().filter_map(level).collect();
    let no: Vec<Node> = refusals.iter().filter_map(level).collect();
    let (yes_refs, no_refs): (Vec<&Node>, Vec<&Node>) = (yes.iter().collect(), no.iter().collect());
    // An XML document that is one value: nothing stands beside it.
    let bare = ways.iter().any(|(format, way)| format == "xml" && way.is_empty());
    let mark = if bare { None } else { mark(&yes_refs, &no_refs) };
    let in_no = |names: &[&str]| if bare { None } else { best(&no_refs, names) };
    let (code, message) = (in_no(&CODES), in_no(&MESSAGES));
    let code = code.filter(|path| !mark.as_ref().is_some_and(|m| m.path == *path && m.kind == Kind::Boolean));
    reply.refusals = no.iter().map(|node| told(node, code.as_deref(), message.as_deref())).collect();

    // The leaves of the frame.
    let mut leaves: Vec<(Vec<String>, String)> = Vec::new();
    let all: Vec<&Node> = yes_refs.iter().chain(&no_refs).copied().collect();
    for path in mark.iter().map(|m| &m.path).chain(&code).chain(&message) {
        if !leaves.iter().any(|(known, _)| known == path) {
            leaves.push((path.clone(), leaf_type(path, &all)));
        }
    }
    if message.is_none()
        && !bare
        && let Some(path) = best(&yes_refs, &MESSAGES)
            .filter(|path| path.last().is_some_and(|n| rank(&["message", "msg", "mesaj"], n).is_some()))
    {
        leaves.push((path.clone(), leaf_type(&path, &all)));
    }
    let in_frame = |name: &str| leaves.iter().any(|(path, _)| path.first().is_some_and(|first| first == name));
    // Where the response stands: in the one member that is for it, or beside the others.
    let rest: Vec<(String, Vec<&Node>)> = members(&yes_refs).into_iter().filter(|(name, _)| !in_frame(name)).collect();
    let is_document = |nodes: &[&Node]| nodes.iter().any(|node| !matches!(node, Node::Leaf(_)));
    let generic: Vec<&(String, Vec<&Node>)> = rest.iter().filter(|(name, _)| rank(&PAYLOADS, name).is_some()).collect();
    let inside = match (generic.as_slice(), rest.as_slice()) {
        ([(name, _)], _) => Some(name.clone()),
        (_, [(name, _), ..]) if bare => Some(name.clone()),
        ([], [(name, nodes)]) if mark.is_none() && is_document(nodes) => Some(name.clone()),
        _ => None,
    };
    if inside.is_some() && rest.len() > 1 {
        let others: Vec<&str> =
            rest.iter().map(|(name, _)| name.as_str()).filter(|name| Some(*name) != inside.as_deref()).collect();
        reply.doubts.push(format!("What stands beside the response is left out so far: {}.", others.join(", ")));
    }
    let kept: Vec<Node> = match &inside {
        Some(name) => yes.iter().map(|node| node.member(name).cloned().unwrap_or(Node::Record(Vec::new()))).collect(),
        None => {
            let names: Vec<String> = leaves.iter().filter_map(|(path, _)| path.first().cloned()).collect();
            yes.iter().map(|node| without(node, &names)).collect()
        }
    };
    let kept_refs: Vec<&Node> = kept.iter().collect();
    let shape =
        infer(inside.as_deref().unwrap_or("reply"), &kept_refs, false, inside.is_none() || !holds_list(&kept_refs));
    reply.response = match shape {
        Shape::Record(fields) => (!fields.is_empty()).then_some(Response::Fields(fields)),
        Shape::Scalar(_) if kept_refs.iter().all(|node| node.is_empty()) => None,
        shape => Some(Response::Value(shape)),
    };
    reply.payloads = kept;

    let (when_yes, when_no) = conditions(mark.as_ref(), code.as_ref(), &yes_refs, &no_refs, inside.as_ref(), reply);
    // What an arm asks for has a place in the frame.
    let mut branches: Vec<(String, String)> = Vec::new();
    branches.extend(
        when_yes.1.into_iter().chain(when_no.as_ref().and_then(|(_, name)| name.clone())).map(|n| (n, String::new())),
    );
    let frame = level_frame(&leaves, inside.as_deref(), reply.response.is_some() || inside.is_some(), &branches);
    for (format, way) in &ways {
        let tree = way.iter().rev().fold(frame.clone(), |inner, name| yaml::row(&[(yaml::name(name), inner)]));
        reply.frames.push((format.clone(), tree));
    }
    reply.arms.push(format!("{{ arm: done, when: {{ {} }}, verdict: success }}", when_yes.0));
    if let Some((when, _)) = when_no {
        let code = code.map(|path| format!(", code: {}", path_text(&path))).unwrap_or_default();
        let class = if code.is_empty() { ", class: unknown" } else { "" };
        let message = message.map(|path| format!(", message: {}", path_text(&path))).unwrap_or_default();
        reply.arms.push(format!("{{ arm: refused, when: {{ {when} }}, verdict: rejected{code}{class}{message} }}"));
    }
}

/// A document that is, or holds as its only member, a list.
fn holds_list(nodes: &[&Node]) -> bool {
    nodes.iter().any(|node| matches!(node, Node::List(_)))
}

type When = (String, Option<String>);

/// What must hold of a success, and of a refusal, each with a member that the frame has to have for it.
fn conditions(
    mark: Option<&Mark>,
    code: Option<&Vec<String>>,
    yes: &[&Node],
    no: &[&Node],
    inside: Option<&String>,
    reply: &mut Reply,
) -> (When, Option<When>) {
    let only = |these: &[&Node], others: &[&Node]| {
        let names: Vec<String> = members(these).into_iter().map(|(name, _)| name).collect();
        names.into_iter().find(|name| others.iter().all(|node| node.member(name).is_none_or(Node::is_empty)))
    };
    if let Some(mark) = mark {
        let path = path_text(&mark.path);
        if !YES.contains(&mark.yes.to_lowercase().as_str()) {
            let doubt =
                format!("`{path}` is `{}` in every sample of a success; that it says yes is a guess.", mark.yes);
            reply.doubts.push(doubt);
        }
        let value = |text: &str| match mark.kind {
            Kind::Boolean | Kind::Number => text.to_owned(),
            _ => yaml::quoted(text),
        };
        let when_yes = format!("{path}: {}", value(&mark.yes));
        let when_no = match (&mark.no, code) {
            _ if no.is_empty() => None,
            (_, Some(code)) if *code == mark.path => Some(format!("{path}: known_code")),
            (Some(text), _) => Some(format!("{path}: {}", value(text))),
            (None, Some(code)) => Some(format!("{}: known_code", path_text(code))),
            (None, None) => Some(format!("{path}: {{ not: {} }}", value(&mark.yes))),
        };
        return ((when_yes, None), when_no.map(|when| (when, None)));
    }
    let yes_only = only(yes, no).or_else(|| inside.cloned());
    let no_only = if no.is_empty() { None } else { only(no, yes) };
    if no.is_empty() || no_only.is_none() {
        let doubt = "Nothing in the samples says yes by itself; that the response is there is taken for it.";
        let both = " The samples of refusals look the same, so the arm `done` takes them too: mend that first.";
        let same = !no.is_empty() && yes_only.as_ref().is_none_or(|name| no.iter().any(|n| n.member(name).is_some()));
        reply.doubts.push(format!("{doubt}{}", if same { both } else { "" }));
    }
    let yes_name = yes_only.unwrap_or_else(|| members(yes).first().map(|(name, _)| name.clone()).unwrap_or_default());
    let absent = no_only.as_ref().map(|name| format!(", {}: absent", yaml::name(name))).unwrap_or_default();
    let when_yes = format!("{}: present{absent}", yaml::name(&yes_name));
    let when_no = no_only.map(|name| (format!("{}: not_empty", yaml::name(&name)), Some(name)));
    ((when_yes, Some(yes_name)), when_no)
}

/// The way down while all documents have one member, which is a record.
fn way_down(nodes: &[&Node]) -> Vec<String> {
    let mut way: Vec<String> = Vec::new();
    loop {
        let here: Vec<&Node> = nodes.iter().filter_map(|node| node.at(&way)).collect();
        let all = members(&here);
        match all.as_slice() {
            [(name, inner)] if inner.len() == here.len() && inner.iter().all(|n| matches!(n, Node::Record(_))) => {
                way.push(name.clone());
            }
            _ => return way,
        }
    }
}

/// The members of records, each with what stands there, without declarations and attributes of the element.
fn members<'n>(nodes: &[&'n Node]) -> Vec<(String, Vec<&'n Node>)> {
    let mut all: Vec<(String, Vec<&Node>)> = Vec::new();
    for (name, node) in nodes.iter().flat_map(|node| node.members()) {
        match all.iter_mut().find(|(known, _)| known == name) {
            Some((_, nodes)) => nodes.push(node),
            None => all.push((name.clone(), vec![node])),
        }
    }
    all
}

fn without(node: &Node, names: &[String]) -> Node {
    Node::Record(node.members().iter().filter(|(name, _)| !names.contains(name)).cloned().collect())
}

/// The type of a leaf of the frame.
fn leaf_type(path: &[String], all: &[&Node]) -> String {
    let leaves: Vec<Option<&Leaf>> = all.iter().map(|node| node.at(path).and_then(Node::leaf)).collect();
    let missing = leaves.iter().any(Option::is_none);
    let is = |kind| leaves.iter().flatten().any(|leaf| leaf.kind == kind);
    let digits = leaves.iter().flatten().all(|leaf| leaf.text.parse::<i64>().is_ok());
    let ty = if is(Kind::Boolean) {
        "boolean"
    } else if is(Kind::Number) && digits {
        "integer"
    } else {
        "text"
    };
    if missing { format!("optional {ty}") } else { ty.to_owned() }
}

/// Leaves of one type, as a tree.
fn tree_of(paths: &[Vec<String>], ty: &str) -> String {
    let leaves: Vec<(Vec<String>, String)> = paths.iter().map(|path| (path.clone(), ty.to_owned())).collect();
    level_frame(&leaves, None, false, &[])
}

/// The frame at the level where yes and no differ.
fn level_frame(
    leaves: &[(Vec<String>, String)],
    inside: Option<&str>,
    hole: bool,
    branches: &[(String, String)],
) -> String {
    let mut members: Vec<(String, String)> = Vec::new();
    let mut nested: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for (path, ty) in leaves {
        match path.as_slice() {
            [name] => members.push((yaml::name(name), ty.clone())),
            [outer, name] => match nested.iter_mut().find(|(known, _)| known == outer) {
                Some((_, inner)) => inner.push((yaml::name(name), ty.clone())),
                None => nested.push((outer.clone(), vec![(yaml::name(name), ty.clone())])),
            },
            _ => {}
        }
    }
    members.extend(nested.into_iter().map(|(name, inner)| (yaml::name(&name), yaml::row(&inner))));
    for (name, _) in branches {
        if inside != Some(name.as_str())
            && !members.iter().any(|(known, _)| *known == yaml::name(name))
            && inside.is_some()
        {
            members.push((yaml::name(name), "optional text".to_owned()));
        }
    }
    match inside {
        Some(name) => members.push((yaml::name(name), yaml::row(&[(yaml::quoted("..."), "reply".to_owned())]))),
        None if hole => members.push((yaml::quoted("..."), "reply".to_owned())),
        None => {}
    }
    yaml::row(&members)
}
