//! The trait `waitable` (specification "Waiters").

use std::collections::BTreeMap;

use serde_json::Value;

use super::names::bare;
use crate::common::waiter_state;
use crate::fields::Fields;
use crate::ir::{Acceptor, Comparator, Deprecation, Expectation, Matcher, Waiter};

/// What delays are, in seconds, unless a waiter says otherwise.
const MIN_DELAY: u32 = 2;
const MAX_DELAY: u32 = 120;

/// The waiters of the operation by their names.
pub(super) fn waiters(operation: &str, traits: &mut Fields<'_, '_>) -> BTreeMap<String, Waiter> {
    let report = traits.report;
    traits
        .table("smithy.waiters#waitable")
        .into_iter()
        .filter_map(|(name, node, at)| {
            let fields = Fields::open(node, at, report)?;
            Some((name.into_owned(), waiter(operation, fields)))
        })
        .collect()
}

fn waiter(operation: &str, mut fields: Fields<'_, '_>) -> Waiter {
    let report = fields.report;
    let acceptors = fields.required("acceptors").list("acceptors");
    Waiter {
        operation: operation.to_owned(),
        min_delay: fields.count("minDelay").unwrap_or(MIN_DELAY),
        max_delay: fields.count("maxDelay").unwrap_or(MAX_DELAY),
        max_attempts: None,
        acceptors: acceptors
            .into_iter()
            .filter_map(|(node, at)| acceptor(Fields::open(node, at, report)?))
            .collect(),
        deprecated: fields.flag("deprecated").then(Deprecation::default),
        docs: fields.docs(),
        at: fields.at.clone(),
        other: fields.rest(),
    }
}

fn acceptor(mut fields: Fields<'_, '_>) -> Option<Acceptor> {
    let state = waiter_state(&mut fields);
    let matcher = matcher(&mut fields);
    Some(Acceptor { state: state?, matcher: matcher?, at: fields.at })
}

/// The union `matcher`, which has one of four members.
fn matcher(fields: &mut Fields<'_, '_>) -> Option<Matcher> {
    let mut union = fields.required("matcher").object("matcher")?;
    let member = union.keys().into_iter().next().unwrap_or_default();
    match member.as_str() {
        "success" => union.boolean("success").map(Matcher::Success),
        // A name, or an absolute id.
        "errorType" => union.text("errorType").map(|id| Matcher::Error(bare(&id).to_owned())),
        "output" => expectation(union.object("output")?).map(Matcher::Output),
        "inputOutput" => expectation(union.object("inputOutput")?).map(Matcher::InputOutput),
        other => {
            fields.unknown("matcher", other, "success, errorType, output or inputOutput");
            None
        }
    }
}

fn expectation(mut fields: Fields<'_, '_>) -> Option<Expectation> {
    fields.required("path").required("comparator").required("expected");
    let (path, expected) = (fields.text("path"), fields.text("expected").map(Value::from));
    let (comparator, expected) = match fields.text("comparator")?.as_str() {
        "stringEquals" => (Comparator::Equals, expected),
        "booleanEquals" => (Comparator::Equals, expected.map(|text| (text == "true").into())),
        "allStringEquals" => (Comparator::All, expected),
        "anyStringEquals" => (Comparator::Any, expected),
        other => {
            let known = "stringEquals, booleanEquals, allStringEquals or anyStringEquals";
            fields.unknown("comparator", other, known);
            return None;
        }
    };
    Some(Expectation { path: path?, comparator, expected: expected? })
}
