//! Shapes in pairs: what differs between two of them, and which pairs their members lead to.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use serde_json::Value;

use super::Both;
use super::enums;
use super::formats::Formats;
use super::found::{Entry, Found, Place};
use super::rules::{self, Rule};
use super::traits::{self, Differing, Frame};
use super::tree::{kind_name, type_tree};
use crate::ir::{ErrorTraits, List, Map, Member, Shape, ShapeId, ShapeKind, Structure};

/// Every pair of shapes that operations lead to, each compared once.
///
/// Pairs refer to each other by index; since they are compared one after the other, no model is
/// too deep.
pub(super) struct Pairs<'m> {
    both: Both<'m>,
    pub(super) found: Found,
    pub(super) nodes: Vec<Node<'m>>,
    known: BTreeMap<(&'m ShapeId, &'m ShapeId), usize>,
    pending: Vec<(usize, &'m Shape, &'m Shape)>,
}

/// A pair of shapes.
#[derive(Default)]
pub(super) struct Node<'m> {
    /// What differs in the shapes themselves.
    pub(super) own: Vec<Entry>,
    /// Their members, in the order of the new model, those that it has no more at the end.
    pub(super) branches: Vec<Branch<'m>>,
}

/// A pair of members.
pub(super) struct Branch<'m> {
    pub(super) step: Step<'m>,
    /// What differs in the members themselves.
    pub(super) entries: Vec<Entry>,
    /// The pair of their targets, if that can be compared.
    pub(super) target: Option<usize>,
}

/// How a path goes on from a shape to the target of one of its members.
#[derive(Clone, Copy)]
pub(super) enum Step<'m> {
    Member(&'m str),
    Element,
    Key,
    Value,
}

impl<'m> Pairs<'m> {
    pub(super) fn new(both: Both<'m>) -> Self {
        let (found, nodes) = (Found::new(both.formats), Vec::new());
        Self { both, found, nodes, known: BTreeMap::new(), pending: Vec::new() }
    }

    /// The pair of these shapes, to be compared by [`Self::finish`].
    pub(super) fn pair(&mut self, old: &'m ShapeId, new: &'m ShapeId) -> Option<usize> {
        if let Some(index) = self.known.get(&(old, new)) {
            return Some(*index);
        }
        let (old_shape, new_shape) = (self.both.old.shape(old)?, self.both.new.shape(new)?);
        let index = self.nodes.len();
        self.nodes.push(Node::default());
        self.known.insert((old, new), index);
        self.pending.push((index, old_shape, new_shape));
        Some(index)
    }

    /// Compares all pairs, and those that they lead to.
    pub(super) fn finish(&mut self) {
        while let Some((index, old, new)) = self.pending.pop() {
            let node = self.compare(old, new);
            if let Some(place) = self.nodes.get_mut(index) {
                *place = node;
            }
        }
    }

    fn compare(&mut self, old: &'m Shape, new: &'m Shape) -> Node<'m> {
        let place = Place::shape(old, new);
        let mut own = match kind_change(&old.kind, &new.kind) {
            Some(rule) => vec![self.kind_changed(&place, rule, old, new)],
            None => self.content(&place, old, new),
        };
        let branches = match (&old.kind, &new.kind) {
            (ShapeKind::List(before), ShapeKind::List(after)) => {
                self.element(new, before, after).into_iter().collect()
            }
            (ShapeKind::Map(before), ShapeKind::Map(after)) => self.entry(new, before, after),
            (ShapeKind::Structure(before), ShapeKind::Structure(after))
            | (ShapeKind::Union(before), ShapeKind::Union(after)) => {
                own.extend(self.reordered(&place, before, after));
                self.members(old, new, before, after)
            }
            _ => Vec::new(),
        };
        Node { own, branches }
    }

    fn kind_changed(
        &mut self,
        place: &Place<'_>,
        rule: &'static Rule,
        old: &Shape,
        new: &Shape,
    ) -> Entry {
        let shown = |kind: &ShapeKind| match kind {
            ShapeKind::Enum(_) => None,
            kind => Some(Value::from(kind_name(kind))),
        };
        let before = shown(&old.kind).unwrap_or_else(|| type_tree(self.both.old, &old.id));
        let after = shown(&new.kind).unwrap_or_else(|| type_tree(self.both.new, &new.id));
        self.found.add(place, rule, None, before, after)
    }

    /// What differs in two shapes of one kind, members aside.
    fn content(&mut self, place: &Place<'_>, old: &Shape, new: &Shape) -> Vec<Entry> {
        let frame = self.frame(new, None);
        // Traits of the other sort are those of the members, see `Formats::written`.
        let written = match self.both.formats {
            Formats::Mixed => Vec::new(),
            _ => traits::written(&old.traits, &new.traits, frame),
        };
        let mut entries = self.found.add_all(place, written);
        let meant = traits::meant(&old.traits, &new.traits, frame);
        entries.extend(self.found.add_all(place, meant));
        entries.extend(self.kind_content(place, &old.kind, &new.kind));
        entries.extend(self.found.add_docs(place, &old.docs, &new.docs));
        entries
    }

    /// What differs in two kinds that are the same kind, members aside.
    fn kind_content(&mut self, place: &Place<'_>, old: &ShapeKind, new: &ShapeKind) -> Vec<Entry> {
        match (old, new) {
            (ShapeKind::Enum(before), ShapeKind::Enum(after)) => {
                enums::texts(&mut self.found, place, before, after)
            }
            (ShapeKind::IntEnum(before), ShapeKind::IntEnum(after)) => {
                enums::numbers(&mut self.found, place, before, after)
            }
            (ShapeKind::List(before), ShapeKind::List(after)) => {
                self.sparse(place, before.sparse, after.sparse)
            }
            (ShapeKind::Map(before), ShapeKind::Map(after)) => {
                self.sparse(place, before.sparse, after.sparse)
            }
            (ShapeKind::Structure(before), ShapeKind::Structure(after)) => {
                self.error(place, before.error.as_ref(), after.error.as_ref())
            }
            _ => Vec::new(),
        }
    }

    fn sparse(&mut self, place: &Place<'_>, old: bool, new: bool) -> Vec<Entry> {
        let differing = Differing::of("sparse", old.into(), new.into(), &rules::SPARSE_CHANGED);
        self.found.add_all(place, differing)
    }

    fn error(
        &mut self,
        place: &Place<'_>,
        old: Option<&ErrorTraits>,
        new: Option<&ErrorTraits>,
    ) -> Vec<Entry> {
        let differing = match (old, new) {
            (Some(old), Some(new)) => traits::error(old, new, self.both.formats),
            _ => {
                let (old, new) = (old.is_some().into(), new.is_some().into());
                Vec::from_iter(Differing::of("error", old, new, &rules::ERROR_TRAIT_CHANGED))
            }
        };
        self.found.add_all(place, differing)
    }

    fn element(&mut self, owner: &Shape, old: &'m List, new: &'m List) -> Option<Branch<'m>> {
        self.member(owner, Step::Element, &old.member, &new.member)
    }

    fn entry(&mut self, owner: &Shape, old: &'m Map, new: &'m Map) -> Vec<Branch<'m>> {
        let key = self.member(owner, Step::Key, &old.key, &new.key);
        let value = self.member(owner, Step::Value, &old.value, &new.value);
        key.into_iter().chain(value).collect()
    }

    fn members(
        &mut self,
        old: &'m Shape,
        new: &'m Shape,
        before: &'m Structure,
        after: &'m Structure,
    ) -> Vec<Branch<'m>> {
        let by_name = |members: &'m [Member]| -> BTreeMap<&'m str, &'m Member> {
            members.iter().map(|member| (member.name.as_str(), member)).collect()
        };
        let (old_members, new_members) = (by_name(&before.members), by_name(&after.members));
        let mut branches = Vec::new();
        for member in &after.members {
            let step = Step::Member(&member.name);
            match old_members.get(member.name.as_str()) {
                Some(known) => branches.extend(self.member(new, step, known, member)),
                None => {
                    let entry = self.added(new, member);
                    branches.push(Branch { step, entries: vec![entry], target: None });
                }
            }
        }
        let gone = before.members.iter().filter(|m| !new_members.contains_key(m.name.as_str()));
        for member in gone {
            let (step, entry) = (Step::Member(&member.name), self.removed(old, member));
            branches.push(Branch { step, entries: vec![entry], target: None });
        }
        branches
    }

    /// Adds that the members of both stand in another order.
    fn reordered(&mut self, place: &Place<'_>, old: &Structure, new: &Structure) -> Option<Entry> {
        fn names(structure: &Structure) -> Vec<&str> {
            structure.members.iter().map(|member| member.name.as_str()).collect()
        }
        let (mut before, mut after) = (names(old), names(new));
        if before == after {
            return None;
        }
        let known: BTreeSet<&str> = before.iter().copied().collect();
        let left: BTreeSet<&str> = after.iter().copied().collect();
        before.retain(|name| left.contains(name));
        after.retain(|name| known.contains(name));
        (before != after).then(|| {
            let rule = &rules::MEMBERS_REORDERED;
            self.found.add(place, rule, None, before.into(), after.into())
        })
    }

    fn added(&mut self, owner: &Shape, member: &Member) -> Entry {
        let rule = match owner.kind {
            ShapeKind::Union(_) => &rules::VARIANT_ADDED,
            _ if member.required => &rules::REQUIRED_MEMBER_ADDED,
            _ => &rules::MEMBER_ADDED,
        };
        let place = Place::member(owner, None, Some(member));
        self.found.add(&place, rule, None, Value::Null, type_tree(self.both.new, &member.target))
    }

    fn removed(&mut self, owner: &Shape, member: &Member) -> Entry {
        let rule = match member.required {
            true => &rules::REQUIRED_MEMBER_REMOVED,
            false => &rules::MEMBER_REMOVED,
        };
        let place = Place::member(owner, Some(member), None);
        self.found.add(&place, rule, None, type_tree(self.both.old, &member.target), Value::Null)
    }

    /// Two members of one name; nothing if nothing can differ below them.
    fn member(
        &mut self,
        owner: &Shape,
        step: Step<'m>,
        old: &'m Member,
        new: &'m Member,
    ) -> Option<Branch<'m>> {
        let place = Place::member(owner, Some(old), Some(new));
        let mut entries = Vec::new();
        if old.required != new.required {
            let rule = if new.required { &rules::REQUIRED_ADDED } else { &rules::REQUIRED_REMOVED };
            let (old, new) = (old.required.into(), new.required.into());
            entries.push(self.found.add(&place, rule, None, old, new));
        }
        let rule = match old.default {
            None => &rules::DEFAULT_ADDED,
            Some(_) => &rules::DEFAULT_CHANGED,
        };
        let (before, after) = (old.default.clone().into(), new.default.clone().into());
        entries.extend(self.found.add_all(&place, Differing::of("default", before, after, rule)));
        entries.extend(self.found.add_all(&place, self.nullability(old, new)));
        let (target, of_target) = self.target(&place, old, new);
        entries.extend(of_target);
        entries.extend(self.found.add_docs(&place, &old.docs, &new.docs));
        (!entries.is_empty() || target.is_some()).then_some(Branch { step, entries, target })
    }

    /// Whether `clientOptional` came or went where it means something: it takes the word of a
    /// default, or of `required`, which botocore has no way to take back.
    fn nullability(&self, old: &Member, new: &Member) -> Option<Differing> {
        let formats = self.both.formats;
        let is_meant = |member: &Member| {
            member.default.is_some() || (member.required && formats != Formats::Mixed)
        };
        let (before, after) = (old.client_optional.into(), new.client_optional.into());
        let rule = &rules::NULLABILITY_CHANGED;
        let differing = Differing::of("clientOptional", before, after, rule);
        differing.filter(|_| is_meant(old) && is_meant(new))
    }

    fn frame<'f>(&self, target: &Shape, name: Option<&'f str>) -> Frame<'f> {
        let Both { needs, formats, .. } = self.both;
        Frame { needs, formats, least: least(&target.kind), name }
    }

    /// The pair of two members' targets, and what differs in the traits of the members.
    ///
    /// A member that turned from one scalar shape to another is where its values changed: neither
    /// shape need have.
    fn target(
        &mut self,
        place: &Place<'_>,
        old: &'m Member,
        new: &'m Member,
    ) -> (Option<usize>, Vec<Entry>) {
        let (Some(before), Some(after)) =
            (self.both.old.shape(&old.target), self.both.new.shape(&new.target))
        else {
            return (None, Vec::new());
        };
        let frame = self.frame(after, Some(&new.name));
        let is_same = old.target == new.target;
        let is_other = if is_same { None } else { kind_change(&before.kind, &after.kind) };
        if is_same || is_other.is_some() || is_aggregate(&after.kind) {
            let of_old = self.both.formats.written(&old.traits, &before.traits);
            let of_new = self.both.formats.written(&new.traits, &after.traits);
            let mut entries = self.found.add_all(place, traits::written(&of_old, &of_new, frame));
            let meant = traits::meant(&old.traits, &new.traits, frame);
            entries.extend(self.found.add_all(place, meant));
            if let Some(rule) = is_other {
                entries.push(self.kind_changed(place, rule, before, after));
                return (None, entries);
            }
            entries.extend((!is_same).then(|| self.renamed(place, before, after)));
            return (self.pair(&old.target, &new.target), entries);
        }
        let (of_old, of_new) = (self.both.old.member_traits(old), self.both.new.member_traits(new));
        let mut entries = self.found.add_all(place, traits::written(&of_old, &of_new, frame));
        entries.extend(self.found.add_all(place, traits::meant(&of_old, &of_new, frame)));
        entries.push(self.renamed(place, before, after));
        entries.extend(self.kind_content(place, &before.kind, &after.kind));
        (None, entries)
    }

    /// Adds that something has a target of another name.
    pub(super) fn renamed(&mut self, place: &Place<'_>, old: &Shape, new: &Shape) -> Entry {
        let (old, new) = (old.id.0.as_str().into(), new.id.0.as_str().into());
        self.found.add(place, &rules::TARGET_RENAMED, None, old, new)
    }
}

fn is_aggregate(kind: &ShapeKind) -> bool {
    use ShapeKind::{List, Map, Structure, Union};
    matches!(kind, List(_) | Map(_) | Structure(_) | Union(_))
}

/// The least value of a number, or the least length.
fn least(kind: &ShapeKind) -> f64 {
    use ShapeKind::{BigDecimal, BigInteger, Byte, Double, Float, Integer, Long, Short};
    match kind {
        Byte | Short | Integer | Long | BigInteger | Float | Double | BigDecimal => {
            f64::NEG_INFINITY
        }
        _ => 0.0,
    }
}

/// The rule for a change from one kind to the other, unless both are the same.
fn kind_change(old: &ShapeKind, new: &ShapeKind) -> Option<&'static Rule> {
    if discriminant(old) == discriminant(new) {
        return None;
    }
    Some(match (old, new) {
        (ShapeKind::String, ShapeKind::Enum(_)) | (ShapeKind::Integer, ShapeKind::IntEnum(_)) => {
            &rules::ENUM_INTRODUCED
        }
        (ShapeKind::Enum(_), ShapeKind::String) | (ShapeKind::IntEnum(_), ShapeKind::Integer) => {
            &rules::ENUM_DROPPED
        }
        _ => match (width(old), width(new)) {
            (Some((family, old)), Some((other, new))) if family == other && old < new => {
                &rules::NUMBER_WIDENED
            }
            (Some((family, old)), Some((other, new))) if family == other && old > new => {
                &rules::NUMBER_NARROWED
            }
            _ => &rules::TYPE_CHANGED,
        },
    })
}

/// Whether a number is whole or not, and how wide it is.
fn width(kind: &ShapeKind) -> Option<(&'static str, u8)> {
    Some(match kind {
        ShapeKind::Byte => ("whole", 0),
        ShapeKind::Short => ("whole", 1),
        ShapeKind::Integer | ShapeKind::IntEnum(_) => ("whole", 2),
        ShapeKind::Long => ("whole", 3),
        ShapeKind::BigInteger => ("whole", 4),
        ShapeKind::Float => ("any", 0),
        ShapeKind::Double => ("any", 1),
        ShapeKind::BigDecimal => ("any", 2),
        _ => return None,
    })
}
