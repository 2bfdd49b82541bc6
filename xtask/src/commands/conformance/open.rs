//! The cases that do not pass yet: no case joins or leaves the list without being noticed.

use std::collections::BTreeSet;
use std::fs;

use miette::IntoDiagnostic;
use shapewright_conformance::report::Report;

use crate::context::{BAD, Context, Outcome};

/// Where the list is, below the repository.
const FILE: &str = "tests/conformance/open.txt";

/// The variable that has the list written anew.
const UPDATE: &str = "SHAPEWRIGHT_UPDATE_OPEN";

/// Holds the cases of a suite that fail against the list.
pub(super) fn check(
    context: &mut Context,
    suite: &str,
    report: &Report,
) -> miette::Result<Outcome> {
    let failing: BTreeSet<String> = report
        .tallies()
        .flat_map(|(protocol, kind, tally)| {
            let failures = tally.failures.iter();
            failures
                .map(move |failure| format!("{suite} {protocol} {} {}", kind.name(), failure.id))
        })
        .collect();
    let file = context.repository()?.join(FILE);
    let text = fs::read_to_string(&file).into_diagnostic()?;
    let (own, others): (BTreeSet<_>, BTreeSet<_>) =
        text.lines().map(str::to_owned).partition(|line| line.split(' ').next() == Some(suite));
    if std::env::var_os(UPDATE).is_some() {
        let lines = others.iter().chain(&failing).map(|line| format!("{line}\n"));
        fs::write(&file, lines.collect::<String>()).into_diagnostic()?;
        return Ok(Outcome::Done);
    }
    for case in failing.difference(&own) {
        context.line(format_args!("{BAD}fails, and is not in {FILE}{BAD:#}: {case}"))?;
    }
    for case in own.difference(&failing) {
        context.line(format_args!("{BAD}passes, but is in {FILE}{BAD:#}: {case}"))?;
    }
    Ok(if failing == own { Outcome::Done } else { Outcome::Failed })
}
