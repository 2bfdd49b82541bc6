//! From two models to a review.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use shapewright_model::Loaded;
use shapewright_model::diff::{
    Api, Change, Difference, Effect, Occurrence, OperationDifference, Reach, Scope, Side, Status,
    Wire, diff, rules,
};
use shapewright_model::ir::Service;

use super::ignore::Ignores;
use super::rust::{Caused, RustEffect};
use super::{
    Counts, DocsChange, DocsPlace, Explained, Facts, OperationCounts, OperationReview, Place,
    Review, RustVerdict, ServiceChange, ShapeChange, Summary, VERSION, WireEffect, both, trees,
};

/// Reviews an update; `labels` say where the old and the new model come from.
pub(crate) fn review(
    old: &Loaded,
    new: &Loaded,
    labels: (&str, &str),
    ignores: &mut Ignores,
) -> Review {
    let (old, new) = (&old.model, &new.model);
    let (difference, mut rust) = both(|| diff(old, new), || RustEffect::of(old, new));
    let service = &new.service;
    let causes = rust.causes(&difference.changes);
    let changes = difference.changes.iter().zip(causes);
    let judged: Vec<Judged<'_>> = changes
        .map(|(change, caused)| {
            let fingerprint = change.fingerprint(&service.id);
            let ignored = ignores.reason(change.rule.id, &change.at, &fingerprint);
            rust.add(&caused, ignored.is_some());
            Judged { change, fingerprint, ignored, caused }
        })
        .collect();
    let judge = Judge { difference: &difference, judged: &judged, rust: &rust };
    let operations: BTreeMap<_, _> = difference
        .operations
        .iter()
        .map(|(name, operation)| (name.clone(), judge.operation(operation)))
        .collect();
    Review {
        version: VERSION,
        summary: Summary {
            service: service.id.clone(),
            title: title(service).to_owned(),
            old: labels.0.to_owned(),
            new: labels.1.to_owned(),
            api: judge.api(),
            wire: judge.wire(),
            rust: rust.verdict(),
            rust_with_ignored: rust.with_ignored(),
            changes: judge.counts(),
            operations: count_operations(&operations),
        },
        service: judge.service(&service.id),
        operations,
        shapes: judge.shapes(),
        docs: judge.docs(),
        rust: rust.review(),
    }
}

/// The name of a service for people.
pub(super) fn title(service: &Service) -> &str {
    service.abbreviation.as_deref().unwrap_or(&service.full_name)
}

/// A change with what is known beside the models.
struct Judged<'d> {
    change: &'d Change,
    fingerprint: String,
    ignored: Option<String>,
    /// What comes of it in the generated crate.
    caused: BTreeSet<Caused>,
}

struct Judge<'d> {
    difference: &'d Difference,
    judged: &'d [Judged<'d>],
    rust: &'d RustEffect,
}

impl Judge<'_> {
    /// The changes that count, each once.
    fn counted(&self) -> impl Iterator<Item = &Change> {
        let counts = |judged: &&Judged<'_>| judged.ignored.is_none() && !judged.change.is_detail;
        self.judged.iter().filter(counts).map(|judged| judged.change)
    }

    fn api(&self) -> Option<Api> {
        let of_docs = (!self.difference.docs.is_empty()).then_some(Api::Documentation);
        self.counted().map(Change::api).chain(of_docs).max()
    }

    fn wire(&self) -> WireEffect {
        let none = rules::DOCS_CHANGED.request;
        self.counted().map(Change::worst).fold(none, Effect::worse).into()
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in self.counted() {
            counts.add(Some(change.api()));
        }
        // Texts are changes of their own kind.
        counts.documentation = self.difference.docs.len();
        let is_ignored =
            |judged: &&Judged<'_>| judged.ignored.is_some() && !judged.change.is_detail;
        counts.ignored = self.judged.iter().filter(is_ignored).count();
        counts
    }

    fn facts(&self, judged: &Judged<'_>, effect: Effect) -> Facts {
        let Judged { change, fingerprint, ignored, caused } = judged;
        Facts {
            kind: change.kind,
            at: change.at.clone(),
            what: change.what.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            api: effect.api,
            wire: effect.into(),
            rust: self.rust.of_change(caused),
            rule: change.rule.id,
            fingerprint: fingerprint.clone(),
            ignored: ignored.clone(),
            pointers: (change.old_at.clone(), change.new_at.clone()),
        }
    }

    fn explained(&self, Judged { change, caused, .. }: &Judged<'_>) -> Explained {
        let (reason, reference) = (change.rule.reason, change.rule.reference);
        Explained { items: self.rust.items(caused), reason, reference }
    }

    fn of_scope(&self, scope: Scope) -> impl Iterator<Item = &Judged<'_>> {
        self.judged.iter().filter(move |judged| judged.change.scope == scope)
    }

    fn service(&self, id: &str) -> Vec<ServiceChange> {
        let changes = self.of_scope(Scope::Service).map(|judged| {
            let facts = self.facts(judged, judged.change.worst());
            ServiceChange { facts, explained: self.explained(judged) }
        });
        let docs = self.difference.docs.iter().filter(|docs| docs.scope == Scope::Service);
        let rule = &rules::DOCS_CHANGED;
        let docs = docs.map(|docs| ServiceChange {
            facts: Facts {
                kind: rule.kind,
                at: id.to_owned(),
                what: None,
                old: docs.old.as_str().into(),
                new: docs.new.as_str().into(),
                api: rule.request.api,
                wire: rule.request.into(),
                rust: self.rust.of_docs(),
                rule: rule.id,
                fingerprint: docs.fingerprint(id),
                ignored: None,
                pointers: (None, None),
            },
            explained: Explained {
                items: Vec::new(),
                reason: rule.reason,
                reference: rule.reference,
            },
        });
        let mut changes: Vec<_> = changes.chain(docs).collect();
        changes.sort_by_key(|change| change.facts.importance());
        changes
    }

    fn shapes(&self) -> Vec<ShapeChange> {
        let changes = self.of_scope(Scope::Shape).map(|judged| ShapeChange {
            facts: self.facts(judged, judged.change.worst()),
            reaches: reaches(&judged.change.reaches),
            explained: self.explained(judged),
        });
        let mut changes: Vec<_> = changes.collect();
        changes.sort_by_key(|change| change.facts.importance());
        changes
    }

    fn docs(&self) -> Vec<DocsChange> {
        let docs = self.difference.docs.iter().map(|docs| DocsChange {
            scope: docs.scope,
            at: docs.at.clone(),
            reaches: reaches(&docs.reaches),
        });
        docs.collect()
    }

    fn operation(&self, operation: &OperationDifference) -> OperationReview {
        let changes: Vec<Place> =
            operation.changes.iter().filter_map(|place| self.place(place)).collect();
        let docs = operation.docs.iter().map(|place| DocsPlace {
            side: place.side,
            error: place.error.clone(),
            path: place.path.clone(),
        });
        // A member and its target may both have other words.
        let mut docs: Vec<_> = docs.collect();
        docs.dedup();
        let counted = changes.iter().filter(|place| place.facts.ignored.is_none());
        OperationReview {
            status: operation.status,
            api: counted.map(|place| place.facts.api).max().unwrap_or(Api::Documentation),
            deltas: trees::deltas(&changes),
            changes,
            docs,
            is_cut: operation.is_cut,
        }
    }

    fn place(&self, place: &Occurrence) -> Option<Place> {
        let judged = self.judged.get(place.index)?;
        // What is told of a new or removed operation's members counts with the operation.
        let is_own = judged.change.scope == Scope::Operation && !judged.change.is_detail;
        Some(Place {
            side: place.side,
            error: place.error.clone(),
            path: place.path.clone(),
            facts: self.facts(judged, judged.change.effect(place.side)),
            explained: is_own.then(|| self.explained(judged)),
        })
    }
}

impl From<Effect> for WireEffect {
    fn from(Effect { old_client, new_client, .. }: Effect) -> Self {
        Self { old_client, new_client }
    }
}

impl Facts {
    /// The most important first: what counts, then the worst for the API, then for programs.
    pub(crate) fn importance(&self) -> (bool, Reverse<(Api, RustVerdict)>) {
        (self.ignored.is_some(), Reverse((self.api, self.rust)))
    }
}

impl WireEffect {
    /// The worse of each.
    pub(crate) fn worse(self, other: Self) -> Self {
        Self {
            old_client: self.old_client.max(other.old_client),
            new_client: self.new_client.max(other.new_client),
        }
    }

    /// Whether both sides go on as before.
    pub(crate) fn is_unaffected(self) -> bool {
        self.old_client == Wire::Unaffected && self.new_client == Wire::Unaffected
    }
}

fn reaches(reach: &Reach) -> BTreeMap<String, Vec<Side>> {
    reach.iter().map(|(name, sides)| (name.clone(), sides.iter().copied().collect())).collect()
}

fn count_operations(operations: &BTreeMap<String, OperationReview>) -> OperationCounts {
    let mut counts = OperationCounts::default();
    for operation in operations.values() {
        match operation.status {
            Status::New => counts.new += 1,
            Status::Removed => counts.removed += 1,
            Status::Updated => counts.updated += 1,
            Status::DocsOnly => counts.docs_only += 1,
        }
    }
    counts
}
