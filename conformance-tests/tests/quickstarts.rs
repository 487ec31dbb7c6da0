//! The examples run, each from its beginning to its end.
#![allow(clippy::duplicate_mod, reason = "each example is a program of its own")]

#[path = "../examples/blocking.rs"]
mod blocking;
#[path = "../examples/lost_answer.rs"]
mod lost_answer;
#[path = "../examples/quickstart_iletimerkezi.rs"]
mod quickstart_iletimerkezi;
#[path = "../examples/quickstart_organik.rs"]
mod quickstart_organik;
#[path = "../examples/quickstart_paywall.rs"]
mod quickstart_paywall;
#[path = "../examples/quickstart_sabapayamak.rs"]
mod quickstart_sabapayamak;

#[test]
fn every_example_runs() {
    for (name, main) in [
        ("quickstart_organik", quickstart_organik::main as fn() -> Result<(), Box<dyn std::error::Error>>),
        ("quickstart_iletimerkezi", quickstart_iletimerkezi::main),
        ("quickstart_sabapayamak", quickstart_sabapayamak::main),
        ("quickstart_paywall", quickstart_paywall::main),
        ("lost_answer", lost_answer::main),
        ("blocking", blocking::main),
    ] {
        main().unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    // None is forgotten.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let examples = std::fs::read_dir(folder).expect("the folder is there");
    let files = examples
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().extension().is_some_and(|end| end == "rs")));
    assert_eq!(files.count(), 6);
}
