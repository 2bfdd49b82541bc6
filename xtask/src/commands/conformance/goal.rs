//! What the public suites must show of us for the tests to pass.

use shapewright_conformance::case::Kind;
use shapewright_conformance::report::{Report, Tally};

use crate::context::{BAD, Context, Outcome};

/// How many cases of malformed requests may fail, in all protocols together: those that break
/// constraints, which servers do not check yet. To be lowered, never raised.
const MALFORMED: usize = 93;

/// Compares the result of a suite with the goal: of malformed requests no more cases fail than are
/// known to, of everything else none.
pub(super) fn check(context: &mut Context, report: &Report) -> miette::Result<Outcome> {
    let malformed = report.tallies().filter(|(_, kind, _)| *kind == Kind::Malformed);
    let malformed = malformed.map(|(_, _, tally)| tally.failures.len()).sum();
    let mut outcome = Outcome::Done;
    for (protocol, kind, tally) in report.tallies() {
        if reached(kind, tally, malformed) {
            continue;
        }
        outcome = Outcome::Failed;
        let kind = kind.name();
        for failure in &tally.failures {
            context.line(format_args!("{BAD}fails{BAD:#}: {protocol} {kind} {}", failure.id))?;
        }
    }
    Ok(outcome)
}

/// Whether the cases of one kind pass that are to, `malformed` being all failures of that kind.
fn reached(kind: Kind, tally: &Tally, malformed: usize) -> bool {
    tally.failures.is_empty() || (kind == Kind::Malformed && malformed <= MALFORMED)
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
        assert!(reached(Kind::Request, &tally(10, 0), MALFORMED + 1));
        assert!(!reached(Kind::Request, &tally(1000, 1), 0));
        assert!(reached(Kind::Malformed, &tally(419, MALFORMED), MALFORMED));
        assert!(!reached(Kind::Malformed, &tally(419, 1), MALFORMED + 1));
    }
}
