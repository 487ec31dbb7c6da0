//! Worked calls of the spec as examples of requests and parameters.

use vendor_model::model::{Example, Format, HoleSource, Leaf, Node, Outcome, Pattern, Piece, Place, Value};

use super::json::{Json, Object};
use super::request::Requests;
use super::tree::{self, Tree};
use super::words;

/// An example with what people read of it.
pub fn example_object(example: &Example, value: Json) -> Object {
    Object::new()
        .maybe("summary", example.summary.as_deref())
        .with("value", value)
        .with("x-proves", words::proves(example.proves))
}

impl Requests<'_, '_> {
    /// The bodies of the worked calls in a format.
    pub(super) fn request_examples(&self, format: Format, node: &Node) -> Object {
        let mut examples = Object::new();
        for example in &self.operation.examples {
            let Some(form) = example.forms.iter().find(|form| form.format == format) else { continue };
            let Some(tree) = self.example_node(node, format, example, &form.request) else { continue };
            examples.push(example.name.as_str(), example_object(example, tree.written(format)));
        }
        examples
    }

    fn example_node(&self, node: &Node, format: Format, example: &Example, request: &Value) -> Option<Tree> {
        Some(match node {
            Node::Hole => Tree::Record(self.example_members(format, request)?),
            Node::Leaf(Leaf::Integer(number)) => Tree::Bare(number.to_string()),
            Node::Leaf(Leaf::Boolean(value)) => Tree::Bare(value.to_string()),
            Node::Leaf(Leaf::Null) => Tree::Null,
            Node::Leaf(Leaf::Text(pattern)) => match pattern.0.as_slice() {
                [Piece::Hole(HoleSource::Field(index))] => self.example_field(*index, request)?,
                _ => Tree::Text(self.example_text(pattern, format, example, request)),
            },
            Node::Field(index) => self.example_field(*index, request)?,
            Node::List(items) => {
                Tree::List(items.iter().filter_map(|item| self.example_node(item, format, example, request)).collect())
            }
            Node::Document(inner, node) => {
                let tree = self.example_node(node, *inner, example, request)?;
                Tree::Text(if *inner == Format::Xml { tree.xml() } else { tree.json().compact() })
            }
            Node::Record(members) => {
                let mut trees = Vec::new();
                for (name, member) in members {
                    if matches!(member, Node::Hole) {
                        trees.extend(self.example_members(format, request)?);
                    } else {
                        match self.example_node(member, format, example, request) {
                            Some(tree) => trees.push((name.clone(), tree)),
                            // It is left out with the field.
                            None if matches!(member, Node::Field(_)) => {}
                            None => return None,
                        }
                    }
                }
                Tree::Record(trees)
            }
        })
    }

    fn example_members(&self, format: Format, request: &Value) -> Option<Vec<(String, Tree)>> {
        let Value::Record(values) = request else { return None };
        tree::members(self.schemas.vendor, self.operation.request, values, format, &|field| field.place == Place::Hole)
    }

    fn example_field(&self, index: usize, request: &Value) -> Option<Tree> {
        let Value::Record(values) = request else { return None };
        let field = self.fields.get(index)?;
        let (_, value) = values.iter().find(|(i, _)| *i == index)?;
        tree::value(self.schemas.vendor, &field.shape, value, Format::Json)
    }

    fn example_text(&self, pattern: &Pattern, format: Format, example: &Example, request: &Value) -> String {
        let vendor = self.schemas.vendor;
        let pieces: Vec<String> = pattern
            .0
            .iter()
            .map(|piece| match piece {
                Piece::Hole(HoleSource::Field(index)) => {
                    self.example_field(*index, request).map_or_else(String::new, |tree| tree.text())
                }
                Piece::Hole(HoleSource::Setting(index)) => {
                    let chosen = example.settings.iter().find(|(setting, _)| setting == index);
                    let value = chosen.and_then(|(setting, value)| {
                        let setting = vendor.settings.get(*setting)?;
                        vendor.enumeration(setting.values).values.get(*value)
                    });
                    value.map_or_else(|| tree::setting(vendor, *index), |value| value.wire.clone())
                }
                Piece::Hole(HoleSource::RequestFormat | HoleSource::ReplyFormat) => format.name().to_owned(),
                other => tree::filled(vendor, &Pattern(vec![other.clone()])),
            })
            .collect();
        pieces.concat()
    }

    /// The same of a parameter that a pattern fills.
    pub(super) fn pattern_examples(&self, pattern: &Pattern) -> Object {
        match pattern.0.as_slice() {
            [piece] => self.parameter_examples(piece),
            _ => Object::new(),
        }
    }

    /// What worked calls have at a parameter that a field, key or setting fills.
    pub(super) fn parameter_examples(&self, piece: &Piece) -> Object {
        let vendor = self.schemas.vendor;
        let mut examples = Object::new();
        match piece {
            Piece::Hole(HoleSource::Credential(index)) => {
                let value = Object::new().with("value", tree::credential(vendor, *index));
                examples.push("placeholder", value);
            }
            // The names of a numbered list are made of its items: one value doesn't show them.
            Piece::Hole(HoleSource::Field(index))
                if self.fields.get(*index).is_some_and(|field| field.shape.form.numbered().is_some()) => {}
            Piece::Hole(HoleSource::Field(index)) => {
                for example in &self.operation.examples {
                    let shown = example.forms.first().and_then(|form| self.example_field(*index, &form.request));
                    if let Some(tree) = shown {
                        examples.push(example.name.as_str(), Object::new().with("value", tree.form()));
                    }
                }
            }
            _ => {}
        }
        examples
    }
}

/// Whether a worked call shows what came of it.
pub fn shows_reply(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Reply(_) | Outcome::Refused { .. })
}
