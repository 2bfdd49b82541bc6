//! Public conformance data, which is not part of the project: `shared/conformance` beside the
//! repository, or the folder that `SHAPEWRIGHT_CONFORMANCE` names.
//!
//! A test that needs it passes without it, and says on standard error that it has checked nothing.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// The environment variable that names the folder.
pub const VARIABLE: &str = "SHAPEWRIGHT_CONFORMANCE";

/// The folder, if it is there.
///
/// # Panics
/// If the environment variable names what is no folder: who sets it wants the data to be used.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE) {
        let folder = PathBuf::from(named);
        assert!(folder.is_dir(), "{VARIABLE} names no folder: {}", folder.display());
        return Some(folder);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no conformance data at {}; {VARIABLE} may name it", folder.display());
    None
}

/// A JSON file of the data, by its path below the folder; none if there is no data.
///
/// # Panics
/// If the data is there, but the file is not, or does not hold a `T`.
#[must_use]
pub fn json<T: DeserializeOwned>(path: &str) -> Option<T> {
    let path = folder()?.join(path);
    let read = std::fs::read(&path).map_err(|error| error.to_string());
    let parsed =
        read.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|error| error.to_string()));
    match parsed {
        Ok(value) => Some(value),
        #[expect(clippy::panic, reason = "a helper of tests")]
        Err(error) => panic!("{}: {error}", path.display()),
    }
}
