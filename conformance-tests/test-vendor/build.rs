//! What people with private vendors write, a test for each example of their specs, and clients of drafts, which are
//! made of samples alone.

#[path = "build/drafts.rs"]
mod drafts;

use std::path::Path;

use codegen::{Failure, Generator};

fn main() {
    let out = std::env::var("OUT_DIR").unwrap_or_default();
    if let Err(failure) = generate(Path::new(&out)) {
        eprintln!("{failure}");
        std::process::exit(1);
    }
    if let Err(failure) = drafts::write("../../codegen/tests/draft/samples".as_ref(), &out) {
        eprintln!("{failure}");
        std::process::exit(1);
    }
}

fn generate(out: &Path) -> Result<(), Failure> {
    let generator = Generator::new("specs");
    generator.write_to(out)?;
    let vendors = generator.read()?.vendors;
    let specs = "conformance-tests/test-vendor/specs";
    let tests = codegen::conformance::tests_of(&vendors, "test_vendor", specs)?;
    std::fs::write(out.join("examples.rs"), tests)?;
    std::fs::write(out.join("codes.rs"), codegen::conformance::codes_of(&vendors, "test_vendor", specs)?)?;
    Ok(())
}
