//! Holds specs, committed client and tests together at every build: mistakes in a spec and a stale client stop
//! it, each example becomes a test, and each code of each page a call.

use std::path::Path;
use std::process::ExitCode;

use codegen::{Failure, Generator};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let client = root.join("generated-client");
    let vendors = client.join("src/vendors");
    for path in [root.join("specs"), vendors.clone(), client.join("Cargo.toml")] {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let specs = Generator::new(root.join("specs")).read()?;
    codegen::refuse_mistakes(&specs)?;
    let changes = codegen::client(&specs)?.changes(&vendors)?;
    let manifest = std::fs::read_to_string(client.join("Cargo.toml"))?;
    if !changes.is_empty() || codegen::features(&manifest, &specs)? != manifest {
        println!("cargo::error=the committed client is stale: run `cargo run -p codegen`");
        return Ok(());
    }
    let tests = codegen::conformance::tests(&specs.vendors)?;
    let out = std::env::var_os("OUT_DIR").ok_or_else(|| std::io::Error::other("cargo sets OUT_DIR"))?;
    std::fs::write(Path::new(&out).join("examples.rs"), tests)?;
    std::fs::write(Path::new(&out).join("codes.rs"), codegen::conformance::codes(&specs.vendors)?)?;
    Ok(())
}
