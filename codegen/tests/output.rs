//! Files are wholly old or wholly new, and only the generator's own are touched.

mod common;

use std::fs;
use std::path::Path;

use codegen::output::{Changes, Output};
use common::files;

fn output(texts: &[(&str, &str)]) -> Output {
    let mut output = Output::default();
    for (path, text) in texts {
        output.add(*path, (*text).to_owned());
    }
    output
}

#[test]
fn what_is_as_it_should_be_is_not_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let wanted = output(&[("a.rs", "a"), ("b/c.rs", "c")]);
    let changes = wanted.write(folder.path()).expect("written");
    assert_eq!(changes.added.len(), 3, "two files and the manifest: {changes:?}");
    let before = files(folder.path());
    assert_eq!(wanted.write(folder.path()).expect("written"), Changes::default());
    assert_eq!(files(folder.path()), before, "bytes and times of change");
    let changed = output(&[("a.rs", "a"), ("b/c.rs", "new")]);
    changed.write(folder.path()).expect("written");
    let unchanged = folder.path().join("a.rs");
    assert_eq!(files(folder.path())[&unchanged], before[&unchanged], "what did not change is not written");
}

#[test]
fn orphans_go_and_foreign_files_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    output(&[("a.rs", "a"), ("b/c.rs", "c"), ("d/e/f.rs", "f")]).write(folder.path()).expect("written");
    fs::write(folder.path().join("b/foreign.rs"), "x").expect("a file");
    fs::write(folder.path().join("foreign.rs"), "x").expect("a file");
    let changes = output(&[("a.rs", "a")]).write(folder.path()).expect("written");
    assert_eq!(changes.removed, [Path::new("b/c.rs"), Path::new("d/e/f.rs")]);
    assert!(!folder.path().join("d").exists(), "empty folders go");
    let left: Vec<_> = files(folder.path())
        .into_keys()
        .map(|path| path.strip_prefix(folder.path()).expect("below").display().to_string())
        .collect();
    assert_eq!(left, ["MANIFEST", "a.rs", "b/foreign.rs", "foreign.rs"]);
}

/// At whatever file a run was interrupted, the next one ends where an uninterrupted one does.
#[test]
fn an_interrupted_run_is_recognised_and_healed() {
    let old = output(&[("a.rs", "1"), ("b.rs", "1"), ("gone.rs", "1")]);
    let new = output(&[("a.rs", "2"), ("b.rs", "2"), ("c/d.rs", "2")]);
    let whole = tempfile::tempdir().expect("a folder");
    new.write(whole.path()).expect("written");
    let expected: Vec<_> = files(whole.path()).into_values().map(|(bytes, _)| bytes).collect();
    // The manifest is written last: each prefix of the other steps is what an interruption leaves.
    let steps: [&dyn Fn(&Path); 4] = [
        &|at| fs::write(at.join("a.rs"), "2").expect("a file"),
        &|at| fs::write(at.join("b.rs"), "2").expect("a file"),
        &|at| {
            fs::create_dir_all(at.join("c")).expect("a folder");
            fs::write(at.join("c/d.rs"), "2").expect("a file");
        },
        &|at| fs::remove_file(at.join("gone.rs")).expect("a file"),
    ];
    for done in 0..=steps.len() {
        let folder = tempfile::tempdir().expect("a folder");
        old.write(folder.path()).expect("written");
        for step in &steps[..done] {
            step(folder.path());
        }
        assert!(!new.changes(folder.path()).expect("read").is_empty(), "after {done} steps a check fails");
        new.write(folder.path()).expect("written");
        assert!(new.changes(folder.path()).expect("read").is_empty());
        let healed: Vec<_> = files(folder.path()).into_values().map(|(bytes, _)| bytes).collect();
        assert_eq!(healed, expected, "after {done} steps");
    }
}

/// A manifest that somebody wrote can't make it remove what lies outside, or what is no file.
#[test]
fn a_hostile_manifest_removes_nothing_outside() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("vendors");
    fs::create_dir_all(inside.join("folder")).expect("a folder");
    fs::write(folder.path().join("precious"), "x").expect("a file");
    fs::write(inside.join("folder/kept"), "x").expect("a file");
    let absolute = folder.path().join("precious");
    let manifest = format!(
        "# x\nhash  ../precious\nhash  {}\nhash  folder/../../precious\nhash  folder\nhash  .\nhash  \nnonsense\n",
        absolute.display()
    );
    fs::write(inside.join("MANIFEST"), manifest).expect("a file");
    let changes = output(&[("a.rs", "a")]).write(&inside).expect("written");
    assert_eq!(changes.removed, Vec::<std::path::PathBuf>::new());
    assert!(folder.path().join("precious").exists() && inside.join("folder/kept").exists());
}

/// Nothing but the files stays behind.
#[test]
fn no_temporary_file_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    output(&[("a.rs", "a"), ("b/c.rs", "c")]).write(folder.path()).expect("written");
    assert!(files(folder.path()).keys().all(|path| !path.to_string_lossy().contains(".codegen-")));
    // What stands where a file should is told with its name, and nothing is half written.
    fs::remove_file(folder.path().join("a.rs")).expect("a file");
    fs::create_dir(folder.path().join("a.rs")).expect("a folder");
    let error = output(&[("a.rs", "x")]).write(folder.path()).expect_err("a folder stands there");
    assert!(error.to_string().contains("a.rs"), "{error}");
}
