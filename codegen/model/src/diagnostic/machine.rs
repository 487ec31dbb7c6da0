//! Diagnostics for programs: as JSON, and as the annotations of a code host.

use annotate_snippets::Renderer;
use serde::Serialize;

use super::{Diagnostic, Report, Severity};
use crate::source::{Location, Origin, Sources};

/// A diagnostic as one line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    /// Tells these lines from others on the same stream.
    reason: &'static str,
    severity: &'static str,
    code: String,
    message: &'a str,
    #[serde(flatten)]
    at: At<'a>,
    related: Vec<At<'a>>,
    note: Option<&'a str>,
    help: Option<&'a str>,
    /// As a person would see it, without colours.
    rendered: String,
}

/// A place, with what is said of it. Lines and columns count from one, columns count characters.
#[derive(Serialize)]
struct At<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
}

impl<'a> At<'a> {
    fn of(origin: &Origin, label: &'a str, sources: &'a Sources) -> Self {
        let Location { file, line, column, width } = sources.location(origin);
        Self { file, line, column, end_column: column + width, label }
    }
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl Report {
    /// Every diagnostic as a line of JSON.
    pub fn json(&self, sources: &Sources) -> String {
        let line = |diagnostic: &Diagnostic| {
            let line = Line {
                reason: "diagnostic",
                severity: diagnostic.severity.name(),
                code: diagnostic.code.to_string(),
                message: &diagnostic.message,
                at: At::of(&diagnostic.origin, &diagnostic.label, sources),
                related: diagnostic.related.iter().map(|(origin, label)| At::of(origin, label, sources)).collect(),
                note: diagnostic.note.as_deref(),
                help: diagnostic.help.as_deref(),
                rendered: diagnostic.render(sources, &Renderer::plain()),
            };
            // Texts and numbers alone: there is nothing in it that can't be written.
            serde_json::to_string(&line).map(|line| line + "\n").unwrap_or_default()
        };
        self.diagnostics.iter().map(line).collect()
    }

    /// Every diagnostic as a command that GitHub turns into an annotation of the changed line.
    pub fn github(&self, sources: &Sources) -> String {
        let line = |diagnostic: &Diagnostic| {
            let Location { file, line, column, width } = sources.location(&diagnostic.origin);
            let mut said = diagnostic.message.clone();
            for more in [&diagnostic.note, &diagnostic.help].into_iter().flatten() {
                said.push('\n');
                said.push_str(more);
            }
            format!(
                "::{} file={},line={line},col={column},endColumn={},title={}::{}\n",
                diagnostic.severity.name(),
                property(file),
                column + width,
                diagnostic.code,
                data(&said),
            )
        };
        self.diagnostics.iter().map(line).collect()
    }
}

/// Text of a workflow command: what would end it is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
