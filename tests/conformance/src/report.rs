//! What came of a run: the table, the failures, and the same as JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::case::{Case, Difference, Differences, Kind};
use crate::disagreements::Disagreements;
use crate::suite::Suite;

/// What came of all cases of a suite.
#[derive(Debug, Default)]
pub struct Report {
    protocols: BTreeMap<String, BTreeMap<Kind, Tally>>,
}

/// What came of the cases of one protocol and kind.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many passed.
    pub passed: usize,
    /// Those that failed.
    pub failures: Vec<Failure>,
    /// How many were skipped, by reason.
    pub skipped: BTreeMap<String, usize>,
}

/// A case that failed.
#[derive(Debug)]
pub struct Failure {
    /// Its id.
    pub id: String,
    /// The crate and the operation.
    pub place: String,
    /// What was not as expected.
    pub differences: Differences,
}

impl Report {
    /// Puts together what the suite itself leaves out.
    #[must_use]
    pub fn of_ignored(suite: &Suite) -> Self {
        let mut report = Self::default();
        for (case, reason) in &suite.ignored {
            report.tally(case).skip(reason);
        }
        report
    }

    /// Adds what came of a case.
    pub fn add(
        &mut self,
        suite: &Suite,
        disagreements: &Disagreements,
        case: &Case,
        differences: Differences,
    ) {
        let known = disagreements.reason(suite.name, case);
        let tally = self.tally(case);
        match (known, differences.is_empty()) {
            (None, true) => tally.passed += 1,
            (None, false) => tally.failures.push(Failure::of(case, differences)),
            (Some(reason), false) => tally.skip(reason),
            (Some(_), true) => {
                let problem = Difference::new("disagreements.toml", "no entry", "an entry");
                tally.failures.push(Failure::of(case, vec![problem]));
            }
        }
    }

    fn tally(&mut self, case: &Case) -> &mut Tally {
        let kinds = self.protocols.entry(case.protocol_name().to_owned()).or_default();
        kinds.entry(case.kind).or_default()
    }

    /// What came of the cases by protocol and kind.
    pub fn tallies(&self) -> impl Iterator<Item = (&str, Kind, &Tally)> {
        self.protocols.iter().flat_map(|(protocol, kinds)| {
            kinds.iter().map(move |(kind, tally)| (&**protocol, *kind, tally))
        })
    }

    /// Whether no case failed.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.tallies().all(|(_, _, tally)| tally.failures.is_empty())
    }

    /// The numbers and the ids of failures, by protocol and kind.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let protocols: Map<_, _> = self
            .protocols
            .iter()
            .map(|(protocol, kinds)| {
                let kinds =
                    kinds.iter().map(|(kind, tally)| (kind.name().to_owned(), tally.to_json()));
                (protocol.clone(), Value::Object(kinds.collect()))
            })
            .collect();
        json!({ "protocols": protocols })
    }
}

impl Tally {
    /// How many cases were skipped for any reason.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.skipped.values().sum()
    }

    fn skip(&mut self, reason: &str) {
        *self.skipped.entry(reason.to_owned()).or_default() += 1;
    }

    fn to_json(&self) -> Value {
        let failures: Vec<_> = self.failures.iter().map(|failure| &failure.id).collect();
        json!({
            "passed": self.passed,
            "failed": failures.len(),
            "skipped": self.skipped(),
            "failures": failures,
        })
    }
}

impl Failure {
    fn of(case: &Case, differences: Differences) -> Self {
        let place = format!("{} of {}", case.operation, case.model);
        Self { id: case.shown_id(), place, differences }
    }
}
