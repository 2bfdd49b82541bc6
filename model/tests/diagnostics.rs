//! Every diagnostic as people see it: for each fixture the whole rendered message.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use miette::{GraphicalReportHandler, GraphicalTheme};
use shapewright_model::{Diagnostics, codes, load};

const FIXTURES: &str = "tests/fixtures";

/// The fixtures: files, and folders with a `service-2.json`; the last one does not exist.
fn fixtures() -> Vec<PathBuf> {
    let mut fixtures: Vec<PathBuf> = std::fs::read_dir(FIXTURES)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { path.join("service-2.json") } else { path })
        .collect();
    fixtures.sort();
    fixtures.push(Path::new(FIXTURES).join("SW0001-unreadable.json"));
    fixtures
}

fn problems(path: &Path) -> Diagnostics {
    match load(path) {
        Ok(loaded) => loaded.warnings,
        Err(problems) => problems,
    }
}

fn rendered(problems: &Diagnostics) -> String {
    // Unwrapped: where lines may break depends on features of miette that other packages of the
    // workspace turn on.
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(100)
        .with_wrap_lines(false);
    let mut text = String::new();
    for problem in problems {
        handler.render_report(&mut text, problem).unwrap();
        text.push('\n');
    }
    text
}

#[test]
fn messages() {
    for path in fixtures() {
        let name = path.strip_prefix(FIXTURES).unwrap();
        let name = name.to_str().unwrap().replace("/service-2", "");
        let name = name.split('.').next().unwrap();
        insta::assert_snapshot!(name, rendered(&problems(&path)));
    }
}

#[test]
fn every_code_has_a_fixture_and_an_explanation() {
    let mut seen = BTreeSet::new();
    for path in fixtures() {
        let problems = problems(&path);
        assert!(!problems.is_empty(), "{} has no problem", path.display());
        seen.extend(problems.iter().map(|problem| problem.code().id));
    }
    for code in codes::ALL {
        assert!(seen.contains(code.id), "no fixture has {}", code.id);
        assert!(code.explanation.ends_with('.'), "{}", code.id);
        assert_eq!(codes::find(&code.id.to_lowercase()), Some(*code));
    }
    assert!(codes::ALL.is_sorted_by_key(|code| code.id));
}
