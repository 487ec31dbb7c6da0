//! Generators that nobody here wrote, installed as tools, fed with our OpenAPI document.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use serde_json::{Map, Value, json};

/// A generator.
pub struct Peer {
    /// As people know it.
    pub name: &'static str,
    /// The package that it writes.
    pub package: &'static str,
    /// What to install.
    tool: &'static str,
    binary: &'static str,
    run: fn(&Path, &Path, &Path) -> Command,
    after: fn(&Path) -> Result<(), String>,
}

/// All of them.
pub fn all() -> [Peer; 2] {
    [
        Peer {
            name: "progenitor",
            package: "by_progenitor",
            tool: "cargo-progenitor@0.15.1",
            binary: "cargo-progenitor",
            run: |binary, document, out| {
                let mut command = Command::new(binary);
                command.args([
                    "progenitor",
                    "--name",
                    "by_progenitor",
                    "--version",
                    "0.0.0",
                    "--interface",
                    "positional",
                ]);
                command.arg("--input").arg(document).arg("--output").arg(out);
                command
            },
            after: |out| {
                // The HTTP stack of the others; its own manifest has no TLS at all.
                let path = out.join("Cargo.toml");
                let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
                let kept: String =
                    text.lines().filter(|line| !line.starts_with("reqwest")).map(|line| format!("{line}\n")).collect();
                let with = kept.replacen(
                    "[dependencies]\n",
                    &format!("[dependencies]\n{}", http(&["json", "query", "stream"])),
                    1,
                );
                fs::write(&path, with.replace("[workspace]\n", "")).map_err(|error| error.to_string())
            },
        },
        Peer {
            name: "openapi-to-rust",
            package: "by_openapi_to_rust",
            tool: "openapi-to-rust@0.23.0",
            binary: "openapi-to-rust",
            run: |binary, document, out| {
                let mut command = Command::new(binary);
                command.arg("generate").arg(document).arg("--output-dir").arg(out.join("src")).arg("--quiet");
                command
            },
            after: |out| {
                // It writes a module, and beside it what that depends on.
                let source = out.join("src");
                let failed = |error: std::io::Error| error.to_string();
                fs::rename(source.join("mod.rs"), source.join("lib.rs")).map_err(failed)?;
                let needs = fs::read_to_string(source.join("REQUIRED_DEPS.toml")).map_err(failed)?;
                let kept: String = needs
                    .lines()
                    .filter(|line| !line.starts_with("reqwest ="))
                    .map(|line| format!("{line}\n"))
                    .collect();
                let package = "[package]\nname = \"by_openapi_to_rust\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n";
                let http = http(&["json", "query", "multipart", "stream"]);
                let dependencies = if kept.contains("[dependencies]") {
                    kept.replacen("[dependencies]\n", &format!("[dependencies]\n{http}"), 1)
                } else {
                    format!("[dependencies]\n{http}{kept}")
                };
                fs::write(out.join("Cargo.toml"), format!("{package}{dependencies}")).map_err(failed)
            },
        },
    ]
}

/// `reqwest` with TLS, as a hand-written client would have it.
pub fn http(features: &[&str]) -> String {
    let mut all = vec!["rustls-no-provider"];
    all.extend(features);
    format!(
        "reqwest = {{ version = \"0.13.5\", default-features = false, features = {all:?} }}\n\
         rustls = {{ version = \"0.23\", default-features = false, features = [\"ring\", \"std\", \"tls12\"] }}\n"
    )
}

impl Peer {
    /// Writes the package; how long the generator took.
    pub fn generate(&self, folder: &Path, document: &str) -> Result<Duration, String> {
        let binary = self.installed(folder)?;
        let input = folder.join("document.json");
        let simple = simple(&serde_json::from_str(document).map_err(|error| error.to_string())?);
        fs::write(&input, simple.to_string()).map_err(|error| error.to_string())?;
        let out = folder.join("crates").join(self.package);
        let _ = fs::remove_dir_all(&out);
        let start = Instant::now();
        let output =
            (self.run)(&binary, &input, &out).current_dir(folder).output().map_err(|error| error.to_string())?;
        let took = start.elapsed();
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("it refuses the document: {}", said.chars().take(800).collect::<String>()));
        }
        (self.after)(&out)?;
        Ok(took)
    }

    fn installed(&self, folder: &Path) -> Result<std::path::PathBuf, String> {
        let tools = folder.join("tools");
        let binary = tools.join("bin").join(self.binary);
        if !binary.is_file() {
            println!("installing {}, once ...", self.tool);
            let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
                .args(["install", "--quiet", "--locked", "--root"])
                .arg(&tools)
                .arg(self.tool)
                .status()
                .map_err(|error| error.to_string())?;
            if !status.success() {
                return Err(format!("{} can't be installed", self.tool));
            }
        }
        Ok(binary)
    }
}

/// The document as these generators can read it: OpenAPI 3.0, one type of reply for each operation, no words of ours.
fn simple(document: &Value) -> Value {
    let mut simple = plain(document);
    simple["openapi"] = json!("3.0.3");
    if let Some(info) = simple["info"].as_object_mut() {
        info.remove("summary");
    }
    if let Some(paths) = simple["paths"].as_object_mut() {
        let operations = paths.values_mut().filter_map(Value::as_object_mut).flat_map(|item| item.values_mut());
        for operation in operations {
            if let Some(responses) = operation["responses"].as_object_mut() {
                responses.retain(|status, _| status == "200");
                for response in responses.values_mut() {
                    let Some(content) = response["content"].as_object_mut() else { continue };
                    for media in content.values_mut() {
                        let first = media["schema"]["anyOf"].get(0).cloned();
                        if let Some(first) = first {
                            media["schema"] = first;
                        }
                    }
                }
            }
        }
    }
    simple
}

fn plain(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut out = Map::new();
            for (name, value) in members.iter().filter(|(name, _)| !name.starts_with("x-")) {
                match name.as_str() {
                    "examples" => {}
                    "const" => {
                        out.insert("enum".to_owned(), json!([value]));
                    }
                    // Values of enums that no page lists: these generators know closed enums only.
                    "anyOf" if value.get(1).and_then(|v| v.get("description")).is_some() => {
                        if let Some(Value::Object(first)) = value.get(0) {
                            out.extend(first.clone());
                        }
                    }
                    _ => {
                        out.insert(name.clone(), plain(value));
                    }
                }
            }
            Value::Object(out)
        }
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        other => other.clone(),
    }
}
