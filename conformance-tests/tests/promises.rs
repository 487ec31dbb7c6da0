//! Every promise of the README names a test, and every test that it names is there.

use std::fs;
use std::path::Path;

/// A row of the table of promises: what is promised, and the tests as text and target of their links.
struct Promise {
    says: String,
    tests: Vec<(String, String)>,
}

fn promises() -> Vec<Promise> {
    let readme = read("README.md").unwrap_or_else(|why| panic!("README.md {why}"));
    let (_, section) =
        readme.split_once("\n## Promises\n").unwrap_or_else(|| panic!("README.md has no section on promises"));
    let section = section.split("\n## ").next().unwrap_or(section);
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [says, tests] = cells[..] else { panic!("not two cells: {row}") };
        let tests = tests.split(", ").map(|link| {
            let link = link.strip_prefix("[`").and_then(|link| link.strip_suffix(')'));
            let (name, path) = link
                .and_then(|link| link.split_once("`]("))
                .unwrap_or_else(|| panic!("not a list of links to tests: {row}"));
            (name.to_owned(), path.to_owned())
        });
        Promise { says: says.to_owned(), tests: tests.collect() }
    })
    .collect()
}

#[test]
fn every_test_that_is_named_exists_and_runs() {
    let promises = promises();
    assert!(promises.len() >= 20, "only {} promises were found", promises.len());
    let mut missing = String::new();
    for promise in &promises {
        for (name, path) in &promise.tests {
            if let Err(why) = read(path).and_then(|source| runs(name, &source)) {
                missing += &format!("{}\n    {path}: {name} {why}\n", promise.says);
            }
        }
    }
    assert!(missing.is_empty(), "promises that no test holds:\n{missing}");
}

/// Is there such a test, and is it neither ignored nor switched off?
fn runs(name: &str, source: &str) -> Result<(), &'static str> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let is_it = |line: &&str| {
        ["fn ", "async fn "].iter().any(|start| {
            line.strip_prefix(start).and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with('('))
        })
    };
    let at = lines.iter().position(is_it).ok_or("is not there")?;
    let attributes: Vec<&&str> =
        lines[..at].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("//")).collect();
    let is_test = |line: &&&str| line.starts_with("#[test]") || line.starts_with("#[tokio::test");
    if !attributes.iter().any(is_test) {
        return Err("is no test");
    }
    match attributes.iter().any(|line| line.starts_with("#[ignore")) {
        true => Err("is ignored"),
        false => Ok(()),
    }
}

#[test]
fn what_is_no_test_is_found_out() {
    let source = "#[test]\nfn good() {}\n#[tokio::test(start_paused = true)]\nasync fn later() {}\n#[test]\n#[ignore = \"slow\"]\nfn idle() {}\nfn helper() {}\n";
    assert_eq!(runs("good", source), Ok(()));
    assert_eq!(runs("later", source), Ok(()));
    assert_eq!(runs("idle", source), Err("is ignored"));
    assert_eq!(runs("helper", source), Err("is no test"));
    assert_eq!(runs("goo", source), Err("is not there"));
}

fn read(path: &str) -> Result<String, &'static str> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path))
        .map_err(|_| "stands in a file that is not there")
}
