//! The waiters of `waiters-2.json` (`botocore/waiter.py`).

use serde_json::Value;

use super::beside::unknown_operation;
use super::members::deprecation;
use super::shapes::check_name;
use crate::common::waiter_state;
use crate::diagnostic::Report;
use crate::fields::Fields;
use crate::ir::{Acceptor, Comparator, Expectation, Matcher, Model, Pointer, Waiter};
use crate::json::Node;
use crate::source::Place;

/// Adds the waiters of the file to `model`.
pub(crate) fn waiters(root: Node<'_>, model: &mut Model, report: &Report) {
    let Some(mut root) = Fields::open(root, Pointer::default(), report) else {
        return;
    };
    for (name, node, at) in root.required("waiters").table("waiters") {
        check_name("a waiter", &name, || Place::Key(at.clone()), report);
        let Some(fields) = Fields::open(node, at.clone(), report) else {
            continue;
        };
        let Some(waiter) = waiter(fields) else {
            continue;
        };
        if model.operations.contains_key(&waiter.operation) {
            model.waiters.insert(name.into_owned(), waiter);
        } else {
            let place = Place::Value(at.join("operation"));
            unknown_operation(&waiter.operation, place, model, report);
        }
    }
}

fn waiter(mut fields: Fields<'_, '_>) -> Option<Waiter> {
    fields.required("operation").required("delay").required("maxAttempts").required("acceptors");
    let operation = fields.text("operation");
    let delay = fields.count("delay").unwrap_or_default();
    Some(Waiter {
        operation: operation?,
        min_delay: delay,
        max_delay: delay,
        max_attempts: fields.count("maxAttempts"),
        acceptors: acceptors(&mut fields),
        deprecated: deprecation(&mut fields),
        docs: fields.text("description").unwrap_or_default(),
        at: fields.at.clone(),
        other: fields.rest(),
    })
}

fn acceptors(fields: &mut Fields<'_, '_>) -> Vec<Acceptor> {
    let report = fields.report;
    fields
        .list("acceptors")
        .into_iter()
        .filter_map(|(node, at)| acceptor(Fields::open(node, at, report)?))
        .collect()
}

fn acceptor(mut fields: Fields<'_, '_>) -> Option<Acceptor> {
    fields.required("matcher").required("expected");
    let state = waiter_state(&mut fields);
    let matcher = matcher(&mut fields);
    Some(Acceptor { state: state?, matcher: matcher?, at: fields.at })
}

/// What `matcher`, `expected` and `argument` say (`AcceptorConfig`).
fn matcher(fields: &mut Fields<'_, '_>) -> Option<Matcher> {
    let comparator = match fields.text("matcher")?.as_str() {
        "path" => Comparator::Equals,
        "pathAll" => Comparator::All,
        "pathAny" => Comparator::Any,
        "status" => return fields.status("expected").map(Matcher::Status),
        "error" => return error(fields),
        other => {
            fields.unknown("matcher", other, "path, pathAll, pathAny, status or error");
            return None;
        }
    };
    let path = fields.required("argument").text("argument")?;
    let expected = fields.take("expected").map_or(Value::Null, Node::into_value);
    Some(Matcher::Output(Expectation { path, comparator, expected }))
}

/// The code of an error, or whether there is any.
fn error(fields: &mut Fields<'_, '_>) -> Option<Matcher> {
    if matches!(fields.peek("expected"), Some(Node::Bool(_))) {
        return fields.boolean("expected").map(|any| Matcher::Success(!any));
    }
    fields.text("expected").map(Matcher::Error)
}
