//! From absolute ids to names that are unique in the service.

use std::collections::{BTreeMap, HashMap};

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{Model, Shape, ShapeId, ShapeKind};
use crate::source::Place;

/// The new names that a service gives to shapes, by their absolute ids.
pub(super) type Renames = BTreeMap<String, String>;

/// An absolute id without its namespace.
pub(super) fn bare(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// Drops the shapes that the service does not reach, and gives names to the others.
///
/// A shape is called by its new name or by its id without the namespace. Where several would have
/// the same name, the one with a new name or of the service's own namespace, `home`, has it, and
/// the others keep their ids.
pub(super) fn shorten(model: &mut Model, home: &str, renames: &Renames, report: &Report) {
    let reached: Vec<ShapeId> = model.reached_by(&model.operations).into_iter().cloned().collect();
    let names = choose(&reached, model, home, renames, report);
    let short = |id: &mut ShapeId| {
        if let Some(name) = names.get(id) {
            *id = name.clone();
        }
    };
    for error in &mut model.service.errors {
        short(&mut error.target);
    }
    for operation in model.operations.values_mut() {
        operation.input.iter_mut().chain(&mut operation.output).for_each(short);
        operation.errors.iter_mut().for_each(|error| short(&mut error.target));
    }
    let mut shapes = std::mem::take(&mut model.shapes);
    for (id, name) in &names {
        let Some(mut shape) = shapes.remove(id) else {
            continue;
        };
        shape.id = name.clone();
        shape.kind.members_mut().for_each(|member| short(&mut member.target));
        keep_wire_name(bare(&id.0), &mut shape);
        model.shapes.insert(name.clone(), shape);
    }
}

/// The name of each shape by its id.
fn choose(
    ids: &[ShapeId],
    model: &Model,
    home: &str,
    renames: &Renames,
    report: &Report,
) -> BTreeMap<ShapeId, ShapeId> {
    let mut claims: HashMap<&str, Vec<&ShapeId>> = HashMap::new();
    for id in ids {
        let name = renames.get(&id.0).map_or(bare(&id.0), String::as_str);
        claims.entry(name).or_default().push(id);
    }
    let is_own = |id: &ShapeId| {
        let namespace = id.0.split('#').next();
        renames.contains_key(&id.0) || namespace == Some(home)
    };
    let mut names = BTreeMap::new();
    for (name, ids) in claims {
        let own: Vec<&ShapeId> = ids.iter().copied().filter(|id| is_own(id)).collect();
        if let [first, second, ..] = own.as_slice() {
            report_conflict(name, model.shape(first), model.shape(second), report);
        }
        let owner = match (own.first(), ids.as_slice()) {
            (Some(own), _) => Some(*own),
            (None, [only]) => Some(*only),
            (None, _) => None,
        };
        for id in ids {
            let name = if Some(id) == owner { name } else { &id.0 };
            names.insert(id.clone(), ShapeId(name.to_owned()));
        }
    }
    names
}

fn report_conflict(name: &str, first: Option<&Shape>, second: Option<&Shape>, report: &Report) {
    let mut diagnostic = Diagnostic::new(
        &codes::REPEATED_NAME,
        format!("the service has two shapes of the name `{name}`"),
    );
    for shape in [first, second].into_iter().flatten() {
        diagnostic = diagnostic.label(Place::Key(shape.at.clone()), "has that name");
    }
    report.add(diagnostic.help("give one of them another name in the service's `rename`"));
}

/// What is on the wire does not change with the name (specification "Service types", section
/// "Renaming shapes").
fn keep_wire_name(name: &str, shape: &mut Shape) {
    if shape.id.0 == name {
        return;
    }
    if let ShapeKind::Structure(structure) | ShapeKind::Union(structure) = &mut shape.kind {
        shape.traits.xml_name.get_or_insert_with(|| name.to_owned());
        if let Some(error) = &mut structure.error {
            error.code.get_or_insert_with(|| name.to_owned());
        }
    }
}
