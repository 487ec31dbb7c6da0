//! The JSON Schema of the spec language, for editors.
//!
//! Keys, kinds and descriptions come from the types of [`language`](crate::language) and their documentation. What
//! the types leave to the resolver, and a schema can say too, is in `refined`. Each key has an example in
//! `examples.yaml`; a test tells which lack one.

mod types;

use indexmap::IndexMap;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::language::{PageSpec, VendorSpec};
use crate::model::{Class, Format, Method};
use crate::resolve::scalar_names;

/// An example for each key of each mapping of the language, as YAML.
const EXAMPLES: &str = include_str!("examples.yaml");

/// Names that become names in code.
const IDENTIFIER: &str = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$";

/// Addresses of servers: holes stand before the last two labels of the host.
const ADDRESS: &str = r#"^https://([^/?#@\\%"<>`{|}^\s]+|[^/?#@\\%"<>`|^\s:]+\.[^/?#@\\%"<>`{|}^\s:.]+\.[^/?#@\\%"<>`{|}^\s:.]+(:[0-9]+)?)(/[^?#@\\%"<>`|^\s]*)?$"#;

/// Names of headers.
const HEADER: &str = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$";

/// The schema as a text. `vendor.yaml` is told from a page by its key `vendor`.
pub fn text() -> Result<String, serde_json::Error> {
    let schema = schema()?;
    Ok(format!("{}\n", serde_json::to_string_pretty(&schema)?))
}

/// The schema.
pub fn schema() -> Result<Value, serde_json::Error> {
    // Draft 7 is what editors know best.
    let mut generator = SchemaSettings::draft07().into_generator();
    generator.subschema_for::<VendorSpec>();
    generator.subschema_for::<PageSpec>();
    let mut definitions = generator.take_definitions(true);
    let examples: IndexMap<String, IndexMap<String, Value>> = serde_yaml::from_str(EXAMPLES).unwrap_or_default();
    for (name, definition) in &mut definitions {
        if let (Some(Value::Object(more)), Some(definition)) = (refined_mapping(name), definition.as_object_mut()) {
            definition.extend(more);
        }
        let Some(properties) = definition.get_mut("properties").and_then(Value::as_object_mut) else { continue };
        for (key, property) in properties {
            let Some(property) = property.as_object_mut() else { continue };
            without_null(property);
            if let Some(Value::Object(more)) = refined(name, key) {
                property.extend(more);
            }
            if let Some(example) = examples.get(name).and_then(|examples| examples.get(key)) {
                property.insert("examples".to_owned(), json!([example]));
            }
        }
    }
    Ok(json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Vendor spec",
        "description": "The language of specs/: `vendor.yaml`, and a file for each documented page. Written by `cargo run -p codegen`.",
        "if": { "required": ["vendor"] },
        "then": { "$ref": "#/definitions/VendorSpec" },
        "else": { "$ref": "#/definitions/PageSpec" },
        "definitions": definitions,
    }))
}

/// A key that may be left out is not written with nothing after it.
fn without_null(property: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|ty| ty != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            property.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(readings)) = property.get_mut("anyOf") {
        readings.retain(|reading| reading != &json!({ "type": "null" }));
        if let [Value::Object(only)] = readings.as_slice() {
            let only = only.clone();
            property.remove("anyOf");
            // Beside `$ref` this draft reads nothing else.
            property.insert("allOf".to_owned(), json!([only]));
        }
    }
    if property.get("default").is_some_and(Value::is_null) {
        property.remove("default");
    }
}

fn formats() -> Vec<&'static str> {
    Format::ALL.map(Format::name).to_vec()
}

/// What the resolver asks of the key as well.
fn refined(definition: &str, key: &str) -> Option<Value> {
    let identifiers = || json!({ "propertyNames": { "pattern": IDENTIFIER, "maxLength": 64 } });
    let identifier = || json!({ "pattern": IDENTIFIER, "maxLength": 64 });
    let refined = match (definition, key) {
        ("VendorSpec", "vendor") | ("ErrorSpec" | "CredentialSpec" | "FieldKeywords" | "ValueSpec", "as") => {
            identifier()
        }
        ("ArmSpec" | "ValueArmSpec", "arm") | ("MatchSpec", "missing") => identifier(),
        ("VendorSpec", "servers") => {
            json!({ "minProperties": 1, "propertyNames": { "pattern": IDENTIFIER, "maxLength": 64 } })
        }
        ("VendorSpec", "settings" | "tokens" | "types") | ("PageSpec", "operations" | "types") => identifiers(),
        ("OperationSpec", "examples") => identifiers(),
        ("TokenSpec", "lives") => json!({ "pattern": "^([0-9]+[smhd]|[^ ]+( (seconds|minutes|hours|days))?)$" }),
        ("ServerSpec", "url") => json!({ "pattern": ADDRESS }),
        ("ServerSpec", "hosts") => json!({
            "propertyNames": { "pattern": IDENTIFIER, "maxLength": 64 },
            "additionalProperties": { "type": "string", "pattern": ADDRESS },
        }),
        ("OperationSpec", "method") => json!({ "enum": Method::ALL.map(Method::name) }),
        ("ErrorSpec" | "ArmSpec" | "ValueArmSpec", "class") => json!({ "enum": Class::ALL.map(|(name, _)| name) }),
        ("SendSpec", "body") | ("ReplySpec", "frames") => json!({ "propertyNames": { "enum": formats() } }),
        ("ReplySpec" | "ExampleSpec", "formats") => json!({ "items": { "enum": formats() } }),
        ("FieldKeywords", "type") => {
            let known: Vec<&str> = scalar_names().collect();
            json!({ "anyOf": [{ "enum": known }, { "pattern": IDENTIFIER }] })
        }
        ("SendSpec", "content_type") => {
            let text = json!({ "type": "string", "pattern": "/" });
            json!({ "anyOf": [text, { "type": "object", "additionalProperties": text }] })
        }
        ("SendSpec", "headers") => json!({ "propertyNames": { "pattern": HEADER } }),
        ("MatchSpec", "by") => json!({ "items": { "type": "string", "pattern": r"^\S+( last [0-9]+)?$" } }),
        ("FieldKeywords", "enum") => json!({ "minItems": 1 }),
        ("RequestSpec", "one_of" | "at_least_one" | "at_most_one") => {
            json!({ "items": { "type": "array", "items": { "type": "string" }, "minItems": 2 } })
        }
        _ => return None,
    };
    Some(refined)
}

/// What the resolver asks of several keys of a mapping at once.
fn refined_mapping(definition: &str) -> Option<Value> {
    let not_both = |pairs: &[[&str; 2]]| {
        let pairs: Vec<Value> = pairs.iter().map(|pair| json!({ "required": pair })).collect();
        json!({ "anyOf": pairs })
    };
    let refined = match definition {
        "FieldKeywords" => json!({
            "not": not_both(&[
                ["fields", "list"],
                ["fields", "enum"],
                ["fields", "type"],
                ["list", "enum"],
                ["list", "type"],
                ["arms", "type"],
                ["arms", "enum"],
                ["arms", "list"],
                ["optional", "required_when"],
                ["optional", "allowed_when"],
                ["optional", "from"],
            ]),
            "anyOf": [
                { "required": ["type"] },
                { "required": ["enum"] },
                { "required": ["fields"] },
                { "required": ["list"] },
                { "required": ["arms"] },
            ],
            "dependencies": { "xml_item": ["list"], "frame": ["arms"] },
        }),
        "ResponseSpec" => json!({ "not": not_both(&[["fields", "value"]]) }),
        "ExampleSpec" => json!({
            "not": not_both(&[["reply", "refused"], ["reply", "unreadable"], ["refused", "unreadable"]]),
        }),
        _ => return None,
    };
    Some(refined)
}
