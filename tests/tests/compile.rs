//! The crates of all features compile, are as clean as hand-written ones, and do what they say.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::path::Path;
use std::process::Output;
use std::sync::OnceLock;

use shapewright_tests::features::FEATURES;
use shapewright_tests::scratch::Scratch;

fn scratch() -> &'static Scratch {
    static SCRATCH: OnceLock<Scratch> = OnceLock::new();
    SCRATCH.get_or_init(|| Scratch::write(Path::new(env!("CARGO_TARGET_TMPDIR"))).unwrap())
}

/// Runs cargo in the scratch workspace, which has to go well.
fn cargo(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let output = scratch().cargo(arguments, variables).unwrap();
    let shown = |bytes| String::from_utf8_lossy(bytes);
    assert!(
        output.status.success(),
        "cargo {}:\n{}{}",
        arguments.join(" "),
        shown(&output.stdout),
        shown(&output.stderr)
    );
    output
}

#[test]
fn clippy_has_nothing_to_say() {
    let targets = ["clippy", "--workspace", "--all-targets", "--all-features", "--keep-going"];
    cargo(&[&targets[..], &["--", "-Dwarnings"]].concat(), &[]);
}

#[test]
fn rustdoc_has_nothing_to_say() {
    let flags = [("RUSTDOCFLAGS", "-Dwarnings")];
    cargo(&["doc", "--workspace", "--no-deps", "--all-features"], &flags);
}

#[test]
fn values_survive_the_wire() {
    cargo(&["test", "--package=consumer", "--lib"], &[]);
}

#[test]
fn no_procedural_macro_is_needed() {
    let package = "--package=feature-structure";
    let tree = |features: &'static str| {
        let arguments =
            ["tree", package, features, "--edges=normal,build", "--prefix=none", "--format={p}"];
        String::from_utf8(cargo(&arguments, &[]).stdout).unwrap()
    };
    let bare = tree("--no-default-features");
    assert!(bare.contains("shapewright-runtime"), "{bare}");
    assert!(!bare.contains("(proc-macro)"), "{bare}");
}

#[test]
fn unsafe_code_is_forbidden() {
    for feature in FEATURES {
        let tree = feature.generate().unwrap();
        let root = tree.get("src/lib.rs").unwrap();
        assert!(root.contains("\n#![forbid(unsafe_code)]\n"), "{}", feature.folder);
    }
}
