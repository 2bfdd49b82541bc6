//! The programs that the other commands start, and how to get them.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use crate::context;

/// A program that is needed for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tool {
    /// What it is called.
    pub(crate) name: &'static str,
    /// What it is needed for.
    pub(crate) purpose: &'static str,
    /// How to get it.
    pub(crate) remedy: &'static str,
    program: Program,
    /// Prints the version and succeeds if all is there that is needed.
    arguments: &'static [&'static str],
}

/// How to start a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    /// The cargo that started us.
    Cargo,
    /// The Python 3 on the path.
    Python,
    /// Another program on the path.
    Named(&'static str),
}

pub(crate) const RUSTC: Tool = Tool {
    name: "rustc",
    purpose: "compiles everything",
    remedy: "install Rust from https://rustup.rs",
    program: Program::Named("rustc"),
    arguments: &["--version"],
};

pub(crate) const RUSTFMT: Tool = Tool {
    name: "rustfmt",
    purpose: "checks how the hand-written code is formatted",
    remedy: "rustup component add rustfmt",
    program: Program::Cargo,
    arguments: &["fmt", "--version"],
};

pub(crate) const CLIPPY: Tool = Tool {
    name: "clippy",
    purpose: "finds doubtful code",
    remedy: "rustup component add clippy",
    program: Program::Cargo,
    arguments: &["clippy", "--version"],
};

pub(crate) const PYTHON: Tool = Tool {
    name: "python 3",
    purpose: "runs the published tools that tests compare with, and the test server",
    remedy: "install Python 3 and put it on the PATH",
    program: Program::Python,
    arguments: &["--version"],
};

pub(crate) const VENV: Tool = Tool {
    name: "venv",
    purpose: "keeps Python packages below the target directory",
    remedy: "install Python's `venv` with `ensurepip`; on Debian the package is python3-venv",
    program: Program::Python,
    arguments: &["-c", "import venv, ensurepip; print('pip', ensurepip.version())"],
};

pub(crate) const PIP: Tool = Tool {
    name: "pip",
    purpose: "downloads Python packages",
    remedy: "install Python's `pip`; on Debian the package is python3-pip",
    program: Program::Python,
    arguments: &["-m", "pip", "--version"],
};

pub(crate) const GIT: Tool = Tool {
    name: "git",
    purpose: "keeps the history, generated crates included",
    remedy: "install git from https://git-scm.com",
    program: Program::Named("git"),
    arguments: &["--version"],
};

pub(crate) const CHROMIUM: Tool = Tool {
    name: "chromium",
    purpose: "opens the page of a review in tests",
    remedy: "install Chromium as `chromium`; on Debian the package is chromium",
    program: Program::Named("chromium"),
    arguments: &["--version"],
};

pub(crate) const JQ: Tool = Tool {
    name: "jq",
    purpose: "answers for GitHub in the test of the action",
    remedy: "install jq; on Debian the package is jq",
    program: Program::Named("jq"),
    arguments: &["--version"],
};

/// What the commands of a program need.
pub(crate) const fn of(program: context::Program) -> &'static [Tool] {
    match program {
        context::Program::Xtask => &[RUSTC, RUSTFMT, CLIPPY, PYTHON, VENV, PIP, GIT, CHROMIUM, JQ],
        context::Program::Shapewright => &[RUSTC, GIT],
    }
}

impl Tool {
    /// The first line of what the tool says of its version, or `None` if it cannot be used.
    pub(crate) fn version(self) -> Option<String> {
        let program = match self.program {
            Program::Cargo => cargo(),
            Program::Python if cfg!(windows) => "python".into(),
            Program::Python => "python3".into(),
            Program::Named(name) => name.into(),
        };
        let output = Command::new(program).args(self.arguments).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().next().unwrap_or_default().to_owned();
        // On Windows and elsewhere `python` may still be Python 2.
        let is_python_2 = self == PYTHON && !line.starts_with("Python 3");
        (output.status.success() && !is_python_2).then_some(line)
    }
}

/// The cargo that started us, or the one on the path.
pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Takes from a command what `cargo run` tells us of this package. Some build scripts read the
/// same variables, and would run anew whenever cargo is started from here and from a shell by
/// turns.
pub(crate) fn forget_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let prefixes = ["CARGO_MANIFEST_", "CARGO_PKG_"];
        if prefixes.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
}
