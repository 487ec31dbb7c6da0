//! Puts the texts of the specs into the crate, so that it needs no file at run time.

use std::fmt::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    println!("cargo::rerun-if-changed={}", specs.display());
    let mut code = String::from("&[\n");
    for vendor in sorted(&specs)?.into_iter().filter(|path| path.join("vendor.yaml").is_file()) {
        let folder = vendor.file_name().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(code, "    ({folder:?}, &[")?;
        for path in sorted(&vendor)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "yaml")) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let path = path.canonicalize()?;
            writeln!(code, "        ({:?}, include_str!({:?})),", name, path.display().to_string())?;
        }
        code.push_str("    ]),\n");
    }
    code.push(']');
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    std::fs::write(Path::new(&out).join("specs.rs"), code)?;
    Ok(())
}

/// Entries by name, whatever the file system's order.
fn sorted(folder: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let mut paths = std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
