//! The Rust types and schemas of members.

use shapewright_model::ir::{Location, Member, Model, Needs, Shape, ShapeId, ShapeKind};

use super::{ElementPlan, PlanError, TargetPlan, Type, TypeModule, TypePath, traits};
use crate::names::{Names, is_error};

/// Types by the shapes of one model.
pub(super) struct Types<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names<'a>,
    pub(super) needs: Needs,
}

/// Lists of lists of lists: deeper than any real model, shallow enough for every stack.
const MAX_NESTING: usize = 32;

impl<'a> Types<'a> {
    fn target(&self, member: &Member) -> Result<&'a Shape, PlanError> {
        self.model.shape(&member.target).ok_or_else(|| unfit(member))
    }

    /// The type of a member's values.
    pub(super) fn of(&self, member: &Member) -> Result<Type, PlanError> {
        self.nested(member, 0)
    }

    fn nested(&self, member: &Member, depth: usize) -> Result<Type, PlanError> {
        if depth > MAX_NESTING {
            return Err(unfit(member));
        }
        let shape = self.target(member)?;
        Ok(match &shape.kind {
            ShapeKind::Boolean => Type::Boolean,
            ShapeKind::Byte => Type::Byte,
            ShapeKind::Short => Type::Short,
            ShapeKind::Integer => Type::Integer,
            ShapeKind::IntEnum(_) => Type::IntEnum(self.path(shape)),
            ShapeKind::Long => Type::Long,
            ShapeKind::Float => Type::Float,
            ShapeKind::Double => Type::Double,
            // Numbers of any size keep their digits as text.
            ShapeKind::String | ShapeKind::BigInteger | ShapeKind::BigDecimal => Type::String,
            ShapeKind::Enum(_) => Type::Enum(self.path(shape)),
            ShapeKind::Blob => Type::Blob,
            ShapeKind::Timestamp => Type::Timestamp,
            ShapeKind::Document => Type::Document,
            ShapeKind::Structure(_) | ShapeKind::Union(_) => Type::Shape(self.path(shape)),
            ShapeKind::List(list) => {
                let element = self.nested(&list.member, depth + 1)?;
                Type::List(Box::new(sparse(element, list.sparse)))
            }
            ShapeKind::Map(map) => {
                let key = self.target(&map.key)?;
                let key = match &key.kind {
                    ShapeKind::String => Type::String,
                    ShapeKind::Enum(_) => Type::Enum(self.path(key)),
                    _ => return Err(unfit(&map.key)),
                };
                let value = self.nested(&map.value, depth + 1)?;
                Type::Map(Box::new(key), Box::new(sparse(value, map.sparse)))
            }
        })
    }

    /// The type and schema of an input's or output's member that is a stream; elsewhere a
    /// streaming blob is a blob, and a union of events a union.
    pub(super) fn stream(&self, member: &Member) -> Result<Option<(Type, TargetPlan)>, PlanError> {
        let shape = self.target(member)?;
        let traits = self.model.member_traits(member);
        let is_body = traits.location == Some(Location::Payload);
        Ok(match &shape.kind {
            ShapeKind::Blob if is_body && traits.streaming => {
                Some((Type::Stream, TargetPlan::Scalar("Stream")))
            }
            ShapeKind::Union(_) if traits.event_stream => {
                let schema = self.names.schema(&shape.id);
                Some((Type::Events(self.path(shape)), TargetPlan::Events { schema }))
            }
            _ => None,
        })
    }

    fn path(&self, shape: &Shape) -> TypePath {
        TypePath { module: module(shape), name: self.names.shape(&shape.id) }
    }

    /// The schema of a member's values.
    pub(super) fn schema(&self, member: &Member) -> Result<TargetPlan, PlanError> {
        let shape = self.target(member)?;
        Ok(match &shape.kind {
            ShapeKind::Boolean => TargetPlan::Scalar("Boolean"),
            ShapeKind::Byte => TargetPlan::Scalar("Byte"),
            ShapeKind::Short => TargetPlan::Scalar("Short"),
            ShapeKind::Integer | ShapeKind::IntEnum(_) => TargetPlan::Scalar("Integer"),
            ShapeKind::Long => TargetPlan::Scalar("Long"),
            ShapeKind::Float => TargetPlan::Scalar("Float"),
            ShapeKind::Double => TargetPlan::Scalar("Double"),
            ShapeKind::String | ShapeKind::Enum(_) => TargetPlan::Scalar("String"),
            ShapeKind::BigInteger => TargetPlan::Scalar("BigInteger"),
            ShapeKind::BigDecimal => TargetPlan::Scalar("BigDecimal"),
            ShapeKind::Blob => TargetPlan::Scalar("Blob"),
            ShapeKind::Timestamp => TargetPlan::Scalar("Timestamp"),
            ShapeKind::Document => TargetPlan::Scalar("Document"),
            ShapeKind::Structure(_) | ShapeKind::Union(_) => {
                TargetPlan::Shape { module: module(shape), schema: self.names.schema(&shape.id) }
            }
            ShapeKind::List(list) => TargetPlan::List(Box::new(self.element(&list.member)?)),
            ShapeKind::Map(map) => {
                let (key, value) = (self.element(&map.key)?, self.element(&map.value)?);
                TargetPlan::Map(Box::new((key, value)))
            }
        })
    }

    fn element(&self, member: &Member) -> Result<ElementPlan, PlanError> {
        let traits = traits::of_member(&self.model.member_traits(member), self.needs, false);
        Ok(ElementPlan { target: self.schema(member)?, traits })
    }

    /// The enums that are keys of maps.
    pub(super) fn key_enums(&self) -> impl Iterator<Item = &'a ShapeId> {
        self.model.shapes.values().filter_map(|shape| match &shape.kind {
            ShapeKind::Map(map) => Some(&map.key.target),
            _ => None,
        })
    }
}

fn sparse(element: Type, sparse: bool) -> Type {
    if sparse { Type::Optional(Box::new(element)) } else { element }
}

fn module(shape: &Shape) -> TypeModule {
    if is_error(shape) { TypeModule::Error } else { TypeModule::Types }
}

fn unfit(member: &Member) -> PlanError {
    PlanError::Target { target: member.target.clone(), at: member.at.clone() }
}
