//! The configuration file `shapewright.toml`: which crates to generate from which models.
//!
//! ```toml
//! [crates.ecs]
//! model = "model/ecs/2014-11-13/service-2.json"
//! path = "generated/ecs"
//! name = "shapewright-ecs"
//! operations = ["RunTask", "StopTask"]
//! runtime = { path = "runtime" }
//!
//! [crates.ecs.rename]
//! "Task$desiredStatus" = "wanted_status"
//! ```

use std::path::{Path, PathBuf};

use toml::Spanned;

use self::file::CrateTable;
use self::problem::{Problem, Source};
use crate::settings::Settings;
use shapewright_model::suggest::closest;

mod check;
mod file;
mod problem;
mod read;
#[cfg(test)]
mod tests;

pub use self::problem::{ConfigError, InvalidConfig};

/// The name that a configuration file has by convention.
pub const FILE_NAME: &str = "shapewright.toml";

/// A configuration file that has been read and found sound.
#[derive(Clone, Debug)]
pub struct Config {
    source: Source,
    crates: Vec<CrateConfig>,
}

/// A crate to generate.
#[derive(Clone, Debug)]
pub struct CrateConfig {
    /// The name of its table.
    pub key: String,
    /// The file that the model is in.
    pub model: PathBuf,
    /// The folder to write the crate to.
    pub path: PathBuf,
    /// What to make of the model.
    pub settings: Settings,
    table: Spanned<CrateTable>,
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or with everything that is wrong with it.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file)
            .map_err(|source| ConfigError::Read { path: file.to_owned(), source })?;
        let folder = file.parent().unwrap_or(Path::new(""));
        Self::parse(&file.display().to_string(), folder, text)
    }

    /// Reads a configuration from text; `name` is what messages call it, and paths in it are
    /// relative to `folder`.
    ///
    /// # Errors
    ///
    /// With everything that is wrong with it.
    pub fn parse(name: &str, folder: &Path, text: String) -> Result<Self, ConfigError> {
        let source = Source::new(name, text);
        match read::read(source.text(), folder) {
            Ok(crates) => Ok(Self { source, crates }),
            Err(problems) => Err(source.reject(problems)),
        }
    }

    /// The crates, in the order of their names.
    #[must_use]
    pub fn crates(&self) -> &[CrateConfig] {
        &self.crates
    }

    /// The crate of that name.
    ///
    /// # Errors
    ///
    /// If there is none, with the name that may have been meant.
    pub fn get(&self, key: &str) -> Result<&CrateConfig, ConfigError> {
        let found = self.crates.iter().find(|found| found.key == key);
        found.ok_or_else(|| ConfigError::UnknownCrate {
            key: key.to_owned(),
            help: match closest(key, self.crates.iter().map(|known| &*known.key)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the crates are the tables `[crates.…]` in {}", self.source),
            },
        })
    }

    /// Checks what the configuration of a crate says about its model against the model.
    ///
    /// # Errors
    ///
    /// With every operation, shape and member that it names and the model does not have.
    pub fn check(
        &self,
        krate: &CrateConfig,
        model: &shapewright_model::ir::Model,
    ) -> Result<(), ConfigError> {
        let problems = check::check(krate.table.get_ref(), model);
        if problems.is_empty() { Ok(()) } else { Err(self.source.clone().reject(problems)) }
    }

    /// The given trouble with a crate, as an error that points to the crate's table.
    #[must_use]
    pub fn error_at(&self, krate: &CrateConfig, message: impl Into<String>) -> ConfigError {
        let problem = Problem::new(krate.table.span(), message);
        self.source.clone().reject(vec![problem])
    }
}
