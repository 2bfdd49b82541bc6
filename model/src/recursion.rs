//! Structures that no value can fill, because they require themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{Member, Model, Shape, ShapeId, ShapeKind};
use crate::source::Place;

/// How many members of a cycle are shown.
const SHOWN_MEMBERS: usize = 10;

/// Reports every cycle of required members.
pub(crate) fn check(model: &Model, report: &Report) {
    let inhabited = inhabited(model);
    let mut seen = BTreeSet::new();
    for shape in model.shapes.values() {
        // What leads out of a shape without values must lead to another one, so that following
        // it ends in a cycle: a new one, or one that was reported before.
        let mut way: Vec<(&Shape, &Member)> = Vec::new();
        let mut at = shape;
        while seen.insert(&at.id) {
            let Some(member) = obstacle(at, &inhabited) else {
                break;
            };
            way.push((at, member));
            match model.shape(&member.target) {
                Some(target) => at = target,
                None => break,
            }
        }
        if let Some(start) = way.iter().position(|(shape, _)| shape.id == at.id) {
            report_cycle(&way[start..], report);
        }
    }
}

fn report_cycle(cycle: &[(&Shape, &Member)], report: &Report) {
    let Some((first, _)) = cycle.first() else {
        return;
    };
    let mut diagnostic = Diagnostic::new(
        &codes::UNINHABITED,
        format!("`{}` requires itself, so that no value of it exists", first.id),
    );
    for (shape, member) in cycle.iter().take(SHOWN_MEMBERS) {
        diagnostic = diagnostic.label(
            Place::Key(member.at.clone()),
            format!("`{}` requires `{}`", shape.id, member.target),
        );
    }
    report.add(diagnostic.help("make one of these members optional, or a list"));
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
