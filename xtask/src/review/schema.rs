//! The JSON Schema of reviews, `shapewright-review.schema.json`.

use std::fs;
use std::path::Path;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use shapewright_codegen::rust_effect::Class;
use shapewright_model::diff::{Api, Kind, Scope, Side, Status, Wire};

use super::{Review, Reviews};

/// The review of a model, or those of all models of a folder or repository.
#[derive(JsonSchema)]
#[schemars(untagged, title = "Review of an update of service models")]
#[expect(dead_code, reason = "only its schema matters")]
enum Output {
    /// Of one model.
    One(Box<Review>),
    /// Of several models.
    Many(Reviews),
}

fn one_of(names: impl Iterator<Item = &'static str>) -> Schema {
    let names: Vec<_> = names.collect();
    json_schema!({ "type": "string", "enum": names })
}

fn or_null(schema: Schema) -> Schema {
    json_schema!({ "anyOf": [schema, { "type": "null" }] })
}

pub(super) fn api(_: &mut SchemaGenerator) -> Schema {
    one_of(Api::ALL.iter().map(|api| api.name()))
}

pub(super) fn optional_api(generator: &mut SchemaGenerator) -> Schema {
    or_null(api(generator))
}

pub(super) fn class(_: &mut SchemaGenerator) -> Schema {
    one_of(Class::ALL.iter().map(|class| class.name()))
}

/// What a version can be: behaviour has no place in it.
pub(super) fn optional_version(_: &mut SchemaGenerator) -> Schema {
    let versions = Class::ALL.iter().filter(|class| **class != Class::Runtime);
    or_null(one_of(versions.map(|class| class.name())))
}

pub(super) fn kind(_: &mut SchemaGenerator) -> Schema {
    one_of(Kind::ALL.iter().map(|kind| kind.name()))
}

pub(super) fn scope(_: &mut SchemaGenerator) -> Schema {
    one_of(Scope::ALL.iter().map(|scope| scope.name()))
}

pub(super) fn side(_: &mut SchemaGenerator) -> Schema {
    one_of(Side::ALL.iter().map(|side| side.name()))
}

pub(super) fn status(_: &mut SchemaGenerator) -> Schema {
    one_of(Status::ALL.iter().map(|status| status.name()))
}

pub(super) fn wire(_: &mut SchemaGenerator) -> Schema {
    one_of(Wire::ALL.iter().map(|wire| wire.name()))
}

pub(super) fn reach(generator: &mut SchemaGenerator) -> Schema {
    let sides = json_schema!({ "type": "array", "items": side(generator) });
    json_schema!({ "type": "object", "additionalProperties": sides })
}

#[test]
fn the_schema_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shapewright-review.schema.json");
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Output)).unwrap() + "\n";
    if std::env::var_os("SHAPEWRIGHT_UPDATE_SCHEMA").is_some() {
        fs::write(&file, &schema).unwrap();
    }
    assert!(
        fs::read_to_string(&file).is_ok_and(|text| text == schema),
        "shapewright-review.schema.json is not up to date; mend it with\n    \
         SHAPEWRIGHT_UPDATE_SCHEMA=1 cargo test --package xtask schema"
    );
}
