//! Writes files so that each is wholly old or wholly new.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The list of what was written, with hashes; written last.
const MANIFEST: &str = "MANIFEST";

/// Files that belong in a folder, by path below it.
#[derive(Debug, Default)]
pub struct Output {
    files: BTreeMap<PathBuf, String>,
}

/// What differs between what is there and what should be.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Not there yet.
    pub added: Vec<PathBuf>,
    /// There, with other bytes.
    pub changed: Vec<PathBuf>,
    /// There, and no longer wanted.
    pub removed: Vec<PathBuf>,
}

impl Changes {
    /// Whether all is as it should be.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

impl Output {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: String) {
        self.files.insert(path.into(), text);
    }

    /// The text of a file.
    pub fn text(&self, path: &Path) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.files.iter().map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// Compares with what is in the folder.
    ///
    /// # Errors
    ///
    /// When a file can't be read, or lies behind a link that leads out of the folder.
    pub fn changes(&self, folder: &Path) -> io::Result<Changes> {
        self.refuse_links(folder)?;
        let mut changes = Changes::default();
        for (path, text) in &self.files {
            match std::fs::read(folder.join(path)) {
                Ok(bytes) if bytes == text.as_bytes() => {}
                Ok(_) => changes.changed.push(path.clone()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => changes.added.push(path.clone()),
                Err(error) => return Err(named(&folder.join(path), error)),
            }
        }
        for path in self.orphans(folder)? {
            changes.removed.push(path);
        }
        match std::fs::read_to_string(folder.join(MANIFEST)) {
            Ok(text) if text == self.manifest() => {}
            Ok(_) => changes.changed.push(MANIFEST.into()),
            Err(_) => changes.added.push(MANIFEST.into()),
        }
        Ok(changes)
    }

    /// Writes what differs, removes what is no longer wanted, and writes the manifest last. Another run that does the
    /// same is waited for, and what an interrupted one left behind is cleared away.
    ///
    /// # Errors
    ///
    /// As of [`changes`](Self::changes), and when a file can't be written. What was written before stays, and the
    /// manifest is still the old one, so that a check fails until a run succeeds.
    pub fn write(&self, folder: &Path) -> io::Result<Changes> {
        std::fs::create_dir_all(folder).map_err(|error| named(folder, error))?;
        let _turn = Turn::wait(folder);
        self.refuse_links(folder)?;
        for folder in self.folders(folder)? {
            sweep(&folder)?;
        }
        let changes = self.changes(folder)?;
        if changes.is_empty() {
            return Ok(changes);
        }
        for path in changes.added.iter().chain(&changes.changed) {
            if let Some(text) = self.files.get(path) {
                replace(&folder.join(path), text.as_bytes())?;
            }
        }
        for path in &changes.removed {
            let full = folder.join(path);
            std::fs::remove_file(&full).map_err(|error| named(&full, error))?;
            // A folder that others still use is not empty, and stays.
            let mut parent = full.parent();
            while let Some(empty) = parent.filter(|p| *p != folder && std::fs::remove_dir(p).is_ok()) {
                parent = empty.parent();
            }
        }
        replace(&folder.join(MANIFEST), self.manifest().as_bytes())?;
        Ok(changes)
    }

    /// Every folder that files of this run, or of the one before, are in.
    fn folders(&self, folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
        let before = self.owned_before(folder)?;
        let below = self.files.keys().chain(&before).flat_map(|path| path.ancestors().skip(1));
        Ok(below.map(|path| folder.join(path)).collect())
    }

    /// A folder below ours that is a link would lead out of it.
    fn refuse_links(&self, folder: &Path) -> io::Result<()> {
        for inner in self.folders(folder)?.into_iter().filter(|inner| inner != folder) {
            let mut path = inner.as_path();
            while path != folder {
                if path.symlink_metadata().is_ok_and(|about| about.is_symlink()) {
                    let message = format!(
                        "{} is a link; files are generated into folders only. Remove it, and run again",
                        path.display()
                    );
                    return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
                }
                let Some(parent) = path.parent() else { break };
                path = parent;
            }
        }
        Ok(())
    }

    fn manifest(&self) -> String {
        let mut text =
            String::from("# Written by `cargo run -p codegen`: the files that it owns, with their SHA-256.\n");
        for (path, content) in &self.files {
            let hash: String = Sha256::digest(content.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            text.push_str(&format!("{hash}  {}\n", slashes(path)));
        }
        text
    }

    /// Files that the last run owned and this one does not; nothing else is ever removed.
    fn orphans(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let owned = self.owned_before(folder)?.into_iter();
        Ok(owned.filter(|path| !self.files.contains_key(path) && folder.join(path).is_file()).collect())
    }

    /// What the manifest names, as far as it lies in the folder.
    fn owned_before(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let text = match std::fs::read_to_string(folder.join(MANIFEST)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            // What nobody can read names nothing.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(Vec::new()),
            Err(error) => return Err(named(&folder.join(MANIFEST), error)),
        };
        let owned = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once("  "))
            .map(|(_, path)| PathBuf::from(path));
        let inside = |path: &PathBuf| path.components().all(|c| matches!(c, std::path::Component::Normal(_)));
        Ok(owned.filter(inside).collect())
    }
}

/// The turn of one of several runs; the next begins when it is dropped.
struct Turn(#[allow(dead_code, reason = "the lock ends when the file is closed")] Option<File>);

impl Turn {
    /// Locks the folder itself, so that no file of the lock is left. Where a system can't do that, there is no turn:
    /// two runs at once then write the same bytes, each file in one step.
    fn wait(folder: &Path) -> Self {
        Self(File::open(folder).ok().filter(|file| file.lock().is_ok()))
    }
}

const TEMPORARY: (&str, &str) = (".codegen-", ".tmp");

/// Removes the temporary files that an interrupted run left in a folder, and nothing else.
fn sweep(folder: &Path) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(()),
        Err(error) => return Err(named(folder, error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| named(folder, error))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let random = name.strip_prefix(TEMPORARY.0).and_then(|rest| rest.strip_suffix(TEMPORARY.1));
        let ours = random.is_some_and(|random| random.len() == 6 && random.bytes().all(|b| b.is_ascii_alphanumeric()));
        if ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            std::fs::remove_file(entry.path()).map_err(|error| named(&entry.path(), error))?;
        }
    }
    Ok(())
}

/// Replaces a file in one step, and clears away what an interrupted run left beside it.
///
/// # Errors
///
/// When the folder can't be written, or something that is no file stands there; the error names it.
pub fn replace_alone(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let _turn = Turn::wait(folder);
    sweep(folder)?;
    replace(path, bytes)
}

/// Replaces a file in one step: whoever reads it sees it wholly old or wholly new, also when this process is killed.
///
/// # Errors
///
/// When the folder can't be written, or something that is no file stands there; the error names it.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| named(folder, error))?;
    let mut file = tempfile::Builder::new()
        .prefix(TEMPORARY.0)
        .suffix(TEMPORARY.1)
        .tempfile_in(folder)
        .map_err(|error| named(folder, error))?;
    file.write_all(bytes).map_err(|error| named(path, error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644)).map_err(|error| named(path, error))?;
    }
    // Nothing is flushed to the disk by force: after a loss of power a check compares the bytes, and a run mends them.
    file.persist(path).map_err(|error| named(path, error.error))?;
    Ok(())
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn slashes(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}
