//! Guessing which name was meant.

/// The candidate that `name` is most likely a misspelling of, if any is near enough.
#[must_use]
pub fn closest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // One error in three characters: more, and short names would resemble everything.
    let length = name.chars().count();
    let near_enough = (length / 3).max(1);
    candidates
        .into_iter()
        // Cheaper than the distance, which is at least as large.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= near_enough)
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

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn prefers_the_nearest() {
        let names = ["DescribeTasks", "DescribeTask", "StopTask"];
        assert_eq!(closest("DescribeTaks", names), Some("DescribeTask"));
        assert_eq!(closest("stoptask", names), Some("StopTask"));
        assert_eq!(closest("RunTask", ["ListServices"]), None);
        assert_eq!(closest("", ["A"]), Some("A"));
    }
}
