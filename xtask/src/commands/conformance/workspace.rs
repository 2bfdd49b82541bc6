//! A workspace below the target folder that holds a crate for each model of a suite, and the
//! program that runs its cases.
//!
//! It shares our `Cargo.lock` and our target folder, so that what the crates depend on is
//! compiled once for both.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use miette::{Context as _, IntoDiagnostic, miette};
use serde_json::Value;
use shapewright_codegen::settings::{DocsLevel, RuntimeDependency, Settings};
use shapewright_codegen::{generate, planned};
use shapewright_conformance::case::{Case, Differences};
use shapewright_conformance::suite::{Model, Suite};
use shapewright_model::{Diagnostics, load_bytes};

use crate::commands::tools;

/// The program that runs the cases.
const RUNNER: &str = "runner";

/// The workspace.
pub(super) struct Workspace {
    repository: PathBuf,
    root: PathBuf,
    target: PathBuf,
}

/// What became of the models.
pub(super) struct Built {
    /// The program that holds the crates.
    pub(super) runner: Runner,
    /// Models that became no crate, and why.
    pub(super) refused: BTreeMap<String, String>,
}

/// The program that runs the cases.
pub(super) struct Runner(PathBuf);

/// A crate that was generated: the paths of its operations.
type Operations = Vec<String>;

impl Workspace {
    /// The workspace for a suite, in our repository.
    pub(super) fn new(repository: PathBuf, suite: &Suite) -> Self {
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(target) if !target.is_empty() => repository.join(target),
            _ => repository.join("target"),
        };
        let root = target.join("conformance").join(suite.name);
        Self { repository, root, target }
    }

    /// Generates and compiles the crates of these models, and the program.
    pub(super) fn build(&self, models: &[Model]) -> miette::Result<Built> {
        let mut refused = BTreeMap::new();
        let mut crates = BTreeMap::new();
        for model in models {
            match self.generate(model)? {
                Ok(operations) => {
                    crates.insert(&*model.name, operations);
                }
                Err(problems) => {
                    refused.insert(model.name.clone(), problems);
                }
            }
        }
        self.write_manifests(&crates.keys().copied().collect())?;
        self.write("runner/src/main.rs", "fn main() {}\n")?;
        for (name, problems) in self.compile_crates()? {
            crates.remove(&*name);
            refused.insert(name, problems);
        }
        self.write("runner/src/main.rs", &main(&crates))?;
        Ok(Built { runner: self.compile_runner()?, refused })
    }

    /// Generates the crate of a model. Gives its operations, or why there is none.
    fn generate(&self, model: &Model) -> miette::Result<Result<Operations, String>> {
        let settings = Settings {
            source: model.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            docs: DocsLevel::None,
            runtime: RuntimeDependency::Workspace,
            ..Settings::new(&model.name)
        };
        let generated = load_bytes(&model.name, model.text.as_bytes()).and_then(|loaded| {
            let plan = planned(&loaded.model, &settings)?;
            Ok((plan, generate(&loaded.model, &settings)?))
        });
        match generated {
            Ok((plan, tree)) => {
                tree.write(&self.root.join(&model.name))?;
                let krate = model.name.replace('-', "_");
                let path = |name| format!("{krate}::operations::{name}");
                Ok(Ok(plan.operations.keys().map(path).collect()))
            }
            Err(problems) => Ok(Err(shown(&problems))),
        }
    }

    fn write_manifests(&self, crates: &BTreeSet<&str>) -> miette::Result<()> {
        let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [\n".to_owned();
        let mut runner = "[package]\nname = \"runner\"\nedition = \"2024\"\n\n[dependencies]\n\
                          shapewright-conformance = { workspace = true }\n"
            .to_owned();
        for name in crates {
            // Writing to text cannot fail.
            let _ = writeln!(manifest, "    {name:?},");
            let _ =
                writeln!(runner, "{name} = {{ path = \"../{name}\", default-features = false }}");
        }
        let _ = write!(
            manifest,
            "    {RUNNER:?},\n]\n\n[workspace.dependencies]\n\
             shapewright-conformance = {{ path = {:?} }}\n\
             shapewright-runtime = {{ path = {:?} }}\n\n\
             [profile.dev]\ndebug = false\n\n\
             # What does not belong to this workspace is compiled as it is in ours.\n\
             [profile.dev.package.\"*\"]\ndebug = \"line-tables-only\"\n",
            self.repository.join("tests/conformance"),
            self.repository.join("runtime"),
        );
        self.write("Cargo.toml", &manifest)?;
        self.write("runner/Cargo.toml", &runner)?;
        let lock = (self.repository.join("Cargo.lock"), self.root.join("Cargo.lock"));
        fs::copy(lock.0, lock.1).into_diagnostic()?;
        Ok(())
    }

    /// Writes a file, unless that is what it holds: cargo would compile it again.
    fn write(&self, path: &str, text: &str) -> miette::Result<()> {
        let path = self.root.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).into_diagnostic()?;
        }
        let written = fs::write(&path, text).into_diagnostic();
        written.wrap_err_with(|| format!("cannot write {}", path.display()))
    }

    /// Compiles the crates; gives those that cannot be compiled, and why.
    fn compile_crates(&self) -> miette::Result<BTreeMap<String, String>> {
        let exclude = format!("--exclude={RUNNER}");
        let arguments = ["--workspace", &exclude, "--keep-going", "--message-format=json"];
        let output = self.cargo_build(&arguments)?;
        let mut failed = BTreeMap::<_, String>::new();
        for line in output.lines() {
            let message: Value = serde_json::from_str(line).into_diagnostic()?;
            if let Some((package, problem)) = compiler_error(&message) {
                failed.entry(package).or_default().push_str(problem);
            }
        }
        Ok(failed)
    }

    fn compile_runner(&self) -> miette::Result<Runner> {
        let package = format!("--package={RUNNER}");
        let output = self.cargo_build(&[&package, "--message-format=json"])?;
        let messages = output.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut problems = String::new();
        for message in messages {
            if let Some(program) = message.get("executable").and_then(Value::as_str) {
                return Ok(Runner(program.into()));
            }
            problems.extend(compiler_error(&message).map(|(_, problem)| problem.to_owned()));
        }
        Err(miette!("the program that runs the cases does not compile:\n{problems}"))
    }

    /// Runs `cargo build`, with progress on a terminal only, and gives what it prints.
    fn cargo_build(&self, arguments: &[&str]) -> miette::Result<String> {
        let mut command = Command::new(tools::cargo());
        command.arg("build").args(arguments).current_dir(&self.root);
        command.env("CARGO_TARGET_DIR", &self.target);
        tools::forget_package(&mut command);
        if !io::stderr().is_terminal() {
            command.arg("--quiet");
        }
        let output = command.stderr(Stdio::inherit()).output();
        let output = output.into_diagnostic().wrap_err("could not start cargo")?;
        String::from_utf8(output.stdout).into_diagnostic()
    }
}

/// The package and the text of an error among cargo's messages.
fn compiler_error(message: &Value) -> Option<(String, &str)> {
    let inner = message.get("message")?;
    if inner.get("level")?.as_str()? != "error" {
        return None;
    }
    let package = message.pointer("/target/name")?.as_str()?.replace('_', "-");
    Some((package, inner.get("rendered")?.as_str()?))
}

/// The program: all operations of all crates, given to the harness.
fn main(crates: &BTreeMap<&str, Operations>) -> String {
    let mut text = "use shapewright_conformance::harness::{operation, run};\n\n\
                    fn main() -> std::io::Result<()> {\n    run(&[\n"
        .to_owned();
    for (name, operations) in crates {
        let _ = writeln!(text, "        ({name:?}, vec![");
        for operation in operations {
            let _ = writeln!(text, "            operation::<{operation}>(),");
        }
        text.push_str("        ]),\n");
    }
    text.push_str("    ].into())\n}\n");
    text
}

fn shown(problems: &Diagnostics) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl Runner {
    /// What came of each of these cases.
    pub(super) fn run(&self, cases: &[&Case]) -> miette::Result<Vec<Differences>> {
        let input = serde_json::to_vec(cases).into_diagnostic()?;
        let mut child = Command::new(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .into_diagnostic()?;
        // All of the input is read before anything is written: neither side waits for the other.
        if let Some(stdin) = child.stdin.take() {
            io::Write::write_all(&mut { stdin }, &input).into_diagnostic()?;
        }
        let output = child.wait_with_output().into_diagnostic()?;
        if !output.status.success() {
            return Err(miette!("the program that runs the cases failed: {}", output.status));
        }
        serde_json::from_slice(&output.stdout).into_diagnostic()
    }
}
