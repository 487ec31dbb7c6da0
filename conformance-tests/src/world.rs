//! The specs, read once for all tests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use vendor_model::Vendor;
use vendor_model::diagnostic::Renderer;
use vendor_model::specs::Specs;
use vendor_sandbox::World;

/// Every vendor of a folder of specs, named from the root of the repository.
pub(crate) fn vendors(specs: &str) -> Arc<[Vendor]> {
    static VENDORS: Mutex<BTreeMap<String, Arc<[Vendor]>>> = Mutex::new(BTreeMap::new());
    let read = || -> Arc<[Vendor]> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(specs);
        let specs = Specs::read(&folder).unwrap_or_else(|error| panic!("{error}"));
        assert!(!specs.report.has_errors(), "{}", specs.report.render(&specs.sources, &Renderer::plain()));
        specs.vendors.into()
    };
    let mut vendors = VENDORS.lock().unwrap_or_else(PoisonError::into_inner);
    vendors.entry(specs.to_owned()).or_insert_with(read).clone()
}

/// Where the vendors' samples are.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The vendors of a folder of specs as the sandbox plays them: the real ones as it carries them.
pub(crate) fn played(specs: &str) -> World {
    match specs {
        "specs" => World::carried().unwrap_or_else(|error| panic!("{error}")),
        specs => World::of(vendors(specs)),
    }
}
