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
    /// In what it differs, the clearest first.
    pub aspects: Vec<Aspect>,
    /// What that means for programs: the worst of all.
    pub class: Class,
    /// Where in the models it comes from: what [`shapewright_model::diff`] calls places.
    pub places: Vec<(Scope, String)>,
}

/// What of an item differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Only one of the crates has it.
    Presence,
    /// Its type or signature.
    Form,
    /// What tables hold of it.
    Table,
    /// Whether it is deprecated.
    Deprecation,
}

impl ItemChange {
    /// What it means for programs that the item differs in this.
    #[must_use]
    pub fn class_of(&self, aspect: Aspect) -> Class {
        match aspect {
            Aspect::Presence if self.old.is_none() => Class::Minor,
            Aspect::Presence | Aspect::Form => Class::Major,
            Aspect::Table => Class::Runtime,
            Aspect::Deprecation => Class::Minor,
        }
    }

    fn judged(mut self) -> Self {
        let classes = self.aspects.iter().map(|aspect| self.class_of(*aspect));
        self.class = classes.max().unwrap_or(Class::Patch);
        self
    }
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
            None => {
                let removed = change(path, places.removed(&item.at), vec![Aspect::Presence]);
                Some(ItemChange { old: Some(item.form.clone()), ..removed }.judged())
            }
        };
        changes.extend(change);
    }
    let added = after.iter().filter(|(path, _)| !before.contains_key(*path));
    changes.extend(added.map(|(path, item)| {
        let added = change(path, places.added(&item.at), vec![Aspect::Presence]);
        ItemChange { new: Some(item.form.clone()), ..added }.judged()
    }));
    // A table holds what the protocols read of the model: with others something else.
    let service = &new.model.service;
    if old.model.service.protocols != service.protocols {
        let place = (Scope::Service, format!("{}$protocols", service.id));
        let is_of_table = |change: &&mut ItemChange| change.aspects.contains(&Aspect::Table);
        changes.iter_mut().filter(is_of_table).for_each(|one| one.places.push(place.clone()));
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

fn change(path: &str, places: Vec<(Scope, String)>, aspects: Vec<Aspect>) -> ItemChange {
    let item = path.to_owned();
    ItemChange { item, old: None, new: None, aspects, class: Class::Patch, places }
}

/// What differs in an item that both crates have.
fn changed(path: &str, old: &Item, new: &Item, places: &Places<'_>) -> Option<ItemChange> {
    let differing = [
        (old.form != new.form, Aspect::Form),
        (old.table != new.table, Aspect::Table),
        (old.is_deprecated != new.is_deprecated, Aspect::Deprecation),
    ];
    let differing = differing.into_iter().filter(|(differs, _)| *differs);
    let aspects: Vec<_> = differing.map(|(_, aspect)| aspect).collect();
    if aspects.is_empty() {
        return None;
    }
    let mut at = places.kept(&old.at, &new.at);
    if aspects.contains(&Aspect::Form) {
        at.extend(parameters(&old.parameters, &new.parameters));
    }
    let (old, new) = (Some(old.form.clone()), Some(new.form.clone()));
    Some(ItemChange { old, new, ..change(path, at, aspects) }.judged())
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
