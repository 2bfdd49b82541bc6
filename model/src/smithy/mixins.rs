//! Mixins and `apply`: makes each shape say itself all that holds for it (specifications
//! "Mixins" and "Smithy model", section "Applying traits").

use std::collections::{BTreeMap, HashMap, HashSet};

use super::definitions::{Application, Definition, Definitions, MemberDefinition, Reference};
use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::fields::Fields;
use crate::json::Node;
use crate::source::Place;

/// The trait that makes a shape a mixin.
pub(super) const MIXIN: &str = "smithy.api#mixin";

/// Gives shapes what their mixins have, and then what is applied to them from outside.
pub(super) fn flatten(definitions: &mut Definitions<'_, '_>, report: &Report) {
    let mut applied: HashMap<String, Vec<Application<'_, '_>>> = HashMap::new();
    for application in std::mem::take(&mut definitions.applied) {
        applied.entry(application.shape.clone()).or_default().push(application);
    }
    let shapes = &mut definitions.shapes;
    for id in mixins_first(shapes, report) {
        let Some(mut shape) = shapes.remove(&id) else {
            continue;
        };
        if !shape.mixins.is_empty() {
            inherit(&mut shape, shapes);
        }
        for application in applied.remove(&id).into_iter().flatten() {
            apply(&mut shape, application, report);
        }
        shapes.insert(id, shape);
    }
    definitions.applied = applied.into_values().flatten().collect();
}

/// The ids of all shapes, those of mixins before those that mix them in; cycles are reported.
fn mixins_first(shapes: &BTreeMap<String, Definition<'_, '_>>, report: &Report) -> Vec<String> {
    let mut order = Vec::with_capacity(shapes.len());
    let mut visited = HashSet::new();
    for (id, shape) in shapes {
        if !visited.insert(id.as_str()) {
            continue;
        }
        // The way from `id` to the shape in question, with the mixins that are still to follow.
        let mut way = vec![(id.as_str(), shape, shape.mixins.iter())];
        while let Some((id, _, mixins)) = way.last_mut() {
            let Some(mixin) = mixins.next() else {
                order.push((*id).to_owned());
                way.pop();
                continue;
            };
            let Some((id, mixin)) = shapes.get_key_value(&mixin.id) else {
                continue;
            };
            if visited.insert(id) {
                way.push((id, mixin, mixin.mixins.iter()));
            } else if let Some(start) = way.iter().position(|(on_way, ..)| on_way == id) {
                let cycle = way[start..].iter().map(|(id, shape, _)| (*id, *shape));
                report_cycle(id, cycle, report);
            }
        }
    }
    order
}

fn report_cycle<'d>(
    id: &str,
    cycle: impl Iterator<Item = (&'d str, &'d Definition<'d, 'd>)>,
    report: &Report,
) {
    let mut diagnostic = Diagnostic::new(&codes::MIXIN_CYCLE, format!("`{id}` mixes itself in"));
    for (id, shape) in cycle {
        let place = Place::Value(shape.fields.below("mixins"));
        diagnostic = diagnostic.label(place, format!("the mixins of `{id}`"));
    }
    report.add(diagnostic);
}

/// Puts what the mixins have before what the shape itself has; of what both have the shape's
/// counts, of what several mixins have the last one's.
fn inherit<'r, 's>(shape: &mut Definition<'r, 's>, shapes: &BTreeMap<String, Definition<'r, 's>>) {
    let empty = Fields::empty(shape.traits.at.clone(), shape.traits.report);
    let own_traits = std::mem::replace(&mut shape.traits, empty);
    let own_members = std::mem::take(&mut shape.members);
    let own_links = std::mem::take(&mut shape.links);
    for mixin in shape.mixins.clone().iter().filter_map(|mixin| shapes.get(&mixin.id)) {
        let local = local_traits(mixin);
        let traits = mixin.traits.clone();
        shape.traits.overlay(traits.without(|id| id == MIXIN || local.contains(id)));
        let fields = mixin.fields.clone();
        let own = &shape.fields;
        let of_service =
            fields.without(|key| own.has(key) || !["version", "rename"].contains(&key));
        shape.fields.overlay(of_service);
        add_members(shape, mixin.members.clone());
        add_links(shape, mixin.links.clone());
    }
    shape.traits.overlay(own_traits);
    add_members(shape, own_members);
    add_links(shape, own_links);
}

/// The traits that a mixin keeps to itself.
fn local_traits(mixin: &Definition<'_, '_>) -> HashSet<String> {
    match mixin.traits.peek(MIXIN).and_then(|mixin| mixin.get("localTraits")) {
        Some(Node::Array(ids)) => ids
            .iter()
            .filter_map(|id| match id {
                Node::String(id) => Some(id.to_string()),
                _ => None,
            })
            .collect(),
        _ => HashSet::new(),
    }
}

/// Adds members after those that are there; a member that is there already gets the traits.
fn add_members<'r, 's>(shape: &mut Definition<'r, 's>, members: Vec<MemberDefinition<'r, 's>>) {
    let known: HashMap<String, usize> = shape
        .members
        .iter()
        .enumerate()
        .map(|(index, member)| (member.name.clone(), index))
        .collect();
    for member in members {
        match known.get(&member.name).and_then(|index| shape.members.get_mut(*index)) {
            Some(inherited) => {
                inherited.target = member.target;
                inherited.at = member.at;
                inherited.traits.overlay(member.traits);
            }
            None => shape.members.push(member),
        }
    }
}

fn add_links(shape: &mut Definition<'_, '_>, links: BTreeMap<&'static str, Vec<Reference>>) {
    for (key, references) in links {
        shape.links.entry(key).or_default().extend(references);
    }
}

/// Adds traits that stand outside of the shape to it or to one of its members.
fn apply<'r, 's>(
    shape: &mut Definition<'r, 's>,
    application: Application<'r, 's>,
    report: &Report,
) {
    let Some(name) = &application.member else {
        shape.traits.overlay(application.traits);
        return;
    };
    match shape.members.iter_mut().find(|member| member.name == *name) {
        Some(member) => member.traits.overlay(application.traits),
        None => {
            let diagnostic = Diagnostic::new(
                &codes::UNKNOWN_MEMBER,
                format!("traits are applied to `{name}`, which is no member"),
            )
            .label(Place::Key(application.at), "not a member of this shape");
            let names = shape.members.iter().map(|member| member.name.as_str());
            report.add(diagnostic.did_you_mean(name, names));
        }
    }
}
