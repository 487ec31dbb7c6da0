//! `codegen new`: drafts a spec from samples.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anstream::{eprintln, print, println};
use clap::Args;
use codegen::Failure;
use codegen::draft::{self, Draft, Sample, Wanted};
use vendor_model::diagnostic::Renderer;
use vendor_model::{Report, Sources, language, load_vendor};

use super::Place;

/// Draft the spec of an operation from samples of requests and replies.
///
/// A sample is a file: a body, or a whole HTTP message with its start line and headers, which also tell the method,
/// the path, the server, the content type, and where credentials stand. Bodies are JSON, XML (SOAP too), forms or
/// text. Several samples tell more than one: what may be missing, what may be a list, which dates are meant.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  codegen new acme/pay --request pay.http --reply paid.http --refused no-money.http
  codegen new acme/pay --request a.json --request b.json --reply yes.json --stdout
  codegen new acme/send_sms --request sms.http --reply ok.txt --refused bad-key.txt --fixtures

A sample with a head:
  POST /v1/pay HTTP/1.1
  Host: api.acme.example
  Content-Type: application/json

  {\"request\": {\"api_key\": \"...\", \"amount\": \"9.90\", \"date\": \"24.11.2026\"}}

What was guessed is marked `# guess:`; every doubt is an open point. Values of members, headers and parameters whose
name says key, password, token or the like become credentials, and are replaced by placeholders. Look at the files
before you commit them all the same: a secret under another name is not known as one.

The files are specs/VENDOR/OPERATION.yaml and, for a new vendor, specs/VENDOR/vendor.yaml. Nothing that is there is
overwritten. A vendor that is there keeps its frames and arms, where the samples fit them.")]
pub struct New {
    /// The vendor and the operation, such as `acme/pay`.
    #[arg(value_name = "VENDOR/OPERATION")]
    name: String,
    /// A sample of a request.
    #[arg(long = "request", value_name = "FILE")]
    requests: Vec<PathBuf>,
    /// A sample of a reply that means success.
    #[arg(long = "reply", value_name = "FILE")]
    replies: Vec<PathBuf>,
    /// A sample of a reply that means refusal.
    #[arg(long = "refused", value_name = "FILE")]
    refused: Vec<PathBuf>,
    /// The title of the vendor's page.
    #[arg(long)]
    title: Option<String>,
    /// The address of the vendor's page.
    #[arg(long)]
    url: Option<String>,
    /// Print the files instead of writing them.
    #[arg(long)]
    stdout: bool,
    /// Write the samples under conformance-tests/fixtures too, so that the examples are held against them.
    #[arg(long)]
    fixtures: bool,
}

/// Runs it.
pub fn run(arguments: &New, place: &Place) -> Result<ExitCode, Failure> {
    let names = arguments.name.split_once('/').filter(|(vendor, operation)| {
        [vendor, operation].into_iter().all(|name| draft::identifier(name) == *name && !name.is_empty())
    });
    let Some((vendor, operation)) = names else {
        let hint = arguments.name.split('/').map(draft::identifier).collect::<Vec<_>>().join("/");
        eprintln!("error: `{}` is no VENDOR/OPERATION; use lower-case letters, digits and `_`: {hint}", arguments.name);
        return Ok(ExitCode::FAILURE);
    };
    if arguments.requests.is_empty() && arguments.replies.is_empty() && arguments.refused.is_empty() {
        eprintln!("error: a draft is made of samples; give at least one with `--request` or `--reply`");
        return Ok(ExitCode::FAILURE);
    }
    let root = place.root()?;
    let folder = root.join("specs").join(vendor);
    let page = format!("{}.yaml", operation.replace('_', "-"));
    let there = read_folder(&folder, vendor)?;
    let exists = there.iter().any(|(name, _)| name.ends_with("/vendor.yaml"));
    let wanted = Wanted {
        vendor: vendor.to_owned(),
        operation: operation.to_owned(),
        title: arguments.title.clone(),
        url: arguments.url.clone(),
        read: today(),
        requests: samples(&arguments.requests, "sample")?,
        replies: samples(&arguments.replies, "sample")?,
        refused: samples(&arguments.refused, "refused")?,
        fixtures: arguments.fixtures,
    };
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let syntax = if exists { language::read_vendor(&there, &mut sources, &mut report) } else { None };
    if exists && (syntax.is_none() || report.has_errors()) {
        eprintln!("{}\n", report.render(&sources, &Renderer::styled()));
        eprintln!("error: mend what `{vendor}` says already first");
        return Ok(ExitCode::FAILURE);
    }
    let draft = draft::draft(&wanted, syntax.as_ref().map(|syntax| &syntax.spec));
    let mut files: Vec<(String, String)> = Vec::new();
    files.extend(draft.vendor.clone().map(|text| ("vendor.yaml".to_owned(), text)));
    files.push((page, draft.page.clone()));
    let sound = check(&there, vendor, &files);
    if arguments.stdout {
        for (name, text) in &files {
            print!("# specs/{vendor}/{name}\n{text}");
        }
        return Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    if !sound {
        eprintln!("error: nothing was written, because the draft has mistakes; `--stdout` shows it");
        return Ok(ExitCode::FAILURE);
    }
    write(&root, &folder, &files, &draft)
}

/// Whether the draft says what the language allows; what it doesn't is told.
fn check(there: &[(String, String)], vendor: &str, files: &[(String, String)]) -> bool {
    let mut all = there.to_vec();
    all.extend(files.iter().map(|(name, text)| (format!("specs/{vendor}/{name}"), text.clone())));
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let _ = load_vendor(&all, &mut sources, &mut report);
    if report.has_errors() {
        eprintln!("{}\n", report.render(&sources, &Renderer::styled()));
    }
    !report.has_errors()
}

fn write(root: &Path, folder: &Path, files: &[(String, String)], draft: &Draft) -> Result<ExitCode, Failure> {
    let fixtures = root.join("conformance-tests/fixtures");
    let mut all: Vec<(PathBuf, &str)> = files.iter().map(|(name, text)| (folder.join(name), text.as_str())).collect();
    all.extend(draft.fixtures.iter().map(|(path, text)| (fixtures.join(path), text.as_str())));
    if let Some((path, _)) = all.iter().find(|(path, _)| path.exists()) {
        eprintln!("error: {} is there already, and a draft overwrites nothing; `--stdout` shows it", path.display());
        return Ok(ExitCode::FAILURE);
    }
    for (path, text) in &all {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        codegen::output::replace(path, text.as_bytes())?;
        println!("drafted  {}", path.strip_prefix(root).unwrap_or(path).display());
    }
    let guesses: usize = files.iter().map(|(_, text)| text.matches("# guess:").count()).sum();
    println!("{guesses} guesses to look at, each marked `# guess:`; then `cargo run -p codegen`.");
    Ok(ExitCode::SUCCESS)
}

/// The files of a vendor that is there.
fn read_folder(folder: &Path, vendor: &str) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if name.ends_with(".yaml") && name != "sandbox.yaml" {
            files.push((format!("specs/{vendor}/{name}"), std::fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

fn samples(paths: &[PathBuf], unnamed: &str) -> io::Result<Vec<Sample>> {
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path)
            .map_err(|error| io::Error::new(error.kind(), format!("cannot read {}: {error}", path.display())))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{} is not UTF-8; convert it first", path.display()))
        })?;
        let stem = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let stem = stem.split('.').next().unwrap_or_default();
        let plain = ["request", "reply", "refused", "response"].iter().any(|word| stem.starts_with(word));
        Ok(Sample::read(if plain { unnamed } else { stem }, &text))
    };
    paths.iter().map(read).collect()
}

/// The day, in UTC.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    draft::day(i64::try_from(seconds).unwrap_or(0))
}
