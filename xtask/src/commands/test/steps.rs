//! The steps of `cargo xtask test`.

use std::process::Command;

use miette::{IntoDiagnostic, WrapErr};

use crate::commands::tools::{self, CHROMIUM, CLIPPY, JQ, PIP, PYTHON, RUSTFMT, Tool, VENV};
use crate::commands::{conformance, regenerate, sweep};
use crate::context::{ConfigOption, Context, Outcome};

/// A step.
pub(crate) struct Step {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What it makes sure of.
    pub(crate) purpose: &'static str,
    /// What has to be installed, beside cargo.
    pub(crate) needs: &'static [Tool],
    task: Task,
}

/// What a step does.
enum Task {
    /// Runs cargo once for each of these lists of arguments.
    Cargo(&'static [&'static [&'static str]]),
    /// Runs clippy on each of [`FEATURES`].
    Features,
    /// Runs rustdoc with warnings denied.
    Documentation,
    /// Holds the generated crates against the generator.
    Drift,
    /// Runs the public suites of protocol tests.
    Conformance,
    /// Holds the crates of all public models against the manifest, and documents some of them.
    Sweep,
}

/// All steps: what fails soonest comes first.
pub(crate) const STEPS: [Step; 9] = [
    Step {
        name: "format",
        purpose: "hand-written code is formatted",
        needs: &[RUSTFMT],
        task: Task::Cargo(&[&["fmt", "--all", "--check"]]),
    },
    Step {
        name: "drift",
        purpose: "generated crates are what the generator writes",
        needs: &[],
        task: Task::Drift,
    },
    Step {
        name: "clippy",
        purpose: "nothing is doubtful in any target of the workspace",
        needs: &[CLIPPY],
        task: Task::Cargo(&[&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "--deny=warnings",
        ]]),
    },
    Step {
        name: "features",
        purpose: "packages build with every combination of features that matters",
        needs: &[CLIPPY],
        task: Task::Features,
    },
    Step {
        name: "docs",
        purpose: "the documentation builds without warnings",
        needs: &[],
        task: Task::Documentation,
    },
    Step {
        name: "tests",
        purpose: "all tests pass",
        needs: &[],
        task: Task::Cargo(&[&["test", "--workspace"]]),
    },
    Step {
        name: "end-to-end",
        purpose: "generated crates work with real servers (the tests that are otherwise ignored)",
        needs: &[PYTHON, VENV, PIP, CHROMIUM, JQ],
        task: Task::Cargo(&[&[
            "test",
            "--workspace",
            "--all-features",
            "--no-fail-fast",
            "--tests",
            "--",
            "--ignored",
        ]]),
    },
    Step {
        name: "conformance",
        purpose: "generated crates pass the public suites of protocol tests",
        needs: &[PYTHON, PIP],
        task: Task::Conformance,
    },
    Step {
        name: "sweep",
        purpose: "every public model gives the crate that the manifest tells of; rustdoc has \
                  nothing to say about a sample",
        needs: &[PYTHON, PIP],
        task: Task::Sweep,
    },
];

/// The combinations of features that matter, beside all of them: packages, and their features.
const FEATURES: [(&str, &str); 11] = [
    ("shapewright-runtime", ""),
    ("shapewright-runtime", "cbor"),
    ("shapewright-runtime", "event-stream"),
    ("shapewright-runtime", "jmespath"),
    ("shapewright-runtime", "sign"),
    ("shapewright-runtime", "xml"),
    ("shapewright-runtime", "client"),
    ("shapewright-runtime", "blocking"),
    ("shapewright-ecs", ""),
    ("shapewright-ecs", "client"),
    ("shapewright-ecs", "blocking"),
];

impl Step {
    /// Does it.
    pub(crate) fn run(
        &self,
        context: &mut Context,
        config: &ConfigOption,
    ) -> miette::Result<Outcome> {
        match self.task {
            Task::Cargo(runs) => all(runs, |arguments| cargo(context, arguments, &[])),
            Task::Features => all(&FEATURES, |(package, features)| {
                let package = format!("--package={package}");
                let features = format!("--features={features}");
                let arguments = [
                    "clippy",
                    &package,
                    "--all-targets",
                    "--no-default-features",
                    &features,
                    "--",
                    "--deny=warnings",
                ];
                cargo(context, &arguments, &[])
            }),
            Task::Documentation => {
                let arguments = ["doc", "--workspace", "--no-deps", "--all-features"];
                cargo(context, &arguments, &[("RUSTDOCFLAGS", "--deny=warnings")])
            }
            Task::Drift => regenerate::check_all(context, config).or_else(|error| {
                // What a command is given wrongly is, in a step, what the step has found.
                context.report(&error);
                Ok(Outcome::Failed)
            }),
            Task::Conformance => all(&conformance::public_suites(context)?, |folder| {
                context.line(format_args!("$ cargo xtask conformance {}", folder.display()))?;
                conformance::run_folder(context, folder)
            }),
            Task::Sweep => {
                all(&[sweep::check_manifest, sweep::document_sample], |part| part(context))
            }
        }
    }
}

/// Does something for each item, and fails if it fails for one.
fn all<T>(
    items: &[T],
    mut act: impl FnMut(&T) -> miette::Result<Outcome>,
) -> miette::Result<Outcome> {
    let mut all = Outcome::Done;
    for item in items {
        if act(item)? == Outcome::Failed {
            all = Outcome::Failed;
        }
    }
    Ok(all)
}

/// Runs cargo with its output among ours.
fn cargo(
    context: &mut Context,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> miette::Result<Outcome> {
    let shown: String = variables.iter().map(|(name, value)| format!("{name}={value} ")).collect();
    context.line(format_args!("$ {shown}cargo {}", arguments.join(" ")))?;
    let mut command = Command::new(tools::cargo());
    command.args(arguments).envs(variables.iter().copied());
    tools::forget_package(&mut command);
    let status = command.status().into_diagnostic().wrap_err("could not start cargo")?;
    Ok(if status.success() { Outcome::Done } else { Outcome::Failed })
}
