//! Holds the README against the specs, the manifest, and the files that it names. Its Rust blocks are compiled as
//! doctests of this package.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use vendor_model::Vendor;
use vendor_model::model::{Confidence, Format, OpenPoint, Operation, Proves, Safety};
use vendor_model::specs::Specs;

/// The tables are written anew where they are stale, and the test fails then, so that somebody looks at the diff.
#[test]
fn the_tables_say_what_the_specs_say() {
    let path = root().join("README.md");
    let text = read("README.md");
    let vendors = vendors();
    let mut mended = region(&text, "operations", &operations(&vendors));
    mended = region(&mended, "proofs", &proofs(&vendors));
    if mended == text {
        return;
    }
    // In CI nobody would commit it.
    if std::env::var_os("CI").is_none() {
        fs::write(&path, &mended).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    let diff: String = mended
        .lines()
        .filter(|line| !text.lines().any(|old| old == *line))
        .fold(String::new(), |diff, line| diff + line + "\n");
    panic!(
        "the tables of README.md were stale; run `cargo test -p conformance-tests --test readme` and commit what it writes:\n{diff}"
    );
}

/// A sample that is called the vendor's is there as bytes, and what we made ourselves is not dressed up as one.
#[test]
fn what_is_said_to_be_proven_has_a_sample() {
    for vendor in &vendors() {
        for (operation, example) in vendor.operations.iter().flat_map(|o| o.examples.iter().map(move |e| (o, e))) {
            for form in &example.forms {
                let name = format!("{}/{}/{}.{}", vendor.name, operation.name, example.name, form.format.name());
                let samples =
                    ["request", "reply"].map(|what| sample(vendor, operation, &example.name, form.format, what));
                let has_sample = samples.contains(&true);
                assert_eq!(
                    has_sample,
                    example.proves != Proves::Made,
                    "{name}: the spec says {:?}; is there a sample?",
                    example.proves
                );
            }
        }
    }
}

#[test]
fn every_feature_is_named() {
    let manifest = read("generated-client/Cargo.toml");
    let features = manifest
        .split("\n[features]\n")
        .nth(1)
        .and_then(|rest| rest.split("\n[").next())
        .unwrap_or_else(|| panic!("no features in the manifest"));
    let features: BTreeSet<&str> = features
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name)
        .filter(|name| *name != "default")
        .collect();
    let vendors = vendors();
    let readme = read("README.md");
    let text = section(&readme, "## Use it");
    // Vendors' own features are the names in the table of operations.
    for feature in features.iter().filter(|feature| vendors.iter().all(|vendor| vendor.name != **feature)) {
        assert!(text.contains(&format!("`{feature}`")), "README.md: the table of features lacks `{feature}`");
    }
}

/// The doctests of the client never run; its front page shows what is compiled here.
#[test]
fn the_crate_page_shows_the_same_quickstart() {
    let readme = read("README.md");
    let block = readme
        .split("```rust,no_run\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap_or_else(|| panic!("README.md has no quickstart"));
    let page: String = read("generated-client/src/lib.rs")
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    assert!(
        page.contains(&format!("```no_run\n{block}```\n")),
        "generated-client/src/lib.rs: expected the README's quickstart:\n{block}"
    );
}

#[test]
fn every_link_leads_somewhere() {
    for file in ["README.md", "CHANGELOG.md", "SECURITY.md"] {
        for (shown, target) in links(&read(file)) {
            if target.contains("://") {
                continue;
            }
            let (path, heading) = target.split_once('#').unwrap_or((target.as_str(), ""));
            let path = if path.is_empty() { file } else { path };
            assert!(root().join(path).exists(), "{file}: [{shown}] leads to {target}, which is not there");
            let anchors = || read(path).lines().filter(|line| line.starts_with('#')).map(anchor).collect::<Vec<_>>();
            assert!(
                heading.is_empty() || anchors().contains(&heading.to_owned()),
                "{file}: [{shown}]: {path} has no heading #{heading}"
            );
        }
    }
}

fn operations(vendors: &[Vendor]) -> String {
    let mut table =
        "| vendor | operation | what it does | safety | formats | page |\n|---|---|---|---|---|---|\n".to_owned();
    for vendor in vendors {
        for operation in &vendor.operations {
            let formats: Vec<String> = operation.send.formats().map(|format| format.name().to_uppercase()).collect();
            let page = &operation.page;
            let page = page.url.as_ref().map_or_else(|| page.title.clone(), |url| format!("[{}]({url})", page.title));
            let summary = operation.docs.summary.as_deref().unwrap_or_default();
            let (vendor, name, formats) = (&vendor.name, &operation.name, formats.join(", "));
            let _ =
                writeln!(table, "| `{vendor}` | `{name}` | {summary} | `{}` | {formats} | {page} |", safety(operation));
        }
    }
    table
}

fn proofs(vendors: &[Vendor]) -> String {
    let mut table = "| vendor | proven by the page | proven by other sources | made by us | codes | open points: documented, confirmed, inferred, guessed |\n|---|---|---|---|---|---|\n".to_owned();
    let mut all = Counts::default();
    for vendor in vendors {
        let counts = Counts::of(vendor);
        counts.write(&format!("`{}`", vendor.name), &mut table);
        all.add(&counts);
    }
    all.write("all", &mut table);
    table
}

/// What a spec has: examples, each format by itself, then codes, then open points.
#[derive(Default)]
struct Counts([usize; 8]);

impl Counts {
    fn of(vendor: &Vendor) -> Self {
        let examples = |proves: Proves| -> usize {
            vendor
                .operations
                .iter()
                .flat_map(|o| &o.examples)
                .filter(|e| e.proves == proves)
                .map(|e| e.forms.len())
                .sum()
        };
        let points: Vec<&OpenPoint> =
            vendor.open_points.iter().chain(vendor.operations.iter().flat_map(|o| &o.open_points)).collect();
        let points = |confidence: Confidence| points.iter().filter(|point| point.confidence == confidence).count();
        Self([
            examples(Proves::Page),
            examples(Proves::Confirmed),
            examples(Proves::Made),
            vendor.codes.len(),
            points(Confidence::Documented),
            points(Confidence::Confirmed),
            points(Confidence::Inferred),
            points(Confidence::Guessed),
        ])
    }

    fn add(&mut self, other: &Self) {
        for (sum, count) in self.0.iter_mut().zip(other.0) {
            *sum += count;
        }
    }

    fn write(&self, who: &str, table: &mut String) {
        let [page, confirmed, made, codes, points @ ..] = self.0;
        let _ = writeln!(
            table,
            "| {who} | {page} | {confirmed} | {made} | {codes} | {} |",
            points.map(|count| count.to_string()).join(", ")
        );
    }
}

fn safety(operation: &Operation) -> &'static str {
    match operation.safety {
        Safety::Read => "read",
        Safety::Idempotent => "idempotent",
        Safety::Once => "once",
    }
}

fn sample(vendor: &Vendor, operation: &Operation, example: &str, format: Format, what: &str) -> bool {
    let name = format!(
        "conformance-tests/fixtures/{}/{}/{example}.{}.{what}.http",
        vendor.name,
        operation.name,
        format.name()
    );
    root().join(name).is_file()
}

/// The text with a table between the two comments of that name.
fn region(text: &str, name: &str, table: &str) -> String {
    let (begin, end) = (
        format!("<!-- {name}: written by conformance-tests/tests/readme.rs -->\n"),
        format!("<!-- end of {name} -->\n"),
    );
    let parts = text.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) = parts.unwrap_or_else(|| panic!("README.md has no region `{name}`"));
    format!("{before}{begin}{table}{end}{after}")
}

/// What stands under a heading, up to the next of its level.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let start = text.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("README.md has no `{heading}`"));
    let rest = &text[start + 1..];
    rest[heading.len()..].find("\n## ").map_or(rest, |end| &rest[..heading.len() + end])
}

/// Text and target of every link outside of code.
fn links(markdown: &str) -> Vec<(String, String)> {
    let prose: Vec<&str> = markdown.split("\n```").step_by(2).collect();
    let mut links = Vec::new();
    for part in prose {
        for (at, _) in part.match_indices("](") {
            let (Some(open), Some(close)) = (part[..at].rfind('['), part[at..].find(')')) else { continue };
            links.push((part[open + 1..at].to_owned(), part[at + 2..at + close].to_owned()));
        }
    }
    assert!(!links.is_empty() || !markdown.contains("]("));
    links
}

/// The name that a heading gets in its address.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn vendors() -> Vec<Vendor> {
    Specs::read(&root().join("specs")).unwrap_or_else(|error| panic!("{error}")).vendors
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
