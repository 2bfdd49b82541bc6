//! The reviews of all models of a folder or repository, and what they come to together.

use std::cmp::Reverse;

use serde::Serialize;
use shapewright_codegen::rust_effect::Class;
use shapewright_model::Loaded;
use shapewright_model::diff::{Api, rules};

use super::{ClassName, Counts, Review, RustVerdict, Summary, VERSION, WireEffect, breaks};

/// The reviews of all models that were compared.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reviews {
    /// The version of this format.
    pub(crate) version: u32,
    /// What a reader wants to know first of all of them.
    pub(crate) summary: Overall,
    /// Those that differ, the worst first.
    pub(crate) models: Vec<Review>,
    /// The models that are new, by their paths.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(crate) added: Vec<Whole>,
    /// The models that are gone, by their paths.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(crate) removed: Vec<Whole>,
    /// One model was asked for, not a folder.
    #[serde(skip)]
    is_one: bool,
    /// The old and the new model of each of `models`.
    #[serde(skip)]
    pub(super) inputs: Vec<(Loaded, Loaded)>,
}

/// A model that only one side has; its path as data.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    /// Its path below the folder.
    pub(crate) path: String,
    /// The name of the service for people.
    pub(crate) title: String,
}

impl Serialize for Whole {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.path)
    }
}

/// A review with the models that it is of.
pub(super) type WithInputs = (Review, (Loaded, Loaded));

impl Reviews {
    /// The reviews of models, of which those that do not differ are left out if there were many.
    pub(super) fn new(
        is_one: bool,
        mut all: Vec<WithInputs>,
        added: Vec<Whole>,
        removed: Vec<Whole>,
    ) -> Self {
        all.retain(|(review, _)| is_one || !review.is_empty());
        all.sort_by_cached_key(|(review, _)| {
            let Summary { api, rust, title, new, .. } = &review.summary;
            (Reverse((*api, *rust)), title.clone(), new.clone())
        });
        let (models, inputs): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        let summary = Overall::of(&models, &added, &removed);
        Self { version: VERSION, summary, models, added, removed, is_one, inputs }
    }

    /// Whether one model was asked for, not a folder.
    pub(crate) fn is_one(&self) -> bool {
        self.is_one
    }

    /// All of it as data: the review of the one model, or an object with all of them.
    pub(crate) fn json(&self) -> serde_json::Result<String> {
        match self.models.as_slice() {
            [review] if self.is_one => serde_json::to_string_pretty(review),
            _ => serde_json::to_string_pretty(self),
        }
    }

    /// The verdicts on all of it.
    pub(crate) fn summary(&self) -> &Overall {
        &self.summary
    }
}

/// What a reader wants to know first of several models.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Overall {
    /// The worst verdict on the API, breaking if a model is gone; null if nothing differs.
    #[cfg_attr(test, schemars(schema_with = "super::schema::optional_api"))]
    pub(crate) api: Option<Api>,
    /// The worst that happens on the wire.
    pub(crate) wire: WireEffect,
    /// The worst for programs that use one of the crates, major if a model is gone.
    #[serde(flatten)]
    pub(crate) rust: RustVerdict,
    /// What `rust` is if what is ignored counts, too.
    #[cfg_attr(test, schemars(schema_with = "super::schema::optional_version"))]
    pub(crate) rust_with_ignored: Option<ClassName>,
    /// How many models there are that differ, by API verdict.
    pub(crate) models: ModelCounts,
}

/// How many models there are of each verdict, and of those that only one side has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ModelCounts {
    /// Those that both sides have; those of which an ignore file names all changes are ignored.
    #[serde(flatten)]
    pub(crate) changed: Counts,
    pub(crate) added: usize,
    pub(crate) removed: usize,
}

impl Overall {
    fn of(models: &[Review], added: &[Whole], removed: &[Whole]) -> Self {
        let summaries = || models.iter().map(|review| &review.summary);
        let effect =
            |whole: &[Whole], rule: &rules::Rule| (!whole.is_empty()).then_some(rule.request);
        // A service comes and goes as its operations do.
        let wholes: Vec<_> =
            [effect(added, &rules::OPERATION_ADDED), effect(removed, &rules::OPERATION_REMOVED)]
                .into_iter()
                .flatten()
                .collect();
        let is_gone = (!removed.is_empty()).then_some(ClassName(Class::Major));
        let of_gone = RustVerdict { version: is_gone, is_runtime: false };
        let with_ignored = summaries().filter_map(|summary| summary.rust_with_ignored);
        let wires = summaries().map(|summary| summary.wire);
        let wires = wires.chain(wholes.iter().map(|effect| WireEffect::from(*effect)));
        let mut changed = Counts::default();
        for summary in summaries() {
            changed.add(summary.api);
        }
        let models = ModelCounts { changed, added: added.len(), removed: removed.len() };
        Self {
            api: summaries().filter_map(|one| one.api).chain(wholes.iter().map(|e| e.api)).max(),
            wire: wires.fold(rules::DOCS_CHANGED.request.into(), WireEffect::worse),
            rust: summaries().map(|summary| summary.rust).fold(of_gone, RustVerdict::worse),
            rust_with_ignored: with_ignored.chain(is_gone).max(),
            models,
        }
    }

    /// Whether users of an API or Rust programs break.
    pub(crate) fn breaks(&self) -> bool {
        breaks(self.api, self.rust)
    }

    /// Whether anything but documentation changed.
    pub(crate) fn changes(&self) -> bool {
        self.api.is_some_and(|api| api > Api::Documentation)
    }
}
