//! What the comparison of two models finds.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use fnv::FnvHasher;
use serde_json::Value;

use super::names::names;
use super::rules::{Api, Effect, Rule};
use crate::ir::Pointer;

/// All that differs between two models of a service.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// Every change, once: those of the service, then of operations, then of shapes, each sorted
    /// by place and kind.
    pub changes: Vec<Change>,
    /// Every change of documentation, once.
    pub docs: Vec<DocsChange>,
    /// Where the changes stand in the operations, by name; operations without one are left out.
    pub operations: BTreeMap<String, OperationDifference>,
}

/// A change, at the place where it happens.
#[derive(Clone, Debug)]
pub struct Change {
    /// What kind of place it is.
    pub scope: Scope,
    /// The place: `Shape`, `Shape$member`, `Operation$Error` or the name of an operation or service;
    /// of a removal that in the old model, of all else that in the new one.
    pub at: String,
    /// What happened there.
    pub kind: Kind,
    /// Which trait, constraint or error it is about, if the kind leaves that open.
    pub what: Option<String>,
    /// What was there, for people; null if nothing.
    pub old: Value,
    /// What is there now, for people; null if nothing.
    pub new: Value,
    /// The rule that judges it.
    pub rule: &'static Rule,
    /// It tells of a root member of a new or removed operation, and counts with that.
    pub is_detail: bool,
    /// Where the place is in the old model's file, if it is there.
    pub old_at: Option<Pointer>,
    /// Where the place is in the new model's file, if it is there.
    pub new_at: Option<Pointer>,
    /// The operations that it reaches, with their sides.
    pub reaches: Reach,
}

/// The operations that something reaches, with the sides of each.
pub type Reach = BTreeMap<String, BTreeSet<Side>>;

/// A change of documentation, at the place where it happens.
#[derive(Clone, Debug)]
pub struct DocsChange {
    /// What kind of place it is.
    pub scope: Scope,
    /// The place, as that of a [`Change`].
    pub at: String,
    /// What was written there, or empty.
    pub old: String,
    /// What is written there now, or empty.
    pub new: String,
    /// The operations that it reaches, with their sides.
    pub reaches: Reach,
}

/// What kind of place something happens at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The service as a whole.
    Service,
    /// One operation.
    Operation,
    /// A shape or one of its members, wherever they occur.
    Shape,
}

/// The sides of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The operation itself.
    Operation,
    /// What is sent.
    Request,
    /// What comes back.
    Response,
    /// What comes back instead.
    Error,
}

/// What happened to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Only the new model has it.
    New,
    /// Only the old model has it.
    Removed,
    /// Something other than documentation changed.
    Updated,
    /// Only documentation changed.
    DocsOnly,
}

/// What differs in an operation.
#[derive(Clone, Debug)]
pub struct OperationDifference {
    /// What happened to it.
    pub status: Status,
    /// Where changes stand in it: the operation's own, then those of each side, in the order of
    /// members.
    pub changes: Vec<Occurrence>,
    /// Where changes of documentation stand in it.
    pub docs: Vec<Occurrence>,
    /// There are more places than a reader could want; the lists hold the first of them.
    pub is_cut: bool,
}

/// A place in an operation where a change is met.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The side.
    pub side: Side,
    /// The error, on the side of errors.
    pub error: Option<String>,
    /// The way from the root of that side: `a.b` is a member, `a[]` an element of a list,
    /// `a{key}` and `a{}` the keys and values of a map; empty for the root.
    pub path: String,
    /// The index in [`Difference::changes`] or [`Difference::docs`].
    pub index: usize,
}

/// The kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it, and the rules explain it")]
pub enum Kind {
    New,
    Removed,
    HttpChanged,
    InputAdded,
    InputRemoved,
    OutputAdded,
    OutputRemoved,
    ErrorAdded,
    ErrorRemoved,
    MemberAdded,
    MemberRemoved,
    RequiredAdded,
    RequiredRemoved,
    TypeChanged,
    TargetRenamed,
    EnumAdded,
    EnumRemoved,
    EnumReordered,
    EnumIntroduced,
    EnumDropped,
    ConstraintChanged,
    TraitChanged,
    MembersReordered,
    MetadataChanged,
    DocsChanged,
}

impl Change {
    /// What the change means on one side of an operation.
    #[must_use]
    pub fn effect(&self, side: Side) -> Effect {
        match side {
            Side::Operation | Side::Request => self.rule.request,
            Side::Response | Side::Error => self.rule.response,
        }
    }

    /// What the change means at worst, over all sides that it reaches.
    #[must_use]
    pub fn worst(&self) -> Effect {
        let sides: BTreeSet<Side> = self.reaches.values().flatten().copied().collect();
        let effects = sides.iter().map(|side| self.effect(*side));
        effects.reduce(Effect::worse).unwrap_or(self.rule.request)
    }

    /// The API verdict of [`Self::worst`].
    #[must_use]
    pub fn api(&self) -> Api {
        self.worst().api
    }

    /// What tells this change from every other one of the service: the same as long as the same
    /// thing changes in the same way, whatever else does, also below a member that came or went.
    #[must_use]
    pub fn fingerprint(&self, service: &str) -> String {
        let Self { scope, at, kind, what, old, new, .. } = self;
        let is_whole = matches!(kind, Kind::MemberAdded | Kind::MemberRemoved);
        let told = |value: &Value| match value {
            Value::Object(_) if is_whole => Value::from("structure"),
            value => value.clone(),
        };
        fingerprint(&(service, scope, at, kind, what, told(old), told(new)))
    }
}

impl DocsChange {
    /// As that of a [`Change`].
    #[must_use]
    pub fn fingerprint(&self, service: &str) -> String {
        let Self { scope, at, old, new, .. } = self;
        fingerprint(&(service, scope, at, old, new))
    }
}

fn fingerprint(key: &impl serde::Serialize) -> String {
    // Such a key is always JSON; if it were not, the change would go without a fingerprint.
    let text = serde_json::to_string(key).unwrap_or_default();
    let mut hasher = FnvHasher::default();
    hasher.write(text.as_bytes());
    format!("{:016x}", hasher.finish())
}

names! { Scope
    Service = "service"
    Operation = "operation"
    Shape = "shape"
}

names! { Side
    Operation = "operation"
    Request = "request"
    Response = "response"
    Error = "error"
}

names! { Status
    New = "new"
    Removed = "removed"
    Updated = "updated"
    DocsOnly = "docs-only"
}

names! { Kind
    New = "new"
    Removed = "removed"
    HttpChanged = "http-changed"
    InputAdded = "input-added"
    InputRemoved = "input-removed"
    OutputAdded = "output-added"
    OutputRemoved = "output-removed"
    ErrorAdded = "error-added"
    ErrorRemoved = "error-removed"
    MemberAdded = "member-added"
    MemberRemoved = "member-removed"
    RequiredAdded = "required-added"
    RequiredRemoved = "required-removed"
    TypeChanged = "type-changed"
    TargetRenamed = "target-renamed"
    EnumAdded = "enum-added"
    EnumRemoved = "enum-removed"
    EnumReordered = "enum-reordered"
    EnumIntroduced = "enum-introduced"
    EnumDropped = "enum-dropped"
    ConstraintChanged = "constraint-changed"
    TraitChanged = "trait-changed"
    MembersReordered = "members-reordered"
    MetadataChanged = "metadata-changed"
    DocsChanged = "docs-changed"
}
