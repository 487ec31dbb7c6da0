//! `codegen explain`: what a code means.

use std::process::ExitCode;

use anstream::{eprintln, print, println};
use clap::Args;
use vendor_model::diagnostic::{Code, codes};

/// What to explain.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  codegen explain S0101    what it means, an example that has it, and one that is mended
  codegen explain          all codes")]
pub struct Explain {
    /// The code, as diagnostics show it: `S0101`; without one, all are listed.
    code: Option<String>,
}

/// Runs it.
pub fn run(arguments: &Explain) -> ExitCode {
    let Some(wanted) = &arguments.code else {
        for code in codes::all() {
            println!("{code}  {}", code.explanation().title);
        }
        return ExitCode::SUCCESS;
    };
    match Code::parse(wanted) {
        Some(code) => {
            print!("{}", code.explanation());
            ExitCode::SUCCESS
        }
        None => {
            eprintln!("error: there is no code `{}`; `codegen explain` lists them", wanted.escape_debug());
            ExitCode::FAILURE
        }
    }
}
