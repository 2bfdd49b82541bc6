//! The cargo workspace that generated crates become part of.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml_edit::DocumentMut;

/// The package that generated crates depend on.
const RUNTIME: &str = "shapewright-runtime";

/// A workspace.
pub(crate) struct Workspace {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Whether it says where the runtime is, so that its members need not.
    pub(crate) has_runtime: bool,
}

impl Workspace {
    /// The workspace that holds an absolute folder, which need not exist yet.
    pub(crate) fn above(folder: &Path) -> Option<Self> {
        folder.ancestors().find_map(Self::at)
    }

    /// Whether a crate in the workspace, by its absolute folder, is none of its members, so that
    /// cargo does not build it. Which are, only cargo knows: by patterns, and by what they depend
    /// on.
    pub(crate) fn leaves_out(&self, krate: &Path) -> bool {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["metadata", "--no-deps", "--offline", "--format-version=1"]);
        let cargo = cargo.arg("--manifest-path").arg(krate.join("Cargo.toml"));
        let output = cargo.current_dir(&self.folder).output();
        output.is_ok_and(|output| {
            let said = String::from_utf8_lossy(&output.stderr);
            said.contains("current package believes it's in a workspace when it's not")
        })
    }

    /// The workspace whose manifest is in that folder, if it is one's.
    fn at(folder: &Path) -> Option<Self> {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
        let manifest: DocumentMut = manifest.parse().ok()?;
        let workspace = manifest.get("workspace")?;
        let dependencies = workspace.get("dependencies").and_then(|item| item.as_table_like());
        Some(Self {
            folder: folder.to_owned(),
            has_runtime: dependencies.is_some_and(|table| table.contains_key(RUNTIME)),
        })
    }
}
