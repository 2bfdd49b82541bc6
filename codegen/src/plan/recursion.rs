//! Which members need a box, because their types would contain themselves without one.

use std::collections::{BTreeMap, BTreeSet};

use shapewright_model::ir::{Model, Shape, ShapeId, ShapeKind};

/// A member by its owner's id and its name.
pub(super) type MemberId = (ShapeId, String);

/// The members to box: those that close a cycle of direct containment when the structures and
/// unions are walked depth first in the order of their names.
///
/// Lists and maps hold their elements on the heap and end a cycle. Boxing only what closes a
/// cycle breaks each cycle exactly where it is needed, and the order makes the choice the same on
/// every run.
pub(super) fn boxed_members(model: &Model) -> BTreeSet<MemberId> {
    let mut walk = Walk { model, state: BTreeMap::new(), boxed: BTreeSet::new() };
    for shape in model.shapes.values() {
        walk.visit(shape);
    }
    walk.boxed
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    OnPath,
    Done,
}

struct Walk<'a> {
    model: &'a Model,
    state: BTreeMap<&'a ShapeId, State>,
    boxed: BTreeSet<MemberId>,
}

/// A shape whose members are being walked, and how many of them have been.
struct Step<'a> {
    shape: &'a Shape,
    next: usize,
}

impl<'a> Walk<'a> {
    /// Walks from one shape. A list of steps stands in for the call stack: a model's chains of
    /// shapes may be longer than it is deep.
    fn visit(&mut self, root: &'a Shape) {
        let mut path = Vec::new();
        self.enter(root, &mut path);
        while let Some(step) = path.last_mut() {
            let Some(member) = members(step.shape).get(step.next) else {
                self.state.insert(&step.shape.id, State::Done);
                path.pop();
                continue;
            };
            step.next += 1;
            let owner = &step.shape.id;
            if let Some(target) = self.model.shape(&member.target) {
                if self.state.get(&target.id) == Some(&State::OnPath) {
                    self.boxed.insert((owner.clone(), member.name.clone()));
                } else {
                    self.enter(target, &mut path);
                }
            }
        }
    }

    fn enter(&mut self, shape: &'a Shape, path: &mut Vec<Step<'a>>) {
        let contains = matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_));
        if contains && !self.state.contains_key(&shape.id) {
            self.state.insert(&shape.id, State::OnPath);
            path.push(Step { shape, next: 0 });
        }
    }
}

fn members(shape: &Shape) -> &[shapewright_model::ir::Member] {
    match &shape.kind {
        ShapeKind::Structure(structure) | ShapeKind::Union(structure) => &structure.members,
        _ => &[],
    }
}
