//! Spec files become syntax trees, and serde's complaints become diagnostics.

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use serde_yaml::Value;

use super::{OperationSpec, PageSpec, VendorSpec};
use crate::diagnostic::{Diagnostic, Report, codes, nearest};
use crate::source::{Origin, Sources};

/// A vendor's folder, read.
#[derive(Debug)]
pub struct VendorSyntax {
    /// `vendor.yaml`.
    pub file: usize,
    /// What it says.
    pub spec: VendorSpec,
    /// The pages, by file name.
    pub pages: Vec<PageSyntax>,
    /// Whether something could not be read: then nobody can say what is missing or used nowhere.
    pub gaps: bool,
}

/// A page's file, read.
#[derive(Debug)]
pub struct PageSyntax {
    /// The file.
    pub file: usize,
    /// What it says.
    pub spec: PageSpec,
    /// Its operations, where they could be read.
    pub operations: IndexMap<String, OperationSpec>,
}

/// Reads the files of one vendor: name and text of each.
pub fn read_vendor(files: &[(String, String)], sources: &mut Sources, report: &mut Report) -> Option<VendorSyntax> {
    let mut vendor = None;
    let mut pages = Vec::new();
    let mut gaps = false;
    for (name, text) in files {
        let Some((file, value)) = parse(name, text, sources, report) else {
            gaps = true;
            continue;
        };
        let origin = Origin::file(file);
        if is_vendor_file(name) {
            vendor = read::<VendorSpec>(value, &origin, sources, report).map(|spec| (file, spec));
        } else if let Some(mut spec) = read::<PageSpec>(value, &origin, sources, report) {
            let mut operations = IndexMap::new();
            for (name, value) in std::mem::take(&mut spec.operations) {
                let origin = origin.key("operations").key(&name);
                match read::<OperationSpec>(value, &origin, sources, report) {
                    Some(operation) => drop(operations.insert(name, operation)),
                    None => gaps = true,
                }
            }
            pages.push(PageSyntax { file, spec, operations });
        } else {
            gaps = true;
        }
    }
    let (file, spec) = vendor?;
    Some(VendorSyntax { file, spec, pages, gaps })
}

/// Reads another file that is kept beside the specs, with the same care for positions and misspellings.
pub fn read_file<T: DeserializeOwned>(
    name: &str,
    text: &str,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<(T, Origin)> {
    let (file, value) = parse(name, text, sources, report)?;
    let origin = Origin::file(file);
    read(value, &origin, sources, report).map(|read| (read, origin))
}

/// The number and the YAML of a file; none if it is no YAML that the language uses.
fn parse(name: &str, text: &str, sources: &mut Sources, report: &mut Report) -> Option<(usize, Value)> {
    let (file, indexed) = sources.add(name, text, report);
    if !indexed {
        return None;
    }
    match serde_yaml::from_str(sources.get(file).text.as_str()) {
        Ok(value) => Some((file, value)),
        Err(error) => {
            let at = error.location().map(|at| (at.line(), at.column()));
            let origin = at.map_or(Origin::file(file), |(line, column)| sources.raw(file, line, column));
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            report.push(
                Diagnostic::error(codes::NOT_YAML, origin, format!("this is not YAML: {message}"))
                    .help("mend it here, or put quotes around the text"),
            );
            None
        }
    }
}

fn is_vendor_file(name: &str) -> bool {
    name.rsplit(['/', '\\']).next() == Some("vendor.yaml")
}

fn read<T: DeserializeOwned>(value: Value, origin: &Origin, sources: &Sources, report: &mut Report) -> Option<T> {
    match serde_path_to_error::deserialize(value) {
        Ok(read) => Some(read),
        Err(error) => {
            let mut here = origin.clone();
            for segment in error.path() {
                match segment {
                    Segment::Seq { index } => here = here.index(*index),
                    Segment::Map { key } => here = here.key(key),
                    Segment::Enum { .. } | Segment::Unknown => {}
                }
            }
            report.push(explain(&error.into_inner().to_string(), here, sources));
            None
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

/// Says in our words what serde says in its own.
fn explain(message: &str, here: Origin, sources: &Sources) -> Diagnostic {
    let quoted = |text: &str| text.split('`').nth(1).map(str::to_owned);
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let name = quoted(rest).unwrap_or_default();
        let known: Vec<&str> = rest.split('`').skip(3).step_by(2).collect();
        // The path of an unknown key may or may not include the key itself.
        let origin = if sources.has(&here.key(&name)) { here.key(&name).name() } else { here.name() };
        let help = match nearest(&name, known.iter().copied()) {
            // In a `{ }` row, a comma in a text begins a key.
            _ if sources.is_bare_key(&origin) => {
                "if this belongs to the text before the comma, put that text in quotes".to_owned()
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        return Diagnostic::error(codes::UNKNOWN_KEYWORD, origin, format!("`{name}` is no keyword here"))
            .label("not known")
            .help(help);
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        let name = quoted(rest).unwrap_or_default();
        return Diagnostic::error(codes::MISSING_KEYWORD, here.name(), format!("`{name}:` is missing here"))
            .help(format!("add `{name}: ...`"));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let name = quoted(rest).unwrap_or_default();
        let known: Vec<&str> = rest.split('`').skip(3).step_by(2).collect();
        let help = match nearest(&name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of: {}", known.join(", ")),
        };
        return Diagnostic::error(codes::UNKNOWN_WORD, here, format!("`{name}` is not possible here")).help(help);
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
        return Diagnostic::error(codes::WRONG_KIND, here, format!("this should be {}", in_words(expected)))
            .label(format!("is {}", in_words(found)));
    }
    let code = if message.contains("is no range") { codes::BAD_LIMITS } else { codes::UNREADABLE };
    Diagnostic::error(code, here, message.to_owned())
}
