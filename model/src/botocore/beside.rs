//! Files beside a model: paginators and examples.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::fields::Fields;
use crate::ir::{Example, Model, Paginator, Pointer};
use crate::json::Node;
use crate::source::Place;

/// Adds the paginators of `paginators-1.json` (`Paginator` in `botocore/paginate.py`).
pub(crate) fn paginators(root: Node<'_>, model: &mut Model, report: &Report) {
    let Some(mut root) = Fields::open(root, Pointer::default(), report) else {
        return;
    };
    for (name, node, at) in root.required("pagination").table("pagination") {
        let Some(mut fields) = Fields::open(node, at.clone(), report) else {
            continue;
        };
        fields.required("input_token").required("output_token");
        let paginator = Paginator {
            input_tokens: fields.one_or_more("input_token"),
            output_tokens: fields.one_or_more("output_token"),
            result_keys: fields.one_or_more("result_key"),
            limit_key: fields.text("limit_key"),
            more_results: fields.text("more_results"),
            non_aggregate_keys: fields.one_or_more("non_aggregate_keys"),
            other: fields.rest(),
            at: at.clone(),
        };
        match model.operations.get_mut(&*name) {
            Some(operation) => operation.paginator = Some(paginator),
            None => unknown_operation(&name, Place::Key(at), model, report),
        }
    }
}

/// Adds the examples of `examples-1.json`.
pub(crate) fn examples(root: Node<'_>, model: &mut Model, report: &Report) {
    let Some(mut root) = Fields::open(root, Pointer::default(), report) else {
        return;
    };
    let Some(mut examples) = root.required("examples").object("examples") else {
        return;
    };
    let mut by_operation = BTreeMap::new();
    for name in examples.keys() {
        let read: Vec<Example> = examples
            .list(&name)
            .into_iter()
            .filter_map(|(node, at)| example(node, at, report))
            .collect();
        by_operation.insert(name, read);
    }
    for (name, read) in by_operation {
        match model.operations.get_mut(&name) {
            Some(operation) => operation.examples = read,
            None => unknown_operation(&name, Place::Key(examples.below(&name)), model, report),
        }
    }
}

fn example(node: Node<'_>, at: Pointer, report: &Report) -> Option<Example> {
    let mut fields = Fields::open(node, at, report)?;
    let mut value = |key| fields.take(key).map_or(Value::Null, Node::into_value);
    Some(Example {
        input: value("input"),
        output: value("output"),
        title: fields.text("title").unwrap_or_default(),
        description: fields.text("description").unwrap_or_default(),
        other: fields.rest(),
    })
}

pub(super) fn unknown_operation(name: &str, place: Place, model: &Model, report: &Report) {
    let diagnostic =
        Diagnostic::new(&codes::UNKNOWN_OPERATION, format!("the model has no operation `{name}`"))
            .label(place, "named here");
    let names = model.operations.keys().map(String::as_str);
    report.add(diagnostic.did_you_mean(name, names, &report.guesses));
}
