//! Reads vendor specs and writes typed Rust clients.
//!
//! `cargo run -p codegen` is the front for this repository; [`Generator`] is the
//! one for build scripts, for people whose vendors are nobody else's business:
//!
//! ```no_run
//! // build.rs
//! let out = std::env::var("OUT_DIR").unwrap();
//! if let Err(failure) = codegen::Generator::new("specs").write_to(&out) {
//!     eprintln!("{failure}");
//!     std::process::exit(1);
//! }
//! ```
//!
//! and in the crate: `include!(concat!(env!("OUT_DIR"), "/vendors.rs"));`

pub mod cache;
pub mod conformance;
pub mod coverage;
pub mod diff;
pub mod draft;
pub mod openapi;
pub mod output;
pub mod revision;
pub mod rust;
pub mod specs;
pub mod work;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use cache::Cache;
use output::Output;
use specs::Specs;
use vendor_model::Vendor;
use vendor_model::diagnostic::Renderer;
use work::Work;

/// Generates clients from a folder of specs.
#[derive(Clone, Debug)]
pub struct Generator {
    specs: PathBuf,
}

/// Why nothing was generated.
#[derive(Debug)]
pub enum Failure {
    /// The specs have mistakes; the text shows each with its place.
    Specs(String),
    /// A file could not be read or written.
    Io(io::Error),
    /// A mistake of this program.
    Unprintable(rust::Unprintable),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Specs(text) => f.write_str(text),
            Self::Io(error) => write!(f, "{error}"),
            Self::Unprintable(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rust::Unprintable> for Failure {
    fn from(error: rust::Unprintable) -> Self {
        Self::Unprintable(error)
    }
}

impl Generator {
    /// For the vendors below this folder.
    pub fn new(specs: impl Into<PathBuf>) -> Self {
        Self { specs: specs.into() }
    }

    /// Reads the specs. Mistakes are in the report, not in the error.
    pub fn read(&self) -> Result<Specs, Failure> {
        self.read_in(&mut Work::new())
    }

    /// Reads the specs, and tells of its phases.
    pub fn read_in(&self, work: &mut Work<'_>) -> Result<Specs, Failure> {
        let specs = work.phase("read", "specs", || Specs::read(&self.specs))?;
        // Vendors are read and resolved in turns.
        work.shift("read", "resolve", specs.resolving);
        Ok(specs)
    }

    /// Writes one file, `vendors.rs`, that holds a module for each vendor; to be included by a crate that
    /// depends on `generated-client`. Tells cargo which files it depends on.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<(), Failure> {
        let specs = self.read()?;
        println!("cargo::rerun-if-changed={}", self.specs.display());
        for file in &specs.files {
            println!("cargo::rerun-if-changed={}", file.display());
        }
        refuse_mistakes(&specs)?;
        let mut text = String::new();
        for vendor in &specs.vendors {
            text.push_str(&rust::vendor(vendor, rust::Front::BuildScript).inline()?);
        }
        output::replace(&folder.as_ref().join("vendors.rs"), text.as_bytes())?;
        Ok(())
    }
}

/// The failure, if there are mistakes.
pub fn refuse_mistakes(specs: &Specs) -> Result<(), Failure> {
    if specs.report.has_errors() {
        return Err(Failure::Specs(specs.report.render(&specs.sources, &Renderer::plain())));
    }
    Ok(())
}

/// The committed client: every file below `src/vendors`.
pub fn client(specs: &Specs) -> Result<Output, Failure> {
    client_in(specs, &mut Work::new(), &mut Cache::default())
}

/// The committed client, telling of its phases.
pub fn client_in(specs: &Specs, work: &mut Work<'_>, cache: &mut Cache) -> Result<Output, Failure> {
    let mut output = Output::default();
    let mut list = format!("{}\n//! The vendors, each behind a feature of its own.\n", header("specs"));
    for vendor in &specs.vendors {
        let name = &vendor.name;
        list.push_str(&format!("\n#[cfg(feature = \"{name}\")]\npub mod {name};\n"));
        let files = cache.module(specs, vendor, || {
            let module = work.phase("emit", name, || rust::vendor(vendor, rust::Front::Committed));
            work.phase("format", name, || module.files(&header(&format!("specs/{name}"))))
        })?;
        for file in files {
            output.add(file.path, file.text);
        }
    }
    output.add("mod.rs", list);
    Ok(output)
}

/// What is written beside the specs: what editors know of the language, and an OpenAPI document for each vendor.
pub fn documents(specs: &Specs) -> Result<Output, Failure> {
    documents_in(specs, &mut Cache::default())
}

/// The same, where it was not written before.
pub fn documents_in(specs: &Specs, cache: &mut Cache) -> Result<Output, Failure> {
    let mut output = Output::default();
    output.add("schema.json", schema()?);
    for vendor in &specs.vendors {
        output.add(
            Path::new(&vendor.name).join("openapi.json"),
            cache.document(specs, vendor, || openapi::document(vendor)),
        );
    }
    Ok(output)
}

fn header(source: &str) -> String {
    format!("// @generated by `cargo run -p codegen` from {source}; do not edit.\n")
}

/// What editors know of the spec language: `specs/schema.json`.
pub fn schema() -> Result<String, Failure> {
    vendor_model::schema::text().map_err(|error| Failure::Io(io::Error::new(io::ErrorKind::InvalidData, error)))
}

/// The client's manifest with a feature for each vendor and one for all of them, in the marked region.
pub fn features(manifest: &str, specs: &Specs) -> Result<String, Failure> {
    const BEGIN: &str = "# <codegen: vendors>\n";
    const END: &str = "# </codegen: vendors>";
    let region = manifest.find(BEGIN).and_then(|begin| {
        let begin = begin + BEGIN.len();
        Some((begin, begin + manifest.get(begin..)?.find(END)?))
    });
    let Some((begin, end)) = region else {
        let message = format!("the client's Cargo.toml lacks the region between `{}` and `{END}`", BEGIN.trim());
        return Err(Failure::Io(io::Error::new(io::ErrorKind::InvalidData, message)));
    };
    let line = |vendor: &Vendor| {
        let needs: Vec<String> = vendor.needs().iter().map(|need| format!("\"{need}\"")).collect();
        format!("{} = [{}]\n", vendor.name, needs.join(", "))
    };
    let features: String = specs.vendors.iter().map(line).collect();
    let names: Vec<&str> = specs.vendors.iter().map(|vendor| vendor.name.as_str()).collect();
    let all = format!("all-vendors = {names:?}\n");
    Ok(format!("{}{features}{all}{}", &manifest[..begin], &manifest[end..]))
}
