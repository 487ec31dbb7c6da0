//! What serde complains of, and how that is said in our words.

use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::{Origin, Sources};

/// A complaint of serde, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Complaint {
    /// A key that the mapping does not know.
    UnknownKeyword { name: String, known: Vec<String> },
    /// A key that the mapping lacks.
    Missing { name: String },
    /// A word that is none of those that are possible.
    UnknownWord { name: String, known: Vec<String> },
    /// A value of another kind.
    WrongKind { found: String, expected: String },
    /// Something that the language says itself.
    Other(String),
}

impl Complaint {
    /// Takes apart what serde says.
    pub(super) fn of(message: &str) -> Self {
        let name = |text: &str| text.split('`').nth(1).unwrap_or_default().to_owned();
        let known = |text: &str| text.split('`').skip(3).step_by(2).map(str::to_owned).collect();
        if let Some(rest) = message.strip_prefix("unknown field ") {
            return Self::UnknownKeyword { name: name(rest), known: known(rest) };
        }
        if let Some(rest) = message.strip_prefix("missing field ") {
            return Self::Missing { name: name(rest) };
        }
        if let Some(rest) = message.strip_prefix("unknown variant ") {
            return Self::UnknownWord { name: name(rest), known: known(rest) };
        }
        if let Some(rest) = message.strip_prefix("invalid type: ") {
            let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
            return Self::WrongKind { found: found.to_owned(), expected: expected.to_owned() };
        }
        Self::Other(message.to_owned())
    }

    /// The known name that was probably meant.
    pub(super) fn meant(&self) -> Option<&str> {
        match self {
            Self::UnknownKeyword { name, known } | Self::UnknownWord { name, known } => {
                nearest(name, known.iter().map(String::as_str))
            }
            _ => None,
        }
    }

    /// The complaint as a diagnostic.
    pub(super) fn diagnostic(&self, here: &Origin, sources: &Sources) -> Diagnostic {
        match self {
            Self::UnknownKeyword { name, known } => {
                // The path of an unknown key may or may not include the key itself.
                let origin = if sources.has(&here.key(name)) { here.key(name).name() } else { here.name() };
                let help = match self.meant() {
                    // In a `{ }` row, a comma in a text begins a key.
                    _ if sources.is_bare_key(&origin) => {
                        "if this belongs to the text before the comma, put that text in quotes".to_owned()
                    }
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known here: {}", known.join(", ")),
                };
                Diagnostic::error(codes::UNKNOWN_KEYWORD, origin, format!("`{name}` is no keyword here"))
                    .label("not known")
                    .help(help)
            }
            Self::Missing { name } => {
                Diagnostic::error(codes::MISSING_KEYWORD, here.name(), format!("`{name}:` is missing here"))
                    .help(format!("add `{name}: ...`"))
            }
            Self::UnknownWord { name, known } => {
                let help = match self.meant() {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("one of: {}", known.join(", ")),
                };
                Diagnostic::error(codes::UNKNOWN_WORD, here.clone(), format!("`{name}` is not possible here"))
                    .help(help)
            }
            Self::WrongKind { found, expected } => {
                let message = format!("this should be {}", in_words(expected));
                Diagnostic::error(codes::WRONG_KIND, here.clone(), message).label(format!("is {}", in_words(found)))
            }
            Self::Other(message) => {
                let code = if message.contains("is no range") { codes::BAD_LIMITS } else { codes::UNREADABLE };
                match message.split_once("; ") {
                    Some((message, help)) => Diagnostic::error(code, here.clone(), message).help(help),
                    None => Diagnostic::error(code, here.clone(), message.clone()),
                }
            }
        }
    }
}

/// Serde's words for kinds of values, in those of the language's guide.
fn in_words(kind: &str) -> String {
    match kind {
        "a string" => "a text",
        "a map" => "a mapping of names",
        "map" => "a mapping",
        "sequence" => "a list",
        "a sequence" => "a list",
        "unit value" => "nothing",
        "a boolean" => "`true` or `false`",
        kind if kind.starts_with("struct ") => "a mapping of keywords",
        kind => {
            return kind
                .replace("string ", "the text ")
                .replace("integer ", "the number ")
                .replace("floating point ", "the number ")
                .replace("boolean ", "");
        }
    }
    .to_owned()
}
