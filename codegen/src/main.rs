//! The command `codegen`.

mod command;

use std::process::ExitCode;

use anstream::eprintln;
use clap::Parser;

fn main() -> ExitCode {
    let arguments = command::Arguments::parse();
    match command::run(&arguments) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
