//! `generate`: writes one crate, without a configuration.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use miette::{IntoDiagnostic, Severity, miette};
use shapewright_codegen::settings::{DocsLevel, RuntimeDependency, Settings};

use crate::command_line::{Given, check_package_name};
use crate::context::{Context, Outcome};
use crate::generation::{Generated, hint_at_runtime};
use crate::workspace::Workspace;

/// Write a crate from a model, without a configuration
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The model: a botocore `service-2.json`, perhaps gzipped, or a Smithy model in JSON
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// The folder to write the crate to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The operations to generate, with the shapes that they reach [default: all]
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Option<Vec<String>>,
    /// How much of the model's documentation to carry over
    #[arg(long, default_value = "full", value_parser = docs_level())]
    docs: DocsLevel,
    /// The name of the package [default: that of the folder]
    #[arg(long)]
    name: Option<String>,
}

/// The values of `--docs`.
pub(super) fn docs_level() -> impl TypedValueParser<Value = DocsLevel> {
    PossibleValuesParser::new(DocsLevel::NAMES.map(|level| level.0))
        .try_map(|name| name.parse::<DocsLevel>())
}

pub(crate) fn run(context: &mut Context, arguments: Arguments) -> miette::Result<Outcome> {
    let (behind, package_name) = match arguments.name {
        Some(name) => ("--name", name),
        None => ("--out", folder_name(&arguments.out)?),
    };
    let given = Given { behind, text: &package_name };
    check_package_name(context.program, given, "choose one with --name")?;
    let settings = Settings {
        source: source(&arguments.model),
        operations: arguments.operations,
        docs: arguments.docs,
        runtime: runtime(context, &arguments.out)?,
        ..Settings::new(package_name)
    };
    let generated = Generated::from_file(context, &arguments.model, &settings)?;
    let started = Instant::now();
    let written = generated.tree.write(&arguments.out)?;
    context.line(generated.summary(&settings.package_name, written, started.elapsed()))?;
    hint_at_runtime(
        context,
        &settings,
        "say where it is below `[workspace.dependencies]` of the workspace around the crate, with \
         `path` or `git`, and generate the crate again",
    );
    hint_at_workspace(context, &arguments.out)?;
    Ok(Outcome::Done)
}

/// Tells of a workspace that the crate is in, but no member of.
fn hint_at_workspace(context: &Context, krate: &Path) -> miette::Result<()> {
    let krate = std::path::absolute(krate).into_diagnostic()?;
    let workspace = Workspace::above(&krate);
    if let Some(workspace) = workspace.filter(|workspace| workspace.leaves_out(&krate)) {
        let folder = pathdiff::diff_paths(&krate, &workspace.folder).unwrap_or(krate);
        context.report(&miette!(
            severity = Severity::Advice,
            help = format!("add `{}` to the `members` of its Cargo.toml", folder.display()),
            "the crate is not a member of the workspace around it",
        ));
    }
    Ok(())
}

fn folder_name(folder: &Path) -> miette::Result<String> {
    let full = std::path::absolute(folder).into_diagnostic()?;
    let name = full.file_name().and_then(|name| name.to_str());
    name.map(str::to_owned).ok_or_else(|| {
        miette!(help = "name it with --name", "{} does not name a package", folder.display())
    })
}

/// The model as the header of each file names it: nothing that differs from machine to machine.
fn source(model: &Path) -> String {
    let shown = if model.is_relative() { Some(model.as_os_str()) } else { model.file_name() };
    shown.unwrap_or_default().to_string_lossy().replace('\\', "/")
}

/// The runtime that the workspace around the crate names; without one, that of the repository that
/// this program is run in, or a published one.
fn runtime(context: &Context, out: &Path) -> miette::Result<RuntimeDependency> {
    let out = std::path::absolute(out).into_diagnostic()?;
    if Workspace::above(&out).is_some_and(|workspace| workspace.has_runtime) {
        return Ok(RuntimeDependency::Workspace);
    }
    let runtime = context.repository().ok().map(|repository| repository.join("runtime"));
    let runtime = runtime.and_then(|runtime| RuntimeDependency::from_crate(&out, &runtime));
    Ok(runtime.unwrap_or_else(RuntimeDependency::fitting))
}
