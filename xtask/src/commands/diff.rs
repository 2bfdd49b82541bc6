//! `diff`: reviews an update of models.

use std::path::PathBuf;

use miette::{IntoDiagnostic, Severity, miette};

use crate::context::{ConfigOption, Context, Outcome, find_above};
use crate::review::git::Revision;
use crate::review::ignore::{FILE_NAME, Ignores};
use crate::review::input::{Pair, of_paths, of_revision};
use crate::review::{Comparison, html, markdown, text};

/// Review an update of a model: what changed, for whom, and what it does to Rust
///
/// Exits with 1 if something changed that --fail-on names, and no ignore file does.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The old and the new model, or two folders of models; with --git, files or folders of the
    /// repository [default with --git: the models of the configuration]
    #[arg(value_name = "OLD NEW")]
    paths: Vec<PathBuf>,
    /// Compare what this revision of the repository has with what is there now
    #[arg(long, value_name = "REV")]
    git: Option<String>,
    /// Look at these operations only
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Option<Vec<String>>,
    /// How to write the review
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Which changes exit with 1: those that break users of the API or Rust programs, any but
    /// documentation, or none
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    fail_on: FailOn,
    /// Changes to ignore: lines of rule, place and reason [default: .shapewright-ignore in the
    /// current folder or above it, if there]
    #[arg(long, value_name = "FILE")]
    ignore: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigOption,
}

/// How to write a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For the terminal
    Text,
    /// For the comment on a pull request
    Markdown,
    /// For programs
    Json,
    /// For the browser: one page, complete in itself
    Html,
}

/// Which changes fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    Breaking,
    Any,
    Never,
}

pub(crate) fn run(context: &mut Context, arguments: &Arguments) -> miette::Result<Outcome> {
    let pairs = arguments.pairs()?;
    let mut ignores = arguments.ignores()?;
    if arguments.is_everything() {
        ignores.compared_everything();
    }
    let operations = arguments.operations.as_deref();
    let reviews = Comparison::new(context, operations, &mut ignores).reviews(pairs)?;
    let printed = match arguments.format {
        Format::Text => text::text(&reviews),
        Format::Markdown => markdown::markdown(&reviews),
        Format::Html => html::html(&reviews),
        Format::Json => reviews.json().into_diagnostic()?,
    };
    context.line(printed.trim_end())?;
    for unused in ignores.unused() {
        context.report(&miette!(severity = Severity::Warning, "{unused}"));
    }
    let fails = match arguments.fail_on {
        FailOn::Never => false,
        FailOn::Breaking => reviews.summary().breaks(),
        FailOn::Any => reviews.summary().changes(),
    };
    Ok(if fails { Outcome::Failed } else { Outcome::Done })
}

impl Arguments {
    fn pairs(&self) -> miette::Result<Vec<Pair>> {
        match (&self.git, self.paths.as_slice()) {
            (Some(revision), []) => {
                let config = self.config.load()?;
                let models: Vec<_> =
                    config.crates().iter().map(|krate| krate.model.clone()).collect();
                of_revision(&Revision::find(revision)?, &models)
            }
            (Some(revision), paths) => of_revision(&Revision::find(revision)?, paths),
            (None, [old, new]) => of_paths(old, new),
            (None, _) => Err(miette!(
                help = "name the old and the new model, or a revision with --git",
                "two models are needed for a comparison"
            )),
        }
    }

    fn ignores(&self) -> miette::Result<Ignores> {
        Ignores::load(match &self.ignore {
            Some(file) => Some(file.clone()),
            None => find_above(FILE_NAME)?,
        })
    }

    /// Whether nothing is left out that an ignore file could be about: two folders are compared,
    /// or the models of the configuration.
    fn is_everything(&self) -> bool {
        let is_all = match self.paths.as_slice() {
            [] => true,
            paths => self.git.is_none() && paths.iter().all(|path| path.is_dir()),
        };
        is_all && self.operations.is_none()
    }
}
