//! What the tests of the four real vendors share: their operations as values, what a call came to in a form
//! that can be put into a table, and a search for secrets.
#![allow(dead_code, reason = "each test uses its part")]

pub mod calls;
pub mod keys;
pub mod search;
pub mod told;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use vendor_model::Vendor;
use vendor_model::specs::Specs;
use vendor_sandbox::{Sandbox, Script};

#[allow(unused_imports, reason = "each test uses its part")]
pub use calls::Op;
pub use told::{Told, tell};

/// The vendors of the specs.
pub fn vendors() -> Arc<[Vendor]> {
    static VENDORS: OnceLock<Arc<[Vendor]>> = OnceLock::new();
    let vendors = VENDORS.get_or_init(|| {
        let specs =
            Specs::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")).expect("the specs can be read");
        specs.vendors.into()
    });
    Arc::clone(vendors)
}

/// A server for them on this machine.
pub fn sandbox(script: impl Into<Script>) -> Sandbox {
    Sandbox::scripted(vendors(), script).expect("a port on the loopback address")
}
