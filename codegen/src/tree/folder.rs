//! What a folder holds: generated files, and what belongs to others.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::{MARKER, Tree, TreeError};

/// A header that has not ended after this many bytes is none of ours.
const LONGEST_HEADER: u64 = 1024;

/// What a folder holds, seen beside the tree that is to be written there. Paths are relative.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// The generated files that the tree does not have.
    pub(super) stale: BTreeSet<PathBuf>,
    /// What belongs to others: files, links, and folders as a whole.
    pub(super) kept: Vec<PathBuf>,
}

impl Folder {
    /// Looks through the folder, if there is one. Symbolic links are not followed.
    pub(super) fn read(root: &Path, tree: &Tree) -> Result<Self, TreeError> {
        let mut folder = Self::default();
        if metadata(root)?.is_none() {
            return Ok(folder);
        }
        let files: BTreeSet<&Path> = tree.iter().map(|file| file.0.as_path()).collect();
        let parents: BTreeSet<&Path> = files.iter().flat_map(|file| file.ancestors()).collect();
        let mut waiting = vec![PathBuf::new()];
        while let Some(below) = waiting.pop() {
            let names = names(&root.join(&below))?;
            if names.is_empty() && below != Path::new("") {
                folder.kept.push(below);
                continue;
            }
            for name in names {
                let path = below.join(name);
                let full = root.join(&path);
                let Some(found) = metadata(&full)? else {
                    continue;
                };
                if found.is_dir() {
                    if is_foreign(&full) && !parents.contains(path.as_path()) {
                        folder.kept.push(path);
                    } else {
                        waiting.push(path);
                    }
                } else if found.is_file() && files.contains(path.as_path()) {
                    // Whether it has changed is for others to say.
                } else if found.is_file() && is_generated(&full)? {
                    folder.stale.insert(path);
                } else {
                    folder.kept.push(path);
                }
            }
        }
        folder.kept.sort();
        Ok(folder)
    }
}

/// Whether a folder holds a crate that we generated.
pub(super) fn holds_generated_crate(root: &Path) -> Result<bool, TreeError> {
    for file in ["Cargo.toml", "src/lib.rs"] {
        let path = root.join(file);
        if metadata(&path)?.is_some_and(|found| found.is_file()) && is_generated(&path)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The contents of a regular file, or `None` if there is no such file.
///
/// A link on the way to it counts as no file: what it leads to is not in this folder.
pub(super) fn contents(root: &Path, path: &Path) -> Result<Option<Vec<u8>>, TreeError> {
    let mut full = root.to_owned();
    for name in path {
        full.push(name);
        match metadata(&full)? {
            Some(found) if !found.is_symlink() => {}
            _ => return Ok(None),
        }
    }
    if full.is_file() { fs::read(&full).map(Some).map_err(unreadable(&full)) } else { Ok(None) }
}

/// What stands at a path, without following links, if anything does.
pub(super) fn metadata(path: &Path) -> Result<Option<Metadata>, TreeError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        // The second where a file stands for a folder above.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(unreadable(path)(error)),
    }
}

/// The names in a folder.
pub(super) fn names(folder: &Path) -> Result<Vec<OsString>, TreeError> {
    fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect())
        .map_err(unreadable(folder))
}

/// Whether a folder is certainly someone else's as a whole, so that nobody need look inside:
/// hidden ones such as `.git`, and caches such as cargo's `target`, which may well contain copies
/// of generated files.
fn is_foreign(folder: &Path) -> bool {
    let hidden = folder.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    hidden || folder.join("CACHEDIR.TAG").exists()
}

/// Whether the first line of a file says that we generated it.
fn is_generated(file: &Path) -> Result<bool, TreeError> {
    let mut line = Vec::new();
    File::open(file)
        .and_then(|file| BufReader::new(file.take(LONGEST_HEADER)).read_until(b'\n', &mut line))
        .map_err(unreadable(file))?;
    Ok(String::from_utf8_lossy(&line).contains(MARKER))
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> TreeError {
    let path = path.to_owned();
    |source| TreeError::Io { task: "read", path, source }
}
