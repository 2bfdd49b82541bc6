//! The changes to the file system that writing a tree consists of.

use std::fs;
use std::io;
use std::path::Path;

use super::TreeError;

/// The file system, as far as writing a tree changes it.
///
/// Every change asks `gate` first, which is how tests let each one fail in turn.
#[derive(Clone, Copy)]
pub(super) struct Disk<'a> {
    gate: &'a dyn Fn(Change, &Path) -> io::Result<()>,
}

/// The kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    CreateFolder,
    Write,
    Link,
    Rename,
    Exchange,
    Remove,
}

impl Disk<'static> {
    /// The file system as it is.
    pub(super) fn real() -> Self {
        Self { gate: &|_, _| Ok(()) }
    }
}

impl<'a> Disk<'a> {
    /// A file system on which those changes fail that `gate` refuses.
    #[cfg(test)]
    pub(super) fn gated(gate: &'a dyn Fn(Change, &Path) -> io::Result<()>) -> Self {
        Self { gate }
    }

    /// Creates a folder, and those above it, unless it exists.
    pub(super) fn create_folder(self, path: &Path) -> Result<(), TreeError> {
        self.attempt(Change::CreateFolder, "create", path, || fs::create_dir_all(path))
    }

    /// Writes a file that does not exist yet.
    pub(super) fn write(self, path: &Path, contents: &str) -> Result<(), TreeError> {
        self.attempt(Change::Write, "write", path, || fs::write(path, contents))
    }

    /// Lets `to` be what `from` is, which is not a folder, time of modification included.
    pub(super) fn link(self, from: &Path, to: &Path) -> Result<(), TreeError> {
        self.attempt(Change::Link, "link", to, || {
            fs::hard_link(from, to).or_else(|error| {
                let metadata = fs::symlink_metadata(from)?;
                // Not every file system has links, but all have files.
                if !metadata.is_file() {
                    return Err(error);
                }
                fs::copy(from, to)?;
                let modified = metadata.modified()?;
                fs::File::options().append(true).open(to)?.set_modified(modified)
            })
        })
    }

    /// Moves a folder to where none is.
    pub(super) fn rename(self, from: &Path, to: &Path) -> Result<(), TreeError> {
        self.attempt(Change::Rename, "create", to, || fs::rename(from, to))
    }

    /// Puts one folder in the other's place and the reverse, in one step.
    ///
    /// `None` if the system cannot do that in one step.
    pub(super) fn exchange(self, new: &Path, old: &Path) -> Result<Option<()>, TreeError> {
        let exchanged = self.attempt(Change::Exchange, "replace", old, || exchange(new, old));
        match exchanged {
            Ok(()) => Ok(Some(())),
            // The second is what Linux answers for file systems that do not support it.
            Err(TreeError::Io { source, .. })
                if matches!(
                    source.kind(),
                    io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Removes a folder with all it holds, if it is there. Links are removed, not followed.
    pub(super) fn remove(self, path: &Path) -> Result<(), TreeError> {
        self.attempt(Change::Remove, "remove", path, || match fs::remove_dir_all(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        })
    }

    /// Removes a file.
    pub(super) fn remove_file(self, path: &Path) -> Result<(), TreeError> {
        self.attempt(Change::Remove, "remove", path, || fs::remove_file(path))
    }

    /// Removes a folder that holds nothing.
    pub(super) fn remove_empty(self, path: &Path) -> Result<(), TreeError> {
        self.attempt(Change::Remove, "remove", path, || fs::remove_dir(path))
    }

    fn attempt<T>(
        self,
        change: Change,
        task: &'static str,
        path: &Path,
        act: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, TreeError> {
        (self.gate)(change, path).and_then(|()| act()).map_err(|source| TreeError::Io {
            task,
            path: path.to_owned(),
            source,
        })
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
