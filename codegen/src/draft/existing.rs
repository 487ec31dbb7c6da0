//! A vendor that is there already: what it says once need not be said again.

use vendor_model::language::{Literal, Tree, VendorSpec};

use super::node::Node;
use super::secret::Secrets;

/// The members at the hole of a frame, if a document fits it; credentials of the frame are remembered.
pub fn at_hole(tree: &Tree, node: &Node, secrets: &mut Secrets) -> Option<Vec<(String, Node)>> {
    let mut found = None;
    fits(tree, node, secrets, &mut found).then_some(())?;
    Some(found.unwrap_or_default())
}

fn fits(tree: &Tree, node: &Node, secrets: &mut Secrets, hole: &mut Option<Vec<(String, Node)>>) -> bool {
    let Tree::Record(members) = tree else {
        if let (Tree::Leaf(Literal::Text(text)), Some(leaf)) = (tree, node.leaf())
            && let Some(key) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        {
            let key = key.to_owned();
            let found = secrets.key(&key, &leaf.text);
            debug_assert!(!found.is_empty());
        }
        return matches!(tree, Tree::List(_)) || matches!(node, Node::Leaf(_));
    };
    if !matches!(node, Node::Record(_)) {
        return false;
    }
    let mut rest: Vec<(String, Node)> = node.members().to_vec();
    for (name, inner) in members.iter().filter(|(name, _)| *name != "...") {
        let Some(at) = rest.iter().position(|(known, _)| known == name) else {
            // A leaf that may be missing, or a record of such.
            if may_be_missing(inner) {
                continue;
            }
            return false;
        };
        let (_, there) = rest.remove(at);
        if !fits(inner, &there, secrets, hole) {
            return false;
        }
    }
    if members.contains_key("...") {
        *hole = Some(rest);
        return true;
    }
    rest.iter().all(|(name, _)| name.starts_with("@xmlns"))
}

fn may_be_missing(tree: &Tree) -> bool {
    match tree {
        Tree::Record(members) => members.iter().all(|(name, inner)| name == "..." || may_be_missing(inner)),
        Tree::List(_) => true,
        Tree::Leaf(Literal::Text(text)) => text.starts_with("optional "),
        Tree::Leaf(_) => false,
    }
}

/// The frame of replies in a format.
pub fn reply_frame<'v>(vendor: &'v VendorSpec, format: &str) -> Option<&'v Tree> {
    vendor.reply.frames.as_ref().and_then(|frames| frames.get(format)).or(vendor.reply.frame.as_ref())
}

/// The frame of requests in a format.
pub fn body_frame<'v>(vendor: &'v VendorSpec, format: &str) -> Option<&'v Tree> {
    vendor.send.body.as_ref().and_then(|bodies| bodies.get(format))
}

/// The code and the message of a refusal, by the vendor's arms.
pub fn refusal(vendor: &VendorSpec, node: &Node) -> Option<(String, Option<String>)> {
    let text = |paths: &[String]| paths.iter().find_map(|path| by_end(node, path));
    vendor.reply.arms.iter().find_map(|arm| Some((text(&arm.code.0)?, text(&arm.message.0))))
}

/// The value whose path ends so.
fn by_end(node: &Node, path: &str) -> Option<String> {
    let names: Vec<String> = path.split('.').map(str::to_owned).collect();
    if let Some(leaf) = node.at(&names).and_then(Node::leaf).filter(|leaf| !leaf.text.is_empty()) {
        return Some(leaf.text.clone());
    }
    node.members().iter().find_map(|(_, inner)| by_end(inner, path))
}
