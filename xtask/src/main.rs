//! The commands of the Shapewright workspace: `cargo xtask help` lists them.
//!
//! Results go to standard output, everything else to standard error. The exit code is 0 if all is
//! done, 1 if the gate is closed that the command exists for (drift, a failed test), and 2 if the
//! command was used in a wrong way or was given something that it cannot work with.

mod commands;
mod context;
mod generation;
mod review;

use std::process::ExitCode;

use clap::Parser;

use self::commands::Command;
use self::context::{Context, Outcome};

/// Generates Rust crates from service models, and checks that all is well with them.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut context = Context::new();
    match arguments.command.run(&mut context) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            context.report(&error);
            ExitCode::from(2)
        }
    }
}
