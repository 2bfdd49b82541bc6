//! One writer at a time.

use std::fs::File;
use std::io;
use std::path::Path;

use fd_lock::RwLock;
use same_file::Handle;

use super::TreeError;
use super::disk::Disk;
use super::folder;

/// The file in the work folder that is locked.
const LOCK: &str = "lock";

/// Runs `task` while nobody else runs one with the same work folder, which is made for it and
/// removed after it, unless the task leaves something in it.
///
/// The operating system releases the lock if its holder is killed.
pub(super) fn with_work_folder<T>(
    work: &Path,
    disk: Disk<'_>,
    task: impl FnOnce() -> Result<T, TreeError>,
) -> Result<T, TreeError> {
    let path = work.join(LOCK);
    let failed = |source| TreeError::Io { task: "lock", path: path.clone(), source };
    loop {
        match disk.create_folder(work) {
            // It may be gone again already, if another run has ended.
            Err(TreeError::Io { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {}
            done => done?,
        }
        match folder::metadata(work)? {
            Some(found) if found.is_dir() => {}
            Some(_) => return Err(TreeError::InTheWay(work.to_owned())),
            None => continue,
        }
        let file = match File::create(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        let held = file.try_clone().and_then(Handle::from_file).map_err(failed)?;
        let mut lock = RwLock::new(file);
        let _guard = lock.write().map_err(failed)?;
        // Whoever held the lock before has removed the file with the folder: what is locked now
        // may be gone, or be another file than the one that the next to come will lock.
        match Handle::from_path(&path) {
            Ok(current) if current == held => {}
            _ => continue,
        }
        let result = task();
        // Without this file the folder belongs to whoever makes the next one, perhaps at once: it
        // is removed only if nothing has come into it. What cannot be removed now is removed by
        // the next run.
        let _ = disk.remove_file(&path).and_then(|()| disk.remove_empty(work));
        return result;
    }
}
