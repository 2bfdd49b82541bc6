//! The installed program in a workspace that is not ours: `examples/workspace`, outside of the
//! repository.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The repository.
fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A copy of the example's files, which knows our runtime by its full path.
struct Workspace(TempDir);

impl Workspace {
    fn new() -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        let example = repository().join("examples/workspace");
        for file in
            ["shapewright.toml", "model/parcels.json", "track/Cargo.toml", "track/src/main.rs"]
        {
            copy.write(file, &fs::read_to_string(example.join(file)).unwrap());
        }
        let manifest = fs::read_to_string(example.join("Cargo.toml")).unwrap();
        let runtime = format!("{:?}", repository().join("runtime"));
        copy.write("Cargo.toml", &manifest.replace("\"../../runtime\"", &runtime));
        // The versions that are compiled already.
        fs::copy(repository().join("Cargo.lock"), copy.path("Cargo.lock")).unwrap();
        copy
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What a command of the program prints that ends with that exit code.
    fn run(&self, folder: &str, arguments: &[&str], code: i32) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shapewright"));
        command.current_dir(self.path(folder)).args(arguments);
        // It does not come with our repository, nor from cargo.
        command.env_remove("CARGO_MANIFEST_DIR").env("NO_COLOR", "1").env("COLUMNS", "100");
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {output:?}");
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr))
    }

    /// The results of a command that goes well.
    fn results(&self, arguments: &[&str]) -> String {
        let (out, err) = self.run("", arguments, 0);
        assert_eq!(err, "", "{arguments:?}");
        out
    }

    /// Runs cargo, which has to go well.
    fn cargo(&self, arguments: &[&str]) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.arg("--offline").args(arguments).current_dir(self.0.path());
        // What the example depends on is compiled as in our workspace, and once for both.
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
        let output = cargo.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo {arguments:?}:\n{said}");
    }
}

const TASK: &str = include_str!("cli/task.json");

#[test]
fn crates_are_added_kept_and_compiled() {
    let workspace = Workspace::new();
    workspace.write("model/task.json", TASK);
    assert!(workspace.results(&["regenerate"]).starts_with("parcels: 1 operation, "));
    let added = workspace.results(&["add", "task", "--model", "model/task.json"]);
    assert!(added.ends_with("task is in shapewright.toml\n"), "{added}");
    let checked = workspace.results(&["regenerate", "--check"]);
    assert_eq!(checked, "parcels: up to date\ntask: up to date\n");
    let listed = workspace.results(&["list", "parcels", "--why", "State"]);
    assert_eq!(
        listed,
        "parcels:\n  Track output: TrackOutput .stops → Stops .member → Stop .state → State\n"
    );

    workspace.cargo(&["clippy", "--workspace", "--all-targets", "--", "-Dwarnings"]);
    workspace.cargo(&["test", "--workspace"]);
    // Each run has a folder of its own, so that the next would not use these again.
    workspace.cargo(&["clean", "--package=parcels", "--package=task", "--package=track"]);
}

#[test]
fn cargo_fmt_leaves_generated_crates_as_they_are() {
    let workspace = Workspace::new();
    workspace.run("", &["regenerate"], 0);
    workspace.write("track/src/main.rs", "fn main( ) { }");
    workspace.cargo(&["fmt", "--all"]);
    let by_hand = fs::read_to_string(workspace.path("track/src/main.rs")).unwrap();
    assert_eq!(by_hand, "fn main() {}\n");
    assert_eq!(workspace.results(&["regenerate", "--check"]), "parcels: up to date\n");
}

#[test]
fn the_first_crate_finds_the_workspace_and_its_runtime() {
    let workspace = Workspace::new();
    fs::remove_file(workspace.path("shapewright.toml")).unwrap();
    let arguments = ["add", "parcels", "--model", "../model/parcels.json"];
    let (said, _) = workspace.run("track", &arguments, 0);
    assert!(said.ends_with("parcels is in ../shapewright.toml\n"), "{said}");
    let example = fs::read_to_string(repository().join("examples/workspace/shapewright.toml"));
    let begun = fs::read_to_string(workspace.path("shapewright.toml"));
    assert_eq!(begun.unwrap().trim(), example.unwrap().trim());

    workspace.results(&["generate", "--model", "model/parcels.json", "--out", "generated/other"]);
    let manifest = fs::read_to_string(workspace.path("generated/other/Cargo.toml")).unwrap();
    assert!(manifest.contains("shapewright-runtime = { workspace = true }"), "{manifest}");
}

#[test]
fn crates_that_are_no_members_are_told_of() {
    let workspace = Workspace::new();
    workspace.run("", &["regenerate"], 0);
    let arguments = ["generate", "--model", "model/parcels.json", "--out", "elsewhere/other"];
    let (_, hint) = workspace.run("", &arguments, 0);
    assert!(hint.contains("add `elsewhere/other` to the `members`"), "{hint}");
}

#[test]
fn without_a_workspace_the_runtime_is_a_published_one() {
    let workspace = Workspace::new();
    fs::remove_file(workspace.path("Cargo.toml")).unwrap();
    let arguments = ["generate", "--model", "model/parcels.json", "--out", "other"];
    let (_, hint) = workspace.run("", &arguments, 0);
    assert!(hint.contains("`other` depends on `shapewright-runtime`, which is not"), "{hint}");
    let manifest = fs::read_to_string(workspace.path("other/Cargo.toml")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert!(manifest.contains(&format!("{{ version = \"{version}\" }}")), "{manifest}");
}

#[test]
fn drift_is_mended_by_the_command_that_was_typed() {
    let workspace = Workspace::new();
    let (out, err) = workspace.run("", &["regenerate", "--check"], 1);
    assert!(out.starts_with("parcels: 12 files not up to date\n"), "{out}");
    assert!(err.contains("mend it with `shapewright regenerate parcels`"), "{err}");

    workspace.run("", &["regenerate"], 0);
    let (_, err) = workspace.run("", &["add", "parcels", "--model", "model/parcels.json"], 2);
    assert!(err.contains("`shapewright regenerate parcels` brings it up to date"), "{err}");
    let (_, err) = workspace.run("", &["explain", "nonsense"], 2);
    assert!(err.contains("`shapewright explain` lists all codes"), "{err}");
}

#[test]
fn updates_are_reviewed() {
    let workspace = Workspace::new();
    let model = fs::read_to_string(workspace.path("model/parcels.json")).unwrap();
    workspace.write("model/new.json", &model.replace("\"city\"", "\"town\""));
    let models = ["diff", "model/parcels.json", "model/new.json"];
    let (out, err) = workspace.run("", &models, 1);
    assert_eq!(err, "");
    assert!(out.contains("Stop$city removed"), "{out}");
}

#[test]
fn what_only_our_repository_has_is_not_offered() {
    let workspace = Workspace::new();
    for command in ["conformance", "sweep", "test"] {
        let (_, err) = workspace.run("", &[command], 2);
        assert!(err.contains("unrecognized subcommand"), "{err}");
    }
    let tools = workspace.run("", &["--help"], 0).0;
    assert!(tools.starts_with("Generates Rust crates") && !tools.contains("xtask"), "{tools}");
}
