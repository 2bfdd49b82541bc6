//! The commands, one module each.

mod add;
mod bench;
mod conformance;
mod diff;
mod doctor;
mod explain;
mod generate;
mod list;
mod regenerate;
mod sweep;
mod test;
mod tools;

use crate::context::{Context, Outcome};

/// The commands that work in any workspace.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    Regenerate(regenerate::Arguments),
    Generate(generate::Arguments),
    Add(add::Arguments),
    List(list::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Doctor(doctor::Arguments),
}

/// The commands in our own workspace: those, and the ones that need its crates.
#[derive(clap::Subcommand)]
pub(crate) enum OwnCommand {
    #[command(flatten)]
    Common(Command),
    Sweep(sweep::Arguments),
    Conformance(conformance::Arguments),
    Test(test::Arguments),
    Bench(bench::Arguments),
}

impl Command {
    /// Does it.
    pub(crate) fn run(self, context: &mut Context) -> miette::Result<Outcome> {
        match self {
            Self::Regenerate(arguments) => regenerate::run(context, &arguments),
            Self::Generate(arguments) => generate::run(context, arguments),
            Self::Add(arguments) => add::run(context, &arguments),
            Self::List(arguments) => list::run(context, &arguments),
            Self::Diff(arguments) => diff::run(context, &arguments),
            Self::Explain(arguments) => explain::run(context, &arguments),
            Self::Doctor(doctor::Arguments {}) => doctor::run(context),
        }
    }
}

impl OwnCommand {
    /// Does it.
    pub(crate) fn run(self, context: &mut Context) -> miette::Result<Outcome> {
        match self {
            Self::Common(command) => command.run(context),
            Self::Sweep(arguments) => sweep::run(context, &arguments),
            Self::Conformance(arguments) => conformance::run(context, &arguments),
            Self::Test(arguments) => test::run(context, &arguments),
            Self::Bench(arguments) => bench::run(context, &arguments),
        }
    }
}
