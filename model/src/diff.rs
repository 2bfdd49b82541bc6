//! The difference of two models of one service: what changed, whom it reaches, what it means.
//!
//! [`diff`] walks the operations of both models at once, with members paired by their names.
//! Shapes that no operation reaches do not count, and a shape's own name counts only as the name
//! of a type. Each change is found once, at the place where it happens ([`Change`]), and knows
//! the operations that it reaches; [`Difference::operations`] has the ways to it, from the root
//! of each side. A [`Rule`] judges it. Documentation is kept apart.

mod change;
mod constraints;
mod enums;
mod formats;
mod found;
mod names;
mod operations;
pub mod rules;
mod service;
mod shapes;
mod traits;
mod tree;
mod walk;

pub use self::change::{
    Change, Difference, DocsChange, Kind, Occurrence, OperationDifference, Reach, Scope, Side,
    Status,
};
pub use self::rules::{Api, Effect, Rule, Wire};
pub use self::tree::{kind_name, type_tree};

use std::collections::{BTreeMap, BTreeSet};

use self::formats::Formats;
use self::shapes::Pairs;
use crate::ir::{Model, Needs};

/// The two models that are compared.
#[derive(Clone, Copy)]
struct Both<'m> {
    old: &'m Model,
    new: &'m Model,
    /// What the protocols of both models read.
    needs: Needs,
    formats: Formats,
}

/// Compares two models of a service.
///
/// The models are only read, and need not fit together: whatever they are, this ends.
#[must_use]
pub fn diff(old: &Model, new: &Model) -> Difference {
    let needs = Needs::of_both(&old.service.protocols, &new.service.protocols);
    let both = Both { old, new, needs, formats: Formats::of(old, new) };
    let mut pairs = Pairs::new(both);
    service::compare(both, &mut pairs.found);
    let names: BTreeSet<&String> = old.operations.keys().chain(new.operations.keys()).collect();
    let compared: BTreeMap<_, _> =
        names.into_iter().map(|name| (name, operations::compare(both, name, &mut pairs))).collect();
    pairs.finish();
    walk::difference(pairs, compared)
}
