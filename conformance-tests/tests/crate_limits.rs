//! What the client costs whoever depends on it: crates, features, and no known hole in any of them.

// A test that can't run has failed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "compile_fail/cargo.rs"]
mod cargo;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The first version of each crate in which all of these advisories are mended. Last looked up on 2026-11-22.
const FLOORS: &[(&str, [u64; 3], &str)] = &[
    ("anyhow", [1, 0, 104], "RUSTSEC-2026-0190"),
    ("bytes", [1, 11, 1], "RUSTSEC-2026-0007"),
    ("crossbeam-epoch", [0, 9, 20], "RUSTSEC-2026-0204"),
    ("h2", [0, 4, 16], "RUSTSEC-2026-0258"),
    ("hickory-proto", [0, 26, 0], "RUSTSEC-2026-0118, -0119"),
    ("hickory-resolver", [0, 26, 0], "RUSTSEC-2026-0118, -0119"),
    ("idna", [1, 0, 0], "RUSTSEC-2024-0421"),
    ("quick-xml", [0, 41, 0], "RUSTSEC-2026-0194, -0195"),
    ("rand", [0, 9, 3], "RUSTSEC-2026-0097"),
    ("regex", [1, 5, 5], "RUSTSEC-2022-0013"),
    ("reqwest", [0, 13, 4], "no advisory: its logs showed whole addresses, and a change of scheme kept credentials"),
    ("rustls", [0, 23, 45], "RUSTSEC-2026-0285"),
    ("rustls-webpki", [0, 103, 13], "RUSTSEC-2026-0049, -0098, -0099, -0104"),
    ("time", [0, 3, 47], "RUSTSEC-2026-0009"),
    ("tracing-subscriber", [0, 3, 20], "RUSTSEC-2025-0055"),
];

/// What may be nowhere in the lock file, on no platform and in no test.
const BANNED: &[(&str, &str)] = &[
    ("aws-lc-fips-sys", "twice the build time of ring, and a C compiler is not enough"),
    ("aws-lc-rs", "twice the build time of ring, and a C compiler is not enough"),
    ("aws-lc-sys", "RUSTSEC-2026-0044 to -0048; and a C compiler is not enough"),
    ("libyml", "RUSTSEC-2025-0067, never mended"),
    ("native-tls", "needs a library of the system"),
    ("openssl", "needs a library of the system"),
    ("openssl-sys", "needs a library of the system"),
    ("quinn-proto", "RUSTSEC-2026-0037, -0185; HTTP/3 is off"),
    ("rustls-pemfile", "RUSTSEC-2025-0134, unmaintained"),
    ("serde_yaml", "archived; its continuation is yaml_serde"),
    ("serde_yml", "RUSTSEC-2025-0068, never mended"),
];

/// What generates and what tests, and what only they need.
const NEVER_IN_THE_CLIENT: &[&str] = &[
    "clap",
    "codegen",
    "conformance-tests",
    "insta",
    "prettyplease",
    "saphyr-parser",
    "serde_yaml",
    "vendor-model",
    "vendor-sandbox",
    "yaml_serde",
];

/// What comes with the network, and macros that have to be built first.
const NEVER_IN_THE_CORE: &[&str] = &["hyper", "proc-macro2", "quote", "reqwest", "ring", "rustls", "syn", "tokio"];

#[test]
fn without_network_the_client_stands_on_few_crates() {
    let vendors = Vec::from_iter(cargo::vendors()).join(",");
    let features = ["--no-default-features", "--features", &vendors];
    let crates = tree(&features);
    assert!(crates.len() <= 40, "{features:?}: expected at most 40 crates, found {}: {crates:?}", crates.len());
    assert_absent(NEVER_IN_THE_CLIENT, &crates, &features);
    assert_absent(NEVER_IN_THE_CORE, &crates, &features);
    assert_eq!(crates, tree(&["--no-default-features"]), "expected that no vendor brings a crate of its own");
}

#[test]
fn with_network_the_client_needs_no_library_of_the_system() {
    for features in [&[][..], &["--all-features"]] {
        let crates = tree(features);
        let has_network = crates.iter().any(|it| it.name == "reqwest");
        assert!(has_network, "{features:?}: expected reqwest, found {crates:?}");
        let banned: Vec<_> = BANNED.iter().map(|(name, _)| *name).collect();
        assert_absent(&banned, &crates, features);
        assert_absent(NEVER_IN_THE_CLIENT, &crates, features);
    }
}

#[test]
fn known_advisories_are_mended() {
    let locked = locked();
    let mut problems = Vec::new();
    for it in &locked {
        for (name, floor, why) in FLOORS {
            if it.name == *name && numbers(&it.version) < *floor {
                let [major, minor, patch] = floor;
                problems
                    .push(format!("expected {name} {major}.{minor}.{patch} or later ({why}), found {}", it.version));
            }
        }
        for (name, why) in BANNED {
            if it.name == *name {
                problems.push(format!("expected no {name} ({why}), found {}", it.version));
            }
        }
    }
    assert!(problems.is_empty(), "Cargo.lock\n{}", problems.join("\n"));
    // A table that does not meet its crates would find nothing.
    for name in ["bytes", "quick-xml", "reqwest", "rustls", "rustls-webpki"] {
        let is_there = locked.iter().any(|it| it.name == name);
        assert!(is_there, "Cargo.lock: expected {name}, found {locked:?}");
    }
}

#[test]
fn each_feature_builds_alone_and_brings_no_other_vendor() {
    let vendors = cargo::vendors();
    let features = features();
    let all = Vec::from_iter(features.keys().map(String::as_str)).join(",");
    let all_vendors = Vec::from_iter(vendors.iter().map(String::as_str)).join(",");
    let mut sets = vec!["", &all_vendors, &all];
    sets.extend(features.keys().map(String::as_str));
    let mut problems = Vec::new();
    // Most of them come more than once.
    let mut warnings: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for set in sets {
        let what = format!("features {set:?}");
        let checked = cargo::check(
            cargo::workspace(),
            &["--locked", "-p", "generated-client", "--lib", "--no-default-features", "--features", set],
        );
        let artifacts = checked.artifacts("generated_client");
        let Some(library) = artifacts.first() else {
            let why = checked.why();
            problems.push(format!("{what}: expected to compile, found\n{why}"));
            continue;
        };
        for said in checked.diagnostics("generated_client") {
            warnings.entry(said.rendered).or_default().push(set);
        }
        let on = closure(set, &features);
        let expected: BTreeSet<_> = vendors.intersection(&on).cloned().collect();
        let found = compiled_vendors(library);
        if found != expected {
            problems.push(format!("{what}: expected the code of {expected:?}, found the code of {found:?}"));
        }
    }
    for (said, sets) in warnings {
        problems.push(format!("features {sets:?}: expected no warning, found\n{said}"));
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n\n"));
}

/// A crate of some version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    version: String,
}

fn assert_absent(never: &[&str], crates: &BTreeSet<Crate>, features: &[&str]) {
    let found: Vec<_> = crates.iter().filter(|it| never.contains(&it.name.as_str())).collect();
    assert!(found.is_empty(), "{features:?}: expected none of {never:?}, found {found:?}");
}

/// What the client stands on here, itself not counted. Two versions of one crate are two.
fn tree(features: &[&str]) -> BTreeSet<Crate> {
    let arguments = "tree --offline --locked -p generated-client -e normal --prefix none";
    let arguments: Vec<_> = arguments.split(' ').collect();
    let mut command = cargo::cargo(cargo::workspace(), &arguments);
    let output = cargo::run(command.args(features));
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    // A line is a name, `v` with a version, and sometimes more.
    let text = String::from_utf8(output.stdout).expect("names of crates are UTF-8");
    let crates: BTreeSet<_> = text
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| Crate {
            name: name.to_owned(),
            version: rest.split(' ').next().unwrap_or_default().to_owned(),
        })
        .filter(|it| it.name != "generated-client")
        .collect();
    assert!(!crates.is_empty(), "{command:?}\n{text}");
    crates
}

/// All that is in the lock file, for every platform, tests included.
fn locked() -> BTreeSet<Crate> {
    let path = cargo::workspace().join("Cargo.lock");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let value = |package: &str, key: &str| {
        package
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'))
            .unwrap_or_else(|| panic!("{}: no {key} in {package}", path.display()))
            .to_owned()
    };
    text.split("[[package]]")
        .skip(1)
        .map(|package| Crate { name: value(package, "name"), version: value(package, "version") })
        .collect()
}

/// The numbers of a version. A pre-release or anything else that is no number counts as zero: too old rather than too
/// new.
fn numbers(version: &str) -> [u64; 3] {
    let mut numbers = [0; 3];
    let version = version.split('+').next().unwrap_or_default();
    for (number, text) in numbers.iter_mut().zip(version.split('.')) {
        *number = text.parse().unwrap_or(0);
    }
    numbers
}

/// The client's features, and what each of them turns on.
fn features() -> BTreeMap<String, Vec<String>> {
    let arguments = ["metadata", "--offline", "--no-deps", "--format-version=1"];
    let mut command = cargo::cargo(cargo::workspace(), &arguments);
    let output = cargo::run(&mut command);
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let client = packages
        .filter(|package| package["name"] == "generated-client")
        .find_map(|package| package["features"].as_object());
    let text = |value: &Value| value.as_str().expect("a feature is a text").to_owned();
    client
        .expect("the client is in the workspace")
        .iter()
        .map(|(name, on)| {
            let on = on.as_array().into_iter().flatten().map(text).collect();
            (name.clone(), on)
        })
        .collect()
}

/// Features by name, separated by commas, and all that they turn on.
fn closure(set: &str, features: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut on = BTreeSet::new();
    let mut next: Vec<&str> = set.split(',').collect();
    while let Some(feature) = next.pop() {
        if on.insert(feature.to_owned()) {
            next.extend(features.get(feature).into_iter().flatten().map(String::as_str));
        }
    }
    on
}

/// The vendors whose code went into a library: rustc writes the files that it read beside what it made of them.
fn compiled_vendors(library: &Path) -> BTreeSet<String> {
    let name = cargo::name_of(&library.with_extension("d"));
    let path = library.with_file_name(name.trim_start_matches("lib"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let files: BTreeSet<_> =
        text.split_whitespace().map(|file| file.trim_end_matches(':').replace('\\', "/")).collect();
    let vendors = |file: &String| Some(file.split_once("generated-client/src/vendors/")?.1.to_owned());
    let in_vendors: Vec<_> = files.iter().filter_map(vendors).collect();
    assert!(
        in_vendors.contains(&"mod.rs".to_owned()),
        "{}: expected the files of the client, found\n{text}",
        path.display()
    );
    in_vendors.iter().filter_map(|file| file.split_once('/')).map(|(vendor, _)| vendor.to_owned()).collect()
}

#[test]
fn versions_are_compared_by_number() {
    assert!(numbers("0.103.16") >= [0, 103, 13]);
    assert!(numbers("0.9.20") < [0, 103, 13]);
    assert!(numbers("1.11.1-rc.1") < [1, 11, 1]);
    assert_eq!(numbers("2.0.1+meta.7"), [2, 0, 1]);
}
