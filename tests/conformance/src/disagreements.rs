//! The cases that contradict the specification or another suite: they are run, but count as
//! skipped, each with its reason.

use serde::Deserialize;

use crate::case::{Case, Kind};

/// The list of them, `disagreements.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disagreements {
    #[serde(default)]
    case: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    suite: String,
    protocol: String,
    kind: Kind,
    id: String,
    reason: String,
}

impl Disagreements {
    /// Reads the list.
    ///
    /// # Errors
    /// If it is no such list.
    pub fn load() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../disagreements.toml"))
    }

    /// Why a case of that suite is known to disagree, if it is.
    #[must_use]
    pub fn reason(&self, suite: &str, case: &Case) -> Option<&str> {
        let is_case = |entry: &&Entry| {
            entry.suite == suite
                && entry.protocol == case.protocol_name()
                && entry.kind == case.kind
                && entry.id == case.shown_id()
        };
        self.case.iter().find(is_case).map(|entry| &*entry.reason)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_case_is_listed_once_with_a_reason() {
        let list = Disagreements::load().unwrap();
        let mut seen = BTreeSet::new();
        for entry in &list.case {
            assert!(["smithy", "botocore"].contains(&&*entry.suite), "{}", entry.suite);
            assert!(!entry.reason.is_empty(), "{}", entry.id);
            let key = (&entry.suite, &entry.protocol, entry.kind, &entry.id);
            assert!(seen.insert(key), "{} is there twice", entry.id);
        }
    }
}
