//! Values with arms in worked examples: the frame, and in it what makes the arm hold.

use vendor_model::Vendor;
use vendor_model::model::{
    Condition, Format, FrameNode, Path, Reads, Step, Test, TextPattern, Type, UnionArm, UnionId, Value,
};

use super::tree::{Tree, members, value};
use super::written::fill;

/// A value with arms as it stands in a document; none where the arm reads a document of its own.
pub fn arm(vendor: &Vendor, id: UnionId, given: &Value, format: Format) -> Option<Tree> {
    let union = vendor.union(id);
    let (index, code, message, record, held) = match given {
        Value::Arm(index, held) => (*index, None, None, union.arms.get(*index)?.record, held),
        Value::Refused { arm, code, message, shared } => (*arm, code.as_ref(), message.as_ref(), union.shared, shared),
        _ => return None,
    };
    let arm = union.arms.get(index)?;
    let wishes = wishes(arm, code, message);
    let payload = match (record, &**held) {
        (Some(id), held) if arm.is_value => {
            Some(value(vendor, &vendor.record(id).fields.first()?.shape, held, format)?)
        }
        (Some(id), Value::Record(values)) => Some(Tree::Record(members(vendor, id, values, format, &|_| true)?)),
        _ => None,
    };
    match &arm.arm.reads {
        None => framed(&union.frame, payload.as_ref(), &wishes, &mut Vec::new()),
        Some(Reads::Text(patterns)) => text(patterns, payload.as_ref(), &wishes),
        Some(_) => None,
    }
}

fn text(patterns: &[TextPattern], payload: Option<&Tree>, wishes: &[(Path, String)]) -> Option<Tree> {
    let filled = |name: &str| {
        let wished = wishes.iter().find(|(path, _)| matches!(path.as_slice(), [Step::Name(n)] if n == name));
        let held = match payload {
            Some(Tree::Record(held)) => held.iter().find(|(known, _)| known == name).map(|(_, tree)| tree.text()),
            _ => None,
        };
        wished.map(|(_, text)| text.clone()).or(held).unwrap_or_default()
    };
    Some(Tree::Text(fill(patterns.first()?, &filled)))
}

/// What must stand where, so that the arm holds.
fn wishes(arm: &UnionArm, code: Option<&String>, message: Option<&String>) -> Vec<(Path, String)> {
    let mut wishes: Vec<(Path, String)> = Vec::new();
    for (paths, text) in [(&arm.arm.code, code), (&arm.arm.message, message)] {
        if let (Some(path), Some(text)) = (paths.first(), text) {
            wishes.push((path.clone(), text.clone()));
        }
    }
    for condition in &arm.arm.when {
        let Condition::Member { path, test } = condition else { continue };
        let text = match test {
            Test::OneOf(_, values) => values.first().cloned(),
            Test::NoneOf(_, values) => (0..).map(|n: u32| n.to_string()).find(|n| !values.contains(n)),
            Test::Range(from, to) => Some((*from).max(0).min(*to).to_string()),
            Test::Prefix(text) | Test::Suffix(text) => Some(text.clone()),
            Test::Matches(pattern) => Some(pattern.sample()),
            _ => None,
        };
        if let Some(text) = text.filter(|_| wishes.iter().all(|(known, _)| known != path)) {
            wishes.push((path.clone(), text));
        }
    }
    wishes
}

/// The frame with what stands in it; none where nothing does.
fn framed(frame: &FrameNode, payload: Option<&Tree>, wishes: &[(Path, String)], path: &mut Path) -> Option<Tree> {
    let wish = wishes.iter().find(|(wished, _)| wished == path).map(|(_, text)| text.clone());
    match frame {
        FrameNode::Hole => payload.cloned().or_else(|| {
            let text = wish?;
            Some(if text.parse::<i64>().is_ok() { Tree::Bare(text) } else { Tree::Text(text) })
        }),
        FrameNode::Leaf { ty, optional } => match (wish, ty) {
            (Some(text), Type::Integer | Type::Decimal | Type::Boolean) => Some(Tree::Bare(text)),
            (Some(text), _) => Some(Tree::Text(text)),
            (None, _) if *optional => None,
            (None, Type::Integer | Type::Decimal) => Some(Tree::Bare("0".to_owned())),
            (None, Type::Boolean) => Some(Tree::Bare("false".to_owned())),
            (None, _) => Some(Tree::Text(String::new())),
        },
        FrameNode::Record(inner) => {
            let mut found: Vec<(String, Tree)> = Vec::new();
            for (name, member) in inner {
                if *member == FrameNode::Hole && name == "..." {
                    if let Some(Tree::Record(held)) = payload {
                        found.extend(held.iter().cloned());
                    }
                    continue;
                }
                path.push(Step::Name(name.clone()));
                found.extend(framed(member, payload, wishes, path).map(|tree| (name.clone(), tree)));
                path.pop();
            }
            (!found.is_empty() || path.is_empty()).then_some(Tree::Record(found))
        }
        FrameNode::List(_) | FrameNode::Inner(_) => None,
    }
}
