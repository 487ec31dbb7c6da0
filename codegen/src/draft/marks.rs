//! What in a reply tells yes from no, and where its code and message stand.

use super::node::{Kind, Leaf, Node};
use super::yaml;

/// Names of members that say yes or no, best first.
pub const MARKS: [&str; 17] = [
    "success",
    "ok",
    "result",
    "status",
    "state",
    "code",
    "errorcode",
    "returncode",
    "resultcode",
    "statuscode",
    "rc",
    "responsecode",
    "durum",
    "issuccess",
    "succeeded",
    "err",
    "resultstatus",
];
/// Names of codes, best first.
pub const CODES: [&str; 13] = [
    "code",
    "errorcode",
    "errcode",
    "number",
    "errorno",
    "errno",
    "statuscode",
    "resultcode",
    "returncode",
    "rc",
    "status",
    "faultcode",
    "responsecode",
];
/// Names of messages, best first.
pub const MESSAGES: [&str; 16] = [
    "message",
    "msg",
    "errormessage",
    "errormsg",
    "error",
    "description",
    "errordescription",
    "detail",
    "reason",
    "text",
    "faultstring",
    "mesaj",
    "aciklama",
    "resultmessage",
    "statusmessage",
    "desc",
];
/// Names of what surrounds a response.
pub const PAYLOADS: [&str; 14] = [
    "data", "result", "results", "response", "payload", "body", "content", "value", "object", "items", "return",
    "veri", "sonuc", "output",
];
/// What usually says yes.
pub const YES: [&str; 8] = ["true", "1", "0", "00", "000", "200", "ok", "success"];

fn folded(name: &str) -> String {
    let name = name.rsplit(':').next().unwrap_or(name);
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A path as specs write it.
pub fn path_text(path: &[String]) -> String {
    let text = path.join(".");
    if yaml::name(&text) == text { text } else { yaml::quoted(&text) }
}

/// The place of a name in a list of names.
pub fn rank(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|known| *known == folded(name))
}

/// A member that tells yes from no.
pub struct Mark {
    /// Where it stands.
    pub path: Vec<String>,
    /// What it is where the answer is yes.
    pub yes: String,
    /// What it is where the answer is no, if it is always the same.
    pub no: Option<String>,
    /// What the format says of it.
    pub kind: Kind,
}

/// The best mark: always the same where the answer is yes, and never that where it is no.
pub fn mark(yes: &[&Node], no: &[&Node]) -> Option<Mark> {
    let mut found: Vec<(usize, Mark)> = Vec::new();
    for path in leaf_paths(yes) {
        let leaves: Vec<Option<&Leaf>> = yes.iter().map(|node| node.at(&path).and_then(Node::leaf)).collect();
        let Some(leaves) = leaves.into_iter().collect::<Option<Vec<&Leaf>>>() else { continue };
        let Some(first) = leaves.first() else { continue };
        let boolean = leaves.iter().any(|leaf| leaf.kind == Kind::Boolean);
        let plain = |text: &str| match text {
            "1" | "True" | "TRUE" if boolean => "true".to_owned(),
            "0" | "False" | "FALSE" if boolean => "false".to_owned(),
            text => text.to_owned(),
        };
        let value = plain(&first.text);
        // A sentence or an address says something else than yes.
        let long = value.chars().count() > 24 || value.contains(' ');
        if value.is_empty() || long || leaves.iter().any(|leaf| plain(&leaf.text) != value) {
            continue;
        }
        let others: Vec<Option<String>> =
            no.iter().map(|node| node.at(&path).and_then(Node::leaf).map(|l| plain(&l.text))).collect();
        if others.iter().flatten().any(|other| *other == value) {
            continue;
        }
        let name = path.last().cloned().unwrap_or_default();
        let Some(rank) = rank(&MARKS, &name).or(boolean.then_some(2)) else { continue };
        if no.is_empty() && !YES.contains(&value.to_lowercase().as_str()) {
            continue;
        }
        let kind = if boolean {
            Kind::Boolean
        } else if leaves.iter().any(|leaf| leaf.kind == Kind::Number) {
            Kind::Number
        } else {
            Kind::Quoted
        };
        let no = others.first().cloned().flatten().filter(|first| others.iter().all(|o| o.as_ref() == Some(first)));
        let usual = if YES.contains(&value.to_lowercase().as_str()) { 0 } else { MARKS.len() };
        found.push((usual + rank + path.len() * 2, Mark { path, yes: value, no, kind }));
    }
    found.into_iter().min_by_key(|(rank, _)| *rank).map(|(_, mark)| mark)
}

/// Paths of values, at most two names deep.
fn leaf_paths(nodes: &[&Node]) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    let mut push = |path: Vec<String>| {
        if !paths.contains(&path) {
            paths.push(path);
        }
    };
    for node in nodes {
        for (name, inner) in node.members() {
            match inner {
                Node::Leaf(_) => push(vec![name.clone()]),
                inner => {
                    for (deeper, leaf) in inner.members() {
                        if matches!(leaf, Node::Leaf(_)) {
                            push(vec![name.clone(), deeper.clone()]);
                        }
                    }
                }
            }
        }
    }
    paths
}

/// The value whose name comes first in a list, and that is there in all documents.
pub fn best(nodes: &[&Node], names: &[&str]) -> Option<Vec<String>> {
    let all = |path: &Vec<String>| {
        nodes.iter().all(|node| {
            let leaf = node.at(path).and_then(Node::leaf);
            leaf.is_some_and(|leaf| !leaf.text.is_empty() && (names == MESSAGES || is_code(leaf)))
        })
    };
    let ranked = leaf_paths(nodes).into_iter().filter(all).filter_map(|path| {
        let rank = rank(names, path.last()?)?;
        Some((rank, path))
    });
    ranked.min_by_key(|(rank, path)| (*rank, path.len())).map(|(_, path)| path)
}

fn is_code(leaf: &Leaf) -> bool {
    leaf.kind != Kind::Boolean && leaf.text.chars().count() <= 40 && !leaf.text.contains(' ')
}

/// The code and the message of a refusal.
pub fn told(node: &Node, code: Option<&[String]>, message: Option<&[String]>) -> Option<(String, Option<String>)> {
    let text = |path: &[String]| node.at(path).and_then(Node::leaf).map(|leaf| leaf.text.clone());
    Some((text(code?)?, message.and_then(text)))
}
