//! Input that somebody wrote to do harm, or a tool broke.

use std::time::{Duration, Instant};

use vendor_model::diagnostic::{Renderer, codes};
use vendor_model::specs::Specs;

use crate::base::{P, V, files, told};

/// What is said of a page of these bytes.
fn told_of_page(text: String) -> String {
    let mut files = files(&("page", &[]));
    files[1].1 = text;
    let start = Instant::now();
    let told = told(&files);
    assert!(start.elapsed() < Duration::from_secs(10), "it took {:?}", start.elapsed());
    assert!(told.len() < 64 * 1024, "it says {} bytes", told.len());
    told
}

#[test]
fn what_editors_leave_behind_is_no_mistake() {
    for change in [
        |text: &str| format!("\u{feff}{text}"),
        |text: &str| text.replace('\n', "\r\n"),
        |text: &str| format!("# a comment\n\n{text}\n\n"),
        |text: &str| format!("%YAML 1.2\n---\n{text}...\n"),
    ] {
        let files: Vec<_> = files(&("nothing", &[])).into_iter().map(|(name, text)| (name, change(&text))).collect();
        assert_eq!(told(&files), "");
    }
}

/// Positions are those that an editor shows, whatever stands before.
#[test]
fn positions_count_characters() {
    let case = files(&(
        "persian",
        &[
            (P, "- { value: gift, summary: A present. }", "- { value: \"هدیه 🎁 ürün\", as: Gift }"),
            (P, "{ kind: [gift] }", "{ kind: [\"هدیه 🎁 ürün\"] }"),
            (P, "kind: gift, until", "kind: \"هدیه 🎁 ürün\", until"),
        ],
    ));
    let with_mark: Vec<_> =
        case.iter().map(|(name, text)| (name.clone(), format!("\u{feff}{}", text.replace('\n', "\r\n")))).collect();
    assert_eq!(told(&with_mark), told(&case));
    insta::assert_snapshot!(told(&case));
}

#[test]
fn bombs_are_refused_quickly_and_briefly() {
    let depth = 100_000;
    let mut told = String::new();
    for (name, bomb) in [
        ("lists", "[".repeat(depth)),
        ("mappings", "{a: ".repeat(depth)),
        ("lists in a block", "- ".repeat(depth)),
        ("keys", "? ".repeat(depth)),
        ("indentation", (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect()),
        ("closing", "]".repeat(depth)),
        ("aliases", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n".to_owned()),
        ("a long line", format!("source: {}", "x".repeat(1_000_000))),
        ("a large file", "# nothing\n".repeat(300_000)),
        ("a large file of one line", "#".repeat(3 * 1024 * 1024)),
        ("quotes", "\"".repeat(depth - 1)),
        ("tags", "!".repeat(depth)),
        ("nothing", String::new()),
        ("nothing but blanks", " ".repeat(depth)),
    ] {
        let said = told_of_page(bomb);
        assert!(!said.is_empty(), "nothing is said of {name}");
        let first: String =
            said.lines().map(|line| format!("{}\n", line.chars().take(160).collect::<String>())).take(8).collect();
        told.push_str(&format!("## {name}\n\n{first}\n"));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn ten_thousand_mistakes_are_told_in_time() {
    let fields: String = (0..10_000).map(|i| format!("        \"ü{i}\": {{ type: txt }}\n")).collect();
    let text = format!(
        "source: {{ title: Many, read: 2026-11-22 }}\noperations:\n  many:\n    summary: Many.\n    safety: read\n    method: POST\n    request:\n      fields:\n{fields}"
    );
    let mut files = files(&("page", &[]));
    files.push(("acme/many.yaml".to_owned(), text));
    let start = Instant::now();
    let told = told(&files);
    assert!(start.elapsed() < Duration::from_secs(60), "it took {:?}", start.elapsed());
    assert!(told.contains("there is no type `txt`"));
}

/// Texts that pretend to be something else never reach the terminal as they are, where they stand in a message.
#[test]
fn messages_escape_what_they_quote() {
    let case = files(&(
        "escape",
        &[
            (P, "name: optional text", "\"\\e[31mred\\u202e\": optional text"),
            (V, "arm: refused", "arm: \"re\\nfused\""),
        ],
    ));
    let told = told(&case);
    assert!(!told.contains('\u{1b}') && !told.contains('\u{202e}'), "{told}");
    insta::assert_snapshot!(told);
}

/// Texts that are allowed to hold anything do no harm to the reader.
#[test]
fn texts_may_hold_anything() {
    for text in [
        "```\\nfn main() {}\\n```",
        "*/ #[x] //! \\r \\r\\n",
        "\\u202e\\u2066\\ufeff",
        "\\0\\x07\\e",
        "``````````````",
        "'\\\"\\\\",
    ] {
        let case = files(&("text", &[]));
        let case: Vec<_> = case
            .into_iter()
            .map(|(name, body)| {
                (
                    name,
                    body.replace("summary: Make a voucher.", &format!("summary: \"{text}\""))
                        .replace("title: Acme Vouchers", &format!("title: \"{text}\"")),
                )
            })
            .collect();
        assert_eq!(told(&case), "", "{text}");
    }
}

/// A folder with files of every kind: what can't be read is told with its place, and other vendors are read.
#[test]
fn a_folder_is_read_as_far_as_possible() {
    let folder = tempfile::tempdir().expect("a folder");
    for (vendor, change) in [("acme", None), ("borken", Some(b"\xff\xfe".as_slice()))] {
        let at = folder.path().join("specs").join(vendor);
        std::fs::create_dir_all(&at).expect("a folder");
        for (name, text) in files(&("nothing", &[])) {
            let name = name.rsplit('/').next().expect("a name").to_owned();
            let mut bytes = text.replace("vendor: acme", &format!("vendor: {vendor}")).into_bytes();
            if let Some(change) = change
                && name == "vouchers.yaml"
            {
                let middle = bytes.windows(7).position(|w| w == b"present").expect("a word");
                bytes.splice(middle..middle, change.iter().copied());
            }
            std::fs::write(at.join(name), bytes).expect("a file");
        }
    }
    std::fs::write(folder.path().join("specs/README.md"), "not a vendor").expect("a file");
    std::fs::create_dir(folder.path().join("specs/empty")).expect("a folder");
    let mut specs = Specs::read(&folder.path().join("specs")).expect("a folder that can be read");
    assert_eq!(specs.vendors.iter().map(|v| v.name.as_str()).collect::<Vec<_>>(), ["acme"]);
    specs.report.diagnostics.retain(|diagnostic| diagnostic.code != codes::UNDOCUMENTED);
    insta::assert_snapshot!(specs.report.render(&specs.sources, &Renderer::plain()));
}

/// A vendor's name is its folder's, so that no two vendors have one name.
#[test]
fn a_vendor_is_called_as_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    for vendor in ["acme", "other"] {
        let at = folder.path().join("specs").join(vendor);
        std::fs::create_dir_all(&at).expect("a folder");
        for (name, text) in files(&("nothing", &[])) {
            std::fs::write(at.join(name.rsplit('/').next().expect("a name")), text).expect("a file");
        }
    }
    let mut specs = Specs::read(&folder.path().join("specs")).expect("a folder that can be read");
    specs.report.diagnostics.retain(|diagnostic| diagnostic.code != codes::UNDOCUMENTED);
    insta::assert_snapshot!(specs.report.render(&specs.sources, &Renderer::plain()));
}
