//! The verdict on the generated crate, and which change of the model it comes from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shapewright_codegen::plan::Plan;
use shapewright_codegen::planned;
use shapewright_codegen::rust_effect::{Class, ItemChange, Planned, rust_effect};
use shapewright_codegen::settings::Settings;
use shapewright_model::diff::{Change, Kind, Scope, rules};
use shapewright_model::ir::Model;

use super::{ClassName, RustItem, RustReview, both};

/// What an update does to the generated crate.
pub(super) struct RustEffect {
    /// The items that differ, or why there is no crate.
    items: Result<Vec<ItemChange>, String>,
    /// The items by the places that they come from.
    by_place: BTreeMap<(Scope, String), Vec<usize>>,
    /// The items that come from a change that counts, and from one that is ignored.
    counted: BTreeSet<usize>,
    ignored: BTreeSet<usize>,
}

impl RustEffect {
    /// Plans both crates, and compares them.
    pub(super) fn of(old: &Model, new: &Model) -> Self {
        let (before, after) = both(|| plan(old, "old"), || plan(new, "new"));
        let items = before.and_then(|before| {
            let after = after?;
            let old = Planned { model: old, plan: &before };
            Ok(rust_effect(old, Planned { model: new, plan: &after }))
        });
        let mut by_place: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, item) in items.iter().flatten().enumerate() {
            for place in &item.places {
                by_place.entry(place.clone()).or_default().push(index);
            }
        }
        let (counted, ignored) = (BTreeSet::new(), BTreeSet::new());
        Self { items, by_place, counted, ignored }
    }

    /// Adds a change of the model: an item that comes from ignored changes only does not count.
    pub(super) fn add(&mut self, change: &Change, is_ignored: bool) {
        let items = self.indexes(change);
        let which = if is_ignored { &mut self.ignored } else { &mut self.counted };
        which.extend(items);
    }

    /// The items that come from a change: of errors that came or went those of the error, of what
    /// is said of the service those of that word, of values of enums those of each value.
    fn indexes(&self, change: &Change) -> BTreeSet<usize> {
        // One item has several of the words, and not all of them in each protocol.
        if change.rule == &rules::UNREAD_METADATA_CHANGED {
            return BTreeSet::new();
        }
        let of_what = change.what.as_deref().and_then(|what| match change.kind {
            Kind::ErrorAdded | Kind::ErrorRemoved => Some((Scope::Shape, what.to_owned())),
            Kind::MetadataChanged => Some((change.scope, format!("{}${what}", change.at))),
            _ => None,
        });
        let values = match change.kind {
            Kind::EnumAdded => change.new.as_array(),
            Kind::EnumRemoved => change.old.as_array(),
            _ => None,
        };
        let of_value = |value: &Value| match value {
            Value::String(value) => format!("{}${value}", change.at),
            value => format!("{}${value}", change.at),
        };
        let values = values.into_iter().flatten().map(of_value);
        let at = match change.kind {
            // The operation that lists it.
            Kind::ErrorAdded | Kind::ErrorRemoved => change.at.split('$').next(),
            _ => None,
        };
        let at = at.unwrap_or(&change.at);
        let places = std::iter::once(at.to_owned()).chain(values);
        let places = places.map(|at| (change.scope, at)).chain(of_what);
        let indexes = places.filter_map(|place| self.by_place.get(&place));
        indexes.flatten().copied().collect()
    }

    fn of_change(&self, change: &Change) -> impl Iterator<Item = &ItemChange> {
        let items = self.items.as_deref().unwrap_or_default();
        self.indexes(change).into_iter().filter_map(|index| items.get(index))
    }

    /// What a change does to programs.
    pub(super) fn class(&self, change: &Change) -> Option<ClassName> {
        let of_docs = self.of_docs()?;
        let classes = self.of_change(change).map(|item| ClassName(item.class));
        Some(classes.max().unwrap_or(of_docs))
    }

    /// What other documentation does to programs.
    pub(super) fn of_docs(&self) -> Option<ClassName> {
        self.items.is_ok().then_some(ClassName(Class::Patch))
    }

    /// The items that differ because of a change.
    pub(super) fn items(&self, change: &Change) -> Vec<String> {
        self.of_change(change).map(shown).collect()
    }

    fn is_ignored(&self, index: usize) -> bool {
        self.ignored.contains(&index) && !self.counted.contains(&index)
    }

    /// What the update does to programs.
    pub(super) fn verdict(&self) -> Option<ClassName> {
        let of_docs = self.of_docs()?;
        let items = self.items.iter().flatten().enumerate();
        let counted = items.filter(|(index, _)| !self.is_ignored(*index));
        let classes = counted.map(|(_, item)| ClassName(item.class));
        Some(classes.max().unwrap_or(of_docs))
    }

    /// All items that differ.
    pub(super) fn review(&self) -> RustReview {
        let items = self.items.iter().flatten().enumerate().map(|(index, item)| RustItem {
            item: shown(item),
            class: ClassName(item.class),
            is_ignored: self.is_ignored(index),
        });
        RustReview { unavailable: self.items.as_ref().err().cloned(), items: items.collect() }
    }
}

fn plan(model: &Model, which: &str) -> Result<Plan, String> {
    planned(model, &Settings::new("reviewed"))
        .map_err(|problems| format!("the {which} model does not become a crate: {problems}"))
}

/// An item with its type and what happened to it.
fn shown(change: &ItemChange) -> String {
    let ItemChange { item, old, new, class, .. } = change;
    match (old, new) {
        (None, Some(new)) => format!("{item}: {new}, added"),
        (Some(old), None) => format!("{item}: {old}, removed"),
        (Some(old), Some(new)) if old != new => format!("{item}: {old} → {new}"),
        (_, Some(form)) if *class == Class::Runtime => format!("{item}: {form}, other behaviour"),
        _ => format!("{item}, deprecation"),
    }
}
