//! Lists that are several names: numbered ones, or a name for each column.

use vendor_model::model::{Field, Type};

use super::json::Object;
use super::schema::{Direction, Schemas};
use super::words;

/// The names of such a list, with their schemas.
pub struct Spread {
    /// Names as regular expressions.
    pub patterns: Object,
    /// Names as they stand, each always there with the list.
    pub properties: Object,
}

impl Spread {
    /// An object of these names.
    pub fn into_schema(self) -> Object {
        let some = |of: Object| (!of.is_empty()).then_some(of);
        Object::new()
            .with("type", "object")
            .maybe("properties", some(self.properties))
            .maybe("patternProperties", some(self.patterns))
    }
}

impl Schemas<'_> {
    /// The names of a list that is several of them; none if it is one name.
    pub fn spread(&mut self, field: &Field, siblings: &[Field], direction: Direction) -> Option<Spread> {
        let Type::List(list) = &field.shape.ty else { return None };
        let columns = field.shape.form.columns();
        let is_numbered = field.shape.form.numbered().is_some();
        if !is_numbered && columns.is_none() {
            return None;
        }
        let mut spread = Spread { patterns: Object::new(), properties: Object::new() };
        let Type::Record(id) = list.item.ty else {
            let mut schema = self.field(field, siblings, direction);
            let item = schema.take("items").unwrap_or_else(|| Object::new().into());
            spread.patterns.push(pattern(&field.wire), item);
            return Some(spread);
        };
        let members = &self.vendor.record(id).fields;
        for member in members {
            let schema = self.field(member, members, direction);
            match columns {
                None => spread.patterns.push(pattern(&member.wire), schema),
                Some(None) => {
                    let column = Object::new().with("type", "array").with("items", schema);
                    spread.properties.push(member.wire.as_str(), column);
                }
                Some(Some(separator)) => {
                    let written = vec![format!("join {separator}")];
                    let column =
                        Object::new().with("type", "string").with("x-items", schema).with("x-written", written);
                    spread.properties.push(member.wire.as_str(), column);
                }
            }
        }
        Some(spread)
    }
}

/// A regular expression for a name with a number in it.
fn pattern(name: &str) -> String {
    let parts: Vec<String> = name.split("{n}").map(words::literal_regex).collect();
    format!("^{}$", parts.join("[0-9]+"))
}
