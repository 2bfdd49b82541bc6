//! The manifest of a sweep: one line per service, so that a review of a change of the generator
//! shows which services it touches.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use miette::{IntoDiagnostic, WrapErr};

use super::work::{Counts, Swept};

/// Where the manifest is, below the workspace.
pub(super) const FILE: &str = "tests/sweep.txt";

/// The text of the manifest.
pub(super) fn text(swept: &[Swept]) -> String {
    let mut text =
        "# service, operations, shapes, bytes and digest of the generated crate, without \
                    documentation\n# made by `cargo xtask sweep --manifest`\n"
            .to_owned();
    for Swept { service, result, .. } in swept {
        let line = match result {
            Ok(counts) => {
                let Counts { operations, shapes, bytes, digest } = counts;
                format!("{service} {operations} {shapes} {bytes} {digest}\n")
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

/// What differs from the manifest, line by line as in a diff.
pub(super) fn differences(root: &Path, text: &str) -> Vec<String> {
    let old = fs::read_to_string(root.join(FILE)).unwrap_or_default();
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (old.lines().collect(), text.lines().collect());
    let gone = old.difference(&new).map(|line| (line, '-'));
    let come = new.difference(&old).map(|line| (line, '+'));
    let mut differences: Vec<_> = gone.chain(come).collect();
    differences.sort_by_key(|(line, sign)| (line.split(' ').next(), *sign == '+'));
    differences.into_iter().map(|(line, sign)| format!("{sign} {line}")).collect()
}
