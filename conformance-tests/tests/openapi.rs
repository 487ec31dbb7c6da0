//! The OpenAPI documents send what the client sends: the example of each worked call is its snapshot.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// The body of an operation's example in a content type, from whichever path has it.
fn example<'d>(document: &'d Value, operation: &str, name: &str, format: &str) -> Option<&'d Value> {
    let paths = document["paths"].as_object()?;
    let operations = paths.values().flat_map(|item| item.as_object().into_iter().flatten().map(|(_, op)| op));
    operations.filter(|op| op["x-operation"] == operation).find_map(|op| {
        let content = op["requestBody"]["content"].as_object()?;
        let media = content.iter().find(|(kind, _)| kind.contains(format))?.1;
        media["examples"].get(name)?.get("value")
    })
}

#[test]
fn examples_of_requests_are_what_the_client_sends() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut compared = 0;
    for entry in fs::read_dir(root.join("snapshots")).expect("the snapshots") {
        let path = entry.expect("an entry").path();
        // What waits to be looked at ends in `.snap.new`.
        if path.extension().is_none_or(|extension| extension != "snap") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let [vendor, operation, example_name, format] = name.split("__").collect::<Vec<_>>()[..] else {
            panic!("{name} is no snapshot of a worked call");
        };
        let text = fs::read_to_string(&path).expect("a snapshot");
        let request = text.splitn(3, "---\n").nth(2).expect("a request");
        let Some((_, body)) = request.split_once("\n\n") else { continue };
        let body = body.trim_end();
        if body.is_empty() {
            continue;
        }
        let document = fs::read_to_string(root.join(format!("../specs/{vendor}/openapi.json"))).expect("a document");
        let document: Value = serde_json::from_str(&document).expect("JSON");
        let value = example(&document, operation, example_name, format)
            .unwrap_or_else(|| panic!("the document has no example for {name}"));
        match format {
            "json" => assert_eq!(*value, serde_json::from_str::<Value>(body).expect("JSON"), "{name}"),
            _ => {
                let document = body.split_once("?>").map_or(body, |(_, document)| document);
                assert_eq!(value.as_str().expect("a text"), document, "{name}");
            }
        }
        compared += 1;
    }
    assert!(compared > 50, "{compared} were compared");
}
