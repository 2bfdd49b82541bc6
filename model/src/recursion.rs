//! Structures that no value can fill, because they require themselves.

use std::collections::BTreeSet;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{Member, Model, Shape, ShapeId, ShapeKind};
use crate::source::Place;

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
    for (shape, member) in cycle {
        diagnostic = diagnostic.label(
            Place::Key(member.at.clone()),
            format!("`{}` requires `{}`", shape.id, member.target),
        );
    }
    report.add(diagnostic.help("make one of these members optional, or a list"));
}

/// All shapes that have values of finite size: the least set that is closed under the rules of
/// [`obstacle`].
fn inhabited(model: &Model) -> BTreeSet<&ShapeId> {
    let mut inhabited: BTreeSet<&ShapeId> = model
        .shapes
        .values()
        .flat_map(|shape| shape.kind.members())
        .map(|member| &member.target)
        .filter(|target| model.shape(target).is_none())
        .collect();
    loop {
        let before = inhabited.len();
        for shape in model.shapes.values() {
            if !inhabited.contains(&shape.id) && obstacle(shape, &inhabited).is_none() {
                inhabited.insert(&shape.id);
            }
        }
        if inhabited.len() == before {
            return inhabited;
        }
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
