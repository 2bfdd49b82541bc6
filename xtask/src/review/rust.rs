//! The verdict on the generated crate, and which change of the model it comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;
use shapewright_codegen::plan::Plan;
use shapewright_codegen::planned;
use shapewright_codegen::rust_effect::{Aspect, Class, ItemChange, Planned, rust_effect};
use shapewright_codegen::settings::Settings;
use shapewright_model::diff::{Change, Kind, Rule, Scope, rules};
use shapewright_model::ir::Model;

use super::{ClassName, RustItem, RustReview, RustVerdict, both};

/// What an update does to the generated crate.
pub(super) struct RustEffect {
    /// The items that differ, or why there is no crate.
    items: Result<Vec<ItemChange>, String>,
    /// The items by the places that they come from.
    by_place: BTreeMap<(Scope, String), Vec<usize>>,
    /// What comes from a change that counts, and from one that is ignored.
    counted: BTreeSet<Caused>,
    ignored: BTreeSet<Caused>,
}

/// What comes from a change: that an item, by its index, differs in this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Caused {
    item: usize,
    aspect: Aspect,
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

    /// What comes from each of the changes.
    ///
    /// Several may touch the place that an item comes from. It is laid to those that can make it
    /// differ in that way; only if there are none, to all.
    pub(super) fn causes(&self, changes: &[Change]) -> Vec<BTreeSet<Caused>> {
        let mut touching: BTreeMap<Caused, Vec<usize>> = BTreeMap::new();
        for (index, change) in changes.iter().enumerate() {
            for item in self.indexes(change) {
                let aspects = self.item(item).into_iter().flat_map(|item| &item.aspects);
                for &aspect in aspects {
                    touching.entry(Caused { item, aspect }).or_default().push(index);
                }
            }
        }
        let mut caused = vec![BTreeSet::new(); changes.len()];
        for (one, touching) in touching {
            let can = |index: &&usize| match (changes.get(**index), self.item(one.item)) {
                (Some(change), Some(item)) => can_cause(change, item, one.aspect),
                _ => false,
            };
            let able: Vec<usize> = touching.iter().filter(can).copied().collect();
            for index in if able.is_empty() { touching } else { able } {
                caused.get_mut(index).map(|of_change| of_change.insert(one));
            }
        }
        caused
    }

    /// Adds what comes from a change: an item that comes from ignored changes only does not count.
    pub(super) fn add(&mut self, caused: &BTreeSet<Caused>, is_ignored: bool) {
        let which = if is_ignored { &mut self.ignored } else { &mut self.counted };
        which.extend(caused);
    }

    fn item(&self, index: usize) -> Option<&ItemChange> {
        self.items.as_ref().ok()?.get(index)
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

    fn class_of(&self, Caused { item, aspect }: Caused) -> Option<ClassName> {
        Some(ClassName(self.item(item)?.class_of(aspect)))
    }

    /// What a change does to programs.
    pub(super) fn of_change(&self, caused: &BTreeSet<Caused>) -> RustVerdict {
        self.worst(caused.iter().copied())
    }

    fn worst(&self, caused: impl Iterator<Item = Caused>) -> RustVerdict {
        let classes: BTreeSet<_> = caused.filter_map(|one| self.class_of(one)).collect();
        let (runtime, none) = (ClassName(Class::Runtime), self.of_docs());
        let of_version = classes.iter().copied().filter(|class| *class != runtime);
        let version = none.version.and_then(|none| of_version.chain([none]).max());
        RustVerdict { version, is_runtime: classes.contains(&runtime) }
    }

    /// What other documentation does to programs.
    pub(super) fn of_docs(&self) -> RustVerdict {
        let version = self.items.is_ok().then_some(ClassName(Class::Patch));
        RustVerdict { version, is_runtime: false }
    }

    /// The items that differ because of a change, each as it does most clearly.
    pub(super) fn items(&self, caused: &BTreeSet<Caused>) -> Vec<String> {
        let mut caused: Vec<Caused> = caused.iter().copied().collect();
        caused.dedup_by_key(|one| one.item);
        let shown = |one: &Caused| self.item(one.item).map(|item| shown(item, one.aspect));
        caused.iter().filter_map(shown).collect()
    }

    fn is_ignored(&self, one: Caused) -> bool {
        self.ignored.contains(&one) && !self.counted.contains(&one)
    }

    /// In what all items differ, or one.
    fn all(&self, items: Range<usize>) -> impl Iterator<Item = Caused> {
        items.flat_map(|item| {
            let aspects = self.item(item).into_iter().flat_map(|item| &item.aspects);
            aspects.map(move |&aspect| Caused { item, aspect })
        })
    }

    /// What the update does to programs, as far as it counts.
    pub(super) fn verdict(&self) -> RustVerdict {
        self.worst(self.all(self.range()).filter(|one| !self.is_ignored(*one)))
    }

    /// The version that the crate needs, whatever is ignored.
    pub(super) fn with_ignored(&self) -> Option<ClassName> {
        self.worst(self.all(self.range())).version
    }

    fn range(&self) -> Range<usize> {
        0..self.items.as_ref().map_or(0, Vec::len)
    }

    /// All items that differ.
    pub(super) fn review(&self) -> RustReview {
        let items = self.items.iter().flatten().enumerate().map(|(index, item)| RustItem {
            item: item.aspects.first().map(|first| shown(item, *first)).unwrap_or_default(),
            class: ClassName(item.class),
            is_ignored: self.all(index..index + 1).all(|one| self.is_ignored(one)),
        });
        RustReview { unavailable: self.items.as_ref().err().cloned(), items: items.collect() }
    }
}

fn plan(model: &Model, which: &str) -> Result<Plan, String> {
    planned(model, &Settings::new("reviewed"))
        .map_err(|problems| format!("the {which} model does not become a crate: {problems}"))
}

/// Whether a change of its kind can make an item differ in this.
fn can_cause(change: &Change, item: &ItemChange, aspect: Aspect) -> bool {
    use Aspect::{Deprecation, Form, Presence, Table};
    match change.kind {
        // Crates hold neither limits nor the order of values, nor what nothing reads.
        Kind::DocsChanged | Kind::ConstraintChanged | Kind::EnumReordered => false,
        Kind::TraitChanged if change.rule == &rules::UNREAD_TRAIT_CHANGED => false,
        Kind::EnumAdded | Kind::EnumRemoved => aspect == Presence,
        Kind::HttpChanged | Kind::MetadataChanged => aspect == Table,
        Kind::ErrorAdded | Kind::ErrorRemoved => matches!(aspect, Presence | Table),
        // Fields are known by their names, arguments by their order.
        Kind::MembersReordered => {
            let is_function = item.new.as_ref().is_some_and(|form| form.starts_with("fn("));
            aspect == Form && is_function
        }
        Kind::TraitChanged if change.rule == &rules::DEPRECATION_CHANGED => aspect == Deprecation,
        Kind::TraitChanged if change.scope == Scope::Operation => aspect == Table,
        Kind::TraitChanged if TABLE_ONLY.contains(&change.rule) => aspect == Table,
        Kind::MemberAdded
        | Kind::MemberRemoved
        | Kind::RequiredAdded
        | Kind::RequiredRemoved
        | Kind::TraitChanged
        | Kind::TypeChanged
        | Kind::TargetRenamed
        | Kind::EnumIntroduced
        | Kind::EnumDropped
        | Kind::InputAdded
        | Kind::InputRemoved
        | Kind::OutputAdded
        | Kind::OutputRemoved => aspect != Deprecation,
        Kind::New | Kind::Removed => true,
    }
}

/// The rules on traits that no type shows.
static TABLE_ONLY: [&Rule; 5] = [
    &rules::SENSITIVE_ADDED,
    &rules::SENSITIVE_REMOVED,
    &rules::ERROR_CODE_CHANGED,
    &rules::ERROR_STATED,
    &rules::ERROR_TRAIT_CHANGED,
];

/// An item with its type and what happened to it.
fn shown(change: &ItemChange, aspect: Aspect) -> String {
    let ItemChange { item, old, new, .. } = change;
    let form = |form: &Option<String>| form.clone().unwrap_or_default();
    match aspect {
        Aspect::Presence if old.is_none() => format!("{item}: {}, added", form(new)),
        Aspect::Presence => format!("{item}: {}, removed", form(old)),
        Aspect::Form => format!("{item}: {} → {}", form(old), form(new)),
        Aspect::Table => format!("{item}: {}, other behaviour", form(new)),
        Aspect::Deprecation => format!("{item}, deprecation"),
    }
}
