//! `codegen coverage`: what the examples show.

use std::path::PathBuf;
use std::process::ExitCode;

use anstream::{eprintln, print, println};
use clap::{Args, ValueEnum};
use codegen::coverage::{self, Floors, Kind};
use codegen::{Failure, Generator};
use vendor_model::diagnostic::Renderer;

use super::{Place, counted};

/// Say what the examples show, by vendor and page, and what no example shows.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Columns: examples (once for each format) proven by the page, confirmed by other sources, made by us; then how many of
all are shown by an example: successes in each format, arms of replies, codes that the page lists, fields and values
of enums, sent and received apart; open points whose reading is guessed; and the share of all items in percent.
An arm that puts a call in doubt is not counted, since no example can end there.

Examples:
  codegen coverage
  codegen coverage acme --summary
  codegen coverage --format json | jq '.[] | {vendor, percent}'
  codegen coverage --fail-under 90                              in CI
  codegen coverage --floor conformance-tests/coverage.json      fails when a figure fell
  codegen coverage --write-floor conformance-tests/coverage.json

Exit status: 0; 1 when a figure is too low, or a vendor is unknown; 2 when the specs can't be read.")]
pub struct Coverage {
    /// Only these vendors.
    #[arg(value_name = "VENDOR")]
    vendors: Vec<String>,
    /// How to say it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The table alone.
    #[arg(long)]
    summary: bool,
    /// Fail when the examples of a vendor show less than this share of it.
    #[arg(long, value_name = "PERCENT")]
    fail_under: Option<f64>,
    /// Fail when a figure lies below the one in this file.
    #[arg(long, value_name = "FILE")]
    floor: Option<PathBuf>,
    /// Write today's figures as the floor.
    #[arg(long, value_name = "FILE")]
    write_floor: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table.
    Text,
    /// For tools.
    Json,
}

/// Runs it.
pub fn run(arguments: &Coverage, place: &Place) -> Result<ExitCode, Failure> {
    let specs = Generator::new(place.root()?.join("specs")).read()?;
    let (errors, _) = specs.report.counts();
    if errors > 0 {
        eprintln!("{}\n", specs.report.render(&specs.sources, &Renderer::styled()));
        eprintln!("error: {}", counted(errors, "mistake"));
        return Ok(ExitCode::from(2));
    }
    let wanted = |name: &String| arguments.vendors.is_empty() || arguments.vendors.contains(name);
    if let Some(unknown) = arguments.vendors.iter().find(|name| !specs.vendors.iter().any(|v| v.name == **name)) {
        let known: Vec<&str> = specs.vendors.iter().map(|v| v.name.as_str()).collect();
        eprintln!("error: there is no vendor `{unknown}`; known are {}", known.join(", "));
        return Ok(ExitCode::FAILURE);
    }
    let coverage: Vec<coverage::Coverage> =
        specs.vendors.iter().filter(|v| wanted(&v.name)).map(|v| coverage::of(v, &specs.sources)).collect();
    match arguments.format {
        Format::Text => print!("{}", coverage::text(&coverage, !arguments.summary)),
        Format::Json => println!("{:#}", coverage::json(&coverage)),
    }
    let mut fell: Vec<String> = Vec::new();
    if let Some(percent) = arguments.fail_under {
        for vendor in &coverage {
            let shown = vendor.share(&Kind::ALL).tenths() as f64 / 10.0;
            if shown < percent {
                fell.push(format!("the examples of `{}` show {shown} % of it, less than {percent} %", vendor.vendor));
            }
        }
    }
    if let Some(path) = &arguments.floor {
        let text = std::fs::read_to_string(path)
            .map_err(|error| std::io::Error::new(error.kind(), format!("cannot read {}: {error}", path.display())))?;
        let floors = Floors::parse(&text)
            .map_err(|error| std::io::Error::other(format!("{} is no floor: {error}", path.display())))?;
        fell.extend(floors.below(&coverage).iter().map(ToString::to_string));
    }
    if let Some(path) = &arguments.write_floor {
        codegen::output::replace(path, Floors::of(&coverage).to_json().as_bytes())?;
    }
    for line in &fell {
        eprintln!("error: {line}");
    }
    Ok(if fell.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
