//! Generating from a build script.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use shapewright_model::{Diagnostics, load};

use crate::generate::generate_module;
use crate::module::Spot;
use crate::names::is_identifier;
use crate::settings::{DocsLevel, Settings};

/// A module to generate in a build script, instead of a crate of its own.
///
/// ```no_run
/// fn main() -> Result<(), shapewright_codegen::BuildError> {
///     shapewright_codegen::Build::new("model/ecs/service-2.json", "ecs")
///         .operations(["RunTask", "StopTask"])
///         .features(["client"])
///         .run()
/// }
/// ```
///
/// The crate has the module by
///
/// ```ignore
/// mod ecs {
///     include!(concat!(env!("OUT_DIR"), "/ecs.rs"));
/// }
/// ```
///
/// and depends on `shapewright-runtime`, with the same features.
#[derive(Clone, Debug)]
pub struct Build {
    model: PathBuf,
    path: String,
    features: Vec<String>,
    settings: Settings,
}

/// Why a build script has no module to offer.
///
/// `Debug` shows what `Display` shows, in full: that is what a build script prints that returns
/// an error.
#[derive(thiserror::Error)]
pub enum BuildError {
    /// The model cannot be read, or cannot become Rust.
    #[error("{}", miette::Report::new(.0.clone()))]
    Model(#[from] Diagnostics),
    /// The path of the module is none.
    #[error("`{0}` is not the path of a module, such as `ecs` or `api::ecs`")]
    Module(String),
    /// It is not run by cargo.
    #[error("there is no OUT_DIR: this is for build scripts, which cargo runs")]
    NoOutDir,
    /// The module cannot be written.
    #[error("could not write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl std::fmt::Debug for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl Build {
    /// A module from that model, at that path in the crate, such as `ecs` or `api::ecs`.
    pub fn new(model: impl Into<PathBuf>, module: impl Into<String>) -> Self {
        let module = module.into();
        Self {
            model: model.into(),
            settings: Settings::new(module.replace("::", "-")),
            path: module,
            features: Vec::new(),
        }
    }

    /// Only these operations, with the shapes that they reach.
    #[must_use]
    pub fn operations<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.settings.operations = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// How much of the model's documentation to carry over; all of it by default.
    #[must_use]
    pub fn docs(mut self, level: DocsLevel) -> Self {
        self.settings.docs = level;
        self
    }

    /// The parts that stand behind features in crates: `client`, `blocking`, `sign`, `inputs` and
    /// `fake`, none by default.
    #[must_use]
    pub fn features<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.features = names.into_iter().map(Into::into).collect();
        // Both clients are made of what `sign` has.
        if self.features.iter().any(|feature| matches!(feature.as_str(), "client" | "blocking")) {
            self.features.push("sign".to_owned());
        }
        self
    }

    /// Writes the module to `$OUT_DIR/NAME.rs`, NAME being the last part of its path, and has
    /// cargo run the script again when the model changes.
    ///
    /// # Errors
    /// [`BuildError`]; nothing is written then.
    pub fn run(self) -> Result<(), BuildError> {
        let name = self.name()?.to_owned();
        let folder = env::var_os("OUT_DIR").ok_or(BuildError::NoOutDir)?;
        println!("cargo::rerun-if-changed={}", self.model.display());
        let path = Path::new(&folder).join(format!("{name}.rs"));
        let text = self.text()?;
        fs::write(&path, text).map_err(|source| BuildError::Write { path, source })
    }

    /// The text of the module.
    ///
    /// # Errors
    /// [`BuildError::Model`] or [`BuildError::Module`].
    pub fn text(&self) -> Result<String, BuildError> {
        self.name()?;
        let loaded = load(&self.model)?;
        let path = format!("crate::{}", self.path);
        let place = Spot { path: &path, features: &self.features };
        let text = generate_module(&loaded.model, &self.settings, place);
        text.map_err(|problems| match loaded.sources.first() {
            Some(source) => BuildError::Model(problems.of(source)),
            None => BuildError::Model(problems),
        })
    }

    /// The last part of the module's path.
    fn name(&self) -> Result<&str, BuildError> {
        if !self.path.split("::").all(is_identifier) {
            return Err(BuildError::Module(self.path.clone()));
        }
        Ok(self.path.rsplit("::").next().unwrap_or(&self.path))
    }
}
