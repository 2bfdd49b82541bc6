//! What is wrong with the command line, shown where it stands there.

use std::collections::BTreeSet;
use std::env;
use std::ops::Range;

use miette::{LabeledSpan, MietteDiagnostic, NamedSource, Report};
use shapewright_codegen::codes::NO_SUCH_OPERATION;
use shapewright_codegen::settings::package_name_problem;
use shapewright_model::ir::Model;
use shapewright_model::suggest::closest;
use shapewright_model::visible::is_invisible;

use crate::context::Program;

/// The command line as it was typed, without quotes.
struct CommandLine {
    text: String,
    /// Where the arguments stand in it.
    arguments: Vec<Range<usize>>,
}

/// Something on the command line that cannot be: an argument, behind the option or command that it
/// belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) behind: &'static str,
    pub(crate) text: &'a str,
}

/// The trouble with what was given, pointing there.
pub(crate) fn misuse(program: Program, given: Given<'_>, message: &str, help: &str) -> Report {
    let line = CommandLine::read(program);
    let label = line.find(given).map(LabeledSpan::underline);
    line.report(MietteDiagnostic::new(message).with_help(help).with_labels(label))
}

/// Checks the name of a package, given behind that option or command.
pub(crate) fn check_package_name(
    program: Program,
    given: Given<'_>,
    help: &str,
) -> miette::Result<()> {
    let Some(reason) = package_name_problem(given.text) else {
        return Ok(());
    };
    let message = format!("`{}` cannot be the name of a package: {reason}", given.text);
    Err(misuse(program, given, &message, help))
}

/// Checks the names of `--operations`.
pub(crate) fn check_operations(
    program: Program,
    names: &[String],
    model: &Model,
) -> miette::Result<()> {
    let known: BTreeSet<_> = model.operations.keys().map(String::as_str).collect();
    let list = List { behind: "--operations", whole: "the model", part: "operation" };
    match list.unknown(program, names, &known) {
        Some((line, found)) => Err(line.report(found.with_code(NO_SUCH_OPERATION.id))),
        None => Ok(()),
    }
}

/// Checks the names of `--services`.
pub(crate) fn check_services<'k>(
    program: Program,
    names: &[String],
    known: impl Iterator<Item = &'k str>,
) -> miette::Result<()> {
    let list = List { behind: "--services", whole: "the folder", part: "service" };
    match list.unknown(program, names, &known.collect()) {
        Some((line, found)) => Err(line.report(found)),
        None => Ok(()),
    }
}

/// An option that takes names of parts of a whole.
struct List {
    behind: &'static str,
    whole: &'static str,
    part: &'static str,
}

impl List {
    /// The trouble with names that are none of the known ones, and where they stand.
    fn unknown(
        &self,
        program: Program,
        names: &[String],
        known: &BTreeSet<&str>,
    ) -> Option<(CommandLine, MietteDiagnostic)> {
        let Self { behind, whole, part } = self;
        let unknown: Vec<_> = names.iter().filter(|name| !known.contains(name.as_str())).collect();
        let message = match unknown.as_slice() {
            [] => return None,
            [name] => format!("{whole} has no {part} `{name}`"),
            several => format!("{whole} lacks {} of the {part}s", several.len()),
        };
        let line = CommandLine::read(program);
        let labels = unknown.into_iter().filter_map(|name| {
            let text = match closest(name, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "there is none of this name".to_owned(),
            };
            let at = line.find(Given { behind, text: name })?;
            Some(LabeledSpan::new_with_span(Some(text), at))
        });
        let diagnostic = MietteDiagnostic::new(message).with_labels(labels.collect::<Vec<_>>());
        Some((line, diagnostic))
    }
}

impl CommandLine {
    fn read(program: Program) -> Self {
        let mut line = Self { text: program.name().to_owned(), arguments: Vec::new() };
        for argument in env::args_os().skip(1) {
            line.text.push(' ');
            let start = line.text.len();
            let shown = argument.to_string_lossy();
            line.text.extend(shown.chars().map(|c| if is_invisible(c) { '?' } else { c }));
            line.arguments.push(start..line.text.len());
        }
        line
    }

    /// Where something stands: an argument, or a part of one that is a list.
    fn find(&self, given: Given<'_>) -> Option<Range<usize>> {
        let is_behind = |argument: &str| {
            argument
                .strip_prefix(given.behind)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        };
        let arguments =
            self.arguments.iter().skip_while(|at| !is_behind(&self.text[(*at).clone()]));
        arguments
            .flat_map(|at| self.parts(at.clone()))
            .find(|at| self.text[at.clone()] == *given.text)
    }

    /// An argument, and its parts between `=` and commas.
    fn parts(&self, argument: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = vec![argument.clone()];
        let mut start = argument.start;
        for part in self.text[argument].split(['=', ',']) {
            parts.push(start..start + part.len());
            start += part.len() + 1;
        }
        parts
    }

    fn report(self, diagnostic: MietteDiagnostic) -> Report {
        Report::new(diagnostic).with_source_code(NamedSource::new("command line", self.text))
    }
}
