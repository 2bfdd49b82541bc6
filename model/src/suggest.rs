//! Guessing which name was meant.

use std::cell::Cell;

/// How many steps are taken at most for the guesses about one file: enough for a hundred misspelt
/// names in the largest of models. Guessing takes time that grows with the number of mistakes times
/// that of names, and for names that are much alike with the square of their length.
const STEPS: usize = 20_000_000;

/// The candidate that `name` is most likely a misspelling of, if any is near enough.
#[must_use]
pub fn closest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    Guesses::default().closest(name, candidates)
}

/// Guesses, until all of them together have taken long enough; after that there are none.
pub(crate) struct Guesses {
    left: Cell<usize>,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { left: Cell::new(STEPS) }
    }
}

impl Guesses {
    /// What [`closest`] is, as long as there is time for it.
    pub(crate) fn closest<'c>(
        &self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        let letters = Letters::of(name);
        // One error in three characters: more, and short names would resemble everything.
        let near_enough = (name.chars().count() / 3).max(1);
        candidates
            .into_iter()
            .take_while(|candidate| self.affords(candidate.len()))
            // Cheaper than the distance, which is at least as large.
            .filter(|candidate| letters.distance(candidate) <= near_enough)
            .filter(|candidate| self.affords(name.len().saturating_mul(candidate.len())))
            .filter_map(|candidate| {
                let distance = if candidate.eq_ignore_ascii_case(name) {
                    0
                } else {
                    strsim::damerau_levenshtein(candidate, name)
                };
                (distance <= near_enough).then_some((distance, candidate))
            })
            .min()
            .map(|(_, candidate)| candidate)
    }

    fn affords(&self, cost: usize) -> bool {
        let left = self.left.get().checked_sub(cost);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// How many there are of which letter, whatever its case; some letters are counted together.
struct Letters([usize; 32]);

impl Letters {
    fn of(name: &str) -> Self {
        let mut counts = Self([0; 32]);
        for c in name.chars() {
            *counts.count(c) += 1;
        }
        counts
    }

    fn count(&mut self, c: char) -> &mut usize {
        &mut self.0[c.to_ascii_lowercase() as usize % 32]
    }

    /// How many letters it takes at least to make one name of the other.
    fn distance(&self, other: &str) -> usize {
        let mut missing = Self(self.0);
        let mut added = 0;
        for c in other.chars() {
            match missing.count(c) {
                0 => added += 1,
                count => *count -= 1,
            }
        }
        missing.0.iter().sum::<usize>().max(added)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefers_the_nearest() {
        let names = ["DescribeTasks", "DescribeTask", "StopTask"];
        assert_eq!(closest("DescribeTaks", names), Some("DescribeTask"));
        assert_eq!(closest("stoptask", names), Some("StopTask"));
        assert_eq!(closest("RunTask", ["ListServices"]), None);
        assert_eq!(closest("", ["A"]), Some("A"));
    }

    #[test]
    fn stops_when_it_has_taken_long_enough() {
        let guesses = Guesses::default();
        let long = "a".repeat(STEPS);
        assert_eq!(guesses.closest("ab", ["aa", "b"]), Some("aa"));
        assert_eq!(guesses.closest(&long, [&*long]), None);
        assert_eq!(guesses.closest("ab", ["aa", "b"]), None);
    }
}
