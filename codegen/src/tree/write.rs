//! Bringing a folder up to date in one step.
//!
//! Beside the folder `ecs` stands, for as long as it takes, the work folder `.ecs.shapewright`:
//!
//! ```text
//! lock   held by the run that is at work
//! new/   what `ecs` is to become; after the exchange, what it was
//! old/   what `ecs` was, where the system cannot exchange two folders in one step
//! ```

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::folder::{self, Folder};
use super::lock::with_work_folder;
use super::{Tree, TreeError};

/// How many files a [`Tree::write`] did what with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// New, or with new contents.
    pub written: usize,
    /// Left as they were.
    pub unchanged: usize,
    /// Removed, because they are no longer generated.
    pub removed: usize,
}

/// See [`Tree::write`].
pub(super) fn write(tree: &Tree, dir: &Path, disk: Disk<'_>) -> Result<Written, TreeError> {
    let place = Place::find(dir, disk)?;
    with_work_folder(&place.work, disk, || {
        place.recover(disk)?;
        let written = place.bring_up_to_date(tree, disk);
        // What this cannot do either is left to the next run.
        let _ = place.recover(disk);
        written
    })
}

/// Whether something of others stands where the tree has a file, or a folder that is not one.
///
/// A folder that is kept as a whole never has files of the tree in it.
fn in_the_way(tree: &Tree, kept: &Path) -> bool {
    let mut files = tree.iter().map(|file| file.0.as_path());
    files.any(|file| kept.starts_with(file) || file.starts_with(kept))
}

/// The folders that a write works with.
struct Place {
    target: PathBuf,
    work: PathBuf,
    new: PathBuf,
    old: PathBuf,
}

impl Place {
    fn find(dir: &Path, disk: Disk<'_>) -> Result<Self, TreeError> {
        let failed = |source| TreeError::Io { task: "find", path: dir.to_owned(), source };
        // A path that ends in `.` or `..` names an existing folder by way of another.
        let dir = match dir.file_name() {
            Some(_) => dir.to_owned(),
            None => fs::canonicalize(dir).map_err(failed)?,
        };
        let (Some(parent), Some(name)) = (dir.parent(), dir.file_name()) else {
            return Err(TreeError::NotAFolder(dir));
        };
        let parent = Path::new(".").join(parent);
        disk.create_folder(&parent)?;
        let parent = fs::canonicalize(&parent).map_err(failed)?;
        let target = parent.join(name);
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(".shapewright");
        let work = parent.join(hidden);
        Ok(Self { target, new: work.join("new"), old: work.join("old"), work })
    }

    /// Puts the old folder back if the new one has not taken its place, and removes what is left.
    fn recover(&self, disk: Disk<'_>) -> Result<(), TreeError> {
        let target_is_there = folder::metadata(&self.target)?.is_some();
        if !target_is_there && folder::metadata(&self.old)?.is_some() {
            disk.rename(&self.old, &self.target)?;
        }
        disk.remove(&self.new)?;
        disk.remove(&self.old)
    }

    /// Makes the folder hold the tree.
    fn bring_up_to_date(&self, tree: &Tree, disk: Disk<'_>) -> Result<Written, TreeError> {
        self.check_owner()?;
        let old = Folder::read(&self.target, tree)?;
        if let Some(kept) = old.kept.iter().find(|kept| in_the_way(tree, kept)) {
            return Err(TreeError::InTheWay(self.target.join(kept)));
        }
        let mut changed = BTreeSet::new();
        for (path, text) in tree.iter() {
            let path = path.as_path();
            if folder::contents(&self.target, path)?.as_deref() != Some(text.as_bytes()) {
                changed.insert(path);
            }
        }
        let written = Written {
            written: changed.len(),
            unchanged: tree.len() - changed.len(),
            removed: old.stale.len(),
        };
        if written.written + written.removed > 0 {
            self.check_not_inside()?;
            self.stage(tree, &changed, &old, disk)?;
            self.swap(disk)?;
        }
        Ok(written)
    }

    /// Refuses to replace what we did not generate.
    fn check_owner(&self) -> Result<(), TreeError> {
        match folder::metadata(&self.target)? {
            None => Ok(()),
            Some(found) if !found.is_dir() => Err(TreeError::NotAFolder(self.target.clone())),
            Some(_) => {
                if folder::names(&self.target)?.is_empty()
                    || folder::holds_generated_crate(&self.target)?
                {
                    Ok(())
                } else {
                    Err(TreeError::NotGenerated(self.target.clone()))
                }
            }
        }
    }

    /// Refuses to replace the current folder: whoever stands in it would find himself in a deleted
    /// one, the user's shell included.
    fn check_not_inside(&self) -> Result<(), TreeError> {
        let current = env::current_dir().and_then(fs::canonicalize);
        if current.is_ok_and(|current| current.starts_with(&self.target)) {
            return Err(TreeError::Inside(self.target.clone()));
        }
        Ok(())
    }

    /// Makes the new folder: files that have changed are written, all others are the old ones
    /// under a second name.
    fn stage(
        &self,
        tree: &Tree,
        changed: &BTreeSet<&Path>,
        old: &Folder,
        disk: Disk<'_>,
    ) -> Result<(), TreeError> {
        disk.create_folder(&self.new)?;
        for (path, text) in tree.iter() {
            let path = path.as_path();
            let new = self.new.join(path);
            self.create_parent(&new, disk)?;
            if changed.contains(path) {
                disk.write(&new, text)?;
            } else {
                disk.link(&self.target.join(path), &new)?;
            }
        }
        for path in &old.kept {
            let new = self.new.join(path);
            self.create_parent(&new, disk)?;
            keep(&self.target.join(path), &new, disk)?;
        }
        Ok(())
    }

    fn create_parent(&self, path: &Path, disk: Disk<'_>) -> Result<(), TreeError> {
        match path.parent() {
            Some(parent) if !parent.is_dir() => disk.create_folder(parent),
            _ => Ok(()),
        }
    }

    /// Puts the new folder in the place of the old one.
    fn swap(&self, disk: Disk<'_>) -> Result<(), TreeError> {
        if folder::metadata(&self.target)?.is_none() {
            return disk.rename(&self.new, &self.target);
        }
        if disk.exchange(&self.new, &self.target)?.is_some() {
            return Ok(());
        }
        disk.rename(&self.target, &self.old)?;
        disk.rename(&self.new, &self.target).inspect_err(|_| {
            // If this fails too, the next run does it; the first error is the one to tell.
            let _ = disk.rename(&self.old, &self.target);
        })
    }
}

/// Lets `to` be what `from` is, folders included.
fn keep(from: &Path, to: &Path, disk: Disk<'_>) -> Result<(), TreeError> {
    match folder::metadata(from)? {
        Some(found) if found.is_dir() => {
            disk.create_folder(to)?;
            for name in folder::names(from)? {
                keep(&from.join(&name), &to.join(&name), disk)?;
            }
            Ok(())
        }
        Some(_) => disk.link(from, to),
        // Gone since we looked, as the files of a running build may be.
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
