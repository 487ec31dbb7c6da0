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
    let folder = root.join("generated-client/src/vendors");
    let manifest_path = root.join("generated-client/Cargo.toml");
    let manifest = std::fs::read_to_string(&manifest_path)?;
    let features = codegen::features(&manifest, &specs)?;
    if arguments.check {
        let changes = output.changes(&folder)?;
        if changes.is_empty() && features == manifest {
            println!("The client is up to date with {}.", counted(specs.vendors.len(), "vendor"));
            return Ok(ExitCode::SUCCESS);
        }
        show(&output, &folder, &changes)?;
        if features != manifest {
            print_diff("generated-client/Cargo.toml", &manifest, &features);
        }
        eprintln!("error: the committed client is stale; run `cargo run -p codegen` and commit what it writes");
        return Ok(ExitCode::FAILURE);
    }
    let changes = output.write(&folder)?;
    if features != manifest {
        codegen::output::replace(&manifest_path, features.as_bytes())?;
    }
    report(&specs, &output, &changes);
    if warnings > 0 {
        println!("{}.", counted(warnings, "warning"));
    }
    Ok(ExitCode::SUCCESS)
}

fn report(specs: &Specs, output: &Output, changes: &Changes) {
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
    if changes.is_empty() {
        println!("Nothing changed.");
    }
    for (what, paths) in [("added", &changes.added), ("changed", &changes.changed), ("removed", &changes.removed)] {
        for path in paths {
            println!("{what:<8} generated-client/src/vendors/{}", path.display());
        }
    }
}

fn show(output: &Output, folder: &Path, changes: &Changes) -> Result<(), Failure> {
    for path in changes.added.iter().chain(&changes.changed).chain(&changes.removed) {
        let old = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
        let new = output.text(path).unwrap_or_default();
        let name = format!("generated-client/src/vendors/{}", path.display());
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
