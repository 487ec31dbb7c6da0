//! The command, run on copies of the repository's specs.

mod common;

use std::fs;
use std::process::Command;

use common::{Tree, text};

#[test]
fn a_run_writes_the_client_and_another_writes_nothing() {
    let tree = Tree::new();
    let first = tree.run(&[]);
    assert!(first.status.success(), "{}", text(&first));
    assert!(text(&first).contains("added    generated-client/src/vendors/organik/mod.rs"), "{}", text(&first));
    let written = tree.client();
    let second = tree.run(&[]);
    assert!(second.status.success() && text(&second).contains("Nothing changed."), "{}", text(&second));
    assert_eq!(tree.client(), written, "bytes and times of change");
    let check = tree.run(&["--check"]);
    assert!(check.status.success(), "{}", text(&check));
    assert_eq!(tree.client(), written);
}

/// It finds its root from any folder below it.
#[test]
fn the_root_is_found_from_below() {
    let tree = Tree::generated();
    let from = |folder: &str| {
        Command::new(env!("CARGO_BIN_EXE_codegen"))
            .arg("--check")
            .current_dir(tree.path(folder))
            .output()
            .expect("the command runs")
    };
    assert!(from("specs/organik").status.success());
    let elsewhere = tempfile::tempdir().expect("a folder");
    let lost =
        Command::new(env!("CARGO_BIN_EXE_codegen")).current_dir(elsewhere.path()).output().expect("the command runs");
    assert!(!lost.status.success() && text(&lost).contains("--root"), "{}", text(&lost));
}

#[test]
fn a_mistake_is_told_with_its_place_and_nothing_is_written() {
    let tree = Tree::generated();
    let written = tree.client();
    tree.edit("specs/organik/vendor.yaml", "vendor: organik", "vendor: organik\nsurprise: 1");
    tree.edit("specs/paywall/vendor.yaml", "vendor: paywall", "vendor: paywall\nsurprise: 2");
    tree.add_vendor("acme");
    for arguments in [&[][..], &["--check"]] {
        let output = tree.run(arguments);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains("specs/organik/vendor.yaml:") && said.contains("specs/paywall/vendor.yaml:"),
            "all files in one run: {said}"
        );
        assert!(said.contains("2 mistakes; nothing was written"), "{said}");
        assert_eq!(tree.client(), written);
    }
}

#[test]
fn a_check_fails_with_a_diff_and_changes_nothing() {
    let tree = Tree::generated();
    let stale = |what: &str, expected: &[&str]| {
        let before = tree.client();
        let output = tree.run(&["--check"]);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(1), "{what}: {said}");
        for expected in expected {
            assert!(said.contains(expected), "{what}, `{expected}`: {said}");
        }
        assert!(said.contains("run `cargo run -p codegen`"), "{what}: {said}");
        assert_eq!(tree.client(), before, "{what}");
        let output = tree.run(&[]);
        assert!(output.status.success(), "{what}: {}", text(&output));
        assert!(tree.run(&["--check"]).status.success(), "{what} is healed");
    };
    let vendors = "generated-client/src/vendors";
    let file = tree.path(&format!("{vendors}/organik/user_credit.rs"));
    fs::write(&file, "// by hand\n").expect("a file");
    stale("a file was changed by hand", &["user_credit.rs", "-// by hand"]);
    fs::remove_file(&file).expect("a file");
    stale("a file was removed", &["user_credit.rs", "+// @generated"]);
    fs::write(tree.path(&format!("{vendors}/MANIFEST")), "").expect("a file");
    stale("the manifest is empty", &["MANIFEST"]);
    fs::remove_file(tree.path(&format!("{vendors}/MANIFEST"))).expect("a file");
    stale("the manifest is not there", &["MANIFEST"]);
    tree.edit("specs/iletimerkezi/vendor.yaml", "\ntitle: ", "\ntitle: New ");
    stale("a spec was changed", &["iletimerkezi", "-//! ", "+//! New "]);
    tree.add_vendor("acme");
    stale("a vendor was added", &["acme/open_shop.rs", "+acme = []", "+pub mod acme;"]);
    fs::remove_dir_all(tree.path("specs/acme")).expect("a folder");
    stale("a vendor was removed", &["acme/open_shop.rs", "-acme = []"]);
    assert!(!tree.path(&format!("{vendors}/acme")).exists(), "its folder is gone");
}

#[test]
fn foreign_files_and_the_rest_of_the_manifest_stay() {
    let tree = Tree::generated();
    let manifest = tree.path("generated-client/Cargo.toml");
    let before = fs::read_to_string(&manifest).expect("the manifest");
    let ours = [
        ("generated-client/src/vendors/notes.md", "notes"),
        ("generated-client/src/vendors/acme/by_hand.rs", "// ours"),
        ("generated-client/src/lib.rs", "// hand-written"),
    ];
    tree.add_vendor("acme");
    assert!(tree.run(&[]).status.success());
    for (path, text) in ours {
        fs::write(tree.path(path), text).expect("a file");
    }
    let with_acme = fs::read_to_string(&manifest).expect("the manifest");
    let without = with_acme.replace("acme = []\n", "").replace("all-vendors = [\"acme\", ", "all-vendors = [");
    assert_eq!(without, before, "only the marked region changes");
    fs::remove_dir_all(tree.path("specs/acme")).expect("a folder");
    assert!(tree.run(&[]).status.success());
    for (path, text) in ours {
        assert_eq!(fs::read_to_string(tree.path(path)).expect("it stays"), text);
    }
    assert!(!tree.path("generated-client/src/vendors/acme/mod.rs").exists(), "what was generated is gone");
    assert_eq!(fs::read_to_string(&manifest).expect("the manifest"), before);
}

#[test]
fn a_manifest_without_the_region_is_told() {
    let tree = Tree::new();
    fs::write(tree.path("generated-client/Cargo.toml"), "[package]\n").expect("a file");
    let output = tree.run(&[]);
    assert!(!output.status.success() && text(&output).contains("<codegen: vendors>"), "{}", text(&output));
    assert_eq!(
        fs::read_dir(tree.path("generated-client/src/vendors")).expect("a folder").count(),
        0,
        "nothing was written"
    );
}

/// A new field is one line in a spec: it becomes a setter, is written, and is documented.
#[test]
fn a_new_field_needs_the_spec_alone() {
    let tree = Tree::new();
    tree.add_vendor("acme");
    assert!(tree.run(&[]).status.success());
    tree.edit(
        "specs/acme/shop.yaml",
        "name: optional text }",
        "name: optional text, Street: { type: text, optional: true, length: ..40, summary: Where it is. } }",
    );
    let output = tree.run(&[]);
    let said = text(&output);
    assert!(output.status.success(), "{said}");
    let changed: Vec<&str> =
        said.lines().filter(|line| line.starts_with("changed") || line.starts_with("added")).collect();
    assert_eq!(
        changed,
        [
            "changed  generated-client/src/vendors/acme/open_shop/wire.rs",
            "changed  generated-client/src/vendors/acme/open_shop.rs",
            "changed  generated-client/src/vendors/MANIFEST",
            "changed  specs/acme/openapi.json",
            "changed  specs/MANIFEST"
        ]
    );
    let types = fs::read_to_string(tree.path("generated-client/src/vendors/acme/open_shop.rs")).expect("the types");
    assert!(
        types.contains("pub street: Option<String>,")
            && types.contains("/// Where it is.")
            && types.contains("Length: at most 40 characters."),
        "{types}"
    );
    let wire =
        fs::read_to_string(tree.path("generated-client/src/vendors/acme/open_shop/wire.rs")).expect("the encoder");
    assert!(wire.contains(r#""Street":""#), "{wire}");
}
