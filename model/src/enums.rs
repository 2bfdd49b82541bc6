//! What the values of enums have to hold in every format.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::Pointer;
use crate::source::Place;

/// The values without those that occurred before, which are reported.
pub(crate) fn without_repeated<V, K: Display + Eq + Hash>(
    values: impl IntoIterator<Item = V>,
    key: impl Fn(&V) -> (K, Pointer),
    report: &Report,
) -> Vec<V> {
    let mut seen: HashMap<K, Pointer> = HashMap::new();
    values
        .into_iter()
        .filter(|value| {
            let (value, at) = key(value);
            let Some(first) = seen.get(&value) else {
                seen.insert(value, at);
                return true;
            };
            report.add(
                Diagnostic::new(
                    &codes::REPEATED_VALUE,
                    format!("the enum has the value `{value}` twice"),
                )
                .label(Place::Value(at), "again here")
                .label(Place::Value(first.clone()), "first here"),
            );
            false
        })
        .collect()
}
