//! Generating is a function of model and settings alone.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::fmt::Write as _;
use std::process::Command;

use shapewright_tests::features::FEATURES;

/// Set for the process that only generates.
const CHILD: &str = "SHAPEWRIGHT_GENERATES_ONLY";

/// Every file of every feature.
fn everything() -> String {
    let mut text = String::new();
    for feature in FEATURES {
        for (path, contents) in feature.generate().unwrap().iter() {
            writeln!(text, "=== {} {}\n{contents}", feature.folder, path.as_str()).unwrap();
        }
    }
    text
}

#[test]
fn twice_in_a_process_gives_the_same_bytes() {
    assert!(everything() == everything());
}

/// What depends on the order of a hash map would differ: each process hashes in its own way.
#[test]
fn two_processes_give_the_same_bytes() {
    if let Some(file) = std::env::var_os(CHILD) {
        std::fs::write(file, everything()).unwrap();
        return;
    }
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("determinism.txt");
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "two_processes_give_the_same_bytes"])
        .env(CHILD, &file)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(std::fs::read_to_string(file).unwrap() == everything());
}
