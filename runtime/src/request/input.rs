//! Inputs as they are sent: with what the caller has left out and the client fills in.

use super::RequestOptions;
use crate::operation::OperationSchema;
use crate::schema::{Member, Schema, Trait};
use crate::shape::{Ref, Shape, Slot};

/// An input that has what the client fills in.
pub(super) struct Completed<'a> {
    input: &'a dyn Shape,
    /// What stands in the place of members. Hardly ever more than one.
    filled: Vec<(usize, String)>,
}

impl<'a> Completed<'a> {
    pub(super) fn new(
        operation: &OperationSchema,
        input: &'a dyn Shape,
        options: &RequestOptions,
    ) -> Self {
        #[cfg(feature = "checksums")]
        let checksums = super::checksums::Choice::of(operation, input, options);
        #[cfg(not(feature = "checksums"))]
        let _ = operation;
        let filler = |member: &Member| {
            #[cfg(feature = "checksums")]
            if let Some(name) = checksums.filler(member) {
                return Some(name.to_owned());
            }
            filler(member, options)
        };
        let members = input.schema().members.iter().enumerate();
        let unset = members.filter(|(index, _)| is_unset(input.get(*index)));
        let filled = unset.filter_map(|(index, member)| Some((index, filler(member)?)));
        Self { input, filled: filled.collect() }
    }
}

/// A required member is never absent; empty is what nobody has set.
fn is_unset(value: Ref<'_>) -> bool {
    match value {
        Ref::Absent => true,
        Ref::String(text) => text.is_empty(),
        _ => false,
    }
}

/// What a member gets that nobody has set.
fn filler(member: &Member, options: &RequestOptions) -> Option<String> {
    member.traits().iter().find_map(|t| match t {
        Trait::IdempotencyToken => Some((options.idempotency_token)()),
        Trait::WhenEmpty(text) => Some((*text).to_owned()),
        _ => None,
    })
}

impl Shape for Completed<'_> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match self.filled.iter().find(|(index, _)| *index == member) {
            Some((_, text)) => Ref::String(text),
            None => self.input.get(member),
        }
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Unknown
    }
}
