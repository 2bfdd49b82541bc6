//! What a change of models does to the Rust programs that use the generated crate.
//!
//! Both models are planned ([`crate::planned`]), the plans are spelled out as the public items of
//! their crates, each with its type and with what the tables say of it, and the two lists are
//! compared. So the verdict is that of the compiler's view of the crates, under their own rules:
//!
//! - structs have public fields and are `#[non_exhaustive]`: another field breaks nobody;
//! - required members are arguments of constructors and calls: another one breaks their callers;
//! - enums are `#[non_exhaustive]`: another value or variant breaks nobody;
//! - a field, argument or variant of another type breaks everybody who uses it;
//! - tables are not part of the API: what changes in them changes what programs do.

mod items;
mod places;

use std::collections::BTreeSet;

use shapewright_model::diff::Scope;
use shapewright_model::ir::{Model, Needs};

use self::items::{Item, Parameter, items};
use self::places::Places;
use crate::plan::Plan;

/// A public item that differs between two crates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// The item, by its path from the crate's root: `types::ContainerOverride::cpu`.
    pub item: String,
    /// Its type or form in the old crate, if it is there: `Option<i32>`.
    pub old: Option<String>,
    /// Its type or form in the new crate, if it is there.
    pub new: Option<String>,
    /// What that means for programs.
    pub class: Class,
    /// Where in the models it comes from: what [`shapewright_model::diff`] calls places.
    pub places: Vec<(Scope, String)>,
}

/// What a changed item means for programs, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Nothing; perhaps other words in the documentation.
    Patch,
    /// There is more to use, or the compiler warns of what was used.
    Minor,
    /// All compiles as before, and does something else: other bytes on the wire, another host.
    Runtime,
    /// Some programs do not compile any more.
    Major,
}

impl Class {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Patch, Self::Minor, Self::Runtime, Self::Major];

    /// The name that outputs have it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Runtime => "runtime",
            Self::Major => "major",
        }
    }
}

/// A model, and the crate that is planned for it.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a> {
    /// The model.
    pub model: &'a Model,
    /// The plan.
    pub plan: &'a Plan,
}

/// All items that differ, by path. Items whose documentation alone differs are left out.
#[must_use]
pub fn rust_effect(old: Planned<'_>, new: Planned<'_>) -> Vec<ItemChange> {
    let places = Places::new(old.model, new.model);
    let needs = Needs::of_both(&old.model.service.protocols, &new.model.service.protocols);
    let (before, after) = (items(old.plan, new.plan, needs), items(new.plan, old.plan, needs));
    let mut changes = Vec::new();
    for (path, item) in &before {
        let change = match after.get(path) {
            Some(now) => changed(path, item, now, &places),
            None => Some(ItemChange {
                class: Class::Major,
                old: Some(item.form.clone()),
                new: None,
                ..change(path, places.removed(&item.at))
            }),
        };
        changes.extend(change);
    }
    let added = after.iter().filter(|(path, _)| !before.contains_key(*path));
    changes.extend(added.map(|(path, item)| ItemChange {
        class: Class::Minor,
        old: None,
        new: Some(item.form.clone()),
        ..change(path, places.added(&item.at))
    }));
    // A table holds what the protocols read of the model: with others something else.
    let service = &new.model.service;
    if old.model.service.protocols != service.protocols {
        let place = (Scope::Service, format!("{}$protocols", service.id));
        let is_runtime = |change: &&mut ItemChange| change.class == Class::Runtime;
        changes.iter_mut().filter(is_runtime).for_each(|one| one.places.push(place.clone()));
    }
    // What is inside a type that came or went says nothing that the type does not.
    let whole: BTreeSet<String> = changes
        .iter()
        .filter(|change| change.old.is_none() || change.new.is_none())
        .map(|change| format!("{}::", change.item))
        .collect();
    changes.retain(|change| {
        let parents = change.item.match_indices("::").map(|(at, _)| &change.item[..at + 2]);
        !parents.into_iter().any(|parent| whole.contains(parent))
    });
    changes.sort_by(|a, b| a.item.cmp(&b.item));
    changes
}

fn change(path: &str, places: Vec<(Scope, String)>) -> ItemChange {
    ItemChange { item: path.to_owned(), old: None, new: None, class: Class::Patch, places }
}

/// What differs in an item that both crates have.
fn changed(path: &str, old: &Item, new: &Item, places: &Places<'_>) -> Option<ItemChange> {
    let class = if old.form != new.form {
        Class::Major
    } else if old.table != new.table {
        Class::Runtime
    } else if old.is_deprecated != new.is_deprecated {
        Class::Minor
    } else {
        return None;
    };
    let mut at = places.kept(&old.at, &new.at);
    if class == Class::Major {
        at.extend(parameters(&old.parameters, &new.parameters));
    }
    let (old, new) = (Some(old.form.clone()), Some(new.form.clone()));
    Some(ItemChange { old, new, class, ..change(path, at) })
}

/// The members that make a function's parameters differ; if it is their order, the shape.
fn parameters(old: &[Parameter], new: &[Parameter]) -> Vec<(Scope, String)> {
    let set =
        |parameters: &[Parameter]| -> BTreeSet<Parameter> { parameters.iter().cloned().collect() };
    let (before, after) = (set(old), set(new));
    let mut at: BTreeSet<&str> =
        before.symmetric_difference(&after).map(|one| one.at.as_str()).collect();
    if at.is_empty() {
        at.extend(before.iter().filter_map(|one| one.at.split('$').next()));
    }
    at.into_iter().map(|at| (Scope::Shape, at.to_owned())).collect()
}
