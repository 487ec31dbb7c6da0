//! Texts that somebody wrote to do harm, in every position of a spec: refused with a place, or data.
//!
//! What is accepted makes Rust that parses, has the items that a harmless text makes, names no file outside the
//! vendor's folder, and compiles: all that was accepted, in one crate.

mod common;

use std::path::{Component, Path};
use std::process::Command;
use std::{env, fs};

use codegen::openapi;
use codegen::rust::{Front, vendor};
use vendor_model::diagnostic::Renderer;
use vendor_model::{Report, Sources, Vendor, load_vendor};

/// A vendor with a mark for each position.
const SPEC: [&str; 2] = [
    r#"vendor: <vendor>
title: <title>
summary: <summary>
servers: { <server>: { url: <url>, summary: <server_summary> } }
credentials: { <key>: { as: <key_as>, place: <key_place>, summary: The key. } }
settings: { paths: { summary: How paths read., enum: [ { value: <setting>, as: plural }, { value: other } ], default: <setting> } }
send:
  path: <path>
  headers: { <header>: <header_text>, X-Paths: "{paths}" }
  body: { json: { <member>: <constant>, data: { "...": request } } }
reply:
  frame: { ok: <state_type>, <reply_member>: optional text, code: optional text, text: optional text, data: { "...": reply } }
  arms:
    - { arm: <arm>, when: { ok: <state>, code: empty }, verdict: success, note: <arm_note> }
    - { arm: refused, when: { code: known_code }, verdict: rejected, code: code, message: text }
errors:
  - { code: <code>, as: <code_as>, class: not_found, message: <message>, summary: <code_summary> }
open_points: [ { says: <says>, chosen: <chosen>, confidence: documented } ]
"#,
    r#"source: { title: <page_title>, url: <page_url>, read: 2026-11-22 }
types:
  <type>: { type: integer, range: 1.., summary: <type_summary> }
operations:
  <operation>:
    summary: <operation_summary>
    description: <description>
    place: <place>
    wire: <wire>
    safety: once
    method: POST
    request:
      fields:
        shop: { type: <type> }
        kind: { as: movement, enum: [ { value: <value>, as: <value_as>, summary: <value_summary> }, { value: other } ] }
        day: { type: date, written: <written>, optional: true }
        <field>: { type: text, as: <field_as>, optional: true, place: <field_place>, summary: <field_summary>, note: <note> }
    response: { fields: { id: integer, <reply_field>: optional text } }
    examples:
      <example>:
        summary: <example_summary>
        proves: made
        request: { shop: 1, kind: <value> }
        reply: { id: 1 }
      refused: { proves: made, request: { shop: 1, kind: other }, refused: { code: <code>, message: <refusal> } }
"#,
];

/// Each position, with a harmless text.
const POSITIONS: [(&str, &str); 48] = [
    ("vendor", "acme"),
    ("title", "Acme"),
    ("summary", "A vendor."),
    ("server", "production"),
    ("url", "https://acme.example"),
    ("server_summary", "The only one."),
    ("key", "key"),
    ("key_as", "api_key"),
    ("key_place", "Key"),
    ("setting", "vouchers"),
    ("path", "/v1/{wire}"),
    ("header", "X-Kind"),
    ("header_text", "v1"),
    ("member", "version"),
    ("constant", "two"),
    ("state_type", "text"),
    ("reply_member", "trace"),
    ("arm", "done"),
    ("state", "yes"),
    ("arm_note", "It is so."),
    ("code", "12"),
    ("code_as", "unknown_shop"),
    ("message", "Unknown"),
    ("code_summary", "No such shop."),
    ("says", "A doubt."),
    ("chosen", "A choice."),
    ("page_title", "Shops"),
    ("page_url", "https://acme.example/docs"),
    ("type", "shop_number"),
    ("type_summary", "A shop."),
    ("operation", "open_shop"),
    ("operation_summary", "Open a shop."),
    ("description", "More."),
    ("place", "3.2"),
    ("wire", "open"),
    ("value", "gift"),
    ("value_as", "present"),
    ("value_summary", "A present."),
    ("written", "%Y-%m-%d"),
    ("field", "Name"),
    ("field_as", "title"),
    ("field_place", "Row"),
    ("field_summary", "The name."),
    ("note", "A note."),
    ("reply_field", "State"),
    ("example", "first"),
    ("example_summary", "A sample."),
    ("refusal", "No."),
];

fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "_",
        "__",
        "7",
        "-1",
        "fn",
        "r#fn",
        "self",
        "Self",
        "super::super",
        "crate",
        "Result",
        "gen",
        "CON",
        "../../../etc/passwd",
        "/etc/passwd",
        "a/b\\c",
        "mod.rs",
        "x; pub fn evil() {} //",
        "\"; } pub mod evil { /*",
        "*/ pub fn evil() {} /*",
        "#[path = \"/etc/passwd\"] mod x;",
        "include!(\"/etc/passwd\")",
        "```\nfn main() { loop {} }\n```",
        "{evil} {{ }} {0} %s $(id) `id` ${x}",
        "{wire}[{wire}]",
        "= hex(md5(key))",
        "]]>--><!--<x a=\"&amp;\">",
        "line\nbreak\r\n\ttab\rlone",
        "\u{0}\u{7}\u{1b}[31m",
        "\u{202e}evil\u{202c}\u{2066}\u{2069}\u{200b}\u{feff}",
        "\u{2028}\u{2029}\u{85}",
        "e\u{301}\u{fb01}ﬀŞşİıß",
        "متن 🎁 шлюз",
        "null",
        "0x10",
        "%Y%m%d%Q%",
        "'\"'#\"##\\",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("a".repeat(5000));
    texts
}

/// The files with these texts at the marks; a text of YAML in double quotes can hold anything.
fn files(at: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    let fill = |template: &str| {
        let mut out = template.to_owned();
        for (position, _) in POSITIONS {
            let text = at(position);
            let quoted =
                serde_json::to_string(&text).expect("a text").replace('\u{85}', "\\N").replace('\u{feff}', "\\ufeff");
            // The type of a reply's member and the test of it are words, not texts.
            let plain = matches!(position, "state_type");
            out = out.replace(&format!("<{position}>"), if plain && text == "text" { "text" } else { &quoted });
        }
        out
    };
    vec![("acme/vendor.yaml".to_owned(), fill(SPEC[0])), ("acme/shop.yaml".to_owned(), fill(SPEC[1]))]
}

fn load(at: &dyn Fn(&str) -> String) -> Result<Vendor, String> {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let vendor = load_vendor(&files(at), &mut sources, &mut report);
    match vendor.filter(|_| !report.has_errors()) {
        Some(vendor) => Ok(vendor),
        None => Err(report.render(&sources, &Renderer::plain())),
    }
}

fn harmless(position: &str) -> String {
    POSITIONS.iter().find(|(name, _)| *name == position).map(|(_, text)| (*text).to_owned()).unwrap_or_default()
}

fn items(of: &[syn::Item]) -> usize {
    of.iter()
        .map(|item| match item {
            syn::Item::Mod(module) => 1 + module.content.as_ref().map_or(0, |(_, inner)| items(inner)),
            _ => 1,
        })
        .sum()
}

/// Files and items of a vendor's client. No file lies outside the vendor's folder.
fn shape(made: &Vendor) -> (usize, usize) {
    let files = vendor(made, Front::Committed).files("// x\n").expect("files");
    let count = |text: &str| items(&syn::parse_file(text).unwrap_or_else(|error| panic!("{error}\n{text}")).items);
    for file in &files {
        let inside = Path::new(&file.path).components().all(|part| matches!(part, Component::Normal(_)));
        assert!(inside && file.text.len() < 1_000_000, "{:?}", file.path);
    }
    (files.len(), files.iter().map(|file| count(&file.text)).sum())
}

/// What became of one text in every position.
struct Tried {
    accepted: usize,
    refused: usize,
    /// A vendor that has it in all positions that take it.
    module: String,
}

fn tried(number: usize, hostile: &str, expected: (usize, usize)) -> Tried {
    let (mut kept, mut refused) = (Vec::new(), 0);
    for (position, _) in POSITIONS {
        let at = |name: &str| if name == position { hostile.to_owned() } else { harmless(name) };
        let what = format!("{hostile:?} at {position}");
        match load(&at) {
            Ok(made) => {
                assert_eq!(shape(&made), expected, "{what} changes the items");
                serde_json::from_str::<serde_json::Value>(&openapi::document(&made))
                    .unwrap_or_else(|error| panic!("{what}: {error}"));
                kept.push(position);
            }
            Err(said) => {
                let placed = said.contains("--> acme/") && said.contains("error");
                assert!(placed, "{what} is refused without a place: {said}");
                refused += 1;
            }
        }
    }
    let accepted = kept.len();
    // Together they may clash, and then some go without.
    let mut together: Vec<&str> = Vec::new();
    let with = |together: &[&str]| {
        load(&|name: &str| match name {
            "vendor" => format!("v{number}"),
            name if together.contains(&name) => hostile.to_owned(),
            name => harmless(name),
        })
    };
    for position in kept {
        together.push(position);
        if with(&together).is_err() {
            together.pop();
        }
    }
    let made = with(&together).expect("it was taken");
    Tried { accepted, refused, module: vendor(&made, Front::BuildScript).inline().expect("Rust") }
}

#[test]
fn hostile_texts_are_refused_with_a_place_or_are_data() {
    let plain = load(&harmless).unwrap_or_else(|said| panic!("{said}"));
    let expected = shape(&plain);
    let texts = texts();
    let numbered: Vec<(usize, &String)> = texts.iter().enumerate().collect();
    let all: Vec<Tried> = std::thread::scope(|scope| {
        let half = numbered.len().div_ceil(2);
        let threads: Vec<_> = numbered
            .chunks(half)
            .map(|part| scope.spawn(|| part.iter().map(|(at, text)| tried(*at, text, expected)).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("all hold")).collect()
    });
    let (accepted, refused) = all.iter().fold((0, 0), |(a, r), one| (a + one.accepted, r + one.refused));
    println!("{} texts at {} positions: {refused} refused, {accepted} accepted", texts.len(), POSITIONS.len());
    assert!(texts.len() >= 40 && POSITIONS.len() >= 25 && refused > 200 && accepted > 200);
    compiles(&all.iter().map(|one| one.module.as_str()).collect::<String>());
}

/// A crate of its own, without a network, checked with warnings denied.
fn compiles(modules: &str) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join("hostile");
    let client = common::repository().join("generated-client");
    fs::create_dir_all(folder.join("src")).expect("a folder");
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"hostile\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
             generated-client = {{ path = {:?}, default-features = false, features = [\"signatures\"] }}\n",
            client.display().to_string()
        ),
    )
    .expect("a file");
    fs::copy(common::repository().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    fs::write(folder.join("src/lib.rs"), format!("#![deny(warnings)]\n{modules}")).expect("a file");
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--offline", "--quiet", "--target-dir"])
        .arg(target.join("checks"))
        .current_dir(&folder)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}", said.chars().take(6000).collect::<String>());
}
