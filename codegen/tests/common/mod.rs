//! A copy of the repository's specs and client in a folder of its own.

#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use tempfile::TempDir;

/// The repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

/// A root with all specs, and a client that nothing was generated into yet.
pub struct Tree(TempDir);

impl Tree {
    /// Copies.
    pub fn new() -> Self {
        let tree = Self(tempfile::tempdir().expect("a folder"));
        copy(&repository().join("specs"), &tree.path("specs"));
        fs::create_dir_all(tree.path("generated-client/src/vendors")).expect("a folder");
        fs::copy(repository().join("generated-client/Cargo.toml"), tree.path("generated-client/Cargo.toml"))
            .expect("the manifest");
        tree
    }

    /// With what the command writes.
    pub fn generated() -> Self {
        let tree = Self::new();
        let output = tree.run(&[]);
        assert!(output.status.success(), "{}", text(&output));
        tree
    }

    /// A path below the root.
    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Runs the command here.
    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_codegen"))
            .arg("--root")
            .arg(self.0.path())
            .args(arguments)
            .output()
            .expect("the command runs")
    }

    /// Replaces a text that stands once in a file.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.path(path);
        let text = fs::read_to_string(&path).expect("a file");
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {}", path.display());
        fs::write(&path, text.replace(from, to)).expect("a file");
    }

    /// Every file below `generated-client`, with its bytes and the time of its last change.
    pub fn client(&self) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        files(&self.path("generated-client"))
    }

    /// Adds an invented vendor: one folder.
    pub fn add_vendor(&self, name: &str) {
        fs::create_dir_all(self.path(&format!("specs/{name}"))).expect("a folder");
        fs::write(self.path(&format!("specs/{name}/vendor.yaml")), VENDOR.replace("acme", name)).expect("a file");
        fs::write(self.path(&format!("specs/{name}/shop.yaml")), PAGE).expect("a file");
    }
}

/// A small vendor.
pub const VENDOR: &str = r#"vendor: acme
title: Acme
summary: An invented vendor.
servers: { production: { url: "https://acme.example", summary: The only address. } }
credentials: { key: { summary: The key., accepted_risk: It is in the path and nowhere else. } }
send: { path: "/{key}/{wire}", body: { json: { "...": request } } }
reply:
  frame: { ok: boolean, "...": reply }
  arms: [ { arm: done, when: { ok: true }, verdict: success } ]
types:
  shop: { type: integer, range: 1.., summary: A shop. }
"#;

/// Its page.
pub const PAGE: &str = r#"source: { title: Shops, read: 2026-11-22 }
operations:
  open_shop:
    summary: Open a shop.
    safety: once
    method: POST
    request: { fields: { shop: { type: shop }, name: optional text } }
    response: { fields: { id: integer } }
    open_points: [ { says: Nothing tells whether it was opened., chosen: People look., confidence: documented } ]
"#;

/// What the command said.
pub fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Every file below a folder.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let changed = fs::metadata(&path).and_then(|m| m.modified()).expect("a time");
            found.insert(path.clone(), (fs::read(&path).expect("a file"), changed));
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}
