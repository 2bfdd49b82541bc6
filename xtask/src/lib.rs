//! The commands of Shapewright, for two programs: `cargo xtask` in Shapewright's own repository,
//! and `shapewright`, which is installed for other workspaces.
//!
//! Results go to standard output, everything else to standard error. The exit code is 0 if all is
//! done, 1 if the gate is closed that the command exists for (drift, a failed test), and 2 if the
//! command was used in a wrong way or was given something that it cannot work with.

mod command_line;
mod commands;
mod context;
mod generation;
mod review;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use self::commands::{Command, OwnCommand};
use self::context::{Context, Outcome, Program};

/// Generates Rust crates from service models, and checks that all is well with them.
#[derive(Parser)]
#[command(name = Program::Xtask.name(), bin_name = Program::Xtask.name(), version)]
struct XtaskArguments {
    #[command(subcommand)]
    command: OwnCommand,
}

/// Generates Rust crates from service models, and reviews updates of models.
#[derive(Parser)]
#[command(name = Program::Shapewright.name(), version)]
struct ShapewrightArguments {
    #[command(subcommand)]
    command: Command,
}

/// Does what the command line of `cargo xtask` asks for.
#[must_use]
pub fn xtask() -> ExitCode {
    let XtaskArguments { command } = XtaskArguments::parse();
    run(Program::Xtask, |context| command.run(context))
}

/// Does what the command line of `shapewright` asks for.
#[must_use]
pub fn shapewright() -> ExitCode {
    let ShapewrightArguments { command } = ShapewrightArguments::parse();
    run(Program::Shapewright, |context| command.run(context))
}

fn run(
    program: Program,
    command: impl FnOnce(&mut Context) -> miette::Result<Outcome>,
) -> ExitCode {
    let mut context = Context::new(program);
    match command(&mut context) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            context.report(&error);
            ExitCode::from(2)
        }
    }
}
