//! Whatever the input, there is a model or a diagnostic, never a panic.

#![allow(clippy::expect_used, reason = "a helper of tests is a test")]

use std::fs;

use miette::{GraphicalReportHandler, GraphicalTheme};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use shapewright_model::ir::Model;
use shapewright_model::{Diagnostics, load_bytes, load_str};

const MODELS: [&str; 3] = [
    "tests/complete/service-2.json",
    "tests/complete/smithy.json",
    "ecs/2014-11-13/service-2.json",
];

/// Renders everything, as the code that finds places in broken text runs only then.
fn render(problems: &Diagnostics) {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::none());
    for problem in problems {
        let mut text = String::new();
        handler.render_report(&mut text, problem).expect("the message can be rendered");
        assert!(!text.is_empty());
        assert!(problem.file().is_none() || problem.position().is_some());
    }
}

/// A loaded model keeps what its types promise; everything else is explained.
fn check(loaded: Result<shapewright_model::Loaded, Diagnostics>) {
    match loaded {
        Ok(loaded) => {
            render(&loaded.warnings);
            check_references(&loaded.model);
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            render(&problems);
        }
    }
}

fn check_references(model: &Model) {
    for shape in model.shapes.values() {
        for member in shape.kind.members() {
            assert!(model.shape(&member.target).is_some(), "{}", member.at);
        }
    }
    for operation in model.operations.values() {
        let errors = operation.errors.iter().map(|error| &error.target);
        for id in operation.input.iter().chain(&operation.output).chain(errors) {
            assert!(model.shape(id).is_some(), "{id}");
        }
    }
}

/// The pointers to all values below `value`.
fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                pointers(value, format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(at);
}

/// Values of every type, among them such as occur in models.
fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::sample::select(vec![
            json!(null),
            json!(true),
            json!(-1),
            json!(1e300),
            json!(u64::MAX),
            json!([]),
            json!({}),
            json!([{}, [], "a"]),
            json!({"shape": "Text"}),
            json!({"shape": "SendRequest", "location": "uri"}),
            json!({"type": "structure", "members": {"a": {"shape": "SendRequest"}}}),
            json!([{"target": "example.parcels#SendInput"}]),
            json!({"target": "example.parcels#SendInput"}),
            json!({"smithy.api#streaming": {}, "smithy.api#mixin": {}}),
            json!("structure"),
            json!("union"),
            json!("operation"),
            json!("example.parcels#Depot"),
            json!("list"),
            json!("{a}{b+}{"),
            json!("querystring"),
        ]),
        any::<String>().prop_map(Value::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn bytes(bytes: Vec<u8>) {
        check(load_bytes("bytes", &bytes));
    }

    #[test]
    fn compressed_bytes(mut bytes: Vec<u8>) {
        bytes.splice(0..0, [0x1f, 0x8b, 8, 0]);
        check(load_bytes("bytes.gz", &bytes));
    }

    #[test]
    fn text(text in "[\\[\\]{}\",:\\\\a0-1n \n\u{feff}é]*") {
        check(load_str("text", &text));
    }

    #[test]
    fn damaged_models(
        model in prop::sample::select(&MODELS),
        edits in prop::collection::vec((any::<Index>(), 0..40_usize, any::<Vec<u8>>()), 1..3),
    ) {
        let mut bytes = fs::read(model).expect("the model is there");
        for (at, length, new) in edits {
            let start = at.index(bytes.len());
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, new);
        }
        check(load_bytes(model, &bytes));
    }

    #[test]
    fn changed_models(
        model in prop::sample::select(&MODELS),
        edits in prop::collection::vec((any::<Index>(), values()), 1..8),
    ) {
        let text = fs::read_to_string(model).expect("the model is there");
        let mut value: Value = serde_json::from_str(&text).expect("the model is JSON");
        for (at, new) in edits {
            let mut found = Vec::new();
            pointers(&value, String::new(), &mut found);
            let pointer: &String = at.get(&found);
            if let Some(place) = value.pointer_mut(pointer) {
                *place = new;
            }
        }
        check(load_str(model, &value.to_string()));
    }
}
