//! `codegen coverage`: what the examples show of a small spec, and the floor of the vendors' specs.

mod common;

use std::fs;

use codegen::Generator;
use codegen::coverage::{self, Floors, Item, Kind};
use common::{Tree, repository, text};
use vendor_model::{Report, Sources, load_vendor};

const VENDOR: &str = r#"vendor: acme
title: Acme
summary: An invented vendor.
servers: { production: { url: "https://acme.example", summary: The only address. } }
credentials: { key: { summary: The key. } }
send: { path: "/{key}/{wire}", body: { json: { "...": request }, xml: { r: { "...": request } } } }
reply:
  frame: { ok: text, code: optional text, "...": reply }
  frames: { xml: { r: { ok: text, code: optional text, "...": reply } } }
  arms:
    - { arm: done, when: { ok: "yes", code: empty }, verdict: success }
    - { arm: closed, when: { code: ["7", "8"] }, verdict: rejected, code: code }
    - { arm: refused, when: { code: known_code }, verdict: rejected, code: code }
    - { arm: unclear, when: { ok: "no" }, verdict: in_doubt }
errors: [ { code: "7", as: shut, class: permission }, { code: "9", as: full, class: balance } ]
open_points:
  - { says: How long., chosen: Not long., confidence: guessed }
"#;

const PAGE: &str = r#"source: { title: Shops, read: 2026-11-22 }
types:
  size: { enum: [ { value: small }, { value: large } ], summary: How big. }
operations:
  open_shop:
    summary: Open a shop.
    safety: once
    method: POST
    codes: ["7", "9"]
    request:
      fields:
        size: { type: size }
        owner: { fields: { name: text, phone: optional text } }
        source: { type: text, from: "{key}" }
    response: { fields: { id: integer, size: { type: size, optional: true } } }
    examples:
      one: { proves: made, formats: [json], request: { size: small, owner: { name: A } }, reply: { id: 1, size: large } }
      full: { proves: confirmed, request: { size: small, owner: { name: A } }, refused: { code: "9" } }
"#;

fn small(page: &str) -> coverage::Coverage {
    let files = [
        ("specs/acme/vendor.yaml".to_owned(), VENDOR.to_owned()),
        ("specs/acme/shop.yaml".to_owned(), page.to_owned()),
    ];
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let vendor = load_vendor(&files, &mut sources, &mut report).unwrap_or_else(|| panic!("{:?}", report.diagnostics));
    coverage::of(&vendor, &sources)
}

fn missing(coverage: &coverage::Coverage) -> Vec<String> {
    let line = |item: &Item| format!("{}: {} {}", item.of, item.kind.name(), item.name);
    coverage.pages.iter().flat_map(|page| &page.items).filter(|item| !item.shown).map(line).collect()
}

#[test]
fn what_no_example_shows_is_listed() {
    let coverage = small(PAGE);
    assert_eq!(
        missing(&coverage),
        [
            "open_shop: successes xml",
            "open_shop: arms closed",
            "open_shop: codes 7",
            "size: values sent large",
            "open_shop: fields sent owner.phone",
            "size: values received small",
        ]
    );
    let (vendor, page) = (&coverage.pages[0], &coverage.pages[1]);
    assert_eq!((vendor.open_points, vendor.guessed.len()), ([0, 0, 0, 1], 1));
    assert_eq!(page.proves, [0, 2, 1], "once for each format");
    assert_eq!(coverage.proven(), 2);
    let all: Vec<(Kind, usize, usize)> =
        Kind::ALL.iter().map(|kind| (*kind, coverage.share(&[*kind]).shown, coverage.share(&[*kind]).all)).collect();
    assert_eq!(
        all,
        [
            (Kind::Success, 1, 2),
            (Kind::Arm, 2, 3),
            (Kind::Code, 1, 2),
            (Kind::SentField, 3, 4),
            (Kind::ReceivedField, 2, 2),
            (Kind::SentValue, 1, 2),
            (Kind::ReceivedValue, 1, 2),
        ],
        "what the client fills is in every call, and no example ends in doubt"
    );
}

#[test]
fn more_examples_show_all() {
    let more = r#"      all: { proves: made, request: { size: large, owner: { name: A, phone: "1" } }, reply: { id: 1, size: small } }
      shut: { proves: made, request: { size: small, owner: { name: A } }, refused: { code: "7" } }
"#;
    assert_eq!(missing(&small(&format!("{PAGE}{more}"))), Vec::<String>::new());
}

#[test]
fn a_table_fits_the_terminal() {
    let specs = Generator::new(repository().join("specs")).read().expect("specs");
    let coverage: Vec<_> = specs.vendors.iter().map(|vendor| coverage::of(vendor, &specs.sources)).collect();
    let table = coverage::text(&coverage, true);
    let long: Vec<&str> = table.lines().filter(|line| line.chars().count() > 100).collect();
    assert_eq!(long, Vec::<&str>::new());
    for vendor in &specs.vendors {
        assert!(table.contains(&vendor.name), "{table}");
    }
}

/// The vendors' specs: their figures may only rise.
#[test]
fn nothing_falls_below_its_floor() {
    let path = "conformance-tests/coverage.json";
    let floors = Floors::parse(&fs::read_to_string(repository().join(path)).expect("the floor")).expect("a floor");
    let specs = Generator::new(repository().join("specs")).read().expect("specs");
    let coverage: Vec<_> = specs.vendors.iter().map(|vendor| coverage::of(vendor, &specs.sources)).collect();
    let below: Vec<String> = floors.below(&coverage).iter().map(ToString::to_string).collect();
    let help =
        format!("add examples; after that `cargo run -p codegen -- coverage --write-floor {path}` raises the floor");
    assert!(below.is_empty(), "{below:#?}\n{help}");
}

#[test]
fn a_floor_holds() {
    let (now, more) =
        (small(PAGE), small(&PAGE.replace("owner: { name: A } }, reply", "owner: { name: A, phone: '1' } }, reply")));
    let floors = Floors::of(std::slice::from_ref(&more));
    assert_eq!(Floors::parse(&floors.to_json()), Ok(floors.clone()));
    assert!(floors.below(std::slice::from_ref(&more)).is_empty());
    let below: Vec<String> = floors.below(std::slice::from_ref(&now)).iter().map(ToString::to_string).collect();
    assert_eq!(below, ["the examples of `acme` show 64.7 % of its spec, and showed 70.5 %"]);
    let fewer = small(&PAGE.replace("proves: confirmed", "proves: made"));
    assert_eq!(Floors::of(&[now]).below(&[fewer]).len(), 1);
    assert_eq!(Floors::default().below(&[more]).len(), 1, "a new vendor needs a floor");
    for wrong in
        ["", "[]", "{ \"a\": 1 }", "{ \"a\": { \"percent\": 101, \"proven\": 0 } }", "{ \"a\": { \"percent\": 1 } }"]
    {
        assert!(Floors::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn the_command_ends_as_it_says() {
    let tree = Tree::new();
    let run = |arguments: &[&str]| {
        let output = tree.run(&[&["coverage"], arguments].concat());
        (output.status.code(), text(&output))
    };
    let floor = tree.path("floor.json").display().to_string();
    assert_eq!(run(&["--summary", "--write-floor", &floor]).0, Some(0));
    assert_eq!(run(&["--summary", "--floor", &floor]).0, Some(0));
    assert_eq!(run(&["organik", "--fail-under", "100"]).0, Some(0));
    let (status, said) = run(&["iletimerkezi", "--fail-under", "99.9"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("the examples of `iletimerkezi` show"), "{said}");
    let (status, said) = run(&["nobody"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("there is no vendor `nobody`; known are iletimerkezi, organik"), "{said}");
    let (_, said) = run(&["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert_eq!(value.as_array().map(Vec::len), Some(4));
    tree.edit("specs/organik/vendor.yaml", "vendor: organik", "vendor: organik\nsurprise: 1");
    assert_eq!(run(&[]).0, Some(2));
}
