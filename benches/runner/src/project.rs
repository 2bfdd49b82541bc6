//! The project that is measured: its folders, its generator, and the models.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use miette::{IntoDiagnostic, Result, WrapErr, miette};
use shapewright_python::{pip_download, unpack};

use crate::cost;

/// The version of botocore whose models are generated from.
const BOTOCORE: &str = "botocore==1.44.5";

/// The project's folders, and its generator, built.
pub(crate) struct Project {
    root: PathBuf,
    data: PathBuf,
    generator: PathBuf,
}

impl Project {
    /// Builds the generator with optimization, and fetches the models with pip.
    ///
    /// # Errors
    /// If one of the two fails.
    pub(crate) fn open() -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here
            .ancestors()
            .nth(2)
            .ok_or_else(|| miette!("{} is no folder of the project", here.display()))?;
        let mut build = Command::new("cargo");
        build.args(["build", "--quiet", "--release", "--package", "xtask"]).current_dir(root);
        cost::run(&mut build)?;
        let wheel = pip_download(BOTOCORE).into_diagnostic()?;
        let data = unpack(&wheel, "botocore/data").into_diagnostic()?;
        let generator = root.join("target/release/xtask");
        Ok(Self { root: root.to_owned(), generator, data })
    }

    /// The project's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of botocore's models.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// A folder for what is built to be measured.
    pub(crate) fn scratch(&self, name: &str) -> Result<PathBuf> {
        let bench = self.root.join("target/bench");
        let folder = bench.join(name);
        fs::create_dir_all(&folder).into_diagnostic()?;
        // Else crates would be taken for members of the project, and use its dependencies.
        fs::write(bench.join("Cargo.toml"), "[workspace]\n").into_diagnostic()?;
        Ok(folder)
    }

    /// The newest model of a service.
    pub(crate) fn model(&self, service: &str) -> Result<PathBuf> {
        let versions = fs::read_dir(self.data.join(service))
            .into_diagnostic()
            .wrap_err_with(|| service.to_owned())?;
        let versions = versions.filter_map(|entry| Some(entry.ok()?.path()));
        let newest = versions.max().ok_or_else(|| miette!("{service} has no model"))?;
        let plain = newest.join("service-2.json");
        Ok(if plain.exists() { plain } else { newest.join("service-2.json.gz") })
    }

    /// The generator, about to run that command.
    pub(crate) fn xtask<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(&self.generator);
        command.args(arguments).current_dir(&self.root);
        // As if cargo ran it, and not this package.
        command.env("CARGO_MANIFEST_DIR", self.root.join("xtask"));
        command
    }

    /// Generates the crate `shapewright-{name}` from the model of a service, in full or of these
    /// operations.
    pub(crate) fn generate(
        &self,
        service: &str,
        name: &str,
        operations: &[&str],
        into: &Path,
    ) -> Result<()> {
        let model = self.model(service)?;
        let package = format!("shapewright-{name}");
        let mut command = self.xtask(["generate", "--name", &package, "--model"]);
        command.arg(model).arg("--out").arg(into);
        if !operations.is_empty() {
            command.args(["--operations", &operations.join(",")]);
        }
        cost::run(&mut command).map(drop)
    }

    /// What makes generated crates outside the project use its runtime.
    pub(crate) fn patch(&self) -> String {
        let runtime = self.root.join("runtime");
        format!("[patch.crates-io]\nshapewright-runtime = {{ path = {runtime:?} }}\n")
    }
}
