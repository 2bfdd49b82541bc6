//! Types for people: as trees of members, the way they stand in reviews.

use serde_json::Value;

use crate::ir::{Model, ShapeId, ShapeKind};

/// How many members a tree shows at most; what is beyond is an ellipsis.
const MEMBERS: usize = 1_000;

/// How deep a tree is at most.
const DEPTH: usize = 64;

/// What stands for what a tree does not show: a structure inside itself, or too much.
const MORE: &str = "…";

/// The type of a shape's values: the kind of a scalar, the values of an enum as `a | b`, for a
/// structure or union its members with their trees. The levels of lists and maps are left out.
#[must_use]
pub fn type_tree(model: &Model, id: &ShapeId) -> Value {
    Builder { model, path: Vec::new(), left: MEMBERS }.tree(id)
}

/// What kind a shape is of, in one word.
#[must_use]
pub fn kind_name(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Boolean => "boolean",
        ShapeKind::Byte => "byte",
        ShapeKind::Short => "short",
        ShapeKind::Integer => "integer",
        ShapeKind::Long => "long",
        ShapeKind::BigInteger => "bigInteger",
        ShapeKind::Float => "float",
        ShapeKind::Double => "double",
        ShapeKind::BigDecimal => "bigDecimal",
        ShapeKind::String => "string",
        ShapeKind::Enum(_) => "enum",
        ShapeKind::IntEnum(_) => "intEnum",
        ShapeKind::Blob => "blob",
        ShapeKind::Timestamp => "timestamp",
        ShapeKind::Document => "document",
        ShapeKind::List(_) => "list",
        ShapeKind::Map(_) => "map",
        ShapeKind::Structure(_) => "structure",
        ShapeKind::Union(_) => "union",
    }
}

struct Builder<'m> {
    model: &'m Model,
    path: Vec<&'m ShapeId>,
    left: usize,
}

impl<'m> Builder<'m> {
    fn tree(&mut self, id: &'m ShapeId) -> Value {
        let Some(shape) = self.model.shape(id) else { return Value::from(MORE) };
        if self.path.contains(&id) || self.path.len() >= DEPTH {
            return Value::from(MORE);
        }
        self.path.push(id);
        let tree = match &shape.kind {
            ShapeKind::Enum(values) => {
                let values: Vec<_> = values.iter().map(|value| value.value.as_str()).collect();
                Value::from(values.join(" | "))
            }
            ShapeKind::IntEnum(values) => {
                let values: Vec<_> = values.iter().map(|value| value.value.to_string()).collect();
                Value::from(values.join(" | "))
            }
            ShapeKind::List(list) => self.tree(&list.member.target),
            ShapeKind::Map(map) => self.tree(&map.value.target),
            ShapeKind::Structure(content) | ShapeKind::Union(content) => {
                let mut members = serde_json::Map::new();
                for member in &content.members {
                    if self.left == 0 {
                        members.insert(MORE.to_owned(), Value::from(MORE));
                        break;
                    }
                    self.left -= 1;
                    members.insert(member.name.clone(), self.tree(&member.target));
                }
                Value::Object(members)
            }
            kind => Value::from(kind_name(kind)),
        };
        self.path.pop();
        tree
    }
}
