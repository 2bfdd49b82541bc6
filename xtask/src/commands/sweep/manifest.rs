//! The manifest of a sweep: one line per service, so that a review of a change of the generator
//! shows which services it touches.

use std::fs;
use std::path::Path;

use miette::{IntoDiagnostic, WrapErr};

use super::work::Swept;

/// Where the manifest is, below the workspace.
pub(super) const FILE: &str = "tests/sweep.txt";

/// The text of the manifest.
pub(super) fn text(swept: &[Swept]) -> String {
    let mut text = "# service, operations, shapes, and a digest of the generated crate without \
                    documentation\n# made by `cargo xtask sweep --manifest`\n"
        .to_owned();
    for Swept { service, result, .. } in swept {
        let line = match result {
            Ok(counts) => {
                format!("{service} {} {} {}\n", counts.operations, counts.shapes, counts.digest)
            }
            Err(_) => format!("{service} failed\n"),
        };
        text.push_str(&line);
    }
    text
}

/// Replaces the manifest.
pub(super) fn write(root: &Path, text: &str) -> miette::Result<()> {
    let file = root.join(FILE);
    fs::write(&file, text).into_diagnostic().wrap_err_with(|| format!("{}", file.display()))
}

/// The services of which the manifest says something else.
pub(super) fn differences<'t>(root: &Path, text: &'t str) -> Vec<&'t str> {
    let old = fs::read_to_string(root.join(FILE)).unwrap_or_default();
    let old: std::collections::BTreeSet<_> = old.lines().collect();
    text.lines().filter(|line| !old.contains(line)).collect()
}
