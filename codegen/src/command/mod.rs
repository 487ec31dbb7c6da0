//! The command line: a file for each subcommand. This one names them and says where they work.

mod completions;
mod coverage;
mod diff;
mod explain;
mod generate;
mod messages;
mod new;
mod openapi;
mod progress;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use codegen::Failure;

/// Generates the typed clients of `generated-client` from the vendor specs.
#[derive(Debug, Parser)]
#[command(name = "codegen", version, about)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    generate: generate::Generate,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the client; what happens when no command is given.
    Generate(generate::Generate),
    /// Tell what the code of a diagnostic means, with a wrong and a mended example.
    Explain(explain::Explain),
    Diff(diff::Diff),
    Coverage(coverage::Coverage),
    New(new::New),
    /// Print a vendor as an OpenAPI document, for users of other languages.
    Openapi(openapi::OpenApi),
    /// Write the client again whenever a spec is saved.
    Watch(watch::Watch),
    /// Print what a shell needs to complete the command line.
    Completions(completions::Completions),
}

/// Where the specs and the client are.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// The folder that holds `specs/` and `generated-client/`; by default the nearest above this one.
    #[arg(long, global = true, value_name = "FOLDER")]
    root: Option<PathBuf>,
}

impl Place {
    /// The named folder, or the nearest one, from here upwards, that holds specs and client.
    pub fn root(&self) -> Result<PathBuf, Failure> {
        if let Some(root) = &self.root {
            return Ok(root.clone());
        }
        let here = std::env::current_dir()?;
        let found =
            here.ancestors().find(|folder| folder.join("specs").is_dir() && folder.join("generated-client").is_dir());
        found.map(PathBuf::from).ok_or_else(|| {
            let message = format!(
                "neither {} nor a folder above it holds `specs/` and `generated-client/`; name it with `--root`",
                here.display()
            );
            Failure::Io(std::io::Error::new(std::io::ErrorKind::NotFound, message))
        })
    }
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let place = &arguments.place;
    match &arguments.command {
        None => generate::run(&arguments.generate, place),
        Some(Command::Generate(generate)) => generate::run(generate, place),
        Some(Command::Explain(explain)) => Ok(explain::run(explain)),
        Some(Command::Diff(diff)) => diff::run(diff, place),
        Some(Command::Coverage(coverage)) => coverage::run(coverage, place),
        Some(Command::New(new)) => new::run(new, place),
        Some(Command::Openapi(arguments)) => openapi::run(arguments, place),
        Some(Command::Watch(watch)) => watch::run(watch, place),
        Some(Command::Completions(completions)) => Ok(completions::run(completions)),
    }
}

/// `1 mistake`, `2 mistakes`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
