//! `add`: one more crate in the configuration.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use miette::{IntoDiagnostic, Report, WrapErr, miette};
use shapewright_codegen::config::{Config, ConfigError};
use shapewright_codegen::settings::DocsLevel;
use toml_edit::{Array, DocumentMut, Item, Table, value};

use super::generate::docs_level;
use crate::command_line::{Given, check_package_name, misuse};
use crate::context::{ConfigOption, Context, Outcome};
use crate::generation::{Generated, hint_at_runtime};
use crate::workspace::Workspace;

/// Add a crate to the configuration, and generate it
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What the commands call the crate, and its package
    #[arg(value_name = "NAME")]
    name: String,
    /// The model: a botocore `service-2.json`, perhaps gzipped, or a Smithy model in JSON
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// The operations to generate, with the shapes that they reach [default: all]
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Vec<String>,
    /// How much of the model's documentation to carry over
    #[arg(long, default_value = "full", value_parser = docs_level())]
    docs: DocsLevel,
    /// The folder to write the crate to [default: `generated/` and the name]
    #[arg(long, value_name = "DIR")]
    path: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigOption,
}

pub(crate) fn run(context: &mut Context, arguments: &Arguments) -> miette::Result<Outcome> {
    let file = arguments.config.find_or_begin()?;
    let old =
        if file.is_file() { fs::read_to_string(&file).into_diagnostic()? } else { String::new() };
    let folder = file.parent().unwrap_or(Path::new(""));
    let shown = file.display().to_string();
    Config::parse(&shown, folder, old.clone())?;
    let name = Given { behind: "add", text: &arguments.name };
    check_package_name(context.program, name, "choose another one")?;
    let text = with_crate(context, &old, folder, arguments)?;
    let config = Config::parse(&shown, folder, text.clone())
        .map_err(|error| of_arguments(context, error, arguments))?;
    let krate = config.get(&arguments.name)?;
    let generated = Generated::from_file(context, &krate.model, &krate.settings)?;
    let started = Instant::now();
    let written = generated.tree.write(&krate.path)?;
    fs::write(&file, text).into_diagnostic().wrap_err_with(|| format!("{}", file.display()))?;
    context.line(generated.summary(&krate.key, written, started.elapsed()))?;
    context.line(format_args!("{} is in {}", krate.key, file.display()))?;
    let help = format!(
        "say there where it is, `runtime = {{ path = \"…\" }}` or `{{ git = \"…\" }}`, and {}",
        context.command(&format!("regenerate {}", krate.key))
    );
    hint_at_runtime(context, &krate.settings, &help);
    Ok(Outcome::Done)
}

/// What is wrong with the configuration that is not written yet: that comes of the arguments.
fn of_arguments(context: &Context, error: ConfigError, arguments: &Arguments) -> Report {
    let ConfigError::Invalid(invalid) = error else {
        return error.into();
    };
    let path = arguments.path.as_deref().and_then(Path::to_str);
    let given = match path {
        Some(text) => Given { behind: "--path", text },
        None => Given { behind: "add", text: &arguments.name },
    };
    let message: Vec<_> = invalid.messages().collect();
    misuse(context.program, given, &message.join("; "), "choose another folder with --path")
}

/// The configuration with one more crate; the rest of the text stays as it is.
fn with_crate(
    context: &Context,
    text: &str,
    folder: &Path,
    arguments: &Arguments,
) -> miette::Result<String> {
    let name = &arguments.name;
    let mut document: DocumentMut = text.parse().into_diagnostic()?;
    let crates = document.entry("crates").or_insert_with(implicit_table);
    let crates = crates.as_table_mut().ok_or_else(|| miette!("`crates` is not a table"))?;
    if crates.contains_key(name) {
        let regenerate = context.command(&format!("regenerate {name}"));
        let help = format!("{regenerate} brings it up to date");
        return Err(miette!(help = help, "the configuration has a crate `{name}` already"));
    }
    let mut table = Table::new();
    let path = arguments.path.clone().unwrap_or_else(|| folder.join("generated").join(name));
    let runtime = match crates.is_empty() {
        true => workspace_runtime(&path)?,
        false => common_runtime(crates),
    };
    table.insert("model", value(relative(&arguments.model, folder)?));
    table.insert("path", value(relative(&path, folder)?));
    if !arguments.operations.is_empty() {
        table.insert("operations", value(arguments.operations.iter().collect::<Array>()));
    }
    if arguments.docs != DocsLevel::default() {
        table.insert("docs", value(arguments.docs.name()));
    }
    if let Some(runtime) = runtime {
        table.insert("runtime", runtime);
    }
    crates.insert(name, Item::Table(table));
    Ok(document.to_string())
}

/// A table that shows in the names of those in it alone.
fn implicit_table() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
}

/// How the first crate, in that folder, depends on the runtime: as the workspace says, if it does.
fn workspace_runtime(path: &Path) -> miette::Result<Option<Item>> {
    let path = std::path::absolute(path).into_diagnostic()?;
    let has_runtime = Workspace::above(&path).is_some_and(|workspace| workspace.has_runtime);
    Ok(has_runtime.then(|| value("workspace")))
}

/// How the other crates depend on the runtime, if all do it in the same way.
fn common_runtime(crates: &Table) -> Option<Item> {
    let mut runtimes = crates.iter().map(|(_, krate)| krate.get("runtime"));
    let first = runtimes.next()??;
    let same = |other: Option<&Item>| {
        other.is_some_and(|other| other.to_string().trim() == first.to_string().trim())
    };
    runtimes.all(same).then(|| first.clone())
}

/// The path as the configuration has it: from its own folder, with forward slashes.
fn relative(path: &Path, folder: &Path) -> miette::Result<String> {
    let current = env::current_dir().into_diagnostic()?;
    let path = pathdiff::diff_paths(current.join(path), current.join(folder));
    let text = path.as_deref().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
    text.ok_or_else(|| miette!("no relative path leads from the configuration to the file"))
}
