//! How many crates a program takes on.

use std::collections::BTreeSet;
use std::process::Command;

/// The official SDK's program has twice as many.
const MOST: usize = 85;

#[test]
fn the_example_takes_on_few_crates() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package=run-task", "--edges=normal,build"])
        .args(["--prefix=none", "--format={p}"])
        .output()
        .expect("cargo should run");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let listed = String::from_utf8_lossy(&tree.stdout);
    // A repeated crate is marked behind its name and version, and our own have a path there.
    let name = |line: &str| line.split(" (").next().unwrap_or(line).to_owned();
    let crates: BTreeSet<_> = listed.lines().map(name).collect();
    assert!(crates.len() > 10, "cargo lists too little to count:\n{listed}");
    assert!(crates.len() <= MOST, "{} crates: {crates:#?}", crates.len());
}
