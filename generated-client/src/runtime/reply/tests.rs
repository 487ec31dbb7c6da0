use super::*;
use crate::runtime::read::{Document, Limits};

const CODE: Path = &[Step::Name("r"), Step::Name("code")];
const FIRST: Path = &[Step::Name("r"), Step::Name("errors"), Step::First, Step::Name("code")];

fn json(text: &str) -> Document<'_> {
    Document::json(text.as_bytes(), Limits::default()).unwrap()
}

fn xml(text: &str) -> Document<'_> {
    Document::xml(text.as_bytes(), Limits::default()).unwrap()
}

fn passes(document: &Document<'_>, path: Path, test: Test) -> bool {
    let found = find(document.root(), Names::Exact, path).unwrap();
    test.passes(found, &|code| code == "96")
}

#[test]
fn what_every_item_has_to_pass_is_asked_of_every_item() {
    const EACH: Path = &[Step::Name("r"), Step::Name("errors"), Step::Each, Step::Name("code")];
    let every = |document: &Document<'_>| {
        passes_at(document.root(), Names::Exact, EACH, Test::Text(&["0"]), &|_| false).unwrap()
    };
    for document in [
        json(r#"{"r":{"errors":[{"code":"0"},{"code":0}]}}"#),
        json(r#"{"r":{"errors":{"code":"0"}}}"#),
        xml("<r><errors><code>0</code></errors><x/><errors><code>0</code></errors></r>"),
    ] {
        assert!(every(&document));
    }
    for document in [
        json(r#"{"r":{"errors":[{"code":"0"},{"code":"9"}]}}"#),
        json(r#"{"r":{"errors":[{"code":"0"},{}]}}"#),
        json(r#"{"r":{"errors":[{"code":"0"},null]}}"#),
        json(r#"{"r":{"errors":[]}}"#),
        json(r#"{"r":{"errors":null}}"#),
        json(r#"{"r":{}}"#),
        xml("<r><errors><code>0</code></errors><errors><code>9</code></errors></r>"),
        xml("<r><errors/></r>"),
    ] {
        assert!(!every(&document));
    }
}

#[test]
fn tests_ask_for_meaning_and_not_for_dress() {
    for document in [
        json(r#"{"r":{"code":true}}"#),
        json(r#"{"r":{"code":1}}"#),
        json(r#"{"r":{"code":"1"}}"#),
        json(r#"{"r":{"code":"true"}}"#),
        xml("<r><code>1</code></r>"),
        xml("<r><code>true</code></r>"),
    ] {
        assert!(passes(&document, CODE, Test::Boolean(true)));
        assert!(!passes(&document, CODE, Test::Boolean(false)));
    }
    for document in [json(r#"{"r":{"code":96}}"#), json(r#"{"r":{"code":"96"}}"#), xml("<r><code>96</code></r>")] {
        assert!(passes(&document, CODE, Test::Integer(&[1, 96])));
        assert!(passes(&document, CODE, Test::Text(&["96"])));
        assert!(passes(&document, CODE, Test::Prefix("9")));
        assert!(passes(&document, CODE, Test::KnownCode));
        assert!(!passes(&document, CODE, Test::NotKnownCode));
        assert!(!passes(&document, CODE, Test::Integer(&[])));
        assert!(passes(&document, CODE, Test::Range(96, 96)) && !passes(&document, CODE, Test::Range(97, i64::MAX)));
        assert!(passes(&document, CODE, Test::NotInteger(&[95])) && !passes(&document, CODE, Test::NotInteger(&[96])));
        assert!(passes(&document, CODE, Test::NotText(&["OK"])) && !passes(&document, CODE, Test::NotText(&["96"])));
    }
    assert!(passes(&json(r#"{"r":{"code":"97"}}"#), CODE, Test::NotKnownCode));
}

#[test]
fn what_is_not_there_passes_nothing_but_that_it_is_not_there() {
    let typed = [
        Test::Boolean(false),
        Test::Boolean(true),
        Test::Integer(&[0, 1]),
        Test::Text(&["", "null", "false"]),
        Test::Prefix(""),
        Test::NotText(&[]),
        Test::NotInteger(&[]),
        Test::Range(i64::MIN, i64::MAX),
        Test::KnownCode,
        Test::NotKnownCode,
    ];
    for text in
        ["{}", r#"{"r":null}"#, r#"{"r":{}}"#, r#"{"r":[]}"#, r#"{"r":"code"}"#, r#"{"r":{"Code":1}}"#, "[]", "1"]
    {
        let document = json(text);
        assert!(typed.iter().all(|test| !passes(&document, CODE, *test)), "{text}");
        assert!(passes(&document, CODE, Test::Absent) && passes(&document, CODE, Test::Empty), "{text}");
        assert!(!passes(&document, CODE, Test::Present) && !passes(&document, CODE, Test::NotEmpty), "{text}");
    }
    // Null and empty are there, and pass no test of a type.
    let document = json(r#"{"r":{"code":null}}"#);
    assert!(typed.iter().all(|test| !passes(&document, CODE, *test)));
    for document in [document, json(r#"{"r":{"code":""}}"#), json(r#"{"r":{"code":[]}}"#), xml("<r><code/></r>")] {
        assert!(passes(&document, CODE, Test::Present) && passes(&document, CODE, Test::Empty));
        assert!(!passes(&document, CODE, Test::Absent) && !passes(&document, CODE, Test::NotEmpty));
        assert!(!passes(&document, CODE, Test::NotKnownCode) && !passes(&document, CODE, Test::KnownCode));
    }
    // Of another type.
    for text in [r#"{"r":{"code":{"a":1}}}"#, r#"{"r":{"code":[1]}}"#] {
        assert!(typed.iter().all(|test| !passes(&json(text), CODE, *test)), "{text}");
        assert!(passes(&json(text), CODE, Test::NotEmpty));
    }
}

#[test]
fn the_first_of_several_is_found_in_every_dress() {
    for document in [
        json(r#"{"r":{"errors":[{"code":96},{"code":97}]}}"#),
        json(r#"{"r":{"errors":{"code":96}}}"#),
        xml("<r><errors><code>96</code></errors><errors><code>97</code></errors></r>"),
    ] {
        assert!(passes(&document, FIRST, Test::Integer(&[96])));
    }
    for text in [r#"{"r":{"errors":[]}}"#, r#"{"r":{"errors":null}}"#, r#"{"r":{}}"#] {
        assert!(passes(&json(text), FIRST, Test::Absent), "{text}");
    }
}

#[test]
fn a_mark_that_is_there_twice_is_no_mark() {
    let document = xml("<r><code>1</code><code>0</code></r>");
    let error = find(document.root(), Names::Exact, CODE).unwrap_err();
    assert_eq!(error.field(), "code");
    // The same by another spelling.
    let document = json(r#"{"r":{"code":1,"CODE":0}}"#);
    assert!(find(document.root(), Names::IgnoreAsciiCase, CODE).is_err());
    assert!(find(document.root(), Names::Exact, CODE).unwrap().is_some());
}

const ARMS: &[Arm] = &[
    Arm { name: "refused", verdict: Verdict::Rejected, when: &[When::Is(CODE, Test::Integer(&[0]))], ..Arm::EMPTY },
    Arm { name: "forbidden", verdict: Verdict::Rejected, when: &[When::Http(&[(401, 401), (403, 404)])], ..Arm::EMPTY },
    Arm {
        name: "done",
        verdict: Verdict::Success,
        when: &[When::Http(&[(200, 299)]), When::Is(CODE, Test::Integer(&[1]))],
        ..Arm::EMPTY
    },
    Arm {
        name: "without",
        verdict: Verdict::Success,
        when: &[When::Http(&[(200, 299)]), When::Is(CODE, Test::Absent)],
        ..Arm::EMPTY
    },
];

#[test]
fn the_first_arm_whose_conditions_all_hold_wins() {
    let choice = |status, document: Option<&Document<'_>>| {
        let headers = HeaderMap::new();
        let head = Head { status, headers: &headers };
        let root = document.map(Document::root);
        let arm = ARMS.iter().find(|arm| holds(arm, Names::Exact, head, root, &|_| false).unwrap());
        arm.map(|arm| arm.name)
    };
    let (yes, no, other) = (json(r#"{"r":{"code":1}}"#), json(r#"{"r":{"code":0}}"#), json("{}"));
    assert_eq!(choice(200, Some(&yes)), Some("done"));
    assert_eq!(choice(200, Some(&no)), Some("refused"));
    assert_eq!(choice(401, Some(&no)), Some("refused"));
    assert_eq!(choice(401, Some(&yes)), Some("forbidden"));
    for status in [402, 405, 500, 199, 300] {
        assert_eq!(choice(status, Some(&yes)), None, "{status}");
    }
    assert_eq!(choice(200, Some(&other)), Some("without"));
    // Without a document not even an absence holds.
    assert_eq!(choice(200, None), None);
    assert_eq!(choice(404, None), Some("forbidden"));
}

#[test]
fn the_first_text_that_is_not_empty_counts() {
    let document = json(r#"{"r":{"code":" ","number":96,"message":{"a":1}}}"#);
    let paths: &[Path] = &[CODE, &[Step::Name("r"), Step::Name("message")], &[Step::Name("r"), Step::Name("number")]];
    assert_eq!(first_text(document.root(), Names::Exact, paths).as_deref(), Some("96"));
    assert_eq!(first_text(document.root(), Names::Exact, &[CODE]), None);
}

#[test]
fn what_is_none_of_these_is_still_a_text_or_a_number() {
    let test = Test::NotText(&["OK", "DONE"]);
    for (text, due) in [("NO", true), ("ok", true), ("OK", false), (" OK ", false), ("", false), (" ", false)] {
        let document = json_of(text);
        assert_eq!(passes(&json(&document), CODE, test), due, "{text}");
    }
    for (text, due) in [("1", true), ("00", false), ("x", false), ("", false)] {
        let document = json_of(text);
        assert_eq!(passes(&json(&document), CODE, Test::NotInteger(&[0])), due, "{text}");
    }
}

fn json_of(code: &str) -> String {
    format!(r#"{{"r":{{"code":"{code}"}}}}"#)
}
