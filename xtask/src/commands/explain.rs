//! `explain`: what the code of a diagnostic means.

use miette::miette;
use shapewright_model::codes::{self, Code};

use crate::context::{Context, HEADING, Outcome};

/// Explain the code of a diagnostic
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Such as SW0103 [default: list all codes]
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

pub(crate) fn run(context: &mut Context, arguments: &Arguments) -> miette::Result<Outcome> {
    let Some(wanted) = &arguments.code else {
        for Code { id, title, .. } in all() {
            context.line(format_args!("{id}  {title}"))?;
        }
        return Ok(Outcome::Done);
    };
    let Some(code) = all().find(|code| code.id.eq_ignore_ascii_case(wanted)) else {
        let kin = all().map(|code| code.id).filter(|id| is_same_kind(id, wanted));
        let help = match kin.collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => format!("{} lists all codes", context.command("explain")),
            kin => format!("those of its kind are {kin}"),
        };
        return Err(miette!(help = help, "there is no code `{wanted}`"));
    };
    context.line(format_args!("{HEADING}{}: {}{HEADING:#}\n", code.id, code.title))?;
    for line in textwrap::wrap(code.explanation, 80) {
        context.line(line)?;
    }
    Ok(Outcome::Done)
}

/// Whether two ids begin alike: those of a kind have the same hundreds.
fn is_same_kind(id: &str, other: &str) -> bool {
    let kind = |id: &str| id.get(..4).map(str::to_ascii_uppercase);
    kind(id) == kind(other)
}

/// Every code, in the order of ids.
fn all() -> impl Iterator<Item = &'static Code> {
    codes::ALL.iter().chain(shapewright_codegen::codes::ALL).copied()
}
