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

/// How much shapes may take from mixins, all together, in bytes. Mixins of mixins multiply: a small
/// file could otherwise fill the memory.
const INHERITANCE_LIMIT: usize = 1 << 26;

/// How many shapes of a cycle are shown.
const SHOWN_OF_CYCLE: usize = 5;

/// The shapes with what their mixins have, and then with what is applied to them from outside.
pub(super) fn flatten<'r, 's>(
    definitions: Definitions<'r, 's>,
    report: &Report,
) -> BTreeMap<String, Definition<'r, 's>> {
    let mut applied: HashMap<String, Vec<Application<'_, '_>>> = HashMap::new();
    for application in definitions.applied {
        applied.entry(application.shape.clone()).or_default().push(application);
    }
    let mut shapes = definitions.shapes;
    let mut inherited = 0;
    for id in mixins_first(&shapes, report) {
        let Some(mut shape) = shapes.remove(&id) else {
            continue;
        };
        inherited += inheritance(&shape, &shapes);
        if inherited > INHERITANCE_LIMIT {
            report_excess(&shape, report);
            break;
        }
        if !shape.mixins.is_empty() {
            inherit(&mut shape, &shapes);
        }
        if let Some(applications) = applied.remove(&id) {
            apply(&mut shape, applications, report);
        }
        shapes.insert(id, shape);
    }
    shapes
}

/// The ids of all shapes, those of mixins before those that mix them in; cycles are reported.
fn mixins_first(shapes: &BTreeMap<String, Definition<'_, '_>>, report: &Report) -> Vec<String> {
    let mut order = Vec::with_capacity(shapes.len());
    let (mut visited, mut finished, mut reported) =
        (HashSet::new(), HashSet::new(), HashSet::new());
    for (id, shape) in shapes {
        if !visited.insert(id.as_str()) {
            continue;
        }
        // The way from `id` to the shape in question, with the mixins that are still to follow.
        let mut way = vec![(id.as_str(), shape, shape.mixins.iter())];
        while let Some((id, _, mixins)) = way.last_mut() {
            let Some(mixin) = mixins.next() else {
                finished.insert(*id);
                order.push((*id).to_owned());
                way.pop();
                continue;
            };
            let Some((id, mixin)) = shapes.get_key_value(&mixin.id) else {
                continue;
            };
            if visited.insert(id) {
                way.push((id, mixin, mixin.mixins.iter()));
            } else if !finished.contains(id.as_str()) && reported.insert(id.as_str()) {
                let cycle = way.iter().skip_while(|(on_way, ..)| on_way != id);
                report_cycle(id, cycle.map(|(id, shape, _)| (*id, *shape)), report);
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
    for (id, shape) in cycle.take(SHOWN_OF_CYCLE) {
        let place = Place::Value(shape.fields.below("mixins"));
        diagnostic = diagnostic.label(place, format!("the mixins of `{id}`"));
    }
    report.add(diagnostic);
}

/// About how many bytes a shape takes from its mixins.
fn inheritance(shape: &Definition<'_, '_>, shapes: &BTreeMap<String, Definition<'_, '_>>) -> usize {
    let mixins = shape.mixins.iter().filter_map(|mixin| shapes.get(&mixin.id));
    mixins
        .map(|mixin| {
            let members = mixin.members.iter().map(|member| {
                size_of::<MemberDefinition<'_, '_>>() + member.name.len() + member.traits.size()
            });
            let links = mixin.links.values().map(|links| links.len() * size_of::<Reference>());
            mixin.traits.size() + members.sum::<usize>() + links.sum::<usize>()
        })
        .sum()
}

fn report_excess(shape: &Definition<'_, '_>, report: &Report) {
    let message = "the shapes of the model take too much from mixins";
    report.add(
        Diagnostic::new(&codes::TOO_LARGE, message)
            .label(Place::Value(shape.fields.below("mixins")), "the limit is exceeded here"),
    );
}

/// Puts what the mixins have before what the shape itself has; of what both have the shape's
/// counts, of what several mixins have the last one's.
fn inherit<'r, 's>(shape: &mut Definition<'r, 's>, shapes: &BTreeMap<String, Definition<'r, 's>>) {
    let mixins = shape.mixins.iter().filter_map(|mixin| shapes.get(&mixin.id));
    let (mut traits, mut fields) = (Vec::new(), Vec::new());
    let (mut members, mut links) = (Members::default(), Links::new());
    for mixin in mixins {
        let local = local_traits(mixin);
        traits.push(mixin.traits.clone().without(|id| id == MIXIN || local.contains(id)));
        // Of services; the other keys of definitions belong to one shape alone.
        fields.push(mixin.fields.clone().without(|key| !["version", "rename"].contains(&key)));
        members.add(mixin.members.clone());
        add_links(&mut links, mixin.links.clone());
    }
    traits.push(shape.traits.clone());
    fields.push(shape.fields.clone());
    members.add(std::mem::take(&mut shape.members));
    add_links(&mut links, std::mem::take(&mut shape.links));
    shape.traits = Fields::layered(shape.traits.at.clone(), shape.traits.report, traits);
    shape.fields = Fields::layered(shape.fields.at.clone(), shape.fields.report, fields);
    shape.members = members.list;
    shape.links = links;
}

/// Members that are put together.
#[derive(Default)]
struct Members<'r, 's> {
    list: Vec<MemberDefinition<'r, 's>>,
    /// Where in the list the member of a name is.
    places: HashMap<String, usize>,
}

impl<'r, 's> Members<'r, 's> {
    /// Adds members after those that are there; a member that is there already gets the traits.
    fn add(&mut self, members: Vec<MemberDefinition<'r, 's>>) {
        for member in members {
            let place = *self.places.entry(member.name.clone()).or_insert(self.list.len());
            match self.list.get_mut(place) {
                Some(inherited) => {
                    inherited.target = member.target;
                    inherited.at = member.at;
                    inherited.traits.overlay(member.traits);
                }
                None => self.list.push(member),
            }
        }
    }
}

type Links = BTreeMap<&'static str, Vec<Reference>>;

fn add_links(all: &mut Links, links: Links) {
    for (key, references) in links {
        all.entry(key).or_default().extend(references);
    }
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

/// Adds traits that stand outside of the shape to it and to its members.
fn apply<'r, 's>(
    shape: &mut Definition<'r, 's>,
    applications: Vec<Application<'r, 's>>,
    report: &Report,
) {
    let members = shape.members.iter().enumerate();
    let places: HashMap<String, usize> =
        members.map(|(place, member)| (member.name.clone(), place)).collect();
    for Application { member, traits, at, .. } in applications {
        let Some(name) = &member else {
            shape.traits.overlay(traits);
            continue;
        };
        match places.get(name).and_then(|place| shape.members.get_mut(*place)) {
            Some(member) => member.traits.overlay(traits),
            None => {
                let diagnostic = Diagnostic::new(
                    &codes::UNKNOWN_MEMBER,
                    format!("traits are applied to `{name}`, which is no member"),
                )
                .label(Place::Key(at), "not a member of this shape");
                let names = shape.members.iter().map(|member| member.name.as_str());
                report.add(diagnostic.did_you_mean(name, names, &report.guesses));
            }
        }
    }
}
