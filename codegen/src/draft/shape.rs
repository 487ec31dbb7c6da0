//! What several samples of one value have in common.

use super::node::{Kind, Leaf, Node};
use super::scalar::{Guess, guess};
use super::yaml;

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A scalar.
    Scalar(Guess),
    /// Named members.
    Record(Vec<Field>),
    /// Items, and in XML the element around each.
    List(Box<Shape>, Option<String>),
}

/// A member of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// As on the wire.
    pub wire: String,
    /// What it is.
    pub shape: Shape,
    /// Some samples lack it.
    pub optional: bool,
    /// Nobody may see it.
    pub secret: bool,
}

/// What all these are; `whole` are records that stand for a whole document, and are not looked through.
pub fn infer(name: &str, nodes: &[&Node], sent: bool, whole: bool) -> Shape {
    let there: Vec<&Node> = nodes.iter().copied().filter(|node| !node.is_empty()).collect();
    let list = there.iter().any(|node| matches!(node, Node::List(_)));
    let only_item = |node: &Node| match node.members() {
        [(item, inner)] if !item.starts_with(['@', '#']) => Some((item.clone(), inner.clone())),
        _ => None,
    };
    // A list of one format is elements in an element of another.
    let wrapped = there.iter().find_map(|node| match only_item(node) {
        Some((item, Node::List(items))) if is_plain(&items) => Some(item),
        Some((item, inner)) if list && !whole && is_plain(std::slice::from_ref(&inner)) => Some(item),
        _ => None,
    });
    if let Some(item) = wrapped.filter(|_| !whole) {
        let inner: Vec<Node> = there.iter().map(|node| node.member(&item).unwrap_or(node)).cloned().collect();
        if inner.iter().any(|node| matches!(node, Node::List(_))) || list {
            return Shape::List(Box::new(items(name, &inner.iter().collect::<Vec<_>>(), sent)), Some(item));
        }
    }
    if list {
        return Shape::List(Box::new(items(name, &there, sent)), None);
    }
    if there.iter().any(|node| matches!(node, Node::Record(_))) {
        return Shape::Record(fields(&there, sent));
    }
    let leaves: Vec<&Leaf> = nodes.iter().filter_map(|node| node.leaf()).collect();
    Shape::Scalar(guess(name, &leaves, sent))
}

/// Whether a list can come of elements that repeat.
fn is_plain(items: &[Node]) -> bool {
    fn leaf(node: &Node) -> bool {
        match node {
            Node::Leaf(leaf) => matches!(leaf.kind, Kind::Plain | Kind::Cdata),
            Node::Record(members) => members.iter().all(|(_, node)| leaf(node)),
            Node::List(items) => items.iter().all(leaf),
        }
    }
    items.iter().all(leaf)
}

fn items(name: &str, nodes: &[&Node], sent: bool) -> Shape {
    let items: Vec<&Node> = nodes
        .iter()
        .flat_map(|node| match node {
            Node::List(items) => items.iter().collect(),
            one => vec![*one],
        })
        .collect();
    infer(name.trim_end_matches("[]"), &items, sent, false)
}

fn fields(records: &[&Node], sent: bool) -> Vec<Field> {
    let mut names: Vec<String> = Vec::new();
    for record in records {
        let mut after = 0;
        for (name, _) in record.members() {
            match names.iter().position(|known| known == name) {
                Some(at) => after = at + 1,
                None => {
                    names.insert(after.min(names.len()), name.clone());
                    after += 1;
                }
            }
        }
    }
    let field = |wire: String| {
        let nodes: Vec<&Node> = records.iter().filter_map(|record| record.member(&wire)).collect();
        let mut shape = infer(&wire, &nodes, sent, false);
        let secret = matches!(shape, Shape::Scalar(_)) && super::secret::is_secret(&wire);
        if secret {
            // Whatever it looks like, it is a text that nobody may see.
            shape = Shape::Scalar(Guess::secret());
        }
        let text = matches!(&shape, Shape::Scalar(guess) if guess.ty == "text");
        let lacks = |node: &&Node| match node {
            Node::Leaf(leaf) if leaf.kind == Kind::Null => true,
            node => node.is_empty() && !text,
        };
        let optional = nodes.len() < records.len() || nodes.iter().any(lacks);
        Field { wire, shape, optional, secret }
    };
    names.into_iter().map(field).filter(|field| !field.shape.is_nested_list()).collect()
}

/// Whether a list of lists stands somewhere: specs have no words for it.
pub fn has_nested_list(node: &Node) -> bool {
    match node {
        Node::List(items) => items.iter().any(|item| matches!(item, Node::List(_)) || has_nested_list(item)),
        Node::Record(members) => members.iter().any(|(_, inner)| has_nested_list(inner)),
        Node::Leaf(_) => false,
    }
}

impl Shape {
    /// A list whose items are lists.
    pub fn is_nested_list(&self) -> bool {
        matches!(self, Self::List(item, _) if matches!(**item, Self::List(..)))
    }

    /// A value of it, as examples have it.
    pub fn value(&self, node: &Node) -> String {
        match self {
            Self::Scalar(guess) => node.leaf().map_or_else(|| "\"\"".to_owned(), |leaf| guess.value(&leaf.text)),
            Self::Record(fields) => {
                let member = |field: &Field| {
                    let value = node.member(&field.wire)?;
                    let text = matches!(&field.shape, Self::Scalar(guess) if guess.ty == "text");
                    let null = matches!(value, Node::Leaf(leaf) if leaf.kind == Kind::Null);
                    if null || (value.is_empty() && !text) {
                        return None;
                    }
                    let shown = if field.secret { yaml::quoted("placeholder") } else { field.shape.value(value) };
                    Some((yaml::name(field.wire.trim_end_matches("[]")), shown))
                };
                yaml::row(&fields.iter().filter_map(member).collect::<Vec<_>>())
            }
            Self::List(item, element) => {
                let node = element.as_ref().and_then(|name| node.member(name)).unwrap_or(node);
                let items: Vec<String> = match node {
                    Node::List(items) => items.iter().map(|one| item.value(one)).collect(),
                    one if one.is_empty() => Vec::new(),
                    one => vec![item.value(one)],
                };
                format!("[{}]", items.join(", "))
            }
        }
    }
}

/// The fields of a record, a line each.
pub fn field_lines(fields: &[Field]) -> String {
    let mut taken: Vec<String> = Vec::new();
    fields.iter().map(|field| field_line(field, &mut taken)).collect()
}

fn field_line(field: &Field, taken: &mut Vec<String>) -> String {
    let mut keywords: Vec<(String, String)> = Vec::new();
    let (english, doubtful) = english(&field.wire, taken);
    if let Some(english) = english {
        keywords.push(("as".to_owned(), english));
    }
    let mut doubts: Vec<String> = Vec::new();
    if doubtful {
        doubts.push("give it an English name".to_owned());
    }
    if field.optional {
        keywords.push(("optional".to_owned(), "true".to_owned()));
    }
    let name = yaml::name(&field.wire);
    match &field.shape {
        Shape::Scalar(guess) => {
            let mut all = scalar_keywords(guess, field.secret);
            all.extend(keywords);
            doubts.extend(guess.doubt.clone());
            format!("{name}: {}{}\n", short(&all), told(&doubts))
        }
        Shape::Record(fields) => block(&name, &keywords, &doubts, &inner_record(fields)),
        Shape::List(item, element) => {
            if let Some(element) = element {
                keywords.push(("xml_item".to_owned(), yaml::name(element)));
            }
            if field.wire.ends_with("[]") {
                // The brackets are written by the step, not by the name.
                keywords.push(("written".to_owned(), "brackets".to_owned()));
            }
            let name = yaml::name(field.wire.trim_end_matches("[]"));
            block(&name, &keywords, &doubts, &list(item))
        }
    }
}

fn inner_record(fields: &[Field]) -> String {
    if fields.is_empty() {
        return "fields: {}\n".to_owned();
    }
    format!("fields:\n{}", yaml::indented(&field_lines(fields), 2))
}

fn list(item: &Shape) -> String {
    match item {
        Shape::Scalar(guess) => {
            format!("list: {}{}\n", short(&scalar_keywords(guess, false)), told(guess.doubt.as_slice()))
        }
        Shape::Record(fields) => format!("list:\n{}", yaml::indented(&inner_record(fields), 2)),
        Shape::List(item, _) => format!("list:\n{}", yaml::indented(&list(item), 2)),
    }
}

/// What stands at a hole, when it is no record.
pub fn value_lines(shape: &Shape, english: &str) -> String {
    let body = match shape {
        Shape::Scalar(guess) => {
            let all: String = scalar_keywords(guess, false).iter().map(|(k, v)| format!("{k}: {v}\n")).collect();
            format!("{}{all}", guess.doubt.as_ref().map(|d| format!("# guess: {d}\n")).unwrap_or_default())
        }
        Shape::Record(fields) => inner_record(fields),
        Shape::List(item, element) => {
            let element = element.as_ref().map(|name| format!("xml_item: {}\n", yaml::name(name)));
            format!("{}{}", element.unwrap_or_default(), list(item))
        }
    };
    format!("as: {english}\n{body}")
}

fn scalar_keywords(guess: &Guess, secret: bool) -> Vec<(String, String)> {
    let mut all = vec![("type".to_owned(), guess.ty.to_owned())];
    match guess.written.as_slice() {
        [] => {}
        [one] => all.push(("written".to_owned(), if one.contains('%') { yaml::quoted(one) } else { one.clone() })),
        several => all.push(("written".to_owned(), format!("[{}]", several.join(", ")))),
    }
    if let Some(calendar) = guess.calendar {
        all.push(("calendar".to_owned(), calendar.to_owned()));
    }
    if secret {
        all.push(("secret".to_owned(), "true".to_owned()));
    } else if let Some(visibility) = guess.visibility {
        all.push(("sensitive".to_owned(), visibility.to_owned()));
    }
    all
}

/// `integer`, `optional text`, or a row of keywords.
fn short(keywords: &[(String, String)]) -> String {
    match keywords {
        [(k, ty)] if k == "type" => ty.clone(),
        [(k, ty), (o, _)] if k == "type" && o == "optional" => format!("optional {ty}"),
        keywords => yaml::row(keywords),
    }
}

fn block(name: &str, keywords: &[(String, String)], doubts: &[String], body: &str) -> String {
    let keywords: String = keywords.iter().map(|(k, v)| format!("{k}: {v}\n")).collect();
    format!("{name}:{}\n{}", told(doubts), yaml::indented(&format!("{keywords}{body}"), 2))
}

fn told(doubts: &[String]) -> String {
    if doubts.is_empty() {
        String::new()
    } else {
        format!("  {}", yaml::comment(&format!("guess: {}", doubts.join("; "))))
    }
}

/// The English name that a wire name needs, if it needs one, and whether a person should choose it.
fn english(wire: &str, taken: &mut Vec<String>) -> (Option<String>, bool) {
    let own = identifier(wire);
    let ascii = wire.trim_start_matches(['@', '#']).trim_end_matches("[]");
    let same = ascii.is_ascii() && ascii.chars().all(|c| c.is_ascii_alphanumeric() || "_-.: ".contains(c));
    let usable = same
        && own.starts_with(|c: char| c.is_ascii_lowercase())
        && ascii.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut name = own.clone();
    let mut number = 2;
    while taken.contains(&name) {
        name = format!("{own}_{number}");
        number += 1;
    }
    taken.push(name.clone());
    if usable && name == own { (None, false) } else { (Some(name), true) }
}

/// An identifier made of any text.
pub fn identifier(text: &str) -> String {
    let local = text.rsplit(':').next().unwrap_or(text);
    let mut name = String::new();
    let mut lower = false;
    let mut chars = local.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            'ç' | 'Ç' => 'c',
            'ğ' | 'Ğ' => 'g',
            'ı' | 'İ' => 'i',
            'ö' | 'Ö' => 'o',
            'ş' | 'Ş' => 's',
            'ü' | 'Ü' => 'u',
            c => c,
        };
        if !c.is_ascii_alphanumeric() {
            if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
            lower = false;
            continue;
        }
        let next_is_lower = chars.peek().is_some_and(char::is_ascii_lowercase);
        if c.is_ascii_uppercase() && !name.is_empty() && !name.ends_with('_') && (lower || next_is_lower) {
            name.push('_');
        }
        lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        name.push(c.to_ascii_lowercase());
    }
    let name = name.trim_end_matches('_');
    let name: String = name.chars().take(60).collect();
    match name.chars().next() {
        Some(c) if c.is_ascii_lowercase() => name,
        Some(_) => format!("n_{name}"),
        None => "value".to_owned(),
    }
}
