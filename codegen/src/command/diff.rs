//! `codegen diff`: what changed between two readings of the specs, and whom it breaks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{eprintln, print, println};
use clap::{Args, ValueEnum};
use codegen::diff::{self, Step, Version};
use codegen::revision::Revision;
use codegen::specs::Specs;
use codegen::{Failure, Generator};
use vendor_model::diagnostic::Renderer;

use super::{Place, counted};

/// Say what changed in the specs, and whom it breaks.
///
/// Each side is a folder (one that holds vendors, or one that holds `specs/`) or a revision of git. A folder wins
/// when there is both; write `./name` or `refs/heads/name` to be clear. Shapes are compared by what they mean:
/// comments, names of files and the order of operations are no change.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  codegen diff                              what is not committed yet
  codegen diff origin/main                  this branch, before a review
  codegen diff v0.1.0 v0.2.0 --format markdown
  codegen diff HEAD~1 --deny breaking       in CI

A change breaks when correct code may not compile, or when an existing call sends something else, is refused before
it is sent, or has its outcome told otherwise. Before 1.0 such a change raises the second number of the version. A
mended spec, where the vendor never took the old request, is a fix all the same; only people can know that.

Exit status: 0 when both sides could be compared; 1 when something is denied; 2 when a side can't be read.")]
pub struct Diff {
    /// What was: a revision or a folder.
    #[arg(default_value = "HEAD")]
    old: String,
    /// What is: a revision or a folder; without it the specs as they are now.
    new: Option<String>,
    /// How to say it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// End with status 1 if there is such a change.
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// The version of the old side, from which the next one is counted.
    #[arg(long, value_name = "VERSION", default_value = env!("CARGO_PKG_VERSION"))]
    version_of_old: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// For tools.
    Json,
    /// For a review.
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Whatever breaks those who use the client.
    Breaking,
    /// Whatever changes at all.
    Any,
}

/// Runs it.
pub fn run(arguments: &Diff, place: &Place) -> Result<ExitCode, Failure> {
    match compare(arguments, place) {
        Ok(step) => {
            let denied = match arguments.deny {
                Some(Deny::Breaking) => step == Step::Breaking,
                Some(Deny::Any) => step != Step::None,
                None => false,
            };
            Ok(if denied { ExitCode::FAILURE } else { ExitCode::SUCCESS })
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            Ok(ExitCode::from(2))
        }
    }
}

fn compare(arguments: &Diff, place: &Place) -> Result<Step, Failure> {
    let version = Version::parse(&arguments.version_of_old)
        .ok_or_else(|| std::io::Error::other(format!("`{}` is no version such as 0.1.0", arguments.version_of_old)))?;
    let old = Side::named(&arguments.old, place)?;
    let new = match &arguments.new {
        Some(name) => Side::named(name, place)?,
        None => Side::Folder(place.root()?.join("specs")),
    };
    let (old, new) = (read(&old, "old")?, read(&new, "new")?);
    let (old_code, new_code) = (codegen::client(&old)?, codegen::client(&new)?);
    let before = diff::Specs { vendors: &old.vendors, sources: &old.sources };
    let after = diff::Specs { vendors: &new.vendors, sources: &new.sources };
    let mut comparison = diff::compare(before, after);
    let (old_files, new_files): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (old_code.files().collect(), new_code.files().collect());
    diff::generated::check(&mut comparison, (before, &old_files), (after, &new_files));
    match arguments.format {
        Format::Text => print!("{}", diff::text(&comparison, version)),
        Format::Markdown => print!("{}", diff::markdown(&comparison, version)),
        Format::Json => println!("{:#}", diff::json(&comparison, version)),
    }
    Ok(comparison.step())
}

/// Where a side is read from.
enum Side {
    Folder(PathBuf),
    Revision(Revision),
}

impl Side {
    fn named(name: &str, place: &Place) -> Result<Self, Failure> {
        let folder = Path::new(name);
        if folder.is_dir() {
            let below = folder.join("specs");
            return Ok(Self::Folder(if below.is_dir() { below } else { folder.to_path_buf() }));
        }
        Ok(Self::Revision(Revision::read(&place.root()?, name)?))
    }
}

fn read(side: &Side, which: &str) -> Result<Specs, Failure> {
    let folder = match side {
        Side::Folder(folder) => folder.clone(),
        Side::Revision(revision) => revision.specs(),
    };
    let specs = Generator::new(folder).read()?;
    let (errors, _) = specs.report.counts();
    if errors > 0 {
        let said = specs.report.render(&specs.sources, &Renderer::plain());
        return Err(Failure::Specs(format!("the {which} side has {}\n\n{said}", counted(errors, "mistake"))));
    }
    Ok(specs)
}
