//! What can only be said once all shapes are known: whether references lead somewhere, and to
//! the right kind of shape.

use std::collections::{HashMap, HashSet};

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::grammar;
use crate::ir::{Location, Member, Model, Pointer, Protocol, ShapeId, ShapeKind, Traits};
use crate::references::{References, mark_errors};
use crate::source::Place;

/// Checks all references of the model and completes what depends on their targets.
///
/// `defined` holds the names of all shapes of the file, also of those that were dropped because
/// something is wrong with them.
pub(super) fn resolve(model: &mut Model, defined: &HashSet<String>, report: &Report) {
    let mut references = References::new(defined, report);
    for shape in model.shapes.values() {
        for member in shape.kind.members() {
            references.check(&member.target.0, || Place::Value(member.at.join("shape")));
        }
        if let ShapeKind::Map(map) = &shape.kind {
            let key = model.shape(&map.key.target).map(|key| &key.kind);
            if !matches!(key, None | Some(ShapeKind::String | ShapeKind::Enum(_))) {
                report.add(
                    Diagnostic::new(
                        &codes::MAP_KEY_NOT_STRING,
                        format!("the keys of the map `{}` are not strings", shape.id),
                    )
                    .label(Place::Value(map.key.at.join("shape")), "not a string"),
                );
            }
        }
    }
    for operation in model.operations.values() {
        let sides = [("input", &operation.input), ("output", &operation.output)];
        for (side, target) in sides {
            if let Some(target) = target {
                let at = operation.at.join(side).join("shape");
                references.check(&target.0, || Place::Value(at.clone()));
                check_structure(model, side, target, at, report);
            }
        }
        for error in &operation.errors {
            let at = error.at.join("shape");
            references.check(&error.target.0, || Place::Value(at.clone()));
            check_structure(model, "error", &error.target, at, report);
        }
    }
    references.report_dangling();
    check_xml_names(model, report);
    mark_errors(model);
    bind_query_maps(model);
    name_members(model);
    name_flattened_lists(model);
}

fn check_structure(model: &Model, role: &str, target: &ShapeId, at: Pointer, report: &Report) {
    let Some(shape) = model.shape(target) else {
        return;
    };
    if !matches!(shape.kind, ShapeKind::Structure(_)) {
        report.add(
            Diagnostic::new(
                &codes::NOT_A_STRUCTURE,
                format!("the {role} `{target}` is {}", shape.kind.describe()),
            )
            .label(Place::Value(at), "should be a structure")
            .label(Place::Key(shape.at.clone()), "defined here"),
        );
    }
}

/// Checks the names of elements: in the models of other services the same key, `locationName`, has
/// the names of JSON, which may be anything.
fn check_xml_names(model: &Model, report: &Report) {
    let has_xml = |protocol: &Protocol| {
        matches!(protocol, Protocol::RestXml | Protocol::AwsQuery | Protocol::Ec2Query)
    };
    if !model.service.protocols.iter().any(has_xml) {
        return;
    }
    for shape in model.shapes.values() {
        let members = shape.kind.members().map(|member| (&member.traits, &member.at));
        for (traits, at) in members.chain([(&shape.traits, &shape.at)]) {
            if let Some(name) = &traits.xml_name {
                let place = || Place::Value(at.join("locationName"));
                grammar::XML_NAME.check(name, place, report);
            }
        }
    }
}

/// Tells maps in the query string from single parameters: both have the location `querystring`.
fn bind_query_maps(model: &mut Model) {
    let maps: HashSet<ShapeId> = model
        .shapes
        .values()
        .filter(|shape| matches!(shape.kind, ShapeKind::Map(_)))
        .map(|shape| shape.id.clone())
        .collect();
    for shape in model.shapes.values_mut() {
        let (ShapeKind::Structure(structure) | ShapeKind::Union(structure)) = &mut shape.kind
        else {
            continue;
        };
        let is_map_in_query = |member: &&mut Member| {
            matches!(member.traits.location, Some(Location::Query(_)))
                && maps.contains(&member.target)
        };
        for member in structure.members.iter_mut().filter(is_map_in_query) {
            member.traits.location = Some(Location::QueryParams);
        }
    }
}

/// Gives members the names and namespaces of their targets: what shapes say holds wherever they
/// are referred to (`ShapeResolver.get_shape_by_name` in `botocore/model.py`).
fn name_members(model: &mut Model) {
    let mut named: HashMap<ShapeId, Traits> = HashMap::new();
    for shape in model.shapes.values_mut() {
        if shape.traits.xml_name.is_some() || shape.traits.xml_namespace.is_some() {
            named.insert(shape.id.clone(), shape.traits.clone());
        }
        // Only members have names in JSON.
        shape.traits.json_name = None;
    }
    for shape in model.shapes.values_mut() {
        for member in shape.kind.members_mut() {
            if let Some(target) = named.get(&member.target) {
                let Traits { json_name, xml_name, xml_namespace, .. } = &mut member.traits;
                *json_name = json_name.take().or_else(|| target.json_name.clone());
                *xml_name = xml_name.take().or_else(|| target.xml_name.clone());
                *xml_namespace = xml_namespace.take().or_else(|| target.xml_namespace.clone());
            }
        }
    }
}

/// Gives flattened lists without a name of their own that of their elements, which stand in their
/// place (`_member_key_name` in `botocore/parsers.py`; where both have names, it takes the other,
/// but no model has both and Smithy takes the list's). In REST-XML they have the list's name, by
/// which botocore writes them.
fn name_flattened_lists(model: &mut Model) {
    if model.service.protocols.contains(&Protocol::RestXml) {
        return;
    }
    let elements: HashMap<ShapeId, (bool, String)> = model
        .shapes
        .values()
        .filter_map(|shape| match &shape.kind {
            ShapeKind::List(list) => {
                let name = list.member.traits.xml_name.clone()?;
                Some((shape.id.clone(), (shape.traits.flattened, name)))
            }
            _ => None,
        })
        .collect();
    for shape in model.shapes.values_mut() {
        for member in shape.kind.members_mut() {
            if let Some((is_flattened, name)) = elements.get(&member.target)
                && (*is_flattened || member.traits.flattened)
            {
                member.traits.xml_name.get_or_insert_with(|| name.clone());
            }
        }
    }
}
