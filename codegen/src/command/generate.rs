//! `codegen generate`, and `codegen` alone: specs in, client out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{eprintln, println};
use clap::Args;
use codegen::cache::Cache;
use codegen::output::{Changes, Output};
use codegen::specs::Specs;
use codegen::work::Work;
use codegen::{Failure, Generator};

use super::messages::Messages;
use super::{Place, counted, progress};

/// What it may be told.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = "\
Examples:
  codegen                          write what the specs say
  codegen --check                  for CI: fail with a diff when something is stale
  codegen --deny-warnings          fail on warnings, too
  codegen --message-format json    diagnostics for a program
  codegen --timings                how long reading, resolving, emitting, formatting and writing took")]
pub struct Generate {
    /// Change nothing; fail with a diff when the committed client is stale.
    #[arg(long)]
    pub check: bool,
    #[command(flatten)]
    pub messages: Messages,
    /// Tell how long each phase took.
    #[arg(long)]
    pub timings: bool,
}

/// Runs it.
pub fn run(arguments: &Generate, place: &Place) -> Result<ExitCode, Failure> {
    generate(arguments, &place.root()?, &mut Cache::default())
}

/// Generates below that folder.
pub fn generate(arguments: &Generate, root: &Path, cache: &mut Cache) -> Result<ExitCode, Failure> {
    let mut work = progress::work();
    let code = work_on(arguments, root, &mut work, cache)?;
    if arguments.timings {
        for (phase, spent) in work.spent() {
            eprintln!("{phase:<8} {:>9.3} ms", spent.as_secs_f64() * 1000.0);
        }
    }
    Ok(code)
}

fn work_on(arguments: &Generate, root: &Path, work: &mut Work<'_>, cache: &mut Cache) -> Result<ExitCode, Failure> {
    let specs = Generator::new(root.join("specs")).read_in(work)?;
    work.hush();
    if !arguments.messages.tell(&specs) {
        return Ok(ExitCode::FAILURE);
    }
    let owned = [
        Owned { shown: CLIENT, folder: root.join(CLIENT), output: codegen::client_in(&specs, work, cache)? },
        Owned {
            shown: "specs",
            folder: root.join("specs"),
            output: work.phase("emit", "documents", || codegen::documents_in(&specs, cache))?,
        },
    ];
    let manifest_path = root.join("generated-client/Cargo.toml");
    let manifest = std::fs::read_to_string(&manifest_path)?;
    let features = codegen::features(&manifest, &specs)?;
    let for_people = arguments.messages.for_people();
    if arguments.check {
        let mut stale = features != manifest;
        for owned in &owned {
            let changes = work.phase("compare", owned.shown, || owned.output.changes(&owned.folder))?;
            stale |= !changes.is_empty();
            work.hush();
            show(owned, &changes);
        }
        if features != manifest {
            print_diff("generated-client/Cargo.toml", &manifest, &features);
        }
        if !stale {
            if for_people {
                println!("The client is up to date with {}.", counted(specs.vendors.len(), "vendor"));
            }
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!("error: the committed client is stale; run `cargo run -p codegen` and commit what it writes");
        return Ok(ExitCode::FAILURE);
    }
    work.hush();
    if for_people {
        table(&specs, &owned);
    }
    let mut nothing = features == manifest;
    for owned in &owned {
        let changes = work.phase("write", owned.shown, || owned.output.write(&owned.folder))?;
        nothing &= changes.is_empty();
        work.hush();
        if for_people {
            report(owned, &changes);
        }
    }
    if features != manifest {
        codegen::output::replace_alone(&manifest_path, features.as_bytes())?;
    }
    if for_people {
        if features != manifest {
            println!("{:<8} generated-client/Cargo.toml", "changed");
        }
        if nothing {
            println!("Nothing changed.");
        }
        let (_, warnings) = specs.report.counts();
        if warnings > 0 {
            println!("{}.", counted(warnings, "warning"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

const CLIENT: &str = "generated-client/src/vendors";

/// Files that this command owns below a folder.
struct Owned {
    /// The folder below the root.
    shown: &'static str,
    folder: PathBuf,
    output: Output,
}

fn table(specs: &Specs, owned: &[Owned]) {
    println!(
        "{:<16} {:>10} {:>8} {:>6} {:>12} {:>8}",
        "vendor", "operations", "examples", "codes", "open points", "lines"
    );
    for vendor in &specs.vendors {
        let examples: usize = vendor.operations.iter().map(|o| o.examples.len()).sum();
        let open_points: usize =
            vendor.open_points.len() + vendor.operations.iter().map(|o| o.open_points.len()).sum::<usize>();
        let client = owned.iter().filter(|owned| owned.shown == CLIENT).flat_map(|owned| owned.output.files());
        let lines: usize =
            client.filter(|(path, _)| path.starts_with(&vendor.name)).map(|(_, text)| text.lines().count()).sum();
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
}

fn report(owned: &Owned, changes: &Changes) {
    for (what, paths) in [("added", &changes.added), ("changed", &changes.changed), ("removed", &changes.removed)] {
        for path in paths {
            println!("{what:<8} {}/{}", owned.shown, path.display());
        }
    }
}

fn show(owned: &Owned, changes: &Changes) {
    for path in changes.added.iter().chain(&changes.changed).chain(&changes.removed) {
        let old = std::fs::read_to_string(owned.folder.join(path)).unwrap_or_default();
        let new = owned.output.text(path).unwrap_or_default();
        let name = format!("{}/{}", owned.shown, path.display());
        if path == Path::new("MANIFEST") {
            eprintln!("{name} does not match what should be there");
        } else {
            print_diff(&name, &old, new);
        }
    }
}

fn print_diff(name: &str, old: &str, new: &str) {
    let diff = similar::TextDiff::from_lines(old, new);
    eprintln!(
        "{}",
        diff.unified_diff().context_radius(3).header(&format!("committed {name}"), &format!("generated {name}"))
    );
}
