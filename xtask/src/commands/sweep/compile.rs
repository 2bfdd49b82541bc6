//! Type-checking many generated crates at once.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use miette::{IntoDiagnostic, miette};
use serde_json::Value;
use shapewright_codegen::tree::Tree;

use crate::commands::tools::cargo;

/// A workspace for crates that nobody keeps, below the target folder: what they share is compiled
/// once.
pub(super) struct Workshop {
    folder: PathBuf,
}

/// What the compiler says about a crate: its first error or warning, and how many there are.
#[derive(Default)]
pub(super) struct Complaints {
    pub(super) number: usize,
    pub(super) first: String,
}

impl Workshop {
    /// An empty workspace in the target folder of the workspace in `root`.
    pub(super) fn new(root: &Path) -> miette::Result<Self> {
        let folder = root.join("target/sweep");
        let crates = folder.join("crates");
        if crates.exists() {
            fs::remove_dir_all(&crates).into_diagnostic()?;
        }
        fs::create_dir_all(&crates).into_diagnostic()?;
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n\
                        [profile.dev]\ndebug = false\nincremental = false\n";
        fs::write(folder.join("Cargo.toml"), manifest).into_diagnostic()?;
        // The same versions of all dependencies.
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).into_diagnostic()?;
        Ok(Self { folder })
    }

    /// The folder for the crate of a service.
    pub(super) fn krate(&self, service: &str) -> PathBuf {
        self.folder.join("crates").join(service)
    }

    /// Adds the crate of a service.
    pub(super) fn add(&self, service: &str, tree: &Tree) -> miette::Result<()> {
        tree.write(&self.krate(service))?;
        Ok(())
    }

    /// Runs `cargo check` over all crates; gives the complaints by the name of the library.
    pub(super) fn check(&self, arguments: &[&str]) -> miette::Result<BTreeMap<String, Complaints>> {
        let mut command = Command::new(cargo());
        command.args(arguments).args(["--workspace", "--keep-going", "--message-format=json"]);
        command.current_dir(&self.folder).env("CARGO_TARGET_DIR", self.folder.join("target"));
        let mut child = command.stdout(Stdio::piped()).spawn().into_diagnostic()?;
        let mut complaints: BTreeMap<String, Complaints> = BTreeMap::new();
        let messages = child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines());
        for message in messages {
            let message: Value =
                serde_json::from_str(&message.into_diagnostic()?).into_diagnostic()?;
            if let Some((library, text)) = complaint(&message) {
                let complaints = complaints.entry(library.to_owned()).or_default();
                if complaints.number == 0 {
                    text.clone_into(&mut complaints.first);
                }
                complaints.number += 1;
            }
        }
        let status = child.wait().into_diagnostic()?;
        if !status.success() && complaints.is_empty() {
            return Err(miette!("cargo failed without saying of which crate"));
        }
        Ok(complaints)
    }
}

/// The library that a message complains about, and what it says.
fn complaint(message: &Value) -> Option<(&str, &str)> {
    let level = message.pointer("/message/level")?.as_str()?;
    if !matches!(level, "error" | "warning") {
        return None;
    }
    // The summary of a crate that failed has no place.
    message.pointer("/message/spans")?.as_array().filter(|spans| !spans.is_empty())?;
    let library = message.pointer("/target/name")?.as_str()?;
    Some((library, message.pointer("/message/rendered")?.as_str()?))
}
