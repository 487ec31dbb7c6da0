//! `codegen generate`, and `codegen` alone: specs in, client out.

use std::path::Path;
use std::process::ExitCode;

use anstream::{eprintln, println};
use clap::Args;
use codegen::output::{Changes, Output};
use codegen::specs::Specs;
use codegen::{Failure, Generator};
use vendor_model::diagnostic::Renderer;

use super::{Place, counted};

/// The folder that the client's vendors are in; all of it is ours.
const VENDORS: &str = "generated-client/src/vendors";
/// The client's manifest; a marked region is ours.
const MANIFEST: &str = "generated-client/Cargo.toml";
/// What editors know of the spec language.
const SCHEMA: &str = "specs/schema.json";

/// What it may be told.
#[derive(Args, Clone, Debug, Default)]
pub struct Generate {
    /// Change nothing; fail with a diff when the committed client is stale.
    #[arg(long)]
    pub check: bool,
}

/// Runs it.
pub fn run(arguments: &Generate, place: &Place) -> Result<ExitCode, Failure> {
    let root = place.root()?;
    let specs = Generator::new(root.join("specs")).read()?;
    if !specs.report.diagnostics.is_empty() {
        eprintln!("{}\n", specs.report.render(&specs.sources, &Renderer::styled()));
    }
    let (errors, warnings) = codegen::counts(&specs);
    if errors > 0 {
        eprintln!("error: {}; nothing was written", counted(errors, "mistake"));
        return Ok(ExitCode::FAILURE);
    }
    let output = codegen::client(&specs)?;
    let folder = root.join(VENDORS);
    let beside = stale(&root, beside(&root, &specs)?)?;
    if arguments.check {
        let changes = output.changes(&folder)?;
        if changes.is_empty() && beside.is_empty() {
            println!("The client is up to date with {}.", counted(specs.vendors.len(), "vendor"));
            return Ok(ExitCode::SUCCESS);
        }
        show(&output, &folder, &changes)?;
        for file in &beside {
            print_diff(file.name, &file.committed, &file.text);
        }
        eprintln!("error: the committed client is stale; run `cargo run -p codegen` and commit what it writes");
        return Ok(ExitCode::FAILURE);
    }
    let changes = output.write(&folder)?;
    for file in &beside {
        codegen::output::replace(&root.join(file.name), file.text.as_bytes())?;
    }
    report(&specs, &output, &changes, &beside);
    if warnings > 0 {
        println!("{}.", counted(warnings, "warning"));
    }
    Ok(ExitCode::SUCCESS)
}

/// A file outside the vendors' folder that is ours, or in part.
struct Beside {
    name: &'static str,
    text: String,
    committed: String,
}

/// The files outside the vendors' folder as they should be.
fn beside(root: &Path, specs: &Specs) -> Result<Vec<(&'static str, String)>, Failure> {
    let manifest = std::fs::read_to_string(root.join(MANIFEST))?;
    Ok(vec![(MANIFEST, codegen::features(&manifest, specs)?), (SCHEMA, codegen::schema()?)])
}

/// Those that are not as they should be.
fn stale(root: &Path, files: Vec<(&'static str, String)>) -> Result<Vec<Beside>, Failure> {
    let mut stale = Vec::new();
    for (name, text) in files {
        let committed = match std::fs::read_to_string(root.join(name)) {
            Ok(committed) => committed,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Failure::Io(error)),
        };
        if committed != text {
            stale.push(Beside { name, text, committed });
        }
    }
    Ok(stale)
}

fn report(specs: &Specs, output: &Output, changes: &Changes, beside: &[Beside]) {
    println!(
        "{:<16} {:>10} {:>8} {:>6} {:>12} {:>8}",
        "vendor", "operations", "examples", "codes", "open points", "lines"
    );
    for vendor in &specs.vendors {
        let examples: usize = vendor.operations.iter().map(|o| o.examples.len()).sum();
        let open_points: usize =
            vendor.open_points.len() + vendor.operations.iter().map(|o| o.open_points.len()).sum::<usize>();
        let lines: usize = output
            .files()
            .filter(|(path, _)| path.starts_with(&vendor.name))
            .map(|(_, text)| text.lines().count())
            .sum();
        println!(
            "{:<16} {:>10} {:>8} {:>6} {:>12} {:>8}",
            vendor.name,
            vendor.operations.len(),
            examples,
            vendor.codes.len(),
            open_points,
            lines
        );
    }
    if changes.is_empty() && beside.is_empty() {
        println!("Nothing changed.");
    }
    for (what, paths) in [("added", &changes.added), ("changed", &changes.changed), ("removed", &changes.removed)] {
        for path in paths {
            println!("{what:<8} {VENDORS}/{}", path.display());
        }
    }
    for file in beside {
        println!("changed  {}", file.name);
    }
}

fn show(output: &Output, folder: &Path, changes: &Changes) -> Result<(), Failure> {
    for path in changes.added.iter().chain(&changes.changed).chain(&changes.removed) {
        let old = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
        let new = output.text(path).unwrap_or_default();
        let name = format!("{VENDORS}/{}", path.display());
        if path == Path::new("MANIFEST") {
            eprintln!("{name} does not match what should be there");
        } else {
            print_diff(&name, &old, new);
        }
    }
    Ok(())
}

fn print_diff(name: &str, old: &str, new: &str) {
    let diff = similar::TextDiff::from_lines(old, new);
    eprintln!(
        "{}",
        diff.unified_diff().context_radius(3).header(&format!("committed {name}"), &format!("generated {name}"))
    );
}
