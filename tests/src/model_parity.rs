//! Compares two service models of the same JSON format, documentation aside,
//! and reports every difference with its JSON pointer.
//!
//! The order of names counts, in objects as well as in lists: generated code
//! and reference pages follow the order of the model. `serde_json`'s own
//! [`Value`](serde_json::Value) does not keep it, hence [`Json`].

mod json;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

pub use self::json::Json;
use self::json::{DOCUMENTATION, facts};

/// A model that cannot be cut down: something that it should have is not there.
#[derive(Debug, PartialEq)]
pub struct Absent {
    /// Where it should be, as a JSON pointer.
    pub pointer: String,
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the model has nothing at {}", self.pointer)
    }
}

impl Error for Absent {}

/// Cuts a model down to some of its operations and the shapes they reach, in
/// the order of the model.
pub fn prune(model: &Json, operations: &[&str]) -> Result<Json, Absent> {
    let mut reached = BTreeSet::new();
    let mut waiting = Vec::new();
    for operation in operations {
        let operation = entry(model, "operations", operation)?;
        waiting.extend(references(operation));
    }
    while let Some(name) = waiting.pop() {
        if reached.insert(name) {
            waiting.extend(references(entry(model, "shapes", name)?));
        }
    }
    Ok(model
        .with_entries_kept("operations", |name| operations.contains(&name))
        .with_entries_kept("shapes", |name| reached.contains(name)))
}

/// Cuts the waiters of a service down to some of them, in the order of the file.
pub fn prune_waiters(waiters: &Json, names: &[&str]) -> Result<Json, Absent> {
    for name in names {
        entry(waiters, "waiters", name)?;
    }
    Ok(waiters.with_entries_kept("waiters", |name| names.contains(&name)))
}

/// One entry of one of the tables that a model consists of.
fn entry<'a>(model: &'a Json, table: &str, name: &str) -> Result<&'a Json, Absent> {
    model
        .get(table)
        .and_then(|table| table.get(name))
        .ok_or_else(|| Absent { pointer: below(&below("", table), name) })
}

/// The names of the shapes that an operation or a shape refers to directly.
fn references(from: &Json) -> Vec<&str> {
    let mut found = Vec::new();
    for child in from.children() {
        // A member may itself be called `shape`: its value is then an object.
        match child.get("shape").and_then(Json::as_str) {
            Some(name) => found.push(name),
            None => found.extend(references(child)),
        }
    }
    found
}

/// A place where two models differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The place, as a JSON pointer: into the expected model for what is
    /// missing, into the actual one for all else.
    pub pointer: String,
    /// What is different there.
    pub kind: Kind,
}

/// In which way two models differ at one place.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Only the expected model has something here.
    Missing(Json),
    /// Only the actual model has something here.
    Extra(Json),
    /// Both have something here, but not the same.
    Changed {
        /// What the expected model has.
        expected: Json,
        /// What the actual model has.
        actual: Json,
    },
    /// Both have the same elements or keys here, but in different order.
    Reordered {
        /// The order in the expected model.
        expected: Vec<String>,
        /// The order in the actual model.
        actual: Vec<String>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.pointer)?;
        match &self.kind {
            Kind::Missing(expected) => write!(f, "missing, expected {expected}"),
            Kind::Extra(actual) => write!(f, "not expected, found {actual}"),
            Kind::Changed { expected, actual } => write!(f, "expected {expected}, found {actual}"),
            Kind::Reordered { expected, actual } => {
                write!(f, "expected the order {}, found {}", expected.join(", "), actual.join(", "))
            }
        }
    }
}

/// Every difference between two models, documentation aside.
pub fn differences(expected: &Json, actual: &Json) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(expected, actual, "", &mut found);
    found
}

/// Pointers to everything that is documented in the expected model and stands
/// in the actual one without documentation.
pub fn undocumented(expected: &Json, actual: &Json) -> Vec<String> {
    fn visit(expected: &Json, actual: &Json, pointer: &str, found: &mut Vec<String>) {
        let text = |json: &Json| {
            json.get(DOCUMENTATION).and_then(Json::as_str).is_some_and(|text| !text.is_empty())
        };
        if text(expected) && !text(actual) {
            found.push(pointer.to_owned());
        }
        for (key, value) in facts(expected) {
            if let Some(other) = actual.get(key) {
                visit(value, other, &below(pointer, key), found);
            }
        }
    }
    let mut found = Vec::new();
    visit(expected, actual, "", &mut found);
    found
}

fn compare(expected: &Json, actual: &Json, pointer: &str, found: &mut Vec<Difference>) {
    match (expected, actual) {
        (Json::Object(_), Json::Object(_)) => compare_objects(expected, actual, pointer, found),
        (Json::Array(expected), Json::Array(actual)) => {
            compare_arrays(expected, actual, pointer, found);
        }
        _ if expected == actual => {}
        _ => found.push(Difference {
            pointer: pointer.to_owned(),
            kind: Kind::Changed { expected: expected.clone(), actual: actual.clone() },
        }),
    }
}

fn compare_objects(expected: &Json, actual: &Json, pointer: &str, found: &mut Vec<Difference>) {
    let mut common = Vec::new();
    for (key, value) in facts(expected) {
        let pointer = below(pointer, key);
        match actual.get(key) {
            Some(other) => {
                common.push(key.to_owned());
                compare(value, other, &pointer, found);
            }
            None => found.push(Difference { pointer, kind: Kind::Missing(value.clone()) }),
        }
    }
    let mut common_in_actual = Vec::new();
    for (key, value) in facts(actual) {
        if expected.get(key).is_some() {
            common_in_actual.push(key.to_owned());
        } else {
            found.push(Difference {
                pointer: below(pointer, key),
                kind: Kind::Extra(value.clone()),
            });
        }
    }
    compare_order(common, common_in_actual, pointer, found);
}

/// Arrays of objects of equal length are compared element by element. All
/// others are lists of names in the end, where the question is which are
/// missing, which are extra, and whether the others are in order.
fn compare_arrays(expected: &[Json], actual: &[Json], pointer: &str, found: &mut Vec<Difference>) {
    let is_object = |json: &Json| matches!(json, Json::Object(_));
    if expected.len() == actual.len() && expected.iter().chain(actual).all(is_object) {
        for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
            compare(expected, actual, &below(pointer, &index.to_string()), found);
        }
        return;
    }
    // Each element of one side is paired with one of the other at most, so that
    // repeated elements are counted.
    let mut partners: Vec<Option<usize>> = vec![None; actual.len()];
    for (index, element) in expected.iter().enumerate() {
        let partner = (0..actual.len()).find(|&other| {
            partners[other].is_none() && differences(element, &actual[other]).is_empty()
        });
        match partner {
            Some(other) => partners[other] = Some(index),
            None => found.push(Difference {
                pointer: below(pointer, &index.to_string()),
                kind: Kind::Missing(element.clone()),
            }),
        }
    }
    for (index, element) in actual.iter().enumerate() {
        if partners[index].is_none() {
            found.push(Difference {
                pointer: below(pointer, &index.to_string()),
                kind: Kind::Extra(element.clone()),
            });
        }
    }
    let paired: Vec<usize> = partners.into_iter().flatten().collect();
    let mut sorted = paired.clone();
    sorted.sort_unstable();
    let texts = |indices: Vec<usize>| {
        indices.into_iter().map(|index| expected[index].to_string()).collect()
    };
    compare_order(texts(sorted), texts(paired), pointer, found);
}

fn compare_order(
    expected: Vec<String>,
    actual: Vec<String>,
    pointer: &str,
    found: &mut Vec<Difference>,
) {
    if expected != actual {
        found.push(Difference {
            pointer: pointer.to_owned(),
            kind: Kind::Reordered { expected, actual },
        });
    }
}

/// Appends a key or an index to a JSON pointer.
fn below(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}
