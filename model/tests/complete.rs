//! Nothing in a model is lost on the way into the intermediate representation.
//!
//! The models in `tests/complete` have every key that occurs in the models of botocore 1.44.5, and
//! every trait of Smithy that a client needs. Each is removed in turn: then the model must be
//! refused, or be another one.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::fs;
use std::path::Path;

use serde_json::Value;
use shapewright_model::ir::{Model, ShapeId, ShapeKind};
use shapewright_model::{load, load_str};

const FOLDER: &str = "tests/complete";

/// The pointers to all entries of objects.
fn entries(value: &Value, at: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => return,
    };
    for (key, child) in children {
        let below = format!("{at}/{key}");
        entries(child, &below, found);
        if value.is_object() {
            found.push(below);
        }
    }
}

fn without(value: &Value, pointer: &str) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let mut value = value.clone();
    value.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key).unwrap();
    value
}

/// The pointers to the entries of a file that can be removed without any effect.
fn idle(file: &str, load: impl Fn(&str) -> Option<Model>) -> Vec<String> {
    let text = fs::read_to_string(Path::new(FOLDER).join(file)).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    // Written like the changed ones, since that sorts the keys.
    let model = load(&value.to_string()).expect("the model with all its keys is good");
    let mut pointers = Vec::new();
    entries(&value, "", &mut pointers);
    pointers.retain(|pointer| {
        load(&without(&value, pointer).to_string()).is_some_and(|changed| changed == model)
    });
    pointers
}

#[test]
fn every_key_of_the_model_counts() {
    let load = |text: &str| load_str("service-2.json", text).ok().map(|loaded| loaded.model);
    let idle = idle("service-2.json", load);
    // An empty list of members is what every document has.
    assert_eq!(idle, ["/shapes/Free/members"]);
}

#[test]
fn every_key_of_the_smithy_model_counts() {
    let load = |text: &str| load_str("smithy.json", text).ok().map(|loaded| loaded.model);
    let idle = idle("smithy.json", load);
    let expected = [
        // A trait that only the mixin itself has.
        "/shapes/example.parcels#Account/traits/smithy.api#internal",
        // No input and no output is what operations have without these.
        "/shapes/example.parcels#PutDepot/input",
        "/shapes/example.parcels#PutDepot/output",
        // The definition of a trait is no part of the service.
        "/shapes/example.parcels#stamp/members",
        "/shapes/example.parcels#stamp/traits/smithy.api#trait/selector",
        "/shapes/example.parcels#stamp/traits/smithy.api#trait",
    ];
    assert_eq!(idle, expected);
}

#[test]
fn every_key_beside_the_model_counts() {
    for file in
        ["paginators-1.json", "waiters-2.json", "examples-1.json", "endpoint-rule-set-1.json"]
    {
        let folder = tempfile::tempdir().unwrap();
        let service = folder.path().join("service-2.json");
        fs::copy(Path::new(FOLDER).join("service-2.json"), &service).unwrap();
        let idle = idle(file, |text| {
            fs::write(folder.path().join(file), text).unwrap();
            load(&service).ok().map(|loaded| loaded.model)
        });
        // The version of the file's format, which says nothing about the service.
        let version = ["/version".to_owned()];
        assert!(idle.is_empty() || idle == version, "{file}: {idle:?}");
    }
}

#[test]
fn extras_are_merged() {
    let loaded = load(&Path::new(FOLDER).join("service-2.json")).unwrap();
    assert_eq!(loaded.sources.len(), 7);
    let model = loaded.model;
    let kind = |name: &str| &model.shape(&ShapeId(name.to_owned())).unwrap().kind;
    assert_eq!(*kind("When"), ShapeKind::String);
    assert_eq!(*kind("Extra"), ShapeKind::String);
    assert_eq!(model.service.other["uid"], "parcels-extra");
    let paginator = model.operations["Send"].paginator.as_ref().unwrap();
    assert_eq!(paginator.limit_key.as_deref(), Some("count"));
    assert_eq!(paginator.input_tokens, ["id", "token"]);
    assert_eq!(paginator.non_aggregate_keys, ["when", "size"]);
}
