//! Structures that no value can fill, because they require themselves, and lists and maps of
//! themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{self, Code};
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{Member, Model, Shape, ShapeId, ShapeKind};
use crate::source::Place;

/// How many members of a cycle are shown.
const SHOWN_MEMBERS: usize = 10;

/// A way that leads back to its beginning: shapes, each with the member that leads on.
type Cycle<'m> = [(&'m Shape, &'m Member)];

/// Reports every cycle of required members, and every one of lists and maps.
pub(crate) fn check(model: &Model, report: &Report) {
    // What leads out of a shape without values must lead to another one, so that following it ends
    // in a cycle.
    let inhabited = inhabited(model);
    let uninhabited = |cycle: &Cycle<'_>| report.add(of_required(cycle));
    cycles(model, |shape| obstacle(shape, &inhabited), uninhabited);
    cycles(model, element, |cycle| report.add(of_elements(cycle)));
}

/// Hands on each cycle that there is if one member at most leads on from each shape.
fn cycles<'m>(
    model: &'m Model,
    next: impl Fn(&'m Shape) -> Option<&'m Member>,
    found: impl Fn(&Cycle<'m>),
) {
    let mut seen = BTreeSet::new();
    for shape in model.shapes.values() {
        let mut way = Vec::new();
        let mut at = shape;
        while seen.insert(&at.id) {
            let Some(member) = next(at) else {
                break;
            };
            way.push((at, member));
            match model.shape(&member.target) {
                Some(target) => at = target,
                None => break,
            }
        }
        // A new one, unless the way ends in what was seen on another.
        if let Some(start) = way.iter().position(|(shape, _)| shape.id == at.id) {
            found(&way[start..]);
        }
    }
}

fn of_required(cycle: &Cycle<'_>) -> Diagnostic {
    let message = |id: &ShapeId| format!("`{id}` requires itself, so that no value of it exists");
    let label = |shape: &Shape, target: &ShapeId| format!("`{}` requires `{target}`", shape.id);
    let is_structure = |shape: &Shape| matches!(shape.kind, ShapeKind::Structure(_));
    let structures = cycle.iter().filter(|(shape, _)| is_structure(shape)).count();
    let help = match cycle.len() - structures {
        0 => "make one of these members optional, or a list",
        unions if unions == cycle.len() => {
            "make one of these members a list, or give the union one that does not lead back to it"
        }
        _ => "make one of the structures' members optional, or any of these a list",
    };
    diagnostic(&codes::UNINHABITED, cycle, message, label).help(help)
}

fn of_elements(cycle: &Cycle<'_>) -> Diagnostic {
    let label = |shape: &Shape, target: &ShapeId| {
        format!("`{}` is {} of `{target}`", shape.id, shape.kind.describe())
    };
    let message = |id: &ShapeId| format!("`{id}` consists of itself, which no Rust type can");
    diagnostic(&codes::ENDLESS, cycle, message, label)
        .help("make one of them hold a structure, which has a member for what comes next")
}

/// A problem with what is first on the way, which it shows.
fn diagnostic(
    code: &'static Code,
    cycle: &Cycle<'_>,
    message: impl Fn(&ShapeId) -> String,
    label: impl Fn(&Shape, &ShapeId) -> String,
) -> Diagnostic {
    let first = cycle.first().map(|(shape, _)| message(&shape.id));
    let diagnostic = Diagnostic::new(code, first.unwrap_or_default());
    cycle.iter().take(SHOWN_MEMBERS).fold(diagnostic, |diagnostic, (shape, member)| {
        diagnostic.label(Place::Key(member.at.clone()), label(shape, &member.target))
    })
}

/// The member that holds what a list or map consists of. Keys of maps are strings.
fn element(shape: &Shape) -> Option<&Member> {
    match &shape.kind {
        ShapeKind::List(list) => Some(&list.member),
        ShapeKind::Map(map) => Some(&map.value),
        _ => None,
    }
}

/// All shapes that have values of finite size: the least set that is closed under the rules of
/// [`obstacle`]. What is not defined counts as if it had values.
fn inhabited(model: &Model) -> BTreeSet<&ShapeId> {
    // For how many members each shape waits, and which shapes wait for values of each.
    let mut missing: BTreeMap<&ShapeId, usize> = BTreeMap::new();
    let mut waiting: BTreeMap<&ShapeId, Vec<&ShapeId>> = BTreeMap::new();
    let mut ready = Vec::new();
    for shape in model.shapes.values() {
        let (members, count) = needed(&shape.kind);
        if count == 0 {
            ready.push(&shape.id);
        }
        missing.insert(&shape.id, count);
        for member in members {
            waiting.entry(&member.target).or_default().push(&shape.id);
            if model.shape(&member.target).is_none() {
                ready.push(&member.target);
            }
        }
    }
    let mut inhabited = BTreeSet::new();
    while let Some(id) = ready.pop() {
        if !inhabited.insert(id) {
            continue;
        }
        for owner in waiting.remove(id).unwrap_or_default() {
            let left = missing.entry(owner).or_default();
            *left = left.saturating_sub(1);
            if *left == 0 {
                ready.push(owner);
            }
        }
    }
    inhabited
}

/// The members whose values a shape may wait for, and how many of those it needs.
fn needed(kind: &ShapeKind) -> (Vec<&Member>, usize) {
    match kind {
        ShapeKind::Structure(structure) => {
            let required: Vec<_> =
                structure.members.iter().filter(|member| member.required).collect();
            let count = required.len();
            (required, count)
        }
        ShapeKind::Union(union) => {
            (union.members.iter().collect(), usize::from(!union.members.is_empty()))
        }
        _ => (Vec::new(), 0),
    }
}

/// The member for want of whose value the shape has none.
///
/// A structure needs all of its required members, a union any one of its members; lists and
/// maps may be empty. What is not defined is reported elsewhere and is in nobody's way here.
fn obstacle<'m>(shape: &'m Shape, inhabited: &BTreeSet<&ShapeId>) -> Option<&'m Member> {
    let lacks_value = |member: &&Member| !inhabited.contains(&member.target);
    match &shape.kind {
        ShapeKind::Structure(structure) => {
            structure.members.iter().filter(|member| member.required).find(lacks_value)
        }
        ShapeKind::Union(union) if union.members.iter().all(|member| lacks_value(&member)) => {
            union.members.first()
        }
        _ => None,
    }
}
