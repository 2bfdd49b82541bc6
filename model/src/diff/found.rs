//! The changes found so far.

use serde_json::Value;

use super::change::{Change, DocsChange, Kind, Reach, Scope};
use super::formats::Formats;
use super::rules::Rule;
use super::traits::Differing;
use crate::ir::{Member, Pointer, Shape};

/// All that was found so far, each thing once.
pub(super) struct Found {
    formats: Formats,
    pub(super) changes: Vec<Change>,
    pub(super) docs: Vec<DocsChange>,
}

/// One thing that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Entry {
    /// The change of that index.
    Change(usize),
    /// The change of documentation of that index.
    Docs(usize),
}

impl Entry {
    pub(super) fn is_docs(self) -> bool {
        matches!(self, Self::Docs(_))
    }

    pub(super) fn index(self) -> usize {
        match self {
            Self::Change(index) | Self::Docs(index) => index,
        }
    }
}

/// Where something is found.
pub(super) struct Place<'a> {
    pub(super) scope: Scope,
    pub(super) at: String,
    pub(super) old_at: Option<&'a Pointer>,
    pub(super) new_at: Option<&'a Pointer>,
}

impl<'a> Place<'a> {
    /// A shape that both models have, under the name that it has now.
    pub(super) fn shape(old: &'a Shape, new: &'a Shape) -> Self {
        let (old_at, new_at) = (Some(&old.at), Some(&new.at));
        Self { scope: Scope::Shape, at: new.id.0.clone(), old_at, new_at }
    }

    /// A member that at least one of the models has.
    pub(super) fn member(owner: &Shape, old: Option<&'a Member>, new: Option<&'a Member>) -> Self {
        let name = new.or(old).map(|member| member.name.as_str()).unwrap_or_default();
        Self {
            scope: Scope::Shape,
            at: format!("{}${name}", owner.id),
            old_at: old.map(|member| &member.at),
            new_at: new.map(|member| &member.at),
        }
    }
}

impl Found {
    pub(super) fn new(formats: Formats) -> Self {
        Self { formats, changes: Vec::new(), docs: Vec::new() }
    }

    /// Adds a change of the rule's kind.
    pub(super) fn add(
        &mut self,
        place: &Place<'_>,
        rule: &'static Rule,
        what: Option<String>,
        old: Value,
        new: Value,
    ) -> Entry {
        self.changes.push(Change {
            scope: place.scope,
            at: place.at.clone(),
            kind: rule.kind,
            what,
            old,
            new,
            rule,
            is_detail: false,
            old_at: place.old_at.cloned(),
            new_at: place.new_at.cloned(),
            reaches: Reach::new(),
        });
        Entry::Change(self.changes.len() - 1)
    }

    /// Adds what is told of a root member of a new or removed operation.
    pub(super) fn add_detail(
        &mut self,
        place: &Place<'_>,
        kind: Kind,
        rule: &'static Rule,
        old: Value,
        new: Value,
    ) -> Entry {
        let entry = self.add(place, rule, None, old, new);
        if let Some(change) = self.changes.last_mut() {
            change.kind = kind;
            change.is_detail = true;
        }
        entry
    }

    /// Adds the differences of traits that both models have words for.
    pub(super) fn add_all(
        &mut self,
        place: &Place<'_>,
        differing: impl IntoIterator<Item = Differing>,
    ) -> Vec<Entry> {
        let formats = self.formats;
        let differing = differing.into_iter().filter(|one| formats.can_compare(one.rule));
        let add = |Differing { what, old, new, rule }| self.add(place, rule, Some(what), old, new);
        differing.map(add).collect()
    }

    /// Adds a change of documentation, if it did change.
    pub(super) fn add_docs(&mut self, place: &Place<'_>, old: &str, new: &str) -> Option<Entry> {
        (old != new).then(|| {
            self.docs.push(DocsChange {
                scope: place.scope,
                at: place.at.clone(),
                old: old.to_owned(),
                new: new.to_owned(),
                reaches: Reach::new(),
            });
            Entry::Docs(self.docs.len() - 1)
        })
    }
}
