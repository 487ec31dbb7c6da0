//! The specs that the crate carries: their texts are part of it, so that no file is needed at run time.

use std::io;
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
    CARRIED.get_or_init(read).clone().map_err(io::Error::other)
}

fn read() -> Result<Carried, String> {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let (mut vendors, mut behaviours) = (Vec::new(), Vec::new());
    for (folder, files) in SPECS {
        let named = |name: &str| format!("specs/{folder}/{name}");
        let pages: Vec<(String, String)> = files
            .iter()
            .filter(|(name, _)| *name != ways::FILE)
            .map(|(name, text)| (named(name), (*text).to_owned()))
            .collect();
        let Some(vendor) = load_vendor(&pages, &mut sources, &mut report) else { continue };
        let ways = match files.iter().find(|(name, _)| *name == ways::FILE) {
            Some((name, text)) => ways::read(&named(name), text, &vendor, &mut sources, &mut report),
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
