//! `codegen completions`: what a shell completes.

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Arguments;

/// For which shell.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  codegen completions bash > ~/.local/share/bash-completion/completions/codegen
  codegen completions fish > ~/.config/fish/completions/codegen.fish
  codegen completions zsh  > ~/.zfunc/_codegen")]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs it.
pub fn run(arguments: &Completions) -> ExitCode {
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "codegen", &mut std::io::stdout());
    ExitCode::SUCCESS
}
