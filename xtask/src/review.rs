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
mod several;
pub(crate) mod text;
mod trees;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use shapewright_codegen::rust_effect::Class;
use shapewright_model::diff::{Api, Kind, Scope, Side, Status, Wire};
use shapewright_model::ir::Pointer;

pub(crate) use self::compare::Comparison;
pub(crate) use self::several::{Overall, Reviews, Whole};

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

/// How many changes there are of each verdict, or models of each worst one.
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

impl Counts {
    /// Counts one of that verdict; without one it is ignored.
    fn add(&mut self, api: Option<Api>) {
        *match api {
            Some(Api::Breaking) => &mut self.breaking,
            Some(Api::Dangerous) => &mut self.dangerous,
            Some(Api::Compatible) => &mut self.compatible,
            Some(Api::Documentation) => &mut self.documentation,
            None => &mut self.ignored,
        } += 1;
    }
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

#[cfg(test)]
mod schema;
