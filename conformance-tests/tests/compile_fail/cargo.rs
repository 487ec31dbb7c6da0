//! Cargo, as the tests run it: without a network, and away from the build that runs the tests.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Once;
use std::{env, fs};

use serde_json::Value;

/// The workspace's folder.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the workspace")
}

/// Where all checks of these tests build, so that each finds what the others built.
pub fn target_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("checks")
}

/// The vendors that were generated: the folders of the client, in order.
pub fn vendors() -> BTreeSet<String> {
    let folder = workspace().join("generated-client/src/vendors");
    let vendors: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a folder can be read to its end").path())
        .filter(|path| path.is_dir())
        .map(|path| name_of(&path))
        .collect();
    assert!(!vendors.is_empty(), "no vendor in {}", folder.display());
    vendors
}

/// The last part of a path.
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().and_then(OsStr::to_str);
    name.unwrap_or_else(|| panic!("{}: not UTF-8", path.display())).to_owned()
}

/// A cargo command in a folder. What the outer build was told (flags, wrappers) does not count here: the
/// same cases hold however the tests were built.
pub fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(folder);
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"] {
        command.env_remove(name);
    }
    // One profile for the workspace and for scratch projects, or nothing could be shared.
    command.env("CARGO_PROFILE_DEV_DEBUG", "false");
    command.env("CARGO_TERM_COLOR", "never");
    command
}

/// Runs a command. That it can't be started is no result.
pub fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?} can't be started: {error}"))
}

/// `cargo check` in a folder, with these arguments besides.
pub fn check(folder: &Path, arguments: &[&str]) -> Checked {
    fetch();
    let mut command = cargo(folder, &["check", "--offline", "--message-format=json"]);
    command.arg("--target-dir").arg(target_dir()).args(arguments);
    let output = run(&mut command);
    let messages =
        String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    Checked { command: format!("{command:?}"), messages, stderr: String::from_utf8_lossy(&output.stderr).into_owned() }
}

/// Sees to what no build of the workspace has asked for yet, such as the crates of optional features: checks
/// are made offline, so that none of them takes another version than the locked one.
fn fetch() {
    static FETCHED: Once = Once::new();
    FETCHED.call_once(|| {
        let rustc = run(Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV"));
        let told = String::from_utf8_lossy(&rustc.stdout);
        let host = told.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_else(|| panic!("{rustc:?}"));
        let fetched = run(&mut cargo(Path::new(env!("CARGO_MANIFEST_DIR")), &["fetch", "--locked", "--target", host]));
        // Without a network the checks may still find all that they need.
        if !fetched.status.success() {
            println!("{}", String::from_utf8_lossy(&fetched.stderr));
        }
    });
}

/// What came of a `cargo check`.
pub struct Checked {
    /// As it could be typed.
    command: String,
    messages: Vec<Value>,
    /// What cargo itself said.
    stderr: String,
}

impl Checked {
    /// What rustc said of the target of that name.
    pub fn diagnostics(&self, target: &str) -> Vec<Diagnostic> {
        self.of("compiler-message", target)
            .map(|message| Diagnostic::read(&message["message"]))
            .filter(|diagnostic| !diagnostic.is_summary())
            .collect()
    }

    /// The files that compiling the target of that name left behind; none if it did not compile.
    pub fn artifacts(&self, target: &str) -> Vec<PathBuf> {
        self.of("compiler-artifact", target)
            .flat_map(|message| message["filenames"].as_array().into_iter().flatten())
            .filter_map(Value::as_str)
            .map(PathBuf::from)
            .collect()
    }

    /// Why something did not compile, in words of rustc or, where it was not asked, of cargo.
    pub fn why(&self) -> String {
        let errors: Vec<_> = self
            .messages
            .iter()
            .map(|message| Diagnostic::read(&message["message"]))
            .filter(|diagnostic| diagnostic.level == "error" && !diagnostic.is_summary())
            .map(|diagnostic| diagnostic.rendered)
            .collect();
        let said = match errors.is_empty() {
            true => &self.stderr,
            false => &errors.concat(),
        };
        format!("{}\n{said}", self.command)
    }

    fn of<'a>(&'a self, reason: &'a str, target: &'a str) -> impl Iterator<Item = &'a Value> {
        self.messages.iter().filter(move |message| message["reason"] == reason && message["target"]["name"] == target)
    }
}

/// An error or a warning of rustc.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// `error` or `warning`.
    pub level: String,
    /// `E0599` or a lint's name; empty if there is none.
    pub code: String,
    /// The lines on which it is, each once.
    pub lines: BTreeSet<u64>,
    /// As rustc prints it.
    pub rendered: String,
}

impl Diagnostic {
    fn read(message: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let spans = message["spans"].as_array().into_iter().flatten();
        Self {
            level: text(&message["level"]),
            code: text(&message["code"]["code"]),
            lines: spans
                .filter(|span| span["is_primary"] == true)
                .filter_map(|span| span["line_start"].as_u64())
                .collect(),
            rendered: text(&message["rendered"]),
        }
    }

    /// "aborting due to 2 previous errors" and the like.
    fn is_summary(&self) -> bool {
        self.lines.is_empty() && self.code.is_empty() && self.rendered.contains("aborting due to")
            || !matches!(self.level.as_str(), "error" | "warning")
            || self.level == "warning" && self.lines.is_empty()
    }
}
