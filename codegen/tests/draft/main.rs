//! `codegen new`: each folder of samples becomes a spec without mistakes, from which a client can be made, and which
//! holds no secret. `conformance-tests/test-vendor/tests/drafts.rs` holds the drafts against their samples.

mod command;

use std::fs;
use std::path::{Path, PathBuf};

use codegen::draft::{self, Draft, Sample, Wanted};
use codegen::rust::{self, Front};
use vendor_model::diagnostic::Renderer;
use vendor_model::{Report, Sources, load_vendor};

/// The folder of all cases.
fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/draft/samples")
}

/// What stands in the samples as a credential.
const SECRETS: [&str; 8] = [
    "5eed0001aaaabbbbccccdddd00001111",
    "c0ffee00c0ffee11c0ffee22c0ffee33",
    "s3cret99",
    "ali",
    "0123456789abcdef0123",
    "eyJhbGciOiJIUzI1NiJ9",
    "pub-key-0001",
    "tok-abcdef-123456",
];

fn cases() -> Vec<String> {
    let mut cases: Vec<String> = fs::read_dir(samples())
        .expect("the samples")
        .map(|entry| entry.expect("a folder").file_name().to_string_lossy().into_owned())
        .collect();
    cases.sort();
    cases
}

fn drafted(case: &str, fixtures: bool) -> (Wanted, Draft) {
    let mut files: Vec<PathBuf> =
        fs::read_dir(samples().join(case)).expect("a case").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let of = |word: &str| -> Vec<Sample> {
        let is = |path: &&PathBuf| path.to_string_lossy().contains(&format!(".{word}."));
        let read = |path: &PathBuf| {
            let stem = path.file_name().expect("a name").to_string_lossy().split('.').next().unwrap_or("").to_owned();
            Sample::read(&stem, &fs::read_to_string(path).expect("a sample"))
        };
        files.iter().filter(is).map(read).collect()
    };
    let wanted = Wanted {
        vendor: case.replace('-', "_"),
        operation: "call".to_owned(),
        title: Some("Samples".to_owned()),
        url: None,
        read: "2026-11-24".to_owned(),
        requests: of("request"),
        replies: of("reply"),
        refused: of("refused"),
        fixtures,
    };
    let draft = draft::draft(&wanted, None);
    (wanted, draft)
}

#[test]
fn each_draft_is_a_spec_and_a_client() {
    let cases = cases();
    assert!(cases.len() >= 10, "{cases:?}");
    for case in cases {
        let (wanted, draft) = drafted(&case, false);
        let vendor = draft.vendor.expect("a new vendor");
        insta::assert_snapshot!(case.clone(), format!("{vendor}---\n{}", draft.page));
        let name = &wanted.vendor;
        let files = [(format!("specs/{name}/vendor.yaml"), vendor), (format!("specs/{name}/call.yaml"), draft.page)];
        let (mut sources, mut report) = (Sources::default(), Report::default());
        let vendor = load_vendor(&files, &mut sources, &mut report);
        assert!(!report.has_errors(), "{case}: {}", report.render(&sources, &Renderer::plain()));
        let vendor = vendor.unwrap_or_else(|| panic!("{case}: no vendor"));
        let call = vendor.operation("call").expect("the operation");
        let shown = wanted.replies.len() + wanted.refused.len();
        assert_eq!(call.examples.len(), shown, "{case}: every reply is an example");
        let files = rust::vendor(&vendor, Front::Committed).files("").expect("Rust");
        assert!(files.iter().all(|file| syn::parse_file(&file.text).is_ok()), "{case}");
    }
}

#[test]
fn no_credential_is_written_out() {
    let mut found = 0;
    for case in cases() {
        let (wanted, draft) = drafted(&case, true);
        let read: String = wanted.requests.iter().chain(&wanted.replies).map(|s| format!("{s:?}")).collect();
        found += SECRETS.iter().filter(|secret| read.contains(*secret)).count();
        let mut written = format!("{}{}", draft.vendor.unwrap_or_default(), draft.page);
        draft.fixtures.iter().for_each(|(_, text)| written.push_str(text));
        // A word that is part of others is looked for as a value.
        for secret in SECRETS {
            let value = [format!("\"{secret}\""), format!("={secret}"), format!(">{secret}<")];
            let there =
                if secret.len() < 6 { value.iter().any(|v| written.contains(v)) } else { written.contains(secret) };
            assert!(!there, "{case}: `{secret}` in\n{written}");
        }
    }
    assert!(found >= SECRETS.len(), "the samples hold them: {found}");
}

/// One that stands among other values is a secret field, whatever it looks like.
#[test]
fn a_secret_among_others_is_hidden() {
    let request = r#"{"order": {"amount": 5, "pin": 4321, "card": "x"}, "payer": {"name": "A"}}"#;
    let wanted = Wanted {
        vendor: "acme".to_owned(),
        operation: "call".to_owned(),
        read: "2026-11-24".to_owned(),
        requests: vec![Sample::read("one", request)],
        replies: vec![Sample::read("one", "<a><session_token>1234567</session_token><id>1</id></a>")],
        fixtures: true,
        ..Wanted::default()
    };
    let draft = draft::draft(&wanted, None);
    assert!(draft.page.contains("pin: { type: text, secret: true }"), "{}", draft.page);
    assert!(draft.page.contains("session_token: { type: text, secret: true }"), "{}", draft.page);
    let mut written = draft.page + &draft.vendor.unwrap_or_default();
    draft.fixtures.iter().for_each(|(_, text)| written.push_str(text));
    assert!(!written.contains("4321") && !written.contains("1234567"), "{written}");
}

#[test]
fn fixtures_are_the_samples() {
    let (_, draft) = drafted("envelope", true);
    let names: Vec<&str> = draft.fixtures.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        names,
        [
            "envelope/call/paid.json.request.http",
            "envelope/call/paid.json.reply.http",
            "envelope/call/second.json.request.http",
            "envelope/call/second.json.reply.http",
            "envelope/call/wrong_key.json.reply.http",
        ]
    );
    let (_, request) = &draft.fixtures[0];
    assert!(request.starts_with("POST /v1/get-balance/json\n\n{\"request\": {\"authentication\": {\"key\": \"{{key}}\", \"hash\": \"{{hash}}\"}"), "{request}");
    assert!(draft.fixtures[4].1.starts_with("HTTP 401\n\n{"), "{}", draft.fixtures[4].1);
    assert!(draft.page.contains("proves: page"), "{}", draft.page);
}

/// Names that are no identifiers, texts that would become YAML, and bodies that are almost documents.
#[test]
fn odd_samples_make_no_mistakes() {
    let odd = [
        r##"{"ürün": "a # b", "no": "yes", "a b": "{x}", "1st": "- [x]", "class": {"fn": "\u0000\u2028"}, "a_b": 1, "A b": "2"}"##,
        r#"{"a": []}"#,
        r#"{"a": [[1, 2], [3]]}"#,
        r#"{"a": null, "b": {}}"#,
        "<a/>",
        "<a><b/><b>1</b></a>",
        "a=1&a=2&b[]=x",
        "plain text: with {holes} and [brackets] | \"quotes\"",
        "{broken",
        "",
    ];
    for (index, request) in odd.iter().enumerate() {
        for reply in odd {
            let wanted = Wanted {
                vendor: "odd".to_owned(),
                operation: "call".to_owned(),
                read: "2026-11-24".to_owned(),
                requests: vec![Sample::read("one", request)],
                replies: vec![Sample::read("one", reply)],
                ..Wanted::default()
            };
            let draft = draft::draft(&wanted, None);
            let files = [
                ("specs/odd/vendor.yaml".to_owned(), draft.vendor.unwrap_or_default()),
                ("specs/odd/call.yaml".to_owned(), draft.page),
            ];
            let (mut sources, mut report) = (Sources::default(), Report::default());
            let _ = load_vendor(&files, &mut sources, &mut report);
            let said = report.render(&sources, &Renderer::plain());
            assert!(
                !report.has_errors(),
                "request {index} `{request}`, reply `{reply}`: {said}\n{}\n{}",
                files[0].1,
                files[1].1
            );
        }
    }
}
