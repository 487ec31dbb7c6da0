//! Reads a folder of specs: one folder a vendor.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::diagnostic::codes;
use crate::{Diagnostic, Report, Sources, Vendor, load_and_measure};

/// What a folder of specs says, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Specs {
    /// Every file that was read.
    pub sources: Sources,
    /// What is wrong.
    pub report: Report,
    /// The vendors whose specs could be resolved, by name.
    pub vendors: Vec<Vendor>,
    /// The files that were read, for `rerun-if-changed`.
    pub files: Vec<PathBuf>,
    /// How long resolving took; the rest was reading.
    pub resolving: Duration,
}

impl Specs {
    /// Reads every vendor below `folder`.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut specs = Self::default();
        let shown = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        for vendor in sorted(folder)?.into_iter().filter(|path| path.join("vendor.yaml").is_file()) {
            let mut files = Vec::new();
            let folder = vendor.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            let mut readable = true;
            for path in sorted(&vendor)? {
                let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                // What ties operations to state is our invention, and read by the sandbox only.
                if !name.ends_with(".yaml") || name == "sandbox.yaml" {
                    continue;
                }
                let bytes = std::fs::read(&path).map_err(|error| {
                    io::Error::new(error.kind(), format!("cannot read {}: {error}", path.display()))
                })?;
                let name = format!("{shown}/{folder}/{name}");
                match String::from_utf8(bytes) {
                    Ok(text) => files.push((name, text)),
                    Err(error) => {
                        specs.sources.add_unreadable(name, error.as_bytes(), &mut specs.report);
                        readable = false;
                    }
                }
                specs.files.push(path);
            }
            // What names something of an unreadable file would only be blamed for it.
            if !readable {
                continue;
            }
            let (vendor, resolving) = load_and_measure(&files, &mut specs.sources, &mut specs.report);
            specs.resolving += resolving;
            if let Some(vendor) = vendor {
                if vendor.name != folder {
                    let diagnostic = Diagnostic::error(
                        codes::FOLDER_NAME,
                        vendor.origin.key("vendor"),
                        format!("the vendor `{}` stands in the folder `{folder}`", vendor.name),
                    );
                    specs.report.push(diagnostic.help("let folder and vendor have one name"));
                }
                specs.vendors.push(vendor);
            }
        }
        specs.report.sort(&specs.sources);
        Ok(specs)
    }
}

/// Entries by name, whatever the file system's order.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = std::fs::read_dir(folder)
        .map_err(|error| io::Error::new(error.kind(), format!("cannot read {}: {error}", folder.display())))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
