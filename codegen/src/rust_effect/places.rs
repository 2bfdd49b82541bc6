//! Where in the models an item comes from.

use std::collections::{BTreeMap, BTreeSet};

use shapewright_model::diff::Scope;
use shapewright_model::ir::{Member, Model, ShapeId, ShapeKind};

/// Finds the places behind a place: the scalar shapes, lists and maps that a member goes through
/// have no item of their own, and neither does the way by which a type came into a crate.
pub(super) struct Places<'m> {
    old: Behind<'m>,
    new: Behind<'m>,
}

type Place = (Scope, String);

impl<'m> Places<'m> {
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        let mut places = Self { old: Behind::new(old), new: Behind::new(new) };
        places.old.introduce(new);
        places.new.introduce(old);
        places
    }

    /// The places of an item that only the old crate has.
    pub(super) fn removed(&self, at: &[Place]) -> Vec<Place> {
        self.old.with_users(at)
    }

    /// The places of an item that only the new crate has.
    pub(super) fn added(&self, at: &[Place]) -> Vec<Place> {
        self.new.with_users(at)
    }

    /// The places of an item that both crates have: what both models lead to from there.
    pub(super) fn kept(&self, old: &[Place], new: &[Place]) -> Vec<Place> {
        let mut all: BTreeSet<Place> = old.iter().chain(new).cloned().collect();
        let (before, after) = (self.old.below(old), self.new.below(new));
        all.extend(before.intersection(&after).cloned());
        all.into_iter().collect()
    }
}

/// What one model says of its members.
struct Behind<'m> {
    model: &'m Model,
    /// The members that the other model has not, by the types that they brought into this one.
    users: BTreeMap<&'m ShapeId, Vec<String>>,
}

impl<'m> Behind<'m> {
    fn new(model: &'m Model) -> Self {
        Self { model, users: BTreeMap::new() }
    }

    /// The member at a place, if it is one's.
    fn member(&self, place: &str) -> Option<&'m Member> {
        let (owner, name) = place.split_once('$')?;
        let shape = self.model.shape(&ShapeId(owner.to_owned()))?;
        shape.kind.members().find(|member| member.name == name)
    }

    /// Finds out which members brought along the shapes that the other model has not.
    fn introduce(&mut self, other: &Model) {
        let is_known = |shape: &ShapeId| other.shape(shape).is_some();
        let known = self.model.shapes.values().filter(|shape| is_known(&shape.id));
        let members =
            known.flat_map(|shape| shape.kind.members().map(move |member| (shape, member)));
        for (shape, member) in members.filter(|(_, member)| !is_known(&member.target)) {
            let place = format!("{}${}", shape.id, member.name);
            let mut pending = vec![&member.target];
            let mut seen = BTreeSet::new();
            while let Some(id) = pending.pop() {
                if is_known(id) || !seen.insert(id) {
                    continue;
                }
                self.users.entry(id).or_default().push(place.clone());
                let shape = self.model.shape(id);
                let members = shape.into_iter().flat_map(|shape| shape.kind.members());
                pending.extend(members.map(|member| &member.target));
            }
        }
    }

    /// These places, and the members that brought them along.
    fn with_users(&self, at: &[Place]) -> Vec<Place> {
        let mut all: BTreeSet<Place> = at.iter().cloned().collect();
        for (scope, name) in at {
            let users = self.users.get(&ShapeId(name.clone())).into_iter().flatten();
            all.extend(users.map(|place| (*scope, place.clone())));
        }
        all.into_iter().collect()
    }

    /// The scalar shapes, lists and maps below these places.
    fn below(&self, at: &[Place]) -> BTreeSet<Place> {
        let mut all = BTreeSet::new();
        let members = at.iter().filter_map(|(_, name)| self.member(name));
        let mut pending: Vec<&ShapeId> = members.map(|member| &member.target).collect();
        while let Some(shape) = pending.pop().and_then(|id| self.model.shape(id)) {
            let is_item = matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_));
            if is_item || !all.insert((Scope::Shape, shape.id.0.clone())) {
                continue;
            }
            for member in shape.kind.members() {
                all.insert((Scope::Shape, format!("{}${}", shape.id, member.name)));
                pending.push(&member.target);
            }
        }
        all
    }
}
