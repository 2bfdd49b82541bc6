//! `explain`: what the code of a diagnostic means.

use miette::miette;
use shapewright_model::codes::{self, Code};
use shapewright_model::suggest::closest;

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
        let help = match closest(&wanted.to_ascii_uppercase(), all().map(|code| code.id)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("{} lists all codes", context.command("explain")),
        };
        return Err(miette!(help = help, "there is no code `{wanted}`"));
    };
    context.line(format_args!("{HEADING}{}: {}{HEADING:#}\n", code.id, code.title))?;
    for line in textwrap::wrap(code.explanation, 80) {
        context.line(line)?;
    }
    Ok(Outcome::Done)
}

/// Every code, in the order of ids.
fn all() -> impl Iterator<Item = &'static Code> {
    codes::ALL.iter().chain(shapewright_codegen::codes::ALL).copied()
}
