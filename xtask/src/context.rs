//! What commands work with: the configuration, and the output.

use std::env;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use miette::{IntoDiagnostic, miette};
use shapewright_codegen::config::{self, Config};

/// For what is as it should be.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();

/// For what is not.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();

/// For what structures the output.
pub(crate) const HEADING: Style = Style::new().bold();

/// The option that says where the configuration is.
#[derive(clap::Args)]
pub(crate) struct ConfigOption {
    /// The configuration file [default: shapewright.toml in the current folder or above it]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl ConfigOption {
    /// Reads the configuration.
    pub(crate) fn load(&self) -> miette::Result<Config> {
        Ok(Config::load(&self.find()?)?)
    }

    /// The file of the configuration.
    pub(crate) fn find(&self) -> miette::Result<PathBuf> {
        match &self.config {
            Some(file) => Ok(file.clone()),
            None => find_config(),
        }
    }
}

/// How a command ended that did what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Done,
    /// What the command checks is not as it should be.
    Failed,
}

/// What every command works with.
pub(crate) struct Context {
    out: AutoStream<io::Stdout>,
}

impl Context {
    pub(crate) fn new() -> Self {
        Self { out: AutoStream::auto(io::stdout()) }
    }

    /// Prints a line of results. Colours are left out where they are not wanted.
    pub(crate) fn line(&mut self, result: impl fmt::Display) -> miette::Result<()> {
        match writeln!(self.out, "{result}").and_then(|()| self.out.flush()) {
            // Whoever reads has read enough; the work is done to its end all the same.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            printed => printed.into_diagnostic(),
        }
    }

    /// Tells something that is not a result.
    pub(crate) fn report(&self, report: &miette::Report) {
        // Nothing can be done if there is nobody to hear it.
        let _ = writeln!(io::stderr(), "{report:?}");
    }
}

/// The nearest configuration file, from the current folder upwards, relative to that folder.
fn find_config() -> miette::Result<PathBuf> {
    let current = env::current_dir().into_diagnostic()?;
    let found = current.ancestors().map(|folder| folder.join(config::FILE_NAME));
    match found.into_iter().find(|file| file.is_file()) {
        Some(file) => Ok(relative(&file, &current)),
        None => Err(miette!(
            help = "start from a folder that has one in it or above it, or name one with --config",
            "there is no {} here",
            config::FILE_NAME
        )),
    }
}

/// The path as one would write it in that folder, which is shorter to read in messages.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    pathdiff::diff_paths(path, folder).unwrap_or_else(|| path.to_owned())
}
