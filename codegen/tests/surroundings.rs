//! The same specs give the same bytes, whatever surrounds the run.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Tree, files, repository, text};

/// Everything that was written, by path below the root.
fn written(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = files(root).into_iter().map(|(path, (bytes, _))| (path, bytes));
    all.map(|(path, bytes)| (path.strip_prefix(root).expect("below").to_path_buf(), bytes)).collect()
}

/// Makes the files of a folder in an order of their own, which many file systems then list.
fn copied(from: &Path, to: &Path, backwards: bool) {
    fs::create_dir_all(to).expect("a folder");
    let mut entries: Vec<PathBuf> =
        fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    if backwards {
        entries.reverse();
    }
    for path in entries {
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copied(&path, &target, backwards);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}

#[test]
fn order_locale_zone_and_folder_change_nothing() {
    let expected = {
        let tree = Tree::generated();
        written(&tree.path(""))
    };
    assert!(expected.len() > 50);
    let elsewhere = tempfile::tempdir().expect("a folder");
    /// Variables, whether files are made backwards, and the folder below the root to run from.
    type Surroundings = (&'static [(&'static str, &'static str)], bool, &'static str);
    let surroundings: [Surroundings; 4] = [
        (&[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")], true, "."),
        (&[("LC_ALL", "C"), ("TZ", "America/St_Johns"), ("TERM", "dumb"), ("NO_COLOR", "1")], false, "specs/organik"),
        (
            &[("LC_ALL", "fa_IR"), ("TZ", "Asia/Tehran"), ("COLUMNS", "20"), ("CLICOLOR_FORCE", "1")],
            true,
            "generated-client",
        ),
        (&[("HOME", "/nowhere"), ("TMPDIR", "/nowhere"), ("USER", "somebody")], false, ""),
    ];
    for (variables, backwards, from) in surroundings {
        let root = tempfile::tempdir().expect("a folder");
        copied(&repository().join("specs"), &root.path().join("specs"), backwards);
        fs::create_dir_all(root.path().join("generated-client/src/vendors")).expect("a folder");
        let manifest = "generated-client/Cargo.toml";
        fs::copy(repository().join(manifest), root.path().join(manifest)).expect("the manifest");
        let mut command = Command::new(env!("CARGO_BIN_EXE_codegen"));
        command.envs(variables.iter().copied());
        // From somewhere else the root is named; from within it is found.
        if from.is_empty() {
            command.current_dir(elsewhere.path()).arg("--root").arg(root.path());
        } else {
            command.current_dir(root.path().join(from));
        }
        let output = command.output().expect("it runs");
        assert!(output.status.success(), "{variables:?}: {}", text(&output));
        let found = written(root.path());
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{variables:?}");
        for (path, bytes) in &found {
            assert!(expected[path] == *bytes, "{} differs with {variables:?}", path.display());
        }
    }
}
