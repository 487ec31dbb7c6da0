//! The command: revisions, folders, formats, and how it ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::base::{PAGE, VENDOR};

/// A repository with a spec that is committed, and an edit that is not.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().expect("a folder"));
        repository.write("specs/acme/vendor.yaml", VENDOR);
        repository.write("specs/acme/page.yaml", PAGE);
        fs::create_dir_all(repository.path("generated-client")).expect("a folder");
        for arguments in [
            &["init", "-q"][..],
            &["add", "."],
            &["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "first"],
            &["tag", "v1"],
        ] {
            let done = Command::new("git").current_dir(repository.0.path()).args(arguments).status().expect("git");
            assert!(done.success());
        }
        repository
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn diff(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_codegen"))
            .current_dir(self.path("specs"))
            .arg("diff")
            .args(arguments)
            .output()
            .expect("the command runs");
        (output.status.code(), text(&output))
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_working_tree_is_held_against_the_last_commit() {
    let repository = Repository::new();
    assert_eq!(repository.diff(&[]), (Some(0), "Nothing changed for those who use the client.\n".to_owned()));
    repository.write("specs/acme/page.yaml", &PAGE.replace("note: optional text", "note: text"));
    let (status, said) = repository.diff(&[]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("breaking   sent     pay.request.note: it must be given now"), "{said}");
    assert!(said.contains("specs/acme/page.yaml:16:9"), "{said}");
    assert!(said.contains("After 0.1.0 comes 0.2.0."), "{said}");
    assert!(!said.contains('\u{1b}'), "no colour where there is no terminal: {said}");
    assert_eq!(repository.diff(&["--deny", "breaking"]).0, Some(1));
    assert_eq!(repository.diff(&["v1", "v1", "--deny", "any"]).0, Some(0));
    // Back again, from one folder to another.
    let old = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(old.path().join("acme")).expect("a folder");
    fs::write(old.path().join("acme/vendor.yaml"), VENDOR).expect("a file");
    fs::write(old.path().join("acme/page.yaml"), PAGE.replace("note: optional text", "memo: optional text"))
        .expect("a file");
    let folder = old.path().to_string_lossy().into_owned();
    let (status, said) = repository.diff(&[&folder, "HEAD", "--version-of-old", "1.2.3"]);
    assert_eq!(status, Some(0));
    assert!(said.contains("pay.request.memo: the field is gone") && said.contains("page.yaml:16:9 (old)"), "{said}");
    assert!(said.contains("After 1.2.3 comes 2.0.0."), "{said}");
}

#[test]
fn json_and_markdown_say_the_same() {
    let repository = Repository::new();
    repository.write("specs/acme/page.yaml", &PAGE.replace("note: optional text", "note: text"));
    let (_, said) = repository.diff(&["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert_eq!((&value["step"], &value["next"]), (&"breaking".into(), &"0.2.0".into()));
    let change = &value["changes"][0];
    assert_eq!((&change["at"], &change["breaking"]), (&"pay.request.note".into(), &true.into()), "{said}");
    assert_eq!(change["effects"], serde_json::json!(["compile", "sends"]));
    assert_eq!(
        change["place"],
        serde_json::json!({ "file": "specs/acme/page.yaml", "line": 16, "column": 9, "old": false })
    );
    let items = value["items"].as_array().expect("items");
    assert!(items.iter().any(|item| item["path"] == "acme::pay::Required.note" && item["breaking"] == true), "{said}");
    let (_, said) = repository.diff(&["--format", "markdown"]);
    assert!(said.contains("| **breaking** | acme | sent `pay.request.note` | it must be given now |"), "{said}");
}

#[test]
fn a_side_that_cannot_be_read_is_told() {
    let repository = Repository::new();
    for (arguments, said) in [
        (&["no-such-thing"][..], "`no-such-thing` is no folder, and no revision that git knows"),
        (&["HEAD", "HEAD", "--version-of-old", "x"], "`x` is no version"),
    ] {
        let (status, text) = repository.diff(arguments);
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains(said), "{text}");
    }
    repository.write("specs/acme/page.yaml", &PAGE.replace("safety: once", "safty: once"));
    let (status, text) = repository.diff(&[]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("the new side has") && text.contains("specs/acme/page.yaml:5:5"), "{text}");
    assert!(Path::new(&repository.path("specs/acme/page.yaml")).is_file());
}
