//! What people with private vendors write; and clients of drafts, which are made of samples alone.

#[path = "build/drafts.rs"]
mod drafts;

fn main() {
    let out = std::env::var("OUT_DIR").unwrap_or_default();
    if let Err(failure) = codegen::Generator::new("specs").write_to(&out) {
        eprintln!("{failure}");
        std::process::exit(1);
    }
    if let Err(failure) = drafts::write("../../codegen/tests/draft/samples".as_ref(), &out) {
        eprintln!("{failure}");
        std::process::exit(1);
    }
}
