//! Parts of the model as texts that can be compared: by structure, with every index replaced by what it names.

use std::fmt::Debug;

use vendor_model::model::{EnumId, Leaf, Node, Pattern, Piece, RecordId, Type, Vendor};

/// The structure of a part of the model, independent of the order of everything else.
///
/// What has no words here still has a structure, so that no difference is lost.
pub fn structure(vendor: &Vendor, request: Option<RecordId>, part: &impl Debug) -> String {
    let raw = format!("{part:?}");
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw.as_str();
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let end = end_of_text(rest);
            text.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if let Some((name, after)) = index(vendor, request, rest).filter(|_| !text.ends_with(is_word)) {
            text.push_str(&name);
            rest = after;
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    text
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The end of a text in quotes, which begins here.
fn end_of_text(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// An index of the model that begins here, as what it names, and what follows it.
fn index<'t>(vendor: &Vendor, request: Option<RecordId>, text: &'t str) -> Option<(String, &'t str)> {
    let (kind, rest) = text.split_once('(')?;
    let (digits, rest) = rest.split_once(')')?;
    let number: usize = digits.parse().ok()?;
    let name = match kind {
        "Field" => request.and_then(|id| vendor.records.get(id.0)?.fields.get(number)).map(|f| &f.wire),
        "Credential" => vendor.credentials.get(number).map(|c| &c.name),
        "Setting" => vendor.settings.get(number).map(|s| &s.name),
        "Token" => vendor.tokens.get(number).map(|t| &t.name),
        "EnumId" => vendor.enums.get(number).map(|e| &e.name),
        "RecordId" => vendor.records.get(number).map(|r| &r.name),
        "UnionId" => vendor.unions.get(number).map(|u| &u.name),
        "NewtypeId" => vendor.newtypes.get(number).map(|n| &n.name),
        _ => None,
    }?;
    Some((format!("{kind} {name}"), rest))
}

/// A pattern as people write it; what has no short form has its structure.
pub fn pattern(vendor: &Vendor, request: RecordId, of: &Pattern) -> String {
    pieces(vendor, request, &of.0)
}

fn pieces(vendor: &Vendor, request: RecordId, of: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Optional(inner) => format!("[{}]", pieces(vendor, request, inner)),
        other => {
            let structure = structure(vendor, Some(request), other);
            let hole = structure.strip_prefix("Hole(").and_then(|rest| rest.strip_suffix(')'));
            match hole {
                Some(hole) => format!("{{{}}}", hole.rsplit_once(' ').map_or(hole, |(_, name)| name)),
                None => format!("{{= {structure}}}"),
            }
        }
    };
    of.iter().map(piece).collect()
}

/// A body as its leaves, each with its path, in wire order.
pub fn leaves(vendor: &Vendor, request: RecordId, node: &Node) -> Vec<(String, String)> {
    fn walk(vendor: &Vendor, request: RecordId, at: &str, node: &Node, found: &mut Vec<(String, String)>) {
        match node {
            Node::Record(members) if members.is_empty() => found.push((at.to_owned(), "{}".to_owned())),
            Node::Record(members) => {
                for (name, inner) in members {
                    // The hole has no name of its own.
                    let below = if matches!(inner, Node::Hole) { at.to_owned() } else { super::below(at, name) };
                    walk(vendor, request, &below, inner, found);
                }
            }
            Node::Document(format, inner) => {
                let at = super::below(at, &format!("({})", format.name()));
                walk(vendor, request, &at, inner, found);
            }
            Node::List(items) => {
                for (position, item) in items.iter().enumerate() {
                    walk(vendor, request, &format!("{at}[{position}]"), item, found);
                }
            }
            Node::Hole => found.push((at.to_owned(), "the request".to_owned())),
            Node::Field(index) => {
                let name = vendor.record(request).fields.get(*index).map_or("", |field| field.wire.as_str());
                found.push((at.to_owned(), format!("`{{{name}}}`")));
            }
            Node::Leaf(Leaf::Text(text)) => {
                found.push((at.to_owned(), format!("`{}`", pattern(vendor, request, text))));
            }
            Node::Leaf(Leaf::Integer(number)) => found.push((at.to_owned(), number.to_string())),
            Node::Leaf(Leaf::Boolean(value)) => found.push((at.to_owned(), value.to_string())),
            other => found.push((at.to_owned(), structure(vendor, Some(request), other))),
        }
    }
    let mut found = Vec::new();
    walk(vendor, request, "", node, &mut found);
    found
}

/// Whether requests and replies have each enum as a type of its own, by number.
pub fn uses(vendor: &Vendor) -> Vec<(bool, bool)> {
    fn enum_of(ty: &Type) -> Option<EnumId> {
        match ty {
            Type::Enum(id) => Some(*id),
            Type::List(list) => enum_of(&list.item.ty),
            _ => None,
        }
    }
    let mut uses = vec![(false, false); vendor.enums.len()];
    for setting in &vendor.settings {
        if let Some(of) = uses.get_mut(setting.values.0) {
            of.0 = true;
        }
    }
    for record in &vendor.records {
        for (index, field) in record.fields.iter().enumerate() {
            if let Some(of) = enum_of(&field.shape.ty).and_then(|id| uses.get_mut(id.0)) {
                of.0 |= record.sent && record.choice_of(index).is_none();
                of.1 |= record.received;
            }
        }
    }
    uses
}
