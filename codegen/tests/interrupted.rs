//! Runs that are killed, that run at once, or that meet what they do not own.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use codegen::Generator;
use codegen::output::Output;
use common::{PAGE, VENDOR, files};
use tempfile::TempDir;

/// What is owned, by folder below the root.
type Owned = Vec<(PathBuf, Output)>;

/// A root with one vendor of many operations and nothing generated.
fn root() -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    let at = |path: &str| root.path().join(path);
    fs::create_dir_all(at("generated-client/src/vendors")).expect("a folder");
    fs::create_dir_all(at("specs/acme")).expect("a folder");
    fs::copy(common::repository().join("generated-client/Cargo.toml"), at("generated-client/Cargo.toml"))
        .expect("the manifest");
    fs::write(at("specs/acme/vendor.yaml"), VENDOR).expect("a file");
    root
}

/// The page in one of its versions: another summary of every operation, and an operation that only one of them has.
fn page(root: &Path, version: usize) {
    let (head, operation) = PAGE.split_once("  open_shop:").expect("an operation");
    let mut text = head.to_owned();
    for number in 0..10 {
        let operation = operation.replace("Open a shop.", &format!("Version {version} of it."));
        text.push_str(&format!("  open_shop_{number}:{operation}"));
    }
    text.push_str(&format!("  only_in_{version}:{operation}"));
    fs::write(root.join("specs/acme/shop.yaml"), text).expect("a file");
}

fn expected(root: &Path) -> Owned {
    let specs = Generator::new(root.join("specs")).read().expect("specs");
    assert_eq!(specs.report.counts().0, 0);
    vec![
        (root.join("generated-client/src/vendors"), codegen::client(&specs).expect("a client")),
        (root.join("specs"), codegen::documents(&specs).expect("documents")),
    ]
}

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_codegen"));
    command.arg("--root").arg(root).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn is_fresh(owned: &Owned) -> bool {
    owned.iter().all(|(folder, output)| output.changes(folder).expect("readable").is_empty())
}

fn heal(owned: &Owned) {
    for (folder, output) in owned {
        output.write(folder).expect("written");
    }
}

fn temporary(root: &Path) -> Vec<PathBuf> {
    files(root).into_keys().filter(|path| path.to_string_lossy().contains(".codegen-")).collect()
}

/// Whatever the moment: each file is wholly of one version, a check knows when they are mixed, the next run ends as an
/// uninterrupted one, and nothing of the killed one stays.
#[test]
fn a_killed_run_leaves_whole_files_and_the_next_one_heals() {
    let root = root();
    let root = root.path();
    let versions: Vec<Owned> = (0..2)
        .map(|version| {
            page(root, version);
            expected(root)
        })
        .collect();
    let wanted: Vec<BTreeMap<PathBuf, &str>> = versions
        .iter()
        .map(|owned| {
            owned.iter().flat_map(|(at, output)| output.files().map(|(path, text)| (at.join(path), text))).collect()
        })
        .collect();
    heal(&versions[1]);
    // How long a run takes that has everything to write, the best of three.
    let whole = (0..3)
        .map(|round| {
            page(root, round % 2);
            let start = Instant::now();
            assert!(command(root, &[]).status().expect("it runs").success());
            start.elapsed()
        })
        .min()
        .expect("three");
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let (mut mixed, mut left, mut before, mut after) = (0, 0, 0, 0);
    for round in 0..200 {
        let (new, old) = (round % 2, (round + 1) % 2);
        heal(&versions[old]);
        page(root, new);
        let mut child = command(root, &[]).spawn().expect("it runs");
        // Most of a run reads and thinks. So half of them are killed at any moment, half soon after the first file.
        if round % 4 < 2 {
            let share = random() % 1100;
            std::thread::sleep(whole * u32::try_from(share).expect("small") / 1000);
        } else {
            let first = root.join(format!("generated-client/src/vendors/acme/only_in_{new}.rs"));
            while !first.exists() && child.try_wait().expect("a process").is_none() {
                std::thread::sleep(Duration::from_micros(20));
            }
            std::thread::sleep(Duration::from_micros(random() % 6000));
        }
        let _ = child.kill();
        child.wait().expect("it ends");
        for (path, (bytes, _)) in files(root) {
            let known = wanted.iter().filter_map(|wanted| wanted.get(&path)).collect::<Vec<_>>();
            if !known.is_empty() {
                assert!(known.iter().any(|text| text.as_bytes() == bytes), "round {round}: {} is torn", path.display());
            }
        }
        let (is_old, is_new) = (is_fresh(&versions[old]), is_fresh(&versions[new]));
        assert!(!(is_old && is_new));
        mixed += usize::from(!is_old && !is_new);
        before += usize::from(is_old);
        after += usize::from(is_new);
        left += temporary(root).len();
        // A few by the command itself, which takes longer.
        if round % 20 == 0 {
            assert_eq!(command(root, &["--check"]).status().expect("it runs").success(), is_new, "round {round}");
            assert!(command(root, &[]).status().expect("it runs").success());
        } else {
            heal(&versions[new]);
        }
        assert!(is_fresh(&versions[new]), "round {round}");
        assert_eq!(temporary(root), Vec::<PathBuf>::new(), "round {round}");
    }
    println!(
        "killed before the first file: {before}, between files: {mixed}, too late: {after}; temporary files: {left}"
    );
    assert!(mixed >= 20, "too few of the runs were killed while they wrote: {mixed} of 200");
}

#[test]
fn what_an_interrupted_run_left_is_cleared_away_and_nothing_else() {
    let root = root();
    let root = root.path();
    page(root, 0);
    assert!(command(root, &[]).status().expect("it runs").success());
    let left = [
        "generated-client/src/vendors/.codegen-aB3dE6.tmp",
        "generated-client/src/vendors/acme/.codegen-000000.tmp",
        "specs/.codegen-zzzzzz.tmp",
        "specs/acme/.codegen-zzzzzz.tmp",
    ];
    let foreign = [
        "generated-client/src/vendors/.codegen-notes",
        "generated-client/src/vendors/.codegen-toolong.tmp",
        "generated-client/src/.codegen-aB3dE6.tmp",
        "specs/acme/notes.tmp",
    ];
    for path in left.iter().chain(&foreign) {
        fs::write(root.join(path), "x").expect("a file");
    }
    assert!(command(root, &["--check"]).status().expect("it runs").success());
    assert!(left.iter().all(|path| root.join(path).exists()), "a check changes nothing");
    assert!(command(root, &[]).status().expect("it runs").success());
    assert!(left.iter().all(|path| !root.join(path).exists()));
    assert!(foreign.iter().all(|path| root.join(path).exists()));
}

#[test]
fn runs_at_once_end_as_one() {
    let root = root();
    let root = root.path();
    for version in 0..3 {
        page(root, version);
        let children: Vec<_> = (0..4).map(|_| command(root, &[]).spawn().expect("it runs")).collect();
        for mut child in children {
            assert!(child.wait().expect("it ends").success());
        }
        assert!(is_fresh(&expected(root)), "version {version}");
        assert_eq!(temporary(root), Vec::<PathBuf>::new());
    }
}

/// Sentinels around and behind links: none is written, none is removed.
#[cfg(unix)]
#[test]
fn nothing_behind_a_link_is_touched() {
    use std::os::unix::fs::symlink;
    let root = root();
    let root = root.path();
    let outside = tempfile::tempdir().expect("a folder");
    let sentinel = outside.path().join("open_shop_0.rs");
    fs::write(&sentinel, "precious").expect("a file");
    page(root, 0);
    let vendors = root.join("generated-client/src/vendors");
    // A link where a folder should be.
    symlink(outside.path(), vendors.join("acme")).expect("a link");
    let refused = Command::new(env!("CARGO_BIN_EXE_codegen")).arg("--root").arg(root).output().expect("it runs");
    let said = common::text(&refused);
    assert!(!refused.status.success() && said.contains("acme is a link"), "{said}");
    assert_eq!(fs::read_to_string(&sentinel).expect("it stays"), "precious");
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 1, "nothing was written there");
    // The same where the files were generated before, and would be removed.
    fs::remove_file(vendors.join("acme")).expect("the link");
    assert!(command(root, &[]).status().expect("it runs").success());
    fs::rename(vendors.join("acme"), outside.path().join("acme")).expect("moved");
    symlink(outside.path().join("acme"), vendors.join("acme")).expect("a link");
    fs::remove_dir_all(root.join("specs/acme")).expect("a folder");
    let kept = fs::read_dir(outside.path().join("acme")).expect("a folder").count();
    assert!(!command(root, &[]).status().expect("it runs").success());
    assert_eq!(fs::read_dir(outside.path().join("acme")).expect("a folder").count(), kept, "nothing was removed there");
    // A link where a file should be is replaced; what it leads to stays.
    fs::remove_file(vendors.join("acme")).expect("the link");
    fs::create_dir_all(root.join("specs/acme")).expect("a folder");
    fs::write(root.join("specs/acme/vendor.yaml"), VENDOR).expect("a file");
    page(root, 0);
    let file = vendors.join("acme/open_shop_0.rs");
    fs::create_dir_all(vendors.join("acme")).expect("a folder");
    symlink(&sentinel, &file).expect("a link");
    assert!(command(root, &[]).status().expect("it runs").success());
    assert_eq!(fs::read_to_string(&sentinel).expect("it stays"), "precious");
    assert!(fs::symlink_metadata(&file).expect("a file").is_file() && is_fresh(&expected(root)));
}

/// A folder that can't be written is told by its name, and what was there stays.
#[cfg(unix)]
#[test]
fn a_read_only_folder_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let root = root();
    let root = root.path();
    page(root, 0);
    assert!(command(root, &[]).status().expect("it runs").success());
    let folder = root.join("generated-client/src/vendors/acme");
    let allow = |mode: u32| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("permissions");
    let before = files(&folder);
    allow(0o555);
    // To an administrator every folder can be written.
    if fs::write(folder.join("probe"), "x").is_ok() {
        println!("not tried: this user may write everywhere");
        fs::remove_file(folder.join("probe")).expect("the probe");
        allow(0o755);
        return;
    }
    page(root, 1);
    let output = Command::new(env!("CARGO_BIN_EXE_codegen")).arg("--root").arg(root).output().expect("it runs");
    let said = common::text(&output);
    allow(0o755);
    assert!(!output.status.success() && said.contains("vendors/acme"), "{said}");
    assert_eq!(files(&folder), before);
    assert!(command(root, &[]).status().expect("it runs").success() && is_fresh(&expected(root)));
}
