//! What the public suites must show of us for the tests to pass.

use shapewright_conformance::case::Kind;
use shapewright_conformance::report::{Report, Tally};

use crate::context::{BAD, Context, Outcome};

/// How many of a hundred malformed requests are to be refused as the suite says. The others break
/// constraints, which servers do not check yet.
const MALFORMED: usize = 80;

/// Compares the result of a suite with the goal: of malformed requests most cases pass, of
/// everything else all.
pub(super) fn check(context: &mut Context, report: &Report) -> miette::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for (protocol, kind, tally) in
        report.tallies().filter(|(_, kind, tally)| !reached(*kind, tally))
    {
        outcome = Outcome::Failed;
        let kind = kind.name();
        for failure in &tally.failures {
            context.line(format_args!("{BAD}fails{BAD:#}: {protocol} {kind} {}", failure.id))?;
        }
    }
    Ok(outcome)
}

fn reached(kind: Kind, tally: &Tally) -> bool {
    let percent = if kind == Kind::Malformed { MALFORMED } else { 100 };
    tally.passed * 100 >= (tally.passed + tally.failures.len()) * percent
}

#[cfg(test)]
mod tests {
    use shapewright_conformance::report::Failure;

    use super::*;

    fn tally(passed: usize, failed: usize) -> Tally {
        let failure = |_| Failure {
            id: "Case".to_owned(),
            place: "x Put".to_owned(),
            differences: Vec::new(),
        };
        Tally { passed, failures: (0..failed).map(failure).collect(), ..Tally::default() }
    }

    #[test]
    fn one_failure_is_too_much_but_of_malformed_requests() {
        assert!(reached(Kind::Request, &tally(10, 0)));
        assert!(!reached(Kind::Request, &tally(1000, 1)));
        assert!(reached(Kind::Malformed, &tally(80, 20)));
        assert!(!reached(Kind::Malformed, &tally(79, 21)));
    }
}
