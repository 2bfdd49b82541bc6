//! `list`: what is generated, and why.

use miette::miette;
use shapewright_codegen::config::{Config, CrateConfig};
use shapewright_codegen::names::{Collision, Decision, Names};
use shapewright_codegen::plan::referenced_shapes;
use shapewright_model::Loaded;
use shapewright_model::ir::{Model, ShapeId};
use shapewright_model::suggest::closest;

use crate::context::{BAD, ConfigOption, Context, HEADING, Outcome};
use crate::generation::{chosen, count, load_model};

/// List what is generated, and why
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The crate to list [default: all]
    #[arg(value_name = "CRATE")]
    name: Option<String>,
    /// List the operations of the model
    #[arg(long)]
    operations: bool,
    /// List the names that are not the model's by the plain rule, with the keys to rename them by
    #[arg(long)]
    names: bool,
    /// Show the shortest way to a shape from each operation that reaches it
    #[arg(long, value_name = "SHAPE", conflicts_with_all = ["operations", "names"])]
    why: Option<String>,
    #[command(flatten)]
    config: ConfigOption,
}

pub(crate) fn run(context: &mut Context, arguments: &Arguments) -> miette::Result<Outcome> {
    let config = arguments.config.load()?;
    let crates: Vec<_> = match &arguments.name {
        Some(name) => vec![config.get(name)?],
        None => config.crates().iter().collect(),
    };
    let listed = crates
        .iter()
        .map(|krate| Listed::load(context, &config, krate))
        .collect::<miette::Result<Vec<_>>>()?;
    if let Some(shape) = &arguments.why {
        let shape = ShapeId(shape.clone());
        check_known(&listed, &shape)?;
        return each(context, &listed, |context, listed| listed.print_why(context, &shape));
    }
    each(context, &listed, |context, listed| {
        listed.print_summary(context)?;
        listed.print_names(context, arguments.names)?;
        if arguments.operations { listed.print_operations(context) } else { Ok(()) }
    })
}

fn each<'l>(
    context: &mut Context,
    listed: &[Listed<'l>],
    print: impl Fn(&mut Context, &Listed<'l>) -> miette::Result<()>,
) -> miette::Result<Outcome> {
    listed.iter().try_for_each(|listed| print(context, listed))?;
    Ok(Outcome::Done)
}

/// Refuses a shape that none of the models has.
fn check_known(listed: &[Listed<'_>], shape: &ShapeId) -> miette::Result<()> {
    if listed.iter().any(|listed| listed.model.shape(shape).is_some()) {
        return Ok(());
    }
    let known = listed.iter().flat_map(|listed| listed.model.shapes.keys());
    let help = match closest(&shape.0, known.map(|id| &*id.0)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "shapes are named as in the model".to_owned(),
    };
    Err(miette!(help = help, "there is no shape `{shape}`"))
}

/// A crate with its model.
struct Listed<'c> {
    krate: &'c CrateConfig,
    model: Model,
    chosen: Model,
}

impl<'c> Listed<'c> {
    fn load(context: &Context, config: &Config, krate: &'c CrateConfig) -> miette::Result<Self> {
        let Loaded { model, .. } = load_model(context, &krate.model)?;
        config.check(krate, &model)?;
        Ok(Self { krate, chosen: chosen(&model, &krate.settings)?.into_owned(), model })
    }

    fn print_summary(&self, context: &mut Context) -> miette::Result<()> {
        let CrateConfig { key, model, path, settings, .. } = self.krate;
        context.line(format_args!(
            "{HEADING}{key}{HEADING:#}: package {}, {} of {}, {}, from {} to {}",
            settings.package_name,
            self.chosen.operations.len(),
            count(self.model.operations.len(), "operation"),
            count(self.chosen.shapes.len(), "shape"),
            model.display(),
            path.display(),
        ))
    }

    /// The names that the rule alone does not give: in full, or how many there are.
    fn print_names(&self, context: &mut Context, in_full: bool) -> miette::Result<()> {
        let names = Names::new(&self.krate.settings.renames);
        let types = referenced_shapes(&self.chosen);
        let decisions = names.decisions(&self.chosen, &types);
        if !in_full {
            return match decisions.len() {
                0 => Ok(()),
                some => {
                    context.line(format_args!("  {} by decision, see --names", count(some, "name")))
                }
            };
        }
        for Decision { key, name, reason } in decisions {
            context.line(format_args!("  {key:?} = {name:?}: {reason}"))?;
        }
        for Collision { key, name, what, .. } in names.collisions(&self.chosen, &types) {
            context
                .line(format_args!("  {key:?} = {name:?}: {BAD}two {what} of one name{BAD:#}"))?;
        }
        Ok(())
    }

    fn print_operations(&self, context: &mut Context) -> miette::Result<()> {
        for name in self.model.operations.keys() {
            match self.chosen.operations.contains_key(name) {
                true => context.line(format_args!("  {name}"))?,
                false => context.line(format_args!("  {name} (not chosen)"))?,
            }
        }
        Ok(())
    }

    fn print_why(&self, context: &mut Context, shape: &ShapeId) -> miette::Result<()> {
        let name = &self.krate.key;
        let paths = self.chosen.why(shape);
        match (paths.is_empty(), self.model.shape(shape).is_some()) {
            (false, _) => context.line(format_args!("{HEADING}{name}{HEADING:#}:"))?,
            (true, true) => context.line(format_args!("{name}: no chosen operation reaches it"))?,
            (true, false) => context.line(format_args!("{name}: the model does not have it"))?,
        }
        paths.iter().try_for_each(|path| context.line(format_args!("  {path}")))
    }
}
