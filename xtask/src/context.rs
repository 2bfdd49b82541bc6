//! What commands work with: the configuration, and the output.

use std::env;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use miette::{IntoDiagnostic, miette};
use shapewright_codegen::config::{self, Config, ConfigError};
use shapewright_model::Diagnostics;

use crate::workspace::Workspace;

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
    fn find(&self) -> miette::Result<PathBuf> {
        match &self.config {
            Some(file) => Ok(file.clone()),
            None => find_config(),
        }
    }

    /// The file of the configuration; if there is none, where it belongs: beside the manifest of
    /// the workspace, or into the current folder.
    pub(crate) fn find_or_begin(&self) -> miette::Result<PathBuf> {
        self.find().or_else(|_| {
            let current = env::current_dir().into_diagnostic()?;
            let folder = match Workspace::above(&current) {
                Some(workspace) => workspace.folder,
                None => current.clone(),
            };
            Ok(relative(&folder.join(config::FILE_NAME), &current))
        })
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

/// Which program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    /// The one of Shapewright's own repository.
    Xtask,
    /// The one that is installed for other workspaces.
    Shapewright,
}

impl Program {
    /// What its users type before the name of a command.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Xtask => "cargo xtask",
            Self::Shapewright => "shapewright",
        }
    }
}

/// What every command works with.
pub(crate) struct Context {
    pub(crate) program: Program,
    out: AutoStream<io::Stdout>,
}

impl Context {
    pub(crate) fn new(program: Program) -> Self {
        Self { program, out: AutoStream::auto(io::stdout()) }
    }

    /// The command of that name with its arguments, as the user would type it.
    pub(crate) fn command(&self, rest: &str) -> String {
        format!("`{} {rest}`", self.program.name())
    }

    /// The folder of Shapewright's own repository, which has the runtime, the suites and this
    /// program.
    pub(crate) fn repository(&self) -> miette::Result<PathBuf> {
        let package = match self.program {
            Program::Xtask => env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
            Program::Shapewright => None,
        };
        package.as_deref().and_then(Path::parent).map(Path::to_owned).ok_or_else(|| {
            miette!(help = "start it with `cargo xtask`", "this works in our repository only")
        })
    }

    /// Prints a line of results. Colours are left out where they are not wanted.
    pub(crate) fn line(&mut self, result: impl fmt::Display) -> miette::Result<()> {
        match writeln!(self.out, "{result}").and_then(|()| self.out.flush()) {
            // Whoever reads has read enough; the work is done to its end all the same.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            printed => printed.into_diagnostic(),
        }
    }

    /// Tells something that is not a result; of many problems the first.
    pub(crate) fn report(&self, report: &miette::Report) {
        if let Some(ConfigError::Invalid(invalid)) = report.downcast_ref() {
            return invalid.reports().for_each(|problem| tell(&problem));
        }
        let Some(problems) = report.downcast_ref::<Diagnostics>() else {
            return tell(report);
        };
        for problem in problems.iter().take(Diagnostics::SHOWN) {
            tell(&miette::Report::new(problem.clone()));
        }
        if let more @ 1.. = problems.len().saturating_sub(Diagnostics::SHOWN) {
            tell(&miette!("there are {more} more problems"));
        }
    }
}

fn tell(report: &miette::Report) {
    // Nothing can be done if there is nobody to hear it.
    let _ = writeln!(io::stderr(), "{report:?}");
}

/// The nearest configuration file, from the current folder upwards, relative to that folder.
fn find_config() -> miette::Result<PathBuf> {
    find_above(config::FILE_NAME)?.ok_or_else(|| {
        miette!(
            help = "start from a folder that has one in it or above it, or name one with --config",
            "there is no {} here",
            config::FILE_NAME
        )
    })
}

/// The nearest file of that name, from the current folder upwards, relative to that folder.
pub(crate) fn find_above(name: &str) -> miette::Result<Option<PathBuf>> {
    let current = env::current_dir().into_diagnostic()?;
    let found = current.ancestors().map(|folder| folder.join(name)).find(|file| file.is_file());
    Ok(found.map(|file| relative(&file, &current)))
}

/// The path as one would write it in that folder, which is shorter to read in messages.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    pathdiff::diff_paths(path, folder).unwrap_or_else(|| path.to_owned())
}
