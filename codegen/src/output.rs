//! Writes files so that each is wholly old or wholly new.

use std::collections::BTreeMap;
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
    pub fn changes(&self, folder: &Path) -> io::Result<Changes> {
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

    /// Writes what differs, removes what is no longer wanted, and writes the manifest last.
    pub fn write(&self, folder: &Path) -> io::Result<Changes> {
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
        let text = match std::fs::read_to_string(folder.join(MANIFEST)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(named(&folder.join(MANIFEST), error)),
        };
        let owned = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once("  "))
            .map(|(_, path)| PathBuf::from(path));
        let inside = |path: &PathBuf| path.components().all(|c| matches!(c, std::path::Component::Normal(_)));
        Ok(owned.filter(|path| inside(path) && !self.files.contains_key(path) && folder.join(path).is_file()).collect())
    }
}

/// Replaces a file in one step.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| named(folder, error))?;
    let mut file =
        tempfile::Builder::new().prefix(".codegen-").tempfile_in(folder).map_err(|error| named(folder, error))?;
    file.write_all(bytes).map_err(|error| named(path, error))?;
    file.as_file().sync_all().map_err(|error| named(path, error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644)).map_err(|error| named(path, error))?;
    }
    file.persist(path).map_err(|error| named(path, error.error))?;
    Ok(())
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn slashes(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}
