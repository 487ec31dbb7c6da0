//! What a client of 150 operations costs to build, beside other ways to get one, in one run.
//!
//! ```text
//! cargo bench -p codegen --bench build_cost            150 operations, each time the least of three
//! cargo bench -p codegen --bench build_cost -- 30 1    other numbers
//! ```
//!
//! The vendor is invented (`synthetic.rs`). Ours is generated from its spec; `by hand` is what a person would write
//! with `reqwest` and `serde`; `progenitor` and `openapi-to-rust` generate from our OpenAPI document, made simpler
//! where they could not read it. All have the same HTTP stack with TLS. *Leaf* is that crate alone, dependencies ready, without
//! incremental compilation; ours stands on the runtime in `generated-client`, which is a dependency, as progenitor's
//! output stands on `progenitor-client`. The tools are installed below `target/build-cost`, which takes minutes once.

mod peers;
mod synthetic;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use codegen::Generator;
use codegen::rust::{Front, vendor};

/// How much more than the hand-written crate ours may cost.
const GOAL: f64 = 1.5;

/// One way to get a client.
struct Subject {
    name: &'static str,
    /// Folder and name of its package.
    package: &'static str,
    generated_in: Option<Duration>,
}

struct Cost {
    lines: usize,
    check: Duration,
    release: Duration,
    crates: usize,
    rlib: u64,
}

fn main() {
    if let Err(why) = run() {
        println!("NOT MEASURED: {why}");
        std::process::exit(1);
    }
}

fn run() -> Result<(), String> {
    let numbers: Vec<usize> = env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let operations = numbers.first().copied().unwrap_or(150);
    let rounds = numbers.get(1).copied().unwrap_or(3).max(1);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no workspace")?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no target folder")?.join("build-cost");
    let crates = folder.join("crates");
    write_specs(&folder.join("specs/synthetic"), operations)?;
    let start = Instant::now();
    let specs = Generator::new(folder.join("specs")).read().map_err(|error| error.to_string())?;
    codegen::refuse_mistakes(&specs).map_err(|error| error.to_string())?;
    let made = specs.vendors.first().ok_or("no vendor")?;
    let client = vendor(made, Front::BuildScript).inline().map_err(|error| error.to_string())?;
    let ours_in = start.elapsed();
    let document = codegen::openapi::document(made);
    let runtime = root.join("generated-client");
    let ours = format!(
        "generated-client = {{ path = {:?}, default-features = false, features = [\"reqwest\"] }}\n",
        runtime.display().to_string()
    );
    package(&crates, "ours", &ours, &client)?;
    let by_hand =
        format!("{}serde = {{ version = \"1\", features = [\"derive\"] }}\n", peers::http(&["json", "query"]));
    package(&crates, "by_hand", &by_hand, &synthetic::by_hand(operations))?;
    let mut subjects = vec![
        Subject { name: "by hand", package: "by_hand", generated_in: None },
        Subject { name: "ours", package: "ours", generated_in: Some(ours_in) },
    ];
    for peer in peers::all() {
        match peer.generate(&folder, &document) {
            Ok(took) => subjects.push(Subject { name: peer.name, package: peer.package, generated_in: Some(took) }),
            Err(why) => println!("{}: not measured: {why}", peer.name),
        }
    }
    let members: Vec<&str> = subjects.iter().map(|subject| subject.package).collect();
    write(&crates.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
    println!(
        "{operations} operations; each time the least of {rounds}.\n\n{:<18}{:>10}{:>10}{:>14}{:>16}{:>8}{:>12}",
        "", "generated", "lines", "leaf check", "leaf release", "crates", "rlib"
    );
    let mut costs: Vec<Cost> = Vec::new();
    for subject in &subjects {
        let cost = measure(&crates, subject.package, rounds)?;
        let generated = subject.generated_in.map_or_else(|| "-".into(), |took| format!("{:.2} s", took.as_secs_f64()));
        println!(
            "{:<18}{generated:>10}{:>10}{:>12.2} s{:>14.2} s{:>8}{:>9} kB",
            subject.name,
            cost.lines,
            cost.check.as_secs_f64(),
            cost.release.as_secs_f64(),
            cost.crates,
            cost.rlib / 1024,
        );
        costs.push(cost);
    }
    if let [by_hand, ours, ..] = costs.as_slice() {
        let ratios = [
            ("lines", ours.lines as f64 / by_hand.lines as f64),
            ("leaf check", ours.check.as_secs_f64() / by_hand.check.as_secs_f64()),
            ("leaf release", ours.release.as_secs_f64() / by_hand.release.as_secs_f64()),
            ("crates", ours.crates as f64 / by_hand.crates as f64),
            ("rlib", ours.rlib as f64 / by_hand.rlib as f64),
        ];
        println!("\nours over by hand, goal at most {GOAL}:");
        for (what, ratio) in ratios {
            println!("  {what:<14}{ratio:>6.2}  {}", if ratio <= GOAL { "met" } else { "MISSED" });
        }
    }
    Ok(())
}

fn write_specs(folder: &Path, operations: usize) -> Result<(), String> {
    for (name, text) in synthetic::spec(operations) {
        write(&folder.join(&name), &text)?;
    }
    Ok(())
}

/// A package of one file.
fn package(crates: &Path, name: &str, dependencies: &str, text: &str) -> Result<(), String> {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    );
    write(&crates.join(name).join("Cargo.toml"), &manifest)?;
    write(&crates.join(name).join("src/lib.rs"), text)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(path.parent().unwrap_or(path)).map_err(failed)?;
    fs::write(path, text).map_err(failed)
}

fn cargo(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(folder).env("CARGO_INCREMENTAL", "0").env("CARGO_TERM_COLOR", "never");
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_TARGET_DIR"] {
        command.env_remove(name);
    }
    let output = command.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("cargo {}: {}", arguments.join(" "), said.chars().take(3000).collect::<String>()))
}

fn measure(crates: &Path, package: &str, rounds: usize) -> Result<Cost, String> {
    let source = crates.join(package).join("src/lib.rs");
    let leaf = |arguments: &[&str]| -> Result<Duration, String> {
        // The first builds what it depends on.
        cargo(crates, arguments)?;
        let mut least = Duration::MAX;
        for _ in 0..rounds {
            let text = fs::read(&source).map_err(|error| error.to_string())?;
            fs::write(&source, text).map_err(|error| error.to_string())?;
            let start = Instant::now();
            cargo(crates, arguments)?;
            least = least.min(start.elapsed());
        }
        Ok(least)
    };
    let check = leaf(&["check", "--quiet", "-p", package])?;
    let release = leaf(&["build", "--release", "--quiet", "-p", package])?;
    let tree = cargo(crates, &["tree", "-p", package, "-e", "normal", "--prefix", "none", "--format", "{p}"])?;
    let names: BTreeSet<&str> =
        tree.lines().map(|line| line.trim_end_matches(" (*)")).filter(|l| !l.is_empty()).collect();
    let rlib = crates.join("target/release").join(format!("lib{package}.rlib"));
    Ok(Cost {
        lines: lines(&crates.join(package).join("src")),
        check,
        release,
        crates: names.len().saturating_sub(1),
        rlib: fs::metadata(&rlib).map_err(|error| format!("{}: {error}", rlib.display()))?.len(),
    })
}

fn lines(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let count = |path: PathBuf| {
        if path.is_dir() { lines(&path) } else { fs::read_to_string(&path).map_or(0, |text| text.lines().count()) }
    };
    entries.map(count).sum()
}
