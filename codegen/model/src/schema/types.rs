//! Schemas of the values that the language reads in more than one spelling; the others are derived.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::language::{FieldKeywords, FieldSpec, Limits, OneOrMany, PerFormat, ToldBySpec, Tree, WireText};
use crate::resolve::scalar_names;

impl JsonSchema for ToldBySpec {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ToldBySpec".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "string" },
            {
                "type": "object",
                "properties": {
                    "operation": { "type": "string" },
                    "with": { "type": "object", "additionalProperties": { "type": "string" } },
                },
                "required": ["operation"],
                "additionalProperties": false,
            },
        ] })
    }
}

impl JsonSchema for WireText {
    fn schema_name() -> Cow<'static, str> {
        "WireText".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // Text that goes over the wire as it stands. Editors would show a description here instead of the key's.
        json_schema!({ "type": ["string", "integer", "boolean"] })
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

impl<T: JsonSchema> JsonSchema for PerFormat<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("PerFormat_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, {
            "type": "object",
            "propertyNames": { "enum": super::formats() },
            "additionalProperties": one,
        }] })
    }
}

impl JsonSchema for Limits {
    fn schema_name() -> Cow<'static, str> {
        "Limits".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "integer" },
                { "type": "string", "pattern": r"^(-?\d+|-?\d+\.\.(-?\d+)?|\.\.-?\d+)( (bytes|chars))?$" },
            ],
        })
    }
}

impl JsonSchema for Tree {
    fn schema_name() -> Cow<'static, str> {
        "Tree".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({})
    }
}

impl JsonSchema for FieldSpec {
    fn schema_name() -> Cow<'static, str> {
        "FieldSpec".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let keywords = generator.subschema_for::<FieldKeywords>();
        let types: Vec<String> =
            scalar_names().flat_map(|name| [name.to_owned(), format!("optional {name}")]).collect();
        json_schema!({
            "anyOf": [
                { "enum": types },
                { "type": "string", "pattern": "^(optional +)?[a-z][a-z0-9_]*$" },
                keywords,
            ],
        })
    }
}
