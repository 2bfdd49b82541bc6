//! From a model file to a crate in memory.

use std::borrow::Cow;
use std::path::Path;
use std::time::{Duration, Instant};

use miette::{Report, Severity, miette};
use shapewright_codegen::config::{Config, CrateConfig};
use shapewright_codegen::generate;
use shapewright_codegen::settings::{RuntimeDependency, Settings};
use shapewright_codegen::tree::{Tree, Written};
use shapewright_model::ir::Model;
use shapewright_model::{Diagnostics, Loaded, load};

use crate::command_line::check_operations;
use crate::context::Context;

/// A crate in memory, and what it was made of.
pub(crate) struct Generated {
    /// Its files.
    pub(crate) tree: Tree,
    operations: usize,
    shapes: usize,
    time: Duration,
}

impl Generated {
    /// Generates the crate that the configuration describes.
    pub(crate) fn configured(
        context: &Context,
        config: &Config,
        krate: &CrateConfig,
    ) -> miette::Result<Self> {
        let started = Instant::now();
        let loaded = load_model(context, &krate.model)?;
        config.check(krate, &loaded.model)?;
        Self::from_model(&loaded, &krate.settings, started)
    }

    /// Generates a crate from a model file, as the command line says.
    pub(crate) fn from_file(
        context: &Context,
        file: &Path,
        settings: &Settings,
    ) -> miette::Result<Self> {
        let started = Instant::now();
        let loaded = load_model(context, file)?;
        let operations = settings.operations.as_deref().unwrap_or_default();
        check_operations(context.program, operations, &loaded.model)?;
        Self::from_model(&loaded, settings, started)
    }

    fn from_model(loaded: &Loaded, settings: &Settings, started: Instant) -> miette::Result<Self> {
        let tree =
            generate(&loaded.model, settings).map_err(|problems| located(problems, loaded))?;
        let model = chosen(&loaded.model, settings)?;
        Ok(Self {
            tree,
            operations: model.operations.len(),
            shapes: model.shapes.len(),
            time: started.elapsed(),
        })
    }

    /// One line on what was generated and written.
    pub(crate) fn summary(&self, name: &str, written: Written, writing: Duration) -> String {
        let removed = match written.removed {
            0 => String::new(),
            files => format!(", {files} removed"),
        };
        format!(
            "{name}: {}, {}, {} written, {} unchanged{removed}, {} ms",
            count(self.operations, "operation"),
            count(self.shapes, "shape"),
            count(written.written, "file"),
            written.unchanged,
            (self.time + writing).as_millis()
        )
    }
}

/// Loads a model, and passes on what is questionable about it.
pub(crate) fn load_model(context: &Context, file: &Path) -> miette::Result<Loaded> {
    passed_on(context, load(file))
}

/// A model that was loaded, once what is questionable about it is passed on.
pub(crate) fn passed_on(
    context: &Context,
    loaded: Result<Loaded, Diagnostics>,
) -> miette::Result<Loaded> {
    let mut loaded = loaded?;
    for warning in std::mem::take(&mut loaded.warnings) {
        context.report(&Report::new(warning));
    }
    Ok(loaded)
}

/// The model without what the settings leave out.
pub(crate) fn chosen<'m>(model: &'m Model, settings: &Settings) -> miette::Result<Cow<'m, Model>> {
    match &settings.operations {
        Some(names) => {
            let chosen = model.retain_operations(names);
            Ok(Cow::Owned(chosen.map_err(|unknown| miette!("{unknown}"))?))
        }
        None => Ok(Cow::Borrowed(model)),
    }
}

/// The generator's diagnostics with the file that they point into.
fn located(problems: Diagnostics, loaded: &Loaded) -> Diagnostics {
    match loaded.sources.first() {
        Some(source) => problems.of(source),
        None => problems,
    }
}

/// Tells of a runtime that cargo will not find, with how the crate could have another.
pub(crate) fn hint_at_runtime(context: &Context, settings: &Settings, help: &str) {
    if settings.runtime == RuntimeDependency::fitting() {
        context.report(&miette!(
            severity = Severity::Advice,
            help = help,
            "`{}` depends on `shapewright-runtime`, which is not published",
            settings.package_name
        ));
    }
}

/// A number with what it counts.
pub(crate) fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}
