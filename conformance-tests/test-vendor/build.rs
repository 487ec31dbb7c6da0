//! What people with private vendors write.

fn main() {
    let out = std::env::var("OUT_DIR").unwrap_or_default();
    if let Err(failure) = codegen::Generator::new("specs").write_to(&out) {
        eprintln!("{failure}");
        std::process::exit(1);
    }
}
