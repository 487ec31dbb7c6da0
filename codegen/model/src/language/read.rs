//! Spec files become syntax trees.

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use super::patient::read;
use super::{OperationSpec, PageSpec, VendorSpec};
use crate::diagnostic::{Diagnostic, Report, codes};
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
