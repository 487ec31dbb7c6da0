//! The specs, read once for all tests.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use vendor_model::Vendor;
use vendor_model::diagnostic::Renderer;
use vendor_model::specs::Specs;

/// Every vendor of the specs.
pub(crate) fn vendors() -> Arc<[Vendor]> {
    static VENDORS: OnceLock<Arc<[Vendor]>> = OnceLock::new();
    let read = || {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        let specs = Specs::read(&folder).unwrap_or_else(|error| panic!("{error}"));
        assert!(!specs.report.has_errors(), "{}", specs.report.render(&specs.sources, &Renderer::plain()));
        specs.vendors.into()
    };
    VENDORS.get_or_init(read).clone()
}

/// Where the vendors' samples are.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}
