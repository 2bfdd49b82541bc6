//! Reviews of model updates: one value, from which every output is written.

mod compare;
pub(crate) mod git;
pub(crate) mod html;
pub(crate) mod ignore;
pub(crate) mod input;
mod judge;
pub(crate) mod markdown;
mod rust;
mod sentence;
pub(crate) mod text;
mod trees;
mod words;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use shapewright_codegen::rust_effect::Class;
use shapewright_model::Loaded;
use shapewright_model::diff::{Api, Kind, Scope, Side, Status, Wire, rules};
use shapewright_model::ir::Pointer;

pub(crate) use self::compare::Comparison;

/// The version of the data. It is raised when a key changes its meaning or goes away.
const VERSION: u32 = 2;

/// The review of an update of one model.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Review {
    /// The version of this format.
    pub(crate) version: u32,
    /// What a reader wants to know first.
    pub(crate) summary: Summary,
    /// The changes of the service as a whole.
    pub(crate) service: Vec<ServiceChange>,
    /// The operations that differ, by name.
    pub(crate) operations: BTreeMap<String, OperationReview>,
    /// Every change of a shape or member, once, with the operations that it reaches.
    pub(crate) shapes: Vec<ShapeChange>,
    /// Every change of documentation, once.
    pub(crate) docs: Vec<DocsChange>,
    /// What the update does to the generated crate.
    pub(crate) rust: RustReview,
}

/// Does two things at the same time.
pub(crate) fn both<A, B: Send>(
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        match other.join() {
            Ok(other) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

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
    inputs: Vec<(Loaded, Loaded)>,
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
type WithInputs = (Review, (Loaded, Loaded));

impl Place {
    /// Whether the operation itself changed, and not a member or shape that it leads to.
    pub(crate) fn is_own(&self) -> bool {
        self.explained.is_some()
    }

    /// Whom it reaches: the operation, and the side if it is about one.
    pub(crate) fn reaches(&self, operation: &str) -> String {
        match self.side {
            Side::Operation => operation.to_owned(),
            side => format!("{operation} ({})", side.name()),
        }
    }
}

impl OperationReview {
    /// What changed in the operation itself.
    pub(crate) fn own(&self) -> impl Iterator<Item = (&Place, &Explained)> {
        self.changes.iter().filter_map(|place| Some((place, place.explained.as_ref()?)))
    }

    /// The sides on which something changed, in their order.
    pub(crate) fn sides(&self) -> String {
        let sides = self.changes.iter().map(|place| place.side);
        let sides: BTreeSet<_> = sides.filter(|side| *side != Side::Operation).collect();
        let names: Vec<_> = sides.iter().map(|side| side.name()).collect();
        names.join(", ")
    }
}

impl Review {
    /// All changes, each once.
    fn facts(&self) -> impl Iterator<Item = &Facts> {
        let own = self.operations.values().flat_map(OperationReview::own);
        let service = self.service.iter().map(|change| &change.facts);
        let shapes = self.shapes.iter().map(|change| &change.facts);
        service.chain(own.map(|(place, _)| &place.facts)).chain(shapes)
    }

    /// What changed in operations themselves, with their names, the most important first.
    pub(crate) fn own(&self) -> Vec<(&str, &Place, &Explained)> {
        let own = self.operations.iter().flat_map(|(name, operation)| {
            operation.own().map(move |(place, explained)| (name.as_str(), place, explained))
        });
        let mut own: Vec<_> = own.collect();
        own.sort_by_key(|(_, place, _)| place.facts.importance());
        own
    }
}

impl Reviews {
    /// The reviews of models, of which those that do not differ are left out if there were many.
    fn new(is_one: bool, mut all: Vec<WithInputs>, added: Vec<Whole>, removed: Vec<Whole>) -> Self {
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
    #[cfg_attr(test, schemars(schema_with = "schema::optional_api"))]
    pub(crate) api: Option<Api>,
    /// The worst that happens on the wire.
    pub(crate) wire: WireEffect,
    /// The worst for programs that use one of the crates, major if a model is gone.
    #[serde(flatten)]
    pub(crate) rust: RustVerdict,
    /// What `rust` is if what is ignored counts, too.
    #[cfg_attr(test, schemars(schema_with = "schema::optional_version"))]
    pub(crate) rust_with_ignored: Option<ClassName>,
    /// How many models there are that differ, by API verdict.
    pub(crate) models: ModelCounts,
}

/// How many models there are of each verdict, and of those that only one side has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ModelCounts {
    pub(crate) breaking: usize,
    pub(crate) dangerous: usize,
    pub(crate) compatible: usize,
    pub(crate) documentation: usize,
    pub(crate) added: usize,
    pub(crate) removed: usize,
    /// Those of which an ignore file names all changes.
    pub(crate) ignored: usize,
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
        let mut models =
            ModelCounts { added: added.len(), removed: removed.len(), ..ModelCounts::default() };
        for summary in summaries() {
            *match summary.api {
                Some(Api::Breaking) => &mut models.breaking,
                Some(Api::Dangerous) => &mut models.dangerous,
                Some(Api::Compatible) => &mut models.compatible,
                Some(Api::Documentation) => &mut models.documentation,
                None => &mut models.ignored,
            } += 1;
        }
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

/// Whether users of an API or Rust programs break.
fn breaks(api: Option<Api>, rust: RustVerdict) -> bool {
    api == Some(Api::Breaking) || rust.version.is_some_and(|class| class.0 == Class::Major)
}

impl Summary {
    /// Whether users of the API or Rust programs break.
    pub(crate) fn breaks(&self) -> bool {
        breaks(self.api, self.rust)
    }
}

impl Review {
    /// Whether nothing differs.
    fn is_empty(&self) -> bool {
        self.service.is_empty() && self.operations.is_empty()
    }
}

/// What a reader wants to know first.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Summary {
    /// The service, by its id.
    pub(crate) service: String,
    /// The name of the service for people.
    pub(crate) title: String,
    /// Where the old model comes from.
    pub(crate) old: String,
    /// Where the new model comes from.
    pub(crate) new: String,
    /// The worst verdict on the API; null if nothing differs.
    #[cfg_attr(test, schemars(schema_with = "schema::optional_api"))]
    pub(crate) api: Option<Api>,
    /// The worst that happens on the wire.
    pub(crate) wire: WireEffect,
    /// What the update means for Rust programs.
    #[serde(flatten)]
    pub(crate) rust: RustVerdict,
    /// What `rust` is if what is ignored counts, too: what the crate's version needs.
    #[cfg_attr(test, schemars(schema_with = "schema::optional_version"))]
    pub(crate) rust_with_ignored: Option<ClassName>,
    /// How many changes there are, by API verdict; documentation is counted by place.
    pub(crate) changes: Counts,
    /// How many operations there are of each status.
    pub(crate) operations: OperationCounts,
}

/// How many changes there are of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Counts {
    pub(crate) breaking: usize,
    pub(crate) dangerous: usize,
    pub(crate) compatible: usize,
    pub(crate) documentation: usize,
    /// Those that an ignore file names; they are not in the other numbers.
    pub(crate) ignored: usize,
}

/// How many operations there are of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct OperationCounts {
    pub(crate) new: usize,
    pub(crate) removed: usize,
    pub(crate) updated: usize,
    pub(crate) docs_only: usize,
}

/// What something means for Rust programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RustVerdict {
    /// The semantic version that the crate needs for it: `major`, `minor` or `patch`; null if
    /// there is no crate.
    #[serde(rename = "rust")]
    #[cfg_attr(test, schemars(schema_with = "schema::optional_version"))]
    pub(crate) version: Option<ClassName>,
    /// Some programs compile as before, and do something else: other bytes on the wire, another
    /// host.
    #[serde(rename = "rustRuntime")]
    pub(crate) is_runtime: bool,
}

impl RustVerdict {
    /// The worse of each.
    fn worse(self, other: Self) -> Self {
        Self {
            version: self.version.max(other.version),
            is_runtime: self.is_runtime || other.is_runtime,
        }
    }
}

/// What happens on the wire if only one side is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireEffect {
    /// With a client of the old model and a service of the new one.
    #[cfg_attr(test, schemars(schema_with = "schema::wire"))]
    pub(crate) old_client: Wire,
    /// With a client of the new model and a service of the old one.
    #[cfg_attr(test, schemars(schema_with = "schema::wire"))]
    pub(crate) new_client: Wire,
}

/// What changed, and what that means.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Facts {
    /// What happened.
    #[cfg_attr(test, schemars(schema_with = "schema::kind"))]
    pub(crate) kind: Kind,
    /// The place: `Shape`, `Shape$member`, `Operation$Error`, or the name of the operation or
    /// service.
    pub(crate) at: String,
    /// Which trait, constraint or error it is about, if the kind leaves that open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) what: Option<String>,
    /// What was there.
    pub(crate) old: Value,
    /// What is there now.
    pub(crate) new: Value,
    /// What it means for those who use the API.
    #[cfg_attr(test, schemars(schema_with = "schema::api"))]
    pub(crate) api: Api,
    /// What it means on the wire.
    pub(crate) wire: WireEffect,
    /// What it means for Rust programs.
    #[serde(flatten)]
    pub(crate) rust: RustVerdict,
    /// The rule that says so.
    pub(crate) rule: &'static str,
    /// What tells the change from every other one, as long as the same thing changes.
    pub(crate) fingerprint: String,
    /// Why it is ignored, if an ignore file names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ignored: Option<String>,
    /// Where it stands in the file of the old model, and in that of the new.
    #[serde(skip)]
    pub(crate) pointers: (Option<Pointer>, Option<Pointer>),
}

/// A change of the service as a whole.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ServiceChange {
    #[serde(flatten)]
    pub(crate) facts: Facts,
    #[serde(flatten)]
    pub(crate) explained: Explained,
}

/// What comes of a change, and why.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Explained {
    /// The items of the generated crate that differ because of it.
    pub(crate) items: Vec<String>,
    /// Why the rule says what it says.
    pub(crate) reason: &'static str,
    /// Where one can read more.
    pub(crate) reference: &'static str,
}

/// What differs in an operation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct OperationReview {
    /// What happened to it.
    #[cfg_attr(test, schemars(schema_with = "schema::status"))]
    pub(crate) status: Status,
    /// The worst verdict on the API.
    #[cfg_attr(test, schemars(schema_with = "schema::api"))]
    pub(crate) api: Api,
    /// Every place where a change is met.
    pub(crate) changes: Vec<Place>,
    /// Every place where documentation differs.
    pub(crate) docs: Vec<DocsPlace>,
    /// The changes as a tree of members for each side, lists and maps left out; what was added is
    /// there with its type.
    pub(crate) deltas: BTreeMap<&'static str, Value>,
    /// There are more places than anybody could read; these are the first.
    pub(crate) is_cut: bool,
}

/// A place where a change is met.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Place {
    /// The side of the operation.
    #[cfg_attr(test, schemars(schema_with = "schema::side"))]
    pub(crate) side: Side,
    /// Which error, on that side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    /// The way from the root of the side: `a.b` is a member, `a[]` an element, `a{key}` and `a{}`
    /// are the keys and values of a map; empty for the root.
    pub(crate) path: String,
    #[serde(flatten)]
    pub(crate) facts: Facts,
    /// Of a change of the operation itself, which stands nowhere else.
    #[serde(flatten)]
    pub(crate) explained: Option<Explained>,
}

/// A place where documentation differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct DocsPlace {
    /// The side of the operation.
    #[cfg_attr(test, schemars(schema_with = "schema::side"))]
    pub(crate) side: Side,
    /// Which error, on that side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    /// The way from the root of the side, as in changes.
    pub(crate) path: String,
}

/// A change at the place where it happens.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShapeChange {
    #[serde(flatten)]
    pub(crate) facts: Facts,
    /// The operations that it reaches, with their sides.
    #[cfg_attr(test, schemars(schema_with = "schema::reach"))]
    pub(crate) reaches: BTreeMap<String, Vec<Side>>,
    #[serde(flatten)]
    pub(crate) explained: Explained,
}

/// A change of documentation at the place where it happens.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct DocsChange {
    /// Whether the place is the service, an operation or a shape.
    #[cfg_attr(test, schemars(schema_with = "schema::scope"))]
    pub(crate) scope: Scope,
    /// The place.
    pub(crate) at: String,
    /// The operations that it reaches, with their sides.
    #[cfg_attr(test, schemars(schema_with = "schema::reach"))]
    pub(crate) reaches: BTreeMap<String, Vec<Side>>,
}

/// What the update does to the generated crate.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RustReview {
    /// Why there is no crate of one of the models, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unavailable: Option<String>,
    /// The public items that differ.
    pub(crate) items: Vec<RustItem>,
}

/// A public item that differs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RustItem {
    /// The item by its path, with its type: `types::ContainerOverride::cpu: Option<i32>, added`.
    pub(crate) item: String,
    /// What that means for programs.
    #[cfg_attr(test, schemars(schema_with = "schema::class"))]
    pub(crate) class: ClassName,
    /// An ignore file names all changes that it comes from.
    pub(crate) is_ignored: bool,
}

/// A [`Class`], by its name in data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ClassName(pub(crate) Class);

impl ClassName {
    pub(crate) fn name(self) -> &'static str {
        self.0.name()
    }
}

impl Serialize for ClassName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod schema;
