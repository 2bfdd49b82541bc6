//! A workspace below the target folder that holds the crates of all features, and a program that
//! depends on them.
//!
//! The crates are not members of our workspace: they are made anew from the models on each run,
//! so that what is compiled is what the generator emits now, and nothing generated has to be
//! reviewed twice. They use our `Cargo.lock` and our target folder, so nothing is downloaded and
//! little is compiled again.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use shapewright_codegen::plan::{OperationPlan, TraitPlan};
use shapewright_model::Diagnostics;

use crate::features::{FEATURES, Feature};

/// The workspace.
#[derive(Debug)]
pub struct Scratch {
    root: PathBuf,
    target: PathBuf,
}

/// The folder of our workspace.
pub(crate) fn repository() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}

impl Scratch {
    /// Writes the workspace below `folder`, which is cargo's own for such things
    /// (`CARGO_TARGET_TMPDIR`), beside the target folder's other contents.
    ///
    /// # Errors
    /// If a feature cannot be generated, or something not be written.
    pub fn write(folder: &Path) -> io::Result<Self> {
        let root = folder.join("features");
        for feature in FEATURES {
            let tree = feature.generate().map_err(refused)?;
            tree.write(&root.join(feature.package())).map_err(io::Error::other)?;
        }
        let member = |feature: &Feature| format!("    \"{}\",\n", feature.package());
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{}    \"consumer\",\n]\n\n\
             [workspace.dependencies]\nshapewright-runtime = {{ path = {:?} }}\n",
            FEATURES.iter().map(member).collect::<String>(),
            repository().join("runtime"),
        );
        write(&root.join("Cargo.toml"), &manifest)?;
        write(&root.join("consumer/Cargo.toml"), &consumer_manifest())?;
        write(&root.join("consumer/src/lib.rs"), &consumer()?)?;
        Self::at(folder, root)
    }

    /// The workspace whose manifests and crates are below `root`, which is below `folder`.
    pub(crate) fn at(folder: &Path, root: PathBuf) -> io::Result<Self> {
        // Cargo adds our crates to it and drops what they do not need.
        std::fs::copy(repository().join("Cargo.lock"), root.join("Cargo.lock"))?;
        let target = folder.parent().unwrap_or(folder).to_owned();
        Ok(Self { root, target })
    }

    /// Runs cargo in the workspace.
    ///
    /// # Errors
    /// If cargo cannot be started.
    pub fn cargo(&self, arguments: &[&str], variables: &[(&str, &str)]) -> io::Result<Output> {
        Command::new(env!("CARGO"))
            .arg("--offline")
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .envs(variables.iter().copied())
            .output()
    }
}

fn consumer_manifest() -> String {
    let mut manifest = "[package]\nname = \"consumer\"\nedition = \"2024\"\n\n[dependencies]\n\
                        bytes = \"1\"\nhttp = \"1\"\nshapewright-runtime = { workspace = true }\n"
        .to_owned();
    for package in FEATURES.iter().map(Feature::package) {
        let features = "default-features = false, features = [\"fake\", \"inputs\", \"sign\"]";
        // Writing to text cannot fail.
        let _ = writeln!(manifest, "{package} = {{ path = \"../{package}\", {features} }}");
    }
    manifest
}

/// The tests of the program that uses all crates: a round trip of every operation, and what the
/// features' own `usage.rs` do.
fn consumer() -> io::Result<String> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut text = format!(
        "#![forbid(unsafe_code)]\n#![deny(warnings)]\n#![cfg(test)]\n\n\
         #[path = {:?}]\nmod arbitrary;\n#[path = {:?}]\nmod round_trip;\n",
        sources.join("arbitrary.rs"),
        sources.join("round_trip.rs"),
    );
    for feature in FEATURES {
        let krate = feature.package().replace('-', "_");
        let _ = writeln!(text, "\nmod {krate} {{");
        if let Some(usage) = feature.usage() {
            let _ = writeln!(text, "    #[path = {usage:?}]\n    mod usage;");
        }
        let plan = feature.plan().map_err(refused)?;
        // What the client chooses of checksums comes back as if the caller had chosen it.
        let has_choice = |operation: &OperationPlan| {
            operation.traits.iter().any(|planned| matches!(planned, TraitPlan::Checksum(_)))
        };
        for (name, operation) in plan.operations.iter().filter(|entry| !has_choice(entry.1)) {
            let module = operation.method.trim_start_matches("r#").trim_end_matches('_');
            let _ = writeln!(
                text,
                "    #[test]\n    #[allow(deprecated)]\n    fn {module}_round_trips() {{\n        \
                 crate::round_trip::operation::<::{krate}::operations::{name}>();\n    }}"
            );
        }
        text.push_str("}\n");
    }
    Ok(text)
}

pub(crate) fn refused(problems: Diagnostics) -> io::Error {
    let shown: Vec<_> = problems.iter().map(ToString::to_string).collect();
    io::Error::other(shown.join("\n"))
}

/// Writes a file, unless that is what it holds: cargo would compile it again.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
