//! The compliance tests of the JMESPath project, on documents.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use serde::Deserialize;
use serde_json::Value as Json;
use shapewright_runtime::jmespath::{Expression, ExpressionError, ExpressionErrorKind, Value};
use shapewright_runtime::shape::Ref;
use shapewright_runtime::{Document, json};
use shapewright_tests::conformance_data;

const FILES: [&str; 15] = [
    "basic",
    "boolean",
    "current",
    "escape",
    "filters",
    "functions",
    "identifiers",
    "indices",
    "literal",
    "multiselect",
    "pipe",
    "slice",
    "syntax",
    "unicode",
    "wildcard",
];

/// Functions that no model uses, and that we leave out: arithmetic, conversions, sorting and what
/// takes expressions.
const UNSUPPORTED: [&str; 19] = [
    "abs",
    "avg",
    "ceil",
    "floor",
    "join",
    "map",
    "max",
    "max_by",
    "merge",
    "min",
    "min_by",
    "reverse",
    "sort",
    "sort_by",
    "sum",
    "to_array",
    "to_number",
    "to_string",
    "type",
];

#[derive(Deserialize)]
struct Group {
    given: Json,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    expression: String,
    #[serde(default)]
    result: Json,
    error: Option<String>,
}

impl Case {
    fn is_unsupported(&self) -> bool {
        UNSUPPORTED.iter().any(|name| self.expression.contains(&format!("{name}(")))
    }
}

fn document(value: &Json) -> Document {
    json::read_document(value.to_string().as_bytes()).unwrap()
}

/// The class of an error, in the suite's words.
fn class(error: &ExpressionError) -> &'static str {
    match error.kind() {
        ExpressionErrorKind::Syntax => "syntax",
        ExpressionErrorKind::UnknownFunction => "unknown-function",
        ExpressionErrorKind::InvalidArity => "invalid-arity",
        ExpressionErrorKind::InvalidType => "invalid-type",
        ExpressionErrorKind::InvalidValue => "invalid-value",
        _ => "limit",
    }
}

/// What goes wrong with a case, if anything does.
fn failure(given: &Document, case: &Case) -> Option<String> {
    let expression = Expression::parse(&case.expression);
    if case.is_unsupported() {
        return expression.is_ok().then(|| format!("{}: is supported", case.expression));
    }
    let found = expression.as_ref().map_err(Clone::clone);
    let found = found.and_then(|expression| expression.search(Ref::Document(given)));
    let (found, is_right) = match (&found, &case.error) {
        (Ok(value), None) => (shown(value), *value == Value::from(&document(&case.result))),
        (Err(error), Some(expected)) => (error.to_string(), class(error) == *expected),
        (Ok(value), Some(_)) => (shown(value), false),
        (Err(error), None) => (error.to_string(), false),
    };
    let expected = case.error.clone().unwrap_or_else(|| case.result.to_string());
    (!is_right).then(|| format!("{}: expected {expected}, found {found}", case.expression))
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Number(number) => format!("{number:?}"),
        Value::String(text) => format!("{text:?}"),
        Value::List(list) => format!("{:?}", list.iter().map(|v| shown(&v)).collect::<Vec<_>>()),
        Value::Object(object) => {
            format!("{:?}", object.entries().map(|(k, v)| (k, shown(&v))).collect::<Vec<_>>())
        }
        Value::Other(_) => "something that JSON has not".to_owned(),
    }
}

#[test]
fn finds_what_the_suite_finds() {
    let mut failures = Vec::new();
    for file in FILES {
        let path = format!("vectors/jmespath/{file}.json");
        let Some(groups) = conformance_data::json::<Vec<Group>>(&path) else { return };
        for group in groups {
            let given = document(&group.given);
            let failed = group.cases.iter().filter_map(|case| failure(&given, case));
            failures.extend(failed.map(|failure| format!("{file}: {failure}")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
