//! `doctor`: whether everything is there that the other commands need.

use crate::commands::tools;
use crate::context::{BAD, Context, GOOD, Outcome};
use crate::generation::count;

/// Check that everything is installed that the other commands need
#[derive(clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(context: &mut Context) -> miette::Result<Outcome> {
    let mut missing = 0;
    for tool in tools::of(context.program) {
        let tools::Tool { name, purpose, remedy, .. } = tool;
        match tool.version() {
            Some(version) => {
                context
                    .line(format_args!("{GOOD}found{GOOD:#}    {name}: {version}; {purpose}"))?;
            }
            None => {
                missing += 1;
                context.line(format_args!("{BAD}missing{BAD:#}  {name}: {purpose}; {remedy}"))?;
            }
        }
    }
    match missing {
        0 => Ok(Outcome::Done),
        _ => {
            context.line(format_args!("{} missing", count(missing, "tool")))?;
            Ok(Outcome::Failed)
        }
    }
}
