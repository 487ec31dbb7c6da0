//! Compiles the guide to the spec language: every YAML block of `specs/README.md`, put together as its first line says.
//!
//! | first line | is |
//! |---|---|
//! | `# acme/vendor.yaml` | a file of the vendor `acme`; blocks of one file follow each other |
//! | `# vendor.yaml` | the same, of a vendor of its own |
//! | `# page.yaml, under types:` | what stands under that keyword of the file |
//! | `# fields` | fields of a request |
//! | `# examples of x` | examples of the operation `x` |

use std::collections::BTreeMap;
use std::path::Path;

use vendor_model::diagnostic::codes;
use vendor_model::{Report, Sources, load_vendor};

/// Files of one vendor, by name.
type Files = BTreeMap<String, String>;

const VENDOR: &str = "vendor: guide\ntitle: Guide\nsummary: The vendor of the guide's pieces.\n";
const OPERATION: &str = "    summary: Fields of the guide.\n    safety: read\n    method: POST\n";

/// The text and first line of each block.
fn blocks(guide: &str) -> impl Iterator<Item = (&str, &str)> {
    guide.split("```yaml\n").skip(1).map(|rest| {
        let block = rest.split("```").next().unwrap_or_default();
        block.split_once('\n').unwrap_or((block, ""))
    })
}

/// Puts lines under a keyword at the left margin; they are indented already.
fn put_under(file: &mut String, keyword: &str, lines: &str) {
    let at = match file.find(&format!("\n{keyword}\n")) {
        Some(at) => at + keyword.len() + 2,
        None => {
            *file = format!("{}\n{keyword}\n", file.trim_end());
            file.len()
        }
    };
    file.insert_str(at, lines);
}

fn indented(lines: &str, by: usize) -> String {
    lines.lines().map(|line| format!("{:by$}{line}\n", "")).collect()
}

fn assembled(guide: &str) -> BTreeMap<String, Files> {
    let mut vendors: BTreeMap<String, Files> = BTreeMap::new();
    for (number, (mark, lines)) in blocks(guide).enumerate() {
        let mark =
            mark.strip_prefix("# ").unwrap_or_else(|| panic!("block {number} does not say what it belongs to: {mark}"));
        let (vendor, mark) = mark.split_once('/').unwrap_or(("guide", mark));
        let files = vendors.entry(vendor.to_owned()).or_default();
        let (name, keyword) = mark.split_once(", under ").unwrap_or((mark, ""));
        match (name, keyword) {
            ("fields", _) => {
                let operation =
                    format!("  fields_{number}:\n{OPERATION}    request:\n      fields:\n{}", indented(lines, 8));
                let reply = if vendor == "guide" {
                    ""
                } else {
                    "    reply: { arms: [ { arm: done, reads: { text: \"OK\" }, verdict: success } ] }\n"
                };
                put_under(files.entry("page.yaml".to_owned()).or_default(), "operations:", &(operation + reply));
            }
            (name, "") if name.starts_with("examples of ") => {
                let operation = name.trim_start_matches("examples of ");
                let page = files.entry("page.yaml".to_owned()).or_default();
                let at = page
                    .find(&format!("\n  {operation}:\n"))
                    .unwrap_or_else(|| panic!("there is no operation {operation}"))
                    + operation.len()
                    + 5;
                page.insert_str(at, &format!("    examples:\n{}", indented(lines, 6)));
            }
            (name, "") => {
                let file = files.entry(name.to_owned()).or_default();
                if file.is_empty() && vendor == "guide" && name == "vendor.yaml" {
                    file.push_str(VENDOR);
                }
                file.push_str(lines);
            }
            (name, keyword) => {
                let file = files.entry(name.to_owned()).or_default();
                if file.is_empty() {
                    file.push_str("source: { title: A page, read: 2026-11-22 }\n");
                }
                put_under(file, keyword, lines);
            }
        }
    }
    vendors
}

#[test]
fn the_guide_is_true() {
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/README.md"))
        .expect("the guide")
        .replace("\r\n", "\n");
    let vendors = assembled(&guide);
    assert_eq!(vendors.keys().collect::<Vec<_>>(), ["acme", "bolt", "corner", "guide"]);
    for (vendor, files) in vendors {
        let files: Vec<(String, String)> =
            files.into_iter().map(|(name, text)| (format!("{vendor}/{name}"), text)).collect();
        let (mut sources, mut report) = (Sources::default(), Report::default());
        let loaded = load_vendor(&files, &mut sources, &mut report);
        let told: Vec<String> = report
            .diagnostics
            .iter()
            // The pieces are short, and stand among sentences that say what they are.
            .filter(|told| ![codes::UNDOCUMENTED, codes::NOBODY_TELLS].contains(&told.code))
            .map(|told| format!("{}: {}", sources.position(&told.origin), told.message))
            .collect();
        assert!(told.is_empty(), "specs/README.md, {vendor}:\n{}", told.join("\n"));
        assert!(loaded.is_some(), "{vendor}");
    }
}
