//! The changes of an operation as trees of members, for readers.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use shapewright_model::diff::Kind;

use super::sentence::{sentence, short};
use super::{Facts, OperationReview, Place};

/// A tree for each side on which a member differs, or what it leads to. Levels of lists and maps are left out.
pub(super) fn deltas(changes: &[Place]) -> BTreeMap<&'static str, Value> {
    let mut trees: BTreeMap<&'static str, Map<String, Value>> = BTreeMap::new();
    for place in changes.iter().filter(|place| !place.is_own()) {
        let of_error = place.error.as_deref().into_iter();
        let steps: Vec<&str> = of_error.chain(steps(&place.path)).collect();
        insert(trees.entry(place.side.name()).or_default(), &steps, &place.facts);
    }
    trees.into_iter().map(|(side, tree)| (side, Value::Object(tree))).collect()
}

/// The members on a path.
fn steps(path: &str) -> impl Iterator<Item = &str> {
    let name = |step: &'_ str| -> usize { step.find(['[', '{']).unwrap_or(step.len()) };
    path.split('.').map(move |step| &step[..name(step)]).filter(|step| !step.is_empty())
}

/// The key for what is said of a member that has more below it.
const OWN: &str = "";

fn insert(tree: &mut Map<String, Value>, steps: &[&str], facts: &Facts) {
    let Some((first, rest)) = steps.split_first() else {
        return add(tree, OWN, describe(facts));
    };
    if rest.is_empty() {
        return add(tree, first, describe(facts));
    }
    match tree.entry(*first).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(below) => insert(below, rest, facts),
        own => {
            let mut below = Map::from_iter([(OWN.to_owned(), own.take())]);
            insert(&mut below, rest, facts);
            *own = Value::Object(below);
        }
    }
}

/// Adds what is said of a member to what is already there.
fn add(tree: &mut Map<String, Value>, key: &str, said: Value) {
    match tree.get_mut(key) {
        None => {
            tree.insert(key.to_owned(), said);
        }
        Some(Value::Object(below)) => add(below, OWN, said),
        Some(Value::String(known)) => {
            let said = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
            known.push_str(&format!("; {said}"));
        }
        Some(_) => {}
    }
}

/// The type of what was added; of anything else what happened to it.
fn describe(facts: &Facts) -> Value {
    match facts.kind {
        Kind::MemberAdded => facts.new.clone(),
        _ => Value::from(sentence(facts).to_string()),
    }
}

/// A line of a tree as it is written down.
pub(super) struct Line<'t> {
    /// How many levels it stands below the side.
    pub(super) depth: usize,
    /// The side, or a member.
    pub(super) name: &'t str,
    /// What is said of it, if something is.
    pub(super) said: Option<String>,
}

impl OperationReview {
    /// The trees of the sides, each under its name; once for request and response if it is the
    /// same for both.
    pub(super) fn trees(&self) -> Vec<(&'static str, &Value)> {
        let request = self.deltas.get("request");
        if let Some(request) = request.filter(|tree| Some(*tree) == self.deltas.get("response")) {
            let others = self.deltas.iter().filter(|(side, _)| **side == "error");
            let both = std::iter::once(("both", request));
            return both.chain(others.map(|(side, tree)| (*side, tree))).collect();
        }
        self.deltas.iter().map(|(side, tree)| (*side, tree)).collect()
    }

    /// The same, line by line.
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        for (sides, tree) in self.trees() {
            list(&mut lines, 0, sides, tree);
        }
        lines
    }
}

fn list<'t>(lines: &mut Vec<Line<'t>>, depth: usize, name: &'t str, tree: &'t Value) {
    let own = tree.as_str().or_else(|| tree.get(OWN).and_then(Value::as_str));
    lines.push(Line { depth, name, said: own.map(short) });
    let below = tree.as_object().into_iter().flatten().filter(|(name, _)| *name != OWN);
    below.for_each(|(name, tree)| list(lines, depth + 1, name, tree));
}
