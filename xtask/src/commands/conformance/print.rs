//! What came of a run, for people.

use shapewright_conformance::report::{Failure, Report};

use crate::context::{BAD, Context, GOOD, HEADING};
use crate::generation::count;

/// The longest text shown of a value, in characters.
const LONGEST: usize = 2000;

/// Prints each failure, then the table and the reasons for what was skipped.
pub(super) fn text(context: &mut Context, report: &Report) -> miette::Result<()> {
    for (protocol, kind, tally) in report.tallies() {
        for failure in &tally.failures {
            let heading = format!("{protocol} {kind} {}", failure.id);
            context.line(format_args!("{BAD}failed{BAD:#} {HEADING}{heading}{HEADING:#}"))?;
            print_failure(context, failure)?;
        }
    }
    table(context, report)?;
    print_skipped(context, report)
}

fn print_failure(context: &mut Context, failure: &Failure) -> miette::Result<()> {
    context.line(format_args!("  {}", failure.place))?;
    for difference in &failure.differences {
        context.line(format_args!("  {}", difference.what))?;
        context.line(format_args!("    expected {}", shortened(&difference.expected)))?;
        context.line(format_args!("    came     {}", shortened(&difference.actual)))?;
    }
    context.line("")
}

/// A text with its lines aligned below the first, and not too long.
fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown.trim_end().replace('\n', "\n             ")
}

/// Prints how many cases passed, failed and were skipped.
pub(super) fn table(context: &mut Context, report: &Report) -> miette::Result<()> {
    let line = |columns: [&str; 5]| {
        let [protocol, kind, passed, failed, skipped] = columns;
        format!("{protocol:<12} {kind:<12} {passed:>7} {failed:>7} {skipped:>8}")
    };
    let heading = line(["protocol", "kind", "passed", "failed", "skipped"]);
    context.line(format_args!("{HEADING}{heading}{HEADING:#}"))?;
    let mut all = [0; 3];
    for (protocol, kind, tally) in report.tallies() {
        let numbers = [tally.passed, tally.failures.len(), tally.skipped()];
        for (sum, number) in all.iter_mut().zip(numbers) {
            *sum += number;
        }
        let [passed, failed, skipped] = numbers.map(|number| number.to_string());
        let line = line([protocol, kind.name(), &passed, &failed, &skipped]);
        let style = if tally.failures.is_empty() { GOOD } else { BAD };
        context.line(format_args!("{style}{line}{style:#}"))?;
    }
    let [passed, failed, skipped] = all.map(|number| number.to_string());
    context.line(line(["all", "", &passed, &failed, &skipped]))
}

fn print_skipped(context: &mut Context, report: &Report) -> miette::Result<()> {
    for (protocol, kind, tally) in report.tallies() {
        for (reason, number) in &tally.skipped {
            let number = count(*number, "case");
            context.line(format_args!("skipped {protocol} {kind}: {number}: {reason}"))?;
        }
    }
    Ok(())
}
