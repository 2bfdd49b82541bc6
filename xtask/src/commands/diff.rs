//! `diff`: reviews an update of models.

use std::path::{Path, PathBuf};

use miette::{IntoDiagnostic, Severity, miette};
use shapewright_codegen::rust_effect::Class;
use shapewright_model::Loaded;
use shapewright_model::diff::Api;
use shapewright_model::suggest::closest;

use crate::context::{ConfigOption, Context, Outcome};
use crate::generation::passed_on;
use crate::review::git::Revision;
use crate::review::ignore::{FILE_NAME, Ignores};
use crate::review::input::{Location, Pair, of_paths, of_revision};
use crate::review::{Reviews, both, html, markdown, review, text};

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
    /// Changes to ignore: lines of rule, place and reason [default: .shapewright-ignore, if there]
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
    let is_one = pairs.len() == 1;
    let mut reviews = Reviews::new(is_one);
    for pair in pairs {
        let Pair { name, old, new } = pair;
        match (old, new) {
            (Some(old), Some(new)) => {
                if let Some((before, after)) = arguments.load(context, &old, &new, is_one)? {
                    let labels = (old.label(), new.label());
                    let review = review(&before, &after, (&labels.0, &labels.1), &mut ignores);
                    reviews.add(review, before, after);
                }
            }
            (None, Some(_)) => reviews.added.push(name),
            (_, None) => reviews.removed.push(name),
        }
    }
    let printed = match arguments.format {
        Format::Text => text::text(&reviews),
        Format::Markdown => markdown::markdown(&reviews),
        Format::Html => html::html(&reviews),
        Format::Json => reviews.json().into_diagnostic()?,
    };
    context.line(printed.trim_end())?;
    for unused in ignores.unused() {
        context.report(&miette!(severity = Severity::Warning, "{FILE_NAME}, {unused}"));
    }
    Ok(if arguments.fail_on.fails(&reviews) { Outcome::Failed } else { Outcome::Done })
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
        match &self.ignore {
            Some(file) => Ignores::load(file, true),
            None => Ignores::load(Path::new(FILE_NAME), false),
        }
    }

    /// Both models, or nothing if they are the same text, unless `is_wanted` all the same.
    fn load(
        &self,
        context: &Context,
        old: &Location,
        new: &Location,
        is_wanted: bool,
    ) -> miette::Result<Option<(Loaded, Loaded)>> {
        let (before, after) = (old.files()?, new.files()?);
        if before.is_same(&after) && !is_wanted {
            return Ok(None);
        }
        let (before, after) = both(|| before.load(), || after.load());
        // What is questionable about the old model is nobody's task any more.
        let (mut before, mut after) = (before?, passed_on(context, after)?);
        if let Some(names) = &self.operations {
            restrict(&mut before, &mut after, names)?;
        }
        Ok(Some((before, after)))
    }
}

/// Leaves the operations of these names, each of which is in at least one of the models.
fn restrict(old: &mut Loaded, new: &mut Loaded, names: &[String]) -> miette::Result<()> {
    let (before, after) = (&old.model.operations, &new.model.operations);
    if let Some(unknown) =
        names.iter().find(|name| !before.contains_key(*name) && !after.contains_key(*name))
    {
        let known = before.keys().chain(after.keys()).map(String::as_str);
        let help = match closest(unknown, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "operations are named as in the model".to_owned(),
        };
        return Err(miette!(help = help, "neither model has an operation `{unknown}`"));
    }
    for loaded in [old, new] {
        let kept = names.iter().filter(|name| loaded.model.operations.contains_key(*name));
        let kept: Vec<_> = kept.cloned().collect();
        loaded.model = loaded.model.retain_operations(&kept).into_diagnostic()?;
    }
    Ok(())
}

impl FailOn {
    fn fails(self, reviews: &Reviews) -> bool {
        let breaks = |summary: &crate::review::Summary| {
            let is_major = summary.rust.is_some_and(|class| class.0 == Class::Major);
            summary.api == Some(Api::Breaking) || is_major
        };
        match self {
            Self::Never => false,
            Self::Breaking => !reviews.removed.is_empty() || reviews.summaries().any(breaks),
            Self::Any => {
                let is_whole = !reviews.removed.is_empty() || !reviews.added.is_empty();
                let changes = |summary: &crate::review::Summary| {
                    summary.api.is_some_and(|api| api > Api::Documentation)
                };
                is_whole || reviews.summaries().any(changes)
            }
        }
    }
}
