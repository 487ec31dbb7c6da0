//! How diagnostics are shown, and which of them forbid to go on.

use anstream::{eprint, eprintln, print};
use clap::{Args, ValueEnum};
use codegen::specs::Specs;
use vendor_model::diagnostic::Renderer;

use super::counted;

/// How diagnostics are shown.
#[derive(Args, Clone, Debug, Default)]
pub struct Messages {
    /// How diagnostics are written.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub message_format: MessageFormat,
    /// Let warnings forbid to go on, as mistakes do.
    #[arg(long)]
    pub deny_warnings: bool,
}

/// Who reads the diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, on the error stream.
    #[default]
    Human,
    /// One JSON object a line, on the output stream; nothing else is written there.
    Json,
    /// Workflow commands that GitHub turns into annotations, on the output stream.
    Github,
}

impl Messages {
    /// Shows every diagnostic, and says whether one may go on.
    pub fn tell(&self, specs: &Specs) -> bool {
        let (report, sources) = (&specs.report, &specs.sources);
        match self.message_format {
            MessageFormat::Human if report.diagnostics.is_empty() => {}
            MessageFormat::Human => eprintln!("{}\n", report.render(sources, &Renderer::styled())),
            MessageFormat::Json => print!("{}", report.json(sources)),
            MessageFormat::Github => {
                print!("{}", report.github(sources));
            }
        }
        let (errors, warnings) = report.counts();
        if errors > 0 {
            eprintln!("error: {}; nothing was written", counted(errors, "mistake"));
            if let Some(first) = report.diagnostics.first().filter(|_| self.message_format == MessageFormat::Human) {
                eprint!("`codegen explain {}` says more about the first.\n", first.code);
            }
        } else if warnings > 0 && self.deny_warnings {
            eprintln!("error: {}, and warnings are denied; nothing was written", counted(warnings, "warning"));
            return false;
        }
        errors == 0
    }

    /// Whether people read the output stream.
    pub fn for_people(&self) -> bool {
        self.message_format == MessageFormat::Human
    }
}
