//! Loads the JSON AST of Smithy models.
//!
//! The rules are those of the Smithy 2.0 specification, whose sections the functions name; files
//! of version 1 are read by the same rules where these have not changed. Traits that nothing
//! reads yet are kept in the `other` tables of the IR under their absolute ids, and so are
//! resources and the file's metadata.
//!
//! Shapes are read under their absolute ids ([`definitions`]), their references are checked
//! ([`links`]), they get what their mixins have and what is applied to them ([`mixins`]), and are
//! converted ([`shapes`]), all of the file. What the service reaches is then named ([`names`]).

mod definitions;
mod enums;
mod links;
mod mixins;
mod names;
mod operations;
mod prelude;
mod service;
mod shapes;
mod traits;
mod waiters;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::definitions::Definition;
use self::mixins::MIXIN;
use self::operations::{Draft, draft};
use self::service::{ServiceParts, Tree, service, tree};
use self::shapes::Shapes;
use crate::bindings::{self, Templates};
use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::fields::Fields;
use crate::ir::{Model, Pointer, Service, Shape, ShapeId};
use crate::json::Node;
use crate::recursion;
use crate::references::mark_errors;
use crate::source::Place;

const TEMPLATES: Templates = Templates {
    path: &["traits", "smithy.api#http", "uri"],
    host_prefix: &["traits", "smithy.api#endpoint", "hostPrefix"],
};

/// The model in `root`, as far as it can be read; problems go to `report`.
pub(crate) fn load(root: Node<'_>, report: &Report) -> Option<Model> {
    let mut root = Fields::open(root, Pointer::default(), report)?;
    let is_old = is_old(&mut root)?;
    let definitions = definitions::read(root.required("shapes").table("shapes"), report);
    links::check(&definitions, report);
    let mut definitions = mixins::flatten(definitions, report);

    let schemes = auth_schemes(&definitions);
    let id = find_service(&definitions, root.below("shapes"), report);
    let tree = id.as_deref().map(|id| tree(id, &definitions)).unwrap_or_default();
    let service = id.and_then(|id| {
        let definition = definitions.remove(&id)?;
        Some((service(&id, definition, &schemes), id))
    });
    let Parts { shapes, drafts, resources } = convert(definitions, is_old);

    let (ServiceParts { service, renames, paginated }, id) = service?;
    let (operations, waiters) = Default::default();
    let mut model = Model { service, operations, shapes, waiters };
    keep_rest(&mut model.service, root, resources, &tree);
    add_operations(&mut model, drafts, &tree, paginated.as_ref(), report);
    mark_errors(&mut model);
    bindings::check(&model, &TEMPLATES, report);
    recursion::check(&model, report);
    let home = id.split('#').next().unwrap_or_default();
    names::shorten(&mut model, home, &renames, report);
    name_bodies(&mut model);
    Some(model)
}

/// Gives operations the names of the documents that are their requests.
fn name_bodies(model: &mut Model) {
    for operation in model.operations.values_mut() {
        let input = operation.input.as_ref().and_then(|id| model.shapes.get(id));
        if let Some(Shape { traits, .. }) = input {
            operation.traits.input_xml_name.clone_from(&traits.xml_name);
            operation.traits.input_xml_namespace.clone_from(&traits.xml_namespace);
        }
    }
}

/// Whether the file is of version 1; `None` if it is of an unknown one.
fn is_old(root: &mut Fields<'_, '_>) -> Option<bool> {
    let version = root.text("smithy")?;
    match version.split('.').next() {
        Some("1") => Some(true),
        Some("2") => Some(false),
        _ => {
            let message = format!("version `{version}` of the format is not supported");
            root.report.add(
                Diagnostic::new(&codes::UNSUPPORTED_VERSION, message)
                    .label(Place::Value(root.below("smithy")), "neither 1 nor 2"),
            );
            None
        }
    }
}

/// The id of the one service that the file has.
fn find_service(
    definitions: &BTreeMap<String, Definition<'_, '_>>,
    shapes: Pointer,
    report: &Report,
) -> Option<String> {
    let services: Vec<(&String, &Definition<'_, '_>)> = definitions
        .iter()
        .filter(|(_, shape)| shape.kind == "service" && !shape.traits.has(MIXIN))
        .collect();
    let message = match services.as_slice() {
        [(id, _)] => return Some((*id).clone()),
        [] => "the model has no service".to_owned(),
        several => format!("the model has {} services", several.len()),
    };
    let mut diagnostic = Diagnostic::new(&codes::NOT_ONE_SERVICE, message);
    for (id, service) in &services {
        diagnostic = diagnostic.label(Place::Key(service.at().clone()), format!("`{id}`"));
    }
    if services.is_empty() {
        diagnostic = diagnostic.label(Place::Key(shapes), "none of these is a service");
    }
    report.add(diagnostic);
    None
}

/// The traits that the file itself defines as authentication schemes.
fn auth_schemes(definitions: &BTreeMap<String, Definition<'_, '_>>) -> BTreeSet<String> {
    let is_scheme =
        |definition: &Definition<'_, '_>| definition.traits.has("smithy.api#authDefinition");
    let schemes = definitions.iter().filter(|(_, definition)| is_scheme(definition));
    schemes.map(|(id, _)| id.clone()).collect()
}

/// What the file defines beside its service.
struct Parts<'r, 's> {
    shapes: BTreeMap<ShapeId, Shape>,
    drafts: BTreeMap<String, Draft<'r, 's>>,
    resources: BTreeMap<String, Value>,
}

fn convert<'r, 's>(
    definitions: BTreeMap<String, Definition<'r, 's>>,
    is_old: bool,
) -> Parts<'r, 's> {
    let mut shapes = Shapes::new(is_old);
    let (mut drafts, mut resources) = (BTreeMap::new(), BTreeMap::new());
    for (id, definition) in definitions {
        match definition.kind {
            "service" => {}
            "resource" => {
                resources.insert(id, definition.into());
            }
            "operation" => {
                let draft = draft(&id, definition);
                drafts.insert(id, draft);
            }
            _ => shapes.add(id, definition),
        }
    }
    Parts { shapes: shapes.finish(), drafts, resources }
}

/// Keeps with the service what nothing reads of the file.
fn keep_rest(
    service: &mut Service,
    root: Fields<'_, '_>,
    mut resources: BTreeMap<String, Value>,
    tree: &Tree,
) {
    resources.retain(|id, _| tree.resources.contains(id));
    if !resources.is_empty() {
        service.other.insert("resources".to_owned(), resources.into_iter().collect());
    }
    service.other.extend(root.rest());
}

/// Adds the operations of the service, and their waiters, under their names.
fn add_operations<'r, 's>(
    model: &mut Model,
    drafts: BTreeMap<String, Draft<'r, 's>>,
    tree: &Tree,
    paginated: Option<&Fields<'r, 's>>,
    report: &Report,
) {
    for (id, mut draft) in drafts {
        if !tree.operations.contains(&id) {
            continue;
        }
        for (name, waiter) in std::mem::take(&mut draft.waiters) {
            let at = waiter.at.clone();
            if let Some(first) = model.waiters.insert(name.clone(), waiter) {
                report_repeated("waiters", &name, first.at, at, report);
            }
        }
        let operation = draft.complete(&model.service, paginated);
        let (name, at) = (operation.name.clone(), operation.at.clone());
        if let Some(first) = model.operations.insert(name.clone(), operation) {
            report_repeated("operations", &name, first.at, at, report);
        }
    }
}

fn report_repeated(what: &str, name: &str, first: Pointer, second: Pointer, report: &Report) {
    report.add(
        Diagnostic::new(
            &codes::REPEATED_NAME,
            format!("the service has two {what} of the name `{name}`"),
        )
        .label(Place::Key(second), "again here")
        .label(Place::Key(first), "first here"),
    );
}
