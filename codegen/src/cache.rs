//! What was generated before, for who generates again and again: a vendor whose spec is the same is not formatted twice.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use vendor_model::Vendor;

use crate::rust::File;
use crate::specs::Specs;

/// What was generated of each vendor, with a hash of the files that it was generated from.
#[derive(Debug, Default)]
pub struct Cache {
    modules: HashMap<String, (u64, Vec<File>)>,
    documents: HashMap<String, (u64, String)>,
}

impl Cache {
    /// The vendor's files: those of before if its specs are the same, or else made now.
    pub fn module<E>(
        &mut self,
        specs: &Specs,
        vendor: &Vendor,
        make: impl FnOnce() -> Result<Vec<File>, E>,
    ) -> Result<Vec<File>, E> {
        let now = hash(specs, vendor);
        if let Some((then, files)) = self.modules.get(&vendor.name)
            && *then == now
        {
            return Ok(files.clone());
        }
        let files = make()?;
        self.modules.insert(vendor.name.clone(), (now, files.clone()));
        Ok(files)
    }

    /// The vendor's OpenAPI document, in the same way.
    pub fn document(&mut self, specs: &Specs, vendor: &Vendor, make: impl FnOnce() -> String) -> String {
        let now = hash(specs, vendor);
        if let Some((then, text)) = self.documents.get(&vendor.name)
            && *then == now
        {
            return text.clone();
        }
        let text = make();
        self.documents.insert(vendor.name.clone(), (now, text.clone()));
        text
    }
}

/// Of names and texts of the vendor's files; nothing else goes into what is generated of it.
fn hash(specs: &Specs, vendor: &Vendor) -> u64 {
    let folder = |name: &str| name.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let own = folder(&specs.sources.get(vendor.origin.file).name);
    let mut hasher = DefaultHasher::new();
    for source in specs.sources.iter().filter(|source| folder(&source.name) == own) {
        (&source.name, &source.text).hash(&mut hasher);
    }
    hasher.finish()
}
