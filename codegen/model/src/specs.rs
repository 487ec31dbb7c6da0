//! Reads a folder of specs: one folder a vendor.

use std::io;
use std::path::{Path, PathBuf};

use crate::{Report, Sources, Vendor, load_vendor};

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
}

impl Specs {
    /// Reads every vendor below `folder`.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut specs = Self::default();
        let shown = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        for vendor in sorted(folder)?.into_iter().filter(|path| path.join("vendor.yaml").is_file()) {
            let mut files = Vec::new();
            for path in sorted(&vendor)? {
                let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                // What ties operations to state is our invention, and read by the sandbox only.
                if !name.ends_with(".yaml") || name == "sandbox.yaml" {
                    continue;
                }
                let text = String::from_utf8(std::fs::read(&path)?)
                    .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, format!("{} is not UTF-8", path.display())))?;
                let vendor = vendor.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                files.push((format!("{shown}/{vendor}/{name}"), text));
                specs.files.push(path);
            }
            specs.vendors.extend(load_vendor(&files, &mut specs.sources, &mut specs.report));
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
