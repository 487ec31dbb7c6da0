//! `codegen openapi`: a vendor as an OpenAPI document, on standard output.

use std::process::ExitCode;

use anstream::{eprintln, print};
use clap::Args;
use codegen::{Failure, Generator, openapi};
use vendor_model::diagnostic::Renderer;

use super::Place;

/// What it may be told.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  codegen openapi acme > acme.json    for generators and tools of other languages")]
pub struct OpenApi {
    /// The vendor, as its folder is called.
    vendor: String,
}

/// Runs it.
pub fn run(arguments: &OpenApi, place: &Place) -> Result<ExitCode, Failure> {
    let specs = Generator::new(place.root()?.join("specs")).read()?;
    if let Some(vendor) = specs.vendors.iter().find(|vendor| vendor.name == arguments.vendor) {
        print!("{}", openapi::document(vendor));
        return Ok(ExitCode::SUCCESS);
    }
    if specs.report.has_errors() {
        eprintln!("{}\n", specs.report.render(&specs.sources, &Renderer::styled()));
    }
    let known: Vec<&str> = specs.vendors.iter().map(|vendor| vendor.name.as_str()).collect();
    eprintln!("error: there is no vendor `{}` that can be read; there are: {}", arguments.vendor, known.join(", "));
    Ok(ExitCode::FAILURE)
}
