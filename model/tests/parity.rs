//! One service, described in both formats, is the same model, as far as both can say it.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::path::Path;

use shapewright_model::ir::{Member, Model, Pointer, Shape, ShapeKind};
use shapewright_model::load;

/// The model without what one of the formats lacks, and without the places in the file.
fn comparable(file: &str) -> Model {
    let mut model = load(&Path::new("tests/parity").join(file)).unwrap().model;
    model.service.at = Pointer::default();
    model.service.other.clear();
    model.service.namespace.clear();
    for operation in model.operations.values_mut() {
        operation.at = Pointer::default();
        operation.traits.other.clear();
        operation.errors.iter_mut().for_each(|error| error.at = Pointer::default());
    }
    model.shapes.values_mut().for_each(normalize);
    model
}

fn normalize(shape: &mut Shape) {
    shape.at = Pointer::default();
    match &mut shape.kind {
        ShapeKind::Structure(structure) | ShapeKind::Union(structure) => {
            structure.members.iter_mut().for_each(normalize_member);
        }
        ShapeKind::List(list) => normalize_member(&mut list.member),
        ShapeKind::Map(map) => {
            normalize_member(&mut map.key);
            normalize_member(&mut map.value);
        }
        ShapeKind::Enum(values) => {
            for value in values {
                value.name = None;
                value.at = Pointer::default();
            }
        }
        _ => {}
    }
}

/// botocore has one name for JSON and XML.
fn normalize_member(member: &mut Member) {
    member.at = Pointer::default();
    member.traits.json_name = None;
}

#[test]
fn both_formats_give_the_same_model() {
    let (botocore, smithy) = (comparable("service-2.json"), comparable("smithy.json"));
    assert_eq!(botocore.service, smithy.service);
    assert_eq!(botocore.operations, smithy.operations);
    for (id, shape) in &botocore.shapes {
        assert_eq!(Some(shape), smithy.shape(id), "{id}");
    }
    assert_eq!(botocore.shapes.len(), smithy.shapes.len());
}
