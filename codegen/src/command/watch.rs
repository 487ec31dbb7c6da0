//! `codegen watch`: generates on every save.
//!
//! Files are polled: a few hundred of them cost a fraction of a millisecond, every file system can do it, and what
//! editors do on saving (write beside, rename, touch) makes no difference.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use anstream::{eprintln, println};
use clap::Args;
use codegen::Failure;
use codegen::cache::Cache;

use super::Place;
use super::generate::{self, Generate};
use super::messages::Messages;

/// How often the files are looked at.
const POLL: Duration = Duration::from_millis(50);

/// How it shows what it finds.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  codegen watch                          until Ctrl-C
  codegen watch --message-format json    for an editor or a bar")]
pub struct Watch {
    #[command(flatten)]
    messages: Messages,
}

/// When each file was changed, and its length.
type Seen = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Runs it until it is interrupted; what is being written then is written to its end.
pub fn run(arguments: &Watch, place: &Place) -> Result<ExitCode, Failure> {
    let root = place.root()?;
    let specs = root.join("specs");
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))
        .map_err(|error| Failure::Io(std::io::Error::other(error)))?;
    let generate = Generate { messages: arguments.messages.clone(), ..Generate::default() };
    let mut cache = Cache::default();
    let mut seen = seen(&specs);
    round(&generate, &root, &mut cache);
    say(arguments, &format!("Watching {}; Ctrl-C ends it.", specs.display()));
    while !interrupted.load(Ordering::Relaxed) {
        std::thread::sleep(POLL);
        let mut now = self::seen(&specs);
        if now == seen {
            continue;
        }
        // Editors save in several steps: wait until all is still.
        loop {
            std::thread::sleep(POLL);
            let later = self::seen(&specs);
            if later == now || interrupted.load(Ordering::Relaxed) {
                break;
            }
            now = later;
        }
        let changed: Vec<String> = changed(&seen, &now).map(|path| shown(path, &root)).collect();
        seen = now;
        say(arguments, &format!("\nsaved    {}", changed.join(", ")));
        round(&generate, &root, &mut cache);
    }
    say(arguments, "Ended.");
    Ok(ExitCode::SUCCESS)
}

/// Tells people; programs read diagnostics alone.
fn say(arguments: &Watch, text: &str) {
    if arguments.messages.for_people() {
        println!("{text}");
    }
}

/// One generation; what goes wrong is told, and the next save may mend it.
fn round(generate: &Generate, root: &Path, cache: &mut Cache) {
    let start = Instant::now();
    match generate::generate(generate, root, cache) {
        Ok(_) if generate.messages.for_people() => println!("({} ms)", start.elapsed().as_millis()),
        Ok(_) => {}
        Err(failure) => eprintln!("error: {failure}"),
    }
}

/// Every spec below the folder; what can't be looked at is not there.
fn seen(folder: &Path) -> Seen {
    let mut found = Seen::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, Ok(data)) = (entry.path(), entry.metadata()) else { continue };
            if data.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "yaml") {
                found.insert(path, (data.modified().ok(), data.len()));
            }
        }
    }
    found
}

/// Files that are new, gone, or other than before.
fn changed<'a>(before: &'a Seen, after: &'a Seen) -> impl Iterator<Item = &'a Path> {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let other = after.iter().filter(|(path, data)| before.get(*path) != Some(data)).map(|(path, _)| path);
    other.chain(gone).map(PathBuf::as_path)
}

fn shown(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
