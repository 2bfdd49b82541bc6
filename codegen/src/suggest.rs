//! Guessing which name was meant.

/// The candidate that `name` is most likely a misspelling of, if any is near enough.
#[must_use]
pub fn closest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // One error in three characters: more, and short names would resemble everything.
    let near_enough = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(candidate, name), candidate))
        .filter(|near| near.0 <= near_enough)
        .min()
        .map(|near| near.1)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn the_nearest_name_is_suggested() {
        let names = ["DescribeTasks", "StopTask"];
        assert_eq!(closest("DescribeTaks", names), Some("DescribeTasks"));
        assert_eq!(closest("Tasks", names), None);
    }
}
