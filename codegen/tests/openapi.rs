//! OpenAPI documents: whole, the same every time, and with every worked call of the specs.

mod common;

use std::collections::BTreeSet;

use codegen::Generator;
use codegen::openapi::document;
use common::repository;
use serde_json::Value;
use vendor_model::Vendor;
use vendor_model::model::{Format, Outcome, Reads};

/// Every vendor that there is, the invented ones too.
fn vendors() -> Vec<Vendor> {
    let folders = ["specs", "conformance-tests/test-vendor/specs"];
    folders
        .into_iter()
        .flat_map(|folder| Generator::new(repository().join(folder)).read().expect("specs").vendors)
        .collect()
}

fn parsed(vendor: &Vendor) -> Value {
    serde_json::from_str(&document(vendor)).unwrap_or_else(|error| panic!("{}: {error}", vendor.name))
}

/// Visits every value with its path.
fn visit<'v>(value: &'v Value, path: &mut Vec<String>, each: &mut impl FnMut(&[String], &'v Value)) {
    each(path, value);
    let mut inner = |name: String, value: &'v Value| {
        path.push(name);
        visit(value, path, each);
        path.pop();
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| inner(name.clone(), value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| inner(at.to_string(), value)),
        _ => {}
    }
}

/// The operations of a document, each with its path.
fn operations(document: &Value) -> Vec<(&str, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| item.as_object().into_iter().flatten().map(move |(_, op)| (path.as_str(), op)))
        .collect()
}

#[test]
fn every_reference_leads_somewhere_and_nothing_is_there_for_nobody() {
    for vendor in vendors() {
        let document = parsed(&vendor);
        let mut referred: BTreeSet<String> = BTreeSet::new();
        visit(&document, &mut Vec::new(), &mut |path, value| {
            let names =
                path.last().is_some_and(|name| name == "$ref") || path.len() >= 2 && path[path.len() - 2] == "mapping";
            let Some(reference) = value.as_str().filter(|text| names && text.starts_with("#/")) else { return };
            let found = document.pointer(&reference[1..]);
            assert!(found.is_some(), "{}: {reference} at {}", vendor.name, path.join("/"));
            referred.insert(reference.rsplit('/').next().unwrap_or_default().to_owned());
        });
        let schemas = document["components"]["schemas"].as_object().expect("schemas");
        let unused: Vec<&String> = schemas.keys().filter(|name| !referred.contains(*name)).collect();
        assert!(unused.is_empty(), "{}: {unused:?}", vendor.name);
    }
}

#[test]
fn every_operation_is_there_under_a_name_of_its_own() {
    for vendor in vendors() {
        let document = parsed(&vendor);
        let all = operations(&document);
        let ids: BTreeSet<&str> = all.iter().filter_map(|(_, op)| op["operationId"].as_str()).collect();
        assert_eq!(ids.len(), all.len(), "{}: {ids:?}", vendor.name);
        for operation in &vendor.operations {
            let here: Vec<_> = all.iter().filter(|(_, op)| op["x-operation"] == operation.name.as_str()).collect();
            assert!(!here.is_empty(), "{}", operation.name);
            for (path, op) in here {
                let named: BTreeSet<&str> = path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
                let declared: BTreeSet<&str> = op["parameters"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|parameter| parameter["in"] == "path")
                    .filter_map(|parameter| parameter["name"].as_str())
                    .collect();
                assert_eq!(named, declared, "{path}");
                assert!(
                    op["responses"].as_object().is_some_and(|all| all.keys().any(|k| k.starts_with('2'))),
                    "{path}"
                );
            }
        }
    }
}

/// Requests and replies of every worked call, in each format.
#[test]
fn every_worked_call_is_there() {
    for vendor in vendors() {
        let document = parsed(&vendor);
        let all = operations(&document);
        for operation in &vendor.operations {
            let texts: Vec<&Value> =
                all.iter().filter(|(_, op)| op["x-operation"] == operation.name.as_str()).map(|(_, op)| *op).collect();
            for example in &operation.examples {
                for form in &example.forms {
                    let kind = |name: &str| match form.format {
                        Format::Form => name.contains("form"),
                        format => name.contains(format.name()) || format == Format::Text && name.contains("plain"),
                    };
                    let at = |content: &Value| {
                        let content = content["content"].as_object();
                        content.is_some_and(|all| {
                            all.iter().any(|(name, media)| kind(name) && !media["examples"][&example.name].is_null())
                        })
                    };
                    let what = format!("{}.{}.{}.{}", vendor.name, operation.name, example.name, form.format.name());
                    if operation.send.body(form.format).is_some() {
                        assert!(texts.iter().any(|op| at(&op["requestBody"])), "the request of {what}");
                    }
                    let json_or_xml = matches!(form.format, Format::Json | Format::Xml);
                    if matches!(form.outcome, Outcome::Reply(_) | Outcome::Refused { .. }) && json_or_xml {
                        let replies = texts.iter().flat_map(|op| op["responses"].as_object().into_iter().flatten());
                        // A line of text may answer a document.
                        let arms = operation.reply.forms.iter().flat_map(|(_, form)| &form.arms);
                        let in_text = arms.filter(|arm| matches!(arm.reads, Some(Reads::Text(_)))).count() > 0;
                        let plain = |reply: &Value| {
                            in_text && !reply["content"]["text/plain"]["examples"][&example.name].is_null()
                        };
                        assert!(replies.clone().any(|(_, reply)| at(reply) || plain(reply)), "the reply of {what}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_same_vendor_gives_the_same_bytes() {
    for (first, second) in vendors().iter().zip(&vendors()) {
        assert!(document(first) == document(second), "{}", first.name);
    }
}

/// Texts of specs are read as CommonMark: none becomes markup.
#[test]
fn descriptions_hold_no_markup() {
    for vendor in vendors() {
        let document = parsed(&vendor);
        visit(&document, &mut Vec::new(), &mut |path, value| {
            if path.last().is_some_and(|name| name == "description")
                && let Some(text) = value.as_str()
            {
                assert!(!text.contains('<') && !text.contains("](") && !text.contains("javascript:"), "{text}");
            }
        });
    }
}
