//! The one kind of message that every floor reports through.

pub mod codes;
mod machine;

pub use annotate_snippets::Renderer;
pub use codes::Code;
use std::collections::HashSet;

use annotate_snippets::{AnnotationKind, Level, Snippet};

use crate::source::{Origin, Sources};

/// More than these at once help nobody.
const MAX_SHOWN: usize = 100;
/// A message is no longer, in characters; a spec may quote anything.
const MAX_TEXT: usize = 400;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written while there is one.
    Error,
    /// Shown; the specs are usable.
    Warning,
}

/// A message about a place in a spec.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which kind of mistake or warning.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub origin: Origin,
    /// Said beside the caret.
    pub label: String,
    /// Other places that matter, each with what to say of it.
    pub related: Vec<(Origin, String)>,
    /// What else is good to know.
    pub note: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at `origin`.
    pub fn error(code: Code, origin: Origin, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, origin, message)
    }

    /// A warning at `origin`.
    pub fn warning(code: Code, origin: Origin, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, origin, message)
    }

    fn new(severity: Severity, code: Code, origin: Origin, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: shortened(message.into()),
            origin,
            label: String::new(),
            related: Vec::new(),
            note: None,
            help: None,
        }
    }

    /// Text beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = shortened(label.into());
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn related(mut self, origin: Origin, label: impl Into<String>) -> Self {
        self.related.push((origin, label.into()));
        self
    }

    /// What else is good to know: why the language is so, or what follows.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(shortened(note.into()));
        self
    }

    /// What the reader should do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shortened(help.into()));
        self
    }

    /// Renders in rustc's manner.
    pub fn render(&self, sources: &Sources, renderer: &Renderer) -> String {
        let source = sources.get(self.origin.file);
        let span = sources.span(&self.origin);
        let mut snippet = Snippet::source(source.text.as_str()).path(source.name.as_str()).annotation(
            AnnotationKind::Primary.span(span).label((!self.label.is_empty()).then_some(self.label.as_str())),
        );
        for (origin, label) in &self.related {
            if origin.file == self.origin.file {
                let span = sources.span(origin);
                snippet = snippet.annotation(AnnotationKind::Context.span(span).label(label.as_str()));
            }
        }
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let code = self.code.to_string();
        let mut group = level.primary_title(self.message.as_str()).id(code.as_str()).element(snippet);
        for (origin, label) in &self.related {
            if origin.file != self.origin.file {
                let source = sources.get(origin.file);
                let snippet = Snippet::source(source.text.as_str())
                    .path(source.name.as_str())
                    .annotation(AnnotationKind::Primary.span(sources.span(origin)).label(label.as_str()));
                group = group.element(snippet);
            }
        }
        if let Some(note) = &self.note {
            group = group.element(Level::NOTE.message(note.as_str()));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}

/// Collects diagnostics while work goes on.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
    said: HashSet<(Origin, String)>,
}

impl Report {
    /// Adds one, unless the same was said of that place: what concerns several formats is one mistake.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.said.insert((diagnostic.origin.clone(), diagnostic.message.clone())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether anything forbids going on.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }

    /// Errors first, then by file and position.
    pub fn sort(&mut self, sources: &Sources) {
        self.diagnostics.sort_by_cached_key(|d| {
            (d.severity, sources.get(d.origin.file).name.clone(), sources.span(&d.origin).start, d.message.clone())
        });
    }

    /// How many errors and how many warnings there are.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        (errors, self.diagnostics.len() - errors)
    }

    /// Rendered one after another; of very many, the first.
    pub fn render(&self, sources: &Sources, renderer: &Renderer) -> String {
        let mut rendered: Vec<String> =
            self.diagnostics.iter().take(MAX_SHOWN).map(|d| d.render(sources, renderer)).collect();
        if let Some(more) = self.diagnostics.len().checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
            rendered.push(format!("... and {more} more"));
        }
        rendered.join("\n\n")
    }
}

/// Without the middle of what is too long.
fn shortened(text: String) -> String {
    let count = text.chars().count();
    if count <= MAX_TEXT {
        return text;
    }
    let head: String = text.chars().take(MAX_TEXT / 2).collect();
    let tail: String = text.chars().skip(count - MAX_TEXT / 4).collect();
    format!("{head} ... {tail}")
}

/// `; did you mean `x`?` for the known name nearest to a misspelt one.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.len().min(name.len()) / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
