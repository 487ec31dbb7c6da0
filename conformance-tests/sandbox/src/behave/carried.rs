//! The specs that the crate carries: their texts are part of it, so that no file is needed at run time.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use vendor_model::diagnostic::Renderer;
use vendor_model::{Report, Sources, Vendor, load_vendor};

use super::ways::{self, Ways};

/// Folder, and name and text of each of its files.
static SPECS: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/specs.rs"));

/// Vendors, and how each behaves.
pub(crate) type Carried = (Arc<[Vendor]>, Arc<[Ways]>);

/// Every vendor of the specs, read once for the whole program.
pub(super) fn carried() -> io::Result<Carried> {
    static CARRIED: OnceLock<Result<Carried, String>> = OnceLock::new();
    CARRIED.get_or_init(|| read(&built_in())).clone().map_err(io::Error::other)
}

/// Those of the built-in vendors that have one of these names.
pub(super) fn only(names: &[String]) -> io::Result<Carried> {
    read(&wanted(built_in(), names)?).map_err(io::Error::other)
}

/// The vendors of a folder of specs, or those of them that have one of these names.
pub(super) fn folder(path: &Path, names: &[String]) -> io::Result<Carried> {
    let mut specs: Vec<Texts> = Vec::new();
    for vendor in sorted(path)?.into_iter().filter(|path| path.join("vendor.yaml").is_file()) {
        let mut files = Vec::new();
        for file in sorted(&vendor)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "yaml")) {
            let text = std::fs::read_to_string(&file).map_err(|error| named(error, &file))?;
            files.push((name(&file), text.into()));
        }
        specs.push((name(&vendor), files));
    }
    if specs.is_empty() {
        let says = format!("{} has no folder with a vendor.yaml", path.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, says));
    }
    read(&wanted(specs, names)?).map_err(io::Error::other)
}

/// A folder, and name and text of each of its files.
type Texts = (String, Vec<(String, Cow<'static, str>)>);

fn built_in() -> Vec<Texts> {
    let files = |files: &[(&str, &'static str)]| {
        files.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text))).collect()
    };
    SPECS.iter().map(|(folder, texts)| ((*folder).to_owned(), files(texts))).collect()
}

fn wanted(specs: Vec<Texts>, names: &[String]) -> io::Result<Vec<Texts>> {
    if let Some(name) = names.iter().find(|name| !specs.iter().any(|(folder, _)| folder == *name)) {
        let known: Vec<&str> = specs.iter().map(|(folder, _)| folder.as_str()).collect();
        return Err(io::Error::other(format!("there is no vendor `{name}`; there are {}", known.join(", "))));
    }
    Ok(specs.into_iter().filter(|(folder, _)| names.is_empty() || names.contains(folder)).collect())
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Entries by name, whatever the file system's order.
fn sorted(path: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(path).map_err(|error| named(error, path))?;
    let mut paths = entries.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn named(error: io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("cannot read {}: {error}", path.display()))
}

fn read(specs: &[Texts]) -> Result<Carried, String> {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let (mut vendors, mut behaviours) = (Vec::new(), Vec::new());
    for (folder, files) in specs {
        let shown = |name: &str| format!("specs/{folder}/{name}");
        let pages: Vec<(String, String)> = files
            .iter()
            .filter(|(name, _)| *name != ways::FILE)
            .map(|(name, text)| (shown(name), text.to_string()))
            .collect();
        let Some(vendor) = load_vendor(&pages, &mut sources, &mut report) else { continue };
        let ways = match files.iter().find(|(name, _)| *name == ways::FILE) {
            Some((name, text)) => ways::read(&shown(name), text, &vendor, &mut sources, &mut report),
            None => Some(Ways::default()),
        };
        vendors.push(vendor);
        behaviours.push(ways.unwrap_or_default());
    }
    if report.has_errors() {
        report.sort(&sources);
        return Err(report.render(&sources, &Renderer::plain()));
    }
    Ok((vendors.into(), behaviours.into()))
}
