//! What two models can be compared by if they were written in different formats.

use super::rules::{self, Rule};
use crate::ir::{Model, Traits};

/// The formats of two models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Formats {
    /// Both are botocore's.
    Botocore,
    /// Both are Smithy's.
    Smithy,
    /// One is botocore's, the other Smithy's: what one of them has no words for does not differ.
    Mixed,
}

impl Formats {
    pub(super) fn of(old: &Model, new: &Model) -> Self {
        // Every shape of Smithy has a namespace, the service, too; botocore knows none.
        let is_smithy = |model: &Model| !model.service.namespace.is_empty();
        match (is_smithy(old), is_smithy(new)) {
            (false, false) => Self::Botocore,
            (true, true) => Self::Smithy,
            _ => Self::Mixed,
        }
    }

    /// Whether a difference that this rule judges is one of the models, and not of their formats:
    /// what nothing reads stands in each format under names of its own, and the namespace of
    /// absolute ids in one of them only.
    pub(super) fn can_compare(self, rule: &Rule) -> bool {
        let of_format = [
            &rules::NAMESPACE_CHANGED,
            &rules::UNREAD_HTTP_CHANGED,
            &rules::UNREAD_METADATA_CHANGED,
            &rules::UNREAD_TRAIT_CHANGED,
        ];
        self != Self::Mixed || !of_format.contains(&rule)
    }

    /// Whether `box` says which numbers may be absent. In Smithy defaults say it: that of a number
    /// of version 1 without `box` is zero, and version 2 has no `box`.
    pub(super) fn has_boxes(self) -> bool {
        self == Self::Botocore
    }

    /// The traits of a member that say how its values are written. Both formats have them on the
    /// member or on its target, but where the one has them the other need not.
    pub(super) fn written(self, member: &Traits, target: &Traits) -> Traits {
        if self == Self::Mixed { member.over(target) } else { member.clone() }
    }
}
