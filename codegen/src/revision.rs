//! The specs of a revision, by the command `git`.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The folder `specs/` as it was at a revision, in a folder of its own that goes away with this value.
#[derive(Debug)]
pub struct Revision {
    folder: TempDir,
}

impl Revision {
    /// Writes out what `specs/` below `root` held at a revision. Index and working tree stay as they are.
    ///
    /// Fails when `root` is in no repository, the revision is unknown, or there were no specs.
    pub fn read(root: &Path, revision: &str) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let index = folder.path().join("index");
        let commit = format!("{revision}^{{commit}}");
        let commit = git(root, None, ["rev-parse", "--verify", "--quiet", "--end-of-options", commit.as_str()])
            .map_err(|error| told(&error, &format!("`{revision}` is no folder, and no revision that git knows")))?;
        let tree = format!("{}:./specs", commit.trim());
        let tree = git(root, None, ["rev-parse", "--verify", "--quiet", "--end-of-options", tree.as_str()])
            .map_err(|error| told(&error, &format!("there is no folder `specs` at `{revision}`")))?;
        git(root, Some(&index), ["read-tree", tree.trim()])?;
        let mut prefix = folder.path().join("specs").into_os_string();
        prefix.push("/");
        let mut option = std::ffi::OsString::from("--prefix=");
        option.push(prefix);
        git(root, Some(&index), [OsStr::new("checkout-index"), OsStr::new("--all"), option.as_os_str()])?;
        Ok(Self { folder })
    }

    /// The folder of all vendors.
    pub fn specs(&self) -> PathBuf {
        self.folder.path().join("specs")
    }
}

fn told(error: &io::Error, message: &str) -> io::Error {
    match error.kind() {
        io::ErrorKind::NotFound => io::Error::new(error.kind(), error.to_string()),
        kind => io::Error::new(kind, message.to_owned()),
    }
}

fn git<A: AsRef<OsStr>>(
    root: &Path,
    index: Option<&Path>,
    arguments: impl IntoIterator<Item = A>,
) -> io::Result<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments);
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let output =
        command.output().map_err(|error| io::Error::new(error.kind(), format!("cannot run `git`: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("git: {}", said.trim())));
    }
    String::from_utf8(output.stdout).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
