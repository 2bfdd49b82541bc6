//! The models of Smithy's protocol tests load, with what the tests are made of.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use shapewright_model::ir::{Model, Protocol};
use shapewright_model::load;
use shapewright_tests::conformance_data;

/// The files of the models, none if there is no conformance data.
fn paths() -> Vec<PathBuf> {
    let Some(folder) = conformance_data::folder() else {
        return Vec::new();
    };
    let entries = std::fs::read_dir(folder.join("protocol-tests")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
}

fn model(path: &Path) -> Model {
    let loaded = load(path).unwrap();
    assert!(loaded.warnings.is_empty(), "{}: {:?}", path.display(), loaded.warnings);
    loaded.model
}

#[test]
fn all_models_load() {
    let models: Vec<Model> = paths().iter().map(|path| model(path)).collect();
    if models.is_empty() {
        return;
    }
    let protocols: BTreeSet<Protocol> =
        models.iter().flat_map(|model| model.service.protocols.clone()).collect();
    assert_eq!(protocols.len(), 8, "{protocols:?}");
    for model in &models {
        assert!(!model.operations.is_empty(), "{}", model.service.id);
        for shape in model.shapes.values() {
            assert!(!shape.id.0.contains('#'), "{} has no name of its own", shape.id);
            for member in shape.kind.members() {
                assert!(model.shape(&member.target).is_some(), "{}", member.at);
            }
        }
    }
}

#[test]
fn test_traits_are_kept() {
    for path in paths() {
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let shapes = file["shapes"].as_object().unwrap().values();
        let in_file = shapes
            .filter_map(|shape| shape["traits"].as_object())
            .flat_map(|traits| traits.keys())
            .filter(|key| key.starts_with("smithy.test#"))
            .count();
        let model = model(&path);
        let operations = model.operations.values().map(|operation| &operation.traits.other);
        let traits = operations.chain(model.shapes.values().map(|shape| &shape.traits.other));
        let keys = traits.flat_map(|other| other.keys());
        let kept = keys.filter(|key| key.starts_with("smithy.test#")).count();
        assert_eq!(kept, in_file, "{}", path.display());
    }
}
