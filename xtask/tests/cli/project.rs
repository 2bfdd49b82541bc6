//! A project to run commands in.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A model of two operations.
const MODEL: &str = include_str!("task.json");

const CONFIG: &str = r#"
[crates.task]
model = "task.json"
path = "generated/task"
name = "example-task"
operations = ["Start"]
"#;

/// A folder with a configuration and a model, removed when it is dropped.
pub(crate) struct Project {
    folder: TempDir,
}

/// What a command has said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Project {
    pub(crate) fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.write("shapewright.toml", CONFIG);
        project.write("task.json", MODEL);
        project
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, in folders that need not exist.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs a command in the project's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        run_in(self.folder.path(), arguments)
    }
}

/// Runs a command in a folder.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::cargo_bin("xtask").unwrap();
    // What the environment says of colours and widths must not show in snapshots.
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").env("COLUMNS", "100");
    let output = command.output().unwrap();
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
