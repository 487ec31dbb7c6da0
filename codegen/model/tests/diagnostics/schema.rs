//! The JSON Schema: complete, true of every spec, and as strict as it can be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};
use vendor_model::diagnostic::{Code, codes};
use vendor_model::schema::schema;

use crate::base::{codes_of, files};
use crate::{cases, explanations};

fn validator() -> Validator {
    jsonschema::validator_for(&schema().expect("a schema")).expect("a schema that holds together")
}

fn read(text: &str) -> Result<Value, serde_yaml::Error> {
    serde_yaml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Every key of every mapping, with its schema.
fn keys(schema: &Value) -> Vec<(String, String, Value)> {
    let definitions = schema["definitions"].as_object().expect("definitions");
    let mut keys = Vec::new();
    for (name, definition) in definitions {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            keys.push((name.clone(), key.clone(), property.clone()));
        }
    }
    assert!(keys.len() > 100, "{}", keys.len());
    keys
}

/// Who adds a keyword describes it in a comment on its field, and adds an example to `schema/examples.yaml`.
#[test]
fn every_key_has_a_description_and_an_example() {
    let schema = schema().expect("a schema");
    let keys = keys(&schema);
    let lacking: Vec<String> = keys
        .iter()
        .flat_map(|(mapping, key, property)| {
            ["description", "examples"]
                .into_iter()
                .filter(|what| property.get(what).is_none())
                .map(move |what| format!("{mapping}.{key} has no {what}"))
        })
        .collect();
    assert!(lacking.is_empty(), "see codegen/model/src/schema/examples.yaml:\n{}", lacking.join("\n"));
    let known: BTreeSet<(&str, &str)> = keys.iter().map(|(m, k, _)| (m.as_str(), k.as_str())).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema/examples.yaml");
    let examples: BTreeMap<String, BTreeMap<String, Value>> =
        serde_yaml::from_str(&std::fs::read_to_string(path).expect("the examples")).expect("examples");
    for (mapping, examples) in &examples {
        for key in examples.keys() {
            assert!(known.contains(&(mapping, key)), "there is no key {mapping}.{key}");
        }
    }
}

#[test]
fn every_example_is_what_the_schema_allows() {
    let schema = schema().expect("a schema");
    for (mapping, key, property) in keys(&schema) {
        let pointer = format!("#/definitions/{mapping}/properties/{}", key.replace('/', "~1"));
        let of_key = json!({ "$schema": schema["$schema"], "$ref": pointer, "definitions": schema["definitions"] });
        let validator = jsonschema::validator_for(&of_key).expect("a schema");
        for example in property["examples"].as_array().into_iter().flatten() {
            let wrong: Vec<String> = validator.iter_errors(example).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{mapping}.{key}: {wrong:?}");
        }
    }
}

fn specs_below(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            specs_below(&path, into);
        } else if path.extension().is_some_and(|end| end == "yaml") && !path.ends_with("sandbox.yaml") {
            into.push(path);
        }
    }
}

#[test]
fn every_spec_is_what_the_schema_allows() {
    let validator = validator();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut specs = Vec::new();
    specs_below(&root.join("specs"), &mut specs);
    specs_below(&root.join("conformance-tests/test-vendor/specs"), &mut specs);
    assert!(specs.len() > 12, "{specs:?}");
    for path in specs {
        let text = std::fs::read_to_string(&path).expect("a spec");
        let wrong: Vec<String> =
            validator.iter_errors(&read(&text).expect("YAML")).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
    }
}

/// Editors find the schema by the first line of each spec.
#[test]
fn every_spec_names_the_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let mut specs = Vec::new();
    specs_below(&root, &mut specs);
    for path in specs {
        let text = std::fs::read_to_string(&path).expect("a spec");
        assert_eq!(text.lines().next(), Some("# yaml-language-server: $schema=../schema.json"), "{}", path.display());
    }
}

/// Whether an editor underlines something in one of the files. What is no YAML it underlines in any case.
fn caught(validator: &Validator, files: &[(String, String)]) -> bool {
    files.iter().any(|(_, text)| read(text).map_or(true, |value| !validator.is_valid(&value)))
}

/// Of these the schema catches every case; of others some, or none, since they need to know more than one place.
const ALWAYS: [Code; 9] = [
    codes::UNKNOWN_KEYWORD,
    codes::MISSING_KEYWORD,
    codes::UNKNOWN_WORD,
    codes::WRONG_KIND,
    codes::NO_SERVER,
    codes::SERVER_ADDRESS,
    codes::UNKNOWN_CLASS,
    codes::UNKNOWN_METHOD,
    codes::SMALL_GROUP,
];

/// What stands under `reads:` is a tree of names to the schema, whichever kind of document it is.
const IN_TREES: [&str; 1] = ["a keyword of rows that is none"];

#[test]
fn what_the_schema_can_catch_it_does_catch() {
    let validator = validator();
    assert!(!caught(&validator, &files(&("nothing", &[]))));
    assert!(!caught(&validator, &explanations::files_of("")));
    let mut corpus: Vec<(String, Vec<(String, String)>)> =
        cases::ALL.iter().flat_map(|group| group.iter()).map(|case| (case.0.to_owned(), files(case))).collect();
    for code in codes::all() {
        let explanation = code.explanation();
        if let (Some(wrong), Some(mended)) = (explanation.wrong(), explanation.mended()) {
            assert!(!caught(&validator, &explanations::files_of(&mended)), "{code}:\n{mended}");
            corpus.push((format!("the explanation of {code}"), explanations::files_of(&wrong)));
        }
    }
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for (name, files) in &corpus {
        let said = codes_of(files);
        let Some(code) = said.first() else { continue };
        let (all, of) = counts.entry(format!("{code} {}", code.explanation().title)).or_default();
        *of += 1;
        if caught(&validator, files) {
            *all += 1;
        } else if ALWAYS.contains(code) && !IN_TREES.contains(&name.as_str()) {
            missed.push(format!("{code}: {name}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    let lines: Vec<String> = counts
        .iter()
        .filter(|(_, (caught, _))| *caught > 0)
        .map(|(code, (caught, of))| format!("{caught} of {of}  {code}"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
