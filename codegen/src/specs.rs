//! Reads a folder of specs: one folder a vendor.

pub use vendor_model::specs::Specs;
